//! Everything that happened to a person, newest first: record, memberships, money, cover, notices.
//!
//! An entry says what by a key and its arguments, so that whoever shows it words it in their
//! language. What was never written down (a month of grace that began, a code that ran out) is
//! derived from what was, and says so by having no author.

mod money;
mod record;

use crate::{
    Member,
    bills::{Bill, LAST_INSTANT, PaidMonthRow, members_of_people},
    change::ChangeRefusal,
    held::PaymentRow,
    ledger_of, sql,
};
use access::Office;
use db::{DbError, Tx, Uuid, row};
use regulation::cover::{CoverParameters, CoverState};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use terms::{
    Date, OFFICE_TIME, Rupiah, Timestamp,
    ids::{ListId, MembershipId, PaymentId, PersonId, UserId},
};

row! {
    /// A change of credit.
    pub(crate) struct CreditRow {
        membership: MembershipId,
        id: Uuid,
        amount: Rupiah,
        reason: String,
        payment: Option<PaymentId>,
        recorded_at: Timestamp,
    }
}

row! {
    /// What changed a membership beside payments.
    pub(crate) struct RecordedEvent {
        membership: MembershipId,
        id: Uuid,
        kind: String,
        because: Option<String>,
        effective_on: Date,
        recorded_at: Timestamp,
        recorded_by: UserId,
        note: String,
    }
}

row! {
    /// A refund.
    pub(crate) struct RefundRow {
        payment: PaymentId,
        amount: Rupiah,
        reason: String,
        approved_at: Timestamp,
        approved_by: UserId,
        paid_at: Option<Timestamp>,
        paid_by: Option<UserId>,
    }
}

row! {
    /// Who posted something.
    pub(crate) struct JournalRow {
        business_key: String,
        recorded_at: Timestamp,
        actor: UserId,
        note: String,
    }
}

row! {
    /// How a membership came to be.
    pub(crate) struct OpeningRow {
        membership: MembershipId,
        recorded_at: Timestamp,
        list: Option<ListId>,
        list_name: Option<String>,
        received_by: Option<UserId>,
    }
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Unique within the timeline, and the same whenever it is asked; it tells nothing, for it stands
    /// in addresses.
    pub id: String,
    /// When; where only the day is known, its beginning at the office.
    pub at: Timestamp,
    /// The day it is about, where that is another than the day of `at`.
    pub on: Option<Date>,
    /// `enrolled`, `paid`, `grace`, `lapsed` ….
    pub kind: &'static str,
    /// Who did it, where somebody did and it is known.
    pub by: Option<UserId>,
    /// Which membership.
    pub membership: Option<MembershipId>,
    /// How much money moved, or is asked for.
    pub amount: Option<Rupiah>,
    /// The payment, where it is about one: it has a receipt.
    pub payment: Option<PaymentId>,
    /// What the text needs, by name.
    pub args: BTreeMap<&'static str, String>,
}

impl Entry {
    fn new(kind: &'static str, at: Timestamp, id: impl std::fmt::Display) -> Self {
        Self {
            id: format!("{kind}:{id}"),
            at,
            on: None,
            kind,
            by: None,
            membership: None,
            amount: None,
            payment: None,
            args: BTreeMap::new(),
        }
    }

    fn on(mut self, on: Date) -> Self {
        self.on = Some(on);
        self
    }

    fn by(mut self, by: Option<UserId>) -> Self {
        self.by = by;
        self
    }

    fn of(mut self, membership: MembershipId) -> Self {
        self.membership = Some(membership);
        self
    }

    fn amount(mut self, amount: Rupiah) -> Self {
        self.amount = Some(amount);
        self
    }

    fn paid_by(mut self, payment: PaymentId) -> Self {
        self.payment = Some(payment);
        self
    }

    /// An argument of the text; an empty one is left out.
    fn arg(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        let value = value.to_string();
        if !value.is_empty() {
            self.args.insert(name, value);
        }
        self
    }
}

