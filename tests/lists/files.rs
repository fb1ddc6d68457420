//! Whole files: once however often they come, finished however often they are interrupted, and
//! nothing of a hostile one.

use crate::{count, hand_in, man, name, order, people, ready, sound};
use access::Role;
use contribution::import::{ImportOrder, ImportRefusal, import, list_status, lists};
use db::{Bulk, Kind, Uuid, Value};
use proofs::{World, on_both, raw_rows};
use proptest::prelude::*;
use std::io::Cursor;
use terms::{Payer, ids::ListId};

on_both![
    the_same_file_twice,
    the_same_file_for_another_payer,
    interrupted_and_handed_in_again,
    a_number_in_a_later_commit,
    hostile_files_leave_nothing,
    lists_of_other_areas,
    rows_that_stop_half_way_are_taken_back,
];

/// The same content changes nothing the second time, under another name and another id.
async fn the_same_file_twice(world: World) {
    let office = ready(&world).await;
    let mut text = people(0..50);
    text += "330215,Nomor Pendek,1990-01-01,33.02.15.2006,,\n,Jumlah,,,,\n";
    let (first, paper) = hand_in(&office, &order(1), &text).await;
    let first = first.unwrap();
    assert_eq!((first.n_rows, first.n_accepted, first.n_refused), (51, 50, 1));
    assert!(!first.was_known);
    let written = [count(&world, "person").await, count(&world, "audit_block").await];
    let renamed = ImportOrder { file_name: "baru.xlsx".into(), ..order(2) };
    let (again, paper_again) = hand_in(&office, &renamed, &text).await;
    let again = again.unwrap();
    assert!(again.was_known);
    assert_eq!(again.list, order(1).list);
    assert_eq!((again.n_rows, again.by_outcome.clone()), (51, first.by_outcome.clone()));
    assert_eq!(paper.text(), paper_again.text());
    let after = [count(&world, "person").await, count(&world, "audit_block").await];
    assert_eq!(written, after);
    sound(&world).await;
}

/// Ordered for something else, the same file is refused and names what it was for.
async fn the_same_file_for_another_payer(world: World) {
    let office = ready(&world).await;
    let text = people(0..3);
    hand_in(&office, &order(1), &text).await.0.unwrap();
    let other = ImportOrder { payer: Payer::Apbd, ..order(2) };
    let refused = hand_in(&office, &other, &text).await.0.unwrap_err();
    assert!(matches!(refused, ImportRefusal::OtherOrder { payer: Payer::SelfPaid, .. }));
    assert!(refused.indonesian().contains("33.02"));
}

/// Killed between two commits, the file goes on where it was and ends as if nothing had happened.
async fn interrupted_and_handed_in_again(world: World) {
    ready(&world).await;
    let text = people(0..9_500);
    for _ in 0..2 {
        let office = world.office(Role::BranchStaff, Some("33.02"));
        let source = Cursor::new(text.clone().into_bytes());
        let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let running = tokio::spawn(async move {
            let progress = |progress| told.send(progress).unwrap();
            import(&office, &order(1), source, progress, None).await
        });
        heard.recv().await.unwrap();
        running.abort();
        let _ = running.await;
    }
    let half = count(&world, "list_row").await;
    assert!(half >= 4_000, "{half}");
    assert_eq!(half, count(&world, "membership").await);
    let office = world.office(Role::BranchStaff, Some("33.02"));
    let (done, paper) = hand_in(&office, &order(3), &text).await;
    let done = done.unwrap();
    assert_eq!((done.list, done.n_rows, done.n_accepted), (order(1).list, 9_500, 9_500));
    for table in ["list_row", "person", "person_nik", "membership", "membership_number"] {
        assert_eq!(count(&world, table).await, 9_500, "{table}");
    }
    let outcomes = paper.outcomes();
    assert_eq!(outcomes.len(), 9_500);
    assert!(outcomes.iter().all(|outcome| outcome == "OK"));
    let registered: Vec<(i64,)> = raw_rows(
        &world.db(),
        "SELECT CAST(SUM(n) AS bigint) FROM coverage_change WHERE measure = 'persons' AND state = 'registered_unpaid'",
    ).await.unwrap();
    assert_eq!(registered, [(9_500,)]);
    sound(&world).await;
}

/// A repetition is found across commits and across an interruption.
async fn a_number_in_a_later_commit(world: World) {
    let office = ready(&world).await;
    let text = people((0..4_100).chain([7]));
    let (done, paper) = hand_in(&office, &order(1), &text).await;
    assert_eq!(done.unwrap().by_outcome["DUP_IN_FILE"], 1);
    assert_eq!(paper.outcomes()[4_100], "DUP_IN_FILE(9)");
}

