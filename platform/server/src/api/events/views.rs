//! Planned events as they are answered.

use crate::{
    api::{
        agents::views::state_in,
        campaigns::views::{WordView, place},
    },
    problem::Problem,
};
use access::Office;
use outreach::campaign::{
    close::{Report, Suggested},
    enrolled::EnrolledHere,
    plan::{Partner, Sheet, clock},
    presence::{People, Polled, percent},
    words::{ACTIVITIES, CHANNELS, PARTNERS, QUESTIONS, Word, find},
};
use serde::Serialize;
use terms::{
    Month, Rupiah,
    ids::{MembershipId, PersonId, UserId},
};
use utoipa::ToSchema;
use uuid::Uuid;

fn word(list: &'static [Word], code: &str) -> WordView {
    find(list, code).map_or_else(
        || WordView { code: code.into(), name_id: code.into(), name_en: code.into() },
        WordView::from,
    )
}

fn group(code: &str) -> WordView {
    let found = registry::group(code).ok();
    let name = |of: fn(&registry::Group) -> &'static str| found.map_or(code, of).to_owned();
    WordView { code: code.into(), name_id: name(|it| it.name_id), name_en: name(|it| it.name_en) }
}

fn occupation(code: &str) -> WordView {
    let found = registry::occupation(code).map_or(code, |it| it.label.as_str());
    WordView { code: code.into(), name_id: found.into(), name_en: found.into() }
}

/// Days between which an event is, while nobody knows better.
#[derive(Serialize, ToSchema)]
pub(crate) struct BetweenView {
    #[schema(format = Date)]
    from: String,
    #[schema(format = Date)]
    to: String,
    /// On this day of the week, Monday is 1.
    weekday: Option<i64>,
}

/// A partner of an event.
#[derive(Serialize, ToSchema)]
pub(crate) struct PartnerView {
    role: WordView,
    invited: bool,
    /// Null while nobody wrote it down.
    present: Option<bool>,
    note: String,
}

impl From<Partner> for PartnerView {
    fn from(it: Partner) -> Self {
        Self {
            role: word(PARTNERS, &it.role),
            invited: it.invited == 1,
            present: it.present.map(|present| present == 1),
            note: it.note,
        }
    }
}

/// A planned event.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlannedView {
    pub(crate) id: Uuid,
    season: Uuid,
    campaign: Uuid,
    name: String,
    area: String,
    place: String,
    rt: Option<String>,
    rw: Option<String>,
    /// Null while only a range is known.
    #[schema(format = Date)]
    on: Option<String>,
    between: Option<BetweenView>,
    /// How the day was written.
    said: String,
    /// The year was inferred.
    inferred: bool,
    /// The day it is listed by.
    #[schema(format = Date)]
    pub(crate) sort_on: String,
    starts: Option<String>,
    ends: Option<String>,
    venue: String,
    channel: WordView,
    /// `national`, `branch`, or empty.
    launch: String,
    activities: Vec<WordView>,
    groups: Vec<WordView>,
    occupations: Vec<WordView>,
    partners: Vec<PartnerView>,
    agreement: Option<Uuid>,
    material: String,
    cost_planned: Option<i64>,
    team: Option<String>,
    owner: Option<Uuid>,
    attestation: String,
    source: String,
    /// `planned`, `closed`, `cancelled`.
    state: String,
    version: i64,
    n_invitations: i64,
}

impl From<Sheet> for PlannedView {
    fn from(sheet: Sheet) -> Self {
        let Sheet { plan: it, activities, groups, occupations, partners } = sheet;
        let between = it.from.zip(it.to).filter(|_| it.on.is_none());
        Self {
            id: it.id,
            season: it.season,
            campaign: it.campaign,
            name: it.name,
            place: place(&it.area),
            area: it.area,
            rt: it.rt,
            rw: it.rw,
            on: it.on.map(|day| day.to_string()),
            between: between.map(|(from, to)| BetweenView {
                from: from.to_string(),
                to: to.to_string(),
                weekday: it.weekday,
            }),
            said: it.said,
            inferred: it.inferred == 1,
            sort_on: it.sort_on.to_string(),
            starts: it.starts.map(clock),
            ends: it.ends.map(clock),
            venue: it.venue,
            channel: word(CHANNELS, &it.channel),
            launch: it.launch,
            activities: activities.iter().map(|code| word(ACTIVITIES, code)).collect(),
            groups: groups.iter().map(|code| group(code)).collect(),
            occupations: occupations.iter().map(|code| occupation(code)).collect(),
            partners: partners.into_iter().map(Into::into).collect(),
            agreement: it.agreement,
            material: it.material,
            cost_planned: it.cost_planned,
            team: it.team,
            owner: it.owner.map(|owner| owner.0),
            attestation: it.attestation,
            source: it.source,
            state: it.state,
            version: it.version,
            n_invitations: it.n_invitations,
        }
    }
}

/// A version of how an event ended. What was not recorded is null.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportView {
    n: i64,
    /// `closed` or `reopened`.
    state: String,
    people: Option<i64>,
    leads: Option<i64>,
    enrolled: Option<i64>,
    cost: Option<i64>,
    partners_present: Option<i64>,
    not_recorded: Vec<String>,
    explanation: String,
    reason: String,
    #[schema(format = DateTime)]
    written_at: String,
    written_by: Uuid,
}

