// A phone becomes a device: its own key pair, a code from the office, and a token in return.

import { newDeviceKey, publicKeyOf } from './data/seal';
import type { Registration } from './data/records';
import { Silence, type Wire } from './sync/ports';

interface Answer {
  device: string;
  token: string;
  holder: { id: string; name: string };
  server_key: { id: number | string; public_key: string };
  dataset_epoch: string;
  server_now: string;
}

export type Registered =
  | { registration: Registration; dataset_epoch: string; server_now: string; refused: null; silence: null }
  | { refused: string; silence: null }
  | { refused: null; silence: 'portal' | 'silent' };

/** The code inside whatever was scanned or typed: the text of the QR holds it at its end. */
export const codeIn = (text: string): string | null =>
  /([0-9A-HJKMNP-TV-Z]{4})[- ]?([0-9A-HJKMNP-TV-Z]{4})[- ]?([0-9A-HJKMNP-TV-Z]{4})\s*$/.exec(text.trim().toUpperCase())?.slice(1, 4).join('-') ?? null;

export async function register(wire: Wire, code: string, label: string, appVersion: string, persisted: boolean): Promise<Registered> {
  const keys = await newDeviceKey();
  const json = { code, public_key: await publicKeyOf(keys), label, app_version: appVersion, persisted };
  try {
    const heard = await wire({ method: 'POST', path: '/api/v1/devices/register', json });
    if (heard.status !== 200 && heard.status !== 201) {
      const detail = (heard.json as { detail?: string } | null)?.detail;
      return { refused: detail ?? String(heard.status), silence: null };
    }
    const { device, token, holder, server_key, dataset_epoch, server_now } = heard.json as Answer;
    const registered_at = new Date().toISOString();
    const registration = { device, token, holder, server_key, keys, label, registered_at };
    return { registration, dataset_epoch, server_now, refused: null, silence: null };
  } catch (error) {
    if (!(error instanceof Silence)) throw error;
    return { refused: null, silence: error.why === 'portal' ? 'portal' : 'silent' };
  }
}
