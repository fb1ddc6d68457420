//! The statements of this department.

use crate::{
    attachment::Progress,
    case::CaptureRow,
    changes::Pulled,
    device::{CodeRow, DeviceRow, MayHold, OnBoard},
    outcome::{OutcomeRow, PhotoState},
    review::{ClashRow, Queued},
};
use db::{Json, Uuid, statements};
use jiff::Timestamp;
use terms::ids::UserId;

statements! {
    DEVICE_OF_TOKEN = "sql/device_of_token.sql": (Vec<u8>,) => DeviceRow;
    DEVICE = "sql/device.sql": (Uuid,) => DeviceRow;
    STATUS_OF_DEVICE = "sql/status_of_device.sql": (Uuid,) => (String,);
    AREA_OF_DEVICE = "sql/area_of_device.sql": (Uuid,) => (String, String);
    SET_DEVICE_STATUS = "sql/set_device_status.sql": (Uuid, &'static str) => ();
    NOTE_DEVICE = "sql/note_device.sql": (Uuid, Timestamp, String, i64, Uuid, i64, i64, Option<Timestamp>, i64, Option<i64>, i64) => ();
    DEVICE_CODE = "sql/device_code.sql": (Vec<u8>,) => CodeRow;
    ADD_DEVICE_CODE = "sql/add_device_code.sql": (Vec<u8>, Uuid, UserId, String, Timestamp, UserId, Timestamp) => ();
    USE_DEVICE_CODE = "sql/use_device_code.sql": (Vec<u8>, Timestamp) => ();
    ADD_DEVICE = "sql/add_device.sql": (Uuid, UserId, String, Vec<u8>, Vec<u8>, String, Timestamp, UserId, String, i64) => ();
    BOARD = "sql/board.sql": (Vec<String>, Uuid, i64) => OnBoard;
    HOLDERS = "sql/holders.sql": (Vec<String>, Vec<String>, String, i64) => MayHold;

    DIGESTS_OF = "sql/digests_of.sql": (Vec<Uuid>,) => (Uuid, Vec<u8>);
    COUNT_CLASHES = "sql/count_clashes.sql": (Vec<Uuid>,) => ();
    LOCK_CAPTURE = "sql/lock_capture.sql": (Uuid,) => (Uuid,);
    CAPTURE = "sql/capture.sql": (Uuid,) => CaptureRow;
    COUNT_SEQ = "sql/count_seq.sql": (Uuid, Uuid, i64, Uuid) => (i64,);
    SETTLED_BY = "sql/settled_by.sql": (Vec<Uuid>,) => (Uuid, Uuid);
    DEPENDENTS = "sql/dependents.sql": (Vec<Uuid>,) => (Uuid,);
    CLAIM = "sql/claim.sql": (Uuid, Timestamp, Timestamp) => (i64,);
    UNCLAIM = "sql/unclaim.sql": (Uuid,) => ();
    LEFT_TO_JUDGE = "sql/left_to_judge.sql": (Timestamp, Timestamp, i64) => (Uuid,);

    ADD_OUTCOME = "sql/add_outcome.sql": (Uuid, &'static str, &'static str, Json, Timestamp, Option<UserId>, Option<String>) => ();
    JUDGE_AGAIN = "sql/judge_again.sql": (Uuid,) => ();
    SET_OUTCOME = "sql/set_outcome.sql": (Uuid, &'static str) => ();
    LAST_OUTCOMES = "sql/last_outcomes.sql": (Vec<Uuid>,) => OutcomeRow;
    OUTCOMES = "sql/outcomes.sql": (Uuid,) => OutcomeRow;
    PHOTOS_OF = "sql/photos_of.sql": (Vec<Uuid>,) => PhotoState;

    LOCK_CHANGES = "sql/lock_changes.sql": () => (String,);
    ADD_CHANGE = "sql/add_change.sql": (String, &'static str, Uuid, &'static str, Json, Timestamp) => ();
    CHANGES_SINCE = "sql/changes_since.sql": (Vec<String>, i64, i64) => Pulled;
    HERE = "sql/here.sql": (Vec<Uuid>,) => (Uuid,);

    WAITING = "sql/waiting.sql": (Vec<String>,) => (i64, Option<Timestamp>);
    QUEUE = "sql/queue.sql": (Vec<String>, &'static str, Uuid, Uuid, i64) => Queued;
    QUEUED = "sql/queued.sql": (Uuid,) => Queued;
    CLASHES_OF = "sql/clashes_of.sql": (Uuid,) => ClashRow;
    CLOSE_CLASHES = "sql/close_clashes.sql": (Uuid, Timestamp) => ();

    ATTACHMENT = "sql/attachment.sql": (Vec<u8>,) => Progress;
    BEGIN_ATTACHMENT = "sql/begin_attachment.sql": (Vec<u8>, i64, Timestamp) => ();
    ADD_PIECE = "sql/add_piece.sql": (Vec<u8>, i64, Vec<u8>) => ();
    DROP_PIECES = "sql/drop_pieces.sql": (Vec<u8>,) => ();
    ADVANCE_ATTACHMENT = "sql/advance_attachment.sql": (Vec<u8>, i64, Timestamp, Option<Timestamp>) => ();
    PIECES = "sql/pieces.sql": (Vec<u8>,) => (Vec<u8>,);
    FORGET_PIECES = "sql/forget_pieces.sql": (Timestamp,) => ();
    FORGET_ATTACHMENTS = "sql/forget_attachments.sql": (Timestamp,) => ();
}