impl From<Report> for ReportView {
    fn from(it: Report) -> Self {
        let words = it.not_recorded.split(',').filter(|word| !word.is_empty());
        Self {
            not_recorded: words.map(str::to_owned).collect(),
            n: it.n,
            state: it.state,
            people: it.people,
            leads: it.leads,
            enrolled: it.enrolled,
            cost: it.cost,
            partners_present: it.partners_present,
            explanation: it.explanation,
            reason: it.reason,
            written_at: it.written_at.to_string(),
            written_by: it.written_by.0,
        }
    }
}

/// How many came, by how they were counted.
#[derive(Serialize, ToSchema)]
pub(crate) struct PeopleView {
    /// Scanned, each once.
    scanned: Option<i64>,
    /// Tallied at the door, phones added.
    tallied: Option<i64>,
    /// As phones closed it, phones added; used where nobody scanned or tallied.
    closed: Option<i64>,
    /// Scanned and tallied, or as phones closed it.
    total: Option<i64>,
}

impl From<People> for PeopleView {
    fn from(it: People) -> Self {
        Self { scanned: it.scanned, tallied: it.tallied, closed: it.closed, total: it.total() }
    }
}

/// What people knew before and after; null where nobody asked.
#[derive(Serialize, ToSchema)]
pub(crate) struct PolledView {
    question: WordView,
    yes_before: Option<i64>,
    of_before: Option<i64>,
    /// In per cent, one decimal.
    percent_before: Option<String>,
    yes_after: Option<i64>,
    of_after: Option<i64>,
    percent_after: Option<String>,
}

impl PolledView {
    /// Every question, asked or not.
    pub(super) fn all(polled: &[Polled]) -> Vec<Self> {
        let of = |question: &'static Word| {
            let it = polled.iter().find(|it| it.question == question.code);
            let get = |part: fn(&Polled) -> Option<i64>| it.and_then(part);
            let (yes_before, of_before) = (get(|it| it.yes_before), get(|it| it.of_before));
            let (yes_after, of_after) = (get(|it| it.yes_after), get(|it| it.of_after));
            Self {
                question: question.into(),
                percent_before: percent(yes_before, of_before),
                percent_after: percent(yes_after, of_after),
                yes_before,
                of_before,
                yes_after,
                of_after,
            }
        };
        QUESTIONS.iter().map(of).collect()
    }
}

/// What phones and lists say, to be taken or corrected on closing.
#[derive(Serialize, ToSchema)]
pub(crate) struct SuggestedView {
    people: Option<i64>,
    leads: Option<i64>,
    enrolled: Option<i64>,
    /// People who live there, by estimate.
    population: Option<i64>,
}

impl From<Suggested> for SuggestedView {
    fn from(it: Suggested) -> Self {
        let Suggested { people, leads, enrolled, population } = it;
        Self { people, leads, enrolled, population }
    }
}

/// An opening of a phone that belongs to the event.
#[derive(Serialize, ToSchema)]
pub(crate) struct OpeningView {
    pub(super) event: Uuid,
    /// `same_id`, `place_and_day`, `office`.
    pub(super) how: String,
}

/// A planned event with all that is known of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlannedOpenedView {
    #[serde(flatten)]
    pub(super) event: PlannedView,
    pub(super) people: PeopleView,
    pub(super) poll: Vec<PolledView>,
    pub(super) suggested: SuggestedView,
    /// How it ended, version by version; the last holds.
    pub(super) reports: Vec<ReportView>,
    /// What phones opened for it.
    pub(super) openings: Vec<OpeningView>,
}

/// Somebody who was captured at an event by a phone.
#[derive(Serialize, ToSchema)]
pub(crate) struct EnrolledHereView {
    id: Uuid,
    #[schema(format = DateTime)]
    made_at: String,
    /// `enrolled`, `same` (was a member already), `name_differs`, `birth_differs`.
    standing: String,
    village: String,
    place: String,
    #[schema(value_type = String, format = Uuid)]
    agent: UserId,
    agent_name: String,
    #[schema(value_type = String, format = Uuid)]
    person: PersonId,
    name: String,
    /// None while it contradicts the record.
    #[schema(value_type = Option<String>, format = Uuid)]
    membership: Option<MembershipId>,
    number: Option<String>,
    /// `registered_unpaid`, `active`, `grace1` …, `lapsed`, `ended`; none without a membership.
    state: Option<&'static str>,
    #[schema(value_type = Option<String>)]
    paid_through: Option<Month>,
    #[schema(value_type = String)]
    first_month: Month,
    n_months: i64,
    #[schema(value_type = i64)]
    shown_total: Rupiah,
}

impl EnrolledHereView {
    pub(crate) fn all(found: Vec<EnrolledHere>, office: &Office) -> Result<Vec<Self>, Problem> {
        let today = office.outside.today();
        let grace = office.outside.law.cover_parameters(today)?.grace_months;
        let state = |it: &EnrolledHere| {
            let of = |_| state_in(Month::of(today), grace, it.paid_through, it.ended_on.is_some());
            it.membership.map(of)
        };
        let view = |it: EnrolledHere| Self {
            id: it.command,
            made_at: it.made_at.to_string(),
            state: state(&it),
            standing: it.standing,
            place: place(&it.village),
            village: it.village,
            agent: it.agent,
            agent_name: it.agent_name.unwrap_or_default(),
            person: it.person,
            name: it.name.unwrap_or_default(),
            membership: it.membership,
            number: it.number,
            paid_through: it.paid_through,
            first_month: it.first_month,
            n_months: it.n_months,
            shown_total: it.shown_total,
        };
        Ok(found.into_iter().map(view).collect())
    }

    /// Where it stands in the order of the list.
    pub(crate) fn place_in_order(&self) -> String {
        format!("{}~{}", self.made_at, self.id)
    }
}
