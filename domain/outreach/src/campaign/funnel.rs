//! The funnel: people, leads, enrolled, first paid, still paying after 30 and 90 days.
//!
//! People, leads and cost are what the close of an event says; enrolled, paid and staying are counted
//! from the enrolments captured there and the leads that became members. Each person is attributed to
//! one event: where they were enrolled in the field, or, enrolled later, where they first were a lead.
//! So enrolments add up over events, while attendance counts whoever came twice twice; the people
//! scanned are counted once besides. What nobody wrote down stays empty and is flagged, never 0.

use super::{presence::People, refusal::CampaignRefusal, scope, sql};
use access::Office;
use db::{DbError, Tx, Uuid, row};
use jiff::ToSpan;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use terms::{Date, ids::UserId};

/// The stages of a funnel. What was not recorded is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stages {
    /// Who came.
    pub people: Option<i64>,
    /// Leads written down.
    pub leads: Option<i64>,
    /// Enrolled.
    pub enrolled: Option<i64>,
    /// Of whom paid at least once.
    pub paid: Option<i64>,
    /// Still paying after 30 days.
    pub paid_30: Option<i64>,
    /// Of so many whose 30 days are over.
    pub of_30: Option<i64>,
    /// Still paying after 90 days.
    pub paid_90: Option<i64>,
    /// Of so many whose 90 days are over.
    pub of_90: Option<i64>,
    /// Spent, in rupiah.
    pub cost: Option<i64>,
}

/// A line of a funnel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// An id (event, season, agent), an area's code, a trade or a partner's role.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Events in it.
    pub n_events: i64,
    /// The stages.
    pub stages: Stages,
    /// `people:not_recorded`, `paid_90:not_yet`, …
    pub flags: Vec<String>,
}

/// Events with and without a partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WithPartner {
    /// The role.
    pub role: String,
    /// Where the partner was present.
    pub with: Line,
    /// Where it was not.
    pub without: Line,
    /// Events of which nobody wrote it down.
    pub n_unknown: i64,
}

/// A funnel with its total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Funnel {
    /// The day it was counted.
    pub as_of: Date,
    /// Everything together.
    pub total: Line,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Scanned at one event or more, each once; none where nobody scanned.
    pub persons_scanned: Option<i64>,
    /// Scans: whoever came twice is in it twice.
    pub scans: Option<i64>,
    /// Rupiah for each member who still paid after `retained_after` days, over events that know both.
    pub cost_per_retained: Option<i64>,
    /// 90, or 30 while no event is 90 days old.
    pub retained_after: i64,
}

/// By what a funnel is taken apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// Each event.
    Event,
    /// Each area with an event.
    Village,
    /// Each season.
    Season,
    /// Each trade of those enrolled; somebody with two trades is in both lines.
    Trade,
    /// Each agent.
    Agent,
}

row! {
    /// An event as a funnel sees it.
    pub(crate) struct Ground {
        event: Uuid,
        season: Uuid,
        season_name: String,
        name: String,
        area: String,
        state: String,
        on: Option<Date>,
        people: Option<i64>,
        leads: Option<i64>,
        enrolled: Option<i64>,
        cost: Option<i64>,
        not_recorded: Option<String>,
    }
}

/// What became of those who were enrolled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Lasting {
    n: i64,
    paid: i64,
    of_30: i64,
    paid_30: i64,
    of_90: i64,
    paid_90: i64,
}

/// The days by which staying is judged, and the day of counting.
#[derive(Clone, Copy)]
struct Days {
    as_of: Date,
    before_30: Date,
    before_90: Date,
}

impl Days {
    fn of(as_of: Date) -> Self {
        let back = |days: i64| as_of.checked_sub(days.days()).unwrap_or(as_of);
        Self { as_of, before_30: back(30), before_90: back(90) }
    }
}

/// The funnel of some seasons, taken apart.
pub async fn funnel(
    tx: &mut Tx,
    office: &Office,
    seasons: Vec<Uuid>,
    by: By,
) -> Result<Funnel, CampaignRefusal> {
    let days = Days::of(office.outside.today());
    let events = events(tx, office, &seasons, days).await?;
    let lines = match by {
        By::Event => events.iter().map(Counted::line).collect(),
        By::Village => together(&events, |it| (it.ground.area.clone(), place(&it.ground.area))),
        By::Season => {
            together(&events, |it| (it.ground.season.to_string(), it.ground.season_name.clone()))
        }
        By::Trade => by_trade(tx, plans(&events), days).await?,
        By::Agent => by_agent(tx, plans(&events), days).await?,
    };
    let (scans, persons): (i64, i64) = tx.one(&sql::SCANS, (plans(&events),)).await?;
    let (cost_per_retained, retained_after) = retained(&events);
    Ok(Funnel {
        as_of: days.as_of,
        total: sum(String::new(), String::new(), events.iter()),
        lines,
        persons_scanned: (scans > 0).then_some(persons),
        scans: (scans > 0).then_some(scans),
        cost_per_retained,
        retained_after,
    })
}

