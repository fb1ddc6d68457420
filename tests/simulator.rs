//! A thousand lives over three years, drawn from a seed: both databases end with equal books.
//!
//! People pay in time, late, short, double, too much, after a lapse with and without enrolling
//! again, to codes that do not exist; banks take money back; people die, are reviewed, join and leave
//! groups; months turn and close. The same seed does the same on SQLite and on PostgreSQL, command
//! ids included, so the two must end alike to the rupiah and to the day, and every check must hold.
//! A seed that fails becomes a test of its own.

use access::{Command, CommandHeader, Office, carry_out};
use contribution::{
    Report,
    change::{ChangeCover, ChangeGroup, CoverChange, Renew},
    credit::UseCredit,
    enrol::{NewMembership, Opened, open_many},
    held::{ApplyHeld, Refund, RefundStep, Reverse},
    months::TurnMonth,
    notice,
    open_code::{BulkCode, open_codes},
    pay::apply_all,
};
use db::{Statement, Uuid};
use proofs::{Fresh, World, databases};
use registry::{Door, Gazetteer, NewPerson, PersonForm, RosterForm};
use regulation::{contribution::PriceInput, cover::EndReason};
use terms::{
    Date, Month, Payer, Programmes, Rupiah, Sector, Segment,
    ids::{CommandId, MembershipId, PersonId},
};

/// A small generator of our own: the seed is printed, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn id(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes());
        Uuid::from_bytes(bytes)
    }
}

#[derive(Clone, Copy)]
struct Someone {
    person: PersonId,
    membership: MembershipId,
    input: PriceInput,
    pays_one_in: u64,
}

struct Simulation {
    world: World,
    dice: Dice,
    people: Vec<Someone>,
    paid: Vec<terms::ids::PaymentId>,
    n_reports: u64,
}

const VILLAGES: [&str; 4] = ["33.02.15.2006", "33.02.17.2010", "33.10.16.2012", "36.73.01.1001"];

impl Simulation {
    fn new(fresh: Fresh, seed: u64) -> Self {
        Self {
            world: World::on(fresh),
            dice: Dice(seed),
            people: Vec::new(),
            paid: Vec::new(),
            n_reports: 0,
        }
    }

    async fn carry_out<C: Command>(&mut self, command: &C) -> Option<C::Answer>
    where
        C::Refusal: std::fmt::Display,
    {
        let header = CommandHeader::new(CommandId(self.dice.id()), b"");
        carry_out(&self.office(), &header, command).await.ok()
    }

    fn office(&self) -> Office {
        self.world.system()
    }

    fn person(&mut self, n: usize) -> NewPerson {
        let village = VILLAGES[n % VILLAGES.len()];
        let (year, month, day) =
            (60 + self.dice.below(39), 1 + self.dice.below(12), 1 + self.dice.below(28));
        let nik = format!(
            "{}{day:02}{month:02}{year:02}{:04}",
            &village.replace('.', "")[..6],
            9000 + n % 1000
        );
        let groups = if n.is_multiple_of(5) {
            vec![RosterForm {
                group: "bpd".into(),
                area: None,
                from: None,
                source: "simulation".into(),
            }]
        } else {
            Vec::new()
        };
        let form = PersonForm {
            id: Some(PersonId(self.dice.id())),
            nik,
            name: format!("Simulasi {}", ["Satu", "Dua", "Tiga", "Empat"][n % 4]),
            birth_date: Some(format!("19{year}-{month:02}-{day:02}").parse().unwrap()),
            village: village.into(),
            groups,
            origin: "simulation".into(),
            ..PersonForm::default()
        };
        form.read(&Door::new(&self.world.outside(), Gazetteer::embedded())).unwrap()
    }

    async fn enrol(&mut self, n: usize) {
        self.world.at("2022-01-05T09:00:00+07:00");
        let people: Vec<NewPerson> = (0..n).map(|n| self.person(n)).collect();
        let office = self.office();
        let seed = self.dice.id();
        let mut tx = office.db.write().await.unwrap();
        let registered = registry::register_many(&mut tx, &office, seed, people).await.unwrap();
        let wanted: Vec<NewMembership> = registered
            .iter()
            .enumerate()
            .map(|(n, registered)| NewMembership {
                person: registered.person,
                village: VILLAGES[n % VILLAGES.len()].parse().unwrap(),
                segment: Segment::Bpu,
                programmes: if n % 7 == 0 {
                    Programmes::BASE_AND_SAVINGS
                } else {
                    Programmes::BASE
                },
                income: Rupiah::new(if n % 9 == 0 { 2_000_000 } else { 1_000_000 }),
                sector: if n % 3 == 0 { Sector::Transport } else { Sector::Other },
                payer: if n % 11 == 0 { Payer::Apbd } else { Payer::SelfPaid },
                joined_on: office.outside.today(),
                list: None,
                is_first: !registered.was_known,
            })
            .collect();
        let opened = open_many(&mut tx, &office, seed, &wanted).await.unwrap();
        tx.commit().await.unwrap();
        for (wanted, opened) in wanted.iter().zip(opened) {
            let Opened::New { membership, .. } = opened else { continue };
            let month = Month::of(wanted.joined_on);
            let input = PriceInput {
                joined: Some(month),
                ..PriceInput::new(
                    month,
                    wanted.income,
                    wanted.sector,
                    wanted.payer,
                    wanted.programmes,
                )
            };
            let pays_one_in = 1 + self.dice.below(6);
            self.people.push(Someone { person: wanted.person, membership, input, pays_one_in });
        }
    }

