//! A campaign: its goal, its launch, and the names it has been called by, each looked at once.

use super::{
    refusal::{CampaignRefusal, field, note, text},
    scope, sql,
};
use access::{Command, CommandHeader, Duty, Office};
use db::{DbError, Tx, Uuid, row};
use registry::searchable;
use serde::{Deserialize, Serialize};
use terms::{AreaLevel, Date, Timestamp, ids::UserId};

row! {
    /// A campaign.
    pub struct Campaign {
        /// Its id.
        pub id: Uuid,
        /// Its short name.
        pub code: String,
        /// Its name.
        pub name: String,
        /// What it is for.
        pub goal: String,
        /// `national` or `branch`.
        pub owner: String,
        /// Where; empty is the whole country.
        pub area: String,
        /// When it was launched.
        pub launched_on: Option<Date>,
        /// Where this was read.
        pub source: String,
        /// When it was written down.
        pub created_at: Timestamp,
    }
}

row! {
    /// A name a campaign was called by.
    pub struct CampaignName {
        /// Its searchable form.
        pub word: String,
        /// The campaign that was meant.
        pub campaign: Uuid,
        /// As it was written.
        pub written: String,
        /// `NAME_VARIANT` where it is not the campaign's name.
        pub flag: String,
        /// `listed`, `suggested` (nobody has looked), `refused`.
        pub state: String,
    }
}

/// A campaign to be written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewCampaign {
    /// Its short name.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Other names it has been called by.
    pub aliases: Vec<String>,
    /// What it is for.
    pub goal: String,
    /// Of the nation, or of a branch.
    pub national: bool,
    /// Where; the whole country when absent.
    pub area: Option<String>,
    /// When it was launched.
    pub launched_on: Option<Date>,
    /// Where this was read.
    pub source: Option<String>,
}

impl Command for NewCampaign {
    const NAME: &'static str = "new campaign";
    type Answer = Uuid;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Uuid, CampaignRefusal> {
        let area = place(self.area.as_deref())?;
        if self.national {
            office.allow_everywhere(Duty::PlanOutreach)?;
        } else {
            scope::plan(office, &area)?;
        }
        let code = text("code", &self.code, 40)?.to_uppercase();
        let name = text("name", &self.name, 120)?;
        if by_code(tx, &code).await?.is_some() {
            return Err(field(
                "CODE_TAKEN",
                "code",
                format!("Kampanye {code} sudah ada; pakai yang itu, atau kode lain"),
                format!("campaign {code} is there already; use it, or another code"),
            ));
        }
        let id = office.outside.id(header.id.0, "campaign", 0);
        let owner = if self.national { "national" } else { "branch" };
        let (now, by) = (office.outside.now, office.actor);
        let goal = text("goal", &self.goal, 300)?;
        let source = note("source", self.source.as_deref(), 300)?;
        let row =
            (id, code.clone(), name.clone(), goal, owner, area, self.launched_on, source, now);
        tx.run(
            &sql::ADD_CAMPAIGN,
            (row.0, row.1, row.2, row.3, row.4, row.5, row.6, row.7, row.8, by),
        )
        .await?;
        for own in [&code, &name] {
            list_name(tx, office, id, own, "", "listed").await?;
        }
        for alias in &self.aliases {
            let alias = text("aliases", alias, 120)?;
            list_name(tx, office, id, &alias, VARIANT, "listed").await?;
        }
        office.note("new campaign", "campaign", Some(id), "");
        Ok(id)
    }
}

/// The flag of a name that is not the campaign's own.
pub const VARIANT: &str = "NAME_VARIANT";

fn place(area: Option<&str>) -> Result<String, CampaignRefusal> {
    let Some(said) = area.map(str::trim).filter(|area| !area.is_empty()) else {
        return Ok(String::new());
    };
    let levels = [AreaLevel::Province, AreaLevel::Regency, AreaLevel::District, AreaLevel::Village];
    Ok(scope::area("area", said, &levels)?.to_string())
}

async fn list_name(
    tx: &mut Tx,
    office: &Office,
    campaign: Uuid,
    written: &str,
    flag: &'static str,
    state: &'static str,
) -> Result<(), DbError> {
    let word = searchable(written);
    let now = office.outside.now;
    tx.run(&sql::PUT_NAME, (word, campaign, written.to_owned(), flag, state, now)).await?;
    Ok(())
}

/// The campaign of a short name.
pub(crate) async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Campaign>, DbError> {
    tx.first(&sql::CAMPAIGN_BY_CODE, (code.trim().to_uppercase(),)).await
}

