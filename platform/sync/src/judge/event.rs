//! Readers of `event.open` and `event.close`.

use super::{JudgeError, Opened};
use crate::verdict::{Judged, Reason};
use access::Office;
use db::Tx;

/// Version 1 of `event.open`.
pub(super) async fn open_v1(_: &mut Tx, _: &Office, _: &Opened) -> Result<Judged, JudgeError> {
    Ok(Judged::review(Reason::UnknownKind))
}

/// Version 1 of `event.close`.
pub(super) async fn close_v1(_: &mut Tx, _: &Office, _: &Opened) -> Result<Judged, JudgeError> {
    Ok(Judged::review(Reason::UnknownKind))
}