/// What follows from what, where one commit wrote several: a person is registered before enrolled,
/// enrolled before asked to pay.
const ORDER: [&str; 12] = [
    "registered",
    "attested",
    "consent_given",
    "enrolled",
    "group_joined",
    "code_opened",
    "code_cancelled",
    "paid",
    "payment_held",
    "cover_began",
    "new_spell",
    "notice",
];

fn rank(kind: &str) -> usize {
    // What is not named comes before what follows from money.
    ORDER.iter().position(|known| *known == kind).unwrap_or(4)
}

/// An id that says nothing of what it is made of.
fn opaque(id: &str) -> String {
    let hash = Sha256::new().chain_update(b"timeline").chain_update(id.as_bytes()).finalize();
    hash.iter().take(12).fold(String::with_capacity(24), |id, byte| id + &format!("{byte:02x}"))
}

/// The beginning of a day at the office.
fn day_begins(on: Date) -> Timestamp {
    on.to_zoned(OFFICE_TIME).map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp())
}

/// A person's timeline, and how colleagues call those who are named in it.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// Newest first.
    pub entries: Vec<Entry>,
    /// Display names.
    pub names: HashMap<UserId, String>,
}

const CODES_MAX: u32 = 500;
const PAYMENTS_MAX: u32 = 1_000;
const NOTICES_MAX: u32 = 500;

/// What the sub-ledger holds of some memberships.
struct Ledger {
    bills: Vec<Bill>,
    payments: Vec<PaymentRow>,
    months: Vec<PaidMonthRow>,
    credits: Vec<CreditRow>,
    events: Vec<RecordedEvent>,
    refunds: Vec<RefundRow>,
    journals: HashMap<String, JournalRow>,
    openings: HashMap<MembershipId, OpeningRow>,
    enrolled_by: HashMap<Uuid, UserId>,
    notices: Vec<crate::notice::Notice>,
}

/// Everything that happened to a person, in a fixed number of statements; the reading of the record
/// is noted by the register.
pub async fn timeline(
    tx: &mut Tx,
    office: &Office,
    person: PersonId,
) -> Result<Timeline, ChangeRefusal> {
    let record = registry::person_record(tx, office, person).await?;
    let today = office.outside.today();
    let parameters = office.outside.law.cover_parameters(today)?;
    let (events, merges) = registry::record_history(tx, person).await?;
    let mut entries = record::entries(person, events, &merges);
    // A merged record shows its own memberships; the kept one shows all that count as the person's.
    let counted = record.person.merged_into.unwrap_or(person);
    let mut members = members_of_people(tx, &[counted.0]).await?;
    if counted != person {
        members.retain(|member| member.person == person);
    }
    if !members.is_empty() {
        let ledger = Ledger::read(tx, &members).await?;
        entries.extend(money::entries(&ledger, &members, today));
        entries.extend(of_cover(tx, &members, &ledger.payments, &parameters, today).await?);
    }
    let latest = office.outside.now;
    entries.retain(|entry| entry.at <= latest);
    for entry in &mut entries {
        entry.id = opaque(&entry.id);
    }
    entries.sort_by(|a, b| (b.at, rank(b.kind), &b.id).cmp(&(a.at, rank(a.kind), &a.id)));
    let people: BTreeSet<UserId> = entries.iter().filter_map(|entry| entry.by).collect();
    let names = names_of(tx, people.into_iter().map(|user| user.0).collect()).await?;
    Ok(Timeline { entries, names })
}

/// How colleagues call some users.
pub async fn names_of(tx: &mut Tx, users: Vec<Uuid>) -> Result<HashMap<UserId, String>, DbError> {
    if users.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(tx.all(&sql::USERS_NAMED, (users,)).await?.into_iter().collect())
}

