//! `lindung plan`: which team visits which village on which day and why, or the best routes of a file.

mod instance;
mod season;

use crate::{
    problem::Misuse,
    speech::{Answer, Speech},
};
use clap::Args;
use regulation::Law;
use std::path::PathBuf;
use terms::{AreaCode, Date};

/// What `lindung plan` is asked.
#[derive(Debug, Args)]
pub(crate) struct Question {
    /// Berkas soal: CSV (id,lat,lon,value,service) atau teks team orienteering (n, m, tmax)
    /// · A question in a file: CSV, or the text format of team orienteering
    #[arg(long, value_name = "FILE", conflicts_with = "area")]
    instance: Option<PathBuf>,
    /// Wilayah: kode kabupaten/kota, atau beberapa dengan koma · Area: code of a regency, or several
    #[arg(long, value_delimiter = ',', value_name = "CODE,…")]
    area: Vec<AreaCode>,
    /// Hari pertama, misalnya 2026-11-23 · First day
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Jumlah hari kerja · Working days
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=60))]
    days: u16,
    /// Jumlah tim · Teams
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=30))]
    teams: u16,
    /// Kode desa atau kecamatan tempat tim mulai dan pulang · Where teams start and end
    #[arg(long, value_name = "CODE")]
    start: Option<AreaCode>,
    /// Kunjungan paling sedikit untuk tiap kecamatan · Visits each district gets at least
    #[arg(long, default_value_t = 0)]
    per_district: u32,
    /// Basis data; tanpa ini hanya perkiraan penduduk yang dipakai
    /// · The database; without it only the population estimate is used
    #[arg(long, env = "LINDUNG_DB", hide_env_values = true)]
    db: Option<String>,
    /// Berkas kunci · The keyring file
    #[arg(long, env = "LINDUNG_KEYS")]
    keys: Option<PathBuf>,
    /// Berapa kali rencana dibongkar dan diperbaiki; bila tidak disebut 4000 untuk berkas, 1500 untuk wilayah
    /// · How often the plan is taken apart and mended
    #[arg(long)]
    iterations: Option<u32>,
    /// Benih: benih yang sama memberi rencana yang sama · The same seed gives the same plan
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Menit kerja sehari, untuk soal CSV · Minutes of a day, for a CSV question
    #[arg(long, default_value_t = 480, value_parser = clap::value_parser!(u16).range(1..=1440))]
    minutes: u16,
}

pub(crate) async fn answer(
    law: Law,
    question: &Question,
    speech: Speech,
) -> anyhow::Result<Answer> {
    match (&question.instance, question.area.is_empty(), question.from) {
        (Some(path), ..) => instance::answer(path, question, speech),
        (None, false, Some(from)) => season::answer(law, from, question, speech).await,
        _ => Err(Misuse::missing(speech.pick(
            "sebutkan --area KODE dan --from TANGGAL, misalnya --area 33.02 --from 2026-11-23; atau --instance BERKAS",
            "give --area CODE and --from DATE, for example --area 33.02 --from 2026-11-23; or --instance FILE",
        ))),
    }
}
