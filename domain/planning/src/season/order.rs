//! Who asks for what: the area, the days, the teams, the rules, and what was promised.

use crate::{PlanRefusal, land};
use jiff::civil::Weekday;
use registry::Gazetteer;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{collections::BTreeMap, fmt, str::FromStr};
use terms::{AreaCode, AreaLevel, Date};

/// A time of day in whole minutes, `HH:MM`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Hour(pub i32);

impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Not a time of day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a time of day; write 08:00")]
pub struct HourError(String);

impl FromStr for Hour {
    type Err = HourError;

    fn from_str(text: &str) -> Result<Self, HourError> {
        let wrong = || HourError(text.chars().take(20).collect());
        let (hours, minutes) = text.split_once([':', '.']).ok_or_else(wrong)?;
        let part = |text: &str| {
            let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| text.parse::<i32>().ok()).flatten()
        };
        match (part(hours), part(minutes)) {
            (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => Ok(Self(hours * 60 + minutes)),
            _ => Err(wrong()),
        }
    }
}

impl Serialize for Hour {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hour {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(D::Error::custom)
    }
}

/// A team that goes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// What it is called; never the name of a person.
    pub name: String,
    /// The village or district where its days start and end; the middle of the area when absent.
    #[serde(default)]
    pub start: Option<AreaCode>,
    /// When it leaves.
    pub from: Hour,
    /// When it is back.
    pub till: Hour,
    /// Officers who enrol.
    pub staff: i64,
    /// What it can do: a language, a card reader.
    #[serde(default)]
    pub skills: Vec<String>,
}

/// A rest that every team keeps, on a weekday or on every day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// 1 is Monday; every day without a rest of its own when absent.
    #[serde(default)]
    pub weekday: Option<i8>,
    /// Its beginning.
    pub from: Hour,
    /// Its end.
    pub till: Hour,
}

/// What the office knows of a village and the tables do not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Note {
    /// The village.
    pub village: String,
    /// Only on these days (a market day, a boat).
    pub only_on: Vec<Date>,
    /// Not on these days (a feast, the village's own agenda).
    pub not_on: Vec<Date>,
    /// Only from this hour.
    pub from: Option<Hour>,
    /// Only until this hour.
    pub till: Option<Hour>,
    /// What a team needs there.
    pub skills: Vec<String>,
    /// Workers not covered yet, as the village counts them.
    pub uncovered: Option<i64>,
    /// The village asked for the visit: villages like it are believed apart.
    pub invited: bool,
    /// What a visit counts, 100 being as it is (risk, poverty).
    pub weight_percent: Option<i64>,
    /// Why, as it will be read.
    pub because: String,
}

/// A way over water, or any other that the map does not show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crossing {
    /// The village or district where one boards.
    pub from: AreaCode,
    /// The village or district where one lands.
    pub to: AreaCode,
    /// Minutes with waiting, either way.
    pub minutes: i32,
}

/// A visit that was promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// The village.
    pub village: AreaCode,
    /// The day.
    pub on: Date,
    /// The team; any when absent.
    #[serde(default)]
    pub team: Option<String>,
}

/// A village nobody visits, on a day or at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ban {
    /// The village.
    pub village: AreaCode,
    /// The day; the whole season when absent.
    #[serde(default)]
    pub on: Option<Date>,
}

/// What comes before value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Floors {
    /// Visits that each district gets at least.
    pub district: u32,
    /// Of a hundred visits, how many go at least to the fifth of the villages with the lowest coverage.
    pub lowest_fifth_percent: u32,
}

/// The whole order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// What it is called.
    pub name: String,
    /// A regency, or the parts of a branch.
    pub areas: Vec<AreaCode>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Working days of the week, 1 is Monday.
    pub weekdays: Vec<i8>,
    /// Holidays in between.
    pub days_off: Vec<Date>,
    /// Who goes.
    pub teams: Vec<Team>,
    /// Minutes of a session.
    pub session_minutes: i32,
    /// Rests.
    pub rests: Vec<Rest>,
    /// Most visits to one village.
    pub visits_max: u32,
    /// Fewest days between two.
    pub gap_days: u32,
    /// What comes before value.
    pub floors: Floors,
    /// What the office knows.
    pub notes: Vec<Note>,
    /// Boats and bridges.
    pub crossings: Vec<Crossing>,
    /// Defaults the office sets otherwise.
    pub assumptions: BTreeMap<String, i64>,
    /// What was promised.
    pub pins: Vec<Promise>,
    /// What is not to be.
    pub bans: Vec<Ban>,
    /// The seed.
    pub seed: u64,
    /// How often the plan is taken apart and mended.
    pub iterations: u32,
}

