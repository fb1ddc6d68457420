//! One box for everything: people, members, payment codes and areas in one answer, while one types.
//!
//! Each hit says what it is, so that the office app leads to the right page. Nothing is shown of a
//! person beyond where the actor may look; the whole answer is noted as one reading.

use crate::{
    book::{Book, Route},
    door::{Door, Told},
    problem::Problem,
};
use access::{Duty, Office};
use axum::Json;
use contribution::{
    Member,
    bills::{Bill, bills_typed, members_of_people, members_typed},
    due::{Reached, people_reached},
};
use db::Tx;
use registry::{
    AreaHit, AreaQuery, FoundPerson, Gazetteer, KnownPerson, PeopleTyped, ReadAs, masked_name,
    people_typed, search_areas,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;
use terms::{AreaCode, Date, Month, Rupiah};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    book.add(
        Route::post("/api/v1/search", "people", "People, members, payment codes and areas at once")
            .body::<QuickSearchForm>(json!({ "q": "siti am", "limit": 8 }))
            .answers::<QuickSearchView>(200, "The likeliest first, by kind; noted as one reading.")
            .shown(200, include_str!("examples/search.json")),
        search,
    )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuickSearchForm {
    /// A NIK, words of a name in any order, a telephone number, a number on a card, a payment code,
    /// an area or its code; as far as it is typed.
    q: String,
    /// At most so many of each kind, 1 to 20; 8 when absent.
    #[serde(default)]
    limit: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
struct QuickSearchView {
    /// How people were looked for: `nik`, `phone`, `name`, or `nothing`.
    read_as: &'static str,
    hits: Vec<HitView>,
}

/// Something found.
#[derive(Debug, Default, Serialize, ToSchema)]
struct HitView {
    /// `person`, `member`, `code`, `province`, `regency`, `district`, `village`.
    kind: String,
    /// Of a person, of the membership, the payment code, the code of the area.
    id: String,
    /// A name; the code, for a code.
    title: String,
    /// Where somebody lives, what an area lies in, whose code it is.
    subtitle: String,
    /// Last four digits only.
    #[serde(skip_serializing_if = "Option::is_none")]
    nik_masked: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    birth_date: Option<Date>,
    /// The person's id, of a member or a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    person: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    village: Option<HitPlaceView>,
    /// The number is on record where the actor may not look: the title is masked, no page opens.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    elsewhere: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    membership: Option<HitMembershipView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<HitCodeView>,
    /// The other name an area was found by.
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HitPlaceView {
    pub(super) code: String,
    pub(super) name: String,
}

impl HitPlaceView {
    pub(super) fn of(code: &AreaCode) -> Self {
        let name = Gazetteer::embedded().name(code).unwrap_or_default().to_owned();
        Self { code: code.to_string(), name }
    }
}

/// A membership beside whoever has it.
#[derive(Debug, Serialize, ToSchema)]
struct HitMembershipView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    number: String,
    /// `registered_unpaid`, `active`, `grace1` …, `lapsed`, `suspended_review`, `ended`.
    state: &'static str,
    #[schema(value_type = Option<String>, format = Date)]
    paid_until: Option<Date>,
}

impl HitMembershipView {
    fn of(member: &Member, today: Date, grace_months: u8) -> Self {
        Self {
            id: member.id.0,
            number: member.number.clone(),
            state: member.standing(today, grace_months).word(),
            paid_until: member.paid_through.map(Month::last_day),
        }
    }
}

/// A payment code.
#[derive(Debug, Serialize, ToSchema)]
struct HitCodeView {
    /// `open`, `paid`, `cancelled`, `expired`.
    state: String,
    #[schema(value_type = i64)]
    amount: Rupiah,
    #[schema(value_type = String)]
    first_month: Month,
    #[schema(value_type = String)]
    last_month: Month,
    #[schema(value_type = String, format = Date)]
    expires_on: Date,
}

/// Longer than anything that is searched for.
const LETTERS_MAX: usize = 100;

async fn search(
    door: Door,
    Told(form): Told<QuickSearchForm>,
) -> Result<Json<QuickSearchView>, Problem> {
    let office = &door.office;
    let text: String = form.q.trim().chars().take(LETTERS_MAX).collect();
    let limit = form.limit.unwrap_or(8).clamp(1, 20);
    let mut view = QuickSearchView { read_as: "nothing", hits: Vec::new() };
    if text.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
        return Ok(Json(view));
    }
    let today = office.outside.today();
    let grace_months = office.outside.law.cover_parameters(today)?.grace_months;
    let seen = Seen { office, today, grace_months };
    let mut tx = office.db.read().await?;
    let bills = bills_typed(&mut tx, office, &text, limit).await?;
    view.hits.extend(bills.into_iter().map(|bill| seen.code(bill)));
    let members = members_typed(&mut tx, office, &text, limit).await?;
    view.hits.extend(seen.members(&mut tx, members).await?);
    let typed = people_typed(&mut tx, office, &text, limit).await?;
    view.read_as = read_as(typed.read_as);
    view.hits.extend(seen.people(&mut tx, typed).await?);
    if view.read_as == "name" || text.contains('.') || view.hits.is_empty() {
        view.hits.extend(areas(&mut tx, office, &text, limit).await?);
    }
    drop(tx);
    note(office, &view);
    door.answer(Json(view)).await
}

const fn read_as(read_as: ReadAs) -> &'static str {
    match read_as {
        ReadAs::Nik => "nik",
        ReadAs::Phone => "phone",
        ReadAs::Name => "name",
        ReadAs::Nothing => "nothing",
    }
}

