//! The end of an event: counts, or an explicit “not recorded” for each; reopened with a reason, both kept.

use super::{
    plan::{Partner, Planned, planned, rupiah},
    population::people_of,
    presence,
    refusal::{CampaignRefusal, conflict, count, field, note, reason, unknown_word},
    scope, sql, task,
    words::{PARTNERS, STAGES, Word, codes, find},
};
use access::{Command, CommandHeader, Office};
use db::{DbError, Tx, Uuid, row};
use serde::{Deserialize, Serialize};
use terms::{AreaCode, Timestamp, ids::UserId};

row! {
    /// A version of how an event ended.
    pub struct Report {
        /// The event.
        pub event: Uuid,
        /// The how manieth.
        pub n: i64,
        /// `closed` or `reopened`.
        pub state: String,
        /// How many came.
        pub people: Option<i64>,
        /// Leads written down.
        pub leads: Option<i64>,
        /// Enrolled, as counted there.
        pub enrolled: Option<i64>,
        /// Spent, in rupiah.
        pub cost: Option<i64>,
        /// Partners that came.
        pub partners_present: Option<i64>,
        /// What nobody wrote down, with commas between.
        pub not_recorded: String,
        /// Why there are more people than live there.
        pub explanation: String,
        /// Why it was corrected or opened again.
        pub reason: String,
        /// When.
        pub written_at: Timestamp,
        /// By whom.
        pub written_by: UserId,
    }
}

/// A partner that came, or did not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PresentForm {
    /// The role.
    pub role: String,
    /// Came.
    pub present: bool,
}

/// Closes an event; of one that is closed already it is a correction and needs a reason.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CloseEvent {
    /// Which.
    pub event: Uuid,
    /// How many came.
    pub people: Option<i64>,
    /// Leads written down.
    pub leads: Option<i64>,
    /// Enrolled.
    pub enrolled: Option<i64>,
    /// Spent, in rupiah.
    pub cost: Option<i64>,
    /// Which partners came.
    pub partners: Option<Vec<PresentForm>>,
    /// What nobody wrote down: `people`, `leads`, `enrolled`, `cost`, `partners`.
    pub not_recorded: Vec<String>,
    /// Why more people came than live there.
    pub explanation: Option<String>,
    /// Why an earlier close is corrected.
    pub reason: Option<String>,
}

impl Command for CloseEvent {
    const NAME: &'static str = "close planned event";
    type Answer = i64;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<i64, CampaignRefusal> {
        let _ = scope::looks(office);
        let plan = planned(tx, office, self.event).await?;
        scope::plan(office, &plan.area)?;
        self.may_close(office, &plan)?;
        let not_recorded = self.check()?;
        let explanation = self.explained(&plan)?;
        let present = self.partners_present()?;
        let last = last_report(tx, plan.id).await?;
        let why = match &last {
            Some(last) if last.state == "closed" => {
                reason(self.reason.as_deref().unwrap_or_default())?
            }
            _ => note("reason", self.reason.as_deref(), 300)?,
        };
        let n = last.as_ref().map_or(1, |last| last.n + 1);
        let n_present = present.as_ref().map(|all| {
            i64::try_from(all.iter().filter(|(_, present)| *present).count()).unwrap_or(i64::MAX)
        });
        let version = Version {
            state: "closed",
            counts: [self.people, self.leads, self.enrolled, self.cost, n_present],
            not_recorded: not_recorded.join(","),
            explanation,
            reason: why,
        };
        add(tx, office, header.id.0, (plan.id, n), version).await?;
        tx.run(&sql::FORGET_PRESENT, (plan.id,)).await?;
        for (role, present) in present.unwrap_or_default() {
            tx.run(&sql::PUT_PRESENT, (plan.id, role, i64::from(present))).await?;
        }
        let now = office.outside.now;
        tx.run(&sql::SET_PLAN_STATE, ("closed", String::new(), now, plan.id)).await?;
        task::after_event(tx, office, header.id.0, &plan).await?;
        office.note("close event", "event", Some(plan.id), format!("version {n}"));
        Ok(n)
    }
}

struct Version {
    state: &'static str,
    counts: [Option<i64>; 5],
    not_recorded: String,
    explanation: String,
    reason: String,
}

async fn add(
    tx: &mut Tx,
    office: &Office,
    command: Uuid,
    (event, n): (Uuid, i64),
    version: Version,
) -> Result<(), DbError> {
    let [people, leads, enrolled, cost, partners] = version.counts;
    let id = office.outside.id(command, "report", 0);
    let row = (
        event,
        n,
        id,
        version.state,
        people,
        leads,
        enrolled,
        cost,
        partners,
        version.not_recorded,
        version.explanation,
        version.reason,
        office.outside.now,
        office.actor,
    );
    tx.run(&sql::ADD_REPORT, row).await?;
    Ok(())
}