/// Ishoma: rest, prayer, meal; on Friday the prayer is at noon.
const RESTS: [(Option<i8>, i32, i32); 2] = [(None, 720, 780), (Some(5), 690, 780)];
/// A season has at most as many days.
const DAYS_MAX: i32 = 92;
const TEAMS_MAX: usize = 30;
const SKILLS_MAX: usize = 32;
/// Team-days at once; more is another plan.
const SHIFTS_MAX: usize = 600;

impl Order {
    /// An order with the usual rules for so many teams alike.
    #[must_use]
    pub fn usual(area: AreaCode, from: Date, to: Date, n_teams: usize) -> Self {
        let team = |n: usize| Team {
            name: format!("Tim {n}"),
            start: None,
            from: Hour(480),
            till: Hour(960),
            staff: 4,
            skills: Vec::new(),
        };
        let rest = |(weekday, from, till)| Rest { weekday, from: Hour(from), till: Hour(till) };
        Self {
            name: Gazetteer::embedded().name(&area).unwrap_or(area.as_str()).to_owned(),
            areas: vec![area],
            from,
            to,
            weekdays: vec![1, 2, 3, 4, 5],
            days_off: Vec::new(),
            teams: (1..=n_teams).map(team).collect(),
            session_minutes: 120,
            rests: RESTS.map(rest).to_vec(),
            visits_max: 1,
            gap_days: 14,
            floors: Floors::default(),
            notes: Vec::new(),
            crossings: Vec::new(),
            assumptions: BTreeMap::new(),
            pins: Vec::new(),
            bans: Vec::new(),
            seed: 1,
            iterations: 1_500,
        }
    }

    /// The days on which teams go out.
    #[must_use]
    pub fn days(&self) -> Vec<Date> {
        let all = self.from.series(jiff::Span::new().days(1)).take_while(|it| *it <= self.to);
        let works = |it: &Date| {
            self.weekdays.contains(&it.weekday().to_monday_one_offset())
                && !self.days_off.contains(it)
        };
        all.filter(works).collect()
    }

    /// The rests of a day.
    #[must_use]
    pub fn rests_on(&self, weekday: Weekday) -> Vec<Rest> {
        let own = |it: &&Rest| it.weekday == Some(weekday.to_monday_one_offset());
        let mut rests: Vec<Rest> = self.rests.iter().filter(own).copied().collect();
        if rests.is_empty() {
            rests = self.rests.iter().filter(|it| it.weekday.is_none()).copied().collect();
        }
        rests.sort_by_key(|it| it.from);
        rests
    }

