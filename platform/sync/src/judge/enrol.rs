//! Readers of `worker.enrol`.

use super::{JudgeError, Opened};
use crate::verdict::{Judged, Reason};
use access::Office;
use db::Tx;

/// Version 1.
pub(super) async fn v1(_: &mut Tx, _: &Office, _: &Opened) -> Result<Judged, JudgeError> {
    Ok(Judged::review(Reason::UnknownKind))
}
