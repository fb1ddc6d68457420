//! The end: the line is good for a week, finance counts what was brought, and the truth is compared.

use super::{Sim, of};
use access::Role;
use db::{Statement, Uuid};
use jiff::SignedDuration;
use outreach::deposit::{ConfirmDeposit, deposits};
use std::collections::BTreeMap;
use sync::{AllReaders, outcomes_of, settle_left};

static KEPT: Statement<(), (Uuid, Vec<u8>, i64)> =
    Statement::new("kept", "SELECT id, digest, clashes FROM capture ORDER BY id");

static RECEIPTS: Statement<(), (Uuid, i64, String)> =
    Statement::new("receipts", "SELECT id, amount, state FROM custody_receipt ORDER BY id");

static ONE: Statement<(), (i64, i64)> = Statement::new(
    "one_person_one_number",
    "SELECT (SELECT COUNT(*) FROM person),
       (SELECT COUNT(DISTINCT person) FROM field_enrolment WHERE standing = 'enrolled')",
);

static PAID: Statement<(), (i64, i64)> = Statement::new(
    "paid_in",
    "SELECT (SELECT COALESCE(CAST(SUM(amount) AS bigint), 0) FROM payment WHERE channel = 'custody'),
       (SELECT COALESCE(CAST(SUM(amount) AS bigint), 0) FROM custody_receipt WHERE state = 'deposited')",
);

impl Sim {
    pub(crate) async fn ends(&mut self, seed: u64) {
        for late in
            std::mem::take(&mut self.wandering).into_iter().chain(std::mem::take(&mut self.files))
        {
            sync::receive(&of(self), &AllReaders, &late, None).await.unwrap();
            for command in &late.commands {
                self.facts.get_mut(&command.header.id).unwrap().reached = true;
                self.lost.remove(&command.header.id);
            }
        }
        for at in 0..self.phones.len() {
            self.sends_all(at).await;
        }
        // Those who waited for what never came are for a person now.
        self.world.wait(SignedDuration::from_hours(6 * 24));
        while settle_left(&of(self), &AllReaders, 500).await.unwrap() > 0 {}
        for at in 0..self.phones.len() {
            if !self.phones[at].is_gone {
                self.pulls(at).await;
            }
        }
        self.nobody_believes_too_much().await;
        self.kept_once(seed).await;
        self.told_the_truth(seed).await;
        self.every_rupiah(seed).await;
        self.proofs_hold(seed).await;
    }

    /// Each command that reached the office is kept once, as it was finalised.
    async fn kept_once(&self, seed: u64) {
        if let Some(id) = self.lost.iter().next() {
            let of = self.facts[id].envelope.header.clone();
            let phone = self.phones.iter().find(|it| it.phone.device == of.device).unwrap();
            let at = (phone.believed.contains_key(id), phone.is_revoked, phone.is_gone);
            panic!("seed {seed}: not offered again, believed, revoked, gone {at:?}: {of:?}");
        }
        let rows = self.world.db().read().await.unwrap().all(&KEPT, ()).await.unwrap();
        let kept: BTreeMap<Uuid, Vec<u8>> =
            rows.iter().map(|(id, digest, _)| (*id, digest.clone())).collect();
        assert_eq!(kept.len(), rows.len(), "seed {seed}");
        assert!(
            rows.iter().all(|(_, _, clashes)| *clashes == 0),
            "seed {seed}: nothing was changed"
        );
        for (id, fact) in self.facts.iter().filter(|(_, fact)| fact.reached) {
            assert_eq!(kept.get(id), Some(&fact.envelope.digest()), "seed {seed}: {id}");
        }
        assert!(
            kept.keys().all(|id| self.facts.contains_key(id)),
            "seed {seed}: nothing was invented"
        );
        let unsent: usize = self.phones.iter().map(|handset| handset.outbox.len()).sum();
        assert_eq!(unsent, 0, "seed {seed}: a good line sends everything");
    }