impl Ledger {
    async fn read(tx: &mut Tx, members: &[Member]) -> Result<Self, DbError> {
        let buckets: BTreeSet<i64> = members.iter().map(|member| member.bucket).collect();
        let buckets: Vec<i64> = buckets.into_iter().collect();
        let ids: Vec<Uuid> = members.iter().map(|member| member.id.0).collect();
        let of = || (buckets.clone(), ids.clone());
        let bills = (buckets.clone(), ids.clone(), CODES_MAX);
        let latest = (LAST_INSTANT, PaymentId(Uuid::max()));
        let paid = (buckets.clone(), ids.clone(), latest.0, latest.1, PAYMENTS_MAX);
        let payments: Vec<PaymentRow> = tx.all(&sql::PAYMENTS_OF_MEMBERS, paid).await?;
        let of_payments: Vec<Uuid> = payments.iter().map(|payment| payment.id.0).collect();
        let keys = payments.iter().flat_map(|payment| {
            [reversal_key(payment.id), identified_key(payment.id), refund_paid_key(payment.id)]
        });
        let journals = tx.all(&sql::JOURNALS_KEYED, (keys.collect::<Vec<String>>(),)).await?;
        let openings: Vec<OpeningRow> = tx.all(&sql::OPENINGS, of()).await?;
        let enrolled_by = tx.all(&sql::WHO_ENROLLED, (ids.clone(),)).await?;
        Ok(Self {
            bills: tx.all(&sql::CODES_OF_MEMBERS, bills).await?,
            months: tx.all(&sql::PAID_MONTHS_OF_MEMBERS, of()).await?,
            credits: tx.all(&sql::CREDITS_OF_MEMBERS, of()).await?,
            events: tx.all(&sql::EVENTS_RECORDED, of()).await?,
            refunds: tx.all(&sql::REFUNDS_OF_PAYMENTS, (of_payments,)).await?,
            notices: tx.all(&sql::NOTICES_OF_MEMBERS, (ids, NOTICES_MAX)).await?,
            journals: journals.into_iter().map(|row| (row.business_key.clone(), row)).collect(),
            openings: openings.into_iter().map(|row| (row.membership, row)).collect(),
            enrolled_by: enrolled_by
                .into_iter()
                .filter_map(|(subject, actor)| Some((subject?, actor)))
                .collect(),
            payments,
        })
    }
}

fn reversal_key(payment: PaymentId) -> String {
    format!("reversed {payment}")
}

fn identified_key(payment: PaymentId) -> String {
    format!("identified {payment}")
}

fn refund_paid_key(payment: PaymentId) -> String {
    format!("refund paid {payment}")
}

/// What the clock did: cover began, a month of grace began, cover lapsed, a new spell began.
async fn of_cover(
    tx: &mut Tx,
    members: &[Member],
    payments: &[PaymentRow],
    parameters: &CoverParameters,
    today: Date,
) -> Result<Vec<Entry>, DbError> {
    // A spell begins on a day because money came on it: then it began with that.
    let paid_at = |membership: MembershipId, on: Date| {
        let of = |it: &&PaymentRow| it.membership == Some(membership) && it.paid_on == on;
        payments.iter().filter(of).map(|payment| payment.received_at).min()
    };
    let lives = ledger_of::lives(tx, members).await?;
    let mut entries = Vec::new();
    for member in members {
        let life = lives.get(&member.id.0).cloned().unwrap_or_default();
        let mut spell = 0;
        for step in life.timeline(member.joined_on, parameters) {
            if step.on > today {
                break;
            }
            let kind = match step.state {
                CoverState::Active if step.spell > spell && spell == 0 => "cover_began",
                CoverState::Active if step.spell > spell => "new_spell",
                CoverState::Grace(_) => "grace",
                CoverState::Lapsed => "lapsed",
                _ => continue,
            };
            spell = spell.max(step.spell);
            let id = format!("{}:{}", member.id, step.on);
            let at = match step.state {
                CoverState::Active => paid_at(member.id, step.on),
                _ => None,
            };
            let at = at.unwrap_or_else(|| day_begins(step.on));
            let entry = Entry::new(kind, at, id).of(member.id).on(step.on);
            entries.push(match step.state {
                CoverState::Grace(months) => entry
                    .arg("months_missed", months)
                    .arg("months_of_grace", parameters.grace_months),
                CoverState::Lapsed => entry.arg("months_of_grace", parameters.grace_months),
                _ => entry.arg("spell", step.spell),
            });
        }
    }
    Ok(entries)
}
