//! Random business events, against a plain account of them in memory as the oracle.

use crate::ground::{Books, day, header, id, on_sqlite};
use access::{CommandError, Office, carry_out};
use ledger::{
    Account, CloseMonth, CloseRefusal, Journal, LedgerError, Line, Side, account, recognise,
    reversal_of, settle_channel, sweep_to_funds,
    templates::{self, Holding, PerFund, Receipt, kind},
    trial_balance,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use terms::{Date, Month, Rupiah, ids::JournalId};

/// What happens, as the office would say it. Days count from 1 June 2026.
#[derive(Clone, Debug)]
enum Event {
    Paid { on: u16, now: bool, months: i64, over: i64 },
    PaidAgain { nth: usize },
    Unmatched { on: u16, amount: i64 },
    Matched { on: u16 },
    Reversed { nth: usize, part: i64 },
    Settled { on: u16, amount: i64 },
    Swept { on: u16, jkk: i64, jkm: i64 },
    MonthTurned { month: i32, jkk: i64 },
    RefundApproved { on: u16, amount: i64 },
    MonthClosed { month: i32 },
}

fn event() -> impl Strategy<Value = Event> {
    let on = 0u16..170;
    prop_oneof![
        6 => (on.clone(), any::<bool>(), 1..4i64, 0..5_000i64)
            .prop_map(|(on, now, months, over)| Event::Paid { on, now, months, over }),
        1 => (0..20usize).prop_map(|nth| Event::PaidAgain { nth }),
        1 => (on.clone(), 1..30_000i64).prop_map(|(on, amount)| Event::Unmatched { on, amount }),
        1 => on.clone().prop_map(|on| Event::Matched { on }),
        2 => (0..20usize, 1..4i64).prop_map(|(nth, part)| Event::Reversed { nth, part }),
        3 => (on.clone(), 1..60_000i64).prop_map(|(on, amount)| Event::Settled { on, amount }),
        2 => (on.clone(), 0..15_000i64, 0..9_000i64)
            .prop_map(|(on, jkk, jkm)| Event::Swept { on, jkk, jkm }),
        1 => (0..7i32, 0..15_000i64).prop_map(|(month, jkk)| Event::MonthTurned { month, jkk }),
        1 => (on, 1..4_000i64).prop_map(|(on, amount)| Event::RefundApproved { on, amount }),
        1 => (0..7i32).prop_map(|month| Event::MonthClosed { month }),
    ]
}

const TODAY: &str = "2026-11-21";

fn june() -> Month {
    "2026-06".parse().unwrap()
}

fn date(on: u16) -> Date {
    june().first_day().checked_add(jiff::Span::new().days(i64::from(on))).unwrap()
}

fn rp(n: i64) -> Rupiah {
    Rupiah::new(n)
}

/// The oracle: every line with its day, what was closed, which keys were used, and what is left to
/// take back of each payment.
#[derive(Default)]
struct Oracle {
    lines: Vec<(Date, Line)>,
    closed: Option<Month>,
    keys: BTreeSet<String>,
    paid: Vec<Paid>,
}

struct Paid {
    journal: Journal,
    now: bool,
    months_left: i64,
}

impl Oracle {
    fn is_closed(&self, on: Date) -> bool {
        self.closed.is_some_and(|closed| Month::of(on) <= closed)
    }

    /// What an account holds at the end of a day, on the side on which it grows.
    fn held(&self, account: Account, as_of: Date) -> i64 {
        let own = self.lines.iter().filter(|(on, line)| *on <= as_of && line.account == account);
        let debits: i64 = own.map(|(_, line)| line.debit.get() - line.credit.get()).sum();
        if account.chart_line().normal == Side::Debit { debits } else { -debits }
    }

    /// The least it holds from that day on.
    fn least(&self, account: Account, on: Date) -> i64 {
        let days = self.lines.iter().map(|(day, _)| *day).filter(|day| *day > on);
        days.chain([on]).map(|day| self.held(account, day)).min().unwrap_or(0)
    }

    /// Whether these lines leave every account they touch at zero or above, on every day.
    fn bears(&self, on: Date, lines: &[Line]) -> bool {
        lines.iter().all(|line| {
            let chart = line.account.chart_line();
            let moved = line.debit.get() - line.credit.get();
            let grows = if chart.normal == Side::Debit { moved } else { -moved };
            !chart.is_never_negative() || self.least(line.account, on) + grows >= 0
        })
    }

    /// The refusal that a journal of this day and key deserves, if any; else it is taken.
    fn post(&mut self, key: &str, on: Date, lines: &[Line]) -> &'static str {
        if self.is_closed(on) {
            return "ClosedMonth";
        }
        if !self.keys.insert(key.to_owned()) {
            return "AlreadyPosted";
        }
        self.lines.extend(lines.iter().map(|line| (on, *line)));
        ""
    }

    fn close(&mut self, month: Month) -> &'static str {
        if month >= Month::of(day(TODAY)) {
            return "NotOver";
        }
        if self.closed.is_some_and(|closed| month <= closed) {
            return "Closed";
        }
        let open = self.lines.iter().map(|(on, _)| Month::of(*on)).filter(|it| *it < month);
        if open.into_iter().any(|it| self.closed.is_none_or(|closed| it > closed)) {
            return "EarlierOpen";
        }
        self.closed = Some(month);
        ""
    }
}

