//! "What would it cost, and what would my family get?": the price by month with its reasons, and the
//! benefits with their conditions first.

use super::{
    layout::{count, month, page},
    promise::{conditions, promised},
    why::why,
};
use crate::{
    door::{Params, Visitor},
    office::Server,
    problem::{Lang, Problem},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use regulation::{
    calculator::{PriceAnswer, price_answer},
    contribution::{MonthPrice, PriceInput},
};
use serde::Deserialize;
use std::sync::Arc;
use terms::{Month, Payer, Programme, Programmes, Rupiah, Sector};

/// The income the page begins with; the lowest band holds everyone below it too.
const EXAMPLE_INCOME: Rupiah = Rupiah::new(1_000_000);
const CHILDREN_MAX: u32 = 9;
/// As many as the most a family may receive counts.
const CHILDREN: u32 = 2;

/// What is asked; an empty field is none.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct CostParams {
    income: Option<String>,
    sector: Option<String>,
    months: Option<String>,
    programmes: Option<String>,
    payer: Option<String>,
    children: Option<String>,
}

/// What was understood.
pub(super) struct Wish {
    pub(super) income: Rupiah,
    pub(super) sector: Sector,
    pub(super) months: u32,
    pub(super) programmes: Programmes,
    pub(super) payer: Payer,
    pub(super) children: u32,
}

impl Wish {
    /// What of the wish can be understood, and what is wrong with the rest.
    fn read(lang: Lang, params: &CostParams) -> (Self, Option<String>) {
        let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let mut fault = None;
        let income = said(&params.income).map(|text| sheets::parse_rupiah(&text));
        let income = match income {
            None => EXAMPLE_INCOME,
            Some(Ok(income)) if income > Rupiah::ZERO => income,
            Some(Ok(_)) => {
                fault = Some(
                    lang.of("penghasilan harus lebih dari nol", "the income must be above zero")
                        .to_owned(),
                );
                EXAMPLE_INCOME
            }
            Some(Err(error)) => {
                fault = Some(lang.of(error.indonesian(), &error.to_string()).to_owned());
                EXAMPLE_INCOME
            }
        };
        let number = |text: &Option<String>, from: u32, most: u32, without: u32| {
            said(text)
                .and_then(|text| text.trim().parse().ok())
                .unwrap_or(without)
                .clamp(from, most)
        };
        let savings = params.programmes.as_deref() == Some("jkk,jkm,jht");
        let programmes = if savings { Programmes::BASE_AND_SAVINGS } else { Programmes::BASE };
        let wish = Self {
            income,
            sector: params.sector.as_deref().and_then(|w| w.parse().ok()).unwrap_or(Sector::Other),
            months: number(&params.months, 1, 12, 1),
            programmes,
            payer: params.payer.as_deref().and_then(|w| w.parse().ok()).unwrap_or(Payer::SelfPaid),
            children: number(&params.children, 0, CHILDREN_MAX, CHILDREN),
        };
        (wish, fault)
    }

    pub(super) fn saves(&self) -> bool {
        self.programmes.has(Programme::Jht)
    }

    /// Whether something was chosen that most people leave as it is.
    fn is_special(&self) -> bool {
        self.saves() || self.payer != Payer::SelfPaid || self.children != CHILDREN
    }

    /// The address with what was asked, for the switch of languages.
    fn address(&self) -> String {
        let programmes = if self.saves() { "jkk,jkm,jht" } else { "jkk,jkm" };
        format!(
            "/biaya?income={}&sector={}&months={}&programmes={programmes}&payer={}&children={}",
            self.income.get(),
            self.sector.word(),
            self.months,
            self.payer.word(),
            self.children
        )
    }
}

/// `GET /biaya`.
pub(crate) async fn cost(
    _: Visitor,
    State(server): State<Arc<Server>>,
    lang: Lang,
    Params(params): Params<CostParams>,
) -> Result<Response, Problem> {
    let (wish, fault) = Wish::read(lang, &params);
    let today = server.outside().today();
    let first = Month::of(today);
    let months: Vec<Month> = first.run(wish.months).collect();
    let input = PriceInput {
        joined: Some(first),
        ..PriceInput::new(first, wish.income, wish.sector, wish.payer, wish.programmes)
    };
    let price = price_answer(&server.law, &months, &input).map_err(Problem::from);
    let status = if fault.is_some() || price.is_err() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let title = lang.of(
        "Berapa iurannya, apa yang didapat keluarga?",
        "What does it cost, what would my family get?",
    );
    let content = html! {
        h1 { (title) }
        (asked(lang, &wish, &params, fault.as_deref()))
        @if fault.is_none() {
            @match &price {
                Ok(price) => {
                    (priced(lang, &wish, price))
                    h2 { (lang.of("Syaratnya lebih dulu", "The conditions first")) }
                    (conditions(lang, &server.law, today, wish.saves()))
                    h2 { (lang.of("Yang didapat bila sesuatu terjadi", "What is paid when something happens")) }
                    (promised(lang, &server.law, today, &wish, price))
                    p.small { (lang.of(
                        "Angka menurut aturan yang dibaca kantor ini. Apakah suatu kejadian dijamin diputuskan atas kenyataannya.",
                        "Amounts by the rules this office has read. Whether an event is covered is decided on its facts.",
                    )) }
                },
                Err(problem) => p.note.bad { (problem.detail(lang)) },
            }
        }
    };
    Ok((status, page(lang, &wish.address(), title, content)).into_response())
}

