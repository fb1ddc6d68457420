// The way to the office. Only a whole answer that carries the office's mark is one; a sign-in page of
// a hotel, half an answer, a proxy's excuse are all silence.

import { Silence, type Call, type Heard, type Wire } from './ports';

export const timeoutMs = 60_000;

/** What an unmarked answer means to the person holding the phone. */
function unmarked(status: number): Silence {
  if (status === 511 || (status >= 200 && status < 400)) return new Silence('portal', status);
  return new Silence(status >= 500 || status === 408 || status === 413 || status === 429 ? 'busy' : 'broken', status);
}

const asNumber = (text: string | null): number | null => {
  const found = text === null || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(found) ? found : null;
};

export const wireTo =
  (origin: string, language: () => string, ask: typeof fetch = fetch): Wire =>
  async (call: Call): Promise<Heard> => {
    const headers: Record<string, string> = { 'accept-language': language(), ...call.headers };
    if (call.token) headers.authorization = `Bearer ${call.token}`;
    if (call.json !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    let text: string;
    try {
      response = await ask(origin + call.path, {
        method: call.method,
        headers,
        body: call.json !== undefined ? JSON.stringify(call.json) : (call.bytes as BodyInit | undefined),
        signal: AbortSignal.timeout(timeoutMs),
        cache: 'no-store',
        credentials: 'omit',
      });
      text = call.method === 'HEAD' ? '' : await response.text();
    } catch (error) {
      const timedOut = (error as Error).name === 'TimeoutError';
      throw new Silence(timedOut ? 'timeout' : 'offline');
    }
    if (response.headers.get('x-api') !== '1') throw unmarked(response.status);
    const retryAfter = asNumber(response.headers.get('retry-after'));
    return {
      status: response.status,
      json: parsed(text, call, response.status),
      offset: asNumber(response.headers.get('upload-offset')),
      retry_after_ms: retryAfter === null ? null : retryAfter * 1000,
    };
  };

function parsed(text: string, call: Call, status: number): unknown {
  if (text === '' && (call.method === 'HEAD' || call.method === 'PATCH' || status === 204)) return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new Silence('broken', status);
  }
}
