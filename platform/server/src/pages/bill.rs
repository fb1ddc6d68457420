//! A payment code as anyone holding it may see it: what to pay, for which months, until when, where,
//! and the receipt when it is paid. Nobody is named; initials say whose slip it is.

use super::layout::{count, day, days, month, page};
use crate::{
    door::{Named, Params, Visitor},
    office::Server,
    problem::{Lang, Problem},
};
use access::Office;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use contribution::{
    Code,
    bills::{Bill, BillRefusal, bill, payments_of},
    held::PaymentRow,
    months::{MonthEntry, month_ledger},
    receipt_number,
};
use maud::{Markup, PreEscaped, html};
use qrcode::{QrCode, render::svg};
use serde::Deserialize;
use std::sync::Arc;
use terms::{Date, Rupiah};

/// The newest payments of a member looked through for those of one code.
const PAYMENTS: u32 = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeParams {
    kode: Option<String>,
}

/// `GET /bayar`: where a code is typed.
pub(crate) async fn type_code(
    _: Visitor,
    lang: Lang,
    Params(params): Params<CodeParams>,
) -> Result<Response, Problem> {
    let typed = params.kode.unwrap_or_default();
    let code: Option<Code> = typed.parse().ok();
    if let Some(code) = code {
        let to = format!("/bayar/{code}?lang={}", lang.word());
        return Ok(Redirect::to(&to).into_response());
    }
    let title = lang.of("Kode iuran", "Payment code");
    let content = html! {
        div.narrow {
            h1 { (title) }
            p.lead { (lang.of(
                "Lihat apa yang dibayar, untuk bulan mana, dan apakah sudah diterima.",
                "See what is paid, for which months, and whether it has arrived.",
            )) }
            section.card.first { (form(lang, &typed)) }
        }
    };
    Ok(page(lang, "/bayar", title, content).into_response())
}

/// The form, here and on the start page.
pub(crate) fn form(lang: Lang, typed: &str) -> Markup {
    let is_wrong = !typed.is_empty();
    html! {
        form.tell method="get" action="/bayar" {
            div {
                label for="kode" { (lang.of("Kode iuran", "Payment code")) }
                p.small #kode-hint { (lang.of("15 angka, seperti tertulis di kertas", "15 digits, as on the slip")) }
                input.digits #kode name="kode" value=(typed) required inputmode="numeric" maxlength="40" autocomplete="off" aria-describedby="kode-hint" aria-invalid=[is_wrong.then_some("true")];
                @if is_wrong { p.wrong { (not_a_code(lang)) } }
            }
            input type="hidden" name="lang" value=(lang.word());
            div { button { (lang.of("Lihat", "Show")) } }
        }
    }
}

fn not_a_code(lang: Lang) -> &'static str {
    lang.of(
        "ini bukan kode iuran; ada 15 angka, ketik lagi dari kertasnya",
        "this is not a payment code; it has 15 digits, type it again from the slip",
    )
}

/// A code with what was paid for it.
struct Found {
    bill: Bill,
    payments: Vec<PaymentRow>,
    months: Vec<MonthEntry>,
    today: Date,
}

/// The system looks; what it may show of it is decided by the pages below.
async fn find(server: &Server, typed: &str) -> Result<Found, Problem> {
    let lost = || {
        Problem::new(
            "not-found",
            "NO_SUCH_CODE",
            "Tidak ada kode iuran seperti ini; ketik lagi 15 angka dari kertasnya",
            "There is no such payment code; type the 15 digits from the slip again",
        )
    };
    let code: Code = typed.parse().map_err(|_| lost())?;
    let outside = server.outside();
    let today = outside.today();
    let office = Office::of_the_system(server.db.clone(), outside, Arc::clone(&server.keys));
    let mut tx = office.db.read().await?;
    let bill = match bill(&mut tx, &office, &code).await {
        Err(BillRefusal::NotFound) => return Err(lost()),
        other => other.map_err(Problem::from)?,
    };
    let of_member = payments_of(&mut tx, bill.membership, None, PAYMENTS).await?;
    let payments: Vec<PaymentRow> = of_member
        .into_iter()
        .map(|paid| paid.payment)
        .filter(|payment| payment.code == bill.code)
        .collect();
    let mut months = month_ledger(&mut tx, bill.membership, None, 600).await?;
    months.retain(|entry| {
        entry.withdrawn_on.is_none() && payments.iter().any(|payment| payment.id == entry.payment)
    });
    months.reverse();
    Ok(Found { bill, payments, months, today })
}

