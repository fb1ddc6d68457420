//! How far a village is with each group and occupation, and who speaks for the campaign there.

use super::{
    contact::{self, Contact},
    refusal::{CampaignRefusal, count, field, note, text, unknown_word},
    scope, sql,
    words::{STANDINGS, codes, find},
};
use access::{Command, CommandHeader, Duty, Office};
use db::{DbError, Tx, Uuid, row};
use serde::{Deserialize, Serialize};
use terms::{AreaCode, AreaLevel, Date, Timestamp, ids::UserId};

row! {
    /// How far a village is with a group or an occupation.
    pub struct Standing {
        /// The village.
        pub village: String,
        /// `group` or `occupation`.
        pub kind: String,
        /// Which.
        pub code: String,
        /// `OPEN`, `PLANNED`, `ENROLLED`, `DROPPED`.
        pub status: String,
        /// Until when.
        pub due_on: Option<Date>,
        /// How many are enrolled.
        pub n: Option<i64>,
        /// Nobody wrote down how many.
        pub n_not_recorded: i64,
        /// Whose.
        pub owner: Option<UserId>,
        /// What else.
        pub note: String,
        /// Where this was read.
        pub source: String,
        /// Since when.
        pub changed_at: Timestamp,
    }
}

impl Standing {
    /// Planned and its day is over.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.status == "PLANNED" && self.due_on.is_some_and(|due| due < today)
    }
}

/// Says how far a village is with a group or an occupation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PutStanding {
    /// The village.
    pub village: String,
    /// A group …
    pub group: Option<String>,
    /// … or an occupation.
    pub occupation: Option<String>,
    /// `OPEN`, `PLANNED`, `ENROLLED`, `DROPPED`.
    pub status: String,
    /// Until when.
    pub due_on: Option<Date>,
    /// How many are enrolled.
    pub n: Option<i64>,
    /// Nobody wrote down how many.
    pub n_not_recorded: bool,
    /// Whose.
    pub owner: Option<UserId>,
    /// What else.
    pub note: Option<String>,
    /// Where this was read.
    pub source: Option<String>,
}

impl PutStanding {
    fn of_whom(&self) -> Result<(&'static str, String), CampaignRefusal> {
        match (&self.group, &self.occupation) {
            (Some(said), None) => {
                let known = registry::group(said)
                    .map_err(|_| unknown_word("group", said, "/api/v1/groups"))?;
                Ok(("group", known.code.to_owned()))
            }
            (None, Some(said)) => {
                let known = registry::occupation(said.trim())
                    .ok_or_else(|| unknown_word("occupation", said, "/api/v1/occupations"))?;
                Ok(("occupation", known.id.clone()))
            }
            _ => Err(field(
                "OF_WHOM",
                "group",
                "Sebut satu kelompok (group) atau satu pekerjaan (occupation), tidak keduanya",
                "name one group or one occupation, not both",
            )),
        }
    }
}

impl Command for PutStanding {
    const NAME: &'static str = "put standing";
    type Answer = ();
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), CampaignRefusal> {
        let _ = scope::looks(office);
        let village = scope::area("village", &self.village, &[AreaLevel::Village])?;
        scope::help(office, village.as_str())?;
        let (kind, code) = self.of_whom()?;
        let status = find(STANDINGS, &self.status)
            .ok_or_else(|| unknown_word("status", &self.status, &codes(STANDINGS)))?
            .code;
        self.n.map(|n| count("n", n)).transpose()?;
        if status == "ENROLLED" && self.n.is_some() == self.n_not_recorded {
            return Err(field(
                "COUNT_MISSING",
                "n",
                "Sudah didaftarkan berapa orang? Tulis jumlahnya, atau nyatakan tidak dicatat; tidak keduanya",
                "how many are enrolled? Write how many, or say that it was not recorded; never both",
            ));
        }
        let row = (
            village,
            kind,
            code,
            status,
            self.due_on,
            self.n,
            i64::from(self.n_not_recorded),
            self.owner,
            note("note", self.note.as_deref(), 300)?,
            note("source", self.source.as_deref(), 300)?,
            office.outside.now,
            office.actor,
        );
        tx.run(&sql::PUT_STANDING, row).await?;
        office.note("put standing", "pipeline", None, status);
        Ok(())
    }
}

/// Where groups and occupations stand in some area, by village.
pub async fn standings(
    tx: &mut Tx,
    office: &Office,
    within: Option<&AreaCode>,
    status: Option<&str>,
    after: Option<(String, String, String)>,
    limit: u32,
) -> Result<Vec<Standing>, DbError> {
    let areas = scope::looks_within(office, within);
    let (village, kind, code) = after.unwrap_or_default();
    let (status, limit) = (status.map(str::to_owned), limit.clamp(1, 500));
    tx.all(&sql::STANDINGS, (areas, status, village, kind, code, limit)).await
}

row! {
    /// Who speaks for the campaign in a village.
    pub struct Champion {
        /// The id.
        pub id: Uuid,
        /// The village.
        pub village: String,
        /// As what: `village_head`, …
        pub role: String,
        /// A name is known.
        pub has_name: i64,
        /// Where this was read.
        pub source: String,
    }
}

/// Names who speaks for the campaign in a village. Whoever did in the same role before is let go.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NameChampion {
    /// The village.
    pub village: String,
    /// As what.
    pub role: String,
    /// The name; none where only the office is known.
    pub name: Option<String>,
    /// The telephone.
    pub phone: Option<String>,
    /// Where this was read.
    pub source: Option<String>,
}

impl Command for NameChampion {
    const NAME: &'static str = "name champion";
    type Answer = Uuid;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Uuid, CampaignRefusal> {
        let _ = scope::looks(office);
        let village = scope::area("village", &self.village, &[AreaLevel::Village])?;
        office.allow(Duty::PlanOutreach, &village)?;
        let role = text("role", &self.role, 60)?;
        let name = note("name", self.name.as_deref(), 120)?;
        let phone = contact::phone(self.phone.as_deref())?;
        let source = note("source", self.source.as_deref(), 300)?;
        let id = office.outside.id(header.id.0, "champion", 0);
        let has_name = i64::from(!name.is_empty());
        let now = office.outside.now;
        tx.run(&sql::END_CHAMPION, (now, village.clone(), role.clone())).await?;
        let row = (id, village, role, has_name, source, now, office.actor);
        tx.run(&sql::ADD_CHAMPION, row).await?;
        if has_name == 1 {
            contact::keep(tx, office, id, &Contact { name, phone }).await?;
        }
        office.note("name champion", "champion", Some(id), "");
        Ok(id)
    }
}

/// Who speaks for the campaign in an area, with name and telephone for who may read people there.
pub async fn champions(
    tx: &mut Tx,
    office: &Office,
    within: &AreaCode,
) -> Result<Vec<(Champion, Option<Contact>)>, CampaignRefusal> {
    let areas = scope::looks_within(office, Some(within));
    let found: Vec<Champion> = tx.all(&sql::CHAMPIONS, (areas,)).await?;
    let may_read = |village: &str| {
        let village: Option<AreaCode> = village.parse().ok();
        village.is_some_and(|village| office.allow(Duty::ReadPeople, &village).is_ok())
    };
    let named = found.iter().filter(|it| it.has_name == 1 && may_read(&it.village));
    let ids = named.map(|it| it.id).collect();
    let mut contacts = contact::open(tx, office, "champion", ids).await?;
    Ok(found
        .into_iter()
        .map(|champion| {
            let contact = contacts.remove(&champion.id);
            (champion, contact)
        })
        .collect())
}
