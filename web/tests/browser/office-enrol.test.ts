// J1 as a new clerk walks it, in Indonesian: a farmer is enrolled at the village desk, pays at the
// branch, and proves it at home. Then what may go wrong. It is 10 November 2026.
import { nikOf, signIn, somebody, expect, test } from './office';
import { choose, fill, submit } from './office-desk';

test.use({ day: '2026-11-10' });

const farmer = { nik: nikOf('1979-03-12', 9001), name: 'Paimin Contoh' };

test.beforeAll(async ({ office }) => {
  await office.hire('desa', 'village_clerk', '33.02.15.2006', 'Perangkat Desa');
  await office.hire('cabang', 'branch_staff', '33.02', 'Petugas Cabang');
});

test('a farmer is enrolled, pays three months, and proves it without the NIK', async ({ page, office, browser }) => {
  await signIn(page, office, 'desa');
  await page.getByRole('link', { name: 'Daftarkan', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Daftarkan orang' })).toBeFocused();

  // Who: the number says the birth date, and that nobody has it yet.
  await page.getByLabel('NIK (16 angka)').fill(farmer.nik.replace(/(.{4})/g, '$1 '));
  await expect(page.getByText('NIK ini belum tercatat.')).toBeVisible();
  await expect(page.getByText(/Menurut NIK: lahir 12 Maret 1979, laki-laki/)).toBeVisible();
  await expect(page.getByLabel('Tanggal lahir').first()).toHaveValue('12/3/1979');
  await page.getByLabel('Nama (seperti di KTP)').fill(farmer.name);
  await page.getByLabel('Telepon (opsional)').first().fill('0812 3456 7890');
  await page.getByLabel(/Telepon dipakai bersama/).check();
  // A clerk of one village need not say which.
  await expect(page.getByRole('combobox', { name: 'Desa/kelurahan tempat tinggal' })).toHaveValue(/^Gumelar, Gumelar/);
  await page.getByLabel('RT', { exact: true }).fill('3');

  // Work and price: three prices, and the law they rest on.
  await choose(page, 'Pekerjaan', 'tani padi', /^Petani padi/);
  await page.getByLabel('Tempat kerja').fill('sawah blok lor');
  await page.getByLabel('Penghasilan sebulan yang dinyatakan').fill('900000');
  for (const [months, price] of [['1 bulan', 'Rp8.400'], ['3 bulan', 'Rp33.600'], ['12 bulan', 'Rp184.800']]) {
    await expect(page.getByRole('radio', { name: `${months} ${price}` })).toBeVisible();
  }
  await page.getByText('Mengapa segini?').click();
  await expect(page.getByText(/PP 50\/2025, Pasal/).first()).toBeVisible();
  await page.getByRole('radio', { name: /^3 bulan/ }).check();

  // Heirs, attestation, the promise: unread, nobody is enrolled.
  await page.getByLabel('Siapa yang bersaksi').fill('Ketua RT 03');
  await page.getByLabel('Sebagai').selectOption('Ketua RT');
  await page.getByLabel('Yang dilihat').fill('menggarap sawah setiap pagi');
  await page.getByLabel('Setuju datanya dipakai').check();
  await expect(page.getByText(/42\.000\.000/)).toBeVisible();
  await submit(page);
  await expect(page.getByLabel('Sudah dibacakan, dan orang ini mengerti')).toBeFocused();
  await page.getByLabel('Sudah dibacakan, dan orang ini mengerti').check();
  await submit(page);

  // Enrolled: the number, the promise once more, the code.
  await expect(page.getByRole('heading', { name: `${farmer.name} terdaftar` })).toBeFocused();
  const slip = page.getByRole('region', { name: 'Kode iuran' });
  await expect(slip.getByText('Rp33.600')).toBeVisible();
  await expect(slip).toContainText('Januari 2027 Rp16.800');
  const code = (await slip.locator('.big').innerText()).replace(/\D/g, '');
  expect(code).toHaveLength(15);
  await page.getByRole('link', { name: 'Buka datanya' }).click();
  await expect(page.getByText('Terdaftar, belum bayar').first()).toBeVisible();
  await expect(page.getByText('menggarap sawah setiap pagi').first()).toBeVisible();

  // The branch takes the money for the code the farmer shows.
  const counter = await (await browser.newContext()).newPage();
  await counter.clock.setSystemTime(office.now);
  await signIn(counter, office, 'cabang', '/bayar');
  await counter.getByLabel('Kode iuran, atau nomor peserta dari kartu').fill(code);
  await counter.getByRole('button', { name: 'Cari' }).click();
  await counter.getByRole('link', { name: 'Terima uangnya di loket ini' }).click();
  await expect(counter.getByLabel('Uang yang diterima')).toHaveValue('33.600');
  await counter.getByRole('button', { name: 'Catat pembayaran' }).click();
  await expect(counter.getByRole('heading', { name: 'Pembayaran tercatat' })).toBeFocused();
  await expect(counter.getByText('31 Januari 2027').first()).toBeVisible();
  const [receipt] = await Promise.all([
    counter.waitForEvent('popup'),
    counter.getByRole('link', { name: 'Kuitansi' }).click(),
  ]);
  await expect(receipt.getByRole('heading', { name: 'Kuitansi' })).toBeVisible();
  await expect(receipt.getByText('33.600').first()).toBeVisible();
  await counter.context().close();

  // At home: the card verifies, and says neither number nor name.
  await page.reload();
  await expect(page.getByText('Aktif').first()).toBeVisible();
  const [card] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: 'Kartu', exact: true }).click(),
  ]);
  await expect(card.locator('svg')).toBeVisible();
  await card.getByRole('link', { name: 'Periksa di sini' }).click();
  await expect(card.getByText('31 Januari 2027').first()).toBeVisible();
  const shown = await card.locator('body').innerText();
  for (const secret of [farmer.nik, farmer.nik.slice(-4), 'Paimin']) expect(shown).not.toContain(secret);
});

