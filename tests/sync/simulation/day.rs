//! A day: people are written down, cash is taken, clocks go wrong, phones fall into rice fields.

use super::{Fact, Sim, of, reopened};
use crate::forms;
use access::Role;
use db::Uuid;
use jiff::SignedDuration;
use proofs::phone::{Draft, id_of};
use serde_json::json;
use sync::{
    AllReaders,
    device::{SetStatus, Status},
    epoch, settle_left,
};

const PRICE: i64 = 8_400;

impl Sim {
    pub(crate) async fn day(&mut self, day: u32) {
        let mut order: Vec<usize> = (0..self.phones.len()).collect();
        self.dice.shuffle(&mut order);
        for at in order {
            let pause = self.dice.below(25);
            self.wait(pause);
            if self.phones[at].is_gone {
                continue;
            }
            self.works(at);
            self.suffers(at, day).await;
            if self.dice.one_in(2) {
                self.connects(at).await;
            }
        }
        self.arrives_late().await;
        self.world.at("2026-11-01T06:00:00+07:00");
        self.world.wait(SignedDuration::from_hours(24 * i64::from(day + 1)));
        settle_left(&of(self), &AllReaders, 500).await.unwrap();
        self.nobody_believes_too_much().await;
    }

    /// Who holds the phone writes somebody down, takes cash, opens or closes an evening, brings money.
    fn works(&mut self, at: usize) {
        if self.phones[at].is_newer && self.dice.one_in(20) {
            self.finalises(at, &Draft::new("worker.greet", json!({ "made_at": "?" })), None);
        }
        if self.dice.one_in(40) {
            self.holds_an_evening(at);
        }
        if self.dice.one_in(12) {
            self.enrols(at, None);
        }
        let brings = self.phones[at].purse.len() > 1 && self.dice.one_in(6);
        if brings && !self.phones[at].is_revoked {
            let purse = std::mem::take(&mut self.phones[at].purse);
            let ids: Vec<Uuid> = purse.iter().map(|(id, _, _)| *id).collect();
            let serials: Vec<String> = purse.iter().map(|(_, serial, _)| serial.clone()).collect();
            let sum = purse.iter().map(|(_, _, amount)| amount).sum();
            let now = self.phones[at].clock_says(self.now());
            self.finalises(at, &forms::deposit(&ids, &serials, now, sum), None);
        }
    }

    /// Some come to the village hall; at times nobody does.
    fn holds_an_evening(&mut self, at: usize) {
        let event = id_of(&format!("event {at} {}", self.dice.next()));
        let now = self.phones[at].clock_says(self.now());
        let opened = self.finalises(at, &forms::open(event, now), None);
        let come = self.dice.below(9);
        for _ in 0..come {
            self.wait(2);
            self.enrols(at, Some(event));
        }
        let now = self.phones[at].clock_says(self.now());
        let came = u32::try_from(come).unwrap();
        self.finalises(at, &forms::close(event, now, came).after(&[opened]), None);
    }

    fn enrols(&mut self, at: usize, event: Option<Uuid>) {
        let who = self.somebody();
        let now = self.phones[at].clock_says(self.now());
        let mut draft = forms::enrol(&who, now, 1, PRICE);
        draft.body["clock"]["jump"] = json!(self.phones[at].clock.1);
        draft.body["event"] = json!(event);
        if self.dice.one_in(2) {
            draft.body["code"] = json!(self.phones[at].code());
        }
        let enrolment = self.finalises(at, &draft, None);
        if self.dice.one_in(10) {
            // The answer is not waited for: a mistake is seen at once and corrected.
            let mut mended = draft.clone().instead_of(enrolment);
            mended.body["enrol"]["income"] = json!(1_000_000);
            self.finalises(at, &mended, None);
        }
        if !self.dice.one_in(4) {
            let amount = if self.dice.one_in(10) { 2 * PRICE } else { PRICE };
            let serial = self.phones[at].serial();
            let mut cash = forms::receive(enrolment, now, amount, &serial);
            cash.body["clock"]["jump"] = json!(self.phones[at].clock.1);
            cash.body["event"] = json!(event);
            let id = self.finalises(at, &cash, Some(amount));
            self.phones[at].purse.push((id, serial, amount));
        }
    }

