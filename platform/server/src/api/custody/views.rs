//! What the office sees of cash in agents' hands.

use outreach::{
    Receipt, Why,
    custody::{BookFault, Standing},
    deposit::{Confirmed, Deposit, ReceiptPosted},
};
use serde::Serialize;
use terms::{Date, Rupiah, Timestamp, ids::UserId};
use utoipa::ToSchema;
use uuid::Uuid;

/// What an agent holds, against the rule.
#[derive(Serialize, ToSchema)]
pub(super) struct CustodyView {
    #[schema(value_type = String, format = Uuid)]
    pub(super) agent: UserId,
    name: String,
    /// Cash in the agent's hands.
    #[schema(value_type = i64)]
    held: Rupiah,
    /// Receipts for it.
    n_held: i64,
    /// Said to be brought; finance has not counted it.
    #[schema(value_type = i64)]
    handed_in: Rupiah,
    /// Since when the oldest is held.
    #[schema(value_type = Option<String>, format = DateTime)]
    oldest_at: Option<Timestamp>,
    /// When that must be at the office.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Timestamp>,
    is_overdue: bool,
    /// How much may be held; null: no limit is known.
    #[schema(value_type = Option<i64>)]
    limit: Option<Rupiah>,
    /// For how many hours.
    hours: i64,
    is_over_limit: bool,
    /// Receipts a person must look at.
    n_odd: i64,
    /// Receipts held too long: branch and members were told.
    n_alerted: i64,
    /// Since when the oldest is not settled, brought or not: the order of the board.
    #[schema(value_type = String, format = DateTime)]
    pub(super) first_at: Timestamp,
}

impl From<Standing> for CustodyView {
    fn from(standing: Standing) -> Self {
        let Standing { held, rule, due_at, is_over_limit, is_overdue } = standing;
        Self {
            agent: held.agent,
            name: held.name,
            held: held.held,
            n_held: held.n_held,
            handed_in: held.handed_in,
            oldest_at: held.oldest_at,
            due_at,
            is_overdue,
            limit: rule.limit,
            hours: rule.hours,
            is_over_limit,
            n_odd: held.n_odd,
            n_alerted: held.n_alerted,
            first_at: held.first_at,
        }
    }
}

/// A receipt for cash.
#[derive(Serialize, ToSchema)]
pub(super) struct ReceiptView {
    #[schema(value_type = String, format = Uuid)]
    pub(super) id: Uuid,
    serial: String,
    #[schema(value_type = String, format = Uuid)]
    agent: UserId,
    /// The payment code it is for.
    code: String,
    /// Where it was taken.
    area: String,
    #[schema(value_type = i64)]
    amount: Rupiah,
    /// When: this is the time of payment.
    #[schema(value_type = String, format = DateTime)]
    pub(super) made_at: Timestamp,
    /// `held`, `handed_in`, `deposited`, `cancelled`.
    state: String,
    /// `amount_differs`, `over_custody_limit`; absent when nobody need look at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    /// The payment made of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    payment: Option<Uuid>,
}

impl From<Receipt> for ReceiptView {
    fn from(receipt: Receipt) -> Self {
        let why = receipt.why().map(|why| match why {
            Why::AmountDiffers => "amount_differs",
            Why::OverLimit => "over_custody_limit",
        });
        let Receipt { id, serial, agent, code, area, amount, made_at, state, payment, .. } =
            receipt;
        Self { id, serial, agent, code, area, amount, made_at, state, why, payment }
    }
}

/// A receipt that was taken back.
#[derive(Serialize, ToSchema)]
pub(super) struct CancelledReceiptView {
    #[schema(value_type = String, format = Uuid)]
    pub(super) receipt: Uuid,
    /// `cancelled`.
    pub(super) state: &'static str,
}

/// A receipt book with a fault.
#[derive(Serialize, ToSchema)]
pub(super) struct BookFaultView {
    book: String,
    /// Numbers below the last that no receipt has, the first fifty.
    missing: Vec<i64>,
    /// Numbers on more than one receipt.
    doubled: Vec<i64>,
}

impl From<BookFault> for BookFaultView {
    fn from(BookFault { book, missing, doubled }: BookFault) -> Self {
        Self { book, missing, doubled }
    }
}

/// Money that an agent says was brought.
#[derive(Serialize, ToSchema)]
pub(super) struct DepositView {
    #[schema(value_type = String, format = Uuid)]
    pub(super) id: Uuid,
    #[schema(value_type = String, format = Uuid)]
    agent: UserId,
    /// The bank's or the counter's slip.
    reference: String,
    /// How much the agent says.
    #[schema(value_type = i64)]
    amount: Rupiah,
    #[schema(value_type = String, format = DateTime)]
    made_at: Timestamp,
    /// When the office heard of it.
    #[schema(value_type = String, format = DateTime)]
    pub(super) recorded_at: Timestamp,
    /// `announced`, `confirmed`, `refused`.
    state: String,
    /// How much finance counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    counted: Option<Rupiah>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    decided_at: Option<Timestamp>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<Deposit> for DepositView {
    fn from(deposit: Deposit) -> Self {
        let Deposit { id, agent, device: _, reference, amount, made_at, recorded_at, .. } = deposit;
        let Deposit { state, counted, decided_at, reason, .. } = deposit;
        Self {
            id,
            agent,
            reference,
            amount,
            made_at,
            recorded_at,
            state,
            counted,
            decided_at,
            reason,
        }
    }
}

/// A deposit with its receipts.
#[derive(Serialize, ToSchema)]
pub(super) struct DepositOpenedView {
    #[serde(flatten)]
    pub(super) deposit: DepositView,
    pub(super) receipts: Vec<ReceiptView>,
}

/// A deposit that is in the books.
#[derive(Serialize, ToSchema)]
pub(super) struct ConfirmedDepositView {
    #[schema(value_type = String, format = Uuid)]
    deposit: Uuid,
    #[schema(value_type = i64)]
    counted: Rupiah,
    receipts: Vec<ReceiptPostedView>,
    /// Serials that stay with the agent.
    kept: Vec<String>,
}

impl From<Confirmed> for ConfirmedDepositView {
    fn from(done: Confirmed) -> Self {
        let Confirmed { deposit, counted, receipts, kept } = done;
        Self { deposit, counted, receipts: receipts.into_iter().map(Into::into).collect(), kept }
    }
}

/// What became of a receipt.
#[derive(Serialize, ToSchema)]
struct ReceiptPostedView {
    serial: String,
    #[schema(value_type = String, format = Uuid)]
    payment: Uuid,
    /// `posted` or `held`.
    state: String,
    /// How it met the bill, or why it is held.
    outcome: String,
    /// Last day covered afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    covered_until: Option<Date>,
}

impl From<ReceiptPosted> for ReceiptPostedView {
    fn from(posted: ReceiptPosted) -> Self {
        let ReceiptPosted { serial, payment, state, outcome, covered_until } = posted;
        Self { serial, payment, state, outcome, covered_until }
    }
}
