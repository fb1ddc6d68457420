//! What is shown of a membership.

use crate::{
    api::calculator::NextView,
    wire::{BecauseView, reasons},
};
use access::Outside;
use contribution::{Member, enrol::Enrolled, months::MonthEntry, notice::Notice};
use regulation::cover::Cover;
use serde::Serialize;
use terms::{
    Date, Month, Rupiah, Timestamp,
    ids::{MembershipId, PersonId},
};
use utoipa::ToSchema;
use uuid::Uuid;

/// A membership at the counter.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MembershipView {
    #[schema(value_type = String, format = Uuid)]
    id: MembershipId,
    #[schema(value_type = String, format = Uuid)]
    person: PersonId,
    /// The number on the card.
    number: String,
    segment: &'static str,
    /// `jkk,jkm` …
    programmes: Vec<&'static str>,
    #[schema(value_type = i64)]
    income: Rupiah,
    sector: &'static str,
    payer: &'static str,
    /// Village of residence.
    village: String,
    #[schema(value_type = String, format = Date)]
    joined_on: Date,
    /// Last month paid without a gap.
    #[schema(value_type = Option<String>)]
    paid_through: Option<Month>,
    /// Contribution months over all spells.
    n_months: i64,
    /// Money of the member that is not cover.
    #[schema(value_type = i64)]
    credit: Rupiah,
    /// Until when a payment may open a new spell after the questions were asked again.
    #[schema(value_type = Option<String>, format = Date)]
    may_renew_until: Option<Date>,
    /// Where the member stands today, and why.
    cover: MemberCoverView,
    /// What 1, 3, 6 and 12 months from the next one on would cost. Empty when nothing can be paid.
    prices: Vec<NextPriceView>,
    /// The last two years of paid months, newest first.
    months: Vec<MemberMonthView>,
    /// The newest notices.
    notices: Vec<NoticeView>,
}

impl MembershipView {
    pub(crate) fn of(
        member: Member,
        cover: Cover,
        months: Vec<MonthEntry>,
        notices: Vec<Notice>,
        prices: Vec<NextPriceView>,
    ) -> Self {
        Self {
            id: member.id,
            person: member.person,
            number: member.number,
            segment: member.segment.word(),
            programmes: member.programmes.iter().map(terms::Programme::word).collect(),
            income: member.income,
            sector: member.sector.word(),
            payer: member.payer.word(),
            village: member.village,
            joined_on: member.joined_on,
            paid_through: member.paid_through,
            n_months: member.n_months,
            credit: member.credit,
            may_renew_until: member.may_renew_until,
            cover: cover.into(),
            prices,
            months: months.into_iter().map(Into::into).collect(),
            notices: notices.into_iter().map(Into::into).collect(),
        }
    }
}

/// Where a member stands on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberCoverView {
    /// The day; today when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
    /// `registered_unpaid`, `active`, `grace1` …, `lapsed`, `suspended_review`, `ended`.
    state: &'static str,
    spell: u32,
    #[schema(value_type = Option<String>, format = Date)]
    spell_from: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    covered_until: Option<Date>,
    /// Grace included.
    #[schema(value_type = Option<String>, format = Date)]
    protected_until: Option<Date>,
    next: Option<NextView>,
    #[schema(value_type = Option<String>, format = Date)]
    full_death_benefit_from: Option<Date>,
    because: Vec<BecauseView>,
}

impl From<Cover> for MemberCoverView {
    fn from(cover: Cover) -> Self {
        Self {
            as_of: None,
            state: cover.state.word(),
            spell: cover.spell,
            spell_from: cover.spell_from,
            covered_until: cover.covered_until,
            protected_until: cover.protected_until,
            next: cover.next.map(|(state, on)| NextView { state: state.word(), on }),
            full_death_benefit_from: cover.full_death_benefit_from,
            because: reasons(vec![cover.because]),
        }
    }
}

