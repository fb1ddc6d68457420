//! Enrolling the people of a chunk: registered, put on rosters, made members, given codes.

use super::{
    ImportOrder, ImportRefusal,
    judge::Ready,
    said::{ACTIVE_AS_BPU, ACTIVE_AS_PU, OK, Said},
    write::{Became, lost},
};
use crate::{
    change::count_change,
    enrol::{HadRow, NewMembership, Opened, open_many},
    ledger_of::writings,
    open_code::{BulkCode, open_codes},
    sql,
};
use access::Office;
use db::{DbError, Tx, Uuid};
use registry::{NewRoster, Registered, register_many};
use regulation::contribution::PriceInput;
use std::collections::{HashMap, HashSet};
use terms::{
    Month, Segment,
    ids::{MembershipId, PersonId},
};

/// A chunk being enrolled.
pub(super) struct Enrolling<'a> {
    pub(super) office: &'a Office,
    pub(super) order: &'a ImportOrder,
    /// What the ids of this chunk are made from.
    pub(super) seed: Uuid,
}

impl Enrolling<'_> {
    /// Registers and enrols; answers in the order of `ready`.
    pub(super) async fn enrol(
        &self,
        tx: &mut Tx,
        ready: &[&Ready],
    ) -> Result<Vec<Became>, ImportRefusal> {
        let (office, seed) = (self.office, self.seed);
        let people = ready.iter().map(|ready| ready.person.clone()).collect();
        let registered = register_many(tx, office, seed, people).await?;
        let wage_earners = wage_earners(tx, &registered).await?;
        let rows: Vec<(&Ready, Registered)> = ready.iter().copied().zip(registered).collect();
        self.join_known(tx, &rows).await?;
        let earns_wage = |person: &PersonId| wage_earners.contains_key(person);
        let wanted: Vec<NewMembership> = rows
            .iter()
            .filter(|(_, registered)| !earns_wage(&registered.person))
            .map(|(ready, registered)| self.membership(ready, registered))
            .collect();
        let mut opened = open_many(tx, office, seed, &wanted).await?.into_iter();
        let mut became: Vec<Became> = rows
            .iter()
            .map(|(ready, registered)| match wage_earners.get(&registered.person) {
                Some(membership) => active_as_wage_earner(registered.person, *membership),
                None => match opened.next() {
                    Some(opened) => enrolled(ready, registered, &opened),
                    None => Became::refused(lost()),
                },
            })
            .collect();
        self.open_codes(tx, &rows, &mut became).await?;
        Ok(became)
    }

    fn membership(&self, ready: &Ready, registered: &Registered) -> NewMembership {
        NewMembership {
            person: registered.person,
            village: ready.person.village().clone(),
            segment: Segment::Bpu,
            programmes: self.order.programmes,
            income: ready.income,
            sector: ready.sector,
            payer: ready.payer,
            joined_on: ready.joined_on,
            list: Some(self.order.list),
            is_first: !registered.was_known,
        }
    }

    /// People on record are put on the rosters the list names, and counted there.
    async fn join_known(
        &self,
        tx: &mut Tx,
        rows: &[(&Ready, Registered)],
    ) -> Result<(), ImportRefusal> {
        let known: HashMap<Uuid, &[NewRoster]> = rows
            .iter()
            .filter(|(ready, registered)| registered.was_known && !ready.person.groups().is_empty())
            .map(|(ready, registered)| (registered.person.0, ready.person.groups()))
            .collect();
        if known.is_empty() {
            return Ok(());
        }
        let people: Vec<Uuid> = known.keys().copied().collect();
        let before = writings(tx, self.office, &people).await?;
        let mut on_roster = HashSet::new();
        for row in tx.all(&sql::ROSTERS_OF_PEOPLE, (people.clone(),)).await? {
            let until = row.valid_to;
            let joins = known.get(&row.person).copied().unwrap_or_default();
            let open = |roster: &&NewRoster| until.is_none_or(|until| until > roster.from());
            let same = |r: &&NewRoster| r.group() == row.group && r.area().as_str() == row.area;
            if joins.iter().filter(open).any(|roster| same(&roster)) {
                on_roster.insert((row.person, row.group.clone(), row.area.clone()));
            }
        }
        let joining: Vec<(PersonId, NewRoster)> = known
            .iter()
            .flat_map(|(person, rosters)| rosters.iter().map(|roster| (*person, roster)))
            .filter(|(person, r)| {
                let key = (*person, r.group().to_owned(), r.area().to_string());
                !on_roster.contains(&key)
            })
            .map(|(person, roster)| (PersonId(person), roster.clone()))
            .collect();
        registry::join_many(tx, self.office, &joining).await?;
        let seed = self.office.outside.id(self.seed, "rosters", 0);
        count_change(tx, self.office, seed, &people, before).await?;
        Ok(())
    }

    async fn open_codes(
        &self,
        tx: &mut Tx,
        rows: &[(&Ready, Registered)],
        became: &mut [Became],
    ) -> Result<(), ImportRefusal> {
        let mut wanted = Vec::new();
        let mut of = Vec::new();
        for ((ready, _), became) in rows.iter().zip(became.iter_mut()) {
            let (Some(n_months), Some(membership), true) =
                (ready.n_months, became.membership, became.is_accepted())
            else {
                continue;
            };
            let month = Month::of(ready.joined_on);
            let programmes = self.order.programmes;
            let input = PriceInput::new(month, ready.income, ready.sector, ready.payer, programmes);
            let input = PriceInput { joined: Some(month), ..input };
            wanted.push(BulkCode { membership, input, n_months });
            of.push((became, n_months));
        }
        let opened = open_codes(tx, self.office, self.seed, &wanted).await?;
        for ((became, n), (code, amount)) in of.into_iter().zip(opened) {
            became.said.id += &format!("; kode iuran {}, {amount} untuk {n} bulan", code.as_str());
            became.said.en += &format!("; payment code {}, {amount} for {n} months", code.as_str());
        }
        Ok(())
    }
}

