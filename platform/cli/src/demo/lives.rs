//! Sixteen lives in Gatak, one for each thing that can happen to a member, lived through the same
//! commands that a clerk gives.

use super::{
    dice::Dice,
    names,
    people::{Births, DAYS},
    story::GATAK,
};
use access::{Command, CommandError, CommandHeader, Office, carry_out};
use anyhow::{Context as _, anyhow};
use contribution::{
    Posted, Report,
    change::{ChangeCover, CoverChange, Merge, Renew},
    enrol::Enrol,
    open_code::OpenCode,
    pay::apply_all,
};
use db::Uuid;
use jiff::{SignedDuration, ToSpan};
use registry::{AttestationForm, ConsentForm, HeirForm, OccupationForm, PersonForm, Relation};
use regulation::cover::EndReason;
use terms::{
    AreaCode, Date, Month, Payer, Programmes, Rupiah, Sex,
    ids::{CommandId, MembershipId, PersonId},
};

/// What somebody does, or what happens to them.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// Comes to be insured: work, income, programmes.
    Enrols(&'static str, i64, Programmes),
    /// Opens a code for so many months and pays it.
    Pays(u32),
    /// Pays ten thousand more than the code says.
    PaysMore(u32),
    /// Pays, and the channel takes the money a second time.
    PaysTwice(u32),
    /// Opens a code and does not pay it yet.
    Opens(u32),
    /// Pays the code that was opened before.
    PaysOld,
    /// Comes back after cover ended.
    Renews,
    /// The membership is put under review.
    IsReviewed,
    /// Dies; the family tells the office ten days later.
    Dies,
    /// Turns out to be the same person as somebody else of the sixteen, who stays.
    IsSameAs(usize),
}
use Act::{Dies, Enrols, IsReviewed, IsSameAs, Opens, Pays, PaysMore, PaysOld, PaysTwice, Renews};

/// A step in a life: months before this one, day of the month, who, what.
type Written = (i32, i8, usize, Act);

const BASE: Programmes = Programmes::BASE;
const SAVING: Programmes = Programmes::BASE_AND_SAVINGS;

/// The lives. Every one begins in the months before this one, so that there is somebody to look at.
const LIVES: &[Written] = &[
    // Rides an ojek: half the accident contribution while the relief for transport holds.
    (10, 5, 0, Enrols("ojek", 2_000_000, BASE)),
    (10, 5, 0, Pays(12)),
    // Saves for old age.
    (14, 6, 1, Enrols("petani-padi", 1_500_000, SAVING)),
    (14, 6, 1, Pays(12)),
    (2, 6, 1, Pays(6)),
    // One, two and three months behind.
    (6, 7, 2, Enrols("pedagang-pasar", 1_000_000, BASE)),
    (6, 7, 2, Pays(6)),
    (6, 8, 3, Enrols("penjahit", 1_000_000, BASE)),
    (6, 8, 3, Pays(5)),
    (6, 9, 4, Enrols("tukang-batu", 1_500_000, BASE)),
    (6, 9, 4, Pays(4)),
    // Cover has ended.
    (9, 10, 5, Enrols("buruh-tani", 1_000_000, BASE)),
    (9, 10, 5, Pays(3)),
    // Cover ended, and a new spell has begun.
    (12, 11, 6, Enrols("sopir-angkutan", 2_000_000, BASE)),
    (12, 11, 6, Pays(2)),
    (2, 12, 6, Renews),
    (2, 12, 6, Pays(6)),
    // Opened a code in the last days of grace and paid it when cover had ended: the money is held.
    (5, 13, 7, Enrols("pemilik-warung", 1_000_000, BASE)),
    (5, 13, 7, Pays(2)),
    (1, 25, 7, Opens(1)),
    (0, 2, 7, PaysOld),
    // Paid twice: the second payment pays the months after.
    (2, 14, 8, Enrols("pedagang-keliling", 1_000_000, BASE)),
    (2, 14, 8, PaysTwice(3)),
    // Paid too much: the rest is credit.
    (3, 15, 9, Enrols("peternak-kambing", 1_000_000, BASE)),
    (3, 15, 9, PaysMore(4)),
    // One person with two records, found and merged.
    (8, 16, 10, Enrols("petani-padi", 1_000_000, BASE)),
    (8, 16, 10, Pays(6)),
    (4, 17, 11, Enrols("petani-padi", 1_000_000, BASE)),
    (4, 17, 11, Pays(6)),
    (1, 18, 11, IsSameAs(10)),
    // Under review.
    (6, 19, 12, Enrols("tukang-las", 3_500_000, BASE)),
    (6, 19, 12, Pays(12)),
    (1, 19, 12, IsReviewed),
    // Died, covered.
    (9, 20, 13, Enrols("buruh-bangunan", 1_500_000, BASE)),
    (9, 20, 13, Pays(12)),
    (2, 25, 13, Dies),
    // Enrolled, and has not paid yet.
    (1, 21, 14, Enrols("serabutan", 1_000_000, BASE)),
    // Paid by the village.
    (3, 22, 15, Enrols("kader", 1_000_000, BASE)),
    (3, 22, 15, Pays(6)),
];

