//! The year's return on old-age savings (JHT): declared once, shared out to every saver.
//!
//! How the scheme accrues the return within a year is not known to us. We credit the rate on what a
//! member holds on 31 December and say so wherever it shows: it is our reading, not the law's.

use crate::{Journal, LedgerError, OFFICE_SLOT, closed_through, post, sql, templates};
use access::{Command, CommandHeader, Duty, Forbidden, Office};
use db::{DbError, Tx};
use serde::{Deserialize, Serialize};
use terms::{
    Because, Citation, Date, MoneyError, Month, Rate, Rounding, Rupiah, Status, ids::JournalId,
};

/// Declares the return of a year and credits it to every saver, once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeclareReturn {
    /// The year.
    pub year: i16,
    /// The rate, as the institution announced it.
    pub rate: Rate,
    /// How sure we are of the rate.
    pub status: Status,
    /// Where it was announced.
    pub source: String,
}

/// What was credited.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReturnDeclared {
    /// The year.
    pub year: i16,
    /// The journal.
    pub journal: JournalId,
    /// 31 December, or the first day of the first open month if that is closed.
    pub effective_on: Date,
    /// Members who had savings on 31 December.
    pub n_savers: i64,
    /// What they had together.
    pub balance: Rupiah,
    /// What was credited to them.
    pub credited: Rupiah,
    /// What rounding down left over.
    pub undistributed: Rupiah,
    /// Why it is that much.
    pub because: Because,
}

impl Command for DeclareReturn {
    const NAME: &'static str = "declare_return";
    type Answer = ReturnDeclared;
    type Refusal = ReturnRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<ReturnDeclared, ReturnRefusal> {
        office.allow_everywhere(Duty::CloseMonth)?;
        let (year_end, effective_on) = self.days(office, tx).await?;
        let journal = JournalId(office.outside.id(header.id.0, "return", 0));
        let now = office.outside.now;
        let (mut n_savers, mut balance, mut credited) = (0, Rupiah::ZERO, Rupiah::ZERO);
        // Bucket by bucket: neither side of the statement ever holds more than a 256th.
        for bucket in 0..=i64::from(u8::MAX) {
            let asked = (bucket, year_end, self.rate.parts());
            let (n, held, shares) = tx.one(&sql::SAVINGS_OF_BUCKET, asked).await?;
            if shares > Rupiah::ZERO {
                let given = (bucket, year_end, self.rate.parts(), journal, effective_on, now);
                tx.run(&sql::CREDIT_RETURN, given).await?;
            }
            n_savers += n;
            balance = balance.plus(held)?;
            credited = credited.plus(shares)?;
        }
        let undistributed = self.rate.of(balance, Rounding::Down)?.minus(credited)?;
        if credited.is_zero() && undistributed.is_zero() {
            return Err(ReturnRefusal::NoSavings { year: self.year });
        }
        let lines = templates::return_credited(credited, undistributed)?;
        let (kind, key) = (templates::kind::RETURN_CREDITED, format!("return-{}", self.year));
        let entry = Journal::new(journal, kind, key, effective_on, lines)?.noting(format!(
            "return of {}: {} on the balances of {year_end}",
            self.year, self.rate
        ));
        post(tx, office, OFFICE_SLOT, &[entry]).await?;
        let (year, status) = (i64::from(self.year), self.status.word());
        let row = (
            year,
            self.rate.parts(),
            status,
            self.source.clone(),
            journal,
            credited,
            undistributed,
            now,
        );
        tx.run(&sql::ADD_RETURN, row).await?;
        let because = self.because(office, balance, credited, undistributed);
        let year = self.year;
        Ok(ReturnDeclared {
            year,
            journal,
            effective_on,
            n_savers,
            balance,
            credited,
            undistributed,
            because,
        })
    }
}

/// Why a return was not declared.
#[derive(Debug, thiserror::Error)]
pub enum ReturnRefusal {
    /// The actor may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The year's balances are not known yet.
    #[error("{year} is not over; its return is credited on what is held on 31 December")]
    NotOver {
        /// The year.
        year: i16,
    },
    /// A rate of nothing, below, or of more than the whole.
    #[error(
        "a return of {rate} cannot be credited; give the announced rate, above 0 % and at most 100 %"
    )]
    Rate {
        /// What was given.
        rate: Rate,
    },
    /// We credit no guesses.
    #[error(
        "the return of {year} is not known; give the announced rate and where it was announced"
    )]
    Unknown {
        /// The year.
        year: i16,
    },
    /// A year is credited once.
    #[error("the return of {year} was credited already; it was not credited again")]
    Declared {
        /// The year.
        year: i16,
    },
    /// Returns earn returns, so years go in order.
    #[error("the return of {later} was credited already; an earlier year cannot follow it")]
    OutOfOrder {
        /// The later year.
        later: i64,
    },
    /// Nobody had anything a rupiah of return could come from.
    #[error("nobody had savings on 31 December {year}; there is nothing to credit")]
    NoSavings {
        /// The year.
        year: i16,
    },
    /// The books said no.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<DbError> for ReturnRefusal {
    fn from(error: DbError) -> Self {
        Self::Ledger(error.into())
    }
}

