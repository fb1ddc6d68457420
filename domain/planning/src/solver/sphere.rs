//! Distances on the globe, the same to the last bit on every machine.
//!
//! Sine and arc sine come from series here: the library's own may differ in the last digit from one
//! machine to the next, and then the same question would have two plans.

#![expect(
    clippy::float_arithmetic,
    reason = "angles have no integers; only + - × ÷ and the square root are used, which every machine rounds alike, and the result is whole metres"
)]

/// A place on the globe, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// The mean radius of the earth.
const RADIUS_M: f64 = 6_371_000.0;

fn sine(x: f64) -> f64 {
    // |x| stays below 3.2 here; 16 terms leave less than 1e-16.
    let mut term = x;
    let mut sum = x;
    for n in 1..16 {
        let n = 2.0 * f64::from(n);
        term = -term * x * x / (n * (n + 1.0));
        sum += term;
    }
    sum
}

fn cosine(x: f64) -> f64 {
    sine(x + std::f64::consts::FRAC_PI_2)
}

fn arc_sine(x: f64) -> f64 {
    // Halves the angle until the series is short: asin x = 2 asin(x / sqrt(2 (1 + sqrt(1 - x²)))).
    let (mut x, mut twice) = (x.clamp(-1.0, 1.0), 1.0);
    while x.abs() > 0.1 {
        x /= (2.0 * (1.0 + (1.0 - x * x).sqrt())).sqrt();
        twice *= 2.0;
    }
    let (mut term, mut sum) = (x, x);
    for n in 1..12 {
        let n = 2.0 * f64::from(n);
        term = term * x * x * (n - 1.0) / n;
        sum += term / (n + 1.0);
    }
    twice * sum
}

fn radians(degrees: f64) -> f64 {
    degrees * (std::f64::consts::PI / 180.0)
}

/// A place as a direction from the middle of the earth: what is slow is worked out once a place.
#[derive(Clone, Copy, Debug)]
pub struct Direction([f64; 3]);

impl From<Point> for Direction {
    fn from(point: Point) -> Self {
        let (lat, lon) = (radians(point.lat), radians(point.lon));
        Self([cosine(lat) * cosine(lon), cosine(lat) * sine(lon), sine(lat)])
    }
}

/// The great-circle distance in metres, rounded up.
#[must_use]
pub fn metres(one: Direction, other: Direction) -> i64 {
    let [x, y, z] = [0, 1, 2].map(|i| one.0[i] - other.0[i]);
    let chord = (x * x + y * y + z * z).sqrt();
    // A thousandth of a metre is forgiven, so that the same place is at no distance.
    (2.0 * RADIUS_M * arc_sine(chord / 2.0) - 1e-3).ceil().max(0.0) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(one: Point, other: Point) -> f64 {
        let (a, b) = (one.lat.to_radians(), other.lat.to_radians());
        let h = ((b - a) / 2.0).sin().powi(2)
            + a.cos() * b.cos() * ((other.lon - one.lon).to_radians() / 2.0).sin().powi(2);
        2.0 * RADIUS_M * h.sqrt().asin()
    }

    #[test]
    fn the_series_agree_with_the_library() {
        let places =
            [(-7.4229, 109.2504), (-6.113, 106.1635), (5.8, 95.3), (-8.5, 140.4), (0.0, 0.0)];
        for a in places {
            for b in places {
                let (a, b) = (Point { lat: a.0, lon: a.1 }, Point { lat: b.0, lon: b.1 });
                let gap = metres(a.into(), b.into()) as f64 - library(a, b);
                assert!((-0.01..=1.0).contains(&gap), "{a:?} {b:?}: {gap}");
            }
        }
    }
}
