//! What is told to those who are invited: where, when, who may join by the law of the day, what to bring.

use super::plan::{Planned, clock};
use access::Office;
use registry::Gazetteer;
use serde::Serialize;
use terms::AreaCode;

/// Something to bring, in both languages.
pub const DOCUMENTS: &[(&str, &str)] = &[
    ("KTP asli (bukan fotokopi)", "your identity card (the card itself)"),
    ("Kartu Keluarga, untuk data ahli waris", "your family card, for your heirs"),
    (
        "nomor HP yang aktif, boleh milik keluarga",
        "a telephone number in use; a relative's will do",
    ),
    (
        "keterangan tempat dan jam kerja; ketua RT/RW atau kelompok dapat menerangkan",
        "where and when you work; the head of your RT/RW or group can attest it",
    ),
];

/// The age at which one may join, by the law of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgeRule {
    /// Not younger; none where the law we know does not say.
    pub min: Option<i64>,
    /// Not older.
    pub max: Option<i64>,
    /// Where the upper age stands.
    pub source: String,
    /// How sure we are: `confirmed`, `reported`, `derived`, `unconfirmed`, `unknown`.
    pub status: &'static str,
}

/// An invitation in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// Who may join.
    pub age: AgeRule,
    /// To be shared, in Indonesian.
    pub text_id: String,
    /// To be shared, in English.
    pub text_en: String,
}

/// The age rule of the day of an event, or of today while it has no day.
#[must_use]
pub fn age_rule(office: &Office, plan: &Planned) -> AgeRule {
    let on = plan.on.unwrap_or_else(|| office.outside.today());
    let law = &office.outside.law;
    let number = |key: &str| law.number_on(key, on).ok();
    let key = "eligibility.entry_age_max";
    let entry = law.parameter(key).and_then(|parameter| parameter.at(on)).ok();
    AgeRule {
        min: number("eligibility.entry_age_min"),
        max: number(key),
        source: entry.map(|entry| entry.source.instrument.clone()).unwrap_or_default(),
        status: entry.map_or("unknown", |entry| entry.status.word()),
    }
}

impl AgeRule {
    /// The sentence in Indonesian and English; where the law is not sure, that is said.
    #[must_use]
    pub fn said(&self) -> [String; 2] {
        let [doubt_id, doubt_en] = match self.status {
            "confirmed" => ["", ""],
            _ => [
                " (batas usia ini belum pasti; tanyakan petugas)",
                " (this limit is not certain; ask the staff)",
            ],
        };
        let (id, en) = match (self.min, self.max) {
            (Some(min), Some(max)) => {
                (format!("{min} sampai {max} tahun"), format!("{min} to {max} years"))
            }
            (None, Some(max)) => (
                format!("paling tua {max} tahun saat mendaftar"),
                format!("at most {max} years old on enrolling"),
            ),
            (Some(min), None) => {
                (format!("paling muda {min} tahun"), format!("at least {min} years old"))
            }
            (None, None) => ("tanyakan petugas".to_owned(), "ask the staff".to_owned()),
        };
        [format!("{id}{doubt_id}"), format!("{en}{doubt_en}")]
    }
}

/// When an event is, in Indonesian and English.
#[must_use]
pub fn when(plan: &Planned) -> [String; 2] {
    let hours = match (plan.starts, plan.ends) {
        (Some(from), Some(to)) => Some(format!("{}–{}", clock(from), clock(to))),
        (Some(from), None) => Some(clock(from)),
        _ => None,
    };
    let [day_id, day_en] = match plan.on {
        Some(on) => {
            let (name_id, name_en) = super::said::weekday_names(on.weekday());
            let [id, en] = terms::written::day(on);
            [format!("{name_id}, {id}"), format!("{name_en}, {en}")]
        }
        None => ["hari akan diberitahukan".to_owned(), "the day will be told".to_owned()],
    };
    match hours {
        Some(hours) => [format!("{day_id}, pukul {hours}"), format!("{day_en}, {hours}")],
        None => [day_id, day_en],
    }
}

/// Where an event is: the venue and what it lies in.
#[must_use]
pub fn place(plan: &Planned) -> String {
    let area: Option<AreaCode> = plan.area.parse().ok();
    let area = area.map(|area| Gazetteer::embedded().described(&area)).unwrap_or_default();
    let unit = match (&plan.rt, &plan.rw) {
        (Some(rt), Some(rw)) => format!(", RT {rt}/RW {rw}"),
        (Some(rt), None) => format!(", RT {rt}"),
        (None, Some(rw)) => format!(", RW {rw}"),
        (None, None) => String::new(),
    };
    format!("{}{unit}, {area}", plan.venue)
}

/// The invitation to an event.
#[must_use]
pub fn invitation(office: &Office, plan: &Planned) -> Invitation {
    let age = age_rule(office, plan);
    let [when_id, when_en] = when(plan);
    let [age_id, age_en] = age.said();
    let place = place(plan);
    let list = |of: fn(&(&'static str, &'static str)) -> &'static str| {
        DOCUMENTS
            .iter()
            .map(|document| format!("- {}", of(document)))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let text_id = format!(
        "Undangan: {}\n{when_id}\nTempat: {place}\n\nUntuk pekerja tanpa majikan tetap: petani, nelayan, pedagang, ojek, buruh harian. Usia: {age_id}.\n\nBawa:\n{}\n\nMendaftar dan penjelasan tidak dipungut biaya; yang dibayar hanya iuran.",
        plan.name,
        list(|it| it.0)
    );
    let text_en = format!(
        "Invitation: {}\n{when_en}\nPlace: {place}\n\nFor workers without an employer: farmers, fishers, traders, motorcycle taxis, day labourers. Age: {age_en}.\n\nBring:\n{}\n\nEnrolling and advice cost nothing; only the contribution is paid.",
        plan.name,
        list(|it| it.1)
    );
    Invitation { age, text_id, text_en }
}