    /// Every skill that is named, in the order of its bit.
    #[must_use]
    pub fn skills(&self) -> Vec<&str> {
        let of_teams = self.teams.iter().flat_map(|it| &it.skills);
        let of_notes = self.notes.iter().flat_map(|it| &it.skills);
        let mut all: Vec<&str> = of_teams.chain(of_notes).map(String::as_str).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Refuses what cannot be planned; each refusal names its field.
    pub fn check(&self) -> Result<(), PlanRefusal> {
        let wrong = |field: &'static str, id: &str, en: &str| {
            Err(PlanRefusal::Field { field, id: id.to_owned(), en: en.to_owned() })
        };
        if self.areas.is_empty() || self.areas.len() > 20 {
            return wrong("areas", "sebutkan 1 sampai 20 wilayah", "name 1 to 20 areas");
        }
        for area in &self.areas {
            if !Gazetteer::embedded().knows(area) {
                return Err(PlanRefusal::NotInForce(area.clone()));
            }
        }
        if !(1..=120).contains(&self.name.trim().chars().count()) {
            return wrong("name", "nama rencana 1 sampai 120 huruf", "a name has 1 to 120 letters");
        }
        let length = if self.to < self.from { -1 } else { (self.to - self.from).get_days() };
        if !(0..DAYS_MAX).contains(&length) {
            return wrong(
                "to",
                "hari terakhir harus sama atau sesudah hari pertama, paling lama 92 hari",
                "the last day must be the first or later, within 92 days",
            );
        }
        let days = self.days();
        if days.is_empty() {
            return wrong(
                "weekdays",
                "tidak ada hari kerja di antara kedua hari itu",
                "there is no working day between those two days",
            );
        }
        if self.teams.is_empty() || self.teams.len() > TEAMS_MAX {
            return wrong("teams", "sebutkan 1 sampai 30 tim", "name 1 to 30 teams");
        }
        if self.teams.len() * days.len() > SHIFTS_MAX {
            return wrong(
                "teams",
                "paling banyak 600 tim-hari dalam satu rencana; bagilah musimnya",
                "at most 600 team-days in one plan; split the season",
            );
        }
        if !(15..=480).contains(&self.session_minutes) {
            return wrong(
                "session_minutes",
                "satu sesi 15 sampai 480 menit",
                "a session takes 15 to 480 minutes",
            );
        }
        if !(1..=5).contains(&self.visits_max) || !(1..=90).contains(&self.gap_days) {
            return wrong(
                "visits_max",
                "paling banyak 5 kunjungan per desa, dengan jarak 1 sampai 90 hari",
                "at most 5 visits a village, 1 to 90 days apart",
            );
        }
        if self.iterations > 20_000 {
            return wrong("iterations", "paling banyak 20.000 langkah", "at most 20,000 steps");
        }
        if self.floors.lowest_fifth_percent > 100 || self.floors.district > 50 {
            return wrong(
                "floors",
                "paling banyak 50 kunjungan tiap kecamatan, dan paling banyak 100 persen",
                "at most 50 visits for each district, and at most 100 per cent",
            );
        }
        if self.pins.len() > 300 || self.bans.len() > 2_000 {
            return wrong(
                "pins",
                "paling banyak 300 janji dan 2.000 pengecualian",
                "at most 300 promises and 2,000 exceptions",
            );
        }
        if self.skills().len() > SKILLS_MAX {
            return wrong("skills", "paling banyak 32 kecakapan", "at most 32 skills");
        }
        self.check_teams()?;
        self.check_notes()?;
        self.check_promises(&days)
    }

    fn check_teams(&self) -> Result<(), PlanRefusal> {
        for (n, team) in self.teams.iter().enumerate() {
            let twice = self.teams.iter().take(n).any(|it| it.name == team.name);
            let long = team.till.0 - team.from.0;
            if twice || team.name.trim().is_empty() || team.name.chars().count() > 40 {
                return Err(PlanRefusal::Team {
                    team: team.name.clone(),
                    id: "beri tiap tim nama sendiri, paling panjang 40 huruf".into(),
                    en: "give each team a name of its own, at most 40 letters".into(),
                });
            }
            if long < self.session_minutes || !(1..=30).contains(&team.staff) {
                return Err(PlanRefusal::Team {
                    team: team.name.clone(),
                    id: format!(
                        "jam kerja {}–{} harus memuat satu sesi, dan petugas 1 sampai 30 orang",
                        team.from, team.till
                    ),
                    en: format!(
                        "its hours {}–{} must hold one session, and its officers be 1 to 30",
                        team.from, team.till
                    ),
                });
            }
            if let Some(start) = &team.start
                && land::place_of(start).is_none()
            {
                return Err(PlanRefusal::Team {
                    team: team.name.clone(),
                    id: format!(
                        "tempat mulai {start} tidak dikenal; sebut kode desa atau kecamatan"
                    ),
                    en: format!(
                        "its start {start} is not known; give the code of a village or district"
                    ),
                });
            }
        }
        let rest = |it: &Rest| it.from < it.till && it.weekday.is_none_or(|n| (1..=7).contains(&n));
        if self.rests.iter().all(rest) {
            Ok(())
        } else {
            Err(PlanRefusal::Field {
                field: "rests",
                id: "istirahat harus berakhir sesudah mulai, hari 1 (Senin) sampai 7".into(),
                en: "a rest must end after it begins, on a day 1 (Monday) to 7".into(),
            })
        }
    }

