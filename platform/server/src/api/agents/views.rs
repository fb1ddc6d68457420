//! What is shown of agents, their offices and terms.

use crate::{
    api::{search::HitPlaceView, targets::TargetCardView},
    problem::Problem,
    wire::BecauseView,
};
use access::Office;
use outreach::{
    agent::{
        AgentLine, AgentMember, Contract, ContractEnded, FeeBy, HandedOver, HandoverRow,
        OfficeStanding, Orphans, OwnTerms,
    },
    portfolio::Tally,
};
use regulation::cover::CoverState;
use serde::Serialize;
use terms::{
    AreaCode, Assessment, Date, Month, Rate, Rupiah, Timestamp,
    ids::{MembershipId, PersonId, UserId},
};
use utoipa::ToSchema;
use uuid::Uuid;

/// An agent with everything that is counted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgentView {
    #[schema(value_type = String, format = Uuid)]
    pub(super) id: UserId,
    pub(super) name: String,
    login: String,
    /// `active`, `ended`, `expired` (its term ran out), `none`.
    state: &'static str,
    /// Where, by contract; else where the role is held. Empty is everywhere.
    area: String,
    area_name: String,
    /// The agent office.
    #[schema(value_type = Option<String>, format = Uuid)]
    office: Option<Uuid>,
    office_code: Option<String>,
    office_name: Option<String>,
    /// Number of the latest contract.
    contract: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    from_on: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    until_on: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<Date>,
    /// `term`, `own_wish`, `idle`, `fraud`, `gratification`, `death`, `other`.
    end_reason: Option<String>,
    end_note: String,
    members: PortfolioView,
    /// Those who stay after 3, 6 and 12 months, of those who had the time.
    persistency: Vec<StayedView>,
    custody: AgentCashView,
    fee: FeeView,
    /// The last day somebody was enrolled.
    #[schema(value_type = Option<String>, format = Date)]
    last_enrolled_on: Option<Date>,
    /// The last day a member paid.
    #[schema(value_type = Option<String>, format = Date)]
    last_paid_on: Option<Date>,
    /// Whole months without either.
    idle_months: i64,
    /// After how many a contract ends; null where nobody said.
    idle_rule: Option<MonthsRuleView>,
    pub(super) is_idle: bool,
    early_deaths: EarlyDeathsView,
}

/// Members an agent has now.
#[derive(Debug, Serialize, ToSchema)]
struct PortfolioView {
    members: i64,
    /// Enrolled, nothing in the books yet.
    unpaid: i64,
    active: i64,
    grace: i64,
    lapsed: i64,
    ended: i64,
    /// Of all, those who came from another agent.
    from_others: i64,
}

/// Who stays.
#[derive(Debug, Serialize, ToSchema)]
struct StayedView {
    after_months: i32,
    stayed: i64,
    /// Of how many; none is no share.
    of: i64,
    /// Per cent, one decimal; null where nobody had the time.
    percent: Option<String>,
}

/// Cash in an agent's hands.
#[derive(Debug, Serialize, ToSchema)]
struct AgentCashView {
    #[schema(value_type = i64)]
    held: Rupiah,
    n_held: i64,
    /// Said to be brought; finance has not counted it.
    #[schema(value_type = i64)]
    handed_in: Rupiah,
    #[schema(value_type = Option<String>, format = DateTime)]
    oldest_at: Option<Timestamp>,
    /// When that must be at the office.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Timestamp>,
    is_overdue: bool,
    is_over_limit: bool,
    #[schema(value_type = Option<i64>)]
    limit: Option<Rupiah>,
    hours: i64,
    /// Receipts held too long: branch and members were told.
    n_alerted: i64,
}

/// A rule in months, with its source.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MonthsRuleView {
    months: i64,
    because: BecauseView,
}

impl From<Assessment<i64>> for MonthsRuleView {
    fn from(rule: Assessment<i64>) -> Self {
        let (months, because) = rule.into_parts();
        Self { months, because: because.into() }
    }
}

/// The share of members who died early, with the base rate. Nothing is known before benefits are.
#[derive(Debug, Serialize, ToSchema)]
struct EarlyDeathsView {
    /// Deaths soon after enrolment, of so many; null until benefits are recorded.
    rate: Option<String>,
    reason_id: &'static str,
    reason_en: &'static str,
}

