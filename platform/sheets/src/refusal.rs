//! Why a whole file is refused: a stable code, and a sentence with the way out in two languages.

use crate::columns::Field;

/// What a file is when it is not a list we can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A PDF.
    Pdf,
    /// A photograph or scan.
    Image,
    /// A page of HTML or XML, as some offices' programs save under the name `.xls`.
    WebPage,
    /// A text document, a presentation.
    Document,
    /// A compressed archive that is not a workbook.
    Archive,
    /// The binary workbook `.xlsb`.
    BinaryWorkbook,
    /// Anything else that is not text.
    Unknown,
}

impl Foreign {
    const fn english(self) -> &'static str {
        match self {
            Self::Pdf => "a PDF",
            Self::Image => "an image",
            Self::WebPage => "a web page or XML text",
            Self::Document => "a text document or presentation",
            Self::Archive => "a compressed archive",
            Self::BinaryWorkbook => "a binary workbook (XLSB)",
            Self::Unknown => "of an unknown kind",
        }
    }

    const fn indonesian(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Image => "gambar",
            Self::WebPage => "halaman web atau teks XML",
            Self::Document => "dokumen teks atau presentasi",
            Self::Archive => "arsip terkompresi",
            Self::BinaryWorkbook => "buku kerja biner (XLSB)",
            Self::Unknown => "dari jenis yang tidak dikenal",
        }
    }
}

/// Why a file is refused as a whole. Nothing of it has been carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetRefusal {
    /// The disk or the connection failed.
    #[error("the file could not be read ({0}); send it again")]
    Unreadable(String),
    /// Nothing in it.
    #[error("the file is empty; save the list again and send that file")]
    Empty,
    /// More bytes than allowed.
    #[error("the file is larger than {limit_mb} MB; send the list in several parts")]
    TooLarge {
        /// The limit.
        limit_mb: u64,
    },
    /// Not a sheet at all.
    #[error("the file “{name}” is {}, not a sheet; open the list in a spreadsheet program, choose Save As, and send it as XLSX, ODS or CSV", what.english())]
    NotASheet {
        /// The file's name, cut to a safe length.
        name: String,
        /// What it is.
        what: Foreign,
    },
    /// The workbook format of 1997 to 2003.
    #[error(
        "the file is an old Excel workbook (.xls); open it, choose Save As, and send it as Excel Workbook (.xlsx) or CSV"
    )]
    OldWorkbook,
    /// Protected by a password.
    #[error(
        "the file is protected by a password; open it, remove the password, save it, and send it again"
    )]
    Encrypted,
    /// It breaks off.
    #[error("the file is incomplete, its end is missing; send it again from where it was saved")]
    Truncated,
    /// It contradicts itself.
    #[error(
        "the file is damaged ({what}); open it in a spreadsheet program, save it again, and send that file"
    )]
    Damaged {
        /// What does not fit.
        what: &'static str,
    },
    /// It unpacks to more than allowed.
    #[error(
        "the file unpacks to more than {limit_mb} MB; send the list as CSV, or in several parts"
    )]
    UnpackedTooLarge {
        /// The limit.
        limit_mb: u64,
    },
    /// It grows out of proportion when unpacked.
    #[error(
        "the file grows more than {limit} times when unpacked, as no list of people does; copy the list into a new workbook, or save it as CSV"
    )]
    UnpackedRatio {
        /// The limit.
        limit: u64,
    },
    /// Too many files inside.
    #[error(
        "the file holds more than {limit} parts; copy the list into a new workbook and send that"
    )]
    TooManyEntries {
        /// The limit.
        limit: u64,
    },
    /// One cell is larger than any cell may be.
    #[error(
        "a cell in row {row} is larger than {limit_kb} KB; look for a quotation mark that is never closed, or a file pasted into a cell"
    )]
    CellTooLarge {
        /// The row.
        row: u64,
        /// The limit.
        limit_kb: usize,
    },
    /// One row is larger than any row may be.
    #[error("row {row} is larger than {limit_kb} KB; a row holds one person")]
    RowTooLarge {
        /// The row.
        row: u64,
        /// The limit.
        limit_kb: usize,
    },
    /// Something stands too far to the right.
    #[error(
        "row {row} has more than {limit} columns; delete what stands to the right of the list, and send it again"
    )]
    TooManyColumns {
        /// The row.
        row: u64,
        /// The limit.
        limit: usize,
    },
    /// Too many rows.
    #[error("the sheet has more than {limit} rows; send the list in several parts")]
    TooManyRows {
        /// The limit.
        limit: u64,
    },
    /// The table of shared texts of an XLSX is too large to hold.
    #[error("the workbook holds more than {limit_mb} MB of different texts; send the list as CSV")]
    SharedTooLarge {
        /// The limit.
        limit_mb: usize,
    },
    /// A document type definition, which no spreadsheet program writes.
    #[error(
        "the file has a document type definition in it, which no sheet needs and which can be used to attack; copy the list into a new workbook and send that"
    )]
    Doctype,
    /// An entity nobody has declared.
    #[error(
        "the file refers to an unknown entity; copy the list into a new workbook and send that"
    )]
    Entity,
    /// Markup nested without end.
    #[error(
        "the file's markup is nested deeper than {limit} levels; copy the list into a new workbook and send that"
    )]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// The file ends inside quotation marks: everything after them would be lost.
    #[error(
        "a quotation mark opened in row {row} is never closed; close or delete it, and send the file again"
    )]
    UnclosedQuote {
        /// The row.
        row: u64,
    },
    /// No row looks like a header.
    #[error(
        "no header row was found in the first {searched} rows; the sheet needs a row with the column names nik, nama and tanggal_lahir or ttl"
    )]
    NoHeader {
        /// How many rows were looked at.
        searched: usize,
    },
    /// A header row without a column that is needed.
    #[error("the column “{}” is missing; it may be called {}", .0.word(), .0.examples())]
    MissingColumn(Field),
    /// Two columns for one field.
    #[error(
        "two columns both mean “{}”: “{first}” and “{second}”; delete or rename one of them",
        field.word()
    )]
    DoubleColumn {
        /// The field.
        field: Field,
        /// The first column's header.
        first: String,
        /// The second column's header.
        second: String,
    },
}

