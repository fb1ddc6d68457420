//! Who may do what, done once, sealed, and written down: on both databases.

mod account;
mod authenticator;
mod code_app;
mod codes;
mod fake_issuer;
mod house;
mod issuer;
mod keys;
mod once;
mod passkeys;
mod trail;
mod users;

use access::audit;
use proofs::World;

/// What the audit finds wrong with itself.
async fn faults(world: &World) -> Vec<String> {
    let faults = audit::verify(&mut world.db().read().await.unwrap()).await.unwrap();
    faults.iter().map(ToString::to_string).collect()
}
