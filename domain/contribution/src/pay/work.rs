//! Deciding a batch, payment by payment, in memory.

use super::{
    Ask, Books, PayRefusal, Posted, Report, Taken,
    load::{BillOf, Bills, KnownRow, RosterOf, Rules},
};
use crate::{
    Code, Held, Member, Outcome,
    allocate::{Allocation, Bill, CannotAllocate, MonthPaid, allocate},
    counting::{Atoms, Change, Head, changes},
};
use access::{Duty, Office};
use db::Uuid;
use regulation::cover::CoverState;
use std::collections::{HashMap, HashSet};
use terms::{AreaCode, Date, Month, Rupiah, ids::PaymentId, office_date};

/// A payment that was decided, ready to be written.
#[derive(Debug)]
pub(crate) struct Decided {
    pub(crate) ask: usize,
    pub(crate) posted: Posted,
    pub(crate) paid_on: Date,
    pub(crate) effective_on: Date,
    pub(crate) bucket: Option<i64>,
    pub(crate) owner: Option<&'static str>,
    pub(crate) months: Vec<MonthPaid>,
    pub(crate) credit_delta: Rupiah,
}

/// A batch being decided.
pub(crate) struct Work<'a> {
    system: &'a Office,
    bills: Bills,
    pub(crate) rules: Rules,
    n_asked: usize,
    pub(crate) decided: Vec<Decided>,
    by_id: HashMap<PaymentId, (usize, Report)>,
    pub(crate) touched: HashSet<Uuid>,
    pub(crate) paid_codes: HashSet<String>,
    pub(crate) books: Books,
    pub(crate) changes: Vec<Change>,
    /// People whose counts are recounted from all their months, before and after.
    pub(crate) recount: HashSet<Uuid>,
}

impl<'a> Work<'a> {
    pub(crate) fn new(system: &'a Office, bills: Bills, rules: Rules) -> Self {
        Self {
            system,
            bills,
            rules,
            n_asked: 0,
            decided: Vec::new(),
            by_id: HashMap::new(),
            touched: HashSet::new(),
            paid_codes: HashSet::new(),
            books: Books::default(),
            changes: Vec::new(),
            recount: HashSet::new(),
        }
    }

    /// A member as it stands after the payments so far.
    pub(crate) fn member(&self, id: Uuid) -> Option<&Member> {
        self.bills.members.get(&id)
    }

