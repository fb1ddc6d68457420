//! The agent brings the money, finance counts it, and the members' months are posted as of the day
//! each of them gave it.

use crate::{
    OutreachRefusal,
    custody::{ENTRIES, entry, reason},
    receipt::Receipt,
    sql,
};
use access::{Command, CommandHeader, Duty, Office};
use contribution::{Posted, Report, pay::apply_all};
use db::{BulkUpdate, Kind, Tx, Uuid, Value, row};
use serde::{Deserialize, Serialize};
use terms::{Date, Rupiah, Timestamp, ids::UserId};

/// The channel of cash that came through agents.
pub const CHANNEL: &str = "custody";
/// Where these payments write their totals: not the desk's place, so that neither waits.
const SLOT: u8 = 1;

/// What an agent says was brought.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named in the contract")]
pub struct NewDeposit {
    pub id: Uuid,
    pub agent: UserId,
    pub device: Uuid,
    pub serials: Vec<String>,
    pub amount: Rupiah,
    pub reference: String,
    pub made_at: Timestamp,
    /// A person looked at it and takes it as it is.
    pub waived: bool,
}

/// What became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Announced {
    /// Finance counts it next.
    Noted,
    /// Serials that no receipt of this agent has.
    Unknown(Vec<String>),
    /// Receipts that went with another deposit.
    Taken(Vec<String>),
    /// The receipts are for another sum.
    Differs(Rupiah),
}

/// Notes that money was brought. The receipts wait for finance; nothing is posted yet.
pub async fn announce(
    tx: &mut Tx,
    office: &Office,
    new: &NewDeposit,
) -> Result<Announced, OutreachRefusal> {
    let asked = new.serials.clone();
    let found: Vec<Receipt> = tx.all(&sql::RECEIPTS_OF_SERIALS, (asked,)).await?;
    let own: Vec<&Receipt> = found.iter().filter(|it| it.agent == new.agent).collect();
    let missing = |serial: &&String| !own.iter().any(|it| it.serial == **serial);
    let unknown: Vec<String> = new.serials.iter().filter(missing).cloned().collect();
    if !unknown.is_empty() {
        return Ok(Announced::Unknown(unknown));
    }
    let other = |it: &&&Receipt| it.state != "held" && it.deposit != Some(new.id);
    let taken: Vec<String> = own.iter().filter(other).map(|it| it.serial.clone()).collect();
    if !taken.is_empty() {
        return Ok(Announced::Taken(taken));
    }
    let sum = Rupiah::sum(own.iter().map(|it| it.amount))?;
    if sum != new.amount && !new.waived {
        return Ok(Announced::Differs(sum));
    }
    let row = (
        new.id,
        new.agent,
        new.device,
        new.reference.clone(),
        new.amount,
        new.made_at,
        office.outside.now,
    );
    tx.run(&sql::ADD_DEPOSIT, row).await?;
    let ids = own.iter().map(|it| it.id).collect();
    tx.run(&sql::SETTLE_RECEIPTS, ("handed_in", Some(new.id), ids, "held")).await?;
    office.note("announce deposit", "deposit", Some(new.id), format!("{} receipts", own.len()));
    Ok(Announced::Noted)
}

row! {
    /// A deposit.
    pub struct Deposit {
        /// Its id.
        pub id: Uuid,
        /// Who brought it.
        pub agent: UserId,
        /// From which phone it was said.
        pub device: Uuid,
        /// The bank's or the counter's slip.
        pub reference: String,
        /// How much the agent says.
        pub amount: Rupiah,
        /// When.
        pub made_at: Timestamp,
        /// When the office heard of it.
        pub recorded_at: Timestamp,
        /// `announced`, `confirmed`, `refused`.
        pub state: String,
        /// How much finance counted.
        pub counted: Option<Rupiah>,
        /// When.
        pub decided_at: Option<Timestamp>,
        /// Why it was refused.
        pub reason: Option<String>,
    }
}

