// Every page of the office can be read and worked with by everybody: in both languages, on a phone
// and on a desk, with people, money and lists in it. The list of routes is the office's own: a page
// that nobody walks here, or names as walked elsewhere, fails the first test.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { pages } from '../../src/office/routes';
import { enter, expect, nikOf, somebody, test, village, type Office } from './office';
import { furnishSeason } from './office-season';

test.use({ house: 'readable' });

/** What an address names, made before the first page is opened. */
type Made = Record<'person' | 'twin' | 'code' | 'payment' | 'journal' | 'list' | 'member' | 'agent' | 'month' | 'season' | 'event' | 'plan', string>;
let made: Made;

const walked: Record<string, (it: Made) => string> = {
  '/': () => '',
  '/cari': () => '/cari',
  '/daftarkan': () => '/daftarkan',
  '/bayar': () => '/bayar',
  '/bayar/:id': (it) => `/bayar/${it.payment}`,
  '/jatuh-tempo': () => '/jatuh-tempo?siapa=running_out',
  '/kode/:code': (it) => `/kode/${it.code}`,
  '/ganda': () => `/ganda?wilayah=${village}`,
  '/gabung/:first/:second': (it) => `/gabung/${it.person}/${it.twin}`,
  '/akun': () => '/akun',
  '/orang/:id': (it) => `/orang/${it.person}`,
  '/daftar': () => '/daftar',
  '/daftar/:id': (it) => `/daftar/${it.list}`,
  '/titipan': () => '/titipan',
  '/titipan/setoran': () => '/titipan/setoran',
  '/kampanye': () => '/kampanye?tahun=2023',
  '/kampanye/nama': () => '/kampanye/nama',
  '/kampanye/perjanjian': () => '/kampanye/perjanjian?wilayah=33.02',
  '/kampanye/musim/baru': () => '/kampanye/musim/baru',
  '/kampanye/musim/:id': (it) => `/kampanye/musim/${it.season}?tampil=kalender`,
  '/kampanye/musim/:id/desa': (it) => `/kampanye/musim/${it.season}/desa`,
  '/kampanye/musim/:season/kegiatan': (it) => `/kampanye/musim/${it.season}/kegiatan`,
  '/kampanye/kegiatan/:id': (it) => `/kampanye/kegiatan/${it.event}`,
  '/kampanye/kegiatan/:id/ubah': (it) => `/kampanye/kegiatan/${it.event}/ubah`,
  '/tugas': () => '/tugas',
  '/cakupan': () => '/cakupan?area=33.02',
  '/rencana': () => '/rencana',
  '/rencana/baru': () => '/rencana/baru',
  '/rencana/:id': (it) => `/rencana/${it.plan}`,
  '/target': () => '/target',
  '/target/baru': () => '/target/baru',
  '/target/:id': () => '/target/banyumas-workers-2024',
  '/agen': () => '/agen',
  '/agen/tanpa-agen': () => '/agen/tanpa-agen',
  '/agen/kantor': () => '/agen/kantor',
  '/agen/:id': (it) => `/agen/${it.agent}`,
  '/desa-sadar': () => '/desa-sadar?wilayah=33.02',
  '/desa-sadar/syarat': () => '/desa-sadar/syarat',
  '/desa-sadar/:village': () => `/desa-sadar/${village}`,
  '/laporan-bulan': (it) => `/laporan-bulan?wilayah=33.02&bulan=${it.month}`,
  '/buku': () => '/buku',
  '/buku/jurnal': () => '/buku/jurnal',
  '/buku/jurnal/:id': (it) => `/buku/jurnal/${it.journal}`,
  '/buku/rekening/:code': () => '/buku/rekening/COL-1120',
  '/buku/bulan': () => '/buku/bulan',
  '/buku/pemeriksaan': () => '/buku/pemeriksaan',
  '/hukum': () => '/hukum',
  '/hukum/aturan/:key': () => '/hukum/aturan/contribution.tiers_jkk_bpu',
  '/hukum/hitung': () => '/hukum/hitung',
  '/hukum/contoh': () => '/hukum/contoh',
  '/hukum/peraturan': () => '/hukum/peraturan',
  '/admin': () => '/admin',
  '/admin/perangkat': () => '/admin/perangkat',
  '/admin/audit': () => '/admin/audit',
  '/admin/jangkar': () => '/admin/jangkar',
};
/** What is done on a page before it is read, so that it has something to show. */
const worked: Record<string, (page: Page, it: Made) => Promise<void>> = {
  '/cari': async (page) => {
    await page.getByRole('combobox').fill('raden ayu');
    await expect(page.getByRole('option').first()).toBeVisible();
  },
  '/daftarkan': async (page) => {
    await page.getByLabel('NIK (16 angka)').fill(nikOf('1959-03-12', 41));
    await page.getByLabel('Penghasilan sebulan yang dinyatakan').fill('900000');
    await page.getByRole('button', { name: 'Tambah ahli waris' }).click();
    await page.getByText('Mengapa segini?').click();
    await page.getByRole('button', { name: 'Daftarkan dan buka kode iuran' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
  '/bayar': async (page, it) => {
    await page.getByLabel('Kode iuran, atau nomor peserta dari kartu').fill(it.member);
    await page.getByRole('button', { name: 'Cari' }).click();
    await expect(page.getByText('Buku bulan')).toBeVisible();
  },
  '/orang/:id': async (page) => {
    for (const closed of await page.locator('main details > summary').all()) await closed.click();
  },
  '/kampanye/musim/:id': async (page) => {
    await page.getByText('Tempat satu per satu').click();
  },
  '/kampanye/musim/:id/desa': async (page) => {
    await page.getByLabel('Desa (kecamatan)').fill('Panusupan (Cilongok)\nAtlantis (Laut)\nSokawera');
    await page.getByRole('button', { name: 'Kenali desa-desanya' }).click();
    await page.getByRole('button', { name: 'Tambah mitra' }).click();
    await expect(page.getByText('belum dikenal').first()).toBeVisible();
  },
  '/kampanye/musim/:season/kegiatan': async (page) => {
    await page.getByLabel('seperti tertulis di berita').check();
    await page.getByLabel('Hari seperti tertulis').fill('besok pagi');
    await page.getByRole('button', { name: 'Tambah mitra' }).click();
    await expect(page.getByText('tidak terbaca sebagai hari', { exact: false })).toBeVisible();
  },
  '/kampanye/kegiatan/:id': async (page) => {
    for (const closed of await page.locator('main details > summary').all()) await closed.click();
    await page.getByLabel('orang yang hadir', { exact: true }).fill('');
    await page.getByRole('button', { name: 'Tutup kegiatan' }).click();
    await expect(page.getByText('Kegiatan ditutup hanya dengan angka', { exact: false }).first()).toBeVisible();
  },
  '/target/baru': async (page) => {
    await page.getByLabel('Wilayah', { exact: false }).first().fill('Banyumas');
    await page.getByRole('option').filter({ hasText: 'Kabupaten Banyumas' }).first().click();
    await page.getByLabel('Persen', { exact: true }).fill('40');
    await page.getByText('Simpan juga sebagai capaian yang disebut').click();
    await expect(page.getByRole('region', { name: 'Hitungannya' }).getByText('Mengapa?').first()).toBeVisible();
  },
  '/rencana/baru': async (page) => {
    await page.getByRole('button', { name: 'Tambah catatan desa' }).click();
    await page.getByRole('button', { name: 'Tambah penyeberangan' }).click();
    for (const closed of await page.locator('main details > summary').all()) await closed.click();
  },
  '/rencana/:id': async (page) => {
    await expect(page.getByRole('group', { name: /kunjungan bernomor/ })).toBeVisible();
    for (const closed of await page.locator('main details > summary').all()) await closed.click();
  },
  '/target/:id': async (page) => {
    for (const closed of await page.locator('main details > summary').all()) await closed.click();
  },
  '/agen/:id': async (page) => {
    await page.getByRole('button', { name: 'Buka daftar peserta' }).click();
  },
  '/hukum/hitung': async (page) => {
    await page.getByRole('button', { name: 'Hitung' }).click();
    await expect(page.getByText('Rp33.600').or(page.getByText(/^Rp/)).first()).toBeVisible();
  },
};
/** Who walks it: nobody has every duty. */
const who = (path: string) => {
  if (path === '/admin' || path === '/admin/perangkat') return 'admin';
  if (path.startsWith('/admin') || path === '/buku/pemeriksaan') return 'pengawas';
  return path.startsWith('/buku') || path.startsWith('/titipan') || path === '/bayar' ? 'keuangan' : 'cabang';
};
/** Walked in office-fieldwork.test.ts and office-custody.test.ts, which have phones and what they sent. */
const elsewhere = new Set(['/lapangan', '/lapangan/perangkat', '/lapangan/berkas', '/lapangan/:id', '/titipan/agen/:id', '/titipan/setoran/:id']);

test('every route of the office is walked here or named as walked elsewhere', () => {
  const paths = pages.map((page) => page.path);
  expect(paths.filter((path) => !(path in walked) && !elsewhere.has(path))).toEqual([]);
  expect(Object.keys(walked).filter((path) => !paths.includes(path))).toEqual([]);
});

/** Long names, a village of sixty letters' worth of words, a list with rows of every kind. */
async function furnish(office: Office): Promise<Made> {
  await office.hire('desa', 'village_clerk', village, 'Perangkat Desa');
  await office.hire('cabang', 'branch_staff', null, 'Petugas Pelayanan dari Kantor Cabang Purwokerto');
  await office.hire('keuangan', 'finance', null, 'Bagian Keuangan');
  await office.hire('pengawas', 'auditor', null, 'Pengawas');
  const name = 'Raden Ayu Kusumaningtyas Wulandari Purbaningrum Contoh';
  const { person, membership, number } = await office.enrol('desa', somebody(name, 21));
  const paid = await office.pay('cabang', await office.code('desa', membership, 3));
  const { code } = await office.code('desa', membership, 12);
  const twin = await office.enrol('desa', somebody(name, 22));
  await office.did('desa', 'POST', `/api/v1/people/${person}/attestations`, {
    attested_by: 'Ketua RT 03', attester_role: 'rt_head', attested_on: office.now.toISOString().slice(0, 10), statement: 'menggarap sawah',
  });
  const rows = ['NIK;Nama;Tanggal lahir;Pekerjaan;Penghasilan', `${nikOf('1981-04-05', 31)};Darsono Contoh;05/04/1981;petani padi;900000`, '330215;Salah Contoh;01/01/1980;petani padi;900000'];
  const list = await office.handIn('desa', 'Daftar RT & RW <b>lama</b> (1).csv', rows.join('\n'));
  const payment = await office.did<{ journal: string }>('cabang', 'GET', `/api/v1/payments/${paid.payment}`);
  const agent = await office.hire('agen', 'agent', '33.02.15', 'Agen Perisai Kelompok Tani dan Nelayan Karanganyar');
  await office.did('cabang', 'POST', `/api/v1/agents/${agent}/contracts`, { area: '33.02.15', number: 'PKS-014/2026', from_on: '2026-01-01', until_on: null, office: null });
  await office.did('cabang', 'POST', '/api/v1/agent-offices', { code: 'KP-0007', name: 'BUMDes Contoh', kind: 'bumdes', area: '33.02.15', n_people: 4, document: 'Akta pendirian', from_on: '2026-01-01' });
  await office.did('cabang', 'POST', '/api/v1/badge-thresholds', { area: '33.02', criterion: 'workers_share', percent: '50', months: null, from_on: '2026-01-01', document: 'SK Kepala Cabang 3/2026' });
  await office.did('cabang', 'POST', '/api/v1/coverage/denominators', {
    area: village, group: null, value: 40, basis: 'head_count', definition_id: 'pekerja menurut pendataan desa', definition_en: 'workers by the village census',
    source: 'SK Kepala Desa 7/2026', publisher: 'Pemerintah Desa', valid_from: '2026-01-01',
  });
  const month = office.now.toISOString().slice(0, 7);
  const season = await furnishSeason(office, 'cabang');
  const team = { name: 'Tim Kantor Cabang Purwokerto', start: '33.02.26' };
  const plan = await office.did('cabang', 'POST', '/api/v1/plans', { areas: ['33.02.15'], from: '2026-11-23', to: '2026-12-04', teams: [team, { ...team, name: 'Tim 2' }], floor_district: 1, iterations: 100 });
  return { ...season, plan: plan.id!, agent, month, person, twin: twin.person, code, payment: paid.payment, journal: payment.journal, list, member: number };
}

/** What a page must be whatever it shows. Colours are the same at every width: looked at once. */
async function readable(page: Page, where: string, { colours = false } = {}) {
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).setLegacyMode();
  const found = await axe.options({ resultTypes: ['violations'], rules: { 'color-contrast': { enabled: colours } } }).analyze();
  const told = found.violations.map((it) => `${where}: ${it.id} ${it.nodes.map((node) => node.target).join(' | ')}`);
  expect(told).toEqual([]);
}

const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

const speak = async (page: Page) => {
  const before = await page.locator('html').getAttribute('lang');
  await page.getByRole('button', { name: /^(Switch to English|Ganti ke Bahasa Indonesia)$/ }).click();
  await expect(page.locator('html')).not.toHaveAttribute('lang', before ?? '');
};

test.describe('with people, money and lists in it,', () => {
  test.beforeAll(async ({ office }) => {
    made = await furnish(office);
  });
  for (const path of Object.keys(walked)) test(`everybody can read ${path}`, async ({ page, office }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await enter(page, office, who(path), walked[path]!(made));
    await worked[path]?.(page, made);
    await expect(page.locator('.busy, [aria-busy=true]')).toHaveCount(0);
    const heading = (await page.getByRole('heading', { level: 1 }).innerText()).trim();
    expect(await page.title()).toBe(`${heading} · Lindung`);
    await readable(page, `${path} id 1280`, { colours: true });
    await page.setViewportSize({ width: 360, height: 740 });
    await readable(page, `${path} id 360`);
    await speak(page);
    await expect(page.locator('.busy, [aria-busy=true]')).toHaveCount(0);
    await readable(page, `${path} en 360`);
    for (const width of [360, 320]) {
      await page.setViewportSize({ width, height: 740 });
      expect(await sideways(page), `${path} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await readable(page, `${path} en 1280`);
  });
});