    /// One month: some renew, some are billed and pay in some way, something happens to a few.
    async fn month(&mut self, month: Month) {
        let day = 2 + self.dice.below(24);
        self.world.at(&format!("{month}-{day:02}T10:00:00+07:00"));
        let _ = self.carry_out(&TurnMonth { month }).await;
        if month >= Month::new(2022, 5).unwrap() {
            let _ = self.carry_out(&ledger::CloseMonth { month: month.plus(-4) }).await;
        }
        let mut wanted = Vec::new();
        for someone in self.people.clone() {
            if self.dice.one_in(someone.pays_one_in) {
                if self.dice.one_in(2) {
                    self.renew(someone.membership).await;
                }
                let n_months = 1 + u32::try_from(self.dice.below(4)).unwrap();
                wanted.push(BulkCode {
                    membership: someone.membership,
                    input: PriceInput { month, ..someone.input },
                    n_months,
                });
            }
        }
        self.pay(&wanted).await;
        self.events(month).await;
        notice::raise_due(&self.office()).await.unwrap();
    }

    async fn renew(&mut self, membership: MembershipId) {
        let renew = Renew {
            membership,
            is_working: true,
            attested_by: "Ketua RT".into(),
            attester_role: "RT".into(),
            statement: "terlihat bekerja".into(),
        };
        // Most are not lapsed and are told so; asking costs nothing.
        if self.dice.one_in(6) {
            let _ = self.carry_out(&renew).await;
        }
    }

    async fn pay(&mut self, wanted: &[BulkCode]) {
        let office = self.office();
        let seed = self.dice.id();
        let mut tx = office.db.write().await.unwrap();
        let codes = open_codes(&mut tx, &office, seed, wanted).await.unwrap();
        // A payment reaches us some days after it was made, and never before its code was opened.
        let paid_at = office.outside.now;
        let mut reports = Vec::new();
        for (code, amount) in codes {
            let amount = amount.get();
            let amounts = match self.dice.below(12) {
                0 => vec![amount / 2],
                1 => vec![amount + 5_000],
                2 => vec![amount, amount],
                3 => vec![amount / 2, amount - amount / 2],
                _ => vec![amount],
            };
            for amount in amounts {
                self.n_reports += 1;
                let code = if self.dice.one_in(60) { "123".into() } else { code.to_string() };
                let reference = format!("S{:06}", self.n_reports);
                let channel = ["bank_va", "minimarket", "qris"]
                    [usize::try_from(self.dice.below(3)).unwrap()]
                .into();
                reports.push(Report {
                    channel,
                    reference,
                    code,
                    amount: Rupiah::new(amount),
                    paid_at,
                });
            }
        }
        // Channels repeat themselves.
        let again: Vec<Report> = reports.iter().filter(|_| self.dice.one_in(20)).cloned().collect();
        reports.extend(again);
        let answers = apply_all(&mut tx, &office, 0, reports).await.unwrap();
        tx.commit().await.unwrap();
        self.paid.extend(answers.into_iter().map(|answer| answer.unwrap().payment));
    }

    async fn events(&mut self, month: Month) {
        let today = self.office().outside.today();
        for _ in 0..4 {
            let at = usize::try_from(self.dice.below(self.people.len() as u64)).unwrap();
            let someone = self.people[at];
            let change = match self.dice.below(5) {
                0 => CoverChange::End { reason: EndReason::Death, last_day: today },
                1 => CoverChange::End { reason: EndReason::Request, last_day: today },
                2 => CoverChange::Suspend,
                3 => CoverChange::Resume,
                _ => CoverChange::WithdrawEnd,
            };
            let _ = self
                .carry_out(&ChangeCover {
                    membership: someone.membership,
                    change,
                    note: String::new(),
                })
                .await;
            let group = ChangeGroup {
                person: someone.person,
                group: "rt".into(),
                area: VILLAGES[at % VILLAGES.len()].parse().unwrap(),
                on: today,
                joins: self.dice.one_in(2),
                source: format!("simulation {month}"),
            };
            let _ = self.carry_out(&group).await;
        }
        for _ in 0..3 {
            let at = usize::try_from(self.dice.below(self.paid.len().max(1) as u64)).unwrap();
            let Some(payment) = self.paid.get(at).copied() else { continue };
            let membership = self.people[at % self.people.len()].membership;
            match self.dice.below(4) {
                3 => drop(self.carry_out(&UseCredit { membership, n_months: 2 }).await),
                0 => drop(self.carry_out(&Reverse { payment, reason: "bank".into() }).await),
                1 => drop(self.carry_out(&ApplyHeld { payment, membership, n_months: 2 }).await),
                _ => drop(
                    self.carry_out(&Refund {
                        payment,
                        step: RefundStep::Approve,
                        reason: "salah".into(),
                    })
                    .await,
                ),
            }
        }
    }

