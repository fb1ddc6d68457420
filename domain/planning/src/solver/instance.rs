//! The two file formats of planning questions: villages with coordinates (CSV), and team orienteering (text).
//!
//! A fault names its line, so that whoever wrote the file finds it.

use super::problem::{NO_WAY, Problem, Shift, Span, Ticks, Travel, Village};
use super::sphere::{Direction, Point, metres};
use std::collections::HashMap;

/// Places a file may have: the table of travel times grows with the square.
const PLACES_MAX: usize = 3_000;
/// Ticks of a minute in a CSV instance.
const MINUTE: Ticks = 1_000;

/// A file that cannot be read as a question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct InstanceFault {
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong there.
    pub fault: FaultKind,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// The first line of a CSV names its columns.
    #[error(
        "the first line must name the columns id, lat, lon, value and service; “{0}” is missing"
    )]
    Column(&'static str),
    /// The first place is the depot.
    #[error("the first place must be the depot, with the id “depot”")]
    Depot,
    /// Too few or too many fields.
    #[error("expected {expected} fields, found {found}")]
    Fields {
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// Not a number, or not one that is possible here.
    #[error("“{text}” is no {what}")]
    Number {
        /// What it should be.
        what: &'static str,
        /// What it is.
        text: String,
    },
    /// The same id twice.
    #[error("the id “{0}” is there twice")]
    Twice(String),
    /// A head line is missing.
    #[error("expected a line “{0} NUMBER”")]
    Head(&'static str),
    /// Another number of points than announced.
    #[error("{announced} points were announced, {found} are there")]
    Points {
        /// As the head says.
        announced: usize,
        /// As counted.
        found: usize,
    },
    /// More than can be planned at once.
    #[error("more than {PLACES_MAX} places; split the question")]
    TooMany,
    /// Nothing to plan.
    #[error("there is no place to visit")]
    Empty,
}

impl InstanceFault {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        let said = match &self.fault {
            FaultKind::Column(name) => format!(
                "baris pertama harus menyebut kolom id, lat, lon, value, dan service; “{name}” tidak ada"
            ),
            FaultKind::Depot => "tempat pertama harus depo, dengan id “depot”".into(),
            FaultKind::Fields { expected, found } => {
                format!("seharusnya {expected} isian, ada {found}")
            }
            FaultKind::Number { what, text } => {
                let what = match *what {
                    "latitude" => "garis lintang",
                    "longitude" => "garis bujur",
                    "value" => "nilai",
                    "number of minutes" => "jumlah menit",
                    "coordinate" => "koordinat",
                    "score" => "skor",
                    "length" => "panjang rute",
                    _ => "bilangan",
                };
                format!("“{text}” bukan {what}")
            }
            FaultKind::Twice(id) => format!("id “{id}” ada dua kali"),
            FaultKind::Head(name) => format!("seharusnya baris “{name} ANGKA”"),
            FaultKind::Points { announced, found } => {
                format!("disebut {announced} titik, yang ada {found}")
            }
            FaultKind::TooMany => {
                format!("lebih dari {PLACES_MAX} tempat; bagilah pertanyaannya")
            }
            FaultKind::Empty => "tidak ada tempat untuk dikunjungi".into(),
        };
        format!("baris {}: {said}", self.line)
    }
}

/// A question read from a file, with what its places are called there.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The question.
    pub problem: Problem,
    /// The name of each village: an id, or the number of a point.
    pub names: Vec<String>,
}

/// Teams, days and the length of a day, for files that do not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crew {
    /// Teams.
    pub teams: usize,
    /// Days.
    pub days: u32,
    /// Minutes of a day.
    pub minutes: Ticks,
}

impl Default for Crew {
    fn default() -> Self {
        Self { teams: 4, days: 5, minutes: 480 }
    }
}

