// Where the visitor is. One router an app: `base` is its first path segment.

export interface Place {
  path: string;
  query: URLSearchParams;
}

export function router(base: string) {
  const read = (): Place => ({
    path: location.pathname.replace(/\/+$/, '').slice(base.length) || '/',
    query: new URLSearchParams(location.search),
  });
  let place = $state.raw(read());

  /** Asked before leaving a page; `false` stays. A page with unsaved typing sets it. */
  let mayLeave: (() => boolean) | null = null;

  function go(to: string, { replace = false } = {}) {
    if (mayLeave && !mayLeave()) return;
    mayLeave = null;
    history[replace ? 'replaceState' : 'pushState'](null, '', base + (to === '/' ? '' : to));
    place = read();
    if (!replace) scrollTo(0, 0);
  }

  addEventListener('popstate', () => (place = read()));
  addEventListener('beforeunload', (event) => {
    if (mayLeave && !mayLeave()) event.preventDefault();
  });

  return {
    get path() {
      return place.path;
    },
    get query() {
      return place.query;
    },
    go,
    /** The address of a page, for `href`. */
    to: (path: string) => base + (path === '/' ? '' : path),
    guard(ask: (() => boolean) | null) {
      mayLeave = ask;
    },
    /** For a link: follows it here when it is a plain click on one of our pages. */
    follow(event: MouseEvent) {
      const link = (event.target as Element).closest('a');
      const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
      if (!link || !plain || link.target || link.hasAttribute('download')) return;
      if (link.origin !== location.origin || !(link.pathname + '/').startsWith(base + '/')) return;
      // A place within this page, such as the skip link's, is the browser's own to go to.
      if (link.hash && link.pathname === location.pathname) return;
      event.preventDefault();
      go(link.pathname.slice(base.length) + link.search);
    },
    /** Matches `/orang/:id` against where we are. */
    match(pattern: string): Record<string, string> | null {
      const names: string[] = [];
      const shape = pattern.replace(/:(\w+)/g, (_, name: string) => (names.push(name), '([^/]+)'));
      const found = new RegExp(`^${shape}$`).exec(place.path);
      return found
        ? Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? '')]))
        : null;
    },
  };
}
