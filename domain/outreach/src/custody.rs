//! Cash an agent took from workers: receipts, what is held since when, corrections by counter-entry.
//!
//! Cash is counted as soon as its receipt is here, whatever becomes of the enrolment: somebody has it.

mod board;

pub(crate) use board::standings;
pub use board::{BookFault, Held, Standing, board, book_faults, open_receipts, standing};

use crate::{
    OutreachRefusal, codes,
    receipt::{Receipt, Why, mark, save_marks},
    sql,
};
use access::{Command, CommandHeader, Duty, Office};
use contribution::notice::{Telling, tell};
use db::{Bulk, DbError, Kind, Tx, Uuid, Value};
use regulation::agent::CustodyRule;
use terms::{Rupiah, Timestamp, ids::UserId};

/// Cash that was taken.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of a receipt")]
pub struct NewReceipt {
    pub id: Uuid,
    pub serial: String,
    pub agent: UserId,
    pub device: Uuid,
    pub event: Option<Uuid>,
    pub enrolment: Uuid,
    pub code: String,
    /// Where, if neither the enrolment nor the event says so.
    pub area: String,
    pub amount: Rupiah,
    pub made_at: Timestamp,
    /// The receipt it corrects.
    pub supersedes: Option<Uuid>,
    /// A person looked at it and takes it as it is.
    pub waived: bool,
}

/// What became of it.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The same receipt was here before.
    pub is_known: bool,
    /// Why a person must look at it; the money is counted all the same.
    pub why: Option<Why>,
    /// No membership takes it yet: it waits with finance once it is deposited.
    pub is_parked: bool,
    /// Other receipts about which something else holds now.
    pub others: Vec<(Uuid, Option<Why>)>,
}

static RECEIPTS: Bulk = Bulk {
    table: "custody_receipt",
    columns: &[
        ("id", Kind::Uuid),
        ("serial", Kind::Text),
        ("book", Kind::Text),
        ("number", Kind::Int),
        ("agent", Kind::Uuid),
        ("device", Kind::Uuid),
        ("event", Kind::Uuid),
        ("enrolment", Kind::Uuid),
        ("code", Kind::Text),
        ("area", Kind::Text),
        ("amount", Kind::Int),
        ("made_at", Kind::Instant),
        ("state", Kind::Text),
        ("doubled", Kind::Int),
        ("differs", Kind::Int),
        ("over_limit", Kind::Int),
        ("decided", Kind::Int),
        ("supersedes", Kind::Uuid),
        ("recorded_at", Kind::Instant),
    ],
    conflict: "",
};

pub(crate) static ENTRIES: Bulk = Bulk {
    table: "custody_entry",
    columns: &[
        ("id", Kind::Uuid),
        ("agent", Kind::Uuid),
        ("receipt", Kind::Uuid),
        ("kind", Kind::Text),
        ("amount", Kind::Int),
        ("reason", Kind::Text),
        ("recorded_at", Kind::Instant),
        ("recorded_by", Kind::Uuid),
    ],
    conflict: "ON CONFLICT (receipt, kind) DO NOTHING",
};

/// An entry of what an agent holds: taken adds, given back and deposited take away.
pub(crate) fn entry(
    office: &Office,
    receipt: &Receipt,
    kind: &'static str,
    reason: &str,
) -> Result<Vec<Value>, OutreachRefusal> {
    let amount = if kind == "received" { receipt.amount } else { receipt.amount.times(-1)? };
    Ok(vec![
        Value::Uuid(Some(office.outside.id(receipt.id, kind, 0))),
        Value::Uuid(Some(receipt.agent.0)),
        Value::Uuid(Some(receipt.id)),
        Value::Text(Some(kind.to_owned())),
        Value::Int(Some(amount.get())),
        Value::Text(Some(reason.to_owned())),
        Value::Instant(Some(office.outside.now)),
        Value::Uuid(Some(office.actor.0)),
    ])
}

/// How much may be held for how long at a time; the rule of today where none is known of then.
pub(crate) fn rule_at(office: &Office, at: Timestamp) -> Result<CustodyRule, OutreachRefusal> {
    let law = &office.outside.law;
    let then = law.custody_rule(terms::office_date(at));
    let rule = then.or_else(|_| law.custody_rule(office.outside.today()))?;
    Ok(*rule.amount())
}

const CORRECTED: &str = "corrected by a later receipt";

