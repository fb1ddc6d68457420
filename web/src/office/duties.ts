// Which pages to offer to which role. The server decides what may be done; this only spares
// people pages that would refuse them. It follows `platform/access/src/roles.rs`.

export type Duty =
  | 'enrol'
  | 'read_people'
  | 'open_nik'
  | 'merge'
  | 'open_code'
  | 'report_payment'
  | 'resolve_payment'
  | 'end_membership'
  | 'import_list'
  | 'read_ledger'
  | 'close_month'
  | 'read_figures'
  | 'read_audit'
  | 'manage_users'
  | 'manage_devices'
  | 'review_captures'
  | 'run_jobs';

const duties: Record<string, readonly Duty[]> = {
  agent: ['enrol', 'read_people', 'open_code', 'read_figures'],
  village_clerk: ['enrol', 'read_people', 'open_code', 'import_list', 'read_figures'],
  regency_official: ['import_list', 'read_people', 'read_figures'],
  branch_staff: [
    'enrol', 'read_people', 'open_nik', 'merge', 'open_code', 'report_payment', 'end_membership',
    'import_list', 'manage_devices', 'review_captures', 'read_figures',
  ],
  adjudicator: ['read_people', 'open_nik', 'read_figures'],
  second_officer: ['read_people', 'open_nik', 'read_figures'],
  finance: ['report_payment', 'resolve_payment', 'read_ledger', 'close_month', 'read_figures', 'read_people'],
  analyst: ['read_figures'],
  auditor: ['read_audit', 'read_ledger', 'read_figures', 'read_people', 'open_nik'],
  administrator: ['manage_users', 'manage_devices', 'read_audit', 'run_jobs'],
  integrator: ['report_payment'],
};

/** Every duty of some roles. */
export const dutiesOf = (roles: readonly string[]): Set<Duty> =>
  new Set(roles.flatMap((role) => duties[role] ?? []));
