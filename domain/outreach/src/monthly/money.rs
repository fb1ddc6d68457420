//! Contributions of a month: due, paid, and payments that nobody could post yet.

use super::villages;
use crate::{OutreachRefusal, sql};
use access::Office;
use db::Tx;
use insight::{Measure, Place, Question, coverage};
use jiff::tz::TimeZone;
use terms::{Date, Month, Rupiah, Timestamp};

/// What one payer paid in the month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// Who pays.
    pub payer: String,
    /// Months that were paid.
    pub months: i64,
    /// For so many members.
    pub members: i64,
    /// Rupiah.
    pub amount: Rupiah,
}

/// Contributions of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// Memberships whose month is due: active or in grace.
    pub due: i64,
    /// Of those, whose month is paid.
    pub paid: i64,
    /// Of those, whose month is not: in grace.
    pub unpaid: i64,
    /// What came in within the month, by payer; none where the place is more than a branch.
    pub received: Option<Vec<Paid>>,
    /// Payments that wait for a decision, and their sum; none where the place is more than a branch.
    pub unmatched: Option<(i64, Rupiah)>,
    /// Payments of nobody known, of the whole installation: they have no area.
    pub unmatched_nowhere: (i64, Rupiah),
}

fn midnight(day: Date) -> Result<Timestamp, OutreachRefusal> {
    let zone = TimeZone::fixed(jiff::tz::offset(7));
    let at = day.to_zoned(zone).map(|zoned| zoned.timestamp());
    at.map_err(|_| OutreachRefusal::Days("month", "it is beyond the calendar"))
}

pub(super) async fn money(
    tx: &mut Tx,
    office: &Office,
    place: &Place,
    month: Month,
    as_of: Date,
) -> Result<Money, OutreachRefusal> {
    let measure = Some(Measure::Memberships);
    let question = Question::new(place.clone(), as_of, measure, None, None, None)?;
    let counts = coverage(tx, &office.outside.law, question).await?.counts;
    let (from, to) = (midnight(month.first_day())?, midnight(month.next().first_day())?);
    let inside = villages(place);
    let villages: Option<Vec<String>> =
        inside.map(|all| all.iter().map(ToString::to_string).collect());
    let (mut received, mut unmatched) = (None, None);
    if let Some(villages) = villages {
        let rows = (villages.clone(), month.first_day(), as_of);
        let rows: Vec<(String, i64, i64, Rupiah)> = tx.all(&sql::PAID_IN_VILLAGES, rows).await?;
        let paid = |(payer, months, members, amount)| Paid { payer, months, members, amount };
        received = Some(rows.into_iter().map(paid).collect());
        unmatched = Some(tx.one(&sql::UNMATCHED_IN_VILLAGES, (villages, from, to, "one")).await?);
    }
    let nowhere = tx.one(&sql::UNMATCHED_IN_VILLAGES, (Vec::new(), from, to, "none")).await?;
    Ok(Money {
        due: counts.protected(),
        paid: counts.active,
        unpaid: counts.in_grace(),
        received,
        unmatched,
        unmatched_nowhere: nowhere,
    })
}
