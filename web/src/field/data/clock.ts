// Whether the phone's clock can be believed. Checked at every start, every minute, and whenever the
// office answers; a doubt is shown and told to the office, and never stops any work.

import type { ClockPair } from './records';

const minute = 60_000;

/** Earlier than a time we know has passed: the clock was set back while nobody looked. */
export const ranBack = (pair: ClockPair | undefined, now: number): boolean =>
  pair !== undefined && now < pair.device - minute;

/** Wall clock and running time disagree: the clock was set while the app was open. */
export const jumped = (wallPassed: number, runningPassed: number): boolean =>
  Math.abs(wallPassed - runningPassed) > 2 * minute;

/** So far from the office's time that a date is wrong. */
export const isFarOff = (pair: ClockPair | undefined): boolean =>
  pair !== undefined && Math.abs(pair.server - pair.device) > 10 * minute;

/** Local time with its zone, as Indonesia has three: `2026-11-17T09:10:11+07:00`. */
export function localTime(now: number): string {
  const date = new Date(now);
  const offset = -date.getTimezoneOffset();
  const shifted = new Date(now + offset * minute).toISOString().slice(0, 19);
  const pad = (n: number) => String(n).padStart(2, '0');
  const ahead = Math.abs(offset);
  return `${shifted}${offset < 0 ? '-' : '+'}${pad(Math.floor(ahead / 60))}:${pad(ahead % 60)}`;
}

export const today = (now: number): string => localTime(now).slice(0, 10);

/** What every body says about the clock it was made by. */
export const clockOf = (pair: ClockPair | undefined, jump: boolean) => ({
  last_server: pair ? new Date(pair.server).toISOString() : null,
  jump,
});