/// Who of the people has a live membership as a wage earner.
async fn wage_earners(
    tx: &mut Tx,
    registered: &[Registered],
) -> Result<HashMap<PersonId, MembershipId>, DbError> {
    let known: Vec<Uuid> =
        registered.iter().filter(|it| it.was_known).map(|it| it.person.0).collect();
    if known.is_empty() {
        return Ok(HashMap::new());
    }
    let had = tx.all(&sql::MEMBERSHIPS_HAD, (known,)).await?;
    let lives = |row: &HadRow| row.segment == Segment::Pu && row.ended_on.is_none();
    let wage = had.into_iter().filter(lives);
    Ok(wage.map(|row| (row.person, row.membership)).collect())
}

fn active_as_wage_earner(person: PersonId, membership: MembershipId) -> Became {
    let said = Said {
        code: ACTIVE_AS_PU.into(),
        about: None,
        id: "Orang ini peserta penerima upah; pekerjaan mandirinya dapat didaftarkan di kantor dengan alasannya".into(),
        en: "this person is a member as a wage earner; own work beside it can be enrolled at the office, with the reason".into(),
    };
    Became { said, person: Some(person), membership: Some(membership) }
}

fn enrolled(ready: &Ready, registered: &Registered, opened: &Opened) -> Became {
    let (person, membership) = (Some(registered.person), Some(opened.membership()));
    let Opened::Already { payer, until, .. } = opened else {
        let (mut id, mut en) = ("Diterima".to_owned(), "Accepted".to_owned());
        for note in &ready.notes {
            id = format!("{id} | {}", note.id);
            en = format!("{en} | {}", note.en);
        }
        for warning in &registered.warnings {
            id = format!("{id} | {}", warning.indonesian());
            en = format!("{en} | {}", warning.english());
        }
        if !registered.possible_duplicates.is_empty() {
            id += " | Mungkin orang yang sama sudah tercatat dengan NIK lain; periksa data ganda";
            en += " | the same person may be on record with another NIK; look at the duplicates";
        }
        let said = Said { code: OK.into(), about: None, id, en };
        return Became { said, person, membership };
    };
    let (about, covered_id, covered_en) = match until {
        Some(until) => (
            format!("{payer}, {until}"),
            format!("iuran lunas sampai {until}"),
            format!("paid through {until}"),
        ),
        None => (payer.to_string(), "belum membayar".into(), "nothing is paid yet".into()),
    };
    let said = Said::new(
        ACTIVE_AS_BPU,
        about,
        format!("Sudah peserta, dibayar oleh {payer}, {covered_id}; tidak ada yang diubah"),
        format!("a member already, paid by {payer}, {covered_en}; nothing was changed"),
    );
    Became { said, person, membership }
}
