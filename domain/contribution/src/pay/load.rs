//! Loading what a batch needs, and saving members, as sets.

use super::{Ask, PayRefusal, Posted, Report, answer::Kept};
use crate::{Code, Member, sql};
use access::Office;
use db::{BulkUpdate, DbError, Json, Kind, Tx, Uuid, Value, Write, row};
use std::collections::HashMap;
use terms::{
    Date, Month, Rupiah, Timestamp,
    ids::{MembershipId, PaymentId},
};

row! {
    /// A payment reported before.
    pub(crate) struct KnownRow {
        pub(crate) id: PaymentId,
        pub(crate) code: String,
        pub(crate) amount: Rupiah,
        pub(crate) paid_at: Timestamp,
        pub(crate) membership: Option<MembershipId>,
        pub(crate) outcome: String,
        pub(crate) answer: Json,
    }
}

impl KnownRow {
    /// The answer that was given, if this is the same payment.
    pub(crate) fn again(&self, report: &Report) -> Result<Posted, PayRefusal> {
        if !report.says(&self.code, self.amount, self.paid_at) {
            return Err(PayRefusal::OtherContent);
        }
        let kept: Kept = serde_json::from_value(self.answer.clone())
            .map_err(|e| DbError::Broken { statement: "payment.answer", reason: e.to_string() })?;
        kept.again(self).ok_or_else(|| {
            let reason = format!("no outcome is called {}", self.outcome);
            DbError::Broken { statement: "payment.outcome", reason }.into()
        })
    }
}

pub(crate) async fn known(
    tx: &mut Tx,
    asks: &[Ask],
) -> Result<HashMap<PaymentId, KnownRow>, DbError> {
    let ids: Vec<Uuid> = asks.iter().map(|ask| ask.report.id().0).collect();
    let rows = tx.all(&sql::PAYMENTS_KNOWN, (ids,)).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// A bill, its member, and how the member is counted.
#[derive(Clone, Debug)]
pub(crate) struct BillOf {
    pub(crate) first_month: Month,
    pub(crate) n_months: i64,
    pub(crate) opens_new_spell: bool,
    pub(crate) expires_on: Date,
    pub(crate) state: String,
    pub(crate) member: Uuid,
}

/// A group the person of a member is or was in.
#[derive(Clone, Debug)]
pub(crate) struct RosterOf {
    pub(crate) group: String,
    pub(crate) area: String,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
}

/// Everything a batch decides from.
#[derive(Debug, Default)]
pub(crate) struct Bills {
    pub(crate) bills: HashMap<String, BillOf>,
    pub(crate) members: HashMap<Uuid, Member>,
    pub(crate) rosters: HashMap<Uuid, Vec<RosterOf>>,
    /// People who need the slow, exact recount: several memberships, or groups joined or left.
    pub(crate) n_memberships: HashMap<Uuid, i64>,
}

row! {
    pub(crate) struct BillRow {
        code: String,
        first_month: Month,
        n_months: i64,
        opens_new_spell: i64,
        expires_on: Date,
        state: String,
        n_memberships: i64,
        bucket: i64,
        id: terms::ids::MembershipId,
        person: terms::ids::PersonId,
        counted_as: terms::ids::PersonId,
        number: String,
        segment: terms::Segment,
        programmes: terms::Programmes,
        income: Rupiah,
        sector: terms::Sector,
        payer: terms::Payer,
        village: String,
        joined_on: Date,
        spell: i64,
        spell_from: Option<Date>,
        spell_first_month: Option<Month>,
        paid_through: Option<Month>,
        member_months: i64,
        credit: Rupiah,
        may_renew_until: Option<Date>,
        suspended_on: Option<Date>,
        ended_on: Option<Date>,
        ended_because: Option<String>,
        roster_group: Option<String>,
        roster_area: Option<String>,
        roster_from: Option<Date>,
        roster_to: Option<Date>,
    }
}

row! {
    pub(crate) struct RosterRow {
        pub(crate) person: Uuid,
        pub(crate) group: String,
        pub(crate) area: String,
        pub(crate) valid_from: Date,
        pub(crate) valid_to: Option<Date>,
    }
}

impl BillRow {
    fn roster(&mut self) -> Option<RosterOf> {
        let group = self.roster_group.take()?;
        let (area, from) = (self.roster_area.take()?, self.roster_from?);
        Some(RosterOf { group, area, from, to: self.roster_to })
    }

    fn split(self) -> (String, BillOf, i64, Member) {
        let bill = BillOf {
            first_month: self.first_month,
            n_months: self.n_months,
            opens_new_spell: self.opens_new_spell != 0,
            expires_on: self.expires_on,
            state: self.state,
            member: self.id.0,
        };
        let member = Member {
            bucket: self.bucket,
            id: self.id,
            person: self.person,
            counted_as: self.counted_as,
            number: self.number,
            segment: self.segment,
            programmes: self.programmes,
            income: self.income,
            sector: self.sector,
            payer: self.payer,
            village: self.village,
            joined_on: self.joined_on,
            spell: self.spell,
            spell_from: self.spell_from,
            spell_first_month: self.spell_first_month,
            paid_through: self.paid_through,
            n_months: self.member_months,
            credit: self.credit,
            may_renew_until: self.may_renew_until,
            suspended_on: self.suspended_on,
            ended_on: self.ended_on,
            ended_because: self.ended_because,
        };
        (self.code, bill, self.n_memberships, member)
    }
}

pub(crate) async fn bills(
    tx: &mut Tx,
    asks: &[Ask],
    known: &HashMap<PaymentId, KnownRow>,
) -> Result<Bills, DbError> {
    let fresh = asks.iter().filter(|ask| !known.contains_key(&ask.report.id()));
    let mut codes: Vec<String> = fresh
        .filter_map(|ask| ask.report.code.parse::<Code>().ok())
        .map(|code| code.as_str().to_owned())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let mut found = Bills::default();
    if codes.is_empty() {
        return Ok(found);
    }
    // A row for each roster of the member's person, one without where there is none. Two codes may be
    // of one member, so rosters are counted once a code.
    let mut rosters: HashMap<(String, Uuid), Vec<RosterOf>> = HashMap::new();
    for mut row in tx.all(&sql::CODES_WITH_MEMBERS, (codes,)).await? {
        let roster = row.roster();
        let (code, bill, n_memberships, member) = row.split();
        rosters.entry((code.clone(), member.person.0)).or_default().extend(roster);
        found.n_memberships.insert(member.person.0, n_memberships);
        found.members.insert(member.id.0, member);
        found.bills.insert(code, bill);
    }
    found.rosters = rosters.into_iter().map(|((_, person), list)| (person, list)).collect();
    Ok(found)
}

/// What holds for the whole batch.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) closed_through: Option<Month>,
    pub(crate) turned_through: Option<Month>,
    pub(crate) grace_months: u8,
}

