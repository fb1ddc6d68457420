//! Which months a payment pays: pure, from the member's summary, the code, and the price by month.

use crate::Member;
use regulation::{LawError, contribution::MonthPrice, cover::CoverState};
use terms::{Date, MoneyError, Month, Rupiah};

/// Why a payment is kept and not posted to any month. Each has an owner who must decide.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    /// No bill has this code.
    UnknownCode,
    /// The bill's code had expired when it was paid.
    ExpiredCode,
    /// The bill was withdrawn.
    CancelledCode,
    /// The books of the month it was paid in are closed.
    ClosedMonth,
    /// Cover had lapsed and no new enrolment was made: a payment never reopens it silently.
    Lapsed,
    /// The membership had ended (death, age): no automatic cover after the event.
    Ended,
    /// The membership is suspended for review.
    Suspended,
}

impl Held {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownCode => "unknown_code",
            Self::ExpiredCode => "expired_code",
            Self::CancelledCode => "cancelled_code",
            Self::ClosedMonth => "closed_month",
            Self::Lapsed => "lapsed",
            Self::Ended => "ended",
            Self::Suspended => "suspended",
        }
    }

    /// The reason of a stable code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let all = [
            Self::UnknownCode,
            Self::ExpiredCode,
            Self::CancelledCode,
            Self::ClosedMonth,
            Self::Lapsed,
            Self::Ended,
            Self::Suspended,
        ];
        all.into_iter().find(|held| held.code() == code)
    }

    /// What the payer is told: Indonesian, English.
    #[must_use]
    pub const fn sentences(self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownCode => (
                "Uang sudah kami terima tetapi kode iurannya tidak kami kenal. Uang disimpan; petugas keuangan akan mencari pemiliknya. Simpan struk Anda.",
                "We received the money but do not know the payment code. It is kept; a finance officer will look for its owner. Keep your slip.",
            ),
            Self::ExpiredCode => (
                "Kode iuran sudah kedaluwarsa. Uang disimpan dan belum menjadi perlindungan; petugas akan menghubungi Anda.",
                "The payment code had expired. The money is kept and is not cover yet; an officer will contact you.",
            ),
            Self::CancelledCode => (
                "Kode iuran ini sudah dibatalkan. Uang disimpan dan belum menjadi perlindungan; petugas akan menghubungi Anda.",
                "This payment code was withdrawn. The money is kept and is not cover yet; an officer will contact you.",
            ),
            Self::ClosedMonth => (
                "Pembukuan bulan pembayaran ini sudah ditutup. Uang disimpan; petugas keuangan akan membukukannya.",
                "The books of the month of this payment are closed. The money is kept; a finance officer will post it.",
            ),
            Self::Lapsed => (
                "Perlindungan sudah berakhir, jadi ini pendaftaran baru, bukan melunasi tunggakan. Uang disimpan dan belum menjadi perlindungan. Daftar ulang di kantor, agen, atau desa, atau minta uang kembali.",
                "Cover had ended, so this would be a new enrolment, not a catch-up. The money is kept and is not cover. Enrol again at the office, an agent or the village, or ask for it back.",
            ),
            Self::Ended => (
                "Kepesertaan ini sudah berakhir. Uang disimpan; petugas akan menghubungi keluarga.",
                "This membership had ended. The money is kept; an officer will contact the family.",
            ),
            Self::Suspended => (
                "Kepesertaan ini sedang diperiksa. Uang disimpan dan belum menjadi perlindungan; petugas akan memberi tahu hasilnya.",
                "This membership is under review. The money is kept and is not cover yet; an officer will tell you the result.",
            ),
        }
    }
}

/// How the amount met the bill.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The bill and nothing else.
    Exact,
    /// More than the bill: the rest is the member's credit.
    Over,
    /// Less: kept as credit until a month is full; credit is never cover.
    Short,
    /// The bill had been paid: the months after it are paid, the rest is credit.
    Double,
}