/// Events with and without each partner: who enrolled of those who came, and who stayed.
pub async fn by_partner(
    tx: &mut Tx,
    office: &Office,
    seasons: Vec<Uuid>,
) -> Result<Vec<WithPartner>, CampaignRefusal> {
    let days = Days::of(office.outside.today());
    let events = events(tx, office, &seasons, days).await?;
    let rows: Vec<(Uuid, String, Option<i64>)> =
        tx.all(&sql::PARTNERS_IN, (plans(&events),)).await?;
    let roles: BTreeSet<&String> = rows.iter().map(|(_, role, _)| role).collect();
    let compare = |role: &String| {
        let present = |it: &&Counted| {
            let row = rows.iter().find(|(event, is, _)| *event == it.ground.event && is == role);
            // A closed event that says who came says of the others that they did not.
            let said =
                rows.iter().any(|(event, _, came)| *event == it.ground.event && came.is_some());
            match row {
                Some((.., came)) => came.map(|came| came == 1),
                None => said.then_some(false),
            }
        };
        let of = |wanted: bool| events.iter().filter(move |it| present(it) == Some(wanted));
        WithPartner {
            role: role.clone(),
            with: sum(role.clone(), "with".into(), of(true)),
            without: sum(role.clone(), "without".into(), of(false)),
            n_unknown: count(events.iter().filter(|it| present(it).is_none()).count()),
        }
    };
    Ok(roles.into_iter().map(compare).collect())
}

/// An event with its stages.
struct Counted {
    ground: Ground,
    stages: Stages,
    flags: Vec<String>,
}

impl Counted {
    fn line(&self) -> Line {
        Line {
            key: self.ground.event.to_string(),
            name: self.ground.name.clone(),
            n_events: 1,
            stages: self.stages.clone(),
            flags: self.flags.clone(),
        }
    }
}

/// The events a funnel is of: those the actor may see, whichever way it is taken apart.
fn plans(events: &[Counted]) -> Vec<Uuid> {
    events.iter().map(|it| it.ground.event).collect()
}

async fn events(
    tx: &mut Tx,
    office: &Office,
    seasons: &[Uuid],
    days: Days,
) -> Result<Vec<Counted>, DbError> {
    let mut grounds: Vec<Ground> = tx.all(&sql::FUNNEL_EVENTS, (seasons.to_vec(),)).await?;
    grounds.retain(|it| scope::sees(office, &it.area));
    let plans: Vec<Uuid> = grounds.iter().map(|it| it.event).collect();
    let doors = tx.all(&sql::FUNNEL_PEOPLE, (plans.clone(),)).await?;
    let doors: HashMap<Uuid, People> = doors
        .into_iter()
        .map(|(plan, scanned, tallied, closed)| (plan, People { scanned, tallied, closed }))
        .collect();
    let leads: Vec<(Uuid, i64)> = tx.all(&sql::FUNNEL_LEADS, (plans.clone(),)).await?;
    let leads: HashMap<Uuid, i64> = leads.into_iter().collect();
    let row = (plans, days.as_of, days.before_30, days.before_90);
    let lasting: Vec<(Uuid, i64, i64, i64, i64, i64, i64)> =
        tx.all(&sql::FUNNEL_LASTING, row).await?;
    let lasting: HashMap<Uuid, Lasting> = lasting
        .into_iter()
        .map(|(event, n, paid, of_30, paid_30, of_90, paid_90)| {
            (event, Lasting { n, paid, of_30, paid_30, of_90, paid_90 })
        })
        .collect();
    Ok(grounds
        .into_iter()
        .map(|ground| {
            let door = doors.get(&ground.event).copied().unwrap_or_default();
            let written = leads.get(&ground.event).copied();
            let became = lasting.get(&ground.event).copied();
            counted(ground, door, written, became, days)
        })
        .collect())
}