/// Deposits in a state, oldest first, for finance.
pub async fn deposits(
    tx: &mut Tx,
    office: &Office,
    state: &str,
    after: Option<(Timestamp, Uuid)>,
    limit: u32,
) -> Result<Vec<Deposit>, OutreachRefusal> {
    office.allow_everywhere(Duty::ResolvePayment)?;
    let (at, id) = after.unwrap_or((Timestamp::UNIX_EPOCH, Uuid::nil()));
    Ok(tx.all(&sql::DEPOSITS, (state.to_owned(), at, id, limit.clamp(1, 500))).await?)
}

/// A deposit with its receipts, for whoever counts it.
pub async fn show(
    tx: &mut Tx,
    office: &Office,
    id: Uuid,
) -> Result<(Deposit, Vec<Receipt>), OutreachRefusal> {
    office.allow_everywhere(Duty::ResolvePayment)?;
    let deposit: Deposit =
        tx.first(&sql::DEPOSIT, (id,)).await?.ok_or(OutreachRefusal::NoDeposit)?;
    let receipts = tx.all(&sql::RECEIPTS_OF_DEPOSIT, (id,)).await?;
    Ok((deposit, receipts))
}

async fn announced(tx: &mut Tx, office: &Office, id: Uuid) -> Result<Deposit, OutreachRefusal> {
    office.allow_everywhere(Duty::ResolvePayment)?;
    let found: Option<Deposit> = tx.first(&sql::DEPOSIT, (id,)).await?;
    let deposit = found.ok_or(OutreachRefusal::NoDeposit)?;
    if deposit.state != "announced" {
        return Err(OutreachRefusal::State(deposit.state));
    }
    if deposit.agent == office.actor {
        return Err(OutreachRefusal::SamePerson);
    }
    Ok(deposit)
}

/// Finance counted the money: the payments of the receipts are posted, as of when each was received.
#[derive(Clone, Debug)]
pub struct ConfirmDeposit {
    /// Which.
    pub deposit: Uuid,
    /// How much was counted.
    pub counted: Rupiah,
    /// The receipts it is for; all of the deposit when none are named. The others stay with the agent.
    pub serials: Vec<String>,
}

/// What became of a receipt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReceiptPosted {
    /// The receipt.
    pub serial: String,
    /// The payment.
    pub payment: Uuid,
    /// `posted` or `held`.
    pub state: String,
    /// How it met the bill, or why it is held.
    pub outcome: String,
    /// Last day covered afterwards.
    pub covered_until: Option<Date>,
}

/// A deposit that is in the books.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Confirmed {
    /// Which.
    pub deposit: Uuid,
    /// How much.
    pub counted: Rupiah,
    /// Receipt by receipt.
    pub receipts: Vec<ReceiptPosted>,
    /// Serials that stay with the agent.
    pub kept: Vec<String>,
}

static PAID: BulkUpdate = BulkUpdate {
    table: "custody_receipt",
    key: &[("id", Kind::Uuid)],
    columns: &[("payment", Kind::Uuid)],
};

impl Command for ConfirmDeposit {
    const NAME: &'static str = "confirm deposit";
    type Answer = Confirmed;
    type Refusal = OutreachRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Confirmed, OutreachRefusal> {
        let deposit = announced(tx, office, self.deposit).await?;
        let all: Vec<Receipt> = tx.all(&sql::RECEIPTS_OF_DEPOSIT, (deposit.id,)).await?;
        let (paid, kept) = self.split(all)?;
        let receipts = Rupiah::sum(paid.iter().map(|it| it.amount))?;
        if receipts != self.counted || paid.is_empty() {
            return Err(OutreachRefusal::Counted { counted: self.counted, receipts });
        }
        let posted = post(tx, office, &paid).await?;
        let key = format!("{CHANNEL}-{}", deposit.id);
        ledger::settle_channel(tx, office, &key, office.outside.today(), self.counted).await?;
        let ids = paid.iter().map(|it| it.id).collect();
        tx.run(&sql::SETTLE_RECEIPTS, ("deposited", Some(deposit.id), ids, "handed_in")).await?;
        give_back(tx, &kept).await?;
        let (now, by, none) = (office.outside.now, office.actor, None::<String>);
        let decision = ("confirmed", Some(self.counted), now, by, none, deposit.id);
        tx.run(&sql::DECIDE_DEPOSIT, decision).await?;
        office.note(Self::NAME, "deposit", Some(deposit.id), format!("{} receipts", paid.len()));
        let receipts = paid.iter().zip(posted).map(|(receipt, posted)| ReceiptPosted {
            serial: receipt.serial.clone(),
            payment: posted.payment.0,
            state: posted.state,
            outcome: posted.outcome,
            covered_until: posted.covered_until,
        });
        Ok(Confirmed {
            deposit: deposit.id,
            counted: self.counted,
            receipts: receipts.collect(),
            kept: kept.into_iter().map(|it| it.serial).collect(),
        })
    }
}