/// The one place to fill when benefits are recorded.
const fn early_deaths() -> EarlyDeathsView {
    EarlyDeathsView {
        rate: None,
        reason_id: "belum ada manfaat yang tercatat di kantor ini",
        reason_en: "no benefits recorded yet",
    }
}

/// The fee of a month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FeeView {
    #[schema(value_type = String, example = "2018-10")]
    month: Month,
    /// Contributions in the books.
    #[schema(value_type = i64)]
    collected: Rupiah,
    /// At the agent, not yet in the books.
    #[schema(value_type = i64)]
    pending: Rupiah,
    new_members: i64,
    /// `law`; `office`: its own terms, where the law is silent; `unknown`.
    terms: &'static str,
    /// The part of contributions; null where nobody can say.
    #[schema(value_type = Option<i64>)]
    of_contributions: Option<Rupiah>,
    #[schema(value_type = Option<i64>)]
    bonus: Option<Rupiah>,
    #[schema(value_type = Option<i64>)]
    total: Option<Rupiah>,
    /// The agent's share.
    #[schema(value_type = Option<i64>)]
    agent: Option<Rupiah>,
    /// The agent office's share.
    #[schema(value_type = Option<i64>)]
    office: Option<Rupiah>,
    because: Option<BecauseView>,
    /// Why nobody can say.
    reason_id: Option<String>,
    reason_en: Option<String>,
}

impl FeeView {
    pub(super) fn of(
        month: Month,
        collected: Rupiah,
        pending: Rupiah,
        new_members: i64,
        by: FeeBy,
    ) -> Self {
        let (known, reason) = match by.fee {
            Ok(fee) => (Some(fee.into_parts()), None),
            Err(error) => (None, Some((error.indonesian(), error.to_string()))),
        };
        let (fee, because) = known.unzip();
        let (reason_id, reason_en) = reason.unzip();
        Self {
            month,
            collected,
            pending,
            new_members,
            terms: by.terms,
            of_contributions: fee.map(|fee| fee.of_contributions),
            bonus: fee.map(|fee| fee.bonus),
            total: fee.map(|fee| fee.total),
            agent: fee.map(|fee| fee.agent),
            office: fee.map(|fee| fee.office),
            because: because.map(Into::into),
            reason_id,
            reason_en,
        }
    }
}

fn name_of(area: &str) -> String {
    let code: Option<AreaCode> = area.parse().ok();
    let place = code.map(|code| registry::Gazetteer::embedded().described(&code));
    place.unwrap_or_else(|| "Indonesia".to_owned())
}

impl AgentView {
    pub(super) fn of(line: AgentLine, today: Date) -> Self {
        let state = line.state(today);
        let AgentLine { agent, tally, custody, month, fee, idle, .. } = line;
        let Tally { members, persistency, collected, pending, n_pending, n_new } = tally;
        let is_now = month == Month::of(today);
        let (pending, n_pending) = if is_now { (pending, n_pending) } else { (Rupiah::ZERO, 0) };
        let stayed = |it: outreach::portfolio::Persistency| StayedView {
            after_months: it.after_months,
            stayed: it.stayed,
            of: it.of,
            percent: insight::percent_text(it.stayed, it.of, 1),
        };
        Self {
            id: agent.id,
            name: agent.name,
            login: agent.login,
            state,
            area_name: name_of(&agent.area),
            area: agent.area,
            office: agent.office,
            office_code: agent.office_code,
            office_name: agent.office_name,
            contract: agent.number,
            from_on: agent.from_on,
            until_on: agent.until_on,
            ended_on: agent.ended_on,
            end_reason: agent.end_reason,
            end_note: agent.end_note,
            members: PortfolioView {
                members: members.members,
                unpaid: members.unpaid,
                active: members.active,
                grace: members.grace,
                lapsed: members.lapsed,
                ended: members.ended,
                from_others: members.from_others,
            },
            persistency: persistency.into_iter().map(stayed).collect(),
            custody: AgentCashView {
                held: custody.held.held,
                n_held: custody.held.n_held,
                handed_in: custody.held.handed_in,
                oldest_at: custody.held.oldest_at,
                due_at: custody.due_at,
                is_overdue: custody.is_overdue,
                is_over_limit: custody.is_over_limit,
                limit: custody.rule.limit,
                hours: custody.rule.hours,
                n_alerted: custody.held.n_alerted,
            },
            fee: FeeView::of(month, collected, pending, n_new + n_pending, fee),
            last_enrolled_on: line.last_enrolled_on,
            last_paid_on: line.last_paid_on,
            idle_months: idle.months,
            idle_rule: idle.rule.map(Into::into),
            is_idle: idle.is_idle,
            early_deaths: early_deaths(),
        }
    }
}

