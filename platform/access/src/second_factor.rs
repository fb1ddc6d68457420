//! The second step of a sign-in: codes of an app, and recovery codes for the day it is lost.
//!
//! The secret is sealed in the database by the keyring, bound to its user; it is shown once, when it
//! is made, and in force once a first code proved that the app has it. A time step is taken once.

use crate::{
    Command, CommandHeader, Keyring, NoChance, Office, chance,
    factors::{FactorRefusal, Proved},
    requirement::Proof,
    sql,
    time_codes::{self, SECRET_BYTES},
    users::UserAnswer,
};
use db::{Bulk, DbError, Kind, Tx, Value};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use terms::{Private, ids::UserId};
use uuid::Uuid;

/// `second_factor.secret_sealed`, row = user.
pub(crate) const PLACE: &str = "second_factor.secret";
const RECOVERY_CODES: usize = 10;
/// Letters and digits of a recovery code: 80 bits.
const RECOVERY_CHARACTERS: usize = 16;

/// What an app needs, shown once.
#[derive(Clone, Debug)]
pub struct Offer {
    /// To be typed where no QR can be read.
    pub secret: Private<String>,
    /// `otpauth://…`, for the QR.
    pub uri: Private<String>,
}

/// Offers a fresh secret to an app; [`ConfirmCodes`] puts it in force. Offering again replaces it.
#[derive(Clone, Debug)]
pub struct OfferCodes {
    proved: Proved,
    sealed: Vec<u8>,
}

impl OfferCodes {
    /// The command, and what the app needs; `office_name` is how the app lists it.
    pub fn prepare(
        proved: Proved,
        keys: &Keyring,
        office_name: &str,
    ) -> Result<(Self, Offer), NoChance> {
        let secret = chance::fresh::<SECRET_BYTES>()?;
        let uri = time_codes::uri(&secret[..], office_name, &proved.login);
        let offer =
            Offer { secret: Private::new(time_codes::base32(&secret[..])), uri: Private::new(uri) };
        let sealed = keys.seal(PLACE, proved.user.0, &secret[..]);
        Ok((Self { proved, sealed }, offer))
    }
}

impl Command for OfferCodes {
    const NAME: &'static str = "offer_codes";
    type Answer = UserAnswer;
    type Refusal = FactorRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, FactorRefusal> {
        self.proved.still(tx, office).await?;
        let binds = (office.actor, self.sealed.clone(), office.outside.now);
        if tx.run(&sql::OFFER_FACTOR, binds).await? == 0 {
            return Err(FactorRefusal::AlreadyOn);
        }
        office.note("offer codes", "user", Some(office.actor.0), "");
        Ok(UserAnswer { user: office.actor })
    }
}

/// Puts the offered secret in force by its first code, and makes recovery codes. The session it
/// comes from has now proved both.
#[derive(Clone, Debug)]
pub struct ConfirmCodes {
    code: Private<String>,
    session: Uuid,
    hashes: Vec<Vec<u8>>,
}

impl ConfirmCodes {
    /// The command, and the recovery codes to be shown once.
    pub fn prepare(
        user: UserId,
        session: Uuid,
        code: Private<String>,
    ) -> Result<(Self, Private<Vec<String>>), NoChance> {
        let (codes, hashes) = recovery_codes(user)?;
        Ok((Self { code, session, hashes }, codes))
    }
}

impl Command for ConfirmCodes {
    const NAME: &'static str = "confirm_codes";
    type Answer = UserAnswer;
    type Refusal = FactorRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, FactorRefusal> {
        office.on_own_account();
        let (user, now) = (office.actor, office.outside.now);
        let offered = tx.first(&sql::FIND_FACTOR, (user,)).await?;
        let (sealed, _, confirmed_at, _) = offered.ok_or(FactorRefusal::NothingOffered)?;
        if confirmed_at.is_some() {
            return Err(FactorRefusal::AlreadyOn);
        }
        let secret = office.keys.open_bytes(PLACE, user.0, &sealed)?;
        let step = time_codes::step_of(secret.reveal(), self.code.reveal(), now.as_second());
        let step = step.ok_or(FactorRefusal::WrongCode)?;
        tx.run(&sql::CONFIRM_FACTOR, (user, now, step)).await?;
        keep_recovery_codes(tx, user, now, &self.hashes).await?;
        tx.run(&sql::RAISE_SESSION, (self.session, user, Proof::PasswordAndCode.word())).await?;
        office.note("confirm codes", "user", Some(user.0), "");
        Ok(UserAnswer { user })
    }
}

/// Makes ten new recovery codes; the old ones are worth nothing.
#[derive(Clone, Debug)]
pub struct RenewRecoveryCodes {
    proved: Proved,
    hashes: Vec<Vec<u8>>,
}

impl RenewRecoveryCodes {
    /// The command, and the codes to be shown once.
    pub fn prepare(proved: Proved) -> Result<(Self, Private<Vec<String>>), NoChance> {
        let (codes, hashes) = recovery_codes(proved.user)?;
        Ok((Self { proved, hashes }, codes))
    }
}

impl Command for RenewRecoveryCodes {
    const NAME: &'static str = "renew_recovery_codes";
    type Answer = UserAnswer;
    type Refusal = FactorRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, FactorRefusal> {
        self.proved.still(tx, office).await?;
        if !is_on(tx, office.actor).await? {
            return Err(FactorRefusal::NotOn);
        }
        keep_recovery_codes(tx, office.actor, office.outside.now, &self.hashes).await?;
        office.note("renew recovery codes", "user", Some(office.actor.0), "");
        Ok(UserAnswer { user: office.actor })
    }
}

