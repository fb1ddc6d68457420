//! What people print or show: the card, the receipt, and the page that checks a card.

use super::layout::{count, day, days, month, page};
use crate::{
    api::{memberships::member_for, payments::payment_for},
    card::Card,
    door::{Door, Named, Params, Visitor},
    office::Server,
    problem::{Lang, Problem},
};
use access::{Duty, Office};
use axum::extract::State;
use contribution::{
    Member, change::cover_of, enrol::member_by_number, months::month_ledger, receipt_number,
};
use maud::{Markup, PreEscaped, html};
use qrcode::{QrCode, render::svg};
use registry::person_record;
use regulation::cover::{Cover, CoverState};
use serde::Deserialize;
use std::sync::Arc;
use terms::{
    Month, Rupiah,
    ids::{MembershipId, PaymentId},
};

/// A state in words; never by colour alone.
fn state_words(lang: Lang, state: CoverState) -> String {
    let (id, en) = match state {
        CoverState::RegisteredUnpaid => {
            ("terdaftar, belum terlindungi", "registered, not covered yet")
        }
        CoverState::Active => ("terlindungi", "covered"),
        CoverState::Grace(_) => {
            ("masih terlindungi, ada bulan belum dibayar", "still covered, a month is unpaid")
        }
        CoverState::Lapsed => ("tidak terlindungi lagi", "no longer covered"),
        CoverState::SuspendedReview => ("sedang diperiksa", "under review"),
        CoverState::Ended(_) => ("sudah berakhir", "ended"),
    };
    lang.of(id, en).to_owned()
}

/// `GET /api/v1/memberships/{id}/card`.
pub(crate) async fn card(
    door: Door,
    State(server): State<Arc<Server>>,
    lang: Lang,
    Named(id): Named<MembershipId>,
) -> Result<Markup, Problem> {
    let office = &door.office;
    let member = member_for(office, Duty::ReadPeople, id).await?;
    let (cover, name) = {
        let mut tx = office.db.read().await?;
        let cover = cover_of(&mut tx, office, &member, office.outside.today()).await?;
        (cover, person_record(&mut tx, office, member.counted_as).await?.person.name)
    };
    let content = card_content(&server, lang, office, &member, &cover, &name)?;
    let path = format!("/api/v1/memberships/{id}/card");
    door.answer(page(lang, &path, lang.of("Kartu peserta", "Member's card"), content)).await
}

fn card_content(
    server: &Server,
    lang: Lang,
    office: &Office,
    member: &Member,
    cover: &Cover,
    name: &str,
) -> Result<Markup, Problem> {
    let card = Card {
        number: member.number.clone(),
        covered_until: cover.covered_until,
        programmes: member.programmes,
        issued: office.outside.today(),
    };
    let signed = card.signed(&server.keys);
    let text = match &server.options.public_url {
        Some(url) => format!("{}/verify?c={signed}", url.trim_end_matches('/')),
        None => signed.clone(),
    };
    let code = QrCode::new(text.as_bytes()).map_err(Problem::fault)?;
    let drawing = code.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
    let drawing = drawing.trim_start_matches("<?xml version=\"1.0\" standalone=\"yes\"?>");
    Ok(html! {
        section.paper {
            h1 { (lang.of("Kartu peserta", "Member's card")) }
            p.answer { (name) }
            dl {
                dt { (lang.of("Nomor", "Number")) } dd { (member.number) }
                dt { (lang.of("Program", "Programmes")) } dd { (member.programmes.to_string().to_uppercase().replace(',', ", ")) }
                dt { (lang.of("Keadaan", "State")) } dd { (state_words(lang, cover.state)) }
                dt { (lang.of("Dibayar sampai", "Paid until")) }
                dd { (cover.covered_until.map_or_else(|| "–".to_owned(), |date| day(lang, date))) }
                @if let Some(until) = cover.protected_until.filter(|until| Some(*until) != cover.covered_until) {
                    dt { (lang.of("Terlindungi sampai", "Covered until")) } dd { (day(lang, until)) }
                }
            }
            (PreEscaped(drawing))
            p.small { (lang.of(
                "Pindai untuk memeriksa kartu ini. Kode tidak memuat NIK atau alamat.",
                "Scan to check this card. The code holds no NIK and no address.",
            )) }
            p.small.screen { a href={ "/verify?c=" (signed) "&lang=" (lang.word()) } { (lang.of("Periksa di sini", "Check it here")) } }
            p.small { (lang.of("Dibuat ", "Made on ")) (day(lang, card.issued)) }
        }
    })
}

