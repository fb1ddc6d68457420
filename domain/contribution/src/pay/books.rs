//! The journal of a batch: what its payments sum to, day by day.

use crate::allocate::MonthPaid;
use ledger::templates::Receipt;
use std::collections::BTreeMap;
use terms::{Date, MoneyError, Month, Rupiah};

/// Receipts of a batch by the day they take effect in the books.
#[derive(Clone, Debug, Default)]
pub(crate) struct Books(pub(crate) BTreeMap<Date, Receipt>);

impl Books {
    /// Adds money that was posted to months and credit.
    pub(crate) fn posted(
        &mut self,
        on: Date,
        amount: Rupiah,
        credit_before: Rupiah,
        credit_after: Rupiah,
        months: &[MonthPaid],
        income_through: Month,
    ) -> Result<(), MoneyError> {
        let mut receipt = split(months, income_through)?;
        receipt.received = amount;
        // Credit that goes up is made, credit that goes down is used.
        if credit_after >= credit_before {
            receipt.to_credit = credit_after.minus(credit_before)?;
        } else {
            receipt.from_credit = credit_before.minus(credit_after)?;
        }
        self.add(on, receipt)
    }

    /// Adds money whose purpose is not known yet.
    pub(crate) fn held(&mut self, on: Date, amount: Rupiah) -> Result<(), MoneyError> {
        self.add(on, Receipt { received: amount, to_unidentified: amount, ..Receipt::default() })
    }

    fn add(&mut self, on: Date, receipt: Receipt) -> Result<(), MoneyError> {
        let sum = self.0.remove(&on).unwrap_or_default().plus(receipt)?;
        self.0.insert(on, sum);
        Ok(())
    }
}

/// The months of a payment by fund: those up to `income_through` (the month of the books, or the
/// last month that was turned) are income now, later ones are received in advance.
pub(crate) fn split(months: &[MonthPaid], income_through: Month) -> Result<Receipt, MoneyError> {
    let mut receipt = Receipt::default();
    for paid in months {
        let (jkk, jkm) = if paid.month > income_through {
            (&mut receipt.jkk_ahead, &mut receipt.jkm_ahead)
        } else {
            (&mut receipt.jkk_now, &mut receipt.jkm_now)
        };
        *jkk = jkk.plus(paid.price.jkk.unwrap_or_default())?;
        *jkm = jkm.plus(paid.price.jkm.unwrap_or_default())?;
        receipt.jht = receipt.jht.plus(paid.price.jht.unwrap_or_default())?;
    }
    Ok(receipt)
}
