//! How a phone becomes a device, and how it stops being one without losing anything.

use crate::ground::{AREA, Tally, count, effect, effects, said};
use access::{Role, carry_out};
use jiff::SignedDuration;
use proofs::{
    World,
    phone::{Phone, bytes_of, ground, holder},
};
use sync::{
    Reason, Verdict,
    device::{
        self, Applicant, Begin, DeviceRefusal, Registered, SetStatus, Status, board, code_of,
        may_hold, recognise, register, standing,
    },
    epoch, receive,
};
use terms::{Private, ids::UserId};

fn applicant(code: &str, key: &str) -> Applicant {
    Applicant {
        code: Private::new(code.to_owned()),
        public_key: access::field::DeviceKey::of(&bytes_of(key)).public_key(),
        label: "HP \u{0} Cilongok".to_owned(),
        app_version: "1.0.0".to_owned(),
        persisted: false,
    }
}

async fn begin(world: &World, holder: UserId) -> String {
    let header = world.header("begin");
    let office = world.office(Role::Administrator, None);
    carry_out(&office, &header, &Begin { holder }).await.unwrap();
    code_of(&world.keys, header.id.0).into_revealed()
}

async fn trade(world: &World, code: &str, key: &str) -> Result<Registered, DeviceRefusal> {
    register(&ground(world), &applicant(code, key)).await
}

async fn a_code_works_once_for_a_quarter_of_an_hour(world: World) {
    let agent = holder(&world, "agen", Role::Agent, AREA).await;
    let code = begin(&world, agent).await;
    assert!(matches!(trade(&world, "AAAA-BBBB-CCCC", "one").await, Err(DeviceRefusal::Code)));
    let done = trade(&world, &code.to_lowercase().replace('-', " "), "one").await.unwrap();
    assert_eq!((done.holder, done.holder_name.as_str()), (agent, "agen"));
    // The answer was lost: the same phone asks again, another phone does not get in.
    let again = trade(&world, &code, "one").await.unwrap();
    assert_eq!((again.device, again.token.reveal()), (done.device, done.token.reveal()));
    assert!(matches!(trade(&world, &code, "two").await, Err(DeviceRefusal::Code)));
    let known = recognise(&ground(&world), done.token.reveal()).await.unwrap().unwrap();
    assert_eq!((known.id, known.holder), (done.device, agent));
    assert!(recognise(&ground(&world), "somebody else's").await.unwrap().is_none());
    let late = begin(&world, agent).await;
    world.wait(SignedDuration::from_mins(15));
    assert!(matches!(trade(&world, &late, "late").await, Err(DeviceRefusal::Code)));
    let mut wrong = applicant(&late, "late");
    wrong.public_key.pop();
    let refused = register(&ground(&world), &wrong).await;
    assert!(matches!(refused, Err(DeviceRefusal::PublicKey)));
    // Neither code nor token is anywhere in the database.
    for column in ["code_hash FROM device_code", "token_hash FROM device"] {
        let kept: Vec<(Vec<u8>,)> =
            proofs::raw_rows(&world.db(), &format!("SELECT {column}")).await.unwrap();
        assert!(kept.iter().all(|(hash,)| hash.len() == 32));
    }
}

async fn who_may_register_a_phone(world: World) {
    let agent = holder(&world, "agen", Role::Agent, AREA).await;
    let finance = holder(&world, "kasir", Role::Finance, "").await;
    let order = Begin { holder: agent };
    for (role, area, allowed) in [
        (Role::Administrator, None, true),
        (Role::BranchStaff, Some("33.02"), true),
        (Role::BranchStaff, Some("33"), true),
        (Role::BranchStaff, Some("33.03"), false),
        (Role::Agent, Some("33.02"), false),
        (Role::Auditor, None, false),
    ] {
        let done = world.carry_out(&world.office(role, area), &order).await;
        assert_eq!(done.is_ok(), allowed, "{role:?} {area:?}");
    }
    let office = world.office(Role::Administrator, None);
    let refused = world.carry_out(&office, &Begin { holder: finance }).await.unwrap_err();
    assert!(refused.to_string().contains("no role that enrols"), "{refused}");
    let nobody = UserId(proofs::phone::id_of("nobody"));
    assert!(world.carry_out(&office, &Begin { holder: nobody }).await.is_err());
}

