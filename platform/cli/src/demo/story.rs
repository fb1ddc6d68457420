//! The founding stories as cohorts: who comes in where, when, and for how many months they pay.
//!
//! These are the only numbers of the stories that are written down here, and they are people, not
//! figures: what a report says is counted from their months. Head counts, targets and published
//! figures are outside data and live in `data/figures`. Wage earners are absent: the office has no
//! employer's price yet, so every worker here is a non-wage worker, whoever pays.

use jiff::{ToSpan, civil::date};
use terms::{Date, Month, Payer};

/// Where the people of a cohort live.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// In every village of some areas.
    Areas(&'static [&'static str]),
    /// In every village of an area that is a *desa*: a *kelurahan* has no village council.
    Desa(&'static str),
}

/// What the people of a cohort pay when they come in.
#[derive(Clone, Debug)]
pub(super) enum Pays {
    /// Nothing: they are known and on a roster, and nobody has enrolled them yet.
    Nothing,
    /// So many months.
    Months(&'static [u32]),
    /// All months through one of these.
    Through(Vec<Month>),
}

/// Some of a cohort pay again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Again {
    /// How many of them, from the first on.
    pub(super) n: u64,
    /// When.
    pub(super) on: Date,
    /// For how many months.
    pub(super) months: u32,
}

/// People who come in alike.
#[derive(Clone, Debug)]
pub(super) struct Cohort {
    /// What it is called; their chance hangs on it.
    pub(super) name: &'static str,
    /// Where they live.
    pub(super) place: Place,
    /// How many they are.
    pub(super) n: u64,
    /// The first day one comes in.
    pub(super) from: Date,
    /// The last.
    pub(super) to: Date,
    /// What they pay at once.
    pub(super) pays: Pays,
    /// What some pay later.
    pub(super) again: Vec<Again>,
    /// Whose money it is.
    pub(super) payer: Payer,
    /// The roster they are on.
    pub(super) group: Option<&'static str>,
    /// What they work as.
    pub(super) work: &'static [&'static str],
}

const FARMING: &[&str] = &[
    "petani-padi",
    "petani-padi",
    "petani-palawija",
    "buruh-tani",
    "buruh-tani-padi",
    "peternak-kambing",
    "penderes-nira",
    "pembuat-tempe",
    "pemilik-warung",
    "tukang-batu",
    "pedagang-pasar",
    "ojek",
    "penjahit",
    "serabutan",
];
const COASTAL: &[&str] = &[
    "nelayan-pesisir",
    "nelayan-pesisir",
    "petani-kebun",
    "petani-padi",
    "buruh-nelayan",
    "pedagang-pasar",
    "pedagang-ikan",
    "pemilik-warung",
    "tukang-batu",
    "ojek",
];
const URBAN: &[&str] = &[
    "ojek",
    "ojek-daring",
    "pedagang-pasar",
    "pedagang-kaki-lima-makanan",
    "pedagang-keliling",
    "pemilik-warung",
    "kuli-angkut",
    "buruh-bangunan",
    "juru-parkir",
    "art",
    "petani-padi",
];
const OFFICE: &[&str] = &["rt-rw", "petani-padi", "pemilik-warung", "pedagang-pasar"];
const GUARD: &[&str] = &["satpam-kampung", "petani-padi", "buruh-tani", "tukang-batu"];

const SERANG: Place = Place::Areas(&["36.01", "36.02", "36.04", "36.72", "36.73"]);
const SULTENG: Place = Place::Areas(&["72"]);
const BANYUMAS: Place = Place::Areas(&["33.02"]);
const YEAR: Pays = Pays::Months(&[12]);

/// The nine villages of Klaten where the campaign was, Gatak last.
pub(super) const KLATEN: [&str; 9] = [
    "33.10.11.2008",
    "33.10.03.2001",
    "33.10.23.2001",
    "33.10.23.2007",
    "33.10.08.2009",
    "33.10.01.2010",
    "33.10.19.2018",
    "33.10.04.2007",
    GATAK,
];

/// Gatak in Delanggu, whose officials and council are enrolled.
pub(super) const GATAK: &str = "33.10.16.2012";

impl Cohort {
    fn new(name: &'static str, place: Place, n: u64, days: (Date, Date), pays: Pays) -> Self {
        let (from, to) = days;
        let (again, payer) = (Vec::new(), Payer::SelfPaid);
        Self { name, place, n, from, to, pays, again, payer, group: None, work: FARMING }
    }

    /// Leaves one in `scale` of the people.
    pub(super) fn shrink(&mut self, scale: u64) {
        self.n = (self.n / scale).max(1);
        self.again.iter_mut().for_each(|again| again.n = (again.n / scale).max(1));
    }

    fn working(self, work: &'static [&'static str]) -> Self {
        Self { work, ..self }
    }

    fn paid_by(self, payer: Payer) -> Self {
        Self { payer, ..self }
    }

    fn on_roster(self, group: &'static str) -> Self {
        Self { group: Some(group), ..self }
    }

    fn again(mut self, n: u64, on: Date, months: u32) -> Self {
        self.again.push(Again { n, on, months });
        self
    }
}

fn month(year: i16, month: i8) -> Month {
    Month::new(year, month).expect("the months of the stories exist")
}

/// Every cohort; those who pay to this day are counted back from `today`.
pub(super) fn cohorts(today: Date) -> Vec<Cohort> {
    let mut all = serang();
    all.extend(palu());
    all.extend(banyumas());
    all.extend(klaten(today));
    all.extend(these_days(today));
    all
}

