//! A season for an area: a table a branch head can sign, with reasons, totals, and what was left out.

use super::Question;
use crate::{
    clock,
    installation::Installation,
    problem::Refusal,
    progress::Bar,
    speech::{Answer as Printed, Speech},
};
use planning::{
    PlanRefusal, Said,
    keep::read_facts,
    season::{
        answer::{Answer, Visit},
        facts::Facts,
        make::make,
        order::Order,
    },
};
use regulation::Law;
use serde::Serialize;
use std::fmt::Write as _;
use terms::{Date, written};

#[derive(Serialize)]
struct Planned<'a> {
    order: &'a Order,
    #[serde(flatten)]
    answer: &'a Answer,
}

fn refused(refusal: PlanRefusal) -> anyhow::Error {
    let (code, field) = (refusal.code(), refusal.field());
    Refusal { code, field, id: refusal.indonesian(), en: refusal.to_string() }.into()
}

fn ordered(from: Date, asked: &Question) -> Order {
    let area = asked.area[0].clone();
    // Enough days for so many working ones, then cut after the last of them.
    let far = from.saturating_add(jiff::Span::new().days(i64::from(asked.days) * 2 + 7));
    let mut order = Order::usual(area, from, far, asked.teams.into());
    order.areas = asked.area.clone();
    if let Some(last) = order.days().get(usize::from(asked.days) - 1) {
        order.to = *last;
    }
    for team in &mut order.teams {
        team.start = asked.start.clone();
    }
    order.floors.district = asked.per_district;
    order.seed = asked.seed;
    order.iterations = asked.iterations.unwrap_or(order.iterations);
    order
}

pub(super) async fn answer(
    law: Law,
    from: Date,
    asked: &Question,
    speech: Speech,
) -> anyhow::Result<Printed> {
    let order = ordered(from, asked);
    order.check().map_err(refused)?;
    let facts = match &asked.db {
        None => Facts::bare(&order, clock::today()).map_err(refused)?,
        Some(db) => {
            let installation = Installation { db: db.clone(), keys: asked.keys.clone() };
            let office = installation.office(law).await?;
            let mut tx = office.db.read().await?;
            read_facts(&mut tx, &office, &order).await.map_err(refused)?
        }
    };
    let bar = Bar::begin(speech);
    let made = make(&order, &facts, None, &mut |percent| bar.at(percent.into(), 100));
    bar.end();
    let answer = made.map_err(refused)?;
    speech.answer(&Planned { order: &order, answer: &answer }, || said(&order, &answer, speech))
}

fn sentence(speech: Speech, said: &Said) -> &str {
    speech.pick(said.id.as_str(), said.en.as_str())
}

/// The day of the week and the date.
fn day(speech: Speech, on: Date) -> String {
    let [id, en] = written::weekday(on.weekday());
    format!("{} {}", speech.pick(id, en), speech.date(on))
}

fn said(order: &Order, answer: &Answer, speech: Speech) -> String {
    let mut text = String::new();
    let (t, e) = (answer.totals, answer.totals.enrolments);
    let n = |n: i64| speech.number(n);
    let _ = writeln!(
        text,
        "{} {}, {} – {}",
        speech.pick("Rencana kunjungan", "Plan of visits"),
        order.name,
        speech.date(order.from),
        speech.date(order.to)
    );
    let _ = writeln!(
        text,
        "{}",
        speech.pick(
            format!(
                "{} kunjungan oleh {} tim; diharapkan {} pendaftaran ({}–{}), {} bulan iuran setahun; {} jam di jalan\n",
                t.visits, order.teams.len(), n(e.mean), n(e.low), n(e.high), n(t.paid_months), t.travel_minutes / 60
            ),
            format!(
                "{} visits by {} teams; {} enrolments expected ({}–{}), {} paid months in a year; {} hours on the road\n",
                t.visits, order.teams.len(), n(e.mean), n(e.low), n(e.high), n(t.paid_months), t.travel_minutes / 60
            ),
        )
    );
    table(&mut text, answer, speech);
    let _ = writeln!(text, "{}", speech.pick("Mengapa desa ini", "Why these villages"));
    for visit in &answer.visits {
        let why = sentence(speech, &visit.reason.sentence);
        let _ = writeln!(text, "  {} ({}): {why}", visit.name, visit.district);
    }
    if !answer.left_out.is_empty() {
        let _ = writeln!(
            text,
            "\n{}",
            speech.pick("Yang terbaik di luar rencana", "The best left out")
        );
        for it in &answer.left_out {
            let _ = writeln!(text, "  {}", sentence(speech, &it.sentence));
        }
    }
    if !answer.unreachable.is_empty() {
        let _ = writeln!(
            text,
            "\n{}",
            speech.pick("Tidak dapat didatangi", "Nobody can be sent there")
        );
        for it in answer.unreachable.iter().take(20) {
            let _ = writeln!(text, "  {}", sentence(speech, &it.sentence));
        }
    }
    compared(&mut text, answer, speech);
    for it in &answer.warnings {
        let _ = writeln!(text, "! {}", sentence(speech, it));
    }
    text += speech.pick(
        "\nDasar hitungan (pertimbangan = dugaan kami sampai kantor punya angka sendiri)\n",
        "\nWhat this rests on (judgement = our guess until the office has its own figure)\n",
    );
    for it in &answer.assumptions {
        use planning::estimate::assumption::Origin as O;
        let origin = match it.origin {
            O::Reported => speech.pick("terbitan", "reported"),
            O::Derived => speech.pick("turunan", "derived"),
            O::Judgement => speech.pick("pertimbangan", "judgement"),
            O::Office => speech.pick("kantor", "the office"),
        };
        let said = speech.pick(&it.said_id, &it.said_en);
        let _ = writeln!(text, "  {} = {} [{origin}]: {said}", it.key, it.value);
    }
    text
}

/// Day by day, team by team.
fn table(text: &mut String, answer: &Answer, speech: Speech) {
    let mut days: Vec<Date> = answer.outings.iter().map(|it| it.on).collect();
    days.dedup();
    for on in days {
        let _ = writeln!(text, "{}", day(speech, on));
        for outing in answer.outings.iter().filter(|it| it.on == on) {
            let (leaves, back) = speech.pick(("berangkat", "pulang"), ("leaves", "back"));
            let _ = writeln!(
                text,
                "  {}  {leaves} {} {}, {back} {}",
                outing.team, outing.start_name, outing.from, outing.back
            );
            let own = |it: &&Visit| it.on == on && it.team == outing.team;
            for it in answer.visits.iter().filter(own) {
                let e = it.enrolments;
                let place = format!("{}, {}", it.name, it.district);
                let _ = writeln!(
                    text,
                    "    {} {}–{}  {place:<40} {:>3} {} ({}–{})",
                    it.order,
                    it.start,
                    it.leave,
                    e.mean,
                    speech.pick("pendaftaran", "enrolments"),
                    e.low,
                    e.high
                );
            }
        }
        text.push('\n');
    }
}

fn compared(text: &mut String, answer: &Answer, speech: Speech) {
    let value = answer.totals.value;
    let _ = writeln!(
        text,
        "\n{}",
        speech.pick(
            format!("Perbandingan (bulan iuran menurut nilai rencana; rencana ini {value})"),
            format!("Compared (paid months as plans are valued; this plan {value})"),
        )
    );
    for it in &answer.compared {
        let _ = writeln!(text, "  {:>6}  {}", it.value, sentence(speech, &it.said));
    }
    for it in &answer.floors {
        let _ = writeln!(text, "  {:>6}  {}", it.value_without, sentence(speech, &it.said));
    }
    text.push('\n');
}
