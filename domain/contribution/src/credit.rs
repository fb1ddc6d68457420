//! A member's credit pays months by itself: for whoever paid too much, or was priced again.

use crate::{
    MonthView,
    allocate::{Bill, CannotAllocate, allocate},
    change::{count_change, seen},
    held::HeldRefusal,
    ledger_of::writings,
    open_code::member,
    pay::{load::rules, member_row, month_view, save_members, split},
    rows::{
        CREDITS, MONTHS, Message, NOTICES, SAVINGS, credit_row, month_row, notice_row, savings_row,
    },
};
use access::{Command, CommandHeader, Duty, Office};
use db::Tx;
use ledger::Journal;
use serde::{Deserialize, Serialize};
use terms::{
    Date, Month, Rupiah,
    ids::{JournalId, MembershipId},
};

/// Pays the next months of a member out of the credit, as far as it reaches.
#[derive(Clone, Debug)]
pub struct UseCredit {
    /// The membership.
    pub membership: MembershipId,
    /// At most so many months, 1 to 12.
    pub n_months: u32,
}

/// What the credit paid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CreditUsed {
    /// Months now paid.
    pub months: Vec<MonthView>,
    /// Last day covered.
    pub covered_until: Option<Date>,
    /// What is left.
    pub credit: Rupiah,
}

impl Command for UseCredit {
    const NAME: &'static str = "use credit";
    type Answer = CreditUsed;
    type Refusal = HeldRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<CreditUsed, HeldRefusal> {
        let found = member(tx, self.membership).await?;
        let before = seen(office, Duty::OpenCode, found).ok_or(HeldRefusal::NoMember)?;
        if !(1..=12).contains(&self.n_months) {
            return Err(HeldRefusal::Months);
        }
        let (now, today) = (office.outside.now, office.outside.today());
        let rules = rules(tx, office).await?;
        let renewed = before.may_renew_until.is_some_and(|until| today <= until);
        let bill = Bill {
            first_month: Month::of(today),
            n_months: i64::from(self.n_months),
            opens_new_spell: renewed,
            is_paid: false,
        };
        let price = |month| office.outside.law.price_amount(&before.price_input(month));
        let allocation = allocate(&before, bill, Rupiah::ZERO, today, rules.grace_months, price)
            .map_err(|error| match error {
                CannotAllocate::Held(held) => HeldRefusal::Held(held.sentences().1),
                CannotAllocate::Money(error) => error.into(),
            })?;
        let (months, after) = (allocation.months, allocation.member);
        if months.is_empty() {
            return Err(HeldRefusal::Held("the credit does not reach for a whole month yet"));
        }
        let people = [before.counted_as.0];
        let counted = writings(tx, office, &people).await?;
        let id = |label| office.outside.id(header.id.0, label, 0);
        let journal = JournalId(id("journal"));
        let income_through = rules.income_through(today);
        let mut receipt = split(&months, income_through)?;
        receipt.from_credit = before.credit.minus(after.credit)?;
        let books = Journal::new(
            journal,
            "credit used",
            format!("credit used {}", header.id),
            today,
            receipt.lines()?,
        )?;
        ledger::post(tx, office, ledger::OFFICE_SLOT, &[books]).await?;
        // No channel reported it: the months name the command instead of a payment.
        let row = |paid| month_row(&after, paid, header.id.0, today, income_through, journal);
        tx.insert_many(&MONTHS, months.iter().map(row).collect()).await?;
        let used = after.credit.minus(before.credit)?;
        let credit = credit_row(&after, id("credit"), used, "used", None, journal, now);
        tx.insert_many(&CREDITS, credit.into_iter().collect()).await?;
        let saved = Rupiah::sum(months.iter().map(|paid| paid.price.jht.unwrap_or_default()))?;
        let savings =
            savings_row(&after, id("savings"), "contribution", saved, today, journal, now);
        tx.insert_many(&SAVINGS, savings.into_iter().collect()).await?;
        save_members(tx, vec![member_row(&after, now)]).await?;
        count_change(tx, office, header.id.0, &people, counted).await?;
        let covered_until = after.paid_through.map(Month::last_day);
        let until = covered_until.map_or_else(|| "-".into(), |day| day.to_string());
        let message = Message {
            kind: "credit_used",
            occasion: format!("credit used {}", header.id),
            id: format!(
                "Simpanan Anda dipakai untuk {} bulan. Anda terlindungi sampai {until}; sisa simpanan {}.",
                months.len(),
                after.credit
            ),
            en: format!(
                "Your credit paid {} months. You are covered until {until}; credit left {}.",
                months.len(),
                after.credit
            ),
        };
        let notice = notice_row((after.bucket, after.id.0), id("notice"), today, message, now);
        tx.insert_many(&NOTICES, vec![notice]).await?;
        office.note(Self::NAME, "membership", Some(after.id.0), format!("{} months", months.len()));
        Ok(CreditUsed {
            months: months.iter().map(month_view).collect(),
            covered_until,
            credit: after.credit,
        })
    }
}
