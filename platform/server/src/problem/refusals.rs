//! What each department refuses, as problems: access, law, money, database.

use super::{FieldProblem, Problem};
use access::{
    CommandError, Forbidden, NoChance, RequirementRefusal, SealError,
    audit::AuditRefusal,
    factors::FactorRefusal,
    issuer::LinkRefusal,
    passwords::{Busy, HashError, WeakPassword},
    sessions::SessionRefusal,
    sign_in::{ChangeRefusal, SignInRefusal},
    users::UserRefusal,
    webauthn::PasskeyFault,
};
use db::DbError;
use regulation::LawError;
use terms::MoneyError;

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        let problem = match &error {
            DbError::Busy(_) => Self::plain("busy").retry_after(1),
            DbError::Storage(_) | DbError::Open(_) => Self::plain("not-ready").retry_after(30),
            _ => Self::plain("fault"),
        };
        problem.caused_by(error)
    }
}

impl From<Forbidden> for Problem {
    fn from(error: Forbidden) -> Self {
        Self::new("forbidden", "FORBIDDEN", error.indonesian(), error.to_string())
    }
}

impl From<AuditRefusal> for Problem {
    fn from(refusal: AuditRefusal) -> Self {
        match refusal {
            AuditRefusal::Forbidden(error) => error.into(),
            AuditRefusal::Db(error) => error.into(),
        }
    }
}

impl<R: Into<Self>> From<CommandError<R>> for Problem {
    fn from(error: CommandError<R>) -> Self {
        match error {
            CommandError::Refused(refusal) => refusal.into(),
            CommandError::OtherContent => Self::plain("other-content"),
            CommandError::NeverAsked(_) => Self::fault(NEVER_ASKED),
            CommandError::Db(error) => error.into(),
        }
    }
}

const NEVER_ASKED: &str = "a command did not ask for a duty";

impl From<MoneyError> for Problem {
    fn from(error: MoneyError) -> Self {
        LawError::from(error).into()
    }
}

impl From<LawError> for Problem {
    fn from(error: LawError) -> Self {
        let kind = match &error {
            LawError::NoSuchParameter { .. } => "not-found",
            _ => "law",
        };
        let problem = Self::new(kind, error.code(), error.indonesian(), error.to_string());
        let problem = match &error {
            LawError::Unknown { parameter, .. } | LawError::NotRead { parameter, .. } => {
                problem.because_of(parameter)
            }
            LawError::JoinedNeeded { .. } => problem.because_of("contribution.relief"),
            LawError::TooOld { .. } => problem.because_of("eligibility.entry_age_max"),
            LawError::NotDue { rule, .. } => problem.because_of(rule),
            _ => problem,
        };
        match error.field() {
            Some(field) => problem.field(field).error(FieldProblem {
                field: field.to_owned(),
                code: error.code().into(),
                id: error.indonesian(),
                en: error.to_string(),
            }),
            None => problem,
        }
    }
}

impl From<NoChance> for Problem {
    fn from(error: NoChance) -> Self {
        Self::fault(error)
    }
}

impl From<SealError> for Problem {
    fn from(error: SealError) -> Self {
        Self::new("fault", "SEALED_DATA", error.indonesian(), error.to_string()).caused_by(error)
    }
}

impl From<Busy> for Problem {
    fn from(busy: Busy) -> Self {
        Self::new("busy", "SIGN_IN_BUSY", busy.indonesian(), busy.to_string()).retry_after(2)
    }
}

fn weak(weak: WeakPassword, field: &'static str) -> Problem {
    one_field("invalid-fields", "PASSWORD", field, weak.indonesian(), weak.to_string())
}

/// A refusal for one field of a form, said in both places where a page may look for it.
fn one_field(
    kind: &'static str,
    code: &'static str,
    field: &'static str,
    id: String,
    en: String,
) -> Problem {
    let error =
        FieldProblem { field: field.to_owned(), code: code.into(), id: id.clone(), en: en.clone() };
    Problem::new(kind, code, id, en).field(field).error(error)
}

