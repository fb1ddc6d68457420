//! The statements of this department.

use crate::audit::ChainRow;
use db::{Json, Uuid, statements};
use jiff::Timestamp;

statements! {
    AUDIT_HEAD = "sql/audit_head.sql": (i64,) => (i64, Vec<u8>);
    ADVANCE_HEAD = "sql/advance_head.sql": (i64, i64, Vec<u8>) => ();
    ADD_BLOCK = "sql/add_block.sql": (i64, i64, Vec<u8>, Vec<u8>, i64, Timestamp) => ();
    CHAIN_ENTRIES = "sql/chain_entries.sql": (i64, i64, i64) => ChainRow;
    CHAIN_HEADS = "sql/chain_heads.sql": () => (i64, i64, Vec<u8>);
    CHAIN_EXTENT = "sql/chain_extent.sql": () => (i64, i64);
    FIND_COMMAND = "sql/find_command.sql": (Uuid,) => (String, Vec<u8>, Json);
    ADD_COMMAND = "sql/add_command.sql": (Uuid, &'static str, Vec<u8>, Uuid, Timestamp, Json) => ();
}
