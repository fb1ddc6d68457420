//! How refusals are said: a sentence with the way out, or problem details (RFC 9457) as JSON.

use crate::speech::Speech;
use access::{KeyringError, users::UserRefusal};
use clap::error::ErrorKind;
use contribution::import::ImportRefusal;
use db::{BackupError, DbError};
use insight::CoverageRefusal;
use regulation::{LawError, LoadErrors};
use serde::Serialize;
use std::process::ExitCode;

/// Wrong usage: said like any other mistake of typing, exit code 2.
#[derive(Debug)]
pub(crate) struct Misuse {
    pub(crate) kind: ErrorKind,
    pub(crate) sentence: String,
}

impl Misuse {
    /// Something is missing.
    pub(crate) fn missing(sentence: impl Into<String>) -> anyhow::Error {
        Self { kind: ErrorKind::MissingRequiredArgument, sentence: sentence.into() }.into()
    }

    /// Something is written wrongly, or does not go together.
    pub(crate) fn wrong(sentence: impl Into<String>) -> anyhow::Error {
        Self { kind: ErrorKind::ValueValidation, sentence: sentence.into() }.into()
    }
}

impl std::fmt::Display for Misuse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Misuse {}

/// A refusal of the command line's own, in both languages.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(crate) field: Option<&'static str>,
    pub(crate) id: String,
    pub(crate) en: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.en)
    }
}

impl std::error::Error for Refusal {}

/// Problem details of a refusal; `type` and `title` are those of the API.
#[derive(Debug, Serialize)]
struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    detail: String,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

/// Prints a refusal on stderr; exit code 1.
pub(crate) fn print(refused: &anyhow::Error, speech: Speech) -> ExitCode {
    let problem = Problem::of(refused, speech);
    if speech.is_json() {
        eprintln!("{}", serde_json::to_string(&problem).unwrap_or(problem.detail));
    } else {
        eprintln!("{}", problem.detail);
    }
    ExitCode::FAILURE
}

const LAW: &str = "law";
const NOT_FOUND: &str = "not-found";
const CONFLICT: &str = "conflict";
const LIST: &str = "list-refused";
const FAULT: &str = "fault";

impl Problem {
    fn of(refused: &anyhow::Error, speech: Speech) -> Self {
        let (kind, Refusal { code, field, id, en }) = sorted(refused);
        let title = match kind {
            LAW => speech.pick("Ditolak oleh aturan", "Refused by a rule"),
            NOT_FOUND => speech.pick("Tidak ada di sini", "There is nothing here"),
            CONFLICT => {
                speech.pick("Tidak dapat dilakukan dalam keadaan ini", "Not possible in this state")
            }
            _ => speech.pick("Tidak berhasil", "It did not succeed"),
        };
        let detail = speech.pick(id, en);
        Self { kind: format!("/problems/{kind}"), title, detail, code, field }
    }
}

