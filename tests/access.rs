//! Who may do what, done once, sealed, and written down: on both databases.

use access::{
    Command, CommandError, CommandHeader, Duty, Forbidden, Grant, Keyring, Office, Role, audit,
    carry_out, passwords, place, reseal,
    sessions::{EndSession, IssueToken, SessionKind, SessionRefusal, list_sessions, recognise},
    setup::first_start,
    sign_in::{ChangeRefusal, SignInRefusal, SignedIn, prepare_change, sign_in},
    users::{
        CreateUser, DisableUser, EnableUser, GrantRole, ResetPassword, RevokeRole, UserRefusal,
        list_users,
    },
};
use db::{DbError, Dialect, Tx, Uuid};
use jiff::SignedDuration;
use proofs::{World, on_both, raw, raw_rows};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};
use terms::{Private, ids::UserId};

const GOOD: &str = "becak merah di simpang lima";
const OTHER: &str = "perahu biru di muara kali";

fn private(text: &str) -> Private<String> {
    Private::new(text.to_owned())
}

/// A command that notes what it is told, and asks or forgets to ask.
struct Note {
    detail: &'static str,
    asks: bool,
    applied: AtomicU32,
}

impl Note {
    fn new(detail: &'static str) -> Self {
        Self { detail, asks: true, applied: AtomicU32::new(0) }
    }
}

/// Why a note is refused.
#[derive(Debug)]
enum NoteRefusal {
    Forbidden(Forbidden),
    Db,
}

impl From<Forbidden> for NoteRefusal {
    fn from(error: Forbidden) -> Self {
        Self::Forbidden(error)
    }
}

impl From<DbError> for NoteRefusal {
    fn from(_: DbError) -> Self {
        Self::Db
    }
}

static SET: db::Statement<(&'static str,), ()> = db::Statement::new(
    "set",
    "INSERT INTO setting (name, value) VALUES ($1, 'x') ON CONFLICT (name) DO NOTHING",
);