impl SheetRefusal {
    /// Stable code for problems and logs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "FILE_UNREADABLE",
            Self::Empty => "FILE_EMPTY",
            Self::TooLarge { .. } => "FILE_TOO_LARGE",
            Self::NotASheet { .. } => "FILE_NOT_A_SHEET",
            Self::OldWorkbook => "FILE_OLD_WORKBOOK",
            Self::Encrypted => "FILE_ENCRYPTED",
            Self::Truncated => "FILE_TRUNCATED",
            Self::Damaged { .. } => "FILE_DAMAGED",
            Self::UnpackedTooLarge { .. } => "UNPACKED_TOO_LARGE",
            Self::UnpackedRatio { .. } => "UNPACKED_RATIO",
            Self::TooManyEntries { .. } => "TOO_MANY_ENTRIES",
            Self::CellTooLarge { .. } => "CELL_TOO_LARGE",
            Self::RowTooLarge { .. } => "ROW_TOO_LARGE",
            Self::TooManyColumns { .. } => "TOO_MANY_COLUMNS",
            Self::TooManyRows { .. } => "TOO_MANY_ROWS",
            Self::SharedTooLarge { .. } => "SHARED_TOO_LARGE",
            Self::Doctype => "XML_DOCTYPE",
            Self::Entity => "XML_ENTITY",
            Self::TooDeep { .. } => "XML_TOO_DEEP",
            Self::UnclosedQuote { .. } => "UNCLOSED_QUOTE",
            Self::NoHeader { .. } => "NO_HEADER",
            Self::MissingColumn(_) => "MISSING_COLUMN",
            Self::DoubleColumn { .. } => "DOUBLE_COLUMN",
        }
    }

    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Unreadable(why) => format!("Berkas tidak dapat dibaca ({why}); kirim sekali lagi"),
            Self::Empty => "Berkas kosong; simpan daftar sekali lagi lalu kirim berkas itu".into(),
            Self::TooLarge { limit_mb } => format!("Berkas lebih besar dari {limit_mb} MB; kirim daftar dalam beberapa bagian"),
            Self::NotASheet { name, what } => format!("Berkas “{name}” adalah {}, bukan lembar kerja; buka daftar di program lembar kerja, pilih Simpan Sebagai, lalu kirim sebagai XLSX, ODS atau CSV", what.indonesian()),
            Self::OldWorkbook => "Berkas ini buku kerja Excel lama (.xls); buka, pilih Simpan Sebagai, lalu kirim sebagai Buku Kerja Excel (.xlsx) atau CSV".into(),
            Self::Encrypted => "Berkas dilindungi kata sandi; buka, hapus kata sandinya, simpan, lalu kirim lagi".into(),
            Self::Truncated => "Berkas tidak lengkap, bagian akhirnya hilang; kirim lagi dari tempat berkas disimpan".into(),
            Self::Damaged { .. } => "Berkas rusak; buka di program lembar kerja, simpan lagi, lalu kirim berkas itu".into(),
            Self::UnpackedTooLarge { limit_mb } => format!("Isi berkas setelah dibuka lebih dari {limit_mb} MB; kirim daftar sebagai CSV, atau dalam beberapa bagian"),
            Self::UnpackedRatio { limit } => format!("Isi berkas membesar lebih dari {limit} kali saat dibuka, tidak wajar untuk daftar orang; salin daftar ke buku kerja baru, atau simpan sebagai CSV"),
            Self::TooManyEntries { limit } => format!("Berkas berisi lebih dari {limit} bagian; salin daftar ke buku kerja baru lalu kirim"),
            Self::CellTooLarge { row, limit_kb } => format!("Sebuah sel di baris {row} lebih besar dari {limit_kb} KB; cari tanda kutip yang tidak ditutup, atau berkas yang ditempel di dalam sel"),
            Self::RowTooLarge { row, limit_kb } => format!("Baris {row} lebih besar dari {limit_kb} KB; satu baris untuk satu orang"),
            Self::TooManyColumns { row, limit } => format!("Baris {row} mempunyai lebih dari {limit} kolom; hapus isi di sebelah kanan daftar, lalu kirim lagi"),
            Self::TooManyRows { limit } => format!("Lembar berisi lebih dari {limit} baris; kirim daftar dalam beberapa bagian"),
            Self::SharedTooLarge { limit_mb } => format!("Buku kerja berisi lebih dari {limit_mb} MB teks yang berbeda; kirim daftar sebagai CSV"),
            Self::Doctype => "Berkas berisi definisi tipe dokumen, yang tidak diperlukan dan dapat dipakai untuk menyerang; salin daftar ke buku kerja baru lalu kirim".into(),
            Self::Entity => "Berkas merujuk entitas yang tidak dikenal; salin daftar ke buku kerja baru lalu kirim".into(),
            Self::TooDeep { limit } => format!("Susunan berkas lebih dalam dari {limit} tingkat; salin daftar ke buku kerja baru lalu kirim"),
            Self::UnclosedQuote { row } => format!("Tanda kutip yang dibuka di baris {row} tidak ditutup; tutup atau hapus, lalu kirim lagi"),
            Self::NoHeader { searched } => format!("Baris judul kolom tidak ditemukan di {searched} baris pertama; perlu satu baris dengan nama kolom nik, nama, dan tanggal_lahir atau ttl"),
            Self::MissingColumn(field) => {
                let (word, examples) = (field.word(), field.examples());
                format!("Kolom “{word}” tidak ada; boleh dinamai {examples}")
            }
            Self::DoubleColumn { field, first, second } => format!("Dua kolom berarti “{}”: “{first}” dan “{second}”; hapus atau ganti nama salah satunya", field.word()),
        }
    }
}

/// So that a refusal passes through readers that speak only of input and output.
impl From<SheetRefusal> for std::io::Error {
    fn from(refusal: SheetRefusal) -> Self {
        Self::other(refusal)
    }
}

impl From<std::io::Error> for SheetRefusal {
    fn from(error: std::io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            Some(refusal) => refusal.clone(),
            None => Self::Unreadable(error.kind().to_string()),
        }
    }
}
