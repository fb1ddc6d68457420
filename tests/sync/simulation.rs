//! Fifty phones, thirty days, one office: cuts, lost answers, crashes, requests that wander for days,
//! reordering, carriers, sealed files, wrong clocks, wiped and revoked phones, an app newer than the
//! office, and a database restored from last night's copy. Drawn from a seed, against the real code.
//!
//! What must hold, whatever was drawn:
//! - every command that reached the office, on any way, is kept exactly once, as it was finalised;
//! - no phone believes a command is at the office that is not;
//! - each receipt is in custody or before a person, and money paid in plus money held is what was
//!   handed in;
//! - one number is one person, and in the end each phone knows what the office decided.
//!
//! `LINDUNG_SEEDS=1000 cargo test -p proofs --test sync fifty` is the long run (with a `TMPDIR` in
//! memory it does not wait for the disk), `LINDUNG_SEEDS=701..1000` a part of it; a seed that fails is
//! named, and `LINDUNG_SEED=n` runs it alone.

mod day;
mod end;
mod handset;
mod line;

use crate::forms::{Worker, worker};
use access::Role;
use db::{Db, OpenOptions, Uuid};
use handset::Handset;
use jiff::{SignedDuration, Timestamp};
use proofs::{
    Fresh, World,
    phone::{ground, holder},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    panic::AssertUnwindSafe,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};
use sync::{Batch, Envelope};

const PHONES: usize = 50;
const DAYS: u32 = 30;

/// A small generator of our own: the same everywhere.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// A finalised command and what we know of it.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) envelope: Envelope,
    /// Cash of a receipt.
    pub(crate) amount: Option<i64>,
    /// Its bytes were at the office once, or in a file at the office.
    pub(crate) reached: bool,
}

/// The whole: the office, the phones, what is under way between them, and what is true.
pub(crate) struct Sim {
    pub(crate) world: World,
    pub(crate) dice: Dice,
    pub(crate) phones: Vec<Handset>,
    pub(crate) facts: BTreeMap<Uuid, Fact>,
    /// Requests that were sent and arrive another day; nobody waits for their answer.
    pub(crate) wandering: Vec<Batch>,
    /// Files on their way to the office.
    pub(crate) files: Vec<Batch>,
    /// Commands the restored database lacks and nobody has offered again.
    pub(crate) lost: BTreeSet<Uuid>,
    pub(crate) workers: u32,
}

/// An office with everything it needs, as bytes of a file, made once.
async fn office() -> World {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    let mut fresh = Fresh::sqlite().await;
    fresh.db.close().await;
    if TEMPLATE.get().is_none() {
        let fast = OpenOptions { build_from_nothing: true, ..OpenOptions::default() };
        let db = Db::open(&fresh.address, fast).await.unwrap();
        reference(&db).await;
        db.close().await;
        let _ = TEMPLATE.set(std::fs::read(&fresh.address).unwrap());
    } else {
        std::fs::write(&fresh.address, TEMPLATE.get().unwrap()).unwrap();
    }
    fresh.db = reopened(&fresh.address).await;
    World::on(fresh)
}

