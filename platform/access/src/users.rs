//! Who signs in: users, their roles, and the rules that keep power apart.
//!
//! Who grants is never who receives; some roles are never held together ([`INCOMPATIBLE`]); there is
//! always an administrator. Passwords come in as hashes made before the transaction
//! ([`crate::passwords`]); a one-time password is shown by whoever made it and kept nowhere.

use crate::{
    Command, CommandHeader, Duty, Forbidden, Grant, Office, Role,
    attempts::{self, Guess},
    passwords::PasswordHash,
    sql,
};
use db::{DbError, Tx, row};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use terms::{AreaCode, ids::UserId};
use uuid::Uuid;

/// Roles that one user never holds together, whatever the areas, and why.
pub const INCOMPATIBLE: &[(Role, Role, &str, &str)] = &[
    (Role::Adjudicator, Role::Finance, "who decides does not pay", "yang memutus tidak membayar"),
    (
        Role::Adjudicator,
        Role::SecondOfficer,
        "the second look needs other eyes",
        "pemeriksaan kedua perlu mata lain",
    ),
    (
        Role::Administrator,
        Role::Finance,
        "who makes users moves no money",
        "yang membuat pengguna tidak memindahkan uang",
    ),
];

/// Why a change of users is refused.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its sentence")]
pub enum UserRefusal {
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error("there is no such user; look the user up in the list")]
    NoSuchUser,
    #[error("the login “{0}” is taken; choose another")]
    LoginTaken(String),
    #[error(
        "a login has 3 to 64 characters, small letters, digits, “.”, “_”, “-” or “@”, and begins with a letter; write it so"
    )]
    BadLogin,
    #[error("a name has 1 to 120 characters; write the name of the person or the machine")]
    BadName,
    #[error("nobody grants a role to themself; ask another administrator")]
    OwnGrant,
    #[error("“{wanted}” and “{held}” are never held together: {why}; revoke “{held}” first, or grant it to someone else", wanted = .wanted.word(), held = .held.word())]
    Incompatible { wanted: Role, held: Role, why: &'static str, why_id: &'static str },
    #[error("the user has this role already; nothing was changed")]
    AlreadyGranted,
    #[error("the user does not have this role; look at the list of roles")]
    NotGranted,
    #[error("this is the last administrator; make another one first")]
    LastAdministrator,
    #[error("the password was changed meanwhile; sign in again")]
    PasswordChanged,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl UserRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Forbidden(error) => error.indonesian(),
            Self::NoSuchUser => "Pengguna itu tidak ada; cari di daftar pengguna".into(),
            Self::LoginTaken(login) => format!("Nama masuk “{login}” sudah dipakai; pilih yang lain"),
            Self::BadLogin => "Nama masuk berisi 3 sampai 64 karakter: huruf kecil, angka, “.”, “_”, “-” atau “@”, diawali huruf; tulis demikian".into(),
            Self::BadName => "Nama berisi 1 sampai 120 karakter; tulis nama orang atau mesinnya".into(),
            Self::OwnGrant => "Tidak ada yang memberi peran kepada dirinya sendiri; minta administrator lain".into(),
            Self::Incompatible { wanted, held, why_id, .. } => format!(
                "Peran “{}” dan “{}” tidak boleh dirangkap: {why_id}; cabut “{}” lebih dahulu, atau beri kepada orang lain",
                wanted.word(), held.word(), held.word()
            ),
            Self::AlreadyGranted => "Pengguna sudah memegang peran ini; tidak ada yang diubah".into(),
            Self::NotGranted => "Pengguna tidak memegang peran ini; lihat daftar peran".into(),
            Self::LastAdministrator => "Ini administrator terakhir; buat administrator lain lebih dahulu".into(),
            Self::PasswordChanged => "Kata sandi sudah diganti sementara itu; masuk kembali".into(),
            Self::Db(_) => "Basis data menolak perubahan; silakan coba lagi".into(),
        }
    }
}

row! {
    /// A user with what the password is checked against.
    pub(crate) struct UserRow {
        pub(crate) id: Uuid,
        pub(crate) login: String,
        pub(crate) display_name: String,
        pub(crate) password_hash: Option<String>,
        pub(crate) must_change: i64,
        pub(crate) status: String,
    }
}

