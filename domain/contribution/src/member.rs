//! A membership (*kepesertaan*) with the summary of its months.

use db::row;
use regulation::contribution::PriceInput;
use regulation::cover::{CoverState, EndReason};
use terms::{
    Date, Month, Payer, Programmes, Rupiah, Sector, Segment,
    ids::{MembershipId, PersonId},
};

row! {
    /// A person in a segment, and where its months stand.
    pub struct Member {
        /// Where its rows live.
        pub bucket: i64,
        /// Its id.
        pub id: MembershipId,
        /// The person.
        pub person: PersonId,
        /// The record the person is counted under: another one after a merge.
        pub counted_as: PersonId,
        /// The number on the card.
        pub number: String,
        /// Capacity.
        pub segment: Segment,
        /// Programmes it pays for.
        pub programmes: Programmes,
        /// Declared monthly income; picks the earnings tier.
        pub income: Rupiah,
        /// Sector that decides relief.
        pub sector: Sector,
        /// Whose money pays.
        pub payer: Payer,
        /// Village of residence, for counting.
        pub village: String,
        /// First day of membership.
        pub joined_on: Date,
        /// Spells of cover so far; 0 before the first payment.
        pub spell: i64,
        /// First day of the current or last spell.
        pub spell_from: Option<Date>,
        /// First month of the current or last spell.
        pub spell_first_month: Option<Month>,
        /// Last month paid without a gap.
        pub paid_through: Option<Month>,
        /// Contribution months (*masa iur*) over all spells.
        pub n_months: i64,
        /// Money of the member that is not cover.
        pub credit: Rupiah,
        /// Until when a payment may open a new spell, after the intake questions were asked again.
        pub may_renew_until: Option<Date>,
        /// Suspended for review since.
        pub suspended_on: Option<Date>,
        /// Ended on.
        pub ended_on: Option<Date>,
        /// Ended because of: `death`, `age`, `other_segment`, `request`.
        pub ended_because: Option<String>,
    }
}

impl Member {
    /// Where the member stands on a day, from the summary alone. The fold over all months
    /// ([`crate::ledger_of`]) gives the same with its reasons; a property test holds them together.
    #[must_use]
    pub fn standing(&self, on: Date, grace_months: u8) -> CoverState {
        if self.ended_on.is_some_and(|ended| ended <= on) {
            return CoverState::Ended(self.end_reason());
        }
        if self.suspended_on.is_some_and(|since| since <= on) {
            return CoverState::SuspendedReview;
        }
        let Some(through) = self.paid_through else { return CoverState::RegisteredUnpaid };
        if self.spell == 1 && self.spell_from.is_some_and(|from| from > on) {
            return CoverState::RegisteredUnpaid;
        }
        match Month::of(on).since(through) {
            ..=0 => CoverState::Active,
            missed if missed <= i32::from(grace_months) => {
                CoverState::Grace(u8::try_from(missed).unwrap_or(grace_months))
            }
            _ => CoverState::Lapsed,
        }
    }

    /// Why it ended.
    #[must_use]
    pub fn end_reason(&self) -> EndReason {
        match self.ended_because.as_deref() {
            Some("death") => EndReason::Death,
            Some("age") => EndReason::Age,
            Some("other_segment") => EndReason::OtherSegment,
            _ => EndReason::Request,
        }
    }

    /// The first month a payment on that day would pay: the oldest unpaid one while the spell
    /// lives, the month of payment before the first and after a lapse.
    #[must_use]
    pub fn next_month(&self, on: Date, grace_months: u8) -> Month {
        match self.standing(on, grace_months) {
            CoverState::Active | CoverState::Grace(_) => {
                self.paid_through.map_or(Month::of(on), Month::next)
            }
            CoverState::RegisteredUnpaid if self.paid_through.is_some() => {
                self.paid_through.map_or(Month::of(on), Month::next)
            }
            _ => Month::of(on).max(Month::of(self.joined_on)),
        }
    }

    /// What the law needs to price a month of this member.
    #[must_use]
    pub fn price_input(&self, month: Month) -> PriceInput {
        PriceInput {
            joined: Some(Month::of(self.joined_on)),
            ..PriceInput::new(month, self.income, self.sector, self.payer, self.programmes)
        }
    }
}