    /// Everything that must be alike, as text.
    #[expect(clippy::type_complexity, reason = "the columns of a table, said once")]
    async fn books(&self) -> Vec<String> {
        static MEMBERS: Statement<
            (),
            (Uuid, i64, Option<Date>, Option<Date>, i64, i64, Option<Date>, Option<Date>),
        > = Statement::new(
            "sim_members",
            "SELECT id, spell, spell_from, paid_through, n_months, credit, suspended_on, ended_on FROM membership ORDER BY id",
        );
        static MONTHS: Statement<(), (Uuid, Date, i64, i64, i64, i64, i64, Option<Date>)> =
            Statement::new(
                "sim_months",
                "SELECT membership, month, spell, jkk, jkm, jht, ahead, withdrawn_on FROM contribution_month ORDER BY membership, month, payment",
            );
        static DAYS: Statement<(), (String, Date, i64, i64)> = Statement::new(
            "sim_days",
            "SELECT account, effective_on, CAST(SUM(debit) AS bigint), CAST(SUM(credit) AS bigint) FROM account_day GROUP BY account, effective_on ORDER BY account, effective_on",
        );
        static COUNTS: Statement<(), (String, String, String, String, String, String, Date, i64)> =
            Statement::new(
                "sim_counts",
                "SELECT village, measure, payer, person_group, kind, state, day, CAST(SUM(n) AS bigint) FROM coverage_change GROUP BY village, measure, payer, person_group, kind, state, day HAVING SUM(n) <> 0 ORDER BY village, measure, payer, person_group, kind, state, day",
            );
        static PAYMENTS: Statement<(), (Uuid, String, String, i64)> = Statement::new(
            "sim_payments",
            "SELECT id, state, outcome, amount FROM payment ORDER BY id",
        );
        static NOTICES: Statement<(), (Uuid, String, Date, String)> = Statement::new(
            "sim_notices",
            "SELECT membership, occasion, due_on, text_id FROM notice ORDER BY membership, occasion",
        );
        let mut tx = self.world.db().read().await.unwrap();
        let mut lines: Vec<String> = Vec::new();
        lines.extend(
            tx.all(&MEMBERS, ()).await.unwrap().iter().map(|row| format!("member {row:?}")),
        );
        lines.extend(tx.all(&MONTHS, ()).await.unwrap().iter().map(|row| format!("month {row:?}")));
        lines.extend(tx.all(&DAYS, ()).await.unwrap().iter().map(|row| format!("day {row:?}")));
        lines.extend(tx.all(&COUNTS, ()).await.unwrap().iter().map(|row| format!("count {row:?}")));
        lines.extend(
            tx.all(&PAYMENTS, ()).await.unwrap().iter().map(|row| format!("payment {row:?}")),
        );
        lines.extend(
            tx.all(&NOTICES, ()).await.unwrap().iter().map(|row| format!("notice {row:?}")),
        );
        lines
    }

    async fn check(&self) {
        let office = self.office();
        // Merging moves the counts into cells and changes none.
        insight::merge_changes(&office.db, 500).await.unwrap();
        let mut tx = office.db.read().await.unwrap();
        let mut invariants = ledger::check(&mut tx).await.unwrap();
        invariants.extend(contribution::check::check(&mut tx, &office).await.unwrap());
        invariants.extend(insight::check(&mut tx, &office).await.unwrap());
        let broken: Vec<_> = invariants.iter().filter(|invariant| !invariant.ok).collect();
        assert!(broken.is_empty(), "{broken:#?}");
        assert!(access::audit::verify(&mut tx).await.unwrap().is_empty());
    }
}

async fn live(fresh: Fresh, seed: u64, n: usize) -> Vec<String> {
    let mut simulation = Simulation::new(fresh, seed);
    let mut tx = simulation.world.db().write().await.unwrap();
    registry::load_reference(&mut tx).await.unwrap();
    ledger::load_chart(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    simulation.enrol(n).await;
    for month in Month::new(2022, 1).unwrap().run(36) {
        simulation.month(month).await;
    }
    let books = simulation.books().await;
    simulation.check().await;
    books
}

async fn both_end_alike(seed: u64, n: usize) {
    println!("seed {seed}");
    let mut ends = Vec::new();
    for fresh in databases().await {
        ends.push(live(fresh, seed, n).await);
    }
    let Some((first, others)) = ends.split_first() else { return };
    assert!(first.len() > n * 3, "nothing happened: {} lines", first.len());
    for other in others {
        let unlike: Vec<_> = first.iter().zip(other).filter(|(a, b)| a != b).take(5).collect();
        assert!(unlike.is_empty() && first.len() == other.len(), "seed {seed}: {unlike:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_lives_over_three_years_end_alike_on_both_databases() {
    both_end_alike(20_240_424, 1_000).await;
}
