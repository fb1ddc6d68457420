//! Cash in agents' hands: the board, receipts, and deposits that finance counts.

mod views;

use crate::{
    book::{Book, Route},
    door::{Asked, Door, Named, Params},
    problem::Problem,
    wire::{PageParams, PageView},
};
use access::carry_out;
use axum::Json;
use outreach::{
    custody::{self, CancelReceipt},
    deposit::{self, ConfirmDeposit, RefuseDeposit},
};
use serde::Deserialize;
use serde_json::json;
use terms::{Rupiah, Timestamp, ids::UserId};
use utoipa::ToSchema;
use uuid::Uuid;
use views::{
    BookFaultView, CancelledReceiptView, ConfirmedDepositView, CustodyView, DepositOpenedView,
    DepositView, ReceiptView,
};

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "field", summary);
    let command = |path, summary| Route::command(path, "field", summary);
    let serial = "K0007-000041";
    let book = book
        .add(
            get("/api/v1/custody", "What agents hold, since when, against the rule")
                .params::<PageParams>()
                .answers_page::<CustodyView>(
                    "The oldest money first, as far as it was taken in one's own areas.",
                ),
            board,
        )
        .add(
            get("/api/v1/custody/agents/{id}/receipts", "An agent's receipts that are not settled")
                .params::<PageParams>()
                .answers_page::<ReceiptView>("The oldest first."),
            receipts,
        )
        .add(
            get("/api/v1/custody/agents/{id}/books", "What is wrong with an agent's receipt books")
                .answers_page::<BookFaultView>("Nothing, if every number is there once."),
            books,
        )
        .add(
            get("/api/v1/custody/deposits", "Money that agents say they brought")
                .params::<DepositsParams>()
                .answers_page::<DepositView>("The oldest first."),
            deposits,
        );
    book.add(
        get("/api/v1/custody/deposits/{id}", "A deposit with its receipts, to count it by")
            .answers::<DepositOpenedView>(200, "The serials are what the money is for."),
        opened,
    )
    .add(
        command("/api/v1/custody/deposits/{id}/confirm", "It was counted: post its payments")
            .body::<ConfirmDepositForm>(json!({ "counted": 8_400, "serials": [serial] }))
            .answers::<ConfirmedDepositView>(200, "Each counts from when the agent received it."),
        confirm,
    )
    .add(
        command("/api/v1/custody/deposits/{id}/refuse", "The money did not come")
            .body::<CustodyReasonForm>(json!({ "reason": "uang belum sampai di loket" }))
            .answers::<DepositView>(200, "Its receipts are the agent's to bring again."),
        refuse,
    )
    .add(
        command("/api/v1/custody/receipts/{id}/cancel", "Cash was given back, or never taken")
            .body::<CustodyReasonForm>(json!({ "reason": "uang dikembalikan, ada tanda terima" }))
            .answers::<CancelledReceiptView>(
                200,
                "By a counter-entry; the receipt stays to be seen.",
            ),
        cancel,
    )
}

/// A place in an order by time and id: `time~id`.
fn place(text: Option<&str>) -> Result<Option<(Timestamp, Uuid)>, Problem> {
    let read = |text: &str| {
        let (at, id) = text.split_once('~')?;
        Some((at.parse().ok()?, id.parse().ok()?))
    };
    let wrong = || Problem::plain("bad-address").field("after");
    text.map(|text| read(text).ok_or_else(wrong)).transpose()
}

fn named(at: Timestamp, id: Uuid) -> String {
    format!("{at}~{id}")
}

async fn board(
    door: Door,
    Params(page): Params<PageParams>,
) -> Result<Json<PageView<CustodyView>>, Problem> {
    let from = place(page.after.as_deref())?;
    let mut tx = door.office.db.read().await?;
    let standings = custody::board(&mut tx, &door.office, from, page.limit()).await?;
    let views = standings.into_iter().map(CustodyView::from).collect();
    Ok(Json(PageView::of(views, page.limit(), |view| named(view.first_at, view.agent.0))))
}