    /// The members that changed.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        self.touched.iter().filter_map(|id| self.bills.members.get(id))
    }

    /// Takes one payment: answers what was answered before, or decides.
    pub(crate) fn take(
        &mut self,
        ask: &Ask,
        known: &HashMap<PaymentId, KnownRow>,
    ) -> Result<Taken, PayRefusal> {
        let at = self.n_asked;
        self.n_asked += 1;
        ask.report.check(self.system.outside.now)?;
        let id = ask.report.id();
        if let Some(row) = known.get(&id) {
            self.may(ask, None)?;
            return Ok(Taken { posted: row.again(&ask.report)?, was_known: true });
        }
        if let Some((at, first)) = self.by_id.get(&id)
            && let Some(decided) = self.decided.get(*at)
        {
            if !ask.report.says(&first.code, first.amount, first.paid_at) {
                return Err(PayRefusal::OtherContent);
            }
            return Ok(Taken { posted: decided.posted.clone(), was_known: true });
        }
        let code = ask.report.code.parse::<Code>().ok().map(|code| code.as_str().to_owned());
        let bill = code.as_ref().and_then(|code| self.bills.bills.get(code)).cloned();
        self.may(ask, bill.as_ref())?;
        let paid_on = office_date(ask.report.paid_at);
        let decided = match (code, bill) {
            (Some(code), Some(bill)) => self.decide(ask, at, &code, &bill, paid_on)?,
            _ => self.hold(ask, at, paid_on, None, Held::UnknownCode)?,
        };
        let posted = decided.posted.clone();
        self.by_id.insert(id, (self.decided.len(), ask.report.clone()));
        self.decided.push(decided);
        Ok(Taken { posted, was_known: false })
    }

    /// Whether the reporter may report for this member; for an unknown code, for anyone at all.
    fn may(&self, ask: &Ask, bill: Option<&BillOf>) -> Result<(), PayRefusal> {
        let member = bill.and_then(|bill| self.bills.members.get(&bill.member));
        match member.map(|member| member.village.parse::<AreaCode>()) {
            Some(Ok(village)) => Ok(ask.office.allow(Duty::ReportPayment, &village)?),
            _ if ask
                .office
                .areas_for(Duty::ReportPayment)
                .is_none_or(|areas| !areas.is_empty()) =>
            {
                Ok(())
            }
            _ => Ok(ask.office.allow_everywhere(Duty::ReportPayment)?),
        }
    }

    fn hold(
        &mut self,
        ask: &Ask,
        at: usize,
        paid_on: Date,
        member: Option<Member>,
        held: Held,
    ) -> Result<Decided, PayRefusal> {
        // Money is in the books from the day it was paid, or today if that month is closed.
        let effective_on = self.open_day(paid_on);
        self.books.held(effective_on, ask.report.amount)?;
        let posted = Posted::held(
            ask.report.id(),
            &ask.report.code,
            ask.report.amount,
            member.as_ref(),
            held,
        );
        Ok(Decided {
            ask: at,
            posted,
            paid_on,
            effective_on,
            bucket: member.map(|m| m.bucket),
            owner: Some("finance"),
            months: Vec::new(),
            credit_delta: Rupiah::ZERO,
        })
    }

    fn open_day(&self, paid_on: Date) -> Date {
        if self.rules.is_closed(Month::of(paid_on)) { self.system.outside.today() } else { paid_on }
    }

    fn decide(
        &mut self,
        ask: &Ask,
        at: usize,
        code: &str,
        bill: &BillOf,
        paid_on: Date,
    ) -> Result<Decided, PayRefusal> {
        let Some(member) = self.bills.members.get(&bill.member).cloned() else {
            return self.hold(ask, at, paid_on, None, Held::UnknownCode);
        };
        let held = match () {
            () if bill.state == "cancelled" => Some(Held::CancelledCode),
            () if paid_on > bill.expires_on => Some(Held::ExpiredCode),
            () if self.rules.is_closed(Month::of(paid_on)) => Some(Held::ClosedMonth),
            () => None,
        };
        if let Some(held) = held {
            return self.hold(ask, at, paid_on, Some(member), held);
        }
        let terms = Bill {
            first_month: bill.first_month,
            n_months: bill.n_months,
            opens_new_spell: bill.opens_new_spell
                && member.may_renew_until.is_some_and(|until| paid_on <= until),
            is_paid: bill.state == "paid",
        };
        let law = &self.system.outside.law;
        let price = |month| law.price_amount(&member.price_input(month));
        let allocation = match allocate(
            &member,
            terms,
            ask.report.amount,
            paid_on,
            self.rules.grace_months,
            price,
        ) {
            Ok(allocation) => allocation,
            Err(CannotAllocate::Held(held)) => {
                return self.hold(ask, at, paid_on, Some(member), held);
            }
            Err(CannotAllocate::Money(error)) => return Err(error.into()),
        };
        self.post(ask, at, code, paid_on, &member, allocation)
    }

    fn post(
        &mut self,
        ask: &Ask,
        at: usize,
        code: &str,
        paid_on: Date,
        before: &Member,
        allocation: Allocation,
    ) -> Result<Decided, PayRefusal> {
        let Allocation { months, outcome, member } = allocation;
        let income_through = self.rules.income_through(paid_on);
        self.books.posted(
            paid_on,
            ask.report.amount,
            before.credit,
            member.credit,
            &months,
            income_through,
        )?;
        self.count(before, &member, &months, paid_on);
        let posted =
            Posted::of_months(ask.report.id(), code, ask.report.amount, outcome, &months, &member);
        let credit_delta = member.credit.minus(before.credit)?;
        if outcome != Outcome::Short
            && let Some(bill) = self.bills.bills.get_mut(code)
            && bill.state == "open"
        {
            self.paid_codes.insert(code.to_owned());
            bill.state = "paid".into();
        }
        let bucket = Some(member.bucket);
        self.touched.insert(member.id.0);
        self.bills.members.insert(member.id.0, member);
        let owner = (outcome != Outcome::Exact).then_some("branch");
        Ok(Decided {
            ask: at,
            posted,
            paid_on,
            effective_on: paid_on,
            bucket,
            owner,
            months,
            credit_delta,
        })
    }

    /// Adds what the payment changes in the counts: at once for a person with one membership, by
    /// recounting for the others.
    fn count(&mut self, before: &Member, after: &Member, months: &[MonthPaid], paid_on: Date) {
        let Some(first) = months.first() else { return };
        let person = before.person.0;
        let rosters = self.bills.rosters.get(&person).map_or(&[][..], Vec::as_slice);
        let plain = |roster: &RosterOf| {
            roster.to.is_none() && roster.from <= before.spell_from.unwrap_or(first.protects_from)
        };
        let alone =
            self.bills.n_memberships.get(&person) == Some(&1) && before.counted_as == before.person;
        if !alone || !rosters.iter().all(plain) {
            self.recount.insert(before.counted_as.0);
            return;
        }
        let atoms = payment_atoms(before, after, first, paid_on, self.rules.grace_months);
        let mut heads = vec![
            Head::membership(&before.village, before.segment, before.payer),
            Head::person(&before.village),
        ];
        heads.extend(rosters.iter().map(|roster| Head::group(&roster.area, &roster.group)));
        for head in &heads {
            changes(head, atoms.clone(), &mut self.changes);
        }
    }
}