impl ConfirmDeposit {
    /// What the money is for, and what stays with the agent.
    fn split(&self, all: Vec<Receipt>) -> Result<(Vec<Receipt>, Vec<Receipt>), OutreachRefusal> {
        let known = |serial: &&String| all.iter().any(|it| it.serial == **serial);
        if let Some(other) = self.serials.iter().find(|serial| !known(serial)) {
            return Err(OutreachRefusal::NotInDeposit(other.clone()));
        }
        let is_paid = |it: &Receipt| self.serials.is_empty() || self.serials.contains(&it.serial);
        Ok(all.into_iter().partition(is_paid))
    }
}

/// Posts the payments of receipts and enters that the agent holds them no longer.
async fn post(
    tx: &mut Tx,
    office: &Office,
    receipts: &[Receipt],
) -> Result<Vec<Posted>, OutreachRefusal> {
    let report = |receipt: &Receipt| Report {
        channel: CHANNEL.to_owned(),
        reference: receipt.reference(),
        code: receipt.code.clone(),
        amount: receipt.amount,
        paid_at: receipt.made_at,
    };
    let reports = receipts.iter().map(report).collect();
    let posted: Vec<Posted> =
        apply_all(tx, office, SLOT, reports).await?.into_iter().collect::<Result<_, _>>()?;
    let rows = receipts.iter().zip(&posted).map(|(receipt, posted)| {
        vec![Value::Uuid(Some(receipt.id)), Value::Uuid(Some(posted.payment.0))]
    });
    tx.update_many(&PAID, rows.collect()).await?;
    let entries: Result<Vec<_>, _> =
        receipts.iter().map(|receipt| entry(office, receipt, "deposited", "")).collect();
    tx.insert_many(&ENTRIES, entries?).await?;
    Ok(posted)
}

async fn give_back(tx: &mut Tx, receipts: &[Receipt]) -> Result<(), OutreachRefusal> {
    let (ids, none) = (receipts.iter().map(|it| it.id).collect(), None::<Uuid>);
    tx.run(&sql::SETTLE_RECEIPTS, ("held", none, ids, "handed_in")).await?;
    Ok(())
}

/// The money did not come: its receipts are the agent's to bring again.
#[derive(Clone, Debug)]
pub struct RefuseDeposit {
    /// Which.
    pub deposit: Uuid,
    /// Why.
    pub reason: String,
}

impl Command for RefuseDeposit {
    const NAME: &'static str = "refuse deposit";
    type Answer = ();
    type Refusal = OutreachRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), OutreachRefusal> {
        let deposit = announced(tx, office, self.deposit).await?;
        let reason = reason(&self.reason)?.to_owned();
        let receipts: Vec<Receipt> = tx.all(&sql::RECEIPTS_OF_DEPOSIT, (deposit.id,)).await?;
        give_back(tx, &receipts).await?;
        let (now, by, none) = (office.outside.now, office.actor, None::<Rupiah>);
        tx.run(&sql::DECIDE_DEPOSIT, ("refused", none, now, by, Some(reason), deposit.id)).await?;
        office.note(Self::NAME, "deposit", Some(deposit.id), "");
        Ok(())
    }
}
