//! The key of a payment report: optional, because the channel's reference is the key.

use super::input::key_of;
use crate::{office::Server, problem::Problem};
use axum::{extract::FromRequestParts, http::request::Parts};
use std::sync::Arc;
use terms::ids::CommandId;

/// `Idempotency-Key`, if there is one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PaymentKey(pub(crate) Option<CommandId>);

impl FromRequestParts<Arc<Server>> for PaymentKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Server>) -> Result<Self, Problem> {
        key_of(&parts.headers).map(Self)
    }
}