/// The difference a payment makes to a member's timeline, written as atoms. The slow writing of
/// the whole timeline before and after gives the same; a property test holds them together.
pub(crate) fn payment_atoms(
    before: &Member,
    after: &Member,
    first: &MonthPaid,
    paid_on: Date,
    grace_months: u8,
) -> Atoms {
    let mut atoms = Atoms::default();
    let Some(through) = after.paid_through else { return atoms };
    if after.spell != before.spell {
        atoms.spell_began(first.protects_from, u32::try_from(after.spell).unwrap_or(u32::MAX), 1);
    }
    match (before.standing(paid_on, grace_months), before.paid_through) {
        (CoverState::Lapsed, _) => {
            atoms.step(first.protects_from, CoverState::Lapsed, -1);
            atoms.step(first.protects_from, CoverState::Active, 1);
            atoms.tail(through, 1);
        }
        (_, None) => {
            // Registered and covered on one day was never "registered, unpaid"; nor was who paid before
            // the day of registration, as it may be where a phone's clock was wrong.
            let unpaid_from = before.joined_on.max(first.protects_from);
            atoms.step(unpaid_from, CoverState::RegisteredUnpaid, -1);
            atoms.step(first.protects_from, CoverState::Active, 1);
            atoms.tail(through, 1);
        }
        (CoverState::Grace(missed), Some(last)) => {
            atoms.tail(last, -1);
            let mut state = CoverState::Active;
            for k in 1..=missed {
                let on = last.plus(i32::from(k)).first_day();
                atoms.step(on, state, -1);
                state = CoverState::Grace(k);
                atoms.step(on, state, 1);
            }
            atoms.step(paid_on, state, -1);
            let still = Month::of(paid_on).since(through);
            if still <= 0 {
                atoms.step(paid_on, CoverState::Active, 1);
                atoms.tail(through, 1);
            } else {
                remaining_grace(&mut atoms, through, still, paid_on, grace_months);
            }
        }
        (_, Some(last)) => {
            atoms.tail(last, -1);
            atoms.tail(through, 1);
        }
    }
    atoms
}

/// Paid some arrears but not all: still in grace, one month less deep.
fn remaining_grace(
    atoms: &mut Atoms,
    through: Month,
    missed: i32,
    paid_on: Date,
    grace_months: u8,
) {
    let state_after = |k: i32| match u8::try_from(k) {
        Ok(k) if k <= grace_months => CoverState::Grace(k),
        _ => CoverState::Lapsed,
    };
    let mut state = state_after(missed);
    atoms.step(paid_on, state, 1);
    for k in missed + 1..=i32::from(grace_months) + 1 {
        let on = through.plus(k).first_day();
        atoms.step(on, state, -1);
        state = state_after(k);
        atoms.step(on, state, 1);
    }
}
