//! A workbook's markup, step by step: no document type, no entities of its own, no endless nesting.

use crate::{archive::Unpacker, cell::Row, limits::Limits, refusal::SheetRefusal};
use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event, attributes::Attribute},
};

/// A sheet needs about a dozen levels.
const DEPTH: usize = 64;

/// What was just read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// An element begins: [`Markup::name`], [`Markup::attributes`].
    Start,
    /// An element ends: [`Markup::name`].
    End,
    /// Some text: [`Markup::text`].
    Text,
    /// The part is at its end.
    Eof,
}

/// Markup of one part of the archive.
pub(crate) struct Markup {
    reader: Reader<Unpacker>,
    buffer: Vec<u8>,
    tag: String,
    name_bytes: usize,
    text: String,
    depth: usize,
    limits: Limits,
    /// The row being read, for sentences.
    pub(crate) row: u64,
}

impl Markup {
    pub(crate) fn new(part: Unpacker, limits: Limits) -> Self {
        let mut reader = Reader::from_reader(part);
        // An element without content then also has a start and an end, like any other.
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            tag: String::new(),
            name_bytes: 0,
            text: String::new(),
            depth: 0,
            limits,
            row: 0,
        }
    }

    /// How many elements are open.
    pub(crate) const fn depth(&self) -> usize {
        self.depth
    }

    /// Local name of the element that began or ended.
    pub(crate) fn name(&self) -> &str {
        local(self.tag.get(..self.name_bytes).unwrap_or_default())
    }

    /// The text that was read.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The attributes of the element that began, raw, by their full names.
    pub(crate) fn attributes(&self, mut look: impl FnMut(&str, &str)) {
        let element = BytesStart::from_content(self.tag.as_str(), self.name_bytes);
        for attribute in element.attributes().with_checks(false).flatten() {
            look(attribute.key.0, &attribute.value);
        }
    }

    /// An attribute of the element that began, by its local name, with its entities resolved.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let element = BytesStart::from_content(self.tag.as_str(), self.name_bytes);
        let is_it = |attribute: &Attribute<'_>| local(attribute.key.0) == name;
        let found = element.attributes().with_checks(false).flatten().find(is_it)?;
        Some(found.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned())
    }

    /// Reads on. Comments and instructions are passed over.
    pub(crate) fn next(&mut self) -> Result<Step, SheetRefusal> {
        let limit_kb = self.limits.cell_bytes >> 10;
        loop {
            let too_large = SheetRefusal::CellTooLarge { row: self.row, limit_kb };
            self.reader.get_mut().allow(self.limits.row_bytes, too_large);
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer).map_err(refusal_of)?;
            let step = match &event {
                Event::DocType(_) => return Err(SheetRefusal::Doctype),
                Event::Start(element) => {
                    self.tag.clear();
                    self.tag.push_str(element);
                    self.name_bytes = element.name().0.len();
                    self.depth += 1;
                    Step::Start
                }
                Event::End(element) => {
                    self.tag.clear();
                    self.tag.push_str(element.name().0);
                    self.name_bytes = self.tag.len();
                    self.depth = self.depth.saturating_sub(1);
                    Step::End
                }
                Event::Eof if self.depth > 0 => {
                    return Err(SheetRefusal::Damaged { what: "the markup breaks off" });
                }
                Event::Eof => Step::Eof,
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    self.text.clear();
                    take_text(&event, &mut self.text)?;
                    Step::Text
                }
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            };
            if self.depth > DEPTH {
                return Err(SheetRefusal::TooDeep { limit: DEPTH });
            }
            return Ok(step);
        }
    }

    /// Passes over the rest of the element whose start was just read.
    pub(crate) fn skip(&mut self) -> Result<(), SheetRefusal> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.next()? != Step::Eof {}
        Ok(())
    }

    /// Appends the text that was read to the open cell of a row, within the limits.
    pub(crate) fn append_to(&self, row: &mut Row) -> Result<(), SheetRefusal> {
        row.append(&self.text);
        check_open(row, &self.limits)
    }

    /// Reads the rest of the part unseen, so that its checksum is proven.
    pub(crate) fn drain(&mut self) -> Result<(), SheetRefusal> {
        self.reader.get_mut().drain()
    }

    /// Gives the part back.
    pub(crate) fn close(self) -> Unpacker {
        self.reader.into_inner()
    }
}

fn take_text(event: &Event<'_>, into: &mut String) -> Result<(), SheetRefusal> {
    match event {
        Event::Text(text) => into.push_str(&text.xml10_content()),
        Event::CData(text) => into.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) if reference.is_char_ref() => {
            let c = reference.resolve_char_ref().ok().flatten();
            into.push(c.ok_or(SheetRefusal::Entity)?);
        }
        Event::GeneralRef(reference) => {
            into.push_str(resolve_predefined_entity(reference).ok_or(SheetRefusal::Entity)?);
        }
        _ => {}
    }
    Ok(())
}

fn refusal_of(error: quick_xml::Error) -> SheetRefusal {
    match error {
        quick_xml::Error::Io(error) => {
            match error.get_ref().and_then(|inner| inner.downcast_ref::<SheetRefusal>()) {
                Some(refusal) => refusal.clone(),
                None => SheetRefusal::Unreadable(error.kind().to_string()),
            }
        }
        quick_xml::Error::Encoding(_) => SheetRefusal::Damaged { what: "text is not UTF-8" },
        _ => SheetRefusal::Damaged { what: "the markup is broken" },
    }
}

/// The name of an element or attribute without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Refuses an open cell or a row that has grown too large.
pub(crate) fn check_open(row: &Row, limits: &Limits) -> Result<(), SheetRefusal> {
    if row.open_text().len() > limits.cell_bytes {
        let limit_kb = limits.cell_bytes >> 10;
        return Err(SheetRefusal::CellTooLarge { row: row.number(), limit_kb });
    }
    if row.text_bytes() > limits.row_bytes {
        let limit_kb = limits.row_bytes >> 10;
        return Err(SheetRefusal::RowTooLarge { row: row.number(), limit_kb });
    }
    Ok(())
}
