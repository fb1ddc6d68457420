//! The books over HTTP: reading, and the acts that end months and years.

mod views;

use crate::{
    book::{Book, For, Route},
    door::{Asked, Named, Params, Reader},
    problem::Problem,
    wire::{BecauseView, PageView, after},
};
use access::{Duty, carry_out};
use axum::Json;
use contribution::months::TurnMonth;
use ledger::{
    Account, CloseMonth, DeclareReturn, JournalFilter, Page, SettleChannel, SweepToFunds,
    account_statement, journal, journal_search, templates::PerFund, trial_balance,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{Date, Fund, Month, Rate, Rupiah, Status, ids::JournalId};
use utoipa::ToSchema;
use uuid::Uuid;
use views::{JournalHeadView, JournalView, StatementLineView, StatementView, TrialBalanceView};

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "ledger", summary).open_to(For::Readers);
    let command = |path, summary| Route::command(path, "ledger", summary);
    book.add(
        get("/api/v1/ledger/trial-balance", "Every account of every fund as of a day")
            .params::<TrialParams>()
            .answers::<TrialBalanceView>(200, "Each fund balances by itself."),
        trial,
    )
    .add(
        get("/api/v1/ledger/journals", "Journals that fit, newest first")
            .params::<JournalParams>()
            .answers_page::<JournalHeadView>("Without their lines."),
        journals,
    )
    .add(
        get("/api/v1/ledger/journals/{id}", "One journal with its lines")
            .answers::<JournalView>(200, "As it was posted; postings never change."),
        one,
    )
    .add(
        get("/api/v1/ledger/accounts", "The chart of accounts")
            .answers_page::<AccountView>("By fund and code."),
        accounts,
    )
    .add(
        get("/api/v1/ledger/accounts/{code}/statement", "What moved on an account between two days")
            .params::<StatementParams>()
            .answers::<StatementView>(200, "With the balance after each line."),
        statement,
    )
    .add(
        command("/api/v1/ledger/months/{month}/close", "Close a month; there is no reopening")
            .answers::<ClosedView>(200, "With the empty months before it."),
        close,
    )
    .add(
        command("/api/v1/ledger/months/{month}/turn", "A month begins: what was received ahead becomes income")
            .answers::<TurnedView>(200, "What became income."),
        turn,
    )
    .add(
        command("/api/v1/ledger/returns", "Credit a year's return on old-age savings")
            .body::<ReturnForm>(json!({
                "year": 2025, "rate_percent": "5.00", "status": "reported", "source": "pengumuman direksi, 12 Januari 2026",
            }))
            .answers::<ReturnView>(200, "To every saver, by the day."),
        declare,
    )
    .add(
        command("/api/v1/ledger/settlements", "A channel has paid what it owed into the bank")
            .body::<SettlementForm>(json!({
                "reference": "BANK-20261122-0007", "on": "2026-11-22", "amount": 16_800,
            }))
            .answers::<BookedView>(200, "The journal."),
        settle,
    )
    .add(
        command("/api/v1/ledger/sweeps", "The pool pays the funds what it owes them")
            .body::<SweepForm>(json!({
                "reference": "TRF-20261122-1", "on": "2026-11-22", "jkk": 10_000, "jkm": 6_800, "jht": 0,
            }))
            .answers::<BookedView>(200, "The journal."),
        sweep,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SettlementForm {
    /// The bank's reference of the line; used once.
    reference: String,
    /// The bank's date.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// Whole rupiah.
    #[schema(value_type = i64)]
    amount: Rupiah,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SweepForm {
    /// The transfer's reference; used once.
    reference: String,
    /// The bank's date.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// To the fund of employment injury.
    #[schema(value_type = i64)]
    jkk: Rupiah,
    /// To the fund of death benefits.
    #[schema(value_type = i64)]
    jkm: Rupiah,
    /// To the fund of old-age savings.
    #[schema(value_type = i64)]
    jht: Rupiah,
}

#[derive(Debug, Serialize, ToSchema)]
struct BookedView {
    #[schema(value_type = String, format = Uuid)]
    journal: Uuid,
}

async fn settle(
    Asked { door, header, form }: Asked<SettlementForm>,
) -> Result<Json<BookedView>, Problem> {
    let SettlementForm { reference, on, amount } = form;
    let booked = carry_out(&door.office, &header, &SettleChannel { reference, on, amount }).await?;
    Ok(Json(BookedView { journal: booked.journal.0 }))
}

async fn sweep(
    Asked { door, header, form }: Asked<SweepForm>,
) -> Result<Json<BookedView>, Problem> {
    let SweepForm { reference, on, jkk, jkm, jht } = form;
    let amounts = PerFund { jkk, jkm, jht };
    let booked = carry_out(&door.office, &header, &SweepToFunds { reference, on, amounts }).await?;
    Ok(Json(BookedView { journal: booked.journal.0 }))
}

impl Reader {
    /// The books are for who has the duty, and for everyone in a demo.
    pub(crate) fn may_read_books(&self) -> Result<(), Problem> {
        if self.is_guest { Ok(()) } else { Ok(self.office.allow_everywhere(Duty::ReadLedger)?) }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TrialParams {
    /// `COL`, `JKK`, `JKM`, `JHT`, `OPS`; all when absent.
    #[schema(value_type = Option<String>)]
    fund: Option<Fund>,
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

async fn trial(
    reader: Reader,
    Params(params): Params<TrialParams>,
) -> Result<Json<TrialBalanceView>, Problem> {
    reader.may_read_books()?;
    let as_of = params.as_of.unwrap_or_else(|| reader.office.outside.today());
    let mut tx = reader.office.db.read().await?;
    Ok(Json(trial_balance(&mut tx, params.fund, as_of).await?.try_into()?))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct JournalParams {
    /// `J01` to `J30`.
    kind: Option<String>,
    /// Code of an account with a line.
    account: Option<String>,
    /// Exactly this key.
    key: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 500.
    limit: Option<u32>,
}

fn account_of(code: &str) -> Result<Account, Problem> {
    Account::from_code(code).ok_or(Problem::plain("not-found"))
}

async fn journals(
    reader: Reader,
    Params(params): Params<JournalParams>,
) -> Result<Json<PageView<JournalHeadView>>, Problem> {
    reader.may_read_books()?;
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let (day, id) = params.after.as_deref().unwrap_or_default().split_once('_').unzip();
    let last: Option<(Date, JournalId)> = after(day)?.zip(after(id)?);
    let filter = JournalFilter {
        kind: params.kind,
        account: params.account.as_deref().map(account_of).transpose()?,
        business_key: params.key,
        from: params.from,
        to: params.to,
    };
    let mut tx = reader.office.db.read().await?;
    let heads = journal_search(&mut tx, filter, Page { after: last, limit }).await?;
    let views: Vec<JournalHeadView> = heads.into_iter().map(Into::into).collect();
    Ok(Json(PageView::of(views, limit, |head| format!("{}_{}", head.effective_on, head.id))))
}

async fn one(reader: Reader, Named(id): Named<JournalId>) -> Result<Json<JournalView>, Problem> {
    reader.may_read_books()?;
    let mut tx = reader.office.db.read().await?;
    let found = journal(&mut tx, id).await?.ok_or(Problem::plain("not-found"))?;
    Ok(Json(found.into()))
}

#[derive(Debug, Serialize, ToSchema)]
struct AccountView {
    code: &'static str,
    fund: &'static str,
    name_id: &'static str,
    name_en: &'static str,
    kind: &'static str,
    normal: &'static str,
}

async fn accounts(reader: Reader) -> Result<Json<PageView<AccountView>>, Problem> {
    reader.may_read_books()?;
    let view = |line: &'static ledger::ChartLine| AccountView {
        code: &line.code,
        fund: line.fund.word(),
        name_id: &line.name_id,
        name_en: &line.name_en,
        kind: &line.kind,
        normal: line.normal.word(),
    };
    Ok(Json(PageView::whole(ledger::account::chart().iter().map(view).collect())))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StatementParams {
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 500.
    limit: Option<u32>,
}

async fn statement(
    reader: Reader,
    Named(code): Named<String>,
    Params(params): Params<StatementParams>,
) -> Result<Json<StatementView>, Problem> {
    reader.may_read_books()?;
    let account = account_of(&code)?;
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let mut place = params.after.as_deref().unwrap_or_default().split('_');
    let last: Option<((Date, JournalId), i64)> =
        after(place.next().filter(|text| !text.is_empty()))?
            .zip(after(place.next())?)
            .zip(after(place.next())?);
    let last = last.map(|((day, journal), line)| (day, journal, line));
    let page = Page { after: last, limit };
    let mut tx = reader.office.db.read().await?;
    let found = account_statement(&mut tx, account, params.from, params.to, page).await?;
    let (opening, closing) = (found.opening, found.closing);
    let items: Vec<StatementLineView> = found.lines.into_iter().map(Into::into).collect();
    let page =
        PageView::of(items, limit, |l| format!("{}_{}_{}", l.effective_on, l.journal, l.line));
    let (items, next) = (page.items, page.next);
    Ok(Json(StatementView { account: account.code(), opening, items, closing, next }))
}

type Nothing = super::sessions::NothingForm;

#[derive(Debug, Serialize, ToSchema)]
struct ClosedView {
    #[schema(value_type = Vec<String>)]
    months: Vec<Month>,
}

async fn close(
    Named(month): Named<Month>,
    Asked { door, header, .. }: Asked<Nothing>,
) -> Result<Json<ClosedView>, Problem> {
    let closed = carry_out(&door.office, &header, &CloseMonth { month }).await?;
    Ok(Json(ClosedView { months: closed.months }))
}

#[derive(Debug, Serialize, ToSchema)]
struct TurnedView {
    #[schema(value_type = String)]
    month: Month,
    #[schema(value_type = i64)]
    jkk: Rupiah,
    #[schema(value_type = i64)]
    jkm: Rupiah,
}

async fn turn(
    Named(month): Named<Month>,
    Asked { door, header, .. }: Asked<Nothing>,
) -> Result<Json<TurnedView>, Problem> {
    let turned = carry_out(&door.office, &header, &TurnMonth { month }).await?;
    Ok(Json(TurnedView { month: turned.month, jkk: turned.jkk, jkm: turned.jkm }))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReturnForm {
    year: i16,
    /// As announced, at most four decimals: `"5.75"`.
    rate_percent: String,
    /// `confirmed` or `reported`.
    #[schema(value_type = String)]
    status: Status,
    /// Where it was announced.
    source: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct ReturnView {
    year: i16,
    #[schema(value_type = String, format = Uuid)]
    journal: Uuid,
    #[schema(value_type = String, format = Date)]
    effective_on: Date,
    n_savers: i64,
    #[schema(value_type = i64)]
    balance: Rupiah,
    #[schema(value_type = i64)]
    credited: Rupiah,
    /// What rounding left over.
    #[schema(value_type = i64)]
    undistributed: Rupiah,
    because: BecauseView,
}

async fn declare(
    Asked { door, header, form }: Asked<ReturnForm>,
) -> Result<Json<ReturnView>, Problem> {
    let rate = Rate::parse_percent(&form.rate_percent).ok_or_else(|| {
        Problem::new(
            "invalid-fields",
            "RATE",
            "rate_percent: tulis persen dengan paling banyak empat desimal, misalnya \"5.75\"",
            "rate_percent: write a percentage with at most four decimals, for example \"5.75\"",
        )
        .field("rate_percent")
    })?;
    let command = DeclareReturn { year: form.year, rate, status: form.status, source: form.source };
    let declared = carry_out(&door.office, &header, &command).await?;
    Ok(Json(ReturnView {
        year: declared.year,
        journal: declared.journal.0,
        effective_on: declared.effective_on,
        n_savers: declared.n_savers,
        balance: declared.balance,
        credited: declared.credited,
        undistributed: declared.undistributed,
        because: declared.because.into(),
    }))
}
