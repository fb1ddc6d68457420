//! Where villages stand: shares against what is asked, for one village and for every one of an area.

use super::{
    Award, CRITERIA, Threshold, called,
    threshold::{share_asked, thresholds},
};
use crate::{
    Amount, By, Denominator, Page, Place, Question, SortBy, breakdown, capital,
    door::denominators_on,
    goal::{TargetRefusal, may},
    sql,
    target::{Share, heads_of_percent, share},
};
use access::{Duty, Office};
use db::Tx;
use registry::Gazetteer;
use std::collections::{BTreeMap, BTreeSet};
use terms::{AreaCode, AreaLevel, Assessment, Date, Rate};

/// Where a village stands by one criterion.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// `officials_share`, `rt_rw_share`, `workers_share`.
    pub criterion: &'static str,
    /// How many are active.
    pub active: i64,
    /// Of how many; none where nobody said.
    pub base: Option<Amount>,
    /// Where that was read, and since when it is used.
    pub base_source: Option<(String, Date)>,
    /// The share.
    pub share: Option<Assessment<Share>>,
    /// What is asked; none where nobody set it.
    pub asked: Option<Assessment<Rate>>,
    /// How many heads that is.
    pub needed: Option<i64>,
    /// How many are missing; none where it cannot be said.
    pub missing: Option<i64>,
    /// Whether it holds; none where it cannot be said.
    pub holds: Option<bool>,
    /// What it says, in Indonesian and English.
    pub said: [String; 2],
}

/// Where a village stands.
#[derive(Clone, Debug)]
pub struct BadgeStanding {
    /// The village.
    pub village: AreaCode,
    /// The day.
    pub as_of: Date,
    /// By each criterion.
    pub criteria: Vec<Criterion>,
    /// `holds`: every criterion that is asked holds; `near`: one does not; `far`; `unknown`: something
    /// asked cannot be said, or nothing is asked.
    pub standing: &'static str,
    /// The last badge that was given.
    pub award: Option<Award>,
}

impl BadgeStanding {
    /// The criteria that fail or cannot be said, in words.
    #[must_use]
    pub fn failing(&self) -> Option<[String; 2]> {
        let failing =
            self.criteria.iter().filter(|it| it.asked.is_some() && it.holds != Some(true));
        let said: Vec<&[String; 2]> = failing.map(|it| &it.said).collect();
        if said.is_empty() {
            return None;
        }
        Some(
            [0, 1]
                .map(|at| said.iter().map(|said| said[at].as_str()).collect::<Vec<_>>().join(" ")),
        )
    }

    /// Whether a badge is in force: given, not withdrawn, not expired.
    #[must_use]
    pub fn in_force(&self) -> Option<&Award> {
        self.award.as_ref().filter(|award| award.holds_on(self.as_of))
    }
}

/// Which villages are wanted.
#[derive(Clone, Debug)]
pub struct BadgeQuery {
    /// Inside this area.
    pub area: AreaCode,
    /// On this day.
    pub as_of: Date,
    /// After this village.
    pub after: String,
    /// At most so many, up to 500.
    pub limit: u32,
}

/// Villages of an area of which something is known, by code: a base was entered, or a badge given.
pub async fn badges(
    tx: &mut Tx,
    office: &Office,
    query: BadgeQuery,
) -> Result<Vec<BadgeStanding>, TargetRefusal> {
    may(office, Duty::ReadFigures, &Place::area(query.area.clone()))?;
    let limit = query.limit.clamp(1, 500);
    let inside = (query.area.to_string(), query.as_of, query.after, limit);
    let found: Vec<(AreaCode,)> = tx.all(&sql::BADGE_VILLAGES, inside).await?;
    stand(tx, office, found.into_iter().map(|(village,)| village).collect(), query.as_of).await
}

/// One village.
pub async fn badge_of(
    tx: &mut Tx,
    office: &Office,
    village: &AreaCode,
    as_of: Date,
) -> Result<BadgeStanding, TargetRefusal> {
    let known = Gazetteer::embedded().knows(village);
    if village.level() != AreaLevel::Village || !known {
        return Err(TargetRefusal::Village);
    }
    may(office, Duty::ReadFigures, &Place::area(village.clone()))?;
    let found = stand(tx, office, vec![village.clone()], as_of).await?;
    found.into_iter().next().ok_or(TargetRefusal::Village)
}

/// Active people of each village, by the rosters a criterion counts.
struct Counted {
    active: BTreeMap<(&'static str, String), i64>,
    bases: BTreeMap<(String, String), Denominator>,
}

/// Groups whose bases are asked for; a sum may have its own base, or one for each part.
const GROUPS: [&str; 6] = ["village_official", "bpd", "rt_rw", "rt", "rw", ""];

async fn stand(
    tx: &mut Tx,
    office: &Office,
    villages: Vec<AreaCode>,
    as_of: Date,
) -> Result<Vec<BadgeStanding>, TargetRefusal> {
    if villages.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<String> = villages.iter().map(ToString::to_string).collect();
    let groups = GROUPS.iter().map(|group| (*group).to_owned()).collect();
    let mut counted = Counted { active: BTreeMap::new(), bases: BTreeMap::new() };
    for base in denominators_on(tx, keys.clone(), groups, "", as_of).await? {
        let key = (base.area.clone(), base.person_group.clone());
        counted.bases.entry(key).or_insert(base);
    }
    for group in ["village_official", "bpd", "rt_rw", ""] {
        for (village, n) in active_in(tx, office, &villages, group, as_of).await? {
            counted.active.insert((group, village), n);
        }
    }
    let all = thresholds(tx).await?;
    let awards: Vec<Award> = tx.all(&sql::AWARDS_OF, (keys, as_of)).await?;
    let mut last: BTreeMap<String, Award> = BTreeMap::new();
    for award in awards {
        last.entry(award.village.clone()).or_insert(award);
    }
    let standing = |village: AreaCode| {
        let criteria: Vec<Criterion> = CRITERIA
            .iter()
            .map(|name| criterion(office, &all, &counted, &village, name, as_of))
            .collect();
        let award = last.remove(village.as_str());
        BadgeStanding { standing: word(&criteria), village, as_of, criteria, award }
    };
    Ok(villages.into_iter().map(standing).collect())
}

fn word(criteria: &[Criterion]) -> &'static str {
    let asked: Vec<Option<bool>> =
        criteria.iter().filter(|it| it.asked.is_some()).map(|it| it.holds).collect();
    let fails = asked.iter().filter(|holds| **holds == Some(false)).count();
    match (asked.is_empty() || asked.contains(&None), fails) {
        (true, _) => "unknown",
        (_, 0) => "holds",
        (_, 1) => "near",
        _ => "far",
    }
}

