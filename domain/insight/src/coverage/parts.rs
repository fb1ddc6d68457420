//! The parts of a count: areas inside, groups, segments, payers; all parts in one statement.

use super::{Ask, Counts, Flows, Measure, Question, counts_by, flows_by, grace_months, sum};
use crate::{
    CoverageRefusal, Denominator, Place, StatusWord, door::denominators_on, percent_text, sql,
};
use db::Tx;
use registry::{Group, groups, groups_counted};
use regulation::Law;
use serde::Serialize;
use std::collections::BTreeMap;
use terms::{Date, Payer, Segment};

/// What a count is taken apart by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The areas one level below; for several areas at once, these themselves.
    Area,
    /// Groups with their rosters. They overlap: the parts do not sum to the whole.
    Group,
    /// Segments of membership.
    Segment,
    /// Who pays.
    Payer,
}

impl By {
    const fn word(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Group => "group",
            Self::Segment => "segment",
            Self::Payer => "payer",
        }
    }
}

/// What parts are ordered by; ties by code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    /// Code.
    Code,
    /// Name.
    Name,
    /// Active.
    Active,
    /// All months of grace.
    Grace,
    /// Lapsed.
    Lapsed,
    /// Registered.
    Registered,
    /// The share, parts without one last.
    Share,
}

/// Which parts are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Page {
    /// The order.
    pub sort: SortBy,
    /// Largest first.
    pub descending: bool,
    /// How many are passed over.
    pub offset: usize,
    /// How many are shown at most.
    pub limit: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self { sort: SortBy::Code, descending: false, offset: 0, limit: 100 }
    }
}

/// One part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Part {
    /// Its code: of an area or a group, or the word of a segment or payer.
    pub code: String,
    /// Its name in Indonesian.
    pub name_id: String,
    /// Its name in English.
    pub name_en: String,
    /// How many count as what.
    pub counts: Counts,
    /// What its share is of, if known at that date.
    pub denominator: Option<i64>,
    /// Which status word the share uses.
    pub share_counts: Option<StatusWord>,
    /// The share in per cent with one decimal.
    pub percent: Option<String>,
    /// The base itself: hedge, definition, source, day.
    #[serde(skip)]
    pub base: Option<Denominator>,
    /// What came and went, when a period was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flows: Option<Flows>,
}

/// The parts of a count, a page of them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Breakdown {
    /// What it was taken apart by.
    pub by: By,
    /// The parts on this page.
    pub parts: Vec<Part>,
    /// How many parts there are in all.
    pub n_parts: usize,
}

/// Code and names of a part.
type Named = (String, String, String);

/// The parts of a count; with `from`, also what came and went since that day.
pub async fn breakdown(
    tx: &mut Tx,
    law: &Law,
    question: &Question,
    by: By,
    page: Page,
    from: Option<Date>,
) -> Result<Breakdown, CoverageRefusal> {
    let (ask, named) = parts_asked(tx, question, by).await?;
    let counts = counts_by(tx, law, &ask, question.as_of).await?;
    let flows = match from {
        Some(from) => Some(flows_by(tx, law, &ask, from, question.as_of).await?),
        None => None,
    };
    let mut bases = bases_of(tx, question, by, &named).await?;
    let grace_months = grace_months(law, question.as_of)?;
    let mut parts: Vec<Part> = Vec::with_capacity(named.len());
    for (code, name_id, name_en) in named {
        let keys = keys_of(by, &code);
        let counts = sum(keys.iter().filter_map(|key| counts.get(key)), grace_months);
        let flows = flows.as_ref().zip(from).map(|(flows, from)| {
            let mut sum = Flows::none(from, question.as_of);
            keys.iter().filter_map(|key| flows.get(key)).for_each(|flows| sum.add(flows));
            sum
        });
        let base = bases.remove(&code);
        parts.push(Part {
            denominator: base.as_ref().map(|base| base.value),
            share_counts: base.as_ref().map(|base| base.counts),
            percent: base.as_ref().and_then(|b| percent_text(counts.of(b.counts), b.value, 1)),
            base,
            code,
            name_id,
            name_en,
            counts,
            flows,
        });
    }
    let n_parts = parts.len();
    sort(&mut parts, page);
    let parts = parts.into_iter().skip(page.offset).take(page.limit).collect();
    Ok(Breakdown { by, parts, n_parts })
}

