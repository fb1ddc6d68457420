//! Old-age savings: a year's return is credited once, rounded down, and shown apart from principal.

use crate::ground::{Books, at, books, day, header, id};
use access::{CommandError, carry_out};
use db::{Bind, Bulk, Kind};
use ledger::{
    CloseMonth, DeclareReturn, Journal, Line, OFFICE_SLOT, ReturnRefusal, SavingsKind, account::*,
    post, savings_statement, templates::Receipt, trial_balance,
};
use terms::{
    Bucket, Rate, Rupiah, Status,
    ids::{JournalId, MembershipId, PersonId},
};

static ENTRIES: Bulk = Bulk {
    table: "savings_entry",
    columns: &[
        ("bucket", Kind::Int),
        ("membership", Kind::Uuid),
        ("id", Kind::Uuid),
        ("kind", Kind::Text),
        ("amount", Kind::Int),
        ("effective_on", Kind::Date),
        ("journal", Kind::Uuid),
        ("recorded_at", Kind::Instant),
    ],
    conflict: "",
};

/// The saver `n`, somewhere among the buckets.
fn saver(n: u128) -> (Bucket, MembershipId) {
    (Bucket::of(PersonId(id(n * 37))), MembershipId(id(1_000 + n)))
}

/// Each saver pays in on a day: `(saver, amount)`, as contribution will write it.
async fn pay_in(books: &Books, n: u128, on: &str, paid: &[(u128, i64)]) {
    let office = books.office(on);
    let total = Rupiah::sum(paid.iter().map(|(_, amount)| Rupiah::new(*amount))).unwrap();
    let receipt = Receipt { received: total, jht: total, ..Default::default() };
    let journal = JournalId(id(n));
    let made = Journal::new(journal, "J01", format!("pay-{n}"), day(on), receipt.lines().unwrap());
    let rows = paid.iter().map(|(saver_n, amount)| {
        let (bucket, membership) = saver(*saver_n);
        vec![
            bucket.value(),
            membership.value(),
            id(n * 1_000 + saver_n).value(),
            "contribution".value(),
            amount.value(),
            day(on).value(),
            journal.value(),
            at(on).value(),
        ]
    });
    let mut tx = books.db.write().await.unwrap();
    post(&mut tx, &office, OFFICE_SLOT, &[made.unwrap()]).await.unwrap();
    tx.insert_many(&ENTRIES, rows.collect()).await.unwrap();
    tx.commit().await.unwrap();
}

fn declare(year: i16, percent: &str) -> DeclareReturn {
    DeclareReturn {
        year,
        rate: Rate::parse_percent(percent).unwrap(),
        status: Status::Reported,
        source: "announced in a test".into(),
    }
}

#[tokio::test]
async fn twelve_months_of_twenty_thousand_are_principal_and_the_return_stands_apart() {
    for books in books().await {
        for (n, month) in (1..).zip(1..=12) {
            pay_in(&books, n, &format!("2025-{month:02}-10"), &[(1, 20_000)]).await;
        }
        let office = books.office("2026-02-01");
        let said = carry_out(&office, &header(50), &declare(2025, "5.5")).await.unwrap();
        // 5.5 % of 240,000.
        assert_eq!((said.n_savers, said.credited.get(), said.undistributed.get()), (1, 13_200, 0));
        assert_eq!(said.effective_on, day("2025-12-31"));
        assert_eq!(said.because.weakest(), Status::Unconfirmed, "the accrual is our reading");
        let mut tx = books.db.read().await.unwrap();
        let (bucket, membership) = saver(1);
        let sheet = savings_statement(&mut tx, bucket, membership).await.unwrap();
        let sums = [sheet.principal, sheet.returns, sheet.withdrawn, sheet.balance];
        assert_eq!(sums.map(Rupiah::get), [240_000, 13_200, 0, 253_200]);
        let last = sheet.lines.last().unwrap();
        assert_eq!(sheet.lines.len(), 13);
        assert_eq!(
            (last.kind, last.year, last.rate_ppm),
            (SavingsKind::Return, Some(2025), Some(55_000))
        );
        assert_eq!(last.source.as_deref(), Some("announced in a test"));
        drop(tx);
        assert!(books.broken().await.is_empty());
    }
}

