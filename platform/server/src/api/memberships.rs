//! The main job over HTTP: enrol, see, price, open a code, start again.

mod desk;
pub(crate) mod due;
mod outcomes;
mod promise;
mod views;

pub(crate) use views::MembershipView;

use crate::{
    book::{Book, Route},
    door::{Asked, Door, Named, Params, Told},
    problem::Problem,
    wire::{PageView, after},
};
use access::{Duty, Office, carry_out};
use axum::{Json, http::StatusCode};
use contribution::{
    Member,
    change::{ChangeCover, CoverChange, Renew, cover_of},
    credit::UseCredit,
    enrol::{Enrol, member_by_number, members_of},
    months::month_ledger,
    notice::notices_of,
    open_code::{CodeRefusal, OpenCode, member},
    reprice::Reprice,
};
use ledger::savings_statement;
use outcomes::{ChangedView, OpenedCodeView, RenewedView, RepricedView, SavingsView};
use registry::PersonForm;
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{
    AreaCode, Bucket, Date, Month, Payer, Programmes, Rupiah, Sector,
    ids::{MembershipId, PersonId},
};
use utoipa::ToSchema;
use views::{EnrolledView, MemberCoverView, MemberMonthView, NoticeView, next_prices};

pub(crate) fn write(book: Book) -> Book {
    let book = due::write_due(desk::write_desk(promise::write_promise(write_reads(book))));
    let command = |path, summary| Route::command(path, "memberships", summary);
    book.add(
        command(
            "/api/v1/enrolments",
            "Enrol a person: register, price sector, open the membership",
        )
        .body::<EnrolForm>(enrol_example())
        .answers::<EnrolledView>(201, "Enrolled; cover begins with the first payment."),
        enrol,
    )
    .add(
        command("/api/v1/memberships/{id}/codes", "Open a payment code for the next months")
            .body::<CodeForm>(json!({ "months": 3 }))
            .answers::<OpenedCodeView>(201, "What to pay, for what, until when, and why so much."),
        open_code,
    )
    .add(
        command("/api/v1/memberships/{id}/renew", "After a lapse: the intake questions again")
            .body::<RenewForm>(json!({
                "is_working": true, "attested_by": "Ketua RT 03", "attester_role": "rt_head",
                "statement": "berjualan sayur setiap pagi di pasar",
            }))
            .answers::<RenewedView>(200, "Until when a payment opens a new spell."),
        renew,
    )
    .add(
        command(
            "/api/v1/memberships/{id}/reprice",
            "Correct the sector; what was overpaid becomes credit",
        )
        .body::<RepriceForm>(json!({ "sector": "transport", "from": "2026-01" }))
        .answers::<RepricedView>(200, "Only downwards."),
        reprice,
    )
    .add(
        command("/api/v1/memberships/{id}/use-credit", "Pay the next months out of credit")
            .body::<UseCreditForm>(json!({ "months": 6 }))
            .answers::<CreditUsedView>(200, "The months it reached for."),
        use_credit,
    )
    .add(
        command(
            "/api/v1/memberships/{id}/cover-changes",
            "End, suspend for review, or take either back",
        )
        .body::<CoverChangeForm>(json!({
            "change": { "kind": "end", "reason": "request", "last_day": "2026-11-21" },
            "note": "permohonan tertulis no. 12",
        }))
        .answers::<ChangedView>(200, "Where the member stands now."),
        change_cover,
    )
}

fn write_reads(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "memberships", summary);
    book.add(
        get("/api/v1/memberships/{id}", "State today and why, months, prices to come, notices")
            .answers::<MembershipView>(200, "Everything a member asks at the counter."),
        one,
    )
    .add(
        Route::post(
            "/api/v1/memberships/find",
            "memberships",
            "A member by the number on the card, or a person's memberships",
        )
        .body::<FindForm>(json!({ "number": "7K2M-9QX4-MB31" }))
        .answers_page::<MembershipView>("Those the actor may see."),
        find,
    )
    .add(
        get(
            "/api/v1/memberships/{id}/cover",
            "Where the member stood on a day, as it was known then",
        )
        .params::<AsOfParams>()
        .answers::<MemberCoverView>(200, "With reasons."),
        cover,
    )
    .add(
        get("/api/v1/memberships/{id}/months", "The month ledger, newest first")
            .params::<MonthsParams>()
            .answers_page::<MemberMonthView>("Months paid, by what, for which days."),
        months,
    )
    .add(
        get("/api/v1/memberships/{id}/notices", "Notices, newest first")
            .answers_page::<NoticeView>("Due, sent, cancelled."),
        notices,
    )
    .add(
        get("/api/v1/memberships/{id}/card", "The card, to be printed or shown").answers_as(
            200,
            "text/html",
            "A page with a QR that proves itself; no NIK, no address.",
        ),
        crate::pages::card,
    )
    .add(
        get("/api/v1/memberships/{id}/savings", "Old-age savings, entry by entry")
            .answers::<SavingsView>(200, "Principal, returns, withdrawals."),
        savings,
    )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EnrolForm {
    /// As in the canonical sheet.
    person: super::people::PersonBody,
    /// Declared monthly income, whole rupiah.
    #[schema(value_type = i64)]
    income: Rupiah,
    /// `["jkk","jkm"]`, with `"jht"` if wanted.
    #[schema(value_type = Vec<String>)]
    programmes: Programmes,
    /// `self`, `apbn`, `apbd`, `apbdes`, `csr`.
    #[schema(value_type = String)]
    payer: Payer,
    /// The promise was read out and agreed to.
    promise_read: bool,
}

