//! What is shown of the books.

use crate::problem::Problem;
use ledger::{JournalHead, JournalRecord, Line, StatementLine, TrialBalance, TrialLine};
use serde::Serialize;
use terms::{Date, Rupiah, Timestamp, ids::JournalId};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrialBalanceView {
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    balanced: bool,
    funds: Vec<FundView>,
    lines: Vec<TrialLineView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FundView {
    fund: &'static str,
    #[schema(value_type = i64)]
    debit: Rupiah,
    #[schema(value_type = i64)]
    credit: Rupiah,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrialLineView {
    account: &'static str,
    fund: &'static str,
    name_id: String,
    name_en: String,
    /// The side on which it grows.
    normal: &'static str,
    #[schema(value_type = i64)]
    debit: Rupiah,
    #[schema(value_type = i64)]
    credit: Rupiah,
    #[schema(value_type = i64)]
    balance: Rupiah,
}

impl TryFrom<TrialLine> for TrialLineView {
    type Error = Problem;

    fn try_from(line: TrialLine) -> Result<Self, Problem> {
        Ok(Self {
            balance: line.balance()?,
            account: line.account.code(),
            fund: line.fund.word(),
            name_id: line.name_id,
            name_en: line.name_en,
            normal: line.normal.word(),
            debit: line.debit,
            credit: line.credit,
        })
    }
}

impl TryFrom<TrialBalance> for TrialBalanceView {
    type Error = Problem;

    fn try_from(balance: TrialBalance) -> Result<Self, Problem> {
        let fund = |total: &ledger::FundTotal| FundView {
            fund: total.fund.word(),
            debit: total.debit,
            credit: total.credit,
        };
        Ok(Self {
            as_of: balance.as_of,
            balanced: balance.is_balanced(),
            funds: balance.funds.iter().map(fund).collect(),
            lines: balance.lines.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        })
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JournalHeadView {
    #[schema(value_type = String, format = Uuid)]
    pub(super) id: Uuid,
    kind: String,
    /// What it is about, once.
    key: String,
    #[schema(value_type = String, format = Date)]
    pub(super) effective_on: Date,
    #[schema(value_type = String, format = DateTime)]
    recorded_at: Timestamp,
    #[schema(value_type = String, format = Uuid)]
    actor: Uuid,
    /// The journal it takes back.
    #[schema(value_type = Option<String>, format = Uuid)]
    reverses: Option<JournalId>,
    note: String,
    #[schema(value_type = i64)]
    total: Rupiah,
}

impl From<JournalHead> for JournalHeadView {
    fn from(head: JournalHead) -> Self {
        Self {
            id: head.id.0,
            kind: head.kind,
            key: head.business_key,
            effective_on: head.effective_on,
            recorded_at: head.recorded_at,
            actor: head.actor.0,
            reverses: head.reverses,
            note: head.note,
            total: head.total,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JournalView {
    journal: JournalHeadView,
    lines: Vec<LineView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LineView {
    account: &'static str,
    fund: &'static str,
    name_id: &'static str,
    name_en: &'static str,
    #[schema(value_type = i64)]
    debit: Rupiah,
    #[schema(value_type = i64)]
    credit: Rupiah,
}

impl From<Line> for LineView {
    fn from(line: Line) -> Self {
        let chart = line.account.chart_line();
        Self {
            account: line.account.code(),
            fund: line.account.fund().word(),
            name_id: &chart.name_id,
            name_en: &chart.name_en,
            debit: line.debit,
            credit: line.credit,
        }
    }
}

impl From<JournalRecord> for JournalView {
    fn from(record: JournalRecord) -> Self {
        Self {
            journal: record.head.into(),
            lines: record.lines.into_iter().map(Into::into).collect(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatementView {
    pub(super) account: &'static str,
    /// What it held before the first line.
    #[schema(value_type = i64)]
    pub(super) opening: Rupiah,
    pub(super) items: Vec<StatementLineView>,
    /// What it held after the last line.
    #[schema(value_type = i64)]
    pub(super) closing: Rupiah,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatementLineView {
    #[schema(value_type = String, format = Date)]
    pub(super) effective_on: Date,
    #[schema(value_type = String, format = Uuid)]
    pub(super) journal: Uuid,
    pub(super) line: i64,
    kind: String,
    key: String,
    #[schema(value_type = i64)]
    debit: Rupiah,
    #[schema(value_type = i64)]
    credit: Rupiah,
    /// After this line.
    #[schema(value_type = i64)]
    balance: Rupiah,
    note: String,
}

impl From<(StatementLine, Rupiah)> for StatementLineView {
    fn from((line, balance): (StatementLine, Rupiah)) -> Self {
        Self {
            effective_on: line.effective_on,
            journal: line.journal.0,
            line: line.line,
            kind: line.kind,
            key: line.business_key,
            debit: line.debit,
            credit: line.credit,
            balance,
            note: line.note,
        }
    }
}
