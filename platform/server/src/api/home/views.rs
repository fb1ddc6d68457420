//! What home shows.

use super::coverage::HomeCoverageView;
use crate::api::{memberships::due::DueView, search::HitPlaceView};
use access::Grant;
use contribution::{import::List, today::HeldSum};
use outreach::alert::Overdue;
use serde::Serialize;
use terms::{AreaCode, Date, MoneyError, Rupiah, Timestamp, ids::ListId};
use utoipa::ToSchema;

/// What needs the actor today.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HomeView {
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    /// Where: the actor's areas, or the one asked for; null is the whole country.
    scope: Option<Vec<HitPlaceView>>,
    /// What the actor is here.
    pub(super) duties: Vec<DutyView>,
    /// Needs the duty to read people.
    pub(super) members: Option<WorkView>,
    /// Money that waits; for who resolves payments.
    pub(super) held: Option<HeldView>,
    /// Lists that are being read, or have refused rows, of the last month.
    pub(super) lists: Option<Vec<HomeListView>>,
    /// What came from phones and waits for a decision; for who reviews it, see /api/v1/captures.
    pub(super) captures: Option<CapturesView>,
    /// Cash that agents hold too long; for who watches over it, see /api/v1/custody.
    pub(super) custody: Option<OverdueView>,
    /// Records that may be one person; for who merges in an area.
    pub(super) duplicates: Option<DuplicatesView>,
    /// Coverage of the area with its base; for who reads figures.
    pub(super) coverage: Option<HomeCoverageView>,
}

impl HomeView {
    pub(super) fn on(as_of: Date, areas: Option<&[AreaCode]>) -> Self {
        Self {
            as_of,
            scope: areas.map(|areas| areas.iter().map(HitPlaceView::of).collect()),
            duties: Vec::new(),
            members: None,
            held: None,
            lists: None,
            captures: None,
            custody: None,
            duplicates: None,
            coverage: None,
        }
    }
}

/// A role in an area.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DutyView {
    role: &'static str,
    /// Null is the whole country.
    area: Option<HitPlaceView>,
}

impl DutyView {
    pub(super) fn of(grant: &Grant) -> Self {
        Self { role: grant.role.word(), area: grant.area.as_ref().map(HitPlaceView::of) }
    }
}

/// Members somebody should speak to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WorkView {
    /// Cover ends within seven days unless something is paid; the rows are those of the month.
    pub(super) lapsing_within_7_days: LapsingView,
    /// Cover ends at the end of this month.
    pub(super) lapsing_this_month: LapsingView,
    /// The paid months end with this month, and grace begins.
    pub(super) running_out_this_month: LapsingView,
    pub(super) lapsed_last_30_days: LapsedView,
}

impl WorkView {
    /// How many members are shown by name.
    pub(super) fn n_rows(&self) -> usize {
        self.lapsing_this_month.first.len()
            + self.running_out_this_month.first.len()
            + self.lapsed_last_30_days.first.len()
    }
}

/// How many, until when, and the first of them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LapsingView {
    #[schema(value_type = String, format = Date)]
    pub(super) until: Date,
    /// Memberships.
    pub(super) count: i64,
    pub(super) first: Vec<DueView>,
}

/// Who went, and who came.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LapsedView {
    /// After this day.
    #[schema(value_type = String, format = Date)]
    pub(super) since: Date,
    pub(super) count: i64,
    /// Later spells that began in the same days.
    pub(super) came_back: i64,
    /// First spells that began.
    pub(super) joined: i64,
    pub(super) first: Vec<DueView>,
}

/// Money that waits.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HeldView {
    count: i64,
    #[schema(value_type = i64)]
    amount: Rupiah,
    #[schema(value_type = Option<String>, format = DateTime)]
    oldest: Option<Timestamp>,
    by_owner: Vec<HeldOwnerView>,
}

impl HeldView {
    pub(super) fn of(by_owner: Vec<HeldOwnerView>) -> Result<Self, MoneyError> {
        Ok(Self {
            count: by_owner.iter().map(|owner| owner.count).sum(),
            amount: Rupiah::sum(by_owner.iter().map(|owner| owner.amount))?,
            oldest: by_owner.iter().map(|owner| owner.oldest).min(),
            by_owner,
        })
    }
}

/// Money that waits for one owner, by its age.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HeldOwnerView {
    owner: String,
    count: i64,
    #[schema(value_type = i64)]
    amount: Rupiah,
    #[schema(value_type = String, format = DateTime)]
    oldest: Timestamp,
    within_a_day: i64,
    within_a_week: i64,
    older: i64,
}

impl From<HeldSum> for HeldOwnerView {
    fn from(sum: HeldSum) -> Self {
        let HeldSum { owner, count, amount, oldest, within_a_day, within_a_week, older } = sum;
        Self { owner, count, amount, oldest, within_a_day, within_a_week, older }
    }
}

/// A list that needs a look.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HomeListView {
    #[schema(value_type = String, format = Uuid)]
    id: ListId,
    name: String,
    area: HitPlaceView,
    /// `reading`, `done`, `refused`.
    state: String,
    n_rows: i64,
    n_accepted: i64,
    n_refused: i64,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
}

impl From<List> for HomeListView {
    fn from(list: List) -> Self {
        Self {
            id: list.id,
            area: HitPlaceView::of(&list.area),
            name: list.name,
            state: list.state,
            n_rows: list.n_rows,
            n_accepted: list.n_accepted,
            n_refused: list.n_refused,
            received_at: list.received_at,
        }
    }
}

/// What came from phones and waits.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CapturesView {
    pub(super) count: i64,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(super) oldest: Option<Timestamp>,
}

/// Cash that agents still hold after branch and members were told.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OverdueView {
    agents: i64,
    receipts: i64,
    #[schema(value_type = i64)]
    amount: Rupiah,
    /// Since when the oldest is held.
    #[schema(value_type = Option<String>, format = DateTime)]
    oldest: Option<Timestamp>,
}

impl From<Overdue> for OverdueView {
    fn from(Overdue { agents, receipts, amount, oldest }: Overdue) -> Self {
        Self { agents, receipts, amount, oldest }
    }
}

/// Records that may be one person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DuplicatesView {
    /// The area to ask `/api/v1/people/duplicates` for.
    pub(super) area: String,
    /// Null while it is being counted for the first time.
    pub(super) count: Option<i64>,
    pub(super) counting: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(super) as_of: Option<Timestamp>,
}
