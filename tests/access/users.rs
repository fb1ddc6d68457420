//! Users, roles kept apart, signing in, sessions and tokens.

use super::faults;
use access::{
    CommandError, Grant, Office, Role, passwords,
    sessions::{EndSession, IssueToken, SessionKind, SessionRefusal, list_sessions, recognise},
    setup::first_start,
    sign_in::{ChangeRefusal, Entered, SignInRefusal, SignedIn, prepare_change, sign_in},
    users::{
        CreateUser, DisableUser, EnableUser, GrantRole, ResetPassword, RevokeRole, UserRefusal,
        list_users,
    },
};
use db::Uuid;
use jiff::SignedDuration;
use proofs::{World, on_both, raw_rows};
use std::sync::Arc;
use terms::{Private, ids::UserId};

on_both![
    the_first_start_makes_one_administrator_whose_password_is_shown_once,
    many_programs_starting_at_once_make_one_administrator,
    wrong_passwords_make_a_login_wait_known_or_not,
    guessing_at_once_gains_nothing,
    a_session_ends_idle_late_or_by_hand,
    power_is_kept_apart,
    a_disabled_user_is_out_at_once,
    a_machine_has_a_token_for_its_one_duty_and_no_longer_than_a_year,
];

const GOOD: &str = "becak merah di simpang lima";
const OTHER: &str = "perahu biru di muara kali";

fn private(text: &str) -> Private<String> {
    Private::new(text.to_owned())
}

async fn try_sign_in(
    world: &World,
    login: &str,
    password: &str,
) -> Result<SignedIn, SignInRefusal> {
    let outside = world.outside();
    let password = private(password);
    let entered =
        sign_in(&world.db(), &outside, &world.passwords, login, &password, "a browser").await;
    match entered? {
        Entered::Done(signed_in) => Ok(signed_in),
        Entered::CodeNeeded(needed) => panic!("nobody asked for codes: {needed:?}"),
    }
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

async fn the_first_start_makes_one_administrator_whose_password_is_shown_once(world: World) {
    let made = first_start(&world.db(), &world.outside(), &world.keys, &world.passwords)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(passwords::check("admin", made.one_time_password.reveal()), Ok(()));
    let again =
        first_start(&world.db(), &world.outside(), &world.keys, &world.passwords).await.unwrap();
    assert!(again.is_none());
    let kept: Vec<(String, Option<String>)> =
        raw_rows(&world.db(), "SELECT login, password_hash FROM app_user").await.unwrap();
    assert_eq!(kept.len(), 1);
    assert!(
        kept[0].1.as_ref().unwrap().starts_with("$argon2id$")
            && !kept[0].1.as_ref().unwrap().contains(made.one_time_password.reveal())
    );

    let signed_in = try_sign_in(&world, "Admin ", made.one_time_password.reveal()).await.unwrap();
    assert!(signed_in.must_change_password);
    let seen =
        recognise(&world.db(), &world.outside(), signed_in.token.reveal()).await.unwrap().unwrap();
    assert_eq!(seen.grants, [], "nothing else before the password is changed");

    let office = seen.office(world.db(), world.outside(), Arc::clone(&world.keys));
    let old = private(made.one_time_password.reveal());
    for weak in ["kurang", "password1234", "admin admin admin"] {
        assert!(matches!(
            prepare_change(&office, &world.passwords, &old, &private(weak)).await,
            Err(ChangeRefusal::New(_))
        ));
    }
    assert!(matches!(
        prepare_change(&office, &world.passwords, &private(OTHER), &private(GOOD)).await,
        Err(ChangeRefusal::Wrong)
    ));
    let change = prepare_change(&office, &world.passwords, &old, &private(GOOD)).await.unwrap();
    world.carry_out(&office, &change).await.unwrap();
    assert!(matches!(
        refusal(world.carry_out(&office, &change).await),
        UserRefusal::PasswordChanged
    ));

    assert!(
        recognise(&world.db(), &world.outside(), signed_in.token.reveal()).await.unwrap().is_none(),
        "the old session ended"
    );
    assert!(matches!(try_sign_in(&world, "admin", old.reveal()).await, Err(SignInRefusal::Wrong)));
    let signed_in = try_sign_in(&world, "admin", GOOD).await.unwrap();
    let seen =
        recognise(&world.db(), &world.outside(), signed_in.token.reveal()).await.unwrap().unwrap();
    assert_eq!(seen.grants, [Grant { role: Role::Administrator, area: None }]);
    assert_eq!(faults(&world).await, Vec::<String>::new());
}

async fn many_programs_starting_at_once_make_one_administrator(world: World) {
    let world = Arc::new(world);
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let world = Arc::clone(&world);
            tokio::spawn(async move {
                first_start(&world.db(), &world.outside(), &world.keys, &world.passwords).await
            })
        })
        .collect();
    let mut made = 0;
    for start in starts {
        made += usize::from(start.await.unwrap().unwrap().is_some());
    }
    assert_eq!(made, 1);
}

