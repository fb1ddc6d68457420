//! A person as somebody wrote them down, and as they can be trusted.

use super::{
    AttestationForm, ConsentForm, Door, FamilyCard, HeirForm, NewAttestation, NewConsent, NewHeir,
    NewOccupation, NewRoster, OccupationForm, PersonName, PersonWarning, Phone, RosterForm,
    read_text, read_unit,
};
use crate::{FieldFault, FieldFaults, Gazetteer, fault::Faults};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};
use terms::{AreaCode, AreaLevel, Date, Nik, Sex, ids::PersonId};

/// A person as a form, a list or the API has them. Personal data: does not print.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the words of the canonical sheet")]
#[serde(default)]
pub struct PersonForm {
    pub id: Option<PersonId>,
    pub nik: String,
    pub name: String,
    pub birth_date: Option<Date>,
    pub sex: Option<Sex>,
    pub birth_place: Option<String>,
    pub village: String,
    pub address: Option<String>,
    pub rt: Option<String>,
    pub rw: Option<String>,
    pub phone: Option<String>,
    pub phone_is_shared: bool,
    pub family_card: Option<String>,
    pub occupations: Vec<OccupationForm>,
    pub heirs: Vec<HeirForm>,
    pub consents: Vec<ConsentForm>,
    pub attestation: Option<AttestationForm>,
    pub groups: Vec<RosterForm>,
    /// Where the record comes from: `counter`, `field`, `list`, `demo`.
    pub origin: Cow<'static, str>,
}

impl fmt::Debug for PersonForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonForm(•••)")
    }
}

/// A person that can be registered: everything was read and agrees. Personal data: does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPerson {
    pub(crate) id: Option<PersonId>,
    pub(crate) nik: Nik,
    pub(crate) name: PersonName,
    pub(crate) birth_date: Date,
    pub(crate) sex: Sex,
    pub(crate) birth_place: Option<String>,
    pub(crate) village: AreaCode,
    pub(crate) address: Option<String>,
    pub(crate) rt: Option<String>,
    pub(crate) rw: Option<String>,
    pub(crate) phone: Option<Phone>,
    pub(crate) phone_is_shared: bool,
    pub(crate) family_card: Option<FamilyCard>,
    pub(crate) occupations: Vec<NewOccupation>,
    pub(crate) heirs: Vec<NewHeir>,
    pub(crate) consents: Vec<NewConsent>,
    pub(crate) attestation: Option<NewAttestation>,
    pub(crate) groups: Vec<NewRoster>,
    pub(crate) origin: Cow<'static, str>,
    pub(crate) warnings: Vec<PersonWarning>,
}

impl fmt::Debug for NewPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewPerson({:?}, •••)", self.id)
    }
}

impl NewPerson {
    /// The id it was given, if it was.
    #[must_use]
    pub const fn id(&self) -> Option<PersonId> {
        self.id
    }

    /// The identity number.
    #[must_use]
    pub const fn nik(&self) -> &Nik {
        &self.nik
    }

    /// The date of birth, which agrees with the number.
    #[must_use]
    pub const fn birth_date(&self) -> Date {
        self.birth_date
    }

    /// Where they live.
    #[must_use]
    pub const fn village(&self) -> &AreaCode {
        &self.village
    }

    /// What they work as.
    #[must_use]
    pub fn occupations(&self) -> &[NewOccupation] {
        &self.occupations
    }

    /// Which rosters they go on.
    #[must_use]
    pub fn groups(&self) -> &[NewRoster] {
        &self.groups
    }

    /// What is odd without being wrong.
    #[must_use]
    pub fn warnings(&self) -> &[PersonWarning] {
        &self.warnings
    }
}

impl PersonForm {
    /// Reads the whole form; answers the person, or all faults at once.
    pub fn read(self, door: &Door<'_>) -> Result<NewPerson, FieldFaults> {
        self.read_as(door, true)
    }

    /// Reads it when somebody has seen the card and says that birth date and sex are right although
    /// the number says otherwise: a number stays even when the civil registry corrects the date.
    pub fn read_beside_the_number(self, door: &Door<'_>) -> Result<NewPerson, FieldFaults> {
        self.read_as(door, false)
    }

