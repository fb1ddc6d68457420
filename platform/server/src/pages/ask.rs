//! "Am I covered?": two facts in, yes or no out, until when, and what to do next. Nothing else.

use super::{
    form::Filled,
    layout::{day, page},
};
use crate::{
    edge::visitor,
    office::Server,
    problem::{Lang, Problem},
};
use access::Office;
use axum::{
    extract::State,
    http::{Extensions, HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use contribution::{
    change::cover_of,
    enrol::{member_by_number, members_of},
};
use maud::{Markup, html};
use registry::{holder_born, was_born};
use regulation::cover::{Cover, CoverState};
use serde::Deserialize;
use std::sync::Arc;
use terms::{Date, Nik};

/// Two facts about one person. Never shown in a log: it has no `Debug`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Facts {
    #[serde(default)]
    number: String,
    #[serde(default)]
    born: String,
}

/// `GET /cek`.
pub(crate) async fn ask(lang: Lang) -> Markup {
    let title = lang.of("Apakah saya terlindungi?", "Am I covered?");
    let content = html! {
        div.narrow {
            h1 { (title) }
            p.lead { (lang.of(
                "Isi dua hal, dan jawabannya: ya atau tidak, sampai kapan, dan apa yang perlu dilakukan.",
                "Give two facts. The answer is yes or no, until when, and what to do next.",
            )) }
            section.card.first { (form(lang, &Facts::default(), &Faults::default())) }
            (privacy(lang))
        }
    };
    page(lang, "/cek", title, content)
}

/// What is wrong with what was written, before anything is looked up.
#[derive(Default)]
pub(crate) struct Faults {
    number: Option<String>,
    born: Option<String>,
}

/// The form, here and on the start page.
pub(crate) fn form(lang: Lang, facts: &Facts, faults: &Faults) -> Markup {
    html! {
        form.tell method="post" action={ "/cek?lang=" (lang.word()) } autocomplete="off" {
            div {
                label for="number" { (lang.of("NIK atau nomor kartu peserta", "NIK or number on the member's card")) }
                p.small #number-hint { (lang.of("16 angka di KTP, atau 12 huruf dan angka di kartu Lindung", "16 digits on the identity card (KTP), or 12 letters and digits on the Lindung card")) }
                input.digits #number name="number" value=(facts.number) required maxlength="40" autocapitalize="characters" aria-describedby="number-hint" aria-invalid=[faults.number.as_ref().map(|_| "true")];
                (fault(faults.number.as_deref()))
            }
            div {
                label for="born" { (lang.of("Tanggal lahir", "Date of birth")) }
                p.small #born-hint { (lang.of("hari-bulan-tahun, misalnya 15-07-1990", "day-month-year, for example 15-07-1990")) }
                input.digits #born name="born" value=(facts.born) required maxlength="40" aria-describedby="born-hint" aria-invalid=[faults.born.as_ref().map(|_| "true")];
                (fault(faults.born.as_deref()))
            }
            div { button { (lang.of("Periksa", "Check")) } }
        }
    }
}

fn fault(sentence: Option<&str>) -> Markup {
    html! { @if let Some(sentence) = sentence { p.wrong { (sentence) } } }
}

fn privacy(lang: Lang) -> Markup {
    html! {
        p.small { (lang.of(
            "Yang Anda isi tidak muncul di alamat halaman dan tidak disimpan. Jawabannya tidak pernah menyebut nama. Setiap pertanyaan dicatat, dan banyaknya dibatasi.",
            "What you write is not part of the page's address and is not kept. The answer never names anyone. Each question is recorded, and how many may be asked is limited.",
        )) }
        p.small {
            (lang.of("Punya kartu dengan kode QR? ", "Do you have a card with a QR code? "))
            a href={ "/verify?lang=" (lang.word()) } { (lang.of("Periksa kartunya", "Check the card")) } "."
        }
    }
}

/// What the first fact is.
enum Number {
    Nik(Nik),
    Card(String),
}

impl Number {
    /// `7K2M-9QX4-MB31` in any spelling, or an identity number.
    fn read(lang: Lang, text: &str) -> Result<Self, String> {
        let letters: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.')).collect();
        let letters = letters.to_ascii_uppercase();
        if letters.len() == 12 && letters.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let four = |at: usize| letters.get(at..at + 4).unwrap_or_default();
            return Ok(Self::Card([four(0), four(4), four(8)].join("-")));
        }
        Nik::parse(text).map(Self::Nik).map_err(|_| {
            let (id, en) = (
                "bukan NIK dan bukan nomor kartu; hitung lagi angkanya, NIK ada 16",
                "neither a NIK nor the number of a card; count the digits again, a NIK has 16",
            );
            lang.of(id, en).to_owned()
        })
    }

    /// What numbers that differ only in their serial have in common.
    fn beginning(&self) -> String {
        let whole = match self {
            Self::Nik(nik) => nik.digits(),
            Self::Card(number) => number,
        };
        whole.chars().take(12).collect()
    }
}

