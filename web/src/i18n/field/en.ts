// The field in English; the keys are those of the Indonesian texts.
import type { id } from './id';
import { enrol } from './en/enrol';
import { event } from './en/event';
import { send } from './en/send';
import { start } from './en/start';

export const en: Record<keyof typeof id, string> = { ...start, ...enrol, ...event, ...send };