async fn wrong_passwords_make_a_login_wait_known_or_not(world: World) {
    administrator(&world).await;
    for login in ["admin", "nobody.here"] {
        for _ in 0..5 {
            assert!(
                matches!(try_sign_in(&world, login, OTHER).await, Err(SignInRefusal::Wrong)),
                "{login}"
            );
        }
        let right = try_sign_in(&world, login, GOOD).await;
        let Err(SignInRefusal::Wait { seconds: 5 }) = right else { panic!("{login}: {right:?}") };
    }
    let refusal = try_sign_in(&world, "admin", GOOD).await.unwrap_err();
    assert!(
        refusal.to_string().contains("wait 5 seconds")
            && refusal.indonesian().contains("tunggu 5 detik")
    );
    world.wait(SignedDuration::from_secs(6));
    assert!(matches!(try_sign_in(&world, "admin", OTHER).await, Err(SignInRefusal::Wrong)));
    assert!(
        matches!(
            try_sign_in(&world, "admin", GOOD).await,
            Err(SignInRefusal::Wait { seconds: 10 })
        ),
        "it grows"
    );
    world.wait(SignedDuration::from_secs(11));
    try_sign_in(&world, "admin", GOOD).await.unwrap();
    assert!(matches!(try_sign_in(&world, "admin", OTHER).await, Err(SignInRefusal::Wrong)));
    try_sign_in(&world, "admin", GOOD).await.unwrap();
}

async fn guessing_at_once_gains_nothing(world: World) {
    administrator(&world).await;
    let world = Arc::new(world);
    let guesses: Vec<_> = (0..12)
        .map(|_| {
            let world = Arc::clone(&world);
            tokio::spawn(async move { try_sign_in(&world, "admin", OTHER).await })
        })
        .collect();
    let mut looked_at = 0;
    for guess in guesses {
        looked_at += usize::from(matches!(guess.await.unwrap(), Err(SignInRefusal::Wrong)));
    }
    assert!(looked_at <= 5, "{looked_at} passwords were looked at");
}

async fn a_session_ends_idle_late_or_by_hand(world: World) {
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
    let listed =
        list_sessions(&mut world.db().read().await.unwrap(), &office, office.actor).await.unwrap();
    assert!(
        listed
            .iter()
            .any(|session| session.id == signed_in.session && session.label == "a browser")
    );
    let stranger = world.office(Role::BranchStaff, None);
    assert!(matches!(
        refusal(world.carry_out(&stranger, &EndSession(signed_in.session)).await),
        SessionRefusal::User(UserRefusal::Forbidden(_))
    ));
    world.carry_out(&office, &EndSession(signed_in.session)).await.unwrap();
    assert!(recognise(&world.db(), &world.outside(), token).await.unwrap().is_none());
    assert!(recognise(&world.db(), &world.outside(), "").await.unwrap().is_none());
    let kept: Vec<(Vec<u8>,)> =
        raw_rows(&world.db(), "SELECT token_hash FROM session").await.unwrap();
    assert!(kept.iter().all(|(hash,)| hash.len() == 32 && !token.as_bytes().starts_with(hash)));
}