async fn a_revoked_device_is_drained_then_wiped(world: World) {
    let agent = holder(&world, "agen", Role::Agent, AREA).await;
    let mut phone = Phone::register(&world, "HP", agent).await;
    let tally = Tally::default();
    let before = phone.finalise(&effect("before"));
    let told = phone.push_to(&world, &tally, &[before]).await;
    assert_eq!(said(&told[0]), (Verdict::Accepted, Reason::Enrolled));
    let office = world.office(Role::BranchStaff, Some(AREA));
    let set = |status| SetStatus { device: phone.device, status };
    let revoke = set(Status::Revoked);
    world.carry_out(&office, &set(Status::Suspended)).await.unwrap();
    world.carry_out(&office, &set(Status::Active)).await.unwrap();
    world.carry_out(&office, &revoke).await.unwrap();
    let refused = world.carry_out(&office, &set(Status::Active)).await.unwrap_err();
    assert!(refused.to_string().contains("revoked for good"), "{refused}");
    let known = recognise(&ground(&world), &phone.token).await.unwrap().unwrap();
    assert!(!known.may_pull());
    // Three wait on the phone; two come, then the third, then it may forget everything.
    let late: Vec<_> = (0..3).map(|n| phone.finalise(&effect(&format!("late {n}")))).collect();
    let report = phone.report(world.now(), 3);
    let batch = phone.batch(&late[..2]);
    let told = receive(&ground(&world), &tally, &batch, Some(&report)).await.unwrap();
    let revoked = (Verdict::NeedsReview, Reason::DeviceRevoked);
    assert_eq!(told.iter().map(said).collect::<Vec<_>>(), [revoked, revoked]);
    let stands = async || {
        let mut tx = world.db().read().await.unwrap();
        standing(&mut tx, phone.device).await.unwrap()
    };
    assert_eq!(stands().await, (Status::Revoked, false));
    phone.push_to(&world, &tally, &late[2..]).await;
    assert_eq!(stands().await, (Status::Revoked, true));
    assert_eq!(effects(&world, "late 0").await, 0);
    assert_eq!(count(&world, "SELECT COUNT(*) FROM capture").await, 4);
}

async fn a_disabled_holder_s_commands_are_kept_for_review(world: World) {
    let agent = holder(&world, "agen", Role::Agent, AREA).await;
    let mut phone = Phone::register(&world, "HP", agent).await;
    proofs::raw(&world.db(), "UPDATE app_user SET status = 'disabled' WHERE login = 'agen'")
        .await
        .unwrap();
    let command = phone.finalise(&effect("late"));
    let told = phone.push_to(&world, &Tally::default(), &[command]).await;
    assert_eq!(said(&told[0]), (Verdict::NeedsReview, Reason::HolderDisabled));
    let known = recognise(&ground(&world), &phone.token).await.unwrap().unwrap();
    assert!(!known.may_pull());
}

async fn the_holder_s_area_decides(world: World) {
    let agent = holder(&world, "agen", Role::Agent, "33.03").await;
    let mut phone = Phone::register(&world, "HP", agent).await;
    let command = phone.finalise(&effect("elsewhere"));
    let told = phone.push_to(&world, &Tally::default(), &[command]).await;
    assert_eq!(said(&told[0]), (Verdict::NeedsReview, Reason::OutOfArea));
}

async fn the_board_tells_where_each_phone_stands(world: World) {
    let agent = holder(&world, "agen", Role::Agent, AREA).await;
    let far = holder(&world, "jauh", Role::Agent, "33.03").await;
    let mut phone = Phone::register(&world, "HP 1", agent).await;
    Phone::register(&world, "HP 2", far).await;
    let command = phone.finalise(&effect("one"));
    let mut report = phone.report(world.now() - SignedDuration::from_secs(90), 4);
    report.attachments_pending = 2;
    report.oldest_made_at = Some(world.now() - SignedDuration::from_hours(48));
    let batch = phone.batch(&[command]);
    receive(&ground(&world), &Tally::default(), &batch, Some(&report)).await.unwrap();
    let of = async |role, area| {
        let mut tx = world.db().read().await.unwrap();
        board(&mut tx, &world.office(role, area), None, 100).await
    };
    assert_eq!(of(Role::Administrator, None).await.unwrap().len(), 2);
    let own = of(Role::BranchStaff, Some("33.02")).await.unwrap();
    assert_eq!(own.len(), 1);
    let seen = &own[0];
    assert_eq!((seen.label.as_str(), seen.pending, seen.attachments_pending), ("HP 1", 3, 2));
    assert_eq!((seen.clock_offset_ms, seen.free_bytes), (Some(90_000), Some(1 << 30)));
    assert!(seen.oldest_made_at.is_some() && !seen.is_safe_to_disable());
    assert!(of(Role::Agent, Some("33.02")).await.is_err());
    assert!(matches!(
        of(Role::Auditor, None).await.unwrap_err(),
        device::DeviceRefusal::Forbidden(_)
    ));
}

