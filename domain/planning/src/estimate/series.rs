//! Exponential and logarithm by series: a library's own differ in the last digit between machines.

#![expect(
    clippy::float_arithmetic,
    reason = "probabilities have no integers; only + - × ÷ are used, which every machine rounds alike"
)]

use std::f64::consts::LN_2;

/// `e` to the power of `x`.
pub(super) fn exp(x: f64) -> f64 {
    if x < -700.0 {
        return 0.0;
    }
    let x = x.min(700.0);
    let halvings = (x / LN_2).round();
    let rest = x - halvings * LN_2;
    let (mut term, mut sum) = (1.0, 1.0);
    for n in 1..20 {
        term = term * rest / f64::from(n);
        sum += term;
    }
    let n = halvings as i32;
    let half = |by: f64| (0..n.unsigned_abs()).fold(sum, |sum, _| sum * by);
    if n < 0 { half(0.5) } else { half(2.0) }
}

/// The natural logarithm of a number above zero.
pub(super) fn ln(x: f64) -> f64 {
    let (mut x, mut twos) = (x.max(1e-300), 0.0);
    while x > 1.5 {
        x *= 0.5;
        twos += 1.0;
    }
    while x < 0.75 {
        x *= 2.0;
        twos -= 1.0;
    }
    let y = (x - 1.0) / (x + 1.0);
    let (mut power, mut sum) = (y, 0.0);
    for n in 0..18 {
        sum += power / f64::from(2 * n + 1);
        power *= y * y;
    }
    twos * LN_2 + 2.0 * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_agree_with_the_library() {
        for x in [-50.0, -3.3, -0.01, 0.0, 0.5, 1.0, 12.5] {
            assert!((exp(x) / f64::exp(x) - 1.0).abs() < 1e-12, "{x}");
        }
        for x in [1e-9, 0.03, 0.7, 1.0, 1.6, 60.0, 1e7] {
            assert!((ln(x) - f64::ln(x)).abs() < 1e-12, "{x}");
        }
    }
}
