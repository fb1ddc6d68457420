//! The register over HTTP. What is looked for stands in bodies, never in addresses.

mod changed;
mod entries;
mod record;
pub(crate) mod timeline;

pub(crate) use record::{PersonBody, person_example};

use crate::{
    book::{Book, Route},
    door::{Asked, Door, LookedAt, Named, Params, Told, etag},
    problem::Problem,
    wire::{PageView, after},
};
use access::carry_out;
use axum::{
    Json,
    http::{HeaderName, StatusCode, header},
};
use changed::carry_out_unchanged;
use contribution::change::{Merge, Unmerge};
use registry::{
    CorrectPerson, CorrectionForm, DuplicatePair, FoundPerson, Gazetteer, KnownPerson, PeopleQuery,
    duplicates, find_by_nik, open_nik, person_record, search_people,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{AreaCode, Date, Nik, ids::PersonId};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    timeline::write_timeline(entries::write_entries(write_finding(book)))
}

fn write_finding(book: Book) -> Book {
    let post = |path, summary| Route::post(path, "people", summary);
    let command = |path, summary| Route::command(path, "people", summary);
    book.add(
        post(
            "/api/v1/people/lookup",
            "Is this NIK on record? Enough to confirm who it is, no more",
        )
        .body::<LookupForm>(json!({ "nik": "3302155507909001" }))
        .answers::<LookupView>(200, "`person` is absent when the NIK is not on record."),
        lookup,
    )
    .add(
        post("/api/v1/people/search", "Find by NIK, telephone, or the beginning of a name")
            .body::<SearchForm>(json!({ "text": "siti", "within": "33.02", "limit": 20 }))
            .answers_page::<FoundPersonView>("By name; where the actor may look."),
        search,
    )
    .add(
        Route::get("/api/v1/people/{id}", "people", "A person's record")
            .answers::<record::PersonView>(200, "The number is masked."),
        one,
    )
    .add(
        post("/api/v1/people/{id}/open-nik", "Open a person's number; noted in the audit")
            .answers::<OpenNikView>(200, "A duty of its own."),
        open,
    )
    .add(
        command("/api/v1/people/{id}/correct", "Correct a person's own data")
            .body::<CorrectBody>(json!({
                "version": 1, "correction": { "phone": "081234567890", "rt": "003" },
            }))
            .accepts_if_match()
            .answers::<VersionView>(200, "The version after the change."),
        correct,
    )
    .add(
        Route::get("/api/v1/people/duplicates", "people", "Records that may be one person")
            .params::<DuplicateParams>()
            .answers_page::<DuplicateView>("With at least one record in the area."),
        list_duplicates,
    )
    .add(
        command("/api/v1/people/merges", "Merge two records of one person")
            .body::<MergeBody>(json!({
                "kept": "0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60",
                "merged": "0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b61", "reason": "KTP diperlihatkan",
            }))
            .answers::<MergeView>(201, "With the id to undo it by."),
        merge,
    )
    .add(
        command("/api/v1/people/merges/{merge}/undo", "Take a merge back")
            .answers::<MergeView>(200, "Both stand for themselves again."),
        unmerge,
    )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LookupForm {
    nik: String,
}

#[derive(Serialize, ToSchema)]
struct LookupView {
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<KnownPersonView>,
}

/// Enough to confirm who it is.
#[derive(Serialize, ToSchema)]
struct KnownPersonView {
    #[schema(value_type = String, format = Uuid)]
    person: PersonId,
    /// Initials only.
    masked_name: String,
    age: i16,
    village: String,
}

impl From<KnownPerson> for KnownPersonView {
    fn from(known: KnownPerson) -> Self {
        Self {
            person: known.person,
            masked_name: known.masked_name,
            age: known.age,
            village: known.village.to_string(),
        }
    }
}

async fn lookup(door: Door, Told(form): Told<LookupForm>) -> Result<Json<LookupView>, Problem> {
    let nik = Nik::parse(&form.nik).map_err(regulation::LawError::from)?;
    let known = {
        let mut tx = door.office.db.read().await?;
        find_by_nik(&mut tx, &door.office, &nik).await?
    };
    door.answer(Json(LookupView { person: known.map(Into::into) })).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SearchForm {
    /// A NIK, a telephone number, or the beginning of a name; in a village, any part of it.
    text: String,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    within: Option<AreaCode>,
    /// `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// 1 to 100.
    #[serde(default)]
    limit: Option<u32>,
}

/// A person found.
#[derive(Serialize, ToSchema)]
struct FoundPersonView {
    #[schema(value_type = String, format = Uuid)]
    person: PersonId,
    name: String,
    #[schema(value_type = String, format = Date)]
    birth_date: Date,
    village: String,
    /// Last four digits only.
    nik_masked: String,
}

impl From<FoundPerson> for FoundPersonView {
    fn from(found: FoundPerson) -> Self {
        Self {
            person: found.person,
            name: found.name,
            birth_date: found.birth_date,
            village: found.village.to_string(),
            nik_masked: found.nik_masked,
        }
    }
}

async fn search(
    door: Door,
    Told(form): Told<SearchForm>,
) -> Result<Json<PageView<FoundPersonView>>, Problem> {
    let limit = form.limit.unwrap_or(20).clamp(1, 100);
    let after = after(form.after.as_deref())?;
    let query = PeopleQuery { text: form.text, within: form.within, after, limit };
    let found = {
        let mut tx = door.office.db.read().await?;
        search_people(&mut tx, &door.office, &query).await?
    };
    let views: Vec<FoundPersonView> = found.into_iter().map(Into::into).collect();
    door.answer(Json(PageView::of(views, limit, |view| view.person.to_string()))).await
}

/// The record, with its version as an `ETag`: what a change names in `If-Match`.
async fn one(
    door: Door,
    Named(id): Named<PersonId>,
) -> Result<([(HeaderName, String); 1], Json<record::PersonView>), Problem> {
    let found = {
        let mut tx = door.office.db.read().await?;
        person_record(&mut tx, &door.office, id).await?
    };
    let tag = [(header::ETAG, etag(found.person.version))];
    door.answer((tag, Json(found.into()))).await
}

#[derive(Serialize, ToSchema)]
struct OpenNikView {
    nik: String,
}

async fn open(door: Door, Named(id): Named<PersonId>) -> Result<Json<OpenNikView>, Problem> {
    let nik = {
        let mut tx = door.office.db.read().await?;
        open_nik(&mut tx, &door.office, id).await?
    };
    door.answer(Json(OpenNikView { nik: nik.reveal().digits().to_owned() })).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CorrectBody {
    /// The version that was looked at; `If-Match` may name it instead.
    #[serde(default)]
    version: Option<i64>,
    /// An absent field stays, an empty text clears: `nik`, `name`, `birth_date`, `birth_place`,
    /// `village`, `address`, `rt`, `rw`, `phone`, `phone_is_shared`.
    #[schema(value_type = Object)]
    correction: CorrectionForm,
}

#[derive(Serialize, ToSchema)]
struct VersionView {
    /// To be named by the next change.
    version: i64,
}

/// What is read at the register's own door: today's areas and the law's limits.
fn read_at<'a>(door: &Door) -> registry::Door<'a> {
    registry::Door::new(&door.office.outside, Gazetteer::embedded())
}

async fn correct(
    Named(person): Named<PersonId>,
    LookedAt(looked_at): LookedAt,
    Asked { door, header, form }: Asked<CorrectBody>,
) -> Result<Json<VersionView>, Problem> {
    let version = form.version.or(looked_at).ok_or_else(|| {
        Problem::new(
            "invalid-fields",
            "MISSING",
            "version: belum diisi; tulis versi yang dilihat di sini atau di kepala If-Match",
            "version: missing; name the version that was looked at here or in the header If-Match",
        )
        .field("version")
    })?;
    let correction = form.correction.read(&read_at(&door))?;
    let command = CorrectPerson { person, version, correction };
    let corrected = carry_out_unchanged(&door, &header, person, Some(version), command).await?;
    Ok(Json(VersionView { version: corrected.version }))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DuplicateParams {
    #[schema(value_type = String, example = "33.02")]
    area: AreaCode,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 200.
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
struct DuplicateView {
    #[schema(value_type = String, format = Uuid)]
    first: PersonId,
    #[schema(value_type = String, format = Uuid)]
    second: PersonId,
    /// The name of the first.
    name: String,
    #[schema(value_type = String, format = Date)]
    birth_date: Date,
    first_village: String,
    second_village: String,
    same_phone: bool,
    same_village: bool,
}

impl From<DuplicatePair> for DuplicateView {
    fn from(pair: DuplicatePair) -> Self {
        Self {
            first: pair.first,
            second: pair.second,
            name: pair.name,
            birth_date: pair.birth_date,
            first_village: pair.first_village.to_string(),
            second_village: pair.second_village.to_string(),
            same_phone: pair.same_phone != 0,
            same_village: pair.same_village != 0,
        }
    }
}

async fn list_duplicates(
    door: Door,
    Params(params): Params<DuplicateParams>,
) -> Result<Json<PageView<DuplicateView>>, Problem> {
    let limit = params.limit.unwrap_or(50).clamp(1, 200);
    let (first, second) = params.after.as_deref().unwrap_or_default().split_once('.').unzip();
    let last: Option<(PersonId, PersonId)> = after(first)?.zip(after(second)?);
    let pairs = {
        let mut tx = door.office.db.read().await?;
        duplicates(&mut tx, &door.office, &params.area, last, limit).await?
    };
    let views: Vec<DuplicateView> = pairs.into_iter().map(Into::into).collect();
    let page = PageView::of(views, limit, |pair| format!("{}.{}", pair.first, pair.second));
    door.answer(Json(page)).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MergeBody {
    /// The record that stays.
    #[schema(value_type = String, format = Uuid)]
    kept: PersonId,
    /// The record that points to it.
    #[schema(value_type = String, format = Uuid)]
    merged: PersonId,
    reason: String,
}

#[derive(Serialize, ToSchema)]
struct MergeView {
    /// To undo it by.
    #[schema(value_type = String, format = Uuid)]
    merge: Uuid,
    #[schema(value_type = String, format = Uuid)]
    kept: PersonId,
    #[schema(value_type = String, format = Uuid)]
    merged: PersonId,
}

async fn merge(
    Asked { door, header, form }: Asked<MergeBody>,
) -> Result<(StatusCode, Json<MergeView>), Problem> {
    let command = Merge { kept: form.kept, merged: form.merged, reason: form.reason };
    let done = carry_out(&door.office, &header, &command).await?;
    let view = MergeView { merge: done.merge, kept: done.kept, merged: done.merged };
    Ok((StatusCode::CREATED, Json(view)))
}

async fn unmerge(
    Named(merge): Named<Uuid>,
    Asked { door, header, .. }: Asked<super::sessions::NothingForm>,
) -> Result<Json<MergeView>, Problem> {
    let done = carry_out(&door.office, &header, &Unmerge { merge }).await?;
    Ok(Json(MergeView { merge: done.merge, kept: done.kept, merged: done.merged }))
}