/// One entry for the whole answer: whose data was shown, by id.
fn note(office: &Office, view: &QuickSearchView) {
    let shown = |hit: &&HitView| ["person", "member", "code"].contains(&hit.kind.as_str());
    let people: Vec<&HitView> = view.hits.iter().filter(shown).collect();
    if people.is_empty() {
        return;
    }
    let ids: Vec<&str> = people.iter().map(|hit| hit.id.as_str()).collect();
    let only = match people.as_slice() {
        [hit] => hit.person.or_else(|| hit.id.parse().ok()),
        _ => None,
    };
    office.note("search", "person", only, format!("{}: {}", view.read_as, ids.join(" ")));
}

/// The office as the actor sees it today.
struct Seen<'a> {
    office: &'a Office,
    today: Date,
    grace_months: u8,
}

impl Seen<'_> {
    fn code(&self, bill: Bill) -> HitView {
        let village: Option<AreaCode> = bill.village.parse().ok();
        let may = |area: &AreaCode| self.office.allow(Duty::ReadPeople, area).is_ok();
        let name = if village.as_ref().is_some_and(may) {
            bill.name.clone()
        } else {
            masked_name(&bill.name)
        };
        HitView {
            kind: "code".into(),
            subtitle: format!("{name} · {}", bill.number),
            title: bill.code.clone(),
            village: village.as_ref().map(HitPlaceView::of),
            code: Some(HitCodeView {
                state: bill.state(self.today).to_owned(),
                amount: bill.amount,
                first_month: bill.first_month,
                last_month: bill.last_month(),
                expires_on: bill.expires_on,
            }),
            id: bill.code,
            ..HitView::default()
        }
    }

    async fn members(&self, tx: &mut Tx, members: Vec<Member>) -> Result<Vec<HitView>, Problem> {
        let people = members.iter().map(|member| member.person.0).collect();
        let reached = people_reached(tx, people).await?;
        let view = |member: Member| self.member(&member, reached.get(&member.person.0));
        Ok(members.into_iter().map(view).collect())
    }

    fn member(&self, member: &Member, reached: Option<&Reached>) -> HitView {
        let village: Option<AreaCode> = member.village.parse().ok();
        let describe = |code: &AreaCode| Gazetteer::embedded().described(code);
        HitView {
            kind: "member".into(),
            id: member.id.to_string(),
            title: reached.map(|reached| reached.name.clone()).unwrap_or_default(),
            subtitle: village.as_ref().map(describe).unwrap_or_default(),
            birth_date: reached.map(|reached| reached.birth_date),
            person: Some(member.counted_as.0),
            village: village.as_ref().map(HitPlaceView::of),
            membership: Some(HitMembershipView::of(member, self.today, self.grace_months)),
            ..HitView::default()
        }
    }

    async fn people(&self, tx: &mut Tx, typed: PeopleTyped) -> Result<Vec<HitView>, Problem> {
        let ids: Vec<Uuid> = typed.people.iter().map(|found| found.person.0).collect();
        let mut of: HashMap<Uuid, Member> = HashMap::new();
        for member in members_of_people(tx, &ids).await? {
            // Of several memberships the one that lives, or else the newest.
            let kept = of.get(&member.counted_as.0);
            if kept.is_none_or(|kept| kept.ended_on.is_some()) {
                of.insert(member.counted_as.0, member);
            }
        }
        let person = |found: FoundPerson| {
            let membership = of.get(&found.person.0);
            HitView {
                kind: "person".into(),
                id: found.person.to_string(),
                subtitle: Gazetteer::embedded().described(&found.village),
                village: Some(HitPlaceView::of(&found.village)),
                title: found.name,
                nik_masked: Some(found.nik_masked),
                birth_date: Some(found.birth_date),
                membership: membership
                    .map(|member| HitMembershipView::of(member, self.today, self.grace_months)),
                ..HitView::default()
            }
        };
        let mut hits: Vec<HitView> = typed.people.into_iter().map(person).collect();
        hits.extend(typed.elsewhere.map(elsewhere));
        Ok(hits)
    }
}

fn elsewhere(known: KnownPerson) -> HitView {
    HitView {
        kind: "person".into(),
        id: known.person.to_string(),
        title: known.masked_name,
        subtitle: Gazetteer::embedded().described(&known.village),
        village: Some(HitPlaceView::of(&known.village)),
        elsewhere: true,
        ..HitView::default()
    }
}

/// Areas where the actor reads figures or people; of everywhere for who reads everywhere.
async fn areas(
    tx: &mut Tx,
    office: &Office,
    text: &str,
    limit: u32,
) -> Result<Vec<HitView>, Problem> {
    let places =
        [Duty::ReadFigures, Duty::ReadPeople, Duty::OpenCode].map(|duty| office.areas_for(duty));
    let within: Vec<Option<AreaCode>> = if places.iter().any(Option::is_none) {
        vec![None]
    } else {
        let mut own: Vec<AreaCode> = places.into_iter().flatten().flatten().collect();
        own.sort();
        own.dedup();
        own.into_iter().take(5).map(Some).collect()
    };
    let mut hits = Vec::new();
    for within in within {
        let query = AreaQuery { text: text.to_owned(), level: None, within, offset: 0, limit };
        hits.extend(search_areas(tx, &query).await?.into_iter().map(area));
    }
    hits.truncate(usize::try_from(limit).unwrap_or(20));
    Ok(hits)
}

fn area(hit: AreaHit) -> HitView {
    let kind = match hit.level {
        1 => "province",
        2 => "regency",
        3 => "district",
        _ => "village",
    };
    let around = [hit.district, hit.regency, hit.province].into_iter().flatten();
    HitView {
        kind: kind.into(),
        id: hit.code.to_string(),
        title: hit.name,
        subtitle: around.collect::<Vec<_>>().join(", "),
        alias: hit.alias,
        ..HitView::default()
    }
}
