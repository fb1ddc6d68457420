//! A receipt for cash, and what is odd about it: decided over all receipts of its serial and agent.

use db::{BulkUpdate, DbError, Kind, Tx, Uuid, Value, row};
use std::collections::HashMap;
use terms::{Rupiah, Timestamp, ids::UserId};

row! {
    /// A receipt for cash that an agent took.
    pub struct Receipt {
        /// The command that wrote it.
        pub id: Uuid,
        /// Its serial.
        pub serial: String,
        /// The book of the serial.
        pub book: String,
        /// The number in the book.
        pub number: Option<i64>,
        /// Who took the cash.
        pub agent: UserId,
        /// On which phone.
        pub device: Uuid,
        /// At which event.
        pub event: Option<Uuid>,
        /// For which enrolment.
        pub enrolment: Uuid,
        /// The payment code.
        pub code: String,
        /// Where.
        pub area: String,
        /// How much.
        pub amount: Rupiah,
        /// When.
        pub made_at: Timestamp,
        /// `held`, `handed_in`, `deposited`, `cancelled`.
        pub state: String,
        pub(crate) doubled: i64,
        pub(crate) differs: i64,
        pub(crate) over_limit: i64,
        pub(crate) decided: i64,
        /// The deposit it went with.
        pub deposit: Option<Uuid>,
        /// The payment made of it.
        pub payment: Option<Uuid>,
        /// When the office had it.
        pub recorded_at: Timestamp,
    }
}

/// Why a person must look at a receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Its serial stands on another receipt, or the slip said another amount.
    AmountDiffers,
    /// The agent held more than allowed with it.
    OverLimit,
}

impl Receipt {
    /// Why a person must look at it, if anybody must.
    #[must_use]
    pub const fn why(&self) -> Option<Why> {
        match (self.decided, self.doubled + self.differs, self.over_limit) {
            (1, ..) | (_, 0, 0) => None,
            (_, 0, _) => Some(Why::OverLimit),
            _ => Some(Why::AmountDiffers),
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "held" | "handed_in")
    }

    fn stands(&self) -> bool {
        self.state != "cancelled"
    }

    /// Taken back: nobody need look at it any more.
    pub(crate) fn cancelled(&self) -> Self {
        let state = "cancelled".to_owned();
        Self { state, doubled: 0, differs: 0, over_limit: 0, ..self.clone() }
    }

    /// What a channel calls the payment: the serial, which two receipts must not share.
    pub(crate) fn reference(&self) -> String {
        if self.doubled == 0 { self.serial.clone() } else { format!("{}/{}", self.serial, self.id) }
    }
}

/// What marking changed.
#[derive(Debug, Default)]
pub(crate) struct Marked {
    /// Receipts with other marks than before.
    pub(crate) marks: Vec<Uuid>,
    /// Of those, receipts about which something else holds now.
    pub(crate) whys: Vec<Uuid>,
}

/// Marks what is odd about receipts, in the order they were written: of two with one serial the first
/// holds it; from the one on with which an agent holds more than the limit, each is over it.
pub(crate) fn mark(receipts: &mut [Receipt], limit: Option<Rupiah>) -> Marked {
    receipts.sort_by_key(|receipt| (receipt.made_at, receipt.id));
    let mut first: HashMap<String, Uuid> = HashMap::new();
    let mut held: HashMap<UserId, Rupiah> = HashMap::new();
    let mut marked = Marked::default();
    for receipt in receipts.iter_mut().filter(|receipt| receipt.stands()) {
        let before = (receipt.doubled, receipt.over_limit, receipt.why());
        let holder = *first.entry(receipt.serial.clone()).or_insert(receipt.id);
        receipt.doubled = i64::from(holder != receipt.id);
        if receipt.is_open() {
            let sum = held.entry(receipt.agent).or_default();
            *sum = sum.plus(receipt.amount).unwrap_or(*sum);
            receipt.over_limit = i64::from(limit.is_some_and(|limit| *sum > limit));
        }
        if (receipt.doubled, receipt.over_limit) != (before.0, before.1) {
            marked.marks.push(receipt.id);
        }
        if receipt.why() != before.2 {
            marked.whys.push(receipt.id);
        }
    }
    marked
}

static MARKS: BulkUpdate = BulkUpdate {
    table: "custody_receipt",
    key: &[("id", Kind::Uuid)],
    columns: &[
        ("doubled", Kind::Int),
        ("differs", Kind::Int),
        ("over_limit", Kind::Int),
        ("decided", Kind::Int),
    ],
};

/// Writes what is odd about receipts.
pub(crate) async fn save_marks(
    tx: &mut Tx,
    receipts: impl IntoIterator<Item = &Receipt>,
) -> Result<(), DbError> {
    let row = |receipt: &Receipt| {
        let marks = [receipt.doubled, receipt.differs, receipt.over_limit, receipt.decided];
        let mut row = vec![Value::Uuid(Some(receipt.id))];
        row.extend(marks.map(|mark| Value::Int(Some(mark))));
        row
    };
    tx.update_many(&MARKS, receipts.into_iter().map(row).collect()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(n: u128, serial: &str, amount: i64, second: i64) -> Receipt {
        let at = Timestamp::from_second(1_795_000_000 + second).unwrap();
        Receipt {
            id: Uuid::from_u128(n),
            serial: serial.into(),
            book: "K0001-".into(),
            number: None,
            agent: UserId(Uuid::nil()),
            device: Uuid::nil(),
            event: None,
            enrolment: Uuid::nil(),
            code: String::new(),
            area: String::new(),
            amount: Rupiah::new(amount),
            made_at: at,
            state: "held".into(),
            doubled: 0,
            differs: 0,
            over_limit: 0,
            decided: 0,
            deposit: None,
            payment: None,
            recorded_at: at,
        }
    }

    #[test]
    fn the_first_keeps_the_serial_and_the_limit_is_met_in_the_order_of_writing() {
        let limit = Some(Rupiah::new(20_000));
        let all = [
            receipt(1, "K0001-000001", 8_400, 10),
            receipt(2, "K0001-000002", 8_400, 20),
            receipt(3, "K0001-000002", 16_800, 30),
        ];
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]] {
            let mut there: Vec<Receipt> = Vec::new();
            for at in order {
                there.push(all[at].clone());
                mark(&mut there, limit);
            }
            let whys: Vec<_> = there.iter().map(|it| (it.id.as_u128(), it.why())).collect();
            let expected = [(1, None), (2, None), (3, Some(Why::AmountDiffers))];
            assert_eq!(whys, expected, "{order:?}");
            assert_eq!(there[2].over_limit, 1);
        }
    }
}
