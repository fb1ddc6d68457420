//! Commands that wait for others: out of order, missing, corrected, for too long.

use crate::ground::{Tally, effect, effects, failing, outcome, phone, said};
use jiff::SignedDuration;
use proofs::{
    World,
    phone::{ground, id_of},
};
use sync::{Reason, Verdict, settle_left};

const FINE: (Verdict, Reason) = (Verdict::Accepted, Reason::Enrolled);
const HELD: (Verdict, Reason) = (Verdict::Held, Reason::WaitsFor);

async fn out_of_order_in_one_batch_both_are_applied(world: World) {
    let mut phone = phone(&world).await;
    let first = phone.finalise(&effect("first"));
    let second = phone.finalise(&effect("second").after(&[first.header.id]));
    let third = phone.finalise(&effect("third").after(&[second.header.id]));
    let told = phone.push_to(&world, &Tally::default(), &[third, second, first]).await;
    assert_eq!(told.iter().map(said).collect::<Vec<_>>(), [FINE, FINE, FINE]);
}

async fn a_missing_predecessor_is_waited_for_and_then_followed(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let first = phone.finalise(&effect("first"));
    let second = phone.finalise(&effect("second").after(&[first.header.id]));
    let third = phone.finalise(&effect("third").after(&[second.header.id, first.header.id]));
    let told = phone.push_to(&world, &tally, std::slice::from_ref(&third)).await;
    assert_eq!(said(&told[0]), HELD);
    let told = phone.push_to(&world, &tally, std::slice::from_ref(&second)).await;
    assert_eq!(said(&told[0]), HELD);
    assert_eq!(told[0].outcome.args["ids"][0], first.header.id.to_string());
    assert_eq!(effects(&world, "second").await, 0);
    phone.push_to(&world, &tally, &[first]).await;
    assert_eq!(outcome(&world, second.header.id).await, Some(FINE));
    assert_eq!(outcome(&world, third.header.id).await, Some(FINE));
    assert_eq!((effects(&world, "second").await, effects(&world, "third").await), (1, 1));
    // The phone hears it at its next pull.
    let device = sync::device::recognise(&ground(&world), &phone.token).await.unwrap().unwrap();
    let page = sync::changes::pull(&ground(&world), &device, "").await.unwrap();
    let last = page.items.iter().rfind(|it| it.key == third.header.id).unwrap();
    assert_eq!((last.kind.as_str(), &last.payload["outcome"]), ("outcome", &"accepted".into()));
}

async fn a_refused_predecessor_holds_until_it_is_corrected(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let first = phone.finalise(&failing("first", "refuse"));
    let second = phone.finalise(&effect("second").after(&[first.header.id]));
    let told = phone.push_to(&world, &tally, &[first.clone(), second.clone()]).await;
    assert_eq!(said(&told[0]), (Verdict::Rejected, Reason::NoConsent));
    assert_eq!(said(&told[1]), HELD);
    let mended = phone.finalise(&effect("mended").instead_of(first.header.id));
    phone.push_to(&world, &tally, &[mended]).await;
    assert_eq!(outcome(&world, second.header.id).await, Some(FINE));
}

async fn what_waited_five_days_is_for_a_person(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let waiting = phone.finalise(&effect("waiting").after(&[id_of("never sent")]));
    phone.push_to(&world, &tally, std::slice::from_ref(&waiting)).await;
    world.wait(SignedDuration::from_hours(5 * 24 - 1));
    settle_left(&ground(&world), &tally, 10).await.unwrap();
    assert_eq!(outcome(&world, waiting.header.id).await, Some(HELD));
    world.wait(SignedDuration::from_hours(2));
    settle_left(&ground(&world), &tally, 10).await.unwrap();
    let too_long = (Verdict::NeedsReview, Reason::WaitedTooLong);
    assert_eq!(outcome(&world, waiting.header.id).await, Some(too_long));
    assert_eq!(effects(&world, "waiting").await, 0);
}

async fn two_that_wait_for_each_other_block_nobody(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let later = id_of(&format!("{} {} 2", phone.device, phone.store_epoch));
    let one = phone.finalise(&effect("one").after(&[later]));
    let two = phone.finalise(&effect("two").after(&[one.header.id]));
    assert_eq!(two.header.id, later);
    let fine = phone.finalise(&effect("fine"));
    let told = phone.push_to(&world, &tally, &[one, two, fine]).await;
    assert_eq!(told.iter().map(said).collect::<Vec<_>>(), [HELD, HELD, FINE]);
}

/// A crash after a predecessor was applied and before its followers were: the next pass does it.
async fn a_follower_left_behind_by_a_crash_is_found(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let first = phone.finalise(&effect("first"));
    let second = phone.finalise(&effect("second").after(&[first.header.id]));
    phone.push_to(&world, &tally, std::slice::from_ref(&second)).await;
    phone.push_to(&world, &tally, &[first]).await;
    let back = format!(
        "UPDATE capture SET outcome = 'held' WHERE kind = 'worker.enrol' AND seq = {}",
        second.header.seq
    );
    proofs::raw(&world.db(), &back).await.unwrap();
    assert_eq!(settle_left(&ground(&world), &tally, 10).await.unwrap(), 1);
    assert_eq!(outcome(&world, second.header.id).await, Some(FINE));
}

proofs::on_both![
    out_of_order_in_one_batch_both_are_applied,
    a_missing_predecessor_is_waited_for_and_then_followed,
    a_refused_predecessor_holds_until_it_is_corrected,
    what_waited_five_days_is_for_a_person,
    two_that_wait_for_each_other_block_nobody,
    a_follower_left_behind_by_a_crash_is_found,
];
