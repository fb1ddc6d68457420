//! Reasons as a person reads them: the sentence, where it stands in the law, and how sure we are.

use crate::problem::Lang;
use maud::{Markup, html};
use terms::{Because, Citation, Status};

/// How sure we are, in words that can be read aloud.
pub(super) fn sure(lang: Lang, status: Status) -> Markup {
    let (id, en) = match status {
        Status::Confirmed => ("teks hukumnya dibaca", "law text read"),
        Status::Reported => ("dari sumber yang mengutipnya", "from a source that quotes it"),
        Status::Derived => ("dihitung dari angka lain", "computed from other figures"),
        Status::Unconfirmed => ("belum dipastikan", "not confirmed yet"),
        Status::Unknown => ("tidak diketahui", "not known"),
    };
    let is_unsure = status >= Status::Unconfirmed;
    html! { span.sure.unsure[is_unsure] { (lang.of(id, en)) } }
}

/// A place in the law, with how sure we are of the article.
pub(super) fn cited(lang: Lang, citation: &Citation) -> Markup {
    html! { span.small {
        (citation.title)
        @match &citation.article {
            Some(article) => { ", " (article) " " (article_is(lang, citation.status)) },
            None => { ", " (lang.of("pasal belum ditemukan", "article not found yet")) },
        }
    } }
}

fn article_is(lang: Lang, status: Status) -> &'static str {
    match status {
        Status::Confirmed => lang.of("(pasal dipastikan)", "(article confirmed)"),
        _ => lang.of("(pasal belum dipastikan)", "(article not confirmed)"),
    }
}

/// A tree of reasons.
pub(super) fn why(lang: Lang, because: &[Because]) -> Markup {
    html! { ul.why { @for it in because { li {
        (lang.of(&it.id, &it.en)) " " (sure(lang, it.status))
        @for citation in &it.citations { br; (cited(lang, citation)) }
        @if !it.parts.is_empty() { (why(lang, &it.parts)) }
    } } } }
}