async fn receipts(
    door: Door,
    Named(agent): Named<UserId>,
    Params(page): Params<PageParams>,
) -> Result<Json<PageView<ReceiptView>>, Problem> {
    let from = place(page.after.as_deref())?;
    let mut tx = door.office.db.read().await?;
    let found = custody::open_receipts(&mut tx, &door.office, agent, from, page.limit()).await?;
    let views = found.into_iter().map(ReceiptView::from).collect();
    Ok(Json(PageView::of(views, page.limit(), |view| named(view.made_at, view.id))))
}

async fn books(
    door: Door,
    Named(agent): Named<UserId>,
) -> Result<Json<PageView<BookFaultView>>, Problem> {
    let mut tx = door.office.db.read().await?;
    let faults = custody::book_faults(&mut tx, &door.office, agent).await?;
    Ok(Json(PageView::whole(faults.into_iter().map(BookFaultView::from).collect())))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DepositsParams {
    /// `announced` (unless told), `confirmed`, `refused`.
    state: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 500.
    limit: Option<u32>,
}

const DEPOSIT_STATES: [&str; 3] = ["announced", "confirmed", "refused"];

async fn deposits(
    door: Door,
    Params(params): Params<DepositsParams>,
) -> Result<Json<PageView<DepositView>>, Problem> {
    let from = place(params.after.as_deref())?;
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let state = params.state.as_deref().unwrap_or("announced");
    if !DEPOSIT_STATES.contains(&state) {
        return Err(Problem::plain("bad-address").field("state"));
    }
    let mut tx = door.office.db.read().await?;
    let found = deposit::deposits(&mut tx, &door.office, state, from, limit).await?;
    let views = found.into_iter().map(DepositView::from).collect();
    Ok(Json(PageView::of(views, limit, |view| named(view.recorded_at, view.id))))
}

async fn opened(door: Door, Named(id): Named<Uuid>) -> Result<Json<DepositOpenedView>, Problem> {
    let mut tx = door.office.db.read().await?;
    let (deposit, receipts) = deposit::show(&mut tx, &door.office, id).await?;
    let receipts = receipts.into_iter().map(ReceiptView::from).collect();
    Ok(Json(DepositOpenedView { deposit: deposit.into(), receipts }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConfirmDepositForm {
    /// How much was counted.
    #[schema(value_type = i64)]
    counted: Rupiah,
    /// The receipts the money is for; all of the deposit when absent. The others stay with the agent.
    #[serde(default)]
    serials: Vec<String>,
}

async fn confirm(
    Named(deposit): Named<Uuid>,
    asked: Asked<ConfirmDepositForm>,
) -> Result<Json<ConfirmedDepositView>, Problem> {
    let ConfirmDepositForm { counted, serials } = asked.form;
    let order = ConfirmDeposit { deposit, counted, serials };
    let done = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok(Json(done.into()))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CustodyReasonForm {
    /// Why, in 3 to 300 characters; kept.
    reason: String,
}

async fn refuse(
    Named(id): Named<Uuid>,
    asked: Asked<CustodyReasonForm>,
) -> Result<Json<DepositView>, Problem> {
    let office = &asked.door.office;
    let order = RefuseDeposit { deposit: id, reason: asked.form.reason };
    carry_out(office, &asked.header, &order).await?;
    let mut tx = office.db.read().await?;
    Ok(Json(deposit::show(&mut tx, office, id).await?.0.into()))
}

async fn cancel(
    Named(receipt): Named<Uuid>,
    asked: Asked<CustodyReasonForm>,
) -> Result<Json<CancelledReceiptView>, Problem> {
    let order = CancelReceipt { receipt, reason: asked.form.reason };
    carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok(Json(CancelledReceiptView { receipt, state: "cancelled" }))
}
