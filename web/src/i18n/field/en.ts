import type { id } from './id';

export const en: Record<keyof typeof id, string> = {
  'app.name': 'Lindung',
  'app.skip': 'Skip to the content',
  'app.language': 'Bahasa Indonesia',
};
