//! Signing in: a login, a password, and a wait that grows with every wrong one.
//!
//! Wrong passwords make a login wait longer and longer, known or not, never for good: nobody can lock
//! a colleague out ([`wait_after`]). An attempt counts before the password is looked at, so many at
//! once gain nothing; the right password takes the count back.

use crate::{
    NoChance, Office, Outside,
    audit::{self, Entry},
    passwords::{Busy, HashError, PasswordHash, Passwords, WeakPassword},
    sessions::Token,
    sql,
    users::ChangePassword,
};
use db::{Db, DbError};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use terms::{Private, ids::UserId};
use uuid::Uuid;

const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
const FORGET_FAILURES: SignedDuration = SignedDuration::from_hours(24);

/// How long a login waits after this many wrong passwords in a row: four are free, then 5 seconds,
/// doubling to a quarter of an hour.
#[must_use]
pub fn wait_after(failures: i64) -> SignedDuration {
    if failures < 5 {
        return SignedDuration::ZERO;
    }
    let doublings = u32::try_from((failures - 5).min(8)).unwrap_or(8);
    SignedDuration::from_secs((5i64 << doublings).min(15 * 60))
}

/// Why somebody is not signed in.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its sentence")]
pub enum SignInRefusal {
    #[error(
        "the login or the password is wrong; check both and try again, or ask an administrator for a new password"
    )]
    Wrong,
    #[error("too many wrong passwords for this login; wait {seconds} seconds and try again")]
    Wait { seconds: i64 },
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    NoChance(#[from] NoChance),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl SignInRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Wrong => "Nama masuk atau kata sandi salah; periksa keduanya dan coba lagi, atau minta kata sandi baru kepada administrator".into(),
            Self::Wait { seconds } => format!("Terlalu banyak kata sandi salah untuk nama masuk ini; tunggu {seconds} detik lalu coba lagi"),
            Self::Busy(busy) => busy.indonesian().into(),
            Self::NoChance(_) => "Mesin tidak memberi bilangan acak; silakan coba lagi".into(),
            Self::Db(_) => "Basis data tidak menjawab; silakan coba lagi".into(),
        }
    }
}

impl crate::command::MayPass for SignInRefusal {
    fn may_pass(&self) -> bool {
        matches!(self, Self::Db(error) if error.may_pass())
    }
}

/// Who just signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// For the browser's cookie.
    pub token: Token,
    /// The session, for lists and for signing out.
    pub session: Uuid,
    /// Who.
    pub user: UserId,
    /// Nothing else is allowed before the password is changed.
    pub must_change_password: bool,
    /// When the session ends at the latest.
    pub expires_at: Timestamp,
}

/// Checks login and password and opens a browser session.
pub async fn sign_in(
    db: &Db,
    outside: &Outside,
    passwords: &Passwords,
    login: &str,
    password: &Private<String>,
    label: &str,
) -> Result<SignedIn, SignInRefusal> {
    let login = login.trim().to_lowercase();
    let token = Token::fresh()?;
    let seed = seed_of(&token);
    // The attempt counts before the password is looked at: many at once gain nothing.
    crate::command::repeat_while_busy(seed, || count_attempt(db, outside, &login)).await?;
    let user = db.read().await?.first(&sql::FIND_LOGIN, (login.clone(),)).await?;
    let kept = user.as_ref().filter(|user| user.status == "active");
    let kept = kept.and_then(|user| user.password_hash.clone()).map(PasswordHash);
    let right = passwords.is_right(password, kept.as_ref()).await?;
    let Some(user) = user.filter(|_| right) else {
        return Err(SignInRefusal::Wrong);
    };
    let signed_in = SignedIn {
        session: outside.id(seed, "session", 0),
        user: UserId(user.id),
        must_change_password: user.must_change != 0,
        expires_at: outside.now + ABSOLUTE,
        token,
    };
    let open = || open_session(db, outside, &login, &signed_in, kept.as_ref(), label);
    crate::command::repeat_while_busy(seed, open).await?;
    Ok(signed_in)
}

