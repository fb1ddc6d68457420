//! How often one address may ask, or one thing be asked about: a bucket of tokens each, refilled over
//! time, in bounded memory.

use std::{collections::HashMap, hash::Hash, net::IpAddr, sync::Mutex};
use terms::Timestamp;

/// Addresses remembered at once; beyond, the full ones are forgotten.
const REMEMBERED_MAX: usize = 50_000;

/// Parts of a token: what one token an hour makes in a millisecond.
const TOKEN: u64 = 3_600_000;

/// One bucket a key.
#[derive(Debug)]
pub(crate) struct Buckets<K = IpAddr> {
    /// How many at once.
    burst: u32,
    /// How many more an hour.
    per_hour: u32,
    /// Parts of a token, and when that was so.
    left: Mutex<HashMap<K, (u64, i64)>>,
}

impl<K: Hash + Eq> Buckets<K> {
    /// So many at once, and so many a second after that.
    pub(crate) fn new(burst: u32, per_second: u32) -> Self {
        Self::hourly(burst, per_second.saturating_mul(3_600))
    }

    /// So many at once, and so many an hour after that.
    pub(crate) fn hourly(burst: u32, per_hour: u32) -> Self {
        Self { burst, per_hour, left: Mutex::default() }
    }

    /// Takes a token of a key, or says in how many seconds there is one.
    pub(crate) fn take_of(&self, key: K, now: Timestamp) -> Result<(), u32> {
        let now = now.as_millisecond();
        let full = u64::from(self.burst) * TOKEN;
        let mut left = self.left.lock().expect("nobody panics while counting");
        if left.len() >= REMEMBERED_MAX && !left.contains_key(&key) {
            left.retain(|_, at| self.at(*at, now) < full);
            if left.len() >= REMEMBERED_MAX {
                left.clear();
            }
        }
        let bucket = left.entry(key).or_insert((full, now));
        let there = self.at(*bucket, now);
        if there < TOKEN {
            *bucket = (there, now);
            let missing = (TOKEN - there).div_ceil(u64::from(self.per_hour.max(1)) * 1000);
            return Err(u32::try_from(missing).unwrap_or(u32::MAX).max(1));
        }
        *bucket = (there - TOKEN, now);
        Ok(())
    }

    fn at(&self, (left, since): (u64, i64), now: i64) -> u64 {
        let passed = u64::try_from(now.saturating_sub(since)).unwrap_or(0);
        let came = passed.saturating_mul(u64::from(self.per_hour));
        left.saturating_add(came).min(u64::from(self.burst) * TOKEN)
    }
}

impl Buckets {
    /// Takes a token of an address.
    pub(crate) fn take(&self, address: IpAddr, now: Timestamp) -> Result<(), u32> {
        self.take_of(network(address), now)
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
    fn a_slow_bucket_says_how_long_to_wait() {
        let buckets: Buckets<&str> = Buckets::hourly(2, 12);
        let at = |s: i64| Timestamp::from_second(1_000 + s).unwrap();
        assert_eq!((buckets.take_of("a", at(0)), buckets.take_of("a", at(0))), (Ok(()), Ok(())));
        assert_eq!(buckets.take_of("a", at(0)), Err(300), "twelve an hour is one in five minutes");
        assert_eq!(buckets.take_of("a", at(299)), Err(1));
        assert_eq!(buckets.take_of("a", at(300)), Ok(()));
        assert_eq!(buckets.take_of("b", at(300)), Ok(()));
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
