//! One path for everything that comes, by push, carried, or in a file: keep, judge, answer.

use crate::{
    capture::{Batch, Kept, capture},
    device::Report,
    ground::Ground,
    judging::{Readers, settle, settle_again},
    outcome::{Outcome, PhotoState, outcomes_of, photos_of},
};
use db::DbError;
use std::{collections::HashMap, time::Duration};
use uuid::Uuid;

/// What a phone hears about one of its commands.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are named in section 4 of the contract")]
pub struct Told {
    pub id: Uuid,
    pub replayed: bool,
    pub outcome: Outcome,
    pub photos: Vec<PhotoState>,
}

/// Another request judges it at this moment: looked at so often, so long apart.
const LOOKS: u32 = 60;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Keeps a batch, judges it, and tells what became of each command. When this fails nothing is lost:
/// sent again, everything is answered as it was decided.
pub async fn receive<R: Readers>(
    ground: &Ground,
    readers: &R,
    batch: &Batch,
    report: Option<&Report>,
) -> Result<Vec<Told>, DbError> {
    let kept = capture(ground, batch, report).await?;
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let new = kept.iter().filter(|(_, kept)| *kept == Kept::New).map(|(id, _)| *id).collect();
    settle(ground, readers, new).await?;
    let replayed: Vec<Uuid> =
        kept.iter().filter(|(_, kept)| *kept == Kept::Replayed).map(|(id, _)| *id).collect();
    let decided = decided(ground, readers, &kept, &replayed).await?;
    Ok(told(ground, kept, decided))
}

/// What is known about the commands of a batch.
#[derive(Default)]
struct Known {
    outcomes: HashMap<Uuid, Outcome>,
    photos: Vec<PhotoState>,
}

/// The decisions; a replay of what nobody judged is judged now, or waited for if somebody does.
async fn decided<R: Readers>(
    ground: &Ground,
    readers: &R,
    kept: &[(Uuid, Kept)],
    replayed: &[Uuid],
) -> Result<Known, DbError> {
    let all: Vec<Uuid> = kept.iter().map(|(id, _)| *id).collect();
    for look in 0..LOOKS {
        let mut tx = ground.db.read().await?;
        let outcomes = outcomes_of(&mut tx, all.clone()).await?;
        let photos = photos_of(&mut tx, all.clone()).await?;
        drop(tx);
        let open: Vec<Uuid> =
            replayed.iter().filter(|id| !outcomes.contains_key(id)).copied().collect();
        if open.is_empty() || look + 1 == LOOKS {
            return Ok(Known { outcomes, photos });
        }
        settle_again(ground, readers, &open).await?;
        if look > 0 {
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }
    Ok(Known::default())
}

fn told(ground: &Ground, kept: Vec<(Uuid, Kept)>, known: Known) -> Vec<Told> {
    let mut photos: HashMap<Uuid, Vec<PhotoState>> = HashMap::new();
    for photo in known.photos {
        photos.entry(photo.capture).or_default().push(photo);
    }
    let told = kept.into_iter().map(|(id, kept)| {
        let outcome = match kept {
            Kept::Clash => Outcome::clash(id, ground.now()),
            _ => known.outcomes.get(&id).cloned().unwrap_or_else(|| Outcome::not_yet(ground.now())),
        };
        let photos = photos.remove(&id).unwrap_or_default();
        Told { id, replayed: kept == Kept::Replayed, outcome, photos }
    });
    told.collect()
}
