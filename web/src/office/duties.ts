// What somebody may do, in the office's own words (`GET /api/v1/users/me` tells which).

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
  | 'watch_custody'
  | 'plan_outreach'
  | 'set_targets'
  | 'manage_agents'
  | 'manage_users'
  | 'manage_devices'
  | 'review_captures'
  | 'run_jobs';
