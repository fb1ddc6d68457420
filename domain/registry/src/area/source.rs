//! The areas this program was built with, as `data/regions` has them.

use crate::spelling::searchable;
use flate2::read::GzDecoder;
use terms::{AreaCode, Date};

/// The decree the codes and names follow.
pub const AREA_DECREE: &str = "Kepmendagri 300.2.2-2138/2025";
/// The day of the decree.
pub const AREA_VALID_FROM: Date = jiff::civil::date(2025, 4, 25);

static REGIONS: &[u8] = include_bytes!("../../../../data/regions/regions.csv.gz");
static ALIASES: &str = include_str!("../../../../data/regions/aliases.csv");

/// One line of the list.
pub(super) struct SourceArea {
    pub(super) code: AreaCode,
    pub(super) kind: String,
    pub(super) name: String,
}

/// Each area, in the order of the file.
pub(super) fn each_area(mut take: impl FnMut(SourceArea)) {
    let mut lines = csv::Reader::from_reader(GzDecoder::new(REGIONS));
    let mut line = csv::StringRecord::new();
    while lines.read_record(&mut line).expect("a test reads the embedded list to its end") {
        let column = |at: usize| line.get(at).unwrap_or_default();
        let code = column(0).parse().expect("a test parses every code of the embedded list");
        take(SourceArea { code, kind: column(2).to_owned(), name: column(3).to_owned() });
    }
}

/// Another name for an area.
pub(super) struct Alias {
    pub(super) name: String,
    pub(super) code: AreaCode,
    pub(super) note: String,
}

pub(super) fn aliases() -> Vec<Alias> {
    let mut lines = csv::Reader::from_reader(ALIASES.as_bytes());
    lines
        .records()
        .map(|line| line.expect("a test reads the embedded aliases to their end"))
        .map(|line| Alias {
            name: line.get(0).unwrap_or_default().to_owned(),
            code: line
                .get(1)
                .unwrap_or_default()
                .parse()
                .expect("a test parses every code of the embedded aliases"),
            note: line.get(2).unwrap_or_default().to_owned(),
        })
        .collect()
}

/// A name without the word for its kind, and that word: `Kab. Serang` is `serang`, `kabupaten`.
pub(super) fn split_kind(searchable_name: &str) -> (&str, Option<KindWord>) {
    let Some((word, mut rest)) = searchable_name.split_once(' ') else {
        return (searchable_name, None);
    };
    let kind = match word {
        "prov" | "provinsi" | "propinsi" => KindWord::Province,
        "kab" | "kabupaten" => KindWord::Kabupaten,
        "kota" => KindWord::Kota,
        "kec" | "kecamatan" | "distrik" => KindWord::District,
        "desa" | "ds" | "kel" | "kelurahan" => KindWord::Village,
        _ => return (searchable_name, None),
    };
    if matches!(kind, KindWord::Kabupaten | KindWord::Kota) {
        for middle in ["administrasi ", "adm "] {
            rest = rest.strip_prefix(middle).unwrap_or(rest);
        }
    }
    (rest, Some(kind))
}

/// The word before a name that says what kind of area it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum KindWord {
    Province,
    Kabupaten,
    Kota,
    District,
    Village,
}

/// The name an area is found by: without its kind when the official name carries it (regencies do),
/// whole otherwise (a village may truly be called *Kota Baru*).
pub(super) fn search_name(code: &AreaCode, name: &str) -> String {
    let whole = searchable(name);
    if code.level() == terms::AreaLevel::Regency { split_kind(&whole).0.to_owned() } else { whole }
}
