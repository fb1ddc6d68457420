//! Everything that happened to a person, newest first, for one page of the office app.

use crate::{
    book::{Book, Route},
    door::{Door, Named, Params},
    problem::Problem,
    wire::PageView,
};
use axum::Json;
use contribution::timeline::{Entry, Timeline, timeline};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{
    Date, Rupiah, Timestamp,
    ids::{MembershipId, PersonId, UserId},
};
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn write_timeline(book: Book) -> Book {
    book.add(
        Route::get(
            "/api/v1/people/{id}/timeline",
            "people",
            "Everything that happened to a person: record, money, cover, notices",
        )
        .params::<TimelineParams>()
        .answers_page::<TimelineEntryView>("Newest first; a text is a key with its arguments.")
        .shown(200, include_str!("../examples/timeline.json")),
        page,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TimelineParams {
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 200.
    limit: Option<u32>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
struct TimelineEntryView {
    /// The same whenever it is asked.
    id: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The day it is about, where that may be another than the day of `at`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
    /// `registered`, `attested`, `group_joined`, `group_left`, `work_added`, `work_ended`,
    /// `heir_added`, `heir_removed`, `consent_given`, `consent_withdrawn`, `corrected`, `merged_in`,
    /// `merged_away`, `merge_undone`, `enrolled`, `code_opened`, `code_cancelled`, `code_expired`,
    /// `paid`, `payment_held`, `held_applied`, `reversed`, `refund_approved`, `refunded`,
    /// `credit_added`, `credit_taken`, `credit_used`, `repriced`, `cover_began`, `new_spell`,
    /// `grace`, `lapsed`, `suspended`, `resumed`, `ended`, `end_withdrawn`, `renewal_intake`,
    /// `notice`.
    kind: &'static str,
    /// Who did it; absent where nobody did, or it was not written down.
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<ColleagueView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    membership: Option<MembershipId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    amount: Option<Rupiah>,
    /// The payment it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    payment: Option<Uuid>,
    /// Where the receipt is, of a payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt_link: Option<String>,
    text: TextView,
}

/// A colleague.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ColleagueView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    /// The display name; `system` for the system's own work.
    name: String,
}

impl ColleagueView {
    pub(crate) fn of(id: UserId, name: Option<String>) -> Self {
        Self { id: id.0, name: name.unwrap_or_else(|| "system".into()) }
    }
}

/// A text by its key, with what goes into it.
#[derive(Debug, Serialize, ToSchema)]
struct TextView {
    /// `timeline.` and the kind.
    key: String,
    /// By name; codes, months and days as the API writes them. Of money: `code`, `first_month`,
    /// `last_month`, `n_months`, `covered_until`, `expires_on`, `channel`, `reference`, `receipt`,
    /// `outcome`, `owner`, `reason`. Of the record: `origin`, `village`, `attested_by`, `role`,
    /// `statement`, `group`, `area`, `source`, `occupation`, `place`, `hours`, `name`, `relation`,
    /// `purpose`, `text_version`, `given_how`, `fields`, `version`, `other`, `merge`, `reason`. Of
    /// the membership: `number`, `segment`, `programmes`, `payer`, `list`, `list_name`, `spell`,
    /// `months_missed`, `months_of_grace`, `because`, `note`. Of a notice: `notice`, `state`,
    /// `text_id`, `text_en`. What is empty is absent.
    #[schema(value_type = Object)]
    args: BTreeMap<&'static str, String>,
}

async fn page(
    door: Door,
    Named(id): Named<PersonId>,
    Params(params): Params<TimelineParams>,
) -> Result<Json<PageView<TimelineEntryView>>, Problem> {
    let limit = params.limit.unwrap_or(50).clamp(1, 200);
    let office = &door.office;
    let found = {
        let mut tx = office.db.read().await?;
        timeline(&mut tx, office, id).await?
    };
    let Timeline { entries, names } = found;
    let from = beginning(&entries, params.after.as_deref())?;
    let count = usize::try_from(limit).unwrap_or(200);
    let shown = entries.into_iter().skip(from).take(count).map(|entry| view(entry, &names));
    let views: Vec<TimelineEntryView> = shown.collect();
    door.answer(Json(PageView::of(views, limit, |entry| format!("{}_{}", entry.at, entry.id))))
        .await
}

/// Where the page begins: after the entry named, or after where it would be.
fn beginning(entries: &[Entry], after: Option<&str>) -> Result<usize, Problem> {
    let Some(after) = after else { return Ok(0) };
    let misfit = || Problem::plain("bad-address").field("after");
    let (at, id) = after.split_once('_').ok_or_else(misfit)?;
    let at: Timestamp = at.parse().map_err(|_| misfit())?;
    let named = entries.iter().position(|entry| entry.id == id);
    Ok(named.map_or_else(|| entries.partition_point(|entry| entry.at >= at), |at| at + 1))
}

fn view(entry: Entry, names: &std::collections::HashMap<UserId, String>) -> TimelineEntryView {
    TimelineEntryView {
        receipt_link: entry.payment.map(|id| format!("/api/v1/payments/{id}/receipt")),
        payment: entry.payment.map(|id| id.0),
        who: entry.by.map(|user| ColleagueView::of(user, names.get(&user).cloned())),
        text: TextView { key: format!("timeline.{}", entry.kind), args: entry.args },
        id: entry.id,
        at: entry.at,
        on: entry.on,
        kind: entry.kind,
        membership: entry.membership,
        amount: entry.amount,
    }
}