/// Counts cash that was taken. What is odd about it, and about others because of it, is answered; no
/// cash is ever left out.
pub async fn receive(
    tx: &mut Tx,
    office: &Office,
    new: &NewReceipt,
) -> Result<Taken, OutreachRefusal> {
    let mut near: Vec<Receipt> =
        tx.all(&sql::RECEIPTS_NEAR, (new.serial.clone(), new.agent)).await?;
    if let Some(own) = near.iter_mut().find(|receipt| receipt.id == new.id) {
        return again(tx, own, new.waived).await;
    }
    if let Some(same) = near.iter().find(|receipt| is_same(receipt, new)) {
        tx.run(&sql::DATE_RECEIPT, (new.made_at, same.id)).await?;
        return Ok(Taken { is_known: true, ..Taken::default() });
    }
    let mut others = Vec::new();
    if let Some(corrected) = new.supersedes {
        let stands = |receipt: &Receipt| receipt.id == corrected && receipt.state == "held";
        if let Some(at) = near.iter().position(stands) {
            let corrected = near.remove(at);
            cancel(tx, office, &corrected, CORRECTED).await?;
            others.extend(corrected.why().map(|_| (corrected.id, None)));
        }
    }
    let captured = tx.first(&sql::CAPTURE_OF_COMMAND, (new.enrolment,)).await?;
    let mut receipt = written(tx, office, new).await?;
    if let Some(capture) = &captured {
        receipt.area.clone_from(&capture.area);
        receipt.differs = i64::from(capture.shown_total != new.amount);
    }
    // A correction of it may have come first.
    if tx.first(&sql::CORRECTING_RECEIPT, (new.id,)).await?.is_some() {
        receipt = receipt.cancelled();
    }
    near.push(receipt.clone());
    let marked = mark(&mut near, rule_at(office, new.made_at)?.limit);
    let own = near.iter().find(|it| it.id == new.id).cloned().unwrap_or(receipt);
    near.retain(|it| it.id != new.id);
    others
        .extend(near.iter().filter(|it| marked.whys.contains(&it.id)).map(|it| (it.id, it.why())));
    tx.insert_many(&RECEIPTS, vec![row_of(&own, new.supersedes)]).await?;
    save_marks(tx, near.iter().filter(|it| marked.marks.contains(&it.id))).await?;
    let mut entries = vec![entry(office, &own, "received", "")?];
    if own.state == "cancelled" {
        entries.push(entry(office, &own, "cancelled", CORRECTED)?);
    }
    tx.insert_many(&ENTRIES, entries).await?;
    if own.state == "cancelled" {
        return Ok(Taken { others, ..Taken::default() });
    }
    let membership = captured.and_then(|capture| capture.membership);
    if let Some(membership) = membership {
        tell(tx, office, vec![told(office, membership, &own)?]).await?;
    }
    office.note("take cash", "receipt", Some(new.id), "");
    Ok(Taken { is_known: false, why: own.why(), is_parked: membership.is_none(), others })
}

/// Judged again: a person may have looked at it.
async fn again(tx: &mut Tx, own: &mut Receipt, waived: bool) -> Result<Taken, OutreachRefusal> {
    if waived {
        own.decided = 1;
        save_marks(tx, [&*own]).await?;
    }
    Ok(Taken { why: own.why(), ..Taken::default() })
}

fn is_same(receipt: &Receipt, new: &NewReceipt) -> bool {
    receipt.serial == new.serial
        && receipt.state != "cancelled"
        && receipt.enrolment == new.enrolment
        && receipt.code == new.code
        && receipt.amount == new.amount
        && new.supersedes.is_none()
}

async fn written(tx: &mut Tx, office: &Office, new: &NewReceipt) -> Result<Receipt, DbError> {
    let event = match new.event {
        Some(event) => crate::event::event(tx, event).await?,
        None => None,
    };
    let (book, number) = codes::parts_of(&new.serial);
    Ok(Receipt {
        id: new.id,
        serial: new.serial.clone(),
        book,
        number,
        agent: new.agent,
        device: new.device,
        event: new.event,
        enrolment: new.enrolment,
        code: new.code.clone(),
        area: event.map_or_else(|| new.area.clone(), |event| event.area),
        amount: new.amount,
        made_at: new.made_at,
        state: "held".into(),
        doubled: 0,
        differs: 0,
        over_limit: 0,
        decided: i64::from(new.waived),
        deposit: None,
        payment: None,
        recorded_at: office.outside.now,
    })
}

