//! Two officers on one record: the second one is told what the first one changed.

use super::timeline::ColleagueView;
use crate::{door::Door, problem::Problem};
use access::{Command, CommandError, CommandHeader, carry_out};
use registry::{IfUnchanged, PersonRecord, RegistryRefusal, changes_since, person_record};
use serde::Serialize;
use serde_json::{Value, json};
use terms::{Timestamp, ids::PersonId};

/// A change, if the record is still the one that was looked at; otherwise what changed meanwhile.
pub(super) async fn carry_out_unchanged<C>(
    door: &Door,
    header: &CommandHeader,
    person: PersonId,
    version: Option<i64>,
    command: C,
) -> Result<C::Answer, Problem>
where
    C: Command,
    C::Refusal: From<RegistryRefusal> + Into<Problem>,
{
    let command = IfUnchanged { person, version, command };
    let done = carry_out(&door.office, header, &command).await;
    match done {
        Ok(answer) => Ok(answer),
        Err(error) => Err(told(door, person, version, error).await),
    }
}

async fn told<R: Into<Problem>>(
    door: &Door,
    person: PersonId,
    version: Option<i64>,
    error: CommandError<R>,
) -> Problem {
    let problem: Problem = error.into();
    match version {
        Some(version) if problem.code() == "STALE" => {
            match changed_meanwhile(door, person, version).await {
                Ok(problem) | Err(problem) => problem,
            }
        }
        _ => problem,
    }
}

/// What was changed, by whom, when, and what stands there now.
#[derive(Debug, Serialize)]
struct ChangeView {
    field: String,
    version: i64,
    at: Timestamp,
    by: ColleagueView,
    /// What stands there now; absent for what is not one value.
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<Value>,
}

async fn changed_meanwhile(
    door: &Door,
    person: PersonId,
    version: i64,
) -> Result<Problem, Problem> {
    let office = &door.office;
    let (changes, record) = {
        let mut tx = office.db.read().await?;
        let changes = changes_since(&mut tx, office, person, version).await?;
        (changes, person_record(&mut tx, office, person).await.ok())
    };
    office.record_reads().await?;
    let mut views: Vec<ChangeView> = Vec::new();
    for change in changes {
        for field in change.fields.split(',') {
            // Newest first: an older change of the same field is covered by the younger one.
            if views.iter().any(|view| view.field == field) {
                continue;
            }
            views.push(ChangeView {
                field: field.to_owned(),
                version: change.version,
                at: change.at,
                by: ColleagueView::of(change.by, change.by_name.clone()),
                now: record.as_ref().and_then(|record| stands(record, field)),
            });
        }
    }
    let now = record.map_or(version, |record| record.person.version);
    Ok(Problem::new(
        "changed-meanwhile",
        "STALE",
        format!("Catatan ini diubah orang lain sesudah Anda membukanya (sekarang versi {now}); lihat perubahannya, lalu ulangi yang masih perlu"),
        format!("the record was changed by someone else after you opened it (it is at version {now} now); look at the changes, and repeat what still applies"),
    )
    .naming("version", now)
    .with("changes", json!(views)))
}

/// What stands in a field now, as the record shows it.
fn stands(record: &PersonRecord, field: &str) -> Option<Value> {
    let own = &record.person;
    Some(match field {
        "nik" => json!(record.nik_masked),
        "name" => json!(own.name),
        "birth_date" => json!(own.birth_date),
        "birth_place" => json!(own.birth_place),
        "village" => json!(own.village.to_string()),
        "address" => json!(own.address),
        "rt" => json!(own.rt),
        "rw" => json!(own.rw),
        "phone" => json!(own.phone),
        "phone_is_shared" => json!(own.phone_is_shared != 0),
        "household" => json!(own.household.map(|id| id.0)),
        "merged_into" => json!(own.merged_into),
        _ => return None,
    })
}