/// Minutes between two points by road, as a rule of thumb: 5 + 1.35 × great circle / 30 km/h, in ticks.
fn road(one: Direction, other: Direction) -> Ticks {
    let metres = metres(one, other);
    if metres == 0 {
        return 0;
    }
    // 1.35 × metres / 500 metres a minute = metres × 27 / 10,000 minutes.
    let travel = (metres * 27 * i64::from(MINUTE) + 9_999) / 10_000;
    Ticks::try_from(i64::from(5 * MINUTE) + travel).unwrap_or(NO_WAY)
}

fn fault<T>(line: usize, fault: FaultKind) -> Result<T, InstanceFault> {
    Err(InstanceFault { line, fault })
}

/// A decimal number as an integer of `digits` digits behind the point; more digits are cut off.
fn decimal(text: &str, digits: usize) -> Option<i64> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let written = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !written(whole) || !written(part) {
        return None;
    }
    let part = part.get(..part.len().min(digits))?;
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let scale = 10i64.checked_pow(u32::try_from(digits).ok()?)?;
    let small: i64 = format!("{part:0<digits$}").parse().unwrap_or(0);
    whole.checked_mul(scale)?.checked_add(small)?.checked_mul(sign)
}

fn number(
    line: usize,
    text: &str,
    what: &'static str,
    (digits, min, max): (usize, i64, i64),
) -> Result<i64, InstanceFault> {
    match decimal(text.trim(), digits).filter(|n| (min..=max).contains(n)) {
        Some(n) => Ok(n),
        None => {
            fault(line, FaultKind::Number { what, text: text.trim().chars().take(40).collect() })
        }
    }
}

fn degrees(line: usize, text: &str, what: &'static str, max: i64) -> Result<f64, InstanceFault> {
    let wrong = || FaultKind::Number { what, text: text.trim().chars().take(40).collect() };
    let read = text.trim().parse::<f64>().ok();
    match read.filter(|it| it.is_finite() && it.abs() <= max as f64) {
        Some(it) => Ok(it),
        None => fault(line, wrong()),
    }
}

/// A CSV of `id,lat,lon,value,service` whose first place is `depot`; every team starts and ends there.
pub fn read_csv(text: &str, crew: Crew) -> Result<Instance, InstanceFault> {
    const COLUMNS: [&str; 5] = ["id", "lat", "lon", "value", "service"];
    let mut lines = text.trim_start_matches('\u{feff}').lines().zip(1..);
    let (head, _) = lines.next().unwrap_or(("", 1));
    let head = head.split(',').map(|it| it.trim().to_lowercase()).collect::<Vec<_>>();
    let mut at = [0; 5];
    for (i, name) in COLUMNS.into_iter().enumerate() {
        match head.iter().position(|it| it == name) {
            Some(column) => at[i] = column,
            None => return fault(1, FaultKind::Column(name)),
        }
    }
    let (mut names, mut points, mut villages) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = HashMap::new();
    let mut depot = None;
    for (row, line) in lines.filter(|(row, _)| !row.trim().is_empty()) {
        let fields = row.split(',').collect::<Vec<_>>();
        if fields.len() != head.len() {
            let (expected, found) = (head.len(), fields.len());
            return fault(line, FaultKind::Fields { expected, found });
        }
        let [id, lat, lon, value, service] = at.map(|it| fields[it].trim());
        let lat = degrees(line, lat, "latitude", 90)?;
        let lon = degrees(line, lon, "longitude", 180)?;
        let point = Direction::from(Point { lat, lon });
        let value = number(line, value, "value", (3, 0, 1_000_000_000))?;
        let service = number(line, service, "number of minutes", (3, 0, 1_440_000))?;
        if depot.is_none() {
            if id != "depot" {
                return fault(line, FaultKind::Depot);
            }
            depot = Some(point);
            continue;
        }
        if seen.insert(id.to_owned(), line).is_some() || id == "depot" {
            return fault(line, FaultKind::Twice(id.to_owned()));
        }
        if names.len() >= PLACES_MAX {
            return fault(line, FaultKind::TooMany);
        }
        names.push(id.to_owned());
        points.push(point);
        let service = Ticks::try_from(service).unwrap_or(NO_WAY);
        villages.push(Village { service, values: vec![value], ..Village::default() });
    }
    let Some(depot) = depot else { return fault(2, FaultKind::Depot) };
    if names.is_empty() {
        return fault(3, FaultKind::Empty);
    }
    points.push(depot);
    let n = villages.len();
    let shift = |i: usize| Shift {
        team: i % crew.teams,
        day: u32::try_from(i / crew.teams).unwrap_or(0),
        hours: Span { from: 0, till: crew.minutes * MINUTE },
        start: n,
        end: n,
        breaks: Vec::new(),
        skills: 0,
    };
    let shifts = (0..crew.teams * crew.days as usize).map(shift).collect();
    let travel = Travel::new(n + 1, |a, b| Some(road(points[a], points[b])));
    Ok(Instance { problem: plain(villages, shifts, travel), names })
}

