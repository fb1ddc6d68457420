//! The ground the proofs stand on: a fresh database each, on both engines, and a world to act in.
//!
//! | word | meaning |
//! |---|---|
//! | [`databases`], [`Fresh`] | a migrated SQLite file and a migrated PostgreSQL database, for one test |
//! | [`cluster`] | the private PostgreSQL server of this test process; it dies with the process |
//! | [`World`] | a database with its law, keys and clock; offices for any role; commands carried out |
//! | [`on_both!`] | a story told once, run on both |
//! | [`client`] | asks a server over HTTP; half an answer is none |
//! | [`phone`] | a phone: finalises, seals, signs, pushes |
//! | [`departments`] | every statement of every department, for the promises |
//! | [`tree`] | the files of the repository, for the house rules |

pub mod client;
pub mod cluster;
mod departments;
mod fresh;
pub mod phone;
pub mod tree;
mod world;

pub use departments::departments;
pub use fresh::{Fresh, databases};
pub use world::{World, raw, raw_rows};

/// Stories told once, each run on a fresh database of each kind: a module with two tests. A story that
/// is not named here is never used, and the compiler says so.
///
/// ```ignore
/// async fn a_rider_is_enrolled(world: World) { … }
///
/// proofs::on_both![a_rider_is_enrolled];
/// ```
#[macro_export]
macro_rules! on_both {
    ($($story:ident),* $(,)?) => {$(
        mod $story {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$story($crate::World::on_sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(world) = $crate::World::on_postgres().await {
                    super::$story(world).await;
                }
            }
        }
    )*};
}
