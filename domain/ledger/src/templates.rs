//! The lines of each kind of journal, so that nobody writes an account number twice.
//!
//! Zero lines may come out; [`Journal::new`](crate::Journal::new) leaves them out. Which fund gets
//! how much is decided by the law and handed in; nothing here knows a price.

use crate::{Line, account::*};
use terms::{MoneyError, Rupiah};

/// The kinds of journal this office writes, as the worked journals number them.
#[expect(missing_docs, reason = "each is described by the builder it goes with")]
pub mod kind {
    pub const RECEIPT: &str = "J01";
    pub const CHANNEL_SETTLED: &str = "J02";
    pub const SWEPT_TO_FUNDS: &str = "J03";
    pub const SPONSOR_RECEIPT: &str = "J04";
    pub const SPONSOR_ACCEPTED: &str = "J05";
    pub const MONTH_TURNED: &str = "J06";
    pub const REFUND_APPROVED: &str = "J08";
    pub const REFUND_PAID: &str = "J09";
    pub const REVERSAL: &str = "J10";
    pub const UNIDENTIFIED: &str = "J11";
    pub const IDENTIFIED: &str = "J12";
    pub const RETURN_CREDITED: &str = "J15";
    pub const GIVEN_BACK: &str = "J29";
}

/// Money received or used, and what becomes of it: J01 (a contribution), J07 (with credit left
/// over), J13 (savings), J12 (identified later), or many payments of one commit added up.
///
/// *Now* is what is income at once: months that have begun. *Ahead* waits for its month.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[expect(missing_docs, reason = "the programme and now or ahead, as said above")]
pub struct Receipt {
    /// From a payment channel.
    pub received: Rupiah,
    /// Out of the member's credit.
    pub from_credit: Rupiah,
    /// Out of what had come in without a name.
    pub from_unidentified: Rupiah,
    pub jkk_now: Rupiah,
    pub jkk_ahead: Rupiah,
    pub jkm_now: Rupiah,
    pub jkm_ahead: Rupiah,
    /// Old-age savings: the member's own, never income.
    pub jht: Rupiah,
    /// Left over, the member's to use or have back.
    pub to_credit: Rupiah,
    /// Nobody's yet.
    pub to_unidentified: Rupiah,
}

impl Receipt {
    /// Both together, for a batch.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            received: self.received.plus(other.received)?,
            from_credit: self.from_credit.plus(other.from_credit)?,
            from_unidentified: self.from_unidentified.plus(other.from_unidentified)?,
            jkk_now: self.jkk_now.plus(other.jkk_now)?,
            jkk_ahead: self.jkk_ahead.plus(other.jkk_ahead)?,
            jkm_now: self.jkm_now.plus(other.jkm_now)?,
            jkm_ahead: self.jkm_ahead.plus(other.jkm_ahead)?,
            jht: self.jht.plus(other.jht)?,
            to_credit: self.to_credit.plus(other.to_credit)?,
            to_unidentified: self.to_unidentified.plus(other.to_unidentified)?,
        })
    }

    /// The lines. They balance if what came in equals what became of it.
    pub fn lines(&self) -> Result<Vec<Line>, MoneyError> {
        let share = Share {
            jkk_now: self.jkk_now,
            jkk_ahead: self.jkk_ahead,
            jkm_now: self.jkm_now,
            jkm_ahead: self.jkm_ahead,
            jht: self.jht,
        };
        let mut lines = vec![
            Line::debit(COL_1120, self.received),
            Line::debit(COL_2120, self.from_credit),
            Line::debit(COL_2110, self.from_unidentified),
            Line::credit(COL_2120, self.to_credit),
            Line::credit(COL_2110, self.to_unidentified),
        ];
        lines.extend(share.lines()?);
        Ok(lines)
    }
}

/// What goes to which fund, now and ahead.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[expect(missing_docs, reason = "the programme and now or ahead, as in a receipt")]
pub struct Share {
    pub jkk_now: Rupiah,
    pub jkk_ahead: Rupiah,
    pub jkm_now: Rupiah,
    pub jkm_ahead: Rupiah,
    pub jht: Rupiah,
}

impl Share {
    /// All of it.
    pub fn total(&self) -> Result<Rupiah, MoneyError> {
        Rupiah::sum([self.jkk_now, self.jkk_ahead, self.jkm_now, self.jkm_ahead, self.jht])
    }

    fn lines(&self) -> Result<[Line; 11], MoneyError> {
        let (jkk, jkm) = (self.jkk_now.plus(self.jkk_ahead)?, self.jkm_now.plus(self.jkm_ahead)?);
        Ok([
            Line::credit(COL_2151, jkk),
            Line::credit(COL_2152, jkm),
            Line::credit(COL_2153, self.jht),
            Line::debit(JKK_1150, jkk),
            Line::credit(JKK_4110, self.jkk_now),
            Line::credit(JKK_2130, self.jkk_ahead),
            Line::debit(JKM_1150, jkm),
            Line::credit(JKM_4110, self.jkm_now),
            Line::credit(JKM_2130, self.jkm_ahead),
            Line::debit(JHT_1150, self.jht),
            Line::credit(JHT_2210, self.jht),
        ])
    }
}

