// What every screen of the enrolment is given.

import type { Tariff } from '../law/tariff';
import type { DraftInHand } from './draft.svelte';
import type { Faults } from './form';

export interface Screen {
  draft: DraftInHand;
  faults: Faults;
  tariff: Tariff | null;
  /** Something changed other than by typing into a field. */
  touched: () => void;
}
