// A branch plans a season of the campaign, runs it and reports it (J4): nine villages in eight
// sub-districts, a launch at Gumelar, an event at Cilongok of which nobody wrote anything down; what
// does not fit is refused with the office's own sentence, and what is not known is never a zero.
import type { Page } from '@playwright/test';
import decode from 'qr/decode.js';
import { enter, expect, somebody, test } from './office';

test.use({ house: 'campaigns' });
test.describe.configure({ mode: 'serial' });

const klaten = 'Jombor (Ceper)\nPesu (Wedi)\nJimbung (Kalikotes)\nGemblegan (Kalikotes)\nSumyang (Jogonalan)\nKemudo (Prambanan)\nWunut (Tulung)\nPaseban (Bayat)\nGatak (Delanggu)';
const picture = async (page: Page, name: string) => {
  const folder = process.env.LINDUNG_PICTURES;
  if (!folder) return;
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
};
/** Chooses an area as people do: a few letters, then the one that is meant. */
async function area(page: Page, label: string | RegExp, text: string, which: RegExp) {
  const field = page.getByRole('combobox', { name: label });
  await field.fill(text);
  await page.getByRole('option', { name: which }).first().click();
}
const day = (page: Page, label: string | RegExp, text: string) => page.getByRole('textbox', { name: label }).fill(text);
const toSeason = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();

test.beforeAll(async ({ office }) => {
  await office.hire('pusat', 'branch_staff', null, 'Kantor Pusat');
  await office.hire('klaten', 'branch_staff', '33.10', 'Cabang Klaten');
  await office.hire('purwokerto', 'branch_staff', '33.02', 'Cabang Purwokerto');
});

