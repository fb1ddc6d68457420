// Bad lines: whatever is not a whole answer of the office is silence, and silence loses nothing.

import { expect, people, test } from './field';

const push = /\/api\/v1\/sync\/push/;

test('a sign-in page of a hotel never counts as an answer', async ({ phone, field }) => {
  const { page, context } = phone;
  await context.setOffline(true);
  await phone.enrol(people(1, 100)[0]!);
  field.line.fail(/\/api\//, 'portal');
  await context.setOffline(false);
  await phone.send();
  await expect(page.getByTestId('line')).toHaveText(/Wi-Fi minta masuk dahulu/);
  expect((await phone.kept()).outbox[0]?.state).toBe('queued');
  field.line.heal();
  await phone.send();
  await phone.sent();
});

test('a server that fails is tried again, and says when', async ({ phone, field }) => {
  field.line.fail(push, 'error');
  await phone.enrol(people(1, 101)[0]!);
  await expect(phone.page.getByTestId('line')).toHaveText(/Server sibuk, dicoba lagi pukul \d\d\.\d\d/);
  expect((await phone.kept()).outbox[0]?.state).toBe('queued');
  field.line.heal();
  await phone.send();
  await phone.sent();
});

for (const fault of ['answer-lost', 'truncated'] as const) {
  test(`the office has it, and its answer is ${fault}: sent again, enrolled once`, async ({ phone, field }) => {
    const from = fault === 'truncated' ? 102 : 103;
    await phone.sent();
    field.line.fail(push, fault, 2);
    await phone.enrol(people(1, from)[0]!);
    const [command] = (await phone.kept()).outbox;
    await expect.poll(() => field.line.calls(push).filter((it) => it.end === fault).length).toBeGreaterThan(0);
    // The office has written; the phone does not believe it before it hears so.
    const there = await field.ask('GET', `/api/v1/captures/${String(command?.id)}`, undefined, await field.branchToken());
    expect(there.status).toBe(200);
    field.line.heal();
    await phone.send();
    await phone.sent();
    const { outbox, results } = await phone.kept();
    expect(outbox.map((it) => it.state)).toEqual(['captured']);
    expect(results).toMatchObject([{ outcome: 'accepted', code: 'enrolled' }]);
  });
}

test('a photo that was cut goes on where it stood, and arrives whole', async ({ phone, field }) => {
  const { page } = phone;
  // Two pieces pass, then the line dies in the third.
  let pieces = 0;
  await page.route(/\/api\/v1\/att\//, async (route) => {
    const isPiece = route.request().method() === 'PATCH';
    if (isPiece) pieces += 1;
    if (isPiece && pieces === 3) field.line.fail(/\/api\/v1\/att\//, 'cut', 4);
    await route.continue();
  });
  await phone.enrol({ ...people(1, 110)[0]!, photo: true });
  await expect(page.getByTestId('line')).toHaveText(/belum terkirim|Luring/, { timeout: 15_000 });
  const [half] = (await phone.kept()).att;
  expect(Number(half?.offset)).toBeGreaterThan(0);
  expect(Number(half?.offset)).toBeLessThan(Number(half?.size));
  field.line.heal();
  await phone.send();
  await phone.sent();
  const { att, outbox } = await phone.kept();
  expect(att).toMatchObject([{ state: 'stored' }]);
  const enrolment = outbox.find((it) => it.kind === 'worker.enrol');
  const capture = await field.ask('GET', `/api/v1/captures/${String(enrolment?.id)}`, undefined, await field.branchToken());
  expect(JSON.stringify(capture.json)).toContain(`"received":${String(att[0]?.size)}`);
});

test('the same three times: sent again and again, each person is enrolled once', async ({ phone, field }) => {
  await phone.context.setOffline(true);
  const some = people(3, 120);
  for (const person of some) await phone.enrol(person);
  await phone.context.setOffline(false);
  await phone.send();
  await phone.sent();
  const first = (await phone.kept()).results;
  for (let again = 0; again < 3; again += 1) {
    await phone.forgetAnswers();
    await phone.send();
    await phone.sent();
  }
  const { results } = await phone.kept();
  expect(results).toEqual(first);
  for (const person of some) {
    const found = await field.ask('POST', '/api/v1/people/lookup', { nik: person.nik }, await field.branchToken());
    expect(found.status).toBe(200);
  }
});
