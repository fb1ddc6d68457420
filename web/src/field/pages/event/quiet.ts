// Telling the office what was counted: after a quiet moment, and before the page is hidden or left. Between
// two taps nothing is sent, so that an evening is a handful of commands and not one a tap.

import { phone } from '../../phone.svelte';

const quietMs = 15_000;

export class Quiet {
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    document.addEventListener('visibilitychange', this.hidden);
  }

  private hidden = () => {
    if (document.visibilityState === 'hidden') this.tell();
  };

  /** Something was counted. */
  soon() {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), quietMs);
  }

  private tell() {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    void phone.tell();
  }

  /** The page is left. */
  end() {
    document.removeEventListener('visibilitychange', this.hidden);
    this.tell();
  }
}