impl CloseEvent {
    fn may_close(&self, office: &Office, plan: &Planned) -> Result<(), CampaignRefusal> {
        if plan.state == "cancelled" {
            return Err(conflict(
                "STATE",
                "state",
                "Kegiatan ini dibatalkan; rencanakan lagi bila ternyata terlaksana",
                "this event was called off; plan it again if it was held after all",
            ));
        }
        let begins = plan.sort_on;
        if begins > office.outside.today() {
            return Err(conflict(
                "NOT_HELD_YET",
                "on",
                format!(
                    "Kegiatan ini baru {begins}; tutup sesudah terlaksana, atau ubah tanggalnya"
                ),
                format!("this event is on {begins}; close it when it was held, or change its day"),
            ));
        }
        Ok(())
    }

    /// Every stage is a number or named as not recorded, never both.
    fn check(&self) -> Result<Vec<&'static str>, CampaignRefusal> {
        let mut not_recorded: Vec<&'static str> = Vec::new();
        for said in &self.not_recorded {
            let stage = find(STAGES, said)
                .ok_or_else(|| unknown_word("not_recorded", said, &codes(STAGES)))?;
            not_recorded.push(stage.code);
        }
        not_recorded.sort_unstable();
        not_recorded.dedup();
        let given = |code: &str| match code {
            "people" => self.people.is_some(),
            "leads" => self.leads.is_some(),
            "enrolled" => self.enrolled.is_some(),
            "cost" => self.cost.is_some(),
            _ => self.partners.is_some(),
        };
        let missing: Vec<&Word> = STAGES
            .iter()
            .filter(|stage| given(stage.code) == not_recorded.contains(&stage.code))
            .collect();
        if !missing.is_empty() {
            return Err(without_counts(&missing));
        }
        for (name, n) in
            [("people", self.people), ("leads", self.leads), ("enrolled", self.enrolled)]
        {
            n.map(|n| count(name, n)).transpose()?;
        }
        rupiah("cost", self.cost)?;
        if let (Some(people), Some(enrolled)) = (self.people, self.enrolled)
            && enrolled > people
        {
            return Err(field(
                "MORE_ENROLLED_THAN_CAME",
                "enrolled",
                format!("{enrolled} mendaftar dari {people} yang hadir; periksa kedua angka"),
                format!("{enrolled} enrolled of {people} who came; check both numbers"),
            ));
        }
        Ok(not_recorded)
    }

    /// More people than live there: doubted, and taken with an explanation.
    fn explained(&self, plan: &Planned) -> Result<String, CampaignRefusal> {
        let explanation = note("explanation", self.explanation.as_deref(), 300)?;
        let area: Option<AreaCode> = plan.area.parse().ok();
        let live = area.as_ref().and_then(people_of);
        let (Some(people), Some(live)) = (self.people, live) else { return Ok(explanation) };
        if people <= live || explanation.chars().count() >= 3 {
            return Ok(explanation);
        }
        let place = area.map(|area| registry::Gazetteer::embedded().described(&area));
        let place = place.unwrap_or_default();
        Err(field(
            "ABOVE_POPULATION",
            "people",
            format!(
                "{people} hadir, padahal penduduk {place} sekitar {live}; periksa angkanya, atau jelaskan dari mana mereka datang"
            ),
            format!(
                "{people} came, and about {live} live in {place}; check the number, or explain where they came from"
            ),
        ))
    }

    fn partners_present(&self) -> Result<Option<Vec<(&'static str, bool)>>, CampaignRefusal> {
        let Some(said) = &self.partners else { return Ok(None) };
        let mut present: Vec<(&'static str, bool)> = Vec::new();
        for (partner, n) in said.iter().zip(0..) {
            let role = find(PARTNERS, &partner.role)
                .ok_or_else(|| unknown_word("partners", &partner.role, &codes(PARTNERS)))?;
            if present.iter().any(|(known, _)| *known == role.code) {
                return Err(field(
                    "PARTNER_TWICE",
                    format!("partners[{n}].role"),
                    format!("Mitra {} disebut dua kali; hapus yang kedua", role.id),
                    format!("the partner “{}” is named twice; leave the second one out", role.en),
                ));
            }
            present.push((role.code, partner.present));
        }
        Ok(Some(present))
    }
}

fn without_counts(missing: &[&Word]) -> CampaignRefusal {
    let list = |of: fn(&Word) -> &'static str| {
        missing.iter().map(|word| of(word)).collect::<Vec<_>>().join(", ")
    };
    let first = missing.first().map_or("", |word| word.code);
    field(
        "CLOSED_WITHOUT_COUNTS",
        first,
        format!(
            "Kegiatan ditutup hanya dengan angka: {}. Tulis angkanya, atau nyatakan tidak dicatat; tidak keduanya",
            list(|word| word.id)
        ),
        format!(
            "an event closes only with counts: {}. Write the number, or say that it was not recorded; never both",
            list(|word| word.en)
        ),
    )
}

