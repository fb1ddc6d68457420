//! The one place where chance is fetched instead of handed in: secrets nobody may foretell.
//!
//! Keys, salts, tokens and one-time passwords. Everything else that must differ (ids, nonces) is
//! derived, so that a day can be run again.

use zeroize::Zeroizing;

/// The machine has no randomness to give.
#[derive(Debug, thiserror::Error)]
#[error("the machine gave no random bytes ({0}); nothing was made, please try again")]
pub struct NoChance(String);

/// `N` fresh random bytes, wiped when dropped.
pub(crate) fn fresh<const N: usize>() -> Result<Zeroizing<[u8; N]>, NoChance> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|e| NoChance(e.to_string()))?;
    Ok(bytes)
}
