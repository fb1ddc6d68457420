//! Writing a decided batch: one statement a table.

use super::{
    Ask, PayRefusal,
    answer::Kept,
    load::{MEMBERS, member_row},
    work::{Decided, Work},
};
use crate::{
    Member, counting, ledger_of,
    rows::{
        CREDITS, MONTHS, Message, NOTICES, SAVINGS, credit_row, month_row, notice_row, savings_row,
    },
};
use access::{Office, audit};
use db::{Bulk, BulkUpdate, Kind, Tx, Uuid, Value, Write};
use ledger::{Journal, templates::kind};
use std::collections::BTreeMap;
use terms::{Date, Month, Rupiah, ids::JournalId};

static PAYMENTS: Bulk = Bulk {
    table: "payment",
    columns: &[
        ("id", Kind::Uuid),
        ("channel", Kind::Text),
        ("reference", Kind::Text),
        ("code", Kind::Text),
        ("bucket", Kind::Int),
        ("membership", Kind::Uuid),
        ("amount", Kind::Int),
        ("paid_at", Kind::Instant),
        ("paid_on", Kind::Date),
        ("received_at", Kind::Instant),
        ("state", Kind::Text),
        ("outcome", Kind::Text),
        ("held_because", Kind::Text),
        ("owner", Kind::Text),
        ("journal", Kind::Uuid),
        ("answer", Kind::Json),
    ],
    conflict: "",
};

static CODES: BulkUpdate = BulkUpdate {
    table: "payment_code",
    key: &[("code", Kind::Text)],
    columns: &[("state", Kind::Text)],
};

/// Writes the batch, all tables at once. Nothing is written when nothing was decided (every payment
/// was known).
pub(crate) async fn write(
    tx: &mut Tx,
    office: &Office,
    slot: u8,
    mut work: Work<'_>,
    asks: &[Ask],
) -> Result<(), PayRefusal> {
    let Some(seed) = work.decided.first().map(|first| first.posted.payment.0) else {
        return Ok(());
    };
    let now = office.outside.now;
    let (journals, mut writes) = books(office, slot, seed, &work)?;
    let rows = Rows::of(office, asks, &work, &journals);
    let members = work.members().map(|member| member_row(member, now)).collect();
    let paid =
        |code: &String| vec![Value::Text(Some(code.clone())), Value::Text(Some("paid".into()))];
    writes.extend([
        Write::Insert(&PAYMENTS, rows.payments),
        Write::Insert(&MONTHS, rows.months),
        Write::Insert(&CREDITS, rows.credits),
        Write::Insert(&SAVINGS, rows.savings),
        Write::Insert(&NOTICES, rows.notices),
        Write::Update(&MEMBERS, members),
        Write::Update(&CODES, work.paid_codes.iter().map(paid).collect()),
    ]);
    let mut changes = std::mem::take(&mut work.changes);
    let recount: Vec<Uuid> = work.recount.drain().collect();
    if !recount.is_empty() {
        let before = ledger_of::writings(tx, office, &recount).await?;
        tx.write_all(std::mem::take(&mut writes)).await?;
        let after = ledger_of::writings(tx, office, &recount).await?;
        ledger_of::difference(before, after, &mut changes);
    }
    writes.push(Write::Insert(&counting::CHANGES, counting::rows(changes, &office.outside, seed)));
    writes.extend(audit::block(tx, slot, now, &rows.audit).await?);
    Ok(tx.write_all(writes).await?)
}

/// One journal a day: what its payments sum to.
fn books(
    office: &Office,
    slot: u8,
    seed: Uuid,
    work: &Work<'_>,
) -> Result<(BTreeMap<Date, JournalId>, Vec<Write>), PayRefusal> {
    let mut ids = BTreeMap::new();
    let mut journals = Vec::with_capacity(work.books.0.len());
    for (on, receipt) in &work.books.0 {
        let id = JournalId(office.outside.id(seed, &on.to_string(), 0));
        ids.insert(*on, id);
        let key = format!("receipts {seed} {on}");
        let note =
            format!("{} payments", work.decided.iter().filter(|d| d.effective_on == *on).count());
        journals.push(Journal::new(id, kind::RECEIPT, key, *on, receipt.lines()?)?.noting(note));
    }
    let closed = work.rules.closed_through;
    Ok((ids, ledger::postings(office, i64::from(slot), &journals, closed)?))
}

