// Who is signed in, and the door to the API. A request that finds the session ended waits for
// somebody to sign in over the page, and then goes on: nothing typed is lost.

import { answer, client, Refusal, type Schemas } from '../api/client';
import { words } from '../i18n/office';
import type { Duty } from './duties';

export type Who = Schemas['OwnAccountView'];
type Standing = 'asking' | 'silent' | 'out' | 'password-first' | 'in' | 'in-again';

let standing = $state<Standing>('asking');
let who = $state.raw<Who | null>(null);
let waiting: ((signedIn: boolean) => void)[] = [];

/** What the session itself asks is answered as it comes. */
const ownRoutes = /\/api\/v1\/(sessions(\/(current|second-factor|passkey|passkey-challenge))?|users\/me)$/;

async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  if (response.status !== 401 || standing === 'out' || ownRoutes.test(new URL(request.url).pathname)) {
    return response;
  }
  standing = 'in-again';
  const signedIn = await new Promise<boolean>((go) => waiting.push(go));
  return signedIn ? send(again) : response;
}

export const api = client(() => words.language, () => undefined, send);

async function look() {
  try {
    who = await answer(api.GET('/api/v1/users/me'));
    standing = who.must_change_password ? 'password-first' : 'in';
  } catch (error) {
    // Somebody at work keeps the page they are on: the office is asked again with their next step.
    if (standing === 'in-again') return;
    standing = (error as Refusal).kind === 'signed-out' ? 'out' : 'silent';
  }
}

function goOn(signedIn: boolean) {
  const all = waiting;
  waiting = [];
  for (const go of all) go(signedIn);
}

export const session = {
  get standing() {
    return standing;
  },
  get who() {
    return who;
  },
  /** The areas somebody works for; an empty list is the whole country. */
  get areas(): string[] {
    const all = who?.grants ?? [];
    return all.some((grant) => !grant.area) ? [] : [...new Set(all.map((grant) => grant.area!))];
  },
  may(duty: Duty): boolean {
    return (who?.grants ?? []).some((grant) => grant.duties.includes(duty));
  },
  look,
  /** The session is known to be gone: changing a password ends it. */
  ended() {
    who = null;
    standing = 'out';
  },
  /** After signing in: the page as it was, or a fresh one when it is somebody else. */
  async entered() {
    const before = who?.user;
    await look();
    if (before && who && who.user !== before) location.reload();
    else if (standing === 'in') goOn(true);
  },
  async leave() {
    await api.DELETE('/api/v1/sessions/current').catch(() => undefined);
    goOn(false);
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith('lindung.draft')) sessionStorage.removeItem(key);
    }
    session.ended();
  },
};
