//! A payment code at the payments desk: what it is for, and taking it back.

use crate::{
    book::{Book, Route},
    door::{Asked, Door, Named},
    problem::Problem,
};
use access::{Duty, Office, carry_out};
use axum::Json;
use contribution::{
    Code,
    bills::{Bill, BillRefusal, CancelCode, bill},
};
use registry::{Gazetteer, masked_name};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{AreaCode, Date, Month, Rupiah, Timestamp, ids::MembershipId};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    book.add(
        Route::get(
            "/api/v1/codes/{code}",
            "payments",
            "A payment code: for whom, how much, until when",
        )
        .answers::<BillView>(200, "The name is masked for who may not read the person.")
        .shown(200, include_str!("examples/code.json")),
        one,
    )
    .add(
        Route::command("/api/v1/codes/{code}/cancel", "payments", "Take an open code back")
            .body::<CancelCodeForm>(json!({ "reason": "jumlah bulan salah, dibuat kode baru" }))
            .answers::<CancelledCodeView>(200, "A payment that comes for it all the same is held.")
            .shown(200, include_str!("examples/code_cancelled.json")),
        cancel,
    )
}

/// A payment code.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BillView {
    code: String,
    /// `open`, `paid`, `cancelled`, `expired`.
    state: String,
    #[schema(value_type = i64)]
    amount: Rupiah,
    #[schema(value_type = String)]
    first_month: Month,
    #[schema(value_type = String)]
    last_month: Month,
    n_months: i64,
    /// Last day it can be paid.
    #[schema(value_type = String, format = Date)]
    expires_on: Date,
    /// Whether paying it opens a new spell.
    opens_new_spell: bool,
    #[schema(value_type = String, format = DateTime)]
    opened_at: Timestamp,
    #[schema(value_type = String, format = Uuid)]
    opened_by: Uuid,
    #[schema(value_type = String, format = Uuid)]
    membership: MembershipId,
    /// The number on the member's card.
    number: String,
    /// Masked (`S*** A***`) unless the actor may read the person.
    name: String,
    name_is_masked: bool,
    /// Code of the village, and what it is called.
    village: String,
    village_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancelled: Option<CancelledView>,
}

/// Why and when a code was taken back.
#[derive(Debug, Serialize, ToSchema)]
struct CancelledView {
    reason: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    #[schema(value_type = String, format = Uuid)]
    by: Uuid,
}

impl BillView {
    pub(crate) fn of(office: &Office, bill: Bill) -> Self {
        let village: Option<AreaCode> = bill.village.parse().ok();
        let may_read =
            village.as_ref().is_some_and(|area| office.allow(Duty::ReadPeople, area).is_ok());
        let name = if may_read { bill.name.clone() } else { masked_name(&bill.name) };
        let place = village.map(|area| Gazetteer::embedded().described(&area));
        let cancelled = bill.cancelled_at.zip(bill.cancelled_by).map(|(at, by)| CancelledView {
            reason: bill.cancelled_because.clone().unwrap_or_default(),
            at,
            by: by.0,
        });
        Self {
            state: bill.state(office.outside.today()).to_owned(),
            amount: bill.amount,
            first_month: bill.first_month,
            last_month: bill.last_month(),
            n_months: bill.n_months,
            expires_on: bill.expires_on,
            opens_new_spell: bill.opens_new_spell == 1,
            opened_at: bill.opened_at,
            opened_by: bill.opened_by.0,
            membership: bill.membership,
            number: bill.number,
            name,
            name_is_masked: !may_read,
            village_name: place.unwrap_or_default(),
            village: bill.village,
            code: bill.code,
            cancelled,
        }
    }
}

async fn one(door: Door, Named(code): Named<String>) -> Result<Json<BillView>, Problem> {
    let office = &door.office;
    let code: Code = code.parse().map_err(|_| BillRefusal::NotFound)?;
    let found = {
        let mut tx = office.db.read().await?;
        bill(&mut tx, office, &code).await?
    };
    office.note("read code", "membership", Some(found.membership.0), code.to_string());
    let view = BillView::of(office, found);
    door.answer(Json(view)).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CancelCodeForm {
    /// For the file, in a few words.
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct CancelledCodeView {
    code: String,
    #[schema(value_type = String, format = Uuid)]
    membership: MembershipId,
    /// `cancelled`.
    state: &'static str,
}

async fn cancel(
    Named(code): Named<String>,
    Asked { door, header, form }: Asked<CancelCodeForm>,
) -> Result<Json<CancelledCodeView>, Problem> {
    let command = CancelCode { code, reason: form.reason };
    let done = carry_out(&door.office, &header, &command).await?;
    let (code, membership) = (done.code, done.membership);
    Ok(Json(CancelledCodeView { code, membership, state: "cancelled" }))
}
