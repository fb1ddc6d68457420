//! Readers of `cash.receive` and `cash.deposit`.

use super::{
    JudgeError, Opened,
    body::{Clock, fault},
};
use crate::{
    case::WAITING_MAX,
    verdict::{Entities, Judged, Reason},
};
use access::{Duty, Office};
use contribution::Code;
use db::Tx;
use jiff::Timestamp;
use outreach::{
    Why,
    custody::{NewReceipt, receive},
    deposit::{Announced, NewDeposit, announce},
};
use serde::Deserialize;
use terms::Rupiah;
use uuid::Uuid;

#[derive(Deserialize)]
struct ReceiveBody {
    made_at: Timestamp,
    clock: Clock,
    #[serde(default)]
    event: Option<Uuid>,
    enrolment: Uuid,
    #[serde(default)]
    code: Option<String>,
    amount: Rupiah,
    serial: String,
}

/// Receipt numbers a person can type.
const SERIAL_MAX: usize = 40;
/// Codes are shorter; what is longer is none and is kept as it was written.
const CODE_MAX: usize = 64;

fn is_serial(text: &str) -> bool {
    (1..=SERIAL_MAX).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Version 1 of `cash.receive`. The cash is counted whatever else is odd.
pub(super) async fn receive_v1(
    tx: &mut Tx,
    office: &Office,
    opened: &Opened,
) -> Result<Judged, JudgeError> {
    let body: ReceiveBody = match opened.read() {
        Ok(body) => body,
        Err(judged) => return Ok(judged),
    };
    let areas = office.areas_for(Duty::Enrol);
    if body.amount <= Rupiah::ZERO {
        return Ok(Judged::invalid(["amount"]));
    }
    if !is_serial(&body.serial) {
        return Ok(Judged::invalid(["serial"]));
    }
    let (made_at, uncertain) = body.clock.at(body.made_at, opened);
    let code = body.code.filter(|code| !code.trim().is_empty() && code.len() <= CODE_MAX);
    let area = areas.unwrap_or_default().first().map(ToString::to_string);
    let receipt = NewReceipt {
        id: opened.header.id,
        serial: body.serial,
        agent: opened.holder,
        device: opened.header.device,
        event: body.event,
        enrolment: body.enrolment,
        code: code.unwrap_or_else(|| Code::made_by(body.enrolment).to_string()),
        area: area.unwrap_or_default(),
        amount: body.amount,
        made_at,
        supersedes: opened.header.supersedes,
        waived: opened.waived,
    };
    let taken = receive(tx, office, &receipt).await.map_err(fault)?;
    let mut judged = match (taken.is_known, taken.why) {
        (true, _) => Judged::already(Reason::SerialKnown),
        (_, why) => held(why),
    };
    judged = judged.arg("amount", receipt.amount.get()).entities(Entities {
        event: receipt.event,
        code: Some(receipt.code),
        receipt: Some(receipt.serial),
        ..Entities::default()
    });
    if taken.is_parked {
        judged = judged.arg("parked", true);
    }
    if uncertain {
        judged = judged.arg("clock_uncertain", true);
    }
    Ok(with_receipts(judged, taken.others))
}

/// What holds about a receipt: the money is counted in any case.
fn held(why: Option<Why>) -> Judged {
    match why {
        None => Judged::accepted(Reason::CashReceived),
        Some(Why::AmountDiffers) => Judged::review(Reason::AmountDiffers).keeping(),
        Some(Why::OverLimit) => Judged::review(Reason::OverCustodyLimit).keeping(),
    }
}

/// What now holds about other receipts.
pub(super) fn with_receipts(judged: Judged, others: Vec<(Uuid, Option<Why>)>) -> Judged {
    others.into_iter().fold(judged, |judged, (receipt, why)| judged.also(receipt, held(why)))
}

#[derive(Deserialize)]
struct DepositBody {
    made_at: Timestamp,
    clock: Clock,
    serials: Vec<String>,
    amount: Rupiah,
    reference: String,
}

/// Receipts an agent hands in at once.
const SERIALS_MAX: usize = 2_000;

/// Version 1 of `cash.deposit`.
pub(super) async fn deposit_v1(
    tx: &mut Tx,
    office: &Office,
    opened: &Opened,
) -> Result<Judged, JudgeError> {
    let mut body: DepositBody = match opened.read() {
        Ok(body) => body,
        Err(judged) => return Ok(judged),
    };
    let _ = office.areas_for(Duty::Enrol);
    body.serials.sort_unstable();
    body.serials.dedup();
    let fits = (1..=SERIALS_MAX).contains(&body.serials.len());
    if !fits || !body.serials.iter().all(|serial| is_serial(serial)) {
        return Ok(Judged::invalid(["serials"]));
    }
    if body.amount <= Rupiah::ZERO {
        return Ok(Judged::invalid(["amount"]));
    }
    let reference = body.reference.trim().to_owned();
    if !(1..=120).contains(&reference.chars().count()) {
        return Ok(Judged::invalid(["reference"]));
    }
    let deposit = NewDeposit {
        id: opened.header.id,
        agent: opened.holder,
        device: opened.header.device,
        serials: body.serials,
        amount: body.amount,
        reference,
        made_at: body.clock.at(body.made_at, opened).0,
        waived: opened.waived,
    };
    let differs = |name: &str| Judged::review(Reason::AmountDiffers).arg("about", name);
    Ok(match announce(tx, office, &deposit).await.map_err(fault)? {
        Announced::Noted => {
            Judged::accepted(Reason::CashDeposited).arg("amount", deposit.amount.get())
        }
        Announced::Unknown(serials) => not_here_yet(office, opened, serials),
        Announced::Taken(serials) => differs("handed_in_before").arg("serials", serials),
        Announced::Differs(sum) => differs("sum_of_receipts").arg("receipts", sum.get()),
    })
}

/// The receipts it waits for may still be on their way.
fn not_here_yet(office: &Office, opened: &Opened, serials: Vec<String>) -> Judged {
    let waited = office.outside.now.duration_since(opened.received_at);
    let needs = &opened.header.depends_on;
    if !needs.is_empty() && waited < WAITING_MAX && !opened.waived {
        return Judged::held(needs);
    }
    let refused = Judged::rejected(Reason::UnknownSerial).arg("serials", serials);
    Judged { fields: vec!["serials".into()], ..refused }
}
