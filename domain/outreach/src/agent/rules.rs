//! What an agent is paid by and held to: the law of the month, and an office's own terms where the law
//! says nothing.

use super::{may, said};
use crate::{OutreachRefusal, sql};
use access::{Command, CommandHeader, Duty, Office};
use db::{Bulk, Kind, Tx, Uuid, Value, row};
use regulation::{
    Law, LawError,
    agent::{AgentFee, AgentTerms},
};
use std::collections::HashMap;
use terms::{Assessment, Because, Date, Month, Rate, Rupiah, Status, ids::UserId};

row! {
    /// Terms an office agreed with its agents.
    pub struct OwnTerms {
        /// Their id.
        pub id: Uuid,
        /// Of one agent office; none for every agent of the area.
        pub office: Option<Uuid>,
        /// Where; empty is everywhere.
        pub area: String,
        /// Since when.
        pub from_on: Date,
        /// Until when.
        pub until_on: Option<Date>,
        /// The part of contributions, in parts per million.
        pub fee_ppm: i64,
        /// The bonus of a month.
        pub bonus: Rupiah,
        /// For so many new members.
        pub bonus_members_min: i64,
        /// The agent's share of both, in parts per million.
        pub agent_share_ppm: i64,
        /// Months without production after which a contract ends.
        pub idle_months: Option<i64>,
        /// Months before an agent may return.
        pub rejoin_months: Option<i64>,
        /// The document they stand in.
        pub document: String,
    }
}

impl OwnTerms {
    fn runs_on(&self, on: Date) -> bool {
        self.from_on <= on && self.until_on.is_none_or(|until| on <= until)
    }

    fn of_place(&self, place: &Place) -> bool {
        let inside = self.area.is_empty()
            || place.area == self.area
            || place.area.starts_with(&format!("{}.", self.area));
        inside && self.office.is_none_or(|office| place.office == Some(office))
    }

    fn paid(&self) -> AgentTerms {
        AgentTerms::of_an_office(
            Rate::per_million(self.fee_ppm),
            self.bonus,
            self.bonus_members_min,
            Rate::per_million(self.agent_share_ppm),
            &self.document,
            self.from_on,
        )
    }
}

/// Where an agent is: the agent office and the area of the contract of a day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    office: Option<Uuid>,
    area: String,
}

/// A fee, and by whose terms.
#[derive(Clone, Debug)]
pub struct FeeBy {
    /// `law`, `office`, `unknown`.
    pub terms: &'static str,
    /// The fee with its reason, or why nobody can say.
    pub fee: Result<Assessment<AgentFee>, LawError>,
}

/// Every term an office agreed, and the contracts of some agents.
#[derive(Clone, Debug)]
pub struct Rules {
    own: Vec<OwnTerms>,
    contracts: HashMap<UserId, Vec<super::Contract>>,
}

impl Rules {
    /// Reads the terms, and the contracts of some agents.
    pub async fn load(tx: &mut Tx, agents: &[UserId]) -> Result<Self, OutreachRefusal> {
        let own: Vec<OwnTerms> = tx.all(&sql::TERMS_KNOWN, ()).await?;
        let ids = agents.iter().map(|agent| agent.0).collect();
        let mut contracts: HashMap<UserId, Vec<super::Contract>> = HashMap::new();
        for contract in tx.all(&sql::CONTRACTS_OF, (ids,)).await? {
            contracts.entry(contract.agent).or_default().push(contract);
        }
        Ok(Self { own, contracts })
    }

    /// The contracts of an agent, the latest first.
    #[must_use]
    pub fn contracts(&self, agent: UserId) -> &[super::Contract] {
        self.contracts.get(&agent).map_or(&[], Vec::as_slice)
    }

    /// Where an agent is on a day: by the contract that ran, else by the latest.
    fn place(&self, agent: UserId, on: Date) -> Place {
        let all = self.contracts(agent);
        let then = all.iter().find(|contract| contract.runs_on(on)).or(all.first());
        then.map_or_else(Place::default, |contract| Place {
            office: contract.office,
            area: contract.area.clone(),
        })
    }

    /// The office's own terms for a place on a day: those of the agent office before those of the area,
    /// the smaller area before the larger, the later before the earlier.
    fn own_on(&self, place: &Place, on: Date) -> Option<&OwnTerms> {
        let fits = self.own.iter().filter(|terms| terms.runs_on(on) && terms.of_place(place));
        fits.max_by_key(|terms| (terms.office.is_some(), terms.area.len(), terms.from_on))
    }

    /// The fee of a month: by the law, else by the office's own terms, else nobody can say.
    #[must_use]
    pub fn fee(
        &self,
        law: &Law,
        agent: UserId,
        month: Month,
        contributions: Rupiah,
        new_members: i64,
    ) -> FeeBy {
        let on = month.first_day();
        let n = u32::try_from(new_members).unwrap_or(0);
        match law.agent_fee(month, contributions, n) {
            Err(error @ (LawError::Unknown { .. } | LawError::NotRead { .. })) => {
                match self.own_on(&self.place(agent, month.last_day()), on) {
                    Some(own) => FeeBy {
                        terms: "office",
                        fee: law.agent_fee_by(&own.paid(), month, contributions, n),
                    },
                    None => FeeBy { terms: "unknown", fee: Err(error) },
                }
            }
            fee => FeeBy { terms: "law", fee },
        }
    }

