//! A member at the payments desk: bills, payments, and what the next months cost, with reasons.

use super::member_for;
use crate::{
    api::codes::BillView,
    book::{Book, Route},
    door::{Door, Named, Params},
    problem::Problem,
    wire::{BecauseView, PageView, after, reasons},
};
use access::Duty;
use axum::Json;
use contribution::{
    bills::{MemberPayment, bills_of, payments_of},
    open_code::{CodeRefusal, PricedMonth},
    receipt_number,
};
use regulation::cover::CoverState;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{
    Date, Month, Rupiah, Timestamp,
    ids::{MembershipId, PaymentId},
};
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn write_desk(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "memberships", summary);
    book.add(
        get("/api/v1/memberships/{id}/payments", "A member's payments, newest first")
            .params::<MemberPaymentParams>()
            .answers_page::<MemberPaymentView>("With the months each paid, and its receipt.")
            .shown(200, include_str!("../examples/member_payments.json")),
        payments,
    )
    .add(
        get("/api/v1/memberships/{id}/codes", "A member's payment codes, newest first")
            .answers_page::<BillView>("Open, paid, cancelled and expired.")
            .shown(200, include_str!("../examples/member_codes.json")),
        codes,
    )
    .add(
        get("/api/v1/memberships/{id}/prices", "What the next months cost, and why")
            .params::<PriceParams>()
            .answers::<NextMonthsView>(200, "Nothing is opened by asking.")
            .shown(200, include_str!("../examples/prices.json")),
        prices,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MemberPaymentParams {
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 200.
    limit: Option<u32>,
}

/// A payment of a member.
#[derive(Debug, Serialize, ToSchema)]
struct MemberPaymentView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    /// Number of the receipt; the page is `/api/v1/payments/{id}/receipt`.
    receipt: String,
    channel: String,
    reference: String,
    code: String,
    #[schema(value_type = i64)]
    amount: Rupiah,
    #[schema(value_type = String, format = DateTime)]
    paid_at: Timestamp,
    #[schema(value_type = String, format = Date)]
    paid_on: Date,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// `posted`, `held`, `refunding`, `refunded`, `reversed`.
    state: String,
    outcome: String,
    /// Who has to do something about it.
    owner: Option<String>,
    /// Months that stand on it.
    #[schema(value_type = Vec<String>)]
    months: Vec<Month>,
    /// Months that stood on it until the money was taken back.
    #[schema(value_type = Vec<String>)]
    months_withdrawn: Vec<Month>,
}

impl From<MemberPayment> for MemberPaymentView {
    fn from(it: MemberPayment) -> Self {
        let (standing, withdrawn): (Vec<_>, Vec<_>) =
            it.months.into_iter().partition(|(_, stands)| *stands);
        let months = |of: Vec<(Month, bool)>| of.into_iter().map(|(month, _)| month).collect();
        let payment = it.payment;
        Self {
            id: payment.id.0,
            receipt: receipt_number(payment.id),
            channel: payment.channel,
            reference: payment.reference,
            code: payment.code,
            amount: payment.amount,
            paid_at: payment.paid_at,
            paid_on: payment.paid_on,
            received_at: payment.received_at,
            state: payment.state,
            outcome: payment.outcome,
            owner: payment.owner,
            months: months(standing),
            months_withdrawn: months(withdrawn),
        }
    }
}

async fn payments(
    door: Door,
    Named(id): Named<MembershipId>,
    Params(params): Params<MemberPaymentParams>,
) -> Result<Json<PageView<MemberPaymentView>>, Problem> {
    let found = member_for(&door.office, Duty::ReadPeople, id).await?;
    let limit = params.limit.unwrap_or(50).clamp(1, 200);
    let (at, payment) = params.after.as_deref().unwrap_or_default().split_once('_').unzip();
    let before: Option<(Timestamp, PaymentId)> = after(at)?.zip(after(payment)?);
    let payments = {
        let mut tx = door.office.db.read().await?;
        payments_of(&mut tx, found.id, before, limit).await?
    };
    let views: Vec<MemberPaymentView> = payments.into_iter().map(Into::into).collect();
    let page = PageView::of(views, limit, |view| format!("{}_{}", view.received_at, view.id));
    door.answer(Json(page)).await
}

const CODES_SHOWN: u32 = 200;

async fn codes(
    door: Door,
    Named(id): Named<MembershipId>,
) -> Result<Json<PageView<BillView>>, Problem> {
    let found = member_for(&door.office, Duty::ReadPeople, id).await?;
    let bills = {
        let mut tx = door.office.db.read().await?;
        bills_of(&mut tx, found.id, CODES_SHOWN).await?
    };
    let office = &door.office;
    let views = bills.into_iter().map(|bill| BillView::of(office, bill)).collect();
    door.answer(Json(PageView::whole(views))).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PriceParams {
    /// 1 to 12; 1 when absent.
    months: Option<u32>,
}

/// What some months cost.
#[derive(Debug, Serialize, ToSchema)]
struct NextMonthsView {
    #[schema(value_type = String)]
    first_month: Month,
    #[schema(value_type = String)]
    last_month: Month,
    months: Vec<NextMonthView>,
    #[schema(value_type = i64)]
    price: Rupiah,
    #[schema(value_type = i64)]
    credit: Rupiah,
    /// The price less the credit, never below zero: what a code would ask for.
    #[schema(value_type = i64)]
    amount: Rupiah,
    /// Last day covered once they are paid.
    #[schema(value_type = String, format = Date)]
    covered_until: Date,
    /// Where the member stands today.
    state: &'static str,
    /// A code can be opened now; after a lapse the intake questions come first.
    can_open_code: bool,
    because: Vec<BecauseView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct NextMonthView {
    #[schema(value_type = String)]
    month: Month,
    #[schema(value_type = i64)]
    total: Rupiah,
    #[schema(value_type = Object)]
    programmes: BTreeMap<String, Rupiah>,
}

async fn prices(
    door: Door,
    Named(id): Named<MembershipId>,
    Params(params): Params<PriceParams>,
) -> Result<Json<NextMonthsView>, Problem> {
    let office = &door.office;
    let found = member_for(office, Duty::ReadPeople, id).await?;
    let n_months = params.months.unwrap_or(1);
    if !(1..=12).contains(&n_months) {
        return Err(CodeRefusal::Months.into());
    }
    let (law, today) = (&office.outside.law, office.outside.today());
    let grace_months = law.cover_parameters(today)?.grace_months;
    let state = found.standing(today, grace_months);
    let first_month = found.next_month(today, grace_months);
    let run: Vec<Month> = first_month.run(n_months).collect();
    let (price, because) = law.price_months(&run, &found.price_input(first_month))?.into_parts();
    let last_month = run.last().copied().unwrap_or(first_month);
    let may_renew = found.may_renew_until.is_some_and(|until| today <= until);
    let month = |month: &regulation::contribution::MonthPrice| {
        let PricedMonth { month, total, programmes } = PricedMonth::from(month);
        NextMonthView { month, total, programmes }
    };
    let left = price.total.minus(found.credit)?;
    let view = NextMonthsView {
        first_month,
        last_month,
        months: price.months.iter().map(month).collect(),
        price: price.total,
        credit: found.credit,
        amount: left.max(Rupiah::ZERO),
        covered_until: last_month.last_day(),
        can_open_code: match state {
            CoverState::Ended(_) | CoverState::SuspendedReview => false,
            CoverState::Lapsed => may_renew,
            _ => left > Rupiah::ZERO,
        },
        state: state.word(),
        because: reasons(because.parts),
    };
    door.answer(Json(view)).await
}
