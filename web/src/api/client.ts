// The API, typed by its own document (`npm run types` after docs/openapi.json changed). Anything that
// is not a complete answer of our server is silence, and a refusal is a value with its sentence.

import createClient from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';

export type Schemas = components['schemas'];
export type ProblemBody = Schemas['Problem'];

/** A refusal: what the server said, or that it did not answer. */
export class Refusal extends Error {
  constructor(
    readonly kind: 'problem' | 'silence' | 'signed-out',
    readonly problem: ProblemBody | null,
    readonly status = 0,
  ) {
    super(problem?.detail ?? kind);
  }
  /** The sentence for one field of a form, if that is what is wrong. */
  of(field: string): string | undefined {
    const errors = this.problem?.errors ?? (this.problem ? [this.problem] : []);
    return errors.find((it) => it.field === field)?.detail;
  }
}

/** A key for one press of a button: pressing twice, or sending again, happens once. */
export const newKey = () => crypto.randomUUID();

/** Sends one request: an app may wait for somebody to sign in and send it again. */
export type Send = (request: Request) => Promise<Response>;

export function client(language: () => string, signedOut: () => void, send?: Send) {
  const api = createClient<paths>({ baseUrl: location.origin, fetch: send });
  api.use({
    onRequest({ request }) {
      request.headers.set('accept-language', language());
      return request;
    },
    onResponse({ response }) {
      if (!response.headers.has('x-api')) throw new Refusal('silence', null, response.status);
      if (response.status === 401) signedOut();
      return undefined;
    },
    onError({ error }) {
      return error instanceof Refusal ? error : new Refusal('silence', null);
    },
  });
  return api;
}

/** The answer of a call, or a `Refusal` thrown: `await answer(api.GET('/api/v1/areas', …))`. */
export async function answer<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  const kind = response.status === 401 ? 'signed-out' : 'problem';
  throw new Refusal(kind, (error as ProblemBody) ?? null, response.status);
}
