//! A phone in somebody's hand: what waits on it, what it believes, what it was told.

use contribution::Code;
use db::Uuid;
use jiff::{SignedDuration, Timestamp};
use proofs::{
    World,
    phone::{Phone, ground},
};
use std::collections::BTreeMap;
use sync::{Envelope, Outcome, Reason, Verdict, device::recognise, epoch::dataset_epoch};
use terms::ids::UserId;

pub(crate) struct Handset {
    pub(crate) phone: Phone,
    /// Finalised, and not believed to be at the office.
    pub(crate) outbox: Vec<Envelope>,
    /// Believed to be at the office; kept for sixty days.
    pub(crate) believed: BTreeMap<Uuid, Envelope>,
    /// What the office said, in answers and pulls.
    pub(crate) told: BTreeMap<Uuid, (Verdict, Reason)>,
    pub(crate) epoch: Uuid,
    pub(crate) cursor: String,
    /// How far its clock is off, and whether it noticed.
    pub(crate) clock: (SignedDuration, bool),
    /// The app is newer than the office.
    pub(crate) is_newer: bool,
    pub(crate) is_revoked: bool,
    pub(crate) is_gone: bool,
    pub(crate) prefix: String,
    pub(crate) next_serial: i64,
    pub(crate) next_code: u64,
    /// Receipts not brought to the office: command, serial, amount.
    pub(crate) purse: Vec<(Uuid, String, i64)>,
}

impl Handset {
    pub(crate) async fn new(world: &World, n: usize, agent: UserId) -> Self {
        let phone = Phone::register(world, &format!("HP {n}"), agent).await;
        let mut handset = Self {
            phone,
            outbox: Vec::new(),
            believed: BTreeMap::new(),
            told: BTreeMap::new(),
            epoch: dataset_epoch(&ground(world)).await.unwrap(),
            cursor: String::new(),
            clock: (SignedDuration::ZERO, false),
            is_newer: false,
            is_revoked: false,
            is_gone: false,
            prefix: String::new(),
            next_serial: 1,
            next_code: 0,
            purse: Vec::new(),
        };
        handset.fetches_numbers(world).await;
        handset
    }

    /// Codes and receipt numbers, as a work package brings them.
    pub(crate) async fn fetches_numbers(&mut self, world: &World) {
        let ground = ground(world);
        let device = recognise(&ground, &self.phone.token).await.unwrap().unwrap();
        let office = device.office(&ground);
        let mut tx = world.db().write().await.unwrap();
        let of = (self.phone.device, self.phone.holder);
        let codes = outreach::codes::reserved(&mut tx, &office, of.0, of.1).await.unwrap();
        let book = outreach::codes::book(&mut tx, &office, of.0).await.unwrap();
        tx.commit().await.unwrap();
        let first: u64 = Code::reserved(0).as_str()[..14].parse().unwrap();
        self.next_code = codes.next - first;
        (self.prefix, self.next_serial) = (book.serial_prefix, book.next_serial);
    }

    /// What its clock says.
    pub(crate) fn clock_says(&self, now: Timestamp) -> Timestamp {
        now + self.clock.0
    }

    pub(crate) fn serial(&mut self) -> String {
        self.next_serial += 1;
        format!("{}{:06}", self.prefix, self.next_serial - 1)
    }

    pub(crate) fn code(&mut self) -> String {
        self.next_code += 1;
        Code::reserved(self.next_code - 1).to_string()
    }

    /// The office has these: said in a whole answer.
    pub(crate) fn hears(&mut self, id: Uuid, outcome: &Outcome) {
        if let Some(at) = self.outbox.iter().position(|it| it.header.id == id) {
            let envelope = self.outbox.remove(at);
            self.believed.insert(id, envelope);
        }
        self.told.insert(id, (outcome.outcome, outcome.code));
    }

    /// Its data is gone; the device is the same.
    pub(crate) fn is_wiped(&mut self) {
        self.phone.wipe();
        self.outbox.clear();
        self.believed.clear();
        self.told.clear();
        self.purse.clear();
        self.cursor.clear();
    }
}
