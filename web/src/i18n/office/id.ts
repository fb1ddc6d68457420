// Every text of the office, Indonesian first: one file an area of pages, keys `area.what`.
import { admin } from './id/admin';
import { agent } from './id/agent';
import { badge } from './id/badge';
import { campaign } from './id/campaign';
import { coverage } from './id/coverage';
import { custody } from './id/custody';
import { day } from './id/day';
import { enrol } from './id/enrol';
import { event } from './id/event';
import { fieldwork } from './id/fieldwork';
import { law } from './id/law';
import { ledger } from './id/ledger';
import { lists } from './id/lists';
import { payment } from './id/payment';
import { person } from './id/person';
import { plan } from './id/plan';
import { report } from './id/report';
import { shell } from './id/shell';
import { target } from './id/target';
import { ui } from './id/ui';

export const id = { ...shell, ...ui, ...person, ...coverage, ...custody, ...law, ...ledger, ...lists, ...admin, ...payment, ...enrol, ...day, ...fieldwork, ...target, ...campaign, ...event, ...agent, ...badge, ...report, ...plan };
