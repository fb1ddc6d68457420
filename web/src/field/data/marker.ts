// The second marker: what localStorage remembers of a phone, so that an emptied database is noticed.
// It holds nothing about citizens.

export interface Marker {
  device: string;
  holder: string;
  store_epoch: string;
  synced_at: string | null;
  /** Commands the office had not confirmed when this was written. */
  pending: number;
}

const key = 'lindung.field';

interface Written {
  current: string | null;
  phones: Marker[];
}

function read(): Written {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? '') as Written;
    return Array.isArray(found.phones) ? found : { current: null, phones: [] };
  } catch {
    return { current: null, phones: [] };
  }
}

const write = (it: Written) => {
  try {
    localStorage.setItem(key, JSON.stringify(it));
  } catch {
    // Full or forbidden: the office still notices a wipe by the new store epoch.
  }
};

export const markers = (): Marker[] => read().phones;
export const currentDevice = (): string | null => read().current;
export const markerOf = (device: string) => markers().find((it) => it.device === device);

export function remember(marker: Marker, makeCurrent = false): void {
  const { current, phones } = read();
  const others = phones.filter((it) => it.device !== marker.device);
  write({ current: makeCurrent ? marker.device : current, phones: [...others, marker] });
}

export function choose(device: string | null): void {
  write({ ...read(), current: device });
}

export function forget(device: string): void {
  const { current, phones } = read();
  write({ current: current === device ? null : current, phones: phones.filter((it) => it.device !== device) });
}
