// What the board of phones is asked: which phones match, and since when nobody heard of one.

import type { Schemas } from '../../api/client';

export type Device = Schemas['DeviceView'];
/** A registration that was begun, with the name of who will hold the phone. */
export type Begun = Schemas['BegunDeviceView'] & { name: string };
export const shows = ['all', 'working', 'unsent', 'silent', 'review', 'unsafe', 'stopped'] as const;
export type Show = (typeof shows)[number];

const dayLong = 86_400_000;
const silentAfter = 7;

export const daysSilent = (device: Device, now: number) => Math.floor((now - Date.parse(device.seen_at)) / dayLong);
export const isSilent = (device: Device, now: number) => device.status !== 'revoked' && daysSilent(device, now) >= silentAfter;

export function fits(device: Device, show: Show, now: number): boolean {
  switch (show) {
    case 'working': return device.status === 'active';
    case 'unsent': return !device.safe_to_disable;
    case 'silent': return isSilent(device, now);
    case 'review': return device.to_review > 0;
    case 'unsafe': return !device.persisted && device.status !== 'revoked';
    case 'stopped': return device.status !== 'active';
    case 'all': return true;
  }
}

/** Who has something unsent comes first, the oldest on top; then who was not heard of for longest. */
export function byNeed(a: Device, b: Device): number {
  const since = (device: Device) => device.oldest_made_at ?? '9';
  return since(a).localeCompare(since(b)) || a.seen_at.localeCompare(b.seen_at);
}

/** `1.2 GB`, `340 MB`. */
export function size(bytes: number, language: 'id' | 'en'): string {
  const [n, unit] = bytes >= 1e9 ? [bytes / 1e9, 'GB'] : [bytes / 1e6, 'MB'];
  return `${n.toLocaleString(language === 'id' ? 'id-ID' : 'en-GB', { maximumFractionDigits: unit === 'GB' ? 1 : 0 })} ${unit}`;
}
