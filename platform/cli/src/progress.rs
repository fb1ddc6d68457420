//! How far a long work is: a bar where somebody watches, a line now and then where nobody does.

use crate::speech::Speech;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    io::IsTerminal as _,
    sync::atomic::{AtomicU64, Ordering},
};

/// Progress on stderr; silent with `--json`.
pub(crate) struct Bar {
    bar: Option<ProgressBar>,
    /// The last tenth that was told, where there is no terminal.
    tenth: AtomicU64,
    json: bool,
}

impl Bar {
    pub(crate) fn begin(speech: Speech) -> Self {
        let watched = std::io::stderr().is_terminal() && !speech.is_json();
        let style = ProgressStyle::with_template(
            "{msg} {bar:40} {percent:>3} %  {human_pos}/{human_len}  {per_sec}  {eta}",
        );
        let bar = watched.then(|| {
            let bar = ProgressBar::new(0);
            if let Ok(style) = style {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, tenth: AtomicU64::new(0), json: speech.is_json() }
    }

    /// What is being done now.
    pub(crate) fn says(&self, phase: &'static str) {
        match &self.bar {
            Some(bar) => bar.set_message(phase),
            None if !self.json => eprintln!("{phase}"),
            None => {}
        }
    }

    /// So much of so much is done.
    pub(crate) fn at(&self, n: u64, total: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(total);
            bar.set_position(n);
            return;
        }
        let tenth = (n * 10).checked_div(total).unwrap_or(0);
        if !self.json && self.tenth.fetch_max(tenth, Ordering::Relaxed) < tenth {
            eprintln!("{n}/{total}");
        }
    }

    pub(crate) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
