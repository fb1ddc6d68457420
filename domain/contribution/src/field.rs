//! What phones bring later: codes given out without signal, and a record that an earlier capture takes.

use crate::{
    Code, Member,
    change::count_change,
    enrol::{Agreed, EnrolRefusal, sector_of},
    ledger_of::writings,
    open_code::CODE_DAYS,
    sql,
};
use access::Office;
use db::{DbError, Tx, Uuid};
use jiff::ToSpan;
use registry::{NewOccupation, NewPerson};
use regulation::LawError;
use terms::{Date, Month, Rupiah, ids::MembershipId};

/// What so many months of a member cost, from a month on.
pub fn price(
    office: &Office,
    member: &Member,
    first_month: Month,
    n_months: u32,
) -> Result<Rupiah, LawError> {
    let months: Vec<Month> = first_month.run(n_months).collect();
    let price = office.outside.law.price_months(&months, &member.price_input(first_month))?;
    Ok(price.amount().total)
}

/// Whose a code is, if it was opened: the membership, and `open`, `paid` or `cancelled`.
pub async fn code_owner(
    tx: &mut Tx,
    code: &Code,
) -> Result<Option<(MembershipId, String)>, DbError> {
    tx.first(&sql::CODE_OWNER, (code.to_string(),)).await
}

/// Opens a code that was given out already. Again, with other months, it is the same code.
pub async fn give_code(
    tx: &mut Tx,
    office: &Office,
    code: &Code,
    member: &Member,
    (first_month, n_months): (Month, u32),
    amount: Rupiah,
) -> Result<(), DbError> {
    let expires_on = office.outside.today().saturating_add(CODE_DAYS.days());
    let (now, actor) = (office.outside.now, office.actor);
    let code = code.to_string();
    let row =
        (code, member.bucket, member.id, first_month, n_months, amount, now, expires_on, actor);
    tx.run(&sql::GIVE_CODE, row).await?;
    Ok(())
}

/// Takes a code back; what is paid to it from now on is held for a person.
pub async fn withdraw_code(tx: &mut Tx, code: &Code) -> Result<(), DbError> {
    tx.run(&sql::WITHDRAW_CODE, (code.to_string(),)).await?;
    Ok(())
}

/// Whether an earlier capture may take a membership: nothing was paid, nothing was changed.
#[must_use]
pub fn is_untouched(member: &Member) -> bool {
    member.n_months == 0
        && member.credit.is_zero()
        && member.spell == 0
        && member.suspended_on.is_none()
        && member.ended_on.is_none()
}

/// Gives a record and its membership the data of another capture of the same number: an earlier one,
/// or a correction. Who was written down on a day joined on that day, whatever is corrected later.
pub async fn retake(
    tx: &mut Tx,
    office: &Office,
    seed: Uuid,
    member: &Member,
    person: NewPerson,
    agreed: &Agreed,
    on: Date,
) -> Result<(), EnrolRefusal> {
    agreed.check()?;
    office.outside.law.entry_age(person.birth_date(), on)?;
    let on = on.min(member.joined_on);
    let people = [member.counted_as.0];
    let before = writings(tx, office, &people).await?;
    let sector = sector_of(person.occupations().first().map(NewOccupation::occupation));
    let village = person.village().clone();
    registry::retake(tx, office, seed, member.person, person).await?;
    let terms = (
        agreed.programmes,
        agreed.income,
        sector,
        agreed.payer,
        village,
        on,
        office.outside.now,
        member.bucket,
        member.id,
    );
    tx.run(&sql::RETAKE_MEMBERSHIP, terms).await?;
    count_change(tx, office, seed, &people, before).await?;
    office.note("retake membership", "membership", Some(member.id.0), "");
    Ok(())
}

/// Lets a membership begin on the earlier day on which it was first written down, unless it was paid
/// for or changed since.
pub async fn join_earlier(
    tx: &mut Tx,
    office: &Office,
    seed: Uuid,
    member: &Member,
    on: Date,
) -> Result<(), EnrolRefusal> {
    if member.joined_on <= on || !is_untouched(member) {
        return Ok(());
    }
    let people = [member.counted_as.0];
    let before = writings(tx, office, &people).await?;
    tx.run(&sql::JOIN_EARLIER, (on, office.outside.now, member.bucket, member.id)).await?;
    count_change(tx, office, seed, &people, before).await?;
    office.note("join earlier", "membership", Some(member.id.0), "");
    Ok(())
}
