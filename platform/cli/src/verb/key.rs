//! `lindung key`: makes the keyring, changes its keys, seals again, and removes old keys.

use crate::{
    installation::Installation,
    speech::{Answer, Speech},
};
use access::{Keyring, reseal};
use clap::Subcommand;
use regulation::Law;
use serde_json::json;
use std::path::PathBuf;

/// What `lindung key` is told.
#[derive(Debug, Subcommand)]
pub(crate) enum Order {
    /// Membuat berkas kunci baru; tidak pernah menimpa · Makes a keyring file; never overwrites
    Create {
        /// Berkas kunci · The keyring file
        #[arg(long, env = "LINDUNG_KEYS")]
        keys: PathBuf,
    },
    /// Menambah kunci baru untuk penyegelan berikutnya · Adds a new key for what is sealed from now on
    Rotate {
        /// Berkas kunci · The keyring file
        #[arg(long, env = "LINDUNG_KEYS")]
        keys: PathBuf,
        /// Juga kunci indeks pencarian · The key of the look-up index too
        #[arg(long)]
        index: bool,
    },
    /// Menyegel ulang data lama dengan kunci sekarang, boleh sambil melayani · Seals again, live
    Reseal {
        #[command(flatten)]
        installation: Installation,
        /// Sesudahnya hapus kunci lama; setiap server harus sudah dimulai ulang · Remove the old keys
        #[arg(long)]
        retire: bool,
    },
}

pub(crate) async fn answer(law: Law, order: &Order, speech: Speech) -> anyhow::Result<Answer> {
    match order {
        Order::Create { keys } => {
            Keyring::create(keys)?;
            let path = keys.display();
            speech.answer(&json!({ "keys": keys }), || {
                speech.pick(
                    format!("Dibuat: {path}. Salin ke tempat aman yang terpisah dari cadangan basis data; tanpanya data pribadi tidak terbaca lagi.\n"),
                    format!("Made: {path}. Keep a copy apart from the database backups; without it personal data cannot be read again.\n"),
                )
            })
        }
        Order::Rotate { keys, index } => {
            let mut ring = Keyring::rotate(keys)?;
            if *index {
                ring = Keyring::rotate_index(keys)?;
            }
            let current = ring.current_id();
            speech.answer(&json!({ "keys": keys, "current": current }), || {
                speech.pick(
                    format!("Kunci sekarang nomor {current}. Mulai ulang setiap server, lalu jalankan `lindung key reseal`.\n"),
                    format!("The current key is number {current}. Restart every server, then run `lindung key reseal`.\n"),
                )
            })
        }
        Order::Reseal { installation, retire } => {
            seal_again(law, installation, *retire, speech).await
        }
    }
}

async fn seal_again(
    law: Law,
    installation: &Installation,
    retire: bool,
    speech: Speech,
) -> anyhow::Result<Answer> {
    let office = installation.office(law).await?;
    let done = reseal::reseal(&office).await?;
    if retire {
        reseal::retire_keys(&office, &installation.keys_file()?, &done).await?;
    }
    office.db.close().await;
    let answer = speech.answer(&json!({ "resealed": done, "retired": retire }), || {
        let (people, cards, rows, unopened) =
            (done.people, done.households, done.list_rows, done.unopened);
        speech.pick(
            format!("Disegel ulang: {people} orang, {cards} kartu keluarga, {rows} baris daftar. Tidak terbuka: {unopened}.\n"),
            format!("Sealed again: {people} people, {cards} family cards, {rows} list rows. Did not open: {unopened}.\n"),
        )
    })?;
    Ok(answer.well_if(done.unopened == 0))
}
