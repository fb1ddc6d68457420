//! Planned events: written down, changed, called off; each with what it is, for whom, with whom.

mod form;

pub(crate) use form::rupiah;
pub use form::{Between, EventForm, PartnerForm};

use super::{
    refusal::{CampaignRefusal, conflict, reason},
    scope, season, session, sql,
};
use access::{Command, CommandHeader, Office};
use db::{Bulk, DbError, Kind, Tx, Uuid, Value, row};
use form::Fits;
use registry::searchable;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use terms::{AreaCode, Date, Timestamp, ids::UserId, written};

row! {
    /// A planned event, as it stands.
    pub struct Planned {
        /// Its id, which phones open.
        pub id: Uuid,
        /// The season.
        pub season: Uuid,
        /// The campaign.
        pub campaign: Uuid,
        /// What it is called.
        pub name: String,
        /// A district or a village.
        pub area: String,
        /// Down to the neighbourhood.
        pub rt: Option<String>,
        /// And the hamlet.
        pub rw: Option<String>,
        /// The day; none while only a range is known.
        pub on: Option<Date>,
        /// Not before.
        pub from: Option<Date>,
        /// Not after.
        pub to: Option<Date>,
        /// The day of the week, Monday is 1.
        pub weekday: Option<i64>,
        /// How the day was written.
        pub said: String,
        /// The year was inferred.
        pub inferred: i64,
        /// The day it is listed by.
        pub sort_on: Date,
        /// From, in minutes of the day.
        pub starts: Option<i64>,
        /// To.
        pub ends: Option<i64>,
        /// Where exactly.
        pub venue: String,
        /// How people are reached.
        pub channel: String,
        /// It opens a campaign: `national`, `branch`, or empty.
        pub launch: String,
        /// What is taken along.
        pub material: String,
        /// What it may cost.
        pub cost_planned: Option<i64>,
        /// The team that goes.
        pub team: Option<String>,
        /// Who follows it up.
        pub owner: Option<UserId>,
        /// By which agreement.
        pub agreement: Option<Uuid>,
        /// Who attests the work.
        pub attestation: String,
        /// Where this was read.
        pub source: String,
        /// `planned`, `closed`, `cancelled`.
        pub state: String,
        /// Counts changes.
        pub version: i64,
        /// Invitations that were numbered.
        pub n_invitations: i64,
        /// When it was written down.
        pub planned_at: Timestamp,
    }
}

row! {
    /// A partner of an event.
    pub struct Partner {
        pub(crate) event: Uuid,
        /// The role.
        pub role: String,
        /// Was asked to come.
        pub invited: i64,
        /// Came; none while nobody wrote it down.
        pub present: Option<i64>,
        /// Which one.
        pub note: String,
    }
}

/// A planned event with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The event.
    pub plan: Planned,
    /// What happens there.
    pub activities: Vec<String>,
    /// For which groups.
    pub groups: Vec<String>,
    /// For which occupations.
    pub occupations: Vec<String>,
    /// With whom.
    pub partners: Vec<Partner>,
}

static PLANS: Bulk = Bulk {
    table: "event_plan",
    columns: &[
        ("id", Kind::Uuid),
        ("season", Kind::Uuid),
        ("campaign", Kind::Uuid),
        ("name", Kind::Text),
        ("search_name", Kind::Text),
        ("area", Kind::Text),
        ("rt", Kind::Text),
        ("rw", Kind::Text),
        ("on_date", Kind::Date),
        ("range_from", Kind::Date),
        ("range_to", Kind::Date),
        ("weekday", Kind::Int),
        ("date_said", Kind::Text),
        ("date_inferred", Kind::Int),
        ("sort_on", Kind::Date),
        ("starts_min", Kind::Int),
        ("ends_min", Kind::Int),
        ("venue", Kind::Text),
        ("channel", Kind::Text),
        ("launch", Kind::Text),
        ("material", Kind::Text),
        ("cost_planned", Kind::Int),
        ("team", Kind::Text),
        ("owner", Kind::Uuid),
        ("agreement", Kind::Uuid),
        ("attestation", Kind::Text),
        ("source", Kind::Text),
        ("flags", Kind::Text),
        ("state", Kind::Text),
        ("version", Kind::Int),
        ("after_30", Kind::Date),
        ("after_90", Kind::Date),
        ("planned_at", Kind::Instant),
        ("planned_by", Kind::Uuid),
        ("changed_at", Kind::Instant),
    ],
    conflict: "ON CONFLICT (id) DO UPDATE SET name = excluded.name, search_name = excluded.search_name, \
        area = excluded.area, rt = excluded.rt, rw = excluded.rw, on_date = excluded.on_date, \
        range_from = excluded.range_from, range_to = excluded.range_to, weekday = excluded.weekday, \
        date_said = excluded.date_said, date_inferred = excluded.date_inferred, sort_on = excluded.sort_on, \
        starts_min = excluded.starts_min, ends_min = excluded.ends_min, venue = excluded.venue, \
        channel = excluded.channel, launch = excluded.launch, material = excluded.material, \
        cost_planned = excluded.cost_planned, team = excluded.team, owner = excluded.owner, \
        agreement = excluded.agreement, attestation = excluded.attestation, source = excluded.source, \
        version = excluded.version, after_30 = excluded.after_30, after_90 = excluded.after_90, \
        changed_at = excluded.changed_at",
};

