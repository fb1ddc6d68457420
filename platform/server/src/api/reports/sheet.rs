//! The report of a month as a sheet: one table with a column for the section, definitions at its end.

use outreach::monthly::{DEFINITIONS, Line, MonthReport};
use sheets::{Workbook, csv_field};
use std::io::Cursor;

const COLUMNS: [&str; 14] = [
    "section",
    "key",
    "name",
    "target",
    "target_counts",
    "active_before",
    "new",
    "reactivated",
    "lapsed",
    "net_active",
    "active",
    "grace",
    "rupiah",
    "text",
];

/// A cell.
#[derive(Clone)]
enum Cell {
    Empty,
    Text(String),
    Number(i64),
}

fn text(said: impl Into<String>) -> Cell {
    Cell::Text(said.into())
}

fn maybe(n: Option<i64>) -> Cell {
    n.map_or(Cell::Empty, Cell::Number)
}

fn row_of(section: &str, line: &Line) -> Vec<Cell> {
    vec![
        text(section),
        text(&line.key),
        text(&line.name_id),
        maybe(line.target),
        text(line.target_counts.clone().unwrap_or_default()),
        Cell::Number(line.active_before),
        Cell::Number(line.new),
        Cell::Number(line.reactivated),
        Cell::Number(line.lapsed),
        Cell::Number(line.net_active),
        Cell::Number(line.active),
        maybe(line.grace),
        maybe(line.collected.map(terms::Rupiah::get)),
        Cell::Empty,
    ]
}

/// A row of one number, and rupiah where it has some.
fn figure(section: &str, key: &str, n: Option<i64>, rupiah: Option<i64>, said: &str) -> Vec<Cell> {
    let mut row = vec![Cell::Empty; COLUMNS.len()];
    row[0] = text(section);
    row[1] = text(key);
    row[2] = text(said);
    row[10] = maybe(n);
    row[12] = maybe(rupiah);
    row
}

fn rows(report: &MonthReport) -> Vec<Vec<Cell>> {
    let mut head = figure("report", &report.area, None, None, &report.place);
    head[13] = text(format!("{}; {}; {}", report.month, report.as_of, report.made_at));
    let mut rows = vec![head, row_of("whole", &report.whole)];
    for (section, lines) in [
        ("segment", &report.by_segment),
        ("payer", &report.by_payer),
        (report.level.word(), &report.by_area),
        ("agent", &report.by_agent),
    ] {
        rows.extend(lines.iter().map(|line| row_of(section, line)));
    }
    let money = &report.money;
    rows.push(figure("contributions", "due", Some(money.due), None, ""));
    rows.push(figure("contributions", "paid", Some(money.paid), None, ""));
    rows.push(figure("contributions", "unpaid", Some(money.unpaid), None, ""));
    for paid in money.received.iter().flatten() {
        let (months, rupiah) = (Some(paid.months), Some(paid.amount.get()));
        rows.push(figure("received", &paid.payer, months, rupiah, ""));
    }
    let waiting =
        [("unmatched", money.unmatched), ("unmatched_nowhere", Some(money.unmatched_nowhere))];
    for (key, unmatched) in waiting {
        let (n, amount) = unmatched.unzip();
        rows.push(figure("contributions", key, n, amount.map(terms::Rupiah::get), ""));
    }
    let events = &report.events;
    let stages = &events.stages;
    for (key, n) in [
        ("events", Some(events.n_events)),
        ("held", Some(events.n_held)),
        ("people", stages.people),
        ("leads", stages.leads),
        ("enrolled", stages.enrolled),
        ("paid", stages.paid),
        ("paid_30", stages.paid_30),
        ("paid_90", stages.paid_90),
        ("districts_reached", Some(events.reach.districts)),
        ("districts_of", Some(events.reach.of)),
    ] {
        rows.push(figure("events", key, n, None, ""));
    }
    for definition in DEFINITIONS {
        let mut row = figure("definition", definition.figure, None, None, "");
        row[13] = text(format!("{} | {}", definition.id, definition.en));
        rows.push(row);
    }
    rows
}

/// As text, one line a row.
pub(super) fn csv(report: &MonthReport) -> String {
    let mut out = COLUMNS.join(",") + "\r\n";
    for row in rows(report) {
        let cells = row.into_iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Number(n) => n.to_string(),
            Cell::Text(said) => csv_field(&said),
        });
        out.push_str(&cells.collect::<Vec<_>>().join(","));
        out.push_str("\r\n");
    }
    out
}

/// As a workbook.
pub(super) fn workbook(report: &MonthReport) -> std::io::Result<Vec<u8>> {
    let headers = COLUMNS.iter().map(ToString::to_string).collect();
    let mut book = Workbook::new(Cursor::new(Vec::new()), "laporan", headers)?;
    for row in rows(report) {
        for cell in row {
            match cell {
                Cell::Empty => book.text(""),
                Cell::Number(n) => book.number(n),
                Cell::Text(said) => book.text(&said),
            }
        }
        book.end_row()?;
    }
    Ok(book.finish()?.into_inner())
}
