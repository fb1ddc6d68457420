//! How a session was opened, and which roles need more than a password for theirs.
//!
//! The setting is off until an administrator names roles. Whoever holds one of them and came with a
//! password alone has no grants, and can do one thing: add a second factor or a passkey.

use crate::{Command, CommandHeader, Duty, Forbidden, Grant, Office, Role, set_setting, setting};
use db::{DbError, Tx};
use serde::{Deserialize, Serialize};

/// The setting's name; its value is words of roles with commas between.
const SETTING: &str = "require_second_factor";

/// How somebody proved who they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proof {
    /// A password alone.
    Password,
    /// A password, and a code of an app or a recovery code.
    PasswordAndCode,
    /// A passkey, on a device that verified its user.
    Passkey,
    /// Another issuer vouches.
    Issuer,
    /// A machine's token.
    Token,
}

impl Proof {
    const ALL: [Self; 5] =
        [Self::Password, Self::PasswordAndCode, Self::Passkey, Self::Issuer, Self::Token];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::PasswordAndCode => "password_code",
            Self::Passkey => "passkey",
            Self::Issuer => "issuer",
            Self::Token => "token",
        }
    }

    /// A word this program does not know is trusted no further than a password.
    pub(crate) fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|proof| proof.word() == word).unwrap_or(Self::Password)
    }

    /// Whether a password was part of it, so that a one-time one must be changed.
    pub(crate) const fn had_password(self) -> bool {
        matches!(self, Self::Password | Self::PasswordAndCode)
    }
}

/// Whether somebody with these grants needs more than they came with.
pub(crate) fn falls_short(proof: Proof, required: Option<&str>, grants: &[Grant]) -> bool {
    let mut words = required.unwrap_or_default().split(',');
    proof == Proof::Password
        && words.any(|word| grants.iter().any(|grant| grant.role.word() == word))
}

/// The roles that need more than a password.
pub async fn required_roles(tx: &mut Tx) -> Result<Vec<Role>, DbError> {
    let text = setting(tx, SETTING).await?.unwrap_or_default();
    Ok(text.split(',').filter_map(Role::from_word).collect())
}

/// Says which roles need more than a password; in force at each one's next request.
#[derive(Clone, Debug)]
pub struct RequireSecondFactor {
    /// None of them: off.
    pub roles: Vec<Role>,
}

/// What it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Required {
    /// Words of roles.
    pub roles: Vec<String>,
}

/// Why the setting is not changed.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its sentence")]
pub enum RequirementRefusal {
    #[error("“{}” never signs in at a browser; name other roles", .0.word())]
    NoBrowser(Role),
    #[error("you came with a password alone and hold “{}” yourself; add a code app or a passkey first, or you would shut yourself out", .0.word())]
    ShutsOutYourself(Role),
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl RequirementRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::NoBrowser(role) => {
                format!("“{}” tidak pernah masuk lewat peramban; sebut peran lain", role.word())
            }
            Self::ShutsOutYourself(role) => format!(
                "Anda masuk dengan kata sandi saja dan memegang “{}”; tambahkan aplikasi kode atau kunci sandi lebih dahulu, agar Anda sendiri tidak terkunci di luar",
                role.word()
            ),
            Self::Forbidden(error) => error.indonesian(),
            Self::Db(_) => "Basis data menolak perubahan; silakan coba lagi".into(),
        }
    }
}

impl Command for RequireSecondFactor {
    const NAME: &'static str = "require_second_factor";
    type Answer = Required;
    type Refusal = RequirementRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Required, RequirementRefusal> {
        office.allow_everywhere(Duty::ManageUsers)?;
        let mut roles = self.roles.clone();
        roles.sort_unstable();
        roles.dedup();
        if let Some(role) = roles.iter().find(|role| **role == Role::Integrator) {
            return Err(RequirementRefusal::NoBrowser(*role));
        }
        let mine = roles.iter().find(|role| office.grants().iter().any(|it| it.role == **role));
        if let Some(role) = mine
            && !crate::factors::has_more_than_a_password(tx, office.actor).await?
        {
            return Err(RequirementRefusal::ShutsOutYourself(*role));
        }
        let roles: Vec<String> = roles.iter().map(|role| role.word().to_owned()).collect();
        let text = roles.join(",");
        set_setting(tx, SETTING, &text).await?;
        office.note("require second factor", "setting", None, text);
        Ok(Required { roles })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_password_alone_falls_short_and_only_for_named_roles() {
        let grants = [Grant { role: Role::Finance, area: Some("33.02".parse().unwrap()) }];
        assert!(falls_short(Proof::Password, Some("auditor,finance"), &grants));
        assert!(!falls_short(Proof::Password, Some("auditor"), &grants));
        assert!(!falls_short(Proof::Password, Some(""), &grants));
        assert!(!falls_short(Proof::Password, None, &grants));
        for proof in [Proof::PasswordAndCode, Proof::Passkey, Proof::Issuer] {
            assert!(!falls_short(proof, Some("finance"), &grants), "{proof:?}");
            assert_eq!(Proof::of(proof.word()), proof);
        }
        assert_eq!(Proof::of("telepathy"), Proof::Password);
    }
}
