//! Warn everyone in time: the notices that are due on a day, in two languages.
//!
//! A job asks every day; asking twice adds nothing (one notice an occasion). Each notice says the
//! state in words, the date that matters, the price, and what to do. No name, no number: the phone
//! may be shared. Delivery is another department's; here they are rows that wait.

use crate::{
    Member,
    rows::{Message, NOTICES, notice_row},
    sql,
};
use access::{Duty, Forbidden, Office, audit};
use db::{DbError, Tx, Uuid, row};
use regulation::LawError;
use serde::Serialize;
use terms::{
    Date, Month, Timestamp,
    ids::{MembershipId, NoticeId},
    written,
};

/// Days before the last paid day, and before the lapse, on which a reminder goes out.
const DAYS_BEFORE: i64 = 10;
/// A job that slept catches up with at most so many days: old warnings help nobody.
const CATCH_UP_DAYS: i64 = 31;
/// Members read at once.
const PAGE: u32 = 2_000;

/// Why no notices were raised.
#[derive(Debug, thiserror::Error)]
pub enum NoticeRefusal {
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The law has no price or parameter.
    #[error(transparent)]
    Law(#[from] LawError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

row! {
    /// A notice as it waits, or was sent.
    #[derive(Serialize)]
    pub struct Notice {
        /// Its id.
        pub id: NoticeId,
        /// To whom.
        pub membership: MembershipId,
        /// `receipt`, `reminder`, `grace1`, `last_warning`, `lapsed` ….
        pub kind: String,
        /// The day it is for.
        pub due_on: Date,
        /// Indonesian.
        pub text_id: String,
        /// English.
        pub text_en: String,
        /// `due`, `sent`, `cancelled`.
        pub state: String,
        /// When it was raised.
        pub created_at: Timestamp,
    }
}

/// The notices of a member, newest first.
pub async fn notices_of(
    tx: &mut Tx,
    membership: MembershipId,
    limit: u32,
) -> Result<Vec<Notice>, DbError> {
    tx.all(&sql::NOTICES_OF, (membership, limit)).await
}

/// Something another department has to tell a member. No name and no number: the phone may be shared.
#[derive(Clone, Debug)]
pub struct Telling {
    /// To whom.
    pub membership: MembershipId,
    /// `cash_received`, `cash_held` ….
    pub kind: &'static str,
    /// What it is about: told once.
    pub occasion: String,
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

/// Notes what members are to be told, each occasion once; answers how many are new.
pub async fn tell(tx: &mut Tx, office: &Office, tellings: Vec<Telling>) -> Result<u64, DbError> {
    let (now, today) = (office.outside.now, office.outside.today());
    let row = |telling: Telling| {
        let Telling { membership, kind, occasion, id, en } = telling;
        let bucket = i64::from(membership.0.as_bytes()[15]);
        let notice = office.outside.id(membership.0, &occasion, 0);
        notice_row((bucket, membership.0), notice, today, Message { kind, occasion, id, en }, now)
    };
    tx.insert_many(&NOTICES, tellings.into_iter().map(row).collect()).await
}

/// One occasion in the life of a spell that runs out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Occasion {
    /// Ten days before the last paid day.
    Reminder,
    /// The k-th missed month begins.
    Grace(u8),
    /// Ten days before the lapse.
    LastWarning,
    /// Cover has ended.
    Lapsed,
}

impl Occasion {
    const fn kind(self) -> &'static str {
        match self {
            Self::Reminder => "reminder",
            Self::Grace(_) => "grace",
            Self::LastWarning => "last_warning",
            Self::Lapsed => "lapsed",
        }
    }

    fn key(self, through: Month) -> String {
        match self {
            Self::Grace(k) => format!("grace{k} after {through}"),
            other => format!("{} after {through}", other.kind()),
        }
    }

    /// The day it falls on for a member paid through a month.
    fn day(self, through: Month, grace_months: u8) -> Date {
        let back = jiff::ToSpan::days(DAYS_BEFORE);
        match self {
            Self::Reminder => through.last_day().saturating_sub(back),
            Self::Grace(k) => through.plus(i32::from(k)).first_day(),
            Self::LastWarning => {
                through.plus(i32::from(grace_months)).last_day().saturating_sub(back)
            }
            Self::Lapsed => through.plus(i32::from(grace_months) + 1).first_day(),
        }
    }
}

/// Raises every notice that is due by today and was not raised before; answers how many are new.
/// Members are read in pages, each page's notices written in its own commit.
pub async fn raise_due(office: &Office) -> Result<u64, NoticeRefusal> {
    office.allow_everywhere(Duty::RunJobs)?;
    let today = office.outside.today();
    let grace_months = office.outside.law.cover_parameters(today)?.grace_months;
    let earliest = Month::of(today).plus(-i32::from(grace_months) - 2);
    let latest = Month::of(today).next();
    let (mut raised, mut bucket, mut after) = (0, 0, Uuid::nil());
    loop {
        let mut tx = office.db.write().await?;
        let page: Vec<Member> =
            tx.all(&sql::MEMBERS_RUNNING_OUT, (bucket, after, earliest, latest, PAGE)).await?;
        let Some(last) = page.last() else { break };
        (bucket, after) = (last.bucket, last.id.0);
        let mut rows = Vec::new();
        for member in &page {
            for (occasion, on) in due(member, today, grace_months) {
                let message = message(office, member, occasion, grace_months)?;
                let id = office.outside.id(member.id.0, &message.occasion, 0);
                rows.push(notice_row(
                    (member.bucket, member.id.0),
                    id,
                    on,
                    message,
                    office.outside.now,
                ));
            }
        }
        let new = tx.insert_many(&NOTICES, rows).await?;
        if new > 0 {
            office.note("raise notices", "notice", None, format!("{new}"));
            audit::append(
                &mut tx,
                audit::chain_of(after),
                office.outside.now,
                &office.take_notes(),
            )
            .await?;
        }
        tx.commit().await?;
        raised += new;
    }
    Ok(raised)
}

fn due(member: &Member, today: Date, grace_months: u8) -> Vec<(Occasion, Date)> {
    let Some(through) = member.paid_through else { return Vec::new() };
    let since = today.saturating_sub(jiff::ToSpan::days(CATCH_UP_DAYS));
    [Occasion::Reminder]
        .into_iter()
        .chain((1..=grace_months).map(Occasion::Grace))
        .chain([Occasion::LastWarning, Occasion::Lapsed])
        .map(|occasion| (occasion, occasion.day(through, grace_months)))
        .filter(|(_, on)| *on <= today && *on > since)
        .collect()
}

fn message(
    office: &Office,
    member: &Member,
    occasion: Occasion,
    grace_months: u8,
) -> Result<Message, LawError> {
    let through = member.paid_through.unwrap_or(Month::of(member.joined_on));
    let next = through.next();
    let lapse = Occasion::Lapsed.day(through, grace_months);
    let last_day = lapse.yesterday().unwrap_or(lapse);
    let owed: Vec<Month> = match occasion {
        Occasion::Grace(k) => next.run(u32::from(k)).collect(),
        Occasion::LastWarning => next.run(u32::from(grace_months)).collect(),
        Occasion::Reminder | Occasion::Lapsed => vec![next],
    };
    let price = office.outside.law.price_months(&owed, &member.price_input(next))?;
    let amount = price.amount().total;
    let [next_id, next_en] = written::month(next);
    let [before_id, before_en] = written::day(next.first_day());
    let [last_day_id, last_day_en] = written::day(last_day);
    let (id, en) = match occasion {
        Occasion::Reminder => (
            format!(
                "Iuran {next_id}: {amount}. Bayar sebelum {before_id} supaya perlindungan tidak terputus. Minta kode iuran di kantor, agen, atau desa."
            ),
            format!(
                "Contribution for {next_en}: {amount}. Pay before {before_en} so that cover goes on. Ask for a payment code at the office, an agent or the village."
            ),
        ),
        Occasion::Grace(1) => (
            format!(
                "Anda masih terlindungi. Ini bulan pertama yang belum dibayar ({next_id}: {amount}). Bila sampai {last_day_id} belum dibayar, perlindungan berakhir."
            ),
            format!(
                "You are still covered. This is the first missed month ({next_en}: {amount}). If nothing is paid by {last_day_en}, cover ends."
            ),
        ),
        Occasion::Grace(k) if k < grace_months => (
            format!(
                "Bulan ke-{k} yang belum dibayar. Untuk tetap terlindungi: {amount} sampai bulan ini. Perlindungan berakhir bila sampai {last_day_id} belum dibayar."
            ),
            format!(
                "Missed month number {k}. To stay in: {amount} up to this month. Cover ends if nothing is paid by {last_day_en}."
            ),
        ),
        Occasion::Grace(_) => (
            format!(
                "Bulan terakhir. Bila sampai {last_day_id} belum dibayar {amount}, Anda mulai dari awal: kecelakaan baru dijamin setelah daftar ulang, dan santunan kematian penuh baru setelah masa tunggu."
            ),
            format!(
                "Last month. If {amount} is not paid by {last_day_en} you start again: accidents are covered only after a new enrolment, and the full death benefit only after the waiting period."
            ),
        ),
        Occasion::LastWarning => (
            format!(
                "Tinggal sedikit hari: bayar {amount} paling lambat {last_day_id} supaya perlindungan tidak berakhir."
            ),
            format!("Few days are left: pay {amount} by {last_day_en} so that cover does not end."),
        ),
        Occasion::Lapsed => (
            format!(
                "Perlindungan berakhir pada {last_day_id} karena iuran sejak {next_id} belum dibayar. Untuk kembali, daftar ulang di kantor, agen, atau desa; tunggakan lama tidak ditagih."
            ),
            format!(
                "Cover ended on {last_day_en} because nothing was paid since {next_en}. To return, enrol again at the office, an agent or the village; old arrears are not charged."
            ),
        ),
    };
    Ok(Message { kind: occasion.kind(), occasion: occasion.key(through), id, en })
}