/// `GET /bayar/{code}`.
pub(crate) async fn show(
    _: Visitor,
    State(server): State<Arc<Server>>,
    lang: Lang,
    Named(typed): Named<String>,
) -> Result<Markup, Problem> {
    let found = find(&server, &typed).await?;
    let bill = &found.bill;
    let state = bill.state(found.today);
    let path = format!("/bayar/{}", bill.code);
    let title = lang.of("Kode iuran", "Payment code");
    let content = html! {
        section.paper {
            h1 { (title) }
            p.code { (spaced(&bill.code)) }
            p.answer { span aria-hidden="true" { (sign(state)) " " } (state_words(lang, state)) }
            dl {
                dt { (lang.of("Jumlah", "Amount")) } dd { strong { (bill.amount) } }
                dt { (lang.of("Untuk", "For")) } dd { (months_of(lang, bill)) }
                dt { (lang.of("Atas nama", "In the name of")) } dd { (registry::masked_name(&bill.name)) }
                dt { (lang.of("Berlaku sampai", "Valid until")) } dd { (day(lang, bill.expires_on)) }
            }
            @if state == "open" {
                p { (lang.of("Sebutkan atau pindai kode ini, lalu bayar tepat jumlahnya:", "Say or scan this code, and pay exactly the amount:")) }
                (drawing(&bill.code)?)
                ul {
                    li { (lang.of("bank, ATM, atau agen bank", "bank, ATM, or a bank's agent")) }
                    li { (lang.of("kantor pos atau minimarket", "post office or minimarket")) }
                    li { (lang.of("dompet digital atau lokapasar", "e-wallet or online market")) }
                    li { (lang.of("agen Perisai; minta kuitansi", "a Perisai agent; ask for the receipt")) }
                }
                p.small { (lang.of(
                    "Kanal yang tersambung berbeda di tiap daerah. Uang yang dibayar setelah kode lewat masa berlakunya tidak hilang, tetapi belum menjadi perlindungan.",
                    "Which channels are connected differs by place. Money paid after the code has expired is not lost, but it is not cover yet.",
                )) }
            } @else if state != "paid" {
                p { (lang.of("Jangan dibayar. Minta kode baru di kantor atau kepada agen.", "Do not pay it. Ask the office or an agent for a new code.")) }
            }
            (paid(lang, &found, &path))
        }
    };
    Ok(page(lang, &path, title, content))
}

/// What was received for the code.
fn paid(lang: Lang, found: &Found, path: &str) -> Markup {
    html! { @for payment in &found.payments {
        @if payment.state == "posted" {
            p { (lang.of("Diterima ", "Received ")) strong { (payment.amount) } ", " (day(lang, payment.paid_on)) ". "
                a href={ (path) "/tanda-terima?lang=" (lang.word()) } { (lang.of("Kuitansi ", "Receipt ")) (receipt_number(payment.id)) }
            }
        } @else {
            p.note.warn { (payment.amount) ", " (day(lang, payment.paid_on)) ": " (super::paper::payment_words(lang, &payment.state)) ". "
                (lang.of("Uang ini bukan perlindungan; tanyakan ke kantor.", "This money is not cover; ask the office."))
            }
        }
    } }
}