test('a campaign of the nation has its name, and a likeness waits for somebody to look', async ({ page, office }) => {
  await enter(page, office, 'pusat', '/kampanye/nama');
  await page.getByRole('button', { name: 'Kampanye baru' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nama', { exact: true }).fill('Kerja Keras Bebas Cemas');
  await dialog.getByLabel('Singkatan').fill('KKBC');
  await dialog.getByLabel(/^Nama lain/).fill('KKBC Masuk Desa');
  await dialog.getByLabel('Tujuan').fill('Perlindungan pekerja informal di desa');
  await dialog.getByLabel('kampanye nasional').check();
  await day(page, /^Diluncurkan/, '6/7/2023');
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByRole('heading', { name: /Kerja Keras Bebas Cemas/ })).toBeVisible();

  await page.getByLabel('Seperti tertulis').fill('Kerja Cepat Bebas Cemas');
  await page.getByRole('button', { name: 'Kampanye mana?' }).click();
  await expect(page.getByText('“Kerja Cepat Bebas Cemas” mirip Kerja Keras Bebas Cemas.', { exact: false })).toBeVisible();
  await picture(page, 'names');
  await page.getByRole('link', { name: 'Musim', exact: true }).click();
  await page.getByRole('link', { name: '1 nama kampanye menunggu diputus' }).click();
  await page.getByRole('button', { name: 'Ya, nama lain' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Kerja Cepat Bebas Cemas' })).toContainText('nama lain');
});

test('nine villages of a report are found in eight sub-districts, none is dropped, and are planned together', async ({ page, office }) => {
  await enter(page, office, 'klaten', '/kampanye');
  await expect(page.getByText('Belum ada musim di wilayah Anda.', { exact: false })).toBeVisible();
  await page.getByRole('link', { name: 'Musim baru' }).click();
  await page.getByLabel('Nama musim').fill('Klaten 2023');
  await day(page, /^Hari pertama/, '1/9/2023');
  await day(page, /^Hari terakhir/, '19/10/2023');
  await page.getByLabel('Tujuan').fill('Masyarakat desa memahami pentingnya perlindungan');
  await page.getByRole('button', { name: 'Buka musim' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Klaten 2023' })).toBeVisible();
  await expect(page.getByText('Belum ada kegiatan.', { exact: false })).toBeVisible();

  await page.getByRole('link', { name: 'Tempel daftar desa' }).click();
  await page.getByLabel('Desa (kecamatan)').fill(`${klaten}\nAtlantis (Delanggu)`);
  await page.getByRole('button', { name: 'Kenali desa-desanya' }).click();
  await expect(page.getByRole('heading', { name: '9 dari 10 dikenal, di 8 kecamatan' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Atlantis (Delanggu)' })).toContainText('belum dikenal');
  await page.getByLabel('sosialisasi').check();
  for (const role of ['perangkat desa', 'Babinsa', 'Bhabinkamtibmas', 'agen Perisai']) {
    await page.getByRole('button', { name: 'Tambah mitra' }).click();
    await page.getByLabel(/^Mitra \d+$/).last().selectOption({ label: role });
  }
  await picture(page, 'villages');
  await page.getByRole('button', { name: 'Rencanakan 9 kegiatan sekaligus' }).click();
  await expect(page.getByText('9 kegiatan direncanakan.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('sudah ada kegiatan')).toHaveCount(9);

  await page.getByRole('link', { name: 'Klaten 2023' }).click();
  await expect(page.getByText('9 desa di 8 kecamatan', { exact: true })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: 'dari 26' })).toContainText('8 dengan yang direncanakan');
  const gatak = page.getByRole('table', { name: 'Kegiatan', exact: true }).getByRole('row').filter({ hasText: 'Balai Desa Gatak' });
  for (const role of ['perangkat desa', 'Babinsa', 'Bhabinkamtibmas', 'agen Perisai']) await expect(gatak).toContainText(role);
  await picture(page, 'season-klaten');
  const csv = await (await page.request.get(await page.getByRole('link', { name: 'CSV' }).evaluate((link: HTMLAnchorElement) => link.href))).text();
  expect(csv.trim().split('\r\n')).toHaveLength(10);

  // Gatak: its head speaks for it; officials are enrolled, though nobody wrote down how many.
  await gatak.getByRole('link').click();
  await page.getByRole('button', { name: 'Catat tokoh penggerak' }).click();
  await page.getByRole('dialog').getByLabel('Nama').fill('Kepala Desa Contoh');
  await page.getByRole('dialog').getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('kepala desa: Kepala Desa Contoh')).toBeVisible();
  await page.getByRole('button', { name: 'Catat waktu perjalanan' }).click();
  await page.getByRole('dialog').getByLabel('Menit dari cabang, sekali jalan').fill('45');
  await page.getByRole('dialog').getByLabel('Menurut siapa').fill('tim 1');
  await page.getByRole('dialog').getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('Waktu perjalanan tercatat: 45 menit.')).toBeVisible();
  await page.getByRole('button', { name: 'Catat keadaan kelompok' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Kelompok sasaran').selectOption('village_official');
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(dialog.getByText('Sudah didaftarkan berapa orang?', { exact: false }).first()).toBeVisible();
  await dialog.getByLabel('tidak dicatat').check();
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'sudah didaftarkan' })).toContainText('belum dicatat');
});

test('a season opens at Gumelar; what does not fit in a plan is refused beside its field', async ({ page, office }) => {
  await enter(page, office, 'purwokerto', '/kampanye/musim/baru');
  await page.getByLabel('Kampanye', { exact: true }).selectOption('said');
  await page.getByLabel('Seperti tertulis').fill('Kerja Cepat Bebas Cemas');
  await page.getByLabel('Nama musim').fill('Banyumas 2023');
  await day(page, /^Hari pertama/, '20/7/2023');
  await day(page, /^Hari terakhir/, '31/12/2023');
  await page.getByLabel('Tujuan').fill('Merangkul pekerja informal di desa');
  await area(page, /^Wilayah yang diukur/, 'gumelar', /^Gumelar/);
  await page.getByRole('button', { name: 'Buka musim' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Banyumas 2023' })).toBeVisible();
  await expect(page.getByText('Kerja Keras Bebas Cemas')).toBeVisible();

  await page.getByRole('link', { name: 'Rencanakan kegiatan' }).click();
  await page.getByLabel('Nama kegiatan').fill('Peluncuran KKBC Gumelar');
  await area(page, /^Desa atau kecamatan/, 'gumelar', /^Gumelar.*Banyumas/);
  await day(page, /^Hari kegiatan/, '20/7/2023');
  await expect(page.getByText('Kamis, 20 Juli 2023')).toBeVisible();
  await page.getByLabel(/^Hari apa/).selectOption('Rabu');
  await page.getByLabel('Peluncuran').selectOption('branch');
  await page.getByRole('button', { name: 'Rencanakan', exact: true }).click();
  await expect(page.getByText('adalah hari Kamis, bukan Rabu', { exact: false }).first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: /^Hari kegiatan/ })).toBeFocused();
  await picture(page, 'plan-refused');
  await page.getByLabel(/^Hari apa/).selectOption('Kamis');
  await page.getByRole('button', { name: 'Rencanakan', exact: true }).click();
  const venue = page.getByLabel('Tempat acara');
  await expect(venue).toBeFocused();
  await expect(page.getByText('Tempat belum ditulis', { exact: false }).first()).toBeVisible();
  await venue.fill('Pendopo Kecamatan Gumelar');
  await page.getByRole('button', { name: 'Rencanakan', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Peluncuran KKBC Gumelar' })).toBeVisible();
  await expect(page.getByText('peluncuran cabang')).toBeVisible();

  await toSeason(page, 'Banyumas 2023');
  await page.getByRole('link', { name: 'Rencanakan kegiatan' }).click();
  await page.getByLabel('Nama kegiatan').fill('KKBC Cilongok');
  await page.reload();
  await expect(page.getByText('Isian yang belum dikirim dipulihkan.', { exact: false })).toBeVisible();
  await expect(page.getByLabel('Nama kegiatan')).toHaveValue('KKBC Cilongok');
  await area(page, /^Desa atau kecamatan/, 'cilongok', /^Cilongok.*Banyumas/);
  await page.getByLabel('Tempat acara').fill('Pendopo Kecamatan Cilongok');
  await page.getByLabel('seperti tertulis di berita').check();
  await page.getByLabel('Hari seperti tertulis').fill('Jumat (11/8)');
  await day(page, /^Tanggal terbit berita/, '13/8/2024');
  await expect(page.getByText('adalah hari Minggu, bukan Jumat', { exact: false }).first()).toBeVisible();
  await day(page, /^Tanggal terbit berita/, '13/8/2023');
  await expect(page.getByText('Jumat, 11 Agustus 2023 · tahun disimpulkan')).toBeVisible();
  await page.getByLabel('sosialisasi').check();
  await page.getByLabel('senam bersama').check();
  await page.getByLabel(/^Mulai pukul/).fill('08:00');
  await page.getByLabel(/^Selesai pukul/).fill('11:00');
  await page.getByRole('button', { name: 'Tambah mitra' }).click();
  await page.getByRole('button', { name: 'Tambah mitra' }).click();
  await page.getByLabel('Mitra 2', { exact: true }).selectOption({ label: 'perangkat desa' });
  await page.getByRole('button', { name: 'Rencanakan', exact: true }).click();
  await expect(page.getByText('Mitra perangkat desa sudah ada dalam daftar ini', { exact: false }).first()).toBeVisible();
  await expect(page.getByLabel('Mitra 2', { exact: true })).toBeFocused();
  await page.getByLabel('Mitra 2', { exact: true }).selectOption({ label: 'Babinsa' });
  await page.getByRole('button', { name: 'Rencanakan', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'KKBC Cilongok' })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: 'Jumat, 11 Agustus 2023, pukul 08:00–11:00' })).toBeVisible();
  await expect(page.getByText('tahun disimpulkan', { exact: true })).toBeVisible();
});

test('of Cilongok nobody wrote anything down: it closes only by saying so, and its funnel is never zero', async ({ page, office }) => {
  await enter(page, office, 'purwokerto', '/kampanye?cari=banyumas&tahun=2023');
  await toSeason(page, 'Banyumas 2023');
  const funnel = page.getByRole('region', { name: 'Apa jadinya' });
  await expect(funnel.getByRole('row').filter({ hasText: 'KKBC Cilongok' }).getByText('belum dicatat', { exact: true })).toHaveCount(7);
  await page.getByRole('button', { name: 'Kalender' }).click();
  await expect(page.getByRole('heading', { name: 'Agustus 2023' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Jumat 11' })).toContainText('KKBC Cilongok');
  await picture(page, 'calendar');
  await page.getByRole('button', { name: 'Daftar' }).click();
  await page.getByRole('link', { name: 'KKBC Cilongok' }).first().click();

  const close = page.getByRole('button', { name: 'Tutup kegiatan' });
  await close.click();
  await expect(page.getByText('Kegiatan ditutup hanya dengan angka', { exact: false }).first()).toBeVisible();
  await expect(page.getByLabel('orang yang hadir', { exact: true })).toBeFocused();
  await picture(page, 'close-refused');
  for (const stage of ['orang yang hadir', 'calon peserta yang dicatat', 'yang mendaftar', 'biaya yang dipakai']) await page.getByLabel(`${stage}: tidak dicatat`).check();
  await close.click();
  await expect(page.getByText('mitra yang hadir. Tulis angkanya', { exact: false }).first()).toBeVisible();
  await page.getByLabel('mitra yang hadir: tidak dicatat').check();
  await close.click();
  await expect(page.getByText('1. ditutup')).toBeVisible();
  await toSeason(page, 'Banyumas 2023');
  const row = funnel.getByRole('row').filter({ hasText: 'KKBC Cilongok' });
  await expect(row.getByText('belum dicatat', { exact: true })).toHaveCount(7);
  await expect(row).not.toContainText(/\b0\b/);
  await funnel.getByLabel('Menurut', { exact: true }).selectOption('partner');
  await expect(funnel.getByRole('row').filter({ hasText: 'dengan Babinsa' })).toContainText('2 kegiatan belum mencatat kehadirannya');
  await expect(funnel.getByRole('row').filter({ hasText: 'tanpa Babinsa' })).toBeVisible();
  await picture(page, 'season-banyumas');
});

test('the day of an event: invitations with codes, who came, two questions, leads, and what is left to do', async ({ page, office }) => {
  test.setTimeout(120_000);
  // An event of ten days ago: two of the four tasks after it are overdue.
  const day = (ago: number) => new Date(office.now.getTime() - ago * 86_400_000).toISOString().slice(0, 10);
  const campaign = (await office.did<{ items: { id: string }[] }>('purwokerto', 'GET', '/api/v1/campaigns')).items[0]!.id;
  const season = { campaign, name: 'Banyumas sekarang', area: '33.02', from: day(30), to: day(-30), goal: 'Merangkul pekerja informal di desa' };
  const { id } = await office.did('purwokerto', 'POST', '/api/v1/seasons', season);
  const cihonje = await office.did<{ items: { code: string }[] }>('purwokerto', 'GET', '/api/v1/areas?q=cihonje&level=village&within=33.02');
  await office.did('purwokerto', 'POST', `/api/v1/seasons/${id}/events`, { name: 'KKBC Cihonje', area: cihonje.items[0]!.code, on: day(10), venue: 'Balai Desa Cihonje' });
  await enter(page, office, 'purwokerto', '/kampanye?cari=banyumas');
  await toSeason(page, 'Banyumas sekarang');
  await page.getByRole('link', { name: 'KKBC Cihonje' }).first().click();
  const invitation = page.getByRole('region', { name: 'Undangan' });
  await expect(invitation).toContainText('Balai Desa Cihonje');
  await expect(invitation).toContainText('KTP asli');
  await page.getByLabel('Tambah berapa lembar').fill('3');
  await page.getByRole('button', { name: 'Nomori' }).click();
  const slips = await page.getByRole('link', { name: 'Cetak nomor 1–3' }).getAttribute('href');

  // The code of the second slip, read off the paper.
  const paper = await page.context().newPage();
  await paper.goto(office.url + slips);
  await expect(paper.locator('section.paper')).toHaveCount(3);
  const drawn = await paper.locator('section.paper svg').nth(1).evaluate(async (svg) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: 260, height: 260 });
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, 260, 260);
    context.drawImage(image, 20, 20, 220, 220);
    return [...context.getImageData(0, 0, 260, 260).data];
  });
  await paper.close();
  const code = decode({ width: 260, height: 260, data: Uint8ClampedArray.from(drawn) });
  const scan = page.getByLabel('Kode kartu atau undangan');
  await scan.fill('bukan kode');
  await page.getByRole('button', { name: 'Catat hadir' }).click();
  await expect(scan).toHaveAttribute('aria-invalid', 'true');
  for (const said of ['Hadir: undangan nomor 2.', 'Sudah dipindai tadi; dihitung sekali.']) {
    await scan.fill(code);
    await scan.press('Enter');
    await expect(page.getByText(said)).toBeVisible();
  }
  await page.getByLabel('Hadir tanpa dipindai').fill('83');
  await page.getByRole('region', { name: 'Yang hadir' }).getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByRole('definition').filter({ hasText: /^84$/ })).toBeVisible();

  await page.getByText('Tulis jawabannya').click();
  const accident = page.getByRole('group', { name: /kecelakaan kerja/ });
  for (const [label, n] of [['Tahu, sebelum', '12'], ['Belum tahu, sebelum', '40'], ['Tahu, sesudah', '45'], ['Belum tahu, sesudah', '7']] as const) await accident.getByLabel(label, { exact: true }).fill(n);
  await page.getByRole('region', { name: 'Dua pertanyaan, sebelum dan sesudah' }).getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('23,1 %')).toBeVisible();
  await expect(page.getByText('86,5 %')).toBeVisible();

  await page.getByText('Tulis calon peserta').click();
  const leads = page.getByRole('region', { name: 'Calon peserta' });
  await leads.getByLabel('Nama', { exact: true }).fill('Calon Contoh Ojek');
  await leads.getByLabel(/^Nomor HP/).fill('081299990001');
  await expect(page.getByRole('combobox', { name: /^Desa tempat tinggal/ })).toHaveValue(/^Cihonje/);
  await leads.getByRole('combobox', { name: /^Pekerjaan/ }).fill('ojek');
  await page.getByRole('option').first().click();
  await leads.getByRole('button', { name: 'Tambah calon' }).click();
  await expect(leads.getByRole('row').filter({ hasText: 'Calon Contoh Ojek' })).toContainText('calon');
  await picture(page, 'event');

  await leads.getByRole('button', { name: 'Daftarkan' }).click();
  await expect(page).toHaveURL(/\/daftarkan$/);
  await expect(page.getByLabel(/^Nama/).first()).toHaveValue('Calon Contoh Ojek');
  await expect(page.getByRole('combobox', { name: /Desa|Kelurahan/i })).toHaveValue(/^Cihonje/);
  await page.goBack();

  // Closed with its counts; more than live there would have to be explained, and a correction says why.
  const came = page.getByLabel('orang yang hadir', { exact: true });
  await came.fill('900000');
  await expect(page.getByLabel('Dari mana mereka datang')).toBeVisible();
  await came.fill('');
  await page.getByRole('button', { name: 'pakai 84' }).click();
  await page.getByRole('button', { name: 'pakai 1', exact: true }).click();
  await page.getByLabel('yang mendaftar', { exact: true }).fill('90');
  await page.getByLabel('biaya yang dipakai', { exact: true }).fill('1250000');
  await page.getByRole('button', { name: 'Tutup kegiatan' }).click();
  await expect(page.getByText('90 mendaftar dari 84 yang hadir', { exact: false }).first()).toBeVisible();
  await page.getByLabel('yang mendaftar', { exact: true }).fill('26');
  await page.getByRole('button', { name: 'Tutup kegiatan' }).click();
  await expect(page.getByText('1. ditutup')).toBeVisible();
  for (const what of ['ucapan terima kasih', 'hari ke-7', 'hari ke-30', 'hari ke-60']) await expect(page.getByRole('region', { name: 'Tugas sesudahnya' })).toContainText(what);
  await page.getByRole('button', { name: 'Perbaiki angkanya' }).click();
  await page.getByLabel('yang mendaftar', { exact: true }).fill('25');
  await page.getByRole('button', { name: 'Simpan perbaikan' }).click();
  await expect(page.getByLabel('Alasan')).toBeFocused();
  await page.getByLabel('Alasan').fill('satu formulir tertulis dua kali');
  await page.getByRole('button', { name: 'Simpan perbaikan' }).click();
  await expect(page.getByText('2. ditutup')).toBeVisible();
  await expect(page.getByText('“satu formulir tertulis dua kali”')).toBeVisible();
  await page.getByRole('button', { name: 'Buka kembali' }).click();
  await page.getByRole('dialog').getByLabel('Alasan').fill('daftar hadir kedua ditemukan');
  await page.getByRole('dialog').getByRole('button', { name: 'Ya, lanjutkan' }).click();
  await expect(page.getByText('3. dibuka kembali')).toBeVisible();
  await picture(page, 'event-reopened');
});

test('a lead who enrolled and paid is counted, by trade and by who wrote them down; what is early is not missing', async ({ page, office }) => {
  await enter(page, office, 'purwokerto', '/kampanye?cari=sekarang');
  await toSeason(page, 'Banyumas sekarang');
  await page.getByRole('link', { name: 'KKBC Cihonje' }).first().click();
  const leads = page.getByRole('region', { name: 'Calon peserta' });
  await leads.getByRole('button', { name: 'Hubungkan' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Tidak ada orang terdaftar dengan nomor HP ini.', { exact: false })).toBeVisible();
  await dialog.getByRole('button', { name: 'Tutup' }).click();
  const cihonje = await office.did<{ items: { code: string }[] }>('purwokerto', 'GET', '/api/v1/areas?q=cihonje&level=village&within=33.02');
  const work = [{ occupation: 'ojek', place: 'pangkalan pasar', hours: '06.00–17.00' }];
  const { membership } = await office.enrol('purwokerto', somebody('Calon Contoh Ojek', 91, { village: cihonje.items[0]!.code, phone: '081299990001', occupations: work }));
  await office.pay('purwokerto', await office.code('purwokerto', membership));
  await leads.getByRole('button', { name: 'Hubungkan' }).click();
  await dialog.getByRole('button', { name: 'Ya, ini orangnya' }).click();
  await expect(leads.getByText('sudah peserta')).toBeVisible();
  await toSeason(page, 'Banyumas sekarang');
  const funnel = page.getByRole('region', { name: 'Apa jadinya' });
  const bar = (stage: string) => funnel.getByRole('listitem').filter({ hasText: stage });
  await expect(bar('Membayar')).toContainText('1');
  await expect(bar('Bertahan 30 hari')).toContainText('belum waktunya');
  for (const [by, line] of [['trade', 'transportasi'], ['agent', 'Cabang Purwokerto']] as const) {
    await funnel.getByLabel('Menurut', { exact: true }).selectOption(by);
    await expect(funnel.getByRole('row').filter({ hasText: line })).toContainText(/1.*1/);
  }
  await funnel.getByLabel('Menurut', { exact: true }).selectOption('partner');
  await expect(funnel.getByText('Belum ada baris untuk pemotongan ini.')).toBeVisible();
  await picture(page, 'funnel');
});

test('what is overdue is on top of the tasks, is done with a word, and somebody is to be told', async ({ page, office }) => {
  await enter(page, office, 'purwokerto', '/tugas');
  const list = page.getByRole('region', { name: 'Hari ini dan terlambat' });
  await expect(list.getByText('terlambat', { exact: true })).toHaveCount(2);
  await picture(page, 'tasks');
  const first = list.getByRole('listitem').filter({ hasText: 'ucapan terima kasih dan kode bayar: KKBC Cihonje' });
  await first.getByRole('button', { name: 'Selesai' }).click();
  await page.getByRole('dialog').getByLabel(/^Hasilnya/).fill('26 pesan terkirim');
  await page.getByRole('dialog').getByRole('button', { name: 'Selesai' }).click();
  await expect(first).toHaveCount(0);
  await page.getByRole('link', { name: 'Selesai', exact: true }).click();
  await expect(page.getByText('“26 pesan terkirim”')).toBeVisible();
  await page.getByRole('button', { name: 'Tugas baru' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Apa').fill('Menjelaskan program kepada petani dan pedagang');
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await page.getByRole('link', { name: 'Milik saya', exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'petani dan pedagang' })).toContainText('hari ini');
});

test('agreements stand from the province to the village, and what is missing is counted', async ({ page, office }) => {
  await enter(page, office, 'purwokerto', '/kampanye/perjanjian');
  const levels = page.getByRole('table', { name: /^Ada dan belum ada/ });
  await expect(levels.getByRole('row').filter({ hasText: 'kabupaten/kota' })).toContainText('0 dari 1');
  await page.getByRole('button', { name: 'Perjanjian baru' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Judul').fill('Perjanjian kerja sama perlindungan pekerja rentan');
  await dialog.getByLabel('Pihak lain').fill('Pemerintah Kabupaten Banyumas');
  await day(page, /^Berlaku sejak/, '1/1/2026');
  await day(page, /^Sampai/, '1/1/2025');
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(dialog.getByText('Hari terakhir harus sesudah hari pertama').first()).toBeVisible();
  await day(page, /^Sampai/, '31/12/2027');
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(levels.getByRole('row').filter({ hasText: 'kabupaten/kota' })).toContainText('1 dari 1');
  await expect(page.getByText('Pemerintah Kabupaten Banyumas', { exact: false })).toBeVisible();
  await picture(page, 'agreements');
  await page.getByRole('table', { name: 'Wilayah di bawahnya' }).getByRole('link', { name: 'Cilongok' }).click();
  await expect(levels.getByRole('row').filter({ hasText: 'desa/kelurahan' })).toContainText('0 dari 20');
});