row! {
    /// A user in a list.
    pub(crate) struct ListedRow {
        id: Uuid,
        login: String,
        display_name: String,
        status: String,
        must_change: i64,
        created_at: Timestamp,
    }
}

/// A user as administrators see them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct User {
    pub id: UserId,
    pub login: String,
    pub display_name: String,
    pub is_active: bool,
    pub must_change_password: bool,
    pub created_at: Timestamp,
    pub grants: Vec<Grant>,
}

/// What a command about a user answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserAnswer {
    /// The user.
    pub user: UserId,
}

/// Makes a user who must change the password at the first sign-in.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct CreateUser {
    pub login: String,
    pub display_name: String,
    pub one_time: PasswordHash,
}

impl Command for CreateUser {
    const NAME: &'static str = "create_user";
    type Answer = UserAnswer;
    type Refusal = UserRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, UserRefusal> {
        office.allow_everywhere(Duty::ManageUsers)?;
        let login = parse_login(&self.login)?;
        let name = self.display_name.trim();
        if name.is_empty() || name.chars().count() > 120 {
            return Err(UserRefusal::BadName);
        }
        if tx.first(&sql::FIND_LOGIN, (login.clone(),)).await?.is_some() {
            return Err(UserRefusal::LoginTaken(login));
        }
        let id = UserId(office.outside.id(header.id.0, "user", 0));
        add_user(tx, office, id, &login, name, &self.one_time).await?;
        Ok(UserAnswer { user: id })
    }
}

/// Grants a role for an area (none: the whole country).
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct GrantRole {
    pub user: UserId,
    pub role: Role,
    pub area: Option<AreaCode>,
}

impl Command for GrantRole {
    const NAME: &'static str = "grant_role";
    type Answer = UserAnswer;
    type Refusal = UserRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, UserRefusal> {
        office.allow_everywhere(Duty::ManageUsers)?;
        if self.user == office.actor {
            return Err(UserRefusal::OwnGrant);
        }
        known_user(tx, self.user).await?;
        let held = grants_of(tx, self.user).await?;
        if held.contains(&Grant { role: self.role, area: self.area.clone() }) {
            return Err(UserRefusal::AlreadyGranted);
        }
        refuse_incompatible(self.role, &held)?;
        add_role(tx, office, self.user, self.role, self.area.as_ref()).await?;
        Ok(UserAnswer { user: self.user })
    }
}

/// Ends a role; in force at the user's next request.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct RevokeRole {
    pub user: UserId,
    pub role: Role,
    pub area: Option<AreaCode>,
}

impl Command for RevokeRole {
    const NAME: &'static str = "revoke_role";
    type Answer = UserAnswer;
    type Refusal = UserRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, UserRefusal> {
        office.allow_everywhere(Duty::ManageUsers)?;
        if self.role == Role::Administrator && self.area.is_none() {
            keep_an_administrator(tx, self.user).await?;
        }
        let area = area_text(self.area.as_ref());
        if tx
            .run(&sql::REVOKE_ROLE, (self.user, self.role.word(), area.clone(), office.outside.now))
            .await?
            == 0
        {
            return Err(UserRefusal::NotGranted);
        }
        office.note(
            "revoke role",
            "user",
            Some(self.user.0),
            format!("{} {area}", self.role.word()),
        );
        Ok(UserAnswer { user: self.user })
    }
}

/// Shuts a user out, with all sessions and tokens.
#[derive(Clone, Copy, Debug)]
pub struct DisableUser(
    /// Whom.
    pub UserId,
);

impl Command for DisableUser {
    const NAME: &'static str = "disable_user";
    type Answer = UserAnswer;
    type Refusal = UserRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, UserRefusal> {
        office.allow_everywhere(Duty::ManageUsers)?;
        known_user(tx, self.0).await?;
        let administers = Grant { role: Role::Administrator, area: None };
        if grants_of(tx, self.0).await?.contains(&administers) {
            keep_an_administrator(tx, self.0).await?;
        }
        tx.run(&sql::SET_STATUS, (self.0, "disabled")).await?;
        tx.run(&sql::REVOKE_SESSIONS, (self.0, office.outside.now)).await?;
        office.note("disable user", "user", Some(self.0.0), "");
        Ok(UserAnswer { user: self.0 })
    }
}

