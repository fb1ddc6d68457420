//! Photos in pieces: cut, repeated, overlapping, with a gap, too long, with the wrong digest.

use proofs::{World, phone::ground};
use sha2::{Digest, Sha256};
use sync::attachment::{AttachmentRefusal, content, forget_unfinished, progress, take, take_whole};

fn bytes(n: usize) -> Vec<u8> {
    (0..n).map(|at| u8::try_from((at * 31 + at / 251) % 251).unwrap()).collect()
}

fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

async fn received(world: &World, hash: &[u8]) -> u64 {
    let mut tx = world.db().read().await.unwrap();
    progress(&mut tx, hash).await.unwrap().map_or(0, |it| it.received.unsigned_abs())
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// Whatever a bad line makes of the pieces, the true offset is always told, and the photo is whole in
/// the end.
async fn any_pieces_in_any_order_end_in_the_whole_photo(world: World) {
    let ground = ground(&world);
    for seed in 1..=30u64 {
        let mut dice = Dice(seed * 0x9e37_79b9);
        let photo = bytes(1 + usize::try_from(dice.below(60_000)).unwrap());
        let hash = digest(&[&photo[..], &seed.to_be_bytes()].concat());
        let photo = [&photo[..], &seed.to_be_bytes()].concat();
        let length = photo.len() as u64;
        let mut here = 0;
        while here < length {
            // Repeat, overlap, gap, or the right place; now and then beyond the end.
            let offset = match dice.below(5) {
                0 => dice.below(length),
                1 => here.saturating_sub(dice.below(1_000)),
                2 => here + dice.below(1_000),
                _ => here,
            };
            let long = 1 + dice.below(20_000);
            let end = usize::try_from((offset + long).min(length)).unwrap();
            let piece = photo.get(usize::try_from(offset).unwrap()..end).unwrap_or_default();
            let mut piece = piece.to_vec();
            let too_long = dice.below(10) == 0;
            if too_long {
                piece.resize(usize::try_from(length).unwrap() + 1, 0);
            }
            match take(&ground, &hash, length, offset, &piece).await {
                Ok(now) => {
                    assert!(offset == here && !too_long, "seed {seed}");
                    here += piece.len() as u64;
                    assert_eq!(now, here);
                }
                Err(AttachmentRefusal::Offset(at)) => {
                    assert!(offset != here, "seed {seed}");
                    assert_eq!(at, here);
                }
                Err(AttachmentRefusal::TooLong) => assert!(too_long, "seed {seed}"),
                Err(other) => panic!("seed {seed}: {other}"),
            }
            assert_eq!(received(&world, &hash).await, here, "seed {seed}");
        }
        let mut tx = world.db().read().await.unwrap();
        assert!(content(&mut tx, &hash).await.unwrap() == photo, "seed {seed}");
        assert!(progress(&mut tx, &hash).await.unwrap().unwrap().complete_at.is_some());
    }
}

async fn a_wrong_digest_begins_anew_and_a_length_never_changes(world: World) {
    let ground = ground(&world);
    let (photo, other) = (bytes(5_000), bytes(4_999));
    let hash = digest(&photo);
    assert!(matches!(take(&ground, &hash, 5_000, 0, &photo[..3_000]).await, Ok(3_000)));
    let wrong = vec![7; 2_000];
    let refused = take(&ground, &hash, 5_000, 3_000, &wrong).await;
    assert!(matches!(refused, Err(AttachmentRefusal::Digest)));
    assert_eq!(received(&world, &hash).await, 0);
    let refused = take(&ground, &hash, 4_999, 0, &other).await;
    assert!(matches!(refused, Err(AttachmentRefusal::Length)));
    assert!(matches!(take(&ground, &hash, 5_000, 0, &photo).await, Ok(5_000)));
    // All of it again is an offset, not a second copy.
    let again = take(&ground, &hash, 5_000, 0, &photo).await;
    assert!(matches!(again, Err(AttachmentRefusal::Offset(5_000))));
    for length in [0, (2 << 20) + 1] {
        let refused = take(&ground, &hash, length, 0, b"x").await;
        assert!(matches!(refused, Err(AttachmentRefusal::Length)), "{length}");
    }
}

async fn two_that_send_the_same_piece_at_once_leave_one(world: World) {
    let ground = ground(&world);
    let photo = bytes(40_000);
    let hash = digest(&photo);
    let sends = (0..5).map(|_| take(&ground, &hash, 40_000, 0, &photo[..20_000]));
    let answers = futures_util::future::join_all(sends).await;
    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    assert!(
        answers.iter().all(|it| matches!(it, Ok(20_000) | Err(AttachmentRefusal::Offset(20_000))))
    );
    // A file brings the rest.
    take_whole(&ground, &hash, &photo).await.unwrap();
    take_whole(&ground, &hash, &photo).await.unwrap();
    assert_eq!(received(&world, &hash).await, 40_000);
}

async fn what_was_begun_is_forgotten_after_sixty_days_and_what_is_whole_never(world: World) {
    let (whole, begun) = (bytes(100), bytes(200));
    take_whole(&ground(&world), &digest(&whole), &whole).await.unwrap();
    take(&ground(&world), &digest(&begun), 200, 0, &begun[..150]).await.unwrap();
    world.wait(jiff::SignedDuration::from_hours(59 * 24));
    forget_unfinished(&ground(&world)).await.unwrap();
    assert_eq!(received(&world, &digest(&begun)).await, 150);
    world.wait(jiff::SignedDuration::from_hours(2 * 24));
    forget_unfinished(&ground(&world)).await.unwrap();
    assert_eq!(received(&world, &digest(&begun)).await, 0);
    assert_eq!(received(&world, &digest(&whole)).await, 100);
}

proofs::on_both![
    any_pieces_in_any_order_end_in_the_whole_photo,
    a_wrong_digest_begins_anew_and_a_length_never_changes,
    two_that_send_the_same_piece_at_once_leave_one,
    what_was_begun_is_forgotten_after_sixty_days_and_what_is_whole_never,
];