/// One agent with what was and what is aimed at.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgentOpenedView {
    #[serde(flatten)]
    pub(super) agent: AgentView,
    /// Every contract, the latest first.
    pub(super) contracts: Vec<ContractView>,
    /// Members handed over from or to, the latest first.
    pub(super) handovers: Vec<HandoverView>,
    /// Targets that run today.
    pub(super) targets: Vec<TargetCardView>,
}

/// A contract.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContractView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    #[schema(value_type = Option<String>, format = Uuid)]
    office: Option<Uuid>,
    area: String,
    number: String,
    #[schema(value_type = String, format = Date)]
    from_on: Date,
    #[schema(value_type = Option<String>, format = Date)]
    until_on: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<Date>,
    end_reason: Option<String>,
    end_note: String,
}

impl From<Contract> for ContractView {
    fn from(contract: Contract) -> Self {
        let Contract { id, office, area, number, from_on, until_on, .. } = contract;
        let Contract { ended_on, end_reason, end_note, .. } = contract;
        Self { id, office, area, number, from_on, until_on, ended_on, end_reason, end_note }
    }
}

/// Members that were handed over.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HandoverView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    #[schema(value_type = String, format = Uuid)]
    from: UserId,
    from_name: String,
    #[schema(value_type = String, format = Uuid)]
    to: UserId,
    to_name: String,
    #[schema(value_type = String, format = Date)]
    moved_on: Date,
    reason: String,
    n_members: i64,
    #[schema(value_type = String, format = DateTime)]
    recorded_at: Timestamp,
}

impl From<HandoverRow> for HandoverView {
    fn from(row: HandoverRow) -> Self {
        let HandoverRow { id, from, from_name, to, to_name, moved_on, reason, .. } = row;
        let HandoverRow { n_members, recorded_at, .. } = row;
        Self { id, from, from_name, to, to_name, moved_on, reason, n_members, recorded_at }
    }
}

/// A member of an agent.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgentMemberView {
    #[schema(value_type = String, format = Uuid)]
    pub(super) membership: MembershipId,
    #[schema(value_type = String, format = Uuid)]
    person: PersonId,
    name: String,
    /// The number on the card.
    number: String,
    village: HitPlaceView,
    /// `registered_unpaid`, `active`, `grace1` …, `lapsed`, `ended`.
    state: &'static str,
    #[schema(value_type = Option<String>)]
    paid_through: Option<Month>,
    /// Since when they are this agent's.
    #[schema(value_type = String, format = Date)]
    since: Date,
    /// They came from another agent.
    is_moved: bool,
}

/// Where somebody stands in a month, in a word.
pub(in crate::api) fn state_in(
    month: Month,
    grace_months: u8,
    paid_through: Option<Month>,
    has_ended: bool,
) -> &'static str {
    if has_ended {
        return "ended";
    }
    CoverState::by_month(month, grace_months, paid_through).word()
}

impl AgentMemberView {
    pub(super) fn all(found: Vec<AgentMember>, office: &Office) -> Result<Vec<Self>, Problem> {
        let today = office.outside.today();
        let grace = office.outside.law.cover_parameters(today)?.grace_months;
        let month = Month::of(today);
        let view = |it: AgentMember| {
            let village: AreaCode = it.village.parse().map_err(Problem::fault)?;
            let state = state_in(month, grace, it.paid_through, it.ended_on.is_some());
            Ok(Self {
                membership: it.membership,
                person: it.person,
                name: it.name.unwrap_or_default(),
                number: it.number,
                village: HitPlaceView::of(&village),
                state,
                paid_through: it.paid_through,
                since: it.since,
                is_moved: it.is_moved != 0,
            })
        };
        found.into_iter().map(view).collect()
    }
}

