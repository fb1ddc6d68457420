//! The check finds what a hand in the database could do: each invariant is broken once.

use crate::ground::{Books, books, header, id, journal, run};
use access::carry_out;
use db::Dialect;
use ledger::{CloseMonth, templates::Receipt};
use terms::{Rupiah, ids::JournalId};

/// Two months of receipts with savings, the first month closed; everything holds.
async fn lived_in(books: &Books) {
    let office = books.office("2026-11-21");
    for (n, on) in [(1, "2026-09-10"), (2, "2026-10-10")] {
        let amount = Rupiah::new(10_000);
        let receipt = Receipt {
            received: Rupiah::new(40_000),
            jkk_now: amount,
            jkm_now: amount,
            jht: amount,
            to_credit: amount,
            ..Default::default()
        };
        let made = journal(n, &format!("pay-{n}"), on, receipt.lines().unwrap()).unwrap();
        books.post(&office, &[made]).await.unwrap();
        let entry = format!(
            "INSERT INTO savings_entry VALUES (7, {m}, {e}, 'contribution', 10000, '{on}', {j}, {t})",
            m = raw(books, 900),
            e = raw(books, 900 + n),
            j = raw(books, n),
            t = instant(books),
        );
        run(&books.db, &entry).await.unwrap();
    }
    let month = "2026-09".parse().unwrap();
    carry_out(&office, &header(5), &CloseMonth { month }).await.unwrap();
}

/// An id as it is written in SQL.
fn raw(books: &Books, n: u128) -> String {
    let hex = id(n).simple().to_string();
    match books.db.dialect() {
        Dialect::Sqlite => format!("x'{hex}'"),
        Dialect::Postgres => format!("'{hex}'::uuid"),
    }
}

/// An instant after everything else, as it is written in SQL.
fn instant(books: &Books) -> &'static str {
    match books.db.dialect() {
        Dialect::Sqlite => "1900000000000000",
        Dialect::Postgres => "'2030-03-17T00:00:00Z'::timestamptz",
    }
}

/// A journal and its lines put in by hand: `('COL-1120', 5, 0)` and so on.
async fn slip_in(books: &Books, n: u128, on: &str, back: Option<u128>, lines: &[(&str, i64, i64)]) {
    let (journal, at) = (raw(books, n), instant(books));
    let back = back.map_or("NULL".into(), |back| raw(books, back));
    let actor = raw(books, 0);
    let head = format!(
        "INSERT INTO journal VALUES ({journal}, 'J01', 'by-hand-{n}', '{on}', {at}, {actor}, {back}, '')"
    );
    run(&books.db, &head).await.unwrap();
    for ((account, debit, credit), line) in lines.iter().zip(1..) {
        let post = format!(
            "INSERT INTO posting VALUES ({journal}, {line}, '{account}', {debit}, {credit})"
        );
        run(&books.db, &post).await.unwrap();
        let sum = format!(
            "INSERT INTO account_day VALUES ('{account}', '{on}', {slot}, {debit}, {credit})",
            slot = n * 100 + u128::try_from(line).unwrap()
        );
        run(&books.db, &sum).await.unwrap();
    }
}

#[tokio::test]
async fn books_that_were_only_posted_to_hold() {
    for books in books().await {
        assert!(books.broken().await.is_empty(), "empty books hold");
        lived_in(&books).await;
        assert!(books.broken().await.is_empty());
    }
}

#[tokio::test]
async fn a_sum_that_was_changed_is_found() {
    for books in books().await {
        lived_in(&books).await;
        let hand = "UPDATE account_day SET debit = debit + 1 \
                    WHERE account = 'COL-1120' AND effective_on = '2026-10-10'";
        run(&books.db, hand).await.unwrap();
        assert_eq!(books.broken().await, ["funds_sum_to_zero", "days_equal_postings"]);
        let mut tx = books.db.read().await.unwrap();
        let all = ledger::check(&mut tx).await.unwrap();
        let days = all.iter().find(|it| it.name == "days_equal_postings").unwrap();
        assert_eq!(days.found, ["COL-1120 2026-10-10"]);
    }
}

#[tokio::test]
async fn a_sum_without_any_journal_is_found() {
    for books in books().await {
        let hand = "INSERT INTO account_day VALUES ('JKK-3110', '2019-01-01', 0, 5, 5)";
        run(&books.db, hand).await.unwrap();
        assert_eq!(books.broken().await, ["days_equal_postings"]);
    }
}

#[tokio::test]
async fn a_journal_that_does_not_balance_is_found() {
    for books in books().await {
        lived_in(&books).await;
        slip_in(&books, 50, "2026-10-11", None, &[("COL-1120", 5, 0), ("JKK-4110", 0, 5)]).await;
        let broken = books.broken().await;
        assert_eq!(broken, ["journals_balance_in_each_fund", "funds_sum_to_zero"]);
    }
}

#[tokio::test]
async fn a_journal_without_lines_is_found() {
    for books in books().await {
        lived_in(&books).await;
        slip_in(&books, 50, "2026-10-11", None, &[]).await;
        assert_eq!(books.broken().await, ["journals_balance_in_each_fund"]);
    }
}

