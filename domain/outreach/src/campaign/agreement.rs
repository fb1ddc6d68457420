//! Cooperation agreements, from the province down to the village, and where there is none.

use super::{
    refusal::{CampaignRefusal, field, note, text},
    scope, sql,
};
use access::{Command, CommandHeader, Office};
use db::{DbError, Tx, Uuid, row};
use registry::Gazetteer;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use terms::{AreaCode, AreaLevel, Date};

row! {
    /// An agreement.
    pub struct Agreement {
        /// Its id.
        pub id: Uuid,
        /// With whom it holds: the area.
        pub area: String,
        /// 1 province, 2 regency, 3 district, 4 village.
        pub level: i64,
        /// What it is called.
        pub title: String,
        /// The other side, as an office.
        pub partner: String,
        /// Its number.
        pub number: String,
        /// When it was signed.
        pub signed_on: Option<Date>,
        /// In force from.
        pub from_on: Date,
        /// To.
        pub to_on: Option<Date>,
        /// Where this was read.
        pub source: String,
    }
}

impl Agreement {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, on: Date) -> bool {
        self.from_on <= on && self.to_on.is_none_or(|to| on <= to)
    }
}

/// An agreement to be written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewAgreement {
    /// Where it holds.
    pub area: String,
    /// What it is called.
    pub title: String,
    /// The other side, as an office.
    pub partner: String,
    /// Its number.
    pub number: Option<String>,
    /// When it was signed.
    pub signed_on: Option<Date>,
    /// In force from.
    pub from_on: Date,
    /// To.
    pub to_on: Option<Date>,
    /// Where this was read.
    pub source: Option<String>,
}

const LEVELS: [AreaLevel; 4] =
    [AreaLevel::Province, AreaLevel::Regency, AreaLevel::District, AreaLevel::Village];

/// 1 for a province, 4 for a village.
#[must_use]
pub const fn number_of(level: AreaLevel) -> i64 {
    match level {
        AreaLevel::Province => 1,
        AreaLevel::Regency => 2,
        AreaLevel::District => 3,
        AreaLevel::Village => 4,
    }
}

impl Command for NewAgreement {
    const NAME: &'static str = "new agreement";
    type Answer = Uuid;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Uuid, CampaignRefusal> {
        let _ = scope::looks(office);
        let area = scope::area("area", &self.area, &LEVELS)?;
        scope::plan(office, area.as_str())?;
        if self.to_on.is_some_and(|to| to < self.from_on) {
            return Err(field(
                "DAYS",
                "to_on",
                "Hari terakhir harus sesudah hari pertama",
                "the last day must not be before the first",
            ));
        }
        let id = office.outside.id(header.id.0, "agreement", 0);
        let level = number_of(area.level());
        let row = (
            id,
            area,
            level,
            text("title", &self.title, 200)?,
            text("partner", &self.partner, 120)?,
            note("number", self.number.as_deref(), 80)?,
            self.signed_on,
            self.from_on,
            self.to_on,
            note("source", self.source.as_deref(), 300)?,
            office.outside.now,
            office.actor,
        );
        tx.run(&sql::ADD_AGREEMENT, row).await?;
        office.note("new agreement", "agreement", Some(id), "");
        Ok(id)
    }
}

/// Ends an agreement on a day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EndAgreement {
    /// Which.
    pub agreement: Uuid,
    /// Its last day.
    pub to_on: Date,
}

impl Command for EndAgreement {
    const NAME: &'static str = "end agreement";
    type Answer = ();
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), CampaignRefusal> {
        let _ = scope::looks(office);
        let found: Option<Agreement> = tx.first(&sql::AGREEMENT, (self.agreement,)).await?;
        let found = found.ok_or(CampaignRefusal::NotFound("agreement"))?;
        scope::plan(office, &found.area)?;
        let to_on = self.to_on.max(found.from_on);
        tx.run(&sql::END_AGREEMENT, (to_on, office.outside.now, found.id)).await?;
        office.note("end agreement", "agreement", Some(found.id), "");
        Ok(())
    }
}

/// Agreements in an area and above it, by area.
pub async fn agreements(
    tx: &mut Tx,
    within: &AreaCode,
    after: Option<(String, Uuid)>,
    limit: u32,
) -> Result<Vec<Agreement>, DbError> {
    let (area, id) = after.unwrap_or((String::new(), Uuid::nil()));
    tx.all(&sql::AGREEMENTS, (within.clone(), area, id, limit.clamp(1, 500))).await
}

/// How many areas of a level have an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LevelGap {
    /// 1 province, 2 regency, 3 district, 4 village.
    pub level: i64,
    /// Areas of the level, by the list in force.
    pub of: usize,
    /// With an agreement that holds.
    pub with: usize,
}

/// An area right below, and whether it has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChildGap {
    /// Its code.
    pub code: AreaCode,
    /// Its name.
    pub name: String,
    /// Has an agreement of its own.
    pub has: bool,
    /// Areas in it.
    pub of: usize,
    /// Of which have one.
    pub with: usize,
}

/// Where agreements are missing: by level, from the province of the area to its villages, and by area
/// right below it.
pub async fn gaps(
    tx: &mut Tx,
    within: &AreaCode,
    on: Date,
) -> Result<(Vec<LevelGap>, Vec<ChildGap>), DbError> {
    let rows: Vec<(String,)> = tx.all(&sql::AGREED_AREAS, (within.clone(), on)).await?;
    let agreed: HashSet<String> = rows.into_iter().map(|(area,)| area).collect();
    let names = Gazetteer::embedded();
    let mut levels: Vec<LevelGap> = Vec::new();
    // Above and at the area there is one of each level.
    for code in within.path().filter_map(|code| code.parse::<AreaCode>().ok()) {
        let with = usize::from(agreed.contains(code.as_str()));
        levels.push(LevelGap { level: number_of(code.level()), of: 1, with });
    }
    for level in LEVELS.into_iter().filter(|level| number_of(*level) > number_of(within.level())) {
        let inside = || names.within(Some(within)).filter(move |it| it.code.level() == level);
        let with = inside().filter(|it| agreed.contains(it.code.as_str())).count();
        levels.push(LevelGap { level: number_of(level), of: inside().count(), with });
    }
    let children = names.children(Some(within)).map(|child| {
        let inside = || names.within(Some(&child.code)).filter(|it| it.code != child.code);
        ChildGap {
            code: child.code.clone(),
            name: child.name.to_string(),
            has: agreed.contains(child.code.as_str()),
            of: inside().count(),
            with: inside().filter(|it| agreed.contains(it.code.as_str())).count(),
        }
    });
    Ok((levels, children.collect()))
}
