//! The part of a timeline that is about memberships: bills, payments, credit, refunds, notices.

use super::{
    CreditRow, Entry, Ledger, OpeningRow, RecordedEvent, RefundRow, day_begins, identified_key,
    refund_paid_key, reversal_key,
};
use crate::{Member, bills::Bill, held::PaymentRow, receipt_number};
use std::collections::BTreeMap;
use terms::{Date, Month, ids::PaymentId};

/// The entries of some memberships.
pub(super) fn entries(ledger: &Ledger, members: &[Member], today: Date) -> Vec<Entry> {
    let mut entries: Vec<Entry> =
        members.iter().filter_map(|member| enrolled(ledger, member)).collect();
    entries.extend(ledger.bills.iter().flat_map(|bill| of_bill(bill, today)));
    entries.extend(ledger.payments.iter().flat_map(|payment| of_payment(ledger, payment)));
    entries.extend(from_credit(ledger));
    entries.extend(ledger.credits.iter().filter_map(of_credit));
    entries.extend(ledger.refunds.iter().flat_map(|refund| of_refund(ledger, refund)));
    entries.extend(ledger.events.iter().map(of_event));
    entries.extend(ledger.notices.iter().map(|notice| {
        Entry::new("notice", notice.created_at, notice.id)
            .of(notice.membership)
            .on(notice.due_on)
            .arg("notice", &notice.kind)
            .arg("state", &notice.state)
            .arg("text_id", &notice.text_id)
            .arg("text_en", &notice.text_en)
    }));
    entries
}

fn enrolled(ledger: &Ledger, member: &Member) -> Option<Entry> {
    let opening: &OpeningRow = ledger.openings.get(&member.id)?;
    let by = opening.received_by.or_else(|| ledger.enrolled_by.get(&member.id.0).copied());
    let list = opening.list.map_or_else(String::new, |list| list.to_string());
    Some(
        Entry::new("enrolled", opening.recorded_at, member.id)
            .of(member.id)
            .on(member.joined_on)
            .by(by)
            .arg("number", &member.number)
            .arg("segment", member.segment.word())
            .arg("programmes", member.programmes)
            .arg("payer", member.payer.word())
            .arg("list", list)
            .arg("list_name", opening.list_name.as_deref().unwrap_or_default()),
    )
}

fn of_bill(bill: &Bill, today: Date) -> Vec<Entry> {
    let about = |entry: Entry| {
        entry
            .of(bill.membership)
            .amount(bill.amount)
            .arg("code", &bill.code)
            .arg("first_month", bill.first_month)
            .arg("last_month", bill.last_month())
            .arg("expires_on", bill.expires_on)
    };
    let opened = Entry::new("code_opened", bill.opened_at, &bill.code).by(Some(bill.opened_by));
    let mut entries = vec![about(opened)];
    if let Some(at) = bill.cancelled_at {
        let cancelled = Entry::new("code_cancelled", at, &bill.code).by(bill.cancelled_by);
        let because = bill.cancelled_because.as_deref().unwrap_or_default();
        entries.push(about(cancelled).arg("reason", because));
    }
    if bill.state(today) == "expired" {
        let on = bill.expires_on.tomorrow().unwrap_or(bill.expires_on);
        entries.push(about(Entry::new("code_expired", day_begins(on), &bill.code)).on(on));
    }
    entries
}

/// The months that stand on a payment, or stood: first, last, how many.
fn months(ledger: &Ledger, payment: PaymentId) -> Vec<Month> {
    let of = ledger.months.iter().filter(|row| row.payment == payment);
    let mut months: Vec<Month> = of.map(|row| row.month).collect();
    months.sort_unstable();
    months
}

fn with_months(entry: Entry, months: &[Month]) -> Entry {
    match (months.first(), months.last()) {
        (Some(first), Some(last)) => entry
            .arg("n_months", months.len())
            .arg("first_month", first)
            .arg("last_month", last)
            .arg("covered_until", last.last_day()),
        _ => entry.arg("n_months", 0),
    }
}

