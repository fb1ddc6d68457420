//! After a rotation: seals every stored value again with the current key, page by page.
//!
//! It may run while the office works, may be stopped at any moment and begun again, and takes a
//! set at a time. Old keys are retired only when nothing is left that needs them ([`retire_keys`]).

use crate::{Duty, Forbidden, Keyring, KeyringError, Office, SealError, place, second_factor, sql};
use db::{BulkUpdate, DbError, Kind, Tx, Value};
use std::path::Path;
use uuid::Uuid;

/// Rows of one transaction: short enough that nobody waits for it.
const PAGE: i64 = 500;
const BUCKETS: i64 = 256;
/// How many rows that do not open are named; the rest are counted.
const NAMED_MAX: usize = 20;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Resealed {
    /// The keyring it ran with, by ids.
    pub keyring: String,
    /// Identity numbers of people sealed again.
    pub people: u64,
    /// Family card numbers sealed again.
    pub households: u64,
    /// Refused rows of lists sealed again.
    pub list_rows: u64,
    /// Secrets of code apps sealed again.
    pub code_apps: u64,
    /// Names and telephones of leads and contacts sealed again.
    pub contacts: u64,
    /// Look-ups moved to the new index key.
    pub indexes: u64,
    /// Values that did not open: left as they are.
    pub unopened: u64,
    /// The first of them: place and row.
    pub unopened_first: Vec<(&'static str, Uuid)>,
}

/// Why a re-sealing stopped or the old keys stay.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its sentence")]
pub enum ResealError {
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error("{left} values still need an old key; run the re-sealing to its end first")]
    Left { left: i64 },
    #[error(
        "the last re-sealing ran with other keys than the file has now; run it again to its end first"
    )]
    OtherKeys,
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    #[error(transparent)]
    Db(#[from] DbError),
}

static PEOPLE: BulkUpdate = BulkUpdate {
    table: "person",
    key: &[("bucket", Kind::Int), ("id", Kind::Uuid)],
    columns: &[("nik_sealed", Kind::Bytes)],
};
static PERSON_INDEX: BulkUpdate = BulkUpdate {
    table: "person_nik",
    key: &[("nik_index", Kind::Bytes)],
    columns: &[("nik_index", Kind::Bytes)],
};
static HOUSEHOLDS: BulkUpdate = BulkUpdate {
    table: "household",
    key: &[("id", Kind::Uuid)],
    columns: &[("card_sealed", Kind::Bytes)],
};
static HOUSEHOLD_INDEX: BulkUpdate = BulkUpdate {
    table: "household",
    key: &[("card_index", Kind::Bytes)],
    columns: &[("card_index", Kind::Bytes)],
};
static CODE_APPS: BulkUpdate = BulkUpdate {
    table: "second_factor",
    key: &[("user_id", Kind::Uuid)],
    columns: &[("secret_sealed", Kind::Bytes)],
};
static CONTACTS: BulkUpdate = BulkUpdate {
    table: "outreach_contact",
    key: &[("id", Kind::Uuid)],
    columns: &[("content_sealed", Kind::Bytes)],
};
static LIST_ROWS: BulkUpdate = BulkUpdate {
    table: "list_row",
    key: &[("list", Kind::Uuid), ("row_number", Kind::Int)],
    columns: &[("content_sealed", Kind::Bytes)],
};

/// Seals again whatever an older key sealed, and moves look-ups to the new index key.
pub async fn reseal(office: &Office) -> Result<Resealed, ResealError> {
    office.allow_everywhere(Duty::RunJobs)?;
    let keyring = format!("{:?}", office.keys);
    let mut done = Resealed { keyring, ..Resealed::default() };
    for bucket in 0..BUCKETS {
        walk(office, &mut done, Walk::People { bucket }).await?;
        if office.keys.index_rotation_under_way() {
            walk(office, &mut done, Walk::PersonIndexes { bucket }).await?;
        }
    }
    walk(office, &mut done, Walk::Households).await?;
    if office.keys.index_rotation_under_way() {
        walk(office, &mut done, Walk::HouseholdIndexes).await?;
    }
    walk(office, &mut done, Walk::ListRows).await?;
    walk(office, &mut done, Walk::CodeApps).await?;
    walk(office, &mut done, Walk::Contacts).await?;
    let detail = format!(
        "{} people, {} households, {} rows, {} indexes, {} code apps",
        done.people, done.households, done.list_rows, done.indexes, done.code_apps
    );
    office.note("reseal", "keyring", None, detail);
    office.record_reads().await?;
    Ok(done)
}

