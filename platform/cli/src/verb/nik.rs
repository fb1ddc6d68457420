//! `lindung nik`: what an identity number says, and what is odd about it.

use crate::speech::{Answer, Speech};
use clap::Args;
use registry::Gazetteer;
use regulation::calculator::{self, NikAnswer};
use std::fmt::Write as _;
use terms::{AreaCode, Sex};

/// What `lindung nik` is asked.
#[derive(Debug, Args)]
pub(crate) struct Question {
    /// NIK, 16 angka · The identity number, 16 digits
    nik: String,
}

pub(crate) fn answer(question: &Question, speech: Speech) -> anyhow::Result<Answer> {
    let areas = Gazetteer::embedded();
    let found = calculator::nik_answer(&question.nik, |area| areas.knows(area))?;
    speech.answer(&found, || said(speech, &found, areas))
}

fn said(speech: Speech, found: &NikAnswer, areas: &Gazetteer) -> String {
    let code: Option<AreaCode> = found.area.parse().ok();
    let place = code.map(|code| areas.described(&code)).unwrap_or_default();
    let sex = match found.sex {
        Sex::Female => speech.pick("perempuan", "woman"),
        Sex::Male => speech.pick("laki-laki", "man"),
    };
    let mut text = format!(
        "{} {} {place}\n{} {:02}-{:02}, {} {:02}; {sex}\n",
        speech.pick("Pertama terdaftar di", "First registered in"),
        found.area,
        speech.pick("Lahir tanggal-bulan", "Born on day-month"),
        found.day,
        found.month,
        speech.pick("dua angka terakhir tahun", "last two digits of the year"),
        found.year2,
    );
    for warning in &found.warnings {
        let _ = writeln!(text, "{}: {}", speech.pick("Perhatian", "Warning"), odd(speech, warning));
    }
    text + "\n" + &speech.because(&found.because)
}

fn odd(speech: Speech, code: &str) -> &'static str {
    match code {
        "NIK_UNKNOWN_AREA" => speech.pick(
            "wilayah tidak ada dalam daftar sekarang; mungkin kode lama",
            "the area is not in today's list; it may be an old code",
        ),
        "NIK_SERIAL_ZERO" => speech.pick("nomor urut 0000", "serial 0000"),
        _ => speech.pick("kode kabupaten atau kota tidak lazim", "an unusual regency code"),
    }
}
