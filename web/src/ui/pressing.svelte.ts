// One press of a button that does something: one key until an answer came, one at a time, and what
// was wrong. Pressing twice, or again after silence, happens once.

import { newKey, Refusal } from '../api/client';

export class Pressing {
  busy = $state(false);
  wrong = $state.raw<Refusal | null>(null);
  private key = newKey();

  /** Does it; answers what came back, or nothing when it was refused or is still going on. */
  async press<T>(act: (key: string) => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.wrong = null;
    try {
      const result = await act(this.key);
      this.key = newKey();
      return result;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.kind === 'problem' && error.status < 500) this.key = newKey();
      this.wrong = error;
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  /** The sentence for a field. */
  of(field: string) {
    return this.wrong?.of(field);
  }

  forget() {
    this.wrong = null;
    this.key = newKey();
  }
}
