// What leaves this phone: commands signed with its own key and sealed to the office's. Nobody on the
// way can read or change them, this phone included once it is locked. docs/sync.md, section 3.

import { base64, fromBase64, joined, random, sha256, utf8, type Bytes } from './bytes';

const curve = { name: 'ECDH', namedCurve: 'P-256' };
const signing = { name: 'ECDSA', namedCurve: 'P-256' };
const info = utf8('lindung/sync/1');
const format = 1;

/** What is signed beside the body. */
export interface Header {
  id: string;
  device: string;
  store_epoch: string;
  seq: number;
  kind: string;
  v: number;
  actor: string;
  depends_on: string[];
  supersedes: string | null;
}

/** The line a device signs and the office checks. */
export const signedLine = (it: Header, bodySha256: string): string =>
  [
    'p1', it.id, it.device, it.store_epoch, it.seq, it.kind, it.v, it.actor,
    it.depends_on.join(','), it.supersedes ?? '', bodySha256,
  ].join('|');

export const attachmentLine = (command: string, role: string): string => `att1|${command}|${role}`;

/** This phone's key pair; the private half can be used and never read. */
export const newDeviceKey = () =>
  crypto.subtle.generateKey(signing, false, ['sign', 'verify']) as Promise<CryptoKeyPair>;

export const publicKeyOf = async (pair: CryptoKeyPair): Promise<string> =>
  base64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));

async function keyBetween(secret: CryptoKey, theirs: CryptoKey, ephemeral: Bytes, use: 'encrypt' | 'decrypt') {
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, secret, 256);
  const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: ephemeral, info },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    [use],
  );
}

/** Seals to the office: `1 | ephemeral point (65) | iv (12) | AES-256-GCM`, bound to `line`. */
export async function seal(officeKey: string, line: string, plain: Bytes): Promise<Bytes> {
  const office = await crypto.subtle.importKey('raw', fromBase64(officeKey), curve, false, []);
  const pair = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const ephemeral = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const key = await keyBetween(pair.privateKey, office, ephemeral, 'encrypt');
  const iv = random(12);
  const closed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(line) }, key, plain);
  return joined(Uint8Array.of(format), ephemeral, iv, new Uint8Array(closed));
}

/** The office's half, for proofs: opens what `seal` closed, or throws. */
export async function open(officeSecret: CryptoKey, line: string, sealed: Bytes): Promise<Bytes> {
  if (sealed[0] !== format) throw new Error('another format');
  const ephemeral = sealed.slice(1, 66);
  const theirs = await crypto.subtle.importKey('raw', ephemeral, curve, false, []);
  const key = await keyBetween(officeSecret, theirs, ephemeral, 'decrypt');
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: sealed.slice(66, 78), additionalData: utf8(line) },
    key,
    sealed.slice(78),
  );
  return new Uint8Array(plain);
}

/** A command as it travels; its bytes never change again. */
export interface Sealed {
  id: string;
  seq: number;
  kind: string;
  v: number;
  actor: string;
  depends_on: string[];
  supersedes: string | null;
  sha256: string;
  sealed: string;
  sig: string;
}

/** Seals and signs a body. */
export async function sealCommand(
  header: Header,
  body: object,
  keys: { device: CryptoKey; office: string },
): Promise<Sealed> {
  const plain = utf8(JSON.stringify(body));
  const digest = await sha256(plain);
  const line = signedLine(header, digest);
  const [closed, signature] = await Promise.all([
    seal(keys.office, line, plain),
    crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.device, utf8(line)),
  ]);
  const { id, seq, kind, v, actor, depends_on, supersedes } = header;
  const sig = base64(new Uint8Array(signature));
  return { id, seq, kind, v, actor, depends_on, supersedes, sha256: digest, sealed: base64(closed), sig };
}
