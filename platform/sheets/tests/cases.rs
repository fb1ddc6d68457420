//! Lists as clerks send them, each with what must come of every row: `tests/files/people/<case>`.
//!
//! To add a case, add a folder with `in.*` and `expected.txt`; no Rust is needed. With
//! `WRITE_EXPECTED=1` the test writes what it finds, to be read and judged by a person.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use sheets::{
    Limits, PersonRow, Row, RowOutcome, RowResult, SheetRefusal, VillageRef, open, parse_row,
};
use std::{fmt::Write, fs, path::Path};

fn described(name: &str, bytes: Vec<u8>) -> Result<String, SheetRefusal> {
    let mut sheet = open(std::io::Cursor::new(bytes), name, Limits::default())?;
    let mut text =
        format!("{}{}\n", sheet.kind().word(), if sheet.is_renamed() { ", renamed" } else { "" });
    let unknown: Vec<&str> = sheet.columns().unknown_headers().collect();
    if !unknown.is_empty() {
        writeln!(text, "unknown columns: {}", unknown.join(", ")).unwrap();
    }
    let mut row = Row::new();
    while sheet.next_row(&mut row)? {
        let parsed = parse_row(sheet.columns(), &row);
        let result = RowResult::of(&parsed);
        match &parsed.outcome {
            RowOutcome::Person(person) => {
                writeln!(text, "{} OK {}", row.number(), person_line(person))
            }
            _ => writeln!(
                text,
                "{} {}\n    {}\n    {}",
                row.number(),
                result.code,
                result.indonesian.replace(" | ", "\n    "),
                result.english.replace(" | ", "\n    ")
            ),
        }
        .unwrap();
    }
    Ok(text)
}

fn person_line(person: &PersonRow) -> String {
    let mut line = format!(
        "nik={} nama={} lahir={} {}",
        person.nik.digits(),
        person.name.reveal(),
        person.birth_date.reveal(),
        person.sex.word()
    );
    let private =
        |text: &Option<terms::Private<String>>| text.as_ref().map(|text| text.reveal().clone());
    let village = person.village.as_ref().map(|village| match village {
        VillageRef::Code(code) => code.to_string(),
        VillageRef::Names { village, district } => {
            format!("{village}@{}", district.as_deref().unwrap_or("?"))
        }
    });
    for (word, value) in [
        ("kk", private(&person.kk)),
        ("tempat", private(&person.birth_place)),
        ("hp", private(&person.phone)),
        ("pekerjaan", person.occupation.clone()),
        ("usaha", person.category.clone()),
        ("lokasi", private(&person.work_place)),
        ("penghasilan", person.income.map(|income| income.get().to_string())),
        ("alamat", private(&person.address)),
        ("rt", person.rt.clone()),
        ("rw", person.rw.clone()),
        ("desa", village),
        ("kelompok", person.group.clone()),
        ("dana", person.fund.clone()),
        ("mulai", person.start_month.map(|month| month.to_string())),
        ("bulan", person.months.map(|months| months.to_string())),
        ("keluarga", private(&person.family_contact)),
        ("ket", private(&person.note)),
    ] {
        if let Some(value) = value {
            write!(line, " {word}={value}").unwrap();
        }
    }
    line
}

#[test]
fn every_case_comes_out_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/files/people");
    let mut wrong = Vec::new();
    let mut n_cases = 0;
    let mut cases: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|case| case.unwrap().path()).collect();
    cases.sort();
    for case in cases.into_iter().filter(|case| case.is_dir()) {
        let mut files = fs::read_dir(&case).unwrap().map(|file| file.unwrap().path());
        let input = files.find(|file| file.file_stem().is_some_and(|stem| stem == "in")).unwrap();
        let name = input.file_name().unwrap().to_string_lossy().into_owned();
        let found = described(&name, fs::read(&input).unwrap()).unwrap_or_else(|refusal| {
            format!("refused {}\n    {}\n    {refusal}\n", refusal.code(), refusal.indonesian())
        });
        let expected = case.join("expected.txt");
        if std::env::var_os("WRITE_EXPECTED").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", case.display()));
        }
        n_cases += 1;
    }
    assert!(n_cases >= 20, "only {n_cases} cases were found in {}", folder.display());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
