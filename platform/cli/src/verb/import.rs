//! `lindung import people`: a list of people, row by row, with a sheet of what came of each row.

use crate::{
    clock,
    installation::Installation,
    problem::Misuse,
    progress::Bar,
    speech::{Answer, Speech},
};
use anyhow::Context as _;
use clap::Subcommand;
use contribution::import::{self, ImportOrder, Imported, ResultSheet};
use regulation::Law;
use std::{
    fmt::Write as _,
    fs::File,
    path::{Path, PathBuf},
};
use terms::{AreaCode, Payer, Programmes, Rupiah, ids::ListId};

/// What `lindung import` is told.
#[derive(Debug, Subcommand)]
pub(crate) enum Order {
    /// Daftar orang: CSV, XLSX atau ODS · A list of people: CSV, XLSX or ODS
    People(People),
}

/// A list of people, and what holds where a row says nothing.
#[derive(Debug, clap::Args)]
pub(crate) struct People {
    /// Berkas daftar · The list
    file: PathBuf,
    #[command(flatten)]
    installation: Installation,
    /// Kode wilayah daftar ini · The area the list is for
    #[arg(long)]
    area: AreaCode,
    /// Pembayar bila baris tidak menyebut · Who pays where a row does not say
    #[arg(long, default_value = "self")]
    payer: Payer,
    /// Kelompok bila baris tidak menyebut: bpd, rt, satlinmas, … · Group where a row does not say
    #[arg(long)]
    group: Option<String>,
    /// Program semua orang · Programmes of everyone
    #[arg(long, default_value = "jkk,jkm")]
    programmes: Programmes,
    /// Penghasilan bila baris tidak menyebut; kosong: lapisan terendah · Income where a row has none
    #[arg(long)]
    income: Option<i64>,
    /// Buka kode iuran sekian bulan untuk tiap peserta baru · Open a payment code of so many months
    #[arg(long, value_name = "MONTHS")]
    open_codes: Option<u32>,
    /// Lembar hasil, .csv atau .xlsx; isi yang lama diganti · The result sheet; replaced if there
    #[arg(long)]
    result: Option<PathBuf>,
}

pub(crate) async fn answer(law: Law, order: &Order, speech: Speech) -> anyhow::Result<Answer> {
    let Order::People(people) = order;
    let file = File::open(&people.file).with_context(|| people.file.display().to_string())?;
    let mut sheet = match &people.result {
        Some(path) => Some(Sheet::begin(path, &people.file, speech)?),
        None => None,
    };
    let office = people.installation.office(law).await?;
    let n = u64::try_from(clock::now().as_nanosecond()).unwrap_or(0);
    let order = ImportOrder {
        list: ListId(office.outside.id(office.actor.0, "list", n)),
        file_name: people.file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        area: people.area.clone(),
        payer: people.payer,
        group: people.group.clone(),
        programmes: people.programmes,
        income: people.income.map(Rupiah::new),
        code_months: people.open_codes,
    };
    let bar = Bar::begin(speech);
    let told = |progress: import::Progress| bar.at(progress.n_rows, progress.n_total);
    let writer = sheet.as_mut().map(|sheet| &mut sheet.writer);
    let imported = import::import(&office, &order, file, told, writer).await;
    bar.end();
    office.db.close().await;
    let imported = imported?;
    if let Some(sheet) = sheet {
        sheet.put_in_place()?;
    }
    speech.answer(&imported, || said(speech, &imported))
}

/// The result sheet, written beside its place and put there when it is whole.
struct Sheet {
    writer: ResultSheet,
    part: PathBuf,
    path: PathBuf,
}

impl Sheet {
    fn begin(path: &Path, list: &Path, speech: Speech) -> anyhow::Result<Self> {
        let is_list =
            path.canonicalize().is_ok_and(|path| list.canonicalize().is_ok_and(|it| it == path));
        if is_list {
            return Err(Misuse::wrong(speech.pick(
                "--result sama dengan daftar itu sendiri; pilih nama lain",
                "--result is the list itself; choose another name",
            )));
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part).with_context(|| part.display().to_string())?;
        let is_workbook = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("xlsx"));
        let writer = if is_workbook { ResultSheet::xlsx(file) } else { ResultSheet::csv(file) };
        Ok(Self { writer, part, path: path.to_owned() })
    }

    fn put_in_place(self) -> anyhow::Result<()> {
        std::fs::rename(&self.part, &self.path).with_context(|| self.path.display().to_string())
    }
}

impl Drop for Sheet {
    fn drop(&mut self) {
        // Gone already when it was put in place.
        let _ = std::fs::remove_file(&self.part);
    }
}

fn said(speech: Speech, imported: &Imported) -> String {
    let Imported { n_rows, n_accepted, n_already, n_refused, .. } = imported;
    let mut text = speech.pick(
        format!("{n_rows} baris: {n_accepted} didaftarkan, {n_already} sudah peserta, {n_refused} ditolak.\n"),
        format!("{n_rows} rows: {n_accepted} enrolled, {n_already} members already, {n_refused} refused.\n"),
    );
    if imported.was_known {
        text += speech.pick(
            "Berkas ini sudah pernah dibaca; tidak ada yang berubah.\n",
            "This file was read before; nothing has changed.\n",
        );
    }
    for (code, n) in &imported.by_outcome {
        let _ = writeln!(text, "  {n:>8} {code}");
    }
    text
}
