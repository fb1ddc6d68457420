//! Who may enter, with how many kinds of work, and which work belongs to the transport sector.

use crate::{Law, LawError, Value};
use terms::{Assessment, Because, Date, Sector, Status};

impl Law {
    /// Whether somebody may enrol on a day: the age in years, or the refusal.
    pub fn entry_age(&self, born: Date, on: Date) -> Result<Assessment<i64>, LawError> {
        if born > on {
            return Err(LawError::NotBorn { born, on });
        }
        let limit = self.number("eligibility.entry_age_max", on)?;
        let age = age_on(born, on);
        if age >= limit.value {
            return Err(LawError::TooOld { age, limit: limit.value });
        }
        let because = Because::new(
            "eligibility.entry_age",
            Status::Confirmed,
            format!("Usia {age} tahun, batas: belum {}", limit.value),
            format!("{age} years old, limit: not yet {}", limit.value),
        )
        .input("born", born)
        .input("on", on)
        .part(limit.because());
        Ok(Assessment::new(age, because))
    }

    /// Whether so many kinds of work may be insured at once.
    pub fn occupations_allowed(&self, n: usize, on: Date) -> Result<Assessment<i64>, LawError> {
        let most = self.number("eligibility.occupations_max", on)?;
        let n = i64::try_from(n).unwrap_or(i64::MAX);
        if n > most.value {
            return Err(LawError::TooManyOccupations { n, most: most.value });
        }
        Ok(Assessment::new(n, most.because()))
    }

    /// The sector of a label of the agency's job list. Our reading, so unconfirmed.
    pub fn sector_of(&self, label: &str, on: Date) -> Result<Assessment<Sector>, LawError> {
        let parameter = self.parameter("eligibility.transport_labels")?;
        let entry = parameter.at(on)?;
        let wanted = label.trim().to_lowercase();
        let transport = match &entry.value {
            Value::Words(labels) => labels.iter().any(|known| known.to_lowercase() == wanted),
            _ => return Err(parameter.unknown("")),
        };
        let sector = if transport { Sector::Transport } else { Sector::Other };
        let because = Because::new(
            &parameter.key,
            entry.status,
            format!("“{label}”: sektor {sector}"),
            format!("“{label}”: sector {sector}"),
        )
        .cite(entry.source.clone());
        Ok(Assessment::new(sector, because))
    }
}

/// Completed years of age. Who is born on 29 February completes a year on 1 March of common years.
#[must_use]
pub fn age_on(born: Date, on: Date) -> i64 {
    let years = i64::from(on.year()) - i64::from(born.year());
    let reached = (on.month(), on.day()) >= (born.month(), born.day());
    years - i64::from(!reached)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_sixty_fifth_birthday_is_too_late() {
        let law = Law::built_in();
        let on = date("2026-11-21");
        assert_eq!(*law.entry_age(date("1961-11-22"), on).unwrap().amount(), 64);
        let refused = law.entry_age(date("1961-11-21"), on).unwrap_err();
        assert_eq!(refused, LawError::TooOld { age: 65, limit: 65 });
        assert!(refused.indonesian().contains("ke-65"));
        assert!(law.entry_age(date("2027-01-01"), on).is_err());
        assert_eq!(age_on(date("2000-02-29"), date("2001-02-28")), 0);
    }

    #[test]
    fn two_kinds_of_work_and_no_third() {
        let law = Law::built_in();
        assert!(law.occupations_allowed(2, date("2026-11-21")).is_ok());
        assert!(law.occupations_allowed(3, date("2026-11-21")).is_err());
    }

    #[test]
    fn a_driver_is_in_transport_and_the_reading_is_unconfirmed() {
        let found = Law::built_in().sector_of("ojek pangkalan", date("2026-11-21")).unwrap();
        assert_eq!(*found.amount(), Sector::Transport);
        assert_eq!(found.because().status, Status::Unconfirmed);
    }
}