impl MemberCoverView {
    pub(crate) fn of(cover: Cover, as_of: Date) -> Self {
        Self { as_of: Some(as_of), ..cover.into() }
    }
}

/// What some months cost.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NextPriceView {
    months: u32,
    #[schema(value_type = String)]
    first_month: Month,
    #[schema(value_type = String)]
    last_month: Month,
    #[schema(value_type = i64)]
    total: Rupiah,
}

/// The usual bills, as far as the law says what they cost.
pub(crate) fn next_prices(
    member: &Member,
    outside: &Outside,
    grace_months: u8,
) -> Vec<NextPriceView> {
    let first = member.next_month(outside.today(), grace_months);
    let priced = [1, 3, 6, 12].into_iter().filter_map(|months| {
        let run: Vec<Month> = first.run(months).collect();
        let price = outside.law.price_months(&run, &member.price_input(first)).ok()?;
        let last_month = run.last().copied()?;
        Some(NextPriceView { months, first_month: first, last_month, total: price.amount().total })
    });
    priced.collect()
}

/// A month of a member.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberMonthView {
    /// The contribution month.
    #[schema(value_type = String)]
    pub(crate) month: Month,
    #[schema(value_type = String, format = Uuid)]
    payment: Uuid,
    spell: i64,
    #[schema(value_type = i64)]
    jkk: Rupiah,
    #[schema(value_type = i64)]
    jkm: Rupiah,
    #[schema(value_type = i64)]
    jht: Rupiah,
    #[schema(value_type = String, format = Date)]
    paid_on: Date,
    #[schema(value_type = String, format = Date)]
    protects_from: Date,
    #[schema(value_type = String, format = Date)]
    protects_to: Date,
    /// When the bank took the money back.
    #[schema(value_type = Option<String>, format = Date)]
    withdrawn_on: Option<Date>,
}

impl From<MonthEntry> for MemberMonthView {
    fn from(entry: MonthEntry) -> Self {
        Self {
            month: entry.month,
            payment: entry.payment.0,
            spell: entry.spell,
            jkk: entry.jkk,
            jkm: entry.jkm,
            jht: entry.jht,
            paid_on: entry.paid_on,
            protects_from: entry.protects_from,
            protects_to: entry.protects_to,
            withdrawn_on: entry.withdrawn_on,
        }
    }
}

/// A message to a member.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoticeView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    /// `receipt`, `reminder`, `grace1`, `last_warning`, `lapsed` ….
    kind: String,
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    text_id: String,
    text_en: String,
    /// `due`, `sent`, `cancelled`.
    state: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Notice> for NoticeView {
    fn from(notice: Notice) -> Self {
        Self {
            id: notice.id.0,
            kind: notice.kind,
            due_on: notice.due_on,
            text_id: notice.text_id,
            text_en: notice.text_en,
            state: notice.state,
            created_at: notice.created_at,
        }
    }
}

/// Who was enrolled.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EnrolledView {
    #[schema(value_type = String, format = Uuid)]
    person: PersonId,
    /// On record before.
    was_known: bool,
    #[schema(value_type = String, format = Uuid)]
    membership: MembershipId,
    /// The number on the card.
    number: String,
    /// The sector that decides relief.
    sector: &'static str,
    /// Codes of what is odd; none of them refuses.
    warnings: Vec<String>,
    /// Others who may be the same person.
    #[schema(value_type = Vec<String>)]
    possible_duplicates: Vec<PersonId>,
    /// What was promised.
    promise_id: String,
    promise_en: String,
}

impl From<Enrolled> for EnrolledView {
    fn from(enrolled: Enrolled) -> Self {
        Self {
            person: enrolled.person,
            was_known: enrolled.was_known,
            membership: enrolled.membership,
            number: enrolled.number,
            sector: enrolled.sector.word(),
            warnings: enrolled.warnings,
            possible_duplicates: enrolled.possible_duplicates,
            promise_id: enrolled.promise_id,
            promise_en: enrolled.promise_en,
        }
    }
}