    fn finalises(&mut self, at: usize, draft: &Draft, amount: Option<i64>) -> Uuid {
        let envelope = self.phones[at].phone.finalise(draft);
        let id = envelope.header.id;
        self.phones[at].outbox.push(envelope.clone());
        self.facts.insert(id, Fact { envelope, amount, reached: false });
        id
    }

    /// What happens to phones and their holders.
    async fn suffers(&mut self, at: usize, day: u32) {
        if self.dice.one_in(150) {
            let years = i64::try_from(self.dice.below(5)).unwrap() - 2;
            let noticed = self.dice.one_in(2);
            self.phones[at].clock = (SignedDuration::from_hours(years * 8_766), noticed);
        }
        if self.dice.one_in(200) {
            self.phones[at].is_newer = true;
        }
        if self.dice.one_in(300) {
            self.forgets(at);
            self.phones[at].is_wiped();
            let world = &self.world;
            self.phones[at].fetches_numbers(world).await;
        }
        if day > 5 && self.dice.one_in(700) && !self.phones[at].is_revoked {
            let office = self.world.office(Role::Administrator, None);
            let set = SetStatus { device: self.phones[at].phone.device, status: Status::Revoked };
            self.world.carry_out(&office, &set).await.unwrap();
            self.phones[at].is_revoked = true;
        }
        if self.dice.one_in(1_500) {
            let disable =
                format!("UPDATE app_user SET status = 'disabled' WHERE login = 'agen.{at}'");
            proofs::raw(&self.world.db(), &disable).await.unwrap();
        }
    }

    /// What only this phone could have offered again to a restored office is gone for good.
    pub(crate) fn forgets(&mut self, at: usize) {
        let handset = &self.phones[at];
        let unsent = handset.outbox.iter().map(|it| it.header.id);
        for id in handset.believed.keys().copied().chain(unsent) {
            if self.lost.remove(&id)
                && let Some(fact) = self.facts.get_mut(&id)
            {
                fact.reached = false;
            }
        }
    }

    /// Last night's copy.
    pub(crate) async fn copied(&mut self) -> Vec<u8> {
        self.world.fresh.db.close().await;
        let bytes = std::fs::read(&self.world.fresh.address).unwrap();
        self.world.fresh.db = reopened(&self.world.fresh.address).await;
        bytes
    }

    /// The disk died; the copy is put back, and is another database.
    pub(crate) async fn restored(&mut self, copy: &[u8]) {
        self.world.fresh.db.close().await;
        std::fs::write(&self.world.fresh.address, copy).unwrap();
        self.world.fresh.db = reopened(&self.world.fresh.address).await;
        epoch::renew(&of(self)).await.unwrap();
        let reached: Vec<Uuid> =
            self.facts.iter().filter(|(_, it)| it.reached).map(|(id, _)| *id).collect();
        let mut tx = self.world.db().read().await.unwrap();
        let missing = sync::changes::missing(&mut tx, &reached).await.unwrap();
        drop(tx);
        for id in missing {
            let held = |handset: &super::Handset| {
                handset.believed.contains_key(&id)
                    || handset.outbox.iter().any(|it| it.header.id == id)
            };
            if self.phones.iter().any(held) {
                self.lost.insert(id);
            } else if let Some(fact) = self.facts.get_mut(&id) {
                // Its phone was wiped since: nobody has it any more.
                fact.reached = false;
            }
        }
        // What had been revoked since is revoked again by whoever revoked it.
        for at in 0..self.phones.len() {
            if self.phones[at].is_revoked {
                let office = self.world.office(Role::Administrator, None);
                let device = self.phones[at].phone.device;
                let set = SetStatus { device, status: Status::Revoked };
                self.world.carry_out(&office, &set).await.unwrap();
            }
        }
    }
}