async fn a_phone_is_for_somebody_who_enrols_where_the_officer_works(world: World) {
    holder(&world, "agen", Role::Agent, AREA).await;
    holder(&world, "jauh", Role::Agent, "33.03").await;
    holder(&world, "hitung", Role::Analyst, AREA).await;
    let found = async |area, part: &str| {
        let mut tx = world.db().read().await.unwrap();
        let office = world.office(Role::BranchStaff, area);
        let found = may_hold(&mut tx, &office, part, 20).await.unwrap();
        found.into_iter().map(|it| (it.login, it.n_devices)).collect::<Vec<_>>()
    };
    assert_eq!(found(Some("33.02"), "").await, [("agen".to_owned(), 0)]);
    assert_eq!(found(None, " JAU").await, [("jauh".to_owned(), 0)]);
    assert_eq!(found(None, "tak ada").await, []);
    let mut tx = world.db().read().await.unwrap();
    assert!(may_hold(&mut tx, &world.office(Role::Agent, Some("33.02")), "", 20).await.is_err());
}

async fn a_restored_database_is_another_one_and_is_offered_everything(world: World) {
    let agent = holder(&world, "agen", Role::Agent, AREA).await;
    let mut phone = Phone::register(&world, "HP", agent).await;
    let tally = Tally::default();
    let commands: Vec<_> = (0..4).map(|n| phone.finalise(&effect(&n.to_string()))).collect();
    phone.push_to(&world, &tally, &commands).await;
    let before = epoch::dataset_epoch(&ground(&world)).await.unwrap();
    assert_eq!(epoch::dataset_epoch(&ground(&world)).await.unwrap(), before);
    // Last night's copy lacks the last two.
    for trigger in ["outcome_is_final", "outcome_stays"] {
        let on = if world.db().dialect() == db::Dialect::Postgres { " ON outcome" } else { "" };
        let gone = format!("DROP TRIGGER IF EXISTS {trigger}{on}");
        proofs::raw(&world.db(), &gone).await.unwrap();
    }
    for table in ["change_log", "outcome"] {
        proofs::raw(&world.db(), &format!("DELETE FROM {table}")).await.unwrap();
    }
    proofs::raw(&world.db(), "DELETE FROM capture WHERE seq > 2").await.unwrap();
    proofs::raw(&world.db(), "DELETE FROM setting WHERE name IN ('effect 2', 'effect 3')")
        .await
        .unwrap();
    let after = epoch::renew(&ground(&world)).await.unwrap();
    assert_ne!(after, before);
    let ids: Vec<_> = commands.iter().map(|command| command.header.id).collect();
    let mut tx = world.db().read().await.unwrap();
    let missing = sync::changes::missing(&mut tx, &ids).await.unwrap();
    drop(tx);
    assert_eq!(missing, ids[2..]);
    phone.push_to(&world, &tally, &commands[2..]).await;
    for n in 0..4 {
        assert_eq!(effects(&world, &n.to_string()).await, 1, "{n}");
    }
    // A cursor of the other database begins anew.
    let device = recognise(&ground(&world), &phone.token).await.unwrap().unwrap();
    let old = format!("{before}.1000000");
    let page = sync::changes::pull(&ground(&world), &device, &old).await.unwrap();
    assert_eq!((page.items.len(), page.dataset_epoch), (2, after));
}

proofs::on_both![
    a_code_works_once_for_a_quarter_of_an_hour,
    who_may_register_a_phone,
    a_revoked_device_is_drained_then_wiped,
    a_disabled_holder_s_commands_are_kept_for_review,
    the_holder_s_area_decides,
    the_board_tells_where_each_phone_stands,
    a_phone_is_for_somebody_who_enrols_where_the_officer_works,
    a_restored_database_is_another_one_and_is_offered_everything,
];