/// What stands on a receipt.
struct ReceiptMonth {
    month: Month,
    total: Rupiah,
    protects: (terms::Date, terms::Date),
}

/// `GET /api/v1/payments/{id}/receipt`.
pub(crate) async fn receipt(
    door: Door,
    lang: Lang,
    Named(id): Named<PaymentId>,
) -> Result<Markup, Problem> {
    let office = &door.office;
    let payment = payment_for(office, id).await?;
    let mut months = Vec::new();
    if let Some(membership) = payment.membership {
        let mut tx = office.db.read().await?;
        let entries = month_ledger(&mut tx, membership, None, 600).await?;
        for entry in entries.into_iter().rev().filter(|entry| entry.payment == id) {
            if entry.withdrawn_on.is_none() {
                let total = Rupiah::sum([entry.jkk, entry.jkm, entry.jht])?;
                let protects = (entry.protects_from, entry.protects_to);
                months.push(ReceiptMonth { month: entry.month, total, protects });
            }
        }
    }
    let paid = Rupiah::sum(months.iter().map(|month| month.total))?;
    let is_held = payment.state != "posted";
    let content = html! {
        section.paper {
            h1 { (lang.of("Kuitansi", "Receipt")) }
            dl {
                dt { (lang.of("Nomor", "Number")) } dd { (receipt_number(id)) }
                dt { (lang.of("Jumlah", "Amount")) } dd.answer { (payment.amount) }
                dt { (lang.of("Dibayar", "Paid on")) } dd { (day(lang, payment.paid_on)) }
                dt { (lang.of("Kode iuran", "Payment code")) } dd { (super::bill::spaced(&payment.code)) }
                dt { (lang.of("Kanal", "Channel")) } dd { (channel_words(lang, &payment.channel)) ", " (payment.reference) }
                dt { (lang.of("Keadaan", "State")) } dd { (payment_words(lang, &payment.state)) }
            }
            @if is_held {
                p.note { (lang.of(
                    "Uang ini tercatat dan ada penanggung jawabnya, tetapi bukan perlindungan.",
                    "This money is recorded and has an owner, but it is not cover.",
                )) }
            }
            @if !months.is_empty() {
                div.scroll { table {
                    thead { tr { th { (lang.of("Bulan iuran", "Month")) } th { (lang.of("Melindungi", "Protects")) } th.n { "Rp" } } }
                    tbody {
                        @for it in &months { tr {
                            td { (month(lang, it.month)) }
                            td { (days(lang, it.protects.0, it.protects.1)) }
                            td.n { (count(lang, it.total.get())) }
                        } }
                        tr.sum { th colspan="2" { (lang.of("Jumlah bulan", "Months together")) } td.n { (count(lang, paid.get())) } }
                        @if payment.amount != paid { tr {
                            td colspan="2" { (lang.of("Selisih dengan saldo peserta", "Difference to the member's credit")) }
                            td.n { (count(lang, payment.amount.minus(paid)?.get())) }
                        } }
                    }
                } }
            }
        }
    };
    let path = format!("/api/v1/payments/{id}/receipt");
    door.answer(page(lang, &path, lang.of("Kuitansi", "Receipt"), content)).await
}

