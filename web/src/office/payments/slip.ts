// Prints one part of a page: the rest is marked away while the paper is made.

export function printOnly(part: HTMLElement) {
  const marked: Element[] = [];
  for (let at: Element | null = part; at?.parentElement && at !== document.body; at = at.parentElement) {
    for (const other of at.parentElement.children) {
      if (other === at || other.classList.contains('no-print')) continue;
      other.classList.add('no-print');
      marked.push(other);
    }
  }
  print();
  for (const other of marked) other.classList.remove('no-print');
}
