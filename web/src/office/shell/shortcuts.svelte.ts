// One-letter shortcuts, which can be turned off: people who speak to their computer type letters
// they did not mean.

const remembered = 'lindung.shortcuts';
let on = $state(localStorage.getItem(remembered) !== 'off');

export const shortcuts: readonly { key: string; to: string; text: 'help.search' | 'help.enrol' | 'help.payments' | 'help.home' | 'help.help' }[] = [
  { key: '/', to: '/cari', text: 'help.search' },
  { key: 'n', to: '/daftarkan', text: 'help.enrol' },
  { key: 'b', to: '/bayar', text: 'help.payments' },
  { key: 'h', to: '/', text: 'help.home' },
  { key: '?', to: 'help', text: 'help.help' },
];

export const using = {
  get on() {
    return on;
  },
  set on(wanted: boolean) {
    on = wanted;
    localStorage.setItem(remembered, wanted ? 'on' : 'off');
  },
};

/** The page a key means, `help`, or nothing: never while somebody types or a dialog is open. */
export function shortcut(event: KeyboardEvent): string | null {
  const target = event.target as HTMLElement;
  const types = target.closest('input, select, textarea, [contenteditable], dialog');
  if (!on || types || event.ctrlKey || event.metaKey || event.altKey) return null;
  return shortcuts.find((it) => it.key === event.key)?.to ?? null;
}
