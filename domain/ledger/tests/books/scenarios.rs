//! Posting, taking back, closing and moving money, as tables: what is asked, and the refusal if any.

use crate::ground::{Books, books, day, header, id, journal};
use access::{CommandError, Grant, Office, Role, carry_out};
use ledger::{
    Account, CloseMonth, Journal, JournalFilter, LedgerError, Line, Page, account::*,
    account_statement, closed_months, closed_through, is_turned, journal_search, post, recognise,
    reversal_of, settle_channel, sweep_to_funds, templates::PerFund, trial_balance,
};
use terms::{Rupiah, ids::JournalId};

fn rp(n: i64) -> Rupiah {
    Rupiah::new(n)
}

/// `COL-1120 16800, -COL-2120 16800`: a minus sign is the right side.
fn lines(text: &str) -> Vec<Line> {
    let line = |part: &str| {
        let (code, amount) = part.trim().split_once(' ').unwrap();
        let amount = rp(amount.trim().parse().unwrap());
        match code.strip_prefix('-') {
            Some(code) => Line::credit(Account::from_code(code).unwrap(), amount),
            None => Line::debit(Account::from_code(code).unwrap(), amount),
        }
    };
    text.split(',').filter(|part| !part.trim().is_empty()).map(line).collect()
}

fn cells(row: &str) -> Vec<&str> {
    row.split('|').map(str::trim).collect()
}

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().map(str::trim).filter(|row| !row.is_empty()).skip(1).map(cells)
}

/// The refusal's name, `ClosedMonth`, or nothing.
fn name<T, E: std::fmt::Debug>(done: &Result<T, E>) -> String {
    let word = |text: String| text.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
    match done {
        Ok(_) => String::new(),
        Err(refusal) => word(format!("{refusal:?}").replace("Refused(", "")),
    }
}

#[test]
fn a_journal_is_made_only_if_it_balances_in_each_fund() {
    let table = "
        lines                                                        | refusal
        COL-1120 16800, -COL-2120 16800                              |
        COL-1120 16800, -COL-2120 16799                              | Unbalanced
        COL-1120 16800, -JKK-4110 16800                              | Unbalanced
        COL-1120 10, -COL-2151 10, JKK-1150 10, -JKK-4110 9          | Unbalanced
        COL-1120 10, -COL-2151 10, JKK-1150 10, -JKK-4110 10         |
        COL-1120 0, -COL-2120 0                                      | NoLines
                                                                     | NoLines
        COL-1120 -5, -COL-2120 -5                                    | Negative
        COL-1120 9223372036854775807, COL-1120 1, -COL-2120 1        | Money
    ";
    for row in rows(table) {
        let made = journal(1, "k", "2026-11-02", lines(row[0]));
        assert_eq!(name(&made), row[1], "{}", row[0]);
    }
    let both = Line { account: COL_1120, debit: rp(1), credit: rp(1) };
    assert!(matches!(journal(1, "k", "2026-11-02", vec![both]), Err(LedgerError::TwoSided { .. })));
}

#[test]
fn lines_of_one_side_of_one_account_become_one_and_a_reversal_swaps_them() {
    let text = "COL-1120 10, COL-1120 5, COL-2120 3, -COL-2120 18, COL-1130 0";
    let made = journal(1, "k", "2026-11-02", lines(text)).unwrap();
    assert_eq!(made.lines, lines("COL-1120 15, COL-2120 3, -COL-2120 18"));
    assert_eq!(reversal_of(&made.lines), lines("-COL-1120 15, -COL-2120 3, COL-2120 18"));
    assert_eq!(reversal_of(&reversal_of(&made.lines)), made.lines);
}

/// Rows of `key | day | amount | takes back key | refusal`, one commit each.
async fn post_table(books: &Books, table: &str) {
    let office = books.office("2026-11-21");
    let mut ids: Vec<(String, JournalId)> = Vec::new();
    for (row, n) in rows(table).zip(1u128..) {
        let [key, on, amount, back, refusal] = row[..] else { panic!("{row:?}") };
        let both = lines(&format!("COL-1120 {amount}, -COL-2120 {amount}"));
        let both = if back.is_empty() { both } else { reversal_of(&both) };
        let mut made = journal(n, key, on, both).unwrap();
        if let Some((_, of)) = ids.iter().find(|(key, _)| key == back) {
            made = made.reversing(*of);
        }
        let done = books.post(&office, std::slice::from_ref(&made)).await;
        assert_eq!(name(&done), refusal, "{row:?}");
        if done.is_ok() {
            ids.push((key.to_owned(), made.id));
        }
    }
}

