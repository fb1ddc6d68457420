//! The report of a branch for a month: target, new, back, lapsed, net; contributions; events; and what
//! each figure means.
//!
//! Members come from the same counts as coverage, so a month costs the same in an office of ten thousand
//! and of ten million, and a past month comes out as it stood on its last day. Agents and rupiah are
//! counted inside the branch: they cost what the branch is, not what the country is.

mod events;
mod members;
mod money;

pub use events::{Events, Reached};
pub use members::{AgentMonth, Level, Line};
pub use money::{Money, Paid};

use crate::{OutreachRefusal, agent_target::standing};
use access::{Duty, Office};
use db::Tx;
use insight::{
    Place,
    goal::{Card, goals_running},
};
use registry::Gazetteer;
use terms::{AreaCode, AreaLevel, Date, Month, Timestamp};

/// A figure's name and what it means, in Indonesian and English.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Definition {
    /// The figure.
    pub figure: &'static str,
    /// In Indonesian.
    pub id: &'static str,
    /// In English.
    pub en: &'static str,
}

/// The report of a month.
#[derive(Clone, Debug)]
pub struct MonthReport {
    /// Codes joined by `+`; empty is the country.
    pub area: String,
    /// The place in words.
    pub place: String,
    /// The month.
    pub month: Month,
    /// The day it is counted on: the month's last, or today.
    pub as_of: Date,
    /// When it was made.
    pub made_at: Timestamp,
    /// Targets that run on that day.
    pub targets: Vec<Card>,
    /// Everybody, by persons.
    pub whole: Line,
    /// By segment, by memberships.
    pub by_segment: Vec<Line>,
    /// By payer, by memberships.
    pub by_payer: Vec<Line>,
    /// What the lines of `by_area` are.
    pub level: Level,
    /// By village (or the level named), by persons; only where there is anybody.
    pub by_area: Vec<Line>,
    /// By agent.
    pub by_agent: Vec<Line>,
    /// Contributions.
    pub money: Money,
    /// Events.
    pub events: Events,
}

/// What every figure of the report means.
pub const DEFINITIONS: [Definition; 14] = [
    Definition {
        figure: "active",
        id: "aktif: bulan laporan sudah dibayar pada hari hitung; masa tenggang tidak termasuk",
        en: "active: the month of the report is paid on the day of counting; grace is not in it",
    },
    Definition {
        figure: "new",
        id: "baru: masa kepesertaan pertama mulai dalam bulan itu",
        en: "new: a first spell began in the month",
    },
    Definition {
        figure: "reactivated",
        id: "kembali: masa kepesertaan kedua atau berikutnya mulai dalam bulan itu",
        en: "reactivated: a second or later spell began in the month",
    },
    Definition {
        figure: "lapsed",
        id: "gugur: perlindungan berakhir dalam bulan itu karena iuran tidak dibayar melewati masa tenggang",
        en: "lapsed: cover ended in the month because nothing was paid beyond grace",
    },
    Definition {
        figure: "net_active",
        id: "neto: aktif pada hari hitung dikurangi aktif pada hari terakhir bulan sebelumnya",
        en: "net: active on the day of counting less active on the last day of the month before",
    },
    Definition {
        figure: "by_area",
        id: "orang menurut tempat tinggal, masing-masing sekali; wilayah tanpa siapa pun tidak ditulis",
        en: "persons by place of residence, each once; areas without anybody are left out",
    },
    Definition {
        figure: "by_segment",
        id: "kepesertaan; satu orang dapat punya lebih dari satu",
        en: "memberships; one person may have more than one",
    },
    Definition {
        figure: "by_agent",
        id: "peserta yang dipegang agen pada hari hitung, menurut bulan iuran yang dibayar; baru: pembayaran pertama jatuh dalam bulan itu",
        en: "members the agent had on the day of counting, by months paid; new: the first payment fell into the month",
    },
    Definition {
        figure: "due",
        id: "jatuh tempo: kepesertaan yang aktif atau dalam masa tenggang pada hari hitung, satu bulan iuran masing-masing",
        en: "due: memberships active or in grace on the day of counting, one month of contributions each",
    },
    Definition {
        figure: "paid",
        id: "dibayar: di antaranya yang bulan laporannya sudah dibayar; rupiah: yang diterima dalam bulan itu untuk bulan mana pun",
        en: "paid: of those, whose month is paid; rupiah: what came in within the month, for whatever months",
    },
    Definition {
        figure: "unmatched",
        id: "belum terpasang: pembayaran yang diterima dalam bulan itu dan sampai sekarang menunggu keputusan",
        en: "unmatched: payments received in the month that wait for a decision until now",
    },
    Definition {
        figure: "events",
        id: "kegiatan yang hari pelaksanaannya dalam bulan itu dan ditutup; angka yang tidak dicatat tetap kosong, bukan nol",
        en: "events whose day is in the month and that were closed; what was not recorded stays empty, never zero",
    },
    Definition {
        figure: "paid_30",
        id: "masih membayar 30 dan 90 hari kemudian: dihitung pada hari laporan dibuat, hanya kegiatan yang hari itu sudah lewat",
        en: "still paying after 30 and 90 days: counted on the day the report was made, only events whose days are over",
    },
    Definition {
        figure: "reach",
        id: "jangkauan: kecamatan dengan kegiatan yang ditutup dalam bulan itu, dari semua kecamatan dalam daftar wilayah yang berlaku",
        en: "reach: districts with an event that was closed in the month, of all districts in the list in force",
    },
];

