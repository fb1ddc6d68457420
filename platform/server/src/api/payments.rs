//! Payments of every channel, and those that are held until somebody decides.

use crate::{
    book::{Book, Route},
    door::{Asked, Door, Named, Params, Told, payment_key},
    metrics::While,
    office::Server,
    problem::Problem,
    wire::{MonthPaidView, PageView, after},
};
use access::{Duty, Office, carry_out};
use axum::{Json, extract::State, http::StatusCode};
use contribution::{
    PayRefusal, Posted, Report, Taken,
    held::{self, ApplyHeld, PaymentRow, Refund, RefundStep, Reverse},
    open_code::member,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use terms::{
    AreaCode, Date, Month, Rupiah, Timestamp,
    ids::{CommandId, MembershipId, PaymentId},
};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    let command = |path, summary| Route::command(path, "payments", summary);
    let reason = json!({ "reason": "laporan loket 21 November, pembayar meminta kembali" });
    book.add(
        Route::post(
            "/api/v1/payments",
            "payments",
            "Report a payment; its key is channel and reference",
        )
        .body::<PaymentForm>(json!({
            "channel": "bank_va", "reference": "TRX-20261121-000123", "code": "123456789012345",
            "amount": 16_800, "paid_at": "2026-11-21T09:30:00+07:00",
        }))
        .answers::<PostedView>(201, "Posted: the months are paid.")
        .answers::<PostedView>(200, "Reported before; this is the same answer again.")
        .answers::<PostedView>(
            202,
            "Held: the money is kept and has an owner, nothing is paid yet.",
        ),
        report,
    )
    .add(
        Route::get(
            "/api/v1/payments",
            "payments",
            "Payments that somebody has to do something about",
        )
        .params::<OwnedParams>()
        .answers_page::<PaymentView>("Oldest first."),
        owned,
    )
    .add(
        Route::get("/api/v1/payments/{id}/receipt", "payments", "The receipt, to be printed")
            .answers_as(200, "text/html", "A page; months, cover, number of the receipt."),
        crate::pages::receipt,
    )
    .add(
        Route::get("/api/v1/payments/{id}", "payments", "A payment as it stands")
            .answers::<PaymentView>(200, "As it stands now."),
        one,
    )
    .add(
        command("/api/v1/payments/{id}/apply", "Use a held payment for a member's months")
            .body::<ApplyForm>(
                json!({ "membership": "0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60", "months": 3 }),
            )
            .answers::<AppliedView>(200, "What it paid in the end."),
        apply,
    )
    .add(
        command("/api/v1/payments/{id}/approve-refund", "Promise a held payment back")
            .body::<ReasonForm>(reason.clone())
            .answers::<RefundedView>(200, "Another person pays it."),
        approve_refund,
    )
    .add(
        command(
            "/api/v1/payments/{id}/pay-refund",
            "Pay a promised refund; not by who promised it",
        )
        .body::<ReasonForm>(reason.clone())
        .answers::<RefundedView>(200, "Paid back."),
        pay_refund,
    )
    .add(
        command("/api/v1/payments/{id}/reverse", "The bank takes a payment back")
            .body::<ReasonForm>(reason)
            .answers::<ReversedView>(200, "The months that are no longer paid."),
        reverse,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PaymentForm {
    /// `bank_va`, `minimarket`, `qris`, `post`, `agent` ….
    channel: String,
    /// The channel's own reference. Absent: the Idempotency-Key is the reference.
    #[serde(default)]
    reference: Option<String>,
    /// The code as it was typed.
    code: String,
    /// Whole rupiah.
    #[schema(value_type = i64, example = 16_800)]
    amount: Rupiah,
    /// The channel's own stamp, with its zone. It decides cover, not the time of this request.
    #[schema(value_type = String, format = DateTime)]
    paid_at: Timestamp,
}

/// What became of a payment.
#[derive(Debug, Serialize, ToSchema)]
struct PostedView {
    #[schema(value_type = String, format = Uuid)]
    payment: Uuid,
    /// Number of the receipt, as it is read aloud.
    receipt: String,
    /// `posted` or `held`.
    state: String,
    /// `exact`, `over`, `short`, `double`, or why it is held.
    outcome: String,
    code: String,
    #[schema(value_type = i64)]
    amount: Rupiah,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    membership: Option<MembershipId>,
    /// Months now paid by it.
    months: Vec<MonthPaidView>,
    /// Last day covered afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    covered_until: Option<Date>,
    spell: i64,
    /// Money of the member that is not cover.
    #[schema(value_type = i64)]
    credit: Rupiah,
    message_id: String,
    message_en: String,
}

impl From<Posted> for PostedView {
    fn from(posted: Posted) -> Self {
        Self {
            payment: posted.payment.0,
            receipt: posted.receipt,
            state: posted.state,
            outcome: posted.outcome,
            code: posted.code,
            amount: posted.amount,
            membership: posted.membership,
            months: posted.months.into_iter().map(Into::into).collect(),
            covered_until: posted.covered_until,
            spell: posted.spell,
            credit: posted.credit,
            message_id: posted.message_id,
            message_en: posted.message_en,
        }
    }
}

async fn report(
    door: Door,
    State(server): State<Arc<Server>>,
    key: payment_key::PaymentKey,
    Told(form): Told<PaymentForm>,
) -> Result<(StatusCode, Json<PostedView>), Problem> {
    let reference = match (form.reference, key.0) {
        (Some(reference), _) => reference,
        (None, Some(CommandId(key))) => key.to_string(),
        (None, None) => String::new(),
    };
    let report = Report {
        channel: form.channel,
        reference,
        code: form.code,
        amount: form.amount,
        paid_at: form.paid_at,
    };
    let desk = server.desk().ok_or(PayRefusal::Busy)?;
    let _waiting = While::counting(&server.metrics.desk_waiting);
    let Taken { posted, was_known } = desk.take(door.office, report).await?;
    let status = match (was_known, posted.state.as_str()) {
        (true, _) => StatusCode::OK,
        (false, "held") => StatusCode::ACCEPTED,
        (false, _) => StatusCode::CREATED,
    };
    server.metrics.payment(if was_known { "replayed" } else { &posted.state });
    Ok((status, Json(posted.into())))
}

/// A payment as it stands.
#[derive(Debug, Serialize, ToSchema)]
struct PaymentView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    channel: String,
    reference: String,
    code: String,
    #[schema(value_type = Option<String>, format = Uuid)]
    membership: Option<MembershipId>,
    #[schema(value_type = i64)]
    amount: Rupiah,
    #[schema(value_type = String, format = DateTime)]
    paid_at: Timestamp,
    /// The office's date of it.
    #[schema(value_type = String, format = Date)]
    paid_on: Date,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// `posted`, `held`, `refunding`, `refunded`, `reversed`.
    state: String,
    outcome: String,
    /// Who has to do something about it.
    owner: Option<String>,
    /// Number of the receipt, as it is read aloud.
    receipt: String,
    #[schema(value_type = String, format = Uuid)]
    journal: Uuid,
}

impl From<PaymentRow> for PaymentView {
    fn from(row: PaymentRow) -> Self {
        Self {
            id: row.id.0,
            channel: row.channel,
            reference: row.reference,
            code: row.code,
            membership: row.membership,
            amount: row.amount,
            paid_at: row.paid_at,
            paid_on: row.paid_on,
            received_at: row.received_at,
            state: row.state,
            outcome: row.outcome,
            owner: row.owner,
            receipt: contribution::receipt_number(row.id),
            journal: row.journal.0,
        }
    }
}

/// A payment, for who keeps payments, or who may see the member it is for.
pub(crate) async fn payment_for(office: &Office, id: PaymentId) -> Result<PaymentRow, Problem> {
    let mut tx = office.db.read().await?;
    let none = || held::HeldRefusal::NotFound;
    let row = held::payment(&mut tx, id).await?.ok_or_else(none)?;
    let keeps = |duty| office.areas_for(duty).is_none_or(|areas| !areas.is_empty());
    if keeps(Duty::ResolvePayment) || keeps(Duty::ReportPayment) {
        return Ok(row);
    }
    let Some(membership) = row.membership else { return Err(none().into()) };
    let of = member(&mut tx, membership).await?.ok_or_else(none)?;
    let village: AreaCode = of.village.parse().map_err(Problem::fault)?;
    office.allow(Duty::ReadPeople, &village).map_err(|_| none())?;
    Ok(row)
}

async fn one(door: Door, Named(id): Named<PaymentId>) -> Result<Json<PaymentView>, Problem> {
    Ok(Json(payment_for(&door.office, id).await?.into()))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnedParams {
    /// `finance` …; all when absent.
    owner: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 500.
    limit: Option<u32>,
}

async fn owned(
    door: Door,
    Params(params): Params<OwnedParams>,
) -> Result<Json<PageView<PaymentView>>, Problem> {
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let (at, id) = params.after.as_deref().unwrap_or_default().split_once('_').unzip();
    let last: Option<(Timestamp, PaymentId)> = after(at)?.zip(after(id)?);
    let mut tx = door.office.db.read().await?;
    let owner = params.owner.as_deref();
    let rows = held::payments_owned(&mut tx, &door.office, owner, last, limit).await?;
    let views: Vec<PaymentView> = rows.into_iter().map(Into::into).collect();
    Ok(Json(PageView::of(views, limit, |view| format!("{}_{}", view.received_at, view.id))))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ApplyForm {
    #[schema(value_type = String, format = Uuid)]
    membership: MembershipId,
    /// At most so many, 1 to 12.
    months: u32,
}

#[derive(Debug, Serialize, ToSchema)]
struct AppliedView {
    #[schema(value_type = String, format = Uuid)]
    payment: Uuid,
    months: Vec<MonthPaidView>,
    #[schema(value_type = Option<String>, format = Date)]
    covered_until: Option<Date>,
    #[schema(value_type = i64)]
    credit: Rupiah,
}

async fn apply(
    Named(payment): Named<PaymentId>,
    Asked { door, header, form }: Asked<ApplyForm>,
) -> Result<Json<AppliedView>, Problem> {
    let command = ApplyHeld { payment, membership: form.membership, n_months: form.months };
    let applied = carry_out(&door.office, &header, &command).await?;
    Ok(Json(AppliedView {
        payment: applied.payment.0,
        months: applied.months.into_iter().map(Into::into).collect(),
        covered_until: applied.covered_until,
        credit: applied.credit,
    }))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReasonForm {
    /// For the file: document numbers, no diagnosis.
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct RefundedView {
    #[schema(value_type = String, format = Uuid)]
    payment: Uuid,
    #[schema(value_type = i64)]
    amount: Rupiah,
    /// `refunding` or `refunded`.
    state: String,
}

async fn approve_refund(
    named: Named<PaymentId>,
    asked: Asked<ReasonForm>,
) -> Result<Json<RefundedView>, Problem> {
    refund(named, asked, RefundStep::Approve).await
}

async fn pay_refund(
    named: Named<PaymentId>,
    asked: Asked<ReasonForm>,
) -> Result<Json<RefundedView>, Problem> {
    refund(named, asked, RefundStep::Pay).await
}

async fn refund(
    Named(payment): Named<PaymentId>,
    Asked { door, header, form }: Asked<ReasonForm>,
    step: RefundStep,
) -> Result<Json<RefundedView>, Problem> {
    let command = Refund { payment, step, reason: form.reason };
    let refunded = carry_out(&door.office, &header, &command).await?;
    let (payment, amount, state) = (refunded.payment.0, refunded.amount, refunded.state);
    Ok(Json(RefundedView { payment, amount, state }))
}

#[derive(Debug, Serialize, ToSchema)]
struct ReversedView {
    #[schema(value_type = String, format = Uuid)]
    payment: Uuid,
    /// Months no longer paid.
    #[schema(value_type = Vec<String>)]
    months: Vec<Month>,
    /// Last day covered now.
    #[schema(value_type = Option<String>, format = Date)]
    covered_until: Option<Date>,
}

async fn reverse(
    Named(payment): Named<PaymentId>,
    Asked { door, header, form }: Asked<ReasonForm>,
) -> Result<Json<ReversedView>, Problem> {
    let command = Reverse { payment, reason: form.reason };
    let reversed = carry_out(&door.office, &header, &command).await?;
    let (payment, months) = (reversed.payment.0, reversed.months);
    Ok(Json(ReversedView { payment, months, covered_until: reversed.covered_until }))
}
