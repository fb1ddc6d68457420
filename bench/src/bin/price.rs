//! The price of one month, in process: without and with its explanation.

#![expect(
    clippy::print_stdout,
    clippy::float_arithmetic,
    reason = "a benchmark prints ratios, and stops at whatever is missing"
)]

use regulation::{Law, contribution::PriceInput};
use std::{hint::black_box, time::Instant};
use terms::{Month, Payer, Programmes, Rupiah, Sector};

fn main() {
    let law = Law::built_in();
    let month = Month::new(2026, 11).expect("a month");
    let input = |income| {
        PriceInput::new(
            month,
            Rupiah::new(income),
            Sector::Other,
            Payer::SelfPaid,
            Programmes::BASE_AND_SAVINGS,
        )
    };
    let n = 1_000_000u32;
    let start = Instant::now();
    for i in 0..n {
        black_box(
            law.price_amount(&input(900_000 + i64::from(i % 30_000) * 1_000)).expect("a price"),
        );
    }
    println!(
        "price of a month:             {:6.0} ns",
        start.elapsed().as_nanos() as f64 / f64::from(n)
    );
    let start = Instant::now();
    for i in 0..n / 10 {
        black_box(law.price(&input(900_000 + i64::from(i % 30_000) * 1_000)).expect("a price"));
    }
    println!(
        "price with its explanation:   {:6.0} ns",
        start.elapsed().as_nanos() as f64 / f64::from(n / 10)
    );
}
