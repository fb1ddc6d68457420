//! A plan for a calendar (RFC 5545) and for a sheet (CSV): both languages, no person named.

use crate::{
    Said,
    keep::Plan,
    season::{answer::Visit, order::Hour},
};
use std::fmt::Write as _;
use terms::Date;

/// Which of two wordings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wording {
    /// Indonesian.
    Id,
    /// English.
    En,
}

impl Wording {
    /// The wording of a sentence.
    #[must_use]
    pub fn of(self, said: &Said) -> &str {
        match self {
            Self::Id => &said.id,
            Self::En => &said.en,
        }
    }

    fn pick(self, id: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Id => id,
            Self::En => en,
        }
    }
}

/// A field of a sheet: quoted where it must be, and never the start of a formula.
fn field(text: &str) -> String {
    let safe = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if safe.contains([',', '"', '\n', '\r', ';']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

/// A row a visit.
#[must_use]
pub fn csv(plan: &Plan, wording: Wording) -> String {
    let head = wording.pick(
        "tanggal,tim,urutan,kode,desa,kecamatan,tiba,mulai,pergi,menit_perjalanan,pendaftaran_rendah,pendaftaran,pendaftaran_tinggi,bulan_iuran,aturan,alasan",
        "date,team,order,code,village,district,arrive,start,leave,travel_minutes,enrolments_low,enrolments,enrolments_high,paid_months,rule,reason",
    );
    let mut text = format!("{head}\r\n");
    for it in &plan.answer.visits {
        let e = it.enrolments;
        let _ = write!(
            text,
            "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n",
            it.on,
            field(&it.team),
            it.order,
            it.village,
            field(&it.name),
            field(&it.district),
            it.arrive,
            it.start,
            it.leave,
            it.travel_minutes,
            e.low,
            e.mean,
            e.high,
            it.paid_months,
            it.reason.rule,
            field(wording.of(&it.reason.sentence)),
        );
    }
    text
}

/// Text of a calendar: no line break, comma, semicolon or backslash of its own.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c => out.push(c),
        }
    }
    out
}

/// A line of a calendar: at most 75 bytes, the rest on lines that begin with a space.
fn line(out: &mut String, text: &str) {
    let mut room = 75;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

/// Local time of the place: a team's calendar shows what its watch shows.
fn local(on: Date, at: Hour) -> String {
    format!("{:04}{:02}{:02}T{:02}{:02}00", on.year(), on.month(), on.day(), at.0 / 60, at.0 % 60)
}

/// An entry a visit.
#[must_use]
pub fn ics(plan: &Plan, wording: Wording) -> String {
    let mut out = String::new();
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lindung//Where next//ID"] {
        line(&mut out, text);
    }
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(&plan.kept.name)));
    let stamp = plan.kept.created_at.strftime("%Y%m%dT%H%M%SZ").to_string();
    for it in &plan.answer.visits {
        entry(&mut out, plan, it, &stamp, wording);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn entry(out: &mut String, plan: &Plan, it: &Visit, stamp: &str, wording: Wording) {
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}-{}-{}@lindung", plan.kept.id, it.village, it.on));
    line(out, &format!("DTSTAMP:{stamp}"));
    line(out, &format!("SEQUENCE:{}", plan.kept.n - 1));
    line(out, &format!("DTSTART:{}", local(it.on, it.start)));
    line(out, &format!("DTEND:{}", local(it.on, it.leave)));
    line(out, &format!("SUMMARY:{}", escaped(&format!("{}: {}", it.team, it.name))));
    let place = registry::Gazetteer::embedded().described(&it.village);
    line(out, &format!("LOCATION:{}", escaped(&place)));
    let told = wording.of(&it.reason.sentence);
    line(out, &format!("DESCRIPTION:{}", escaped(told)));
    line(out, "END:VEVENT");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_and_unfolds_to_itself() {
        let text = format!("DESCRIPTION:{}", "desa “Gatak” ".repeat(20));
        let mut out = String::new();
        line(&mut out, &text);
        assert!(out.split("\r\n").all(|it| it.len() <= 75), "{out}");
        assert_eq!(out.replace("\r\n ", "").trim_end_matches("\r\n"), text);
        assert_eq!(escaped("a, b; c\\"), "a\\, b\\; c\\\\");
    }

    #[test]
    fn a_field_is_never_a_formula() {
        assert_eq!(field("=1+1"), "'=1+1");
        assert_eq!(field("Karang, \"Lor\""), "\"Karang, \"\"Lor\"\"\"");
    }
}
