//! What is promised to a worker's family, as the law of the day has it: conditions first, then sums.

use super::{
    cost::Wish,
    layout::percent,
    why::{cited, sure, why},
};
use crate::problem::Lang;
use maud::{Markup, html};
use regulation::{
    Entry, Law, Leaf, Value,
    benefit::{DeathInput, ScholarshipCause},
    calculator::PriceAnswer,
    contribution::MonthPrice,
};
use terms::{Assessment, Because, Date, Rupiah, Segment};

/// A value of the law on a day, with the entry it stands in; none where it was not read.
fn said<'a>(law: &'a Law, key: &str, name: &str, on: Date) -> Option<(&'a Leaf, &'a Entry)> {
    let entry = law.parameter(key).ok()?.at(on).ok()?;
    let leaf = match &entry.value {
        Value::One(leaf) if name.is_empty() => leaf,
        Value::Table(leaves) => leaves.get(name)?,
        _ => return None,
    };
    (*leaf != Leaf::Unknown).then_some((leaf, entry))
}

fn number<'a>(law: &'a Law, key: &str, name: &str, on: Date) -> Option<(i64, &'a Entry)> {
    match said(law, key, name, on)? {
        (Leaf::Number(n), entry) => Some((*n, entry)),
        _ => None,
    }
}

/// A condition in both languages with the entries it rests on.
struct Condition<'a> {
    id: String,
    en: String,
    entries: Vec<&'a Entry>,
}

/// Qualifying months and the other ifs, shown before any sum.
pub(super) fn conditions(lang: Lang, law: &Law, on: Date, saves: bool) -> Markup {
    let all = [
        from_payment(law, on),
        full_death(law, on),
        scholarship(law, on),
        grace(law, on),
        ages(law, on),
        savings(law, on).filter(|_| saves),
    ];
    html! {
        section.card {
            ul.terms { @for it in all.into_iter().flatten() { li {
                (lang.of(&it.id, &it.en))
                @for (at, entry) in it.entries.iter().enumerate() {
                    @let said = |other: &&Entry| (other.status, &other.source) == (entry.status, &entry.source);
                    @if !it.entries.iter().take(at).any(said) { br; (sure(lang, entry.status)) " " (cited(lang, &entry.source)) }
                }
            } } }
        }
    }
}

fn from_payment(law: &Law, on: Date) -> Option<Condition<'_>> {
    let (leaf, entry) = said(law, "cover.protection_starts", "", on)?;
    (*leaf == Leaf::Word("on_payment".into())).then(|| Condition {
        id: "Kecelakaan kerja: terlindungi sejak iuran pertama dibayar, tanpa masa tunggu.".into(),
        en: "Work accidents: covered from the first payment on, with no waiting time.".into(),
        entries: vec![entry],
    })
}

fn full_death(law: &Law, on: Date) -> Option<Condition<'_>> {
    let (months, entry) = number(law, "cover.jkm_full_after_months", "", on)?;
    let (Leaf::Rupiah(short), short_entry) = said(law, "cover.jkm_short_amount", "", on)? else {
        return None;
    };
    Some(Condition {
        id: format!(
            "Santunan kematian penuh: setelah {months} bulan dibayar berturut-turut. Bila meninggal sebelum itu, keluarga menerima {short}."
        ),
        en: format!(
            "The full death benefit: after {months} months paid in a row. If death comes earlier, the family receives {short}."
        ),
        entries: vec![entry, short_entry],
    })
}

fn scholarship(law: &Law, on: Date) -> Option<Condition<'_>> {
    let key = "benefit.scholarship_months_min";
    let (after_death, entry) = number(law, key, "jkm", on)?;
    let (after_injury, _) = number(law, key, "jkk", on)?;
    let (id, en) = match after_injury {
        0 => ("tanpa masa tunggu".to_owned(), "without waiting".to_owned()),
        n => (format!("setelah {n} bulan iuran"), format!("after {n} contribution months")),
    };
    Some(Condition {
        id: format!(
            "Beasiswa anak: setelah {after_death} bulan iuran bila meninggal bukan karena kerja; karena kecelakaan kerja {id}."
        ),
        en: format!(
            "Scholarship of the children: after {after_death} contribution months when death is not from work; after a work accident {en}."
        ),
        entries: vec![entry],
    })
}

fn grace(law: &Law, on: Date) -> Option<Condition<'_>> {
    let (months, entry) = number(law, "cover.grace_months", "", on)?;
    Some(Condition {
        id: format!(
            "Bila iuran tidak dibayar, perlindungan masih berjalan {months} bulan. Sesudah itu berakhir, dan hitungan bulan mulai dari awal."
        ),
        en: format!(
            "When contributions stop, cover goes on for {months} months. Then it ends, and the months are counted anew."
        ),
        entries: vec![entry],
    })
}

fn ages(law: &Law, on: Date) -> Option<Condition<'_>> {
    let (most, to) = number(law, "eligibility.entry_age_max", "", on)?;
    Some(Condition {
        id: format!("Mendaftar: sebelum berusia {most} tahun."),
        en: format!("To enrol: before the age of {most}."),
        entries: vec![to],
    })
}

fn savings(law: &Law, on: Date) -> Option<Condition<'_>> {
    let (age, entry) = number(law, "benefit.jht_age_full", "", on)?;
    Some(Condition {
        id: format!(
            "Tabungan hari tua: diambil seluruhnya pada usia {age} tahun; juga bila meninggal, cacat total tetap, atau berhenti bekerja."
        ),
        en: format!(
            "Old-age savings: paid in full at the age of {age}; also on death, permanent total disability, or when work stops."
        ),
        entries: vec![entry],
    })
}

