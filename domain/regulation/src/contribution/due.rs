//! When a contribution is due, and what being late costs.

use crate::{Law, LawError};
use jiff::civil::Weekday;
use terms::{Assessment, Because, Date, Month, Rupiah, Segment, Status, written};

impl Law {
    /// The last day to pay a month: the due day, moved over weekends and the holidays handed in.
    /// A month without that day ends earlier: the 30th of February is its last day.
    pub fn due_on(
        &self,
        segment: Segment,
        month: Month,
        holidays: &[Date],
    ) -> Result<Assessment<Date>, LawError> {
        let day = self.number_of("contribution.due_day", segment.word(), month.first_day())?;
        let after =
            self.number_of("contribution.due_after_months", segment.word(), month.first_day())?;
        let due_month = month.plus(i32::try_from(after.value).unwrap_or(0));
        let last = i64::from(due_month.last_day().day());
        let offset = day.value.clamp(1, last) - 1;
        let nominal = due_month
            .first_day()
            .checked_add(jiff::Span::new().days(offset))
            .unwrap_or(due_month.last_day());
        let mut due = nominal;
        while matches!(due.weekday(), Weekday::Saturday | Weekday::Sunday)
            || holidays.contains(&due)
        {
            match due.tomorrow() {
                Ok(next) => due = next,
                Err(_) => break,
            }
        }
        let moved = due != nominal;
        let ([month_id, month_en], [due_id, due_en]) = (written::month(month), written::day(due));
        let because = Because::new(
            "contribution.due_on",
            if moved { Status::Reported } else { Status::Confirmed },
            format!(
                "Iuran {month_id} jatuh tempo {due_id}{}",
                if moved { " (hari kerja berikutnya)" } else { "" }
            ),
            format!(
                "The contribution of {month_en} is due on {due_en}{}",
                if moved { " (next working day)" } else { "" }
            ),
        )
        .part(day.because())
        .part(after.because());
        Ok(Assessment::new(due, because))
    }

    /// The surcharge for so many months of delay: none for non-wage workers.
    pub fn penalty(
        &self,
        segment: Segment,
        month: Month,
        due: Rupiah,
        months_late: u32,
    ) -> Result<Assessment<Rupiah>, LawError> {
        if due.is_negative() {
            return Err(LawError::Negative { amount: due });
        }
        let rate = self.rate_of("contribution.penalty", segment.word(), month.first_day())?;
        let base = due.times(i64::from(months_late))?;
        let amount = rate.value.of(base, self.rounding(month.first_day())?)?;
        let because = Because::new(
            "contribution.penalty",
            Status::Confirmed,
            format!("Denda {months_late} bulan atas {due}: {amount}"),
            format!("Surcharge for {months_late} months on {due}: {amount}"),
        )
        .input("due", due)
        .input("months_late", months_late)
        .part(rate.because());
        Ok(Assessment::new(amount, because))
    }
}
