//! What is more than a password: refusals, what a user has, and taking it all away from a lost phone.

use crate::{
    Command, CommandHeader, Duty, Forbidden, NoChance, Office, SealError,
    passkeys::Passkey,
    passwords::{PasswordHash, Passwords},
    sign_in::SignInRefusal,
    sql,
    users::{UserAnswer, UserRefusal, UserRow, known_user},
    webauthn::PasskeyFault,
};
use db::{DbError, Tx};
use jiff::Timestamp;
use terms::{Private, ids::UserId};

/// Why an account's code app, recovery codes or passkeys are not changed.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its sentence")]
pub enum FactorRefusal {
    #[error("the password is wrong; write the one you sign in with")]
    Password,
    #[error(transparent)]
    SignIn(SignInRefusal),
    #[error("codes are asked for already; remove the old app first, or use it")]
    AlreadyOn,
    #[error("no codes are asked for on this account; nothing was changed")]
    NotOn,
    #[error("there is no app waiting for its first code; begin again")]
    NothingOffered,
    #[error(
        "the code is wrong; wait for the next one in the app, and check that the clock of the phone is right"
    )]
    WrongCode,
    #[error("on your own account use the account page, with your password")]
    OwnAccount,
    #[error(
        "a passkey has a name of 1 to 80 characters, for example the device it is on; write one"
    )]
    Label,
    #[error("an account has at most {0} passkeys; remove one that is not used any more")]
    TooMany(usize),
    #[error("this passkey is registered already; use it, or choose another device")]
    KnownPasskey,
    #[error("there is no such passkey on this account; look at the list")]
    NoSuchPasskey,
    #[error("this took longer than five minutes, or was finished already; begin again")]
    Ended,
    #[error(transparent)]
    Passkey(#[from] PasskeyFault),
    #[error(transparent)]
    User(#[from] UserRefusal),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    NoChance(#[from] NoChance),
}

impl FactorRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Password => "Kata sandi salah; tulis kata sandi yang Anda pakai masuk".into(),
            Self::SignIn(refusal) => refusal.indonesian(),
            Self::AlreadyOn => "Kode sudah diminta pada akun ini; hapus aplikasi lama lebih dahulu, atau pakai yang itu".into(),
            Self::NotOn => "Akun ini tidak meminta kode; tidak ada yang diubah".into(),
            Self::NothingOffered => "Tidak ada aplikasi yang menunggu kode pertamanya; mulai lagi".into(),
            Self::WrongCode => "Kodenya salah; tunggu kode berikutnya di aplikasi, dan pastikan jam ponsel benar".into(),
            Self::OwnAccount => "Untuk akun sendiri pakai halaman akun, dengan kata sandi Anda".into(),
            Self::Label => "Kunci sandi bernama 1 sampai 80 karakter, misalnya nama alatnya; tulis namanya".into(),
            Self::TooMany(most) => format!("Satu akun paling banyak {most} kunci sandi; hapus yang tidak dipakai lagi"),
            Self::KnownPasskey => "Kunci sandi ini sudah terdaftar; pakai saja, atau pilih alat lain".into(),
            Self::NoSuchPasskey => "Kunci sandi itu tidak ada pada akun ini; lihat daftarnya".into(),
            Self::Ended => "Sudah lewat lima menit, atau sudah diselesaikan; mulai lagi".into(),
            Self::Passkey(fault) => fault.indonesian(),
            Self::User(refusal) => refusal.indonesian(),
            Self::Seal(error) => error.indonesian(),
            Self::NoChance(_) => "Mesin tidak memberi bilangan acak; silakan coba lagi".into(),
        }
    }
}

impl From<DbError> for FactorRefusal {
    fn from(error: DbError) -> Self {
        Self::User(UserRefusal::Db(error))
    }
}

impl From<Forbidden> for FactorRefusal {
    fn from(error: Forbidden) -> Self {
        Self::User(UserRefusal::Forbidden(error))
    }
}

/// The actor has just shown their password again: a session that lies around open is not enough to
/// change how its owner signs in.
#[derive(Clone, Debug)]
pub struct Proved {
    pub(crate) user: UserId,
    pub(crate) login: String,
    pub(crate) display_name: String,
    pub(crate) password: PasswordHash,
}

