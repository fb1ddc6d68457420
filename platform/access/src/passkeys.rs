//! Passkeys at this office: registering one, signing in with one, naming and removing them.
//!
//! A challenge is a ticket: random, good for five minutes, once. [`crate::webauthn`] checks what an
//! authenticator says; here it is held against what the database knows.

use crate::{
    Command, CommandHeader, Office, Outside,
    audit::{self, Entry},
    factors::{FactorRefusal, Proved},
    requirement::Proof,
    sign_in::{Opening, SignInRefusal, SignedIn},
    sql, ticket,
    ticket::Purpose,
    webauthn::{self, Assertion, Ceremony, PasskeyFault, RelyingParty},
};
use db::{Db, DbError, Tx, row};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use terms::ids::UserId;
use uuid::Uuid;

/// More than anybody has devices.
pub const PASSKEYS_MAX: usize = 20;

row! {
    /// A passkey in its owner's list.
    pub struct Passkey {
        /// For naming and removing it.
        pub id: Uuid,
        /// What the authenticator calls it.
        pub credential: Vec<u8>,
        /// What its owner calls it.
        pub label: String,
        /// 1: the device's maker keeps a copy, so it may be on several devices.
        pub is_synced: i64,
        /// Since when.
        pub added_at: Timestamp,
        /// When it last signed in.
        pub used_at: Option<Timestamp>,
    }
}

row! {
    /// A passkey with its user.
    pub(crate) struct KeptPasskey {
        id: Uuid,
        user: Uuid,
        public_key: Vec<u8>,
        sign_count: i64,
        status: String,
        must_change: i64,
    }
}

/// What an authenticator is asked to sign.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// Random bytes; their hash is a ticket.
    pub bytes: Vec<u8>,
    /// Until when an answer is taken.
    pub expires_at: Timestamp,
}

/// Begins a sign-in with whichever passkey somebody has: no login is asked for.
pub async fn challenge_to_sign_in(db: &Db, outside: &Outside) -> Result<Challenge, SignInRefusal> {
    let bytes = ticket::fresh()?;
    challenge(db, outside, &bytes, Purpose::Passkey, None).await?;
    Ok(Challenge { bytes, expires_at: outside.now + ticket::GOOD_FOR })
}

async fn challenge(
    db: &Db,
    outside: &Outside,
    bytes: &[u8],
    purpose: Purpose,
    user: Option<UserId>,
) -> Result<(), DbError> {
    let seed = Uuid::from_slice(&bytes[..16]).unwrap_or_default();
    let keep = || async {
        let mut tx = db.write().await?;
        ticket::keep(&mut tx, outside.now, (bytes, purpose), user, Vec::new()).await?;
        tx.commit().await
    };
    crate::command::repeat_while_busy(seed, keep).await
}

/// Signs in with a passkey; a session is opened as if password and code had been right.
pub async fn sign_in_with_passkey(
    db: &Db,
    outside: &Outside,
    site: &RelyingParty,
    assertion: &Assertion,
    label: &str,
) -> Result<SignedIn, SignInRefusal> {
    let opening = Opening::fresh(outside, Proof::Passkey, label)?;
    let attempt = || attempt(db, outside, site, assertion, &opening);
    match crate::command::repeat_while_busy(opening.seed(), attempt).await {
        Err(SignInRefusal::CopiedPasskey { user, passkey }) => {
            let detail = "the counter went back".to_owned();
            let entry = Entry {
                at: outside.now,
                actor: user,
                action: "passkey refused",
                subject_kind: "passkey",
                subject: Some(passkey),
                detail,
            };
            audit::record(db, outside, opening.seed(), &[entry]).await?;
            Err(PasskeyFault::CounterWentBack.into())
        }
        done => done,
    }
}

async fn attempt(
    db: &Db,
    outside: &Outside,
    site: &RelyingParty,
    assertion: &Assertion,
    opening: &Opening,
) -> Result<SignedIn, SignInRefusal> {
    let now = outside.now;
    let challenge = webauthn::challenge_of(site, Ceremony::Get, &assertion.client_data)?;
    let mut tx = db.write().await?;
    let found = ticket::find(&mut tx, now, (&challenge, Purpose::Passkey)).await?;
    let found = found.ok_or(SignInRefusal::Ended)?;
    let kept = tx.first(&sql::FIND_PASSKEY, (assertion.credential.clone(),)).await?;
    let kept = kept.filter(|kept| kept.status == "active").ok_or(SignInRefusal::UnknownPasskey)?;
    // The handle names the account the key was made for; the key itself decides whose it is.
    if assertion.user_handle != kept.user.as_bytes() {
        return Err(SignInRefusal::UnknownPasskey);
    }
    let last_count = u32::try_from(kept.sign_count).unwrap_or(u32::MAX);
    let user = UserId(kept.user);
    let asserted = match webauthn::asserted(site, &kept.public_key, last_count, assertion) {
        Err(PasskeyFault::CounterWentBack) => {
            return Err(SignInRefusal::CopiedPasskey { user, passkey: kept.id });
        }
        asserted => asserted?,
    };
    if !ticket::take(&mut tx, &found).await? {
        return Err(SignInRefusal::Ended);
    }
    let binds = (kept.id, i64::from(asserted.sign_count), i64::from(asserted.is_synced), now);
    tx.run(&sql::PASSKEY_USED, binds).await?;
    let signed_in = opening.open(&mut tx, outside, user, kept.must_change != 0, "passkey").await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// What a browser needs to make a passkey.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Making {
    pub challenge: Challenge,
    pub user: UserId,
    pub login: String,
    pub display_name: String,
    /// Authenticators that have one of these are not asked again.
    pub known: Vec<Vec<u8>>,
}

