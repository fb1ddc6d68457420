//! What becomes of money that could not be posted: applied, given back, or reversed by the bank.

use crate::{
    Member, MonthView,
    allocate::{Bill, CannotAllocate, allocate},
    change::{count_change, seen},
    ledger_of::{self, writings},
    open_code::member,
    pay::{PayRefusal, member_row, month_view, save_members, split},
    rows::{
        CREDITS, MONTHS, Message, NOTICES, SAVINGS, credit_row, month_row, notice_row, savings_row,
    },
    sql,
};
use access::{Command, CommandHeader, Duty, Forbidden, Office};
use db::{DbError, Tx, Uuid, row};
use ledger::{
    Journal, LedgerError, reversal_of,
    templates::{self, Holding, Receipt, kind},
};
use regulation::LawError;
use serde::{Deserialize, Serialize};
use terms::{
    Date, MoneyError, Month, Rupiah, Timestamp,
    ids::{JournalId, MembershipId, PaymentId},
};

row! {
    /// A payment as it stands.
    pub struct PaymentRow {
        /// Its id.
        pub id: PaymentId,
        /// Where it came in.
        pub channel: String,
        /// The channel's reference.
        pub reference: String,
        /// The code as typed.
        pub code: String,
        /// Whose it is, when known.
        pub membership: Option<MembershipId>,
        /// How much.
        pub amount: Rupiah,
        /// When it was paid.
        pub paid_at: Timestamp,
        /// The office's date of it.
        pub paid_on: Date,
        /// When we were told.
        pub received_at: Timestamp,
        /// `posted`, `held`, `refunding`, `refunded`, `reversed`.
        pub state: String,
        /// How the amount met the bill, or why it is held.
        pub outcome: String,
        /// Who has to do something about it.
        pub owner: Option<String>,
        /// The journal it stands in.
        pub journal: JournalId,
    }
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum HeldRefusal {
    /// No such payment.
    #[error("there is no such payment")]
    NotFound,
    /// The payment is not in the state this needs.
    #[error("this payment is {0}; that cannot be done with it")]
    State(String),
    /// No such membership.
    #[error("there is no such membership; search for the person by name or NIK")]
    NoMember,
    /// 0 or more than 12 months.
    #[error("months must be 1 to 12")]
    Months,
    /// Still not to be posted.
    #[error("{0}")]
    Held(&'static str),
    /// The credit it made was used by a later payment.
    #[error("the credit of this payment has been used since; reverse the later payment first")]
    CreditUsed,
    /// Who approved may not pay.
    #[error("who approved a refund does not pay it; a second person of finance must")]
    SamePerson,
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The law has no price.
    #[error(transparent)]
    Law(#[from] LawError),
    /// Out of bounds.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Counting failed.
    #[error(transparent)]
    Pay(#[from] PayRefusal),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A payment by its id.
pub async fn payment(tx: &mut Tx, id: PaymentId) -> Result<Option<PaymentRow>, DbError> {
    tx.first(&sql::PAYMENT, (id,)).await
}

/// Payments that somebody has to do something about, of one owner or of all, oldest first, after a
/// place; at most 500.
pub async fn payments_owned(
    tx: &mut Tx,
    office: &Office,
    owner: Option<&str>,
    after: Option<(Timestamp, PaymentId)>,
    limit: u32,
) -> Result<Vec<PaymentRow>, HeldRefusal> {
    office.allow_everywhere(Duty::ResolvePayment)?;
    let (at, id) = after.unwrap_or((Timestamp::UNIX_EPOCH, PaymentId(Uuid::nil())));
    let owner = owner.unwrap_or_default().to_owned();
    Ok(tx.all(&sql::PAYMENTS_OWNED, (at, id, owner, limit.clamp(1, 500))).await?)
}

/// Applies a held payment to a member's months.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ApplyHeld {
    /// The payment.
    pub payment: PaymentId,
    /// Whose it is.
    pub membership: MembershipId,
    /// At most so many months.
    pub n_months: u32,
}

/// What a held payment paid in the end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Applied {
    /// The payment.
    pub payment: PaymentId,
    /// Months now paid.
    pub months: Vec<MonthView>,
    /// Last day covered.
    pub covered_until: Option<Date>,
    /// The member's credit.
    pub credit: Rupiah,
}

impl Command for ApplyHeld {
    const NAME: &'static str = "apply held payment";
    type Answer = Applied;
    type Refusal = HeldRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Applied, HeldRefusal> {
        let found = member(tx, self.membership).await?;
        let before = seen(office, Duty::ResolvePayment, found).ok_or(HeldRefusal::NoMember)?;
        let payment = in_state(tx, self.payment, "held").await?;
        if !(1..=12).contains(&self.n_months) {
            return Err(HeldRefusal::Months);
        }
        let today = office.outside.today();
        let grace_months = office.outside.law.cover_parameters(today)?.grace_months;
        let renewed = before.may_renew_until.is_some_and(|until| today <= until);
        // A renewal covers from the day it is made, never back to the day the money came.
        let cover_on = if renewed { today } else { payment.paid_on };
        let bill = Bill {
            first_month: Month::of(cover_on),
            n_months: i64::from(self.n_months),
            opens_new_spell: renewed,
            is_paid: false,
        };
        let price = |month| office.outside.law.price_amount(&before.price_input(month));
        let allocation = allocate(&before, bill, payment.amount, cover_on, grace_months, price)
            .map_err(|error| match error {
                CannotAllocate::Held(held) => HeldRefusal::Held(held.sentences().1),
                CannotAllocate::Money(error) => error.into(),
            })?;
        let rules = crate::pay::load::rules(tx, office).await?;
        let effective_on =
            if rules.is_closed(Month::of(payment.paid_on)) { today } else { payment.paid_on };
        let income_through = rules.income_through(effective_on);
        let people = [before.counted_as.0];
        let counted = writings(tx, office, &people).await?;
        let journal = JournalId(office.outside.id(header.id.0, "journal", 0));
        let mut receipt = split(&allocation.months, income_through)?;
        receipt.from_unidentified = payment.amount;
        credit_sides(&mut receipt, &before, &allocation.member)?;
        let books = Journal::new(
            journal,
            kind::IDENTIFIED,
            format!("identified {}", payment.id),
            effective_on,
            receipt.lines()?,
        )?;
        ledger::post(tx, office, ledger::OFFICE_SLOT, &[books]).await?;
        write_months(
            tx,
            office,
            &payment,
            &before,
            &allocation.member,
            &allocation.months,
            (cover_on, effective_on, income_through),
            journal,
        )
        .await?;
        save_members(tx, vec![member_row(&allocation.member, office.outside.now)]).await?;
        tx.run(
            &sql::SETTLE_PAYMENT,
            (payment.id, "posted", Some(before.bucket), Some(before.id), None::<String>),
        )
        .await?;
        count_change(tx, office, header.id.0, &people, counted).await?;
        office.note(
            Self::NAME,
            "payment",
            Some(payment.id.0),
            format!("{} months", allocation.months.len()),
        );
        let member = allocation.member;
        let answer = Applied {
            payment: payment.id,
            months: allocation.months.iter().map(month_view).collect(),
            covered_until: member.paid_through.map(Month::last_day),
            credit: member.credit,
        };
        let until = answer.covered_until.map_or_else(|| "-".into(), |day| day.to_string());
        let message = Message {
            kind: "receipt",
            occasion: format!("applied {}", payment.id),
            id: format!(
                "Uang {} yang kami simpan sudah dipakai. Anda terlindungi sampai {until}; simpanan {}.",
                payment.amount, member.credit
            ),
            en: format!(
                "The {} we kept has been used. You are covered until {until}; credit {}.",
                payment.amount, member.credit
            ),
        };
        tell(tx, office, header.id.0, &member, message).await?;
        Ok(answer)
    }
}

fn credit_sides(receipt: &mut Receipt, before: &Member, after: &Member) -> Result<(), MoneyError> {
    if after.credit >= before.credit {
        receipt.to_credit = after.credit.minus(before.credit)?;
    } else {
        receipt.from_credit = before.credit.minus(after.credit)?;
    }
    Ok(())
}

async fn in_state(tx: &mut Tx, id: PaymentId, state: &str) -> Result<PaymentRow, HeldRefusal> {
    let payment = payment(tx, id).await?.ok_or(HeldRefusal::NotFound)?;
    if payment.state == state { Ok(payment) } else { Err(HeldRefusal::State(payment.state)) }
}

#[expect(clippy::too_many_arguments, reason = "the parts of one posting")]
async fn write_months(
    tx: &mut Tx,
    office: &Office,
    payment: &PaymentRow,
    before: &Member,
    after: &Member,
    months: &[crate::MonthPaid],
    (cover_on, effective_on, income_through): (Date, Date, Month),
    journal: JournalId,
) -> Result<(), HeldRefusal> {
    let now = office.outside.now;
    let id = |label| office.outside.id(payment.id.0, label, 1);
    let rows = months
        .iter()
        .map(|paid| month_row(after, paid, payment.id.0, cover_on, income_through, journal))
        .collect();
    tx.insert_many(&MONTHS, rows).await?;
    let delta = after.credit.minus(before.credit)?;
    let credit =
        credit_row(after, id("credit"), delta, "applied", Some(payment.id.0), journal, now);
    tx.insert_many(&CREDITS, credit.into_iter().collect()).await?;
    let saved = Rupiah::sum(months.iter().map(|paid| paid.price.jht.unwrap_or_default()))?;
    let savings =
        savings_row(after, id("savings"), "contribution", saved, effective_on, journal, now);
    tx.insert_many(&SAVINGS, savings.into_iter().collect()).await?;
    Ok(())
}

async fn tell(
    tx: &mut Tx,
    office: &Office,
    seed: Uuid,
    member: &Member,
    message: Message,
) -> Result<(), DbError> {
    let notice = notice_row(
        (member.bucket, member.id.0),
        office.outside.id(seed, "notice", 0),
        office.outside.today(),
        message,
        office.outside.now,
    );
    tx.insert_many(&NOTICES, vec![notice]).await?;
    Ok(())
}

/// Approves giving a held payment back, or (by somebody else) pays it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refund {
    /// The payment.
    pub payment: PaymentId,
    /// Approve first; pay second, by another person.
    pub step: RefundStep,
    /// Why.
    pub reason: String,
}

/// The two steps of a refund.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStep {
    /// Promise it.
    Approve,
    /// Pay it.
    Pay,
}

/// Where a refund stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refunded {
    /// The payment.
    pub payment: PaymentId,
    /// How much.
    pub amount: Rupiah,
    /// `refunding` or `refunded`.
    pub state: String,
}

