//! A cursor never passes a slow writer, and a phone pulls what concerns it and nothing else.

use crate::ground::{AREA, Tally, effect};
use access::Role;
use proofs::{
    World,
    phone::{Phone, ground, holder, id_of},
};
use serde_json::json;
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use sync::changes::{Change, append, pull, scope_of_device, scope_of_user};

/// Writers that dawdle between taking a position and committing; a reader that never stops.
async fn a_cursor_never_passes_a_slow_writer(world: World) {
    const WRITERS: u64 = 6;
    const EACH: u64 = 12;
    let agent = holder(&world, "agen", Role::Agent, AREA).await;
    let phone = Phone::register(&world, "HP", agent).await;
    let scope = scope_of_device(phone.device);
    let done = Arc::new(AtomicBool::new(false));
    let ground = ground(&world);
    let device = sync::device::recognise(&ground, &phone.token).await.unwrap().unwrap();
    let writers = (0..WRITERS).map(|writer| {
        let (db, scope, now) = (world.db(), scope.clone(), world.now());
        tokio::spawn(async move {
            let mut n = 0;
            while n < EACH {
                let change = Change {
                    kind: "outcome",
                    key: id_of(&format!("{writer} {n}")),
                    payload: Some(json!(n)),
                };
                let written = async {
                    let mut tx = db.write().await?;
                    // Slow before, and slow after the position was taken.
                    tokio::time::sleep(Duration::from_millis((writer * 7 + n * 3) % 11)).await;
                    append(&mut tx, &scope, &[change], now).await?;
                    tokio::time::sleep(Duration::from_millis((writer * 5 + n) % 9)).await;
                    tx.commit().await
                };
                n += u64::from(written.await.is_ok());
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    let finished = Arc::clone(&done);
    let reader = tokio::spawn(async move {
        let (mut cursor, mut seen) = (String::new(), Vec::new());
        loop {
            let last_round = finished.load(Ordering::SeqCst);
            let page = pull(&ground, &device, &cursor).await.unwrap();
            cursor = page.cursor;
            seen.extend(page.items.into_iter().map(|item| (item.pos, item.key)));
            if last_round {
                return seen;
            }
        }
    });
    for writer in writers {
        writer.await.unwrap();
    }
    done.store(true, Ordering::SeqCst);
    let seen = reader.await.unwrap();
    assert!(seen.windows(2).all(|pair| pair[0].0 < pair[1].0), "positions only grow");
    let keys: BTreeSet<_> = seen.iter().map(|(_, key)| *key).collect();
    assert_eq!(keys.len() as u64, WRITERS * EACH, "nothing was passed by");
    assert_eq!(seen.len(), keys.len(), "and nothing came twice");
}

async fn a_phone_pulls_its_own_and_its_holder_s_changes(world: World) {
    let agent = holder(&world, "agen", Role::Agent, AREA).await;
    let other = holder(&world, "lain", Role::Agent, AREA).await;
    let (mut one, mut two) = (
        Phone::register(&world, "HP 1", agent).await,
        Phone::register(&world, "HP 2", other).await,
    );
    let tally = Tally::default();
    let (mine, theirs) = (one.finalise(&effect("mine")), two.finalise(&effect("theirs")));
    one.push_to(&world, &tally, std::slice::from_ref(&mine)).await;
    two.push_to(&world, &tally, &[theirs]).await;
    let mut tx = world.db().write().await.unwrap();
    let change = Change { kind: "portfolio", key: agent.0, payload: Some(json!({ "members": 3 })) };
    append(&mut tx, &scope_of_user(agent), &[change], world.now()).await.unwrap();
    let gone = Change { kind: "portfolio", key: other.0, payload: None };
    append(&mut tx, &scope_of_user(other), &[gone], world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let device = sync::device::recognise(&ground(&world), &one.token).await.unwrap().unwrap();
    let page = pull(&ground(&world), &device, "").await.unwrap();
    let seen: Vec<_> =
        page.items.iter().map(|it| (it.kind.as_str(), it.key, it.op.as_str())).collect();
    assert_eq!(seen, [("outcome", mine.header.id, "put"), ("portfolio", agent.0, "put")]);
    assert!(!page.has_more);
    let next = pull(&ground(&world), &device, &page.cursor).await.unwrap();
    assert!(next.items.is_empty());
    assert_eq!(next.cursor, page.cursor);
}

async fn a_long_absence_is_pulled_page_by_page(world: World) {
    let agent = holder(&world, "agen", Role::Agent, AREA).await;
    let phone = Phone::register(&world, "HP", agent).await;
    let mut tx = world.db().write().await.unwrap();
    let changes: Vec<_> = (0..1_203)
        .map(|n| Change { kind: "outcome", key: id_of(&n.to_string()), payload: Some(json!(n)) })
        .collect();
    append(&mut tx, &scope_of_device(phone.device), &changes, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let device = sync::device::recognise(&ground(&world), &phone.token).await.unwrap().unwrap();
    let (mut cursor, mut keys, mut pages) = (String::new(), BTreeSet::new(), 0);
    loop {
        let page = pull(&ground(&world), &device, &cursor).await.unwrap();
        keys.extend(page.items.iter().map(|it| it.key));
        (cursor, pages) = (page.cursor, pages + 1);
        if !page.has_more {
            break;
        }
    }
    assert_eq!((keys.len(), pages), (1_203, 3));
}

proofs::on_both![
    a_cursor_never_passes_a_slow_writer,
    a_phone_pulls_its_own_and_its_holder_s_changes,
    a_long_absence_is_pulled_page_by_page,
];