#[tokio::test]
async fn a_key_posts_once_and_a_journal_is_taken_back_at_most_whole() {
    for books in books().await {
        post_table(
            &books,
            "
            key   | day        | amount | takes back | refusal
            pay-1 | 2026-11-02 | 16800  |            |
            pay-1 | 2026-11-02 | 16800  |            | AlreadyPosted
            pay-1 | 2026-11-03 | 20000  |            | AlreadyPosted
            batch | 2026-11-03 | 50000  |            |
            back1 | 2026-11-04 | 16800  | pay-1      |
            back2 | 2026-11-04 | 1      | pay-1      | ReversesTooMuch
            part1 | 2026-11-05 | 20000  | batch      |
            part2 | 2026-11-05 | 20000  | batch      |
            part3 | 2026-11-05 | 20000  | batch      | ReversesTooMuch
            part3 | 2026-11-05 | 10000  | batch      |
        ",
        )
        .await;
        let mut tx = books.db.read().await.unwrap();
        let all = trial_balance(&mut tx, None, day("2026-11-21")).await.unwrap();
        assert_eq!(all.balance(COL_1120).unwrap(), rp(0));
        drop(tx);
        assert!(books.broken().await.is_empty());
    }
}

#[tokio::test]
async fn a_refused_journal_leaves_nothing_of_its_batch() {
    for books in books().await {
        let office = books.office("2026-11-21");
        let pay =
            |n, key: &str| journal(n, key, "2026-11-02", lines("COL-1120 5, -COL-2120 5")).unwrap();
        books.post(&office, &[pay(1, "a")]).await.unwrap();
        let done = books.post(&office, &[pay(2, "b"), pay(3, "a")]).await;
        assert!(matches!(done, Err(LedgerError::AlreadyPosted)));
        let mut tx = books.db.read().await.unwrap();
        let page = Page { after: None, limit: 10 };
        let found = journal_search(&mut tx, JournalFilter::default(), page).await.unwrap();
        assert_eq!(found.iter().map(|it| it.business_key.as_str()).collect::<Vec<_>>(), ["a"]);
        drop(tx);
        assert!(books.broken().await.is_empty());
    }
}

#[tokio::test]
async fn months_close_in_order_when_they_are_over_and_for_good() {
    for books in books().await {
        // Entries in June and August; today is 10 October.
        let table = "
            act   | what       | refusal
            post  | 2026-06-30 |
            post  | 2026-08-01 |
            close | 2026-10    | NotOver
            close | 2026-11    | NotOver
            close | 2026-08    | EarlierOpen
            close | 2026-06    |
            close | 2026-06    | Closed
            close | 2026-05    | Closed
            post  | 2026-06-30 | ClosedMonth
            post  | 2024-01-01 | ClosedMonth
            post  | 2026-07-01 |
            close | 2026-08    | EarlierOpen
            close | 2026-07    |
            close | 2026-09    | EarlierOpen
            close | 2026-08    |
            close | 2026-09    |
            post  | 2026-09-30 | ClosedMonth
            post  | 2026-10-01 |
        ";
        let office = books.office("2026-10-10");
        for (row, n) in rows(table).zip(1u128..) {
            let said = match row[0] {
                "post" => {
                    let key = format!("pay-{n}");
                    let made = journal(n, &key, row[1], lines("COL-1120 5, -COL-2120 5")).unwrap();
                    name(&books.post(&office, &[made]).await)
                }
                _ => {
                    let month = row[1].parse().unwrap();
                    name(&carry_out(&office, &header(n), &CloseMonth { month }).await)
                }
            };
            assert_eq!(said, row[2], "{row:?}");
        }
        let mut tx = books.db.read().await.unwrap();
        let closed = closed_months(&mut tx).await.unwrap();
        let closed: Vec<String> = closed.iter().map(ToString::to_string).collect();
        assert_eq!(closed, ["2026-06", "2026-07", "2026-08", "2026-09"]);
        assert_eq!(closed_through(&mut tx).await.unwrap(), Some("2026-09".parse().unwrap()));
        drop(tx);
        assert!(books.broken().await.is_empty());
    }
}

#[tokio::test]
async fn closing_a_month_closes_the_empty_ones_before_it() {
    for books in books().await {
        let office = books.office("2026-10-10");
        let close = |month: &str| CloseMonth { month: month.parse().unwrap() };
        carry_out(&office, &header(1), &close("2026-03")).await.unwrap();
        let closed = carry_out(&office, &header(2), &close("2026-06")).await.unwrap();
        let closed: Vec<String> = closed.months.iter().map(ToString::to_string).collect();
        assert_eq!(closed, ["2026-04", "2026-05", "2026-06"]);
    }
}