fn enrol_example() -> serde_json::Value {
    json!({
        "person": super::people::person_example(),
        "income": 1_000_000, "programmes": ["jkk", "jkm"], "payer": "self", "promise_read": true,
    })
}

async fn enrol(
    Asked { door, header, form }: Asked<EnrolForm>,
) -> Result<(StatusCode, Json<EnrolledView>), Problem> {
    let person: PersonForm = form.person.into();
    let (income, programmes, payer) = (form.income, form.programmes, form.payer);
    let command = Enrol { person, income, programmes, payer, promise_read: form.promise_read };
    let enrolled = carry_out(&door.office, &header, &command).await?;
    Ok((StatusCode::CREATED, Json(enrolled.into())))
}

/// A member the actor may see for a duty; one outside their area is as good as none.
pub(crate) async fn member_for(
    office: &Office,
    duty: Duty,
    id: MembershipId,
) -> Result<Member, Problem> {
    let mut tx = office.db.read().await?;
    let found = member(&mut tx, id).await?.ok_or(CodeRefusal::NotFound)?;
    may_see(office, duty, &found)?;
    Ok(found)
}

fn may_see(office: &Office, duty: Duty, member: &Member) -> Result<(), Problem> {
    let village: AreaCode = member.village.parse().map_err(Problem::fault)?;
    office.allow(duty, &village).map_err(|_| CodeRefusal::NotFound)?;
    office.note("read membership", "membership", Some(member.id.0), "");
    Ok(())
}

const MONTHS_SHOWN: u32 = 24;
const NOTICES_SHOWN: u32 = 20;

/// Everything about a member, in one reading of the database.
async fn whole(office: &Office, of: Member) -> Result<MembershipView, Problem> {
    let mut tx = office.db.read().await?;
    let today = office.outside.today();
    let cover = cover_of(&mut tx, office, &of, today).await?;
    let months = month_ledger(&mut tx, of.id, None, MONTHS_SHOWN).await?;
    let notices = notices_of(&mut tx, of.id, NOTICES_SHOWN).await?;
    let grace_months = office.outside.law.cover_parameters(today)?.grace_months;
    let prices = next_prices(&of, &office.outside, grace_months);
    Ok(MembershipView::of(of, cover, months, notices, prices))
}

