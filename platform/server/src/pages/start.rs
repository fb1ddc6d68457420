//! The public start page: the visitor's question first, then the office, then its figures.

use super::{
    ask::{self, Facts, Faults},
    bill,
    layout::page,
    reports::{figure_card, own_targets, share_card},
};
use crate::{
    api::coverage::{CoverageParams, CoverageView, FigureView, TargetView, figures_of, share_of},
    door::Reader,
    office::Server,
    problem::{Lang, Problem},
};
use axum::extract::State;
use insight::Place;
use jiff::civil::date;
use maud::{Markup, html};
use std::sync::Arc;
use terms::{Date, Segment};

/// The stories the office was founded on: place, group, segment, day. Their numbers come from the
/// register.
const FOUNDING: [(&str, Option<&str>, Option<Segment>, Date); 8] = [
    ("33.02", Some("bpd"), None, date(2024, 4, 24)),
    ("33.02", Some("rt_rw"), None, date(2024, 4, 24)),
    ("33.02", Some("satlinmas"), None, date(2024, 4, 24)),
    ("33.02", None, None, date(2024, 4, 24)),
    ("36.01+36.02+36.04+36.72+36.73", None, Some(Segment::Bpu), date(2022, 5, 23)),
    ("72", None, Some(Segment::Bpu), date(2022, 9, 30)),
    ("72", None, Some(Segment::Bpu), date(2023, 9, 30)),
    ("33.10", None, None, date(2023, 10, 31)),
];

/// `GET /`.
pub(crate) async fn start(
    lang: Lang,
    State(server): State<Arc<Server>>,
    reader: Result<Reader, Problem>,
) -> Result<Markup, Problem> {
    let (figures, national) = match &reader {
        Ok(reader) => (
            founding(reader).await?,
            figures_of(&reader.office, Some(&Place::Nation), "", 6).await.unwrap_or_default(),
        ),
        Err(_) => Default::default(),
    };
    let content = html! {
        h1 { (lang.of("Perlindungan bagi pekerja tanpa upah tetap", "Protection for workers without a wage")) }
        p.lead { (lang.of(
            "Kecelakaan kerja, kematian, hari tua: untuk petani, nelayan, pedagang, tukang, ojek. Tanyakan di sini, tanpa masuk.",
            "Work accidents, death, old age: for farmers, fishers, traders, crafts, drivers. Ask here, without signing in.",
        )) }
        @if server.options.demo {
            p.note.small { (lang.of(
                "Ini peragaan. Semua orang di dalamnya buatan; tidak satu pun nyata.",
                "This is a demonstration. All people in it are generated; none is real.",
            )) }
        }
        (questions(lang))
        h2 { (lang.of("Untuk petugas", "For officers")) }
        (rooms(lang))
        (read(lang, &figures, &national))
    };
    let title = lang.of("Perlindungan bagi pekerja informal", "Protection for informal workers");
    Ok(page(lang, "/", title, content))
}

/// What people come to ask.
fn questions(lang: Lang) -> Markup {
    html! {
        div.doors {
            section.card.first {
                h2 { (lang.of("Apakah saya terlindungi?", "Am I covered?")) }
                (ask::form(lang, &Facts::default(), &Faults::default()))
            }
            div.stack {
                section.card {
                    h2 { (lang.of("Berapa iurannya, apa yang didapat keluarga?", "What does it cost, what would my family get?")) }
                    p { (lang.of("Harga tiap bulan dengan alasannya, dan manfaat dengan syaratnya.", "The price of each month with its reasons, and the benefits with their conditions.")) }
                    p { a.button href={ "/biaya?lang=" (lang.word()) } { (lang.of("Hitung", "Compute")) } }
                }
                section.card {
                    h2 { (lang.of("Sudah punya kode iuran?", "Do you have a payment code?")) }
                    (bill::form(lang, ""))
                }
            }
        }
    }
}

/// The rooms of those who work here.
fn rooms(lang: Lang) -> Markup {
    let room = |to: &str, name: &str, says: &str| {
        html! { li.card { h3 { a href=(to) { (name) } } p { (says) } } }
    };
    let with = |path: &str| format!("{path}?lang={}", lang.word());
    html! {
        ul.cards {
            (room("/kantor", lang.of("Masuk ke kantor", "Sign in to the office"), lang.of("Mendaftar, menerima iuran, memeriksa, membukukan.", "Enrol, take contributions, review, keep the books.")))
            (room("/lapangan", lang.of("Aplikasi lapangan", "Field app"), lang.of("Mendaftarkan di desa, juga tanpa sinyal.", "Enrol in the village, also without signal.")))
            (room(&with("/laporan/cakupan"), lang.of("Laporan cakupan", "Coverage report"), lang.of("Berapa yang terlindungi dari berapa, di mana, pada tanggal mana pun.", "How many are covered of how many, where, on any day.")))
            (room(&with("/laporan/buku"), lang.of("Buku besar", "The ledger"), lang.of("Neraca saldo setiap dana, seimbang sampai rupiah terakhir.", "The trial balance of each fund, balanced to the last rupiah.")))
            (room(&with("/verify"), lang.of("Periksa kartu", "Check a card"), lang.of("Asli atau tidak, dan berlaku sampai kapan.", "Genuine or not, and valid until when.")))
            (room(&with("/api/docs"), "API", lang.of("Semua yang dapat dilakukan, dengan contoh.", "Everything that can be done, with examples.")))
        }
    }
}

/// Figures, for those who may read them; in a demonstration everyone.
fn read(
    lang: Lang,
    figures: &[(CoverageView, Vec<TargetView>)],
    national: &[FigureView],
) -> Markup {
    html! {
        @if !figures.is_empty() {
            h2 { (lang.of("Dari pembukuan kantor ini", "From this office's own records")) }
            ul.cards { @for (figure, targets) in figures { (share_card(lang, figure, targets)) } }
        }
        @if !national.is_empty() {
            h2 { (lang.of("Yang dikatakan pihak lain tentang Indonesia", "What others say about Indonesia")) }
            ul.cards { @for figure in national { (figure_card(lang, figure)) } }
        }
    }
}

/// The founding figures that the actor may see and that have anybody in them, with their targets.
async fn founding(reader: &Reader) -> Result<Vec<(CoverageView, Vec<TargetView>)>, Problem> {
    let mut views = Vec::with_capacity(FOUNDING.len());
    for (area, group, segment, as_of) in FOUNDING {
        let params = CoverageParams {
            area: Some(area.into()),
            group: group.map(str::to_owned),
            segment,
            payer: None,
            measure: None,
            counts: None,
            as_of: Some(as_of),
        };
        match share_of(&reader.office, &params).await {
            Ok(view) if view.states.registered > 0 => {
                views.push((view, own_targets(&reader.office, &params).await?));
            }
            Ok(_) => {}
            Err(problem) if problem.status() == 403 => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(views)
}
