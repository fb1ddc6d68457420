import { dictionary } from '../index.svelte';
import { id } from './id';

/** The texts of the field: `words.t('person.born', { on })`. */
export const words = dictionary(id, async () => (await import('./en')).en);
