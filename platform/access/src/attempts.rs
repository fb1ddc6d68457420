//! Guessing is slow: every attempt counts before it is looked at, and makes the next one wait longer.
//!
//! Known or not, never for good: nobody can lock a colleague out. Many attempts at once gain nothing;
//! the right answer takes the count back. Passwords and codes are counted apart, so that knowing the
//! one is no way to try the other more often.

use crate::{
    Outside,
    audit::{self, Entry},
    sign_in::SignInRefusal,
    sql,
};
use db::{Db, DbError, Tx};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use terms::ids::UserId;

const FORGET_AFTER: SignedDuration = SignedDuration::from_hours(24);
const FREE: i64 = 5;

/// How long a login waits after this many wrong passwords in a row: four are free, then 5 seconds,
/// doubling to a quarter of an hour.
#[must_use]
pub fn wait_after(failures: i64) -> SignedDuration {
    if failures < FREE {
        return SignedDuration::ZERO;
    }
    let doublings = u32::try_from((failures - FREE).min(8)).unwrap_or(8);
    SignedDuration::from_secs((5i64 << doublings).min(15 * 60))
}

/// What is being guessed at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Guess<'a> {
    /// The password of a login, known or not.
    Password(&'a str),
    /// The code of a user whose password is known.
    Code(UserId),
}

impl Guess<'_> {
    /// Only a hash: what is typed into the wrong field is not kept.
    fn hash(self) -> Vec<u8> {
        match self {
            Self::Password(login) => Sha256::digest(login.as_bytes()).to_vec(),
            Self::Code(user) => Sha256::new()
                .chain_update(b"code\0")
                .chain_update(user.0.as_bytes())
                .finalize()
                .to_vec(),
        }
    }

    async fn user(self, tx: &mut Tx) -> Result<Option<UserId>, DbError> {
        match self {
            Self::Code(user) => Ok(Some(user)),
            Self::Password(login) => {
                let row = tx.first(&sql::FIND_LOGIN, (login.to_owned(),)).await?;
                Ok(row.map(|row| UserId(row.id)))
            }
        }
    }
}

/// Counts an attempt, in a commit of its own, or says how long to wait.
pub(crate) async fn count(
    db: &Db,
    outside: &Outside,
    guess: Guess<'_>,
) -> Result<(), SignInRefusal> {
    let (now, hash) = (outside.now, guess.hash());
    let mut tx = db.write().await?;
    tx.run(&sql::FORGET_DELAYS, (now - FORGET_AFTER,)).await?;
    let before = tx.first(&sql::FIND_DELAY, (hash.clone(),)).await?;
    if let Some((_, blocked_until, _)) = before
        && blocked_until > now
    {
        let seconds = (blocked_until.duration_since(now).as_millis() + 999) / 1000;
        return Err(SignInRefusal::Wait { seconds: i64::try_from(seconds).unwrap_or(i64::MAX) });
    }
    let failures = before.map_or(0, |(failures, _, _)| failures) + 1;
    tx.run(&sql::SET_DELAY, (hash, failures, now + wait_after(failures), now)).await?;
    if failures >= FREE
        && let Some(user) = guess.user(&mut tx).await?
    {
        let action = match guess {
            Guess::Password(_) => "wait before sign-in",
            Guess::Code(_) => "wait before code",
        };
        let detail = format!("attempt {failures}");
        let subject = Some(user.0);
        let entry = Entry { at: now, actor: user, action, subject_kind: "user", subject, detail };
        audit::append(&mut tx, audit::chain_of(user.0), now, &[entry]).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes the count back.
pub(crate) async fn forget(tx: &mut Tx, guess: Guess<'_>) -> Result<(), DbError> {
    tx.run(&sql::CLEAR_DELAY, (guess.hash(),)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_ends() {
        let seconds: Vec<i64> = (1..=14).map(|n| wait_after(n).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
        assert_eq!(wait_after(i64::MAX).as_secs(), 900);
    }
}