fn of_payment(ledger: &Ledger, payment: &PaymentRow) -> Vec<Entry> {
    let about = |entry: Entry| {
        let entry = entry.amount(payment.amount).paid_by(payment.id);
        let entry = match payment.membership {
            Some(membership) => entry.of(membership),
            None => entry,
        };
        entry
            .arg("channel", &payment.channel)
            .arg("reference", &payment.reference)
            .arg("code", &payment.code)
            .arg("receipt", receipt_number(payment.id))
    };
    let months = months(ledger, payment.id);
    let applied = ledger.journals.get(&identified_key(payment.id));
    let was_held =
        applied.is_some() || ["held", "refunding", "refunded"].contains(&&*payment.state);
    let came = if was_held { "payment_held" } else { "paid" };
    let received = Entry::new(came, payment.received_at, payment.id).on(payment.paid_on);
    let received = about(received).arg("outcome", &payment.outcome);
    let mut entries = vec![if was_held {
        received.arg("owner", payment.owner.as_deref().unwrap_or_default())
    } else {
        with_months(received, &months)
    }];
    if let Some(journal) = applied {
        let entry = Entry::new("held_applied", journal.recorded_at, payment.id);
        entries.push(with_months(about(entry).by(Some(journal.actor)), &months));
    }
    if let Some(journal) = ledger.journals.get(&reversal_key(payment.id)) {
        let entry = Entry::new("reversed", journal.recorded_at, payment.id).by(Some(journal.actor));
        entries.push(with_months(about(entry).arg("reason", &journal.note), &months));
    }
    entries
}

/// Months that were paid out of credit: they name a command, which no channel reported.
fn from_credit(ledger: &Ledger) -> Vec<Entry> {
    let mut by_command: BTreeMap<PaymentId, Vec<Month>> = BTreeMap::new();
    let reported = |payment| ledger.payments.iter().any(|known| known.id == payment);
    for row in ledger.months.iter().filter(|row| !reported(row.payment)) {
        by_command.entry(row.payment).or_default().push(row.month);
    }
    let entry = |(command, months): (PaymentId, Vec<Month>)| {
        let row = ledger.months.iter().find(|row| row.payment == command)?;
        // The entry of the credit itself has the instant; the day is enough to find it.
        let credit = ledger.credits.iter().find(|credit| {
            credit.reason == "used"
                && credit.membership == row.membership
                && terms::office_date(credit.recorded_at) == row.paid_on
        });
        let at = credit.map_or_else(|| day_begins(row.paid_on), |credit| credit.recorded_at);
        let entry = Entry::new("credit_used", at, command).of(row.membership).on(row.paid_on);
        let entry = match credit {
            Some(credit) => entry.amount(credit.amount),
            None => entry,
        };
        Some(with_months(entry, &months))
    };
    by_command.into_iter().filter_map(entry).collect()
}

/// Credit that came or went beside months: what was used for months is told with them, and what a
/// reversal takes back with the reversal.
fn of_credit(credit: &CreditRow) -> Option<Entry> {
    let kind = match credit.reason.as_str() {
        "used" | "reversed" => return None,
        "repriced" => "repriced",
        _ if credit.amount.is_negative() => "credit_taken",
        _ => "credit_added",
    };
    let entry = Entry::new(kind, credit.recorded_at, credit.id)
        .of(credit.membership)
        .amount(credit.amount)
        .arg("reason", &credit.reason);
    Some(match credit.payment {
        Some(payment) => entry.paid_by(payment).arg("receipt", receipt_number(payment)),
        None => entry,
    })
}

fn of_refund(ledger: &Ledger, refund: &RefundRow) -> Vec<Entry> {
    let membership = ledger.payments.iter().find(|payment| payment.id == refund.payment);
    let membership = membership.and_then(|payment| payment.membership);
    let about = |entry: Entry| {
        let entry = entry.amount(refund.amount).paid_by(refund.payment);
        let entry = match membership {
            Some(membership) => entry.of(membership),
            None => entry,
        };
        entry.arg("reason", &refund.reason).arg("receipt", receipt_number(refund.payment))
    };
    let approved = Entry::new("refund_approved", refund.approved_at, refund.payment);
    let mut entries = vec![about(approved.by(Some(refund.approved_by)))];
    let posted = ledger.journals.get(&refund_paid_key(refund.payment));
    if let Some(at) = refund.paid_at.or_else(|| posted.map(|journal| journal.recorded_at)) {
        entries.push(about(Entry::new("refunded", at, refund.payment).by(refund.paid_by)));
    }
    entries
}

fn of_event(event: &RecordedEvent) -> Entry {
    let kind = match event.kind.as_str() {
        "suspended" => "suspended",
        "resumed" => "resumed",
        "ended" => "ended",
        "end_withdrawn" => "end_withdrawn",
        _ => "renewal_intake",
    };
    Entry::new(kind, event.recorded_at, event.id)
        .of(event.membership)
        .on(event.effective_on)
        .by(Some(event.recorded_by))
        .arg("because", event.because.as_deref().unwrap_or_default())
        .arg("note", &event.note)
}