/// Plans an event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlanEvent {
    /// Of this season.
    pub season: Uuid,
    /// What it is.
    pub form: EventForm,
}

impl Command for PlanEvent {
    const NAME: &'static str = "plan event";
    type Answer = Uuid;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Uuid, CampaignRefusal> {
        let _ = scope::looks(office);
        let fits = self.form.check()?;
        scope::plan(office, fits.area.as_str())?;
        let of = season::season(tx, office, self.season).await?;
        inside(&of, &fits.area)?;
        let id = office.outside.id(header.id.0, "event", 0);
        let place = Place { id, season: of.id, campaign: of.campaign, version: 1 };
        write(tx, office, &place, &self.form, fits).await?;
        tx.run(&sql::ADD_SESSION, (id, id, "same_id", office.outside.now)).await?;
        session::attach_openings(tx, office, id).await?;
        office.note("plan event", "event", Some(id), "");
        Ok(id)
    }
}

/// An event lies in the area of its season.
fn inside(of: &season::Season, area: &AreaCode) -> Result<(), CampaignRefusal> {
    let own: Option<AreaCode> = of.area.parse().ok();
    if own.is_none_or(|own| own.contains(area)) {
        return Ok(());
    }
    let names = registry::Gazetteer::embedded();
    let place = names.described(area);
    Err(super::refusal::field(
        "OUTSIDE_SEASON",
        "area",
        format!(
            "{place} ({area}) di luar wilayah musim “{}”; pilih wilayah di dalamnya, atau musim lain",
            of.name
        ),
        format!(
            "{place} ({area}) lies outside of the season “{}”; choose an area inside, or another season",
            of.name
        ),
    ))
}

/// Changes a planned event; what is not written is emptied.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeEvent {
    /// Which.
    pub event: Uuid,
    /// The version that was looked at.
    pub version: i64,
    /// What it is now.
    pub form: EventForm,
}

impl Command for ChangeEvent {
    const NAME: &'static str = "change event";
    type Answer = i64;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<i64, CampaignRefusal> {
        let _ = scope::looks(office);
        let was = planned(tx, office, self.event).await?;
        scope::plan(office, &was.area)?;
        if was.state != "planned" {
            return Err(not_planned(&was.state));
        }
        if was.version != self.version {
            return Err(conflict(
                "CHANGED_MEANWHILE",
                "version",
                format!(
                    "Kegiatan ini sudah diubah orang lain (versi {}); lihat lagi, lalu ulangi",
                    was.version
                ),
                format!(
                    "someone changed this event meanwhile (version {}); look at it again and repeat",
                    was.version
                ),
            ));
        }
        let fits = self.form.check()?;
        scope::plan(office, fits.area.as_str())?;
        inside(&season::season(tx, office, was.season).await?, &fits.area)?;
        let version = was.version + 1;
        let place = Place { id: was.id, season: was.season, campaign: was.campaign, version };
        write(tx, office, &place, &self.form, fits).await?;
        session::attach_openings(tx, office, was.id).await?;
        office.note("change event", "event", Some(was.id), "");
        Ok(version)
    }
}