/// Stops asking for codes on one's own account.
#[derive(Clone, Debug)]
pub struct RemoveCodes(
    /// The password was shown.
    pub Proved,
);

impl Command for RemoveCodes {
    const NAME: &'static str = "remove_codes";
    type Answer = UserAnswer;
    type Refusal = FactorRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, FactorRefusal> {
        self.0.still(tx, office).await?;
        if tx.run(&sql::REMOVE_FACTOR, (office.actor,)).await? == 0 {
            return Err(FactorRefusal::NotOn);
        }
        tx.run(&sql::FORGET_RECOVERY_CODES, (office.actor,)).await?;
        office.note("remove codes", "user", Some(office.actor.0), "");
        Ok(UserAnswer { user: office.actor })
    }
}

/// How a code was right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Accepted {
    App,
    Recovery { left: i64 },
}

/// Takes a code at a sign-in, once: of the app, or a recovery code. None: it is neither.
pub(crate) async fn accept(
    tx: &mut Tx,
    keys: &Keyring,
    (user, now): (UserId, Timestamp),
    typed: &Private<String>,
) -> Result<Option<Accepted>, FactorRefusal> {
    let factor = tx.first(&sql::FIND_FACTOR, (user,)).await?;
    let Some((sealed, _, Some(_), _)) = factor else { return Err(FactorRefusal::NotOn) };
    let secret = keys.open_bytes(PLACE, user.0, &sealed)?;
    if let Some(step) = time_codes::step_of(secret.reveal(), typed.reveal(), now.as_second()) {
        let taken = tx.run(&sql::TAKE_STEP, (user, step)).await? == 1;
        return Ok(taken.then_some(Accepted::App));
    }
    let hash = recovery_hash(user, typed.reveal());
    if tx.run(&sql::USE_RECOVERY_CODE, (user, hash, now)).await? == 0 {
        return Ok(None);
    }
    let (left,) = tx.one(&sql::RECOVERY_CODES_LEFT, (user,)).await?;
    Ok(Some(Accepted::Recovery { left }))
}

/// Whether codes are asked for at this user's sign-in.
pub(crate) async fn is_on(tx: &mut Tx, user: UserId) -> Result<bool, DbError> {
    let factor = tx.first(&sql::FIND_FACTOR, (user,)).await?;
    Ok(factor.is_some_and(|(_, _, confirmed_at, _)| confirmed_at.is_some()))
}

type Codes = (Private<Vec<String>>, Vec<Vec<u8>>);

/// Recovery codes as they are shown, and as they are kept. They are random and long, so one hash is
/// enough; the user's id in it keeps equal codes of two users apart.
fn recovery_codes(user: UserId) -> Result<Codes, NoChance> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let bytes = chance::fresh::<10>()?;
        let text = time_codes::base32(&bytes[..]).to_lowercase();
        let groups: Vec<&str> =
            (0..RECOVERY_CHARACTERS).step_by(4).map(|at| &text[at..at + 4]).collect();
        codes.push(groups.join("-"));
    }
    let hashes = codes.iter().map(|code| recovery_hash(user, code)).collect();
    Ok((Private::new(codes), hashes))
}

/// However it was typed: large or small, with or without dashes.
fn recovery_hash(user: UserId, typed: &str) -> Vec<u8> {
    let letters: String = typed.chars().take(100).filter(char::is_ascii_alphanumeric).collect();
    let mut hash = Sha256::new();
    hash.update(user.0.as_bytes());
    hash.update(letters.to_ascii_lowercase().as_bytes());
    hash.finalize().to_vec()
}

static CODES: Bulk = Bulk {
    table: "recovery_code",
    columns: &[("user_id", Kind::Uuid), ("code_hash", Kind::Bytes), ("made_at", Kind::Instant)],
    conflict: "",
};

async fn keep_recovery_codes(
    tx: &mut Tx,
    user: UserId,
    now: Timestamp,
    hashes: &[Vec<u8>],
) -> Result<(), DbError> {
    tx.run(&sql::FORGET_RECOVERY_CODES, (user,)).await?;
    let row = |hash: &Vec<u8>| {
        vec![Value::Uuid(Some(user.0)), Value::Bytes(Some(hash.clone())), Value::Instant(Some(now))]
    };
    tx.insert_many(&CODES, hashes.iter().map(row).collect()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recovery_codes_are_ten_all_different_and_read_however_typed() {
        let user = UserId(Uuid::from_u128(1));
        let (codes, hashes) = recovery_codes(user).unwrap();
        let mut different = codes.reveal().clone();
        different.sort();
        different.dedup();
        assert_eq!((different.len(), hashes.len()), (10, 10));
        let code = &codes.reveal()[0];
        assert_eq!((code.len(), code.matches('-').count()), (19, 3));
        for typed in [code.to_uppercase(), code.replace('-', " "), format!(" {code} ")] {
            assert_eq!(recovery_hash(user, &typed), hashes[0]);
        }
        assert_ne!(recovery_hash(UserId(Uuid::from_u128(2)), code), hashes[0]);
        assert!(!format!("{codes:?}").contains(code.as_str()));
    }
}