fn plain(villages: Vec<Village>, shifts: Vec<Shift>, travel: Travel) -> Problem {
    let (pins, floors) = (Vec::new(), Vec::new());
    Problem { villages, shifts, travel, pins, floors, travel_price: 1, gap_days: 1 }
}

/// Digits behind the point that are read of a coordinate.
const DIGITS: usize = 6;

/// The distance of two points in ticks, `scale` of them a unit, rounded up: no route gets longer than it may be.
fn straight(one: (i64, i64), other: (i64, i64), scale: i64) -> Option<Ticks> {
    let across = u128::from(one.0.abs_diff(other.0));
    let along = u128::from(one.1.abs_diff(other.1));
    let scale = u128::from(scale.unsigned_abs());
    let square = (across * across + along * along) * scale * scale;
    let root = square.isqrt();
    let root = if root * root < square { root + 1 } else { root };
    let unit = 10u128.pow(DIGITS as u32);
    Ticks::try_from(root.div_ceil(unit)).ok().filter(|it| *it < NO_WAY)
}

/// The team-orienteering text of Chao, Golden and Wasil: `n`, `m`, `tmax`, then `x y score` a point; the first
/// is the start, the last the end. Villages are the points between, named by their number from zero.
pub fn read_top(text: &str) -> Result<Instance, InstanceFault> {
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .zip(1..)
        .filter(|(row, _)| !row.trim().is_empty());
    let mut head = |name: &'static str, rule: (usize, i64, i64), what: &'static str| {
        let (row, line) = lines.next().unwrap_or(("", 1));
        let mut words = split(row);
        match (words.next(), words.next(), words.next()) {
            (Some(word), Some(value), None) if word.eq_ignore_ascii_case(name) => {
                number(line, value, what, rule)
            }
            _ => fault(line, FaultKind::Head(name)),
        }
    };
    let announced = head("n", (0, 2, i64::MAX), "number of points")? as usize;
    let teams = head("m", (0, 1, 1_000), "number of teams")? as usize;
    let length = head("tmax", (DIGITS, 0, 100_000_000_000), "length")?;
    let (mut points, mut scores, mut last) = (Vec::new(), Vec::new(), 3);
    for (row, line) in lines {
        let fields = split(row).collect::<Vec<_>>();
        let [x, y, score] = fields[..] else {
            return fault(line, FaultKind::Fields { expected: 3, found: fields.len() });
        };
        let far = 1_000_000_000_000;
        let coordinate = |text| number(line, text, "coordinate", (DIGITS, -far, far));
        points.push((coordinate(x)?, coordinate(y)?));
        scores.push(number(line, score, "score", (3, 0, 1_000_000_000))?);
        last = line;
        if points.len() > PLACES_MAX {
            return fault(line, FaultKind::TooMany);
        }
    }
    if points.len() != announced {
        return fault(last, FaultKind::Points { announced, found: points.len() });
    }
    if announced < 3 {
        return fault(last, FaultKind::Empty);
    }
    // As fine as the length of a route allows: at most 2^27 ticks.
    let unit = 10i64.pow(DIGITS as u32);
    let mut scale = unit;
    while i128::from(length) * i128::from(scale) / i128::from(unit) > 1 << 27 && scale > 1 {
        scale /= 10;
    }
    let till = i128::from(length) * i128::from(scale) / i128::from(unit);
    let till = Ticks::try_from(till).unwrap_or(NO_WAY - 1).min(NO_WAY - 1);
    let n = announced - 2;
    // Village i is point i + 1; the places after them are the first point and the last.
    let point =
        |place: usize| points[[place + 1, 0, announced - 1][place.saturating_sub(n - 1).min(2)]];
    let travel = Travel::new(announced, |a, b| straight(point(a), point(b), scale));
    let worth = |score: i64| if score > 0 { vec![score] } else { Vec::new() };
    let villages =
        scores[1..=n].iter().map(|it| Village { values: worth(*it), ..Village::default() });
    let shifts = (0..teams).map(|team| Shift {
        team,
        day: 0,
        hours: Span { from: 0, till },
        start: n,
        end: n + 1,
        breaks: Vec::new(),
        skills: 0,
    });
    let names = (1..=n).map(|it| it.to_string()).collect();
    Ok(Instance { problem: plain(villages.collect(), shifts.collect(), travel), names })
}

