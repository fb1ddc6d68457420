// A season with one event in which everything has happened once: closed, corrected, opened again.
import { village, type Office } from './office';

export interface MadeSeason {
  season: string;
  event: string;
}

const long = 'Balai Pertemuan Kelompok Tani Sumber Rejeki Dukuh Karanganyar Wetan Kali';

export async function furnishSeason(office: Office, who: string): Promise<MadeSeason> {
  const did = <T = { id: string }>(path: string, body: object) => office.did<T>(who, 'POST', path, body);
  const campaign = await did('/api/v1/campaigns', {
    code: 'KKBC', name: 'Kerja Keras Bebas Cemas', aliases: ['KKBC Masuk Desa'], goal: 'Perlindungan pekerja informal di desa', national: true, launched_on: '2023-07-06',
  });
  await did('/api/v1/campaigns/names/read', { written: 'Kerja Cepat Bebas Cemas' });
  const season = await did('/api/v1/seasons', {
    campaign: campaign.id, name: 'Banyumas 2023', area: '33.02', tagged: ['33.02.15', '33.02.17'], from: '2023-07-20', to: '2023-12-31', goal: 'Merangkul pekerja informal di desa', goal_members: 1_000,
  });
  const agreement = await did('/api/v1/agreements', { area: '33.02', title: 'Perjanjian kerja sama perlindungan pekerja rentan', partner: 'Pemerintah Kabupaten Banyumas', from_on: '2023-01-01' });
  const form = {
    name: 'KKBC Masuk Desa bersama kelompok tani dan pedagang pasar', area: village, rt: '3', rw: '1', on: 'Jumat (11/8)', published_on: '2023-08-13', starts: '08:00', ends: '11:00',
    venue: long, launch: 'branch', activities: ['OUTREACH_TALK', 'MASS_EXERCISE'], groups: ['bpd'], occupations: ['petani-padi'],
    partners: [{ role: 'VILLAGE_OFFICIAL', note: 'sekretaris desa' }, { role: 'ARMY_LIAISON', invited: false }], agreement: agreement.id, material: 'leaflet dan contoh kartu', cost_planned: 1_500_000, team: 'Tim 1',
  };
  const event = await did(`/api/v1/seasons/${season.id}/events`, form);
  await did(`/api/v1/seasons/${season.id}/events`, { ...form, area: '33.02.17', name: 'KKBC kecamatan tetangga', on: undefined, published_on: undefined, between: { from: '2023-08-01', to: '2023-08-31', weekday: 'Sabtu' } });
  const at = `/api/v1/events/${event.id}`;
  await did(`${at}/invitations`, { n: 210 });
  await did(`${at}/tally`, { n: 84 });
  await did(`${at}/poll`, { answers: [{ phase: 'before', question: 'KNOWS_WORK_ACCIDENT', yes: 12, no: 40 }, { phase: 'after', question: 'KNOWS_WORK_ACCIDENT', yes: 45, no: 7 }] });
  const lead = { event: event.id, phone: '081234567890', village, occupation: 'ojek', note: 'datang lagi hari Senin' };
  await did('/api/v1/leads', { ...lead, name: 'Calon Contoh Bernama Sangat Panjang Sekali' });
  const gone = await did('/api/v1/leads', { ...lead, name: 'Calon Kedua Contoh' });
  await did(`/api/v1/leads/${gone.id}/drop`, { reason: 'sudah peserta lewat pemberi kerja' });
  await did(`${at}/close`, { people: 84, leads: 2, cost: 1_250_000, partners: [{ role: 'VILLAGE_OFFICIAL', present: true }, { role: 'ARMY_LIAISON', present: false }], not_recorded: ['enrolled'] });
  await did(`${at}/reopen`, { reason: 'daftar hadir kedua ditemukan' });
  await did('/api/v1/champions', { village, role: 'village_head', name: 'Kepala Desa Contoh', phone: '081234567890' });
  await did('/api/v1/pipeline', { village, group: 'village_official', status: 'ENROLLED', n: 11 });
  await did('/api/v1/pipeline', { village, group: 'rt_rw', status: 'PLANNED', due_on: '2023-12-01' });
  await did('/api/v1/tasks', { kind: 'INFORM', area: village, due_on: office.now.toISOString().slice(0, 10), title: 'Menjelaskan program kepada petani dan pedagang' });
  return { season: season.id, event: event.id };
}
