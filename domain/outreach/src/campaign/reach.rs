//! How far a campaign has come: places with an event over all places there are, and by travel time.

use super::{
    refusal::{CampaignRefusal, field, text},
    scope, sql,
};
use access::{Command, CommandHeader, Office};
use db::{DbError, Tx, Uuid};
use registry::Gazetteer;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use terms::{AreaCode, AreaLevel};

/// Which events.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// Of a campaign.
    Campaign(Uuid),
    /// Of a season.
    Season(Uuid),
}

/// A place with events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// Its code.
    pub code: AreaCode,
    /// With what it lies in.
    pub place: String,
    /// Events there, planned ones included.
    pub n_events: i64,
    /// Of which were held.
    pub n_held: i64,
    /// Minutes of travel; none where nobody wrote it down.
    pub minutes: Option<i64>,
}

/// Villages of a class of travel time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ByTravel {
    /// `0-30`, `31-60`, `61-120`, `121+`, `unknown`.
    pub class: &'static str,
    /// Villages of it.
    pub of: usize,
    /// With an event that was held.
    pub reached: usize,
}

/// How far a campaign has come in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// Districts or villages with an event that was held.
    pub reached: usize,
    /// With an event that was held or is planned.
    pub named: usize,
    /// All there are, by the list in force.
    pub of: usize,
    /// The list.
    pub reference: &'static str,
    /// Which they are.
    pub places: Vec<Reached>,
    /// Events whose place is no more than a regency.
    pub n_elsewhere: i64,
    /// Villages by travel time.
    pub by_travel: Vec<ByTravel>,
}

const CLASSES: [(&str, i64, i64); 4] =
    [("0-30", 0, 30), ("31-60", 31, 60), ("61-120", 61, 120), ("121+", 121, i64::MAX)];

/// How far a campaign or season has come within an area (none: the country), by district or village.
pub async fn reach(
    tx: &mut Tx,
    office: &Office,
    of: Of,
    within: Option<&AreaCode>,
    level: AreaLevel,
) -> Result<Reach, DbError> {
    let (campaign, season) = match of {
        Of::Campaign(id) => (Some(id), None),
        Of::Season(id) => (None, Some(id)),
    };
    let area = within.map(ToString::to_string).unwrap_or_default();
    let today = office.outside.today();
    let rows: Vec<(AreaCode, i64, i64)> =
        tx.all(&sql::EVENT_AREAS, (campaign, season, area.clone(), today)).await?;
    let access: Vec<(AreaCode, i64)> = tx.all(&sql::ACCESS_IN, (area,)).await?;
    let access: HashMap<AreaCode, i64> = access.into_iter().collect();
    let depth = if level == AreaLevel::Village { 4 } else { 3 };
    let mut places: BTreeMap<AreaCode, (i64, i64)> = BTreeMap::new();
    let mut n_elsewhere = 0;
    for (code, n, held) in &rows {
        let place = code.path().nth(depth - 1).and_then(|code| code.parse::<AreaCode>().ok());
        match place {
            Some(place) => {
                let sum = places.entry(place).or_default();
                *sum = (sum.0 + n, sum.1 + held);
            }
            None => n_elsewhere += n,
        }
    }
    let names = Gazetteer::embedded();
    let all = names.within(within).filter(|it| it.code.level() == level).count();
    let held: Vec<&AreaCode> =
        rows.iter().filter(|(.., held)| *held > 0).map(|(c, ..)| c).collect();
    Ok(Reach {
        reached: places.values().filter(|(_, held)| *held > 0).count(),
        named: places.len(),
        of: all,
        reference: registry::AREA_DECREE,
        by_travel: by_travel(within, &access, &held),
        places: places
            .into_iter()
            .map(|(code, (n_events, n_held))| Reached {
                place: names.described(&code),
                minutes: access.get(&code).copied(),
                code,
                n_events,
                n_held,
            })
            .collect(),
        n_elsewhere,
    })
}

fn by_travel(
    within: Option<&AreaCode>,
    access: &HashMap<AreaCode, i64>,
    held: &[&AreaCode],
) -> Vec<ByTravel> {
    let villages =
        Gazetteer::embedded().within(within).filter(|it| it.code.level() == AreaLevel::Village);
    let reached = |fits: &dyn Fn(Option<i64>) -> bool| {
        let there = held.iter().filter(|code| code.level() == AreaLevel::Village);
        there.filter(|code| fits(access.get(**code).copied())).count()
    };
    let mut classes: Vec<ByTravel> = CLASSES
        .iter()
        .map(|(class, from, to)| {
            let fits = |minutes: Option<i64>| minutes.is_some_and(|n| (*from..=*to).contains(&n));
            let of = access.values().filter(|n| (*from..=*to).contains(*n)).count();
            ByTravel { class, of, reached: reached(&fits) }
        })
        .collect();
    let of = villages.count().saturating_sub(access.len());
    classes.push(ByTravel { class: "unknown", of, reached: reached(&|minutes| minutes.is_none()) });
    classes
}

/// How long it takes to get to a village, as somebody who went there says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PutAccess {
    /// The village.
    pub village: String,
    /// From the branch, one way.
    pub minutes: i64,
    /// Who says so, or how it was measured.
    pub source: String,
}

impl Command for PutAccess {
    const NAME: &'static str = "put access";
    type Answer = ();
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), CampaignRefusal> {
        let _ = scope::looks(office);
        let village = scope::area("village", &self.village, &[AreaLevel::Village])?;
        scope::help(office, village.as_str())?;
        if !(0..=10_080).contains(&self.minutes) {
            return Err(field(
                "MINUTES",
                "minutes",
                "Isi menit perjalanan, 0 sampai 10.080 (satu minggu)",
                "write minutes of travel, 0 to 10,080 (a week)",
            ));
        }
        let source = text("source", &self.source, 200)?;
        let (now, by) = (office.outside.now, office.actor);
        tx.run(&sql::PUT_ACCESS, (village, self.minutes, source, now, by)).await?;
        Ok(())
    }
}