fn split(row: &str) -> impl Iterator<Item = &str> {
    row.split(|c: char| c.is_whitespace() || c == ';' || c == ',').filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(read: Result<Instance, InstanceFault>) -> String {
        read.map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn a_fault_names_its_line() {
        let csv = |text: &str| said(read_csv(text, Crew::default()));
        let head = "id,lat,lon,value,service\ndepot,-7,110,0,0\n";
        assert_eq!(
            csv("id,lat,lon,value\n"),
            "line 1: the first line must name the columns id, lat, lon, value and service; “service” is missing"
        );
        assert_eq!(
            csv("id,lat,lon,value,service\n33,-7,110,1,1\n"),
            "line 2: the first place must be the depot, with the id “depot”"
        );
        assert_eq!(csv(&format!("{head}\na,-7,110,x,120\n")), "line 4: “x” is no value");
        assert_eq!(csv(&format!("{head}a,-97,110,1,120\n")), "line 3: “-97” is no latitude");
        assert_eq!(csv(&format!("{head}a,-7,110,1\n")), "line 3: expected 5 fields, found 4");
        assert_eq!(
            csv(&format!("{head}a,-7,110,1,1\na,-7,110,1,1\n")),
            "line 4: the id “a” is there twice"
        );
        assert_eq!(csv(&format!("{head}a,-7,110,-1,1\n")), "line 3: “-1” is no value");
        let top = |text: &str| said(read_top(text));
        assert_eq!(top(""), "line 1: expected a line “n NUMBER”");
        assert_eq!(top("n 3\nm 0\n"), "line 2: “0” is no number of teams");
        assert_eq!(
            top("n 3\nm 1\ntmax 4\n0 0 0\n1 1 5\n"),
            "line 5: 3 points were announced, 2 are there"
        );
        assert_eq!(top("n 3\nm 1\ntmax 4\n0 0 0\n1 one 5\n"), "line 5: “one” is no coordinate");
    }

    #[test]
    fn decimals_are_read_without_a_float() {
        assert_eq!(decimal("36.879", 3), Some(36_879));
        assert_eq!(decimal("-.5", 3), Some(-500));
        assert_eq!(decimal("7", 6), Some(7_000_000));
        assert_eq!(decimal("1.23456", 3), Some(1_234));
        assert_eq!(decimal("", 3), None);
        assert_eq!(decimal("1e5", 3), None);
        assert_eq!(decimal("٣", 3), None);
    }

    #[test]
    fn a_whole_distance_stays_whole_and_others_are_rounded_up() {
        let unit = 1_000_000;
        assert_eq!(straight((0, 0), (3 * unit, 4 * unit), unit), Some(5_000_000));
        assert_eq!(straight((0, 0), (unit, unit), unit), Some(1_414_214));
        assert_eq!(straight((0, 0), (300_000, 400_000), unit), Some(500_000));
    }
}
