//! A list of people against the same rows loaded raw: `import ADDRESS [ROWS]`, on an empty database.
//!
//! The import reads the file, checks every row, seals and indexes the numbers, looks for duplicates,
//! enrols and records, commit by commit. Raw is what the import left behind, put into empty tables
//! of the same shape, keys and indexes included: by `COPY` on PostgreSQL, by one prepared insert a table
//! from an attached file in one transaction on SQLite. `psql` or `sqlite3` does it, timed as it runs.

#![expect(
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::panic,
    reason = "a benchmark prints ratios, and stops at whatever is missing"
)]

use contribution::import::{ImportOrder, Progress, import};
use db::{Db, OpenOptions, Uuid};
use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use terms::{AreaLevel, Payer, Programmes, ids::ListId};

const TABLES: [&str; 6] =
    ["person", "person_nik", "person_occupation", "membership", "membership_number", "list_row"];

#[tokio::main]
async fn main() {
    let address = std::env::args().nth(1).expect("an address");
    let n: u64 = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let folder = std::env::temp_dir().join(format!("lindung-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("daftar.csv");
    write_list(&file, n).expect("a list");
    let db = Db::open(&address, OpenOptions { create: true, ..OpenOptions::default() });
    let db = db.await.expect("open");
    let office = bench::office(&db);
    db::migrate(&db, office.outside.now).await.expect("migrated");
    let mut tx = db.write().await.expect("a write");
    registry::load_reference(&mut tx).await.expect("reference data");
    tx.commit().await.expect("a commit");
    let start = Instant::now();
    let source = std::fs::File::open(&file).expect("the list");
    let done = import(&office, &order(), source, say, None).await.expect("imported");
    let took = start.elapsed();
    assert_eq!(done.n_accepted, n, "{:?}", done.by_outcome);
    println!("import: {n} rows in {took:.1?}, {:.0} a second", per_second(n, took));
    println!("memory at its highest: {} MB", peak_memory_mb());
    db.close().await;
    let raw = if address.starts_with("postgres") {
        raw_postgres(&address, &folder)
    } else {
        raw_sqlite(Path::new(&address), &folder)
    };
    println!("raw: {raw:.1?}, {:.0} a second", per_second(n, raw));
    println!("import runs at {:.2} of raw", raw.as_secs_f64() / took.as_secs_f64());
    let _ = std::fs::remove_dir_all(&folder);
}

fn per_second(n: u64, took: Duration) -> f64 {
    u32::try_from(n).map_or(0.0, f64::from) / took.as_secs_f64()
}

fn say(progress: Progress) {
    if progress.n_rows.is_multiple_of(100_000) {
        eprintln!("{} of {}", progress.n_rows, progress.n_total);
    }
}

fn order() -> ImportOrder {
    ImportOrder {
        list: ListId(Uuid::from_u128(0x0115_7000)),
        file_name: "daftar.csv".into(),
        area: "33.02".parse().expect("a code"),
        payer: Payer::Apbd,
        group: None,
        programmes: Programmes::BASE,
        income: None,
        code_months: None,
    }
}

/// People of one regency, each with a number of their own; names repeat as names do.
fn write_list(file: &Path, n: u64) -> io::Result<()> {
    const NAMES: [&str; 16] = [
        "Siti", "Sri", "Budi", "Agus", "Slamet", "Tumini", "Wagiyem", "Rohmat", "Utami", "Wahyuni",
        "Santoso", "Raharjo", "Lestari", "Widodo", "Purnomo", "Hidayat",
    ];
    let all = registry::Gazetteer::embedded();
    let area = "33.02".parse().expect("a code");
    let villages: Vec<&str> = all
        .within(Some(&area))
        .filter(|area| area.code.level() == AreaLevel::Village)
        .map(|area| area.code.as_str())
        .collect();
    let mut out = BufWriter::new(std::fs::File::create(file)?);
    writeln!(out, "no,nik,nama,tanggal_lahir,no_hp,pekerjaan,penghasilan,kode_desa,rt,rw")?;
    for i in 0..n {
        // A step that shares no factor with the number of dates mixes them.
        let date = i * 7_919 % 12_768;
        let (day, month, year) = (1 + date % 28, 1 + date / 28 % 12, 62 + date / 336);
        let (serial, area) = (9_000 + i / 12_768 % 1_000, 1 + i / 12_768_000 % 27);
        let pick = |step: u64| NAMES[usize::try_from(i / step % 16).unwrap_or(0)];
        let village = villages[usize::try_from(i * 31 % villages.len() as u64).unwrap_or(0)];
        writeln!(
            out,
            "{},'3302{area:02}{day:02}{month:02}{:02}{serial:04},{} {} {},{day:02}-{month:02}-19{year},'081{:09},Petani padi,{},'{village},{:03},{:03}",
            i + 1,
            year,
            pick(1),
            pick(16),
            pick(256),
            200_000_000 + i,
            1_000_000 + i % 8 * 250_000,
            1 + i % 9,
            1 + i % 5,
        )?;
    }
    out.flush()
}

/// The highest resident memory of this process, from the kernel.
fn peak_memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().split(' ').next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn raw_postgres(address: &str, folder: &Path) -> Duration {
    let mut load = String::from("BEGIN;");
    let mut unload = String::from("CREATE SCHEMA raw;");
    for table in TABLES {
        let file = folder.join(table);
        unload += &format!("CREATE TABLE raw.{table} (LIKE public.{table} INCLUDING ALL);");
        unload += &format!("\n\\copy public.{table} to '{}'\n", file.display());
        load += &format!("\n\\copy raw.{table} from '{}'\n", file.display());
    }
    run("psql", &["-q", "-v", "ON_ERROR_STOP=1", address], &unload);
    let start = Instant::now();
    run("psql", &["-q", "-v", "ON_ERROR_STOP=1", address], &format!("{load}COMMIT;"));
    let took = start.elapsed();
    run("psql", &["-q", address], "SET client_min_messages = warning; DROP SCHEMA raw CASCADE;");
    took
}

fn raw_sqlite(database: &Path, folder: &Path) -> Duration {
    let raw: PathBuf = folder.join("raw.db");
    let raw = raw.to_str().expect("a path");
    let database = database.to_str().expect("a path");
    let schema = Command::new("sqlite3").args([database, ".schema"]).output().expect("sqlite3");
    let schema = String::from_utf8(schema.stdout).expect("text").replace("sqlite_sequence", "x");
    run("sqlite3", &[raw], &format!("PRAGMA journal_mode=WAL;\n{schema}"));
    let mut load = format!(
        "PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA foreign_keys=OFF; ATTACH '{database}' AS done; BEGIN;"
    );
    for table in TABLES {
        // The condition keeps SQLite from copying whole pages of a table of the same shape, which
        // checks nothing and is no insert.
        load += &format!("INSERT INTO main.{table} SELECT * FROM done.{table} WHERE rowid > 0;");
    }
    let start = Instant::now();
    run("sqlite3", &[raw], &format!("{load} COMMIT;"));
    start.elapsed()
}

fn run(program: &str, arguments: &[&str], text: &str) {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap_or_else(|e| panic!("{program} is needed for the raw side: {e}"));
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("written");
    assert!(child.wait().expect("ended").success(), "{program} failed");
}
