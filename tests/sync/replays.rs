//! The same thing sent again: in turn, at once, with other bytes, under another id.

use crate::ground::{Tally, count, effect, effects, outcome, phone, said};
use proofs::{World, phone::ground};
use sync::{Batch, Reason, Transport, Verdict, receive};

async fn a_replay_answers_what_was_decided(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let commands: Vec<_> = (0..5).map(|n| phone.finalise(&effect(&format!("{n}")))).collect();
    let first = phone.push_to(&world, &tally, &commands).await;
    assert!(first.iter().all(|told| !told.replayed));
    for _ in 0..3 {
        let again = phone.push_to(&world, &tally, &commands).await;
        assert!(again.iter().all(|told| told.replayed));
        assert_eq!(
            again.iter().map(said).collect::<Vec<_>>(),
            [(Verdict::Accepted, Reason::Enrolled); 5]
        );
        assert!(again.iter().zip(&first).all(|(a, b)| a.outcome == b.outcome && a.id == b.id));
    }
    for n in 0..5 {
        assert_eq!(effects(&world, &n.to_string()).await, 1);
    }
    assert_eq!(count(&world, "SELECT COUNT(*) FROM capture").await, 5);
    assert_eq!(count(&world, "SELECT COUNT(*) FROM outcome").await, 5);
}

async fn sent_one_to_five_times_at_once_it_has_one_effect(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    for times in 1..=5usize {
        let commands = [
            phone.finalise(&effect(&format!("{times} a"))),
            phone.finalise(&effect(&format!("{times} b"))),
        ];
        let batch = phone.batch(&commands);
        let ground = ground(&world);
        let sends = (0..times).map(|_| receive(&ground, &tally, &batch, None));
        let answers = futures_util::future::join_all(sends).await;
        for answer in answers {
            let answer = answer.unwrap();
            let said: Vec<_> = answer.iter().map(said).collect();
            assert_eq!(said, [(Verdict::Accepted, Reason::Enrolled); 2], "{times} at once");
        }
        assert_eq!(effects(&world, &format!("{times} a")).await, 1, "{times} at once");
        assert_eq!(effects(&world, &format!("{times} b")).await, 1, "{times} at once");
    }
    assert_eq!(count(&world, "SELECT COUNT(*) FROM capture").await, 10);
    assert_eq!(count(&world, "SELECT COUNT(*) FROM outcome").await, 10);
}

async fn the_same_id_with_other_bytes_is_kept_and_never_applied(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let first = phone.finalise(&effect("first"));
    phone.push_to(&world, &tally, std::slice::from_ref(&first)).await;
    let other = phone.seal(first.header.id, first.header.seq, &effect("other"));
    for _ in 0..2 {
        let told = phone.push_to(&world, &tally, std::slice::from_ref(&other)).await;
        assert_eq!(said(&told[0]), (Verdict::NeedsReview, Reason::IdReused));
    }
    assert_eq!((effects(&world, "first").await, effects(&world, "other").await), (1, 0));
    assert_eq!(count(&world, "SELECT COUNT(*) FROM capture_clash").await, 1);
    assert_eq!(count(&world, "SELECT clashes FROM capture").await, 1);
    // The first is what it was, and is answered so.
    let told = phone.push_to(&world, &tally, std::slice::from_ref(&first)).await;
    assert_eq!(said(&told[0]), (Verdict::Accepted, Reason::Enrolled));
    // Both in one batch, under a new id: the first of them is the command.
    let one = phone.finalise(&effect("one"));
    let two = phone.seal(one.header.id, one.header.seq, &effect("two"));
    let told = phone.push_to(&world, &tally, &[one, two]).await;
    assert_eq!(said(&told[0]), (Verdict::Accepted, Reason::Enrolled));
    assert_eq!(said(&told[1]), (Verdict::NeedsReview, Reason::IdReused));
    assert_eq!((effects(&world, "one").await, effects(&world, "two").await), (1, 0));
}

async fn a_place_in_the_sequence_taken_twice_is_kept_and_flagged(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let first = phone.finalise(&effect("first"));
    phone.push_to(&world, &tally, std::slice::from_ref(&first)).await;
    world.wait(jiff::SignedDuration::from_secs(1));
    let id = proofs::phone::id_of("from a cloned profile");
    let cloned = phone.seal(id, first.header.seq, &effect("cloned"));
    let told = phone.push_to(&world, &tally, &[cloned]).await;
    assert_eq!(said(&told[0]), (Verdict::NeedsReview, Reason::SeqReused));
    assert_eq!(effects(&world, "cloned").await, 0);
    assert_eq!(outcome(&world, first.header.id).await, Some((Verdict::Accepted, Reason::Enrolled)));
    // After a wipe the sequence begins anew, and that is fine.
    phone.wipe();
    let after = phone.finalise(&effect("after"));
    let told = phone.push_to(&world, &tally, &[after]).await;
    assert_eq!(said(&told[0]), (Verdict::Accepted, Reason::Enrolled));
}

async fn carried_by_another_phone_or_in_a_file_it_is_the_same_command(world: World) {
    let mut phone = phone(&world).await;
    let tally = Tally::default();
    let command = phone.finalise(&effect("carried"));
    let of = |transport| Batch {
        transport,
        brought_by: proofs::phone::id_of("somebody else"),
        ..phone.batch(std::slice::from_ref(&command))
    };
    let ground = ground(&world);
    for (transport, replayed) in
        [(Transport::Carried, false), (Transport::Import, true), (Transport::Push, true)]
    {
        let told = receive(&ground, &tally, &of(transport), None).await.unwrap();
        assert_eq!(said(&told[0]), (Verdict::Accepted, Reason::Enrolled));
        assert_eq!(told[0].replayed, replayed);
    }
    assert_eq!(effects(&world, "carried").await, 1);
}

proofs::on_both![
    a_replay_answers_what_was_decided,
    sent_one_to_five_times_at_once_it_has_one_effect,
    the_same_id_with_other_bytes_is_kept_and_never_applied,
    a_place_in_the_sequence_taken_twice_is_kept_and_flagged,
    carried_by_another_phone_or_in_a_file_it_is_the_same_command,
];