    fn is_inside(&self, village: &AreaCode) -> bool {
        village.level() == AreaLevel::Village
            && Gazetteer::embedded().knows(village)
            && self.areas.iter().any(|it| it.contains(village))
    }

    fn check_notes(&self) -> Result<(), PlanRefusal> {
        for note in &self.notes {
            let village: Option<AreaCode> = note.village.parse().ok();
            match village {
                Some(village) if self.is_inside(&village) => {}
                _ => return Err(PlanRefusal::Outside(note.village.clone())),
            }
            let possible = note.uncovered.is_none_or(|n| (0..=1_000_000).contains(&n))
                && note.weight_percent.is_none_or(|n| (1..=1_000).contains(&n))
                && note.from.unwrap_or(Hour(0)) < note.till.unwrap_or(Hour(1_440));
            if !possible {
                return Err(PlanRefusal::Field {
                    field: "notes",
                    id: format!(
                        "catatan {}: jumlah, bobot (1–1000), atau jam tidak mungkin",
                        note.village
                    ),
                    en: format!(
                        "note on {}: a count, weight (1–1000) or hour is not possible",
                        note.village
                    ),
                });
            }
        }
        let known = |it: &Crossing| {
            land::place_of(&it.from).is_some()
                && land::place_of(&it.to).is_some()
                && (1..=1_440).contains(&it.minutes)
        };
        match self.crossings.iter().find(|it| !known(it)) {
            None => Ok(()),
            Some(it) => Err(PlanRefusal::Field {
                field: "crossings",
                id: format!(
                    "penyeberangan {}–{}: sebut kode desa atau kecamatan dan 1–1440 menit",
                    it.from, it.to
                ),
                en: format!(
                    "crossing {}–{}: give codes of villages or districts, and 1–1440 minutes",
                    it.from, it.to
                ),
            }),
        }
    }

    fn check_promises(&self, days: &[Date]) -> Result<(), PlanRefusal> {
        for pin in &self.pins {
            if !self.is_inside(&pin.village) {
                return Err(PlanRefusal::Outside(pin.village.to_string()));
            }
            if !days.contains(&pin.on) {
                return Err(PlanRefusal::NotAWorkingDay {
                    village: pin.village.clone(),
                    on: pin.on,
                });
            }
            if let Some(team) = &pin.team
                && !self.teams.iter().any(|it| it.name == *team)
            {
                return Err(PlanRefusal::NoSuchTeam(team.clone()));
            }
        }
        match self.bans.iter().find(|it| !self.is_inside(&it.village)) {
            Some(ban) => Err(PlanRefusal::Outside(ban.village.to_string())),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn order() -> Order {
        Order::usual("33.02".parse().unwrap(), date(2026, 11, 23), date(2026, 11, 29), 4)
    }

    #[test]
    fn a_week_has_five_days_and_friday_its_own_rest() {
        let order = order();
        assert_eq!(order.days().len(), 5);
        let rests = |weekday| {
            order.rests_on(weekday).iter().map(|it| it.from.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(rests(Weekday::Monday), ["12:00"]);
        assert_eq!(rests(Weekday::Friday), ["11:30"]);
        assert!(order.check().is_ok());
    }

    #[test]
    fn what_cannot_be_planned_names_its_field() {
        let said = |order: Order| order.check().unwrap_err().to_string();
        let mut backwards = order();
        backwards.to = date(2026, 11, 1);
        assert!(said(backwards).starts_with("to: "));
        let mut ended = order();
        ended.areas = vec!["91.04".parse().unwrap()];
        assert!(said(ended).contains("91.04"), "an area that was split");
        let mut sunday = order();
        let village: AreaCode = "33.02.15.2006".parse().unwrap();
        sunday.pins.push(Promise { village, on: date(2026, 11, 29), team: None });
        assert!(said(sunday).contains("2026-11-29"));
        let mut elsewhere = order();
        elsewhere.bans.push(Ban { village: "33.10.16.2012".parse().unwrap(), on: None });
        assert!(said(elsewhere).contains("33.10.16.2012"));
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        assert_eq!("08:00".parse(), Ok(Hour(480)));
        assert_eq!("8.30".parse(), Ok(Hour(510)));
        assert!("24:00".parse::<Hour>().is_err());
        assert_eq!(Hour(575).to_string(), "09:35");
    }
}
