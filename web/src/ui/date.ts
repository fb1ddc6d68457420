// Days as people here write them: 17/8/1980, 17-08-1980, 17081980.

/** `YYYY-MM-DD`, or nothing when it is no day of the calendar. */
export function readDay(text: string): string | null {
  const parts =
    /^\s*(\d{1,2})\s*[/.\s-]\s*(\d{1,2})\s*[/.\s-]\s*(\d{4})\s*$/.exec(text) ?? /^\s*(\d{2})(\d{2})(\d{4})\s*$/.exec(text);
  if (!parts) return null;
  const [day, month, year] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return null;
  return date.toISOString().slice(0, 10);
}

/** `17/8/1980`. */
export function writtenDay(iso: string): string {
  const [year, month, day] = iso.split('-').map(Number);
  return year && month && day ? `${day}/${month}/${year}` : '';
}
