//! One bill for a list: codes for all its members at once, and what they come to.
//!
//! Each member keeps a code of their own, so that whoever pays for some of them pays for some of
//! them; the list's bill is their sum.

use crate::{
    Code, Member,
    import::{ImportRefusal, List, list_status},
    open_code::{CODE_DAYS, CodeRefusal, NewCode, save},
    sql,
};
use access::{Command, CommandHeader, Duty, Office};
use db::{DbError, Tx, row};
use jiff::ToSpan;
use regulation::cover::CoverState;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use terms::{
    Date, MoneyError, Month, Rupiah, Timestamp,
    ids::{ListId, MembershipId},
};

/// Rows of a list taken in one commit; longer lists order their codes when they are handed in.
const ROWS_MAX: i64 = 50_000;
/// Rows read at once.
const ROWS_AT_ONCE: i64 = 2_000;

/// The outcomes of rows whose people are members.
fn member_outcomes() -> Vec<String> {
    ["OK", "ACTIVE_AS_BPU"].map(String::from).to_vec()
}

/// Opens a code for the next months of every member of a list who has no open one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenListCodes {
    /// The list.
    pub list: ListId,
    /// How many months, 1 to 12.
    pub n_months: u32,
}

/// What was opened for a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ListCodesOpened {
    /// The list.
    pub list: ListId,
    /// Codes opened now.
    pub n_opened: u64,
    /// What they come to.
    pub amount: Rupiah,
    /// Last day they can be paid; none when none was opened.
    pub expires_on: Option<Date>,
    /// Members who have an open code already.
    pub n_open_already: u64,
    /// Members whose cover has lapsed: the intake questions come first.
    pub n_need_renewal: u64,
    /// Members whose credit pays these months.
    pub n_covered_by_credit: u64,
    /// Members who have ended or are under review.
    pub n_not_payable: u64,
}

/// Why no codes were opened.
#[derive(Debug, thiserror::Error)]
pub enum ListCodesRefusal {
    /// No such list, or not where the actor may look.
    #[error(transparent)]
    List(#[from] ImportRefusal),
    /// The list is not read to its end.
    #[error("the list is {0}; codes are opened when it has been read to its end")]
    NotDone(String),
    /// Too long for one commit.
    #[error(
        "the list has {n} rows; codes for more than {most} are opened while it is read: hand it in with code_months"
    )]
    TooLong {
        /// Its rows.
        n: i64,
        /// The most.
        most: i64,
    },
    /// A code was refused.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    /// Out of bounds.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What becomes of one member of the list.
enum Judged {
    Open(NewCode),
    NeedsRenewal,
    CoveredByCredit,
    NotPayable,
}

impl OpenListCodes {
    fn judge(
        &self,
        office: &Office,
        member: &Member,
        grace_months: u8,
        code: Code,
        expires_on: Date,
    ) -> Result<Judged, CodeRefusal> {
        let today = office.outside.today();
        let opens_new_spell = match member.standing(today, grace_months) {
            CoverState::Ended(_) | CoverState::SuspendedReview => return Ok(Judged::NotPayable),
            _ if member.ended_on.is_some() => return Ok(Judged::NotPayable),
            CoverState::Lapsed => match member.may_renew_until {
                Some(until) if today <= until => true,
                _ => return Ok(Judged::NeedsRenewal),
            },
            _ => false,
        };
        let first_month = member.next_month(today, grace_months);
        let mut price = Rupiah::ZERO;
        for month in first_month.run(self.n_months) {
            let due = office.outside.law.price_amount(&member.price_input(month))?;
            price = price.plus(due.total)?;
        }
        if member.credit >= price {
            return Ok(Judged::CoveredByCredit);
        }
        Ok(Judged::Open(NewCode {
            code,
            member: (member.bucket, member.id),
            first_month,
            n_months: self.n_months,
            amount: price.minus(member.credit)?,
            expires_on,
            opens_new_spell,
        }))
    }
}

