//! Setting targets and bases: a draft until it is whole, corrected by a newer one, never overwritten.

use super::{Goal, TargetRefusal, may};
use crate::{
    Amount, Denominator, Place, Qualifier, Question, StatusWord, data::DENOMINATOR_COLUMNS,
    door::denominators_on, resolve_place, sql, target::over_everybody,
};
use access::{Command, CommandHeader, Duty, Office};
use db::{Bulk, Kind, Tx, Uuid, Value};
use registry::Gazetteer;
use serde::{Deserialize, Serialize};
use terms::{Date, Payer, Rate, Segment, ids::UserId};

/// A target as somebody wrote it. What is left out makes it a draft.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields are those of a target")]
pub struct TargetForm {
    pub area: String,
    pub group: Option<String>,
    pub segment: Option<Segment>,
    pub payer: Option<Payer>,
    pub agent: Option<UserId>,
    pub counts: Option<String>,
    pub heads: Option<i64>,
    pub percent: Option<String>,
    pub qualifier: Option<String>,
    pub of: Option<String>,
    pub year: Option<i16>,
    pub from_on: Option<Date>,
    pub until_on: Option<Date>,
    pub owner: String,
    pub document: String,
    pub source: Option<String>,
    pub publisher: Option<String>,
    pub status: Option<String>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// Its id.
    pub target: String,
    /// `set` or `draft`.
    pub state: String,
}

/// Sets a target, or corrects one.
#[derive(Clone, Debug)]
pub struct EnterTarget {
    /// The target.
    pub form: TargetForm,
    /// The one it corrects, and why.
    pub corrects: Option<(String, String)>,
}

static TARGETS: Bulk = Bulk {
    table: "target",
    columns: &[
        ("id", Kind::Text),
        ("area", Kind::Text),
        ("said", Kind::Text),
        ("person_group", Kind::Text),
        ("segment", Kind::Text),
        ("payer", Kind::Text),
        ("agent", Kind::Uuid),
        ("counts", Kind::Text),
        ("value", Kind::Int),
        ("percent_ppm", Kind::Int),
        ("qualifier", Kind::Text),
        ("of_denominator", Kind::Text),
        ("from_on", Kind::Date),
        ("until_on", Kind::Date),
        ("owner", Kind::Text),
        ("document", Kind::Text),
        ("source", Kind::Text),
        ("publisher", Kind::Text),
        ("status", Kind::Text),
        ("state", Kind::Text),
        ("replaces", Kind::Text),
        ("recorded_at", Kind::Instant),
        ("recorded_by", Kind::Uuid),
    ],
    conflict: "",
};

pub(crate) const STATUSES: &str = "confirmed, reported, derived, unconfirmed";
const OF_AN_AGENT: &str = "active, new (group, segment, payer: -)";
const COUNTS: &str = "active, registered, new";

/// A form that was read and fits together.
struct Read {
    place: Place,
    group: &'static str,
    counts: &'static str,
    percent: Option<Rate>,
    qualifier: Qualifier,
    base: Option<Denominator>,
    from_on: Option<Date>,
    until_on: Option<Date>,
    status: String,
}

impl Read {
    fn is_whole(&self, heads: Option<i64>) -> bool {
        let has_value = heads.is_some() || self.percent.is_some();
        has_value && self.from_on.is_some() && self.until_on.is_some()
    }
}

