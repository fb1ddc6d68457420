//! The turn of a month in the books: what was received ahead becomes income, the channels' money
//! reaches the bank and the funds, and what is over is closed.

use super::build::commit;
use access::{CommandHeader, Office, carry_out};
use anyhow::anyhow;
use contribution::months::TurnMonth;
use db::Uuid;
use ledger::{
    CloseMonth, account::COL_1120, due_to_funds, settle_channel, sweep_to_funds, trial_balance,
};
use terms::{Fund, Month, ids::CommandId};

/// A month begins.
pub(super) async fn begin(office: &Office, seed: Uuid, month: Month) -> anyhow::Result<()> {
    let header = CommandHeader::new(CommandId(seed), month.to_string().as_bytes());
    let turned = carry_out(office, &header, &TurnMonth { month }).await;
    turned.map(|_| ()).map_err(|error| anyhow!("{month}: {error}"))
}

/// A month is over.
pub(super) async fn end(
    office: &Office,
    seed: Uuid,
    month: Month,
    closes: bool,
) -> anyhow::Result<()> {
    let on = month.last_day();
    let mut tx = office.db.write().await?;
    let received = trial_balance(&mut tx, Some(Fund::Col), on).await?.balance(COL_1120)?;
    if !received.is_zero() {
        settle_channel(&mut tx, office, &format!("demo-{month}"), on, received).await?;
    }
    let due = due_to_funds(&mut tx, on).await?;
    if !due.total()?.is_zero() {
        sweep_to_funds(&mut tx, office, &format!("demo-{month}"), on, due).await?;
    }
    commit(tx, office, seed).await?;
    if closes {
        let header = CommandHeader::new(CommandId(seed), month.to_string().as_bytes());
        let closed = carry_out(office, &header, &CloseMonth { month }).await;
        closed.map_err(|error| anyhow!("{month}: {error}"))?;
    }
    Ok(())
}