impl Command for Refund {
    const NAME: &'static str = "refund";
    type Answer = Refunded;
    type Refusal = HeldRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Refunded, HeldRefusal> {
        office.allow_everywhere(Duty::ResolvePayment)?;
        let (now, today) = (office.outside.now, office.outside.today());
        let journal = JournalId(office.outside.id(header.id.0, "journal", 0));
        let (payment, state, books) = match self.step {
            RefundStep::Approve => {
                let payment = in_state(tx, self.payment, "held").await?;
                let id = office.outside.id(header.id.0, "refund", 0);
                tx.run(
                    &sql::ADD_REFUND,
                    (id, payment.id, payment.amount, self.reason.clone(), now, office.actor),
                )
                .await?;
                let lines = templates::refund_approved(Holding::Unidentified, payment.amount);
                let key = format!("refund approved {}", payment.id);
                (
                    payment,
                    "refunding",
                    Journal::new(journal, kind::REFUND_APPROVED, key, today, lines)?,
                )
            }
            RefundStep::Pay => {
                let payment = in_state(tx, self.payment, "refunding").await?;
                let (approved_by,) = tx
                    .first(&sql::REFUND_APPROVED_BY, (payment.id,))
                    .await?
                    .ok_or(HeldRefusal::NotFound)?;
                if approved_by == office.actor {
                    return Err(HeldRefusal::SamePerson);
                }
                // Money leaves the bank only when the channel has paid it in.
                ledger::must_hold(tx, ledger::account::COL_1110, today, payment.amount).await?;
                tx.run(&sql::PAY_REFUND, (payment.id, now, office.actor)).await?;
                let lines = templates::refund_paid(payment.amount);
                let key = format!("refund paid {}", payment.id);
                (payment, "refunded", Journal::new(journal, kind::REFUND_PAID, key, today, lines)?)
            }
        };
        ledger::post(tx, office, ledger::OFFICE_SLOT, &[books]).await?;
        let owner = (state == "refunding").then(|| "finance".to_owned());
        let bucket = payment.membership.map(|id| i64::from(id.0.as_bytes()[15]));
        tx.run(&sql::SETTLE_PAYMENT, (payment.id, state, bucket, payment.membership, owner))
            .await?;
        office.note(Self::NAME, "payment", Some(payment.id.0), state);
        Ok(Refunded { payment: payment.id, amount: payment.amount, state: state.to_owned() })
    }
}