async fn read(tx: &mut Tx, office: &Office, form: &TargetForm) -> Result<Read, TargetRefusal> {
    let place = match form.area.trim() {
        "" => Place::Nation,
        said => resolve_place(Gazetteer::embedded(), &said.replace('+', ","))?,
    };
    may(office, Duty::SetTargets, &place)?;
    let group = match form.group.as_deref().filter(|word| !word.is_empty()) {
        Some(word) => registry::group(word)?.code,
        None => "",
    };
    let counts = known("counts", form.counts.as_deref(), &["active", "registered", "new"], COUNTS)?;
    let is_split = !group.is_empty() || form.segment.is_some() || form.payer.is_some();
    if form.agent.is_some() && (is_split || counts == "registered") {
        return Err(TargetRefusal::Word("agent", OF_AN_AGENT));
    }
    let asked = (!group.is_empty()).then_some(group);
    Question::new(place.clone(), office.outside.today(), None, asked, form.segment, form.payer)?;
    let (from_on, until_on) = days(form)?;
    let since = from_on.unwrap_or_else(|| office.outside.today());
    refuse_ended(tx, &place, since).await?;
    text("owner", &form.owner, 120)?;
    text("document", &form.document, 300)?;
    let qualifier = match form.qualifier.as_deref() {
        Some(sign) => {
            sign.parse().map_err(|_| TargetRefusal::Word("qualifier", "=, ~, >=, >, <=, <"))?
        }
        None => Qualifier::EXACT,
    };
    let percent = percent(form)?;
    if form.heads.is_some_and(|heads| heads <= 0) {
        return Err(TargetRefusal::Number("heads"));
    }
    let base = base_of(tx, form, &place, group).await?;
    let known_bases = known_bases(tx, form, &place, group, until_on.unwrap_or(since)).await?;
    if let Some(heads) = form.heads.filter(|_| counts != "new") {
        refuse_over(heads, base.as_ref(), &known_bases)?;
    }
    let words = ["confirmed", "reported", "derived", "unconfirmed"];
    let status = form.status.as_deref().or(Some("reported"));
    let status = known("status", status, &words, STATUSES)?.to_owned();
    Ok(Read { place, group, counts, percent, qualifier, base, from_on, until_on, status })
}

pub(crate) fn known(
    field: &'static str,
    word: Option<&str>,
    words: &[&'static str],
    list: &'static str,
) -> Result<&'static str, TargetRefusal> {
    let word = word.filter(|word| !word.is_empty()).or(words.first().copied());
    let found = words.iter().find(|known| word == Some(**known));
    found.copied().ok_or(TargetRefusal::Word(field, list))
}

pub(crate) fn text(field: &'static str, said: &str, most: usize) -> Result<(), TargetRefusal> {
    let fits = (1..=most).contains(&said.trim().chars().count());
    if fits { Ok(()) } else { Err(TargetRefusal::Text(field, most)) }
}

pub(crate) fn reason(said: &str) -> Result<&str, TargetRefusal> {
    let said = said.trim();
    let fits = (3..=300).contains(&said.chars().count());
    fits.then_some(said).ok_or(TargetRefusal::Reason)
}

/// The document something stands in.
pub(crate) fn reason_text<'t>(
    field: &'static str,
    said: &'t str,
) -> Result<&'t str, TargetRefusal> {
    text(field, said, 300)?;
    Ok(said.trim())
}

fn days(form: &TargetForm) -> Result<(Option<Date>, Option<Date>), TargetRefusal> {
    let of_year = |month, day| {
        form.year
            .filter(|year| (2000..=2100).contains(year))
            .map(|year| Date::new(year, month, day))
    };
    if form.year.is_some() && of_year(1, 1).is_none() {
        return Err(TargetRefusal::Number("year"));
    }
    let from_on = form.from_on.or_else(|| of_year(1, 1)?.ok());
    let until_on = form.until_on.or_else(|| of_year(12, 31)?.ok());
    match from_on.zip(until_on) {
        Some((from, until)) if until < from => Err(TargetRefusal::Backwards),
        _ => Ok((from_on, until_on)),
    }
}

fn percent(form: &TargetForm) -> Result<Option<Rate>, TargetRefusal> {
    let Some(said) = form.percent.as_deref().map(str::trim).filter(|said| !said.is_empty()) else {
        return Ok(None);
    };
    if form.heads.is_some() {
        return Err(TargetRefusal::OneValue);
    }
    let digits = said.trim_end_matches('%').trim().replace(',', ".");
    let rate = Rate::parse_percent(&digits).ok_or(TargetRefusal::Number("percent"))?;
    match rate.parts() {
        ..=0 => Err(TargetRefusal::Number("percent")),
        1..=1_000_000 => Ok(Some(rate)),
        _ => Err(TargetRefusal::OverEverybody { said: rate.to_string() }),
    }
}

