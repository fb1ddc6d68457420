//! The frame of every page, and how numbers and days are written for people.

use crate::problem::Lang;
use maud::{DOCTYPE, Markup, html};
use terms::{Date, Month};

pub(crate) const STYLE: &str = include_str!("style.css");
/// The number is raised with the file, so that browsers fetch it again.
pub(crate) const STYLE_ADDRESS: &str = "/style-3.css";

/// A whole page. `path` is its address with what was asked, for the switch of languages.
pub(crate) fn page(lang: Lang, path: &str, title: &str, content: Markup) -> Markup {
    let (other, other_name) = match lang {
        Lang::Id => (Lang::En, "English"),
        Lang::En => (Lang::Id, "Indonesia"),
    };
    let switch =
        format!("{path}{}lang={}", if path.contains('?') { '&' } else { '?' }, other.word());
    html! {
        (DOCTYPE)
        html lang=(lang.word()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Lindung" }
                link rel="stylesheet" href=(STYLE_ADDRESS);
            }
            body {
                a.skip href="#isi" { (lang.of("Langsung ke isi", "Skip to content")) }
                header {
                    div {
                        a.brand href={ "/?lang=" (lang.word()) } { "Lindung" }
                        nav aria-label=(lang.of("Utama", "Main")) {
                            (link(lang, path, "/cek", lang.of("Cek", "Check")))
                            (link(lang, path, "/biaya", lang.of("Iuran", "Cost")))
                            (link(lang, path, "/bayar", lang.of("Bayar", "Pay")))
                            a href=(switch) lang=(other.word()) hreflang=(other.word()) { (other_name) }
                        }
                    }
                }
                main #isi { (content) }
                footer {
                    p {
                        a href={ "/laporan/cakupan?lang=" (lang.word()) } { (lang.of("Laporan cakupan", "Coverage report")) } " · "
                        a href={ "/laporan/buku?lang=" (lang.word()) } { (lang.of("Buku besar", "The ledger")) } " · "
                        a href={ "/verify?lang=" (lang.word()) } { (lang.of("Periksa kartu", "Check a card")) } " · "
                        a href={ "/api/docs?lang=" (lang.word()) } { "API" }
                    }
                    p { (lang.of(
                        "Lindung, kantor jaminan sosial terbuka untuk pekerja informal. Kode sumber Apache-2.0.",
                        "Lindung, the open social-security office for informal workers. Source code Apache-2.0.",
                    )) }
                }
            }
        }
    }
}

fn link(lang: Lang, path: &str, to: &str, name: &str) -> Markup {
    let at = path.split('?').next().and_then(|path| path.strip_prefix(to));
    let here = at.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    html! { a href={ (to) "?lang=" (lang.word()) } aria-current=[here.then_some("page")] { (name) } }
}

/// `29,3 %` in Indonesian, `29.3 %` in English; `text` has a point, as the API writes it.
pub(crate) fn percent(lang: Lang, text: &str) -> String {
    let number = text.trim_end_matches('%').trim_end();
    match lang {
        Lang::Id => format!("{} %", number.replace('.', ",")),
        Lang::En => format!("{number} %"),
    }
}

/// `21 November 2026`.
pub(crate) fn day(lang: Lang, date: Date) -> String {
    spoken(lang, terms::written::day(date))
}

fn spoken(lang: Lang, [id, en]: [String; 2]) -> String {
    if lang == Lang::Id { id } else { en }
}

/// `21–30 November 2026`, or both days in full.
pub(crate) fn days(lang: Lang, from: Date, to: Date) -> String {
    if (from.year(), from.month()) == (to.year(), to.month()) && from < to {
        format!("{}–{}", from.day(), day(lang, to))
    } else {
        format!("{} – {}", day(lang, from), day(lang, to))
    }
}

/// `November 2026`.
pub(crate) fn month(lang: Lang, month: Month) -> String {
    spoken(lang, terms::written::month(month))
}

/// `12.300` in Indonesian, `12,300` in English.
pub(crate) fn count(lang: Lang, n: i64) -> String {
    spoken(lang, terms::written::number(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_written_as_each_language_writes_them() {
        assert_eq!(
            (count(Lang::Id, 12_300), count(Lang::En, -1_234_567)),
            ("12.300".into(), "-1,234,567".into())
        );
        assert_eq!(count(Lang::Id, 0), "0");
        let date = jiff::civil::date(2024, 4, 24);
        assert_eq!(
            (day(Lang::Id, date), day(Lang::En, date)),
            ("24 April 2024".into(), "24 April 2024".into())
        );
        assert_eq!(day(Lang::Id, jiff::civil::date(2026, 8, 1)), "1 Agustus 2026");
        assert_eq!(
            (percent(Lang::Id, "29.3"), percent(Lang::En, "0.5 %")),
            ("29,3 %".into(), "0.5 %".into())
        );
    }
}
