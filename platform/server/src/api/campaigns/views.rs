//! Campaigns, seasons, funnels and reach as they are answered.

use outreach::campaign::{
    definition::{Campaign, CampaignName, ReadName},
    funnel::{Funnel, Line, Stages, WithPartner},
    place::ReadPlace,
    reach::Reach,
    season::Season,
    words::Word,
};
use registry::Gazetteer;
use serde::Serialize;
use terms::AreaCode;
use utoipa::ToSchema;
use uuid::Uuid;

/// A code with what people call it.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct WordView {
    pub(crate) code: String,
    pub(crate) name_id: String,
    pub(crate) name_en: String,
}

impl From<&Word> for WordView {
    fn from(word: &Word) -> Self {
        Self { code: word.code.into(), name_id: word.id.into(), name_en: word.en.into() }
    }
}

/// The name of an area with what it lies in; the country has the empty code.
pub(crate) fn place(area: &str) -> String {
    let code: Option<AreaCode> = area.parse().ok();
    code.map_or_else(|| "Indonesia".to_owned(), |code| Gazetteer::embedded().described(&code))
}

/// A campaign.
#[derive(Serialize, ToSchema)]
pub(crate) struct CampaignView {
    pub(crate) id: Uuid,
    code: String,
    name: String,
    goal: String,
    /// `national` or `branch`.
    owner: String,
    /// Empty is the whole country.
    area: String,
    place: String,
    #[schema(format = Date)]
    launched_on: Option<String>,
    source: String,
}

impl From<Campaign> for CampaignView {
    fn from(it: Campaign) -> Self {
        Self {
            id: it.id,
            code: it.code,
            name: it.name,
            goal: it.goal,
            owner: it.owner,
            place: place(&it.area),
            area: it.area,
            launched_on: it.launched_on.map(|day| day.to_string()),
            source: it.source,
        }
    }
}

/// A campaign with what it has been called.
#[derive(Serialize, ToSchema)]
pub(crate) struct CampaignOpenedView {
    #[serde(flatten)]
    pub(crate) campaign: CampaignView,
    pub(crate) names: Vec<CampaignNameView>,
}

/// A name a campaign was called by.
#[derive(Serialize, ToSchema)]
pub(crate) struct CampaignNameView {
    written: String,
    /// `NAME_VARIANT` where it is not the campaign's own name.
    flag: String,
    /// `listed`, `suggested` (nobody has looked), `refused`.
    state: String,
}

impl From<CampaignName> for CampaignNameView {
    fn from(it: CampaignName) -> Self {
        Self { written: it.written, flag: it.flag, state: it.state }
    }
}

/// What a name means.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReadNameView {
    written: String,
    campaign: Option<Uuid>,
    /// The campaign's own name.
    meant: Option<String>,
    /// `NAME_VARIANT`, or empty.
    flag: String,
    /// `listed`, `suggested`, `unknown`.
    state: String,
}

impl From<ReadName> for ReadNameView {
    fn from(it: ReadName) -> Self {
        let ReadName { written, campaign, meant, flag, state } = it;
        Self { written, campaign, meant, flag, state }
    }
}

/// A place that was written, and what it is.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReadPlaceView {
    written: String,
    /// None when it is unresolved.
    code: Option<String>,
    place: Option<String>,
    /// `AREA_UNKNOWN`, `AREA_AMBIGUOUS`, `AREA_RETIRED`, `AREA_NOT_IN_FORCE`.
    fault: Option<String>,
    reason_id: Option<String>,
    reason_en: Option<String>,
    candidates: Vec<String>,
}

impl From<ReadPlace> for ReadPlaceView {
    fn from(it: ReadPlace) -> Self {
        Self {
            written: it.written,
            code: it.code.map(|code| code.to_string()),
            place: it.place,
            fault: it.fault.map(str::to_owned),
            reason_id: it.reason_id,
            reason_en: it.reason_en,
            candidates: it.candidates.iter().map(ToString::to_string).collect(),
        }
    }
}

