//! People and what belongs to them, as types that cannot hold a wrong value.
//!
//! A [`PersonForm`] is what somebody wrote; [`PersonForm::read`] answers a [`NewPerson`], which can
//! be trusted, or every fault of the form at once.

mod belongings;
mod door;
mod form;
mod words;

pub use belongings::{
    AttestationForm, ConsentForm, HeirForm, NewAttestation, NewConsent, NewHeir, NewOccupation,
    NewRoster, OccupationForm, Relation, RosterForm,
};
pub use door::Door;
pub(crate) use door::occupations_max;
pub use form::{NewPerson, PersonForm};
pub(crate) use form::{
    check_against_nik, read_birth_date, read_nik, read_village, too_many_occupations,
};
pub use words::{FamilyCard, PersonName, PersonWarning, Phone, masked_name};
pub(crate) use words::{read_text, read_unit};
