//! Opens a file as a sheet of people: what it is, which sheet of it, which row is the header.

use crate::{
    archive::Archive,
    cell::Row,
    columns::{Columns, HeaderSearch},
    limits::Limits,
    ods::{self, OdsRows},
    refusal::SheetRefusal,
    separated::{self, Separated},
    sniff::{self, Content, Workbook},
    xlsx::{Book, XlsxRows},
};
use std::{
    fmt,
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::Path,
};

/// Rows in which the header is looked for; above it stand titles.
pub(crate) const HEADER_SEARCHED: usize = 20;
/// The sheet that the insurer's own template uses.
const CANONICAL_SHEET: &str = "data_tk_baru";

/// What a sheet can be read from.
pub trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

/// What a file was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetKind {
    /// Text with separators.
    Csv,
    /// Office Open XML.
    Xlsx,
    /// OpenDocument.
    Ods,
}

impl SheetKind {
    /// The word, which is also the usual end of the file's name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
        }
    }
}

enum Rows {
    Separated(Box<Separated>),
    Xlsx(Box<XlsxRows>),
    Ods(Box<OdsRows>),
}

impl Rows {
    fn next(&mut self, row: &mut Row) -> Result<bool, SheetRefusal> {
        match self {
            Self::Separated(rows) => rows.next_row(row),
            Self::Xlsx(rows) => rows.next_row(row),
            Self::Ods(rows) => rows.next_row(row),
        }
    }
}

/// A sheet whose header has been found; its rows follow.
pub struct Sheet {
    kind: SheetKind,
    name: String,
    renamed: bool,
    columns: Columns,
    rows: Rows,
    limits: Limits,
    n_rows: u64,
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sheet({}, {} rows read)", self.kind.word(), self.n_rows)
    }
}

/// Opens a file on disk with the usual limits.
pub fn open_file(path: &Path) -> Result<Sheet, SheetRefusal> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    open(File::open(path)?, &name.unwrap_or_default(), Limits::default())
}

/// Opens anything that can be read and sought. The name serves only for sentences.
pub fn open(
    source: impl Source + 'static,
    name: &str,
    limits: Limits,
) -> Result<Sheet, SheetRefusal> {
    let mut source: Box<dyn Source> = Box::new(source);
    if source.seek(SeekFrom::End(0))? > limits.file_bytes {
        return Err(SheetRefusal::TooLarge { limit_mb: limits.file_bytes >> 20 });
    }
    let mut sheet = match sniff::content_of(&mut source, name)? {
        Content::Text(letters) => {
            let rows = separated::open(source, letters, limits)?;
            open_separated(rows, limits)?
        }
        Content::Zip => {
            let archive = Archive::open(source, limits)?;
            let kind = sniff::archive_kind(archive.names())
                .map_err(|what| SheetRefusal::NotASheet { name: sniff::short_name(name), what })?;
            match kind {
                Workbook::Xlsx => open_xlsx(archive, limits)?,
                Workbook::Ods => open_ods(archive, limits)?,
            }
        }
    };
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    sheet.renamed = ending.is_some_and(|ending| match sheet.kind {
        SheetKind::Csv => !matches!(ending.as_str(), "csv" | "txt" | "tsv"),
        SheetKind::Xlsx => !matches!(ending.as_str(), "xlsx" | "xlsm"),
        SheetKind::Ods => ending != "ods",
    });
    Ok(sheet)
}

/// Reads a file once to its end without carrying anything out, and counts its rows: whatever would
/// refuse it half-way refuses it here. Whoever acts on rows as they come proves the file first.
pub fn prove(
    source: impl Source + 'static,
    name: &str,
    limits: Limits,
) -> Result<u64, SheetRefusal> {
    let mut sheet = open(source, name, limits)?;
    let (mut row, mut n_rows) = (Row::new(), 0);
    while sheet.next_row(&mut row)? {
        n_rows += 1;
    }
    Ok(n_rows)
}

impl Sheet {
    fn new(kind: SheetKind, name: String, columns: Columns, rows: Rows, limits: Limits) -> Self {
        Self { kind, name, renamed: false, columns, rows, limits, n_rows: 0 }
    }

    /// What the file is.
    #[must_use]
    pub const fn kind(&self) -> SheetKind {
        self.kind
    }

    /// The sheet's name inside the workbook; empty for a CSV.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the file's name promised another kind. It was read as what it is.
    #[must_use]
    pub const fn is_renamed(&self) -> bool {
        self.renamed
    }