#[tokio::test]
async fn only_finance_closes_a_month() {
    for books in books().await {
        let system = books.office("2026-10-10");
        let analyst = vec![Grant { role: Role::Analyst, area: None }];
        let office = Office::new(
            books.db.clone(),
            system.outside.clone(),
            system.keys.clone(),
            system.actor,
            analyst,
        );
        let command = CloseMonth { month: "2026-09".parse().unwrap() };
        let done = carry_out(&office, &header(1), &command).await;
        assert!(matches!(done, Err(CommandError::Refused(ledger::CloseRefusal::Forbidden(_)))));
    }
}

#[tokio::test]
async fn money_moves_on_only_as_far_as_it_has_come() {
    for books in books().await {
        let office = books.office("2026-11-21");
        let receipt = "COL-1120 30000, -COL-2151 20000, -COL-2152 10000, JKK-1150 20000, \
                       -JKK-4110 5000, -JKK-2130 15000, JKM-1150 10000, -JKM-4110 10000";
        let made = journal(1, "pay-1", "2026-10-05", lines(receipt)).unwrap();
        books.post(&office, &[made]).await.unwrap();
        let table = "
            act    | reference | day        | jkk   | jkm   | refusal
            settle | day-4     | 2026-10-04 | 30000 | 0     | NotEnough
            settle | day-6     | 2026-10-06 | 29000 | 0     |
            settle | day-6     | 2026-10-06 | 1000  | 0     | AlreadyPosted
            settle | day-5     | 2026-10-05 | 1001  | 0     | NotEnough
            sweep  | s1        | 2026-10-05 | 1000  | 0     | NotEnough
            sweep  | s1        | 2026-10-06 | 0     | 10001 | NotEnough
            sweep  | s1        | 2026-10-06 | 20000 | 9000  |
            sweep  | s2        | 2026-10-06 | 0     | 1000  | NotEnough
            settle | day-7     | 2026-10-07 | 1000  | 0     |
            sweep  | s2        | 2026-10-07 | 0     | 1000  |
            turn   | 2026-12   |            | 15000 | 0     | NotBegun
            turn   | 2026-11   |            | 15000 | 0     |
            turn   | 2026-11   |            | 15000 | 0     | AlreadyPosted
            turn   | 2026-10   |            | 0     | 0     |
        ";
        for row in rows(table) {
            let [act, reference, on, jkk, jkm, refusal] = row[..] else { panic!("{row:?}") };
            let (jkk, jkm) = (rp(jkk.parse().unwrap()), rp(jkm.parse().unwrap()));
            let mut tx = books.db.write().await.unwrap();
            let done = match act {
                "settle" => {
                    settle_channel(&mut tx, &office, reference, day(on), jkk).await.map(Some)
                }
                "sweep" => {
                    let amounts = PerFund { jkk, jkm, jht: rp(0) };
                    sweep_to_funds(&mut tx, &office, reference, day(on), amounts).await.map(Some)
                }
                _ => recognise(&mut tx, &office, reference.parse().unwrap(), jkk, jkm).await,
            };
            assert_eq!(name(&done), refusal, "{row:?}");
            if done.is_ok() {
                tx.commit().await.unwrap();
            }
        }
        let mut tx = books.db.read().await.unwrap();
        assert!(is_turned(&mut tx, "2026-11".parse().unwrap()).await.unwrap());
        assert!(!is_turned(&mut tx, "2026-10".parse().unwrap()).await.unwrap());
        let all = trial_balance(&mut tx, None, day("2026-11-01")).await.unwrap();
        let held = [COL_1110, COL_1120, COL_2151, JKK_1110, JKK_2130, JKK_4110, JKM_1110];
        let held: Vec<i64> = held.iter().map(|it| all.balance(*it).unwrap().get()).collect();
        assert_eq!(held, [0, 0, 0, 20_000, 0, 20_000, 10_000]);
        drop(tx);
        assert!(books.broken().await.is_empty());
    }
}

