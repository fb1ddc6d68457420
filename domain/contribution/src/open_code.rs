//! Price the next months of a member and open a payment code for them.

use crate::{Code, Member, sql};
use access::{Command, CommandHeader, Duty, Forbidden, Office};
use db::{Bulk, DbError, Kind, Tx, Uuid, Value};
use jiff::ToSpan;
use regulation::{
    LawError,
    contribution::{MonthPrice, PriceInput},
    cover::{CoverParameters, CoverState},
};
use serde::{Deserialize, Serialize};
use terms::{Because, Date, MoneyError, Month, Rupiah, ids::MembershipId};

/// How long a code can be paid. Our office's choice: the validity of the agency's own codes is not
/// documented publicly. A code that lapses loses nothing; the money is held and has an owner.
pub(crate) const CODE_DAYS: i32 = 30;

/// Opens a code for the next `n_months` of a member, the oldest unpaid month first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenCode {
    /// The membership.
    pub membership: MembershipId,
    /// How many months, 1 to 12.
    pub n_months: u32,
}

/// An open code: what to pay, for what, until when, and why so much.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OpenedCode {
    /// The code to type at the channel.
    pub code: String,
    /// The membership.
    pub membership: MembershipId,
    /// What is to be paid: the months less the credit.
    pub amount: Rupiah,
    /// What the months cost.
    pub price: Rupiah,
    /// Credit that was taken into account.
    pub credit: Rupiah,
    /// First month.
    pub first_month: Month,
    /// Last month.
    pub last_month: Month,
    /// Each month with its price.
    pub months: Vec<PricedMonth>,
    /// Last day it can be paid.
    pub expires_on: Date,
    /// Whether paying it opens a new spell.
    pub opens_new_spell: bool,
    /// Why the months cost what they cost.
    pub because: Vec<Because>,
}

/// A month and its price.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PricedMonth {
    /// The month.
    pub month: Month,
    /// The sum.
    pub total: Rupiah,
    /// By programme.
    pub programmes: std::collections::BTreeMap<String, Rupiah>,
}

impl From<&MonthPrice> for PricedMonth {
    fn from(price: &MonthPrice) -> Self {
        let programmes =
            price.programmes().map(|(p, amount)| (p.word().to_owned(), amount)).collect();
        Self { month: price.month, total: price.total, programmes }
    }
}

