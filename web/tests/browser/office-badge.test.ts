// A branch officer sets what is asked of villages, says out of how many, and gives the badge to a
// village that has earned it: refused as long as one worker is missing, with an end, taken back.
import type { Page } from '@playwright/test';
import { enter, expect, somebody, test, village } from './office';

test.use({ house: 'badge' });

async function picture(page: Page, name: string) {
  const folder = process.env.LINDUNG_PICTURES;
  if (!folder) return;
  await expect(page.locator('.busy, [aria-busy=true]')).toHaveCount(0);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${folder}/badge-${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('every worker is asked for: one is missing, then nobody is, and the badge has an end', async ({ page, office }) => {
  await office.hire('cabang', 'branch_staff', '33.02', 'Cabang Purwokerto');
  await office.hire('desa', 'village_clerk', village, 'Perangkat desa');
  const first = await office.enrol('desa', somebody('Satu Contoh', 71));
  await office.pay('cabang', await office.code('desa', first.membership));

  await enter(page, office, 'cabang');
  await page.getByRole('navigation', { name: 'Halaman kantor' }).getByRole('link', { name: 'Desa Sadar' }).click();
  await expect(page.getByText('Belum ada desa di wilayah ini yang penyebutnya diketahui.', { exact: false })).toBeVisible();
  await page.getByRole('link', { name: 'Syarat' }).click();
  await expect(page.getByText('belum ada yang memastikan').first()).toBeVisible();
  await picture(page, 'conditions-none');
  for (const [what, label, value] of [['pekerja desa', 'Persen', '100'], ['masa berlaku', 'Bulan', '12']] as const) {
    await page.getByRole('button', { name: 'Tetapkan syarat' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Syarat').selectOption(what);
    await dialog.getByLabel(label, { exact: true }).fill(value);
    await dialog.getByLabel('Dokumen').fill('SK Kepala Cabang 3/2026');
    await dialog.getByRole('button', { name: 'Simpan' }).click();
    await expect(dialog).toBeHidden();
  }
  await expect(page.locator('section.card').filter({ hasText: 'Pekerja desa' })).toContainText('100 % · Kabupaten Banyumas');
  await expect(page.locator('section.card').filter({ hasText: 'Masa berlaku' })).toContainText('12 bulan');
  await picture(page, 'conditions');

  await enter(page, office, 'cabang', `/desa-sadar/${village}`);
  await expect(page.getByText('belum dapat dikatakan')).toBeVisible();
  await page.getByRole('button', { name: 'Masukkan jumlahnya' }).click();
  const base = page.getByRole('dialog');
  await base.getByLabel('Untuk siapa').selectOption('semua pekerja');
  await base.getByLabel('Jumlahnya').fill('2');
  await base.getByLabel('Definisinya').fill('pekerja menurut pendataan desa');
  await base.getByLabel('Sumber').fill('SK Kepala Desa 7/2026');
  await base.getByLabel('Yang menerbitkan').fill('Pemerintah desa');
  await base.getByRole('button', { name: 'Simpan' }).click();
  const workers = page.locator('section.card').filter({ has: page.getByRole('heading', { name: 'Pekerja desa' }) });
  await expect(workers).toContainText('kurang 1');
  await expect(workers).toContainText('50,0 %');
  await expect(page.getByText('kurang satu syarat')).toBeVisible();
  await picture(page, 'near');

  // The office refuses, and says which condition.
  await page.getByRole('button', { name: 'Beri lencana' }).click();
  const give = page.getByRole('dialog');
  await expect(give.getByText('kantor akan menolaknya', { exact: false })).toBeVisible();
  await give.getByLabel('Dokumen').fill('SK Kepala Cabang 7/2026');
  await give.getByRole('button', { name: 'Beri lencana' }).click();
  await expect(give.getByRole('alert')).toContainText('Lencana belum dapat diberikan: Pekerja desa: 1 dari 2, diminta 100 %: kurang 1.');
  await give.getByRole('button', { name: 'Batal' }).click();

  const second = await office.enrol('desa', somebody('Dua Contoh', 72));
  await office.pay('cabang', await office.code('desa', second.membership));
  await page.reload();
  await expect(page.getByText('yang diminta terpenuhi')).toBeVisible();
  await page.getByRole('button', { name: 'Beri lencana' }).click();
  await give.getByLabel('Dokumen').fill('SK Kepala Cabang 7/2026');
  await give.getByRole('button', { name: 'Beri lencana' }).click();
  await expect(page.getByText('berlaku', { exact: true })).toBeVisible();
  await expect(page.getByText('Yang dihitung saat lencana diberikan', { exact: false })).toContainText('pekerja desa: 2/2');
  await picture(page, 'given');
  await page.getByRole('link', { name: 'Desa', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: '2/2' });
  await expect(row).toContainText(String(office.now.getFullYear() + 1));
  await picture(page, 'list');
  await page.getByLabel('Keadaan').selectOption('kurang satu syarat');
  await expect(page.getByText('Tidak ada desa dalam keadaan ini.')).toBeVisible();
  await page.getByLabel('Keadaan').selectOption('memegang lencana');
  await row.getByRole('link').click();
  await page.getByRole('button', { name: 'Cabut lencana' }).click();
  await page.getByRole('dialog').getByLabel('Alasan').fill('iuran berhenti tiga bulan');
  await page.getByRole('button', { name: 'Ya, lanjutkan' }).click();
  await expect(page.getByText('dicabut', { exact: true })).toBeVisible();
  await expect(page.getByText('“iuran berhenti tiga bulan”')).toBeVisible();
});