/// Lets a disabled user in again, with the roles they had.
#[derive(Clone, Copy, Debug)]
pub struct EnableUser(
    /// Whom.
    pub UserId,
);

impl Command for EnableUser {
    const NAME: &'static str = "enable_user";
    type Answer = UserAnswer;
    type Refusal = UserRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, UserRefusal> {
        office.allow_everywhere(Duty::ManageUsers)?;
        known_user(tx, self.0).await?;
        tx.run(&sql::SET_STATUS, (self.0, "active")).await?;
        office.note("enable user", "user", Some(self.0.0), "");
        Ok(UserAnswer { user: self.0 })
    }
}

/// Gives a user a one-time password; every session and token of theirs ends.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct ResetPassword {
    pub user: UserId,
    pub one_time: PasswordHash,
}

impl Command for ResetPassword {
    const NAME: &'static str = "reset_password";
    type Answer = UserAnswer;
    type Refusal = UserRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, UserRefusal> {
        office.allow_everywhere(Duty::ManageUsers)?;
        let user = known_user(tx, self.user).await?;
        tx.run(&sql::SET_PASSWORD, (self.user, self.one_time.0.clone(), 1i64)).await?;
        tx.run(&sql::REVOKE_SESSIONS, (self.user, office.outside.now)).await?;
        attempts::forget(tx, Guess::Password(&user.login)).await?;
        office.note("reset password", "user", Some(self.user.0), "");
        Ok(UserAnswer { user: self.user })
    }
}

/// Changes the actor's own password. Made by [`crate::sign_in::prepare_change`], which has checked the
/// old one; every session ends, so that whoever knew the old password is out.
#[derive(Clone, Debug)]
pub struct ChangePassword {
    pub(crate) from: PasswordHash,
    pub(crate) to: PasswordHash,
}

impl Command for ChangePassword {
    const NAME: &'static str = "change_password";
    type Answer = UserAnswer;
    type Refusal = UserRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<UserAnswer, UserRefusal> {
        office.on_own_account();
        let user = known_user(tx, office.actor).await?;
        if user.password_hash.as_ref() != Some(&self.from.0) {
            return Err(UserRefusal::PasswordChanged);
        }
        tx.run(&sql::SET_PASSWORD, (office.actor, self.to.0.clone(), 0i64)).await?;
        tx.run(&sql::REVOKE_SESSIONS, (office.actor, office.outside.now)).await?;
        office.note("change password", "user", Some(office.actor.0), "");
        Ok(UserAnswer { user: office.actor })
    }
}

/// A page of users with their roles, by login, after the last login of the page before.
pub async fn list_users(
    tx: &mut Tx,
    office: &Office,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<User>, UserRefusal> {
    office.allow_everywhere(Duty::ManageUsers)?;
    let rows = tx
        .all(&sql::LIST_USERS, (after.unwrap_or_default().to_owned(), limit.clamp(1, 500)))
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let roles = tx.all(&sql::ROLES_OF, (ids,)).await?;
    let users = rows.into_iter().map(|row| User {
        id: UserId(row.id),
        login: row.login,
        display_name: row.display_name,
        is_active: row.status == "active",
        must_change_password: row.must_change != 0,
        created_at: row.created_at,
        grants: roles
            .iter()
            .filter(|(user, _, _)| *user == row.id)
            .filter_map(|(_, role, area)| grant(role, area))
            .collect(),
    });
    Ok(users.collect())
}

pub(crate) async fn add_user(
    tx: &mut Tx,
    office: &Office,
    id: UserId,
    login: &str,
    name: &str,
    one_time: &PasswordHash,
) -> Result<(), DbError> {
    tx.run(
        &sql::ADD_USER,
        (id, login.to_owned(), name.to_owned(), one_time.0.clone(), office.outside.now),
    )
    .await?;
    office.note("create user", "user", Some(id.0), "");
    Ok(())
}

pub(crate) async fn add_role(
    tx: &mut Tx,
    office: &Office,
    user: UserId,
    role: Role,
    area: Option<&AreaCode>,
) -> Result<(), DbError> {
    let area = area_text(area);
    tx.run(&sql::ADD_ROLE, (user, role.word(), area.clone(), office.outside.now, office.actor))
        .await?;
    office.note("grant role", "user", Some(user.0), format!("{} {area}", role.word()));
    Ok(())
}

/// The grants of a user in force now.
pub(crate) async fn grants_of(tx: &mut Tx, user: UserId) -> Result<Vec<Grant>, DbError> {
    let rows = tx.all(&sql::GRANTS_OF, (user,)).await?;
    Ok(rows.iter().filter_map(|(role, area)| grant(role, area)).collect())
}

/// A user as other departments see them: for what is done in the name of somebody who is not signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Holder {
    pub id: UserId,
    pub display_name: String,
    pub is_active: bool,
    /// The grants in force now.
    pub grants: Vec<Grant>,
}