fn read_born(lang: Lang, text: &str, today: Date) -> Result<Date, String> {
    let future = lang.of("tanggal ini belum terjadi", "this day is still to come");
    match sheets::parse_date(text) {
        Ok(born) if born <= today => Ok(born),
        Ok(_) => Err(future.to_owned()),
        Err(error) => Err(lang.of(error.indonesian(), &error.to_string()).to_owned()),
    }
}

/// `POST /cek`.
pub(crate) async fn answer(
    State(server): State<Arc<Server>>,
    lang: Lang,
    headers: HeaderMap,
    extensions: Extensions,
    Filled(facts): Filled<Facts>,
) -> Result<Response, Problem> {
    let now = (server.clock)();
    server.asks.take(visitor(&server, &extensions, &headers), now).map_err(too_many)?;
    let outside = server.outside();
    let number = Number::read(lang, &facts.number);
    let born = read_born(lang, &facts.born, outside.today());
    let (number, born) = match (number, born) {
        (Ok(number), Ok(born)) => (number, born),
        (number, born) => {
            let faults = Faults { number: number.err(), born: born.err() };
            return Ok(
                (StatusCode::UNPROCESSABLE_ENTITY, wrong(lang, &facts, &faults)).into_response()
            );
        }
    };
    server.asks_alike.take_of(number.beginning(), now).map_err(too_many)?;
    let office = Office::of_the_system(server.db.clone(), outside, Arc::clone(&server.keys));
    let cover = look(&office, &number, born).await?;
    office.record_reads().await?;
    Ok(answered(lang, cover.as_ref(), office.outside.today()).into_response())
}

fn too_many(seconds: u32) -> Problem {
    let minutes = seconds.div_ceil(60);
    Problem::new(
        "too-many",
        "TOO_MANY_QUESTIONS",
        format!("Sudah banyak pertanyaan seperti ini. Tunggu {minutes} menit lalu coba lagi, atau tanyakan ke kantor."),
        format!("Many questions like this were asked. Wait {minutes} minutes and try again, or ask the office."),
    )
    .retry_after(seconds)
}

/// The best cover of the person both facts fit. The same is read, and something is put on record,
/// whether or not there is such a person.
async fn look(office: &Office, number: &Number, born: Date) -> Result<Option<Cover>, Problem> {
    let mut tx = office.db.read().await?;
    let members = match number {
        Number::Nik(nik) => {
            let person = holder_born(&mut tx, office, nik, born).await?;
            members_of(&mut tx, person.unwrap_or(NOBODY)).await?
        }
        Number::Card(number) => {
            let member = member_by_number(&mut tx, number).await?;
            let person = member.as_ref().map_or(NOBODY, |member| member.counted_as);
            let fits = was_born(&mut tx, person, born).await?;
            member.filter(|_| fits).into_iter().collect()
        }
    };
    let today = office.outside.today();
    let mut best: Option<Cover> = None;
    for member in &members {
        let cover = cover_of(&mut tx, office, member, today).await?;
        if best.as_ref().is_none_or(|best| rank(&cover) > rank(best)) {
            best = Some(cover);
        }
    }
    let subject = members.first().map(|member| member.counted_as.0);
    let said = if best.is_some() { "two facts fit" } else { "no match" };
    office.note("public question of cover", "person", subject, said);
    Ok(best)
}

const NOBODY: terms::ids::PersonId = terms::ids::PersonId(uuid::Uuid::nil());

/// Covered before not covered, then by how long.
fn rank(cover: &Cover) -> (bool, Option<Date>) {
    (cover.state.is_protected(), cover.protected_until)
}

fn wrong(lang: Lang, facts: &Facts, faults: &Faults) -> Markup {
    let title = lang.of("Periksa isian ini", "Check what was filled in");
    let content = html! {
        div.narrow {
            h1 { (title) }
            section.card.first { (form(lang, facts, faults)) }
            (privacy(lang))
        }
    };
    page(lang, "/cek", title, content)
}

fn answered(lang: Lang, cover: Option<&Cover>, today: Date) -> Markup {
    let title = lang.of("Jawaban", "Answer");
    let content = html! {
        div.narrow {
            @match cover {
                Some(cover) => (known(lang, cover, today)),
                None => (unknown(lang)),
            }
            p.screen { a href={ "/cek?lang=" (lang.word()) } { (lang.of("Periksa yang lain", "Check another")) } }
        }
    };
    page(lang, "/cek", title, content)
}

