//! Tickets: what was begun and must be finished within minutes, once.
//!
//! A sign-in that waits for its code, a challenge a passkey must sign, somebody sent to another
//! issuer. The holder has 256 random bits; the database has their hash.

use crate::{NoChance, chance, sql};
use db::{DbError, Tx};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use terms::ids::UserId;
use uuid::Uuid;

/// How long a ticket is good.
pub(crate) const GOOD_FOR: SignedDuration = SignedDuration::from_mins(5);

/// What a ticket is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// The password was right; the code is missing.
    Code,
    /// A passkey is asked to sign in.
    Passkey,
    /// A passkey is asked to register.
    AddPasskey,
    /// Somebody was sent to another issuer.
    Issuer,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Passkey => "passkey",
            Self::AddPasskey => "add_passkey",
            Self::Issuer => "issuer",
        }
    }
}

/// A ticket that was found.
pub(crate) struct Found {
    /// Whose it is; none while that is not known.
    pub(crate) user: Option<UserId>,
    /// What was kept with it.
    pub(crate) content: Vec<u8>,
    hash: Vec<u8>,
}

/// Fresh bytes for a ticket.
pub(crate) fn fresh() -> Result<Vec<u8>, NoChance> {
    Ok(chance::fresh::<32>()?.to_vec())
}

fn hash(ticket: &[u8]) -> Vec<u8> {
    Sha256::digest(ticket).to_vec()
}

/// Keeps a ticket, and forgets those that nobody handed back.
pub(crate) async fn keep(
    tx: &mut Tx,
    now: Timestamp,
    (ticket, purpose): (&[u8], Purpose),
    user: Option<UserId>,
    content: Vec<u8>,
) -> Result<(), DbError> {
    tx.run(&sql::FORGET_TICKETS, (now,)).await?;
    let user = user.map(|user| user.0);
    tx.run(&sql::ADD_TICKET, (hash(ticket), purpose.word(), user, content, now + GOOD_FOR)).await?;
    Ok(())
}

/// Finds a ticket of a purpose that is still good. It stays good until it is taken.
pub(crate) async fn find(
    tx: &mut Tx,
    now: Timestamp,
    (ticket, purpose): (&[u8], Purpose),
) -> Result<Option<Found>, DbError> {
    let hash = hash(ticket);
    let found = tx.first(&sql::FIND_TICKET, (hash.clone(), purpose.word(), now)).await?;
    Ok(found.map(|(user, content): (Option<Uuid>, Vec<u8>)| Found {
        user: user.map(UserId),
        content,
        hash,
    }))
}

/// Takes a ticket out. False: somebody else was faster.
pub(crate) async fn take(tx: &mut Tx, found: &Found) -> Result<bool, DbError> {
    Ok(tx.run(&sql::TAKE_TICKET, (found.hash.clone(),)).await? == 1)
}
