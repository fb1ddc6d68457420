//! One row, judged without the database: a person who can be enrolled, or everything that is wrong.

use super::{
    ImportOrder, ImportRefusal,
    said::Said,
    sentences::{
        contact_not_read, income_assumed, income_not_above_zero, no_payer, out_of_area,
        start_has_passed, start_too_far,
    },
    words::{GroupWord, Work, contact_form, group_word, occupation_form, occupation_word},
};
use access::Outside;
use registry::{Door, Gazetteer, NewPerson, PersonForm, PlaceFault, RosterForm, age_on};
use regulation::{LawError, contribution::PriceInput};
use sheets::{
    Columns, Field, PersonRow, Row, RowOutcome, SkippedRow, VillageRef, parse_row, payer_of,
};
use std::collections::HashMap;
use terms::{AreaCode, AreaLevel, Date, Month, Payer, Rupiah, Sector};

/// A row whose person can be enrolled, as far as the list and the law tell.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    /// The identity number as a number: what tells rows of one person.
    pub(super) nik: u64,
    pub(super) person: NewPerson,
    pub(super) income: Rupiah,
    pub(super) payer: Payer,
    pub(super) sector: Sector,
    pub(super) joined_on: Date,
    /// Months a code is to be opened for.
    pub(super) n_months: Option<u32>,
    pub(super) notes: Vec<Said>,
}

/// What a row is.
#[derive(Debug)]
pub(super) enum Judged {
    Skipped(SkippedRow),
    Refused(Vec<Said>),
    Ready(Box<Ready>),
}

/// Texts remembered before the memory is cleared: villages and occupations repeat, names do not.
const REMEMBERED_MAX: usize = 20_000;
/// How far ahead a first month may lie.
const START_MONTHS_AHEAD: i32 = 12;

/// Judges rows; remembers what the list's words meant.
#[derive(Debug)]
pub(super) struct Judge {
    order: ImportOrder,
    outside: Outside,
    door: Door<'static>,
    age_limit: i64,
    age_least: Option<i64>,
    lowest_income: Rupiah,
    villages: HashMap<String, Result<AreaCode, Said>>,
    works: HashMap<String, Result<Work, Said>>,
    groups: HashMap<String, GroupWord>,
}

impl Judge {
    pub(super) fn new(order: &ImportOrder, outside: &Outside) -> Result<Self, ImportRefusal> {
        let (law, today) = (&outside.law, outside.today());
        Ok(Self {
            order: order.clone(),
            outside: outside.clone(),
            door: Door::new(outside, Gazetteer::embedded()),
            age_limit: law.number_on("eligibility.entry_age_max", today)?,
            // No least age was found in the rules; if one is entered, it holds from then on.
            age_least: law.number_on("eligibility.entry_age_min", today).ok(),
            lowest_income: law.tier(Rupiah::new(1), today)?.base,
            villages: HashMap::new(),
            works: HashMap::new(),
            groups: HashMap::new(),
        })
    }

    pub(super) fn judge(&mut self, columns: &Columns, row: &Row) -> Judged {
        match parse_row(columns, row).outcome {
            RowOutcome::Skipped(why) => Judged::Skipped(why),
            RowOutcome::Faults(faults) => {
                Judged::Refused(faults.into_iter().map(Said::from).collect())
            }
            RowOutcome::Person(person) => self.person(*person),
        }
    }

