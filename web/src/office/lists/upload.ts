// A file on its way to the office, with how much of it has left. `fetch` cannot tell that, so this
// is the one place with an XMLHttpRequest.

import { Refusal, type ProblemBody } from '../../api/client';

export function upload<T>(address: string, file: File, language: string, progress: (percent: number) => void, kind = 'application/octet-stream'): Promise<T> {
  return new Promise((done, refused) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('accept-language', language);
    request.setRequestHeader('content-type', kind);
    const name = file.name.normalize('NFKD').replace(/[^\x20-\x7e]|["\\;]/g, '');
    request.setRequestHeader('content-disposition', `attachment; filename="${name}"`);
    request.upload.onprogress = (event) => progress(Math.floor((event.loaded / event.total) * 100));
    request.onerror = request.ontimeout = () => refused(new Refusal('silence', null));
    request.onload = () => {
      const body = read(request);
      if (body === null) refused(new Refusal('silence', null, request.status));
      else if (request.status < 300) done(body as T);
      else refused(new Refusal(request.status === 401 ? 'signed-out' : 'problem', body as ProblemBody, request.status));
    };
    request.send(file);
  });
}

function read(request: XMLHttpRequest): unknown {
  if (!request.getResponseHeader('x-api')) return null;
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}