async fn power_is_kept_apart(world: World) {
    let office = administrator(&world).await;
    let clerk = create(&world, &office, "petugas.satu", OTHER).await;
    let grant = async |user: UserId, role: Role, area: Option<&str>| {
        world
            .carry_out(&office, &GrantRole { user, role, area: area.map(|a| a.parse().unwrap()) })
            .await
    };
    assert!(matches!(
        refusal(grant(office.actor, Role::Finance, None).await),
        UserRefusal::OwnGrant
    ));
    grant(clerk, Role::Adjudicator, Some("33.02")).await.unwrap();
    assert!(matches!(
        refusal(grant(clerk, Role::Adjudicator, Some("33.02")).await),
        UserRefusal::AlreadyGranted
    ));
    for role in [Role::Finance, Role::SecondOfficer] {
        let said = refusal(grant(clerk, role, Some("34")).await);
        assert!(
            matches!(said, UserRefusal::Incompatible { held: Role::Adjudicator, .. }),
            "{said}"
        );
    }
    grant(clerk, Role::BranchStaff, Some("33.02")).await.unwrap();
    assert!(matches!(
        refusal(grant(UserId(Uuid::nil()), Role::Analyst, None).await),
        UserRefusal::NoSuchUser
    ));

    let revoke = RevokeRole { user: office.actor, role: Role::Administrator, area: None };
    assert!(matches!(
        refusal(world.carry_out(&office, &revoke).await),
        UserRefusal::LastAdministrator
    ));
    assert!(matches!(
        refusal(world.carry_out(&office, &DisableUser(office.actor)).await),
        UserRefusal::LastAdministrator
    ));
    let second = create(&world, &office, "admin.dua", OTHER).await;
    grant(second, Role::Administrator, None).await.unwrap();
    world.carry_out(&office, &revoke).await.unwrap();

    let nobody = world.office(Role::BranchStaff, None);
    assert!(matches!(
        refusal(world.carry_out(&nobody, &DisableUser(clerk)).await),
        UserRefusal::Forbidden(_)
    ));
    let users = list_users(&mut world.db().read().await.unwrap(), &office, None, 2).await.unwrap();
    let logins: Vec<&str> = users.iter().map(|user| user.login.as_str()).collect();
    assert_eq!(logins, ["admin", "admin.dua"]);
    let users = list_users(&mut world.db().read().await.unwrap(), &office, Some("admin.dua"), 2)
        .await
        .unwrap();
    assert_eq!(users.len(), 1);
    assert_eq!(
        users[0].grants,
        [
            Grant { role: Role::Adjudicator, area: Some("33.02".parse().unwrap()) },
            Grant { role: Role::BranchStaff, area: Some("33.02".parse().unwrap()) }
        ]
    );
    assert!(users[0].must_change_password && users[0].is_active);
    assert_eq!(faults(&world).await, Vec::<String>::new());
}

async fn a_disabled_user_is_out_at_once(world: World) {
    let office = administrator(&world).await;
    let user = create(&world, &office, "petugas.satu", OTHER).await;
    let signed_in = try_sign_in(&world, "petugas.satu", OTHER).await.unwrap();
    world.carry_out(&office, &DisableUser(user)).await.unwrap();
    assert!(
        recognise(&world.db(), &world.outside(), signed_in.token.reveal()).await.unwrap().is_none()
    );
    assert!(matches!(try_sign_in(&world, "petugas.satu", OTHER).await, Err(SignInRefusal::Wrong)));
    world.carry_out(&office, &EnableUser(user)).await.unwrap();
    try_sign_in(&world, "petugas.satu", OTHER).await.unwrap();

    let one_time = world.passwords.hash("petugas.satu", &private(GOOD)).await.unwrap();
    world.carry_out(&office, &ResetPassword { user, one_time }).await.unwrap();
    assert!(matches!(try_sign_in(&world, "petugas.satu", OTHER).await, Err(SignInRefusal::Wrong)));
    assert!(try_sign_in(&world, "petugas.satu", GOOD).await.unwrap().must_change_password);
    let taken = CreateUser {
        login: "Petugas.Satu".into(),
        display_name: "Lain".into(),
        one_time: world.passwords.hash("x", &private(GOOD)).await.unwrap(),
    };
    assert!(matches!(refusal(world.carry_out(&office, &taken).await), UserRefusal::LoginTaken(_)));
}

async fn a_machine_has_a_token_for_its_one_duty_and_no_longer_than_a_year(world: World) {
    let office = administrator(&world).await;
    let bank = create(&world, &office, "bank.satu", OTHER).await;
    let issue = async |days: i64| {
        let ends = world.now() + SignedDuration::from_hours(24 * days);
        let (command, token) = IssueToken::prepare(bank, "payment switch", ends).unwrap();
        (world.carry_out(&office, &command).await, token)
    };
    assert!(matches!(refusal(issue(30).await.0), SessionRefusal::NotAnIntegrator));
    world
        .carry_out(&office, &GrantRole { user: bank, role: Role::Integrator, area: None })
        .await
        .unwrap();
    assert!(matches!(refusal(issue(400).await.0), SessionRefusal::Expiry));
    assert!(matches!(refusal(issue(0).await.0), SessionRefusal::Expiry));
    let (issued, token) = issue(30).await;
    // A machine never signs in, so its user's one-time password stays unchanged: that must not stop it.
    let session = issued.unwrap().session;
    world.wait(SignedDuration::from_hours(24 * 29));
    let seen = recognise(&world.db(), &world.outside(), token.reveal())
        .await
        .unwrap()
        .expect("no idle limit");
    assert_eq!((seen.kind, seen.session), (SessionKind::ApiToken, session));
    assert_eq!(seen.grants, [Grant { role: Role::Integrator, area: None }]);
    world.wait(SignedDuration::from_hours(25));
    assert!(recognise(&world.db(), &world.outside(), token.reveal()).await.unwrap().is_none());

    let (issued, token) = issue(30).await;
    world.carry_out(&office, &EndSession(issued.unwrap().session)).await.unwrap();
    assert!(recognise(&world.db(), &world.outside(), token.reveal()).await.unwrap().is_none());
}