/// The kind of a refusal, and what is said about it in two languages.
fn sorted(refused: &anyhow::Error) -> (&'static str, Refusal) {
    if let Some(error) = refused.downcast_ref::<LawError>() {
        let kind = match error {
            LawError::NoSuchParameter { .. } => NOT_FOUND,
            _ => LAW,
        };
        return (kind, said(error.code(), error.field(), error.indonesian(), error));
    }
    if let Some(errors) = refused.downcast_ref::<LoadErrors>() {
        let id = errors.0.iter().map(|e| format!("law/{}, baris {}: {}", e.file, e.line, e.id));
        let id = id.collect::<Vec<_>>().join("\n");
        return (LAW, said("LAW_FOLDER", Some("law"), id, errors));
    }
    if let Some(Refusal { code, field, id, en }) = refused.downcast_ref() {
        return (CONFLICT, said(code, *field, id.clone(), en));
    }
    if let Some(error) = refused.downcast_ref::<BackupError>() {
        return (CONFLICT, said("BACKUP", None, backup_in_indonesian(error), error));
    }
    if let Some(error) = refused.downcast_ref::<KeyringError>() {
        return (CONFLICT, said("KEYRING", Some("keys"), keyring_in_indonesian(error), error));
    }
    if let Some(error) = refused.downcast_ref::<ImportRefusal>() {
        let kind = match error {
            ImportRefusal::Sheet(_) => LIST,
            _ => CONFLICT,
        };
        let field = match error {
            ImportRefusal::Payer => Some("payer"),
            ImportRefusal::Programmes => Some("programmes"),
            ImportRefusal::Income => Some("income"),
            ImportRefusal::Area(_) => Some("area"),
            ImportRefusal::Group { .. } => Some("group"),
            _ => None,
        };
        return (kind, said(error.code(), field, error.indonesian(), error));
    }
    if let Some(error) = refused.downcast_ref::<CoverageRefusal>() {
        return (LAW, said(error.code(), None, error.indonesian(), error));
    }
    if let Some(error) = refused.downcast_ref::<UserRefusal>() {
        return (CONFLICT, said("USER", None, error.indonesian(), error));
    }
    if let Some(error) = refused.downcast_ref::<DbError>() {
        let id = format!("Basis data menolak: {error}");
        return (FAULT, said("DATABASE", Some("db"), id, error));
    }
    let chain = refused.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ");
    (FAULT, said("FAILED", None, chain.clone(), chain))
}

fn said(
    code: &'static str,
    field: Option<&'static str>,
    id: String,
    en: impl std::fmt::Display,
) -> Refusal {
    Refusal { code, field, id, en: en.to_string() }
}

fn backup_in_indonesian(error: &BackupError) -> String {
    match error {
        BackupError::NotSqlite => {
            "Basis data PostgreSQL dicadangkan dengan alatnya sendiri; lihat docs/operating/backup.md"
                .into()
        }
        BackupError::Exists(path) => {
            format!("“{}” sudah ada; pilih nama lain, tidak ada yang diubah", path.display())
        }
        BackupError::Damaged(what) => format!("Salinan rusak dan tidak dipakai: {what}"),
        BackupError::Disk(cause) => format!("Berkas tidak dapat ditulis: {cause}"),
        BackupError::Db(cause) => format!("Basis data menolak: {cause}"),
    }
}

fn keyring_in_indonesian(error: &KeyringError) -> String {
    match error {
        KeyringError::Exists(path) => format!(
            "Berkas kunci “{}” sudah ada dan tidak pernah ditimpa; pakai berkas itu, atau pilih nama lain",
            path.display()
        ),
        KeyringError::Missing(path) => format!(
            "Berkas kunci “{}” tidak ada; kembalikan dari salinan amannya, atau buat yang baru bila belum ada data",
            path.display()
        ),
        KeyringError::Open { path, mode } => format!(
            "Orang lain dapat membaca berkas kunci “{path}” (mode {mode:o}); jalankan: chmod 600 {path}",
            path = path.display()
        ),
        KeyringError::Damaged { path, why } => format!(
            "Berkas kunci “{}” tidak dapat dipakai ({why}); kembalikan dari salinan amannya",
            path.display()
        ),
        KeyringError::IndexRotationUnderWay => {
            "Pergantian kunci indeks sedang berjalan; selesaikan penyegelan ulang, lalu pensiunkan kunci lama"
                .into()
        }
        KeyringError::Locked(path) => format!(
            "Berkas kunci sedang diubah, atau perubahan terputus; bila tidak ada yang mengubah, hapus “{}” lalu coba lagi",
            path.display()
        ),
        KeyringError::NoMoreIds => "Semua nomor kunci sudah terpakai; rencanakan berkas kunci baru".into(),
        KeyringError::Disk { path, cause } => {
            format!("Berkas kunci “{}” tidak terbaca atau tertulis: {cause}", path.display())
        }
        KeyringError::NoChance(cause) => format!("Sumber acak mesin ini gagal: {cause}"),
    }
}
