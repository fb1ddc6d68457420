// What the phone keeps. The office's words are those of docs/sync.md; nothing here is edited once it
// has been finalised, except how far its sending has come.

import type { Bytes } from './bytes';
import type { Sealed } from './seal';
import type { Vault } from './vault';

export type Kind =
  | 'event.open' | 'event.tally' | 'event.checkin' | 'event.poll' | 'event.close'
  | 'lead.note' | 'worker.enrol' | 'cash.receive' | 'cash.deposit';
export type Outcome = 'accepted' | 'already' | 'needs_review' | 'rejected' | 'held';

/** A command on this phone: sealed for the office, and its readable copy for the holder. */
export interface Kept extends Sealed {
  /** `aside`: the office refused to take it alone; it waits for a tap or the sealed file. */
  state: 'queued' | 'sending' | 'captured' | 'aside';
  made_at: string;
  captured_at: string | null;
  event: string | null;
  /** The command that corrects this one. */
  superseded_by: string | null;
  /** Blind marks by which doubles are found: `nik:…`, `twin:…`, `scan:…`; `lead:…` of who was a lead. */
  marks: string[];
  /** Locked under the data key. */
  copy: Bytes;
}

/** A photo: of a draft (locked), or sealed and on its way. */
export interface Photo {
  key: string;
  command: string;
  role: string;
  mime: string;
  sha256: string;
  size: number;
  state: 'draft' | 'waiting' | 'stored' | 'failed';
  /** `null` once it was deleted to make room. */
  bytes: Bytes | null;
  offset: number;
  restarts: number;
  stored_at: string | null;
}

export const photoKey = (command: string, role: string) => `${command}/${role}`;

/** What the office decided last about a command. */
export interface Result {
  id: string;
  outcome: Outcome;
  code: string;
  fields: string[];
  args: Record<string, unknown>;
  entities: Entities;
  case: string | null;
  at: string;
}

export interface Entities {
  person?: string;
  membership?: string;
  event?: string;
  number?: string;
  code?: string;
  receipt?: string;
  covered_until?: string;
}

export interface Draft {
  /** Becomes the id of the command: two tabs with one draft finalise one command. */
  id: string;
  /** A lead; otherwise an enrolment. */
  kind?: 'lead';
  event: string | null;
  step: number;
  updated_at: string;
  marks: string[];
  /** The form, locked. */
  form: Bytes;
}

/** A reference file, whole. */
export interface Reference {
  name: string;
  version: string;
  sha256: string;
  text: string;
}

/** Something the office told us about: a row that was pulled. */
export interface Mine {
  key: string;
  kind: string;
  payload: unknown;
}

/** Who this phone is to the office. */
export interface Registration {
  device: string;
  token: string;
  holder: { id: string; name: string };
  server_key: { id: number | string; public_key: string };
  keys: CryptoKeyPair;
  label: string;
  registered_at: string;
}

/** Device time beside server time, when the office last answered; milliseconds. */
export interface ClockPair {
  device: number;
  server: number;
}

export interface Range {
  next: number;
  from: number;
  to: number;
}

/** Everything of which there is one. */
export interface Meta {
  registration: Registration;
  vault: Vault;
  wrong_pins: { count: number; until: number };
  store_epoch: string;
  dataset_epoch: string;
  next_seq: number;
  cursor: string;
  clock: ClockPair;
  clock_jump: boolean;
  package: WorkPackage;
  package_at: string;
  codes: Range;
  next_serial: number;
  device: { status: 'active' | 'suspended' | 'revoked'; min_app: string };
  synced_at: string;
  persisted: boolean;
  installed: boolean;
  open_event: string;
}

export interface Area {
  code: string;
  name: string;
  level: string;
}

export interface ManifestFile {
  name: string;
  version: string;
  sha256: string;
  size: number;
  address: string;
}

export interface Because {
  rule: string;
  id: string;
  en: string;
  inputs?: [string, string][];
  citations?: { instrument: string; title: string; article?: string; status: string }[];
  status: string;
  parts?: Because[];
}

/** An event as the office planned it: opened on a phone it keeps its id. */
export interface Planned {
  id: string;
  name: string;
  /** A village, or the district of several. */
  area: string;
  on: string | null;
  starts: string | null;
  ends: string | null;
  venue: string | null;
  channel: string;
  rt: string | null;
  rw: string | null;
  campaign: string | null;
  activities: string[];
  groups: string[];
  partners: string[];
}

/** Asked of the people before and after. */
export interface Question {
  code: string;
  id: string;
  en: string;
}

/** A target in a few lines, as the office's home page has it. */
export interface TargetCard {
  target: string;
  place: string;
  counts: string;
  until_on: string | null;
  document: string;
  heads: number | null;
  at_hand: number | null;
  as_of: string;
  missing: number | null;
  missing_qualifier: string | null;
  percent: string | null;
  a_month: number | null;
  so_far_a_month: number | null;
  last_month: string | null;
  line_now: number | null;
  definition_id: string;
  definition_en: string;
}

/** Section 8 of the contract. What came with a later office is not there yet on a phone that was not renewed. */
export interface WorkPackage {
  holder: { id: string; name: string };
  areas: Area[];
  events: { id: string; name: string; area: string; on: string; venue?: string | null; status?: string }[];
  planned?: { events: Planned[]; questions: Question[] };
  targets?: TargetCard[] | null;
  groups: { code: string; name?: string; name_id?: string; name_en?: string }[];
  codes: Range | null;
  custody: { limit: number; hours: number; held: number; serial_prefix: string; next_serial: number } | null;
  fee: { schedule: unknown; because: Because | null } | null;
  ref: ManifestFile[];
  entry_age: { min: number | null; max: number | null; source: string; status: string };
  portfolio: { members: number; active: number; grace: number; lapsed: number; persistency: unknown } | null;
  promise?: { id: string; en: string };
  dataset_epoch: string;
  server_now: string;
}
