//! Readers of `cash.receive` and `cash.deposit`.

use super::{JudgeError, Opened};
use crate::verdict::{Judged, Reason};
use access::Office;
use db::Tx;

/// Version 1 of `cash.receive`.
pub(super) async fn receive_v1(_: &mut Tx, _: &Office, _: &Opened) -> Result<Judged, JudgeError> {
    Ok(Judged::review(Reason::UnknownKind))
}

/// Version 1 of `cash.deposit`.
pub(super) async fn deposit_v1(_: &mut Tx, _: &Office, _: &Opened) -> Result<Judged, JudgeError> {
    Ok(Judged::review(Reason::UnknownKind))
}
