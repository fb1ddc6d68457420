// Why a month costs what it costs: each programme, its band, its relief or why there is none. The same
// tree as the office's, word for word; a test holds the two beside each other.

import { month, rupiah } from '../../ui/words';
import type { Because } from '../data/records';
import { judge, type Line, type PriceInput } from './price';
import { reliefs, titleOf, type Entry, type Parameter, type Tariff } from './tariff';

export function explain(tariff: Tariff, input: PriceInput, lines: Line[], total: number): Because {
  const inputs: [string, string][] = [
    ['month', input.month],
    ['income', rupiah(input.income)],
    ['sector', input.sector],
    ['payer', input.payer],
    ['programmes', input.programmes.join(',')],
  ];
  if (input.joined) inputs.push(['joined', input.joined]);
  return {
    rule: 'contribution.month',
    id: `Iuran ${month(input.month, 'id')}: ${rupiah(total)}`,
    en: `Contribution of ${month(input.month, 'en')}: ${rupiah(total)}`,
    inputs,
    status: 'confirmed',
    parts: lines.map((line) => programme(tariff, input, line)),
  };
}

function programme(tariff: Tariff, input: PriceInput, line: Line): Because {
  const text = `${line.programme.toUpperCase()}: ${rupiah(line.due)}`;
  const why = line.relief ? [relieved(tariff, input, line)] : withoutRelief(tariff, input, line);
  const parts = [full(tariff, line), ...why];
  return { rule: `contribution.${line.programme}`, id: text, en: text, status: 'confirmed', parts };
}

function full(tariff: Tariff, { tier, full: amount, parameter, entry }: Line): Because {
  const [id, en] = tier
    ? [
        `Lapisan ${tier.band}: dasar ${rupiah(tier.base)} → ${rupiah(tier.amount)}`,
        `Band ${tier.band}: base ${rupiah(tier.base)} → ${rupiah(tier.amount)}`,
      ]
    : [`Tetap ${rupiah(amount)} sebulan`, `Flat ${rupiah(amount)} a month`];
  return cited(tariff, { rule: parameter.key, id, en, status: tier?.status ?? entry.status }, parameter, entry);
}

function relieved(tariff: Tariff, input: PriceInput, line: Line): Because {
  const { parameter, entry, pays } = line.relief as NonNullable<Line['relief']>;
  const title = titleOf(tariff, entry.source.instrument);
  const because = cited(
    tariff,
    {
      rule: parameter.key,
      id: `Keringanan ${title}: dibayar ${percent(pays)} dari ${rupiah(line.full)} = ${rupiah(line.due)}`,
      en: `Relief of ${title}: ${percent(pays)} of ${rupiah(line.full)} is paid = ${rupiah(line.due)}`,
      status: entry.status,
    },
    parameter,
    entry,
  );
  because.inputs?.push(['rule', entry.name ?? '']);
  const needed = entry.settled_through;
  if (needed && !input.settled_through) {
    because.parts = [
      {
        rule: 'contribution.relief.settled',
        id: `Dianggap lunas sampai ${needed}: tidak disebutkan lain`,
        en: `Taken as paid up to ${needed}: nothing else was said`,
        status: 'unconfirmed',
      },
    ];
  }
  return because;
}

/** Several rules of one instrument that say no for different reasons are told once. */
function withoutRelief(tariff: Tariff, input: PriceInput, line: Line): Because[] {
  const reasons: Because[] = [];
  for (const { parameter, entry } of reliefs(tariff)) {
    const verdict = judge(entry, input, line.programme);
    const said = sentence(verdict, input, entry);
    if (!said || reasons.some((known) => known.rule === parameter.key)) continue;
    const title = titleOf(tariff, entry.source.instrument);
    const because = {
      rule: parameter.key,
      id: `Tanpa keringanan ${title}: ${said[0]}`,
      en: `No relief of ${title}: ${said[1]}`,
      status: entry.status,
    };
    reasons.push(cited(tariff, because, parameter, entry));
  }
  return reasons;
}

function sentence(verdict: ReturnType<typeof judge>, input: PriceInput, entry: Entry): [string, string] | null {
  switch (verdict) {
    case 'sector':
      return [`sektor ${input.sector} tidak termasuk bulan ini`, `sector ${input.sector} is not in it this month`];
    case 'payer-excluded':
      return [`iuran yang dibayar ${input.payer} dikecualikan`, `contributions paid by ${input.payer} are excluded`];
    case 'first-months': {
      const n = entry.full_months_first;
      return [`${n} bulan pertama dibayar penuh`, `the first ${n} months are paid in full`];
    }
    case 'not-settled':
      return ['iuran sebelumnya belum lunas', 'earlier contributions were not paid'];
    // A rule for another payer or member says nothing where a sister rule names the reason.
    default:
      return null;
  }
}

function cited(tariff: Tariff, because: Because, parameter: Parameter, entry: Entry): Because {
  const { instrument, article, article_status } = entry.source;
  const title = titleOf(tariff, instrument);
  const inputs: [string, string][] = [['read_through', parameter.read_through]];
  if (entry.note) inputs.push(['note', entry.note]);
  const citation = { instrument, title, ...(article ? { article } : {}), status: article_status ?? 'unknown' };
  return { ...because, inputs, citations: [citation] };
}

/** `50 %` of 500,000 parts per million, without needless zeros. */
function percent(parts: number): string {
  const fraction = String(parts % 10_000).padStart(4, '0').replace(/0+$/, '');
  return `${Math.floor(parts / 10_000)}${fraction ? `.${fraction}` : ''} %`;
}