/// Nothing of a file that is refused, but the refusal itself; mended, the list is taken.
async fn hostile_files_leave_nothing(world: World) {
    let office = ready(&world).await;
    let mut wide = people(0..3);
    wide += &",".repeat(1_000_000);
    wide += "x\n";
    let quote = format!("{}\"{}", people(0..2_500), "a".repeat(200_000));
    let files = [
        ("TOO_MANY_COLUMNS", wide),
        ("CELL_TOO_LARGE", quote),
        ("FILE_NOT_A_SHEET", "%PDF-1.7 nothing".to_owned()),
        ("FILE_EMPTY", String::new()),
    ];
    for (n, (code, text)) in (0..).zip(&files) {
        let (refused, _) = hand_in(&office, &order(n), text).await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.code(), *code);
        let mut tx = world.db().read().await.unwrap();
        let list = list_status(&mut tx, &office, order(n).list).await.unwrap();
        assert_eq!((list.state.as_str(), list.reason), ("refused", Some(refused.to_string())));
    }
    for table in ["person", "membership", "list_row", "roster"] {
        assert_eq!(count(&world, table).await, 0, "{table}");
    }
    assert_eq!(
        hand_in(&office, &order(9), &files[0].1).await.0.unwrap_err().code(),
        "TOO_MANY_COLUMNS"
    );
    assert_eq!(count(&world, "list_file").await, 4);
    let mut tx = world.db().read().await.unwrap();
    let area = "33.02".parse().unwrap();
    assert_eq!(lists(&mut tx, &office, &area, 10).await.unwrap().len(), 4);
}

/// Nobody hands in a list for an area that is not theirs, nor reads one.
async fn lists_of_other_areas(world: World) {
    let office = ready(&world).await;
    hand_in(&office, &order(1), &people(0..2)).await.0.unwrap();
    let stranger = world.office(Role::VillageClerk, Some("33.10"));
    let refused = hand_in(&stranger, &order(2), &people(0..3)).await.0.unwrap_err();
    assert!(matches!(refused, ImportRefusal::Forbidden(_)));
    let mut tx = world.db().read().await.unwrap();
    let seen = list_status(&mut tx, &stranger, order(1).list).await;
    assert!(matches!(seen, Err(ImportRefusal::NoSuchList)));
    assert_eq!(count(&world, "person").await, 2);
}

static GROUPS: Bulk = Bulk {
    table: "person_group",
    columns: &[
        ("code", Kind::Text),
        ("kind", Kind::Text),
        ("name_id", Kind::Text),
        ("name_en", Kind::Text),
    ],
    conflict: "",
};

/// Of many rows one is refused: on both databases the transaction can then only be taken back.
async fn rows_that_stop_half_way_are_taken_back(world: World) {
    let text = |text: &str| Value::Text(Some(text.to_owned()));
    let row = |code: &str, kind: &str| vec![text(code), text(kind), text("nama"), text("name")];
    for bad in [row("x", "root"), row("z", "neither")] {
        let mut tx = world.db().write().await.unwrap();
        let rows = vec![row("x", "root"), row("y", "root"), bad];
        assert!(tx.insert_many(&GROUPS, rows).await.is_err());
        let _ = tx.commit().await;
        assert_eq!(count(&world, "person_group").await, 0);
    }
}

/// Who is registered, in a fixed order.
async fn register(world: &World) -> Vec<(String, String, String, Option<String>, String)> {
    raw_rows(
        &world.db(),
        "SELECT p.name, p.village, m.income || ' ' || m.sector || ' ' || m.payer, p.phone, \
         COALESCE(o.occupation, '') FROM person p JOIN membership m ON m.person = p.id \
         LEFT JOIN person_occupation o ON o.person = p.id ORDER BY p.name",
    )
    .await
    .unwrap()
}

async fn registered_from(text: String) -> Vec<(String, String, String, Option<String>, String)> {
    let world = World::on_sqlite().await;
    let office = ready(&world).await;
    let order = ImportOrder { list: ListId(Uuid::from_u128(1)), ..order(1) };
    hand_in(&office, &order, &text).await.0.unwrap();
    register(&world).await
}

/// A list with its columns in this order, and the ones nobody knows between them.
fn in_order(columns: &[usize]) -> String {
    let mut text = String::new();
    for n in 0..12u32 {
        let (nik, born) = man(n);
        let income = format!("{}", 1_000_000 + n * 100_000);
        let fund = if n % 3 == 0 { "APBDes" } else { "mandiri" };
        let cells = [
            nik,
            name(n),
            born,
            "Gumelar".to_owned(),
            "Gumelar".to_owned(),
            income,
            "Petani padi".to_owned(),
            fund.to_owned(),
            format!("catatan {n}"),
        ];
        let headers = [
            "No. KTP",
            "Nama Lengkap",
            "Tgl Lahir",
            "Desa/Kel",
            "Kecamatan",
            "Penghasilan",
            "Pekerjaan",
            "Sumber Dana",
            "Hobi",
        ];
        let line = |cells: &[&str]| {
            columns.iter().map(|at| cells[*at]).collect::<Vec<_>>().join(";") + "\n"
        };
        if n == 0 {
            text += &line(&headers);
        }
        text += &line(&cells.each_ref().map(String::as_str));
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// Whatever the order of the columns, the register ends the same.
    #[test]
    fn columns_in_any_order(columns in Just((0..9).collect::<Vec<usize>>()).prop_shuffle()) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (plain, shuffled) = runtime.block_on(async {
            let plain: Vec<usize> = (0..9).collect();
            (registered_from(in_order(&plain)).await, registered_from(in_order(&columns)).await)
        });
        prop_assert_eq!(plain.len(), 12);
        prop_assert_eq!(plain, shuffled);
    }
}