/// A user by id, with the grants in force now.
pub async fn holder(tx: &mut Tx, user: UserId) -> Result<Option<Holder>, DbError> {
    let Some(row) = tx.first(&sql::FIND_USER, (user,)).await? else { return Ok(None) };
    let grants = grants_of(tx, user).await?;
    let is_active = row.status == "active";
    Ok(Some(Holder { id: user, display_name: row.display_name, is_active, grants }))
}

pub(crate) async fn known_user(tx: &mut Tx, user: UserId) -> Result<UserRow, UserRefusal> {
    tx.first(&sql::FIND_USER, (user,)).await?.ok_or(UserRefusal::NoSuchUser)
}

/// A role or an area that this program does not know gives nothing.
fn grant(role: &str, area: &str) -> Option<Grant> {
    let role = Role::from_word(role)?;
    if area.is_empty() {
        Some(Grant { role, area: None })
    } else {
        Some(Grant { role, area: Some(area.parse().ok()?) })
    }
}

fn area_text(area: Option<&AreaCode>) -> String {
    area.map(ToString::to_string).unwrap_or_default()
}

fn refuse_incompatible(wanted: Role, held: &[Grant]) -> Result<(), UserRefusal> {
    for (one, other, why, why_id) in INCOMPATIBLE {
        for (a, b) in [(*one, *other), (*other, *one)] {
            if a == wanted && held.iter().any(|grant| grant.role == b) {
                return Err(UserRefusal::Incompatible { wanted, held: b, why, why_id });
            }
        }
    }
    Ok(())
}

async fn keep_an_administrator(tx: &mut Tx, leaving: UserId) -> Result<(), UserRefusal> {
    let (others,) = tx.one(&sql::OTHER_ADMINISTRATORS, (leaving,)).await?;
    if others == 0 { Err(UserRefusal::LastAdministrator) } else { Ok(()) }
}

/// The login as it is kept: small letters, no blanks around.
pub(crate) fn parse_login(text: &str) -> Result<String, UserRefusal> {
    let login = text.trim().to_lowercase();
    let fits = (3..=64).contains(&login.len())
        && login.starts_with(|c: char| c.is_ascii_lowercase())
        && login
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-@".contains(&b));
    if fits { Ok(login) } else { Err(UserRefusal::BadLogin) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_that_are_never_held_together_are_refused_in_both_orders() {
        let held = [Grant { role: Role::Finance, area: Some("33.02".parse().unwrap()) }];
        let said = refuse_incompatible(Role::Adjudicator, &held).unwrap_err();
        assert_eq!(
            said.to_string(),
            "“adjudicator” and “finance” are never held together: who decides does not pay; revoke “finance” first, or grant it to someone else"
        );
        assert!(said.indonesian().contains("yang memutus tidak membayar"));
        let held = [Grant { role: Role::Adjudicator, area: None }];
        assert!(refuse_incompatible(Role::Finance, &held).is_err());
        assert!(refuse_incompatible(Role::BranchStaff, &held).is_ok());
    }

    #[test]
    fn logins_are_small_letters() {
        assert_eq!(parse_login(" Petugas.Cilacap@33 ").unwrap(), "petugas.cilacap@33");
        for bad in ["", "ab", "1abc", "a b c", "admin'--", "ádmin"] {
            assert!(matches!(parse_login(bad), Err(UserRefusal::BadLogin)), "{bad}");
        }
    }
}
