//! The line between phone and office, and everything that goes wrong on it.

use super::{Sim, of};
use db::Uuid;
use sync::{
    AllReaders, Batch, Envelope, Told, Transport, capture, changes, device::recognise,
    device::standing, epoch::dataset_epoch, receive,
};

/// What the line does with a request.
enum Line {
    /// It arrives and the answer comes back.
    Whole,
    /// It does not arrive.
    Lost,
    /// It arrives; the answer is cut or never comes.
    AnswerLost,
    /// The office keeps the bytes, and stops before it judges.
    Crash,
    /// The browser sends it again while the first is under way.
    Twice,
    /// It arrives some other day.
    Wanders,
    /// Somebody else's phone carries it.
    Carried,
    /// It goes as a file.
    File,
}

impl Sim {
    fn line(&mut self) -> Line {
        match self.dice.below(100) {
            0..45 => Line::Whole,
            45..58 => Line::Lost,
            58..72 => Line::AnswerLost,
            72..79 => Line::Crash,
            79..86 => Line::Twice,
            86..91 => Line::Wanders,
            91..96 => Line::Carried,
            _ => Line::File,
        }
    }

    /// Tries to send, in any order, as much as the line seems to take; then to hear what is new.
    pub(crate) async fn connects(&mut self, at: usize) {
        if self.phones[at].outbox.is_empty() && !self.phones[at].is_revoked {
            // Nothing to send: it listens, if anything comes through.
            return if self.dice.one_in(2) {
                self.pulls(at).await
            };
        }
        let mut commands = self.phones[at].outbox.clone();
        self.dice.shuffle(&mut commands);
        let some = 1 + self.dice.below(12);
        commands.truncate(some);
        let batch = self.phones[at].phone.batch(&commands);
        let batch = Batch { store_epoch: self.phones[at].phone.store_epoch, ..batch };
        let is_whole = match self.line() {
            Line::Whole => self.sends(at, &batch).await,
            Line::Lost => false,
            Line::AnswerLost => {
                self.handed_in(&batch).await;
                false
            }
            Line::Crash => {
                capture(&of(self), &batch, None).await.unwrap();
                self.reached(&batch);
                false
            }
            Line::Twice => {
                let ground = of(self);
                let again = receive(&ground, &AllReaders, &batch, None);
                let first = receive(&ground, &AllReaders, &batch, None);
                let (first, again) = futures_util::future::join(first, again).await;
                self.reached(&batch);
                first.unwrap();
                self.heard(at, again.unwrap()).await;
                true
            }
            Line::Wanders => {
                self.wandering.push(batch);
                false
            }
            Line::Carried => {
                let by = self.dice.below(self.phones.len());
                let brought_by = self.phones[by].phone.device;
                self.handed_in(&Batch { transport: Transport::Carried, brought_by, ..batch }).await;
                false
            }
            Line::File => {
                self.files.push(Batch { transport: Transport::Import, ..batch });
                false
            }
        };
        if is_whole {
            self.pulls(at).await;
        }
    }

    /// A push whose answer comes back whole, and what the phone makes of it.
    pub(crate) async fn sends(&mut self, at: usize, batch: &Batch) -> bool {
        let handset = &self.phones[at];
        let report = handset.phone.report(handset.clock_says(self.now()), handset.outbox.len());
        let told = receive(&of(self), &AllReaders, batch, Some(&report)).await.unwrap();
        self.reached(batch);
        let before = self.phones[at].epoch;
        self.heard(at, told).await;
        let met_another = self.phones[at].epoch != before;
        let mut tx = self.world.db().read().await.unwrap();
        let (_, wipe) = standing(&mut tx, self.phones[at].phone.device).await.unwrap();
        drop(tx);
        let has_more = !self.phones[at].outbox.is_empty();
        assert!(!wipe || !has_more || met_another, "told to forget what the office does not have");
        // What a restored office lacks is offered before the phone obeys.
        if wipe && !has_more {
            // It does as it is told: what the office loses after this, nobody has any more.
            self.forgets(at);
            self.phones[at].is_wiped();
            self.phones[at].is_gone = true;
        }
        true
    }