fn counted(
    ground: Ground,
    door: People,
    leads: Option<i64>,
    lasting: Option<Lasting>,
    days: Days,
) -> Counted {
    let is_closed = ground.state == "closed";
    let people = if is_closed { ground.people } else { door.total() };
    let mut stages = Stages {
        people,
        leads: if is_closed { ground.leads.or(leads) } else { leads },
        cost: ground.cost,
        ..Stages::default()
    };
    match (lasting, ground.enrolled) {
        (Some(lasting), _) => stages.lasting(lasting),
        // Nobody enrolled, and that was written down.
        (None, Some(0)) if is_closed => stages.lasting(Lasting::default()),
        (None, said) => stages.enrolled = said.filter(|_| is_closed),
    }
    let mut flags = Vec::new();
    for (name, value) in [
        ("people", stages.people),
        ("leads", stages.leads),
        ("enrolled", stages.enrolled),
        ("paid", stages.paid),
        ("cost", stages.cost),
    ] {
        if value.is_none() {
            let not_closed = !is_closed && name != "paid";
            let why = if not_closed { "not_closed" } else { "not_recorded" };
            flags.push(format!("{name}:{why}"));
        }
    }
    for (name, value, before) in
        [("paid_30", stages.paid_30, days.before_30), ("paid_90", stages.paid_90, days.before_90)]
    {
        if value.is_none() {
            let is_early = ground.on.is_some_and(|on| on > before);
            flags.push(format!("{name}:{}", if is_early { "not_yet" } else { "not_recorded" }));
        }
    }
    Counted { ground, stages, flags }
}

impl Stages {
    fn lasting(&mut self, it: Lasting) {
        self.enrolled = Some(it.n);
        self.paid = Some(it.paid);
        // Of nobody's days that are over there is nothing to say; of nobody enrolled there is: none.
        let over = |of: i64| of > 0 || it.n == 0;
        self.of_30 = over(it.of_30).then_some(it.of_30);
        self.paid_30 = over(it.of_30).then_some(it.paid_30);
        self.of_90 = over(it.of_90).then_some(it.of_90);
        self.paid_90 = over(it.of_90).then_some(it.paid_90);
    }

    fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.people, other.people),
            (&mut self.leads, other.leads),
            (&mut self.enrolled, other.enrolled),
            (&mut self.paid, other.paid),
            (&mut self.paid_30, other.paid_30),
            (&mut self.of_30, other.of_30),
            (&mut self.paid_90, other.paid_90),
            (&mut self.of_90, other.of_90),
            (&mut self.cost, other.cost),
        ];
        for (sum, one) in pairs {
            if let Some(one) = one {
                *sum = Some(sum.unwrap_or(0) + one);
            }
        }
    }
}

/// Events summed. A stage is the sum of those who know it; how many do not is said.
fn sum<'a>(key: String, name: String, events: impl Iterator<Item = &'a Counted>) -> Line {
    let mut line = Line { key, name, n_events: 0, stages: Stages::default(), flags: Vec::new() };
    let mut missing: BTreeMap<String, i64> = BTreeMap::new();
    for event in events {
        line.n_events += 1;
        line.stages.add(&event.stages);
        for flag in &event.flags {
            *missing.entry(flag.clone()).or_default() += 1;
        }
    }
    line.flags = missing
        .into_iter()
        .map(|(flag, n)| if n == line.n_events { flag } else { format!("{flag}:{n}") })
        .collect();
    line
}

fn together(events: &[Counted], key: impl Fn(&Counted) -> (String, String)) -> Vec<Line> {
    let mut groups: BTreeMap<(String, String), Vec<&Counted>> = BTreeMap::new();
    for event in events {
        groups.entry(key(event)).or_default().push(event);
    }
    let line = |((key, name), events): ((String, String), Vec<&Counted>)| {
        sum(key, name, events.into_iter())
    };
    groups.into_iter().map(line).collect()
}

fn place(area: &str) -> String {
    let code = area.parse().ok();
    code.map(|code| registry::Gazetteer::embedded().described(&code)).unwrap_or_default()
}