/// How many are active in each of some villages, on a roster or of everybody: one statement.
async fn active_in(
    tx: &mut Tx,
    office: &Office,
    villages: &[AreaCode],
    group: &str,
    as_of: Date,
) -> Result<Vec<(String, i64)>, TargetRefusal> {
    let group = match group {
        "" => None,
        word => Some(registry::group(word)?.code),
    };
    let law = &office.outside.law;
    // Of one village the parts would be what lies in it: it is asked for as a whole.
    if let [village] = villages {
        let place = Place::area(village.clone());
        let question = Question::new(place, as_of, None, group, None, None)?;
        let counts = crate::coverage(tx, law, question).await?.counts;
        return Ok(vec![(village.to_string(), counts.active)]);
    }
    let unique: BTreeSet<AreaCode> = villages.iter().cloned().collect();
    let question =
        Question::new(Place::Areas(unique.into_iter().collect()), as_of, None, group, None, None)?;
    let page = Page { sort: SortBy::Code, descending: false, offset: 0, limit: usize::MAX };
    let parts = breakdown(tx, law, &question, By::Area, page, None).await?.parts;
    Ok(parts.into_iter().map(|part| (part.code, part.counts.active)).collect())
}

/// The base of some rosters together; none where one of them has none.
fn base_of(counted: &Counted, village: &str, groups: &[&str]) -> Option<(Amount, String, Date)> {
    let mut sum = Amount::exactly(0);
    let (mut sources, mut since): (Vec<String>, Option<Date>) = (Vec::new(), None);
    for group in groups {
        let base = counted.bases.get(&(village.to_owned(), (*group).to_owned()))?;
        sum = Amount::hedged(sum.value + base.value, sum.qualifier.and(base.qualifier));
        since = since.max(Some(base.valid_from));
        if !sources.contains(&base.source) {
            sources.push(base.source.clone());
        }
    }
    Some((sum, sources.join("; "), since?))
}

fn criterion(
    office: &Office,
    all: &[Threshold],
    counted: &Counted,
    village: &AreaCode,
    name: &'static str,
    as_of: Date,
) -> Criterion {
    let key = village.as_str();
    let active =
        |group: &'static str| counted.active.get(&(group, key.to_owned())).copied().unwrap_or(0);
    let (n, base) = match name {
        "officials_share" => (
            active("village_official") + active("bpd"),
            base_of(counted, key, &["village_official", "bpd"]),
        ),
        "rt_rw_share" => {
            let whole = base_of(counted, key, &["rt_rw"]);
            (active("rt_rw"), whole.or_else(|| base_of(counted, key, &["rt", "rw"])))
        }
        _ => (active(""), base_of(counted, key, &[""])),
    };
    let asked = share_asked(&office.outside.law, all, village, name, as_of);
    let amount = base.as_ref().map(|(amount, ..)| *amount);
    let needed = asked
        .as_ref()
        .zip(amount)
        .and_then(|(asked, base)| Some(heads_of_percent(*asked.amount(), base)?.amount().value));
    let missing = needed.map(|needed| (needed - n).max(0));
    let holds = missing.map(|missing| missing == 0);
    Criterion {
        criterion: name,
        active: n,
        share: amount.and_then(|base| share(Amount::exactly(n), base, 1)),
        said: said(name, n, amount, asked.as_ref().map(|asked| *asked.amount()), missing),
        base: amount,
        base_source: base.map(|(_, source, since)| (source, since)),
        asked,
        needed,
        missing,
        holds,
    }
}

fn said(
    name: &str,
    n: i64,
    base: Option<Amount>,
    asked: Option<Rate>,
    missing: Option<i64>,
) -> [String; 2] {
    let [called_id, called_en] = called(name).map(capital);
    let base = base.map(Amount::said);
    match (base, asked, missing) {
        (None, ..) => [
            format!("{called_id}: {n} aktif; belum ada yang menyebut dari berapa orang."),
            format!("{called_en}: {n} active; nobody has said out of how many."),
        ],
        (Some((of_id, of_en)), None, _) => [
            format!("{called_id}: {n} dari {of_id}; batasnya belum ditetapkan."),
            format!("{called_en}: {n} of {of_en}; no threshold is set."),
        ],
        (Some((of_id, of_en)), Some(asked), Some(0)) => [
            format!("{called_id}: {n} dari {of_id}, diminta {asked}: terpenuhi."),
            format!("{called_en}: {n} of {of_en}, {asked} is asked: fulfilled."),
        ],
        (Some((of_id, of_en)), Some(asked), missing) => {
            let missing = missing.unwrap_or(0);
            [
                format!("{called_id}: {n} dari {of_id}, diminta {asked}: kurang {missing}."),
                format!("{called_en}: {n} of {of_en}, {asked} is asked: {missing} are missing."),
            ]
        }
    }
}