#[derive(Default)]
struct Rows {
    payments: Vec<Vec<Value>>,
    months: Vec<Vec<Value>>,
    credits: Vec<Vec<Value>>,
    savings: Vec<Vec<Value>>,
    notices: Vec<Vec<Value>>,
    audit: Vec<audit::Entry>,
}

impl Rows {
    fn of(
        office: &Office,
        asks: &[Ask],
        work: &Work<'_>,
        journals: &BTreeMap<Date, JournalId>,
    ) -> Self {
        let mut rows = Self::default();
        for decided in &work.decided {
            let (Some(ask), Some(journal)) =
                (asks.get(decided.ask), journals.get(&decided.effective_on))
            else {
                continue;
            };
            rows.payment(office, ask, decided, *journal);
            if let Some(member) = decided.posted.membership.and_then(|id| work.member(id.0)) {
                let income_through = work.rules.income_through(decided.effective_on);
                rows.of_member(office, decided, member, income_through, *journal);
            }
            rows.audit.push(audit::Entry {
                at: office.outside.now,
                actor: ask.office.actor,
                action: "take payment",
                subject_kind: "payment",
                subject: Some(decided.posted.payment.0),
                detail: decided.posted.outcome.clone(),
            });
        }
        rows
    }

    fn payment(&mut self, office: &Office, ask: &Ask, decided: &Decided, journal: JournalId) {
        let posted = &decided.posted;
        let held = posted.state == "held";
        self.payments.push(vec![
            Value::Uuid(Some(posted.payment.0)),
            Value::Text(Some(ask.report.channel.clone())),
            Value::Text(Some(ask.report.reference.clone())),
            Value::Text(Some(ask.report.code.clone())),
            Value::Int(decided.bucket),
            Value::Uuid(posted.membership.map(|id| id.0)),
            Value::Int(Some(posted.amount.get())),
            Value::Instant(Some(ask.report.paid_at)),
            Value::Date(Some(decided.paid_on)),
            Value::Instant(Some(office.outside.now)),
            Value::Text(Some(posted.state.clone())),
            Value::Text(Some(posted.outcome.clone())),
            Value::Text(held.then(|| posted.outcome.clone())),
            Value::Text(decided.owner.map(str::to_owned)),
            Value::Uuid(Some(journal.0)),
            Value::Json(serde_json::to_value(Kept::of(posted)).ok()),
        ]);
    }

    fn of_member(
        &mut self,
        office: &Office,
        decided: &Decided,
        member: &Member,
        income_through: Month,
        journal: JournalId,
    ) {
        let (payment, now) = (decided.posted.payment.0, office.outside.now);
        let id = |label| office.outside.id(payment, label, 0);
        for paid in &decided.months {
            self.months.push(month_row(
                member,
                paid,
                payment,
                decided.paid_on,
                income_through,
                journal,
            ));
        }
        let reason = &decided.posted.outcome;
        self.credits.extend(credit_row(
            member,
            id("credit"),
            decided.credit_delta,
            reason,
            Some(payment),
            journal,
            now,
        ));
        let saved =
            decided.months.iter().map(|paid| paid.price.jht.unwrap_or_default().get()).sum();
        let saved = Rupiah::new(saved);
        self.savings.extend(savings_row(
            member,
            id("savings"),
            "contribution",
            saved,
            decided.effective_on,
            journal,
            now,
        ));
        let message = Message {
            kind: if decided.posted.state == "held" { "payment_held" } else { "receipt" },
            occasion: format!("payment {payment}"),
            id: decided.posted.message_id.clone(),
            en: decided.posted.message_en.clone(),
        };
        let to = (member.bucket, member.id.0);
        self.notices.push(notice_row(to, id("notice"), office.outside.today(), message, now));
    }
}
