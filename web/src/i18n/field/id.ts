// Every text of the field, Indonesian first. Keys are `page.what`; arguments in braces.
import { enrol } from './id/enrol';
import { event } from './id/event';
import { send } from './id/send';
import { start } from './id/start';

export const id = { ...start, ...enrol, ...event, ...send };
