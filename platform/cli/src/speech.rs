//! How answers are said: in Indonesian or English, to people or (as JSON) to programs.

use crate::arguments::{Arguments, Language};
use serde::Serialize;
use std::{
    fmt::Write as _,
    io::{self, Write as _},
    process::ExitCode,
};
use terms::{Because, Date, Month, Status};

/// In which language, and for whom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Speech {
    language: Language,
    json: bool,
}

/// What is printed on stdout, whole or not at all, and whether all is well.
#[derive(Debug)]
pub(crate) struct Answer {
    text: String,
    well: bool,
}

impl Answer {
    /// The same, but the exit code says that something is wrong.
    pub(crate) fn well_if(mut self, well: bool) -> Self {
        self.well = well;
        self
    }
}

impl Speech {
    /// As asked for; without `--lang`, from the environment, Indonesian first.
    pub(crate) fn of(arguments: &Arguments) -> Self {
        let language = arguments.lang.unwrap_or_else(|| {
            let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
            match set {
                Some(value) if value.starts_with("en") => Language::En,
                _ => Language::Id,
            }
        });
        Self { language, json: arguments.json }
    }

    /// To a program, for proofs.
    #[cfg(test)]
    pub(crate) const fn to_a_program() -> Self {
        Self { language: Language::En, json: true }
    }

    pub(crate) const fn is_json(self) -> bool {
        self.json
    }

    /// One of two wordings.
    pub(crate) fn pick<T>(self, id: T, en: T) -> T {
        match self.language {
            Language::Id => id,
            Language::En => en,
        }
    }

    /// The answer as JSON, or in words.
    pub(crate) fn answer<T: Serialize>(
        self,
        data: &T,
        words: impl FnOnce() -> String,
    ) -> anyhow::Result<Answer> {
        let text = if self.json { serde_json::to_string(data)? + "\n" } else { words() };
        Ok(Answer { text, well: true })
    }

    /// Says something at once, while the work goes on.
    pub(crate) fn say_now<T: Serialize>(
        self,
        data: &T,
        words: impl FnOnce() -> String,
    ) -> anyhow::Result<()> {
        let Answer { text, .. } = self.answer(data, words)?;
        let mut out = io::stdout().lock();
        Ok(out.write_all(text.as_bytes()).and_then(|()| out.flush())?)
    }

    /// Prints an answer and says how the program ends.
    pub(crate) fn say(self, answer: &Answer) -> ExitCode {
        let mut out = io::stdout().lock();
        let said = out.write_all(answer.text.as_bytes()).and_then(|()| out.flush());
        match said {
            Ok(()) if answer.well => ExitCode::SUCCESS,
            // Whoever read has gone (`| head`): nothing to say and nobody to say it to.
            Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Ok(()) | Err(_) => ExitCode::FAILURE,
        }
    }

    /// `31 Maret 2024`.
    pub(crate) fn date(self, date: Date) -> String {
        let [id, en] = terms::written::day(date);
        self.pick(id, en)
    }

    /// `Maret 2024`.
    pub(crate) fn month(self, month: Month) -> String {
        let [id, en] = terms::written::month(month);
        self.pick(id, en)
    }

    /// `12.300`.
    pub(crate) fn number(self, n: i64) -> String {
        let [id, en] = terms::written::number(n);
        self.pick(id, en)
    }

    /// `29,3 %` of `29.3`.
    pub(crate) fn percent(self, text: &str) -> String {
        self.pick(format!("{} %", text.replace('.', ",")), format!("{text} %"))
    }

    /// The reasons, a line a step, indented by what rests on what.
    pub(crate) fn because(self, steps: &[Because]) -> String {
        let mut text = String::new();
        for step in steps {
            self.step(&mut text, step, 1);
        }
        text
    }

    fn step(self, text: &mut String, step: &Because, depth: usize) {
        let _ =
            write!(text, "{:indent$}- {}", "", self.pick(&step.id, &step.en), indent = depth * 2);
        for citation in &step.citations {
            let _ = write!(text, " [{}", citation.title);
            if let Some(article) = &citation.article {
                let _ = write!(text, " {article}");
                if citation.status > step.status {
                    let word = self.pick("pasal", "article");
                    let _ = write!(text, " ({word} {})", self.status(citation.status));
                }
            }
            let _ = write!(text, ": {}]", self.status(step.status));
        }
        text.push('\n');
        for part in &step.parts {
            self.step(text, part, depth + 1);
        }
    }

    /// How sure we are, in a word.
    pub(crate) fn status(self, status: Status) -> &'static str {
        match status {
            Status::Confirmed => self.pick("dipastikan", "confirmed"),
            Status::Reported => self.pick("dilaporkan", "reported"),
            Status::Derived => self.pick("diturunkan", "derived"),
            Status::Unconfirmed => self.pick("belum dipastikan", "unconfirmed"),
            Status::Unknown => self.pick("belum diketahui", "unknown"),
        }
    }
}
