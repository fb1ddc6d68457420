//! The badge *Desa Sadar*: computed from who is active in a village, given with an end, computed again.
//!
//! | criterion | active | of |
//! |---|---|---|
//! | `officials_share` | village officials and council members | what is known of how many there are |
//! | `rt_rw_share` | heads of RT and RW | the same |
//! | `workers_share` | everybody | workers of the village |
//!
//! A threshold is the law's, else the office's own; where neither says, the criterion is not set and no
//! badge is given on it. A share without a base is no share.

mod award;
mod standing;
mod threshold;

pub use award::{Award, GiveBadge, WithdrawBadge};
pub use standing::{BadgeQuery, BadgeStanding, Criterion, badge_of, badges};
pub use threshold::{SetThreshold, Threshold, thresholds};

/// The criteria in their order.
pub const CRITERIA: [&str; 3] = ["officials_share", "rt_rw_share", "workers_share"];

/// What people call a criterion, in Indonesian and English.
#[must_use]
pub fn called(criterion: &str) -> [&'static str; 2] {
    match criterion {
        "officials_share" => ["perangkat desa dan BPD", "village officials and council"],
        "rt_rw_share" => ["ketua RT dan RW", "heads of RT and RW"],
        "workers_share" => ["pekerja desa", "workers of the village"],
        _ => ["masa berlaku", "months it holds"],
    }
}
