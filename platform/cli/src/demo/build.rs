//! Building: everything on the calendar is done with the verbs of the office, in the order of time.

use super::{
    calendar::{Entry, Happening, calendar},
    lives::Lives,
    months,
    people::{Births, Comer, Villages},
    story::{Cohort, Pays, cohorts},
};
use crate::progress::Bar;
use access::{Keyring, Office, Outside, audit};
use anyhow::{Context as _, anyhow, ensure};
use contribution::{
    Report,
    enrol::{NewMembership, open_many, sector_of},
    open_code::{BulkCode, open_codes},
    pay::apply_all,
};
use db::{Db, Tx, Uuid};
use jiff::SignedDuration;
use registry::{Door, Gazetteer, NewOccupation, NewPerson, register_many};
use regulation::{Law, contribution::PriceInput};
use std::sync::Arc;
use terms::{Month, Rupiah, Segment, Timestamp, ids::MembershipId};
use tokio::sync::mpsc;

/// What is handed in from outside.
#[derive(Clone)]
pub(super) struct Ground {
    pub(super) db: Db,
    pub(super) law: Arc<Law>,
    pub(super) keys: Arc<Keyring>,
    pub(super) now: Timestamp,
    /// One in so many of the people; 1 is everyone. For tests.
    pub(super) scale: u64,
}

impl Ground {
    /// The office on a day of the calendar.
    pub(super) fn office(&self, at: Timestamp) -> Office {
        let outside = Outside::new(at, Arc::clone(&self.law));
        Office::of_the_system(self.db.clone(), outside, Arc::clone(&self.keys))
    }
}

/// Builds into an empty database with its schema and reference data; answers how many people came.
pub(super) async fn build(ground: &Ground, bar: &Bar) -> anyhow::Result<u64> {
    let today = terms::office_date(ground.now);
    let mut cohorts = cohorts(today);
    cohorts.iter_mut().for_each(|cohort| cohort.shrink(ground.scale));
    let mut lives = Lives::new(today);
    let entries = calendar(&cohorts, &lives.days(), ground.now);
    let (mut here, all) = (0, cohorts.iter().map(|cohort| cohort.n).sum());
    let cohorts = Arc::new(cohorts);
    let mut comers = comers(ground, Arc::clone(&cohorts), entries.clone());
    let mut works = Works { ground, cohorts: &cohorts, members: vec![Vec::new(); cohorts.len()] };
    for (nth, entry) in (0u64..).zip(&entries) {
        let office = ground.office(entry.at);
        let seed = office.outside.id(Uuid::nil(), "demo", nth);
        match entry.happens {
            Happening::MonthBegins(month) => months::begin(&office, seed, month).await?,
            Happening::MonthEnds { month, closes } => {
                months::end(&office, seed, month, closes).await?;
            }
            Happening::Come { cohort, first, n } => {
                let comers = comers.recv().await.context("the people ran out")??;
                works.come(&office, seed, (cohort, first), comers).await?;
                here += n;
                bar.at(here, all);
            }
            Happening::PayAgain { cohort, first, n, months } => {
                works.pay_again(&office, seed, (cohort, first, n), months).await?;
            }
            Happening::Step(step) => lives.step(&office, seed, step).await?,
        }
    }
    Ok(all)
}

/// Makes people on a thread of their own, a few batches ahead of the database.
fn comers(
    ground: &Ground,
    cohorts: Arc<Vec<Cohort>>,
    entries: Vec<Entry>,
) -> mpsc::Receiver<anyhow::Result<Vec<Comer>>> {
    let (send, receive) = mpsc::channel(3);
    let law = Arc::clone(&ground.law);
    tokio::task::spawn_blocking(move || {
        let mut births = Births::of_house(0);
        let villages: anyhow::Result<Vec<Villages>> = cohorts
            .iter()
            .map(|cohort| Villages::of(cohort.place, Gazetteer::embedded()))
            .collect();
        let villages = match villages {
            Ok(villages) => villages,
            Err(error) => return drop(send.blocking_send(Err(error))),
        };
        for entry in entries {
            let Happening::Come { cohort, first, n } = entry.happens else { continue };
            let (Some(of), Some(villages)) = (cohorts.get(cohort), villages.get(cohort)) else {
                continue;
            };
            let outside = Outside::new(entry.at, Arc::clone(&law));
            let door = Door::new(&outside, Gazetteer::embedded());
            let batch: anyhow::Result<Vec<Comer>> =
                (first..first + n).map(|k| births.comer(of, villages, k, &door)).collect();
            if send.blocking_send(batch).is_err() {
                return;
            }
        }
    });
    receive
}

/// Somebody who may pay again.
#[derive(Clone, Debug)]
struct Payer {
    membership: MembershipId,
    input: PriceInput,
    next: Month,
}

struct Works<'a> {
    ground: &'a Ground,
    cohorts: &'a [Cohort],
    /// By cohort, those who will pay again.
    members: Vec<Vec<Payer>>,
}

