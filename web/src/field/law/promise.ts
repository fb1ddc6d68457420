// What is promised when somebody enrols, read aloud before they agree: computed from the law of the
// day, never from memory. Where the phone was not given a figure, the sentence goes without it.

import { rupiah } from '../../ui/words';
import { entryAt, type Tariff } from './tariff';

const numberAt = (tariff: Tariff, key: string, on: string): number | null => {
  try {
    const { value } = entryAt(tariff, key, on).entry;
    return typeof value === 'number' ? value : null;
  } catch {
    return null;
  }
};

function fullDeathBenefit(tariff: Tariff, on: string): number | null {
  try {
    const parts = Object.values(entryAt(tariff, 'benefit.jkm', on).entry.value as Record<string, unknown>);
    return parts.every((part) => typeof part === 'number') ? parts.reduce((sum, part) => sum + part, 0) : null;
  } catch {
    return null;
  }
}

export function promise(tariff: Tariff, on: string): { id: string; en: string } | null {
  const grace = numberAt(tariff, 'cover.grace_months', on);
  const needed = numberAt(tariff, 'cover.jkm_full_after_months', on);
  if (grace === null || needed === null) return null;
  const full = fullDeathBenefit(tariff, on);
  const short = numberAt(tariff, 'cover.jkm_short_amount', on);
  const from = needed > 0 && short !== null;
  const amount = full === null ? '' : ` ${rupiah(full)}`;
  const [laterId, laterEn] = from
    ? [` mulai bulan ke-${needed + 1}; sebelum itu ${rupiah(short)}`, ` from month ${needed + 1}; before that ${rupiah(short)}`]
    : ['', ''];
  return {
    id: `Anda dijamin untuk kecelakaan kerja sejak membayar. Santunan kematian penuh${amount}${laterId}. Bila ${grace} bulan tidak dibayar, perlindungan berakhir dan Anda mulai dari awal.`,
    en: `You are covered for accidents from payment. Full death benefit${full === null ? '' : ` of${amount}`}${laterEn}. If ${grace} months are unpaid, cover ends and you start again.`,
  };
}