row! {
    /// A month that a payment paid and that still stands.
    pub(crate) struct StandingMonth {
        month: Month,
        jkk: Rupiah,
        jkm: Rupiah,
        jht: Rupiah,
        ahead: i64,
    }
}

/// The bank takes a payment back (J10): its months are withdrawn from today, and the member told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reverse {
    /// The payment.
    pub payment: PaymentId,
    /// The bank's reason.
    pub reason: String,
}

/// What a reversal took away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reversed {
    /// The payment.
    pub payment: PaymentId,
    /// Months no longer paid.
    pub months: Vec<Month>,
    /// Last day covered now.
    pub covered_until: Option<Date>,
}

impl Command for Reverse {
    const NAME: &'static str = "reverse payment";
    type Answer = Reversed;
    type Refusal = HeldRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Reversed, HeldRefusal> {
        office.allow_everywhere(Duty::ResolvePayment)?;
        let payment = payment(tx, self.payment).await?.ok_or(HeldRefusal::NotFound)?;
        let today = office.outside.today();
        let journal = JournalId(office.outside.id(header.id.0, "journal", 0));
        let answer = match payment.state.as_str() {
            "held" => {
                let receipt = Receipt {
                    received: payment.amount,
                    to_unidentified: payment.amount,
                    ..Receipt::default()
                };
                self.book(tx, office, &payment, &receipt, journal).await?;
                Reversed { payment: payment.id, months: Vec::new(), covered_until: None }
            }
            "posted" => self.withdraw(header, office, tx, &payment, journal, today).await?,
            other => return Err(HeldRefusal::State(other.to_owned())),
        };
        let bucket = payment.membership.map(|id| i64::from(id.0.as_bytes()[15]));
        tx.run(
            &sql::SETTLE_PAYMENT,
            (payment.id, "reversed", bucket, payment.membership, None::<String>),
        )
        .await?;
        office.note(
            Self::NAME,
            "payment",
            Some(payment.id.0),
            format!("{} months", answer.months.len()),
        );
        Ok(answer)
    }
}