const fn passkey_code(fault: PasskeyFault) -> &'static str {
    match fault {
        PasskeyFault::Unreadable(_) => "PASSKEY_UNREADABLE",
        PasskeyFault::OtherCeremony => "PASSKEY_OTHER_STEP",
        PasskeyFault::OtherOrigin => "PASSKEY_OTHER_ORIGIN",
        PasskeyFault::OtherSite => "PASSKEY_OTHER_SITE",
        PasskeyFault::NobodyPresent => "PASSKEY_NOBODY_PRESENT",
        PasskeyFault::NotVerified => "PASSKEY_NOT_VERIFIED",
        PasskeyFault::WrongSignature => "PASSKEY_SIGNATURE",
        PasskeyFault::CounterWentBack => "PASSKEY_COPIED",
    }
}

impl From<FactorRefusal> for Problem {
    fn from(refusal: FactorRefusal) -> Self {
        use FactorRefusal as R;
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        match refusal {
            R::Password => one_field("invalid-fields", "WRONG_PASSWORD", "password", id, en),
            R::WrongCode => one_field("invalid-fields", "WRONG_CODE", "code", id, en),
            R::Label => one_field("invalid-fields", "LABEL", "label", id, en),
            R::Passkey(fault) => {
                one_field("invalid-fields", passkey_code(fault), "credential", id, en)
            }
            R::SignIn(refusal) => refusal.into(),
            R::User(refusal) => refusal.into(),
            R::Seal(error) => error.into(),
            R::NoChance(error) => error.into(),
            R::AlreadyOn => Self::new("conflict", "ALREADY_ON", id, en),
            R::NotOn => Self::new("conflict", "NOT_ON", id, en),
            R::NothingOffered => Self::new("conflict", "NOTHING_OFFERED", id, en),
            R::OwnAccount => Self::new("conflict", "OWN_ACCOUNT", id, en),
            R::TooMany(_) => Self::new("conflict", "TOO_MANY_PASSKEYS", id, en),
            R::KnownPasskey => Self::new("conflict", "KNOWN_PASSKEY", id, en),
            R::Ended => Self::new("conflict", "STEP_ENDED", id, en),
            R::NoSuchPasskey => Self::new("not-found", "NO_SUCH_PASSKEY", id, en),
        }
    }
}

impl From<LinkRefusal> for Problem {
    fn from(refusal: LinkRefusal) -> Self {
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        match refusal {
            LinkRefusal::Subject => one_field("invalid-fields", "SUBJECT", "subject", id, en),
            LinkRefusal::Linked => Self::new("conflict", "LINKED", id, en).field("subject"),
            LinkRefusal::NoSuchLink => Self::new("not-found", "NO_SUCH_LINK", id, en),
            LinkRefusal::User(refusal) => refusal.into(),
        }
    }
}

impl From<RequirementRefusal> for Problem {
    fn from(refusal: RequirementRefusal) -> Self {
        use RequirementRefusal as R;
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        match refusal {
            R::NoBrowser(_) => one_field("invalid-fields", "NO_BROWSER", "roles", id, en),
            R::ShutsOutYourself(_) => Self::new("conflict", "SHUTS_OUT_YOURSELF", id, en),
            R::Forbidden(error) => error.into(),
            R::Db(error) => error.into(),
        }
    }
}

impl From<HashError> for Problem {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Weak(it) => weak(it, "password"),
            HashError::Busy(busy) => busy.into(),
            HashError::NoChance(error) => error.into(),
        }
    }
}

