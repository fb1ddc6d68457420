//! Looking things up in the record: what was done to one thing, by one user, of one kind, on some days.

use crate::{Duty, Office, audit::AuditRefusal, sql, users::parse_login};
use db::{Tx, row};
use jiff::{Timestamp, civil::Date};
use std::{fmt, str::FromStr};
use terms::{OFFICE_TIME, ids::UserId};
use uuid::Uuid;

row! {
    /// An act on record.
    pub struct Recorded {
        /// Which chain.
        pub chain: i64,
        /// Which block of it.
        pub seq: i64,
        /// Which line of the block.
        pub line: i64,
        /// When.
        pub recorded_at: Timestamp,
        /// Who.
        pub actor: UserId,
        /// Their login; none for the system, guests and devices.
        pub actor_login: Option<String>,
        /// What.
        pub action: String,
        /// What kind of thing it was done to.
        pub subject_kind: String,
        /// Which thing.
        pub subject: Option<Uuid>,
        /// Ids and counts.
        pub detail: String,
    }
}

/// A place in the record: after this act, on the way to older ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    at: Timestamp,
    chain: i64,
    seq: i64,
    line: i64,
}

impl From<&Recorded> for Place {
    fn from(it: &Recorded) -> Self {
        Self { at: it.recorded_at, chain: it.chain, seq: it.seq, line: it.line }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}~{}~{}", self.at, self.chain, self.seq, self.line)
    }
}

/// A text that is no place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this is no place in the record; begin at the first page")]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let mut parts = text.split('~');
        let at = parts.next().and_then(|part| part.parse().ok()).ok_or(NoPlace)?;
        let mut number = || parts.next().and_then(|part| part.parse().ok()).ok_or(NoPlace);
        let place = Self { at, chain: number()?, seq: number()?, line: number()? };
        if parts.next().is_some() { Err(NoPlace) } else { Ok(place) }
    }
}

/// What is looked for; all of it must fit.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// The thing it was done to.
    pub subject: Option<Uuid>,
    /// An id or a login.
    pub actor: Option<String>,
    /// What was done, exactly as it is written there.
    pub action: Option<String>,
    /// From the beginning of this day at the office.
    pub from: Option<Date>,
    /// To the end of this day at the office.
    pub to: Option<Date>,
    /// After this act.
    pub after: Option<Place>,
}

/// The acts that fit, newest first; at most 500.
pub async fn search(
    tx: &mut Tx,
    office: &Office,
    query: &Query,
    limit: u32,
) -> Result<Vec<Recorded>, AuditRefusal> {
    office.allow_everywhere(Duty::ReadAudit)?;
    let begins = |day: Option<Date>| {
        day.and_then(|day| day.to_zoned(OFFICE_TIME).ok()).map(|zoned| zoned.timestamp())
    };
    let since = begins(query.from).unwrap_or(Timestamp::UNIX_EPOCH);
    let past = query.to.map(|day| day.tomorrow().unwrap_or(Date::MAX));
    let until = begins(past).unwrap_or(office.outside.now + jiff::SignedDuration::from_hours(1));
    // No chain is after the last number there is: the first page begins with what is older.
    let start = Place { at: until, chain: i64::MAX, seq: 0, line: 0 };
    let after = query.after.filter(|place| place.at < until).unwrap_or(start);
    let actor = match &query.actor {
        None => None,
        Some(text) => match actor_of(tx, text).await? {
            Some(actor) => Some(actor),
            None => return Ok(Vec::new()),
        },
    };
    let action = query.action.clone().unwrap_or_default();
    let limit = limit.clamp(1, 500);
    let Place { at, chain, seq, line } = after;
    Ok(match (query.subject, actor) {
        (Some(subject), actor) => {
            let any = i64::from(actor.is_none());
            let actor = actor.unwrap_or_default();
            let binds = (at, chain, seq, line, since, action, limit, subject, any, actor);
            tx.all(&sql::TRAIL_OF_SUBJECT, binds).await?
        }
        (None, Some(actor)) => {
            let binds = (at, chain, seq, line, since, action, limit, actor);
            tx.all(&sql::TRAIL_OF_ACTOR, binds).await?
        }
        (None, None) => tx.all(&sql::TRAIL, (at, chain, seq, line, since, action, limit)).await?,
    })
}

/// The user of an id or a login; an id need not be a user of ours (devices act too).
async fn actor_of(tx: &mut Tx, text: &str) -> Result<Option<Uuid>, AuditRefusal> {
    if let Ok(id) = text.trim().parse() {
        return Ok(Some(id));
    }
    let Ok(login) = parse_login(text) else { return Ok(None) };
    Ok(tx.first(&sql::FIND_LOGIN, (login,)).await?.map(|user| user.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_it_is_written() {
        let place = Place {
            at: "2026-11-21T01:00:00.000001Z".parse().unwrap(),
            chain: 4,
            seq: 12,
            line: 0,
        };
        assert_eq!(place.to_string().parse(), Ok(place));
        for bad in [
            "",
            "2026-11-21",
            "2026-11-21T01:00:00Z~1~2",
            "2026-11-21T01:00:00Z~1~2~3~4",
            "x~1~2~3",
        ] {
            assert_eq!(bad.parse::<Place>(), Err(NoPlace), "{bad}");
        }
    }
}
