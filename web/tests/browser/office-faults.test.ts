// What goes wrong at a desk: sessions that end, connections that drop, two tabs, two officers, text
// that wants to be a program. Nothing typed is lost, and nothing happens twice.
import type { Page, Request } from '@playwright/test';
import { enter, expect, nikOf, password, somebody, test, village } from './office';
import { fill, submit } from './office-desk';

test.use({ house: 'faults' });

test.beforeAll(async ({ office }) => {
  await office.hire('desa', 'village_clerk', village, 'Perangkat Desa');
  await office.hire('cabang', 'branch_staff', '33.02', 'Petugas Cabang');
});

interface Found {
  items: { id: string; person: string; number: string }[];
}
let serial = 100;
const somebodyNew = () => ({ nik: nikOf('1979-03-12', ++serial), name: `Contoh ${'abcdefghij'.charAt(serial % 10).toUpperCase()}elina` });

const enrolments = (page: Page): Request[] => {
  const seen: Request[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/v1/enrolments')) seen.push(request);
  });
  return seen;
};

test('the session ends in the middle of the form: signing in again over it sends what was typed, once', async ({ page, office }) => {
  await enter(page, office, 'desa', '/daftarkan');
  const person = somebodyNew();
  await fill(page, person);
  await office.endSessions('desa');
  await submit(page);
  const dialog = page.getByRole('dialog', { name: 'Sesi Anda berakhir' });
  await expect(dialog).toContainText('Yang Anda ketik tidak hilang');
  await expect(dialog.getByLabel('Nama masuk')).toHaveValue('desa');
  await dialog.getByLabel('Kata sandi', { exact: true }).fill('bukan kata sandinya');
  await dialog.getByRole('button', { name: 'Masuk', exact: true }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Kata sandi', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Masuk', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { name: `${person.name} terdaftar` })).toBeVisible();
});

test('the page is loaded again in the middle of the form: the draft is still there', async ({ page, office }) => {
  await enter(page, office, 'desa', '/daftarkan');
  const person = somebodyNew();
  await fill(page, person);
  await page.reload();
  await expect(page.getByText('Konsep yang belum dikirim dibuka lagi.')).toBeVisible();
  await expect(page.getByLabel('Nama (seperti di KTP)')).toHaveValue(person.name);
  await expect(page.getByRole('combobox', { name: 'Pekerjaan' })).toHaveValue(/Petani padi/);
  await submit(page);
  await expect(page.getByRole('heading', { name: `${person.name} terdaftar` })).toBeVisible();
});