async fn reference(db: &Db) {
    let mut tx = db.write().await.unwrap();
    registry::load_reference(&mut tx).await.unwrap();
    ledger::load_chart(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// The file, opened as an office opens it: who reads is in nobody's way.
pub(crate) async fn reopened(address: &str) -> Db {
    Db::open(address, OpenOptions::default()).await.unwrap()
}

impl Sim {
    async fn new(seed: u64, world: World, n_phones: usize) -> Self {
        world.at("2026-11-01T06:00:00+07:00");
        let mut phones = Vec::new();
        for n in 0..n_phones {
            let agent = holder(&world, &format!("agen.{n}"), Role::Agent, "33.02").await;
            phones.push(Handset::new(&world, n, agent).await);
        }
        Self {
            world,
            dice: Dice(seed),
            phones,
            facts: BTreeMap::new(),
            wandering: Vec::new(),
            files: Vec::new(),
            lost: BTreeSet::new(),
            workers: 0,
        }
    }

    /// Somebody new, or (one in eight) somebody who was written down before, at times with another name.
    pub(crate) fn somebody(&mut self) -> Worker {
        if self.workers > 0 && self.dice.one_in(8) {
            let again = u32::try_from(self.dice.below(self.workers as usize)).unwrap();
            let known = worker(again);
            if self.dice.one_in(3) {
                return Worker { name: "Nama Lain Sekali".into(), ..known };
            }
            return known;
        }
        self.workers += 1;
        worker(self.workers - 1)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.world.now()
    }

    pub(crate) fn wait(&self, minutes: usize) {
        self.world.wait(SignedDuration::from_mins(i64::try_from(minutes).unwrap()));
    }
}

/// What a life came to, for the count at the end of a long run.
#[derive(Clone, Copy, Default)]
struct Life {
    commands: usize,
    restores: usize,
}

async fn run(seed: u64, world: World, n_phones: usize, days: u32) -> Life {
    let mut sim = Sim::new(seed, world, n_phones).await;
    let restores = seed.is_multiple_of(3) && sim.world.db().dialect() == db::Dialect::Sqlite;
    let mut copy = None;
    for day in 0..days {
        sim.day(day).await;
        if restores && day == days / 2 {
            copy = Some(sim.copied().await);
        }
        if restores && day == days / 2 + 1 {
            let copy = copy.take().expect("last night's copy");
            sim.restored(&copy).await;
        }
    }
    sim.ends(seed).await;
    Life { commands: sim.facts.len(), restores: usize::from(restores) }
}

/// How many lives `cargo test` tells; the third restores a copy.
const SEEDS: u64 = 3;

fn seeds() -> Vec<u64> {
    let number = |text: &str| text.trim().parse::<u64>().expect("seeds are whole numbers");
    if let Ok(one) = std::env::var("LINDUNG_SEED") {
        return vec![number(&one)];
    }
    let said = std::env::var("LINDUNG_SEEDS").unwrap_or_else(|_| SEEDS.to_string());
    match said.split_once("..") {
        Some((first, last)) => (number(first)..=number(last)).collect(),
        None => (1..=number(&said)).collect(),
    }
}

/// One life on a thread and runtime of its own; none when something did not hold.
fn life(seed: u64) -> Option<Life> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let live = || runtime.block_on(async { run(seed, office().await, PHONES, DAYS).await });
    std::panic::catch_unwind(AssertUnwindSafe(live)).ok()
}

/// Two at a time: the machine has few cores, and each life has its own database. A life that fails
/// stops no other, so a long run names every seed to look at.
#[test]
fn fifty_phones_live_a_month_and_nothing_is_lost_doubled_or_unpaid() {
    let seeds = seeds();
    let (next, told) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
            let began = std::time::Instant::now();
            let life = life(*seed);
            if usize::try_from(SEEDS).unwrap() < seeds.len() {
                let n =
                    life.map_or_else(|| "failed".into(), |it| format!("{} commands", it.commands));
                eprintln!("seed {seed}: {n} in {:?}", began.elapsed());
            }
            told.lock().unwrap().push((*seed, life));
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    let told = told.into_inner().unwrap();
    let lives: Vec<Life> = told.iter().filter_map(|(_, life)| *life).collect();
    let sum = |of: fn(&Life) -> usize| lives.iter().map(of).sum::<usize>();
    let (commands, restores) = (sum(|it| it.commands), sum(|it| it.restores));
    eprintln!("{} lives held: {commands} commands, {restores} restores", lives.len());
    let failed: Vec<u64> =
        told.iter().filter(|(_, life)| life.is_none()).map(|(seed, _)| *seed).collect();
    assert!(failed.is_empty(), "LINDUNG_SEED= of these fails; see above: {failed:?}");
    assert!(commands > seeds.len() * 300, "phones were busy: {commands} commands");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_few_phones_live_a_fortnight_on_postgres() {
    if let Some(world) = World::on_postgres().await {
        reference(&world.db()).await;
        run(7, world, 8, 14).await;
    }
}

/// The ground of now.
pub(crate) fn of(sim: &Sim) -> sync::Ground {
    ground(&sim.world)
}
