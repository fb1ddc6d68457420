//! The register over HTTP. What is looked for stands in bodies, never in addresses.

mod record;

pub(crate) use record::{PersonBody, person_example};

use crate::{
    book::{Book, Route},
    door::{Asked, Door, Named, Params, Told},
    problem::Problem,
    wire::{PageView, after},
};
use access::carry_out;
use axum::{Json, http::StatusCode};
use contribution::change::{ChangeGroup, Merge, Unmerge};
use registry::{
    AddHeir, AddOccupation, AssignHousehold, Attest, AttestationForm, ConsentForm, CorrectPerson,
    CorrectionForm, DuplicatePair, EndOccupation, EntryId, FamilyCard, FieldFaults, FoundPerson,
    Gazetteer, GiveConsent, HeirForm, KnownPerson, OccupationForm, PeopleQuery, Relation,
    RemoveHeir, WithdrawConsent, duplicates, find_by_nik, open_nik, person_record, search_people,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{AreaCode, Date, Nik, ids::PersonId};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    write_entries(write_finding(book))
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

fn write_entries(book: Book) -> Book {
    let command = |path, summary| Route::command(path, "people", summary);
    let on = json!({ "on": "2026-11-21" });
    let roster = json!({ "group": "rt_rw", "area": "33.02.15.2006", "on": "2026-11-01", "source": "SK kepala desa 12/2026" });
    book.add(
        command("/api/v1/people/{id}/occupations", "Add work")
            .body::<OccupationBody>(json!({ "occupation": "tukang-sayur-keliling", "place": "Pasar Wage", "hours": "04.00–10.00", "from": "2026-11-01" }))
            .answers::<EntryView>(201, "The entry."),
        add_occupation,
    )
    .add(
        command("/api/v1/people/{id}/occupations/{entry}/end", "End work; the day is the first without it")
            .body::<OnBody>(on)
            .answers::<EntryView>(200, "Ended; the entry stays."),
        end_occupation,
    )
    .add(
        command("/api/v1/people/{id}/heirs", "Add an heir or contact")
            .body::<HeirBody>(json!({ "name": "Budi Demo", "relation": "child", "birth_date": "2010-02-03" }))
            .answers::<EntryView>(201, "The entry."),
        add_heir,
    )
    .add(
        command("/api/v1/people/{id}/heirs/{entry}/remove", "Take an heir off; the entry stays, marked")
            .answers::<EntryView>(200, "Removed."),
        remove_heir,
    )
    .add(
        command("/api/v1/people/{id}/consents", "Record what a person agreed to")
            .body::<ConsentBody>(json!({ "purpose": "enrolment", "text_version": "2026-01", "given_how": "read_aloud" }))
            .answers::<EntryView>(201, "The entry."),
        give_consent,
    )
    .add(
        command("/api/v1/people/{id}/consents/{entry}/withdraw", "The person no longer agrees")
            .answers::<EntryView>(200, "Withdrawn."),
        withdraw_consent,
    )
    .add(
        command("/api/v1/people/{id}/attestations", "Who saw the person working")
            .body::<AttestationBody>(json!({
                "attested_by": "Ketua RT 03", "attester_role": "rt_head", "attested_on": "2026-11-20",
                "statement": "berjualan sayur setiap pagi",
            }))
            .answers::<EntryView>(201, "Final; a better one is added beside it."),
        attest,
    )
    .add(
        command("/api/v1/people/{id}/household", "Put a person into the household of a family card")
            .body::<HouseholdBody>(json!({ "family_card": "3302150101200001" }))
            .answers::<HouseholdView>(200, "The household."),
        household,
    )
    .add(
        command("/api/v1/people/{id}/groups/join", "Put a person on a roster")
            .body::<RosterBody>(roster.clone())
            .answers_as(204, "", "Joined, and counted."),
        join,
    )
    .add(
        command("/api/v1/people/{id}/groups/leave", "Take a person off a roster; the day is the first without them")
            .body::<RosterBody>(roster)
            .answers_as(204, "", "Left, and counted."),
        leave,
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

async fn one(door: Door, Named(id): Named<PersonId>) -> Result<Json<record::PersonView>, Problem> {
    let found = {
        let mut tx = door.office.db.read().await?;
        person_record(&mut tx, &door.office, id).await?
    };
    door.answer(Json(found.into())).await
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
    /// The version that was looked at.
    version: i64,
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
    Asked { door, header, form }: Asked<CorrectBody>,
) -> Result<Json<VersionView>, Problem> {
    let correction = form.correction.read(&read_at(&door))?;
    let command = CorrectPerson { person, version: form.version, correction };
    let corrected = carry_out(&door.office, &header, &command).await?;
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

#[derive(Serialize, ToSchema)]
struct EntryView {
    #[schema(value_type = String, format = Uuid)]
    entry: Uuid,
}

impl From<EntryId> for EntryView {
    fn from(id: EntryId) -> Self {
        Self { entry: id.entry }
    }
}

type Made = Result<(StatusCode, Json<EntryView>), Problem>;
type Ended = Result<Json<EntryView>, Problem>;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OccupationBody {
    /// As the person says it, or the id of an occupation.
    occupation: String,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    hours: Option<String>,
    /// Today when absent.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
}

async fn add_occupation(
    Named(person): Named<PersonId>,
    Asked { door, header, form }: Asked<OccupationBody>,
) -> Made {
    let OccupationBody { occupation, place, hours, from } = form;
    let work = OccupationForm { occupation, place, hours }.read()?;
    let from = from.unwrap_or_else(|| door.office.outside.today());
    let made = carry_out(&door.office, &header, &AddOccupation { person, work, from }).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OnBody {
    #[schema(value_type = String, format = Date)]
    on: Date,
}

async fn end_occupation(
    Named((person, entry)): Named<(PersonId, Uuid)>,
    Asked { door, header, form }: Asked<OnBody>,
) -> Ended {
    let command = EndOccupation { person, entry, on: form.on };
    Ok(Json(carry_out(&door.office, &header, &command).await?.into()))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HeirBody {
    name: String,
    /// `spouse`, `child`, `parent`, `grandchild`, `grandparent`, `sibling`, `parent_in_law`,
    /// `named_in_will`, `contact`.
    #[schema(value_type = String)]
    relation: Relation,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    birth_date: Option<Date>,
    #[serde(default)]
    phone: Option<String>,
}

async fn add_heir(
    Named(person): Named<PersonId>,
    Asked { door, header, form }: Asked<HeirBody>,
) -> Made {
    let HeirBody { name, relation, birth_date, phone } = form;
    let heir = HeirForm { name, relation, birth_date, phone }.read(&read_at(&door))?;
    let made = carry_out(&door.office, &header, &AddHeir { person, heir }).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

type Nothing = super::sessions::NothingForm;

async fn remove_heir(
    Named((person, entry)): Named<(PersonId, Uuid)>,
    Asked { door, header, .. }: Asked<Nothing>,
) -> Ended {
    Ok(Json(carry_out(&door.office, &header, &RemoveHeir { person, entry }).await?.into()))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConsentBody {
    purpose: String,
    /// In which words.
    text_version: String,
    given_how: String,
}

async fn give_consent(
    Named(person): Named<PersonId>,
    Asked { door, header, form }: Asked<ConsentBody>,
) -> Made {
    let ConsentBody { purpose, text_version, given_how } = form;
    let consent = ConsentForm { purpose, text_version, given_how }.read()?;
    let made = carry_out(&door.office, &header, &GiveConsent { person, consent }).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

async fn withdraw_consent(
    Named((person, entry)): Named<(PersonId, Uuid)>,
    Asked { door, header, .. }: Asked<Nothing>,
) -> Ended {
    Ok(Json(carry_out(&door.office, &header, &WithdrawConsent { person, entry }).await?.into()))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AttestationBody {
    attested_by: String,
    attester_role: String,
    #[schema(value_type = String, format = Date)]
    attested_on: Date,
    statement: String,
    /// Fingerprint of a photo.
    #[serde(default)]
    photo_sha256: Option<String>,
}

async fn attest(
    Named(person): Named<PersonId>,
    Asked { door, header, form }: Asked<AttestationBody>,
) -> Made {
    let AttestationBody { attested_by, attester_role, attested_on, statement, photo_sha256 } = form;
    let form = AttestationForm { attested_by, attester_role, attested_on, statement, photo_sha256 };
    let attestation = form.read(&read_at(&door))?;
    let made = carry_out(&door.office, &header, &Attest { person, attestation }).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HouseholdBody {
    /// 16 digits.
    family_card: String,
}

#[derive(Serialize, ToSchema)]
struct HouseholdView {
    #[schema(value_type = String, format = Uuid)]
    household: Uuid,
}

async fn household(
    Named(person): Named<PersonId>,
    Asked { door, header, form }: Asked<HouseholdBody>,
) -> Result<Json<HouseholdView>, Problem> {
    let card = FamilyCard::read("family_card", &form.family_card)
        .map_err(|fault| FieldFaults(vec![fault]))?;
    let household = carry_out(&door.office, &header, &AssignHousehold { person, card }).await?;
    Ok(Json(HouseholdView { household: household.0 }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RosterBody {
    /// `bpd`, `rt_rw`, `satlinmas` …, see /api/v1/groups.
    group: String,
    /// The area whose group it is.
    #[schema(value_type = String)]
    area: AreaCode,
    /// From this day, or the first day without.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// Decree or list it rests on.
    source: String,
}

async fn join(named: Named<PersonId>, asked: Asked<RosterBody>) -> Result<StatusCode, Problem> {
    change_group(named, asked, true).await
}

async fn leave(named: Named<PersonId>, asked: Asked<RosterBody>) -> Result<StatusCode, Problem> {
    change_group(named, asked, false).await
}

async fn change_group(
    Named(person): Named<PersonId>,
    Asked { door, header, form }: Asked<RosterBody>,
    joins: bool,
) -> Result<StatusCode, Problem> {
    let RosterBody { group, area, on, source } = form;
    let command = ChangeGroup { person, group, area, on, joins, source };
    carry_out(&door.office, &header, &command).await?;
    Ok(StatusCode::NO_CONTENT)
}
