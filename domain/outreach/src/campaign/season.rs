//! A season: a campaign in a branch, from a day to a day, with the areas its success is measured by.

use super::{
    definition,
    refusal::{CampaignRefusal, field, note, text},
    scope, sql,
};
use access::{Command, CommandHeader, Office};
use db::{DbError, Tx, Uuid, row};
use registry::searchable;
use serde::{Deserialize, Serialize};
use terms::{AreaCode, AreaLevel, Date, Timestamp};

row! {
    /// A season.
    pub struct Season {
        /// Its id.
        pub id: Uuid,
        /// The campaign.
        pub campaign: Uuid,
        /// What it is called.
        pub name: String,
        /// The branch's area.
        pub area: String,
        /// Its first day.
        pub from_on: Date,
        /// Its last.
        pub to_on: Date,
        /// What it is to reach, in words.
        pub goal: String,
        /// How many are to be enrolled.
        pub goal_members: Option<i64>,
        /// Where this was read.
        pub source: String,
        /// When it was written down.
        pub created_at: Timestamp,
        /// Events in it, cancelled ones left out.
        pub n_events: i64,
        /// Of which are closed.
        pub n_closed: i64,
    }
}

/// A season to be opened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewSeason {
    /// The campaign.
    pub campaign: Option<Uuid>,
    /// Or what it was called, in a report.
    pub campaign_said: Option<String>,
    /// What it is called.
    pub name: String,
    /// The branch's area: a regency or a province.
    pub area: String,
    /// Areas whose coverage it is measured by; the branch's own when there is none.
    pub tagged: Vec<String>,
    /// Its first day.
    pub from_on: Date,
    /// Its last.
    pub to_on: Date,
    /// What it is to reach, in words.
    pub goal: String,
    /// How many are to be enrolled.
    pub goal_members: Option<i64>,
    /// Where this was read.
    pub source: Option<String>,
}

const LEVELS: [AreaLevel; 4] =
    [AreaLevel::Province, AreaLevel::Regency, AreaLevel::District, AreaLevel::Village];

impl Command for NewSeason {
    const NAME: &'static str = "new season";
    type Answer = (Uuid, String);
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Self::Answer, CampaignRefusal> {
        let area = scope::area("area", &self.area, &LEVELS);
        scope::plan(office, area.as_ref().map_or("", AreaCode::as_str))?;
        let area = area?;
        let (campaign, flag) = self.campaign(tx, office).await?;
        if self.to_on < self.from_on {
            return Err(field(
                "DAYS",
                "to_on",
                "Hari terakhir harus sesudah hari pertama",
                "the last day must not be before the first",
            ));
        }
        if self.goal_members.is_some_and(|n| !(1..=100_000_000).contains(&n)) {
            return Err(field(
                "COUNT",
                "goal_members",
                "Sasaran harus bilangan di atas nol",
                "the goal must be a number above zero",
            ));
        }
        let id = office.outside.id(header.id.0, "season", 0);
        let name = text("name", &self.name, 120)?;
        let search_name = searchable(&name);
        let goal = text("goal", &self.goal, 300)?;
        let source = note("source", self.source.as_deref(), 300)?;
        let (now, by) = (office.outside.now, office.actor);
        let row = (
            id,
            campaign,
            name,
            search_name,
            area.clone(),
            self.from_on,
            self.to_on,
            goal,
            self.goal_members,
            source,
            now,
            by,
        );
        tx.run(&sql::ADD_SEASON, row).await?;
        let mut tagged = vec![area.to_string()];
        if !self.tagged.is_empty() {
            let read = |it: &String| Ok(scope::area("tagged", it, &LEVELS)?.to_string());
            tagged = self.tagged.iter().map(read).collect::<Result<_, CampaignRefusal>>()?;
        }
        for tagged in tagged {
            tx.run(&sql::TAG_AREA, (id, tagged)).await?;
        }
        office.note("new season", "season", Some(id), "");
        Ok((id, flag))
    }
}

impl NewSeason {
    /// The campaign, and the flag of the name it was given.
    async fn campaign(
        &self,
        tx: &mut Tx,
        office: &Office,
    ) -> Result<(Uuid, String), CampaignRefusal> {
        if let Some(id) = self.campaign {
            return Ok((definition::campaign(tx, id).await?.id, String::new()));
        }
        let said = text("campaign_said", self.campaign_said.as_deref().unwrap_or_default(), 120)?;
        let read = definition::read_name(tx, office, &said).await?;
        let found = read.campaign.ok_or_else(|| {
            field(
                "CAMPAIGN_UNKNOWN",
                "campaign_said",
                format!("Tidak ada kampanye bernama “{said}”; pilih dari daftar, atau catat kampanyenya dahulu"),
                format!("no campaign is called “{said}”; choose from the list, or write the campaign down first"),
            )
        })?;
        Ok((found, read.flag))
    }
}

/// One season, for who may look there.
pub async fn season(tx: &mut Tx, office: &Office, id: Uuid) -> Result<Season, CampaignRefusal> {
    let found: Option<Season> = tx.first(&sql::SEASON, (id,)).await?;
    found.filter(|it| scope::sees(office, &it.area)).ok_or(CampaignRefusal::NotFound("season"))
}

/// The areas a season is measured by.
pub async fn tagged(tx: &mut Tx, season: Uuid) -> Result<Vec<AreaCode>, DbError> {
    let rows: Vec<(AreaCode,)> = tx.all(&sql::TAGGED, (season,)).await?;
    Ok(rows.into_iter().map(|(area,)| area).collect())
}

/// What seasons are asked for.
#[derive(Clone, Debug, Default)]
pub struct SeasonQuery {
    /// Of this campaign.
    pub campaign: Option<Uuid>,
    /// In this area.
    pub within: Option<AreaCode>,
    /// Whose name holds this.
    pub words: Option<String>,
    /// After this place in the list.
    pub after: Option<(Date, Uuid)>,
    /// At most so many.
    pub limit: u32,
}

/// Seasons, the latest first.
pub async fn seasons(
    tx: &mut Tx,
    office: &Office,
    query: &SeasonQuery,
) -> Result<Vec<Season>, DbError> {
    let areas = scope::looks_within(office, query.within.as_ref());
    let (on, id) = query.after.unwrap_or((Date::constant(9999, 12, 31), Uuid::max()));
    let words = like(query.words.as_deref());
    tx.all(&sql::SEASONS, (areas, query.campaign, words, on, id, query.limit.clamp(1, 500))).await
}

/// A pattern that holds these words; everything when there are none.
pub(crate) fn like(words: Option<&str>) -> String {
    let words = searchable(words.unwrap_or_default());
    if words.is_empty() { "%".into() } else { format!("%{words}%") }
}