impl From<SignInRefusal> for Problem {
    fn from(refusal: SignInRefusal) -> Self {
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        match refusal {
            SignInRefusal::Wrong => Self::new("sign-in-failed", "WRONG", id, en),
            SignInRefusal::Wait { seconds } => Self::new("too-many", "WAIT", id, en)
                .retry_after(u32::try_from(seconds).unwrap_or(u32::MAX)),
            SignInRefusal::WrongCode => {
                Self::new("sign-in-failed", "WRONG_CODE", id, en).field("code")
            }
            SignInRefusal::Ended => Self::new("sign-in-failed", "SIGN_IN_ENDED", id, en),
            SignInRefusal::UnknownPasskey => Self::new("sign-in-failed", "UNKNOWN_PASSKEY", id, en),
            SignInRefusal::NotLinked { .. } => Self::new("sign-in-failed", "NOT_LINKED", id, en),
            SignInRefusal::Passkey(fault) => {
                Self::new("sign-in-failed", passkey_code(fault), id, en)
            }
            SignInRefusal::CopiedPasskey { .. } => {
                Self::new("sign-in-failed", passkey_code(PasskeyFault::CounterWentBack), id, en)
            }
            SignInRefusal::Seal(error) => error.into(),
            SignInRefusal::Busy(busy) => busy.into(),
            SignInRefusal::NoChance(error) => error.into(),
            SignInRefusal::Db(error) => error.into(),
        }
    }
}

impl From<ChangeRefusal> for Problem {
    fn from(refusal: ChangeRefusal) -> Self {
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        match refusal {
            ChangeRefusal::Wrong => {
                one_field("invalid-fields", "WRONG_PASSWORD", "old_password", id, en)
            }
            ChangeRefusal::SignIn(refusal) => refusal.into(),
            ChangeRefusal::New(HashError::Weak(it)) => weak(it, "new_password"),
            ChangeRefusal::New(error) => error.into(),
        }
    }
}

impl From<UserRefusal> for Problem {
    fn from(refusal: UserRefusal) -> Self {
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        let refused = |kind, code| Self::new(kind, code, id, en);
        match refusal {
            UserRefusal::Forbidden(error) => error.into(),
            UserRefusal::Db(error) => error.into(),
            UserRefusal::NoSuchUser => refused("not-found", "NO_SUCH_USER"),
            UserRefusal::LoginTaken(_) => refused("conflict", "LOGIN_TAKEN").field("login"),
            UserRefusal::BadLogin => refused("invalid-fields", "LOGIN").field("login"),
            UserRefusal::BadName => refused("invalid-fields", "NAME").field("display_name"),
            UserRefusal::OwnGrant => refused("forbidden", "OWN_GRANT"),
            UserRefusal::Incompatible { .. } => {
                refused("conflict", "INCOMPATIBLE_ROLES").field("role")
            }
            UserRefusal::AlreadyGranted => refused("conflict", "ALREADY_GRANTED"),
            UserRefusal::NotGranted => refused("conflict", "NOT_GRANTED"),
            UserRefusal::LastAdministrator => refused("conflict", "LAST_ADMINISTRATOR"),
            UserRefusal::PasswordChanged => refused("conflict", "PASSWORD_CHANGED"),
        }
    }
}

impl From<SessionRefusal> for Problem {
    fn from(refusal: SessionRefusal) -> Self {
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        match refusal {
            SessionRefusal::User(refusal) => refusal.into(),
            SessionRefusal::NoSuchSession => Self::new("not-found", "NO_SUCH_SESSION", id, en),
            SessionRefusal::NotAnIntegrator => Self::new("conflict", "NOT_AN_INTEGRATOR", id, en),
            SessionRefusal::Expiry => {
                Self::new("invalid-fields", "EXPIRY", id, en).field("expires_on")
            }
            SessionRefusal::Label => Self::new("invalid-fields", "LABEL", id, en).field("label"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Lang;

    #[test]
    fn a_refusal_of_the_law_names_code_field_and_rule() {
        let error = regulation::calculator::parse_months("2026-13").unwrap_err();
        let document = Problem::from(error).document(Lang::En);
        assert_eq!(document["code"], "MONTH_FORMAT");
        assert_eq!(document["field"], "months");
        assert_eq!(document["status"], 422);
    }

    #[test]
    fn a_database_in_the_way_says_when_to_come_again_and_tells_no_secrets() {
        let error = DbError::Broken { statement: "find_person", reason: "column 3".into() };
        let document = Problem::from(error).document(Lang::Id);
        assert_eq!(document["status"], 500);
        assert!(!document.to_string().contains("find_person"));
    }
}
