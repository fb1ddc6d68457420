//! Problems for people: one refusal as a page, and the list of all kinds.

use super::layout::page;
use crate::problem::{KINDS, Lang, Problem};
use axum::extract::Path;
use maud::{Markup, html};

/// A refusal as a person meets it.
pub(crate) fn problem_page(problem: &Problem, lang: Lang, path: &str) -> Markup {
    let content = html! {
        h1 { (problem.title(lang)) }
        p.note.bad { (problem.detail(lang)) }
        @if let Some(case) = problem.case() {
            p { (lang.of("Nomor kasus: ", "Case number: ")) code { (case) } }
        }
        p { a href={ "/?lang=" (lang.word()) } { (lang.of("Ke halaman awal", "To the start page")) } }
    };
    page(lang, path, problem.title(lang), content)
}

/// Every kind of problem the API answers with.
pub(crate) async fn problems(lang: Lang) -> Markup {
    let content = html! {
        h1 { (lang.of("Jenis masalah", "Kinds of problems")) }
        p.lead { (lang.of(
            "Setiap penolakan API menyebut salah satu jenis ini, dengan kode, isian, dan jalan keluarnya.",
            "Every refusal of the API names one of these kinds, with its code, the field, and the way out.",
        )) }
        div.scroll { table {
            thead { tr { th { (lang.of("Jenis", "Kind")) } th.n { "HTTP" } th { (lang.of("Arti dan jalan keluar", "Meaning and way out")) } } }
            tbody { @for kind in KINDS { tr {
                td { a href={ "/problems/" (kind.word) "?lang=" (lang.word()) } { code { (kind.word) } } }
                td.n { (kind.status) }
                td { strong { (lang.of(kind.title_id, kind.title_en)) } br; (lang.of(kind.way_id, kind.way_en)) }
            } } }
        } }
    };
    page(lang, "/problems", lang.of("Jenis masalah", "Kinds of problems"), content)
}

/// One kind.
pub(crate) async fn problem_kind(lang: Lang, Path(word): Path<String>) -> Result<Markup, Problem> {
    let kind = KINDS.iter().find(|kind| kind.word == word).ok_or(Problem::plain("not-found"))?;
    let title = lang.of(kind.title_id, kind.title_en);
    let content = html! {
        h1 { (title) }
        p { code { (kind.word) } " · HTTP " (kind.status) }
        p.note { (lang.of(kind.way_id, kind.way_en)) }
        p { a href={ "/problems?lang=" (lang.word()) } { (lang.of("Semua jenis", "All kinds")) } }
    };
    Ok(page(lang, &format!("/problems/{}", kind.word), title, content))
}
