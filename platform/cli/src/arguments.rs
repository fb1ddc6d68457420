//! What can be typed. Every help line is Indonesian first, then English.

use crate::verb;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Kantor jaminan sosial untuk pekerja bukan penerima upah
/// · The social-security office for own-account workers
#[derive(Debug, Parser)]
#[command(name = "lindung", version, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Arguments {
    /// Bahasa; bila tidak disebut, menurut LANG · Language; unless told, from LANG
    #[arg(long, global = true, value_name = "id|en")]
    pub(crate) lang: Option<Language>,

    /// Jawaban untuk program · Answer for programs
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Folder hukum lain, dengan bentuk folder law/ · Another law, a folder shaped like law/
    #[arg(long, global = true, value_name = "FOLDER", env = "LINDUNG_LAW")]
    pub(crate) law: Option<PathBuf>,

    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// A language people are spoken to in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Language {
    /// Bahasa Indonesia
    Id,
    /// English
    En,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Berapa iurannya, bulan demi bulan · What months cost
    Price(verb::price::Question),
    /// Terlindungi atau tidak pada suatu hari · Whether somebody is covered on a day
    Cover(verb::cover::Question),
    /// Apa yang dikatakan sebuah NIK · What an identity number says
    Nik(verb::nik::Question),
    /// Hukumnya: daftar, riwayat, pemeriksaan · The law: list, history, check
    #[command(subcommand)]
    Law(verb::law::Question),
    /// Membuka kantor: API dan halaman · Opens the office: API and pages
    Serve(verb::serve::Order),
    /// Membuat basis data atau membawanya ke skema sekarang · Makes a database, or brings it up to date
    Migrate(verb::migrate::Order),
    /// Membaca daftar orang · Reads a list of people
    #[command(subcommand)]
    Import(verb::import::Order),
    /// Ke mana berikutnya: tim, desa, hari, dan alasannya · Where next: team, village, day, and why
    Plan(verb::plan::Question),
    /// Laporan: buku, cakupan · Reports: the books, coverage
    #[command(subcommand)]
    Report(verb::report::Question),
    /// Membuktikan semua ketetapan pada basis data yang sedang dipakai · Proves every invariant, live
    Check(verb::check::Order),
    /// Menyalin basis data SQLite sambil melayani · Copies a SQLite database while it serves
    Backup(verb::backup::Order),
    /// Mengembalikan salinan sebagai berkas baru · Puts a copy back as a new file
    Restore(verb::restore::Order),
    /// Kunci yang menyegel data pribadi · The keys that seal personal data
    #[command(subcommand)]
    Key(verb::key::Order),
    /// Pengguna dan perannya · Users and their roles
    #[command(subcommand)]
    User(verb::user::Order),
    /// Rantai catatan siapa berbuat apa · The chained record of who did what
    #[command(subcommand)]
    Audit(verb::audit::Order),
    /// Membuat kantor contoh dengan penduduknya dan melayaninya · Builds a demonstration and serves it
    Demo(crate::demo::Order),
}
