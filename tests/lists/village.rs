//! The village of 29 RT and 10 RW: five incomplete rows hold nobody up (story J3, pain P14).

use crate::{GUMELAR, Paper, count, hand_in, man, name, order, ready, sound};
use contribution::import::{ImportOrder, Progress, failed_rows, import};
use proofs::{World, on_both, raw_rows};
use sheets::{Columns, ResultXlsx, Row, RowResult};
use std::io::Cursor;
use terms::Payer;

const HEADERS: [&str; 5] = ["NIK", "Nama Lengkap", "Tgl Lahir", "Jabatan", "Kelompok"];

/// Who is incomplete: 4 without a birth date and 1 with a number of fifteen digits.
fn head(n: u32, complete: bool) -> [String; 5] {
    let (nik, born) = man(n);
    let (nik, born) = match n {
        _ if complete => (nik, born),
        3 | 11 | 19 | 30 => (nik, String::new()),
        36 => (nik[..15].to_owned(), born),
        _ => (nik, born),
    };
    let group = if n < 29 { format!("RT {:02}", n + 1) } else { format!("Ketua RW {}", n - 28) };
    [nik, name(n), born, "Ketua".to_owned(), group]
}

/// The workbook as a spreadsheet program writes it.
fn workbook(rows: impl Iterator<Item = [String; 5]>) -> Vec<u8> {
    let columns = Columns::of_row(&Row::from_texts(1, HEADERS)).unwrap();
    let mut sheet = ResultXlsx::new(Cursor::new(Vec::new()), &columns).unwrap();
    for (number, cells) in (2..).zip(rows) {
        let row = Row::from_texts(number, cells.iter().map(String::as_str));
        sheet.row(&row, &RowResult::new("", "", "")).unwrap();
    }
    sheet.finish().unwrap().into_inner()
}

fn of_the_village(n: u128) -> ImportOrder {
    ImportOrder {
        file_name: "daftar rt (1).xlsx".into(),
        area: GUMELAR.parse().unwrap(),
        payer: Payer::Apbdes,
        code_months: Some(1),
        ..order(n)
    }
}

on_both![thirty_four_of_thirty_nine, members_join_the_roster,];

/// Thirty-four are enrolled and billed at once, five come back with the field that is missing.
async fn thirty_four_of_thirty_nine(world: World) {
    // Before the relief of April 2026, whose reach to village money is our reading.
    world.at("2026-02-15");
    let office = ready(&world).await;
    let file = workbook((0..39).map(|n| head(n, false)));
    let paper = Paper::default();
    let order = of_the_village(1);
    let done =
        import(&office, &order, Cursor::new(file), |_: Progress| {}, Some(&mut paper.sheet()))
            .await
            .unwrap();
    assert_eq!((done.n_rows, done.n_accepted, done.n_refused), (39, 34, 5));
    assert_eq!((done.by_outcome["MISSING"], done.by_outcome["NIK_LENGTH"]), (4, 1));
    let on_rosters: Vec<(String, i64)> = raw_rows(
        &world.db(),
        "SELECT person_group, COUNT(*) FROM roster GROUP BY person_group ORDER BY person_group",
    )
    .await
    .unwrap();
    assert_eq!(on_rosters, [("rt".to_owned(), 26), ("rw".to_owned(), 8)]);
    let billed: Vec<(i64, i64)> =
        raw_rows(&world.db(), "SELECT COUNT(*), CAST(SUM(amount) AS bigint) FROM payment_code")
            .await
            .unwrap();
    assert_eq!(billed, [(34, 34 * 16_800)]);
    let counted: Vec<(i64,)> = raw_rows(
        &world.db(),
        "SELECT CAST(SUM(n) AS bigint) FROM coverage_change WHERE person_group = 'rt' AND state = 'registered_unpaid'",
    ).await.unwrap();
    assert_eq!(counted, [(26,)]);

    let incomplete = Paper::default();
    assert_eq!(failed_rows(&office, order.list, &mut incomplete.sheet()).await.unwrap(), 5);
    assert!(incomplete.text().contains(&name(11)));
    let mended = workbook([3, 11, 19, 30, 36].into_iter().map(|n| head(n, true)));
    let later = of_the_village(2);
    let done = import(&office, &later, Cursor::new(mended), |_: Progress| {}, None).await.unwrap();
    assert_eq!((done.n_accepted, count(&world, "roster").await), (5, 39));
    sound(&world).await;
}

/// People on record are put on the roster their list names, and are counted in the group.
async fn members_join_the_roster(world: World) {
    let office = ready(&world).await;
    let text = |group: &str| {
        let (nik, born) = man(1);
        format!(
            "nik,nama,tanggal_lahir,kode_desa,kelompok\n{nik},Orang Contoh,{born},{GUMELAR},{group}\n"
        )
    };
    hand_in(&office, &order(1), &text("")).await.0.unwrap();
    let (done, _) = hand_in(&office, &order(2), &text("Linmas")).await;
    assert_eq!(done.unwrap().n_already, 1);
    let (done, _) = hand_in(&office, &order(3), &text("satlinmas")).await;
    assert_eq!(done.unwrap().n_already, 1);
    assert_eq!(count(&world, "roster").await, 1);
    let counted: Vec<(i64,)> = raw_rows(
        &world.db(),
        "SELECT CAST(SUM(n) AS bigint) FROM coverage_change WHERE person_group = 'satlinmas' AND state = 'registered_unpaid'",
    ).await.unwrap();
    assert_eq!(counted, [(1,)]);
    sound(&world).await;
}