    /// Which column is which.
    #[must_use]
    pub const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Reads the next row that is not blank; false at the end. After a refusal the file is not
    /// to be read on.
    pub fn next_row(&mut self, row: &mut Row) -> Result<bool, SheetRefusal> {
        loop {
            if !self.rows.next(row)? {
                return Ok(false);
            }
            self.n_rows += 1;
            if self.n_rows > self.limits.rows {
                return Err(SheetRefusal::TooManyRows { limit: self.limits.rows });
            }
            if row.len() > self.limits.columns && row.width() > self.limits.columns {
                let (row, limit) = (row.number(), self.limits.columns);
                return Err(SheetRefusal::TooManyColumns { row, limit });
            }
            if !row.is_empty() {
                return Ok(true);
            }
        }
    }
}

/// Looks for the header in the rows that `next` gives.
fn find_columns(
    limits: Limits,
    mut next: impl FnMut(&mut Row) -> Result<bool, SheetRefusal>,
) -> Result<Columns, SheetRefusal> {
    let mut search = HeaderSearch::default();
    let mut row = Row::new();
    for _ in 0..HEADER_SEARCHED {
        if !next(&mut row)? {
            break;
        }
        if row.len() > limits.columns && row.width() > limits.columns {
            return Err(SheetRefusal::TooManyColumns { row: row.number(), limit: limits.columns });
        }
        if let Some(columns) = search.look_at(&row)? {
            return Ok(columns);
        }
    }
    Err(search.refusal(HEADER_SEARCHED))
}

/// Whether another sheet may still hold the list: this one simply has no header.
fn may_try_another(refusal: &SheetRefusal) -> bool {
    matches!(refusal, SheetRefusal::NoHeader { .. } | SheetRefusal::MissingColumn(_))
}

/// Of two refusals the one that says more.
fn clearer(first: Option<SheetRefusal>, second: SheetRefusal) -> SheetRefusal {
    match first {
        Some(first @ SheetRefusal::MissingColumn(_)) => first,
        _ => second,
    }
}

fn open_separated(mut rows: Separated, limits: Limits) -> Result<Sheet, SheetRefusal> {
    let columns = find_columns(limits, |row| rows.next_row(row))?;
    let rows = Rows::Separated(Box::new(rows));
    Ok(Sheet::new(SheetKind::Csv, String::new(), columns, rows, limits))
}

fn is_canonical(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case(CANONICAL_SHEET)
}

fn open_xlsx(archive: Archive, limits: Limits) -> Result<Sheet, SheetRefusal> {
    let (mut archive, mut book) = Book::read(archive, limits)?;
    let mut order: Vec<usize> = (0..book.sheets.len()).collect();
    order.sort_by_key(|at| book.sheets.get(*at).is_none_or(|sheet| !is_canonical(&sheet.name)));
    let mut refusal = None;
    for at in order {
        let name = book.sheets.get(at).map(|sheet| sheet.name.clone()).unwrap_or_default();
        let mut rows = XlsxRows::open(archive, book, at, limits)?;
        match find_columns(limits, |row| rows.next_row(row)) {
            Ok(columns) => {
                let rows = Rows::Xlsx(Box::new(rows));
                return Ok(Sheet::new(SheetKind::Xlsx, name, columns, rows, limits));
            }
            Err(found) if may_try_another(&found) => refusal = Some(clearer(refusal, found)),
            Err(found) => return Err(found),
        }
        (archive, book) = rows.close();
    }
    Err(refusal.unwrap_or(SheetRefusal::NoHeader { searched: HEADER_SEARCHED }))
}

/// Tables stand one after another in one part: a first pass chooses, a second reads.
fn open_ods(archive: Archive, limits: Limits) -> Result<Sheet, SheetRefusal> {
    let (archive, encrypted) = ods::is_encrypted(archive, limits)?;
    if encrypted {
        return Err(SheetRefusal::Encrypted);
    }
    let mut rows = OdsRows::open(archive, limits)?;
    let (mut at, mut chosen, mut refusal) = (0, None, None);
    while let Some(name) = rows.next_table()? {
        let canonical = is_canonical(&name);
        if canonical || chosen.is_none() {
            match find_columns(limits, |row| rows.next_row(row)) {
                Ok(columns) => chosen = Some((at, name, columns)),
                Err(found) if may_try_another(&found) => refusal = Some(clearer(refusal, found)),
                Err(found) => return Err(found),
            }
        }
        at += 1;
        if canonical && chosen.as_ref().is_some_and(|(found, ..)| *found + 1 == at) {
            break;
        }
    }
    let Some((at, name, columns)) = chosen else {
        return Err(refusal.unwrap_or(SheetRefusal::NoHeader { searched: HEADER_SEARCHED }));
    };
    rows.drain()?;
    let mut rows = OdsRows::open(rows.close(), limits)?;
    for _ in 0..=at {
        rows.next_table()?;
    }
    let mut row = Row::new();
    while rows.next_row(&mut row)? && row.number() < columns.row_number() {}
    Ok(Sheet::new(SheetKind::Ods, name, columns, Rows::Ods(Box::new(rows)), limits))
}
