//! Bills and payments as a desk asks for them: by code, by member; and a bill taken back.

use crate::{Code, Member, change::seen, held::PaymentRow, open_code::member, sql};
use access::{Command, CommandHeader, Duty, Forbidden, Office};
use db::{DbError, Tx, Uuid, row};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{
    AreaCode, Date, Month, Rupiah, Timestamp,
    ids::{MembershipId, PaymentId, UserId},
};

row! {
    /// A bill with whom it is for.
    pub struct Bill {
        /// The code.
        pub code: String,
        /// The membership.
        pub membership: MembershipId,
        /// The number on the member's card.
        pub number: String,
        /// Where the member lives.
        pub village: String,
        /// The member's name.
        pub name: String,
        /// First month.
        pub first_month: Month,
        /// How many months.
        pub n_months: i64,
        /// What is to be paid.
        pub amount: Rupiah,
        /// 1 when paying it opens a new spell.
        pub opens_new_spell: i64,
        /// When it was opened.
        pub opened_at: Timestamp,
        /// By whom.
        pub opened_by: UserId,
        /// Last day it can be paid.
        pub expires_on: Date,
        /// As stored: `open`, `paid`, `cancelled`.
        pub stored_state: String,
        /// Why it was taken back.
        pub cancelled_because: Option<String>,
        /// When.
        pub cancelled_at: Option<Timestamp>,
        /// By whom.
        pub cancelled_by: Option<UserId>,
    }
}

impl Bill {
    /// Where it stands on a day: `open`, `expired`, `paid`, `cancelled`.
    #[must_use]
    pub fn state(&self, on: Date) -> &str {
        if self.stored_state == "open" && self.expires_on < on {
            "expired"
        } else {
            &self.stored_state
        }
    }

    /// The last month.
    #[must_use]
    pub fn last_month(&self) -> Month {
        self.first_month.plus(i32::try_from(self.n_months).unwrap_or(1) - 1)
    }
}

/// Why a bill was not shown or not taken back.
#[derive(Debug, thiserror::Error)]
pub enum BillRefusal {
    /// No such code, or not where the actor may look.
    #[error("there is no such payment code; type all 15 digits from the slip")]
    NotFound,
    /// Paid, cancelled or expired.
    #[error("this payment code is {0}; only an open one can be cancelled")]
    NotOpen(String),
    /// Without a reason.
    #[error("say why the code is cancelled, in a few words")]
    Reason,
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Whether the actor may see the bills of somebody who lives there. A till sees them everywhere: the
/// payer may come to any.
fn may_see(office: &Office, village: &str) -> bool {
    let Ok(village) = village.parse::<AreaCode>() else { return false };
    let duties = [Duty::OpenCode, Duty::ReadPeople, Duty::ReportPayment, Duty::ResolvePayment];
    // Every one is asked: a duty that was asked for is on record.
    duties.into_iter().filter(|duty| office.allow(*duty, &village).is_ok()).count() > 0
}

/// A bill by its code, for whoever takes payments or knows the member.
pub async fn bill(tx: &mut Tx, office: &Office, code: &Code) -> Result<Bill, BillRefusal> {
    let code = code.to_string();
    let found = tx.first(&sql::CODES_BETWEEN, (code.clone(), code, 1)).await?;
    found.filter(|bill| may_see(office, &bill.village)).ok_or(BillRefusal::NotFound)
}

const CODE_DIGITS: usize = 15;
/// Digits with which a code begins to be looked for.
const DIGITS_MIN: usize = 6;

/// Bills whose code begins so; none when the text is no beginning of a code.
pub async fn bills_typed(
    tx: &mut Tx,
    office: &Office,
    text: &str,
    limit: u32,
) -> Result<Vec<Bill>, DbError> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.')).collect();
    // With points it is the code of an area, unless it is whole.
    let is_start = (digits.len() == CODE_DIGITS || !text.contains('.'))
        && (DIGITS_MIN..=CODE_DIGITS).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_start {
        return Ok(Vec::new());
    }
    let last = format!("{digits:9<CODE_DIGITS$}");
    let found: Vec<Bill> = tx.all(&sql::CODES_BETWEEN, (digits, last, limit)).await?;
    Ok(found.into_iter().filter(|bill| may_see(office, &bill.village)).collect())
}

const NUMBER_LETTERS: usize = 12;

/// Members by the beginning of the number on the card, as it is typed or read aloud; from where the
/// actor may read people.
pub async fn members_typed(
    tx: &mut Tx,
    office: &Office,
    text: &str,
    limit: u32,
) -> Result<Vec<Member>, DbError> {
    let Some((first, last)) = numbers(text) else { return Ok(Vec::new()) };
    let found: Vec<(Uuid,)> = tx.all(&sql::NUMBERS_BETWEEN, (first, last, limit)).await?;
    let members = members_of_ids(tx, found.into_iter().map(|(id,)| id).collect()).await?;
    Ok(members.into_iter().filter_map(|m| seen(office, Duty::ReadPeople, Some(m))).collect())
}

/// Memberships by id, wherever they live.
pub(crate) async fn members_of_ids(tx: &mut Tx, ids: Vec<Uuid>) -> Result<Vec<Member>, DbError> {
    if ids.is_empty() { Ok(Vec::new()) } else { tx.all(&sql::MEMBERS_OF_IDS, (ids,)).await }
}

