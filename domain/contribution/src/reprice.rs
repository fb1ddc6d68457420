//! A sector or a law that was not known at payment: the months are priced again and the difference
//! becomes the member's credit.

use crate::{
    Member,
    change::seen,
    months::turned_through,
    open_code::{CodeRefusal, member},
    pay::{member_row, save_members},
    rows::{CREDITS, Message, NOTICES, credit_row, notice_row},
    sql,
};
use access::{Command, CommandHeader, Duty, Office};
use db::{BulkUpdate, Kind, Tx, Value, row};
use ledger::{Journal, LedgerError, reversal_of, templates::Receipt};
use serde::{Deserialize, Serialize};
use terms::{
    Because, Month, Rupiah, Sector,
    ids::{JournalId, MembershipId, PaymentId},
};

/// Prices the months from `from` on again, as a member of `sector`. Only downwards: a worker is
/// never charged for a month that was paid as it was billed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reprice {
    /// The membership.
    pub membership: MembershipId,
    /// The sector it belongs to.
    pub sector: Sector,
    /// First month to be priced again.
    pub from: Month,
}

/// What the months cost after all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Repriced {
    /// The membership.
    pub membership: MembershipId,
    /// How many months became cheaper.
    pub n_months: i64,
    /// What had been paid for the months looked at.
    pub paid: Rupiah,
    /// What they cost.
    pub due: Rupiah,
    /// The difference, now credit.
    pub credited: Rupiah,
    /// The member's credit.
    pub credit: Rupiah,
    /// Why.
    pub because: Vec<Because>,
}

/// Why nothing was repriced.
#[derive(Debug, thiserror::Error)]
pub enum RepriceRefusal {
    /// The shared refusals of pricing.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] db::DbError),
}

impl From<regulation::LawError> for RepriceRefusal {
    fn from(error: regulation::LawError) -> Self {
        Self::Code(error.into())
    }
}

impl From<terms::MoneyError> for RepriceRefusal {
    fn from(error: terms::MoneyError) -> Self {
        Self::Code(error.into())
    }
}

row! {
    /// A month that stands, with what was paid for it.
    pub(crate) struct PaidRow {
        month: Month,
        payment: PaymentId,
        jkk: Rupiah,
        jkm: Rupiah,
        jht: Rupiah,
        ahead: i64,
    }
}

static AMOUNTS: BulkUpdate = BulkUpdate {
    table: "contribution_month",
    key: &[
        ("bucket", Kind::Int),
        ("membership", Kind::Uuid),
        ("month", Kind::Date),
        ("payment", Kind::Uuid),
    ],
    columns: &[("jkk", Kind::Int), ("jkm", Kind::Int)],
};

#[derive(Default)]
struct Difference {
    receipt: Receipt,
    rows: Vec<Vec<Value>>,
    paid: Rupiah,
    due: Rupiah,
    because: Vec<Because>,
}

impl Difference {
    fn add(
        &mut self,
        office: &Office,
        member: &Member,
        row: &PaidRow,
        turned: Option<Month>,
    ) -> Result<(), RepriceRefusal> {
        let (price, because) =
            office.outside.law.price(&member.price_input(row.month))?.into_parts();
        let (jkk, jkm) = (
            price.jkk.unwrap_or_default().min(row.jkk),
            price.jkm.unwrap_or_default().min(row.jkm),
        );
        self.paid = Rupiah::sum([self.paid, row.jkk, row.jkm, row.jht])?;
        self.due = Rupiah::sum([self.due, jkk, jkm, row.jht])?;
        if jkk == row.jkk && jkm == row.jkm {
            return Ok(());
        }
        let waits = row.ahead == 1 && turned.is_none_or(|turned| row.month > turned);
        let receipt = &mut self.receipt;
        let (to_jkk, to_jkm) = if waits {
            (&mut receipt.jkk_ahead, &mut receipt.jkm_ahead)
        } else {
            (&mut receipt.jkk_now, &mut receipt.jkm_now)
        };
        *to_jkk = to_jkk.plus(row.jkk.minus(jkk)?)?;
        *to_jkm = to_jkm.plus(row.jkm.minus(jkm)?)?;
        self.rows.push(vec![
            Value::Int(Some(member.bucket)),
            Value::Uuid(Some(member.id.0)),
            Value::Date(Some(row.month.first_day())),
            Value::Uuid(Some(row.payment.0)),
            Value::Int(Some(jkk.get())),
            Value::Int(Some(jkm.get())),
        ]);
        self.because.push(because);
        Ok(())
    }
}

impl Command for Reprice {
    const NAME: &'static str = "reprice";
    type Answer = Repriced;
    type Refusal = RepriceRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Repriced, RepriceRefusal> {
        let found = member(tx, self.membership).await?;
        let mut member = seen(office, Duty::Enrol, found).ok_or(CodeRefusal::NotFound)?;
        member.sector = self.sector;
        let turned = turned_through(tx).await?;
        let mut difference = Difference::default();
        for row in tx.all(&sql::MONTHS_TO_REPRICE, (member.bucket, member.id, self.from)).await? {
            difference.add(office, &member, &row, turned)?;
        }
        let credited = difference.paid.minus(difference.due)?;
        let n_months = i64::try_from(difference.rows.len()).unwrap_or(i64::MAX);
        if !credited.is_zero() {
            self.book(header, office, tx, &mut member, &mut difference, credited).await?;
        }
        save_members(tx, vec![member_row(&member, office.outside.now)]).await?;
        office.note(
            Self::NAME,
            "membership",
            Some(member.id.0),
            format!("{n_months} months, {credited}"),
        );
        let Difference { paid, due, because, .. } = difference;
        Ok(Repriced {
            membership: member.id,
            n_months,
            paid,
            due,
            credited,
            credit: member.credit,
            because,
        })
    }
}

impl Reprice {
    /// Takes the difference out of the funds and into the member's credit.
    async fn book(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
        member: &mut Member,
        difference: &mut Difference,
        credited: Rupiah,
    ) -> Result<(), RepriceRefusal> {
        let (now, today) = (office.outside.now, office.outside.today());
        let journal = JournalId(office.outside.id(header.id.0, "journal", 0));
        // Reversing "out of credit, into the funds" is "out of the funds, into credit".
        difference.receipt.from_credit = credited;
        let lines = reversal_of(&difference.receipt.lines()?);
        let books =
            Journal::new(journal, "repriced", format!("repriced {}", header.id), today, lines)?;
        ledger::post(tx, office, ledger::OFFICE_SLOT, &[books]).await?;
        tx.update_many(&AMOUNTS, std::mem::take(&mut difference.rows)).await?;
        let credit = credit_row(
            member,
            office.outside.id(header.id.0, "credit", 0),
            credited,
            "repriced",
            None,
            journal,
            now,
        );
        tx.insert_many(&CREDITS, credit.into_iter().collect()).await?;
        member.credit = member.credit.plus(credited)?;
        let message = Message {
            kind: "repriced",
            occasion: format!("repriced {}", header.id),
            id: format!(
                "Iuran Anda dihitung ulang: kelebihan {credited} disimpan dan dipakai untuk bulan berikutnya. Simpanan {}.",
                member.credit
            ),
            en: format!(
                "Your contributions were computed again: {credited} too much was paid, is kept and goes to the next months. Credit {}.",
                member.credit
            ),
        };
        let to = (member.bucket, member.id.0);
        let notice =
            notice_row(to, office.outside.id(header.id.0, "notice", 0), today, message, now);
        tx.insert_many(&NOTICES, vec![notice]).await?;
        Ok(())
    }
}
