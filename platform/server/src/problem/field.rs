//! What the work with phones refuses, as problems.

use super::Problem;
use sync::{
    JudgeError, attachment::AttachmentRefusal, device::DeviceRefusal, review::ReviewRefusal,
};

impl From<DeviceRefusal> for Problem {
    fn from(refusal: DeviceRefusal) -> Self {
        use DeviceRefusal as R;
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        match refusal {
            R::Forbidden(error) => error.into(),
            R::Db(error) => error.into(),
            R::NoSuchDevice => Self::new("not-found", "NO_SUCH_DEVICE", id, en),
            R::NoSuchHolder => {
                Self::new("invalid-fields", "NO_SUCH_HOLDER", id, en).field("holder")
            }
            R::HolderCannotEnrol => {
                Self::new("invalid-fields", "HOLDER_CANNOT_ENROL", id, en).field("holder")
            }
            R::Code => Self::new("invalid-fields", "DEVICE_CODE", id, en).field("code"),
            R::PublicKey => Self::new("invalid-fields", "PUBLIC_KEY", id, en).field("public_key"),
            R::Revoked => Self::new("conflict", "DEVICE_REVOKED", id, en),
        }
    }
}

impl From<AttachmentRefusal> for Problem {
    fn from(refusal: AttachmentRefusal) -> Self {
        use AttachmentRefusal as R;
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        match refusal {
            R::Db(error) => error.into(),
            R::Offset(_) => Self::new("conflict", "UPLOAD_OFFSET", id, en),
            R::TooLong => Self::new("invalid-fields", "UPLOAD_TOO_LONG", id, en),
            R::Length => Self::new("invalid-fields", "UPLOAD_LENGTH", id, en),
            R::Digest => Self::new("invalid-fields", "UPLOAD_DIGEST", id, en),
        }
    }
}

impl From<ReviewRefusal> for Problem {
    fn from(refusal: ReviewRefusal) -> Self {
        use ReviewRefusal as R;
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        match refusal {
            R::Forbidden(error) => error.into(),
            R::Db(error) | R::Judge(JudgeError::Db(error)) => error.into(),
            R::Judge(error) => Self::fault(error),
            R::NoSuchCapture => Self::new("not-found", "NO_SUCH_CAPTURE", id, en),
            R::NoSuchPhoto => Self::new("not-found", "NO_SUCH_PHOTO", id, en),
            R::Decided(_) => Self::new("conflict", "DECIDED", id, en),
            R::NotApplicable(code, _) => {
                Self::new("conflict", "NOT_APPLICABLE", id, en).naming("reason", code.word())
            }
            R::Unopenable => Self::new("conflict", "UNOPENABLE", id, en),
            R::SamePerson => Self::new("forbidden", "SAME_PERSON", id, en),
            R::ReasonMissing => {
                Self::new("invalid-fields", "REASON_MISSING", id, en).field("reason")
            }
        }
    }
}
