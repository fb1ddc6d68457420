// Letters that mean something on these pages; off when somebody turned the shortcuts off.

import { using } from '../shell/shortcuts.svelte';

/** The letter that was meant, or nothing: never while somebody types or a dialog is open. */
export function letter(event: KeyboardEvent): string | null {
  const target = event.target as HTMLElement;
  const types = target.closest('input:not([type=radio]), select, textarea, [contenteditable], dialog');
  if (!using.on || types || event.ctrlKey || event.metaKey || event.altKey) return null;
  return event.key;
}
