//! How often one address may ask: a bucket of tokens each, refilled over time, in bounded memory.

use std::{collections::HashMap, net::IpAddr, sync::Mutex};
use terms::Timestamp;

/// Addresses remembered at once; beyond, the full ones are forgotten.
const REMEMBERED_MAX: usize = 50_000;

/// One bucket an address.
#[derive(Debug)]
pub(crate) struct Buckets {
    /// How many at once.
    burst: u32,
    /// How many more a second.
    per_second: u32,
    /// Thousandths of a token, and when that was so.
    left: Mutex<HashMap<IpAddr, (u64, i64)>>,
}

impl Buckets {
    pub(crate) fn new(burst: u32, per_second: u32) -> Self {
        Self { burst, per_second, left: Mutex::default() }
    }

    /// Takes a token, or says in how many seconds there is one.
    pub(crate) fn take(&self, address: IpAddr, now: Timestamp) -> Result<(), u32> {
        let address = network(address);
        let now = now.as_millisecond();
        let full = u64::from(self.burst) * 1000;
        let mut left = self.left.lock().expect("nobody panics while counting");
        if left.len() >= REMEMBERED_MAX && !left.contains_key(&address) {
            left.retain(|_, at| self.at(*at, now) < full);
            if left.len() >= REMEMBERED_MAX {
                left.clear();
            }
        }
        let bucket = left.entry(address).or_insert((full, now));
        let there = self.at(*bucket, now);
        if there < 1000 {
            *bucket = (there, now);
            let missing = (1000 - there).div_ceil(u64::from(self.per_second) * 1000);
            return Err(u32::try_from(missing).unwrap_or(1).max(1));
        }
        *bucket = (there - 1000, now);
        Ok(())
    }

    fn at(&self, (left, since): (u64, i64), now: i64) -> u64 {
        let passed = u64::try_from(now.saturating_sub(since)).unwrap_or(0);
        (left + passed.saturating_mul(u64::from(self.per_second))).min(u64::from(self.burst) * 1000)
    }
}

/// An IPv6 customer has a whole network of addresses: they share a bucket.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6((u128::from(v6) >> 64 << 64).into()),
        },
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_allowed_then_one_a_second() {
        let buckets = Buckets::new(3, 1);
        let at = |s: i64| Timestamp::from_second(1_000 + s).unwrap();
        let here: IpAddr = "10.0.0.1".parse().unwrap();
        for _ in 0..3 {
            assert_eq!(buckets.take(here, at(0)), Ok(()));
        }
        assert_eq!(buckets.take(here, at(0)), Err(1));
        assert_eq!(buckets.take("10.0.0.2".parse().unwrap(), at(0)), Ok(()), "a neighbour");
        assert_eq!(buckets.take(here, at(1)), Ok(()));
        assert_eq!(buckets.take(here, at(1)), Err(1));
    }

    #[test]
    fn addresses_of_one_customer_share_a_bucket() {
        let buckets = Buckets::new(1, 1);
        let now = Timestamp::from_second(1_000).unwrap();
        assert!(buckets.take("2001:db8::1".parse().unwrap(), now).is_ok());
        assert!(buckets.take("2001:db8::2".parse().unwrap(), now).is_err());
        assert!(buckets.take("2001:db8:0:1::1".parse().unwrap(), now).is_ok());
    }

    #[test]
    fn memory_is_bounded() {
        let buckets = Buckets::new(1, 1);
        let now = Timestamp::from_second(1_000).unwrap();
        for n in 0..u32::try_from(REMEMBERED_MAX).unwrap() + 10 {
            let _ = buckets.take(IpAddr::V4(n.into()), now);
        }
        assert!(buckets.left.lock().unwrap().len() <= REMEMBERED_MAX);
    }
}