fn months_of(now: bool, months: i64) -> Receipt {
    let (jkk, jkm) = (rp(10_000 * months), rp(6_800 * months));
    let received = rp(16_800 * months);
    if now {
        Receipt { received, jkk_now: jkk, jkm_now: jkm, ..Default::default() }
    } else {
        Receipt { received, jkk_ahead: jkk, jkm_ahead: jkm, ..Default::default() }
    }
}

/// The books and the oracle side by side.
struct Life {
    books: Books,
    office: Office,
    oracle: Oracle,
    n: u128,
}

impl Life {
    fn journal(&mut self, kind: &'static str, on: Date, lines: Vec<Line>) -> Journal {
        self.n += 1;
        let key = format!("{kind}-{}", self.n);
        Journal::new(JournalId(id(self.n)), kind, key, on, lines).unwrap()
    }

    /// Posts a journal and holds the answer against the oracle's; whether it was taken.
    async fn post(&mut self, journal: &Journal) -> bool {
        let done = self.books.post(&self.office, std::slice::from_ref(journal)).await;
        let expected =
            self.oracle.post(&journal.business_key, journal.effective_on, &journal.lines);
        assert_eq!(name(&done), expected, "{journal:?}");
        done.is_ok()
    }

    /// Posts it if the office would: no account may fall below zero by it.
    async fn post_if_borne(&mut self, kind: &'static str, on: Date, lines: Vec<Line>) {
        let journal = self.journal(kind, on, lines);
        if self.oracle.bears(on, &journal.lines) {
            self.post(&journal).await;
        }
    }

    async fn live(&mut self, event: Event) {
        match event {
            Event::Paid { on, now, months, over } => {
                let mut receipt = months_of(now, months);
                receipt.received = receipt.received.plus(rp(over)).unwrap();
                receipt.to_credit = rp(over);
                let lines = receipt.lines().unwrap();
                let journal = self.journal(kind::RECEIPT, date(on), lines);
                if self.post(&journal).await {
                    self.oracle.paid.push(Paid { journal, now, months_left: months });
                }
            }
            Event::PaidAgain { nth } => {
                if let Some(paid) = self.oracle.paid.get(nth) {
                    let again = paid.journal.clone();
                    self.post(&again).await;
                }
            }
            Event::Unmatched { on, amount } => {
                let lines = templates::unidentified_in_bank(rp(amount));
                self.post_if_borne(kind::UNIDENTIFIED, date(on), lines).await;
            }
            Event::Matched { on } => {
                let mut receipt = months_of(true, 1);
                receipt.from_unidentified = std::mem::take(&mut receipt.received);
                let lines = receipt.lines().unwrap();
                self.post_if_borne(kind::IDENTIFIED, date(on), lines).await;
            }
            Event::RefundApproved { on, amount } => {
                let lines = templates::refund_approved(Holding::Credit, rp(amount));
                self.post_if_borne(kind::REFUND_APPROVED, date(on), lines).await;
            }
            Event::Reversed { nth, part } => self.reverse(nth, part).await,
            Event::Settled { on, amount } => self.settle(date(on), amount).await,
            Event::Swept { on, jkk, jkm } => self.sweep(date(on), jkk, jkm).await,
            Event::MonthTurned { month, jkk } => self.turn(june().plus(month), jkk).await,
            Event::MonthClosed { month } => {
                self.n += 1;
                let month = june().plus(month);
                let command = CloseMonth { month };
                let done = carry_out(&self.office, &header(self.n), &command).await;
                let said = match done {
                    Ok(_) => "",
                    Err(CommandError::Refused(CloseRefusal::NotOver { .. })) => "NotOver",
                    Err(CommandError::Refused(CloseRefusal::Closed { .. })) => "Closed",
                    Err(CommandError::Refused(CloseRefusal::EarlierOpen { .. })) => "EarlierOpen",
                    Err(other) => panic!("{other}"),
                };
                assert_eq!(said, self.oracle.close(month), "closing {month}");
            }
        }
    }