fn options<const N: usize>(chosen: &str, all: [(&str, &str); N]) -> Markup {
    html! { @for (word, name) in all { option value=(word) selected[word == chosen] { (name) } } }
}

fn asked(lang: Lang, wish: &Wish, params: &CostParams, fault: Option<&str>) -> Markup {
    let income = params.income.clone().filter(|text| !text.is_empty());
    let income = income.unwrap_or_else(|| count(lang, EXAMPLE_INCOME.get()));
    html! {
        section.card.first {
            form.tell method="get" action="/biaya" {
                div.two {
                    div {
                        label for="income" { (lang.of("Penghasilan sebulan (rupiah)", "Income of a month (rupiah)")) }
                        input.digits #income name="income" value=(income) inputmode="numeric" maxlength="40" aria-invalid=[fault.map(|_| "true")];
                        @if let Some(fault) = fault { p.wrong { (fault) } }
                    }
                    div {
                        label for="sector" { (lang.of("Pekerjaan", "Work")) }
                        select #sector name="sector" { (options(wish.sector.word(), [
                            ("other", lang.of("petani, pedagang, nelayan, tukang, lainnya", "farmer, trader, fisher, craft, other")),
                            ("transport", lang.of("ojek, sopir, kurir (transportasi)", "ojek, driver, courier (transport)")),
                        ])) }
                    }
                    div {
                        label for="months" { (lang.of("Dibayar untuk", "Paid for")) }
                        select #months name="months" { (options(&wish.months.to_string(), [
                            ("1", lang.of("1 bulan", "1 month")), ("3", lang.of("3 bulan", "3 months")),
                            ("6", lang.of("6 bulan", "6 months")), ("12", lang.of("12 bulan", "12 months")),
                        ])) }
                    }
                }
                details open[wish.is_special()] {
                    summary { (lang.of("Pilihan lain: program, yang membayar, anak", "More: programmes, who pays, children")) }
                    div { div.two {
                    div {
                        label for="programmes" { (lang.of("Program", "Programmes")) }
                        select #programmes name="programmes" { (options(if wish.saves() { "jkk,jkm,jht" } else { "jkk,jkm" }, [
                            ("jkk,jkm", lang.of("kecelakaan kerja dan kematian", "work accident and death")),
                            ("jkk,jkm,jht", lang.of("… dan tabungan hari tua", "… and old-age savings")),
                        ])) }
                    }
                    div {
                        label for="payer" { (lang.of("Yang membayar", "Who pays")) }
                        select #payer name="payer" { (options(wish.payer.word(), [
                            ("self", lang.of("saya sendiri", "myself")),
                            ("apbdes", lang.of("desa (APBDes)", "the village (APBDes)")),
                            ("apbd", lang.of("pemerintah daerah (APBD)", "the regional government (APBD)")),
                            ("apbn", lang.of("pemerintah pusat (APBN)", "the national government (APBN)")),
                            ("csr", lang.of("perusahaan atau penderma (CSR)", "a company or donor (CSR)")),
                        ])) }
                    }
                    div {
                        label for="children" { (lang.of("Anak yang bersekolah", "Children at school")) }
                        select #children name="children" { (options(&wish.children.to_string(), [("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5")])) }
                    }
                    } }
                }
                input type="hidden" name="lang" value=(lang.word());
                div { button { (lang.of("Hitung", "Compute")) } }
            }
        }
    }
}

fn priced(lang: Lang, wish: &Wish, price: &PriceAnswer<MonthPrice>) -> Markup {
    let n = wish.months;
    let for_months = match lang {
        Lang::Id => format!("untuk {n} bulan"),
        Lang::En => format!("for {n} month{}", if n == 1 { "" } else { "s" }),
    };
    html! {
        h2 { (lang.of("Iurannya", "The contribution")) }
        p.big { (price.total) " " span.small { (for_months) } }
        div.scroll { table {
            caption { (lang.of("Rupiah; JKK kecelakaan kerja, JKM kematian", "Rupiah; JKK work accident, JKM death")) @if wish.saves() { (lang.of(", JHT tabungan hari tua", ", JHT old-age savings")) } }
            thead { tr {
                th { (lang.of("Bulan", "Month")) }
                th.n { "JKK" } th.n { "JKM" } @if wish.saves() { th.n { "JHT" } }
                th.n { (lang.of("Jumlah", "Sum")) }
            } }
            tbody { @for (at, it) in price.months.iter().enumerate() { tr {
                th scope="row" { (month(lang, it.month)) @if at > 0 && price.months.get(at - 1).is_some_and(|before| before.total != it.total) { " " span.sure.unsure { (lang.of("harga berubah", "price changes")) } } }
                td.n { (rupiah(lang, it.jkk)) } td.n { (rupiah(lang, it.jkm)) }
                @if wish.saves() { td.n { (rupiah(lang, it.jht)) } }
                td.n { strong { (rupiah(lang, Some(it.total))) } }
            } } }
        } }
        details { summary { (lang.of("Mengapa sebesar itu?", "Why so much?")) } div { (why(lang, &price.because)) } }
    }
}

fn rupiah(lang: Lang, amount: Option<Rupiah>) -> String {
    amount.map_or_else(|| "–".to_owned(), |amount| count(lang, amount.get()))
}
