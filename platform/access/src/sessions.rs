//! Signing in and being recognised: opaque tokens, of which only the hash is kept.
//!
//! A browser's session ends after 30 minutes without use and after 12 hours at the latest; an
//! integrator's token after a year at the latest. Wrong passwords make a login wait longer and
//! longer, known or not, never for good: nobody can lock a colleague out ([`wait_after`]). Grants are
//! read at every request, so a revoked role is gone at once.

use crate::{
    Command, CommandHeader, Duty, Forbidden, Grant, Keyring, NoChance, Office, Outside, Role,
    audit::{self, Entry},
    chance,
    passwords::{Busy, HashError, PasswordHash, Passwords, WeakPassword},
    sql,
    users::{ChangePassword, UserRefusal, grants_of, known_user},
};
use db::{Db, DbError, Tx, row};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, sync::Arc};
use terms::{Private, ids::UserId};
use uuid::Uuid;

const IDLE: SignedDuration = SignedDuration::from_mins(30);
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
const TOKEN_MAX: SignedDuration = SignedDuration::from_hours(24 * 366);
/// Noting every request would be a write a request; a minute is close enough to thirty.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);
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

/// A token as its holder has it: 256 random bits in hex. Shown once, kept nowhere.
#[derive(Clone)]
pub struct Token(Private<String>);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

impl Token {
    fn fresh() -> Result<Self, NoChance> {
        Ok(Self(Private::new(audit::hex(&chance::fresh::<32>()?[..]))))
    }

    /// The token itself, to be handed to its holder.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.reveal().as_bytes()).to_vec()
    }
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

row! {
    /// A session with its user.
    pub(crate) struct SessionRow {
        id: Uuid,
        user: Uuid,
        kind: String,
        seen_at: Timestamp,
        expires_at: Timestamp,
        revoked_at: Option<Timestamp>,
        login: String,
        display_name: String,
        status: String,
        must_change: i64,
    }
}

/// What a session is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionKind {
    /// A person at a browser.
    Browser,
    /// A machine.
    ApiToken,
}

impl SessionKind {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::ApiToken => "api_token",
        }
    }
}

/// Whose token it is, and what they may do now.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Recognised {
    pub session: Uuid,
    pub kind: SessionKind,
    pub user: UserId,
    pub login: String,
    pub display_name: String,
    /// Nothing but changing the password: the grants are empty until then.
    pub must_change_password: bool,
    pub grants: Vec<Grant>,
}

impl Recognised {
    /// The office as this actor sees it.
    #[must_use]
    pub fn office(&self, db: Db, outside: Outside, keys: Arc<Keyring>) -> Office {
        Office::new(db, outside, keys, self.user, self.grants.clone())
    }
}

/// Recognises a token; none if it was never given, has ended, or its user is disabled.
pub async fn recognise(
    db: &Db,
    outside: &Outside,
    token: &str,
) -> Result<Option<Recognised>, DbError> {
    let now = outside.now;
    let hash = Token(Private::new(token.to_owned())).hash();
    let mut tx = db.read().await?;
    let Some(row) = tx.first(&sql::FIND_SESSION, (hash,)).await? else { return Ok(None) };
    let kind = if row.kind == "browser" { SessionKind::Browser } else { SessionKind::ApiToken };
    let idle = kind == SessionKind::Browser && row.seen_at + IDLE <= now;
    if idle || row.expires_at <= now || row.revoked_at.is_some() || row.status != "active" {
        return Ok(None);
    }
    let user = UserId(row.user);
    let must_change_password = row.must_change != 0;
    let grants = if must_change_password { Vec::new() } else { grants_of(&mut tx, user).await? };
    drop(tx);
    if row.seen_at + SEEN_EVERY <= now {
        note_use(db, row.id, now).await?;
    }
    let (login, display_name) = (row.login, row.display_name);
    Ok(Some(Recognised {
        session: row.id,
        kind,
        user,
        login,
        display_name,
        must_change_password,
        grants,
    }))
}

/// Two requests at once may both note it; one of them being in the way is no reason to fail either.
async fn note_use(db: &Db, session: Uuid, now: Timestamp) -> Result<(), DbError> {
    let noted = async {
        let mut tx = db.write().await?;
        tx.run(&sql::TOUCH_SESSION, (session, now)).await?;
        tx.commit().await
    };
    match noted.await {
        Err(DbError::Busy(_)) => Ok(()),
        done => done,
    }
}

/// What a command about a session answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionAnswer {
    /// The session or token.
    pub session: Uuid,
}

/// Why a session or token is not made or ended.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its sentence")]
pub enum SessionRefusal {
    #[error(transparent)]
    User(#[from] UserRefusal),
    #[error("there is no such session; it may have ended already")]
    NoSuchSession,
    #[error("a token is for a user whose only role is “integrator”; make such a user first")]
    NotAnIntegrator,
    #[error("a token ends in the future and within a year; choose such a day")]
    Expiry,
    #[error("a token has a label of 1 to 80 characters that says where it is used; write one")]
    Label,
}

impl SessionRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::User(refusal) => refusal.indonesian(),
            Self::NoSuchSession => "Sesi itu tidak ada; mungkin sudah berakhir".into(),
            Self::NotAnIntegrator => "Token hanya untuk pengguna yang satu-satunya perannya “integrator”; buat pengguna itu lebih dahulu".into(),
            Self::Expiry => "Token berakhir di masa depan dan paling lama setahun; pilih hari yang demikian".into(),
            Self::Label => "Token memerlukan label 1 sampai 80 karakter yang menyebut tempat pemakaiannya; tulis label".into(),
        }
    }
}