    /// Takes back some months of one payment, today.
    async fn reverse(&mut self, nth: usize, part: i64) {
        let Some(paid) = self.oracle.paid.get(nth) else { return };
        let (original, left, now) = (paid.journal.id, paid.months_left, paid.now);
        let lines = reversal_of(&months_of(now, part).lines().unwrap());
        let journal = self.journal(kind::REVERSAL, day(TODAY), lines).reversing(original);
        if part > left {
            let done = self.books.post(&self.office, &[journal]).await;
            assert_eq!(name(&done), "ReversesTooMuch");
        } else if self.oracle.bears(journal.effective_on, &journal.lines) {
            assert!(self.post(&journal).await);
            if let Some(paid) = self.oracle.paid.get_mut(nth) {
                paid.months_left -= part;
            }
        }
    }

    async fn settle(&mut self, on: Date, amount: i64) {
        self.n += 1;
        let reference = format!("{}", self.n);
        let mut tx = self.books.db.write().await.unwrap();
        let done = settle_channel(&mut tx, &self.office, &reference, on, rp(amount)).await;
        let lines = templates::channel_settled(rp(amount));
        let expected = if self.oracle.bears(on, &lines) {
            self.oracle.post(&format!("settle-{reference}"), on, &lines)
        } else {
            "NotEnough"
        };
        assert_eq!(name(&done), expected);
        if done.is_ok() {
            tx.commit().await.unwrap();
        }
    }

    async fn sweep(&mut self, on: Date, jkk: i64, jkm: i64) {
        self.n += 1;
        let reference = format!("{}", self.n);
        let amounts = PerFund { jkk: rp(jkk), jkm: rp(jkm), jht: rp(0) };
        let mut tx = self.books.db.write().await.unwrap();
        let done = sweep_to_funds(&mut tx, &self.office, &reference, on, amounts).await;
        let lines = templates::swept_to_funds(&amounts).unwrap();
        let expected = if !self.oracle.bears(on, &lines) {
            "NotEnough"
        } else if jkk + jkm == 0 {
            "NoLines"
        } else {
            self.oracle.post(&format!("sweep-{reference}"), on, &lines)
        };
        assert_eq!(name(&done), expected);
        if done.is_ok() {
            tx.commit().await.unwrap();
        }
    }

    async fn turn(&mut self, month: Month, jkk: i64) {
        let (jkk, jkm) = (rp(jkk), rp(jkk / 2));
        let (on, lines) = (month.first_day(), templates::month_turned(jkk, jkm));
        let begun = month <= Month::of(day(TODAY));
        if begun && !self.oracle.bears(on, &lines) {
            return;
        }
        let mut tx = self.books.db.write().await.unwrap();
        let done = recognise(&mut tx, &self.office, month, jkk, jkm).await;
        let expected = match (begun, jkk.is_zero()) {
            (false, _) => "NotBegun",
            (true, true) => "",
            (true, false) => self.oracle.post(&format!("turn-{month}"), on, &lines),
        };
        assert_eq!(name(&done), expected, "turning {month}");
        if done.is_ok() {
            tx.commit().await.unwrap();
        }
    }

    /// The books say of every account what the oracle says, then and now, and everything holds.
    async fn agree(&self) {
        assert!(self.books.broken().await.is_empty());
        let mut tx = self.books.db.read().await.unwrap();
        for as_of in ["2026-06-30", "2026-08-15", TODAY] {
            let as_of = day(as_of);
            let books = trial_balance(&mut tx, None, as_of).await.unwrap();
            assert!(books.is_balanced());
            for account in account::ALL {
                let (said, held) =
                    (books.balance(*account).unwrap(), self.oracle.held(*account, as_of));
                assert_eq!(said.get(), held, "{account} as of {as_of}");
            }
        }
    }
}

/// The refusal's name, or nothing.
fn name<T>(done: &Result<T, LedgerError>) -> &'static str {
    match done {
        Ok(_) => "",
        Err(LedgerError::ClosedMonth { .. }) => "ClosedMonth",
        Err(LedgerError::AlreadyPosted) => "AlreadyPosted",
        Err(LedgerError::ReversesTooMuch { .. }) => "ReversesTooMuch",
        Err(LedgerError::NotEnough { .. }) => "NotEnough",
        Err(LedgerError::NoLines { .. }) => "NoLines",
        Err(LedgerError::NotBegun { .. }) => "NotBegun",
        Err(_) => "another",
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_life_of_the_office_agrees_with_the_oracle(events in prop::collection::vec(event(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let books = on_sqlite().await;
            let office = books.office(TODAY);
            let mut life = Life { books, office, oracle: Oracle::default(), n: 0 };
            for event in events {
                life.live(event).await;
            }
            life.agree().await;
        });
    }
}