/// A channel in words; one we have no words for as it calls itself.
pub(super) fn channel_words(lang: Lang, channel: &str) -> String {
    let (id, en) = match channel {
        "bank_va" => ("bank, rekening virtual", "bank, virtual account"),
        "qris" => ("QRIS", "QRIS"),
        "post" => ("kantor pos", "post office"),
        "minimarket" => ("minimarket", "minimarket"),
        "agent" => ("agen", "agent"),
        "cash" | "counter" => ("tunai di kantor", "cash at the office"),
        other => (other, other),
    };
    lang.of(id, en).to_owned()
}

pub(super) fn payment_words(lang: Lang, state: &str) -> String {
    let (id, en) = match state {
        "posted" => ("dibukukan", "posted"),
        "held" => ("ditahan, sedang dicari penyelesaiannya", "held, being resolved"),
        "refunding" => ("sedang dikembalikan", "being paid back"),
        "refunded" => ("sudah dikembalikan", "paid back"),
        "reversed" => ("ditarik kembali oleh bank", "taken back by the bank"),
        _ => (state, state),
    };
    lang.of(id, en).to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerifyParams {
    c: Option<String>,
}

/// `GET /verify`: yes or no, and until when; never a name.
pub(crate) async fn verify(
    _: Visitor,
    State(server): State<Arc<Server>>,
    lang: Lang,
    Params(params): Params<VerifyParams>,
) -> Result<Markup, Problem> {
    let said = params.c.unwrap_or_default();
    let card = Card::read(&said, &server.keys);
    let found = match &card {
        Some(card) => standing(&server, card).await?,
        None => None,
    };
    let title = lang.of("Periksa kartu", "Check a card");
    let content = html! {
        h1 { (title) }
        @match (said.is_empty(), &card, &found) {
            (true, ..) => p.lead { (lang.of(
                "Tempel isi kode pada kartu untuk memeriksanya.",
                "Paste what the code on the card says to check it.",
            )) },
            (_, Some(card), Some((member, cover))) => section.paper {
                p.answer { (lang.of("Kartu asli. ", "A genuine card. ")) (state_words(lang, cover.state)) }
                dl {
                    dt { (lang.of("Nomor", "Number")) } dd { (member.number) }
                    dt { (lang.of("Terlindungi hari ini", "Covered today")) }
                    dd { (if cover.state.is_protected() { lang.of("ya", "yes") } else { lang.of("tidak", "no") }) }
                    dt { (lang.of("Dibayar sampai", "Paid until")) }
                    dd { (cover.covered_until.map_or_else(|| "–".to_owned(), |date| day(lang, date))) }
                    dt { (lang.of("Program", "Programmes")) } dd { (member.programmes.to_string().to_uppercase().replace(',', ", ")) }
                    dt { (lang.of("Kartu dibuat", "Card made on")) } dd { (day(lang, card.issued)) }
                }
            },
            _ => section.paper {
                p.answer { (lang.of("Bukan kartu yang sah.", "Not a genuine card.")) }
                p { (lang.of(
                    "Tanda tangannya tidak cocok. Minta kartu baru kepada pemiliknya, atau tanyakan ke kantor.",
                    "Its signature does not hold. Ask its holder for a new card, or ask the office.",
                )) }
            },
        }
        form.ask method="get" action="/verify" {
            div { label for="c" { (lang.of("Isi kode", "What the code says")) } input #c name="c" required autocomplete="off"; }
            input type="hidden" name="lang" value=(lang.word());
            button { (lang.of("Periksa", "Check")) }
        }
    };
    Ok(page(lang, "/verify", title, content))
}

/// Where the holder of a genuine card stands today: what happened since it was made counts.
async fn standing(server: &Server, card: &Card) -> Result<Option<(Member, Cover)>, Problem> {
    let outside = server.outside();
    let today = outside.today();
    let office = Office::of_the_system(server.db.clone(), outside, Arc::clone(&server.keys));
    let mut tx = office.db.read().await?;
    let Some(member) = member_by_number(&mut tx, &card.number).await? else { return Ok(None) };
    let cover = cover_of(&mut tx, &office, &member, today).await?;
    Ok(Some((member, cover)))
}
