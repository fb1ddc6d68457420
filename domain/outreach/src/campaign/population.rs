//! How many people live in a village, as estimated: enough to doubt a count, never to correct one.

use flate2::read::GzDecoder;
use std::{collections::HashMap, io::Read as _, sync::LazyLock};
use terms::{AreaCode, AreaLevel};

static ESTIMATES: &[u8] = include_bytes!("../../../../data/regions/population_village_est.csv.gz");

fn villages() -> &'static HashMap<String, i64> {
    static ALL: LazyLock<HashMap<String, i64>> = LazyLock::new(|| {
        let mut text = String::new();
        GzDecoder::new(ESTIMATES)
            .read_to_string(&mut text)
            .expect("a test reads the embedded estimates to their end");
        let row = |line: &str| {
            let mut columns = line.split(',');
            Some((columns.next()?.to_owned(), columns.next()?.parse().ok()?))
        };
        text.lines().skip(1).filter_map(row).collect()
    });
    &ALL
}

/// How many people live there, by the estimate; none where there is no estimate, or outside of
/// villages and districts.
#[must_use]
pub fn people_of(area: &AreaCode) -> Option<i64> {
    match area.level() {
        AreaLevel::Village => villages().get(area.as_str()).copied(),
        AreaLevel::District => {
            let inside = registry::Gazetteer::embedded().within(Some(area));
            let known: Vec<i64> =
                inside.filter_map(|it| villages().get(it.code.as_str()).copied()).collect();
            (!known.is_empty()).then(|| known.iter().sum())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn villages_and_districts_have_their_people() {
        let people = |code: &str| people_of(&code.parse().unwrap());
        assert_eq!(people("11.01.01.2001"), Some(3_209));
        let gatak = people("33.10.16.2012").unwrap();
        assert!((500..20_000).contains(&gatak), "{gatak}");
        assert!(people("33.10.16").unwrap() > gatak);
        assert_eq!(people("33.10"), None);
        assert!(villages().len() > 83_000);
    }
}