fn not_planned(state: &str) -> CampaignRefusal {
    conflict(
        "STATE",
        "state",
        format!(
            "Keadaan kegiatan ini {state}; buka kembali dahulu dengan alasan bila perlu diubah"
        ),
        format!("this event is {state}; reopen it first, with a reason, if it must be changed"),
    )
}

/// Calls a planned event off.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CancelEvent {
    /// Which.
    pub event: Uuid,
    /// Why.
    pub reason: String,
}

impl Command for CancelEvent {
    const NAME: &'static str = "cancel event";
    type Answer = ();
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), CampaignRefusal> {
        let _ = scope::looks(office);
        let was = planned(tx, office, self.event).await?;
        scope::plan(office, &was.area)?;
        let reason = reason(&self.reason)?;
        if was.state != "planned" {
            return Err(not_planned(&was.state));
        }
        tx.run(&sql::SET_PLAN_STATE, ("cancelled", reason, office.outside.now, was.id)).await?;
        tx.run(&sql::CANCEL_TASKS_OF_EVENT, (was.id,)).await?;
        office.note("cancel event", "event", Some(was.id), "");
        Ok(())
    }
}

struct Place {
    id: Uuid,
    season: Uuid,
    campaign: Uuid,
    version: i64,
}

async fn write(
    tx: &mut Tx,
    office: &Office,
    place: &Place,
    form: &EventForm,
    fits: Fits,
) -> Result<(), CampaignRefusal> {
    refuse_clash(tx, place.id, &fits).await?;
    tx.insert_many(&PLANS, vec![row_of(office, place, form, &fits)]).await?;
    tx.run(&sql::CLEAR_ACTIVITIES, (place.id,)).await?;
    tx.run(&sql::CLEAR_TARGETS, (place.id,)).await?;
    tx.run(&sql::CLEAR_PARTNERS, (place.id,)).await?;
    for activity in fits.activities {
        tx.run(&sql::ADD_ACTIVITY, (place.id, activity)).await?;
    }
    for (kind, code) in fits.targets {
        tx.run(&sql::ADD_TARGET, (place.id, kind, code)).await?;
    }
    for (role, invited, note) in fits.partners {
        tx.run(&sql::ADD_PARTNER, (place.id, role, i64::from(invited), note)).await?;
    }
    Ok(())
}

/// Two events of one team at one hour.
async fn refuse_clash(tx: &mut Tx, id: Uuid, fits: &Fits) -> Result<(), CampaignRefusal> {
    let (Some(team), Some(on), Some(starts)) = (&fits.team, fits.when.on, fits.when.starts) else {
        return Ok(());
    };
    let ends = fits.when.ends.unwrap_or(starts + 60);
    let regency = fits.area.path().nth(1).unwrap_or_default().to_owned();
    let clash: Option<(String, i64)> =
        tx.first(&sql::TEAM_CLASH, (team.clone(), on, regency, id, starts, ends)).await?;
    let Some((name, at)) = clash else { return Ok(()) };
    let (at, [on_id, on_en]) = (clock(at), written::day(on));
    Err(conflict(
        "TEAM_BUSY",
        "team",
        format!(
            "{team} sudah bertugas pada {on_id} pukul {at} di “{name}”; pilih jam atau tim lain"
        ),
        format!("{team} is at “{name}” on {on_en} at {at} already; choose another hour or team"),
    ))
}

