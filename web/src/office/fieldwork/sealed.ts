// Looking into a sealed file before it is sent: what it says of itself. What is sealed stays sealed.

import { list, text } from './body';

export interface Carriage {
  id: string;
  kind: string;
  seq: number;
}
export interface Sealed {
  file: File;
  device: string;
  madeAt: string | null;
  commands: Carriage[];
  photos: number;
}

/** What it holds, or why it is not taken: the last part of a text's key. */
export async function readSealed(file: File): Promise<Sealed | 'notJson' | 'foreign' | 'empty'> {
  let whole: unknown;
  try {
    whole = JSON.parse(await file.text());
  } catch {
    return file.name.endsWith('.json') ? 'notJson' : 'foreign';
  }
  if (text(whole, 'format') !== 'lindung-sealed-1') return 'foreign';
  const commands = list(whole, 'commands').map((one) => ({ id: text(one, 'id'), kind: text(one, 'kind'), seq: Number(text(one, 'seq')) }));
  const photos = list(whole, 'attachments').length;
  if (commands.length === 0 && photos === 0) return 'empty';
  const made = text(whole, 'made_at');
  const madeAt = Number.isNaN(Date.parse(made)) ? null : made;
  return { file, device: text(whole, 'device'), madeAt, commands, photos };
}