impl Outcome {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Over => "over",
            Self::Short => "short",
            Self::Double => "double",
        }
    }

    /// The outcome of a stable code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Exact, Self::Over, Self::Short, Self::Double]
            .into_iter()
            .find(|outcome| outcome.code() == code)
    }
}

/// A month that is now paid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MonthPaid {
    /// The contribution month (law).
    pub month: Month,
    /// Which spell it belongs to.
    pub spell: i64,
    /// Its price by programme.
    pub price: MonthPrice,
    /// Protection from (practice): the day of payment in the first month of a spell.
    pub protects_from: Date,
    /// Protection to, last day included.
    pub protects_to: Date,
}

/// What a payment does to a member.
#[derive(Clone, Debug)]
pub struct Allocation {
    /// Months paid, oldest first; may be none.
    pub months: Vec<MonthPaid>,
    /// How the amount met the bill.
    pub outcome: Outcome,
    /// The member afterwards.
    pub member: Member,
}

/// What is being paid.
#[derive(Clone, Copy, Debug)]
pub struct Bill {
    /// First month of the code.
    pub first_month: Month,
    /// How many months it is for: a payment never pays more.
    pub n_months: i64,
    /// Whether the intake questions were asked again after a lapse.
    pub opens_new_spell: bool,
    /// Whether it was paid before.
    pub is_paid: bool,
}

/// Why nothing could be decided.
#[derive(Debug, thiserror::Error)]
pub enum CannotAllocate {
    /// Kept, for a person to decide.
    #[error("held: {0:?}")]
    Held(Held),
    /// The amount is out of all bounds.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Decides. Months are filled from the oldest unpaid one on, as long as the amount and the
/// member's credit pay a month whole, and never more than the bill names.
pub fn allocate(
    member: &Member,
    bill: Bill,
    amount: Rupiah,
    paid_on: Date,
    grace_months: u8,
    price: impl Fn(Month) -> Result<MonthPrice, LawError>,
) -> Result<Allocation, CannotAllocate> {
    let standing = member.standing(paid_on, grace_months);
    match standing {
        _ if member.ended_on.is_some() => return Err(CannotAllocate::Held(Held::Ended)),
        CoverState::SuspendedReview => return Err(CannotAllocate::Held(Held::Suspended)),
        CoverState::Lapsed if !bill.opens_new_spell => {
            return Err(CannotAllocate::Held(Held::Lapsed));
        }
        _ => {}
    }
    let opens_spell = matches!(standing, CoverState::Lapsed) || member.paid_through.is_none();
    let start = match member.next_month(paid_on, grace_months) {
        next if member.paid_through.is_none() => next.max(bill.first_month),
        next => next,
    };
    let mut after = member.clone();
    let mut available = member.credit.plus(amount)?;
    let mut months = Vec::new();
    for month in start.run(u32::try_from(bill.n_months).unwrap_or(0)) {
        // Where the law has not been read the money is credit: received is received, and what
        // cannot be priced is not cover.
        let Ok(price) = price(month) else { break };
        let total = price.total;
        if total > available {
            break;
        }
        available = available.minus(total)?;
        let opens = opens_spell && months.is_empty();
        let protects_from = if opens { month.first_day().max(paid_on) } else { month.first_day() };
        if opens {
            after.spell += 1;
            after.spell_from = Some(protects_from);
            after.spell_first_month = Some(month);
            after.may_renew_until = None;
        }
        after.paid_through = Some(month);
        after.n_months += 1;
        let protects_to = month.last_day();
        months.push(MonthPaid { month, spell: after.spell, price, protects_from, protects_to });
    }
    after.credit = available;
    let filled = i64::try_from(months.len()).unwrap_or(i64::MAX);
    let outcome = match filled {
        _ if bill.is_paid => Outcome::Double,
        filled if filled < bill.n_months => Outcome::Short,
        _ if after.credit > Rupiah::ZERO => Outcome::Over,
        _ => Outcome::Exact,
    };
    Ok(Allocation { months, outcome, member: after })
}