/// Minutes of the day as `19:00`.
#[must_use]
pub fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn row_of(office: &Office, place: &Place, form: &EventForm, fits: &Fits) -> Vec<Value> {
    let text = |text: &str| Value::Text(Some(text.to_owned()));
    let when = &fits.when;
    let (from, to) = when.between.unzip();
    let weekday = when.weekday.map(|day| i64::from(day.to_monday_one_offset()));
    let now = Value::Instant(Some(office.outside.now));
    let place_name = registry::Gazetteer::embedded().described(&fits.area);
    vec![
        Value::Uuid(Some(place.id)),
        Value::Uuid(Some(place.season)),
        Value::Uuid(Some(place.campaign)),
        text(&fits.name),
        text(&searchable(&format!("{} {} {place_name}", fits.name, fits.venue))),
        text(fits.area.as_str()),
        Value::Text(fits.rt.clone()),
        Value::Text(fits.rw.clone()),
        Value::Date(when.on),
        Value::Date(from),
        Value::Date(to),
        Value::Int(weekday),
        text(&when.said),
        Value::Int(Some(i64::from(when.inferred))),
        Value::Date(Some(when.sort_on())),
        Value::Int(when.starts),
        Value::Int(when.ends),
        text(&fits.venue),
        text(fits.channel),
        text(&fits.launch),
        text(&fits.material),
        Value::Int(fits.cost_planned),
        Value::Text(fits.team.clone()),
        Value::Uuid(Some(form.owner.unwrap_or(office.actor).0)),
        Value::Uuid(form.agreement),
        text(&fits.attestation),
        text(&fits.source),
        text(""),
        text("planned"),
        Value::Int(Some(place.version)),
        Value::Date(when.month_after(30)),
        Value::Date(when.month_after(90)),
        now.clone(),
        Value::Uuid(Some(office.actor.0)),
        now,
    ]
}

/// One planned event, for who may look there.
pub async fn planned(tx: &mut Tx, office: &Office, id: Uuid) -> Result<Planned, CampaignRefusal> {
    let found: Option<Planned> = tx.first(&sql::PLAN, (id,)).await?;
    found.filter(|it| scope::sees(office, &it.area)).ok_or(CampaignRefusal::NotFound("event"))
}

/// One planned event with everything that belongs to it.
pub async fn sheet(tx: &mut Tx, office: &Office, id: Uuid) -> Result<Sheet, CampaignRefusal> {
    let plan = planned(tx, office, id).await?;
    sheets(tx, vec![plan]).await?.pop().ok_or(CampaignRefusal::NotFound("event"))
}

async fn sheets(tx: &mut Tx, plans: Vec<Planned>) -> Result<Vec<Sheet>, DbError> {
    let ids: Vec<Uuid> = plans.iter().map(|plan| plan.id).collect();
    let activities: Vec<(Uuid, String)> = tx.all(&sql::ACTIVITIES_OF, (ids.clone(),)).await?;
    let targets: Vec<(Uuid, String, String)> = tx.all(&sql::TARGETS_OF, (ids.clone(),)).await?;
    let partners: Vec<Partner> = tx.all(&sql::PARTNERS_OF, (ids,)).await?;
    let mut with: HashMap<Uuid, Vec<Partner>> = HashMap::new();
    for partner in partners {
        with.entry(partner.event).or_default().push(partner);
    }
    let sheet = |plan: Planned| {
        let of = |kind: &str| {
            let of_event = targets.iter().filter(|(id, is, _)| *id == plan.id && is == kind);
            of_event.map(|(.., code)| code.clone()).collect()
        };
        let does = activities.iter().filter(|(id, _)| *id == plan.id);
        Sheet {
            activities: does.map(|(_, activity)| activity.clone()).collect(),
            groups: of("group"),
            occupations: of("occupation"),
            partners: with.remove(&plan.id).unwrap_or_default(),
            plan,
        }
    };
    Ok(plans.into_iter().map(sheet).collect())
}

/// What planned events are asked for.
#[derive(Clone, Debug, Default)]
pub struct EventQuery {
    /// Of this season.
    pub season: Option<Uuid>,
    /// In this area.
    pub within: Option<AreaCode>,
    /// In this state.
    pub state: Option<String>,
    /// Whose name or venue holds this.
    pub words: Option<String>,
    /// After this place in the list.
    pub after: Option<(Date, Uuid)>,
    /// At most so many.
    pub limit: u32,
}

/// Planned events, the first day first.
pub async fn plans(
    tx: &mut Tx,
    office: &Office,
    query: &EventQuery,
) -> Result<Vec<Sheet>, DbError> {
    let areas = scope::looks_within(office, query.within.as_ref());
    let (on, id) = query.after.unwrap_or((Date::constant(1, 1, 1), Uuid::nil()));
    let words = season::like(query.words.as_deref());
    let (state, limit) = (query.state.clone(), query.limit.clamp(1, 500));
    let found = tx.all(&sql::PLANS, (areas, query.season, state, words, on, id, limit)).await?;
    sheets(tx, found).await
}