/// Values that an older key sealed.
pub async fn left(office: &Office) -> Result<i64, ResealError> {
    office.allow_everywhere(Duty::RunJobs)?;
    let mut tx = office.db.read().await?;
    let old = prefix(&office.keys);
    let (people, households, rows, apps, contacts) = tx.one(&sql::LEFT_TO_RESEAL, (old,)).await?;
    Ok(people + households + rows + apps + contacts)
}

/// Removes the old keys from the keyring file, once `reseal` has run to its end after the rotation
/// and nothing needs them; every program that serves this database must have begun with the new
/// file. Answers the keyring to go on with.
pub async fn retire_keys(
    office: &Office,
    file: &Path,
    last: &Resealed,
) -> Result<Keyring, ResealError> {
    let left = left(office).await? + i64::try_from(last.unopened).unwrap_or(i64::MAX);
    if left > 0 {
        return Err(ResealError::Left { left });
    }
    if last.keyring != format!("{:?}", Keyring::open(file)?) {
        return Err(ResealError::OtherKeys);
    }
    let keys = Keyring::retire(file)?;
    office.note("retire keys", "keyring", None, format!("current {}", keys.current_id()));
    office.record_reads().await?;
    Ok(keys)
}

#[derive(Clone, Copy)]
enum Walk {
    People { bucket: i64 },
    PersonIndexes { bucket: i64 },
    Households,
    HouseholdIndexes,
    ListRows,
    CodeApps,
    Contacts,
}

/// A sealed value and where it is.
struct Found {
    row: Uuid,
    row_number: i64,
    sealed: Vec<u8>,
}

