//! Finding people while somebody types: by number, telephone or words of a name, the likeliest first.
//!
//! Every way in is an index: the name from its beginning, the name from its second word on, or the
//! few villages an actor has. Words may come in any order; each is the beginning of one.

use crate::{
    FoundPerson, KnownPerson, RegistryRefusal,
    find::{PersonLine, age_on, found, looks_like_phone, scope},
    holder_of,
    person::masked_name,
    spelling, sql,
};
use access::{Duty, Office};
use db::Tx;
use std::collections::HashSet;
use terms::{AreaCode, AreaLevel, Bucket, Nik, ids::PersonId};

/// How a text was understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadAs {
    /// An identity number.
    Nik,
    /// A telephone number.
    Phone,
    /// Words of a name.
    Name,
    /// Nothing people are found by.
    Nothing,
}

/// People found while somebody types.
#[derive(Clone, Debug)]
pub struct PeopleTyped {
    /// How the text was understood.
    pub read_as: ReadAs,
    /// Those the actor may see, the likeliest first.
    pub people: Vec<FoundPerson>,
    /// Who holds the number, where the actor may not look: enough to know that somebody does.
    pub elsewhere: Option<KnownPerson>,
}

impl PeopleTyped {
    const fn none(read_as: ReadAs) -> Self {
        Self { read_as, people: Vec::new(), elsewhere: None }
    }
}

/// Villages that are searched one by one; who has more is given the index of names.
const VILLAGES_MAX: usize = 30;
/// Words of a name that are looked at.
const WORDS_MAX: usize = 4;
/// Letters with which a name begins to be looked for.
const LETTERS_MIN: usize = 2;

/// People by what was typed so far, where the actor may look. Notes nothing: whoever shows them
/// notes the whole answer at once.
pub async fn people_typed(
    tx: &mut Tx,
    office: &Office,
    text: &str,
    limit: u32,
) -> Result<PeopleTyped, RegistryRefusal> {
    if let Ok(nik) = Nik::parse(text) {
        return by_number(tx, office, &nik).await;
    }
    let limit = i64::from(limit.clamp(1, 50));
    let (read_as, lines) = match (scope(office, None), looks_like_phone(text)) {
        (None, _) => return Ok(PeopleTyped::none(ReadAs::Nothing)),
        (Some(scope), Some(phone)) => {
            let nobody = PersonId(uuid::Uuid::nil());
            let binds = (phone, String::new(), jiff::civil::date(1, 1, 1), nobody, scope, limit);
            (ReadAs::Phone, tx.all(&sql::PEOPLE_BY_PHONE, binds).await?)
        }
        (Some(scope), None) => match words_of(text) {
            Some(words) => (ReadAs::Name, by_words(tx, scope, &words, limit).await?),
            None => return Ok(PeopleTyped::none(ReadAs::Nothing)),
        },
    };
    let people = lines.into_iter().map(|line| found(office, line));
    Ok(PeopleTyped { read_as, people: people.collect::<Result<_, _>>()?, elsewhere: None })
}

async fn by_number(
    tx: &mut Tx,
    office: &Office,
    nik: &Nik,
) -> Result<PeopleTyped, RegistryRefusal> {
    let mut typed = PeopleTyped::none(ReadAs::Nik);
    let Some(person) = holder_of(tx, office, nik).await? else { return Ok(typed) };
    if let Some(scope) = scope(office, None) {
        let binds = (Bucket::of(person), person, scope);
        if let Some(line) = tx.first(&sql::PERSON_IN_SCOPE, binds).await? {
            typed.people.push(found(office, line)?);
            return Ok(typed);
        }
    }
    let somewhere = |duty| office.areas_for(duty).is_none_or(|areas| !areas.is_empty());
    if somewhere(Duty::Enrol) || somewhere(Duty::ReadPeople) || somewhere(Duty::ImportList) {
        let line: Option<PersonLine> =
            tx.first(&sql::PERSON_LINE, (Bucket::of(person), person)).await?;
        typed.elsewhere = line.map(|line| KnownPerson {
            person,
            masked_name: masked_name(&line.name),
            age: age_on(line.birth_date, office.outside.today()),
            village: line.village,
        });
    }
    Ok(typed)
}