/// Serang 2022 (story E): 16,000 come in during 2021, of whom 6,000 are still covered in May 2022,
/// when with 55,000 others they are 61,000.
fn serang() -> Vec<Cohort> {
    let in_2021 = (date(2021, 6, 7), date(2021, 12, 17));
    let left = (date(2021, 1, 11), date(2021, 10, 22));
    let in_2022 = (date(2022, 3, 14), date(2022, 5, 20));
    let through = Pays::Through(vec![month(2022, 5), month(2022, 5), month(2022, 6)]);
    vec![
        Cohort::new("serang 2021, stayed", SERANG, 6_000, in_2021, YEAR).working(URBAN),
        Cohort::new("serang 2021, left", SERANG, 10_000, left, Pays::Months(&[1, 2, 3]))
            .working(URBAN),
        Cohort::new("serang 2022", SERANG, 55_000, in_2022, through).working(URBAN),
    ]
}

/// Palu 2023 (story B): 50,000 covered in September 2022 in the province, 90,400 a year later.
fn palu() -> Vec<Cohort> {
    let in_2022 = (date(2022, 8, 1), date(2022, 9, 28));
    let in_2023 = (date(2023, 7, 3), date(2023, 9, 27));
    let through = Pays::Through(vec![month(2023, 9), month(2023, 9), month(2023, 10)]);
    vec![
        Cohort::new("sulteng 2022", SULTENG, 50_000, in_2022, Pays::Through(vec![month(2022, 9)]))
            .working(COASTAL)
            .again(20_000, date(2022, 10, 12), 12),
        Cohort::new("sulteng 2023", SULTENG, 70_400, in_2023, through).working(COASTAL),
    ]
}

/// Banyumas on 24 April 2024 (story D): the whole village council, 900 heads of RT and RW, 660
/// guards, workers whose contribution a donor pays, and those who pay for themselves: under 30 per
/// cent of 700,000.
fn banyumas() -> Vec<Cohort> {
    let early = (date(2024, 1, 8), date(2024, 2, 23));
    let spring = (date(2024, 3, 4), date(2024, 4, 23));
    let desa = Place::Desa("33.02");
    let through = Pays::Through(vec![month(2024, 4), month(2024, 4), month(2024, 5)]);
    let office = |name, place, n, group| {
        Cohort::new(name, place, n, early, YEAR)
            .working(OFFICE)
            .paid_by(Payer::Apbdes)
            .on_roster(group)
    };
    vec![
        office("banyumas bpd", desa, 3_379, "bpd"),
        office("banyumas rt", desa, 700, "rt"),
        office("banyumas rw", desa, 200, "rw"),
        Cohort::new("banyumas satlinmas", BANYUMAS, 660, early, YEAR)
            .working(GUARD)
            .paid_by(Payer::Apbd)
            .on_roster("satlinmas"),
        Cohort::new("banyumas rentan penghasilan", BANYUMAS, 1_480, early, Pays::Months(&[6]))
            .paid_by(Payer::Csr)
            .on_roster("vulnerable_income"),
        Cohort::new("banyumas rentan risiko", BANYUMAS, 1_000, early, Pays::Months(&[6]))
            .working(&["penderes-nira", "penambang-pasir", "tukang-batu"])
            .paid_by(Payer::Csr)
            .on_roster("vulnerable_risk"),
        Cohort::new("banyumas mandiri", BANYUMAS, 197_600, spring, through),
    ]
}

/// Klaten 2023 (story C): nine villages with their groups. In Gatak the officials and the council
/// are enrolled and pay to this day; everywhere the heads of RT and RW are still to come.
fn klaten(today: Date) -> Vec<Cohort> {
    let nine = Place::Areas(&KLATEN);
    let gatak = Place::Areas(&[GATAK]);
    let others = Place::Areas(KLATEN.split_last().map_or(&[], |(_, others)| others));
    let campaign = (date(2023, 10, 19), date(2023, 10, 19));
    let enrolled = |name, n, group| {
        let mut cohort =
            Cohort::new(name, gatak, n, campaign, YEAR).working(OFFICE).on_roster(group);
        cohort.payer = Payer::Apbdes;
        let mut on = date(2024, 10, 7);
        while on < today {
            cohort = cohort.again(n, on, 12);
            on = on.saturating_add(1.year());
        }
        cohort
    };
    let known = |name, place, n, group| {
        Cohort::new(name, place, n, campaign, Pays::Nothing).working(OFFICE).on_roster(group)
    };
    vec![
        enrolled("gatak perangkat", 12, "village_official"),
        enrolled("gatak bpd", 9, "bpd"),
        known("klaten perangkat", others, 96, "village_official"),
        known("klaten bpd", others, 72, "bpd"),
        known("klaten rt", nine, 180, "rt"),
        known("klaten rw", nine, 63, "rw"),
    ]
}

/// People of these days: covered, in the first, second and third month of grace, lapsed.
fn these_days(today: Date) -> Vec<Cohort> {
    let now = Month::of(today);
    let days = (now.plus(-7).first_day(), now.plus(-6).last_day());
    let through: Vec<Month> =
        [0, 0, 0, 1, 1, 2, 3, -1, -2, -3, -4].iter().map(|n| now.plus(*n)).collect();
    let pays = || Pays::Through(through.clone());
    vec![
        Cohort::new("klaten kini", Place::Areas(&KLATEN), 540, days, pays()),
        Cohort::new("banyumas kini", BANYUMAS, 4_400, days, pays()),
        Cohort::new("sulteng kini", SULTENG, 1_100, days, pays()).working(COASTAL),
        Cohort::new("serang kini", SERANG, 1_100, days, pays()).working(URBAN),
    ]
}
