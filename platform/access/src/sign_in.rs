//! Signing in: a login and a password, then a code where one is asked for.
//!
//! Guessing is slowed down by [`wait_after`]: the attempt counts before it is looked at, so many at
//! once gain nothing; the right answer takes the count back. A right password with codes to come gives
//! a ticket, not a session.

use crate::{
    Keyring, NoChance, Office, Outside, SealError,
    attempts::{self, Guess},
    audit::{self, Entry},
    command::repeat_while_busy,
    factors::FactorRefusal,
    passwords::{Busy, HashError, PasswordHash, Passwords, WeakPassword},
    requirement::Proof,
    second_factor::{self, Accepted},
    sessions::Token,
    sql, ticket,
    ticket::Purpose,
    users::ChangePassword,
    webauthn::PasskeyFault,
};
use db::{Db, DbError, Tx};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use terms::{Private, ids::UserId};
use uuid::Uuid;

pub use crate::attempts::wait_after;

const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);

/// Why somebody is not signed in.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its sentence")]
pub enum SignInRefusal {
    #[error(
        "the login or the password is wrong; check both and try again, or ask an administrator for a new password"
    )]
    Wrong,
    #[error("too many wrong attempts for this login; wait {seconds} seconds and try again")]
    Wait { seconds: i64 },
    #[error(
        "the code is wrong or was used already; wait for the next one in the app, or write a recovery code"
    )]
    WrongCode,
    #[error("this sign-in took longer than five minutes, or was finished already; begin again")]
    Ended,
    #[error(
        "this passkey is not known here; sign in with the password, then register it on the account page"
    )]
    UnknownPasskey,
    #[error(
        "you are known there as “{subject}”, and not here yet; give this to an administrator, who links it to your account"
    )]
    NotLinked { subject: String },
    #[error(transparent)]
    Passkey(#[from] PasskeyFault),
    /// Becomes [`PasskeyFault::CounterWentBack`] once it is on record.
    #[error("the counter of a passkey went back")]
    CopiedPasskey { user: UserId, passkey: Uuid },
    #[error(transparent)]
    Seal(#[from] SealError),
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
            Self::Wait { seconds } => format!("Terlalu banyak percobaan salah untuk nama masuk ini; tunggu {seconds} detik lalu coba lagi"),
            Self::WrongCode => "Kodenya salah atau sudah dipakai; tunggu kode berikutnya di aplikasi, atau tulis kode pemulihan".into(),
            Self::Ended => "Sudah lewat lima menit, atau sudah diselesaikan; mulai masuk lagi".into(),
            Self::UnknownPasskey => "Kunci sandi ini tidak dikenal di sini; masuk dengan kata sandi, lalu daftarkan di halaman akun".into(),
            Self::NotLinked { subject } => format!("Di sana Anda dikenal sebagai “{subject}”, tetapi belum di sini; berikan ini kepada administrator, yang menautkannya ke akun Anda"),
            Self::Passkey(fault) => fault.indonesian(),
            Self::CopiedPasskey { .. } => PasskeyFault::CounterWentBack.indonesian(),
            Self::Seal(error) => error.indonesian(),
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

/// The password was right; the code is missing.
#[derive(Clone, Debug)]
pub struct CodeNeeded {
    /// To be shown with the code.
    pub ticket: Token,
    /// Until when the code is taken.
    pub expires_at: Timestamp,
}

/// What a right password leads to.
#[derive(Clone, Debug)]
pub enum Entered {
    /// A session is open.
    Done(SignedIn),
    /// A code is asked for.
    CodeNeeded(CodeNeeded),
}

/// Checks login and password; opens a browser session, or asks for a code.
pub async fn sign_in(
    db: &Db,
    outside: &Outside,
    passwords: &Passwords,
    login: &str,
    password: &Private<String>,
    label: &str,
) -> Result<Entered, SignInRefusal> {
    let login = login.trim().to_lowercase();
    let opening = Opening::fresh(outside, Proof::Password, label)?;
    let ticket = Token::fresh()?;
    let guess = Guess::Password(&login);
    repeat_while_busy(opening.seed(), || attempts::count(db, outside, guess)).await?;
    let user = db.read().await?.first(&sql::FIND_LOGIN, (login.clone(),)).await?;
    let kept = user.as_ref().filter(|user| user.status == "active");
    let kept = kept.and_then(|user| user.password_hash.clone()).map(PasswordHash);
    let right = passwords.is_right(password, kept.as_ref()).await?;
    let (Some(user), Some(kept), true) = (user, kept, right) else {
        return Err(SignInRefusal::Wrong);
    };
    let user = UserId(user.id);
    let enter = || async {
        let mut tx = db.write().await?;
        // Between the check and now, somebody may have disabled the user or reset the password.
        let must_change = unchanged(&mut tx, user, &binding(&kept)).await?;
        let must_change = must_change.ok_or(SignInRefusal::Wrong)?;
        attempts::forget(&mut tx, guess).await?;
        let entered = if second_factor::is_on(&mut tx, user).await? {
            let held = (ticket.reveal().as_bytes(), Purpose::Code);
            ticket::keep(&mut tx, outside.now, held, Some(user), binding(&kept)).await?;
            let expires_at = outside.now + ticket::GOOD_FOR;
            Entered::CodeNeeded(CodeNeeded { ticket: ticket.clone(), expires_at })
        } else {
            Entered::Done(opening.open(&mut tx, outside, user, must_change, "").await?)
        };
        tx.commit().await?;
        Ok(entered)
    };
    repeat_while_busy(opening.seed(), enter).await
}

/// Shows the code that a right password asked for: of the app, or a recovery code.
pub async fn sign_in_with_code(
    db: &Db,
    outside: &Outside,
    keys: &Keyring,
    shown: &str,
    code: &Private<String>,
    label: &str,
) -> Result<SignedIn, SignInRefusal> {
    let opening = Opening::fresh(outside, Proof::PasswordAndCode, label)?;
    let held = (shown.as_bytes(), Purpose::Code);
    let found = ticket::find(&mut db.read().await?, outside.now, held).await?;
    let user = found.and_then(|found| found.user).ok_or(SignInRefusal::Ended)?;
    let guess = Guess::Code(user);
    repeat_while_busy(opening.seed(), || attempts::count(db, outside, guess)).await?;
    let enter = || async {
        let mut tx = db.write().await?;
        let found = ticket::find(&mut tx, outside.now, held).await?.ok_or(SignInRefusal::Ended)?;
        let must_change = unchanged(&mut tx, user, &found.content).await?;
        let must_change = must_change.ok_or(SignInRefusal::Ended)?;
        let at = (user, outside.now);
        let accepted = match second_factor::accept(&mut tx, keys, at, code).await {
            Ok(accepted) => accepted.ok_or(SignInRefusal::WrongCode)?,
            Err(error) => return Err(of_factor(error)),
        };
        if !ticket::take(&mut tx, &found).await? {
            return Err(SignInRefusal::Ended);
        }
        attempts::forget(&mut tx, guess).await?;
        let how = match accepted {
            Accepted::App => "with a code".to_owned(),
            Accepted::Recovery { left } => format!("with a recovery code, {left} left"),
        };
        let signed_in = opening.open(&mut tx, outside, user, must_change, &how).await?;
        tx.commit().await?;
        Ok(signed_in)
    };
    repeat_while_busy(opening.seed(), enter).await
}

/// What can go wrong while a code is looked at. A factor that was taken away meanwhile ends the
/// sign-in: the next one begins with the password again.
fn of_factor(refusal: FactorRefusal) -> SignInRefusal {
    match refusal {
        FactorRefusal::User(crate::users::UserRefusal::Db(error)) => error.into(),
        FactorRefusal::Seal(error) => error.into(),
        _ => SignInRefusal::Ended,
    }
}

/// What ties a half-finished sign-in to the password it began with.
fn binding(password: &PasswordHash) -> Vec<u8> {
    Sha256::digest(password.0.as_bytes()).to_vec()
}

/// Whether the user is active and has this password still; if so, whether it must be changed.
async fn unchanged(tx: &mut Tx, user: UserId, bound: &[u8]) -> Result<Option<bool>, DbError> {
    let user = tx.first(&sql::FIND_USER, (user,)).await?.filter(|user| user.status == "active");
    let same = user.filter(|user| {
        user.password_hash.clone().is_some_and(|hash| binding(&PasswordHash(hash)) == bound)
    });
    Ok(same.map(|user| user.must_change != 0))
}

/// A browser session that is about to be opened.
pub(crate) struct Opening {
    token: Token,
    session: Uuid,
    seed: Uuid,
    proof: Proof,
    label: String,
}

impl Opening {
    pub(crate) fn fresh(outside: &Outside, proof: Proof, label: &str) -> Result<Self, NoChance> {
        let token = Token::fresh()?;
        // The token is random and known to one request: what is derived from its hash tells nothing.
        let hash = Sha256::digest(token.hash());
        let seed = Uuid::from_bytes(*hash.first_chunk().expect("a digest is longer than an id"));
        let session = outside.id(seed, "session", 0);
        Ok(Self { token, session, seed, proof, label: label.chars().take(80).collect() })
    }

    pub(crate) const fn seed(&self) -> Uuid {
        self.seed
    }

    /// Opens it, in the transaction that checked the user.
    pub(crate) async fn open(
        &self,
        tx: &mut Tx,
        outside: &Outside,
        user: UserId,
        must_change: bool,
        how: &str,
    ) -> Result<SignedIn, DbError> {
        let (now, expires_at) = (outside.now, outside.now + ABSOLUTE);
        let (hash, label) = (self.token.hash(), self.label.clone());
        let proof = self.proof.word();
        let binds = (hash, self.session, user, "browser", label, now, expires_at, proof);
        tx.run(&sql::ADD_SESSION, binds).await?;
        let entry = Entry {
            at: now,
            actor: user,
            action: "sign in",
            subject_kind: "session",
            subject: Some(self.session),
            detail: how.to_owned(),
        };
        audit::append(tx, audit::chain_of(self.session), now, &[entry]).await?;
        Ok(SignedIn {
            token: self.token.clone(),
            session: self.session,
            user,
            must_change_password: must_change && self.proof.had_password(),
            expires_at,
        })
    }
}

/// Whether it is the actor's own password. A wrong one counts like a wrong sign-in: a stolen session
/// is no way to guess.
pub(crate) async fn is_own(
    office: &Office,
    passwords: &Passwords,
    login: &str,
    password: &Private<String>,
    kept: &PasswordHash,
) -> Result<bool, SignInRefusal> {
    let guess = Guess::Password(login);
    let count = || attempts::count(&office.db, &office.outside, guess);
    repeat_while_busy(office.actor.0, count).await?;
    if !passwords.is_right(password, Some(kept)).await? {
        return Ok(false);
    }
    let forget = || async {
        let mut tx = office.db.write().await?;
        attempts::forget(&mut tx, guess).await?;
        tx.commit().await
    };
    repeat_while_busy(office.actor.0, forget).await?;
    Ok(true)
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

/// Checks the old password and hashes the new one, outside any transaction.
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
    let right = is_own(office, passwords, &user.login, old, &from).await;
    if !right.map_err(ChangeRefusal::SignIn)? {
        return Err(ChangeRefusal::Wrong);
    }
    if old == new {
        return Err(HashError::Weak(WeakPassword::Unchanged).into());
    }
    let to = passwords.hash(&user.login, new).await?;
    Ok(ChangePassword { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

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
