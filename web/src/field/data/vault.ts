// The PIN and what it opens: a random data key, wrapped by a key made slowly from the PIN, held in
// memory only while unlocked. Six digits are no secret against somebody with the disk and a week;
// what protects then is keeping little, and the phone's own encryption.

import { joined, random, utf8, fromUtf8, hex, type Bytes } from './bytes';

/** How a vault was closed; stored in the clear. */
export interface Vault {
  made_with: 'argon2id' | 'pbkdf2';
  salt: Bytes;
  iv: Bytes;
  wrapped: Bytes;
}

/** An open vault: what readable copies are locked with, and a key for marks that compare blindly. */
export interface DataKey {
  cipher: CryptoKey;
  marking: CryptoKey;
}

const argon = { parallelism: 1, iterations: 2, memorySize: 19 * 1024, hashLength: 32 };
const pbkdf2Rounds = 600_000;

async function stretched(pin: string, salt: Bytes, made_with: Vault['made_with']): Promise<CryptoKey> {
  let raw: Bytes;
  if (made_with === 'argon2id') {
    const { argon2id } = await import('hash-wasm');
    raw = (await argon2id({ password: pin, salt, ...argon, outputType: 'binary' })) as Bytes;
  } else {
    const material = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits']);
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: pbkdf2Rounds };
    raw = new Uint8Array(await crypto.subtle.deriveBits(how, material, 256));
  }
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

async function keysOf(raw: Bytes): Promise<DataKey> {
  const material = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey']);
  const from = (info: string) => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(info) });
  const [cipher, marking] = await Promise.all([
    crypto.subtle.deriveKey(from('copies'), material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    crypto.subtle.deriveKey(from('marks'), material, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']),
  ]);
  return { cipher, marking };
}

/** A new vault for a PIN. Falls back to PBKDF2 where WebAssembly is not to be had. */
export async function newVault(pin: string): Promise<{ vault: Vault; key: DataKey }> {
  const raw = random(32);
  const salt = random(16);
  const iv = random(12);
  let made_with: Vault['made_with'] = 'argon2id';
  let closing: CryptoKey;
  try {
    closing = await stretched(pin, salt, made_with);
  } catch {
    made_with = 'pbkdf2';
    closing = await stretched(pin, salt, made_with);
  }
  const wrapped = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, closing, raw));
  return { vault: { made_with, salt, iv, wrapped }, key: await keysOf(raw) };
}

/** Opens a vault; `null` when the PIN is not its. */
export async function openVault(vault: Vault, pin: string): Promise<DataKey | null> {
  const closing = await stretched(pin, vault.salt, vault.made_with);
  try {
    const raw = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: vault.iv }, closing, vault.wrapped);
    return await keysOf(new Uint8Array(raw));
  } catch {
    return null;
  }
}

/** Locks bytes under the data key, bound to the id they belong to. */
export async function lockBytes(key: DataKey, id: string, plain: Bytes): Promise<Bytes> {
  const iv = random(12);
  const closed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(id) }, key.cipher, plain);
  return joined(iv, new Uint8Array(closed));
}

export async function unlockBytes(key: DataKey, id: string, locked: Bytes): Promise<Bytes> {
  const how = { name: 'AES-GCM', iv: locked.slice(0, 12), additionalData: utf8(id) };
  return new Uint8Array(await crypto.subtle.decrypt(how, key.cipher, locked.slice(12)));
}

export const lockJson = (key: DataKey, id: string, value: unknown): Promise<Bytes> =>
  lockBytes(key, id, utf8(JSON.stringify(value)));

export const unlockJson = async <T>(key: DataKey, id: string, locked: Bytes): Promise<T> =>
  JSON.parse(fromUtf8(await unlockBytes(key, id, locked))) as T;

/** A mark of a text: equal texts have equal marks, and nobody reads the text from it. */
export const mark = async (key: DataKey, text: string): Promise<string> =>
  hex(new Uint8Array(await crypto.subtle.sign('HMAC', key.marking, utf8(text)))).slice(0, 32);

/** How long to wait after so many wrong PINs in a row, in seconds. */
export const waitAfterWrong = (wrong: number): number => (wrong < 5 ? 0 : Math.min(900, 15 * 2 ** (wrong - 5)));
