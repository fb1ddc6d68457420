//! What becomes of one row, and what is kept of it.

use crate::{GUMELAR, Paper, count, hand_in, man, order, ready, sound};
use contribution::import::{ImportOrder, failed_rows, list_rows};
use proofs::{World, on_both, raw, raw_rows};
use terms::Payer;

const HEADER: &str = "nik,nama,tanggal_lahir,desa,kecamatan,kode_desa,no_kk,pekerjaan,kelompok,sumber_dana,bulan_mulai,penghasilan\n";

fn row(n: u32, rest: &str) -> String {
    let (nik, born) = man(n);
    format!("{nik},Orang Contoh,{born},{rest}\n")
}

on_both![every_row_its_own_outcome, members_already, refused_rows_are_mended, codes_are_opened,];

/// Each row has its own outcome; those that can be enrolled are.
async fn every_row_its_own_outcome(world: World) {
    let office = ready(&world).await;
    let mut text = HEADER.to_owned();
    let mut expected = Vec::new();
    for (n, rest, outcome) in [
        (1, "Gumelar,Gumelar,,,Petani padi,,,,1500000", "OK"),
        (1, "Gumelar,Gumelar,,,Petani padi,,,,", "DUP_IN_FILE(2)"),
        (2, ",,33.10.16.2012,,,,,,", "OUT_OF_AREA(kode_desa)"),
        (3, "Jombor,Ceper,,,,,,,", "OUT_OF_AREA(kode_desa)"),
        (4, "Tidak Ada Desanya,,,,,,,,", "AREA_UNKNOWN(desa)"),
        (5, ",,,,,,,,", "MISSING(kode_desa)"),
        (6, "Gumelar,Gumelar,,,xyzzy,,,,", "OK"),
        (7, "Gumelar,Gumelar,,,,,Dana Desa,,", "FUND_EXCLUDED(sumber_dana)"),
        (8, "Gumelar,Gumelar,,,,,uang kas,,", "FUND_UNKNOWN(sumber_dana)"),
        (9, "Gumelar,Gumelar,,,,RT/RW,,,", "GROUP_HAS_NO_ROSTER(kelompok)"),
        (10, "Gumelar,Gumelar,,,,Pekerja rentan,,,", "OK"),
        (11, "Gumelar,Gumelar,,,,,,2026-10,", "OK"),
        (12, "Gumelar,Gumelar,,,,,,2030-01,", "START_TOO_FAR(bulan_mulai)"),
        (13, "Gumelar,Gumelar,,,,,,,0", "INCOME_NOT_POSITIVE(penghasilan)"),
        (14, "Gumelar,Gumelar,,330215000000001,,,,,", "KK_LENGTH(no_kk)"),
    ] {
        text += &row(n, rest);
        expected.push(outcome);
    }
    text += &format!("3302150101609001,Orang Tua,1960-01-01,,,{GUMELAR},,,,,,\n");
    expected.push("AGE_AT_LIMIT(tanggal_lahir)");
    let (done, paper) = hand_in(&office, &order(1), &text).await;
    let done = done.unwrap();
    assert_eq!(paper.outcomes(), expected, "{}", paper.text());
    assert_eq!((done.n_rows, done.n_accepted, done.n_refused), (16, 4, 12));
    assert_eq!(count(&world, "membership").await, 4);
    assert!(paper.text().contains("33021500000000"), "the clerk sees what was typed");
    let quoted: Vec<(i64,)> = raw_rows(
        &world.db(),
        "SELECT COUNT(*) FROM list_row WHERE sentence_id LIKE '%330215000000001%' OR (content_sealed IS NULL AND outcome <> 'OK')",
    ).await.unwrap();
    assert_eq!(quoted, [(0,)], "at rest the number is sealed");
    let mut tx = world.db().read().await.unwrap();
    let page = list_rows(&mut tx, &office, done.list, Some("OUT_OF_AREA"), 0, 10).await.unwrap();
    assert_eq!(page.iter().map(|row| row.row_number).collect::<Vec<_>>(), [4, 5]);
    assert!(page[1].sentence_id.contains("Jombor, Ceper, Kabupaten Klaten"));
    drop(tx);
    sound(&world).await;
}

/// Who is a member already is told so and left as they are; a wage earner goes to the office.
async fn members_already(world: World) {
    let office = ready(&world).await;
    let one = |rest: &str| HEADER.to_owned() + &row(1, rest);
    hand_in(&office, &order(1), &one(&format!(",,{GUMELAR},,,,,,"))).await.0.unwrap();
    let again = one(&format!(",,{GUMELAR},,Petani padi,,APBD,,"));
    let (done, paper) = hand_in(&office, &order(2), &again).await;
    let done = done.unwrap();
    assert_eq!((done.n_accepted, done.n_already, done.n_refused), (0, 1, 0));
    assert_eq!(paper.outcomes(), ["ACTIVE_AS_BPU(self)"]);
    raw(&world.db(), "UPDATE membership SET segment = 'pu'").await.unwrap();
    let (done, paper) =
        hand_in(&office, &order(3), &one(&format!(",,{GUMELAR},,,,,,2000000"))).await;
    assert_eq!((done.unwrap().n_refused, paper.outcomes()), (1, vec!["ACTIVE_AS_PU".to_owned()]));
    assert_eq!(count(&world, "membership").await, 1);
}

/// The refused rows come back as a sheet; mended and sent, they are taken.
async fn refused_rows_are_mended(world: World) {
    let office = ready(&world).await;
    let mut text = HEADER.to_owned();
    for n in 0..4 {
        let village = if n % 2 == 0 { GUMELAR } else { "" };
        text += &row(n, &format!(",,{village},,,,,,"));
    }
    hand_in(&office, &order(1), &text).await.0.unwrap();
    let paper = Paper::default();
    let n = failed_rows(&office, order(1).list, &mut paper.sheet()).await.unwrap();
    assert_eq!((n, paper.outcomes().len()), (2, 2));
    let reads: Vec<(i64,)> = raw_rows(
        &world.db(),
        "SELECT COUNT(*) FROM audit_entry WHERE action = 'open refused rows'",
    )
    .await
    .unwrap();
    assert_eq!(reads, [(1,)]);
    let mended = ImportOrder { area: GUMELAR.parse().unwrap(), ..order(2) };
    let (done, _) = hand_in(&office, &mended, &paper.text()).await;
    assert_eq!(done.unwrap().n_accepted, 2);
    assert_eq!(count(&world, "membership").await, 4);
    sound(&world).await;
}

/// A code for each new member, priced by who pays; the result sheet has it beside the row.
async fn codes_are_opened(world: World) {
    let office = ready(&world).await;
    let text = HEADER.to_owned() + &row(1, &format!(",,{GUMELAR},,,,,,"));
    let order = ImportOrder { payer: Payer::Apbd, code_months: Some(3), ..order(1) };
    let (done, paper) = hand_in(&office, &order, &text).await;
    assert_eq!(done.unwrap().n_accepted, 1);
    let codes: Vec<(String, i64, i64)> =
        raw_rows(&world.db(), "SELECT code, amount, n_months FROM payment_code").await.unwrap();
    assert_eq!((codes.len(), codes[0].1, codes[0].2), (1, 3 * 16_800, 3));
    assert!(paper.text().contains(&codes[0].0));
}
