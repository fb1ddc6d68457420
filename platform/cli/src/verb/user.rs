//! `lindung user`: for the operator of the machine: makes a user, or lets one in again.

use crate::{
    clock,
    installation::Installation,
    speech::{Answer, Speech},
};
use access::{
    CommandError, CommandHeader, Office, Passwords, Role, carry_out,
    factors::{FactorRefusal, TakeFactorsAway},
    passwords,
    users::{self, CreateUser, GrantRole, ResetPassword, UserAnswer, UserRefusal},
};
use clap::Subcommand;
use regulation::Law;
use serde_json::json;
use terms::{AreaCode, Private, ids::CommandId, ids::UserId};

/// What `lindung user` is told.
#[derive(Debug, Subcommand)]
pub(crate) enum Order {
    /// Membuat pengguna; kata sandi sekali pakai dicetak satu kali · Makes a user
    Create {
        #[command(flatten)]
        installation: Installation,
        /// Nama masuk · The login
        login: String,
        /// Nama orang atau mesinnya · The name of the person or machine
        #[arg(long)]
        name: String,
        /// Peran, misalnya branch_staff, finance, auditor · Role
        #[arg(long, value_parser = role)]
        role: Role,
        /// Wilayah peran; bila tidak disebut, seluruh negeri · Where; unless told, the whole country
        #[arg(long)]
        area: Option<AreaCode>,
    },
    /// Memberi kata sandi sekali pakai; semua sesi berakhir · Gives a one-time password
    Reset {
        #[command(flatten)]
        installation: Installation,
        /// Nama masuk · The login
        login: String,
        /// Lepaskan juga aplikasi kode dan kunci sandi · Take code app and passkeys away too
        #[arg(long)]
        factors: bool,
    },
}

fn role(word: &str) -> Result<Role, String> {
    let known = || Role::ALL.iter().map(|role| role.word()).collect::<Vec<_>>().join(", ");
    Role::from_word(word).ok_or_else(known)
}

pub(crate) async fn answer(law: Law, order: &Order, speech: Speech) -> anyhow::Result<Answer> {
    match order {
        Order::Create { installation, login, name, role, area } => {
            let office = installation.office(law).await?;
            let password = passwords::one_time()?;
            let one_time = Passwords::new().hash(login, &password).await?;
            let create = CreateUser { login: login.clone(), display_name: name.clone(), one_time };
            let UserAnswer { user } =
                done(carry_out(&office, &header(&office, "create"), &create).await)?;
            let grant = GrantRole { user, role: *role, area: area.clone() };
            done(carry_out(&office, &header(&office, "grant"), &grant).await)?;
            office.db.close().await;
            said(speech, login, &password)
        }
        Order::Reset { installation, login, factors } => {
            let office = installation.office(law).await?;
            let user = find(&office, login).await?;
            let password = passwords::one_time()?;
            let one_time = Passwords::new().hash(login, &password).await?;
            let reset = ResetPassword { user, one_time };
            done(carry_out(&office, &header(&office, "reset"), &reset).await)?;
            if *factors {
                let away = TakeFactorsAway(user);
                match carry_out(&office, &header(&office, "factors"), &away).await {
                    Err(CommandError::Refused(FactorRefusal::User(refusal))) => Err(refusal)?,
                    taken => taken.map(drop).map_err(|error| anyhow::anyhow!("{error}"))?,
                }
            }
            office.db.close().await;
            said(speech, login, &password)
        }
    }
}

/// An id of its own for each order: the operator's orders are not sent twice.
fn header(office: &Office, label: &str) -> CommandHeader {
    let n = u64::try_from(clock::now().as_nanosecond()).unwrap_or(0);
    let id = office.outside.id(office.actor.0, label, n);
    CommandHeader::new(CommandId(id), label.as_bytes())
}

fn done<T>(result: Result<T, CommandError<UserRefusal>>) -> anyhow::Result<T> {
    match result {
        Ok(done) => Ok(done),
        Err(CommandError::Refused(refusal)) => Err(refusal.into()),
        Err(other) => Err(anyhow::anyhow!("{other}")),
    }
}

async fn find(office: &Office, login: &str) -> anyhow::Result<UserId> {
    let mut tx = office.db.read().await?;
    let mut after: Option<String> = None;
    loop {
        let page = users::list_users(&mut tx, office, after.as_deref(), 500).await?;
        if let Some(user) = page.iter().find(|user| user.login == login.trim().to_lowercase()) {
            return Ok(user.id);
        }
        match page.last() {
            Some(last) => after = Some(last.login.clone()),
            None => return Err(UserRefusal::NoSuchUser.into()),
        }
    }
}

fn said(speech: Speech, login: &str, password: &Private<String>) -> anyhow::Result<Answer> {
    let data = json!({ "login": login, "one_time_password": password.reveal() });
    speech.answer(&data, || {
        let password = password.reveal();
        speech.pick(
            format!("Nama masuk: {login}\nKata sandi sekali pakai: {password}\nTidak dicetak lagi; harus diganti saat pertama masuk.\n"),
            format!("Login: {login}\nOne-time password: {password}\nIt is not printed again and must be changed at the first sign-in.\n"),
        )
    })
}