/// The one whose contribution the village pays.
const SPONSORED: usize = 15;

/// Where one of them stands.
#[derive(Clone, Debug, Default)]
struct Life {
    person: Option<PersonId>,
    membership: Option<MembershipId>,
    /// A code that was opened and not paid yet, and its amount.
    open: Option<(String, Rupiah)>,
}

/// The sixteen, as far as they have lived.
#[derive(Debug)]
pub(super) struct Lives {
    steps: Vec<(Date, usize, Act)>,
    lives: Vec<Life>,
    births: Births,
}

impl Lives {
    /// Their days counted back from today.
    pub(super) fn new(today: Date) -> Self {
        let day = |(months, day, who, act): &Written| {
            let first = Month::of(today).plus(-months).first_day();
            (first.saturating_add((i32::from(*day) - 1).days()), *who, *act)
        };
        let steps: Vec<_> = LIVES.iter().map(day).collect();
        let n = 1 + LIVES.iter().map(|(_, _, who, _)| *who).max().unwrap_or_default();
        Self { steps, lives: vec![Life::default(); n], births: Births::of_house(1) }
    }

    /// The days of the steps.
    pub(super) fn days(&self) -> Vec<Date> {
        self.steps.iter().map(|(on, _, _)| *on).collect()
    }

    /// Takes a step.
    pub(super) async fn step(
        &mut self,
        office: &Office,
        seed: Uuid,
        at: usize,
    ) -> anyhow::Result<()> {
        let (on, who, act) = *self.steps.get(at).context("a step of the calendar")?;
        let done = self.act(office, seed, who, act).await;
        done.with_context(|| format!("{on}: person {who} {act:?}"))
    }

    async fn act(
        &mut self,
        office: &Office,
        seed: Uuid,
        who: usize,
        act: Act,
    ) -> anyhow::Result<()> {
        match act {
            Enrols(work, income, programmes) => {
                let enrol = self.enrolment(office, who, work, income, programmes)?;
                let enrolled = done(office, seed, &enrol).await?;
                let life = self.life(who)?;
                life.person = Some(enrolled.person);
                life.membership = Some(enrolled.membership);
            }
            Pays(n_months) => {
                let (code, amount) = self.open(office, seed, who, n_months).await?;
                report(office, seed, code, amount, "exact").await?;
            }
            PaysMore(n_months) => {
                let (code, amount) = self.open(office, seed, who, n_months).await?;
                report(office, seed, code, amount.plus(Rupiah::new(10_000))?, "over").await?;
            }
            PaysTwice(n_months) => {
                let (code, amount) = self.open(office, seed, who, n_months).await?;
                report(office, seed, code.clone(), amount, "exact").await?;
                let again = office.outside.id(seed, "again", 0);
                report(office, again, code, amount, "double").await?;
            }
            Opens(n_months) => {
                let opened = self.open(office, seed, who, n_months).await?;
                self.life(who)?.open = Some(opened);
            }
            PaysOld => {
                let (code, amount) = self.life(who)?.open.take().context("a code was opened")?;
                report(office, seed, code, amount, "lapsed").await?;
            }
            Renews => {
                let renew = Renew {
                    membership: self.membership(who)?,
                    is_working: true,
                    attested_by: "Ketua RT (data contoh)".into(),
                    attester_role: "ketua_rt".into(),
                    statement: "Terlihat bekerja minggu ini".into(),
                };
                done(office, seed, &renew).await?;
            }
            IsReviewed => {
                self.change(office, seed, who, CoverChange::Suspend).await?;
            }
            Dies => {
                let last_day = office.outside.today().saturating_sub(10.days());
                let change = CoverChange::End { reason: EndReason::Death, last_day };
                self.change(office, seed, who, change).await?;
            }
            IsSameAs(kept) => {
                let (kept, merged) = (self.life(kept)?.person, self.life(who)?.person);
                let merge = Merge {
                    kept: kept.context("enrolled before")?,
                    merged: merged.context("enrolled before")?,
                    reason: "nama, tanggal lahir, dan desa sama; NIK salah ketik".into(),
                };
                done(office, seed, &merge).await?;
            }
        }
        Ok(())
    }

    fn life(&mut self, who: usize) -> anyhow::Result<&mut Life> {
        self.lives.get_mut(who).context("one of the sixteen")
    }

