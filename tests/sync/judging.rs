//! Commands that cannot be trusted, opened, read or judged: kept, and nobody else suffers.

use crate::ground::{Tally, count, effect, effects, failing, outcome, phone, said};
use jiff::SignedDuration;
use proofs::{
    World,
    phone::{Draft, Phone, ground, id_of},
};
use serde_json::json;
use std::sync::atomic::Ordering;
use sync::{AllReaders, Envelope, Reason, Verdict, capture, settle_left};

const FINE: (Verdict, Reason) = (Verdict::Accepted, Reason::Enrolled);

async fn a_wrong_signature_is_kept_for_review(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let mut flipped = phone.finalise(&effect("flipped"));
    flipped.sig[5] ^= 1;
    let mut none = phone.finalise(&effect("none"));
    none.sig.clear();
    // Somebody else's key, in this device's name.
    let other_holder = proofs::phone::holder(&world, "lain", access::Role::Agent, "33.02").await;
    let mut other = Phone::register(&world, "HP lain", other_holder).await;
    other.device = phone.device;
    other.holder = phone.holder;
    let forged = other.seal(id_of("forged"), 99, &effect("forged"));
    let fine = phone.finalise(&effect("fine"));
    let told = phone.push_to(&world, &tally, &[flipped, none, forged, fine]).await;
    let wrong = (Verdict::NeedsReview, Reason::SignatureWrong);
    assert_eq!(told.iter().map(said).collect::<Vec<_>>(), [wrong, wrong, wrong, FINE]);
    assert!(told[..3].iter().all(|told| told.outcome.case.is_some()));
    assert_eq!(effects(&world, "forged").await + effects(&world, "flipped").await, 0);
    assert_eq!(count(&world, "SELECT COUNT(*) FROM capture").await, 4);
}

async fn in_the_name_of_another_or_of_no_device_it_is_kept_for_review(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let holder = phone.holder;
    phone.holder = terms::ids::UserId(id_of("somebody"));
    let actor = phone.finalise(&effect("actor"));
    phone.holder = holder;
    let told = phone.push_to(&world, &tally, &[actor]).await;
    assert_eq!(said(&told[0]), (Verdict::NeedsReview, Reason::SignatureWrong));
    phone.device = id_of("a device nobody registered");
    let stray = phone.finalise(&effect("stray"));
    let told = sync::receive(&ground(&world), &tally, &phone.batch(&[stray]), None).await.unwrap();
    assert_eq!(said(&told[0]), (Verdict::NeedsReview, Reason::SignatureWrong));
    assert_eq!(told[0].outcome.args["device_unknown"], true);
}

async fn an_unknown_kind_or_version_is_kept_for_review(world: World) {
    let mut phone = phone(&world).await;
    let strange = phone.finalise(&Draft::new("claim.report", json!({ "made_at": "x" })));
    let newer = phone.finalise(&Draft { v: 99, ..Draft::new("worker.enrol", json!({})) });
    let told = phone.push(&world, &[strange, newer]).await;
    let unknown = (Verdict::NeedsReview, Reason::UnknownKind);
    assert_eq!(told.iter().map(said).collect::<Vec<_>>(), [unknown, unknown]);
}

async fn what_does_not_open_or_has_no_form_is_kept_for_review(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let mut broken = phone.finalise(&effect("broken"));
    let last = broken.sealed.len() - 1;
    broken.sealed[last] ^= 1;
    // Sealed and signed well, but not what its digest says.
    let mut lying = phone.finalise(&effect("lying"));
    lying.sealed = phone.sealed(lying.line().as_bytes(), b"{\"effect\":\"else\"}");
    let mut text = phone.finalise(&effect("text"));
    text.header.id = id_of("no json");
    let mut shapeless = text.to_json();
    shapeless["seq"] = json!("seven");
    let shapeless = Envelope::read(&shapeless, phone.device, phone.store_epoch).unwrap();
    let fine = phone.finalise(&effect("fine"));
    let told = phone.push_to(&world, &tally, &[broken, lying, shapeless, fine]).await;
    let unreadable = (Verdict::NeedsReview, Reason::Unreadable);
    assert_eq!(
        told.iter().map(said).collect::<Vec<_>>(),
        [unreadable, unreadable, unreadable, FINE]
    );
    assert_eq!(effects(&world, "else").await, 0);
}

async fn a_wrong_field_is_refused_by_its_name(world: World) {
    let mut phone = phone(&world).await;
    let wrong = phone.finalise(&Draft::new("worker.enrol", json!({ "effect": 7 })));
    let told = phone.push_to(&world, &Tally::default(), &[wrong]).await;
    assert_eq!(said(&told[0]), (Verdict::Rejected, Reason::InvalidField));
    assert_eq!(told[0].outcome.fields, ["effect"]);
}