/// A season.
#[derive(Serialize, ToSchema)]
pub(crate) struct SeasonView {
    pub(crate) id: Uuid,
    campaign: Uuid,
    name: String,
    area: String,
    place: String,
    #[schema(format = Date)]
    pub(crate) from: String,
    #[schema(format = Date)]
    to: String,
    goal: String,
    goal_members: Option<i64>,
    source: String,
    n_events: i64,
    n_closed: i64,
}

impl From<Season> for SeasonView {
    fn from(it: Season) -> Self {
        Self {
            id: it.id,
            campaign: it.campaign,
            name: it.name,
            place: place(&it.area),
            area: it.area,
            from: it.from_on.to_string(),
            to: it.to_on.to_string(),
            goal: it.goal,
            goal_members: it.goal_members,
            source: it.source,
            n_events: it.n_events,
            n_closed: it.n_closed,
        }
    }
}

/// The stages of a funnel; what was not recorded is null, never 0.
#[derive(Serialize, ToSchema)]
pub(crate) struct StagesView {
    people: Option<i64>,
    leads: Option<i64>,
    enrolled: Option<i64>,
    paid: Option<i64>,
    /// Still paying after 30 days …
    paid_30: Option<i64>,
    /// … of so many whose 30 days are over.
    of_30: Option<i64>,
    paid_90: Option<i64>,
    of_90: Option<i64>,
    cost: Option<i64>,
}

impl From<Stages> for StagesView {
    fn from(it: Stages) -> Self {
        let Stages { people, leads, enrolled, paid, paid_30, of_30, paid_90, of_90, cost } = it;
        Self { people, leads, enrolled, paid, paid_30, of_30, paid_90, of_90, cost }
    }
}

/// A line of a funnel.
#[derive(Serialize, ToSchema)]
pub(crate) struct FunnelLineView {
    /// An id, an area's code, a trade, or a partner's role.
    key: String,
    name: String,
    n_events: i64,
    stages: StagesView,
    /// `people:not_recorded`, `paid_90:not_yet`, `cost:not_closed`; with `:3` for three of its events.
    flags: Vec<String>,
}

impl From<Line> for FunnelLineView {
    fn from(it: Line) -> Self {
        let Line { key, name, n_events, stages, flags } = it;
        Self { key, name, n_events, stages: stages.into(), flags }
    }
}

/// Events with and without a partner.
#[derive(Serialize, ToSchema)]
pub(crate) struct WithPartnerView {
    role: String,
    with: FunnelLineView,
    without: FunnelLineView,
    /// Events of which nobody wrote it down.
    n_unknown: i64,
}

impl From<WithPartner> for WithPartnerView {
    fn from(it: WithPartner) -> Self {
        let WithPartner { role, with, without, n_unknown } = it;
        Self { role, with: with.into(), without: without.into(), n_unknown }
    }
}

/// A funnel with its total.
#[derive(Serialize, ToSchema)]
pub(crate) struct FunnelView {
    #[schema(format = Date)]
    as_of: String,
    /// `event`, `village`, `season`, `trade`, `agent`, `partner`.
    by: String,
    total: FunnelLineView,
    lines: Vec<FunnelLineView>,
    /// With `by=partner`.
    partners: Vec<WithPartnerView>,
    /// Scanned at one event or more, each once.
    persons_scanned: Option<i64>,
    /// Scans: whoever came twice is in it twice.
    scans: Option<i64>,
    /// Rupiah for each member who still paid after `retained_after` days.
    cost_per_retained: Option<i64>,
    retained_after: i64,
    definition_id: &'static str,
    definition_en: &'static str,
}

const DEFINITION_ID: &str = "Orang, calon, dan biaya menurut penutupan kegiatan; mendaftar, bayar, dan bertahan dihitung dari pendaftaran di sana dan calon yang kemudian mendaftar, setiap orang pada satu kegiatan. Bertahan 30/90 hari: iuran bulan yang memuat hari itu sudah dibayar. Yang tidak dicatat kosong, bukan nol.";
const DEFINITION_EN: &str = "People, leads and cost as the event was closed; enrolled, paid and staying are counted from enrolments there and leads who enrolled later, each person at one event. Staying for 30/90 days: the month that holds that day is paid. What was not recorded is empty, not zero.";

