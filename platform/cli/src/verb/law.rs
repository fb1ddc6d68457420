//! `lindung law`: every parameter with its history and sources, and the proof that the law holds.

use crate::{
    clock,
    speech::{Answer, Speech},
};
use anyhow::Context as _;
use clap::Subcommand;
use regulation::{
    Entry, Law,
    cases::{self, Case},
    show,
};
use serde::Serialize;
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};
use terms::Date;

/// What `lindung law` is asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Question {
    /// Semua parameter dan nilainya pada suatu hari · Every parameter and its value on a day
    List {
        /// Pada hari apa; bila tidak disebut, hari ini · On which day; unless told, today
        #[arg(long)]
        as_of: Option<Date>,
    },
    /// Riwayat satu parameter dengan sumbernya · One parameter's history with its sources
    Show {
        /// Misalnya benefit.jkm · For example benefit.jkm
        parameter: String,
    },
    /// Memeriksa hukum dan semua contoh hitungannya · Checks the law and all its worked examples
    Check {
        /// Folder hukum; bila tidak disebut, --law atau yang tertanam · Folder of a law
        folder: Option<PathBuf>,
    },
}

/// The law of a folder, or the one this program was built with.
pub(crate) fn open(folder: Option<&Path>) -> anyhow::Result<Law> {
    match folder {
        Some(folder) => Ok(Law::from_dir(folder)?),
        None => Ok(Law::built_in().clone()),
    }
}

pub(crate) fn answer(
    folder: Option<&Path>,
    question: &Question,
    speech: Speech,
) -> anyhow::Result<Answer> {
    match question {
        Question::List { as_of } => {
            list(&open(folder)?, as_of.unwrap_or_else(clock::today), speech)
        }
        Question::Show { parameter } => {
            let law = open(folder)?;
            let parameter = law.parameter(parameter)?;
            speech.answer(parameter, || show::history(parameter))
        }
        Question::Check { folder: named } => check(named.as_deref().or(folder), speech),
    }
}

#[derive(Serialize)]
struct Line<'a> {
    key: &'a str,
    title_id: &'a str,
    title_en: &'a str,
    entry: Option<&'a Entry>,
}

fn list(law: &Law, on: Date, speech: Speech) -> anyhow::Result<Answer> {
    let lines: Vec<Line<'_>> = law
        .parameters()
        .map(|parameter| Line {
            key: &parameter.key,
            title_id: &parameter.title_id,
            title_en: &parameter.title_en,
            entry: parameter.find(on),
        })
        .collect();
    speech.answer(&lines, || show::list(law, on))
}

#[derive(Serialize)]
struct Checked {
    ok: bool,
    instruments: usize,
    parameters: usize,
    cases: usize,
    failed: Vec<String>,
}

fn check(folder: Option<&Path>, speech: Speech) -> anyhow::Result<Answer> {
    let law = open(folder)?;
    let cases = match folder {
        Some(folder) => cases_of(folder)?,
        None => cases::built_in()?,
    };
    let failed: Vec<String> = cases.iter().filter_map(|case| case.check(&law).err()).collect();
    let checked = Checked {
        ok: failed.is_empty(),
        instruments: law.instruments().count(),
        parameters: law.parameters().count(),
        cases: cases.len(),
        failed,
    };
    let answer = speech.answer(&checked, || said(speech, &checked))?;
    Ok(answer.well_if(checked.ok))
}

fn said(speech: Speech, checked: &Checked) -> String {
    let Checked { instruments, parameters, cases, .. } = checked;
    let mut text = speech.pick(
        format!("{instruments} peraturan dan {parameters} parameter terbaca tanpa pertentangan.\n"),
        format!("{instruments} instruments and {parameters} parameters, without contradiction.\n"),
    );
    for failed in &checked.failed {
        let _ = writeln!(text, "- {failed}");
    }
    let n = checked.failed.len();
    text + &match n {
        0 => speech.pick(
            format!("{cases} contoh hitungan cocok.\n"),
            format!("{cases} worked examples come out.\n"),
        ),
        _ => speech.pick(
            format!("{n} dari {cases} contoh hitungan tidak cocok.\n"),
            format!("{n} of {cases} worked examples do not come out.\n"),
        ),
    }
}

/// The worked examples beside a law: its `cases/`, in the order of their names.
fn cases_of(folder: &Path) -> anyhow::Result<Vec<Case>> {
    let folder = folder.join("cases");
    let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(Vec::new()) };
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.with_context(|| folder.display().to_string())?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|it| it == "toml"));
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        cases.extend(cases::from_text(&name, &text)?);
    }
    Ok(cases)
}