impl Reverse {
    async fn book(
        &self,
        tx: &mut Tx,
        office: &Office,
        payment: &PaymentRow,
        receipt: &Receipt,
        journal: JournalId,
    ) -> Result<(), HeldRefusal> {
        let lines = reversal_of(&receipt.lines()?);
        let key = format!("reversed {}", payment.id);
        let books = Journal::new(journal, kind::REVERSAL, key, office.outside.today(), lines)?
            .noting(self.reason.clone());
        Ok(ledger::post(tx, office, ledger::OFFICE_SLOT, &[books]).await?)
    }

    async fn withdraw(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
        payment: &PaymentRow,
        journal: JournalId,
        today: Date,
    ) -> Result<Reversed, HeldRefusal> {
        let id = payment.membership.ok_or(HeldRefusal::NoMember)?;
        let before = member(tx, id).await?.ok_or(HeldRefusal::NoMember)?;
        let people = [before.counted_as.0];
        let counted = writings(tx, office, &people).await?;
        let months: Vec<StandingMonth> =
            tx.all(&sql::STANDING_MONTHS, (before.bucket, before.id, payment.id)).await?;
        let (credit_delta,) =
            tx.one(&sql::CREDIT_OF_PAYMENT, (before.bucket, before.id, payment.id)).await?;
        let turned = crate::months::turned_through(tx).await?;
        let receipt = receipt_of(payment, &months, credit_delta, turned)?;
        let mut after = before.clone();
        after.credit = before.credit.minus(credit_delta)?;
        if after.credit.is_negative() {
            return Err(HeldRefusal::CreditUsed);
        }
        self.book(tx, office, payment, &receipt, journal).await?;
        tx.run(&sql::WITHDRAW_MONTHS, (before.bucket, before.id, payment.id, journal.0, today))
            .await?;
        let taken_back = credit_delta.times(-1)?;
        let now = office.outside.now;
        let credit = credit_row(
            &before,
            office.outside.id(header.id.0, "credit", 0),
            taken_back,
            "reversed",
            Some(payment.id.0),
            journal,
            now,
        );
        tx.insert_many(&CREDITS, credit.into_iter().collect()).await?;
        let saved = Rupiah::sum(months.iter().map(|month| month.jht))?.times(-1)?;
        let savings = savings_row(
            &before,
            office.outside.id(header.id.0, "savings", 0),
            "reversal",
            saved,
            today,
            journal,
            now,
        );
        tx.insert_many(&SAVINGS, savings.into_iter().collect()).await?;
        let parameters = office.outside.law.cover_parameters(today)?;
        let lives = ledger_of::lives(tx, std::slice::from_ref(&before)).await?;
        let after =
            lives.get(&before.id.0).cloned().unwrap_or_default().summarise(&after, &parameters);
        save_members(tx, vec![member_row(&after, now)]).await?;
        count_change(tx, office, header.id.0, &people, counted).await?;
        let covered_until = after.paid_through.map(Month::last_day);
        let until = covered_until.map_or_else(|| "-".into(), |day| day.to_string());
        let message = Message {
            kind: "payment_reversed",
            occasion: format!("reversed {}", payment.id),
            id: format!(
                "Bank menarik kembali pembayaran {}. Perlindungan Anda sekarang sampai {until}. Hubungi kantor bila ini keliru.",
                payment.amount
            ),
            en: format!(
                "The bank took back the payment of {}. You are now covered until {until}. Contact the office if this is wrong.",
                payment.amount
            ),
        };
        tell(tx, office, header.id.0, &after, message).await?;
        Ok(Reversed {
            payment: payment.id,
            months: months.iter().map(|month| month.month).collect(),
            covered_until,
        })
    }
}

/// The receipt as it would be written today: what has become income since is taken from income.
fn receipt_of(
    payment: &PaymentRow,
    months: &[StandingMonth],
    credit_delta: Rupiah,
    turned: Option<Month>,
) -> Result<Receipt, MoneyError> {
    let mut receipt = Receipt { received: payment.amount, ..Receipt::default() };
    if credit_delta.is_negative() {
        receipt.from_credit = credit_delta.times(-1)?;
    } else {
        receipt.to_credit = credit_delta;
    }
    for month in months {
        let waits = month.ahead == 1 && turned.is_none_or(|turned| month.month > turned);
        let (jkk, jkm) = if waits {
            (&mut receipt.jkk_ahead, &mut receipt.jkm_ahead)
        } else {
            (&mut receipt.jkk_now, &mut receipt.jkm_now)
        };
        *jkk = jkk.plus(month.jkk)?;
        *jkm = jkm.plus(month.jkm)?;
        receipt.jht = receipt.jht.plus(month.jht)?;
    }
    Ok(receipt)
}
