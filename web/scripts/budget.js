// What a phone downloads, against its budget (brotli, KB); fails above. Reads dist after a build.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const kib = 1024;
const size = (path) => {
  const packed = `${path}.br`;
  return existsSync(packed) ? statSync(packed).size : brotliCompressSync(readFileSync(path)).length;
};

/** The files an entry page loads at once, as its HTML names them. */
const entry = (page) =>
  [...readFileSync(join('dist', page), 'utf8').matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
    (found) => join('dist', found[1]),
  );
const sum = (paths) => paths.reduce((total, path) => total + size(path), 0);
const ending = (paths, end) => paths.filter((path) => path.endsWith(end));
const inside = (folder) => readdirSync(folder).map((name) => join(folder, name));

const field = entry('lapangan.html');
const office = inside('dist/assets/k').filter((path) => path.endsWith('.js'));
const precached = [
  ...readFileSync('dist/sw.js', 'utf8').matchAll(/url:\s*"([^"]+)"/g),
].map((found) => join('dist', found[1]));

const rows = [
  ['field entry, JavaScript', sum(ending(field, '.js')), 80 * kib],
  ['field entry, CSS', sum(ending(field, '.css')), 12 * kib],
  ['stored on the phone', sum(precached), 250 * kib],
  ['largest office file, JavaScript', Math.max(...office.map(size)), 200 * kib],
  ['office files stored on the phone', precached.filter((path) => path.includes('/k/')).length, 0],
];
let over = 0;
for (const [name, is, most] of rows) {
  const shown = most === 0 ? `${is} of ${most}` : `${(is / kib).toFixed(1)} of ${most / kib} KiB`;
  if (is > most) over += 1;
  console.log(`${is > most ? 'OVER' : 'ok  '}  ${name.padEnd(34)} ${shown}`);
}
if (precached.length === 0) throw new Error('sw.js names no files: the budget was not measured');
process.exit(over === 0 ? 0 : 1);
