//! The order of writing: what was written down first holds, in whatever order captures arrive.

use crate::{
    OutreachRefusal,
    captured::{self, Captured, Standing},
    field::Restood,
    sql,
};
use access::Office;
use contribution::{
    Code,
    field::{give_code, is_untouched, price, withdraw_code},
    open_code::member,
};
use db::{Tx, Uuid};
use terms::{
    Date, Timestamp,
    ids::{MembershipId, PersonId},
};

/// Where a capture stands in the order of writing: what was written first holds, and a correction
/// stands where what it corrects was written. Of two corrections of one thing the first holds.
#[derive(Debug)]
pub(crate) struct Place {
    first: (Timestamp, Uuid),
    own: (Timestamp, Uuid),
    corrects: Vec<Uuid>,
}

impl Place {
    /// The place of one capture among those of its person.
    pub(crate) fn of(it: &Captured, among: &[Captured]) -> Self {
        Self::new(it.written(), it.supersedes, among)
    }

    /// The place of something written then, by that command, correcting another.
    pub(crate) fn new(
        own: (Timestamp, Uuid),
        supersedes: Option<Uuid>,
        among: &[Captured],
    ) -> Self {
        let (mut first, mut corrects, mut next) = (own, Vec::new(), supersedes);
        while let Some(command) = next.filter(|command| !corrects.contains(command)) {
            let corrected = among.iter().find(|it| it.command == command);
            first = corrected.map_or(first, |it| first.min(it.written()));
            next = corrected.and_then(|it| it.supersedes);
            corrects.push(command);
        }
        Self { first, own, corrects }
    }

    /// Whether it corrects a command, itself or through others.
    pub(crate) fn corrects(&self, command: Uuid) -> bool {
        self.corrects.contains(&command)
    }

    /// Whether it holds the record before another capture does.
    pub(crate) fn holds_before(&self, other: &Captured, among: &[Captured]) -> bool {
        let theirs = Self::of(other, among);
        let before = (self.first, self.own) < (theirs.first, theirs.own);
        self.corrects(other.command) || (before && !theirs.corrects(self.own.1))
    }
}

/// Corrections of a capture that would hold the record, had it come before them.
pub(crate) async fn overtaken(
    tx: &mut Tx,
    corrected: Uuid,
    person: PersonId,
) -> Result<Vec<Uuid>, OutreachRefusal> {
    let captures: Vec<Captured> = tx.all(&sql::CAPTURES_OF_PERSON, (person,)).await?;
    let maker = captures.iter().find(|it| it.standing == Standing::Enrolled.word());
    let Some((maker, membership)) = maker.and_then(|it| Some((it, it.membership?))) else {
        return Ok(Vec::new());
    };
    let untouched = member(tx, membership).await?.is_some_and(|live| is_untouched(&live));
    if !untouched || maker.decided == 1 {
        return Ok(Vec::new());
    }
    let waits = |it: &&Captured| {
        let place = Place::of(it, &captures);
        it.decided == 0
            && it.standing != Standing::Superseded.word()
            && it.command != maker.command
            && place.corrects(corrected)
            && place.holds_before(maker, &captures)
    };
    Ok(captures.iter().filter(waits).map(|it| it.command).collect())
}

/// Judges the other captures of a person against the one that has just taken the record.
pub(crate) async fn restand(
    tx: &mut Tx,
    office: &Office,
    place: &Place,
    captures: &mut [Captured],
    (digest, birth_date): (&[u8], Date),
    membership: MembershipId,
) -> Result<Vec<Restood>, OutreachRefusal> {
    let holder = member(tx, membership).await?;
    let mut restood = Vec::new();
    for capture in captures.iter_mut() {
        let superseded = capture.standing == Standing::Superseded.word();
        if capture.decided == 1 || superseded {
            continue;
        }
        let against = capture.against(digest, birth_date);
        let standing = if place.corrects(capture.command) { Standing::Superseded } else { against };
        let changed = capture.standing != standing.word();
        capture.standing = standing.word().to_owned();
        capture.membership = standing.is_linked().then_some(membership);
        if let (Some(code), Some(holder)) = (code_of(capture), &holder) {
            if standing.is_linked() {
                // Priced again also where nothing else changed: the terms are another capture's now.
                let n_months = u32::try_from(capture.n_months).unwrap_or(1);
                let months = (capture.first_month, n_months);
                let amount = price(office, holder, months.0, n_months)?;
                give_code(tx, office, &code, holder, months, amount).await?;
            } else {
                withdraw_code(tx, &code).await?;
            }
        }
        if changed {
            let (command, person, membership) =
                (capture.command, capture.person, capture.membership);
            restood.push(Restood { command, standing, person, membership });
        }
    }
    captured::save_standings(tx, captures).await?;
    Ok(restood)
}

fn code_of(capture: &Captured) -> Option<Code> {
    capture.code.as_deref().and_then(|code| code.parse().ok())
}
