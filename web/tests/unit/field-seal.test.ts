// What leaves the phone opens at the office and nowhere else; what stays opens with the PIN only.

import { describe, expect, it } from 'vitest';
import { base64, fromBase64, fromUtf8, newId, sha256, utf8 } from '../../src/field/data/bytes';
import { newDeviceKey, open, publicKeyOf, seal, sealCommand, signedLine, type Header } from '../../src/field/data/seal';
import { lockJson, mark, newVault, openVault, unlockJson, waitAfterWrong } from '../../src/field/data/vault';
import { codeOf, luhn, spokenCode } from '../../src/field/data/numbers';
import { isFarOff, jumped, localTime, ranBack } from '../../src/field/data/clock';

async function office() {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  return { secret: pair.privateKey, key: base64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))) };
}

const header: Header = {
  id: '0198f0d1-7c3e-7b21-9a44-5d0c3a9e11f2', device: 'd', store_epoch: 'e', seq: 41, kind: 'worker.enrol',
  v: 1, actor: 'a', depends_on: ['x', 'y'], supersedes: null,
};

describe('sealing', () => {
  it('opens at the office, bound to its line', async () => {
    const { secret, key } = await office();
    const sealed = await seal(key, 'line', utf8('KTP'));
    expect([sealed[0], sealed.length]).toEqual([1, 1 + 65 + 12 + 3 + 16]);
    expect(fromUtf8(await open(secret, 'line', sealed))).toBe('KTP');
    await expect(open(secret, 'other', sealed)).rejects.toThrow();
    for (const at of [0, 1, 40, 66, 80, sealed.length - 1]) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(open(secret, 'line', changed)).rejects.toThrow();
    }
    const other = await office();
    await expect(open(other.secret, 'line', sealed)).rejects.toThrow();
  });

  it('signs the line of the contract', async () => {
    const { secret, key } = await office();
    const device = await newDeviceKey();
    const body = { nik: '3273014507909999' };
    const sealed = await sealCommand(header, body, { device: device.privateKey, office: key });
    const line = signedLine(header, sealed.sha256);
    expect(line).toBe(`p1|${header.id}|d|e|41|worker.enrol|1|a|x,y||${await sha256(utf8(JSON.stringify(body)))}`);
    const signature = fromBase64(sealed.sig);
    expect(signature.length).toBe(64);
    const how = { name: 'ECDSA', hash: 'SHA-256' };
    expect(await crypto.subtle.verify(how, device.publicKey, signature, utf8(line))).toBe(true);
    expect(await crypto.subtle.verify(how, device.publicKey, signature, utf8(`${line}x`))).toBe(false);
    expect(JSON.parse(fromUtf8(await open(secret, line, fromBase64(sealed.sealed))))).toEqual(body);
    expect(JSON.stringify(sealed)).not.toContain('3273');
    await expect(crypto.subtle.exportKey('pkcs8', device.privateKey)).rejects.toThrow();
    expect(fromBase64(await publicKeyOf(device))).toHaveLength(65);
  });
});

describe('the PIN', () => {
  it('opens its own vault and no other', async () => {
    const { vault, key } = await newVault('314159');
    expect(vault.made_with).toBe('argon2id');
    const locked = await lockJson(key, 'draft', { name: 'CONTOH' });
    expect(fromUtf8(locked)).not.toContain('CONTOH');
    expect(await openVault(vault, '314158')).toBeNull();
    const again = await openVault(vault, '314159');
    expect(await unlockJson(again!, 'draft', locked)).toEqual({ name: 'CONTOH' });
    await expect(unlockJson(again!, 'another', locked)).rejects.toThrow();
    expect(await mark(again!, 'nik:1')).toBe(await mark(key, 'nik:1'));
    expect(await mark(key, 'nik:1')).not.toBe(await mark(key, 'nik:2'));
  });

  it('makes guessing slow', () => {
    expect([0, 4, 5, 6, 20].map(waitAfterWrong)).toEqual([0, 0, 15, 30, 900]);
  });
});

describe('small things', () => {
  it('makes ids of version 7 that sort by time', () => {
    const ids = [1, 2 ** 40, Date.UTC(2026, 10, 21)].map((now) => newId(now));
    expect([...ids].sort()).toEqual(ids);
    expect(ids[2]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('adds the check digit the till computes', () => {
    const code = codeOf(90_000_000_000_041);
    expect(code).toMatch(/^90000000000041\d$/);
    // The other is the example everybody gives of this digit.
    expect([luhn('7992739871'), luhn(code.slice(0, 14))]).toEqual([3, Number(code.at(-1))]);
    expect(spokenCode(code)).toMatch(/^900 000 000 000 41\d$/);
  });

  it('does not believe a clock that ran back or jumped', () => {
    const pair = { device: 1_000_000_000, server: 1_000_000_500 };
    expect([ranBack(pair, 999_000_000), ranBack(pair, 1_000_000_001), ranBack(undefined, 0)]).toEqual([true, false, false]);
    expect([jumped(60_000, 60_500), jumped(3_600_000, 60_000)]).toEqual([false, true]);
    expect([isFarOff(pair), isFarOff({ device: 0, server: 31_536_000_000 })]).toEqual([false, true]);
    expect(localTime(Date.UTC(2026, 10, 21, 1, 14, 5))).toMatch(/^2026-11-2\dT\d\d:\d\d:05[+-]\d\d:\d\d$/);
  });
});