/// The words of a name, the longest first after the first; none where no name can be meant.
fn words_of(text: &str) -> Option<Vec<String>> {
    let whole = spelling::searchable(text);
    let letters = whole.chars().filter(|c| c.is_alphabetic()).count();
    if letters < LETTERS_MIN || whole.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    Some(whole.split(' ').take(WORDS_MAX).map(str::to_owned).collect())
}

/// The words beside the one that the index is asked for.
fn others(words: &[String], but: usize) -> [String; 3] {
    let mut rest = words.iter().enumerate().filter(|(at, _)| *at != but).map(|(_, word)| word);
    [(); 3].map(|()| rest.next().cloned().unwrap_or_default())
}

async fn by_words(
    tx: &mut Tx,
    scope: Vec<String>,
    words: &[String],
    limit: i64,
) -> Result<Vec<PersonLine>, RegistryRefusal> {
    let is_village = |code: &String| {
        code.parse::<AreaCode>().is_ok_and(|code| code.level() == AreaLevel::Village)
    };
    let first = words.first().cloned().unwrap_or_default();
    if scope.len() <= VILLAGES_MAX && scope.iter().all(is_village) {
        let mut asked: Vec<String> = words.to_vec();
        asked.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let [a, b, _] = others(&asked, 0);
        let first = asked.into_iter().next().unwrap_or(first);
        return Ok(tx.all(&sql::PEOPLE_OF_VILLAGES, (scope, first, a, b, limit)).await?);
    }
    let mut seen: HashSet<PersonId> = HashSet::new();
    let mut lines: Vec<PersonLine> = Vec::new();
    let mut take = |found: Vec<PersonLine>| {
        lines.extend(found.into_iter().filter(|line| seen.insert(line.id)));
        i64::try_from(lines.len()).unwrap_or(i64::MAX) >= limit
    };
    // As it was typed, from the beginning of the name; then from each word, the longest first.
    let whole = words.join(" ");
    let mut ways = vec![(whole, [(); 3].map(|()| String::new()))];
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(words.get(*at).map_or(0, String::len)));
    let each = order.iter().filter_map(|at| Some((words.get(*at)?.clone(), others(words, *at))));
    let each: Vec<(String, [String; 3])> = each.collect();
    if words.len() > 1 {
        ways.extend(each.iter().cloned());
    }
    for (start, [a, b, c]) in ways {
        let end = spelling::end_of_prefix(&start);
        let binds = (start, end, a, b, c, scope.clone(), limit);
        if take(tx.all(&sql::PEOPLE_BY_WORDS, binds).await?) {
            lines.truncate(usize::try_from(limit).unwrap_or(50));
            return Ok(lines);
        }
    }
    for (start, [a, b, c]) in each {
        let end = spelling::end_of_prefix(&start);
        let binds = (start, end, a, b, c, scope.clone(), limit);
        if take(tx.all(&sql::PEOPLE_BY_SECOND_NAME, binds).await?) {
            break;
        }
    }
    lines.truncate(usize::try_from(limit).unwrap_or(50));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_letters_and_no_digits() {
        assert_eq!(words_of("  Siti  AM"), Some(vec!["siti".into(), "am".into()]));
        assert_eq!(words_of("s"), None);
        assert_eq!(words_of("7K2M-9QX4"), None);
        assert_eq!(words_of("1234"), None);
    }

    #[test]
    fn the_other_words_must_be_in_the_name_too() {
        let words: Vec<String> = ["siti", "nur", "aini"].map(String::from).to_vec();
        assert_eq!(others(&words, 1), ["siti", "aini", ""].map(String::from));
        assert_eq!(others(&words[..1], 0), ["", "", ""].map(String::from));
    }
}
