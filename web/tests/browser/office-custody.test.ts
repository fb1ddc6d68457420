// Cash on its way from a member's hand to the books: an agent's phone takes it, the branch sees who
// holds it, the agent brings it, finance counts it, and the members are covered since they paid.

import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { expect, people, Phone, test, type FieldOffice } from './field';

test.use({ house: 'custody' });

const password = 'empat kata yang mudah diingat';
const month = 'Rp8.400';

/** A desk of somebody: a browser of their own, signed in. */
async function desk(browser: Browser, field: FieldOffice, login: string, to = ''): Promise<Page> {
  if (!field.passwords.has(login)) {
    await field.user(login, `Keuangan: ${login}`, 'finance', null);
    await field.tokenOf(login);
  }
  if (login === 'cabang') await field.branchToken();
  const page = await (await browser.newContext({ locale: 'id-ID', timezoneId: 'Asia/Jakarta' })).newPage();
  await page.goto(`${field.office.url}/kantor${to}`);
  await page.getByLabel('Nama masuk').fill(login);
  await page.getByLabel('Kata sandi', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await expect(page.locator('main#page h1')).toBeVisible();
  return page;
}

const open = (page: Page, field: FieldOffice, to: string) => page.goto(`${field.office.url}/kantor${to}`);

/** The agent notes on the phone that everything held was brought. */
async function bring(phone: Phone, slip: string) {
  await phone.to('/titipan');
  await phone.page.getByLabel(/^Bukti setor/).fill(slip);
  await phone.page.getByRole('button', { name: /^Catat setoran/ }).click();
  await expect(phone.page.getByTestId('state')).toHaveText('Diterima kantor', { timeout: 30_000 });
}

async function readable(page: Page, where: string) {
  await expect(page.locator('.busy, [aria-busy=true]')).toHaveCount(0);
  for (const language of ['id', 'en'] as const) {
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    for (const width of [1280, 360, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(sideways, `${where} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
      const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
      expect(found.violations.map((it) => `${where} ${language} ${width}: ${it.id} ${it.nodes[0]?.target}`)).toEqual([]);
      const folder = process.env.LINDUNG_PICTURES;
      if (folder) await page.screenshot({ path: `${folder}/custody-${where}-${language}-${width}.png`, fullPage: true });
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: /^(Switch to English|Ganti ke Bahasa Indonesia)$/ }).click();
  }
  await expect(page.locator('html')).toHaveAttribute('lang', 'id');
}

test('cash of two people goes from the phone to the books, and both are covered', async ({ browser, field, phone }) => {
  test.setTimeout(240_000);
  const pair = people(2, 700);
  for (const person of pair) await phone.enrol({ ...person, cash: true });
  await phone.send();
  await phone.sent();

  const branch = await desk(browser, field, 'cabang');
  await branch.getByRole('link', { name: 'Uang di agen' }).click();
  const held = branch.getByRole('row').filter({ hasText: 'Agen Contoh Perisai' });
  await expect(held).toContainText('Rp16.800');
  await expect(held).toContainText('2 kuitansi');
  await readable(branch, 'board');
  // The branch watches; finance counts and cancels.
  await expect(branch.getByRole('link', { name: 'Setoran', exact: true })).toBeHidden();
  await held.getByRole('link').click();
  await expect(branch.getByRole('heading', { name: 'Kuitansi Agen Contoh Perisai' })).toBeVisible();
  for (const { name } of pair) await expect(branch.getByRole('row').filter({ hasText: name })).toContainText('di tangan agen');
  await expect(branch.getByRole('button', { name: 'Batalkan' }).filter({ visible: true })).toHaveCount(0);
  await readable(branch, 'agent');

  await bring(phone, 'SLIP-0417');
  const finance = await desk(browser, field, 'keuangan', '/titipan/setoran');
  await readable(finance, 'deposits');
  await finance.getByRole('link', { name: 'SLIP-0417' }).click();
  await expect(finance.getByRole('heading', { name: 'Setoran SLIP-0417' })).toBeVisible();
  const colleague = await desk(browser, field, 'keuangan.dua', new URL(finance.url()).pathname.slice('/kantor'.length));

  // One member's money is there, the other's is not: said in words, and nothing goes before it fits.
  const counted = finance.getByLabel('Uang yang Anda hitung');
  await counted.fill('8400');
  await expect(finance.getByText(`Kurang ${month} dari kuitansi yang dicentang.`, { exact: false })).toBeVisible();
  await finance.getByRole('button', { name: 'Bukukan setoran ini' }).click();
  await expect(counted).toBeFocused();
  const second = finance.getByRole('row').filter({ hasText: pair[1]!.name });
  await second.getByRole('checkbox').uncheck();
  await expect(finance.getByText(`Yang terjadi: 1 kuitansi, ${month}, dibukukan sebagai pembayaran.`, { exact: false })).toBeVisible();
  await expect(finance.getByText(`1 kuitansi, ${month}, tetap di tangan agen.`)).toBeVisible();
  await expect(finance.getByText(`Agen mengatakan Rp16.800; yang dibukukan ${month}.`)).toBeVisible();
  await readable(finance, 'deposit');
  await finance.getByRole('button', { name: 'Bukukan setoran ini' }).click();
  await expect(finance.getByRole('heading', { name: `Setoran dibukukan: ${month}` })).toBeFocused();
  await expect(finance.getByRole('listitem').filter({ hasText: 'dibukukan' })).toContainText(/terlindungi sampai \d+ \w+ 20\d\d/);
  await expect(finance.getByText(/Tetap di tangan agen: K\d{4}-\d{6}\./)).toBeVisible();
  await readable(finance, 'done');

  // A colleague who counted the same money comes too late: nothing is posted twice.
  await colleague.getByLabel('Uang yang Anda hitung').fill('16800');
  await colleague.getByRole('button', { name: 'Bukukan setoran ini' }).click();
  await expect(colleague.getByText('Seorang rekan lebih dulu memutus setoran ini.', { exact: false })).toBeVisible();
  await expect(colleague.getByText('sudah dibukukan', { exact: true })).toBeVisible();
  await expect(colleague.getByRole('button', { name: 'Bukukan setoran ini' })).toBeHidden();

  const standing = async (name: string) => {
    const { json } = await field.ask('POST', '/api/v1/search', { q: name, limit: 1 }, await field.branchToken());
    return JSON.stringify(json);
  };
  expect(await standing(pair[0]!.name)).toContain('"active"');
  expect(await standing(pair[1]!.name)).not.toContain('"active"');
  // What stayed with the agent is on the board again; cash that went back is cancelled with a reason.
  expect(await field.custody()).toEqual({ held: 8_400, n: 1 });
  await open(finance, field, `/titipan/agen/${field.agent}`);
  await finance.getByRole('button', { name: 'Batalkan' }).filter({ visible: true }).click();
  await finance.getByLabel('Alasan').fill('uang dikembalikan kepada peserta, ada tanda terima');
  await finance.getByRole('button', { name: 'Ya, lanjutkan' }).click();
  await expect(finance.getByText('Tidak ada kuitansi yang terbuka.', { exact: false })).toBeVisible();
  expect(await field.custody()).toEqual({ held: 0, n: 0 });
});

test('money that did not come is refused with a reason, and is late once its hours are over', async ({ browser, field, phone }) => {
  test.setTimeout(240_000);
  await phone.enrol({ ...people(1, 720)[0]!, cash: true });
  await phone.send();
  await phone.sent();
  await bring(phone, 'SLIP-0418');
  const finance = await desk(browser, field, 'keuangan', '/titipan/setoran');
  await finance.getByRole('link', { name: 'SLIP-0418' }).click();
  await finance.getByRole('button', { name: 'Tolak setoran' }).click();
  const dialog = finance.getByRole('dialog');
  await expect(dialog.getByText('semua kuitansinya kembali ke tangan agen', { exact: false })).toBeVisible();
  await dialog.getByLabel('Alasan').fill('uang belum sampai di loket');
  await dialog.getByRole('button', { name: 'Tolak setoran' }).click();
  await expect(finance.getByText('“uang belum sampai di loket”')).toBeVisible();
  await expect(finance.getByText('Kuitansinya kembali ke agen, untuk disetor lagi.')).toBeVisible();
  await open(finance, field, '/titipan/setoran?keadaan=refused');
  await expect(finance.getByRole('link', { name: 'SLIP-0418' })).toBeVisible();
  expect(await field.custody()).toEqual({ held: 8_400, n: 1 });

  // Two days later the branch's day begins with it.
  await field.office.on(new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10));
  const branch = await desk(browser, field, 'cabang');
  const card = branch.locator('section').filter({ hasText: 'Agen yang memegang uang terlalu lama' });
  await expect.poll(async () => {
    await branch.reload();
    await expect(card).toBeVisible();
    return card.innerText();
  }, { timeout: 30_000 }).toContain(`1 kuitansi, ${month}`);
  await readable(branch, 'home');
  await card.getByRole('link', { name: '1', exact: true }).click();
  const row = branch.getByRole('row').filter({ hasText: 'Agen Contoh Perisai' });
  await expect(row.getByText('lewat waktunya')).toBeVisible();
  await expect(row.getByText('1 peserta sudah dikabari')).toBeVisible();
  await readable(branch, 'late');
});
