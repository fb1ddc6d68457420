//! The work list of members who run out, are in grace, or have lapsed: village by village, by pages.
//!
//! The area is taken apart into its villages and each is one step into an index, so a page costs the
//! same in an office of a hundred thousand members and of seventy million.

use crate::{Member, change::ChangeRefusal, sql};
use access::{Duty, Office};
use db::{DbError, Tx, Uuid, row};
use registry::Gazetteer;
use regulation::cover::CoverState;
use std::collections::HashMap;
use terms::{AreaCode, AreaLevel, Date, Month, Rupiah, ids::MembershipId};

/// Villages asked at once.
const VILLAGES_AT_ONCE: usize = 2_000;
const LIMIT_MAX: u32 = 2_000;

/// Which members are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DueState {
    /// Paid now, and the paid months end soon.
    RunningOut,
    /// Months are missed, still covered.
    Grace,
    /// Cover has ended for want of payment.
    Lapsed,
}

impl DueState {
    /// Every one, the most urgent last.
    pub const ALL: [Self; 3] = [Self::RunningOut, Self::Grace, Self::Lapsed];

    /// The word on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::RunningOut => "running_out",
            Self::Grace => "grace",
            Self::Lapsed => "lapsed",
        }
    }
}

/// A question for the work list.
#[derive(Clone, Debug, Default)]
pub struct DueQuery {
    /// Inside this area; everywhere the actor may look when absent.
    pub area: Option<AreaCode>,
    /// The last paid day is this one or later.
    pub from: Option<Date>,
    /// The last paid day is this one or earlier.
    pub until: Option<Date>,
    /// Only these; running out this month and in grace when absent.
    pub state: Option<DueState>,
    /// Where the page before ended.
    pub after: Option<DuePlace>,
    /// At most so many, up to 2000.
    pub limit: u32,
}

/// A place in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DuePlace {
    /// The village.
    pub village: String,
    /// The last paid month.
    pub through: Month,
    /// The membership.
    pub membership: MembershipId,
}

/// A member on the work list.
#[derive(Clone, Debug)]
pub struct DueMember {
    /// The membership.
    pub member: Member,
    /// Where it stands today.
    pub state: CoverState,
    /// The last paid day.
    pub paid_until: Date,
    /// The last protected day, grace included.
    pub protected_until: Date,
    /// The month to be paid next; after a lapse the month of payment.
    pub next_month: Month,
    /// What that month costs, where the law says it.
    pub month_price: Option<Rupiah>,
    /// Months from the next one up to this one, and what they cost: what makes the member paid up
    /// today. None after a lapse, when nothing old is asked for.
    pub to_date: Option<(i32, Rupiah)>,
    /// The name and how to reach them.
    pub reached: Option<Reached>,
}

impl DueMember {
    /// Its place in the list.
    #[must_use]
    pub fn place(&self) -> DuePlace {
        DuePlace {
            village: self.member.village.clone(),
            through: Month::of(self.paid_until),
            membership: self.member.id,
        }
    }
}

row! {
    /// How a person is called and reached.
    pub struct Reached {
        pub(crate) id: Uuid,
        /// The name.
        pub name: String,
        /// The birth date.
        pub birth_date: Date,
        /// The telephone.
        pub phone: Option<String>,
        /// 1 when others use it too.
        pub phone_is_shared: i64,
    }
}

/// The last paid months that are asked for, first and last; none when there can be none.
fn stretch(query: &DueQuery, today: Date, grace_months: u8) -> Option<(Month, Month)> {
    let (this, grace) = (Month::of(today), i32::from(grace_months));
    let long_ago = Month::of(jiff::civil::date(1, 1, 1));
    // A last paid day is the last of a month: a month counts when its last day is in time.
    let latest = query.until.map(|until| {
        let month = Month::of(until);
        if month.last_day() <= until { month } else { month.plus(-1) }
    });
    let (first, last) = match query.state {
        None => (this.plus(-grace), latest.unwrap_or(this).max(this)),
        Some(DueState::RunningOut) => (this, latest.unwrap_or(this)),
        Some(DueState::Grace) => (this.plus(-grace), this.plus(-1)),
        Some(DueState::Lapsed) => (long_ago, this.plus(-grace - 1)),
    };
    let first = query.from.map_or(first, |from| first.max(Month::of(from)));
    let last = latest.map_or(last, |latest| last.min(latest));
    (first <= last).then_some((first, last))
}

/// The villages of some areas, in order, from one on; of everywhere when no area is given.
fn villages(areas: Option<&[AreaCode]>, from: &str) -> Vec<String> {
    let gazetteer = Gazetteer::embedded();
    let of = |area: Option<&AreaCode>| -> Vec<String> {
        let villages = gazetteer.within(area).map(|area| &area.code);
        let villages = villages.filter(|code| code.level() == AreaLevel::Village);
        villages.filter(|code| code.as_str() >= from).map(ToString::to_string).collect()
    };
    match areas {
        None => of(None),
        Some(areas) => {
            let mut all: Vec<String> = areas.iter().flat_map(|area| of(Some(area))).collect();
            all.sort_unstable();
            all.dedup();
            all
        }
    }
}