impl From<MoneyError> for ReturnRefusal {
    fn from(error: MoneyError) -> Self {
        Self::Ledger(error.into())
    }
}

impl ReturnRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Forbidden(forbidden) => forbidden.indonesian(),
            Self::NotOver { year } => format!(
                "Tahun {year} belum berakhir; hasilnya dihitung dari saldo pada 31 Desember"
            ),
            Self::Rate { rate } => format!(
                "Hasil {rate} tidak dapat dikreditkan; isi angka yang diumumkan, di atas 0 % dan paling banyak 100 %"
            ),
            Self::Unknown { year } => format!(
                "Hasil tahun {year} belum diketahui; isi angka yang diumumkan dan di mana diumumkan"
            ),
            Self::Declared { year } => {
                format!("Hasil tahun {year} sudah dikreditkan; tidak dikreditkan lagi")
            }
            Self::OutOfOrder { later } => format!(
                "Hasil tahun {later} sudah dikreditkan; tahun yang lebih awal tidak dapat menyusul"
            ),
            Self::NoSavings { year } => {
                format!("Tidak ada saldo pada 31 Desember {year}; tidak ada yang dapat dikreditkan")
            }
            Self::Ledger(refusal) => refusal.indonesian(),
        }
    }
}

impl DeclareReturn {
    /// The day whose balances count, and the day the credit counts for; or why not.
    async fn days(&self, office: &Office, tx: &mut Tx) -> Result<(Date, Date), ReturnRefusal> {
        let Self { year, rate, .. } = *self;
        let december = Month::new(year, 12).map_err(|_| ReturnRefusal::NotOver { year })?;
        if office.outside.today() <= december.last_day() {
            return Err(ReturnRefusal::NotOver { year });
        }
        if self.status == Status::Unknown || self.source.trim().is_empty() {
            return Err(ReturnRefusal::Unknown { year });
        }
        if rate.parts() <= 0 || rate > Rate::WHOLE {
            return Err(ReturnRefusal::Rate { rate });
        }
        if tx.first(&sql::RETURN_OF_YEAR, (i64::from(year),)).await?.is_some() {
            return Err(ReturnRefusal::Declared { year });
        }
        if let (Some(later),) = tx.one(&sql::LAST_RETURN, ()).await?
            && later > i64::from(year)
        {
            return Err(ReturnRefusal::OutOfOrder { later });
        }
        let closed = closed_through(tx).await?.filter(|closed| *closed >= december);
        let effective_on = closed.map_or(december.last_day(), |closed| closed.next().first_day());
        Ok((december.last_day(), effective_on))
    }

    fn because(&self, office: &Office, balance: Rupiah, credited: Rupiah, left: Rupiah) -> Because {
        let (year, rate) = (self.year, self.rate);
        let reason = Because::new(
            "savings.return",
            self.status.weakest(Status::Unconfirmed),
            format!(
                "Hasil pengembangan {year} sebesar {rate} dihitung dari saldo tiap peserta pada 31 \
                 Desember {year} dan dibulatkan ke bawah ke rupiah penuh; sisanya {left} dicatat \
                 sebagai hasil belum dibagikan. Cara penghitungan dalam tahun berjalan belum \
                 dipastikan."
            ),
            format!(
                "The return of {year}, {rate}, is taken on what each member holds on 31 December \
                 {year} and rounded down to whole rupiah; the rest, {left}, is kept as undistributed \
                 return. How it accrues within a year has not been confirmed."
            ),
        );
        let reason = reason
            .input("rate", rate)
            .input("source", &self.source)
            .input("balance", balance)
            .input("credited", credited)
            .input("undistributed", left);
        let Some(instrument) = office.outside.law.instrument("pp-46-2015") else { return reason };
        reason.cite(Citation {
            instrument: "pp-46-2015".into(),
            title: instrument.title.clone(),
            article: None,
            status: Status::Unconfirmed,
        })
    }
}