    fn read_as(self, door: &Door<'_>, number_decides: bool) -> Result<NewPerson, FieldFaults> {
        let mut faults = Faults::default();
        let nik = faults.take(read_nik(&self.nik));
        let name = faults.take(PersonName::read("name", &self.name));
        let birth_date = faults.take(self.birth_date_at(door));
        let village = faults.take(read_village(&self.village, door.areas));
        if let Some(nik) = nik.as_ref().filter(|_| number_decides) {
            let contradictions = check_against_nik(nik, birth_date, self.sex);
            contradictions.into_iter().for_each(|fault| faults.push(fault));
        }
        let birth_place = faults.take(read_text("birth_place", self.birth_place.as_deref(), 100));
        let address = faults.take(read_text("address", self.address.as_deref(), 300));
        let rt = faults.take(read_unit("rt", self.rt.as_deref()));
        let rw = faults.take(read_unit("rw", self.rw.as_deref()));
        let phone = filled(&self.phone).and_then(|it| faults.take(Phone::read("phone", it)));
        let family_card = filled(&self.family_card)
            .and_then(|it| faults.take(FamilyCard::read("family_card", it)));
        let occupations = read_occupations(&mut faults, &self.occupations, door);
        let heirs = read_all(&mut faults, &self.heirs, |it| it.read(door));
        let consents = read_all(&mut faults, &self.consents, ConsentForm::read);
        let attestation = read_all(&mut faults, self.attestation.as_slice(), |it| it.read(door));
        let groups = match &village {
            Some(village) => read_all(&mut faults, &self.groups, |it| it.read(door, village)),
            None => Vec::new(),
        };
        faults.done()?;
        let nik = nik.expect("a number that could not be read is a fault");
        let warnings = nik.warnings(door.areas.knows(&nik.area()));
        Ok(NewPerson {
            id: self.id,
            sex: self.sex.filter(|_| !number_decides).unwrap_or_else(|| nik.sex()),
            nik,
            name: name.expect("a name that could not be read is a fault"),
            birth_date: birth_date.expect("a date that could not be read is a fault"),
            birth_place: birth_place.flatten(),
            village: village.expect("a village that could not be read is a fault"),
            address: address.flatten(),
            rt: rt.flatten(),
            rw: rw.flatten(),
            phone,
            phone_is_shared: self.phone_is_shared,
            family_card,
            occupations,
            heirs,
            consents,
            attestation: attestation.into_iter().next(),
            groups,
            origin: if self.origin.is_empty() { Cow::Borrowed("counter") } else { self.origin },
            warnings: warnings.into_iter().map(PersonWarning::from).collect(),
        })
    }

    fn birth_date_at(&self, door: &Door<'_>) -> Result<Date, FieldFault> {
        match self.birth_date {
            Some(date) => read_birth_date("birth_date", date, door),
            None => Err(FieldFault::missing("birth_date", "Tanggal lahir", "The date of birth")),
        }
    }
}

fn filled(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.trim().is_empty())
}

fn read_all<F, T>(
    faults: &mut Faults,
    forms: &[F],
    read: impl Fn(&F) -> Result<T, FieldFaults>,
) -> Vec<T> {
    let mut all = Vec::with_capacity(forms.len());
    for form in forms {
        match read(form) {
            Ok(it) => all.push(it),
            Err(found) => found.0.into_iter().for_each(|fault| faults.push(fault)),
        }
    }
    all
}

fn read_occupations(
    faults: &mut Faults,
    forms: &[OccupationForm],
    door: &Door<'_>,
) -> Vec<NewOccupation> {
    if forms.len() > door.occupations_max {
        faults.push(too_many_occupations(door.occupations_max));
        return Vec::new();
    }
    read_all(faults, forms, OccupationForm::read)
}

/// More kinds of work than the law lets one person have.
pub(crate) fn too_many_occupations(max: usize) -> FieldFault {
    FieldFault::new(
        "occupations",
        "OCCUPATIONS_MAX",
        format!("Paling banyak {max} jenis pekerjaan untuk satu orang; akhiri salah satunya dulu"),
        format!("One person has at most {max} kinds of work; end one of them first"),
    )
}

/// Reads a NIK as a field.
pub(crate) fn read_nik(text: &str) -> Result<Nik, FieldFault> {
    if text.trim().is_empty() {
        return Err(FieldFault::missing("nik", "NIK", "The NIK"));
    }
    Nik::parse(text).map_err(|e| FieldFault::new("nik", e.code(), e.indonesian(), e.to_string()))
}

/// No one older than this is on record anywhere; a date before it is a slip of the pen.
const AGE_MAX: i16 = 120;