/// A page of the work list. Whoever shows it notes the reading.
pub async fn due_members(
    tx: &mut Tx,
    office: &Office,
    query: &DueQuery,
) -> Result<Vec<DueMember>, ChangeRefusal> {
    let areas = match &query.area {
        Some(area) => {
            office.allow(Duty::ReadPeople, area)?;
            Some(vec![area.clone()])
        }
        None => office.areas_for(Duty::ReadPeople),
    };
    let today = office.outside.today();
    let grace_months = office.outside.law.cover_parameters(today)?.grace_months;
    let Some((first, last)) = stretch(query, today, grace_months) else { return Ok(Vec::new()) };
    let limit = query.limit.clamp(1, LIMIT_MAX);
    let after = query.after.clone();
    let (village, through, id) = after.map_or_else(
        || (String::new(), Month::of(jiff::civil::date(1, 1, 1)), Uuid::nil()),
        |place| (place.village, place.through, place.membership.0),
    );
    let mut found: Vec<Member> = Vec::new();
    for some in villages(areas.as_deref(), &village).chunks(VILLAGES_AT_ONCE) {
        let left = i64::from(limit) - i64::try_from(found.len()).unwrap_or(i64::MAX);
        if left <= 0 {
            break;
        }
        let binds = (some.to_vec(), first, last, village.clone(), through, id, left);
        found.extend(tx.all(&sql::DUE_MEMBERS, binds).await?);
    }
    let mut reached = reached_by(tx, &found).await?;
    let view = |member: Member| {
        let reached = reached.remove(&member.person.0);
        judged(office, member, reached, today, grace_months)
    };
    Ok(found.into_iter().map(view).collect())
}

/// The names and telephones of some members' people.
async fn reached_by(tx: &mut Tx, members: &[Member]) -> Result<HashMap<Uuid, Reached>, DbError> {
    let people: Vec<Uuid> = members.iter().map(|member| member.person.0).collect();
    people_reached(tx, people).await
}

/// Names and telephones of some people.
pub async fn people_reached(
    tx: &mut Tx,
    people: Vec<Uuid>,
) -> Result<HashMap<Uuid, Reached>, DbError> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<Reached> = tx.all(&sql::PEOPLE_REACHED, (people,)).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

fn judged(
    office: &Office,
    member: Member,
    reached: Option<Reached>,
    today: Date,
    grace_months: u8,
) -> DueMember {
    let through = member.paid_through.unwrap_or(Month::of(member.joined_on));
    let state = member.standing(today, grace_months);
    let (this, next_month) = (Month::of(today), member.next_month(today, grace_months));
    let price = |month: Month| {
        let priced = office.outside.law.price_amount(&member.price_input(month));
        priced.ok().map(|price| price.total)
    };
    let n_missed = this.since(next_month) + 1;
    let to_date = (state.is_protected() && n_missed > 0).then(|| {
        let months = next_month.run(u32::try_from(n_missed).unwrap_or(0));
        months.map(price).try_fold(Rupiah::ZERO, |sum, price| sum.plus(price?).ok())
    });
    DueMember {
        state,
        paid_until: through.last_day(),
        protected_until: through.plus(i32::from(grace_months)).last_day(),
        next_month,
        month_price: price(next_month),
        to_date: to_date.flatten().map(|amount| (n_missed, amount)),
        reached,
        member,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn asked(state: Option<DueState>, from: Option<Date>, until: Option<Date>) -> String {
        let query = DueQuery { state, from, until, ..DueQuery::default() };
        stretch(&query, date(2026, 11, 21), 3)
            .map_or_else(|| "none".to_owned(), |(first, last)| format!("{first}..{last}"))
    }

    #[test]
    fn each_state_is_a_stretch_of_last_paid_months() {
        assert_eq!(asked(None, None, None), "2026-08..2026-11");
        assert_eq!(asked(Some(DueState::RunningOut), None, None), "2026-11..2026-11");
        assert_eq!(asked(Some(DueState::Grace), None, None), "2026-08..2026-10");
        assert!(asked(Some(DueState::Lapsed), None, None).ends_with("..2026-07"));
    }

    #[test]
    fn days_narrow_it_to_months_that_end_in_time() {
        let (december, middle) = (date(2026, 12, 31), date(2026, 12, 15));
        assert_eq!(asked(None, None, Some(december)), "2026-08..2026-12");
        assert_eq!(asked(Some(DueState::RunningOut), None, Some(middle)), "2026-11..2026-11");
        assert_eq!(asked(None, None, Some(date(2026, 9, 30))), "2026-08..2026-09");
        assert_eq!(asked(None, Some(date(2026, 10, 1)), None), "2026-10..2026-11");
        assert_eq!(asked(Some(DueState::Grace), Some(date(2026, 11, 1)), None), "none");
    }

    #[test]
    fn an_area_is_its_villages_in_order() {
        let area: AreaCode = "33.02.15".parse().unwrap();
        let all = villages(Some(std::slice::from_ref(&area)), "");
        assert!(all.len() > 3 && all.is_sorted(), "{all:?}");
        assert!(all.iter().all(|code| code.starts_with("33.02.15.")));
        let later = villages(Some(&[area]), &all[2]);
        assert_eq!(later, all[2..]);
    }
}
