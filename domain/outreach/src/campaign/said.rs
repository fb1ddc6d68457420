//! Days as people write them: *Jumat (11/8)* in a paper of a known day, *20 Juli*, 2023-07-20.

use super::refusal::{CampaignRefusal, field};
use jiff::civil::Weekday;
use terms::{Date, written};

/// A day that was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SaidDay {
    /// The day.
    pub date: Date,
    /// The year was not written; it is the one nearest to the day of publication.
    pub inferred: bool,
}

const DAYS: [(&[&str], Weekday); 7] = [
    (&["senin", "monday"], Weekday::Monday),
    (&["selasa", "tuesday"], Weekday::Tuesday),
    (&["rabu", "wednesday"], Weekday::Wednesday),
    (&["kamis", "thursday"], Weekday::Thursday),
    (&["jumat", "friday"], Weekday::Friday),
    (&["sabtu", "saturday"], Weekday::Saturday),
    (&["minggu", "ahad", "sunday"], Weekday::Sunday),
];

const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "jan"],
    &["februari", "february", "feb"],
    &["maret", "march", "mar"],
    &["april", "apr"],
    &["mei", "may"],
    &["juni", "june", "jun"],
    &["juli", "july", "jul"],
    &["agustus", "august", "agu", "aug"],
    &["september", "sep"],
    &["oktober", "october", "okt", "oct"],
    &["november", "nov"],
    &["desember", "december", "des", "dec"],
];

/// A weekday's name in Indonesian and English.
#[must_use]
pub fn weekday_names(day: Weekday) -> (&'static str, &'static str) {
    written::weekday(day).into()
}

/// A weekday as people write it: *Jumat*, *Jum'at*, *Friday*.
#[must_use]
pub fn weekday(text: &str) -> Option<Weekday> {
    let word = registry::searchable(text);
    DAYS.iter().find(|(names, _)| names.contains(&word.as_str())).map(|(_, day)| *day)
}

/// Reads a day as it was written. Without a year it is the year nearest to the day of publication; a
/// weekday that does not fit is refused, never mended.
pub fn said_day(text: &str, published_on: Option<Date>) -> Result<SaidDay, CampaignRefusal> {
    let trimmed = text.trim();
    if let Ok(date) = trimmed.parse::<Date>() {
        return Ok(SaidDay { date, inferred: false });
    }
    let plain = registry::searchable(trimmed);
    let mut words = plain.split(' ').peekable();
    let said_weekday = words.peek().and_then(|word| weekday(word));
    if said_weekday.is_some() {
        words.next();
    }
    let parts: Vec<&str> = words.collect();
    let (day, month, year) = match parts.as_slice() {
        [day, month] => (number(day), month_of(month), None),
        [day, month, year] => (number(day), month_of(month), Some(year_of(year))),
        _ => return Err(unread(trimmed)),
    };
    let (Some(day), Some(month)) = (day, month) else { return Err(unread(trimmed)) };
    let (date, inferred) = match year {
        Some(None) => return Err(unread(trimmed)),
        Some(Some(year)) => (Date::new(year, month, day).map_err(|_| unread(trimmed))?, false),
        None => {
            let published = published_on.ok_or_else(|| no_year(trimmed))?;
            (nearest(published, month, day).ok_or_else(|| unread(trimmed))?, true)
        }
    };
    if let Some(weekday) = said_weekday {
        fits_weekday("on", date, weekday)?;
    }
    Ok(SaidDay { date, inferred })
}

/// Refuses a day that is not that day of the week, naming the one it is.
pub(crate) fn fits_weekday(
    name: &'static str,
    date: Date,
    said: Weekday,
) -> Result<(), CampaignRefusal> {
    let is = date.weekday();
    if is == said {
        return Ok(());
    }
    let ((said_id, said_en), (is_id, is_en)) = (weekday_names(said), weekday_names(is));
    let [day_id, day_en] = written::day(date);
    Err(field(
        "WEEKDAY_MISMATCH",
        name,
        format!(
            "{day_id} adalah hari {is_id}, bukan {said_id}; periksa tanggal, tahun, atau nama harinya"
        ),
        format!("{day_en} is a {is_en}, not a {said_en}; check the day, the year, or the weekday"),
    ))
}