/// Reads a date of birth: not in the future, not before anyone alive.
pub(crate) fn read_birth_date(
    field: &'static str,
    date: Date,
    door: &Door<'_>,
) -> Result<Date, FieldFault> {
    if date > door.today {
        return Err(FieldFault::new(
            field,
            "BIRTHDATE_IN_FUTURE",
            "Tanggal lahir belum terjadi; tulis lengkap dengan tahun empat angka, seperti di KTP",
            "The date of birth has not come yet; write it with a four-digit year, as on the identity card",
        ));
    }
    if date.year() < door.today.year() - AGE_MAX {
        return Err(FieldFault::new(
            field,
            "BIRTHDATE_IMPLAUSIBLE",
            format!("Tanggal lahir lebih dari {AGE_MAX} tahun yang lalu; periksa tahunnya di KTP"),
            format!(
                "The date of birth is more than {AGE_MAX} years ago; check the year on the identity card"
            ),
        ));
    }
    Ok(date)
}

/// Reads the code of a village that exists.
pub(crate) fn read_village(text: &str, areas: &Gazetteer) -> Result<AreaCode, FieldFault> {
    if text.trim().is_empty() {
        return Err(FieldFault::missing("village", "Kode desa/kelurahan", "The village code"));
    }
    let shown: String = text.trim().chars().take(40).collect();
    let code = text.parse::<AreaCode>().ok().filter(|code| code.level() == AreaLevel::Village);
    let Some(code) = code else {
        return Err(FieldFault::new(
            "village",
            "VILLAGE_CODE",
            format!(
                "“{shown}” bukan kode desa/kelurahan; tulis sepuluh angka, misalnya 33.02.15.2006, dengan kolom berformat teks"
            ),
            format!(
                "“{shown}” is not a village code; write ten digits, for example 33.02.15.2006, in a column formatted as text"
            ),
        ));
    };
    if !areas.knows(&code) {
        return Err(FieldFault::new(
            "village",
            "VILLAGE_UNKNOWN",
            format!(
                "Kode desa/kelurahan {code} tidak ada di daftar Kemendagri yang berlaku; cari desanya menurut nama"
            ),
            format!(
                "The village code {code} is not in the home ministry's list in force; look the village up by its name"
            ),
        ));
    }
    Ok(code)
}

