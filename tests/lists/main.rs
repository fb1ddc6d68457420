//! Lists of people: good rows at once, bad rows kept with their reasons, the same file once.

mod files;
mod rows;
mod village;

use access::{Office, Role};
use contribution::import::{ImportOrder, ImportRefusal, Imported, Progress, ResultSheet, import};
use db::Uuid;
use proofs::{World, raw_rows};
use std::{
    io::{Cursor, Write},
    sync::{Arc, Mutex},
};
use terms::{Payer, Programmes, ids::ListId};

/// Gumelar in Banyumas, where most of these lists come from.
const GUMELAR: &str = "33.02.15.2006";

/// A world with occupations and groups; areas are in memory.
async fn ready(world: &World) -> Office {
    let mut tx = world.db().write().await.unwrap();
    registry::load_occupations(&mut tx).await.unwrap();
    registry::load_groups(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    world.office(Role::BranchStaff, Some("33.02"))
}

fn order(n: u128) -> ImportOrder {
    ImportOrder {
        list: ListId(Uuid::from_u128(0x115_0000 + n)),
        file_name: "daftar (1).csv".into(),
        area: "33.02".parse().unwrap(),
        payer: Payer::SelfPaid,
        group: None,
        programmes: Programmes::BASE,
        income: None,
        code_months: None,
    }
}

/// A sheet that stays in the test's hands.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Paper {
    fn sheet(&self) -> ResultSheet {
        ResultSheet::csv(self.clone())
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// The outcome beside each row.
    fn outcomes(&self) -> Vec<String> {
        let bytes = self.0.lock().unwrap().clone();
        let mut sheet =
            sheets::open(Cursor::new(bytes), "h.csv", sheets::Limits::default()).unwrap();
        let at = sheet.columns().headers().iter().position(|header| header == "hasil").unwrap();
        let (mut row, mut outcomes) = (sheets::Row::new(), Vec::new());
        while sheet.next_row(&mut row).unwrap() {
            outcomes.push(row.cell(at).text().to_owned());
        }
        outcomes
    }
}

async fn hand_in(
    office: &Office,
    order: &ImportOrder,
    text: &str,
) -> (Result<Imported, ImportRefusal>, Paper) {
    let paper = Paper::default();
    let source = Cursor::new(text.as_bytes().to_vec());
    let answer = import(office, order, source, |_: Progress| {}, Some(&mut paper.sheet())).await;
    (answer, paper)
}

/// The identity number of the `n`-th generated man, and his birth date.
fn man(n: u32) -> (String, String) {
    let (day, month, year) = (n % 28 + 1, n / 28 % 12 + 1, 1970 + n / 336 % 30);
    let nik = format!("330215{day:02}{month:02}{:02}{:04}", year % 100, 9000 + n / 10_080);
    (nik, format!("{year}-{month:02}-{day:02}"))
}

fn name(n: u32) -> String {
    let letter = |n: u32| char::from(b'a' + u8::try_from(n % 26).unwrap());
    format!("Orang {}{}{}{}", letter(n / 17_576), letter(n / 676), letter(n / 26), letter(n))
}

/// A list of generated people of Gumelar.
fn people(numbers: impl IntoIterator<Item = u32>) -> String {
    let mut text = String::from("nik,nama,tanggal_lahir,kode_desa,no_hp,pekerjaan\n");
    for n in numbers {
        let (nik, born) = man(n);
        let phone = 81_200_000_000u64 + u64::from(n);
        text += &format!("{nik},{},{born},{GUMELAR},0{phone},Petani padi\n", name(n));
    }
    text
}

async fn count(world: &World, table: &str) -> i64 {
    let rows: Vec<(i64,)> =
        raw_rows(&world.db(), &format!("SELECT COUNT(*) FROM {table}")).await.unwrap();
    rows[0].0
}

/// Nothing is broken, neither the sub-ledger nor the audit.
async fn sound(world: &World) {
    let mut tx = world.db().read().await.unwrap();
    let invariants = contribution::check::check(&mut tx, &world.system()).await.unwrap();
    let broken: Vec<_> = invariants.iter().filter(|invariant| !invariant.ok).collect();
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(access::audit::verify(&mut tx).await.unwrap().is_empty());
}
