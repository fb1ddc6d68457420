//! Another issuer vouches (OpenID Connect): sending people there, and whom it means when they return.
//!
//! A subject of an issuer is a user of ours only after an administrator linked the two, or, where a
//! setting says so, when the issuer's verified e-mail address is the login. Neither gives a role. The
//! way there carries a state, a nonce and a PKCE challenge, so that nobody can return somebody else's
//! answer; what the issuer says is believed only when it signed it ([`token`]).

pub mod token;

use crate::{
    Command, CommandHeader, Duty, Forbidden, Keyring, Office, Outside,
    requirement::Proof,
    sign_in::{Opening, SignInRefusal, SignedIn},
    sql, ticket,
    ticket::Purpose,
    users::{UserAnswer, UserRefusal, known_user},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use db::{Db, DbError, Tx, row};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use terms::ids::UserId;
use token::Vouched;
use uuid::Uuid;

/// What is kept while somebody is away; sealed, because who knows the verifier may take their place.
const PLACE: &str = "sign_in_ticket.content";
/// Issuers give subjects at most so many characters.
const SUBJECT_MAX: usize = 255;

/// What goes along on the way to the issuer.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Comes back with the answer, and must be the one this browser left with.
    pub state: String,
    /// Must be in what the issuer signs.
    pub nonce: String,
    /// The hash of what will be shown with the code (PKCE, S256).
    pub challenge: String,
}

/// What is remembered when somebody returns.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// What the issuer must have signed.
    pub nonce: String,
    /// To be shown with the code.
    pub verifier: String,
}

/// Begins: makes state, nonce and verifier, and keeps what must be known at the return.
pub async fn depart(
    db: &Db,
    outside: &Outside,
    keys: &Keyring,
) -> Result<Departure, SignInRefusal> {
    let state = URL_SAFE_NO_PAD.encode(ticket::fresh()?);
    let nonce = URL_SAFE_NO_PAD.encode(ticket::fresh()?);
    let verifier = URL_SAFE_NO_PAD.encode(ticket::fresh()?);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let row = row_of(&state);
    let kept = keys.seal(PLACE, row, format!("{nonce} {verifier}").as_bytes());
    let keep = || async {
        let mut tx = db.write().await?;
        let held = (state.as_bytes(), Purpose::Issuer);
        ticket::keep(&mut tx, outside.now, held, None, kept.clone()).await?;
        tx.commit().await
    };
    crate::command::repeat_while_busy(row, keep).await?;
    Ok(Departure { state, nonce, challenge })
}

fn row_of(state: &str) -> Uuid {
    let hash = Sha256::digest(state.as_bytes());
    Uuid::from_bytes(*hash.first_chunk().expect("a digest is longer than an id"))
}

/// Takes a state back, once.
pub async fn arrive(
    db: &Db,
    outside: &Outside,
    keys: &Keyring,
    state: &str,
) -> Result<Arrival, SignInRefusal> {
    let take = || async {
        let mut tx = db.write().await?;
        let held = (state.as_bytes(), Purpose::Issuer);
        let found = ticket::find(&mut tx, outside.now, held).await?.ok_or(SignInRefusal::Ended)?;
        if !ticket::take(&mut tx, &found).await? {
            return Err(SignInRefusal::Ended);
        }
        tx.commit().await?;
        Ok(found.content)
    };
    let row = row_of(state);
    let sealed = crate::command::repeat_while_busy(row, take).await?;
    let text = keys.open_text(PLACE, row, &sealed)?.into_revealed();
    let (nonce, verifier) = text.split_once(' ').ok_or(SignInRefusal::Ended)?;
    Ok(Arrival { nonce: nonce.to_owned(), verifier: verifier.to_owned() })
}

/// Opens a session for whom the issuer vouched.
pub async fn sign_in_vouched(
    db: &Db,
    outside: &Outside,
    issuer: &str,
    vouched: &Vouched,
    login_is_email: bool,
    label: &str,
) -> Result<SignedIn, SignInRefusal> {
    let opening = Opening::fresh(outside, Proof::Issuer, label)?;
    let enter = || async {
        let mut tx = db.write().await?;
        let found = find(&mut tx, issuer, &vouched.subject).await?;
        let user = match (found, &vouched.verified_email) {
            (Some(user), _) => user,
            (None, Some(email)) if login_is_email => {
                let user = by_email(&mut tx, email).await?;
                let user = user.ok_or_else(|| not_linked(&vouched.subject))?;
                let (issuer, subject) = (issuer.to_owned(), vouched.subject.clone());
                tx.run(&sql::LINK_IDENTITY, (issuer, subject, user, outside.now, user)).await?;
                user
            }
            (None, _) => return Err(not_linked(&vouched.subject)),
        };
        let active = tx.first(&sql::FIND_USER, (user,)).await?;
        let active = active.filter(|user| user.status == "active");
        let active = active.ok_or_else(|| not_linked(&vouched.subject))?;
        let how = if found.is_some() { "issuer" } else { "issuer, linked by e-mail address" };
        let must_change = active.must_change != 0;
        let signed_in = opening.open(&mut tx, outside, user, must_change, how).await?;
        tx.commit().await?;
        Ok(signed_in)
    };
    crate::command::repeat_while_busy(opening.seed(), enter).await
}

