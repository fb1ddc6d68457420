//! `lindung plan`: which team visits which village on which day, or the best routes of an instance from a file.

mod instance;

use crate::{
    problem::Misuse,
    speech::{Answer, Speech},
};
use clap::Args;
use std::path::PathBuf;

/// What `lindung plan` is asked.
#[derive(Debug, Args)]
pub(crate) struct Question {
    /// Berkas soal: CSV (id,lat,lon,value,service) atau teks team orienteering (n, m, tmax)
    /// · A question in a file: CSV, or the text format of team orienteering
    #[arg(long, value_name = "FILE")]
    instance: Option<PathBuf>,
    /// Berapa kali rencana dibongkar dan diperbaiki · How often the plan is taken apart and mended
    #[arg(long, default_value_t = 4_000)]
    iterations: u32,
    /// Benih: benih yang sama memberi rencana yang sama · The same seed gives the same plan
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Jumlah tim · Teams
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=50))]
    teams: u16,
    /// Jumlah hari · Days
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=100))]
    days: u16,
    /// Menit kerja sehari, untuk soal dari berkas · Minutes of a day, for a question from a file
    #[arg(long, default_value_t = 480, value_parser = clap::value_parser!(u16).range(1..=1440))]
    minutes: u16,
}

pub(crate) async fn answer(question: &Question, speech: Speech) -> anyhow::Result<Answer> {
    match &question.instance {
        Some(path) => instance::answer(path, question, speech),
        None => {
            Err(Misuse::missing(speech.pick("sebutkan --instance BERKAS", "give --instance FILE")))
        }
    }
}
