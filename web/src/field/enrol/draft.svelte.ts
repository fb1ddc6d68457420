// One enrolment being typed: saved a quarter of a second after each change, and at once before the
// camera opens, the page hides or the phone locks. Reopened at the same question.

import { localTime, today } from '../data/clock';
import { newId, type Bytes } from '../data/bytes';
import { finalise, type Final, type Opened } from '../data/finalise';
import { photoKey } from '../data/records';
import { lockBytes, lockJson, mark, unlockBytes, unlockJson } from '../data/vault';
import { isFull } from '../data/store';
import { leadMark } from '../leads/leads';
import type { Tariff } from '../law/tariff';
import { marksOf, plansOf } from './body';
import { blank, type Form } from './form';

interface Written {
  form: Form;
  supersedes: string | null;
  code: string | null;
  lead?: string | null;
}

/** What an enrolment begins with: one that it corrects, or a lead. */
export interface Origin {
  form: Form;
  corrects: string | null;
  code: string | null;
  lead: string | null;
}

const pause = 250;

export class DraftInHand {
  form: Form = $state({ ...blank });
  step = $state(1);
  saved = $state<'no' | 'saving' | 'yes' | 'full'>('no');
  supersedes: string | null = null;
  /** The payment code of what this corrects: the worker has it on a slip. */
  code: string | null = null;
  /** The lead it was. */
  lead: string | null = null;
  /** `kept`: on the disk too; a full phone has it only until the page ends. */
  photos = $state.raw<Record<string, { bytes: Bytes; mime: string; kept: boolean }>>({});
  private timer: ReturnType<typeof setTimeout> | null = null;
  private writing: Promise<void> = Promise.resolve();
  private gone = false;

  private constructor(
    private readonly phone: Opened,
    readonly id: string,
    readonly event: string | null,
  ) {}

  /** A new one; its id is fixed now and becomes the command's. */
  static begin(phone: Opened, event: string | null, origin: Origin | null = null) {
    const draft = new DraftInHand(phone, newId(phone.now()), event);
    if (!origin) return draft;
    Object.assign(draft.form, origin.form, { pays: 'code', promise_read: false, consent: '', dup_ack: '' });
    draft.supersedes = origin.corrects;
    draft.code = origin.code;
    draft.lead = origin.lead;
    return draft;
  }

  static async reopen(phone: Opened, id: string): Promise<DraftInHand | null> {
    const row = await phone.store.drafts.get(id);
    if (!row || row.kind === 'lead') return null;
    const { form, supersedes, code, lead } = await unlockJson<Written>(phone.key, id, row.form);
    const draft = new DraftInHand(phone, id, row.event);
    Object.assign(draft.form, form);
    draft.supersedes = supersedes;
    draft.code = code;
    draft.lead = lead ?? null;
    draft.step = row.step;
    draft.saved = 'yes';
    const photos = await phone.store.att.where('command').equals(id).toArray();
    const opened = await Promise.all(
      photos.map(async (photo) => {
        const bytes = photo.bytes ? await unlockBytes(phone.key, photo.key, photo.bytes) : null;
        return bytes ? ([photo.role, { bytes, mime: photo.mime, kept: true }] as const) : null;
      }),
    );
    draft.photos = Object.fromEntries(opened.filter((it) => it !== null));
    return draft;
  }

  /** Something changed: save soon. */
  touch() {
    this.saved = 'saving';
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), pause);
  }

  /** For leaving: a form nobody typed into is no draft. */
  async saveIfTouched() {
    if (this.saved !== 'no') await this.flush();
  }

  /** Saves now; answers when the bytes are on the disk. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write() {
    if (this.gone) return;
    const { phone, id, event } = this;
    const form = $state.snapshot(this.form) as Form;
    const { supersedes, code, lead } = this;
    const marks = await this.marks(form);
    const locked = await lockJson(phone.key, id, { form, supersedes, code, lead } satisfies Written);
    try {
      await phone.store.drafts.put({ id, event, step: this.step, updated_at: localTime(phone.now()), marks, form: locked });
      this.saved = 'yes';
    } catch (error) {
      if (!isFull(error)) throw error;
      this.saved = 'full';
    }
  }

  private marks(form: Form): Promise<string[]> {
    const texts = [...marksOf(form), ...(this.lead ? [leadMark(this.lead)] : [])];
    return Promise.all(texts.map((text) => mark(this.phone.key, text)));
  }

  async keepPhoto(role: string, bytes: Bytes, mime: string): Promise<void> {
    const { phone, id } = this;
    const key = photoKey(id, role);
    const locked = await lockBytes(phone.key, key, bytes);
    const hold = (kept: boolean) => (this.photos = { ...this.photos, [role]: { bytes, mime, kept } });
    try {
      await phone.store.att.put({
        key, command: id, role, mime, bytes: locked, sha256: '', size: locked.length,
        state: 'draft', offset: 0, restarts: 0, stored_at: null,
      });
      hold(true);
    } catch (error) {
      if (!isFull(error)) throw error;
      hold(false);
    }
  }

  async dropPhoto(role: string) {
    const { [role]: _, ...rest } = this.photos;
    this.photos = rest;
    await this.phone.store.att.delete(photoKey(this.id, role));
  }

  /** Others on this phone with the same number, or the same name and birth date. */
  async doubles(): Promise<{ id: string; isSameNik: boolean }[]> {
    const { phone } = this;
    const texts = marksOf($state.snapshot(this.form) as Form);
    const found = await Promise.all(
      texts.map(async (text) => {
        const rows = await phone.store.outbox.where('marks').equals(await mark(phone.key, text)).toArray();
        const live = rows.filter((it) => it.id !== this.supersedes && it.superseded_by === null);
        return live.map(({ id }) => ({ id, isSameNik: text.startsWith('nik:') }));
      }),
    );
    const all = found.flat();
    return all.filter((it, at) => all.findIndex((other) => other.id === it.id) === at);
  }

  async finish(tariff: Tariff): Promise<Final> {
    await this.flush();
    const { phone, id: draft, event, supersedes, code, lead } = this;
    const form = $state.snapshot(this.form) as Form;
    const now = phone.now();
    const marks = await this.marks(form);
    const photos = Object.entries(this.photos).map(([role, { bytes, mime }]) => ({ role, bytes, mime }));
    const final = await finalise(phone, plansOf({ draft, event, form, supersedes, code, lead, photos, marks, tariff, now }));
    this.gone = true;
    return final;
  }

  async discard() {
    this.gone = true;
    if (this.timer) clearTimeout(this.timer);
    const { store } = this.phone;
    await this.writing;
    await store.transaction('rw', store.drafts, store.att, async () => {
      await store.drafts.delete(this.id);
      await store.att.where('command').equals(this.id).delete();
    });
  }

  get today(): string {
    return today(this.phone.now());
  }
}