impl From<DbError> for SessionRefusal {
    fn from(error: DbError) -> Self {
        Self::User(UserRefusal::Db(error))
    }
}

impl From<Forbidden> for SessionRefusal {
    fn from(error: Forbidden) -> Self {
        Self::User(UserRefusal::Forbidden(error))
    }
}

/// Ends a session: one's own (signing out), or anyone's by an administrator.
#[derive(Clone, Copy, Debug)]
pub struct EndSession(
    /// Which.
    pub Uuid,
);

impl Command for EndSession {
    const NAME: &'static str = "end_session";
    type Answer = SessionAnswer;
    type Refusal = SessionRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<SessionAnswer, SessionRefusal> {
        let owner = tx.first(&sql::SESSION_OWNER, (self.0,)).await?.map(|(user,)| user);
        if owner == Some(office.actor) {
            office.on_own_account();
        } else {
            office.allow_everywhere(Duty::ManageUsers)?;
        }
        if owner.is_none() || tx.run(&sql::REVOKE_SESSION, (self.0, office.outside.now)).await? == 0
        {
            return Err(SessionRefusal::NoSuchSession);
        }
        office.note("end session", "session", Some(self.0), "");
        Ok(SessionAnswer { session: self.0 })
    }
}

/// Gives an integrator's machine a token. Make it with [`IssueToken::prepare`], which also hands out
/// the token itself, once.
#[derive(Clone, Debug)]
pub struct IssueToken {
    user: UserId,
    label: String,
    expires_at: Timestamp,
    token_hash: Vec<u8>,
}

impl IssueToken {
    /// The command and the token to be shown once, if the command is carried out.
    pub fn prepare(
        user: UserId,
        label: &str,
        expires_at: Timestamp,
    ) -> Result<(Self, Token), NoChance> {
        let token = Token::fresh()?;
        Ok((
            Self { user, label: label.trim().to_owned(), expires_at, token_hash: token.hash() },
            token,
        ))
    }
}

impl Command for IssueToken {
    const NAME: &'static str = "issue_token";
    type Answer = SessionAnswer;
    type Refusal = SessionRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<SessionAnswer, SessionRefusal> {
        office.allow_everywhere(Duty::ManageUsers)?;
        let now = office.outside.now;
        if self.expires_at <= now || self.expires_at > now + TOKEN_MAX {
            return Err(SessionRefusal::Expiry);
        }
        if self.label.is_empty() || self.label.chars().count() > 80 {
            return Err(SessionRefusal::Label);
        }
        known_user(tx, self.user).await?;
        let grants = grants_of(tx, self.user).await?;
        if grants.is_empty() || grants.iter().any(|grant| grant.role != Role::Integrator) {
            return Err(SessionRefusal::NotAnIntegrator);
        }
        let id = office.outside.id(header.id.0, "token", 0);
        let kind = SessionKind::ApiToken.word();
        tx.run(
            &sql::ADD_SESSION,
            (
                self.token_hash.clone(),
                id,
                self.user,
                kind,
                self.label.clone(),
                now,
                self.expires_at,
            ),
        )
        .await?;
        office.note("issue token", "session", Some(id), format!("for {}", self.user));
        Ok(SessionAnswer { session: id })
    }
}

row! {
    /// A session or token in a list.
    pub struct Session {
        /// Its id, for ending it.
        pub id: Uuid,
        /// `browser` or `api_token`.
        pub kind: String,
        /// What the user or the administrator called it.
        pub label: String,
        /// Since when.
        pub created_at: Timestamp,
        /// When it was last used, to the minute.
        pub seen_at: Timestamp,
        /// Until when at the latest.
        pub expires_at: Timestamp,
    }
}

/// The sessions and tokens of a user: one's own, or anyone's for an administrator.
pub async fn list_sessions(
    tx: &mut Tx,
    office: &Office,
    user: UserId,
) -> Result<Vec<Session>, SessionRefusal> {
    if user == office.actor {
        office.on_own_account();
    } else {
        office.allow_everywhere(Duty::ManageUsers)?;
    }
    Ok(tx.all(&sql::SESSIONS_OF, (user, office.outside.now)).await?)
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
            sendable(&recognise(db, outside, ""));
        };
        let _ = check;
    }

    #[test]
    fn tokens_are_long_never_the_same_and_do_not_print() {
        let (first, second) = (Token::fresh().unwrap(), Token::fresh().unwrap());
        assert_eq!(first.reveal().len(), 64);
        assert_ne!(first.reveal(), second.reveal());
        assert_eq!(format!("{first:?}"), "•••");
        assert_ne!(first.hash(), first.reveal().as_bytes());
    }
}