    /// Everything was decided, and each phone that may hear knows how.
    async fn told_the_truth(&self, seed: u64) {
        let ids = self.facts.iter().filter(|(_, it)| it.reached).map(|(id, _)| *id).collect();
        let mut tx = self.world.db().read().await.unwrap();
        let outcomes = outcomes_of(&mut tx, ids).await.unwrap();
        for (id, _) in self.facts.iter().filter(|(_, fact)| fact.reached) {
            let outcome = outcomes.get(id).unwrap_or_else(|| panic!("seed {seed}: {id} undecided"));
            assert!(outcome.outcome != sync::Verdict::Held, "seed {seed}: {id} is held for ever");
            assert!(
                outcome.code != sync::Reason::Internal,
                "seed {seed}: {id} met a fault of ours"
            );
        }
        for handset in &self.phones {
            let token = &handset.phone.token;
            let device = sync::device::recognise(&of(self), token).await.unwrap().unwrap();
            if !device.may_pull() {
                continue;
            }
            for id in handset.believed.keys() {
                let said = outcomes.get(id).map(|it| (it.outcome, it.code));
                assert_eq!(handset.told.get(id).copied(), said, "seed {seed}: {id}");
            }
        }
    }

    /// Each receipt is in custody once, with its amount, or before a person; what finance counts is paid
    /// in or held for its owner.
    async fn every_rupiah(&self, seed: u64) {
        let mut tx = self.world.db().read().await.unwrap();
        let rows = tx.all(&RECEIPTS, ()).await.unwrap();
        let in_custody: BTreeMap<Uuid, i64> =
            rows.iter().map(|(id, amount, _)| (*id, *amount)).collect();
        assert_eq!(in_custody.len(), rows.len(), "seed {seed}");
        let cash = self.facts.iter().filter(|(_, fact)| fact.reached);
        let cash: Vec<(Uuid, i64)> =
            cash.filter_map(|(id, fact)| Some((*id, fact.amount?))).collect();
        let ids = cash.iter().map(|(id, _)| *id).collect();
        let outcomes = outcomes_of(&mut tx, ids).await.unwrap();
        let (mut taken, mut before_a_person) = (0, 0);
        for (id, amount) in &cash {
            match in_custody.get(id) {
                Some(held) => {
                    assert_eq!(held, amount, "seed {seed}: {id}");
                    taken += amount;
                }
                None => {
                    let said = outcomes[id].outcome;
                    assert_eq!(said, sync::Verdict::NeedsReview, "seed {seed}: {id} {said:?}");
                    before_a_person += amount;
                }
            }
        }
        let issued: i64 = cash.iter().map(|(_, amount)| amount).sum();
        assert_eq!(taken + before_a_person, issued, "seed {seed}");
        assert_eq!(in_custody.values().sum::<i64>(), taken, "seed {seed}: no receipt was invented");
        drop(tx);
        self.counted(seed).await;
    }

    async fn counted(&self, seed: u64) {
        let finance = self.world.office(Role::Finance, None);
        let mut tx = self.world.db().read().await.unwrap();
        let brought = deposits(&mut tx, &finance, "announced", None, 500).await.unwrap();
        drop(tx);
        for deposit in brought {
            let order = ConfirmDeposit {
                deposit: deposit.id,
                counted: deposit.amount,
                serials: Vec::new(),
            };
            let done = self.world.carry_out(&finance, &order).await;
            done.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        }
        let (paid, deposited) = self.world.db().read().await.unwrap().one(&PAID, ()).await.unwrap();
        assert_eq!(paid, deposited, "seed {seed}: paid in or held is what was brought");
    }

    async fn proofs_hold(&self, seed: u64) {
        let system = self.world.system();
        insight::merge_changes(&system.db, 500).await.unwrap();
        let mut tx = system.db.read().await.unwrap();
        let mut all = outreach::check(&mut tx).await.unwrap();
        all.extend(ledger::check(&mut tx).await.unwrap());
        all.extend(contribution::check::check(&mut tx, &system).await.unwrap());
        all.extend(insight::check(&mut tx, &system).await.unwrap());
        let broken: Vec<_> = all.iter().filter(|invariant| !invariant.ok).collect();
        assert!(broken.is_empty(), "seed {seed}: {broken:#?}");
        assert!(access::audit::verify(&mut tx).await.unwrap().is_empty(), "seed {seed}");
        let (people, enrolled) = tx.one(&ONE, ()).await.unwrap();
        assert_eq!(people, enrolled, "seed {seed}: one number is one person");
    }
}
