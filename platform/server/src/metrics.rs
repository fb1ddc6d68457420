//! Counters in the text form of Prometheus: requests, latencies, payments, faults.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{
        Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

/// Upper edges of the latency buckets, in milliseconds.
const EDGES_MS: [u64; 10] = [1, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000];

#[derive(Clone, Debug, Default)]
struct Latency {
    buckets: [u64; EDGES_MS.len()],
    n: u64,
    sum_us: u64,
}

/// Everything that is counted. Labels are route templates and status codes, never a path.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<(String, String, u16), u64>>,
    latencies: Mutex<BTreeMap<String, Latency>>,
    payments: Mutex<BTreeMap<String, u64>>,
    pub(crate) in_flight: AtomicI64,
    pub(crate) connections: AtomicI64,
    pub(crate) connections_refused: AtomicU64,
    pub(crate) desk_waiting: AtomicI64,
    pub(crate) faults: AtomicU64,
    pub(crate) busy: AtomicU64,
    pub(crate) notices: AtomicU64,
    pub(crate) job_failures: AtomicU64,
}

/// Counts something while it lasts.
pub(crate) struct While<'a>(&'a AtomicI64);

impl<'a> While<'a> {
    pub(crate) fn counting(gauge: &'a AtomicI64) -> Self {
        gauge.fetch_add(1, Ordering::Relaxed);
        Self(gauge)
    }
}

impl Drop for While<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    /// Counts an answered request.
    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let key = (method.to_owned(), route.to_owned(), status);
        *self.requests.lock().expect("nobody panics while counting").entry(key).or_default() += 1;
        let mut latencies = self.latencies.lock().expect("nobody panics while counting");
        let latency = latencies.entry(route.to_owned()).or_default();
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        for (edge, bucket) in EDGES_MS.iter().zip(&mut latency.buckets) {
            *bucket += u64::from(us <= edge * 1000);
        }
        latency.n += 1;
        latency.sum_us = latency.sum_us.saturating_add(us);
    }

    /// Counts what became of a payment.
    pub(crate) fn payment(&self, state: &str) {
        let mut payments = self.payments.lock().expect("nobody panics while counting");
        *payments.entry(state.to_owned()).or_default() += 1;
    }

    /// The page a Prometheus reads.
    pub(crate) fn text(&self) -> String {
        let mut page = String::new();
        let head = |page: &mut String, name: &str, kind: &str, help: &str| {
            let _ = writeln!(page, "# HELP {name} {help}\n# TYPE {name} {kind}");
        };
        head(&mut page, "lindung_requests_total", "counter", "Requests answered.");
        for ((method, route, status), n) in
            self.requests.lock().expect("nobody panics while counting").iter()
        {
            let _ = writeln!(
                page,
                "lindung_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} {n}"
            );
        }
        let name = "lindung_request_seconds";
        head(&mut page, name, "histogram", "Time to the answer.");
        for (route, latency) in self.latencies.lock().expect("nobody panics while counting").iter()
        {
            for (edge, n) in EDGES_MS.iter().zip(latency.buckets) {
                let le = format!("{}.{:03}", edge / 1000, edge % 1000);
                let _ = writeln!(page, "{name}_bucket{{route=\"{route}\",le=\"{le}\"}} {n}");
            }
            let _ = writeln!(page, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {}", latency.n);
            let (s, us) = (latency.sum_us / 1_000_000, latency.sum_us % 1_000_000);
            let _ = writeln!(page, "{name}_sum{{route=\"{route}\"}} {s}.{us:06}");
            let _ = writeln!(page, "{name}_count{{route=\"{route}\"}} {}", latency.n);
        }
        head(&mut page, "lindung_payments_total", "counter", "Payments by what became of them.");
        for (state, n) in self.payments.lock().expect("nobody panics while counting").iter() {
            let _ = writeln!(page, "lindung_payments_total{{state=\"{state}\"}} {n}");
        }
        for (name, help, value) in [
            ("lindung_requests_in_flight", "Requests being answered.", &self.in_flight),
            ("lindung_connections", "Open connections.", &self.connections),
            ("lindung_desk_waiting", "Payments waiting for their commit.", &self.desk_waiting),
        ] {
            head(&mut page, name, "gauge", help);
            let _ = writeln!(page, "{name} {}", value.load(Ordering::Relaxed));
        }
        for (name, help, value) in [
            (
                "lindung_connections_refused_total",
                "Connections over the limit.",
                &self.connections_refused,
            ),
            ("lindung_faults_total", "Answers that were a fault of ours.", &self.faults),
            ("lindung_busy_total", "Requests asked to come again.", &self.busy),
            ("lindung_notices_total", "Notices raised by the job.", &self.notices),
            (
                "lindung_job_failures_total",
                "Rounds of background work that failed.",
                &self.job_failures,
            ),
        ] {
            head(&mut page, name, "counter", help);
            let _ = writeln!(page, "{name} {}", value.load(Ordering::Relaxed));
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latencies_fall_into_every_bucket_above_them() {
        let metrics = Metrics::default();
        metrics.answered("GET", "/x/{id}", 200, Duration::from_millis(7));
        metrics.payment("held");
        let page = metrics.text();
        for line in [
            "lindung_requests_total{method=\"GET\",route=\"/x/{id}\",status=\"200\"} 1",
            "lindung_request_seconds_bucket{route=\"/x/{id}\",le=\"0.005\"} 0",
            "lindung_request_seconds_bucket{route=\"/x/{id}\",le=\"0.010\"} 1",
            "lindung_request_seconds_sum{route=\"/x/{id}\"} 0.007000",
            "lindung_payments_total{state=\"held\"} 1",
        ] {
            assert!(page.contains(line), "{line}\n{page}");
        }
    }
}