#[tokio::test]
async fn each_share_is_rounded_down_and_what_is_left_has_a_name() {
    for books in books().await {
        let paid: Vec<(u128, i64)> =
            (1..=40).map(|n| (n, 10_000 + i64::try_from(n).unwrap() * 7)).collect();
        pay_in(&books, 1, "2024-05-10", &paid).await;
        pay_in(&books, 2, "2025-01-01", &paid).await;
        let office = books.office("2025-03-01");
        let said = carry_out(&office, &header(50), &declare(2024, "6.06")).await.unwrap();
        let share = |(_, amount): &(u128, i64)| amount * 60_600 / 1_000_000;
        let credited: i64 = paid.iter().map(share).sum();
        let whole: i64 = paid.iter().map(|(_, amount)| amount).sum::<i64>() * 60_600 / 1_000_000;
        assert_eq!((said.credited.get(), said.undistributed.get()), (credited, whole - credited));
        assert!(said.undistributed > Rupiah::ZERO, "the case would show nothing");
        let mut tx = books.db.read().await.unwrap();
        let all = trial_balance(&mut tx, None, day("2024-12-31")).await.unwrap();
        assert_eq!(all.balance(JHT_5210).unwrap().get(), whole);
        assert_eq!(all.balance(JHT_2220).unwrap(), said.undistributed);
        for one in &paid {
            let (bucket, membership) = saver(one.0);
            let sheet = savings_statement(&mut tx, bucket, membership).await.unwrap();
            assert_eq!((sheet.returns.get(), sheet.principal.get()), (share(one), 2 * one.1));
        }
        drop(tx);
        assert!(books.broken().await.is_empty());
    }
}

#[tokio::test]
async fn returns_earn_returns_and_no_year_is_credited_twice() {
    for books in books().await {
        pay_in(&books, 1, "2023-05-10", &[(1, 20_000_000)]).await;
        let office = books.office("2026-03-01");
        let cases = [
            // (year, percent, refusal or what is held afterwards)
            (2026, "5", "not over"),
            (2025, "0", "cannot be credited"),
            (2025, "100.5", "cannot be credited"),
            (2022, "5", "nobody had savings"),
            (2024, "5", "21000000"),
            (2024, "5", "credited already"),
            (2023, "5", "cannot follow"),
            (2025, "10", "23100000"),
        ];
        for ((year, percent, expected), n) in cases.into_iter().zip(60..) {
            let said = match carry_out(&office, &header(n), &declare(year, percent)).await {
                Ok(_) => {
                    let mut tx = books.db.read().await.unwrap();
                    let (bucket, membership) = saver(1);
                    let sheet = savings_statement(&mut tx, bucket, membership).await.unwrap();
                    sheet.balance.get().to_string()
                }
                Err(refusal) => refusal.to_string(),
            };
            assert!(said.contains(expected), "{year} {percent}: {said}");
        }
        let unknown = DeclareReturn { status: Status::Unknown, ..declare(2025, "5") };
        let done = carry_out(&office, &header(90), &unknown).await;
        let Err(CommandError::Refused(refusal)) = done else { panic!("it was not refused") };
        assert!(matches!(refusal, ReturnRefusal::Unknown { year: 2025 }));
        assert!(refusal.indonesian().contains("Hasil tahun 2025 belum diketahui"));
        assert!(books.broken().await.is_empty());
    }
}

#[tokio::test]
async fn a_return_declared_after_december_is_closed_counts_from_the_first_open_day() {
    for books in books().await {
        pay_in(&books, 1, "2025-05-10", &[(1, 1_000_000)]).await;
        let office = books.office("2026-03-05");
        for (n, month) in (40..).zip(["2025-05", "2025-12", "2026-01"]) {
            let month = month.parse().unwrap();
            carry_out(&office, &header(n), &CloseMonth { month }).await.unwrap();
        }
        let said = carry_out(&office, &header(50), &declare(2025, "5")).await.unwrap();
        assert_eq!(said.effective_on, day("2026-02-01"));
        assert_eq!(said.credited.get(), 50_000);
        assert!(books.broken().await.is_empty());
    }
}

#[tokio::test]
async fn the_same_request_twice_answers_the_same_and_credits_once() {
    for books in books().await {
        pay_in(&books, 1, "2025-05-10", &[(1, 1_000_000), (2, 300)]).await;
        let office = books.office("2026-03-05");
        let first = carry_out(&office, &header(50), &declare(2025, "5")).await.unwrap();
        let again = carry_out(&office, &header(50), &declare(2025, "5")).await.unwrap();
        assert_eq!(first, again);
        assert!(books.broken().await.is_empty());
    }
}

#[test]
fn lines_of_a_return_balance_in_one_fund() {
    let lines = ledger::templates::return_credited(Rupiah::new(7), Rupiah::new(0)).unwrap();
    assert_eq!(lines.first(), Some(&Line::debit(JHT_5210, Rupiah::new(7))));
}