    async fn heard(&mut self, at: usize, told: Vec<Told>) {
        for told in told {
            self.phones[at].hears(told.id, &told.outcome);
        }
        let epoch = dataset_epoch(&of(self)).await.unwrap();
        self.meets(at, epoch).await;
    }

    /// If the office is another database, it is asked what it lacks, and gets that again.
    async fn meets(&mut self, at: usize, epoch: Uuid) {
        if epoch == self.phones[at].epoch {
            return;
        }
        let known: Vec<Uuid> = self.phones[at].believed.keys().copied().collect();
        let mut tx = self.world.db().read().await.unwrap();
        let missing = changes::missing(&mut tx, &known).await.unwrap();
        drop(tx);
        for id in missing {
            if let Some(envelope) = self.phones[at].believed.remove(&id) {
                self.phones[at].told.remove(&id);
                self.phones[at].outbox.push(envelope);
            }
        }
        self.phones[at].epoch = epoch;
    }

    async fn handed_in(&mut self, batch: &Batch) {
        receive(&of(self), &AllReaders, batch, None).await.unwrap();
        self.reached(batch);
    }

    fn reached(&mut self, batch: &Batch) {
        for command in &batch.commands {
            let id = command.header.id;
            self.lost.remove(&id);
            self.facts.get_mut(&id).expect("a command somebody finalised").reached = true;
        }
    }

    /// Requests that wandered and files that travelled come in, some of them twice.
    pub(crate) async fn arrives_late(&mut self) {
        for which in [true, false] {
            let list = if which { &mut self.wandering } else { &mut self.files };
            let (mut here, mut later) = (Vec::new(), Vec::new());
            for batch in std::mem::take(list) {
                if self.dice.one_in(3) { here.push(batch) } else { later.push(batch) }
            }
            for batch in here {
                self.handed_in(&batch).await;
                if self.dice.one_in(4) {
                    later.push(batch);
                }
            }
            *(if which { &mut self.wandering } else { &mut self.files }) = later;
        }
    }

    /// What changed at the office.
    pub(crate) async fn pulls(&mut self, at: usize) {
        let ground = of(self);
        let token = &self.phones[at].phone.token;
        let device = recognise(&ground, token).await.unwrap().expect("a device stays one");
        if !device.may_pull() {
            return;
        }
        loop {
            let page = changes::pull(&ground, &device, &self.phones[at].cursor).await.unwrap();
            for item in &page.items {
                let word = |name: &str| item.payload[name].as_str().unwrap().to_owned();
                let outcome = sync::Verdict::from_word(&word("outcome")).unwrap();
                let code = sync::Reason::from_word(&word("code")).unwrap();
                self.phones[at].told.insert(item.key, (outcome, code));
            }
            self.phones[at].cursor = page.cursor;
            self.meets(at, page.dataset_epoch).await;
            if !page.has_more {
                return;
            }
        }
    }

    /// No phone believes a command is at the office that is not; a restored office is another matter
    /// until the phone has met it.
    pub(crate) async fn nobody_believes_too_much(&self) {
        let epoch = dataset_epoch(&of(self)).await.unwrap();
        let met = self.phones.iter().filter(|handset| handset.epoch == epoch);
        let believed: Vec<Uuid> = met.flat_map(|it| it.believed.keys().copied()).collect();
        let mut tx = self.world.db().read().await.unwrap();
        let missing = changes::missing(&mut tx, &believed).await.unwrap();
        assert!(missing.is_empty(), "believed and not kept: {missing:?}");
    }

    /// Everything of one phone, over a good line.
    pub(crate) async fn sends_all(&mut self, at: usize) {
        for _ in 0..3 {
            let outbox: Vec<Envelope> = self.phones[at].outbox.clone();
            let batch = self.phones[at].phone.batch(&outbox);
            self.sends(at, &batch).await;
        }
    }
}