async fn base_of(
    tx: &mut Tx,
    form: &TargetForm,
    place: &Place,
    group: &str,
) -> Result<Option<Denominator>, TargetRefusal> {
    let Some(id) = form.of.as_deref().map(str::trim).filter(|id| !id.is_empty()) else {
        return Ok(None);
    };
    let base: Option<Denominator> = tx.first(&sql::BASE_BY_ID, (id.to_owned(),)).await?;
    let base = base.ok_or_else(|| TargetRefusal::NoBase(id.chars().take(80).collect()))?;
    let segment = form.segment.map_or("", Segment::word);
    // A base of all segments is everybody, of whom some segment's share may be a target.
    let same_segment = base.segment.is_empty() || base.segment == segment;
    if base.area != place.key() || base.person_group != group || !same_segment {
        return Err(TargetRefusal::BaseOfOthers(base.id));
    }
    Ok(Some(base))
}

/// Every base of exactly these people that is known on a day.
async fn known_bases(
    tx: &mut Tx,
    form: &TargetForm,
    place: &Place,
    group: &str,
    on: Date,
) -> Result<Vec<Denominator>, TargetRefusal> {
    let segment = form.segment.map_or("", Segment::word);
    Ok(denominators_on(tx, vec![place.key()], vec![group.to_owned()], segment, on).await?)
}

/// More heads than the base has, or than any base that is known.
fn refuse_over(
    heads: i64,
    base: Option<&Denominator>,
    known: &[Denominator],
) -> Result<(), TargetRefusal> {
    let bases: Vec<Amount> = match base {
        Some(base) => vec![base.amount()],
        None => known.iter().map(Denominator::amount).collect(),
    };
    let over = |base: &Amount| over_everybody(Amount::exactly(heads), *base);
    let shares: Option<Vec<String>> = bases.iter().map(over).collect();
    match shares.and_then(|shares| shares.into_iter().next()) {
        Some(share) => {
            let [heads, base] = [heads, bases[0].value].map(|n| Amount::exactly(n).said().0);
            Err(TargetRefusal::OverEverybody { said: format!("{heads} / {base} = {share} %") })
        }
        None => Ok(()),
    }
}

/// An area that is no more on the first day.
async fn refuse_ended(tx: &mut Tx, place: &Place, on: Date) -> Result<(), TargetRefusal> {
    type Ended = (String, String, Date, Option<String>, Option<String>);
    let ended: Vec<Ended> = tx.all(&sql::AREAS_ENDED, (place.codes(), on)).await?;
    let Some((code, name, since, ..)) = ended.first() else { return Ok(()) };
    let later = ended.iter().filter(|row| row.0 == *code);
    let now = later.filter_map(|row| Some(format!("{} ({})", row.4.as_ref()?, row.3.as_ref()?)));
    Err(TargetRefusal::AreaEnded {
        code: code.clone(),
        name: name.clone(),
        on: *since,
        now: now.take(10).collect(),
    })
}

impl Command for EnterTarget {
    const NAME: &'static str = "set target";
    type Answer = Entered;
    type Refusal = TargetRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Entered, TargetRefusal> {
        let form = &self.form;
        let it = read(tx, office, form).await?;
        let id = office.outside.id(header.id.0, "target", 0);
        if let Some((corrected, why)) = &self.corrects {
            end(tx, office, corrected, "replaced", why).await?;
        }
        let state = if it.is_whole(form.heads) { "set" } else { "draft" };
        let text = |text: &str| Value::Text(Some(text.trim().to_owned()));
        let source = form.source.as_deref().unwrap_or(&form.document);
        let publisher = form.publisher.as_deref().unwrap_or(&form.owner);
        let row = vec![
            text(&id.to_string()),
            text(&it.place.key()),
            text(&form.area.chars().take(200).collect::<String>()),
            text(it.group),
            text(form.segment.map_or("", Segment::word)),
            text(form.payer.map_or("", Payer::word)),
            Value::Uuid(form.agent.map(|agent| agent.0)),
            text(it.counts),
            Value::Int(form.heads),
            Value::Int(it.percent.map(Rate::parts)),
            text(it.qualifier.sign()),
            Value::Text(it.base.as_ref().map(|base| base.id.clone())),
            Value::Date(it.from_on),
            Value::Date(it.until_on),
            text(&form.owner),
            text(&form.document),
            text(&source.chars().take(300).collect::<String>()),
            text(&publisher.chars().take(120).collect::<String>()),
            text(&it.status),
            text(state),
            Value::Text(self.corrects.as_ref().map(|(id, _)| id.clone())),
            Value::Instant(Some(office.outside.now)),
            Value::Uuid(Some(office.actor.0)),
        ];
        tx.insert_many(&TARGETS, vec![row]).await?;
        office.note("set target", "target", Some(id), state);
        Ok(Entered { target: id.to_string(), state: state.into() })
    }
}