/// The report of a month for a place, as far as the actor may read figures there.
pub async fn month_report(
    tx: &mut Tx,
    office: &Office,
    place: Place,
    month: Month,
) -> Result<MonthReport, OutreachRefusal> {
    match &place {
        Place::Nation => office.allow_everywhere(Duty::ReadFigures)?,
        Place::Areas(areas) => {
            areas.iter().try_for_each(|area| office.allow(Duty::ReadFigures, area))?;
        }
    }
    let today = office.outside.today();
    if month.first_day() > today {
        return Err(OutreachRefusal::Days("month", "it has not begun"));
    }
    let as_of = month.last_day().min(today);
    let mut targets = Vec::new();
    for goal in goals_running(tx, &place, None, as_of).await? {
        targets.push(Card::of(&standing(tx, office, goal, as_of).await?));
    }
    let whole = members::whole(tx, office, &place, month, as_of).await?;
    let by_segment = members::parts(tx, office, &place, month, as_of, insight::By::Segment).await?;
    let by_payer = members::parts(tx, office, &place, month, as_of, insight::By::Payer).await?;
    let (level, by_area) = members::areas(tx, office, &place, month, as_of).await?;
    let by_agent = members::agents(tx, office, &place, month, as_of).await?;
    Ok(MonthReport {
        area: place.key(),
        place: called(&place),
        month,
        as_of,
        made_at: office.outside.now,
        targets,
        whole,
        money: money::money(tx, office, &place, month, as_of).await?,
        events: events::events(tx, office, &place, month, as_of).await?,
        by_segment,
        by_payer,
        level,
        by_area,
        by_agent,
    })
}

/// A place in words.
fn called(place: &Place) -> String {
    let names = Gazetteer::embedded();
    match place {
        Place::Nation => "Indonesia".into(),
        Place::Areas(codes) => {
            codes.iter().map(|code| names.described(code)).collect::<Vec<_>>().join("; ")
        }
    }
}

/// The villages of a place; none where they are more than a branch has.
fn villages(place: &Place) -> Option<Vec<AreaCode>> {
    let Place::Areas(areas) = place else { return None };
    let all: Vec<AreaCode> = areas
        .iter()
        .flat_map(|area| Gazetteer::embedded().within(Some(area)))
        .filter(|area| area.code.level() == AreaLevel::Village)
        .map(|area| area.code.clone())
        .take(VILLAGES_MAX + 1)
        .collect();
    (all.len() <= VILLAGES_MAX).then_some(all)
}

/// More villages than a branch has.
const VILLAGES_MAX: usize = 2_500;

/// The areas of a place as statements take them: `""` is everywhere.
fn codes(place: &Place) -> Vec<String> {
    match place {
        Place::Nation => vec![String::new()],
        Place::Areas(areas) => areas.iter().map(ToString::to_string).collect(),
    }
}