/// A contract that ended, and what is left to do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContractEndedView {
    #[schema(value_type = String, format = Uuid)]
    contract: Uuid,
    #[schema(value_type = String, format = Date)]
    ended_on: Date,
    /// Members nobody has taken over.
    n_orphans: i64,
    /// Members' money that must be settled before they are handed over.
    open: i64,
}

impl From<ContractEnded> for ContractEndedView {
    fn from(ContractEnded { contract, ended_on, n_orphans, open }: ContractEnded) -> Self {
        Self { contract, ended_on, n_orphans, open }
    }
}

/// What was handed over.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HandedOverView {
    #[schema(value_type = String, format = Uuid)]
    handover: Uuid,
    n_members: i64,
    /// How many of them were told; who is no member any more is not.
    n_told: i64,
}

impl From<HandedOver> for HandedOverView {
    fn from(HandedOver { handover, n_members, n_told }: HandedOver) -> Self {
        Self { handover, n_members, n_told }
    }
}

/// Orphans of a former agent.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrphansView {
    #[schema(value_type = String, format = Uuid)]
    pub(super) agent: UserId,
    name: String,
    area: String,
    /// Since when the contract is over.
    #[schema(value_type = String, format = Date)]
    over_on: Date,
    end_reason: Option<String>,
    members: i64,
    active: i64,
    /// In grace: nobody collects from them.
    grace: i64,
}

impl From<Orphans> for OrphansView {
    fn from(orphans: Orphans) -> Self {
        let Orphans { agent, name, area, over_on, end_reason, members, active, grace } = orphans;
        Self { agent, name, area, over_on, end_reason, members, active, grace }
    }
}

/// An agent office.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgentOfficeView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    pub(super) code: String,
    name: String,
    kind: String,
    area: String,
    area_name: String,
    n_people: i64,
    document: String,
    #[schema(value_type = String, format = Date)]
    from_on: Date,
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<Date>,
    end_reason: String,
    /// Agents under contract there.
    n_agents: i64,
    /// `complete`; `forming`: fewer people than it must have; `ended`; `unruled`: nobody said how many.
    state: &'static str,
    /// How many people it must have; null where nobody said.
    people_min: Option<i64>,
    because: Option<BecauseView>,
}

impl From<OfficeStanding> for AgentOfficeView {
    fn from(standing: OfficeStanding) -> Self {
        let OfficeStanding { office, state, people_min } = standing;
        let (people_min, because) = people_min.map(Assessment::into_parts).unzip();
        Self {
            id: office.id,
            code: office.code,
            name: office.name,
            kind: office.kind,
            area_name: name_of(&office.area),
            area: office.area,
            n_people: office.n_people,
            document: office.document,
            from_on: office.from_on,
            ended_on: office.ended_on,
            end_reason: office.end_reason,
            n_agents: office.n_agents,
            state,
            people_min,
            because: because.map(Into::into),
        }
    }
}

/// Terms an office agreed with its agents: its own, no law.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnTermsView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    #[schema(value_type = Option<String>, format = Uuid)]
    office: Option<Uuid>,
    area: String,
    #[schema(value_type = String, format = Date)]
    from_on: Date,
    #[schema(value_type = Option<String>, format = Date)]
    until_on: Option<Date>,
    /// Of contributions: `7.5 %`.
    fee: String,
    #[schema(value_type = i64)]
    bonus: Rupiah,
    bonus_members_min: i64,
    agent_share: String,
    idle_months: Option<i64>,
    rejoin_months: Option<i64>,
    document: String,
    /// `office`: these are the office's own.
    source: &'static str,
}

impl From<OwnTerms> for OwnTermsView {
    fn from(terms: OwnTerms) -> Self {
        Self {
            id: terms.id,
            office: terms.office,
            area: terms.area,
            from_on: terms.from_on,
            until_on: terms.until_on,
            fee: Rate::per_million(terms.fee_ppm).to_string(),
            bonus: terms.bonus,
            bonus_members_min: terms.bonus_members_min,
            agent_share: Rate::per_million(terms.agent_share_ppm).to_string(),
            idle_months: terms.idle_months,
            rejoin_months: terms.rejoin_months,
            document: terms.document,
            source: "office",
        }
    }
}