/// Opens a closed event again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReopenEvent {
    /// Which.
    pub event: Uuid,
    /// Why.
    pub reason: String,
}

impl Command for ReopenEvent {
    const NAME: &'static str = "reopen event";
    type Answer = i64;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<i64, CampaignRefusal> {
        let _ = scope::looks(office);
        let plan = planned(tx, office, self.event).await?;
        scope::plan(office, &plan.area)?;
        let reason = reason(&self.reason)?;
        if plan.state != "closed" {
            return Err(conflict(
                "STATE",
                "state",
                format!(
                    "Keadaan kegiatan ini {}; hanya yang ditutup dapat dibuka kembali",
                    plan.state
                ),
                format!("this event is {}; only a closed one can be reopened", plan.state),
            ));
        }
        let n = last_report(tx, plan.id).await?.map_or(1, |last| last.n + 1);
        let version = Version {
            state: "reopened",
            counts: [None; 5],
            not_recorded: String::new(),
            explanation: String::new(),
            reason,
        };
        add(tx, office, header.id.0, (plan.id, n), version).await?;
        let now = office.outside.now;
        tx.run(&sql::SET_PLAN_STATE, ("planned", String::new(), now, plan.id)).await?;
        office.note("reopen event", "event", Some(plan.id), format!("version {n}"));
        Ok(n)
    }
}

async fn last_report(tx: &mut Tx, event: Uuid) -> Result<Option<Report>, DbError> {
    Ok(reports_of(tx, vec![event]).await?.pop())
}

/// Every version of how some events ended, the first first.
pub async fn reports_of(tx: &mut Tx, events: Vec<Uuid>) -> Result<Vec<Report>, DbError> {
    tx.all(&sql::REPORTS_OF, (events,)).await
}

/// What is known before somebody closes an event: as phones and lists say, to be taken or corrected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggested {
    /// Scanned and tallied at the door, or as phones closed it.
    pub people: Option<i64>,
    /// Leads on record.
    pub leads: Option<i64>,
    /// Enrolled on record.
    pub enrolled: Option<i64>,
    /// People who live there, by estimate.
    pub population: Option<i64>,
}

/// What phones and lists say of an event.
pub async fn suggested(
    tx: &mut Tx,
    office: &Office,
    plan: &Planned,
) -> Result<Suggested, CampaignRefusal> {
    let people = presence::people(tx, plan.id).await?;
    let (leads, enrolled) = tx.one(&sql::ON_RECORD_AT, (plan.id,)).await?;
    let _ = office;
    let area: Option<AreaCode> = plan.area.parse().ok();
    Ok(Suggested {
        people: people.total(),
        leads: (leads > 0).then_some(leads),
        enrolled: (enrolled > 0).then_some(enrolled),
        population: area.as_ref().and_then(people_of),
    })
}

/// Partners of an event as far as their presence is known.
#[must_use]
pub fn present(partners: &[Partner]) -> Option<usize> {
    let known = partners.iter().any(|partner| partner.present.is_some());
    known.then(|| partners.iter().filter(|partner| partner.present == Some(1)).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed(not_recorded: &[&str]) -> CloseEvent {
        CloseEvent {
            not_recorded: not_recorded.iter().map(|&it| it.to_owned()).collect(),
            ..CloseEvent::default()
        }
    }

    #[test]
    fn nothing_closes_without_its_counts() {
        let all = ["people", "leads", "enrolled", "cost", "partners"];
        assert!(closed(&all).check().is_ok());
        for n in 0..all.len() {
            let mut most = all.to_vec();
            let left_out = most.remove(n);
            let refusal = closed(&most).check().unwrap_err();
            assert_eq!(refusal.code(), Some("CLOSED_WITHOUT_COUNTS"));
            let CampaignRefusal::Field(said) = refusal else { panic!("a field is named") };
            assert_eq!(said.field, left_out);
        }
        let both = CloseEvent { people: Some(3), ..closed(&all) };
        assert_eq!(both.check().unwrap_err().code(), Some("CLOSED_WITHOUT_COUNTS"));
        let some = CloseEvent {
            people: Some(3),
            enrolled: Some(4),
            ..closed(&["leads", "cost", "partners"])
        };
        assert_eq!(some.check().unwrap_err().code(), Some("MORE_ENROLLED_THAN_CAME"));
    }

    #[test]
    fn a_partner_is_named_once() {
        let partner = |role: &str| PresentForm { role: role.into(), present: true };
        let twice =
            CloseEvent { partners: Some(vec![partner("AGENT"), partner("AGENT")]), ..closed(&[]) };
        assert_eq!(twice.partners_present().unwrap_err().code(), Some("PARTNER_TWICE"));
    }
}
