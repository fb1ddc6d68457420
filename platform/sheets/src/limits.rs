//! How large a file may be, in every direction in which it can be large.

/// Bounds that are counted while reading. The defaults hold memory under about 100 MB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as sent.
    pub file_bytes: u64,
    /// Bytes of one part of an archive after unpacking.
    pub unpacked_bytes: u64,
    /// How many times larger a part may become; a list of people stays under 20.
    pub unpacked_ratio: u64,
    /// Files inside the archive.
    pub entries: u64,
    /// Bytes of one cell; a spreadsheet program stops at 32,767 characters.
    pub cell_bytes: usize,
    /// Bytes of one row, and of one piece of markup.
    pub row_bytes: usize,
    /// The last column that may hold something.
    pub columns: usize,
    /// Rows, blank ones included.
    pub rows: u64,
    /// Bytes of the table of shared texts of an XLSX.
    pub shared_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 512 << 20,
            unpacked_bytes: 4 << 30,
            unpacked_ratio: 100,
            entries: 4_096,
            cell_bytes: 128 << 10,
            row_bytes: 1 << 20,
            columns: 200,
            rows: 2_000_000,
            shared_bytes: 64 << 20,
        }
    }
}