async fn an_error_or_a_panic_keeps_the_command_and_takes_its_effect_back(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let commands: Vec<_> = ["panic", "fault", "refuse", "doubt", "park", ""]
        .iter()
        .map(|then| phone.finalise(&failing(then, then)))
        .collect();
    let told = phone.push_to(&world, &tally, &commands).await;
    assert_eq!(
        told.iter().map(said).collect::<Vec<_>>(),
        [
            (Verdict::NeedsReview, Reason::Internal),
            (Verdict::NeedsReview, Reason::Internal),
            (Verdict::Rejected, Reason::NoConsent),
            (Verdict::NeedsReview, Reason::NikNameMismatch),
            (Verdict::NeedsReview, Reason::AmountDiffers),
            FINE,
        ]
    );
    for (name, expected) in
        [("panic", 0), ("fault", 0), ("refuse", 0), ("doubt", 0), ("park", 1), ("", 1)]
    {
        assert_eq!(effects(&world, name).await, expected, "{name}");
    }
    let mut tx = world.db().read().await.unwrap();
    assert!(access::audit::verify(&mut tx).await.unwrap().is_empty());
}

/// A crash between keeping and judging: the bytes are there, nobody judges them.
async fn keep_and_crash(world: &World, phone: &Phone, command: &Envelope) {
    capture(&ground(world), &phone.batch(std::slice::from_ref(command)), None).await.unwrap();
}

async fn what_a_crash_left_is_judged_by_the_background_pass_or_by_a_replay(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let (one, two) = (phone.finalise(&effect("one")), phone.finalise(&effect("two")));
    keep_and_crash(&world, &phone, &one).await;
    keep_and_crash(&world, &phone, &two).await;
    // While somebody may be at it, nobody else is.
    assert_eq!(settle_left(&ground(&world), &tally, 10).await.unwrap(), 0);
    world.wait(SignedDuration::from_secs(61));
    let told = phone.push_to(&world, &tally, std::slice::from_ref(&two)).await;
    assert_eq!((said(&told[0]), told[0].replayed), (FINE, true));
    assert_eq!(settle_left(&ground(&world), &tally, 10).await.unwrap(), 1);
    assert_eq!(outcome(&world, one.header.id).await, Some(FINE));
    assert_eq!((effects(&world, "one").await, effects(&world, "two").await), (1, 1));
    assert_eq!(settle_left(&ground(&world), &tally, 10).await.unwrap(), 0);
}

async fn what_kills_the_process_three_times_is_parked(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let poison = phone.finalise(&effect("poison"));
    // The first attempt is counted with the bytes; two more begin and never end.
    keep_and_crash(&world, &phone, &poison).await;
    let attempts = "UPDATE capture SET attempts = attempts + 1";
    for _ in 0..2 {
        proofs::raw(&world.db(), attempts).await.unwrap();
    }
    world.wait(SignedDuration::from_secs(61));
    settle_left(&ground(&world), &tally, 10).await.unwrap();
    assert_eq!(
        outcome(&world, poison.header.id).await,
        Some((Verdict::NeedsReview, Reason::Internal))
    );
    assert_eq!(tally.begun.load(Ordering::Relaxed), 0, "it was not tried a fourth time");
    let told = phone.push_to(&world, &tally, &[poison]).await;
    assert_eq!(said(&told[0]), (Verdict::NeedsReview, Reason::Internal));
}

async fn the_bodies_lie_sealed_and_nothing_of_them_is_in_the_audit(world: World) {
    let mut phone = phone(&world).await;
    let command =
        phone.finalise(&Draft::new("worker.enrol", json!({ "secret": "3302151203799001" })));
    phone.push_to(&world, &AllReaders, &[command]).await;
    let sealed: Vec<(Vec<u8>,)> =
        proofs::raw_rows(&world.db(), "SELECT sealed FROM capture").await.unwrap();
    assert!(!sealed[0].0.windows(16).any(|part| part == b"3302151203799001"));
    let details: Vec<(String,)> =
        proofs::raw_rows(&world.db(), "SELECT detail FROM audit_entry").await.unwrap();
    assert!(details.iter().all(|(detail,)| !detail.contains("3302151203799001")));
}

proofs::on_both![
    a_wrong_signature_is_kept_for_review,
    in_the_name_of_another_or_of_no_device_it_is_kept_for_review,
    an_unknown_kind_or_version_is_kept_for_review,
    what_does_not_open_or_has_no_form_is_kept_for_review,
    a_wrong_field_is_refused_by_its_name,
    an_error_or_a_panic_keeps_the_command_and_takes_its_effect_back,
    what_a_crash_left_is_judged_by_the_background_pass_or_by_a_replay,
    what_kills_the_process_three_times_is_parked,
    the_bodies_lie_sealed_and_nothing_of_them_is_in_the_audit,
];
