//! What must be known of a workbook before its rows can be read: sheets, date styles, shared texts.

use crate::{
    archive::Archive,
    limits::Limits,
    refusal::SheetRefusal,
    xml::{Markup, Step},
};
use std::collections::HashMap;

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
const STYLES: &str = "xl/styles.xml";
const SHARED: &str = "xl/sharedStrings.xml";
/// A workbook may have this many sheets and this many styles; more are passed over.
const SHEETS: usize = 256;
const STYLES_READ: usize = 65_536;

/// One sheet of the workbook.
pub(crate) struct SheetPart {
    pub(crate) name: String,
    pub(crate) part: String,
}

/// What is held of a workbook.
pub(crate) struct Book {
    pub(crate) sheets: Vec<SheetPart>,
    pub(crate) starts_1904: bool,
    pub(crate) shared: Shared,
    date_styles: Vec<bool>,
}

impl Book {
    /// Reads everything but the sheets.
    pub(crate) fn read(archive: Archive, limits: Limits) -> Result<(Archive, Self), SheetRefusal> {
        let (archive, targets) = read_relations(archive, limits)?;
        let (archive, sheets, starts_1904) = read_workbook(archive, limits, &targets)?;
        let (archive, date_styles) = read_styles(archive, limits)?;
        let (archive, shared) = Shared::read(archive, limits)?;
        Ok((archive, Self { sheets, starts_1904, shared, date_styles }))
    }

    /// Whether a style shows its number as a date.
    pub(crate) fn is_date(&self, style: usize) -> bool {
        self.date_styles.get(style).copied().unwrap_or(false)
    }
}

/// Reads a part through a function that looks at each start of an element.
fn for_each_start(
    archive: Archive,
    part: &str,
    limits: Limits,
    mut look: impl FnMut(&str, &Markup),
) -> Result<Archive, SheetRefusal> {
    let mut markup = Markup::new(archive.unpack(part)?, limits);
    loop {
        match markup.next()? {
            Step::Start => look(markup.name(), &markup),
            Step::Eof => return Ok(markup.close().close()),
            _ => {}
        }
    }
}

fn read_relations(
    archive: Archive,
    limits: Limits,
) -> Result<(Archive, HashMap<String, String>), SheetRefusal> {
    let mut targets = HashMap::new();
    if !archive.has(RELATIONS) {
        return Ok((archive, targets));
    }
    let archive = for_each_start(archive, RELATIONS, limits, |name, element| {
        // What lies outside the file is never fetched.
        let outside = element.attribute("TargetMode").is_some_and(|mode| mode == "External");
        if name == "Relationship" && !outside && targets.len() < 4 * SHEETS {
            let found = element.attribute("Id").zip(element.attribute("Target"));
            targets.extend(found.map(|(id, target)| (id, part_name(&target))));
        }
    })?;
    Ok((archive, targets))
}

/// A target is relative to `xl/`, or absolute in the archive.
fn part_name(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{}", target.trim_start_matches("./")),
    }
}

fn read_workbook(
    archive: Archive,
    limits: Limits,
    targets: &HashMap<String, String>,
) -> Result<(Archive, Vec<SheetPart>, bool), SheetRefusal> {
    let (mut sheets, mut starts_1904) = (Vec::new(), false);
    let archive = for_each_start(archive, WORKBOOK, limits, |name, element| match name {
        "workbookPr" => {
            let value = element.attribute("date1904");
            starts_1904 = value.is_some_and(|value| matches!(value.as_str(), "1" | "true"));
        }
        "sheet" if sheets.len() < SHEETS => {
            let part = element.attribute("id").and_then(|id| targets.get(&id).cloned());
            let part =
                part.unwrap_or_else(|| format!("xl/worksheets/sheet{}.xml", sheets.len() + 1));
            let name = element.attribute("name").unwrap_or_default();
            sheets.push(SheetPart { name, part });
        }
        _ => {}
    })?;
    // Charts and macros are sheets too, but not worksheets.
    sheets.retain(|sheet| archive.has(&sheet.part) && !sheet.part.contains("chartsheets/"));
    Ok((archive, sheets, starts_1904))
}

fn read_styles(archive: Archive, limits: Limits) -> Result<(Archive, Vec<bool>), SheetRefusal> {
    if !archive.has(STYLES) {
        return Ok((archive, Vec::new()));
    }
    let (mut own_dates, mut styles, mut in_cells) = (HashMap::new(), Vec::new(), false);
    let archive = for_each_start(archive, STYLES, limits, |name, element| match name {
        "numFmt" if own_dates.len() < STYLES_READ => {
            let found = element.attribute("numFmtId").zip(element.attribute("formatCode"));
            own_dates.extend(found.map(|(id, code)| (id, is_date_code(&code))));
        }
        "cellXfs" => in_cells = true,
        "cellStyles" | "dxfs" => in_cells = false,
        "xf" if in_cells && styles.len() < STYLES_READ => {
            let id = element.attribute("numFmtId").unwrap_or_default();
            let built_in =
                matches!(id.parse::<u32>(), Ok(14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58));
            styles.push(own_dates.get(&id).copied().unwrap_or(built_in));
        }
        _ => {}
    })?;
    Ok((archive, styles))
}

/// A format shows a date if it has a day or a year outside quotes and brackets.
fn is_date_code(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    code.chars().any(|c| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match c {
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            '\\' | '_' | '*' if !quoted => escaped = true,
            'd' | 'D' | 'y' | 'Y' => return !quoted && !bracketed,
            _ => {}
        }
        false
    })
}

/// The texts that cells refer to by number, in one buffer.
#[derive(Default)]
pub(crate) struct Shared {
    text: String,
    ends: Vec<u32>,
}

impl Shared {
    /// The text of a number.
    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        self.text.get(start.unwrap_or(0) as usize..end)
    }

    fn read(archive: Archive, limits: Limits) -> Result<(Archive, Self), SheetRefusal> {
        let mut shared = Self::default();
        if !archive.has(SHARED) {
            return Ok((archive, shared));
        }
        let mut markup = Markup::new(archive.unpack(SHARED)?, limits);
        let mut reading = false;
        loop {
            match markup.next()? {
                Step::Start => match markup.name() {
                    "t" => reading = true,
                    // Reading aids of East Asian texts are not part of the text.
                    "rPh" => markup.skip()?,
                    _ => {}
                },
                Step::End => {
                    reading = false;
                    if markup.name() == "si" {
                        shared.close();
                    }
                }
                Step::Text if reading => shared.text.push_str(markup.text()),
                Step::Text => {}
                Step::Eof => return Ok((markup.close().close(), shared)),
            }
            shared.check(limits)?;
        }
    }

    fn close(&mut self) {
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// Each text costs its bytes and sixteen more, so that millions of empty ones are bounded too.
    fn check(&self, limits: Limits) -> Result<(), SheetRefusal> {
        let limit = limits.shared_bytes.min(u32::MAX as usize / 2);
        if self.text.len() + 16 * self.ends.len() > limit {
            return Err(SheetRefusal::SharedTooLarge { limit_mb: limit >> 20 });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_with_a_day_is_a_date() {
        assert!(is_date_code("dd/mm/yyyy"));
        assert!(is_date_code("[$-421]d mmmm yyyy;@"));
        assert!(!is_date_code("\"day\" 0"));
        assert!(!is_date_code("[Red]#,##0"));
        assert!(!is_date_code("\\d0"));
    }

    #[test]
    fn targets_are_parts_of_the_archive() {
        assert_eq!(part_name("worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(part_name("/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
    }
}
