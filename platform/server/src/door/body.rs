//! Reading a body: within its size, within its time.

use crate::problem::Problem;
use axum::body::{Body, Bytes};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::time::Duration;

/// The whole body, or why not.
pub(crate) async fn read_within(
    body: Body,
    bytes_max: usize,
    within: Duration,
) -> Result<Bytes, Problem> {
    match tokio::time::timeout(within, Limited::new(body, bytes_max).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Problem::plain("too-large")),
        Ok(Err(_)) => Err(Problem::plain("too-slow-to-send")),
        Err(_) => Err(Problem::plain("too-slow-to-send")),
    }
}
