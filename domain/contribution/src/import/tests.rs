//! The import as a whole, without a database where none is needed.

use super::*;

/// A server spawns it: its future goes from thread to thread.
#[test]
fn an_import_can_be_spawned() {
    fn sent(_: impl Send) {}
    fn begun(office: &Office, order: &ImportOrder, sheet: &mut ResultSheet) {
        sent(import(office, order, std::io::Cursor::new(Vec::new()), |_| {}, Some(sheet)));
        sent(failed_rows(office, order.list, sheet));
    }
    let _ = begun;
}