fn number(word: &str) -> Option<i8> {
    word.parse().ok()
}

fn month_of(word: &str) -> Option<i8> {
    if let Ok(number) = word.parse::<i8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    MONTHS.iter().zip(1i8..).find(|(names, _)| names.contains(&word)).map(|(_, n)| n)
}

fn year_of(word: &str) -> Option<i16> {
    word.parse().ok().filter(|year| (2000..2100).contains(year))
}

/// The day of that month nearest to a publication.
fn nearest(published: Date, month: i8, day: i8) -> Option<Date> {
    let years = [published.year() - 1, published.year(), published.year() + 1];
    let days = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
    days.min_by_key(|date| date.since(published).map_or(i32::MAX, |span| span.get_days().abs()))
}

fn unread(text: &str) -> CampaignRefusal {
    let text: String = text.chars().take(60).collect();
    field(
        "DAY_UNREAD",
        "on",
        format!(
            "“{text}” tidak terbaca sebagai hari; tulis 2023-08-11, 11 Agustus 2023, atau Jumat (11/8) dengan tanggal terbitnya"
        ),
        format!(
            "“{text}” is not read as a day; write 2023-08-11, 11 August 2023, or Friday (11/8) with the day it was published"
        ),
    )
}

fn no_year(text: &str) -> CampaignRefusal {
    let text: String = text.chars().take(60).collect();
    field(
        "YEAR_MISSING",
        "published_on",
        format!("“{text}” tidak menyebut tahun; tulis tahunnya, atau tanggal terbit beritanya"),
        format!("“{text}” names no year; write the year, or the day the report was published"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, published: &str) -> Result<(String, bool), &'static str> {
        let published = (!published.is_empty()).then(|| published.parse().unwrap());
        said_day(text, published)
            .map(|day| (day.date.to_string(), day.inferred))
            .map_err(|refusal| refusal.code().unwrap())
    }

    #[test]
    fn a_day_without_its_year_takes_the_nearest_and_must_fit_its_weekday() {
        assert_eq!(read("Jumat (11/8)", "2023-08-13"), Ok(("2023-08-11".into(), true)));
        assert_eq!(read("Jum'at (11/8)", "2023-08-13"), Ok(("2023-08-11".into(), true)));
        assert_eq!(read("Jumat (11/8)", "2024-08-13"), Err("WEEKDAY_MISMATCH"));
        assert_eq!(read("Minggu (13/8)", "2023-08-13"), Ok(("2023-08-13".into(), true)));
        assert_eq!(read("Rabu (24/4)", "2024-04-25"), Ok(("2024-04-24".into(), true)));
        assert_eq!(read("20 Juli", "2023-08-13"), Ok(("2023-07-20".into(), true)));
        assert_eq!(read("31/12", "2024-01-02"), Ok(("2023-12-31".into(), true)));
        assert_eq!(read("Friday 11 August 2023", ""), Ok(("2023-08-11".into(), false)));
        assert_eq!(read("2023-07-20", ""), Ok(("2023-07-20".into(), false)));
        assert_eq!(read("20 Juli", ""), Err("YEAR_MISSING"));
        for bad in ["", "besok", "31/2/2023", "11/13", "11/8/23x", "Jumat"] {
            assert_eq!(read(bad, "2023-08-13"), Err("DAY_UNREAD"), "{bad}");
        }
    }

    #[test]
    fn the_refusal_names_the_day_it_is() {
        let refusal = said_day("Jumat (11/8)", Some("2024-08-13".parse().unwrap())).unwrap_err();
        assert!(refusal.to_string().contains("Sunday"), "{refusal}");
        assert!(refusal.indonesian().contains("hari Minggu, bukan Jumat"));
    }
}