impl Works<'_> {
    /// Some people come in: registered, enrolled, priced, paid for, in one commit.
    async fn come(
        &mut self,
        office: &Office,
        seed: Uuid,
        (at, first): (usize, u64),
        comers: Vec<Comer>,
    ) -> anyhow::Result<()> {
        let cohort = self.cohorts.get(at).context("a cohort of the calendar")?;
        let (people, buys): (Vec<NewPerson>, Vec<_>) =
            comers.into_iter().map(|comer| (comer.person, comer.buys)).unzip();
        let lives: Vec<_> = people.iter().map(|p| (p.village().clone(), sector(p))).collect();
        let mut tx = self.ground.db.write().await?;
        let known = register_many(&mut tx, office, seed, people).await?;
        ensure!(known.iter().all(|it| !it.was_known), "a number was given out twice");
        if matches!(cohort.pays, Pays::Nothing) {
            return commit(tx, office, seed).await;
        }
        let today = office.outside.today();
        let mut wanted = Vec::with_capacity(known.len());
        for ((known, buys), (village, sector)) in known.iter().zip(&buys).zip(lives) {
            let buys = buys.context("everyone in this cohort pays")?;
            wanted.push(NewMembership {
                person: known.person,
                village,
                segment: Segment::Bpu,
                programmes: buys.programmes,
                income: buys.income,
                sector,
                payer: cohort.payer,
                joined_on: today,
                list: None,
                is_first: true,
            });
        }
        let opened = open_many(&mut tx, office, seed, &wanted).await?;
        let mut bills = Vec::with_capacity(opened.len());
        for ((new, opened), buys) in wanted.iter().zip(&opened).zip(&buys) {
            let buys = buys.context("everyone in this cohort pays")?;
            let month = Month::of(today);
            let input = PriceInput {
                joined: Some(month),
                ..PriceInput::new(month, new.income, new.sector, new.payer, new.programmes)
            };
            let membership = opened.membership();
            bills.push(BulkCode { membership, input, n_months: buys.n_months });
        }
        pay(&mut tx, office, seed, &bills).await?;
        self.remember(at, first, &bills);
        commit(tx, office, seed).await
    }

    fn remember(&mut self, at: usize, first: u64, bills: &[BulkCode]) {
        let will_pay = self
            .cohorts
            .get(at)
            .map_or(0, |cohort| cohort.again.iter().map(|again| again.n).max().unwrap_or_default());
        let Some(members) = self.members.get_mut(at) else { return };
        for (k, bill) in (first..will_pay).zip(bills) {
            let months = i32::try_from(bill.n_months).unwrap_or(0);
            let next = bill.input.month.plus(months);
            debug_assert_eq!(usize::try_from(k).ok(), Some(members.len()), "in their order");
            members.push(Payer { membership: bill.membership, input: bill.input, next });
        }
    }

    /// Some of a cohort pay the months after those they have paid.
    async fn pay_again(
        &mut self,
        office: &Office,
        seed: Uuid,
        (at, first, n): (usize, u64, u64),
        n_months: u32,
    ) -> anyhow::Result<()> {
        let (from, to) = (usize::try_from(first)?, usize::try_from(first + n)?);
        let payers = self.members.get_mut(at).and_then(|all| all.get_mut(from..to));
        let payers = payers.context("only those who came in pay again")?;
        let mut bills = Vec::with_capacity(payers.len());
        for payer in payers {
            let input = PriceInput { month: payer.next, ..payer.input };
            bills.push(BulkCode { membership: payer.membership, input, n_months });
            payer.next = payer.next.plus(i32::try_from(n_months)?);
        }
        let mut tx = self.ground.db.write().await?;
        pay(&mut tx, office, seed, &bills).await?;
        commit(tx, office, seed).await
    }
}

fn sector(person: &NewPerson) -> terms::Sector {
    sector_of(person.occupations().first().map(NewOccupation::occupation))
}

/// Opens codes and reports them paid, ten minutes later; every one must be met exactly.
async fn pay(tx: &mut Tx, office: &Office, seed: Uuid, bills: &[BulkCode]) -> anyhow::Result<()> {
    let codes = open_codes(tx, office, seed, bills).await?;
    let later = office.outside.now + SignedDuration::from_mins(10);
    let desk = Office::new(
        office.db.clone(),
        Outside::new(later, Arc::clone(&office.outside.law)),
        Arc::clone(&office.keys),
        office.actor,
        office.grants().to_vec(),
    );
    let reports = codes.into_iter().zip(0u32..).map(|((code, amount), n)| Report {
        channel: CHANNELS[n as usize % CHANNELS.len()].into(),
        reference: format!("demo-{seed}-{n}"),
        code: code.to_string(),
        amount,
        paid_at: later,
    });
    let reports: Vec<Report> = reports.filter(|report| report.amount > Rupiah::ZERO).collect();
    ensure!(reports.len() == bills.len(), "a month in the demonstration costs nothing");
    for posted in apply_all(tx, &desk, 0, reports).await? {
        let posted = posted?;
        if posted.outcome != "exact" {
            return Err(anyhow!("payment {}: {}", posted.payment, posted.outcome));
        }
    }
    Ok(())
}

const CHANNELS: [&str; 5] = ["minimarket", "bank_va", "qris", "agent", "post"];

/// Writes down who did what, and commits.
pub(super) async fn commit(mut tx: Tx, office: &Office, seed: Uuid) -> anyhow::Result<()> {
    let notes = office.take_notes();
    audit::append(&mut tx, audit::chain_of(seed), office.outside.now, &notes).await?;
    Ok(tx.commit().await?)
}
