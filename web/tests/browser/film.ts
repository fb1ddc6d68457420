// QR codes: what stands on printed ones, and what a phone's camera sees, one after the other, as uncompressed
// video that begins again.

import type { Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import decode from 'qr/decode.js';
import { encode } from 'uqr';

const [width, height] = [640, 480];

function luma(text: string): Buffer {
  const { data, size } = encode(text, { border: 4 });
  const cell = Math.floor(440 / size);
  const [left, top] = [Math.floor((width - cell * size) / 2), Math.floor((height - cell * size) / 2)];
  const picture = Buffer.alloc(width * height, 235);
  data.forEach((row, y) => row.forEach((isDark, x) => {
    if (!isDark) return;
    for (let line = 0; line < cell; line += 1) {
      const from = (top + y * cell + line) * width + left + x * cell;
      picture.fill(16, from, from + cell);
    }
  }));
  return picture;
}

/** Shows each text for `frames` frames, five a second; the path of the film. */
export function filmOf(texts: string[], folder: string, frames = 2): string {
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const shown = texts.flatMap((text) => {
    const frame = Buffer.concat([Buffer.from('FRAME\n'), luma(text), chroma]);
    return Array.from({ length: frames }, () => frame);
  });
  const path = join(folder, 'screen.y4m');
  writeFileSync(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420jpeg\n`), ...shown]));
  return path;
}

/** What the drawn codes of a printed page say. */
export async function codesOn(page: Page, html: string): Promise<string[]> {
  await page.setContent(html);
  const seen = await page.evaluate(() => Promise.all([...document.querySelectorAll('svg')].map(async (svg) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
    await image.decode();
    const pen = Object.assign(document.createElement('canvas'), { width: 400, height: 400 }).getContext('2d')!;
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, 400, 400);
    pen.drawImage(image, 0, 0, 400, 400);
    return [...pen.getImageData(0, 0, 400, 400).data];
  })));
  return seen.map((data) => decode({ width: 400, height: 400, data: Uint8ClampedArray.from(data) }));
}