impl Command for Note {
    const NAME: &'static str = "note";
    type Answer = u32;
    type Refusal = NoteRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<u32, NoteRefusal> {
        if self.asks {
            office.allow_everywhere(Duty::RunJobs)?;
        }
        tx.run(&SET, (self.detail,)).await?;
        office.note("note", "setting", None, self.detail);
        Ok(self.applied.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

async fn settings(world: &World) -> Vec<String> {
    let rows: Vec<(String,)> =
        raw_rows(&world.db(), "SELECT name FROM setting ORDER BY name").await.unwrap();
    rows.into_iter().map(|(name,)| name).collect()
}

async fn faults(world: &World) -> Vec<String> {
    let faults = audit::verify(&mut world.db().read().await.unwrap()).await.unwrap();
    faults.iter().map(ToString::to_string).collect()
}

/// Three commands of one chain: their ids end in the same byte.
async fn three_blocks(world: &World) -> u8 {
    for (n, detail) in [(1u128, "one"), (2, "two"), (3, "three")] {
        let id = Uuid::from_u128((n << 64) | 1);
        carry_out(
            &world.system(),
            &CommandHeader::new(terms::ids::CommandId(id), b""),
            &Note::new(detail),
        )
        .await
        .unwrap();
    }
    audit::chain_of(Uuid::from_u128(1))
}

/// Takes the guard of the database itself away, as somebody with its password could.
async fn unguard(world: &World) {
    for table in ["audit_entry", "audit_block"] {
        let changes = match world.db().dialect() {
            Dialect::Sqlite => vec![
                format!("DROP TRIGGER {table}_is_final"),
                format!("DROP TRIGGER {table}_stays"),
            ],
            Dialect::Postgres => vec![format!("ALTER TABLE {table} DISABLE TRIGGER USER")],
        };
        for change in changes {
            raw(&world.db(), &change).await.unwrap();
        }
    }
}

on_both! {
    async fn one_changed_byte_names_its_block(world) {
        let chain = three_blocks(&world).await;
        assert_eq!(faults(&world).await, Vec::<String>::new());
        unguard(&world).await;
        let n = raw(&world.db(), "UPDATE audit_entry SET detail = 'twO' WHERE detail = 'two'").await.unwrap();
        assert_eq!(n, 1);
        assert_eq!(faults(&world).await, [format!("audit chain {chain}, block 2: an entry or the hash was changed")]);
    }

    async fn a_removed_entry_names_its_block(world) {
        let chain = three_blocks(&world).await;
        unguard(&world).await;
        assert_eq!(raw(&world.db(), "DELETE FROM audit_entry WHERE detail = 'two'").await.unwrap(), 1);
        assert_eq!(faults(&world).await, [format!("audit chain {chain}, block 2: an entry is missing or was added")]);
    }

    async fn a_removed_block_is_missed(world) {
        let chain = three_blocks(&world).await;
        unguard(&world).await;
        raw(&world.db(), "DELETE FROM audit_entry WHERE seq = 2").await.unwrap();
        raw(&world.db(), "DELETE FROM audit_block WHERE seq = 2").await.unwrap();
        assert_eq!(faults(&world).await, [format!("audit chain {chain}, block 2: the block is missing")]);
    }

    async fn a_cut_end_does_not_agree_with_the_head(world) {
        let chain = three_blocks(&world).await;
        unguard(&world).await;
        raw(&world.db(), "DELETE FROM audit_entry WHERE seq = 3").await.unwrap();
        raw(&world.db(), "DELETE FROM audit_block WHERE seq = 3").await.unwrap();
        let found = faults(&world).await;
        assert!(found.contains(&format!("audit chain {chain}, block 3: a block is missing, or the head was changed")), "{found:?}");
    }

    async fn a_command_sent_again_is_done_once_and_answers_the_same(world) {
        let (command, header) = (Note::new("once"), world.header("once"));
        assert_eq!(carry_out(&world.system(), &header, &command).await.unwrap(), 1);
        world.wait(SignedDuration::from_hours(24));
        assert_eq!(carry_out(&world.system(), &header, &command).await.unwrap(), 1);
        assert_eq!(command.applied.load(Ordering::Relaxed), 1);
        let other = CommandHeader::new(header.id, b"other");
        assert!(matches!(carry_out(&world.system(), &other, &command).await, Err(CommandError::OtherContent)));
        let someone = world.office(Role::Administrator, None);
        assert!(matches!(carry_out(&someone, &header, &command).await, Err(CommandError::OtherContent)), "another's command");
    }

    async fn a_command_sent_many_times_at_once_is_done_once(world) {
        let (world, header) = (Arc::new(world), Arc::new(Note::new("once")));
        let id = world.header("once");
        let sent: Vec<_> = (0..8).map(|_| {
            let (world, command, id) = (Arc::clone(&world), Arc::clone(&header), id.clone());
            tokio::spawn(async move { carry_out(&world.system(), &id, &*command).await.map_err(|e| format!("{e:?}")) })
        }).collect();
        let mut answers = Vec::new();
        for one in sent {
            answers.push(one.await.unwrap().unwrap());
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
        let kept: Vec<(i64,)> = raw_rows(&world.db(), "SELECT COUNT(*) FROM command").await.unwrap();
        assert_eq!(kept, [(1,)]);
        assert_eq!(faults(&world).await, Vec::<String>::new());
    }

    async fn a_command_that_never_asks_is_taken_back(world) {
        let command = Note { asks: false, ..Note::new("unasked") };
        let office = world.system();
        let said = carry_out(&office, &world.header(""), &command).await.unwrap_err();
        assert!(matches!(said, CommandError::NeverAsked("note")), "{said:?}");
        // An office that asked for something earlier has not asked for this.
        office.allow_everywhere(Duty::RunJobs).unwrap();
        let said = carry_out(&office, &world.header(""), &command).await.unwrap_err();
        assert!(matches!(said, CommandError::NeverAsked("note")), "{said:?}");
        assert_eq!(settings(&world).await, Vec::<String>::new());
    }

    async fn a_refusal_leaves_nothing_behind(world) {
        let said = world.carry_out(&world.office(Role::Auditor, None), &Note::new("forbidden")).await.unwrap_err();
        let CommandError::Refused(NoteRefusal::Forbidden(forbidden)) = said else { panic!("{said:?}") };
        assert!(forbidden.to_string().contains("ask an administrator") && forbidden.indonesian().contains("administrator"));
        assert_eq!(settings(&world).await, Vec::<String>::new());
        let entries: Vec<(i64,)> = raw_rows(&world.db(), "SELECT COUNT(*) FROM audit_entry").await.unwrap();
        assert_eq!(entries, [(0,)]);
    }
}

async fn try_sign_in(
    world: &World,
    login: &str,
    password: &str,
) -> Result<SignedIn, SignInRefusal> {
    sign_in(&world.db(), &world.outside(), &world.passwords, login, &private(password), "a browser")
        .await
}

async fn first_administrator(world: &World) -> (UserId, String) {
    let made =
        first_start(&world.db(), &world.outside(), &world.keys, &world.passwords).await.unwrap();
    let made = made.expect("nobody was there");
    let signed_in = try_sign_in(world, made.login, made.one_time_password.reveal()).await.unwrap();
    (signed_in.user, made.one_time_password.into_revealed())
}

/// The first administrator with the password changed to `GOOD`, as the office sees them.
async fn administrator(world: &World) -> Office {
    let (user, one_time) = first_administrator(world).await;
    let office = world.office_of(user, Vec::new());
    let change = prepare_change(&office, &world.passwords, &private(&one_time), &private(GOOD))
        .await
        .unwrap();
    world.carry_out(&office, &change).await.unwrap();
    world.office_of(user, vec![Grant { role: Role::Administrator, area: None }])
}

async fn create(world: &World, office: &Office, login: &str, one_time: &str) -> UserId {
    let one_time = world.passwords.hash(login, &private(one_time)).await.unwrap();
    let command = CreateUser { login: login.into(), display_name: "Petugas".into(), one_time };
    world.carry_out(office, &command).await.unwrap().user
}

fn refusal<A: std::fmt::Debug, R: std::fmt::Debug>(outcome: Result<A, CommandError<R>>) -> R {
    match outcome {
        Err(CommandError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn the_first_start_makes_one_administrator_whose_password_is_shown_once(world) {
        let made = first_start(&world.db(), &world.outside(), &world.keys, &world.passwords).await.unwrap().unwrap();
        assert_eq!(passwords::check("admin", made.one_time_password.reveal()), Ok(()));
        let again = first_start(&world.db(), &world.outside(), &world.keys, &world.passwords).await.unwrap();
        assert!(again.is_none());
        let kept: Vec<(String, Option<String>)> = raw_rows(&world.db(), "SELECT login, password_hash FROM app_user").await.unwrap();
        assert_eq!(kept.len(), 1);
        assert!(kept[0].1.as_ref().unwrap().starts_with("$argon2id$") && !kept[0].1.as_ref().unwrap().contains(made.one_time_password.reveal()));

        let signed_in = try_sign_in(&world, "Admin ", made.one_time_password.reveal()).await.unwrap();
        assert!(signed_in.must_change_password);
        let seen = recognise(&world.db(), &world.outside(), signed_in.token.reveal()).await.unwrap().unwrap();
        assert_eq!(seen.grants, [], "nothing else before the password is changed");

        let office = seen.office(world.db(), world.outside(), Arc::clone(&world.keys));
        let old = private(made.one_time_password.reveal());
        for weak in ["kurang", "password1234", "admin admin admin"] {
            assert!(matches!(prepare_change(&office, &world.passwords, &old, &private(weak)).await, Err(ChangeRefusal::New(_))));
        }
        assert!(matches!(prepare_change(&office, &world.passwords, &private(OTHER), &private(GOOD)).await, Err(ChangeRefusal::Wrong)));
        let change = prepare_change(&office, &world.passwords, &old, &private(GOOD)).await.unwrap();
        world.carry_out(&office, &change).await.unwrap();
        assert!(matches!(refusal(world.carry_out(&office, &change).await), UserRefusal::PasswordChanged));

        assert!(recognise(&world.db(), &world.outside(), signed_in.token.reveal()).await.unwrap().is_none(), "the old session ended");
        assert!(matches!(try_sign_in(&world, "admin", old.reveal()).await, Err(SignInRefusal::Wrong)));
        let signed_in = try_sign_in(&world, "admin", GOOD).await.unwrap();
        let seen = recognise(&world.db(), &world.outside(), signed_in.token.reveal()).await.unwrap().unwrap();
        assert_eq!(seen.grants, [Grant { role: Role::Administrator, area: None }]);
        assert_eq!(faults(&world).await, Vec::<String>::new());
    }

    async fn many_programs_starting_at_once_make_one_administrator(world) {
        let world = Arc::new(world);
        let starts: Vec<_> = (0..4).map(|_| {
            let world = Arc::clone(&world);
            tokio::spawn(async move { first_start(&world.db(), &world.outside(), &world.keys, &world.passwords).await })
        }).collect();
        let mut made = 0;
        for start in starts {
            made += usize::from(start.await.unwrap().unwrap().is_some());
        }
        assert_eq!(made, 1);
    }

    async fn wrong_passwords_make_a_login_wait_known_or_not(world) {
        administrator(&world).await;
        for login in ["admin", "nobody.here"] {
            for _ in 0..5 {
                assert!(matches!(try_sign_in(&world, login, OTHER).await, Err(SignInRefusal::Wrong)), "{login}");
            }
            let right = try_sign_in(&world, login, GOOD).await;
            let Err(SignInRefusal::Wait { seconds: 5 }) = right else { panic!("{login}: {right:?}") };
        }
        let refusal = try_sign_in(&world, "admin", GOOD).await.unwrap_err();
        assert!(refusal.to_string().contains("wait 5 seconds") && refusal.indonesian().contains("tunggu 5 detik"));
        world.wait(SignedDuration::from_secs(6));
        assert!(matches!(try_sign_in(&world, "admin", OTHER).await, Err(SignInRefusal::Wrong)));
        assert!(matches!(try_sign_in(&world, "admin", GOOD).await, Err(SignInRefusal::Wait { seconds: 10 })), "it grows");
        world.wait(SignedDuration::from_secs(11));
        try_sign_in(&world, "admin", GOOD).await.unwrap();
        assert!(matches!(try_sign_in(&world, "admin", OTHER).await, Err(SignInRefusal::Wrong)));
        try_sign_in(&world, "admin", GOOD).await.unwrap();
    }

    async fn guessing_at_once_gains_nothing(world) {
        administrator(&world).await;
        let world = Arc::new(world);
        let guesses: Vec<_> = (0..12).map(|_| {
            let world = Arc::clone(&world);
            tokio::spawn(async move { try_sign_in(&world, "admin", OTHER).await })
        }).collect();
        let mut looked_at = 0;
        for guess in guesses {
            looked_at += usize::from(matches!(guess.await.unwrap(), Err(SignInRefusal::Wrong)));
        }
        assert!(looked_at <= 5, "{looked_at} passwords were looked at");
    }

    async fn a_session_ends_idle_late_or_by_hand(world) {
        let office = administrator(&world).await;
        let signed_in = try_sign_in(&world, "admin", GOOD).await.unwrap();
        let token = signed_in.token.reveal();
        let seen = async || recognise(&world.db(), &world.outside(), token).await.unwrap().is_some();
        for _ in 0..24 {
            assert!(seen().await);
            world.wait(SignedDuration::from_mins(29));
        }
        assert!(seen().await, "in use for 11 hours 36 minutes");
        world.wait(SignedDuration::from_mins(25));
        assert!(!seen().await, "twelve hours at the latest");

        let signed_in = try_sign_in(&world, "admin", GOOD).await.unwrap();
        let token = signed_in.token.reveal();
        let seen = async || recognise(&world.db(), &world.outside(), token).await.unwrap().is_some();
        assert!(seen().await);
        world.wait(SignedDuration::from_mins(30));
        assert!(!seen().await, "half an hour without use");

        let signed_in = try_sign_in(&world, "admin", GOOD).await.unwrap();
        let token = signed_in.token.reveal();
        let listed = list_sessions(&mut world.db().read().await.unwrap(), &office, office.actor).await.unwrap();
        assert!(listed.iter().any(|session| session.id == signed_in.session && session.label == "a browser"));
        let stranger = world.office(Role::BranchStaff, None);
        assert!(matches!(refusal(world.carry_out(&stranger, &EndSession(signed_in.session)).await), SessionRefusal::User(UserRefusal::Forbidden(_))));
        world.carry_out(&office, &EndSession(signed_in.session)).await.unwrap();
        assert!(recognise(&world.db(), &world.outside(), token).await.unwrap().is_none());
        assert!(recognise(&world.db(), &world.outside(), "").await.unwrap().is_none());
        let kept: Vec<(Vec<u8>,)> = raw_rows(&world.db(), "SELECT token_hash FROM session").await.unwrap();
        assert!(kept.iter().all(|(hash,)| hash.len() == 32 && !token.as_bytes().starts_with(hash)));
    }

    async fn power_is_kept_apart(world) {
        let office = administrator(&world).await;
        let clerk = create(&world, &office, "petugas.satu", OTHER).await;
        let grant = async |user: UserId, role: Role, area: Option<&str>| {
            world.carry_out(&office, &GrantRole { user, role, area: area.map(|a| a.parse().unwrap()) }).await
        };
        assert!(matches!(refusal(grant(office.actor, Role::Finance, None).await), UserRefusal::OwnGrant));
        grant(clerk, Role::Adjudicator, Some("33.02")).await.unwrap();
        assert!(matches!(refusal(grant(clerk, Role::Adjudicator, Some("33.02")).await), UserRefusal::AlreadyGranted));
        for role in [Role::Finance, Role::SecondOfficer] {
            let said = refusal(grant(clerk, role, Some("34")).await);
            assert!(matches!(said, UserRefusal::Incompatible { held: Role::Adjudicator, .. }), "{said}");
        }
        grant(clerk, Role::BranchStaff, Some("33.02")).await.unwrap();
        assert!(matches!(refusal(grant(UserId(Uuid::nil()), Role::Analyst, None).await), UserRefusal::NoSuchUser));

        let revoke = RevokeRole { user: office.actor, role: Role::Administrator, area: None };
        assert!(matches!(refusal(world.carry_out(&office, &revoke).await), UserRefusal::LastAdministrator));
        assert!(matches!(refusal(world.carry_out(&office, &DisableUser(office.actor)).await), UserRefusal::LastAdministrator));
        let second = create(&world, &office, "admin.dua", OTHER).await;
        grant(second, Role::Administrator, None).await.unwrap();
        world.carry_out(&office, &revoke).await.unwrap();

        let nobody = world.office(Role::BranchStaff, None);
        assert!(matches!(refusal(world.carry_out(&nobody, &DisableUser(clerk)).await), UserRefusal::Forbidden(_)));
        let users = list_users(&mut world.db().read().await.unwrap(), &office, None, 2).await.unwrap();
        let logins: Vec<&str> = users.iter().map(|user| user.login.as_str()).collect();
        assert_eq!(logins, ["admin", "admin.dua"]);
        let users = list_users(&mut world.db().read().await.unwrap(), &office, Some("admin.dua"), 2).await.unwrap();
        assert_eq!(users.len(), 1);
        assert_eq!(users[0].grants, [Grant { role: Role::Adjudicator, area: Some("33.02".parse().unwrap()) }, Grant { role: Role::BranchStaff, area: Some("33.02".parse().unwrap()) }]);
        assert!(users[0].must_change_password && users[0].is_active);
        assert_eq!(faults(&world).await, Vec::<String>::new());
    }

    async fn a_disabled_user_is_out_at_once(world) {
        let office = administrator(&world).await;
        let user = create(&world, &office, "petugas.satu", OTHER).await;
        let signed_in = try_sign_in(&world, "petugas.satu", OTHER).await.unwrap();
        world.carry_out(&office, &DisableUser(user)).await.unwrap();
        assert!(recognise(&world.db(), &world.outside(), signed_in.token.reveal()).await.unwrap().is_none());
        assert!(matches!(try_sign_in(&world, "petugas.satu", OTHER).await, Err(SignInRefusal::Wrong)));
        world.carry_out(&office, &EnableUser(user)).await.unwrap();
        try_sign_in(&world, "petugas.satu", OTHER).await.unwrap();

        let one_time = world.passwords.hash("petugas.satu", &private(GOOD)).await.unwrap();
        world.carry_out(&office, &ResetPassword { user, one_time }).await.unwrap();
        assert!(matches!(try_sign_in(&world, "petugas.satu", OTHER).await, Err(SignInRefusal::Wrong)));
        assert!(try_sign_in(&world, "petugas.satu", GOOD).await.unwrap().must_change_password);
        let taken = CreateUser { login: "Petugas.Satu".into(), display_name: "Lain".into(), one_time: world.passwords.hash("x", &private(GOOD)).await.unwrap() };
        assert!(matches!(refusal(world.carry_out(&office, &taken).await), UserRefusal::LoginTaken(_)));
    }

    async fn a_machine_has_a_token_for_its_one_duty_and_no_longer_than_a_year(world) {
        let office = administrator(&world).await;
        let bank = create(&world, &office, "bank.satu", OTHER).await;
        let issue = async |days: i64| {
            let ends = world.now() + SignedDuration::from_hours(24 * days);
            let (command, token) = IssueToken::prepare(bank, "payment switch", ends).unwrap();
            (world.carry_out(&office, &command).await, token)
        };
        assert!(matches!(refusal(issue(30).await.0), SessionRefusal::NotAnIntegrator));
        world.carry_out(&office, &GrantRole { user: bank, role: Role::Integrator, area: None }).await.unwrap();
        assert!(matches!(refusal(issue(400).await.0), SessionRefusal::Expiry));
        assert!(matches!(refusal(issue(0).await.0), SessionRefusal::Expiry));
        let (issued, token) = issue(30).await;
        // A machine never signs in, so its user's one-time password stays unchanged: that must not stop it.
        let session = issued.unwrap().session;
        world.wait(SignedDuration::from_hours(24 * 29));
        let seen = recognise(&world.db(), &world.outside(), token.reveal()).await.unwrap().expect("no idle limit");
        assert_eq!((seen.kind, seen.session), (SessionKind::ApiToken, session));
        assert_eq!(seen.grants, [Grant { role: Role::Integrator, area: None }]);
        world.wait(SignedDuration::from_hours(25));
        assert!(recognise(&world.db(), &world.outside(), token.reveal()).await.unwrap().is_none());

        let (issued, token) = issue(30).await;
        world.carry_out(&office, &EndSession(issued.unwrap().session)).await.unwrap();
        assert!(recognise(&world.db(), &world.outside(), token.reveal()).await.unwrap().is_none());
    }
}

const NIK: &str = "3302155507909001";

/// Bytes as this database writes them in a text.
fn literal(world: &World, bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    match world.db().dialect() {
        Dialect::Sqlite => format!("x'{digits}'"),
        Dialect::Postgres => format!("'\\x{digits}'"),
    }
}

fn person_id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | n)
}

/// People with sealed numbers, as the register keeps them.
async fn people(world: &World, keys: &Keyring, niks: &[(u128, String)]) {
    let now = if world.db().dialect() == Dialect::Sqlite { "0" } else { "now()" };
    let (mut people, mut indexes) = (Vec::new(), Vec::new());
    for (n, nik) in niks {
        let id = person_id(*n);
        let (bucket, sealed) =
            (id.as_bytes()[15], literal(world, &keys.seal(place::PERSON_NIK, id, nik.as_bytes())));
        let index = literal(world, &keys.blind_index(place::PERSON_NIK, nik));
        let row = if world.db().dialect() == Dialect::Sqlite {
            literal(world, id.as_bytes())
        } else {
            format!("CAST('{id}' AS uuid)")
        };
        people.push(format!("({bucket}, {row}, {sealed}, 'a', 'a', 'female', '1990-07-15', '33.02.15.2006', 'test', {now}, {now})"));
        indexes.push(format!("({index}, {bucket}, {row})"));
    }
    let columns = "bucket, id, nik_sealed, name, search_name, sex, birth_date, village, origin, recorded_at, changed_at";
    raw(&world.db(), &format!("INSERT INTO person ({columns}) VALUES {}", people.join(",")))
        .await
        .unwrap();
    raw(
        &world.db(),
        &format!("INSERT INTO person_nik (nik_index, bucket, person) VALUES {}", indexes.join(",")),
    )
    .await
    .unwrap();
}

async fn numbers(world: &World, keys: &Keyring) -> Vec<String> {
    let rows: Vec<(Uuid, Vec<u8>, Vec<u8>)> = raw_rows(&world.db(),
        "SELECT p.id, p.nik_sealed, n.nik_index FROM person AS p JOIN person_nik AS n ON n.person = p.id ORDER BY p.id").await.unwrap();
    rows.into_iter()
        .map(|(id, sealed, index)| {
            let nik = keys.open_text(place::PERSON_NIK, id, &sealed).unwrap().into_revealed();
            assert_eq!(
                keys.blind_index(place::PERSON_NIK, &nik),
                index,
                "found by the current index"
            );
            nik
        })
        .collect()
}

on_both! {
    async fn keys_are_changed_while_the_office_works(world) {
        let file = world.fresh.folder().join("lindung.keys");
        let first = Keyring::create(&file).unwrap();
        // More than a page in one bucket, and some in others.
        let mut niks: Vec<(u128, String)> = (0..700u128)
            .map(|n| (if n < 600 { n << 16 | 7 } else { n }, format!("33021555079{n:05}")))
            .collect();
        people(&world, &first, &niks).await;
        niks.sort();
        let expected: Vec<String> = niks.into_iter().map(|(_, nik)| nik).collect();

        Keyring::rotate(&file).unwrap();
        let second = Arc::new(Keyring::rotate_index(&file).unwrap());
        let office = || Office::of_the_system(world.db(), world.outside(), Arc::clone(&second));
        assert_eq!(reseal::left(&office()).await.unwrap(), 700);
        let nothing = reseal::Resealed::default();
        assert!(matches!(reseal::retire_keys(&office(), &file, &nothing).await, Err(reseal::ResealError::Left { left: 700 })));
        let done = reseal::reseal(&office()).await.unwrap();
        assert_eq!((done.people, done.indexes, done.unopened), (700, 700, 0));
        assert_eq!(numbers(&world, &second).await, expected);
        let again = reseal::reseal(&office()).await.unwrap();
        assert_eq!((again.people, again.indexes), (0, 0), "a second run changes nothing");

        assert!(matches!(reseal::retire_keys(&office(), &file, &nothing).await, Err(reseal::ResealError::OtherKeys)));
        let last = reseal::retire_keys(&office(), &file, &done).await.unwrap();
        assert_eq!(numbers(&world, &last).await, expected);
        assert_eq!(format!("{last:?}"), "Keyring { current: 2, data: [2], index: [2] }");
    }

    async fn a_value_that_does_not_open_is_named_and_keeps_the_old_key(world) {
        let file = world.fresh.folder().join("lindung.keys");
        let first = Keyring::create(&file).unwrap();
        people(&world, &first, &[(1, NIK.into())]).await;
        people(&world, &Keyring::for_tests(), &[(2, "3302155507909002".into())]).await;
        let broken = person_id(2);
        let second = Arc::new(Keyring::rotate(&file).unwrap());
        let office = Office::of_the_system(world.db(), world.outside(), Arc::clone(&second));
        let done = reseal::reseal(&office).await.unwrap();
        assert_eq!((done.people, done.unopened, done.unopened_first.clone()), (1, 1, vec![(place::PERSON_NIK, broken)]));
        assert!(matches!(reseal::retire_keys(&office, &file, &done).await, Err(reseal::ResealError::Left { .. })));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_identity_number_is_in_the_file() {
    let world = World::on_sqlite().await;
    people(&world, &world.keys, &[(1, NIK.into())]).await;
    // What is looked for is really there when it is not sealed: the search itself is sound.
    raw(&world.db(), "INSERT INTO setting (name, value) VALUES ('marker', 'a-marker-in-clear')")
        .await
        .unwrap();
    world.db().close().await;
    let mut bytes = Vec::new();
    for name in ["lindung.db", "lindung.db-wal"] {
        bytes.extend(std::fs::read(world.fresh.folder().join(name)).unwrap_or_default());
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("a-marker-in-clear"));
    assert!(!holds(NIK));
}
