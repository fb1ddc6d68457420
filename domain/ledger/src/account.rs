//! The accounts of the chart as names that cannot be misspelled, with what the chart says of each.

use db::{Column, Kind, Row};
use std::{fmt, sync::LazyLock};
use terms::Fund;

/// An account of the chart, for example [`COL_1120`]. There are no others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Account(&'static str);

/// What the chart says of an account.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct ChartLine {
    /// `COL-1120`.
    pub code: String,
    /// The fund it belongs to.
    pub fund: Fund,
    /// Its name in Indonesian.
    pub name_id: String,
    /// Its name in English.
    pub name_en: String,
    /// Asset, liability, net assets, income or expense.
    #[serde(rename = "type")]
    pub kind: String,
    /// The side on which it grows.
    pub normal: Side,
    /// What its balance must never do; empty where nothing is said.
    pub min_balance_rule: String,
    /// What its balance is broken down by, where something is.
    pub subledger: String,
}

/// The two sides of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Left.
    Debit,
    /// Right.
    Credit,
}

static CHART: LazyLock<Vec<ChartLine>> = LazyLock::new(|| {
    let text = include_str!("../../../data/ledger/chart_of_accounts.csv");
    let lines = csv::Reader::from_reader(text.as_bytes()).into_deserialize();
    lines.collect::<Result<_, _>>().expect("a test reads the chart this program was built with")
});

/// The chart of accounts this program was built with.
#[must_use]
pub fn chart() -> &'static [ChartLine] {
    &CHART
}

impl Account {
    /// The code, `COL-1120`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// The fund it belongs to; journals balance within each.
    #[must_use]
    pub fn fund(self) -> Fund {
        match self.0.get(..3) {
            Some("COL") => Fund::Col,
            Some("JKK") => Fund::Jkk,
            Some("JKM") => Fund::Jkm,
            Some("JHT") => Fund::Jht,
            _ => Fund::Ops,
        }
    }

    /// The account with this code, if the chart has it.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        ALL.iter().copied().find(|account| account.0 == code)
    }

    /// What the chart says of it.
    #[must_use]
    pub fn chart_line(self) -> &'static ChartLine {
        let line = chart().iter().find(|line| line.code == self.0);
        line.expect("a test finds every account in the chart")
    }
}

impl ChartLine {
    /// Whether its balance may never fall below zero.
    #[must_use]
    pub fn is_never_negative(&self) -> bool {
        self.min_balance_rule.starts_with("not negative")
    }
}

impl Side {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Debit => "debit",
            Self::Credit => "credit",
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl serde::Serialize for Account {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.0)
    }
}

impl Column for Account {
    const KIND: Kind = Kind::Text;
    fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
        let code = String::read(row, at)?;
        Self::from_code(&code).ok_or_else(|| format!("“{code}” is not in the chart of accounts"))
    }
}

impl Column for Side {
    const KIND: Kind = Kind::Text;
    fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
        match String::read(row, at)?.as_str() {
            "debit" => Ok(Self::Debit),
            "credit" => Ok(Self::Credit),
            other => Err(format!("“{other}” is not a side")),
        }
    }
}

