//! The statements of this department.

use crate::{
    AreaHit, DuplicatePair,
    change::Head,
    correct::Own,
    find::PersonLine,
    history::{MergeEvent, RecordChange, RecordEvent},
    merge::MergeRow,
    record::{AttestationEntry, ConsentEntry, HeirEntry, MergedRecord, OccupationEntry, PersonRow},
    register::{Holder, OnRecord, Twin},
    roster::RosterEntry,
};
use db::{Uuid, statements};
use terms::{
    AreaCode, Bucket, Date, Timestamp,
    ids::{HouseholdId, PersonId, UserId},
};

statements! {
    COUNT_AREAS = "sql/count_areas.sql": (&'static str,) => (i64,);
    AREAS_IN_FORCE = "sql/areas_in_force.sql": () => (AreaCode, String, String);
    AREA_ALIASES = "sql/area_aliases.sql": () => (String, AreaCode);
    SEARCH_AREAS = "sql/search_areas.sql": (String, String, &'static str, String, i64, String, i64, i64) => AreaHit;

    ON_RECORD = "sql/on_record.sql": (Bucket, PersonId) => OnRecord;
    RETAKE_PERSON = "sql/retake_person.sql": (String, String, &'static str, Date, Option<String>, AreaCode, Option<String>, Option<String>, Option<String>, Option<String>, i64, Option<HouseholdId>, Bucket, PersonId) => ();
    RETAKE_OCCUPATIONS = "sql/retake_occupations.sql": (Date, Bucket, PersonId) => ();
    RETAKE_HEIRS = "sql/retake_heirs.sql": (Timestamp, Bucket, PersonId) => ();
    RETAKE_CONSENTS = "sql/retake_consents.sql": (Timestamp, Bucket, PersonId) => ();
    RETAKE_ROSTERS = "sql/retake_rosters.sql": (Date, Bucket, PersonId) => ();
    HOLDERS_OF_NIKS = "sql/holders_of_niks.sql": (Vec<Vec<u8>>,) => Holder;
    TWINS = "sql/twins.sql": (Vec<String>,) => Twin;
    HOUSEHOLDS_OF_CARDS = "sql/households_of_cards.sql": (Vec<Vec<u8>>,) => (Vec<u8>, HouseholdId);
    ASSIGN_HOUSEHOLD = "sql/assign_household.sql": (HouseholdId, Timestamp, Bucket, PersonId) => ();

    PERSON_HEAD = "sql/person_head.sql": (Bucket, PersonId) => Head;
    PERSON_OWN = "sql/person_own.sql": (Bucket, PersonId) => Own;
    CORRECT_PERSON = "sql/correct_person.sql": (String, String, Date, Option<String>, AreaCode, Option<String>, Option<String>, Option<String>, Option<String>, i64, Timestamp, Bucket, PersonId, i64) => ();
    CHANGE_NIK = "sql/change_nik.sql": (Vec<u8>, &'static str, Bucket, PersonId) => ();
    RELEASE_NIK = "sql/release_nik.sql": (Vec<Vec<u8>>, PersonId) => ();

    COUNT_OCCUPATIONS = "sql/count_occupations.sql": (Bucket, PersonId, Date) => (i64,);
    OPEN_OCCUPATION = "sql/open_occupation.sql": (Bucket, PersonId, Uuid) => (Date,);
    END_OCCUPATION = "sql/end_occupation.sql": (Date, Bucket, PersonId, Uuid) => ();
    REMOVE_HEIR = "sql/remove_heir.sql": (Timestamp, Bucket, PersonId, Uuid) => ();
    WITHDRAW_CONSENT = "sql/withdraw_consent.sql": (Timestamp, Bucket, PersonId, Uuid) => ();

    ROSTERS_OF = "sql/rosters_of.sql": (Bucket, PersonId) => RosterEntry;
    END_ROSTER = "sql/end_roster.sql": (Date, Bucket, PersonId, String, AreaCode, Date) => ();

    POINT_MERGED_ON = "sql/point_merged_on.sql": (PersonId, PersonId) => ();
    MARK_MERGED = "sql/mark_merged.sql": (Option<PersonId>, Timestamp, Bucket, PersonId) => ();
    ADD_MERGE = "sql/add_merge.sql": (Uuid, PersonId, PersonId, String, Timestamp, Uuid) => ();
    OPEN_MERGE = "sql/open_merge.sql": (Uuid,) => MergeRow;
    UNDO_MERGE = "sql/undo_merge.sql": (Timestamp, Uuid, Uuid) => ();
    MERGED_BELOW = "sql/merged_below.sql": (PersonId,) => (PersonId,);
    MERGED_RECORDS = "sql/merged_records.sql": (PersonId,) => MergedRecord;

    PERSON_LINE = "sql/person_line.sql": (Bucket, PersonId) => PersonLine;
    PERSON_IN_SCOPE = "sql/person_in_scope.sql": (Bucket, PersonId, Vec<String>) => PersonLine;
    PLACE_IN_ORDER = "sql/place_in_order.sql": (Bucket, PersonId) => (String, Date);
    PEOPLE_BY_PHONE = "sql/people_by_phone.sql": (String, String, Date, PersonId, Vec<String>, i64) => PersonLine;
    PEOPLE_BY_NAME = "sql/people_by_name.sql": (String, String, String, Date, PersonId, Vec<String>, i64) => PersonLine;
    PEOPLE_OF_VILLAGE = "sql/people_of_village.sql": (AreaCode, String, String, Date, PersonId, Vec<String>, i64) => PersonLine;
    DUPLICATES = "sql/duplicates.sql": (AreaCode, PersonId, PersonId, i64) => DuplicatePair;

    PERSON = "sql/person.sql": (Bucket, PersonId) => PersonRow;
    OCCUPATIONS_OF = "sql/occupations_of.sql": (Bucket, PersonId) => OccupationEntry;
    HEIRS_OF = "sql/heirs_of.sql": (Bucket, PersonId) => HeirEntry;
    CONSENTS_OF = "sql/consents_of.sql": (Bucket, PersonId) => ConsentEntry;
    ATTESTATIONS_OF = "sql/attestations_of.sql": (Bucket, PersonId) => AttestationEntry;

    PEOPLE_BY_WORDS = "sql/people_by_words.sql": (String, String, String, String, String, Vec<String>, i64) => PersonLine;
    PEOPLE_BY_SECOND_NAME = "sql/people_by_second_name.sql": (String, String, String, String, String, Vec<String>, i64) => PersonLine;
    PEOPLE_OF_VILLAGES = "sql/people_of_villages.sql": (Vec<String>, String, String, String, i64) => PersonLine;
    COUNT_DUPLICATES = "sql/count_duplicates.sql": (Vec<String>,) => (i64,);
    ADD_CHANGE = "sql/add_change.sql": (Bucket, PersonId, i64, String, Timestamp, UserId) => ();
    RAISE_VERSION = "sql/raise_version.sql": (Timestamp, Bucket, PersonId) => ();
    CHANGES_SINCE = "sql/changes_since.sql": (Bucket, PersonId, i64) => RecordChange;
    PERSON_HISTORY = "sql/person_history.sql": (Bucket, PersonId) => RecordEvent;
    MERGE_HISTORY = "sql/merge_history.sql": (PersonId,) => MergeEvent;
}
