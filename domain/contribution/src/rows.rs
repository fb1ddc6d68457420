//! Rows of the sub-ledger, built in one place for every verb that writes them.

use crate::{Member, allocate::MonthPaid};
use db::{Bulk, Kind, Uuid, Value};
use terms::{Date, Month, Rupiah, Timestamp, ids::JournalId};

pub(crate) static MONTHS: Bulk = Bulk {
    table: "contribution_month",
    columns: &[
        ("bucket", Kind::Int),
        ("membership", Kind::Uuid),
        ("month", Kind::Date),
        ("payment", Kind::Uuid),
        ("spell", Kind::Int),
        ("jkk", Kind::Int),
        ("jkm", Kind::Int),
        ("jht", Kind::Int),
        ("paid_on", Kind::Date),
        ("ahead", Kind::Int),
        ("protects_from", Kind::Date),
        ("protects_to", Kind::Date),
        ("journal", Kind::Uuid),
    ],
    conflict: "",
};

pub(crate) static CREDITS: Bulk = Bulk {
    table: "credit_entry",
    columns: &[
        ("bucket", Kind::Int),
        ("membership", Kind::Uuid),
        ("id", Kind::Uuid),
        ("amount", Kind::Int),
        ("reason", Kind::Text),
        ("payment", Kind::Uuid),
        ("journal", Kind::Uuid),
        ("recorded_at", Kind::Instant),
    ],
    conflict: "",
};

pub(crate) static SAVINGS: Bulk = Bulk {
    table: "savings_entry",
    columns: &[
        ("bucket", Kind::Int),
        ("membership", Kind::Uuid),
        ("id", Kind::Uuid),
        ("kind", Kind::Text),
        ("amount", Kind::Int),
        ("effective_on", Kind::Date),
        ("journal", Kind::Uuid),
        ("recorded_at", Kind::Instant),
    ],
    conflict: "",
};

pub(crate) static NOTICES: Bulk = Bulk {
    table: "notice",
    columns: &[
        ("id", Kind::Uuid),
        ("bucket", Kind::Int),
        ("membership", Kind::Uuid),
        ("kind", Kind::Text),
        ("occasion", Kind::Text),
        ("due_on", Kind::Date),
        ("text_id", Kind::Text),
        ("text_en", Kind::Text),
        ("state", Kind::Text),
        ("created_at", Kind::Instant),
    ],
    conflict: "ON CONFLICT (membership, occasion) DO NOTHING",
};

/// A month of a member that is now paid. Months after `income_through` wait for their turn.
pub(crate) fn month_row(
    member: &Member,
    paid: &MonthPaid,
    payment: Uuid,
    paid_on: Date,
    income_through: Month,
    journal: JournalId,
) -> Vec<Value> {
    let amount = |amount: Option<Rupiah>| Value::Int(Some(amount.unwrap_or_default().get()));
    vec![
        Value::Int(Some(member.bucket)),
        Value::Uuid(Some(member.id.0)),
        Value::Date(Some(paid.month.first_day())),
        Value::Uuid(Some(payment)),
        Value::Int(Some(paid.spell)),
        amount(paid.price.jkk),
        amount(paid.price.jkm),
        amount(paid.price.jht),
        Value::Date(Some(paid_on)),
        Value::Int(Some(i64::from(paid.month > income_through))),
        Value::Date(Some(paid.protects_from)),
        Value::Date(Some(paid.protects_to)),
        Value::Uuid(Some(journal.0)),
    ]
}

/// A change of a member's credit, if there is one.
pub(crate) fn credit_row(
    member: &Member,
    id: Uuid,
    amount: Rupiah,
    reason: &str,
    payment: Option<Uuid>,
    journal: JournalId,
    now: Timestamp,
) -> Option<Vec<Value>> {
    (!amount.is_zero()).then(|| {
        vec![
            Value::Int(Some(member.bucket)),
            Value::Uuid(Some(member.id.0)),
            Value::Uuid(Some(id)),
            Value::Int(Some(amount.get())),
            Value::Text(Some(reason.to_owned())),
            Value::Uuid(payment),
            Value::Uuid(Some(journal.0)),
            Value::Instant(Some(now)),
        ]
    })
}

/// A change of a member's savings, if there is one.
pub(crate) fn savings_row(
    member: &Member,
    id: Uuid,
    kind: &str,
    amount: Rupiah,
    effective_on: Date,
    journal: JournalId,
    now: Timestamp,
) -> Option<Vec<Value>> {
    (!amount.is_zero()).then(|| {
        vec![
            Value::Int(Some(member.bucket)),
            Value::Uuid(Some(member.id.0)),
            Value::Uuid(Some(id)),
            Value::Text(Some(kind.to_owned())),
            Value::Int(Some(amount.get())),
            Value::Date(Some(effective_on)),
            Value::Uuid(Some(journal.0)),
            Value::Instant(Some(now)),
        ]
    })
}

/// A message to a member, in both languages.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) kind: &'static str,
    pub(crate) occasion: String,
    pub(crate) id: String,
    pub(crate) en: String,
}

/// A message that is due.
pub(crate) fn notice_row(
    member: (i64, Uuid),
    id: Uuid,
    due_on: Date,
    message: Message,
    now: Timestamp,
) -> Vec<Value> {
    vec![
        Value::Uuid(Some(id)),
        Value::Int(Some(member.0)),
        Value::Uuid(Some(member.1)),
        Value::Text(Some(message.kind.to_owned())),
        Value::Text(Some(message.occasion)),
        Value::Date(Some(due_on)),
        Value::Text(Some(message.id)),
        Value::Text(Some(message.en)),
        Value::Text(Some("due".to_owned())),
        Value::Instant(Some(now)),
    ]
}