/// The cells to read, and every part there is, with or without anyone in it.
async fn parts_asked(
    tx: &mut Tx,
    question: &Question,
    by: By,
) -> Result<(Ask, Vec<Named>), CoverageRefusal> {
    let mut ask = Ask { by: by.word(), ..Ask::whole(question) };
    let by_membership = question.segment.is_some() || question.payer.is_some();
    let word = |word: &'static str| (word.to_owned(), word.to_owned(), word.to_owned());
    let named = match by {
        By::Area => {
            let named = areas_of(tx, &question.place, question.as_of).await?;
            ask.codes = named.iter().map(|(code, ..)| code.clone()).collect();
            named
        }
        By::Group if by_membership => return Err(CoverageRefusal::GroupWithSegment),
        By::Group => {
            ask.measure = Measure::Persons.word();
            ask.rosters = groups().iter().map(|group| group.code.to_owned()).collect();
            let name = |group: &Group| {
                (group.code.to_owned(), group.name_id.to_owned(), group.name_en.to_owned())
            };
            groups().iter().map(name).collect()
        }
        By::Segment | By::Payer if question.group.is_some() => {
            return Err(CoverageRefusal::GroupWithSegment);
        }
        By::Segment | By::Payer => {
            ask.measure = Measure::Memberships.word();
            match by {
                By::Segment => Segment::ALL.iter().map(|segment| word(segment.word())).collect(),
                _ => Payer::ALL.iter().map(|payer| word(payer.word())).collect(),
            }
        }
    };
    Ok((ask, named))
}

async fn areas_of(tx: &mut Tx, place: &Place, on: Date) -> Result<Vec<Named>, CoverageRefusal> {
    let areas = match place {
        Place::Nation => tx.all(&sql::AREAS_INSIDE, (Vec::new(), 1i64, on)).await?,
        Place::Areas(codes) if codes.len() == 1 => {
            tx.all(&sql::AREAS_INSIDE, (place.codes(), 0i64, on)).await?
        }
        Place::Areas(_) => tx.all(&sql::AREAS_NAMED, (place.codes(),)).await?,
    };
    Ok(areas.into_iter().map(|(code, name)| (code, name.clone(), name)).collect())
}

/// The bases of the parts' shares; segments and payers have none of their own.
async fn bases_of(
    tx: &mut Tx,
    question: &Question,
    by: By,
    named: &[Named],
) -> Result<BTreeMap<String, Denominator>, CoverageRefusal> {
    let codes = || named.iter().map(|(code, ..)| code.clone()).collect();
    let group = question.group.unwrap_or("").to_owned();
    let segment = question.segment.map_or("", Segment::word);
    let on = question.as_of;
    // A share of what one payer pays, of all, would be read as coverage.
    let found = match by {
        _ if question.payer.is_some() => Vec::new(),
        By::Area => denominators_on(tx, codes(), vec![group], segment, on).await?,
        By::Group => denominators_on(tx, vec![question.place.key()], codes(), segment, on).await?,
        By::Segment | By::Payer => Vec::new(),
    };
    let mut newest = BTreeMap::new();
    for base in found {
        let key = if by == By::Area { base.area.clone() } else { base.person_group.clone() };
        newest.entry(key).or_insert(base);
    }
    Ok(newest)
}

/// The keys of the counted rows that belong to a part.
fn keys_of(by: By, code: &str) -> Vec<String> {
    match by {
        By::Group => groups_counted(code).into_iter().map(str::to_owned).collect(),
        By::Area | By::Segment | By::Payer => vec![code.to_owned()],
    }
}

fn sort(parts: &mut [Part], page: Page) {
    // Shares are compared as fractions, not as they are written.
    let share = |part: &Part| {
        let base = part.denominator.filter(|base| *base > 0)?;
        let n = part.counts.of(part.share_counts?);
        Some(i128::from(n) * 1_000_000_000 / i128::from(base))
    };
    parts.sort_by(|a, b| {
        let (first, second) = if page.descending { (b, a) } else { (a, b) };
        let order = match page.sort {
            SortBy::Code => first.code.cmp(&second.code),
            SortBy::Name => first.name_id.cmp(&second.name_id),
            SortBy::Active => first.counts.active.cmp(&second.counts.active),
            SortBy::Grace => first.counts.in_grace().cmp(&second.counts.in_grace()),
            SortBy::Lapsed => first.counts.lapsed.cmp(&second.counts.lapsed),
            SortBy::Registered => first.counts.registered().cmp(&second.counts.registered()),
            SortBy::Share => match (share(a), share(b)) {
                (Some(_), Some(_)) => share(first).cmp(&share(second)),
                (a, b) => b.is_some().cmp(&a.is_some()),
            },
        };
        order.then_with(|| a.code.cmp(&b.code))
    });
}