    /// After how many months without production a contract ends, if anybody said.
    #[must_use]
    pub fn idle_months(&self, law: &Law, agent: UserId, on: Date) -> Option<Assessment<i64>> {
        let own = |terms: &OwnTerms| terms.idle_months;
        self.months(law.agent_idle_months(on), agent, on, "agent.idle_months", own)
    }

    /// After how many months an agent may return, if anybody said.
    #[must_use]
    pub fn rejoin_months(&self, law: &Law, agent: UserId, on: Date) -> Option<Assessment<i64>> {
        let own = |terms: &OwnTerms| terms.rejoin_months;
        self.months(law.agent_rejoin_months(on), agent, on, "agent.rejoin_months", own)
    }

    fn months(
        &self,
        by_law: Result<Assessment<i64>, LawError>,
        agent: UserId,
        on: Date,
        rule: &str,
        of: fn(&OwnTerms) -> Option<i64>,
    ) -> Option<Assessment<i64>> {
        if let Ok(found) = by_law {
            return Some(found);
        }
        let own = self.own_on(&self.place(agent, on), on)?;
        let months = of(own)?;
        let why = Because::new(
            rule,
            Status::Unconfirmed,
            format!("Ketentuan kantor sendiri, bukan hukum: {months} bulan"),
            format!("The office's own terms, no law: {months} months"),
        );
        Some(Assessment::new(months, why.input("document", &own.document)))
    }
}

/// The terms an office agreed, the latest first, where the actor watches over agents.
pub async fn terms_known(tx: &mut Tx, office: &Office) -> Result<Vec<OwnTerms>, OutreachRefusal> {
    let areas = crate::scope::of(office, Duty::WatchCustody);
    if areas.is_empty() {
        office.allow_everywhere(Duty::WatchCustody)?;
    }
    let mut all: Vec<OwnTerms> = tx.all(&sql::TERMS_KNOWN, ()).await?;
    let touches = |a: &str, b: &str| a.is_empty() || a == b || b.starts_with(&format!("{a}."));
    all.retain(|terms| {
        areas.iter().any(|area| touches(area, &terms.area) || touches(&terms.area, area))
    });
    Ok(all)
}

/// Keeps terms that an office agreed with its agents.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of the terms")]
pub struct AddTerms {
    pub office: Option<Uuid>,
    pub area: String,
    pub from_on: Date,
    pub until_on: Option<Date>,
    pub fee: Rate,
    pub bonus: Rupiah,
    pub bonus_members_min: i64,
    pub agent_share: Rate,
    pub idle_months: Option<i64>,
    pub rejoin_months: Option<i64>,
    pub document: String,
}

static TERMS: Bulk = Bulk {
    table: "agent_terms",
    columns: &[
        ("id", Kind::Uuid),
        ("office", Kind::Uuid),
        ("area", Kind::Text),
        ("from_on", Kind::Date),
        ("until_on", Kind::Date),
        ("fee_ppm", Kind::Int),
        ("bonus", Kind::Int),
        ("bonus_members_min", Kind::Int),
        ("agent_share_ppm", Kind::Int),
        ("idle_months", Kind::Int),
        ("rejoin_months", Kind::Int),
        ("document", Kind::Text),
        ("recorded_at", Kind::Instant),
        ("recorded_by", Kind::Uuid),
    ],
    conflict: "",
};

impl Command for AddTerms {
    const NAME: &'static str = "enter agent terms";
    type Answer = Uuid;
    type Refusal = OutreachRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Uuid, OutreachRefusal> {
        let area = super::list::area_of(&self.area)?;
        may(office, Duty::ManageAgents, &area)?;
        if let Some(wadah) = self.office {
            let wadah = super::agent_office(tx, office, wadah).await?;
            may(office, Duty::ManageAgents, &wadah.office.area)?;
        }
        let document = said("document", &self.document, 300)?;
        for (field, rate) in [("fee_percent", self.fee), ("agent_share_percent", self.agent_share)]
        {
            if !(0..=1_000_000).contains(&rate.parts()) {
                return Err(OutreachRefusal::Word(field, "0 … 100"));
            }
        }
        if self.bonus.is_negative() || self.bonus_members_min < 0 {
            return Err(OutreachRefusal::Word("bonus", "0, 1, 2 …"));
        }
        let months = [("idle_months", self.idle_months), ("rejoin_months", self.rejoin_months)];
        for (field, months) in months {
            if months.is_some_and(|months| !(1..=120).contains(&months)) {
                return Err(OutreachRefusal::Word(field, "1 … 120"));
            }
        }
        if self.until_on.is_some_and(|until| until < self.from_on) {
            return Err(OutreachRefusal::Days("until_on", "it is before from_on"));
        }
        let id = office.outside.id(header.id.0, "terms", 0);
        let row = vec![
            Value::Uuid(Some(id)),
            Value::Uuid(self.office),
            Value::Text(Some(area)),
            Value::Date(Some(self.from_on)),
            Value::Date(self.until_on),
            Value::Int(Some(self.fee.parts())),
            Value::Int(Some(self.bonus.get())),
            Value::Int(Some(self.bonus_members_min)),
            Value::Int(Some(self.agent_share.parts())),
            Value::Int(self.idle_months),
            Value::Int(self.rejoin_months),
            Value::Text(Some(document.to_owned())),
            Value::Instant(Some(office.outside.now)),
            Value::Uuid(Some(office.actor.0)),
        ];
        tx.insert_many(&TERMS, vec![row]).await?;
        office.note("enter agent terms", "terms", Some(id), "");
        Ok(id)
    }
}
