//! What a payment is answered with: for the channel, the receipt and the message to the member; and
//! the little of it that is kept to answer the same again.

use super::load::KnownRow;
use crate::{Code, Held, Member, Outcome, allocate::MonthPaid, number::spoken};
use serde::{Deserialize, Serialize};
use terms::{
    Date, Month, Rupiah,
    ids::{MembershipId, PaymentId},
    written,
};

/// A month on a receipt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MonthView {
    /// The contribution month.
    pub month: Month,
    /// Its price.
    pub total: Rupiah,
    /// Employment injury.
    pub jkk: Rupiah,
    /// Death.
    pub jkm: Rupiah,
    /// Old-age savings.
    pub jht: Rupiah,
}

/// What became of a payment. Asking again answers the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Posted {
    /// The payment.
    pub payment: PaymentId,
    /// Number of the receipt, as it is read aloud.
    pub receipt: String,
    /// `posted` or `held`.
    pub state: String,
    /// `exact`, `over`, `short`, `double`, or why it is held.
    pub outcome: String,
    /// The code it was paid to.
    pub code: String,
    /// How much.
    pub amount: Rupiah,
    /// The membership, when the code is known.
    pub membership: Option<MembershipId>,
    /// Months now paid by it.
    pub months: Vec<MonthView>,
    /// Last day covered afterwards.
    pub covered_until: Option<Date>,
    /// Which spell of cover it stands in.
    pub spell: i64,
    /// Money of the member that is not cover.
    pub credit: Rupiah,
    /// The message in Indonesian.
    pub message_id: String,
    /// The message in English.
    pub message_en: String,
}

impl Posted {
    pub(crate) fn held(
        payment: PaymentId,
        code: &str,
        amount: Rupiah,
        member: Option<&Member>,
        held: Held,
    ) -> Self {
        let (message_id, message_en) = held.sentences();
        Self {
            payment,
            receipt: spoken("receipt", payment.0),
            state: "held".into(),
            outcome: held.code().into(),
            code: code.into(),
            amount,
            membership: member.map(|m| m.id),
            months: Vec::new(),
            covered_until: member.and_then(|m| m.paid_through).map(Month::last_day),
            spell: member.map_or(0, |m| m.spell),
            credit: member.map_or(Rupiah::ZERO, |m| m.credit),
            message_id: message_id.into(),
            message_en: message_en.into(),
        }
    }

    pub(crate) fn of_months(
        payment: PaymentId,
        code: &str,
        amount: Rupiah,
        outcome: Outcome,
        months: &[MonthPaid],
        member: &Member,
    ) -> Self {
        let covered_until = member.paid_through.map(Month::last_day);
        let months: Vec<MonthView> = months.iter().map(month_view).collect();
        let (message_id, message_en) =
            message(outcome, amount, &months, covered_until, member.credit);
        Self {
            payment,
            receipt: spoken("receipt", payment.0),
            state: "posted".into(),
            outcome: outcome.code().into(),
            code: code.into(),
            amount,
            membership: Some(member.id),
            months,
            covered_until,
            spell: member.spell,
            credit: member.credit,
            message_id,
            message_en,
        }
    }
}

/// What of an answer the payment's row does not say by itself. The rest, sentences and all, follows
/// from the two.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Each month with its price: JKK, JKM, JHT.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    months: Vec<(Month, Rupiah, Rupiah, Rupiah)>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    until: Option<Date>,
    spell: i64,
    credit: Rupiah,
    /// Whose a held payment seemed to be: its row changes when somebody decides.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    seemed: Option<MembershipId>,
}

impl Kept {
    pub(crate) fn of(posted: &Posted) -> Self {
        Self {
            months: posted.months.iter().map(|m| (m.month, m.jkk, m.jkm, m.jht)).collect(),
            until: posted.covered_until,
            spell: posted.spell,
            credit: posted.credit,
            seemed: posted.membership.filter(|_| posted.state == "held"),
        }
    }