impl Command for OpenListCodes {
    const NAME: &'static str = "open codes of list";
    type Answer = ListCodesOpened;
    type Refusal = ListCodesRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<ListCodesOpened, ListCodesRefusal> {
        let list = list_status(tx, office, self.list).await?;
        office.allow(Duty::OpenCode, &list.area).map_err(CodeRefusal::from)?;
        if !(1..=12).contains(&self.n_months) {
            return Err(CodeRefusal::Months.into());
        }
        if list.state != "done" {
            return Err(ListCodesRefusal::NotDone(list.state));
        }
        if list.n_rows > ROWS_MAX {
            return Err(ListCodesRefusal::TooLong { n: list.n_rows, most: ROWS_MAX });
        }
        let today = office.outside.today();
        let parameters = office.outside.law.cover_parameters(today).map_err(CodeRefusal::from)?;
        let expires_on = today.saturating_add(CODE_DAYS.days());
        let mut done = ListCodesOpened {
            list: self.list,
            n_opened: 0,
            amount: Rupiah::ZERO,
            expires_on: None,
            n_open_already: 0,
            n_need_renewal: 0,
            n_covered_by_credit: 0,
            n_not_payable: 0,
        };
        let mut seen: HashSet<MembershipId> = HashSet::new();
        let (last,): (i64,) = tx.one(&sql::LIST_LAST_ROW, (self.list,)).await?;
        let (mut from, mut n) = (0, 0u64);
        while from < last {
            let until = from + ROWS_AT_ONCE;
            let open = tx.all(&sql::LIST_OPEN_CODES, (self.list, from, until, today)).await?;
            let open: HashSet<MembershipId> = open.into_iter().map(|(id,)| id).collect();
            let asked = (self.list, from, until, member_outcomes());
            let members: Vec<Member> = tx.all(&sql::LIST_MEMBERS, asked).await?;
            let mut new = Vec::new();
            for member in members.iter().filter(|member| seen.insert(member.id)) {
                if open.contains(&member.id) {
                    done.n_open_already += 1;
                    continue;
                }
                let code = Code::made_by(office.outside.id(header.id.0, "list code", n));
                n += 1;
                match self.judge(office, member, parameters.grace_months, code, expires_on)? {
                    Judged::Open(code) => {
                        done.amount = done.amount.plus(code.amount)?;
                        new.push(code);
                    }
                    Judged::NeedsRenewal => done.n_need_renewal += 1,
                    Judged::CoveredByCredit => done.n_covered_by_credit += 1,
                    Judged::NotPayable => done.n_not_payable += 1,
                }
            }
            done.n_opened += new.len() as u64;
            save(tx, office, new).await?;
            from = until;
        }
        done.expires_on = (done.n_opened > 0).then_some(expires_on);
        office.note(Self::NAME, "list", Some(self.list.0), format!("{} codes", done.n_opened));
        Ok(done)
    }
}

row! {
    /// A line of a list's bill.
    pub struct ListBillLine {
        /// The row of the sheet.
        pub row_number: i64,
        /// The code.
        pub code: String,
        /// The membership.
        pub membership: MembershipId,
        /// The number on the card.
        pub number: String,
        /// The member's name.
        pub name: String,
        /// Where they live.
        pub village: String,
        /// First month.
        pub first_month: Month,
        /// How many months.
        pub n_months: i64,
        /// What is, or was, to be paid.
        pub amount: Rupiah,
        /// Last day it can be paid.
        pub expires_on: Date,
        /// `open` or `paid`.
        pub state: String,
    }
}

/// The bill of a list: the sums, and a page of its lines.
#[derive(Clone, Debug)]
pub struct ListBill {
    /// The list.
    pub list: List,
    /// Codes that can be paid, and what they come to.
    pub open: (i64, Rupiah),
    /// Codes that were paid, and what they came to.
    pub paid: (i64, Rupiah),
    /// The first day on which one of the open codes can no longer be paid is the one after this.
    pub expires_on: Option<Date>,
    /// A page of lines, in the order of the sheet.
    pub lines: Vec<ListBillLine>,
}

/// The bill of a list with the lines after a row. Names of people are read: it is noted.
pub async fn list_bill(
    tx: &mut Tx,
    office: &Office,
    list: ListId,
    after_row: i64,
    limit: u32,
) -> Result<ListBill, ListCodesRefusal> {
    let list = list_status(tx, office, list).await?;
    office.allow(Duty::OpenCode, &list.area).map_err(CodeRefusal::from)?;
    let (today, since): (Date, Timestamp) = (office.outside.today(), list.received_at);
    let totals: Vec<(String, i64, Rupiah, Date)> =
        tx.all(&sql::LIST_BILL_TOTALS, (list.id, member_outcomes(), since, today)).await?;
    let asked = (list.id, after_row, member_outcomes(), since, today, limit.clamp(1, 2_000));
    let lines = tx.all(&sql::LIST_BILL, asked).await?;
    office.note("read bill of list", "list", Some(list.id.0), "");
    let of = |state: &str| {
        let found = totals.iter().find(|(word, ..)| word == state);
        found.map_or((0, Rupiah::ZERO), |(_, n, amount, _)| (*n, *amount))
    };
    let expires_on = totals.iter().find(|(word, ..)| word == "open").map(|(.., day)| *day);
    Ok(ListBill { open: of("open"), paid: of("paid"), expires_on, lines, list })
}