/// Rupiah for each member who stayed, over events that know what they cost and whose days are over.
fn retained(events: &[Counted]) -> (Option<i64>, i64) {
    let over = |stayed: fn(&Stages) -> (Option<i64>, Option<i64>)| {
        let mut sums = (0, 0);
        for event in events {
            let (Some(n), Some(of)) = stayed(&event.stages) else { continue };
            if let Some(cost) = event.stages.cost.filter(|_| of > 0) {
                sums = (sums.0 + cost, sums.1 + n);
            }
        }
        (sums.1 > 0).then(|| (sums.0 + sums.1 / 2) / sums.1)
    };
    match over(|it| (it.paid_90, it.of_90)) {
        Some(each) => (Some(each), 90),
        None => (over(|it| (it.paid_30, it.of_30)), 30),
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

row! {
    pub(crate) struct OfTrade {
        trade: String,
        n: i64,
        paid: i64,
        of_30: i64,
        paid_30: i64,
        of_90: i64,
        paid_90: i64,
    }
}

async fn by_trade(tx: &mut Tx, plans: Vec<Uuid>, days: Days) -> Result<Vec<Line>, DbError> {
    let row = (plans.clone(), days.as_of, days.before_30, days.before_90);
    let rows: Vec<OfTrade> = tx.all(&sql::FUNNEL_TRADES, row).await?;
    let leads: Vec<(String, i64)> = tx.all(&sql::LEADS_BY_TRADE, (plans,)).await?;
    let mut leads: BTreeMap<String, i64> = leads.into_iter().collect();
    let mut lines: Vec<Line> = Vec::new();
    for it in rows {
        let OfTrade { trade, n, paid, of_30, paid_30, of_90, paid_90 } = it;
        let lasting = Lasting { n, paid, of_30, paid_30, of_90, paid_90 };
        let written = leads.remove(&trade);
        lines.push(part(trade.clone(), trade, written, Some(lasting)));
    }
    lines.extend(leads.into_iter().map(|(trade, n)| part(trade.clone(), trade, Some(n), None)));
    lines.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(lines)
}

row! {
    pub(crate) struct OfAgent {
        agent: UserId,
        name: Option<String>,
        n: i64,
        paid: i64,
        of_30: i64,
        paid_30: i64,
        of_90: i64,
        paid_90: i64,
    }
}

async fn by_agent(tx: &mut Tx, plans: Vec<Uuid>, days: Days) -> Result<Vec<Line>, DbError> {
    let row = (plans.clone(), days.as_of, days.before_30, days.before_90);
    let rows: Vec<OfAgent> = tx.all(&sql::FUNNEL_AGENTS, row).await?;
    let leads: Vec<(UserId, Option<String>, i64)> = tx.all(&sql::LEADS_BY_AGENT, (plans,)).await?;
    let mut lines: Vec<Line> = Vec::new();
    for it in rows {
        let OfAgent { agent, name, n, paid, of_30, paid_30, of_90, paid_90 } = it;
        let lasting = Lasting { n, paid, of_30, paid_30, of_90, paid_90 };
        let written = leads.iter().find(|(of, ..)| *of == agent).map(|(.., n)| *n);
        lines.push(part(agent.to_string(), name.unwrap_or_default(), written, Some(lasting)));
    }
    for (agent, name, n) in leads {
        let key = agent.to_string();
        if !lines.iter().any(|line| line.key == key) {
            lines.push(part(key, name.unwrap_or_default(), Some(n), None));
        }
    }
    Ok(lines)
}

/// A line that is no sum of events: who came is not known by trade or agent.
fn part(key: String, name: String, leads: Option<i64>, lasting: Option<Lasting>) -> Line {
    let mut stages = Stages { leads, ..Stages::default() };
    let mut flags = vec!["people:not_recorded".to_owned(), "cost:not_recorded".to_owned()];
    match lasting {
        Some(lasting) => stages.lasting(lasting),
        None => flags.push("enrolled:not_recorded".into()),
    }
    Line { key, name, n_events: 0, stages, flags }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(state: &str, people: Option<i64>, enrolled: Option<i64>, cost: Option<i64>) -> Ground {
        Ground {
            event: Uuid::nil(),
            season: Uuid::nil(),
            season_name: String::new(),
            name: "KKBC".into(),
            area: "33.02.17".into(),
            state: state.into(),
            on: Some("2023-08-11".parse().unwrap()),
            people,
            leads: None,
            enrolled,
            cost,
            not_recorded: None,
        }
    }

    fn days() -> Days {
        Days::of("2026-11-21".parse().unwrap())
    }

    #[test]
    fn what_nobody_wrote_down_is_empty_and_never_zero() {
        let it = counted(event("closed", None, None, None), People::default(), None, None, days());
        assert_eq!(it.stages, Stages::default());
        assert_eq!(it.flags.len(), 7);
        assert!(it.flags.iter().all(|flag| flag.ends_with(":not_recorded")), "{:?}", it.flags);
        let none =
            counted(event("closed", Some(9), Some(0), None), People::default(), None, None, days());
        assert_eq!(
            (none.stages.enrolled, none.stages.paid, none.stages.paid_90),
            (Some(0), Some(0), Some(0))
        );
    }

    #[test]
    fn the_cost_of_one_who_stayed_counts_only_events_that_know_both() {
        let lasting = Lasting { n: 10, paid: 9, of_30: 10, paid_30: 8, of_90: 10, paid_90: 6 };
        let with = |cost, lasting| {
            counted(
                event("closed", Some(40), Some(10), cost),
                People::default(),
                None,
                lasting,
                days(),
            )
        };
        let events =
            [with(Some(600_000), Some(lasting)), with(None, Some(lasting)), with(Some(9), None)];
        assert_eq!(retained(&events), (Some(100_000), 90));
        assert_eq!(retained(&events[1..]), (None, 30));
        let total = sum(String::new(), String::new(), events.iter());
        assert_eq!(
            (total.stages.enrolled, total.stages.paid_90, total.stages.people),
            (Some(30), Some(12), Some(120))
        );
        assert_eq!(
            total.flags,
            [
                "cost:not_recorded:1",
                "leads:not_recorded",
                "paid:not_recorded:1",
                "paid_30:not_recorded:1",
                "paid_90:not_recorded:1"
            ]
        );
    }
}