test('the code paid twice pays the months after it, and says so', async ({ page, office }) => {
  const { membership } = await office.enrol('desa', somebody('Sukirah Contoh', 41));
  const code = await office.code('desa', membership, 1);
  await office.pay('cabang', code);
  await signIn(page, office, 'cabang', `/bayar?kode=${code.code}&jumlah=${code.amount}`);
  await page.getByRole('button', { name: 'Catat pembayaran' }).click();
  await expect(page.getByRole('alert')).toContainText('Kode ini sudah dibayar.');
  await page.getByRole('button', { name: 'Ya, catat sekali lagi' }).click();
  await expect(page.getByText('dibayar dua kali: bulan berikutnya terbayar')).toBeVisible();
  await expect(page.getByText('31 Desember 2026').first()).toBeVisible();
});

test('a number that cannot be a NIK is told beside the field, and the rest stays', async ({ page, office }) => {
  await signIn(page, office, 'desa', '/daftarkan');
  await fill(page, { nik: nikOf('1979-03-12', 77), name: 'Wagiman Contoh' });
  await page.getByLabel('NIK (16 angka)').fill('3302159903790001');
  const refused = page.locator('.field', { hasText: 'NIK (16 angka)' }).locator('.wrong');
  await expect(refused).not.toBeEmpty();
  await submit(page);
  await expect(page.getByLabel('NIK (16 angka)')).toBeFocused();
  await expect(page.getByLabel('Nama (seperti di KTP)')).toHaveValue('Wagiman Contoh');
  await page.getByLabel('NIK (16 angka)').fill(nikOf('1979-03-12', 77));
  await submit(page);
  await expect(page.getByRole('heading', { name: 'Wagiman Contoh terdaftar' })).toBeVisible();
});

test('who is over the age of entry is told so as soon as the NIK is typed, and by the law when sent', async ({ page, office }) => {
  await signIn(page, office, 'desa', '/daftarkan');
  await page.getByLabel('NIK (16 angka)').fill(nikOf('1959-03-12', 3));
  await expect(page.getByText(/67 tahun/)).toBeVisible();
  await fill(page, { nik: nikOf('1959-03-12', 3), name: 'Kasdi Contoh' });
  await submit(page);
  await expect(page.getByText(/65/).and(page.locator('.wrong, [role=alert] *')).first()).toBeVisible();
  const known = await office.did<{ person: unknown }>('desa', 'POST', '/api/v1/people/lookup', { nik: nikOf('1959-03-12', 3) });
  expect(known.person ?? null).toBeNull();
});

test('who is a member already is recognised while the NIK is typed, by a masked name', async ({ page, office }) => {
  const form = somebody('Tumini Contoh', 52);
  const { person } = await office.enrol('desa', form);
  await signIn(page, office, 'desa', '/daftarkan');
  await page.getByLabel('NIK (16 angka)').fill(form.person.nik);
  const note = page.getByText(/NIK ini sudah tercatat: T\*+/);
  await expect(note).toBeVisible();
  await expect(note).not.toContainText('Tumini');
  await page.getByRole('link', { name: 'Buka datanya' }).click();
  await expect(page).toHaveURL(new RegExp(`/kantor/orang/${person}$`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tumini Contoh');
  // Enrolled in spite of it: refused, and led to the member.
  await page.goBack();
  await fill(page, { nik: form.person.nik, name: 'Tumini Contoh' });
  await submit(page);
  await expect(page.getByRole('alert')).toContainText('sudah');
});
