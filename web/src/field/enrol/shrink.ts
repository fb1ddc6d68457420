// Photos are made small before they are kept: 1280 pixels are enough to read a card, and four hundred
// kilobytes are minutes on a slow line.

import type { Bytes } from '../data/bytes';

const longest = 1280;
const most = 400 * 1024;

export async function shrink(file: Blob): Promise<{ bytes: Bytes; mime: string }> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
  picture.close();
  for (const quality of [0.7, 0.55, 0.4, 0.25]) {
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
    if (blob && (blob.size <= most || quality === 0.25)) return { bytes: new Uint8Array(await blob.arrayBuffer()), mime: 'image/jpeg' };
  }
  throw new Error('this picture cannot be read');
}