async fn count_attempt(db: &Db, outside: &Outside, login: &str) -> Result<(), SignInRefusal> {
    let now = outside.now;
    let hash = login_hash(login);
    let mut tx = db.write().await?;
    tx.run(&sql::FORGET_DELAYS, (now - FORGET_FAILURES,)).await?;
    let before = tx.first(&sql::FIND_DELAY, (hash.clone(),)).await?;
    if let Some((_, blocked_until, _)) = before
        && blocked_until > now
    {
        let seconds = (blocked_until.duration_since(now).as_millis() + 999) / 1000;
        return Err(SignInRefusal::Wait { seconds: i64::try_from(seconds).unwrap_or(i64::MAX) });
    }
    let failures = before.map_or(0, |(failures, _, _)| failures) + 1;
    tx.run(&sql::SET_DELAY, (hash, failures, now + wait_after(failures), now)).await?;
    if let Some(user) = tx.first(&sql::FIND_LOGIN, (login.to_owned(),)).await?
        && failures >= 5
    {
        let entry = own_entry(
            outside,
            UserId(user.id),
            "wait before sign-in",
            "user",
            Some(user.id),
            format!("attempt {failures}"),
        );
        audit::append(&mut tx, audit::chain_of(user.id), now, &[entry]).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn open_session(
    db: &Db,
    outside: &Outside,
    login: &str,
    signed_in: &SignedIn,
    checked: Option<&PasswordHash>,
    label: &str,
) -> Result<(), SignInRefusal> {
    let (now, user) = (outside.now, signed_in.user);
    let mut tx = db.write().await?;
    // Between the check and now, somebody may have disabled the user or reset the password.
    let unchanged = tx.first(&sql::FIND_USER, (user,)).await?.is_some_and(|row| {
        row.status == "active"
            && row.password_hash.as_deref() == checked.map(|hash| hash.0.as_str())
    });
    if !unchanged {
        return Err(SignInRefusal::Wrong);
    }
    tx.run(&sql::CLEAR_DELAY, (login_hash(login),)).await?;
    let label: String = label.chars().take(80).collect();
    let binds = (
        signed_in.token.hash(),
        signed_in.session,
        user,
        "browser",
        label,
        now,
        signed_in.expires_at,
    );
    tx.run(&sql::ADD_SESSION, binds).await?;
    let entry =
        own_entry(outside, user, "sign in", "session", Some(signed_in.session), String::new());
    audit::append(&mut tx, audit::chain_of(signed_in.session), now, &[entry]).await?;
    tx.commit().await?;
    Ok(())
}

/// A hash of the login: what is typed into the wrong field is not kept.
pub(crate) fn login_hash(login: &str) -> Vec<u8> {
    Sha256::digest(login.as_bytes()).to_vec()
}

/// The token is random and known to one request: what is derived from its hash tells nothing of it.
fn seed_of(token: &Token) -> Uuid {
    let hash = Sha256::digest(token.hash());
    Uuid::from_bytes(*hash.first_chunk().expect("a digest is longer than an id"))
}

fn own_entry(
    outside: &Outside,
    actor: UserId,
    action: &'static str,
    subject_kind: &'static str,
    subject: Option<Uuid>,
    detail: String,
) -> Entry {
    Entry { at: outside.now, actor, action, subject_kind, subject, detail }
}

/// Why a password change cannot begin.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each is what it wraps")]
pub enum ChangeRefusal {
    #[error("the old password is wrong; write the one you signed in with")]
    Wrong,
    #[error(transparent)]
    SignIn(SignInRefusal),
    #[error(transparent)]
    New(#[from] HashError),
}

impl ChangeRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Wrong => "Kata sandi lama salah; tulis kata sandi yang Anda pakai masuk".into(),
            Self::SignIn(refusal) => refusal.indonesian(),
            Self::New(HashError::Weak(weak)) => weak.indonesian(),
            Self::New(HashError::Busy(busy)) => busy.indonesian().into(),
            Self::New(HashError::NoChance(_)) => {
                "Mesin tidak memberi bilangan acak; silakan coba lagi".into()
            }
        }
    }
}

impl From<DbError> for ChangeRefusal {
    fn from(error: DbError) -> Self {
        Self::SignIn(SignInRefusal::Db(error))
    }
}

/// Checks the old password and hashes the new one, outside any transaction. A wrong old password
/// counts like a wrong sign-in: a stolen session is no way to guess.
pub async fn prepare_change(
    office: &Office,
    passwords: &Passwords,
    old: &Private<String>,
    new: &Private<String>,
) -> Result<ChangePassword, ChangeRefusal> {
    let user = office
        .db
        .read()
        .await?
        .first(&sql::FIND_USER, (office.actor,))
        .await?
        .ok_or(ChangeRefusal::Wrong)?;
    let from = user.password_hash.map(PasswordHash).ok_or(ChangeRefusal::Wrong)?;
    crate::passwords::check(&user.login, new.reveal()).map_err(HashError::Weak)?;
    let attempt = || count_attempt(&office.db, &office.outside, &user.login);
    crate::command::repeat_while_busy(office.actor.0, attempt)
        .await
        .map_err(ChangeRefusal::SignIn)?;
    let right = passwords.is_right(old, Some(&from)).await.map_err(HashError::Busy)?;
    if !right {
        return Err(ChangeRefusal::Wrong);
    }
    if old == new {
        return Err(HashError::Weak(WeakPassword::Unchanged).into());
    }
    let to = passwords.hash(&user.login, new).await?;
    let forget = || forget_attempts(&office.db, &user.login);
    crate::command::repeat_while_busy(office.actor.0, forget)
        .await
        .map_err(ChangeRefusal::SignIn)?;
    Ok(ChangePassword { from, to })
}

async fn forget_attempts(db: &Db, login: &str) -> Result<(), SignInRefusal> {
    let mut tx = db.write().await?;
    tx.run(&sql::CLEAR_DELAY, (login_hash(login),)).await?;
    Ok(tx.commit().await?)
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

    #[test]
    fn a_server_may_sign_people_in_on_any_thread() {
        const fn sendable<T: Send>(_: &T) {}
        let check = |db: &Db, outside: &Outside, passwords: &Passwords, text: &Private<String>| {
            sendable(&sign_in(db, outside, passwords, "", text, ""));
            sendable(&crate::sessions::recognise(db, outside, ""));
        };
        let _ = check;
    }
}
