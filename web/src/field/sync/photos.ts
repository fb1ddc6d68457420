// Photos after text, in pieces, from where the office says it stands.

import type { ChunkPace } from './pace';
import { Later, SignedOut, type Heard, type Identity, type Ports, type Waiting } from './ports';

const restartsMax = 3;

export async function sendPhotos(ports: Ports, pace: ChunkPace, identity: Identity): Promise<void> {
  const of = (await ports.outbox.counts()).attachments_pending;
  for (let sent = 0; ; sent += 1) {
    const photo = await ports.outbox.nextPhoto();
    if (!photo) return;
    ports.say?.({ doing: 'photos', sent, of });
    await sendPhoto(ports, pace, identity, photo);
  }
}

const address = (photo: Waiting) => `/api/v1/att/${photo.sha256}`;

function refuse(heard: Heard): void {
  if (heard.status === 401) throw new SignedOut();
  if (heard.status === 429 || heard.status >= 500) throw new Later(heard.retry_after_ms);
}

/** Where the office stands with it; a photo it never heard of stands at zero. */
async function trueOffset(ports: Ports, identity: Identity, photo: Waiting): Promise<number> {
  const heard = await ports.wire({ method: 'HEAD', path: address(photo), token: identity.token });
  refuse(heard);
  return heard.status === 200 || heard.status === 204 ? (heard.offset ?? 0) : 0;
}

async function sendPhoto(ports: Ports, pace: ChunkPace, identity: Identity, photo: Waiting): Promise<void> {
  const { outbox } = ports;
  let offset = await trueOffset(ports, identity, photo);
  while (offset < photo.size) {
    const part = await outbox.photoPart(photo.key, offset, Math.min(photo.size, offset + pace.bytes));
    // Deleted to make room, or another phone's business: nothing more can be done here.
    if (!part) return outbox.photoFailed(photo.key);
    const began = ports.now();
    let heard: Heard;
    try {
      heard = await ports.wire({
        method: 'PATCH', path: address(photo), token: identity.token, bytes: part,
        headers: {
          'content-type': 'application/offset+octet-stream',
          'upload-offset': String(offset),
          'upload-length': String(photo.size),
        },
      });
    } catch (error) {
      pace.worse();
      throw error;
    }
    refuse(heard);
    if (heard.status === 409 && heard.offset !== null) {
      offset = heard.offset;
    } else if (heard.status === 200 || heard.status === 204) {
      offset = heard.offset ?? offset + part.length;
      pace.took(ports.now() - began);
    } else if (heard.status === 413) {
      pace.worse();
      if (part.length <= 16 * 1024) return outbox.photoFailed(photo.key);
    } else {
      return again(ports, photo);
    }
    await outbox.photoAt(photo.key, offset);
  }
  await outbox.photoStored(photo.key, ports.now());
}

/** The bytes arrived wrong: from the start again, three times, then a person looks. */
async function again(ports: Ports, photo: Waiting): Promise<void> {
  if (photo.restarts + 1 >= restartsMax) return ports.outbox.photoFailed(photo.key);
  return ports.outbox.photoRestart(photo.key);
}
