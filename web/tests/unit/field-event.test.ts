// At an event: what is counted is kept, told once, and the last number holds; what is scanned is scanned once.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { base64, newId } from '../../src/field/data/bytes';
import { item, ofKind } from '../../src/field/data/copies';
import { added, answered, change, countsOf, keyOf, presenceAt, set, toldOf, total, untoldAnswers, untoldTally, type Counts } from '../../src/field/data/counts';
import { isVillage, placeName, planned, villagesIn, type FieldEvent } from '../../src/field/data/events';
import type { Opened } from '../../src/field/data/finalise';
import type { Planned, WorkPackage } from '../../src/field/data/records';
import { checkIn, readScan } from '../../src/field/data/scan';
import { newDeviceKey } from '../../src/field/data/seal';
import { Store } from '../../src/field/data/store';
import { countInstead, tell } from '../../src/field/data/tell';
import { newVault } from '../../src/field/data/vault';
import { blankLead, enrolmentOf, leadBody, leadFaults } from '../../src/field/leads/form';

const empty: Counts = { n: null, told: null, poll: {} };
const event = '0198f0d1-7c3e-7b21-9a44-5d0c3a9e11f2';
const slip = (n: number, of = event) => `LDI1.${of.replace(/-/g, '')}.${n}.${'A'.repeat(86)}`;
const card = (number: string) => `LDG1.${number}.2027-01-31.jkk-jkm.2026-11-21.${'B'.repeat(86)}`;

const stores: Store[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.delete();
});

async function phone(): Promise<Opened> {
  const office = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const public_key = base64(new Uint8Array(await crypto.subtle.exportKey('raw', office.publicKey)));
  const store = new Store(newId(Date.now()));
  stores.push(store);
  await store.set({ store_epoch: 'e', next_seq: 1 });
  const { key } = await newVault('314159');
  const registration = {
    device: store.device, token: 't', holder: { id: 'h', name: 'Agen' }, server_key: { id: 1, public_key }, keys: await newDeviceKey(), label: '', registered_at: '',
  };
  return { store, key, registration, store_epoch: 'e', now: () => Date.now() };
}

describe('counting', () => {
  it('never goes below nobody, and nobody counted is not nobody came', () => {
    expect(added(empty, -1).n).toBe(0);
    expect(added(added(empty, 1), 1).n).toBe(2);
    expect([set(empty, 1e9).n, set(empty, Number.NaN).n, set(empty, 12.7).n]).toEqual([999_999, 0, 12]);
    expect(total({ scanned: 0, elsewhere: 2, n: null })).toBeNull();
    expect(total({ scanned: 0, elsewhere: 0, n: 0 })).toBe(0);
    expect(total({ scanned: 3, elsewhere: 0, n: 4 })).toBe(7);
  });

  it('tells a number once, and zero is a number', () => {
    expect(untoldTally(empty)).toBeNull();
    expect(untoldTally(set(empty, 0))).toBe(0);
    expect(untoldTally(toldOf(set(empty, 5), 5, []))).toBeNull();
    // Somebody came while it was being told.
    expect(untoldTally(toldOf(set(empty, 6), 5, []))).toBe(6);
  });

  it('tells the answers that changed; what was told and taken back becomes nobody’s answer', () => {
    const key = keyOf('before', 'KNOWS_HOW_TO_PAY');
    const asked = answered(answered(empty, key, () => ({ yes: 5 })), key, ({ no }) => ({ no: no + 1 }));
    expect(untoldAnswers(asked)).toEqual([{ phase: 'before', question: 'KNOWS_HOW_TO_PAY', yes: 5, no: 1 }]);
    const told = toldOf(asked, null, untoldAnswers(asked));
    expect(untoldAnswers(told)).toEqual([]);
    const back = answered(told, key, () => ({ isRecorded: false }));
    expect(untoldAnswers(back)).toEqual([{ phase: 'before', question: 'KNOWS_HOW_TO_PAY', yes: 0, no: 0 }]);
    // The numbers are still there, should it have been a slip of the finger.
    expect(untoldAnswers(toldOf(answered(back, key, () => ({ isRecorded: true })), null, untoldAnswers(back)))).toEqual(untoldAnswers(asked));
    expect(untoldAnswers(answered(empty, key, () => ({ isRecorded: false })))).toEqual([]);
  });
});

