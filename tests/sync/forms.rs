//! What agents write down in the field: bodies of the five kinds.

use jiff::Timestamp;
use proofs::phone::Draft;
use serde_json::{Value, json};

pub(crate) const VILLAGE: &str = "33.02.15.2006";

/// Somebody of Cilongok: a number, a name and a birth date that agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Worker {
    pub(crate) nik: String,
    pub(crate) name: String,
    pub(crate) born: String,
}

const NAMES: [&str; 12] = [
    "Slamet Demo",
    "Paimin Demo",
    "Sutinah Demo",
    "Wagiyem Demo",
    "Kasno Demo",
    "Tarsiti Demo",
    "Darsono Demo",
    "Rumini Demo",
    "Warsito Demo",
    "Karyati Demo",
    "Sukirno Demo",
    "Mugiyem Demo",
];

/// The n-th worker.
pub(crate) fn worker(n: u32) -> Worker {
    let (day, month, year) = (1 + n % 28, 1 + (n / 28) % 12, 70 + (n / 336) % 25);
    let letter = char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    Worker {
        nik: format!("330215{day:02}{month:02}{year:02}{:04}", 9_000 + n % 999),
        name: format!("{} {letter}{}", NAMES[usize::try_from(n).unwrap_or(0) % 12], roman(n)),
        born: format!("19{year:02}-{month:02}-{day:02}"),
    }
}

/// A name has no digits.
fn roman(mut n: u32) -> String {
    let mut text = String::new();
    loop {
        text.push(char::from(b'a' + u8::try_from(n % 26).unwrap_or(0)));
        n /= 26;
        if n == 0 {
            return text;
        }
    }
}

fn clock() -> Value {
    json!({ "last_server": null, "jump": false })
}

/// A worker is enrolled for so many months, at the price the phone showed.
pub(crate) fn enrol(who: &Worker, made_at: Timestamp, months: u32, shown: i64) -> Draft {
    let month = terms::Month::of(terms::office_date(made_at)).to_string();
    Draft::new(
        "worker.enrol",
        json!({
            "made_at": made_at.to_string(), "clock": clock(), "ref": {}, "event": null,
            "enrol": {
                "person": {
                    "nik": who.nik, "name": who.name, "birth_date": who.born, "village": VILLAGE,
                    "rt": "003", "rw": "001", "address": "Dukuh Karanganyar 12",
                    "occupations": [{ "occupation": "petani-padi", "place": "sawah blok lor", "hours": "05.00–11.00" }],
                    "heirs": [{ "name": "Anak Peserta", "relation": "child", "birth_date": "2010-02-03" }],
                    "consents": [{ "purpose": "enrolment", "text_version": "2026-01", "given_how": "read_aloud" }],
                    "attestation": {
                        "attested_by": "Ketua RT 03", "attester_role": "rt_head",
                        "attested_on": terms::office_date(made_at).to_string(), "statement": "terlihat menggarap sawah",
                    },
                },
                "income": 900_000, "programmes": ["jkk", "jkm"], "payer": "self", "promise_read": true,
            },
            "months": months, "first_month": month, "shown_total": shown, "code": null,
            "nik_prefill": { "birth_date": true, "sex": true }, "dup_ack": null, "nik_warned": false, "att": [],
        }),
    )
}

/// Cash for an enrolment, with a receipt.
pub(crate) fn receive(enrolment: db::Uuid, made_at: Timestamp, amount: i64, serial: &str) -> Draft {
    let body = json!({
        "made_at": made_at.to_string(), "clock": clock(), "ref": {}, "event": null,
        "enrolment": enrolment, "code": null, "amount": amount, "serial": serial, "att": [],
    });
    Draft::new("cash.receive", body).after(&[enrolment])
}

/// The agent brings cash.
pub(crate) fn deposit(
    receipts: &[db::Uuid],
    serials: &[String],
    made_at: Timestamp,
    amount: i64,
) -> Draft {
    let body = json!({
        "made_at": made_at.to_string(), "clock": clock(), "ref": {},
        "serials": serials, "amount": amount, "reference": "slip teller 7",
    });
    Draft::new("cash.deposit", body).after(receipts)
}

/// An evening at the village hall.
pub(crate) fn open(event: db::Uuid, made_at: Timestamp) -> Draft {
    Draft::new(
        "event.open",
        json!({
            "made_at": made_at.to_string(), "clock": clock(), "ref": {}, "event": event,
            "name": "KKBC Cilongok", "area": VILLAGE, "on": terms::office_date(made_at).to_string(),
            "venue": "pendopo", "campaign": null,
        }),
    )
}

/// It is over.
pub(crate) fn close(event: db::Uuid, made_at: Timestamp, enrolled: u32) -> Draft {
    Draft::new(
        "event.close",
        json!({
            "made_at": made_at.to_string(), "clock": clock(), "ref": {}, "event": event,
            "counts": { "attended": null, "enrolled": enrolled, "refused": 0 }, "not_recorded": ["attended"],
        }),
    )
}