    fn person(&mut self, row: PersonRow) -> Judged {
        let (mut faults, mut notes) = (Vec::new(), Vec::new());
        let village = keep(self.village(row.village.as_ref()), &mut faults);
        let payer = keep(self.payer(row.fund.as_deref()), &mut faults);
        let joined_on = keep(self.joined_on(row.start_month, &mut notes), &mut faults);
        let work = keep(self.work(&row, &mut notes), &mut faults);
        let group = keep(self.group(row.group.as_deref(), &mut notes), &mut faults).flatten();
        keep(self.age(*row.birth_date.reveal()), &mut faults);
        let income = row.income.unwrap_or_else(|| self.income_unsaid(&mut notes));
        if income <= Rupiah::ZERO {
            faults.push(income_not_above_zero());
        }
        let nik = row.nik.digits().bytes().fold(0, |n, b| n * 10 + u64::from(b.wrapping_sub(b'0')));
        let months = row.months;
        let occupation = work.as_ref().and_then(|work| work.occupation.clone());
        let form = self.form(row, village.as_ref(), occupation, group, &mut notes);
        let (Some(village), Some(payer), Some(joined_on), Some(work)) =
            (village, payer, joined_on, work)
        else {
            return Judged::Refused(faults);
        };
        drop(village);
        let person = match form.read(&self.door) {
            Ok(person) => Some(person),
            Err(found) => {
                faults.extend(found.0.into_iter().map(Said::from));
                None
            }
        };
        let price = PriceInput {
            joined: Some(Month::of(joined_on)),
            ..PriceInput::new(
                Month::of(joined_on),
                income,
                work.sector,
                payer,
                self.order.programmes,
            )
        };
        let n_months = keep(self.months_of_code(months, &price), &mut faults).flatten();
        match person.filter(|_| faults.is_empty()) {
            Some(person) => Judged::Ready(Box::new(Ready {
                nik,
                person,
                income,
                payer,
                sector: work.sector,
                joined_on,
                n_months,
                notes,
            })),
            None => Judged::Refused(faults),
        }
    }

