// What a browser calls itself, as people call it: `Chrome, Android`.

const browsers: [RegExp, string][] = [
  [/Edg/, 'Edge'], [/OPR|Opera/, 'Opera'], [/SamsungBrowser/, 'Samsung Internet'], [/Firefox|FxiOS/, 'Firefox'],
  [/Chrom|CriOS|HeadlessC/, 'Chrome'], [/Safari/, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux'],
];
const first = (list: [RegExp, string][], text: string) => list.find(([shape]) => shape.test(text))?.[1];

/** A label that is no browser's is shown as it is. */
export function deviceName(label: string): string {
  const named = [first(browsers, label), first(systems, label)].filter(Boolean);
  return label.startsWith('Mozilla/') && named.length > 0 ? named.join(', ') : label;
}