#[tokio::test]
async fn a_pool_that_owes_what_no_fund_is_owed_is_found() {
    for books in books().await {
        lived_in(&books).await;
        slip_in(&books, 50, "2026-10-11", None, &[("COL-1120", 5, 0), ("COL-2152", 0, 5)]).await;
        assert_eq!(books.broken().await, ["due_to_is_due_from"]);
    }
}

#[tokio::test]
async fn an_account_that_was_negative_for_one_day_is_found() {
    for books in books().await {
        lived_in(&books).await;
        slip_in(&books, 50, "2026-10-11", None, &[("COL-2110", 5, 0), ("COL-2120", 0, 5)]).await;
        slip_in(&books, 51, "2026-10-12", None, &[("COL-2110", 0, 5), ("COL-2120", 5, 0)]).await;
        assert_eq!(books.broken().await, ["never_negative"]);
    }
}

#[tokio::test]
async fn a_journal_taken_back_twice_is_found() {
    for books in books().await {
        lived_in(&books).await;
        let back = [("COL-2120", 6_000, 0), ("COL-1120", 0, 6_000)];
        slip_in(&books, 50, "2026-10-11", Some(2), &back).await;
        assert!(books.broken().await.is_empty(), "a part may be taken back");
        slip_in(&books, 51, "2026-10-11", Some(2), &back).await;
        assert_eq!(books.broken().await, ["taken_back_at_most_what_was"]);
    }
}

#[tokio::test]
async fn a_fee_charged_to_a_benefit_fund_is_found() {
    for books in books().await {
        lived_in(&books).await;
        let lines =
            [("JKK-3110", 9, 0), ("JKK-1350", 0, 9), ("OPS-5310", 9, 0), ("OPS-2310", 0, 9)];
        slip_in(&books, 49, "2026-10-10", None, &[("JKK-1350", 9, 0), ("JKK-3110", 0, 9)]).await;
        slip_in(&books, 50, "2026-10-11", None, &lines).await;
        assert_eq!(books.broken().await, ["benefit_funds_bear_no_fees"]);
        let fee = "INSERT INTO account VALUES \
                   ('JKM-5320', 'JKM', 'Biaya', 'Fees', 'expense', 'debit', 0, '')";
        run(&books.db, fee).await.unwrap();
        let mut tx = books.db.read().await.unwrap();
        let all = ledger::check(&mut tx).await.unwrap();
        let fees = all.iter().find(|it| it.name == "benefit_funds_bear_no_fees").unwrap();
        assert_eq!(fees.found, [JournalId(id(50)).to_string(), "JKM-5320".into()]);
    }
}

#[tokio::test]
async fn savings_that_differ_from_the_books_are_found() {
    for books in books().await {
        lived_in(&books).await;
        let hand = "UPDATE savings_entry SET amount = amount - 1 WHERE effective_on = '2026-10-10'";
        run(&books.db, hand).await.unwrap();
        assert_eq!(books.broken().await, ["savings_equal_members_account"]);
    }
}

#[tokio::test]
async fn a_members_savings_below_zero_are_found_although_the_sum_is_right() {
    for books in books().await {
        lived_in(&books).await;
        for (member, amount) in [(901, -5), (902, 5)] {
            let hand = format!(
                "INSERT INTO savings_entry VALUES (9, {m}, {m}, 'withdrawal', {amount}, '2026-10-10', {j}, {t})",
                m = raw(&books, member),
                j = raw(&books, 2),
                t = instant(&books),
            );
            run(&books.db, &hand).await.unwrap();
        }
        assert_eq!(books.broken().await, ["savings_equal_members_account"]);
    }
}

#[tokio::test]
async fn a_return_that_was_not_shared_out_is_found() {
    for books in books().await {
        lived_in(&books).await;
        let lines = [("JHT-5210", 10, 0), ("JHT-2220", 0, 10)];
        slip_in(&books, 50, "2026-10-11", None, &lines).await;
        let hand = format!(
            "INSERT INTO savings_return VALUES (2025, 50000, 'reported', 'x', {j}, 4, 6, {t})",
            j = raw(&books, 50),
            t = instant(&books),
        );
        run(&books.db, &hand).await.unwrap();
        assert_eq!(books.broken().await, ["return_is_shared_out_whole"]);
    }
}

#[tokio::test]
async fn an_entry_slipped_into_a_closed_month_is_found() {
    for books in books().await {
        lived_in(&books).await;
        slip_in(&books, 50, "2026-09-11", None, &[("COL-1120", 5, 0), ("COL-2120", 0, 5)]).await;
        assert_eq!(books.broken().await, ["closed_months_stay"]);
        let mut tx = books.db.read().await.unwrap();
        let all = ledger::check(&mut tx).await.unwrap();
        let closed = all.iter().find(|it| it.name == "closed_months_stay").unwrap();
        assert_eq!(closed.found, ["2026-09".to_owned(), JournalId(id(50)).to_string()]);
    }
}
