//! What belongs to a person: work, heirs, consents, attestations, the household, groups.

use super::{changed::carry_out_unchanged, read_at};
use crate::{
    api::sessions::NothingForm as Nothing,
    book::{Book, Route},
    door::{Asked, LookedAt, Named},
    problem::Problem,
};
use axum::{Json, http::StatusCode};
use contribution::change::ChangeGroup;
use registry::{
    AddHeir, AddOccupation, AssignHousehold, Attest, AttestationForm, ConsentForm, EndOccupation,
    EntryId, FamilyCard, FieldFaults, GiveConsent, HeirForm, OccupationForm, Relation, RemoveHeir,
    WithdrawConsent,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{AreaCode, Date, ids::PersonId};
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn write_entries(book: Book) -> Book {
    let command = |path, summary| Route::command(path, "people", summary).accepts_if_match();
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
    LookedAt(seen): LookedAt,
    Asked { door, header, form }: Asked<OccupationBody>,
) -> Made {
    let OccupationBody { occupation, place, hours, from } = form;
    let work = OccupationForm { occupation, place, hours }.read()?;
    let from = from.unwrap_or_else(|| door.office.outside.today());
    let made =
        carry_out_unchanged(&door, &header, person, seen, AddOccupation { person, work, from })
            .await?;
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
    LookedAt(seen): LookedAt,
    Asked { door, header, form }: Asked<OnBody>,
) -> Ended {
    let command = EndOccupation { person, entry, on: form.on };
    Ok(Json(carry_out_unchanged(&door, &header, person, seen, command).await?.into()))
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
    LookedAt(seen): LookedAt,
    Asked { door, header, form }: Asked<HeirBody>,
) -> Made {
    let HeirBody { name, relation, birth_date, phone } = form;
    let heir = HeirForm { name, relation, birth_date, phone }.read(&read_at(&door))?;
    let made = carry_out_unchanged(&door, &header, person, seen, AddHeir { person, heir }).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

async fn remove_heir(
    Named((person, entry)): Named<(PersonId, Uuid)>,
    LookedAt(seen): LookedAt,
    Asked { door, header, .. }: Asked<Nothing>,
) -> Ended {
    Ok(Json(
        carry_out_unchanged(&door, &header, person, seen, RemoveHeir { person, entry })
            .await?
            .into(),
    ))
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
    LookedAt(seen): LookedAt,
    Asked { door, header, form }: Asked<ConsentBody>,
) -> Made {
    let ConsentBody { purpose, text_version, given_how } = form;
    let consent = ConsentForm { purpose, text_version, given_how }.read()?;
    let made =
        carry_out_unchanged(&door, &header, person, seen, GiveConsent { person, consent }).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

async fn withdraw_consent(
    Named((person, entry)): Named<(PersonId, Uuid)>,
    LookedAt(seen): LookedAt,
    Asked { door, header, .. }: Asked<Nothing>,
) -> Ended {
    Ok(Json(
        carry_out_unchanged(&door, &header, person, seen, WithdrawConsent { person, entry })
            .await?
            .into(),
    ))
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
    LookedAt(seen): LookedAt,
    Asked { door, header, form }: Asked<AttestationBody>,
) -> Made {
    let AttestationBody { attested_by, attester_role, attested_on, statement, photo_sha256 } = form;
    let form = AttestationForm { attested_by, attester_role, attested_on, statement, photo_sha256 };
    let attestation = form.read(&read_at(&door))?;
    let made =
        carry_out_unchanged(&door, &header, person, seen, Attest { person, attestation }).await?;
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
    LookedAt(seen): LookedAt,
    Asked { door, header, form }: Asked<HouseholdBody>,
) -> Result<Json<HouseholdView>, Problem> {
    let card = FamilyCard::read("family_card", &form.family_card)
        .map_err(|fault| FieldFaults(vec![fault]))?;
    let household =
        carry_out_unchanged(&door, &header, person, seen, AssignHousehold { person, card }).await?;
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

async fn join(
    named: Named<PersonId>,
    seen: LookedAt,
    asked: Asked<RosterBody>,
) -> Result<StatusCode, Problem> {
    change_group(named, seen, asked, true).await
}

async fn leave(
    named: Named<PersonId>,
    seen: LookedAt,
    asked: Asked<RosterBody>,
) -> Result<StatusCode, Problem> {
    change_group(named, seen, asked, false).await
}

async fn change_group(
    Named(person): Named<PersonId>,
    LookedAt(seen): LookedAt,
    Asked { door, header, form }: Asked<RosterBody>,
    joins: bool,
) -> Result<StatusCode, Problem> {
    let RosterBody { group, area, on, source } = form;
    let command = ChangeGroup { person, group, area, on, joins, source };
    carry_out_unchanged(&door, &header, person, seen, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
