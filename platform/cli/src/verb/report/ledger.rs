//! The trial balance: every account that moved, and each fund's two sides.

use crate::{
    clock,
    installation::Installation,
    speech::{Answer, Speech},
};
use access::Duty;
use clap::Args;
use ledger::{FundTotal, TrialBalance, TrialLine, trial_balance};
use regulation::Law;
use serde::Serialize;
use std::fmt::Write as _;
use terms::{Date, Fund, Rupiah};

/// What `lindung report ledger` is asked.
#[derive(Debug, Args)]
pub(crate) struct Question {
    #[command(flatten)]
    installation: Installation,
    /// Satu dana saja: COL, JKK, JKM, JHT, OPS · One fund only
    #[arg(long)]
    fund: Option<Fund>,
    /// Pada hari apa; bila tidak disebut, hari ini · On which day; unless told, today
    #[arg(long)]
    as_of: Option<Date>,
}

#[derive(Serialize)]
struct Books {
    as_of: Date,
    balanced: bool,
    funds: Vec<FundTotal>,
    accounts: Vec<AccountLine>,
}

#[derive(Serialize)]
struct AccountLine {
    account: &'static str,
    fund: Fund,
    name_id: String,
    name_en: String,
    debit: Rupiah,
    credit: Rupiah,
    balance: Rupiah,
}

pub(crate) async fn answer(
    law: Law,
    question: &Question,
    speech: Speech,
) -> anyhow::Result<Answer> {
    let office = question.installation.office(law).await?;
    office.allow_everywhere(Duty::ReadLedger)?;
    let as_of = question.as_of.unwrap_or_else(clock::today);
    let books = trial_balance(&mut office.db.read().await?, question.fund, as_of).await;
    office.db.close().await;
    let books = Books::of(books?)?;
    speech.answer(&books, || said(speech, &books))
}

impl Books {
    fn of(books: TrialBalance) -> anyhow::Result<Self> {
        let balanced = books.is_balanced();
        let moved = |line: &TrialLine| !line.debit.is_zero() || !line.credit.is_zero();
        let accounts: anyhow::Result<Vec<AccountLine>> =
            books.lines.into_iter().filter(moved).map(AccountLine::of).collect();
        Ok(Self { as_of: books.as_of, balanced, funds: books.funds, accounts: accounts? })
    }
}

impl AccountLine {
    fn of(line: TrialLine) -> anyhow::Result<Self> {
        Ok(Self {
            balance: line.balance()?,
            account: line.account.code(),
            fund: line.fund,
            name_id: line.name_id,
            name_en: line.name_en,
            debit: line.debit,
            credit: line.credit,
        })
    }
}

fn said(speech: Speech, books: &Books) -> String {
    let mut text = format!(
        "{} {}\n\n",
        speech.pick("Neraca saldo per", "Trial balance as of"),
        speech.date(books.as_of)
    );
    for line in &books.accounts {
        let name = speech.pick(&line.name_id, &line.name_en);
        let balance = line.balance.to_string();
        let _ = writeln!(text, "{:<9} {balance:>22}  {name}", line.account);
    }
    let (debit, credit) = ("debit", speech.pick("kredit", "credit"));
    text.push('\n');
    for fund in &books.funds {
        let _ = writeln!(text, "{:<9} {debit} {}, {credit} {}", fund.fund, fund.debit, fund.credit);
    }
    text + match books.balanced {
        true => speech.pick("Setiap dana seimbang.\n", "Every fund balances.\n"),
        false => speech.pick("TIDAK SEIMBANG.\n", "OUT OF BALANCE.\n"),
    }
}
