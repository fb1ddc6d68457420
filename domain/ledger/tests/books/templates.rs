//! The thirty worked journals of `data/ledger/journals.json`: the builders write those they model.

use crate::ground::{books, day};
use ledger::{
    Account, Journal, Line,
    account::*,
    reversal_of,
    templates::{self as t, Holding, PerFund, Receipt, Share},
    trial_balance,
};
use serde_json::Value;
use terms::{Rupiah, ids::JournalId};

fn worked() -> Vec<(&'static str, Vec<Line>)> {
    let text = include_str!("../../../../data/ledger/journals.json");
    let all: Value = serde_json::from_str(text).unwrap();
    let line = |line: &Value| {
        let account = Account::from_code(line["account"].as_str().unwrap()).unwrap();
        let side = |name: &str| Rupiah::new(line[name].as_i64().unwrap());
        Line { account, debit: side("dr"), credit: side("cr") }
    };
    let journal = |journal: &Value| {
        let id: &'static str = Box::leak(journal["id"].as_str().unwrap().to_owned().into());
        (id, journal["lines"].as_array().unwrap().iter().map(line).collect())
    };
    all["journals"].as_array().unwrap().iter().map(journal).collect()
}

fn rp(n: i64) -> Rupiah {
    Rupiah::new(n)
}

/// Every builder with the amounts of its worked journal.
fn built() -> Vec<(&'static str, Vec<Line>)> {
    let month = Receipt {
        received: rp(16_800),
        jkk_now: rp(10_000),
        jkm_now: rp(6_800),
        ..Default::default()
    };
    let over = Receipt { received: rp(20_000), to_credit: rp(3_200), ..month };
    let identified = Receipt { received: rp(0), from_unidentified: rp(20_000), ..over };
    let savings = Receipt { received: rp(20_000), jht: rp(20_000), ..Default::default() };
    let sponsor = Share {
        jkk_now: rp(980_000),
        jkk_ahead: rp(1_960_000),
        jkm_now: rp(666_400),
        jkm_ahead: rp(1_332_800),
        ..Default::default()
    };
    let swept = PerFund { jkk: rp(10_000), jkm: rp(6_800), jht: rp(0) };
    vec![
        ("J01", month.lines().unwrap()),
        ("J02", t::channel_settled(rp(16_800))),
        ("J03", t::swept_to_funds(&swept).unwrap()),
        ("J04", t::sponsor_receipt(rp(5_040_000))),
        ("J05", t::sponsor_accepted(&sponsor).unwrap()),
        ("J06", t::month_turned(rp(980_000), rp(666_400))),
        ("J07", over.lines().unwrap()),
        ("J08", t::refund_approved(Holding::Credit, rp(3_200))),
        ("J09", t::refund_paid(rp(3_200))),
        ("J10", reversal_of(&month.lines().unwrap())),
        ("J11", t::unidentified_in_bank(rp(20_000))),
        ("J12", identified.lines().unwrap()),
        ("J13", savings.lines().unwrap()),
        ("J15", t::return_credited(rp(4_987_650), rp(12_350)).unwrap()),
        ("J29", t::given_back(rp(20_000), rp(13_600), Holding::Sponsor).unwrap()),
    ]
}

fn made(n: u128, kind: &'static str, lines: Vec<Line>) -> Journal {
    Journal::new(JournalId(crate::ground::id(n)), kind, kind, day("2026-07-01"), lines)
        .unwrap_or_else(|refusal| panic!("{kind}: {refusal}"))
}

fn sorted(journal: &Journal) -> Vec<(Account, Rupiah, Rupiah)> {
    let mut lines: Vec<_> = journal.lines.iter().map(|l| (l.account, l.debit, l.credit)).collect();
    lines.sort();
    lines
}

#[test]
fn the_builders_write_the_worked_journals() {
    let worked = worked();
    for (kind, lines) in built() {
        let (_, expected) = worked.iter().find(|(id, _)| *id == kind).unwrap();
        let (built, expected) = (made(1, kind, lines), made(2, kind, expected.clone()));
        assert_eq!(sorted(&built), sorted(&expected), "{kind}");
    }
}

#[test]
fn receipts_of_a_batch_add_up_to_one_journal() {
    let one = Receipt {
        received: rp(20_000),
        jkk_now: rp(10_000),
        jkm_ahead: rp(6_800),
        to_credit: rp(3_200),
        ..Default::default()
    };
    let two = Receipt {
        from_credit: rp(3_200),
        received: rp(13_600),
        jkk_ahead: rp(10_000),
        jkm_now: rp(6_800),
        ..Default::default()
    };
    let sum = made(1, "J01", one.plus(two).unwrap().lines().unwrap());
    let parts = [one.lines().unwrap(), two.lines().unwrap()].concat();
    assert_eq!(sorted(&sum), sorted(&made(2, "J01", parts)));
}

#[tokio::test]
async fn all_thirty_balance_and_leave_the_pool_owing_what_the_funds_are_owed() {
    for books in books().await {
        let worked = worked();
        assert_eq!(worked.len(), 30);
        // Several worked journals go on from balances that lie before the first of them.
        let opening = [
            (JKK_1110, JKK_3110),
            (JKM_1110, JKM_3110),
            (OPS_1110, OPS_3110),
            (OPS_1110, OPS_2310),
            (COL_1120, COL_1110),
            (COL_1110, COL_2120),
        ];
        let opening = opening.map(|(debit, credit)| {
            let amount = rp(100_000_000);
            (debit.code(), vec![Line::debit(debit, amount), Line::credit(credit, amount)])
        });
        let journals: Vec<Journal> = opening
            .into_iter()
            .chain(worked)
            .zip(0..)
            .map(|((kind, lines), n)| {
                let id = JournalId(crate::ground::id(n));
                Journal::new(id, kind, format!("{kind} {n}"), day("2026-07-01"), lines).unwrap()
            })
            .collect();
        let office = books.office("2026-11-21");
        books.post(&office, &journals).await.unwrap();
        let mut tx = books.db.read().await.unwrap();
        let all = trial_balance(&mut tx, None, day("2026-11-21")).await.unwrap();
        assert!(all.is_balanced());
        assert_eq!(all.funds.len(), 5);
        for (to, from) in [(COL_2151, JKK_1150), (COL_2152, JKM_1150), (COL_2153, JHT_1150)] {
            assert_eq!(all.balance(to).unwrap(), all.balance(from).unwrap(), "{to} and {from}");
        }
        drop(tx);
        // The worked return has no members behind it, and the worked savings neither.
        assert_eq!(books.broken().await, ["savings_equal_members_account"]);
    }
}
