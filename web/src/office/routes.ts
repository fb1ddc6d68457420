// Every page of the office and who is offered it. A department adds its pages here, one line each;
// pages are fetched when somebody opens them.

import type { Component } from 'svelte';
import type { id } from '../i18n/office/id';
import type { IconName } from '../ui/Icon.svelte';
import type { Duty } from './duties';

type Text = keyof typeof id;

export interface Page {
  /** `/orang/:id`; what is named is handed to the page as a property. */
  path: string;
  load: () => Promise<{ default: Component<Record<string, string>> }>;
  /** Any of these duties; none means everybody. */
  duties?: readonly Duty[];
  /** Its place in the menu. */
  menu?: { text: Text; icon: IconName };
}

/** Pages take what their address names, each under its own name. */
const page = (load: () => Promise<{ default: unknown }>) => load as Page['load'];

export const pages: readonly Page[] = [
  { path: '/', load: page(() => import('./home/Home.svelte')), menu: { text: 'nav.home', icon: 'home' } },
  { path: '/cari', load: page(() => import('./search/Search.svelte')), duties: ['read_people', 'open_code', 'read_figures'], menu: { text: 'nav.search', icon: 'search' } },
  { path: '/daftarkan', load: page(() => import('./enrol/Enrol.svelte')), duties: ['enrol'], menu: { text: 'nav.enrol', icon: 'plus' } },
  { path: '/bayar', load: page(() => import('./payments/Desk.svelte')), duties: ['open_code', 'report_payment', 'resolve_payment'], menu: { text: 'nav.payments', icon: 'money' } },
  { path: '/bayar/:id', load: page(() => import('./payments/Payment.svelte')), duties: ['read_people', 'report_payment', 'resolve_payment'] },
  { path: '/jatuh-tempo', load: page(() => import('./due/Due.svelte')), duties: ['read_people'], menu: { text: 'nav.due', icon: 'clock' } },
  { path: '/kode/:code', load: page(() => import('./payments/CodePage.svelte')), duties: ['open_code', 'report_payment', 'resolve_payment', 'read_people'] },
  { path: '/ganda', load: page(() => import('./people/Duplicates.svelte')), duties: ['merge'], menu: { text: 'nav.duplicates', icon: 'people' } },
  { path: '/gabung/:first/:second', load: page(() => import('./people/Merge.svelte')), duties: ['merge', 'read_people'] },
  { path: '/akun', load: page(() => import('./account/Account.svelte')) },
  { path: '/orang/:id', load: page(() => import('./people/Person.svelte')), duties: ['read_people', 'enrol'] },
  {
    path: '/daftar',
    load: page(() => import('./lists/Lists.svelte')),
    duties: ['import_list'],
    menu: { text: 'nav.lists', icon: 'list' },
  },
  { path: '/daftar/:id', load: page(() => import('./lists/List.svelte')), duties: ['import_list'] },
  { path: '/lapangan', load: page(() => import('./fieldwork/Fieldwork.svelte')), duties: ['review_captures', 'import_list'], menu: { text: 'nav.fieldwork', icon: 'phone' } },
  { path: '/lapangan/perangkat', load: page(() => import('./admin/Devices.svelte')), duties: ['manage_devices'] },
  { path: '/lapangan/berkas', load: page(() => import('./fieldwork/SealedFile.svelte')), duties: ['import_list'] },
  { path: '/lapangan/:id', load: page(() => import('./fieldwork/Capture.svelte')), duties: ['review_captures'] },
  { path: '/titipan', load: page(() => import('./custody/Board.svelte')), duties: ['watch_custody'], menu: { text: 'nav.custody', icon: 'wallet' } },
  { path: '/titipan/agen/:id', load: page(() => import('./custody/Agent.svelte')), duties: ['watch_custody'] },
  { path: '/titipan/setoran', load: page(() => import('./custody/Deposits.svelte')), duties: ['resolve_payment'] },
  { path: '/titipan/setoran/:id', load: page(() => import('./custody/Deposit.svelte')), duties: ['resolve_payment'] },
  { path: '/kampanye', load: page(() => import('./campaigns/Seasons.svelte')), duties: ['read_figures', 'enrol', 'plan_outreach'], menu: { text: 'nav.campaigns', icon: 'calendar' } },
  { path: '/kampanye/nama', load: page(() => import('./campaigns/Campaigns.svelte')), duties: ['read_figures', 'enrol', 'plan_outreach'] },
  { path: '/kampanye/perjanjian', load: page(() => import('./campaigns/Agreements.svelte')), duties: ['read_figures', 'enrol', 'plan_outreach'] },
  { path: '/kampanye/musim/baru', load: page(() => import('./campaigns/NewSeason.svelte')), duties: ['plan_outreach'] },
  { path: '/kampanye/musim/:id', load: page(() => import('./campaigns/Season.svelte')), duties: ['read_figures', 'enrol', 'plan_outreach'] },
  { path: '/kampanye/musim/:id/desa', load: page(() => import('./campaigns/Villages.svelte')), duties: ['plan_outreach'] },
  { path: '/kampanye/musim/:season/kegiatan', load: page(() => import('./campaigns/PlanEvent.svelte')), duties: ['plan_outreach'] },
  { path: '/kampanye/kegiatan/:id', load: page(() => import('./campaigns/Event.svelte')), duties: ['read_figures', 'enrol', 'plan_outreach'] },
  { path: '/kampanye/kegiatan/:id/ubah', load: page(() => import('./campaigns/ChangeEvent.svelte')), duties: ['plan_outreach'] },
  { path: '/rencana', load: page(() => import('./plan/Plans.svelte')), duties: ['plan_outreach', 'read_figures'], menu: { text: 'nav.plans', icon: 'send' } },
  { path: '/rencana/baru', load: page(() => import('./plan/NewPlan.svelte')), duties: ['plan_outreach'] },
  { path: '/rencana/:id', load: page(() => import('./plan/Plan.svelte')), duties: ['plan_outreach', 'read_figures'] },
  { path: '/tugas', load: page(() => import('./tasks/Tasks.svelte')), duties: ['read_figures', 'enrol', 'plan_outreach'], menu: { text: 'nav.tasks', icon: 'check' } },
  {
    path: '/cakupan',
    load: page(() => import('./coverage/Coverage.svelte')),
    duties: ['read_figures'],
    menu: { text: 'nav.coverage', icon: 'map' },
  },
  { path: '/target', load: page(() => import('./targets/Targets.svelte')), duties: ['read_figures'], menu: { text: 'nav.targets', icon: 'target' } },
  { path: '/target/baru', load: page(() => import('./targets/Enter.svelte')), duties: ['set_targets'] },
  { path: '/target/:id', load: page(() => import('./targets/Target.svelte')), duties: ['read_figures'] },
  { path: '/agen', load: page(() => import('./agents/Agents.svelte')), duties: ['watch_custody'], menu: { text: 'nav.agents', icon: 'people' } },
  { path: '/agen/tanpa-agen', load: page(() => import('./agents/Orphans.svelte')), duties: ['watch_custody'] },
  { path: '/agen/kantor', load: page(() => import('./agents/Offices.svelte')), duties: ['watch_custody'] },
  { path: '/agen/:id', load: page(() => import('./agents/Agent.svelte')), duties: ['watch_custody'] },
  { path: '/laporan-bulan', load: page(() => import('./report/Month.svelte')), duties: ['read_figures'], menu: { text: 'nav.report', icon: 'report' } },
  { path: '/desa-sadar', load: page(() => import('./badge/Villages.svelte')), duties: ['read_figures'], menu: { text: 'nav.badge', icon: 'medal' } },
  { path: '/desa-sadar/syarat', load: page(() => import('./badge/Conditions.svelte')), duties: ['read_figures'] },
  { path: '/desa-sadar/:village', load: page(() => import('./badge/Village.svelte')), duties: ['read_figures'] },
  {
    path: '/buku',
    load: page(() => import('./ledger/TrialBalance.svelte')),
    duties: ['read_ledger'],
    menu: { text: 'nav.ledger', icon: 'book' },
  },
  { path: '/buku/jurnal', load: page(() => import('./ledger/Journals.svelte')), duties: ['read_ledger'] },
  { path: '/buku/jurnal/:id', load: page(() => import('./ledger/Journal.svelte')), duties: ['read_ledger'] },
  { path: '/buku/rekening/:code', load: page(() => import('./ledger/Account.svelte')), duties: ['read_ledger'] },
  { path: '/buku/bulan', load: page(() => import('./ledger/Months.svelte')), duties: ['close_month'] },
  { path: '/buku/pemeriksaan', load: page(() => import('./ledger/Check.svelte')), duties: ['read_audit'] },
  { path: '/hukum', load: page(() => import('./law/Parameters.svelte')), menu: { text: 'nav.law', icon: 'law' } },
  { path: '/hukum/aturan/:key', load: page(() => import('./law/Parameter.svelte')) },
  { path: '/hukum/hitung', load: page(() => import('./law/Calculator.svelte')) },
  { path: '/hukum/contoh', load: page(() => import('./law/Cases.svelte')) },
  { path: '/hukum/peraturan', load: page(() => import('./law/Instruments.svelte')) },
  {
    path: '/admin',
    load: page(() => import('./admin/Admin.svelte')),
    duties: ['manage_users', 'read_audit'],
    menu: { text: 'nav.admin', icon: 'gear' },
  },
  { path: '/admin/perangkat', load: page(() => import('./admin/Devices.svelte')), duties: ['manage_devices'] },
  { path: '/admin/audit', load: page(() => import('./admin/Audit.svelte')), duties: ['read_audit'] },
  { path: '/admin/jangkar', load: page(() => import('./admin/Anchors.svelte')), duties: ['read_audit'] },
];
