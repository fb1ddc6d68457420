import type { id } from './id';
import { shell } from './en/shell';
import { ui } from './en/ui';

export const en: Record<keyof typeof id, string> = { ...shell, ...ui };
