//! The register: who there is, where they live, what belongs to them, which groups they are in.
//!
//! | noun | |
//! |---|---|
//! | [`Gazetteer`], [`Area`] | the areas in force, in memory; names to codes ([`Gazetteer::village`], [`Gazetteer::areas_named`]) |
//! | [`Occupation`] | what people work as; its price sector decides relief |
//! | [`Group`] | groups cover is counted for; [`groups_counted`] says what a figure adds up |
//! | [`PersonForm`] → [`NewPerson`] | what somebody wrote → what can be trusted, read at the [`Door`] |
//! | [`FieldFault`], [`RegistryRefusal`] | why not: field, rule, way out, in two languages |
//!
//! | verb | |
//! |---|---|
//! | [`load_reference`] | put areas, occupations and groups into a database |
//! | [`register_many`] | register people, one or a million |
//! | [`find_by_nik`], [`search_people`], [`person_record`], [`open_nik`] | find and read, noted in the audit |
//! | [`CorrectPerson`], [`AddOccupation`], [`EndOccupation`], [`AddHeir`], [`RemoveHeir`], [`GiveConsent`], [`WithdrawConsent`], [`Attest`], [`AssignHousehold`] | commands that change a record |
//! | [`join_group`], [`leave_group`], [`merge()`], [`unmerge`] | changes that move counts: wrapped in commands by the department that counts |
//! | [`people_typed`] | people while somebody types |
//! | [`IfUnchanged`], [`changes_since`], [`record_history`] | two officers on one record; what happened to it |
//! | [`duplicates()`], [`search_areas`] | lists |
//!
//! Invariants: one identity number, one person; the number is stored sealed and found by a keyed
//! index; nothing is deleted, entries end; a merged record points straight at the kept one.
//!
//! Absent: prices, memberships and counts. An unknown area in a NIK warns, an unknown village code
//! is refused, and no name ever decides between two areas.

mod area;
mod belongings;
mod change;
mod correct;
mod duplicates;
mod fault;
mod find;
mod find_words;
mod group;
mod history;
mod merge;
mod occupation;
mod person;
mod public;
mod record;
mod reference;
mod refusal;
mod register;
mod roster;
mod spelling;
mod sql;

pub use area::{
    AREA_DECREE, AREA_VALID_FROM, Area, AreaHit, AreaQuery, Candidate, Gazetteer, PlaceFault,
    load_areas, load_gazetteer, search_areas,
};
pub use belongings::{
    AddHeir, AddOccupation, Attest, EndOccupation, EntryId, GiveConsent, RemoveHeir,
    WithdrawConsent,
};
pub use correct::{CorrectPerson, Corrected, Correction, CorrectionForm};
pub use duplicates::{DuplicatePair, count_duplicates, duplicates};
pub use fault::{FieldFault, FieldFaults};
pub use find::{
    FoundPerson, KnownPerson, PeopleQuery, age_on, find_by_nik, holder_of, search_people,
};
pub use find_words::{PeopleTyped, ReadAs, people_typed};
pub use group::{
    Group, GroupFault, GroupKind, group, group_with_roster, groups, groups_counted, load_groups,
};
pub use history::{
    IfUnchanged, MergeEvent, RecordChange, RecordEvent, changes_since, record_history,
};
pub use merge::{Merged, merge, merge_of, unmerge};
pub use occupation::{Occupation, load_occupations, match_occupation, occupation, occupations};
pub use person::{
    AttestationForm, ConsentForm, Door, FamilyCard, HeirForm, NewAttestation, NewConsent, NewHeir,
    NewOccupation, NewPerson, NewRoster, OccupationForm, PersonForm, PersonName, PersonWarning,
    Phone, Relation, RosterForm, masked_name,
};
pub use public::{holder_born, was_born};
pub use record::{
    AttestationEntry, ConsentEntry, HeirEntry, MergedRecord, OccupationEntry, PersonRecord,
    PersonRow, open_nik, person_record,
};
pub use reference::load_reference;
pub use refusal::RegistryRefusal;
pub use register::{AssignHousehold, OnRecord, Registered, on_record, register_many, retake};
pub use roster::{RosterChange, RosterEntry, join_group, join_many, leave_group, rosters_of};
pub use spelling::searchable;
pub use sql::statements;
