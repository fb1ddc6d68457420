//! The statements of this department.

use crate::{
    audit::ChainRow,
    issuer::Identity,
    passkeys::{KeptPasskey, Passkey},
    sessions::{Session, SessionRow},
    trail::Recorded,
    users::{ListedRow, UserRow},
};
use db::{Json, Uuid, statements};
use jiff::Timestamp;
use terms::ids::UserId;

statements! {
    SETTING = "sql/setting.sql": (String,) => (String,);
    SET_SETTING = "sql/set_setting.sql": (String, String) => ();
    AUDIT_HEAD = "sql/audit_head.sql": (i64,) => (i64, Vec<u8>);
    CHAIN_ENTRIES = "sql/chain_entries.sql": (i64, i64, i64) => ChainRow;
    CHAIN_HEADS = "sql/chain_heads.sql": () => (i64, i64, Vec<u8>);
    CHAIN_EXTENT = "sql/chain_extent.sql": () => (i64, i64);
    TRAIL = "sql/trail.sql": (Timestamp, i64, i64, i64, Timestamp, String, u32) => Recorded;
    TRAIL_OF_SUBJECT = "sql/trail_of_subject.sql": (Timestamp, i64, i64, i64, Timestamp, String, u32, Uuid, i64, Uuid) => Recorded;
    TRAIL_OF_ACTOR = "sql/trail_of_actor.sql": (Timestamp, i64, i64, i64, Timestamp, String, u32, Uuid) => Recorded;
    FIND_COMMAND = "sql/find_command.sql": (Uuid,) => (String, Vec<u8>, Uuid, Json);
    ADD_COMMAND = "sql/add_command.sql": (Uuid, &'static str, Vec<u8>, Uuid, Timestamp, Json) => ();
    ADD_USER = "sql/add_user.sql": (UserId, String, String, String, Timestamp) => ();
    FIND_LOGIN = "sql/find_login.sql": (String,) => UserRow;
    FIND_USER = "sql/find_user.sql": (UserId,) => UserRow;
    LIST_USERS = "sql/list_users.sql": (String, u32) => ListedRow;
    COUNT_USERS = "sql/count_users.sql": () => (i64,);
    ROLES_OF = "sql/roles_of.sql": (Vec<Uuid>,) => (Uuid, String, String);
    GRANTS_OF = "sql/grants_of.sql": (UserId,) => (String, String);
    ADD_ROLE = "sql/add_role.sql": (UserId, &'static str, String, Timestamp, UserId) => ();
    REVOKE_ROLE = "sql/revoke_role.sql": (UserId, &'static str, String, Timestamp) => ();
    OTHER_ADMINISTRATORS = "sql/other_administrators.sql": (UserId,) => (i64,);
    SET_PASSWORD = "sql/set_password.sql": (UserId, String, i64) => ();
    SET_STATUS = "sql/set_status.sql": (UserId, &'static str) => ();
    FIND_DELAY = "sql/find_delay.sql": (Vec<u8>,) => (i64, Timestamp, Timestamp);
    SET_DELAY = "sql/set_delay.sql": (Vec<u8>, i64, Timestamp, Timestamp) => ();
    CLEAR_DELAY = "sql/clear_delay.sql": (Vec<u8>,) => ();
    FORGET_DELAYS = "sql/forget_delays.sql": (Timestamp,) => ();
    ADD_SESSION = "sql/add_session.sql": (Vec<u8>, Uuid, UserId, &'static str, String, Timestamp, Timestamp, &'static str) => ();
    FIND_SESSION = "sql/find_session.sql": (Vec<u8>,) => SessionRow;
    TOUCH_SESSION = "sql/touch_session.sql": (Uuid, Timestamp) => ();
    SESSION_OWNER = "sql/session_owner.sql": (Uuid,) => (UserId,);
    REVOKE_SESSION = "sql/revoke_session.sql": (Uuid, Timestamp) => ();
    REVOKE_SESSIONS = "sql/revoke_sessions.sql": (UserId, Timestamp) => ();
    SESSIONS_OF = "sql/sessions_of.sql": (UserId, Timestamp) => Session;
    PEOPLE_TO_RESEAL = "sql/people_to_reseal.sql": (i64, Uuid, Vec<u8>, i64) => (Uuid, Vec<u8>);
    PEOPLE_TO_REINDEX = "sql/people_to_reindex.sql": (i64, Uuid, i64) => (Uuid, Vec<u8>);
    HOUSEHOLDS_TO_RESEAL = "sql/households_to_reseal.sql": (Uuid, Vec<u8>, i64) => (Uuid, Vec<u8>);
    HOUSEHOLDS_TO_REINDEX = "sql/households_to_reindex.sql": (Uuid, i64) => (Uuid, Vec<u8>);
    LIST_ROWS_TO_RESEAL = "sql/list_rows_to_reseal.sql": (Uuid, i64, Vec<u8>, i64) => (Uuid, i64, Vec<u8>);
    LEFT_TO_RESEAL = "sql/left_to_reseal.sql": (Vec<u8>,) => (i64, i64, i64, i64, i64);
    CONTACTS_TO_RESEAL = "sql/contacts_to_reseal.sql": (Uuid, Vec<u8>, i64) => (Uuid, Vec<u8>);
    FACTORS_TO_RESEAL = "sql/factors_to_reseal.sql": (Uuid, Vec<u8>, i64) => (Uuid, Vec<u8>);
    ADD_TICKET = "sql/add_ticket.sql": (Vec<u8>, &'static str, Option<Uuid>, Vec<u8>, Timestamp) => ();
    FORGET_TICKETS = "sql/forget_tickets.sql": (Timestamp,) => ();
    FIND_TICKET = "sql/find_ticket.sql": (Vec<u8>, &'static str, Timestamp) => (Option<Uuid>, Vec<u8>);
    TAKE_TICKET = "sql/take_ticket.sql": (Vec<u8>,) => ();
    FIND_FACTOR = "sql/find_factor.sql": (UserId,) => (Vec<u8>, Timestamp, Option<Timestamp>, i64);
    OFFER_FACTOR = "sql/offer_factor.sql": (UserId, Vec<u8>, Timestamp) => ();
    CONFIRM_FACTOR = "sql/confirm_factor.sql": (UserId, Timestamp, i64) => ();
    TAKE_STEP = "sql/take_step.sql": (UserId, i64) => ();
    REMOVE_FACTOR = "sql/remove_factor.sql": (UserId,) => ();
    FORGET_RECOVERY_CODES = "sql/forget_recovery_codes.sql": (UserId,) => ();
    USE_RECOVERY_CODE = "sql/use_recovery_code.sql": (UserId, Vec<u8>, Timestamp) => ();
    RECOVERY_CODES_LEFT = "sql/recovery_codes_left.sql": (UserId,) => (i64,);
    ADD_PASSKEY = "sql/add_passkey.sql": (Vec<u8>, Uuid, UserId, String, Vec<u8>, i64, i64, Timestamp) => ();
    PASSKEYS_OF = "sql/passkeys_of.sql": (UserId,) => Passkey;
    FIND_PASSKEY = "sql/find_passkey.sql": (Vec<u8>,) => KeptPasskey;
    PASSKEY_USED = "sql/passkey_used.sql": (Uuid, i64, i64, Timestamp) => ();
    RENAME_PASSKEY = "sql/rename_passkey.sql": (Uuid, UserId, String) => ();
    REMOVE_PASSKEY = "sql/remove_passkey.sql": (Uuid, UserId) => ();
    FORGET_PASSKEYS = "sql/forget_passkeys.sql": (UserId,) => ();
    LINK_IDENTITY = "sql/link_identity.sql": (String, String, UserId, Timestamp, UserId) => ();
    FIND_IDENTITY = "sql/find_identity.sql": (String, String) => (UserId,);
    IDENTITIES_OF = "sql/identities_of.sql": (UserId,) => Identity;
    UNLINK_IDENTITIES = "sql/unlink_identities.sql": (UserId,) => ();
    RAISE_SESSION = "sql/raise_session.sql": (Uuid, UserId, &'static str) => ();
}