fn row_of(receipt: &Receipt, supersedes: Option<Uuid>) -> Vec<Value> {
    let text = |text: &str| Value::Text(Some(text.to_owned()));
    let number = |n: i64| Value::Int(Some(n));
    vec![
        Value::Uuid(Some(receipt.id)),
        text(&receipt.serial),
        text(&receipt.book),
        Value::Int(receipt.number),
        Value::Uuid(Some(receipt.agent.0)),
        Value::Uuid(Some(receipt.device)),
        Value::Uuid(receipt.event),
        Value::Uuid(Some(receipt.enrolment)),
        text(&receipt.code),
        text(&receipt.area),
        number(receipt.amount.get()),
        Value::Instant(Some(receipt.made_at)),
        text(&receipt.state),
        number(receipt.doubled),
        number(receipt.differs),
        number(receipt.over_limit),
        number(receipt.decided),
        Value::Uuid(supersedes),
        Value::Instant(Some(receipt.recorded_at)),
    ]
}

/// What the worker hears from the office, not from the agent.
fn told(
    office: &Office,
    membership: terms::ids::MembershipId,
    receipt: &Receipt,
) -> Result<Telling, OutreachRefusal> {
    let hours = rule_at(office, receipt.made_at)?.hours;
    let (serial, amount) = (&receipt.serial, receipt.amount);
    let [on_id, on_en] = terms::written::day(terms::office_date(receipt.made_at));
    Ok(Telling {
        membership,
        kind: "cash_received",
        occasion: format!("cash {}", receipt.id),
        id: format!(
            "Agen mencatat menerima {amount} dari Anda pada {on_id}, kuitansi {serial}. Bila uang itu sampai di kantor, perlindungan dihitung sejak {on_id}. Kami kabari; bila dalam {hours} jam belum ada kabar, hubungi kantor dengan nomor kuitansi itu."
        ),
        en: format!(
            "The agent noted {amount} received from you on {on_en}, receipt {serial}. Once the money is at the office, cover counts from {on_en}. We will tell you; if you hear nothing within {hours} hours, contact the office with that receipt number."
        ),
    })
}

/// Takes a receipt back by a counter-entry.
pub(crate) async fn cancel(
    tx: &mut Tx,
    office: &Office,
    receipt: &Receipt,
    reason: &str,
) -> Result<(), OutreachRefusal> {
    let none: Option<Uuid> = None;
    tx.run(&sql::SETTLE_RECEIPTS, ("cancelled", none, vec![receipt.id], "held")).await?;
    save_marks(tx, [&receipt.cancelled()]).await?;
    tx.insert_many(&ENTRIES, vec![entry(office, receipt, "cancelled", reason)?]).await?;
    office.note("cancel receipt", "receipt", Some(receipt.id), "");
    Ok(())
}

/// The enrolment that some cash was taken for is here now: where it was, and whether the slip said the
/// same amount. Answers the receipts about which something else holds.
pub(crate) async fn meet_enrolment(
    tx: &mut Tx,
    enrolment: Uuid,
    area: &str,
    shown_total: Rupiah,
) -> Result<Vec<(Uuid, Option<Why>)>, DbError> {
    let mut receipts: Vec<Receipt> = tx.all(&sql::RECEIPTS_OF_ENROLMENT, (enrolment,)).await?;
    if receipts.is_empty() {
        return Ok(Vec::new());
    }
    tx.run(&sql::PLACE_RECEIPTS, (area.to_owned(), enrolment)).await?;
    let mut changed = Vec::new();
    receipts.retain(|receipt| receipt.state != "cancelled");
    for receipt in &mut receipts {
        let before = receipt.why();
        receipt.differs = i64::from(receipt.amount != shown_total);
        if receipt.why() != before {
            changed.push((receipt.id, receipt.why()));
        }
    }
    save_marks(tx, &receipts).await?;
    Ok(changed)
}

/// Takes a receipt back at the office: the money went back to the worker, or was never taken.
#[derive(Clone, Debug)]
pub struct CancelReceipt {
    /// Which.
    pub receipt: Uuid,
    /// Why.
    pub reason: String,
}

impl Command for CancelReceipt {
    const NAME: &'static str = "cancel receipt";
    type Answer = ();
    type Refusal = OutreachRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), OutreachRefusal> {
        office.allow_everywhere(Duty::ResolvePayment)?;
        let reason = reason(&self.reason)?;
        let receipt: Receipt =
            tx.first(&sql::RECEIPT, (self.receipt,)).await?.ok_or(OutreachRefusal::NoReceipt)?;
        if receipt.agent == office.actor {
            return Err(OutreachRefusal::SamePerson);
        }
        if receipt.state != "held" {
            return Err(OutreachRefusal::State(receipt.state));
        }
        cancel(tx, office, &receipt, reason).await
    }
}

pub(crate) fn reason(text: &str) -> Result<&str, OutreachRefusal> {
    let text = text.trim();
    let fits = (3..=300).contains(&text.chars().count());
    fits.then_some(text).ok_or(OutreachRefusal::Reason)
}