async fn one(door: Door, Named(id): Named<MembershipId>) -> Result<Json<MembershipView>, Problem> {
    let found = member_for(&door.office, Duty::ReadPeople, id).await?;
    let view = whole(&door.office, found).await?;
    door.answer(Json(view)).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FindForm {
    /// The number on the card.
    #[serde(default)]
    number: Option<String>,
    /// Or the person.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Uuid)]
    person: Option<PersonId>,
}

async fn find(
    door: Door,
    Told(form): Told<FindForm>,
) -> Result<Json<PageView<MembershipView>>, Problem> {
    let office = &door.office;
    let found = {
        let mut tx = office.db.read().await?;
        match (form.number, form.person) {
            (Some(number), _) => member_by_number(&mut tx, &number).await?.into_iter().collect(),
            (None, Some(person)) => members_of(&mut tx, person).await?,
            (None, None) => Vec::new(),
        }
    };
    let mut views = Vec::with_capacity(found.len());
    for member in found {
        if may_see(office, Duty::ReadPeople, &member).is_ok() {
            views.push(whole(office, member).await?);
        }
    }
    door.answer(Json(PageView::whole(views))).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AsOfParams {
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

async fn cover(
    door: Door,
    Named(id): Named<MembershipId>,
    Params(params): Params<AsOfParams>,
) -> Result<Json<MemberCoverView>, Problem> {
    let office = &door.office;
    let found = member_for(office, Duty::ReadPeople, id).await?;
    let as_of = params.as_of.unwrap_or_else(|| office.outside.today());
    let cover = {
        let mut tx = office.db.read().await?;
        cover_of(&mut tx, office, &found, as_of).await?
    };
    door.answer(Json(MemberCoverView::of(cover, as_of))).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MonthsParams {
    /// `next` of the page before: a month.
    after: Option<String>,
    /// 1 to 500.
    limit: Option<u32>,
}

async fn months(
    door: Door,
    Named(id): Named<MembershipId>,
    Params(params): Params<MonthsParams>,
) -> Result<Json<PageView<MemberMonthView>>, Problem> {
    let found = member_for(&door.office, Duty::ReadPeople, id).await?;
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let before: Option<Month> = after(params.after.as_deref())?;
    let entries = {
        let mut tx = door.office.db.read().await?;
        month_ledger(&mut tx, found.id, before, limit).await?
    };
    let views: Vec<MemberMonthView> = entries.into_iter().map(Into::into).collect();
    door.answer(Json(PageView::of(views, limit, |view| view.month.to_string()))).await
}

async fn notices(
    door: Door,
    Named(id): Named<MembershipId>,
) -> Result<Json<PageView<NoticeView>>, Problem> {
    let found = member_for(&door.office, Duty::ReadPeople, id).await?;
    let notices = {
        let mut tx = door.office.db.read().await?;
        notices_of(&mut tx, found.id, 200).await?
    };
    door.answer(Json(PageView::whole(notices.into_iter().map(Into::into).collect()))).await
}

async fn savings(door: Door, Named(id): Named<MembershipId>) -> Result<Json<SavingsView>, Problem> {
    let found = member_for(&door.office, Duty::ReadPeople, id).await?;
    let statement = {
        let mut tx = door.office.db.read().await?;
        savings_statement(&mut tx, Bucket::of(found.person), found.id).await?
    };
    door.answer(Json(statement.into())).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CodeForm {
    /// 1 to 12; at channels 1, 3, 6 and 12 are usual.
    months: u32,
}

async fn open_code(
    Named(membership): Named<MembershipId>,
    Asked { door, header, form }: Asked<CodeForm>,
) -> Result<(StatusCode, Json<OpenedCodeView>), Problem> {
    let command = OpenCode { membership, n_months: form.months };
    let opened = carry_out(&door.office, &header, &command).await?;
    Ok((StatusCode::CREATED, Json(opened.into())))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RenewForm {
    /// “Are you working now?”
    is_working: bool,
    /// Who saw the person working.
    attested_by: String,
    attester_role: String,
    statement: String,
}

async fn renew(
    Named(membership): Named<MembershipId>,
    Asked { door, header, form }: Asked<RenewForm>,
) -> Result<Json<RenewedView>, Problem> {
    let RenewForm { is_working, attested_by, attester_role, statement } = form;
    let command = Renew { membership, is_working, attested_by, attester_role, statement };
    Ok(Json(carry_out(&door.office, &header, &command).await?.into()))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RepriceForm {
    /// `transport` or `other`.
    #[schema(value_type = String)]
    sector: Sector,
    /// First month to be priced again.
    #[schema(value_type = String)]
    from: Month,
}

async fn reprice(
    Named(membership): Named<MembershipId>,
    Asked { door, header, form }: Asked<RepriceForm>,
) -> Result<Json<RepricedView>, Problem> {
    let command = Reprice { membership, sector: form.sector, from: form.from };
    Ok(Json(carry_out(&door.office, &header, &command).await?.into()))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UseCreditForm {
    /// At most so many, 1 to 12.
    months: u32,
}

#[derive(Debug, Serialize, ToSchema)]
struct CreditUsedView {
    /// Months now paid.
    #[schema(value_type = Vec<String>)]
    months: Vec<Month>,
    #[schema(value_type = Option<String>, format = Date)]
    covered_until: Option<Date>,
    /// What is left.
    #[schema(value_type = i64)]
    credit: Rupiah,
}

async fn use_credit(
    Named(membership): Named<MembershipId>,
    Asked { door, header, form }: Asked<UseCreditForm>,
) -> Result<Json<CreditUsedView>, Problem> {
    let command = UseCredit { membership, n_months: form.months };
    let used = carry_out(&door.office, &header, &command).await?;
    let months = used.months.into_iter().map(|paid| paid.month).collect();
    Ok(Json(CreditUsedView { months, covered_until: used.covered_until, credit: used.credit }))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CoverChangeForm {
    /// `kind` is `end` (with `reason` `death`, `age`, `other_segment` or `request`, and `last_day`),
    /// `withdraw_end`, `suspend` or `resume`.
    #[schema(value_type = Object)]
    change: CoverChange,
    /// For the file: ids and document numbers, no diagnosis.
    note: String,
}

async fn change_cover(
    Named(membership): Named<MembershipId>,
    Asked { door, header, form }: Asked<CoverChangeForm>,
) -> Result<Json<ChangedView>, Problem> {
    let command = ChangeCover { membership, change: form.change, note: form.note };
    Ok(Json(carry_out(&door.office, &header, &command).await?.into()))
}
