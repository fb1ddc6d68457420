import type { id } from './id';
import { admin } from './en/admin';
import { agent } from './en/agent';
import { coverage } from './en/coverage';
import { custody } from './en/custody';
import { day } from './en/day';
import { enrol } from './en/enrol';
import { fieldwork } from './en/fieldwork';
import { law } from './en/law';
import { ledger } from './en/ledger';
import { lists } from './en/lists';
import { payment } from './en/payment';
import { person } from './en/person';
import { shell } from './en/shell';
import { target } from './en/target';
import { ui } from './en/ui';

export const en: Record<keyof typeof id, string> = { ...shell, ...ui, ...person, ...coverage, ...custody, ...law, ...ledger, ...lists, ...admin, ...payment, ...enrol, ...day, ...fieldwork, ...target, ...agent };