    fn membership(&mut self, who: usize) -> anyhow::Result<MembershipId> {
        self.life(who)?.membership.context("enrolled before")
    }

    async fn open(
        &mut self,
        office: &Office,
        seed: Uuid,
        who: usize,
        n_months: u32,
    ) -> anyhow::Result<(String, Rupiah)> {
        let membership = self.membership(who)?;
        let opened = done(office, seed, &OpenCode { membership, n_months }).await?;
        Ok((opened.code, opened.amount))
    }

    async fn change(
        &mut self,
        office: &Office,
        seed: Uuid,
        who: usize,
        change: CoverChange,
    ) -> anyhow::Result<()> {
        let membership = self.membership(who)?;
        done(office, seed, &ChangeCover { membership, change, note: "data contoh".into() }).await?;
        Ok(())
    }

    fn enrolment(
        &self,
        office: &Office,
        who: usize,
        work: &str,
        income: i64,
        programmes: Programmes,
    ) -> anyhow::Result<Enrol> {
        let today = office.outside.today();
        let village: AreaCode = GATAK.parse()?;
        // The second record of one person has the same name and birth date.
        let same = LIVES.iter().find_map(|(_, _, other, act)| match act {
            IsSameAs(kept) if *other == who => Some(*kept),
            _ => None,
        });
        let k = u64::try_from(same.unwrap_or(who))?;
        let mut dice = Dice::of("gatak", k);
        let sex = if dice.below(2) == 0 { Sex::Female } else { Sex::Male };
        let name = names::name(&mut dice, sex);
        let heir = names::name(&mut dice, if sex == Sex::Male { Sex::Female } else { Sex::Male });
        let mistyped = if same.is_some() { DAYS } else { 0 };
        let (nik, birth_date) = self.births.number_of(&village, k + mistyped, sex)?;
        let person = PersonForm {
            nik,
            name,
            birth_date: Some(birth_date),
            sex: Some(sex),
            village: GATAK.into(),
            address: Some("Gatak, Delanggu (data contoh)".into()),
            rt: Some("002".into()),
            rw: Some("001".into()),
            occupations: vec![OccupationForm { occupation: work.into(), ..Default::default() }],
            heirs: vec![HeirForm {
                name: heir,
                relation: Relation::Spouse,
                birth_date: None,
                phone: None,
            }],
            consents: vec![ConsentForm {
                purpose: "kepesertaan".into(),
                text_version: "demo-1".into(),
                given_how: "lisan, dibacakan petugas".into(),
            }],
            attestation: Some(AttestationForm {
                attested_by: "Ketua RT (data contoh)".into(),
                attester_role: "ketua_rt".into(),
                attested_on: today,
                statement: "Terlihat bekerja minggu ini".into(),
                photo_sha256: None,
            }),
            origin: "demo".into(),
            ..Default::default()
        };
        let payer = if who == SPONSORED { Payer::Apbdes } else { Payer::SelfPaid };
        Ok(Enrol { person, income: Rupiah::new(income), programmes, payer, promise_read: true })
    }
}

/// Carries a command out, or says in words why not.
async fn done<C>(office: &Office, seed: Uuid, command: &C) -> anyhow::Result<C::Answer>
where
    C: Command,
    C::Refusal: std::fmt::Display,
{
    let id = office.outside.id(seed, C::NAME, 0);
    let header = CommandHeader::new(CommandId(id), C::NAME.as_bytes());
    let answer: Result<C::Answer, CommandError<C::Refusal>> =
        carry_out(office, &header, command).await;
    answer.map_err(|error| anyhow!("{}: {error}", C::NAME))
}

/// Reports a payment, ten minutes later, that must be met in this way.
async fn report(
    office: &Office,
    seed: Uuid,
    code: String,
    amount: Rupiah,
    outcome: &str,
) -> anyhow::Result<Posted> {
    let later = office.outside.now + SignedDuration::from_mins(10);
    let mut outside = office.outside.clone();
    outside.now = later;
    let keys = std::sync::Arc::clone(&office.keys);
    let desk = Office::of_the_system(office.db.clone(), outside, keys);
    let report = Report {
        channel: "minimarket".into(),
        reference: format!("demo-{seed}"),
        code,
        amount,
        paid_at: later,
    };
    let mut tx = office.db.write().await?;
    let posted = apply_all(&mut tx, &desk, 0, vec![report]).await?;
    let posted = posted.into_iter().next().context("one report, one answer")??;
    tx.commit().await?;
    if posted.outcome == outcome {
        Ok(posted)
    } else {
        Err(anyhow!("paid as “{}”, not “{outcome}”", posted.outcome))
    }
}