describe('telling', () => {
  it('adds the taps of two tabs, and makes one command of them', async () => {
    const mine = await phone();
    const other = new Store(mine.store.device);
    await Promise.all(Array.from({ length: 20 }, (_, at) => change(at % 2 ? mine.store : other, event, (was) => added(was, 1))));
    other.close();
    expect((await countsOf(mine.store, event)).n).toBe(20);
    expect(await tell(mine)).toBe(1);
    expect(await tell(mine)).toBe(0);
    await change(mine.store, event, (was) => answered(added(was, 1), keyOf('after', 'Q'), () => ({ yes: 2 })));
    expect(await Promise.all([tell(mine), tell(mine)])).toEqual([2, 0]);
    const [tallies, polls] = await Promise.all([ofKind(mine, 'event.tally'), ofKind(mine, 'event.poll')]);
    expect(tallies.map((it) => it.copy.n)).toEqual([20, 21]);
    expect(polls.map((it) => it.copy.answers)).toEqual([[{ phase: 'after', question: 'Q', yes: 2, no: 0 }]]);
  });

  it('writes nothing into a database that was emptied, and forgets nothing', async () => {
    const mine = await phone();
    await change(mine.store, event, (was) => set(was, 7));
    expect(await tell({ ...mine, store_epoch: 'another' })).toBe(0);
    expect(await mine.store.outbox.count()).toBe(0);
    expect(untoldTally(await countsOf(mine.store, event))).toBe(7);
  });
});

describe('scanning', () => {
  it('knows what is ours by its shape', () => {
    expect(readScan(card('7K2M-9QX4-MB31'))).toEqual({ is: 'card', number: '7K2M-9QX4-MB31' });
    expect(readScan(` https://kantor.example/verify?c=${card('7K2M-9QX4-MB31')} `)).toEqual({ is: 'card', number: '7K2M-9QX4-MB31' });
    expect(readScan(slip(12))).toEqual({ is: 'invitation', event: event.replace(/-/g, ''), number: 12 });
    for (const bad of ['', 'LDG1', 'LDI1.x.1.y', slip(0), 'https://contoh.example/promo', '3302150201551603', `LDI1.${event}.1.A`]) expect(readScan(bad)).toBeNull();
  });

  it('counts a card once, whichever of its cards is shown, and leaves other events’ invitations', async () => {
    const mine = await phone();
    const scan = (text: string, isPlanned = true) => checkIn(mine, event, text, isPlanned);
    expect(await scan(card('AAAA'))).toEqual({ met: 'new', name: 'AAAA' });
    expect(await scan(`${card('AAAA')}x`)).toEqual({ met: 'before', name: 'AAAA' });
    expect(await scan(slip(1))).toEqual({ met: 'new', name: 'Undangan 1' });
    const other = slip(1, '0198f0d1-7c3e-7b21-9a44-000000000000');
    expect(await scan(other)).toEqual({ met: 'other-event' });
    // What the phone opened itself may be that event at the office.
    expect(await scan(other, false)).toEqual({ met: 'new', name: 'Undangan 1' });
    expect(await scan('promo')).toEqual({ met: 'not-ours' });
    expect(await presenceAt(mine.store, event)).toEqual({ scanned: 3, elsewhere: 0, n: null });
  });

  it('takes off what the office refused or knew from another phone; the refused is counted by hand, once', async () => {
    const mine = await phone();
    for (const number of ['AAAA', 'BBBB', 'CCCC']) await checkIn(mine, event, card(number), true);
    const [, known, refused] = await ofKind(mine, 'event.checkin');
    const result = { fields: [], args: {}, entities: {}, case: null, at: '' };
    await mine.store.results.bulkPut([
      { id: known!.command.id, outcome: 'already', code: 'counted_before', ...result }, { id: refused!.command.id, outcome: 'rejected', code: 'invalid_field', ...result },
    ]);
    expect(await presenceAt(mine.store, event)).toEqual({ scanned: 1, elsewhere: 1, n: null });
    const by = await countInstead(mine, refused!);
    expect(await countInstead(mine, refused!)).toBe(by);
    expect((await item(mine, by!))?.copy.n).toBe(1);
    expect((await presenceAt(mine.store, event)).n).toBe(1);
    expect(await tell(mine)).toBe(0);
  });
});

