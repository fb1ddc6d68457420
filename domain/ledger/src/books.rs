//! Reading the books: trial balance, journals, the statement of an account.

use crate::{Account, Line, Side, sql};
use db::{DbError, Tx, row};
use terms::{
    Date, Fund, MoneyError, Rupiah, Timestamp,
    ids::{JournalId, UserId},
};
use uuid::Uuid;

row! {
    /// An account with what moved on it up to a day.
    pub struct TrialLine {
        /// The account.
        pub account: Account,
        /// Its fund.
        pub fund: Fund,
        /// Its name in Indonesian.
        pub name_id: String,
        /// Its name in English.
        pub name_en: String,
        /// The side on which it grows.
        pub normal: Side,
        /// All debits.
        pub debit: Rupiah,
        /// All credits.
        pub credit: Rupiah,
    }
}

impl TrialLine {
    /// What it holds, on the side on which it grows.
    pub fn balance(&self) -> Result<Rupiah, MoneyError> {
        balance(self.normal, self.debit, self.credit)
    }
}

/// A fund's two sides.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
pub struct FundTotal {
    /// The fund.
    pub fund: Fund,
    /// All debits of its accounts.
    pub debit: Rupiah,
    /// All credits of its accounts.
    pub credit: Rupiah,
}

/// All accounts as of a day.
#[derive(Clone, Debug)]
pub struct TrialBalance {
    /// The day, its entries included.
    pub as_of: Date,
    /// Every account, those without entries too.
    pub lines: Vec<TrialLine>,
    /// Every fund asked for.
    pub funds: Vec<FundTotal>,
}

impl TrialBalance {
    /// Whether each fund's debits equal its credits.
    #[must_use]
    pub fn is_balanced(&self) -> bool {
        self.funds.iter().all(|fund| fund.debit == fund.credit)
    }

    /// What an account holds, on the side on which it grows; nothing if its fund was not asked for.
    pub fn balance(&self, account: Account) -> Result<Rupiah, MoneyError> {
        let line = self.lines.iter().find(|line| line.account == account);
        line.map_or(Ok(Rupiah::ZERO), TrialLine::balance)
    }
}

/// The trial balance as of a day, of one fund or of all.
pub async fn trial_balance(
    tx: &mut Tx,
    fund: Option<Fund>,
    as_of: Date,
) -> Result<TrialBalance, DbError> {
    let lines = tx.all(&sql::TRIAL_BALANCE, (fund, as_of)).await?;
    let mut funds = Vec::new();
    for fund in Fund::ALL.iter().copied() {
        let own = || lines.iter().filter(move |line: &&TrialLine| line.fund == fund);
        if own().next().is_some() {
            let debit = sum(own().map(|line| line.debit))?;
            let credit = sum(own().map(|line| line.credit))?;
            funds.push(FundTotal { fund, debit, credit });
        }
    }
    Ok(TrialBalance { as_of, lines, funds })
}

/// A stretch of a long list: what comes after a place, so many at most (500).
#[derive(Clone, Copy, Debug)]
pub struct Page<K> {
    /// The place of the last one seen; none is the beginning.
    pub after: Option<K>,
    /// How many.
    pub limit: u32,
}

impl<K> Page<K> {
    fn rows(&self) -> i64 {
        i64::from(self.limit.clamp(1, 500))
    }
}

/// Which journals are looked for; nothing said is all.
#[derive(Clone, Default, Debug)]
pub struct JournalFilter {
    /// `J01` to `J30`.
    pub kind: Option<String>,
    /// With a line on this account.
    pub account: Option<Account>,
    /// With exactly this key.
    pub business_key: Option<String>,
    /// Effective on this day or later.
    pub from: Option<Date>,
    /// Effective on this day or earlier.
    pub to: Option<Date>,
}

row! {
    /// A journal without its lines.
    pub struct JournalHead {
        /// Its id.
        pub id: JournalId,
        /// Which template it follows.
        pub kind: String,
        /// What it is about, once.
        pub business_key: String,
        /// The day it counts for.
        pub effective_on: Date,
        /// When it was written down.
        pub recorded_at: Timestamp,
        /// Who wrote it down.
        pub actor: UserId,
        /// The journal it takes back, whole or in part.
        pub reverses: Option<JournalId>,
        /// For the reader.
        pub note: String,
        /// All its debits.
        pub total: Rupiah,
    }
}