/// What contradicts the number: it holds the birth date and the sex by law (PP 40/2019 Pasal 31).
pub(crate) fn check_against_nik(
    nik: &Nik,
    birth_date: Option<Date>,
    sex: Option<Sex>,
) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if birth_date.is_some_and(|born| !nik.agrees_with(born)) {
        faults.push(FieldFault::new(
            "birth_date",
            "BIRTHDATE_MISMATCH",
            "Tanggal lahir tidak cocok dengan NIK; periksa keduanya di KTP. Bila KTP memang begitu, minta Dukcapil memperbaikinya",
            "The date of birth does not agree with the NIK; check both on the identity card. If the card itself says so, ask the civil registry to mend it",
        ));
    }
    if sex.is_some_and(|sex| sex != nik.sex()) {
        faults.push(FieldFault::new(
            "sex",
            "SEX_MISMATCH",
            "Jenis kelamin tidak cocok dengan NIK (tanggal lahir perempuan ditambah 40); periksa keduanya di KTP",
            "The sex does not agree with the NIK (a woman's day of birth has 40 added); check both on the identity card",
        ));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn door() -> Door<'static> {
        Door { areas: Gazetteer::embedded(), today: date(2026, 11, 21), occupations_max: 2 }
    }

    fn farmer() -> PersonForm {
        PersonForm {
            nik: "3302150507799001".into(),
            name: "Orang Contoh".into(),
            birth_date: Some(date(1979, 7, 5)),
            sex: Some(Sex::Male),
            village: "3302152006".into(),
            rt: Some("3".into()),
            phone: Some("0812-3456-7890".into()),
            occupations: vec![OccupationForm {
                occupation: "Petani padi".into(),
                ..Default::default()
            }],
            ..Default::default()
        }
    }

    fn codes(form: PersonForm) -> Vec<(&'static str, &'static str)> {
        let faults = form.read(&door()).unwrap_err();
        assert!(faults.0.iter().all(|f| !f.id.is_empty() && !f.en.is_empty()));
        faults.0.into_iter().map(|fault| (fault.field, fault.code)).collect()
    }

    #[test]
    fn a_form_that_agrees_is_a_person() {
        let person = farmer().read(&door()).unwrap();
        assert_eq!(person.village().as_str(), "33.02.15.2006");
        assert_eq!(person.occupations()[0].occupation(), "petani-padi");
        assert_eq!(person.phone.as_ref().unwrap().as_str(), "+6281234567890");
        assert!(person.warnings().is_empty());
        assert_eq!(format!("{person:?} {:?}", farmer()), "NewPerson(None, •••) PersonForm(•••)");
    }

    #[test]
    fn every_fault_comes_back_at_once() {
        let form = PersonForm { village: "33.02.15.9999".into(), ..Default::default() };
        assert_eq!(
            codes(form),
            [
                ("nik", "MISSING"),
                ("name", "MISSING"),
                ("birth_date", "MISSING"),
                ("village", "VILLAGE_UNKNOWN")
            ]
        );
    }

    #[test]
    fn what_contradicts_the_number_is_refused() {
        let other_day = PersonForm { birth_date: Some(date(1979, 7, 6)), ..farmer() };
        assert_eq!(codes(other_day), [("birth_date", "BIRTHDATE_MISMATCH")]);
        let woman = PersonForm { sex: Some(Sex::Female), ..farmer() };
        assert_eq!(codes(woman), [("sex", "SEX_MISMATCH")]);
        let unsaid = PersonForm { sex: None, ..farmer() };
        assert_eq!(unsaid.read(&door()).unwrap().sex, Sex::Male);
        let century = PersonForm { birth_date: Some(date(1879, 7, 5)), ..farmer() };
        assert_eq!(codes(century), [("birth_date", "BIRTHDATE_IMPLAUSIBLE")]);
        let future = PersonForm { birth_date: Some(date(2079, 7, 5)), ..farmer() };
        assert_eq!(codes(future), [("birth_date", "BIRTHDATE_IN_FUTURE")]);
    }

    #[test]
    fn an_old_area_in_the_number_warns_and_an_unknown_village_is_refused() {
        let old = PersonForm { nik: "9104010507799001".into(), ..farmer() };
        assert_eq!(old.read(&door()).unwrap().warnings(), [PersonWarning::NikUnknownArea]);
        for (village, code) in [
            ("", "MISSING"),
            ("33.02", "VILLAGE_CODE"),
            ("Gumelar", "VILLAGE_CODE"),
            ("91.04.01.2001", "VILLAGE_UNKNOWN"),
        ] {
            assert_eq!(
                codes(PersonForm { village: village.into(), ..farmer() }),
                [("village", code)]
            );
        }
    }

    #[test]
    fn three_kinds_of_work_are_one_too_many() {
        let work = |word: &str| OccupationForm { occupation: word.into(), ..Default::default() };
        let busy = vec![work("petani-padi"), work("ojek"), work("kurir")];
        assert_eq!(
            codes(PersonForm { occupations: busy, ..farmer() }),
            [("occupations", "OCCUPATIONS_MAX")]
        );
        let vague = PersonForm { occupations: vec![work("sopir")], ..farmer() };
        assert_eq!(codes(vague), [("occupations.occupation", "OCCUPATION_AMBIGUOUS")]);
    }

    #[test]
    fn belongings_name_their_own_field() {
        let form = PersonForm {
            heirs: vec![HeirForm {
                name: "X".into(),
                relation: super::super::Relation::Spouse,
                birth_date: None,
                phone: Some("1".into()),
            }],
            consents: vec![ConsentForm {
                purpose: "enrolment".into(),
                text_version: String::new(),
                given_how: "signature".into(),
            }],
            groups: vec![RosterForm {
                group: "rt_rw".into(),
                area: None,
                from: None,
                source: "SK".into(),
            }],
            attestation: Some(AttestationForm {
                attested_by: "Ketua RT".into(),
                attester_role: "rt".into(),
                attested_on: date(2026, 12, 1),
                statement: "seen".into(),
                photo_sha256: Some("abc".into()),
            }),
            ..farmer()
        };
        assert_eq!(
            codes(form),
            [
                ("heirs.name", "NAME_LENGTH"),
                ("heirs.phone", "PHONE_LENGTH"),
                ("consents.text_version", "MISSING"),
                ("attestation.attested_on", "DATE_IN_FUTURE"),
                ("attestation.photo_sha256", "NOT_A_HASH"),
                ("groups.group", "GROUP_HAS_NO_ROSTER"),
            ]
        );
    }
}
