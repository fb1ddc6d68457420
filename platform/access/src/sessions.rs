//! Being recognised: opaque tokens, of which only the hash is kept.
//!
//! A browser's session ends after 30 minutes without use and after 12 hours at the latest; an
//! integrator's token after a year at the latest. Grants are read at every request, so a revoked
//! role is gone at once.

use crate::{
    Command, CommandHeader, Duty, Forbidden, Grant, Keyring, NoChance, Office, Outside, Role,
    audit, chance,
    requirement::{Proof, falls_short},
    sql,
    users::{UserRefusal, grants_of, known_user},
};
use db::{Db, DbError, Tx, row};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, sync::Arc};
use terms::{Private, ids::UserId};
use uuid::Uuid;

const IDLE: SignedDuration = SignedDuration::from_mins(30);
const TOKEN_MAX: SignedDuration = SignedDuration::from_hours(24 * 366);
/// Noting every request would be a write a request; a minute is close enough to thirty.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// A token as its holder has it: 256 random bits in hex. Shown once, kept nowhere.
#[derive(Clone)]
pub struct Token(Private<String>);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

impl Token {
    pub(crate) fn fresh() -> Result<Self, NoChance> {
        Ok(Self(Private::new(audit::hex(&chance::fresh::<32>()?[..]))))
    }

    /// The token itself, to be handed to its holder.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    pub(crate) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.reveal().as_bytes()).to_vec()
    }
}

row! {
    /// A session with its user.
    pub(crate) struct SessionRow {
        id: Uuid,
        user: Uuid,
        kind: String,
        proof: String,
        seen_at: Timestamp,
        expires_at: Timestamp,
        revoked_at: Option<Timestamp>,
        login: String,
        display_name: String,
        status: String,
        must_change: i64,
        required: Option<String>,
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
    /// How the session was opened.
    pub proof: Proof,
    /// A role of theirs needs more than a password: the grants are empty until then.
    pub must_add_second_factor: bool,
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
    // A machine never signs in, so the password of its user is nobody's and stays as it was made.
    let proof = Proof::of(&row.proof);
    let is_person = kind == SessionKind::Browser;
    let must_change_password = row.must_change != 0 && is_person && proof.had_password();
    let held = grants_of(&mut tx, user).await?;
    drop(tx);
    let must_add_second_factor = is_person && falls_short(proof, row.required.as_deref(), &held);
    let grants = if must_change_password || must_add_second_factor { Vec::new() } else { held };
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
        proof,
        must_add_second_factor,
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
                Proof::Token.word(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_never_the_same_and_do_not_print() {
        let (first, second) = (Token::fresh().unwrap(), Token::fresh().unwrap());
        assert_eq!(first.reveal().len(), 64);
        assert_ne!(first.reveal(), second.reveal());
        assert_eq!(format!("{first:?}"), "•••");
        assert_ne!(first.hash(), first.reveal().as_bytes());
    }
}