describe('plans', () => {
  const plan = (id: string, on: string | null, area = '33.02.17'): Planned => ({
    id, name: id, area, on, starts: null, ends: null, venue: null, channel: '', rt: null, rw: null, campaign: null, activities: [], groups: [], partners: [],
  });
  const known = (id: string, isOurs: boolean): FieldEvent => ({ id, name: id, area: '', on: '', isClosed: false, isOurs });

  it('are listed by how near they are; those this phone opened are not', () => {
    const events = [plan('later', '2026-12-01'), plan('today', '2026-11-21'), plan('no day', null), plan('yesterday', '2026-11-20'), plan('ours', '2026-11-21')];
    const pack = { planned: { events, questions: [] } } as Partial<WorkPackage> as WorkPackage;
    const listed = planned(pack, [known('ours', true), known('today', false)], '2026-11-21');
    expect(listed.map((it) => it.id)).toEqual(['today', 'yesterday', 'later', 'no day']);
    expect(planned(null, [], '2026-11-21')).toEqual([]);
    expect(planned({} as WorkPackage, [], '2026-11-21')).toEqual([]);
  });

  it('of a district are held in one of its villages', () => {
    const villages = [
      { code: '33.02.17.2001', name: 'Cilongok', district: 'Cilongok' }, { code: '33.02.15.2006', name: 'Gumelar', district: 'Gumelar' }, { code: '33.02.1', name: 'X', district: 'Y' },
    ];
    expect([isVillage('33.02.17.2001'), isVillage('33.02.17')]).toEqual([true, false]);
    expect(villagesIn(villages, '33.02.17').map((it) => it.name)).toEqual(['Cilongok']);
    expect([placeName(villages, '33.02.15'), placeName(villages, '33.02.15.2006'), placeName(villages, '33.03.01')]).toEqual(['Gumelar', 'Gumelar, Gumelar', '33.03.01']);
  });
});

describe('leads', () => {
  const form = { ...blankLead, name: ' Contoh Ragu ', phone: '', village: '33.02.15.2006', village_name: 'Gumelar', occupation: 'ojek', occupation_name: 'Tukang ojek', sector: 'transport', note: '  ' };

  it('need a name and a village; a telephone number may be left out, and not be wrong', () => {
    expect(leadFaults(blankLead)).toEqual({ name: 'need.lead_name', village: 'need.village' });
    expect(leadFaults(form)).toEqual({});
    expect(leadFaults({ ...form, phone: '000' })).toEqual({ phone: 'need.phone' });
    expect(leadFaults({ ...form, name: 'R4gu' })).toEqual({ name: 'need.letters' });
  });

  it('are sent without what is empty, and begin an enrolment with all that was said', () => {
    expect(leadBody(form, null)).toEqual({ event: null, name: 'Contoh Ragu', phone: null, village: '33.02.15.2006', occupation: 'ojek', note: null });
    expect(enrolmentOf({ ...form, phone: '0812' })).toMatchObject({ name: ' Contoh Ragu ', phone: '0812', village: '33.02.15.2006', occupation: 'ojek', sector: 'transport', nik: '' });
  });
});