async fn walk(office: &Office, done: &mut Resealed, walk: Walk) -> Result<(), ResealError> {
    let mut after = (Uuid::nil(), i64::MIN);
    let mut attempt = 0;
    loop {
        let mut tx = office.db.write().await?;
        let (page, next) = match step(office, &mut tx, walk, after).await {
            Ok(stepped) => stepped,
            Err(DbError::Busy(_)) if attempt < crate::command::ATTEMPTS_MAX => {
                attempt += 1;
                crate::command::wait_a_little(after.0, attempt).await;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        match tx.commit().await {
            Err(DbError::Busy(_)) if attempt < crate::command::ATTEMPTS_MAX => {
                attempt += 1;
                crate::command::wait_a_little(after.0, attempt).await;
                continue;
            }
            committed => committed?,
        }
        attempt = 0;
        done.add(page);
        match next {
            Some(next) => after = next,
            None => return Ok(()),
        }
    }
}

type Next = Option<(Uuid, i64)>;

async fn step(
    office: &Office,
    tx: &mut Tx,
    walk: Walk,
    after: (Uuid, i64),
) -> Result<(Resealed, Next), DbError> {
    let keys = &office.keys;
    let found = find(tx, keys, walk, after).await?;
    let next = found.last().map(|found| (found.row, found.row_number));
    let next = next.filter(|_| i64::try_from(found.len()).is_ok_and(|n| n == PAGE));
    let mut page = Resealed::default();
    let mut rows = Vec::with_capacity(found.len());
    for found in found {
        match row(keys, walk, &found) {
            Ok(row) => rows.push(row),
            Err(_) => page.unopened(walk.place(), found.row),
        }
    }
    match walk {
        Walk::People { .. } => page.people = tx.update_many(&PEOPLE, rows).await?,
        Walk::PersonIndexes { .. } => page.indexes = tx.update_many(&PERSON_INDEX, rows).await?,
        Walk::Households => page.households = tx.update_many(&HOUSEHOLDS, rows).await?,
        Walk::HouseholdIndexes => page.indexes = tx.update_many(&HOUSEHOLD_INDEX, rows).await?,
        Walk::CodeApps => page.code_apps = tx.update_many(&CODE_APPS, rows).await?,
        Walk::Contacts => page.contacts = tx.update_many(&CONTACTS, rows).await?,
        Walk::ListRows => page.list_rows = tx.update_many(&LIST_ROWS, rows).await?,
    }
    Ok((page, next))
}

async fn find(
    tx: &mut Tx,
    keys: &Keyring,
    walk: Walk,
    (after, after_number): (Uuid, i64),
) -> Result<Vec<Found>, DbError> {
    let old = prefix(keys);
    let rows = match walk {
        Walk::People { bucket } => {
            tx.all(&sql::PEOPLE_TO_RESEAL, (bucket, after, old, PAGE)).await?
        }
        Walk::PersonIndexes { bucket } => {
            tx.all(&sql::PEOPLE_TO_REINDEX, (bucket, after, PAGE)).await?
        }
        Walk::Households => tx.all(&sql::HOUSEHOLDS_TO_RESEAL, (after, old, PAGE)).await?,
        Walk::CodeApps => tx.all(&sql::FACTORS_TO_RESEAL, (after, old, PAGE)).await?,
        Walk::Contacts => tx.all(&sql::CONTACTS_TO_RESEAL, (after, old, PAGE)).await?,
        Walk::HouseholdIndexes => tx.all(&sql::HOUSEHOLDS_TO_REINDEX, (after, PAGE)).await?,
        Walk::ListRows => {
            let rows = tx.all(&sql::LIST_ROWS_TO_RESEAL, (after, after_number, old, PAGE)).await?;
            return Ok(rows
                .into_iter()
                .map(|(row, row_number, sealed)| Found { row, row_number, sealed })
                .collect());
        }
    };
    Ok(rows.into_iter().map(|(row, sealed)| Found { row, row_number: 0, sealed }).collect())
}

fn row(keys: &Keyring, walk: Walk, found: &Found) -> Result<Vec<Value>, SealError> {
    let place = walk.place();
    let bytes = |bytes: Vec<u8>| Value::Bytes(Some(bytes));
    let id = Value::Uuid(Some(found.row));
    let reseal = |row: Uuid| {
        let plain = keys.open_bytes(place, row, &found.sealed)?;
        Ok(bytes(keys.seal(place, row, plain.reveal())))
    };
    Ok(match walk {
        Walk::People { bucket } => vec![Value::Int(Some(bucket)), id, reseal(found.row)?],
        Walk::Households | Walk::CodeApps | Walk::Contacts => vec![id, reseal(found.row)?],
        Walk::ListRows => vec![
            id,
            Value::Int(Some(found.row_number)),
            reseal(place::list_row(found.row, found.row_number))?,
        ],
        Walk::PersonIndexes { .. } | Walk::HouseholdIndexes => {
            let text = keys.open_text(place, found.row, &found.sealed)?;
            let mut indexes = keys.blind_indexes(place, text.reveal());
            // The current one first, then the one that is being replaced.
            let old = indexes.pop().unwrap_or_default();
            vec![bytes(old), bytes(indexes.pop().unwrap_or_default())]
        }
    })
}

impl Walk {
    const fn place(self) -> &'static str {
        match self {
            Self::People { .. } | Self::PersonIndexes { .. } => place::PERSON_NIK,
            Self::Households | Self::HouseholdIndexes => place::HOUSEHOLD_CARD,
            Self::ListRows => place::LIST_ROW_CONTENT,
            Self::CodeApps => second_factor::PLACE,
            Self::Contacts => place::OUTREACH_CONTACT,
        }
    }
}

impl Resealed {
    fn unopened(&mut self, place: &'static str, row: Uuid) {
        self.unopened += 1;
        self.unopened_first.push((place, row));
    }

    fn add(&mut self, page: Self) {
        self.people += page.people;
        self.households += page.households;
        self.list_rows += page.list_rows;
        self.code_apps += page.code_apps;
        self.contacts += page.contacts;
        self.indexes += page.indexes;
        self.unopened += page.unopened;
        self.unopened_first.extend(page.unopened_first);
        self.unopened_first.truncate(NAMED_MAX);
    }
}

/// How a value begins that needs no re-sealing.
fn prefix(keys: &Keyring) -> Vec<u8> {
    keys.current_id().to_be_bytes().to_vec()
}