impl Proved {
    /// Inside the transaction: nobody has changed the password since.
    pub(crate) async fn still(
        &self,
        tx: &mut Tx,
        office: &Office,
    ) -> Result<UserRow, FactorRefusal> {
        office.on_own_account();
        let user = known_user(tx, office.actor).await?;
        let same = self.user == office.actor
            && user.password_hash.as_deref() == Some(self.password.0.as_str());
        if same { Ok(user) } else { Err(UserRefusal::PasswordChanged.into()) }
    }
}

/// Checks the actor's own password; a wrong one counts like a wrong sign-in.
pub async fn prove(
    office: &Office,
    passwords: &Passwords,
    password: &Private<String>,
) -> Result<Proved, FactorRefusal> {
    let mut tx = office.db.read().await?;
    let user = tx.first(&sql::FIND_USER, (office.actor,)).await?.ok_or(FactorRefusal::Password)?;
    drop(tx);
    let kept = user.password_hash.clone().map(PasswordHash).ok_or(FactorRefusal::Password)?;
    let right = crate::sign_in::is_own(office, passwords, &user.login, password, &kept).await;
    if !right.map_err(FactorRefusal::SignIn)? {
        return Err(FactorRefusal::Password);
    }
    let UserRow { login, display_name, .. } = user;
    Ok(Proved { user: office.actor, login, display_name, password: kept })
}

/// What a user has beside the password.
#[derive(Clone, Debug)]
pub struct Factors {
    /// Since when codes of an app are asked for.
    pub codes_since: Option<Timestamp>,
    /// Recovery codes that were not used.
    pub recovery_codes_left: i64,
    /// Passkeys, the oldest first.
    pub passkeys: Vec<Passkey>,
}

/// What the actor has beside the password.
pub async fn own_factors(tx: &mut Tx, office: &Office) -> Result<Factors, DbError> {
    office.on_own_account();
    let factor = tx.first(&sql::FIND_FACTOR, (office.actor,)).await?;
    let (left,) = tx.one(&sql::RECOVERY_CODES_LEFT, (office.actor,)).await?;
    let passkeys = tx.all(&sql::PASSKEYS_OF, (office.actor,)).await?;
    Ok(Factors {
        codes_since: factor.and_then(|(_, _, confirmed_at, _)| confirmed_at),
        recovery_codes_left: left,
        passkeys,
    })
}

pub(crate) async fn has_more_than_a_password(tx: &mut Tx, user: UserId) -> Result<bool, DbError> {
    let factor = tx.first(&sql::FIND_FACTOR, (user,)).await?;
    let codes = factor.is_some_and(|(_, _, confirmed_at, _)| confirmed_at.is_some());
    Ok(codes || !tx.all(&sql::PASSKEYS_OF, (user,)).await?.is_empty())
}

/// Takes code app, recovery codes and passkeys away from a user whose phone is lost or stolen; every
/// session ends. By an administrator, never for oneself.
#[derive(Clone, Copy, Debug)]
pub struct TakeFactorsAway(
    /// From whom.
    pub UserId,
);

impl Command for TakeFactorsAway {
    const NAME: &'static str = "take_factors_away";
    type Answer = UserAnswer;
    type Refusal = FactorRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, FactorRefusal> {
        office.allow_everywhere(Duty::ManageUsers)?;
        if self.0 == office.actor {
            return Err(FactorRefusal::OwnAccount);
        }
        known_user(tx, self.0).await?;
        let codes = tx.run(&sql::REMOVE_FACTOR, (self.0,)).await?;
        tx.run(&sql::FORGET_RECOVERY_CODES, (self.0,)).await?;
        let passkeys = tx.run(&sql::FORGET_PASSKEYS, (self.0,)).await?;
        tx.run(&sql::REVOKE_SESSIONS, (self.0, office.outside.now)).await?;
        let detail = format!("{codes} code apps, {passkeys} passkeys");
        office.note("take factors away", "user", Some(self.0.0), detail);
        Ok(UserAnswer { user: self.0 })
    }
}
