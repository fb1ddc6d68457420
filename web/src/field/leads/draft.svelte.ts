// One lead being typed: locked and saved a quarter of a second after each change, as enrolments are.

import { localTime } from '../data/clock';
import { newId } from '../data/bytes';
import { finalise, plain, type Opened } from '../data/finalise';
import { isFull } from '../data/store';
import { lockJson, unlockJson } from '../data/vault';
import { blankLead, leadBody, type LeadForm } from './form';

interface Written {
  form: LeadForm;
  supersedes: string | null;
}

const pause = 250;

export class LeadInHand {
  form: LeadForm = $state({ ...blankLead });
  saved = $state<'no' | 'saving' | 'yes' | 'full'>('no');
  supersedes: string | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private writing: Promise<void> = Promise.resolve();
  private gone = false;

  private constructor(
    private readonly phone: Opened,
    readonly id: string,
    readonly event: string | null,
  ) {}

  /** A new one, or a copy of one that was refused. */
  static begin(phone: Opened, event: string | null, form: Partial<LeadForm>, supersedes: string | null = null) {
    const lead = new LeadInHand(phone, newId(phone.now()), event);
    Object.assign(lead.form, form);
    lead.supersedes = supersedes;
    return lead;
  }

  static async reopen(phone: Opened, id: string): Promise<LeadInHand | null> {
    const row = await phone.store.drafts.get(id);
    if (!row || row.kind !== 'lead') return null;
    const { form, supersedes } = await unlockJson<Written>(phone.key, id, row.form);
    const lead = new LeadInHand(phone, id, row.event);
    Object.assign(lead.form, form);
    lead.supersedes = supersedes;
    lead.saved = 'yes';
    return lead;
  }

  touch() {
    this.saved = 'saving';
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), pause);
  }

  /** For leaving: a form nobody typed into is no draft. */
  async saveIfTouched() {
    if (this.saved !== 'no') await this.flush();
  }

  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write() {
    if (this.gone) return;
    const { phone, id, event, supersedes } = this;
    const form = $state.snapshot(this.form) as LeadForm;
    const locked = await lockJson(phone.key, id, { form, supersedes } satisfies Written);
    try {
      await phone.store.drafts.put({ id, kind: 'lead', event, step: 1, updated_at: localTime(phone.now()), marks: [], form: locked });
      this.saved = 'yes';
    } catch (error) {
      if (!isFull(error)) throw error;
      this.saved = 'full';
    }
  }

  async finish() {
    await this.saveIfTouched();
    const { phone, id, event, supersedes } = this;
    const form = $state.snapshot(this.form) as LeadForm;
    await finalise(phone, [{
      ...plain, id, kind: 'lead.note', event, supersedes, draft: id,
      body: () => leadBody(form, event), copy: () => ({ label: form.name.trim(), lead_form: form }),
    }]);
    this.gone = true;
  }

  async discard() {
    this.gone = true;
    if (this.timer) clearTimeout(this.timer);
    await this.writing;
    await this.phone.store.drafts.delete(this.id);
  }
}
