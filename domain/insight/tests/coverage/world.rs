//! A fresh SQLite file, lives written as the changes they make, and the law with another grace.

use db::{Bulk, Db, Kind, OpenOptions, Uuid, Value};
use insight::{Counts, Place, Question};
use regulation::{
    Law,
    cover::{CoverEvent, CoverParameters, CoverState, PaidMonth, Transition, standing, timeline},
};
use std::{
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};
use terms::{Date, Month};

static N: AtomicU64 = AtomicU64::new(0);

/// A migrated database of its own, removed at the end.
pub(crate) struct World {
    pub(crate) db: Db,
    folder: PathBuf,
}

impl World {
    pub(crate) async fn fresh() -> Self {
        let n = N.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("insight-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let options =
            OpenOptions { create: true, build_from_nothing: true, ..OpenOptions::default() };
        let file = folder.join("lindung.db").display().to_string();
        let db = Db::open(&file, options).await.unwrap();
        db::migrate(&db, "2026-11-21T01:00:00Z".parse().unwrap()).await.unwrap();
        Self { db, folder }
    }

    /// Appends rows as a commit would.
    pub(crate) async fn append(&self, rows: Vec<Row>) {
        let mut tx = self.db.write().await.unwrap();
        tx.insert_many(&CHANGES, rows.into_iter().map(Row::values).collect()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn counts(&self, law: &Law, question: &Question) -> Counts {
        let mut tx = self.db.read().await.unwrap();
        insight::coverage(&mut tx, law, question.clone()).await.unwrap().counts
    }
}

impl Drop for World {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

static CHANGES: Bulk = Bulk {
    table: "coverage_change",
    columns: &[
        ("id", Kind::Uuid),
        ("village", Kind::Text),
        ("measure", Kind::Text),
        ("segment", Kind::Text),
        ("payer", Kind::Text),
        ("person_group", Kind::Text),
        ("kind", Kind::Text),
        ("state", Kind::Text),
        ("day", Kind::Date),
        ("n", Kind::Int),
    ],
    conflict: "",
};

/// One row of `coverage_change`.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) head: Head,
    pub(crate) kind: &'static str,
    pub(crate) state: String,
    pub(crate) day: Date,
    pub(crate) n: i64,
}

impl Row {
    fn values(self) -> Vec<Value> {
        let text = |text: &str| Value::Text(Some(text.to_owned()));
        let id = Uuid::from_u128(u128::from(N.fetch_add(1, Ordering::Relaxed)));
        vec![
            Value::Uuid(Some(id)),
            text(&self.head.village),
            text(self.head.measure),
            text(self.head.segment),
            text(self.head.payer),
            text(self.head.group),
            text(self.kind),
            text(&self.state),
            Value::Date(Some(self.day)),
            Value::Int(Some(self.n)),
        ]
    }
}

/// Under what somebody is counted.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) village: String,
    pub(crate) measure: &'static str,
    pub(crate) segment: &'static str,
    pub(crate) payer: &'static str,
    pub(crate) group: &'static str,
}

impl Head {
    pub(crate) fn person(village: &str) -> Self {
        Self { village: village.into(), measure: "persons", segment: "", payer: "", group: "" }
    }

    pub(crate) fn membership(village: &str, segment: &'static str, payer: &'static str) -> Self {
        Self { measure: "memberships", segment, payer, ..Self::person(village) }
    }

    pub(crate) fn group(area: &str, group: &'static str) -> Self {
        Self { group, ..Self::person(area) }
    }

    /// So many who are in this state from a day on.
    pub(crate) fn standing(&self, n: i64, state: &str, day: &str) -> Row {
        let day = day.parse().unwrap();
        Row { head: self.clone(), kind: "step", state: state.into(), day, n }
    }
}

/// A life: registered on a day, months paid, events.
#[derive(Clone, Debug)]
pub(crate) struct Life {
    pub(crate) village: String,
    pub(crate) joined: Date,
    pub(crate) paid: Vec<PaidMonth>,
    pub(crate) events: Vec<CoverEvent>,
}

impl Life {
    /// What it counts as on a day, asked of the law and not of any count.
    pub(crate) fn state(&self, law: &CoverParameters, on: Date) -> Option<CoverState> {
        (on >= self.joined).then(|| standing(&self.paid, &self.events, law, on).state)
    }

    /// Its changes of state, from the day it was registered.
    pub(crate) fn timeline(&self, law: &CoverParameters) -> Vec<Transition> {
        let state = CoverState::RegisteredUnpaid;
        let mut all = vec![Transition { on: self.joined, state, spell: 0 }];
        let through = "2029-12-31".parse().unwrap();
        for transition in timeline(&self.paid, &self.events, law, through) {
            if transition.on == self.joined {
                all.clear();
            }
            all.push(transition);
        }
        all
    }

    /// Its rows under a head: steps, the tail when it runs out in the ordinary way, and flows.
    pub(crate) fn rows(&self, law: &CoverParameters, head: &Head) -> Vec<Row> {
        let all = self.timeline(law);
        let (settled, tail) = split_tail(&all, law.grace_months);
        let row = |kind, state: &str, day, n| Row {
            head: head.clone(),
            kind,
            state: state.to_owned(),
            day,
            n,
        };
        let mut rows = Vec::new();
        let mut before: Option<&Transition> = None;
        for now in settled {
            if let Some(before) = before {
                rows.push(row("step", before.state.word(), now.on, -1));
            }
            rows.push(row("step", now.state.word(), now.on, 1));
            if now.state == CoverState::Active && now.spell > before.map_or(0, |b| b.spell) {
                let word = if now.spell <= 1 { "new" } else { "reactivated" };
                rows.push(row("flow", word, now.on, 1));
            }
            before = Some(now);
        }
        rows.extend(tail.map(|on| row("tail", "", on, 1)));
        rows
    }
}

/// Cuts off grace and lapse at the end when they come on the first days of consecutive months.
fn split_tail(all: &[Transition], grace_months: u8) -> (&[Transition], Option<Date>) {
    let n = usize::from(grace_months) + 1;
    let Some(at) = all.len().checked_sub(n).filter(|at| *at > 0) else { return (all, None) };
    let (settled, tail) = all.split_at(at);
    let first = Month::of(tail[0].on);
    let regular = settled.last().is_some_and(|last| last.state == CoverState::Active)
        && (0u8..).zip(tail).all(|(i, transition)| {
            let ordinary =
                if i < grace_months { CoverState::Grace(i + 1) } else { CoverState::Lapsed };
            transition.on == first.plus(i32::from(i)).first_day() && transition.state == ordinary
        });
    if regular { (settled, Some(tail[0].on)) } else { (all, None) }
}

/// Adds one of a state to counts.
pub(crate) fn count(counts: &mut Counts, state: CoverState) {
    match state {
        CoverState::Active => counts.active += 1,
        CoverState::Grace(months) => counts.grace[usize::from(months) - 1] += 1,
        CoverState::Lapsed => counts.lapsed += 1,
        CoverState::RegisteredUnpaid => counts.registered_unpaid += 1,
        CoverState::SuspendedReview => counts.suspended_review += 1,
        CoverState::Ended(_) => counts.ended += 1,
    }
}

/// The law of this project, with another number of months of grace written into it.
pub(crate) fn law_with_grace(months: u8) -> Law {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../law");
    let mut texts = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().display().to_string();
            if path.is_dir() && name != "cases" {
                folders.push(path);
            } else if name.ends_with(".toml") {
                let mut text = std::fs::read_to_string(&path).unwrap();
                if name == "cover/grace_months.toml" {
                    assert!(text.contains("\nvalue = 3\n"));
                    text = text.replace("\nvalue = 3\n", &format!("\nvalue = {months}\n"));
                }
                texts.push((name, text));
            }
        }
    }
    Law::from_texts(texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))).unwrap()
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn place(codes: &str) -> Place {
    Place::areas(codes.split_whitespace().map(|code| code.parse().unwrap()))
}