/// Why no code was opened.
#[derive(Debug, thiserror::Error)]
pub enum CodeRefusal {
    /// No such membership, or not in the actor's area.
    #[error("there is no such membership; search for the person by name or NIK")]
    NotFound,
    /// 0 or more than 12.
    #[error("months must be 1 to 12; at channels 1, 3, 6 and 12 are usual")]
    Months,
    /// Ended for good.
    #[error("this membership has ended; no further month can be paid")]
    Ended,
    /// Under review.
    #[error("this membership is under review; wait for the result before paying")]
    Suspended,
    /// Lapsed: a payment would be a new enrolment.
    #[error(
        "cover ended on {ended}; this is a new enrolment, not a catch-up: {}. Ask the intake questions again (renew), then open a code",
        starts_again(*waiting)
    )]
    NeedsRenewal {
        /// Last day of cover, grace included.
        ended: Date,
        /// Months counted again before the full death benefit, by the law of the day.
        waiting: u8,
    },
    /// Credit pays the months already.
    #[error(
        "the member's credit of {credit} already pays these months; use the credit (use-credit) instead of a new payment"
    )]
    CoveredByCredit {
        /// The credit.
        credit: Rupiah,
    },
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The law has no price.
    #[error(transparent)]
    Law(#[from] LawError),
    /// Out of all bounds.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

fn starts_again(waiting: u8) -> String {
    match waiting {
        0 => "cover begins anew on the day of payment".to_owned(),
        n => format!("{n} full months start again before the full death benefit"),
    }
}

/// The member, if there is one. The last byte of a membership's id is its person's bucket.
pub async fn member(tx: &mut Tx, id: MembershipId) -> Result<Option<Member>, DbError> {
    let bucket = i64::from(id.0.as_bytes()[15]);
    tx.first(&sql::MEMBERS_BY_ID, (bucket, vec![id.0])).await
}

impl OpenCode {
    fn may_open(
        &self,
        member: &Member,
        today: Date,
        parameters: &CoverParameters,
    ) -> Result<bool, CodeRefusal> {
        let grace_months = parameters.grace_months;
        match member.standing(today, grace_months) {
            CoverState::Ended(_) => Err(CodeRefusal::Ended),
            _ if member.ended_on.is_some() => Err(CodeRefusal::Ended),
            CoverState::SuspendedReview => Err(CodeRefusal::Suspended),
            CoverState::Lapsed if member.may_renew_until.is_some_and(|until| today <= until) => {
                Ok(true)
            }
            CoverState::Lapsed => {
                let through = member.paid_through.unwrap_or(Month::of(today));
                Err(CodeRefusal::NeedsRenewal {
                    ended: through.plus(i32::from(grace_months)).last_day(),
                    waiting: parameters.qualifying_months,
                })
            }
            _ => Ok(false),
        }
    }
}

impl Command for OpenCode {
    const NAME: &'static str = "open code";
    type Answer = OpenedCode;
    type Refusal = CodeRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<OpenedCode, CodeRefusal> {
        let found = member(tx, self.membership).await?;
        let member =
            crate::change::seen(office, Duty::OpenCode, found).ok_or(CodeRefusal::NotFound)?;
        if !(1..=12).contains(&self.n_months) {
            return Err(CodeRefusal::Months);
        }
        let (law, today) = (&office.outside.law, office.outside.today());
        let parameters = law.cover_parameters(today)?;
        let grace_months = parameters.grace_months;
        let opens_new_spell = self.may_open(&member, today, &parameters)?;
        let months: Vec<Month> =
            member.next_month(today, grace_months).run(self.n_months).collect();
        let (first_month, last_month) = match (months.first(), months.last()) {
            (Some(first), Some(last)) => (*first, *last),
            _ => return Err(CodeRefusal::Months),
        };
        let (price, because) =
            law.price_months(&months, &member.price_input(first_month))?.into_parts();
        if member.credit >= price.total {
            return Err(CodeRefusal::CoveredByCredit { credit: member.credit });
        }
        let opened = OpenedCode {
            code: Code::made_by(header.id.0).to_string(),
            membership: member.id,
            amount: price.total.minus(member.credit)?,
            price: price.total,
            credit: member.credit,
            first_month,
            last_month,
            months: price.months.iter().map(PricedMonth::from).collect(),
            expires_on: today.saturating_add(CODE_DAYS.days()),
            opens_new_spell,
            because: because.parts,
        };
        let code = NewCode {
            code: Code::made_by(header.id.0),
            member: (member.bucket, member.id),
            first_month,
            n_months: self.n_months,
            amount: opened.amount,
            expires_on: opened.expires_on,
            opens_new_spell,
        };
        save(tx, office, vec![code]).await?;
        office.note(
            Self::NAME,
            "membership",
            Some(member.id.0),
            format!("{} months", self.n_months),
        );
        Ok(opened)
    }
}

static CODES: Bulk = Bulk {
    table: "payment_code",
    columns: &[
        ("code", Kind::Text),
        ("bucket", Kind::Int),
        ("membership", Kind::Uuid),
        ("first_month", Kind::Date),
        ("n_months", Kind::Int),
        ("amount", Kind::Int),
        ("opens_new_spell", Kind::Int),
        ("opened_at", Kind::Instant),
        ("expires_on", Kind::Date),
        ("state", Kind::Text),
        ("opened_by", Kind::Uuid),
    ],
    conflict: "",
};

/// A code to be opened for a member, priced already.
pub(crate) struct NewCode {
    pub(crate) code: Code,
    pub(crate) member: (i64, MembershipId),
    pub(crate) first_month: Month,
    pub(crate) n_months: u32,
    pub(crate) amount: Rupiah,
    pub(crate) expires_on: Date,
    pub(crate) opens_new_spell: bool,
}

pub(crate) async fn save(tx: &mut Tx, office: &Office, codes: Vec<NewCode>) -> Result<(), DbError> {
    let row = |new: NewCode| {
        vec![
            Value::Text(Some(new.code.to_string())),
            Value::Int(Some(new.member.0)),
            Value::Uuid(Some(new.member.1.0)),
            Value::Date(Some(new.first_month.first_day())),
            Value::Int(Some(i64::from(new.n_months))),
            Value::Int(Some(new.amount.get())),
            Value::Int(Some(i64::from(new.opens_new_spell))),
            Value::Instant(Some(office.outside.now)),
            Value::Date(Some(new.expires_on)),
            Value::Text(Some("open".to_owned())),
            Value::Uuid(Some(office.actor.0)),
        ]
    };
    tx.insert_many(&CODES, codes.into_iter().map(row).collect()).await?;
    Ok(())
}

/// A member for whom a code is opened in bulk: after a list came in, or to build the demonstration.
#[derive(Clone, Debug)]
pub struct BulkCode {
    /// The membership.
    pub membership: MembershipId,
    /// What its months cost by law; `input.month` is the first month.
    pub input: PriceInput,
    /// How many months.
    pub n_months: u32,
}

/// Opens codes for members who have paid nothing yet, with one statement; answers code and amount.
pub async fn open_codes(
    tx: &mut Tx,
    office: &Office,
    seed: Uuid,
    wanted: &[BulkCode],
) -> Result<Vec<(Code, Rupiah)>, CodeRefusal> {
    let mut codes = Vec::with_capacity(wanted.len());
    let mut answers = Vec::with_capacity(wanted.len());
    let expires_on = office.outside.today().saturating_add(CODE_DAYS.days());
    for (n, new) in (0u64..).zip(wanted) {
        let mut amount = Rupiah::ZERO;
        for month in new.input.month.run(new.n_months) {
            amount = amount
                .plus(office.outside.law.price_amount(&PriceInput { month, ..new.input })?.total)?;
        }
        let code = Code::made_by(office.outside.id(seed, "code", n));
        answers.push((code.clone(), amount));
        let bucket = i64::from(new.membership.0.as_bytes()[15]);
        codes.push(NewCode {
            code,
            member: (bucket, new.membership),
            first_month: new.input.month,
            n_months: new.n_months,
            amount,
            expires_on,
            opens_new_spell: false,
        });
    }
    save(tx, office, codes).await?;
    Ok(answers)
}