/// `GET /bayar/{code}/tanda-terima`.
pub(crate) async fn receipt(
    _: Visitor,
    State(server): State<Arc<Server>>,
    lang: Lang,
    Named(typed): Named<String>,
) -> Result<Markup, Problem> {
    let found = find(&server, &typed).await?;
    let posted: Vec<&PaymentRow> =
        found.payments.iter().filter(|payment| payment.state == "posted").collect();
    if posted.is_empty() {
        return Err(Problem::new(
            "not-found",
            "NOT_PAID",
            "Belum ada pembayaran yang dibukukan untuk kode ini",
            "No payment has been posted for this code yet",
        ));
    }
    let path = format!("/bayar/{}", found.bill.code);
    let title = lang.of("Kuitansi", "Receipt");
    let content = html! {
        @for payment in posted { (slip(lang, &found, payment)?) }
        p.screen { a href={ (path) "?lang=" (lang.word()) } { (lang.of("Kembali ke kode iuran", "Back to the payment code")) } }
    };
    Ok(page(lang, &format!("{path}/tanda-terima"), title, content))
}

fn slip(lang: Lang, found: &Found, payment: &PaymentRow) -> Result<Markup, Problem> {
    let months: Vec<(&MonthEntry, Rupiah)> = found
        .months
        .iter()
        .filter(|entry| entry.payment == payment.id)
        .map(|entry| Ok((entry, Rupiah::sum([entry.jkk, entry.jkm, entry.jht])?)))
        .collect::<Result<_, terms::MoneyError>>()?;
    let sum = Rupiah::sum(months.iter().map(|(_, total)| *total))?;
    Ok(html! {
        section.paper {
            h1 { (lang.of("Kuitansi", "Receipt")) }
            p.answer { (payment.amount) }
            dl {
                dt { (lang.of("Nomor", "Number")) } dd { (receipt_number(payment.id)) }
                dt { (lang.of("Atas nama", "In the name of")) } dd { (registry::masked_name(&found.bill.name)) }
                dt { (lang.of("Dibayar", "Paid on")) } dd { (day(lang, payment.paid_on)) }
                dt { (lang.of("Kode iuran", "Payment code")) } dd { (spaced(&found.bill.code)) }
                dt { (lang.of("Kanal", "Channel")) } dd { (super::paper::channel_words(lang, &payment.channel)) }
            }
            @if !months.is_empty() { div.scroll { table {
                thead { tr { th { (lang.of("Bulan", "Month")) } th { (lang.of("Melindungi", "Protects")) } th.n { "Rp" } } }
                tbody {
                    @for (entry, total) in &months { tr {
                        th scope="row" { (month(lang, entry.month)) }
                        td { (days(lang, entry.protects_from, entry.protects_to)) }
                        td.n { (count(lang, total.get())) }
                    } }
                    @if payment.amount != sum { tr {
                        td colspan="2" { (lang.of("Selisih dengan saldo peserta", "Difference to the member's credit")) }
                        td.n { (count(lang, payment.amount.minus(sum)?.get())) }
                    } }
                }
            } } }
        }
    })
}

fn months_of(lang: Lang, bill: &Bill) -> String {
    let (first, last) = (month(lang, bill.first_month), month(lang, bill.last_month()));
    match (bill.n_months, lang) {
        (1, _) => first,
        (n, Lang::Id) => format!("{n} bulan: {first} – {last}"),
        (n, Lang::En) => format!("{n} months: {first} – {last}"),
    }
}

fn sign(state: &str) -> &'static str {
    match state {
        "paid" => "✓",
        "open" => "○",
        _ => "✗",
    }
}

fn state_words(lang: Lang, state: &str) -> &'static str {
    match state {
        "paid" => lang.of("Sudah dibayar", "Paid"),
        "open" => lang.of("Belum dibayar", "Not paid yet"),
        "expired" => lang.of("Lewat masa berlakunya", "Expired"),
        _ => lang.of("Dibatalkan", "Cancelled"),
    }
}

/// Groups of three, as a till reads them back.
pub(super) fn spaced(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    digits.chunks(3).map(|three| three.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The QR says the code and nothing else.
fn drawing(code: &str) -> Result<Markup, Problem> {
    let qr = QrCode::new(code.as_bytes()).map_err(Problem::fault)?;
    let drawing = qr.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
    let drawing = drawing.trim_start_matches("<?xml version=\"1.0\" standalone=\"yes\"?>");
    Ok(html! { (PreEscaped(drawing)) })
}
