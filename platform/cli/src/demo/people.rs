//! The people of a cohort, thrown with its dice and read at the same door as everyone.
//!
//! Every number is marked: serials 9000 to 9999, and the record says `demo`. No telephone numbers
//! are made up: every one of them could be somebody's.

use super::{
    dice::Dice,
    names,
    story::{Cohort, Pays, Place},
};
use anyhow::{Context as _, anyhow};
use jiff::{ToSpan, civil::date};
use registry::{Door, Gazetteer, NewPerson, OccupationForm, PersonForm, RosterForm};
use std::collections::HashMap;
use terms::{AreaCode, AreaLevel, Date, Month, Programmes, Rupiah, Sex};

/// The oldest birth date; the youngest is `DAYS` later. Everyone is 19 to 64 in the years of the
/// stories.
const OLDEST: Date = date(1962, 1, 1);
pub(super) const DAYS: u64 = 14_600;
/// Steps through the birth dates: a prime that does not divide `DAYS`, so that all are used.
const STRIDE: u64 = 7_919;

/// A person who comes in, and what they buy.
#[derive(Debug)]
pub(super) struct Comer {
    pub(super) person: NewPerson,
    /// Nobody has enrolled them yet when absent.
    pub(super) buys: Option<Purchase>,
}

/// What somebody buys at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Purchase {
    pub(super) income: Rupiah,
    pub(super) programmes: Programmes,
    pub(super) n_months: u32,
}

/// The villages of a cohort, each with how many live before it.
#[derive(Debug)]
pub(super) struct Villages(Vec<(AreaCode, u64)>, u64);

impl Villages {
    /// Villages are of uneven size; which is how large is thrown once for each.
    pub(super) fn of(place: Place, areas: &Gazetteer) -> anyhow::Result<Self> {
        let (codes, only_desa) = match place {
            Place::Areas(codes) => (codes.to_vec(), false),
            Place::Desa(code) => (vec![code], true),
        };
        let (mut villages, mut size) = (Vec::new(), 0);
        for code in codes {
            let code: AreaCode = code.parse()?;
            let inside = areas.within(Some(&code)).filter(|a| a.code.level() == AreaLevel::Village);
            for village in inside.filter(|a| !only_desa || &*a.kind == "desa") {
                villages.push((village.code.clone(), size));
                size += 60 + Dice::of(village.code.as_str(), 0).below(100);
            }
        }
        if villages.is_empty() {
            Err(anyhow!("{place:?} has no village"))
        } else {
            Ok(Self(villages, size))
        }
    }

    /// The village of the `k`-th of `n` people: village by village.
    fn of_person(&self, k: u64, n: u64) -> anyhow::Result<&AreaCode> {
        let at = k * self.1 / n.max(1);
        let after = self.0.partition_point(|(_, before)| *before <= at);
        let village = after.checked_sub(1).and_then(|at| self.0.get(at));
        village.map(|(code, _)| code).context("the first village begins at 0")
    }
}

/// Makes people; remembers how many numbers each district has given out.
#[derive(Debug)]
pub(super) struct Births {
    given: HashMap<String, u64>,
    /// Added to the serial, so that two registers of births never give out one number.
    house: u64,
}

/// How many serials each house has.
const HOUSE_SERIALS: u64 = 250;

impl Births {
    /// The births of one house, 0 to 3.
    pub(super) fn of_house(house: u64) -> Self {
        Self { given: HashMap::new(), house: house % 4 }
    }

    /// The `k`-th person of a cohort, who comes in today.
    pub(super) fn comer(
        &mut self,
        cohort: &Cohort,
        villages: &Villages,
        k: u64,
        door: &Door<'_>,
    ) -> anyhow::Result<Comer> {
        let mut dice = Dice::of(cohort.name, k);
        let village = villages.of_person(k, cohort.n)?;
        let sex = if dice.below(2) == 0 { Sex::Female } else { Sex::Male };
        let (nik, birth_date) = self.number(village, sex)?;
        let groups = cohort.group.map(|group| RosterForm {
            group: group.into(),
            area: None,
            from: None,
            source: "data contoh (demo)".into(),
        });
        let form = PersonForm {
            nik,
            name: names::name(&mut dice, sex),
            birth_date: Some(birth_date),
            sex: Some(sex),
            village: village.as_str().into(),
            rt: Some(format!("{:03}", 1 + dice.below(12))),
            rw: Some(format!("{:03}", 1 + dice.below(6))),
            occupations: vec![OccupationForm {
                occupation: (*dice.pick(cohort.work)).into(),
                ..Default::default()
            }],
            groups: groups.into_iter().collect(),
            origin: "demo".into(),
            ..Default::default()
        };
        let person = form.read(door)?;
        Ok(Comer { person, buys: purchase(cohort, &mut dice, door.today)? })
    }

    /// The next identity number of the village's district, with the birth date in it.
    fn number(&mut self, village: &AreaCode, sex: Sex) -> anyhow::Result<(String, Date)> {
        let digits = district(village)?;
        let given = self.given.entry(digits.clone()).or_default();
        let k = *given;
        *given += 1;
        self.nth_number(&digits, k, sex)
    }

    /// The `k`-th number of the village's district; the birth date repeats after [`DAYS`].
    pub(super) fn number_of(
        &self,
        village: &AreaCode,
        k: u64,
        sex: Sex,
    ) -> anyhow::Result<(String, Date)> {
        self.nth_number(&district(village)?, k, sex)
    }

    fn nth_number(&self, digits: &str, k: u64, sex: Sex) -> anyhow::Result<(String, Date)> {
        let day = (k * STRIDE) % DAYS;
        let born = OLDEST.checked_add(i32::try_from(day)?.days())?;
        let round = k / DAYS;
        if round >= HOUSE_SERIALS {
            return Err(anyhow!("district {digits} has no more numbers"));
        }
        let start = Dice::of(digits, day).below(HOUSE_SERIALS);
        let serial = 9_000 + self.house * HOUSE_SERIALS + (start + round) % HOUSE_SERIALS;
        let first = i64::from(born.day()) + if sex == Sex::Female { 40 } else { 0 };
        let nik = format!(
            "{digits}{first:02}{:02}{:02}{serial:04}",
            born.month(),
            born.year().rem_euclid(100)
        );
        Ok((nik, born))
    }
}

/// The six digits of the district of a village.
fn district(village: &AreaCode) -> anyhow::Result<String> {
    let district = village.parent().context("a village lies in a district")?;
    Ok(district.as_str().replace('.', ""))
}

/// Most declare the lowest income, as most non-wage workers do; one in twenty saves for old age.
const INCOMES: [i64; 10] = [
    1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_500_000, 1_500_000,
    2_000_000, 3_500_000,
];

fn purchase(cohort: &Cohort, dice: &mut Dice, today: Date) -> anyhow::Result<Option<Purchase>> {
    let n_months = match &cohort.pays {
        Pays::Nothing => return Ok(None),
        Pays::Months(choices) => *dice.pick(choices),
        Pays::Through(last) => {
            let n = dice.pick(last).since(Month::of(today)) + 1;
            u32::try_from(n).with_context(|| format!("“{}” ends before it begins", cohort.name))?
        }
    };
    let income = match cohort.payer {
        terms::Payer::SelfPaid => *dice.pick(&INCOMES),
        _ => INCOMES[0],
    };
    let saves = cohort.payer == terms::Payer::SelfPaid && dice.below(20) == 0;
    let programmes = if saves { Programmes::BASE_AND_SAVINGS } else { Programmes::BASE };
    Ok(Some(Purchase { income: Rupiah::new(income), programmes, n_months }))
}
