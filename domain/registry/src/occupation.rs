//! What informal workers work as; the price sector of an occupation decides relief.

use crate::spelling::searchable;
use db::{Bulk, DbError, Kind, Tx, Value};
use std::sync::LazyLock;
use terms::{Sector, Status};

/// An occupation of the list.
#[derive(Clone, Debug)]
pub struct Occupation {
    /// Its word, for example `petani-padi`.
    pub id: String,
    /// Its plain name.
    pub label: String,
    /// The trade it is grouped under.
    pub trade: String,
    /// Which price sector it is in.
    pub sector: Sector,
    /// How sure we are of that.
    pub sector_status: Status,
    /// KBJI 2014 and how sure we are.
    pub kbji2014: Option<(String, String)>,
    /// KBLI 2020 and how sure we are.
    pub kbli2020: Option<(String, String)>,
    /// Searchable names: the label, the word, and what else people say.
    names: Vec<String>,
}

impl Occupation {
    /// What else people say, in searchable spelling.
    #[must_use]
    pub fn aliases(&self) -> &[String] {
        self.names.get(2..).unwrap_or_default()
    }
}

static OCCUPATIONS: LazyLock<Vec<Occupation>> = LazyLock::new(|| {
    let text = include_str!("../../../data/occupations/occupations.csv");
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    lines.records().map(|line| read(&line.expect("a test reads the list to its end"))).collect()
});

fn read(line: &csv::StringRecord) -> Occupation {
    let column = |at: usize| line.get(at).unwrap_or_default().to_owned();
    let coded = |code: String, sure: String| (!code.is_empty()).then_some((code, sure));
    let kbji = if column(4).is_empty() { column(3) } else { column(4) };
    let mut names = vec![searchable(&column(1)), searchable(&column(0))];
    names.extend(column(11).split(';').map(searchable).filter(|name| !name.is_empty()));
    let sector = column(9).parse().expect("a test parses the sector of each occupation");
    let sector_status = match column(10).as_str() {
        "derived" => Status::Derived,
        _ => Status::Unconfirmed,
    };
    Occupation {
        id: column(0),
        label: column(1),
        trade: column(2),
        sector,
        sector_status,
        kbji2014: coded(kbji, column(5)),
        kbli2020: coded(column(6), column(7)),
        names,
    }
}

/// All of them, in the order of the list.
#[must_use]
pub fn occupations() -> &'static [Occupation] {
    &OCCUPATIONS
}

/// The occupation of a word.
#[must_use]
pub fn occupation(id: &str) -> Option<&'static Occupation> {
    OCCUPATIONS.iter().find(|occupation| occupation.id == id)
}

/// What a free text may mean, the likeliest first: a name said exactly leaves only that one,
/// otherwise those that share words with it.
#[must_use]
pub fn match_occupation(text: &str) -> Vec<&'static Occupation> {
    let asked = searchable(text);
    if asked.is_empty() {
        return Vec::new();
    }
    let exact = |o: &&Occupation| o.id == text.trim() || o.names.contains(&asked);
    let exact: Vec<&Occupation> = OCCUPATIONS.iter().filter(exact).collect();
    if !exact.is_empty() {
        return exact;
    }
    let mut scored: Vec<(usize, &Occupation)> =
        OCCUPATIONS.iter().map(|o| (shared_words(&asked, o), o)).filter(|(n, _)| *n > 0).collect();
    scored.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let best = scored.first().map_or(0, |(n, _)| *n);
    scored.into_iter().take_while(|(n, _)| *n == best).map(|(_, o)| o).take(10).collect()
}

/// Words that stand before many trades and tell none of them apart.
const FILLERS: [&str; 8] =
    ["tukang", "buruh", "pengemudi", "pekerja", "dan", "mitra", "pembuat", "penjual"];

fn shared_words(asked: &str, occupation: &Occupation) -> usize {
    let shared = |name: &String| {
        asked
            .split(' ')
            .filter(|word| word.len() > 2 && !FILLERS.contains(word))
            .filter(|word| name.split(' ').any(|own| own == *word))
            .count()
    };
    occupation.names.iter().map(shared).max().unwrap_or(0)
}

static ROWS: Bulk = Bulk {
    table: "occupation",
    columns: &[
        ("id", Kind::Text),
        ("label_id", Kind::Text),
        ("trade", Kind::Text),
        ("price_sector", Kind::Text),
        ("kbji2014", Kind::Text),
        ("kbji_confidence", Kind::Text),
        ("kbli2020", Kind::Text),
        ("kbli_confidence", Kind::Text),
    ],
    conflict: "ON CONFLICT (id) DO NOTHING",
};

/// Puts the list into the database; what is there stays.
pub async fn load_occupations(tx: &mut Tx) -> Result<u64, DbError> {
    let text = |text: &String| Value::Text(Some(text.clone()));
    let code = |code: &Option<(String, String)>| match code {
        Some((code, sure)) => [text(code), text(sure)],
        None => [Value::Text(None), Value::Text(None)],
    };
    let rows = OCCUPATIONS.iter().map(|o| {
        let mut row = vec![text(&o.id), text(&o.label), text(&o.trade)];
        row.push(Value::Text(Some(o.sector.word().into())));
        row.extend(code(&o.kbji2014));
        row.extend(code(&o.kbli2020));
        row
    });
    tx.insert_many(&ROWS, rows.collect()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<&'static str> {
        match_occupation(text).into_iter().map(|o| o.id.as_str()).collect()
    }

    #[test]
    fn drivers_and_couriers_are_transport_and_nobody_else() {
        let transport: Vec<&str> = occupations()
            .iter()
            .filter(|o| o.sector == Sector::Transport)
            .map(|o| o.id.as_str())
            .collect();
        assert_eq!(
            transport,
            ["ojek", "ojek-daring", "kurir", "sopir-angkutan", "sopir-daring", "sopir-truk"]
        );
        assert_eq!(occupation("becak").unwrap().sector_status, Status::Unconfirmed);
        assert_eq!(occupation("petani-padi").unwrap().sector, Sector::Other);
    }

    #[test]
    fn ids_are_unique_and_every_line_is_read() {
        let mut ids: Vec<&str> = occupations().iter().map(|o| o.id.as_str()).collect();
        assert_eq!(ids.len(), 87);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 87);
    }

    #[test]
    fn what_people_say_finds_the_occupation() {
        assert_eq!(ids("PETANI PADI"), ["petani-padi"]);
        assert_eq!(ids("ojol"), ["ojek-daring"]);
        assert_eq!(ids("pedagang pasar"), ["pedagang-pasar"]);
        assert_eq!(ids("ketua RT"), ["rt-rw"]);
        assert_eq!(ids("jual tempe goreng"), ["pembuat-tempe"]);
        assert!(ids("sopir").len() > 1, "several drive: the clerk chooses");
        assert!(ids("xyzzy").is_empty());
    }
}