/// A target stands no more: replaced or withdrawn, by somebody who sets targets there.
async fn end(
    tx: &mut Tx,
    office: &Office,
    id: &str,
    state: &'static str,
    why: &str,
) -> Result<(), TargetRefusal> {
    let why = reason(why)?;
    let goal: Option<Goal> = tx.first(&sql::GOAL, (id.to_owned(),)).await?;
    let goal = goal.ok_or(TargetRefusal::NoTarget)?;
    may(office, Duty::SetTargets, &goal.place())?;
    if tx.run(&sql::END_TARGET, (id.to_owned(), state, why.to_owned())).await? == 0 {
        return Err(TargetRefusal::State(goal.state));
    }
    Ok(())
}

/// Takes a target back.
#[derive(Clone, Debug)]
pub struct WithdrawTarget {
    /// Which.
    pub target: String,
    /// Why.
    pub reason: String,
}

impl Command for WithdrawTarget {
    const NAME: &'static str = "withdraw target";
    type Answer = ();
    type Refusal = TargetRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), TargetRefusal> {
        end(tx, office, &self.target, "withdrawn", &self.reason).await
    }
}

/// Keeps what somebody said came of a target: heads, or a share of the target or of its base.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of a result")]
pub struct StateResult {
    pub target: String,
    pub heads: Option<i64>,
    pub percent: Option<String>,
    /// `target` or `base`.
    pub percent_of: Option<String>,
    pub qualifier: Option<String>,
    pub as_of: Date,
    pub source: String,
}

static RESULTS: Bulk = Bulk {
    table: "target_result",
    columns: &[
        ("id", Kind::Uuid),
        ("target", Kind::Text),
        ("value", Kind::Int),
        ("percent_ppm", Kind::Int),
        ("percent_of", Kind::Text),
        ("qualifier", Kind::Text),
        ("as_of", Kind::Date),
        ("source", Kind::Text),
        ("recorded_at", Kind::Instant),
        ("recorded_by", Kind::Uuid),
    ],
    conflict: "",
};

impl Command for StateResult {
    const NAME: &'static str = "state result";
    type Answer = Uuid;
    type Refusal = TargetRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Uuid, TargetRefusal> {
        let goal: Option<Goal> = tx.first(&sql::GOAL, (self.target.clone(),)).await?;
        let goal = goal.ok_or(TargetRefusal::NoTarget)?;
        may(office, Duty::SetTargets, &goal.place())?;
        text("source", &self.source, 300)?;
        let percent = percent(&TargetForm {
            heads: self.heads,
            percent: self.percent.clone(),
            ..TargetForm::default()
        })?;
        if self.heads.is_none() == percent.is_none() {
            return Err(TargetRefusal::OneValue);
        }
        if self.heads.is_some_and(|heads| heads < 0) {
            return Err(TargetRefusal::Number("heads"));
        }
        let of =
            known("percent_of", self.percent_of.as_deref(), &["target", "base"], "target, base")?;
        if percent.is_some() && of == "base" && goal.base().is_none() {
            return Err(TargetRefusal::NoBase(goal.id));
        }
        let sign = self.qualifier.as_deref().unwrap_or("=");
        let qualifier: Qualifier =
            sign.parse().map_err(|_| TargetRefusal::Word("qualifier", "=, ~, >=, >, <=, <"))?;
        let id = office.outside.id(header.id.0, "result", 0);
        let text = |text: &str| Value::Text(Some(text.trim().to_owned()));
        let row = vec![
            Value::Uuid(Some(id)),
            text(&goal.id),
            Value::Int(self.heads),
            Value::Int(percent.map(Rate::parts)),
            text(if percent.is_some() { of } else { "" }),
            text(qualifier.sign()),
            Value::Date(Some(self.as_of)),
            text(&self.source),
            Value::Instant(Some(office.outside.now)),
            Value::Uuid(Some(office.actor.0)),
        ];
        tx.insert_many(&RESULTS, vec![row]).await?;
        Ok(id)
    }
}