/// Begins the registration of a passkey for the actor, who has shown the password.
pub async fn challenge_to_add(office: &Office, proved: Proved) -> Result<Making, FactorRefusal> {
    let bytes = ticket::fresh()?;
    let user = proved.user;
    challenge(&office.db, &office.outside, &bytes, Purpose::AddPasskey, Some(user)).await?;
    let known = office.db.read().await?.all(&sql::PASSKEYS_OF, (user,)).await?;
    Ok(Making {
        challenge: Challenge { bytes, expires_at: office.outside.now + ticket::GOOD_FOR },
        user,
        login: proved.login,
        display_name: proved.display_name,
        known: known.into_iter().map(|passkey| passkey.credential).collect(),
    })
}

/// What a command about a passkey answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyAnswer {
    /// The passkey.
    pub passkey: Uuid,
}

/// Registers a passkey that was made for the actor's challenge.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct AddPasskey {
    pub site: RelyingParty,
    pub label: String,
    pub client_data: Vec<u8>,
    pub attestation_object: Vec<u8>,
    /// The session it comes from: it has now proved more than a password.
    pub session: Uuid,
}

impl Command for AddPasskey {
    const NAME: &'static str = "add_passkey";
    type Answer = PasskeyAnswer;
    type Refusal = FactorRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<PasskeyAnswer, FactorRefusal> {
        office.on_own_account();
        let (user, now) = (office.actor, office.outside.now);
        let label = label(&self.label)?;
        let challenge = webauthn::challenge_of(&self.site, Ceremony::Create, &self.client_data)?;
        let found = ticket::find(tx, now, (&challenge, Purpose::AddPasskey)).await?;
        let found = found.filter(|found| found.user == Some(user)).ok_or(FactorRefusal::Ended)?;
        let new = webauthn::registered(&self.site, &self.attestation_object)?;
        if tx.all(&sql::PASSKEYS_OF, (user,)).await?.len() >= PASSKEYS_MAX {
            return Err(FactorRefusal::TooMany(PASSKEYS_MAX));
        }
        if tx.first(&sql::FIND_PASSKEY, (new.credential.clone(),)).await?.is_some() {
            return Err(FactorRefusal::KnownPasskey);
        }
        if !ticket::take(tx, &found).await? {
            return Err(FactorRefusal::Ended);
        }
        let id = office.outside.id(header.id.0, "passkey", 0);
        let (count, synced) = (i64::from(new.sign_count), i64::from(new.is_synced));
        let binds = (new.credential, id, user, label, new.public_key, count, synced, now);
        tx.run(&sql::ADD_PASSKEY, binds).await?;
        tx.run(&sql::RAISE_SESSION, (self.session, user, Proof::Passkey.word())).await?;
        office.note("add passkey", "passkey", Some(id), "");
        Ok(PasskeyAnswer { passkey: id })
    }
}

/// Calls one of the actor's passkeys something else.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct RenamePasskey {
    pub passkey: Uuid,
    pub label: String,
}

impl Command for RenamePasskey {
    const NAME: &'static str = "rename_passkey";
    type Answer = PasskeyAnswer;
    type Refusal = FactorRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<PasskeyAnswer, FactorRefusal> {
        office.on_own_account();
        let binds = (self.passkey, office.actor, label(&self.label)?);
        if tx.run(&sql::RENAME_PASSKEY, binds).await? == 0 {
            return Err(FactorRefusal::NoSuchPasskey);
        }
        office.note("rename passkey", "passkey", Some(self.passkey), "");
        Ok(PasskeyAnswer { passkey: self.passkey })
    }
}

/// Removes one of the actor's passkeys.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct RemovePasskey {
    pub passkey: Uuid,
    pub proved: Proved,
}

impl Command for RemovePasskey {
    const NAME: &'static str = "remove_passkey";
    type Answer = PasskeyAnswer;
    type Refusal = FactorRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<PasskeyAnswer, FactorRefusal> {
        self.proved.still(tx, office).await?;
        if tx.run(&sql::REMOVE_PASSKEY, (self.passkey, office.actor)).await? == 0 {
            return Err(FactorRefusal::NoSuchPasskey);
        }
        office.note("remove passkey", "passkey", Some(self.passkey), "");
        Ok(PasskeyAnswer { passkey: self.passkey })
    }
}

fn label(text: &str) -> Result<String, FactorRefusal> {
    let text = text.trim();
    let fits = (1..=80).contains(&text.chars().count());
    if fits { Ok(text.to_owned()) } else { Err(FactorRefusal::Label) }
}