/// From which number to which: four letters and digits at least; a digit or a dash among them, for
/// otherwise it is a name.
fn numbers(text: &str) -> Option<(String, String)> {
    let letters: String =
        text.chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| c.to_ascii_uppercase()).collect();
    let fits = (4..=NUMBER_LETTERS).contains(&letters.len())
        && letters.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.bytes().any(|b| b.is_ascii_digit() || b == b'-');
    let grouped = |letters: &str| {
        let letters: Vec<char> = letters.chars().collect();
        letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    };
    fits.then(|| (grouped(&letters), grouped(&format!("{letters:Z<NUMBER_LETTERS$}"))))
}

/// The memberships of some people, each person's in order; merged records included.
pub async fn members_of_people(tx: &mut Tx, people: &[Uuid]) -> Result<Vec<Member>, DbError> {
    match people {
        [] => Ok(Vec::new()),
        people => tx.all(&sql::MEMBERS_OF_PEOPLE, (people.to_vec(),)).await,
    }
}

/// The bills of a member, newest first.
pub async fn bills_of(
    tx: &mut Tx,
    membership: MembershipId,
    limit: u32,
) -> Result<Vec<Bill>, DbError> {
    let bucket = i64::from(membership.0.as_bytes()[15]);
    tx.all(&sql::CODES_OF_MEMBERS, (vec![bucket], vec![membership.0], limit)).await
}

/// A payment of a member with the months that stand on it.
#[derive(Clone, Debug)]
pub struct MemberPayment {
    /// The payment.
    pub payment: PaymentRow,
    /// The months it paid, those withdrawn again included, and whether they still stand.
    pub months: Vec<(Month, bool)>,
}

/// The payments of a member, newest first, before a place.
pub async fn payments_of(
    tx: &mut Tx,
    membership: MembershipId,
    before: Option<(Timestamp, PaymentId)>,
    limit: u32,
) -> Result<Vec<MemberPayment>, DbError> {
    let bucket = i64::from(membership.0.as_bytes()[15]);
    let (at, id) = before.unwrap_or((Timestamp::MAX, PaymentId(Uuid::max())));
    let at = at.min(LAST_INSTANT);
    let of = (vec![bucket], vec![membership.0]);
    let payments: Vec<PaymentRow> =
        tx.all(&sql::PAYMENTS_OF_MEMBERS, (of.0.clone(), of.1.clone(), at, id, limit)).await?;
    let mut months: BTreeMap<PaymentId, Vec<(Month, bool)>> = BTreeMap::new();
    for paid in tx.all(&sql::PAID_MONTHS_OF_MEMBERS, of).await? {
        let paid: PaidMonthRow = paid;
        months.entry(paid.payment).or_default().push((paid.month, paid.withdrawn_on.is_none()));
    }
    let with = |payment: PaymentRow| MemberPayment {
        months: months.remove(&payment.id).unwrap_or_default(),
        payment,
    };
    Ok(payments.into_iter().map(with).collect())
}

/// Later than anything, and within what both databases hold.
pub(crate) const LAST_INSTANT: Timestamp = Timestamp::constant(32_503_680_000, 0);

row! {
    /// A month with the payment it stands on.
    pub(crate) struct PaidMonthRow {
        pub(crate) membership: MembershipId,
        pub(crate) month: Month,
        pub(crate) payment: PaymentId,
        pub(crate) total: Rupiah,
        pub(crate) paid_on: Date,
        pub(crate) protects_to: Date,
        pub(crate) withdrawn_on: Option<Date>,
    }
}

/// Takes an open bill back: it was opened for too many months, or for somebody else. A payment that
/// comes for it all the same is held and has an owner.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CancelCode {
    /// The code.
    pub code: String,
    /// Why.
    pub reason: String,
}

/// A bill that was taken back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cancelled {
    /// The code.
    pub code: String,
    /// The membership.
    pub membership: MembershipId,
}

impl Command for CancelCode {
    const NAME: &'static str = "cancel code";
    type Answer = Cancelled;
    type Refusal = BillRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Cancelled, BillRefusal> {
        let code: Code = self.code.parse().map_err(|_| BillRefusal::NotFound)?;
        let code = code.to_string();
        let found = tx.first(&sql::CODES_BETWEEN, (code.clone(), code.clone(), 1)).await?;
        let of = match &found {
            Some(bill) => member(tx, bill.membership).await?,
            None => None,
        };
        let of = seen(office, Duty::OpenCode, of).ok_or(BillRefusal::NotFound)?;
        let bill = found.ok_or(BillRefusal::NotFound)?;
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(BillRefusal::Reason);
        }
        let state = bill.state(office.outside.today());
        // An expired bill may be taken back too: what is open in the books of nobody is clearer gone.
        if bill.stored_state != "open" {
            return Err(BillRefusal::NotOpen(state.to_owned()));
        }
        tx.run(&sql::CANCEL_CODE, (code.clone(),)).await?;
        let reason: String = reason.chars().take(300).collect();
        tx.run(&sql::ADD_CANCELLATION, (code.clone(), reason, office.outside.now, office.actor))
            .await?;
        office.note(Self::NAME, "membership", Some(of.id.0), code.clone());
        Ok(Cancelled { code, membership: of.id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_looked_for_from_its_fourth_letter_on() {
        let range = |text: &str| numbers(text);
        let whole = range("7k2m 9qx4 mb31").unwrap();
        assert_eq!((whole.0.as_str(), whole.1.as_str()), ("7K2M-9QX4-MB31", "7K2M-9QX4-MB31"));
        let part = range("7K2M-9").unwrap();
        assert_eq!((part.0.as_str(), part.1.as_str()), ("7K2M-9", "7K2M-9ZZZ-ZZZZ"));
        for text in ["7K2", "SITI", "siti aminah", "7K2M-9QX4-MB31-X", "Rp7.000"] {
            assert_eq!(range(text), None, "{text}");
        }
    }
}