/// A base as somebody read it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of a denominator")]
pub struct DenominatorForm {
    pub area: String,
    pub group: Option<String>,
    pub segment: Option<Segment>,
    pub counts: StatusWord,
    pub basis: String,
    pub value: i64,
    pub qualifier: Option<String>,
    pub definition_id: String,
    pub definition_en: String,
    pub source: String,
    pub publisher: String,
    pub stated_on: Option<Date>,
    pub valid_from: Date,
    pub status: Option<String>,
}

/// Enters what shares are of: a newer version beside the older ones, never over them.
#[derive(Clone, Debug)]
pub struct EnterDenominator(pub DenominatorForm);

static DENOMINATORS: Bulk =
    Bulk { table: "denominator", columns: DENOMINATOR_COLUMNS, conflict: "" };

const BASES: &str = "head_count, work_force, employed, eligible, potential, not_stated";

impl Command for EnterDenominator {
    const NAME: &'static str = "enter base";
    type Answer = String;
    type Refusal = TargetRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<String, TargetRefusal> {
        let form = &self.0;
        let place = resolve_place(Gazetteer::embedded(), &form.area.replace('+', ","))?;
        may(office, Duty::SetTargets, &place)?;
        refuse_ended(tx, &place, form.valid_from).await?;
        let group = match form.group.as_deref().filter(|word| !word.is_empty()) {
            Some(word) => registry::group(word)?.code,
            None => "",
        };
        if form.value <= 0 {
            return Err(TargetRefusal::Number("value"));
        }
        let words: Vec<&'static str> = BASES.split(", ").collect();
        let basis = known("basis", Some(&form.basis), &words, BASES)?;
        let sign = form.qualifier.as_deref().unwrap_or("=");
        let qualifier: Qualifier =
            sign.parse().map_err(|_| TargetRefusal::Word("qualifier", "=, ~, >=, >, <=, <"))?;
        for (field, said) in [
            ("definition_id", &form.definition_id),
            ("definition_en", &form.definition_en),
            ("source", &form.source),
            ("publisher", &form.publisher),
        ] {
            text(field, said, 300)?;
        }
        let status = form.status.as_deref().or(Some("reported"));
        let words = ["confirmed", "reported", "derived", "unconfirmed"];
        let status = known("status", status, &words, STATUSES)?;
        let id = office.outside.id(header.id.0, "base", 0);
        let text = |text: &str| Value::Text(Some(text.trim().to_owned()));
        let row = vec![
            text(&id.to_string()),
            text(&place.key()),
            text(group),
            text(form.segment.map_or("", Segment::word)),
            text(form.counts.word()),
            text(basis),
            Value::Int(Some(form.value)),
            text(qualifier.sign()),
            text(&form.definition_id),
            text(&form.definition_en),
            text(&form.source),
            text(&form.publisher),
            Value::Date(None),
            Value::Date(form.stated_on),
            Value::Date(Some(form.valid_from)),
            text(status),
        ];
        tx.insert_many(&DENOMINATORS, vec![row]).await?;
        office.note("enter base", "denominator", Some(id), place.key());
        Ok(id.to_string())
    }
}
