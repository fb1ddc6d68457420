//! Cash held too long: told to the branch by a row, and to each member by a notice. Once a receipt.

use crate::{OutreachRefusal, custody::rule_at, sql};
use access::{Duty, Office, audit};
use contribution::notice::{Telling, tell};
use db::{Bulk, Kind, Tx, Uuid, Value, row};
use terms::{
    AreaCode, Rupiah, Timestamp,
    ids::{MembershipId, UserId},
};

row! {
    /// Cash that is held too long.
    pub(crate) struct TooLong {
        receipt: Uuid,
        agent: UserId,
        area: String,
        amount: Rupiah,
        made_at: Timestamp,
        membership: Option<MembershipId>,
    }
}

row! {
    /// Cash that is held too long, as the branch is told at home.
    pub struct Overdue {
        /// By so many agents.
        pub agents: i64,
        /// Receipts for it.
        pub receipts: i64,
        /// How much.
        pub amount: Rupiah,
        /// Since when the oldest is held.
        pub oldest: Option<Timestamp>,
    }
}

/// What agents still hold after branch and members were told, in areas the actor watches over; none is
/// everywhere.
pub async fn overdue(
    tx: &mut Tx,
    office: &Office,
    areas: Option<Vec<AreaCode>>,
) -> Result<Overdue, OutreachRefusal> {
    let areas = match areas {
        None => {
            office.allow_everywhere(Duty::WatchCustody)?;
            vec![String::new()]
        }
        Some(areas) => {
            for area in &areas {
                office.allow(Duty::WatchCustody, area)?;
            }
            areas.iter().map(ToString::to_string).collect()
        }
    };
    Ok(tx.one(&sql::OVERDUE, (areas,)).await?)
}

static ALERTS: Bulk = Bulk {
    table: "custody_alert",
    columns: &[
        ("receipt", Kind::Uuid),
        ("agent", Kind::Uuid),
        ("area", Kind::Text),
        ("raised_at", Kind::Instant),
    ],
    conflict: "ON CONFLICT (receipt) DO NOTHING",
};

/// Receipts of one commit.
const PAGE: u32 = 500;

/// Tells everybody whom it concerns about cash that is held too long; answers about how many receipts.
/// It may run twice or be cut: what was told is not told again.
pub async fn raise_due(office: &Office) -> Result<u64, OutreachRefusal> {
    office.allow_everywhere(Duty::RunJobs)?;
    let hours = rule_at(office, office.outside.now)?.hours;
    let span = jiff::SignedDuration::from_hours(hours);
    let Ok(since) = office.outside.now.checked_sub(span) else { return Ok(0) };
    let mut raised = 0;
    loop {
        let mut tx = office.db.write().await?;
        let page: Vec<TooLong> = tx.all(&sql::HELD_TOO_LONG, (since, PAGE)).await?;
        let Some(first) = page.first() else { return Ok(raised) };
        let seed = first.receipt;
        raised += raise(&mut tx, office, &page, hours).await?;
        audit::append(&mut tx, audit::chain_of(seed), office.outside.now, &office.take_notes())
            .await?;
        tx.commit().await?;
    }
}

async fn raise(
    tx: &mut Tx,
    office: &Office,
    page: &[TooLong],
    hours: i64,
) -> Result<u64, OutreachRefusal> {
    let row = |it: &TooLong| {
        vec![
            Value::Uuid(Some(it.receipt)),
            Value::Uuid(Some(it.agent.0)),
            Value::Text(Some(it.area.clone())),
            Value::Instant(Some(office.outside.now)),
        ]
    };
    let raised = tx.insert_many(&ALERTS, page.iter().map(row).collect()).await?;
    let tellings = page.iter().filter_map(|it| Some(telling(it, it.membership?, hours))).collect();
    tell(tx, office, tellings).await?;
    office.note("raise custody alerts", "receipt", None, format!("{raised}"));
    Ok(raised)
}

fn telling(it: &TooLong, membership: MembershipId, hours: i64) -> Telling {
    let amount = it.amount;
    let [on_id, on_en] = terms::written::day(terms::office_date(it.made_at));
    Telling {
        membership,
        kind: "cash_held",
        occasion: format!("cash held {}", it.receipt),
        id: format!(
            "{amount} yang Anda serahkan kepada agen pada {on_id} belum sampai di kantor setelah {hours} jam. Kantor sedang menagihnya kepada agen. Simpan kuitansi Anda: hari Anda menyerahkan uang tetap dihitung."
        ),
        en: format!(
            "The {amount} you gave the agent on {on_en} has not reached the office after {hours} hours. The office is asking the agent for it. Keep your receipt: the day you handed the money over still counts."
        ),
    }
}