impl FunnelView {
    pub(crate) fn of(by: &str, funnel: Funnel, partners: Vec<WithPartner>) -> Self {
        Self {
            as_of: funnel.as_of.to_string(),
            by: by.to_owned(),
            total: funnel.total.into(),
            lines: funnel.lines.into_iter().map(Into::into).collect(),
            partners: partners.into_iter().map(Into::into).collect(),
            persons_scanned: funnel.persons_scanned,
            scans: funnel.scans,
            cost_per_retained: funnel.cost_per_retained,
            retained_after: funnel.retained_after,
            definition_id: DEFINITION_ID,
            definition_en: DEFINITION_EN,
        }
    }
}

/// A place with events.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReachedView {
    code: String,
    place: String,
    n_events: i64,
    n_held: i64,
    /// Minutes of travel; null where nobody wrote it down.
    minutes: Option<i64>,
}

/// Villages of a class of travel time, in minutes.
#[derive(Serialize, ToSchema)]
pub(crate) struct ByTravelView {
    /// `0-30`, `31-60`, `61-120`, `121+`, `unknown`.
    class: String,
    of: usize,
    reached: usize,
}

/// How far a campaign or season has come.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReachView {
    /// `district` or `village`.
    level: String,
    /// With an event that was held.
    reached: usize,
    /// With an event that was held or is planned.
    named: usize,
    /// All there are.
    of: usize,
    /// In per cent of all, one decimal.
    percent: Option<String>,
    /// The list of areas that was counted.
    reference: String,
    places: Vec<ReachedView>,
    /// Events whose place is wider than that.
    n_elsewhere: i64,
    by_travel: Vec<ByTravelView>,
}

impl ReachView {
    pub(crate) fn of(level: &str, it: Reach) -> Self {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Self {
            level: level.to_owned(),
            reached: it.reached,
            named: it.named,
            of: it.of,
            percent: insight::percent_text(count(it.reached), count(it.of), 1),
            reference: it.reference.to_owned(),
            places: it
                .places
                .into_iter()
                .map(|it| ReachedView {
                    code: it.code.to_string(),
                    place: it.place,
                    n_events: it.n_events,
                    n_held: it.n_held,
                    minutes: it.minutes,
                })
                .collect(),
            n_elsewhere: it.n_elsewhere,
            by_travel: it
                .by_travel
                .into_iter()
                .map(|it| ByTravelView {
                    class: it.class.to_owned(),
                    of: it.of,
                    reached: it.reached,
                })
                .collect(),
        }
    }
}

/// Coverage of an area before and after a season.
#[derive(Serialize, ToSchema)]
pub(crate) struct BeforeAfterView {
    pub(crate) area: String,
    pub(crate) place: String,
    /// The day before the season.
    #[schema(format = Date)]
    pub(crate) before_on: String,
    /// Its last day, or today.
    #[schema(format = Date)]
    pub(crate) after_on: String,
    /// People covered before …
    pub(crate) before: i64,
    /// … and after.
    pub(crate) after: i64,
    pub(crate) delta: i64,
    /// Of how many, as known on each day; null where no base is known.
    pub(crate) before_of: Option<i64>,
    pub(crate) after_of: Option<i64>,
    pub(crate) before_percent: Option<String>,
    pub(crate) after_percent: Option<String>,
    /// In percentage points, where both days have the same base.
    pub(crate) delta_points: Option<String>,
    pub(crate) definition_id: String,
    pub(crate) definition_en: String,
}

/// A season with the areas it is measured by.
#[derive(Serialize, ToSchema)]
pub(crate) struct SeasonOpenedView {
    #[serde(flatten)]
    pub(crate) season: SeasonView,
    pub(crate) campaign_name: String,
    pub(crate) coverage: Vec<BeforeAfterView>,
}
