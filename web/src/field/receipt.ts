// A receipt as text and as a picture of 58 mm paper: to share, to copy, to print. It carries the id of
// its command, so that the office finds it even if this phone dies.

export interface ReceiptText {
  heading: string;
  provisional: string | null;
  lines: [string, string][];
  foot: string;
}

/** Names are for the worker to recognise, not for whoever sees the slip: `S*** A***`. */
export const masked = (name: string): string =>
  name.split(/\s+/).filter(Boolean).map((word) => `${[...word][0] ?? ''}***`).join(' ');

export const asText = ({ heading, provisional, lines, foot }: ReceiptText): string =>
  [heading, provisional, ...lines.map(([label, value]) => `${label}: ${value}`), foot].filter(Boolean).join('\n');

const width = 384;
const margin = 16;

/** Drawn line by line; 384 dots are what 58 mm printers print. */
export function asPicture(receipt: ReceiptText): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  const lines = draw(canvas, receipt, false);
  canvas.height = lines;
  draw(canvas, receipt, true);
  return new Promise((done) => canvas.toBlob(done, 'image/png'));
}

function draw(canvas: HTMLCanvasElement, receipt: ReceiptText, forReal: boolean): number {
  const pen = canvas.getContext('2d');
  if (!pen) return 0;
  if (forReal) {
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, width, canvas.height);
  }
  pen.fillStyle = '#000';
  let y = margin;
  const write = (text: string, size: number, bold: boolean) => {
    pen.font = `${bold ? '700 ' : ''}${size}px system-ui, sans-serif`;
    for (const line of wrapped(pen, text)) {
      y += size * 1.35;
      if (forReal) pen.fillText(line, margin, y);
    }
  };
  write(receipt.heading, 26, true);
  if (receipt.provisional) write(receipt.provisional, 24, true);
  y += 8;
  for (const [label, value] of receipt.lines) {
    write(label, 17, false);
    write(value, 22, true);
  }
  y += 8;
  write(receipt.foot, 17, false);
  return Math.ceil(y + margin * 2);
}

function wrapped(pen: CanvasRenderingContext2D, text: string): string[] {
  const most = width - margin * 2;
  const lines: string[] = [];
  let line = '';
  // Long ids have no spaces: they are cut where the paper ends.
  for (const word of text.split(/(\s+)/).flatMap((it) => (it.length > 26 ? (it.match(/.{1,26}/g) ?? []) : [it]))) {
    if (line.trim() !== '' && pen.measureText(line + word).width > most) {
      lines.push(line.trim());
      line = '';
    }
    line += word;
  }
  return [...lines, line.trim()].filter((it) => it !== '');
}

/** Hands a file to the phone's share sheet, or saves it where there is none. */
export async function share(file: File, title: string): Promise<'shared' | 'saved' | 'not'> {
  if (navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file], title });
      return 'shared';
    } catch (error) {
      if ((error as Error).name === 'AbortError') return 'not';
    }
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return 'saved';
}