/// A journal with its lines.
#[derive(Clone, Debug)]
pub struct JournalRecord {
    /// Everything but the lines.
    pub head: JournalHead,
    /// The lines.
    pub lines: Vec<Line>,
}

/// Journals that fit, newest first. The place of one is its day and its id.
pub async fn journal_search(
    tx: &mut Tx,
    filter: JournalFilter,
    page: Page<(Date, JournalId)>,
) -> Result<Vec<JournalHead>, DbError> {
    let limit = page.rows();
    let (before, before_id) = page.after.unwrap_or((Date::MAX, JournalId(Uuid::max())));
    let binds = (
        filter.kind,
        filter.account.map(Account::code),
        filter.business_key,
        filter.from.unwrap_or(FIRST_DAY),
        filter.to.unwrap_or(Date::MAX),
        before,
        before_id,
        limit,
    );
    tx.all(&sql::JOURNAL_SEARCH, binds).await
}

/// One journal, if there is one.
pub async fn journal(tx: &mut Tx, id: JournalId) -> Result<Option<JournalRecord>, DbError> {
    let Some(head) = tx.first(&sql::JOURNAL, (id,)).await? else { return Ok(None) };
    let lines = tx.all(&sql::JOURNAL_LINES, (id,)).await?;
    let line = |(account, debit, credit)| Line { account, debit, credit };
    Ok(Some(JournalRecord { head, lines: lines.into_iter().map(line).collect() }))
}

row! {
    /// What one line moved on an account.
    pub struct StatementLine {
        /// The day it counts for.
        pub effective_on: Date,
        /// The journal.
        pub journal: JournalId,
        /// Its line in the journal.
        pub line: i64,
        /// Kind of the journal.
        pub kind: String,
        /// What the journal is about.
        pub business_key: String,
        /// Left side.
        pub debit: Rupiah,
        /// Right side.
        pub credit: Rupiah,
        /// Note of the journal.
        pub note: String,
    }
}

/// A stretch of an account's movements, with what it held before and after each.
#[derive(Clone, Debug)]
pub struct AccountStatement {
    /// The account.
    pub account: Account,
    /// What it held before the first line, on the side on which it grows.
    pub opening: Rupiah,
    /// The lines, oldest first, each with what the account held after it.
    pub lines: Vec<(StatementLine, Rupiah)>,
    /// What it held after the last line.
    pub closing: Rupiah,
}

/// What moved on an account between two days, both included. The place of a line is its day, its
/// journal and its number.
pub async fn account_statement(
    tx: &mut Tx,
    account: Account,
    from: Date,
    to: Date,
    page: Page<(Date, JournalId, i64)>,
) -> Result<AccountStatement, DbError> {
    let (code, limit) = (account.code(), page.rows());
    let normal = account.chart_line().normal;
    let (day, journal, line) = page.after.unwrap_or((from, JournalId(Uuid::nil()), 0));
    let (before,) = tx.one(&sql::BALANCE_BEFORE, (code, day)).await?;
    let (moved,) = tx.one(&sql::MOVED_ON_DAY, (code, day, journal, line)).await?;
    let opening = grown(normal, before)?.plus(grown(normal, moved)?).map_err(too_large)?;
    let rows = tx.all(&sql::ACCOUNT_STATEMENT, (code, from, to, day, journal, line, limit)).await?;
    let mut held = opening;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let moved = balance(normal, row.debit, row.credit).map_err(too_large)?;
        held = held.plus(moved).map_err(too_large)?;
        lines.push((row, held));
    }
    Ok(AccountStatement { account, opening, lines, closing: held })
}

/// Before every day that is posted to; written the same by both databases.
pub(crate) const FIRST_DAY: Date = jiff::civil::date(1, 1, 1);

fn balance(normal: Side, debit: Rupiah, credit: Rupiah) -> Result<Rupiah, MoneyError> {
    match normal {
        Side::Debit => debit.minus(credit),
        Side::Credit => credit.minus(debit),
    }
}

/// Debits less credits, seen from the side on which the account grows.
fn grown(normal: Side, moved: Rupiah) -> Result<Rupiah, DbError> {
    balance(normal, moved, Rupiah::ZERO).map_err(too_large)
}

fn sum(amounts: impl Iterator<Item = Rupiah>) -> Result<Rupiah, DbError> {
    Rupiah::sum(amounts).map_err(too_large)
}

fn too_large(error: MoneyError) -> DbError {
    DbError::Broken { statement: "the books", reason: error.to_string() }
}