impl Rules {
    /// Whether the books of a month are closed.
    pub(crate) fn is_closed(&self, month: Month) -> bool {
        self.closed_through.is_some_and(|closed| month <= closed)
    }

    /// The last month whose contributions are income at once for money booked on a day.
    pub(crate) fn income_through(&self, effective_on: Date) -> Month {
        self.turned_through
            .map_or(Month::of(effective_on), |turned| turned.max(Month::of(effective_on)))
    }
}

pub(crate) async fn rules(tx: &mut Tx, office: &Office) -> Result<Rules, PayRefusal> {
    let (closed_through, turned) = tx.one(&sql::BOOKS_STAND, (crate::months::TURNED,)).await?;
    let turned_through = turned.and_then(|month| month.parse().ok());
    let grace_months = office.outside.law.cover_parameters(office.outside.today())?.grace_months;
    Ok(Rules { closed_through, turned_through, grace_months })
}

pub(crate) static MEMBERS: BulkUpdate = BulkUpdate {
    table: "membership",
    key: &[("bucket", Kind::Int), ("id", Kind::Uuid)],
    columns: &[
        ("spell", Kind::Int),
        ("spell_from", Kind::Date),
        ("spell_first_month", Kind::Date),
        ("paid_through", Kind::Date),
        ("n_months", Kind::Int),
        ("credit", Kind::Int),
        ("may_renew_until", Kind::Date),
        ("suspended_on", Kind::Date),
        ("ended_on", Kind::Date),
        ("ended_because", Kind::Text),
        ("sector", Kind::Text),
        ("changed_at", Kind::Instant),
    ],
};

/// A member's summary as [`save_members`] writes it.
pub(crate) fn member_row(member: &Member, now: Timestamp) -> Vec<Value> {
    vec![
        Value::Int(Some(member.bucket)),
        Value::Uuid(Some(member.id.0)),
        Value::Int(Some(member.spell)),
        Value::Date(member.spell_from),
        Value::Date(member.spell_first_month.map(Month::first_day)),
        Value::Date(member.paid_through.map(Month::first_day)),
        Value::Int(Some(member.n_months)),
        Value::Int(Some(member.credit.get())),
        Value::Date(member.may_renew_until),
        Value::Date(member.suspended_on),
        Value::Date(member.ended_on),
        Value::Text(member.ended_because.clone()),
        Value::Text(Some(member.sector.word().into())),
        Value::Instant(Some(now)),
    ]
}

/// Saves the summaries of members that changed.
pub(crate) async fn save_members(tx: &mut Tx, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    tx.write_all(vec![Write::Update(&MEMBERS, rows)]).await
}