    /// The answer as it was given; none when the row names an outcome that there is not.
    pub(crate) fn again(self, row: &KnownRow) -> Option<Posted> {
        let held = Held::of_code(&row.outcome);
        let view = |(month, jkk, jkm, jht)| {
            let total = Rupiah::sum([jkk, jkm, jht]).ok()?;
            Some(MonthView { month, total, jkk, jkm, jht })
        };
        let months = self.months.into_iter().map(view).collect::<Option<Vec<_>>>()?;
        let (message_id, message_en) = match held {
            Some(held) => {
                let (id, en) = held.sentences();
                (id.to_owned(), en.to_owned())
            }
            None => {
                let outcome = Outcome::of_code(&row.outcome)?;
                message(outcome, row.amount, &months, self.until, self.credit)
            }
        };
        // A posted payment is answered with the code as we write it, a held one as it was typed.
        let code = row.code.parse::<Code>().ok().filter(|_| held.is_none());
        Some(Posted {
            payment: row.id,
            receipt: spoken("receipt", row.id.0),
            state: if held.is_some() { "held" } else { "posted" }.into(),
            outcome: row.outcome.clone(),
            code: code.map_or_else(|| row.code.clone(), |code| code.as_str().to_owned()),
            amount: row.amount,
            membership: if held.is_some() { self.seemed } else { row.membership },
            months,
            covered_until: self.until,
            spell: self.spell,
            credit: self.credit,
            message_id,
            message_en,
        })
    }
}

pub(crate) fn month_view(paid: &MonthPaid) -> MonthView {
    MonthView {
        month: paid.month,
        total: paid.price.total,
        jkk: paid.price.jkk.unwrap_or_default(),
        jkm: paid.price.jkm.unwrap_or_default(),
        jht: paid.price.jht.unwrap_or_default(),
    }
}

/// The message. No name and no number of a person: the phone may be shared.
fn message(
    outcome: Outcome,
    amount: Rupiah,
    months: &[MonthView],
    until: Option<Date>,
    credit: Rupiah,
) -> (String, String) {
    let [until_id, until_en] = until.map_or_else(|| ["-", "-"].map(str::to_owned), written::day);
    let [span_id, span_en] = match (months.first(), months.last()) {
        (Some(first), Some(last)) => written::months(first.month, last.month),
        _ => [String::new(), String::new()],
    };
    match outcome {
        Outcome::Short if months.is_empty() => (
            format!(
                "Kami terima {amount}. Belum cukup untuk satu bulan: simpanan Anda {credit}. Simpanan belum menjadi perlindungan; tambah sampai penuh dengan kode yang sama."
            ),
            format!(
                "We received {amount}. Not yet a full month: your credit is {credit}. Credit is not cover; add to it with the same code until a month is full."
            ),
        ),
        Outcome::Short => (
            format!(
                "Kami terima {amount} untuk {span_id}. Anda terlindungi sampai {until_id}. Sisa {credit} belum cukup untuk bulan berikutnya dan disimpan."
            ),
            format!(
                "We received {amount} for {span_en}. You are covered until {until_en}. The remaining {credit} is not yet a full month and is kept as credit."
            ),
        ),
        Outcome::Double => (
            format!(
                "Tagihan ini sudah dibayar sebelumnya. {amount} dipakai untuk bulan berikutnya {span_id}; Anda terlindungi sampai {until_id}. Simpanan {credit}."
            ),
            format!(
                "This bill had been paid before. {amount} was used for the following months {span_en}; you are covered until {until_en}. Credit {credit}."
            ),
        ),
        Outcome::Over => (
            format!(
                "Kami terima {amount} untuk {span_id}. Anda terlindungi sampai {until_id}. Kelebihan disimpan: simpanan {credit} dipakai untuk tagihan berikutnya."
            ),
            format!(
                "We received {amount} for {span_en}. You are covered until {until_en}. The rest is kept: your credit of {credit} goes to the next bill."
            ),
        ),
        Outcome::Exact => (
            format!("Kami terima {amount} untuk {span_id}. Anda terlindungi sampai {until_id}."),
            format!("We received {amount} for {span_en}. You are covered until {until_en}."),
        ),
    }
}