/// A benefit as a card: what happens, how much, and why.
fn benefit(lang: Lang, title: &str, amount: &str, note: &str, because: &Because) -> Markup {
    html! {
        section.card {
            h3 { (title) }
            p.big { (amount) }
            @if !note.is_empty() { p.small { (note) } }
            p { (sure(lang, because.weakest())) }
            details { summary { (lang.of("Mengapa?", "Why?")) } div { (why(lang, std::slice::from_ref(because))) } }
        }
    }
}

/// The sums, each with its reasons. What the law was not read for is left out, never guessed.
pub(super) fn promised(
    lang: Lang,
    law: &Law,
    on: Date,
    wish: &Wish,
    price: &PriceAnswer<MonthPrice>,
) -> Markup {
    html! {
        div.cards {
            (death(lang, law, on))
            (accident(lang, law, on, wish.income))
            (schooling(lang, law, on, wish.children))
            @if wish.saves() { (saved(lang, law, on, wish, price)) }
        }
    }
}

fn death(lang: Lang, law: &Law, on: Date) -> Markup {
    let needed = law.number_on("cover.jkm_full_after_months", on).unwrap_or(0);
    let needed = u32::try_from(needed).unwrap_or(0);
    let after = |months_in_a_row| {
        let facts = DeathInput {
            died: on,
            segment: Segment::Bpu,
            months_in_a_row,
            months_in_all: months_in_a_row,
            children: 0,
        };
        law.death_benefit(&facts).map(Assessment::into_parts).ok()
    };
    let full = lang.of("Meninggal bukan karena kerja", "Death not from work");
    html! {
        @if let Some((sum, because)) = after(needed) {
            (benefit(lang, full, &sum.total.to_string(), &match lang {
                Lang::Id => format!("mulai bulan ke-{}: santunan {}, berkala {}, pemakaman {}", needed + 1, sum.death_grant, sum.periodic_grant, sum.funeral_grant),
                Lang::En => format!("from month {} on: grant {}, periodic {}, funeral {}", needed + 1, sum.death_grant, sum.periodic_grant, sum.funeral_grant),
            }, &because))
        }
    }
}

fn accident(lang: Lang, law: &Law, on: Date, income: Rupiah) -> Markup {
    let base = law.tier(income, on).map(|tier| tier.base).ok();
    let death = base.and_then(|base| law.injury_death(on, base).map(Assessment::into_parts).ok());
    let total =
        base.and_then(|base| law.total_disability(on, base).map(Assessment::into_parts).ok());
    let care = said(law, "benefit.jkk_medical", "", on);
    let care = care.filter(|(leaf, _)| **leaf == Leaf::Word("no_ceiling".into()));
    let from = base.map(|base| match lang {
        Lang::Id => format!("dihitung dari dasar penghasilan {base}"),
        Lang::En => format!("computed from the base income of {base}"),
    });
    let from = from.unwrap_or_default();
    html! {
        @if let Some((_, entry)) = care {
            section.card {
                h3 { (lang.of("Kecelakaan kerja: perawatan", "Work accident: care")) }
                p.big { (lang.of("tanpa batas biaya", "no ceiling")) }
                p.small { (lang.of("menurut kebutuhan medis, sampai sembuh", "by medical need, until recovered")) }
                p { (sure(lang, entry.status)) " " (cited(lang, &entry.source)) }
            }
        }
        @if let Some((sum, because)) = death {
            (benefit(lang, lang.of("Meninggal karena kecelakaan kerja", "Death from a work accident"), &sum.total.to_string(), &from, &because))
        }
        @if let Some((sum, because)) = total {
            (benefit(lang, lang.of("Cacat total tetap karena kerja", "Permanent total disability from work"), &sum.total.to_string(), &from, &because))
        }
    }
}

fn schooling(lang: Lang, law: &Law, on: Date, children: u32) -> Markup {
    let most = law.scholarship_most(on, children, ScholarshipCause::Injury);
    let most = most.map(Assessment::into_parts).ok().filter(|_| children > 0);
    html! { @if let Some((amount, because)) = most {
        (benefit(lang, lang.of("Beasiswa anak, paling banyak", "Scholarship of the children, at most"), &amount.to_string(), lang.of(
            "dari taman kanak-kanak sampai lulus kuliah; lihat syarat bulannya di atas",
            "from kindergarten to a degree; see the months it needs above",
        ), &because))
    } }
}

fn saved(lang: Lang, law: &Law, on: Date, wish: &Wish, price: &PriceAnswer<MonthPrice>) -> Markup {
    let sum = Rupiah::sum(price.months.iter().filter_map(|month| month.jht)).ok();
    // The return of a year is known when the year is over.
    let known = (1..=3).find_map(|back| {
        let year = on.year() - back;
        law.savings_return_rate(year).ok().map(|rate| (year, rate.into_parts()))
    });
    html! { @if let Some(sum) = sum {
        section.card {
            h3 { (lang.of("Tabungan hari tua", "Old-age savings")) }
            p.big { (sum) }
            p.small { (match lang {
                Lang::Id => format!("terkumpul setelah {} bulan, milik Anda, ditambah hasil pengembangan tiap tahun", wish.months),
                Lang::En => format!("saved after {} months, yours, with each year's return added", wish.months),
            }) }
            @if let Some((year, (rate, because))) = known {
                p.small {
                    (lang.of("Hasil terakhir yang diketahui: ", "The last return known: ")) (percent(lang, &rate.to_string())) " (" (year) ") " (sure(lang, because.weakest()))
                }
            }
        }
    } }
}
