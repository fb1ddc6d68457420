// Passkeys, as browsers make and show them. Where they are possible is the office's to say.

import { answer, newKey } from '../../api/client';
import { api } from '../session.svelte';

/** Whether this page, in this browser, can use passkeys. */
export async function arePossible(): Promise<boolean> {
  if (typeof PublicKeyCredential === 'undefined' || !('parseRequestOptionsFromJSON' in PublicKeyCredential)) return false;
  const ways = await answer(api.GET('/api/v1/sign-in')).catch(() => null);
  return ways?.passkeys?.origin === location.origin;
}

/** The browser's word that nobody touched the device. */
const isCancelled = (error: unknown) => error instanceof DOMException;

/** Signs in; `false` when the device did not answer. */
export async function enter(): Promise<boolean> {
  const asked = await answer(api.POST('/api/v1/sessions/passkey-challenge'));
  try {
    const options = PublicKeyCredential.parseRequestOptionsFromJSON(asked.public_key as unknown as PublicKeyCredentialRequestOptionsJSON);
    const credential = (await navigator.credentials.get({ publicKey: options })) as PublicKeyCredential;
    await answer(api.POST('/api/v1/sessions/passkey', { body: { credential: credential.toJSON() } }));
    return true;
  } catch (error) {
    if (isCancelled(error)) return false;
    throw error;
  }
}

/** Registers this device; `false` when it did not answer. */
export async function register(label: string, password: string, key: string): Promise<boolean> {
  const params = { header: { 'Idempotency-Key': newKey() } };
  const asked = await answer(api.POST('/api/v1/users/me/passkeys/challenge', { params, body: { password } }));
  try {
    const options = PublicKeyCredential.parseCreationOptionsFromJSON(asked.public_key as unknown as PublicKeyCredentialCreationOptionsJSON);
    const credential = (await navigator.credentials.create({ publicKey: options })) as PublicKeyCredential;
    const body = { label, credential: credential.toJSON() };
    await answer(api.POST('/api/v1/users/me/passkeys', { params: { header: { 'Idempotency-Key': key } }, body }));
    return true;
  } catch (error) {
    if (isCancelled(error)) return false;
    throw error;
  }
}