#[tokio::test]
async fn journals_and_statements_come_in_pages_that_miss_and_repeat_nothing() {
    for books in books().await {
        let office = books.office("2026-11-21");
        let made = |n: u128| -> Journal {
            let on = format!("2026-10-{:02}", 1 + n % 4);
            let amount = 100 + n;
            let text = if n.is_multiple_of(5) {
                format!("COL-2120 {amount}, -COL-2140 {amount}")
            } else {
                format!("COL-1120 {amount}, -COL-2120 {amount}")
            };
            journal(n, &format!("key-{n}"), &on, lines(&text)).unwrap()
        };
        let all: Vec<Journal> = (1..=23).map(made).collect();
        books.post(&office, &all).await.unwrap();
        let mut tx = books.db.read().await.unwrap();
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = Page { after, limit: 5 };
            let found = journal_search(&mut tx, JournalFilter::default(), page).await.unwrap();
            let Some(last) = found.last() else { break };
            after = Some((last.effective_on, last.id));
            seen.extend(found.into_iter().map(|it| (it.effective_on, it.id)));
        }
        let mut expected: Vec<_> = all.iter().map(|it| (it.effective_on, it.id)).collect();
        expected.sort_by(|a, b| b.cmp(a));
        assert_eq!(seen, expected);

        let filter = JournalFilter {
            account: Some(COL_2140),
            from: Some(day("2026-10-02")),
            ..Default::default()
        };
        let found =
            journal_search(&mut tx, filter, Page { after: None, limit: 100 }).await.unwrap();
        let n = all
            .iter()
            .filter(|it| it.lines[0].account == COL_2120 && it.effective_on >= day("2026-10-02"));
        assert_eq!(found.len(), n.count());
        let one = ledger::journal(&mut tx, JournalId(id(7))).await.unwrap().unwrap();
        assert_eq!((one.head.total, one.lines), (rp(107), all[6].lines.clone()));

        let (from, to) = (day("2026-10-02"), day("2026-10-03"));
        let (mut held, mut after, mut n) = (None, None, 0);
        loop {
            let page = Page { after, limit: 3 };
            let stretch = account_statement(&mut tx, COL_2120, from, to, page).await.unwrap();
            let opening = held.unwrap_or(stretch.opening);
            assert_eq!(stretch.opening, opening, "a page begins where the last one ended");
            let Some((last, _)) = stretch.lines.last() else { break };
            after = Some((last.effective_on, last.journal, last.line));
            n += stretch.lines.len();
            held = Some(stretch.closing);
        }
        assert_eq!(n, all.iter().filter(|it| (from..=to).contains(&it.effective_on)).count());
        let books_then = trial_balance(&mut tx, None, to).await.unwrap();
        assert_eq!(held.unwrap(), books_then.balance(COL_2120).unwrap());
    }
}

#[tokio::test]
async fn writers_of_different_slots_sum_to_one_day() {
    for books in books().await {
        let office = books.office("2026-11-21");
        let mut tx = books.db.write().await.unwrap();
        for slot in 0..4 {
            let n = u128::try_from(slot).unwrap();
            let made = journal(n, &format!("k{n}"), "2026-11-02", lines("COL-1120 5, -COL-2120 5"));
            post(&mut tx, &office, slot, &[made.unwrap()]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut tx = books.db.read().await.unwrap();
        let all = trial_balance(&mut tx, None, day("2026-11-02")).await.unwrap();
        assert_eq!(all.balance(COL_1120).unwrap(), rp(20));
    }
}

#[tokio::test]
async fn what_is_posted_can_be_neither_changed_nor_deleted() {
    for books in books().await {
        let office = books.office("2026-11-21");
        let made = journal(1, "k", "2026-11-02", lines("COL-1120 5, -COL-2120 5")).unwrap();
        books.post(&office, &[made]).await.unwrap();
        for hand in [
            "UPDATE posting SET debit = 6 WHERE debit = 5",
            "DELETE FROM posting",
            "UPDATE journal SET note = 'x'",
            "DELETE FROM journal",
        ] {
            let done = crate::ground::run(&books.db, hand).await;
            let said = done.err().map(|error| error.to_string()).unwrap_or_default();
            assert!(said.contains("_is_final"), "{hand}: {said}");
        }
        assert!(books.broken().await.is_empty());
    }
}

#[tokio::test]
async fn every_statement_is_one_both_databases_understand() {
    for books in books().await {
        let mut tx = books.db.write().await.unwrap();
        for statement in ledger::statements() {
            let (n, columns) = tx.prepare(statement).await.unwrap();
            assert_eq!(n, statement.binds().len(), "{}", statement.name());
            if books.db.dialect() == db::Dialect::Postgres {
                assert_eq!(columns.len(), statement.answers().len(), "{}", statement.name());
            }
        }
    }
}
