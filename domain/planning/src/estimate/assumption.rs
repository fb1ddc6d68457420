//! Every default by its name, with its value and where it comes from: shown to whoever reads a plan.

use serde::{Deserialize, Serialize};

/// Where a value comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Published, read in a source.
    Reported,
    /// Computed from published figures.
    Derived,
    /// Ours, until the office knows better.
    Judgement,
    /// Set by whoever asked for the plan.
    Office,
}

/// A value a plan rests on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assumption {
    /// Its name.
    pub key: String,
    /// Its value in the unit of the name.
    pub value: i64,
    /// Where it comes from.
    pub origin: Origin,
    /// What it says, in Indonesian.
    pub said_id: String,
    /// What it says, in English.
    pub said_en: String,
}

/// The values a plan rests on, whole numbers in the unit that the name ends with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumptions {
    all: Vec<Assumption>,
}

/// Name, value, lowest and highest the office may set, origin, and what it says in both languages.
type Row = (&'static str, i64, (i64, i64), Origin, &'static str, &'static str);

const PPM: i64 = 1_000_000;

static ROWS: &[Row] = &[
    (
        "informal_per_resident_ppm",
        303_800,
        (0, PPM),
        Origin::Derived,
        "pekerja informal per penduduk: 86,58 juta (BPS, Februari 2025, menurut pemberitaan) dari 284,97 juta penduduk (Dukcapil 2024)",
        "informal workers per resident: 86.58 million (BPS, February 2025, as reported in the press) of 284.97 million residents (Dukcapil 2024)",
    ),
    (
        "eligible_ppm",
        PPM,
        (0, PPM),
        Origin::Judgement,
        "bagian pekerja informal yang boleh mendaftar menurut umur dan segmen; belum diukur, dianggap semua",
        "share of informal workers who may enrol by age and segment; not measured yet, taken as all",
    ),
    (
        "reach_ppm",
        200_000,
        (1_000, PPM),
        Origin::Judgement,
        "bagian pekerja belum terlindungi yang datang ke satu kunjungan",
        "share of uncovered workers who come to one visit",
    ),
    (
        "conversion_ppm",
        150_000,
        (1_000, 900_000),
        Origin::Judgement,
        "bagian yang mendaftar dan membayar dari yang datang, sebelum ada catatan",
        "share of those who come who enrol and pay, before there are records",
    ),
    (
        "conversion_weight",
        20,
        (1, 1_000),
        Origin::Judgement,
        "berat dugaan awal itu, seolah sekian orang sudah datang",
        "weight of that first guess, as if so many people had come",
    ),
    (
        "type_exposure_min",
        30,
        (0, 10_000),
        Origin::Judgement,
        "di bawah sekian orang, jenis desa belum dinilai sendiri",
        "below so many people, a type of village is not judged on its own yet",
    ),
    (
        "half_life_months",
        12,
        (1, 120),
        Origin::Judgement,
        "setelah sekian bulan catatan lama berbobot setengah",
        "after so many months an old record weighs half",
    ),
    (
        "optimism_milli",
        1_000,
        (0, 3_000),
        Origin::Judgement,
        "desa yang belum dikenal dinilai sekian simpangan baku lebih baik (per seribu), agar tidak pernah ditinggalkan",
        "villages not known yet are taken as so many standard deviations better (thousandths), so that none is starved",
    ),
    (
        "fatigue_ppm",
        600_000,
        (0, PPM),
        Origin::Judgement,
        "kunjungan ulang menghasilkan sekian dari kunjungan sebelumnya",
        "a repeated visit brings so much of the one before",
    ),
    (
        "recent_days",
        90,
        (0, 730),
        Origin::Judgement,
        "kunjungan dalam sekian hari terakhir dihitung sebagai kunjungan sebelumnya",
        "visits of the last so many days count as visits before",
    ),
    (
        "minutes_per_enrolment",
        8,
        (1, 120),
        Origin::Judgement,
        "menit satu petugas untuk satu pendaftaran sampai selesai",
        "minutes of one officer for one enrolment, completed",
    ),
    (
        "months_kept_ppm",
        850_000,
        (0, 999_000),
        Origin::Judgement,
        "peluang bulan berikut dibayar bila bulan ini dibayar, sebelum ada catatan; percobaan terdekat menunjukkan kebanyakan berhenti dalam setahun",
        "chance that the next month is paid when this one is, before there are records; the closest experiments show that most stop within a year",
    ),
    (
        "months_kept_weight",
        20,
        (1, 1_000),
        Origin::Judgement,
        "berat dugaan itu, seolah sekian bulan sudah dilihat",
        "weight of that guess, as if so many months had been seen",
    ),
    (
        "speed_km_per_hour",
        30,
        (5, 120),
        Origin::Judgement,
        "kecepatan di jalan; lama perjalanan = 5 menit + 1,35 × jarak lurus ÷ kecepatan",
        "speed on the road; a journey takes 5 minutes + 1.35 × straight distance ÷ speed",
    ),
    (
        "range_percent",
        80,
        (80, 80),
        Origin::Judgement,
        "kisaran memuat kenyataan pada sekian dari seratus kali",
        "a range holds what happens so many times in a hundred",
    ),
];

/// Jawa Tengah has a figure of its own: 12.44 million informal workers of 38.43 million residents.
const JAWA_TENGAH: (&str, i64) = ("33", 323_700);

impl Assumptions {
    /// The defaults for a province.
    #[must_use]
    pub fn of_province(province: &str) -> Self {
        let row = |(key, value, _, origin, id, en): &Row| Assumption {
            key: (*key).to_owned(),
            value: *value,
            origin: *origin,
            said_id: (*id).to_owned(),
            said_en: (*en).to_owned(),
        };
        let mut all: Vec<Assumption> = ROWS.iter().map(row).collect();
        if let Some(first) = all.first_mut().filter(|_| province == JAWA_TENGAH.0) {
            first.value = JAWA_TENGAH.1;
            first.said_id = "pekerja informal per penduduk Jawa Tengah: 12,44 juta (BPS, Agustus 2024, menurut pemberitaan) dari 38,43 juta penduduk (Dukcapil 2024)".into();
            first.said_en = "informal workers per resident of Jawa Tengah: 12.44 million (BPS, August 2024, as reported in the press) of 38.43 million residents (Dukcapil 2024)".into();
        }
        Self { all }
    }

    /// Sets one by its name; whether there is such a one and the value is possible.
    #[must_use]
    pub fn set(&mut self, key: &str, value: i64) -> bool {
        let allowed = ROWS
            .iter()
            .any(|(name, _, (least, most), ..)| *name == key && (*least..=*most).contains(&value));
        match self.all.iter_mut().find(|it| it.key == key) {
            Some(own) if allowed => {
                if own.value != value {
                    (own.value, own.origin) = (value, Origin::Office);
                }
                true
            }
            _ => false,
        }
    }

    /// The value of one by its name, which a test holds to be there.
    #[must_use]
    pub fn of(&self, key: &str) -> i64 {
        self.all.iter().find(|it| it.key == key).map_or(0, |it| it.value)
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Assumption] {
        &self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_office_sets_is_marked_as_its_own() {
        let mut all = Assumptions::of_province("33");
        assert_eq!(all.of("informal_per_resident_ppm"), 323_700);
        assert!(all.set("reach_ppm", 100_000));
        let own = all.all().iter().find(|it| it.key == "reach_ppm").unwrap();
        assert_eq!((own.value, own.origin), (100_000, Origin::Office));
        assert!(!all.set("reach_ppm", -1), "not possible");
        assert!(!all.set("weather", 1), "not known");
        assert_eq!(Assumptions::of_province("36").of("informal_per_resident_ppm"), 303_800);
    }
}