macro_rules! accounts {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        $($(#[$doc])* pub const $name: Account = Account($code);)*

        /// Every account, in the order of the chart.
        pub const ALL: &[Account] = &[$($name),*];
    };
}

accounts! {
    /// Bank, collection account (COL).
    COL_1110 = "COL-1110";
    /// Due from payment channel (COL).
    COL_1120 = "COL-1120";
    /// Cash held by agents (COL).
    COL_1130 = "COL-1130";
    /// Receipts not yet identified (COL).
    COL_2110 = "COL-2110";
    /// Member credit balance (COL).
    COL_2120 = "COL-2120";
    /// Sponsor deposit (COL).
    COL_2130 = "COL-2130";
    /// Refunds payable (COL).
    COL_2140 = "COL-2140";
    /// Due to JKK (COL).
    COL_2151 = "COL-2151";
    /// Due to JKM (COL).
    COL_2152 = "COL-2152";
    /// Due to JHT (COL).
    COL_2153 = "COL-2153";
    /// Due to OPS (COL).
    COL_2159 = "COL-2159";
    /// Bank, JKK fund (JKK).
    JKK_1110 = "JKK-1110";
    /// Due from collection pool (JKK).
    JKK_1150 = "JKK-1150";
    /// Disbursement in transit (JKK).
    JKK_2160 = "JKK-2160";
    /// Investments (JKK).
    JKK_1210 = "JKK-1210";
    /// Benefit overpayment receivable (JKK).
    JKK_1350 = "JKK-1350";
    /// Benefits payable (JKK).
    JKK_2110 = "JKK-2110";
    /// Benefits payable, returned transfers (JKK).
    JKK_2115 = "JKK-2115";
    /// Contributions received in advance (JKK).
    JKK_2130 = "JKK-2130";
    /// Technical reserves (JKK).
    JKK_2310 = "JKK-2310";
    /// Contribution income (JKK).
    JKK_4110 = "JKK-4110";
    /// Benefit expense (JKK).
    JKK_5110 = "JKK-5110";
    /// Fund balance (JKK).
    JKK_3110 = "JKK-3110";
    /// Investment income (JKK).
    JKK_4210 = "JKK-4210";
    /// Bank, JKM fund (JKM).
    JKM_1110 = "JKM-1110";
    /// Due from collection pool (JKM).
    JKM_1150 = "JKM-1150";
    /// Disbursement in transit (JKM).
    JKM_2160 = "JKM-2160";
    /// Investments (JKM).
    JKM_1210 = "JKM-1210";
    /// Benefit overpayment receivable (JKM).
    JKM_1350 = "JKM-1350";
    /// Benefits payable (JKM).
    JKM_2110 = "JKM-2110";
    /// Benefits payable, returned transfers (JKM).
    JKM_2115 = "JKM-2115";
    /// Contributions received in advance (JKM).
    JKM_2130 = "JKM-2130";
    /// Technical reserves (JKM).
    JKM_2310 = "JKM-2310";
    /// Contribution income (JKM).
    JKM_4110 = "JKM-4110";
    /// Benefit expense (JKM).
    JKM_5110 = "JKM-5110";
    /// Fund balance (JKM).
    JKM_3110 = "JKM-3110";
    /// Investment income (JKM).
    JKM_4210 = "JKM-4210";
    /// Bank, JHT fund (JHT).
    JHT_1110 = "JHT-1110";
    /// Due from collection pool (JHT).
    JHT_1150 = "JHT-1150";
    /// Disbursement in transit (JHT).
    JHT_2160 = "JHT-2160";
    /// Investments (JHT).
    JHT_1210 = "JHT-1210";
    /// Benefit overpayment receivable (JHT).
    JHT_1350 = "JHT-1350";
    /// Benefits payable (JHT).
    JHT_2110 = "JHT-2110";
    /// Benefits payable, returned transfers (JHT).
    JHT_2115 = "JHT-2115";
    /// Fund balance (JHT).
    JHT_3110 = "JHT-3110";
    /// Investment income (JHT).
    JHT_4210 = "JHT-4210";
    /// Member accounts (JHT).
    JHT_2210 = "JHT-2210";
    /// Undistributed return (JHT).
    JHT_2220 = "JHT-2220";
    /// Return credited to members (JHT).
    JHT_5210 = "JHT-5210";
    /// Bank, operations (OPS).
    OPS_1110 = "OPS-1110";
    /// Due from collection pool (OPS).
    OPS_1150 = "OPS-1150";
    /// Disbursement in transit (OPS).
    OPS_2160 = "OPS-2160";
    /// Agent incentive payable (OPS).
    OPS_2310 = "OPS-2310";
    /// Tax withheld, payable (OPS).
    OPS_2320 = "OPS-2320";
    /// Net assets (OPS).
    OPS_3110 = "OPS-3110";
    /// Management fee income (OPS).
    OPS_4110 = "OPS-4110";
    /// Agent incentive expense (OPS).
    OPS_5310 = "OPS-5310";
    /// Payment channel fees (OPS).
    OPS_5320 = "OPS-5320";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_the_chart_and_the_chart_is_the_names() {
        let codes: Vec<&str> = chart().iter().map(|line| line.code.as_str()).collect();
        assert_eq!(ALL.iter().map(|account| account.code()).collect::<Vec<_>>(), codes);
        assert_eq!(codes.len(), 58);
        for account in ALL {
            assert_eq!(account.fund(), account.chart_line().fund, "{account}");
        }
    }

    #[test]
    fn what_must_not_fall_below_zero_is_read_from_the_chart() {
        assert!(COL_1130.chart_line().is_never_negative(), "capped per agent, too");
        assert!(!JKK_4110.chart_line().is_never_negative());
        assert_eq!(JKK_4110.chart_line().normal, Side::Credit);
    }
}