/// One campaign.
pub async fn campaign(tx: &mut Tx, id: Uuid) -> Result<Campaign, CampaignRefusal> {
    tx.first(&sql::CAMPAIGN, (id,)).await?.ok_or(CampaignRefusal::NotFound("campaign"))
}

/// Every campaign, by its short name.
pub async fn campaigns(tx: &mut Tx, office: &Office) -> Result<Vec<Campaign>, DbError> {
    let all: Vec<Campaign> = tx.all(&sql::CAMPAIGNS, ()).await?;
    Ok(all.into_iter().filter(|it| scope::sees(office, &it.area)).collect())
}

/// What a campaign has been called.
pub async fn names_of(tx: &mut Tx, campaign: Uuid) -> Result<Vec<CampaignName>, DbError> {
    tx.all(&sql::NAMES_OF, (campaign,)).await
}

/// A name that was read, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadName {
    /// As it was written.
    pub written: String,
    /// The campaign; none when nothing is called so or nearly so.
    pub campaign: Option<Uuid>,
    /// Its own name.
    pub meant: Option<String>,
    /// `NAME_VARIANT`, or empty when it is the name itself.
    pub flag: String,
    /// `listed`, `suggested` (a person should look), `unknown`.
    pub state: String,
}

/// Reads a name: the campaign's own, a listed variant, or one that shares all but one of its words, which
/// is suggested for review and kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReadCampaignName {
    /// As it was written.
    pub written: String,
}

impl Command for ReadCampaignName {
    const NAME: &'static str = "read campaign name";
    type Answer = ReadName;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<ReadName, CampaignRefusal> {
        let _ = office.areas_for(Duty::PlanOutreach);
        if office.areas_for(Duty::PlanOutreach).is_some_and(|areas| areas.is_empty()) {
            office.allow_everywhere(Duty::PlanOutreach)?;
        }
        read_name(tx, office, &text("written", &self.written, 120)?).await
    }
}

/// Reads a name of a campaign; a new likeness is kept for review.
pub(crate) async fn read_name(
    tx: &mut Tx,
    office: &Office,
    written: &str,
) -> Result<ReadName, CampaignRefusal> {
    let word = searchable(written);
    let known: Vec<CampaignName> = tx.all(&sql::NAMES, ()).await?;
    let mut read = ReadName {
        written: written.to_owned(),
        campaign: None,
        meant: None,
        flag: String::new(),
        state: "unknown".into(),
    };
    let exact = known.iter().find(|name| name.word == word);
    let (found, flag, state) = match exact {
        Some(name) if name.state == "refused" => return Ok(read),
        Some(name) => (name, name.flag.clone(), name.state.clone()),
        None => {
            let like =
                known.iter().find(|it| it.flag.is_empty() && one_word_apart(&it.word, &word));
            let Some(name) = like else { return Ok(read) };
            list_name(tx, office, name.campaign, written, VARIANT, "suggested").await?;
            (name, VARIANT.to_owned(), "suggested".to_owned())
        }
    };
    read.campaign = Some(found.campaign);
    read.meant = Some(campaign(tx, found.campaign).await?.name);
    (read.flag, read.state) = (flag, state);
    Ok(read)
}

/// Names of three words or more that differ in one of them.
fn one_word_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    a.len() >= 3 && a.len() == b.len() && a.iter().zip(&b).filter(|(a, b)| a != b).count() == 1
}

/// Looks at a suggested name: it is a variant from now on, or it is none.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideName {
    /// The campaign.
    pub campaign: Uuid,
    /// The name, as it was written.
    pub written: String,
    /// A variant of the campaign's name.
    pub accept: bool,
}

impl Command for DecideName {
    const NAME: &'static str = "decide campaign name";
    type Answer = ();
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), CampaignRefusal> {
        let _ = office.areas_for(Duty::PlanOutreach);
        let area = campaign(tx, self.campaign).await?.area;
        scope::plan(office, &area)?;
        let state = if self.accept { "listed" } else { "refused" };
        let (word, now, by): (_, _, UserId) =
            (searchable(&self.written), office.outside.now, office.actor);
        match tx.run(&sql::DECIDE_NAME, (state, now, by, word, self.campaign)).await? {
            0 => Err(CampaignRefusal::NotFound("campaign")),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_four_words_may_miss_one() {
        assert!(one_word_apart("kerja keras bebas cemas", "kerja cepat bebas cemas"));
        assert!(!one_word_apart("kerja keras bebas cemas", "kerja keras bebas cemas"));
        assert!(!one_word_apart("kerja keras bebas cemas", "kerja cepat bebas biaya"));
        assert!(!one_word_apart("desa sadar", "desa sabar"));
    }
}
