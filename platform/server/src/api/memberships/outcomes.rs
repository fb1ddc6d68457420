//! What the commands on a membership answer, and its savings.

use crate::wire::{BecauseView, reasons};
use contribution::{
    change::{Changed, Renewed},
    open_code::OpenedCode,
    reprice::Repriced,
};
use ledger::{SavingsLine, SavingsStatement};
use serde::Serialize;
use std::collections::BTreeMap;
use terms::{Date, Month, Rupiah, ids::MembershipId};
use utoipa::ToSchema;
use uuid::Uuid;

/// A bill one can pay at any channel.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenedCodeView {
    /// To be typed at the channel.
    code: String,
    #[schema(value_type = String, format = Uuid)]
    membership: MembershipId,
    /// What is to be paid: the price less the credit.
    #[schema(value_type = i64)]
    amount: Rupiah,
    #[schema(value_type = i64)]
    price: Rupiah,
    #[schema(value_type = i64)]
    credit: Rupiah,
    #[schema(value_type = String)]
    first_month: Month,
    #[schema(value_type = String)]
    last_month: Month,
    months: Vec<PricedMonthView>,
    /// Last day it can be paid.
    #[schema(value_type = String, format = Date)]
    expires_on: Date,
    /// Whether paying it opens a new spell.
    opens_new_spell: bool,
    because: Vec<BecauseView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PricedMonthView {
    #[schema(value_type = String)]
    month: Month,
    #[schema(value_type = i64)]
    total: Rupiah,
    #[schema(value_type = Object)]
    programmes: BTreeMap<String, Rupiah>,
}

impl From<OpenedCode> for OpenedCodeView {
    fn from(opened: OpenedCode) -> Self {
        let priced = |month: contribution::open_code::PricedMonth| PricedMonthView {
            month: month.month,
            total: month.total,
            programmes: month.programmes,
        };
        Self {
            code: opened.code,
            membership: opened.membership,
            amount: opened.amount,
            price: opened.price,
            credit: opened.credit,
            first_month: opened.first_month,
            last_month: opened.last_month,
            months: opened.months.into_iter().map(priced).collect(),
            expires_on: opened.expires_on,
            opens_new_spell: opened.opens_new_spell,
            because: reasons(opened.because),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RenewedView {
    #[schema(value_type = String, format = Uuid)]
    membership: MembershipId,
    /// Last day a payment opens the new spell.
    #[schema(value_type = String, format = Date)]
    may_renew_until: Date,
}

impl From<Renewed> for RenewedView {
    fn from(renewed: Renewed) -> Self {
        Self { membership: renewed.membership, may_renew_until: renewed.may_renew_until }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RepricedView {
    #[schema(value_type = String, format = Uuid)]
    membership: MembershipId,
    /// How many months became cheaper.
    n_months: i64,
    #[schema(value_type = i64)]
    paid: Rupiah,
    #[schema(value_type = i64)]
    due: Rupiah,
    /// The difference, now credit.
    #[schema(value_type = i64)]
    credited: Rupiah,
    #[schema(value_type = i64)]
    credit: Rupiah,
    because: Vec<BecauseView>,
}

impl From<Repriced> for RepricedView {
    fn from(repriced: Repriced) -> Self {
        Self {
            membership: repriced.membership,
            n_months: repriced.n_months,
            paid: repriced.paid,
            due: repriced.due,
            credited: repriced.credited,
            credit: repriced.credit,
            because: reasons(repriced.because),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangedView {
    #[schema(value_type = String, format = Uuid)]
    membership: MembershipId,
    /// Its state today.
    state: String,
}

impl From<Changed> for ChangedView {
    fn from(changed: Changed) -> Self {
        Self { membership: changed.membership, state: changed.state }
    }
}

/// Old-age savings of a member.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SavingsView {
    #[schema(value_type = i64)]
    principal: Rupiah,
    #[schema(value_type = i64)]
    returns: Rupiah,
    #[schema(value_type = i64)]
    withdrawn: Rupiah,
    #[schema(value_type = i64)]
    balance: Rupiah,
    lines: Vec<SavingsLineView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct SavingsLineView {
    /// `contribution`, `return`, `reversal`, `withdrawal`.
    kind: &'static str,
    #[schema(value_type = i64)]
    amount: Rupiah,
    #[schema(value_type = String, format = Date)]
    effective_on: Date,
    #[schema(value_type = String, format = Uuid)]
    journal: Uuid,
    /// The year a return is for, its rate in parts per million, how sure we are, where it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_ppm: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

impl From<SavingsLine> for SavingsLineView {
    fn from(line: SavingsLine) -> Self {
        Self {
            kind: line.kind.word(),
            amount: line.amount,
            effective_on: line.effective_on,
            journal: line.journal.0,
            year: line.year,
            rate_ppm: line.rate_ppm,
            status: line.status,
            source: line.source,
        }
    }
}

impl From<SavingsStatement> for SavingsView {
    fn from(statement: SavingsStatement) -> Self {
        Self {
            principal: statement.principal,
            returns: statement.returns,
            withdrawn: statement.withdrawn,
            balance: statement.balance,
            lines: statement.lines.into_iter().map(Into::into).collect(),
        }
    }
}
