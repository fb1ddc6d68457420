// Every text of the office, Indonesian first: one file an area of pages, keys `area.what`.
import { shell } from './id/shell';
import { ui } from './id/ui';

export const id = { ...shell, ...ui };