/// Money in the pool that belongs to someone, but to no fund yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holding {
    /// A member's credit.
    Credit,
    /// Come in without a name.
    Unidentified,
    /// A sponsor's deposit.
    Sponsor,
    /// Promised back, not yet paid.
    Refund,
}

impl Holding {
    /// Its account.
    #[must_use]
    pub const fn account(self) -> Account {
        match self {
            Self::Credit => COL_2120,
            Self::Unidentified => COL_2110,
            Self::Sponsor => COL_2130,
            Self::Refund => COL_2140,
        }
    }
}

/// J02: what a channel owed has reached the bank.
#[must_use]
pub fn channel_settled(amount: Rupiah) -> Vec<Line> {
    vec![Line::debit(COL_1110, amount), Line::credit(COL_1120, amount)]
}

/// J04: a sponsor's transfer has reached the bank; its list is not checked yet.
#[must_use]
pub fn sponsor_receipt(amount: Rupiah) -> Vec<Line> {
    vec![Line::debit(COL_1110, amount), Line::credit(COL_2130, amount)]
}

/// J05: the rows of a sponsor's list that were accepted are paid from its deposit.
pub fn sponsor_accepted(share: &Share) -> Result<Vec<Line>, MoneyError> {
    let mut lines = vec![Line::debit(COL_2130, share.total()?)];
    lines.extend(share.lines()?);
    Ok(lines)
}

/// J08: money is promised back. Who approves is not who asked.
#[must_use]
pub fn refund_approved(from: Holding, amount: Rupiah) -> Vec<Line> {
    vec![Line::debit(from.account(), amount), Line::credit(COL_2140, amount)]
}

/// J09: a refund has left the bank.
#[must_use]
pub fn refund_paid(amount: Rupiah) -> Vec<Line> {
    vec![Line::debit(COL_2140, amount), Line::credit(COL_1110, amount)]
}

/// J11: the bank shows money that nobody can be matched to.
#[must_use]
pub fn unidentified_in_bank(amount: Rupiah) -> Vec<Line> {
    vec![Line::debit(COL_1110, amount), Line::credit(COL_2110, amount)]
}

/// Money of the funds that moves together: the contributions of a sweep, a turned month, or months
/// given back.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, serde::Serialize, serde::Deserialize)]
#[expect(missing_docs, reason = "the programmes by their names")]
pub struct PerFund {
    pub jkk: Rupiah,
    pub jkm: Rupiah,
    pub jht: Rupiah,
}

impl PerFund {
    /// All of it.
    pub fn total(&self) -> Result<Rupiah, MoneyError> {
        Rupiah::sum([self.jkk, self.jkm, self.jht])
    }
}

/// J03: the pool pays the funds what it owes them.
pub fn swept_to_funds(amounts: &PerFund) -> Result<Vec<Line>, MoneyError> {
    Ok(vec![
        Line::debit(COL_2151, amounts.jkk),
        Line::debit(COL_2152, amounts.jkm),
        Line::debit(COL_2153, amounts.jht),
        Line::credit(COL_1110, amounts.total()?),
        Line::debit(JKK_1110, amounts.jkk),
        Line::credit(JKK_1150, amounts.jkk),
        Line::debit(JKM_1110, amounts.jkm),
        Line::credit(JKM_1150, amounts.jkm),
        Line::debit(JHT_1110, amounts.jht),
        Line::credit(JHT_1150, amounts.jht),
    ])
}

/// J06: a month has begun, and what was received ahead for it becomes income. Its reversal goes
/// before the reversal of a payment whose months have become income since.
#[must_use]
pub fn month_turned(jkk: Rupiah, jkm: Rupiah) -> Vec<Line> {
    vec![
        Line::debit(JKK_2130, jkk),
        Line::credit(JKK_4110, jkk),
        Line::debit(JKM_2130, jkm),
        Line::credit(JKM_4110, jkm),
    ]
}

/// J15: a year's return goes to the members; what rounding down left over is kept by name.
pub fn return_credited(credited: Rupiah, undistributed: Rupiah) -> Result<Vec<Line>, MoneyError> {
    Ok(vec![
        Line::debit(JHT_5210, credited.plus(undistributed)?),
        Line::credit(JHT_2210, credited),
        Line::credit(JHT_2220, undistributed),
    ])
}

/// J29: months paid ahead that will not be used go back to whoever paid them.
pub fn given_back(jkk: Rupiah, jkm: Rupiah, to: Holding) -> Result<Vec<Line>, MoneyError> {
    Ok(vec![
        Line::debit(JKK_2130, jkk),
        Line::credit(JKK_1150, jkk),
        Line::debit(JKM_2130, jkm),
        Line::credit(JKM_1150, jkm),
        Line::debit(COL_2151, jkk),
        Line::debit(COL_2152, jkm),
        Line::credit(to.account(), jkk.plus(jkm)?),
    ])
}