    /// The form of the register, from what the list says.
    fn form(
        &self,
        row: PersonRow,
        village: Option<&AreaCode>,
        occupation: Option<String>,
        group: Option<&'static str>,
        notes: &mut Vec<Said>,
    ) -> PersonForm {
        let revealed =
            |text: Option<terms::Private<String>>| text.map(terms::Private::into_revealed);
        let place = revealed(row.work_place);
        let contact = row.family_contact.and_then(|contact| {
            let form = contact_form(contact.reveal());
            if form.is_none() {
                notes.push(contact_not_read());
            }
            form
        });
        let roster = |group: &'static str| RosterForm {
            group: group.to_owned(),
            area: None,
            from: row.start_month.map(Month::first_day),
            source: format!("list {}", self.order.list),
        };
        PersonForm {
            nik: row.nik.digits().to_owned(),
            name: row.name.into_revealed(),
            birth_date: Some(row.birth_date.into_revealed()),
            sex: Some(row.sex),
            birth_place: revealed(row.birth_place),
            village: village.map(ToString::to_string).unwrap_or_default(),
            address: revealed(row.address),
            rt: row.rt,
            rw: row.rw,
            phone: revealed(row.phone),
            family_card: revealed(row.kk),
            occupations: occupation.map(|it| occupation_form(it, place)).into_iter().collect(),
            heirs: contact.into_iter().collect(),
            groups: group.map(roster).into_iter().collect(),
            origin: "list".into(),
            ..PersonForm::default()
        }
    }

    fn village(&mut self, named: Option<&VillageRef>) -> Result<AreaCode, Said> {
        let area = &self.order.area;
        match named {
            None if area.level() == AreaLevel::Village => Ok(area.clone()),
            None => Err(Said::missing(Field::VillageCode)),
            Some(VillageRef::Code(code)) if area.contains(code) => Ok(code.clone()),
            Some(VillageRef::Code(code)) => Err(out_of_area(self.door.areas, area, code)),
            Some(VillageRef::Names { village, district }) => {
                let key = format!("{village}\n{}", district.as_deref().unwrap_or_default());
                if let Some(known) = self.villages.get(&key) {
                    return known.clone();
                }
                let found = village_named(self.door.areas, area, village, district.as_deref());
                remember(&mut self.villages, key, found)
            }
        }
    }

    fn payer(&self, fund: Option<&str>) -> Result<Payer, Said> {
        let Some(fund) = fund else { return Ok(self.order.payer) };
        payer_of(fund).ok_or_else(|| no_payer(fund))
    }

    /// The day the membership begins: today, or the first day of a month to come.
    fn joined_on(&self, start: Option<Month>, notes: &mut Vec<Said>) -> Result<Date, Said> {
        let this_month = Month::of(self.door.today);
        match start {
            Some(start) if start > this_month.plus(START_MONTHS_AHEAD) => {
                Err(start_too_far(start, this_month.plus(START_MONTHS_AHEAD)))
            }
            Some(start) if start > this_month => Ok(start.first_day()),
            Some(start) if start < this_month => {
                notes.push(start_has_passed(start, this_month));
                Ok(self.door.today)
            }
            _ => Ok(self.door.today),
        }
    }

    fn work(&mut self, row: &PersonRow, notes: &mut Vec<Said>) -> Result<Work, Said> {
        let Some(text) = row.occupation.as_deref().or(row.category.as_deref()) else {
            return Ok(Work { occupation: None, sector: Sector::Other, note: None });
        };
        let work = match self.works.get(text) {
            Some(known) => known.clone(),
            None => remember(&mut self.works, text.to_owned(), occupation_word(text)),
        }?;
        notes.extend(work.note.clone());
        Ok(work)
    }

    fn group(
        &mut self,
        text: Option<&str>,
        notes: &mut Vec<Said>,
    ) -> Result<Option<&'static str>, Said> {
        let Some(text) = text.or(self.order.group.as_deref()) else { return Ok(None) };
        let word = match self.groups.get(text) {
            Some(known) => known.clone(),
            None => remember(&mut self.groups, text.to_owned(), group_word(text)),
        };
        match word {
            GroupWord::Roster(code) => Ok(Some(code)),
            GroupWord::Wide(said) => {
                notes.push(said);
                Ok(None)
            }
            GroupWord::No(said) => Err(said),
        }
    }

    fn age(&self, born: Date) -> Result<(), Said> {
        let today = self.door.today;
        let age = i64::from(age_on(born, today));
        let said = |code, error: &LawError| {
            Said::of(Field::BirthDate, code, error.indonesian(), error.to_string())
        };
        if age >= self.age_limit {
            return Err(said("AGE_AT_LIMIT", &LawError::TooOld { age, limit: self.age_limit }));
        }
        if born > today {
            return Err(said("BIRTH_DATE", &LawError::NotBorn { born, on: today }));
        }
        match self.age_least {
            Some(least) if age < least => Err(Said::of(
                Field::BirthDate,
                "AGE_BELOW_MIN",
                format!("Usia {age} tahun; pendaftaran mulai usia {least} tahun"),
                format!("{age} years old; enrolment is possible from {least} years"),
            )),
            _ => Ok(()),
        }
    }

    fn income_unsaid(&self, notes: &mut Vec<Said>) -> Rupiah {
        if let Some(income) = self.order.income {
            return income;
        }
        notes.push(income_assumed(self.lowest_income));
        self.lowest_income
    }

    /// How many months a code is opened for; the law must have a price for each.
    fn months_of_code(&self, said: Option<u16>, first: &PriceInput) -> Result<Option<u32>, Said> {
        let Some(usual) = self.order.code_months else { return Ok(None) };
        let n = said.map_or(usual, u32::from);
        if !(1..=12).contains(&n) {
            return Err(Said::of(
                Field::Months,
                "MONTHS_TOO_MANY",
                format!("{n} bulan: satu kode iuran paling banyak untuk 12 bulan"),
                format!("{n} months: one payment code pays at most 12 months"),
            ));
        }
        for month in first.month.run(n) {
            let priced = self.outside.law.price_amount(&PriceInput { month, ..*first });
            priced.map_err(|error| {
                let field = Field::StartMonth;
                Said::of(field, error.code(), error.indonesian(), error.to_string())
            })?;
        }
        Ok(Some(n))
    }
}

fn keep<T>(read: Result<T, Said>, faults: &mut Vec<Said>) -> Option<T> {
    read.map_err(|said| faults.push(said)).ok()
}

fn remember<T: Clone>(known: &mut HashMap<String, T>, key: String, value: T) -> T {
    if known.len() >= REMEMBERED_MAX {
        known.clear();
    }
    known.insert(key, value.clone());
    value
}

fn village_named(
    areas: &Gazetteer,
    area: &AreaCode,
    village: &str,
    district: Option<&str>,
) -> Result<AreaCode, Said> {
    let fault = match areas.village_in(area, village, district) {
        Ok(code) => return Ok(code),
        Err(fault) => fault,
    };
    if matches!(fault, PlaceFault::Unknown(_))
        && let Ok(elsewhere) = areas.village(village, district, None)
    {
        return Err(out_of_area(areas, area, &elsewhere));
    }
    Err(Said::of(Field::Village, fault.code(), fault.indonesian(), fault.to_string()))
}