test('the answer is lost on the wire: it says so, keeps everything, and pressing again is the same enrolment', async ({ page, office }) => {
  await enter(page, office, 'desa', '/daftarkan');
  const person = somebodyNew();
  await fill(page, person);
  const sent = enrolments(page);
  let lost = 0;
  await page.route('**/api/v1/enrolments', async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort('connectionreset');
  });
  await submit(page);
  await expect(page.getByRole('alert')).toContainText('Kantor tidak menjawab. Yang Anda ketik tetap ada di sini');
  await expect(page.getByLabel('Nama (seperti di KTP)')).toHaveValue(person.name);
  await submit(page);
  await expect(page.getByRole('heading', { name: `${person.name} terdaftar` })).toBeVisible();
  const keys = sent.map((request) => request.headers()['idempotency-key']);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test('no connection at all: the same, and it goes through when the line is back', async ({ page, office, context }) => {
  await enter(page, office, 'desa', '/daftarkan');
  const person = somebodyNew();
  await fill(page, person);
  await context.setOffline(true);
  await submit(page);
  await expect(page.getByRole('alert')).toContainText('Kantor tidak menjawab');
  await context.setOffline(false);
  await submit(page);
  await expect(page.getByRole('heading', { name: `${person.name} terdaftar` })).toBeVisible();
});

test('the back button after enrolling and after paying doubles nothing', async ({ page, office }) => {
  await enter(page, office, 'desa');
  await page.getByRole('link', { name: 'Daftarkan', exact: true }).click();
  const person = somebodyNew();
  await fill(page, person);
  await submit(page);
  await page.getByRole('link', { name: 'Buka datanya' }).click();
  await expect(page.getByRole('heading', { name: person.name })).toBeVisible();
  const id = new URL(page.url()).pathname.split('/').at(-1)!;
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Daftarkan orang' })).toBeVisible();
  await expect(page.getByLabel('Nama (seperti di KTP)')).toHaveValue('');

  const { items } = await office.did<Found>('cabang', 'POST', '/api/v1/memberships/find', { person: id });
  expect(items).toHaveLength(1);
  const code = await office.code('desa', items[0]!.id);
  await enter(page, office, 'cabang', `/kode/${code.code}`);
  await page.getByRole('link', { name: 'Terima uangnya di loket ini' }).click();
  await page.getByRole('button', { name: 'Catat pembayaran' }).click();
  await expect(page.getByRole('heading', { name: 'Pembayaran tercatat' })).toBeVisible();
  await page.goBack();
  await page.goForward();
  await expect(page.getByLabel('Uang yang diterima')).toHaveValue('');
  const paid = await office.did<Found>('cabang', 'GET', `/api/v1/memberships/${items[0]!.id}/payments`);
  expect(paid.items).toHaveLength(1);
});

test('a duplicated tab sends the same enrolment: one member, told to both', async ({ page, office, context }) => {
  await enter(page, office, 'desa', '/daftarkan');
  const person = somebodyNew();
  await fill(page, person);
  const draft = await page.evaluate(() => sessionStorage.getItem('lindung.draft.enrol') ?? '');
  const twin = await context.newPage();
  await twin.addInitScript((kept) => sessionStorage.setItem('lindung.draft.enrol', kept), draft);
  await twin.goto(`${office.url}/kantor/daftarkan`);
  await expect(twin.getByLabel('Nama (seperti di KTP)')).toHaveValue(person.name);
  await Promise.all([submit(page), submit(twin)]);
  const numbers = [];
  for (const tab of [page, twin]) {
    await expect(tab.getByRole('heading', { name: `${person.name} terdaftar` })).toBeVisible();
    numbers.push(await tab.getByText('Nomor peserta:').locator('strong').innerText());
  }
  expect(numbers[0]).toBe(numbers[1]);
});

test('two tabs take the money of one slip: one payment', async ({ page, office, context }) => {
  const { membership } = await office.enrol('desa', somebody('Contoh Kembar', ++serial));
  const code = await office.code('desa', membership);
  await enter(page, office, 'cabang', `/bayar?kode=${code.code}&jumlah=${code.amount}`);
  const twin = await context.newPage();
  await twin.goto(page.url());
  const record = (tab: Page) => tab.getByRole('button', { name: 'Catat pembayaran' }).click();
  await Promise.all([record(page), record(twin)]);
  await expect(page.getByRole('heading', { name: 'Pembayaran tercatat' }).or(page.getByText('Kode ini sudah dibayar.'))).toBeVisible();
  await expect(twin.getByRole('heading', { name: 'Pembayaran tercatat' }).or(twin.getByText('Kode ini sudah dibayar.'))).toBeVisible();
  const paid = await office.did<Found>('cabang', 'GET', `/api/v1/memberships/${membership}/payments`);
  expect(paid.items).toHaveLength(1);
});

test('two officers correct one person: the second sees what the first changed, and loses nothing', async ({ page, office }) => {
  const { person } = await office.enrol('desa', somebody('Contoh Berdua', ++serial));
  await enter(page, office, 'desa', `/orang/${person}`);
  await page.getByRole('button', { name: 'Koreksi data' }).click();
  const dialog = page.getByRole('dialog', { name: 'Koreksi data diri' });
  await dialog.getByLabel('Alamat (jalan, dusun)').fill('Dukuh Kidul 7');
  const { version } = await office.did<{ version: number }>('cabang', 'GET', `/api/v1/people/${person}`);
  await office.did('cabang', 'POST', `/api/v1/people/${person}/correct`, { version, correction: { address: 'Dukuh Lor 1', rw: '009' } });
  await dialog.getByRole('button', { name: 'Simpan', exact: true }).click();
  const told = dialog.getByRole('alert');
  await expect(told).toContainText('Petugas lain mengubah data ini saat Anda mengetik.');
  const row = told.getByRole('row', { name: /^Alamat/ });
  for (const said of ['Dukuh Karanganyar 12', 'Dukuh Lor 1', 'Dukuh Kidul 7']) await expect(row).toContainText(said);
  await dialog.getByRole('button', { name: 'Simpan ketikan saya' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/Dukuh Kidul 7, RT 003, RW 009/)).toBeVisible();
});

test('hostile text in every field stays text on every page that shows it', async ({ page, office }) => {
  const evil = `"><img src=x onerror=window.hit=1>{{7*7}}`;
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && /Content Security|Refused to/.test(message.text()) && errors.push(message.text()));
  page.on('dialog', (dialog) => void errors.push(dialog.message()));
  await enter(page, office, 'desa', '/daftarkan');
  const person = somebodyNew();
  await fill(page, person);
  await page.getByLabel('Nama (seperti di KTP)').fill(evil);
  for (const label of ['Tempat lahir', 'Alamat (jalan, dusun)', 'Tempat kerja', 'Jam kerja biasa']) await page.getByLabel(label).fill(evil);
  await page.getByLabel('Siapa yang bersaksi').fill(evil);
  await page.getByLabel('Yang dilihat').fill(evil);
  await page.getByRole('button', { name: 'Tambah ahli waris' }).click();
  const heir = page.getByRole('group', { name: 'Ahli waris 1' });
  await heir.getByLabel('Nama (seperti di KTP)').fill(evil);
  await heir.getByLabel('Telepon').fill(evil);
  await page.getByLabel('Telepon (opsional)').first().fill(evil);
  await page.getByRole('combobox', { name: 'Desa/kelurahan tempat tinggal' }).fill(evil);
  await submit(page);
  await expect(page.locator('[aria-invalid=true]').first()).toBeFocused();
  await expect(page.getByRole('alert')).toContainText('Perbaiki isian yang ditandai.');

  // What has to be a name, a number or a village is refused; what may be any text is kept as it is.
  await page.getByLabel('Nama (seperti di KTP)').first().fill(person.name);
  await heir.getByLabel('Nama (seperti di KTP)').fill('Anak Contoh');
  await heir.getByLabel('Telepon').fill('');
  await page.getByLabel('Telepon (opsional)').first().fill('');
  await page.getByRole('combobox', { name: 'Desa/kelurahan tempat tinggal' }).fill('Gumelar');
  await page.getByRole('option', { name: /^Gumelar Gumelar/ }).first().click();
  await submit(page);
  const done = page.getByRole('heading', { name: `${person.name} terdaftar` });
  await expect(done).toBeVisible();
  await page.getByRole('link', { name: 'Buka datanya' }).click();
  await expect(page.getByText(evil).first()).toBeVisible();
  expect(await page.evaluate(() => (window as { hit?: number }).hit ?? null)).toBeNull();
  expect(await page.locator('main img, main script').count()).toBe(0);
  expect(errors).toEqual([]);

  const policy = (await page.request.get(`${office.url}/kantor`)).headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});
