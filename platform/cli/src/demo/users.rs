//! Who can sign in: an administrator as in every office, and one user for each of three desks.

use super::build::Ground;
use access::{
    CommandError, CommandHeader, Office, Passwords, Role, carry_out, passwords,
    setup::first_start,
    users::{CreateUser, GrantRole, UserAnswer, UserRefusal},
};
use anyhow::anyhow;
use db::Uuid;
use terms::{AreaCode, Private, ids::CommandId};

/// A login with its password, to be printed once.
#[derive(Debug)]
pub(super) struct Pass {
    pub(super) login: &'static str,
    pub(super) password: Private<String>,
    /// What they do: Indonesian, English.
    pub(super) desk: (&'static str, &'static str),
}

type Desk = (&'static str, &'static str, Role, Option<&'static str>, (&'static str, &'static str));

const DESKS: [Desk; 3] = [
    (
        "petugas.demo",
        "Petugas cabang (contoh)",
        Role::BranchStaff,
        Some("33.02"),
        ("petugas cabang, Kabupaten Banyumas", "branch staff, Kabupaten Banyumas"),
    ),
    (
        "keuangan.demo",
        "Keuangan (contoh)",
        Role::Finance,
        None,
        ("keuangan, seluruh negeri", "finance, the whole country"),
    ),
    (
        "analis.demo",
        "Analis (contoh)",
        Role::Analyst,
        None,
        ("analis, seluruh negeri", "analyst, the whole country"),
    ),
];

/// Makes them; their passwords are good for one sign-in.
pub(super) async fn make(ground: &Ground) -> anyhow::Result<Vec<Pass>> {
    let office = ground.office(ground.now);
    let hashing = Passwords::new();
    let first = first_start(&ground.db, &office.outside, &ground.keys, &hashing).await?;
    let mut made: Vec<Pass> = first
        .into_iter()
        .map(|first| Pass {
            login: first.login,
            password: first.one_time_password,
            desk: ("administrator", "administrator"),
        })
        .collect();
    for (login, name, role, area, desk) in DESKS {
        let password = passwords::one_time()?;
        let one_time = hashing.hash(login, &password).await?;
        let create = CreateUser { login: login.into(), display_name: name.into(), one_time };
        let UserAnswer { user } =
            done(carry_out(&office, &header(&office, login, "create"), &create).await)?;
        let area = area.map(str::parse::<AreaCode>).transpose()?;
        let grant = GrantRole { user, role, area };
        done(carry_out(&office, &header(&office, login, "grant"), &grant).await)?;
        made.push(Pass { login, password, desk });
    }
    Ok(made)
}

fn header(office: &Office, login: &str, what: &str) -> CommandHeader {
    let id = office.outside.id(Uuid::nil(), &format!("demo {what} {login}"), 0);
    CommandHeader::new(CommandId(id), login.as_bytes())
}

fn done<T>(result: Result<T, CommandError<UserRefusal>>) -> anyhow::Result<T> {
    result.map_err(|error| anyhow!("{error}"))
}