fn not_linked(subject: &str) -> SignInRefusal {
    SignInRefusal::NotLinked { subject: subject.to_owned() }
}

async fn find(tx: &mut Tx, issuer: &str, subject: &str) -> Result<Option<UserId>, DbError> {
    let row = tx.first(&sql::FIND_IDENTITY, (issuer.to_owned(), subject.to_owned())).await?;
    Ok(row.map(|(user,)| user))
}

/// The active user whose login is the address. One who is linked to another subject stays so.
async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<UserId>, DbError> {
    let Some(user) = tx.first(&sql::FIND_LOGIN, (email.to_lowercase(),)).await? else {
        return Ok(None);
    };
    let user = UserId(user.id);
    let linked = !tx.all(&sql::IDENTITIES_OF, (user,)).await?.is_empty();
    Ok((!linked).then_some(user))
}

/// Why a link is not made or ended.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its sentence")]
pub enum LinkRefusal {
    #[error(
        "a subject has 1 to 255 characters and is shown to whoever signs in there unlinked; write it so"
    )]
    Subject,
    #[error("this subject is linked to a user already; end that link first")]
    Linked,
    #[error("there is no such link; look at the list")]
    NoSuchLink,
    #[error(transparent)]
    User(#[from] UserRefusal),
}

impl LinkRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Subject => "Subjek berisi 1 sampai 255 karakter dan ditampilkan kepada yang masuk lewat sana tanpa tautan; tulis demikian".into(),
            Self::Linked => "Subjek ini sudah tertaut ke seorang pengguna; akhiri tautan itu lebih dahulu".into(),
            Self::NoSuchLink => "Tautan itu tidak ada; lihat daftarnya".into(),
            Self::User(refusal) => refusal.indonesian(),
        }
    }
}

impl From<DbError> for LinkRefusal {
    fn from(error: DbError) -> Self {
        Self::User(error.into())
    }
}

impl From<Forbidden> for LinkRefusal {
    fn from(error: Forbidden) -> Self {
        Self::User(error.into())
    }
}

/// Says that a subject of an issuer is a user of ours.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct LinkIdentity {
    pub user: UserId,
    pub issuer: String,
    pub subject: String,
}

impl Command for LinkIdentity {
    const NAME: &'static str = "link_identity";
    type Answer = UserAnswer;
    type Refusal = LinkRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, LinkRefusal> {
        office.allow_everywhere(Duty::ManageUsers)?;
        if self.user == office.actor {
            return Err(UserRefusal::OwnGrant.into());
        }
        if !(1..=SUBJECT_MAX).contains(&self.subject.chars().count()) {
            return Err(LinkRefusal::Subject);
        }
        known_user(tx, self.user).await?;
        if find(tx, &self.issuer, &self.subject).await?.is_some() {
            return Err(LinkRefusal::Linked);
        }
        let (now, actor) = (office.outside.now, office.actor);
        let binds = (self.issuer.clone(), self.subject.clone(), self.user, now, actor);
        tx.run(&sql::LINK_IDENTITY, binds).await?;
        office.note("link identity", "user", Some(self.user.0), "");
        Ok(UserAnswer { user: self.user })
    }
}

/// Ends every link of a user; sessions opened by them end too.
#[derive(Clone, Copy, Debug)]
pub struct UnlinkIdentities(
    /// Whose.
    pub UserId,
);

impl Command for UnlinkIdentities {
    const NAME: &'static str = "unlink_identities";
    type Answer = UserAnswer;
    type Refusal = LinkRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, LinkRefusal> {
        office.allow_everywhere(Duty::ManageUsers)?;
        if tx.run(&sql::UNLINK_IDENTITIES, (self.0,)).await? == 0 {
            return Err(LinkRefusal::NoSuchLink);
        }
        tx.run(&sql::REVOKE_SESSIONS, (self.0, office.outside.now)).await?;
        office.note("unlink identities", "user", Some(self.0.0), "");
        Ok(UserAnswer { user: self.0 })
    }
}

row! {
    /// A link of a user to an issuer's subject.
    pub struct Identity {
        /// The issuer's address.
        pub issuer: String,
        /// Whom it means by this.
        pub subject: String,
        /// Since when.
        pub linked_at: Timestamp,
    }
}

/// The links of a user, for administrators.
pub async fn identities_of(
    tx: &mut Tx,
    office: &Office,
    user: UserId,
) -> Result<Vec<Identity>, LinkRefusal> {
    office.allow_everywhere(Duty::ManageUsers)?;
    Ok(tx.all(&sql::IDENTITIES_OF, (user,)).await?)
}