/// Nobody fits both facts. Said alike for an unknown number and for a wrong date.
fn unknown(lang: Lang) -> Markup {
    html! {
        section.paper {
            h1 { (lang.of("Apakah saya terlindungi?", "Am I covered?")) }
            p.answer { span aria-hidden="true" { "✗ " } (lang.of("Tidak ada perlindungan yang cocok dengan kedua data itu.", "No cover fits these two facts.")) }
            h3 { (lang.of("Apa yang perlu dilakukan", "What to do next")) }
            p { (lang.of(
                "Periksa lagi angka dan tanggalnya, seperti tertulis di KTP. Bila sudah benar, Anda belum terdaftar di kantor ini.",
                "Check the digits and the date again, as they are on the identity card. If they are right, you are not registered at this office.",
            )) }
            (enrol(lang))
        }
    }
}

fn known(lang: Lang, cover: &Cover, today: Date) -> Markup {
    let until = cover.protected_until.filter(|_| cover.state.is_protected());
    let (sign, id, en) = match cover.state {
        CoverState::Active => ("✓", "Ya, terlindungi.", "Yes, covered."),
        CoverState::Grace(_) => (
            "✓",
            "Ya, masih terlindungi, tetapi ada bulan yang belum dibayar.",
            "Yes, still covered, but a month is unpaid.",
        ),
        CoverState::RegisteredUnpaid => (
            "✗",
            "Belum terlindungi: terdaftar, tetapi belum ada iuran yang dibayar.",
            "Not covered yet: registered, but nothing has been paid.",
        ),
        CoverState::Lapsed => (
            "✗",
            "Tidak terlindungi lagi: iuran terlalu lama tidak dibayar.",
            "No longer covered: contributions were unpaid for too long.",
        ),
        CoverState::SuspendedReview => {
            ("!", "Sedang diperiksa kantor.", "Under review by the office.")
        }
        CoverState::Ended(_) => {
            ("✗", "Tidak: kepesertaan ini sudah berakhir.", "No: this membership has ended.")
        }
    };
    html! {
        section.paper {
            h1 { (lang.of("Apakah saya terlindungi?", "Am I covered?")) }
            p.answer { span aria-hidden="true" { (sign) " " } (lang.of(id, en)) }
            dl {
                @if let Some(until) = until {
                    dt { (lang.of("Terlindungi sampai", "Covered until")) } dd { strong { (day(lang, until)) } }
                }
                @if let Some(paid) = cover.covered_until {
                    dt { (lang.of("Dibayar sampai", "Paid until")) } dd { (day(lang, paid)) }
                }
                dt { (lang.of("Keadaan per", "As of")) } dd { (day(lang, today)) }
            }
            h3 { (lang.of("Apa yang perlu dilakukan", "What to do next")) }
            (next(lang, cover))
        }
    }
}

fn next(lang: Lang, cover: &Cover) -> Markup {
    let day_of = |date: Option<Date>| date.map_or_else(|| "–".to_owned(), |date| day(lang, date));
    match cover.state {
        CoverState::Active => html! { p { (match lang {
            Lang::Id => format!("Bayar iuran bulan berikutnya sebelum {}. Minta kode iuran di kantor atau kepada agen.", day_of(cover.covered_until)),
            Lang::En => format!("Pay the next month before {}. Ask the office or an agent for a payment code.", day_of(cover.covered_until)),
        }) } },
        CoverState::Grace(_) => html! { p { (match lang {
            Lang::Id => format!("Bayar sekarang. Bila sampai {} belum dibayar, perlindungan berakhir dan hitungannya mulai dari awal.", day_of(cover.protected_until)),
            Lang::En => format!("Pay now. If nothing is paid by {}, cover ends and counting starts again.", day_of(cover.protected_until)),
        }) } },
        CoverState::RegisteredUnpaid => html! { p { (lang.of(
            "Bayar iuran pertama. Minta kode iuran di kantor atau kepada agen; perlindungan mulai sejak dibayar.",
            "Pay the first contribution. Ask the office or an agent for a payment code; cover begins when it is paid.",
        )) } },
        CoverState::Lapsed | CoverState::Ended(_) => enrol(lang),
        CoverState::SuspendedReview => html! { p { (lang.of(
            "Datanglah ke kantor dengan KTP. Tunggu hasilnya sebelum membayar lagi.",
            "Come to the office with your identity card. Wait for the result before paying again.",
        )) } },
    }
}

fn enrol(lang: Lang) -> Markup {
    html! {
        p { (lang.of(
            "Daftar di kantor, kepada agen, atau lewat perangkat desa, dengan KTP. Perlindungan mulai sejak iuran pertama dibayar.",
            "Enrol at the office, with an agent, or through the village office, with your identity card. Cover begins when the first contribution is paid.",
        )) }
        p { a href={ "/biaya?lang=" (lang.word()) } { (lang.of("Berapa iurannya, dan apa yang didapat keluarga?", "What does it cost, and what would my family get?")) } }
    }
}
