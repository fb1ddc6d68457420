//! Where next: which team visits which village on which day, and why.
//!
//! | word | |
//! |---|---|
//! | [`solver`] | the best routes under hard rules; pure, from a seed |

pub mod solver;
