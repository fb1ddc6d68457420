//! The ground the proofs stand on: a fresh database each, on both engines, and a world to act in.
//!
//! | word | meaning |
//! |---|---|
//! | [`databases`], [`Fresh`] | a migrated SQLite file and a migrated PostgreSQL database, for one test |
//! | [`cluster`] | the private PostgreSQL server of this test process; it dies with the process |
//! | [`World`] | a database with its law, keys and clock; offices for any role; commands carried out |
//! | [`on_both!`] | a story told once, run on both |
//! | [`departments`] | every statement of every department, for the promises |
//! | [`tree`] | the files of the repository, for the house rules |

pub mod cluster;
mod departments;
mod fresh;
pub mod tree;
mod world;

pub use departments::departments;
pub use fresh::{Fresh, databases};
pub use world::{World, raw, raw_rows};

/// A story told once and run on a fresh database of each kind: a module with two tests.
///
/// ```ignore
/// proofs::on_both! {
///     /// A clerk enrols a rider.
///     async fn a_rider_is_enrolled(world) { … }
/// }
/// ```
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn story($world: $crate::World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                story($crate::World::on_sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(world) = $crate::World::on_postgres().await {
                    story(world).await;
                }
            }
        }
    )*};
}
