//! The status words of a share, each with its meaning; they are never mixed in one figure.

use serde::Serialize;
use std::str::FromStr;

/// What somebody must be to be in the numerator.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusWord {
    /// A paid month covers the date; grace is shown apart.
    Active,
    /// Any membership that has not ended, paid or not.
    Registered,
}

impl StatusWord {
    /// The stored and printed word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Registered => "registered",
        }
    }

    /// Its meaning in Indonesian.
    #[must_use]
    pub const fn meaning_id(self) -> &'static str {
        match self {
            Self::Active => {
                "aktif: bulan iuran pada tanggal itu sudah dibayar; masa tenggang ditampilkan terpisah"
            }
            Self::Registered => {
                "terdaftar: punya kepesertaan yang belum berakhir, sudah dibayar atau belum"
            }
        }
    }

    /// Its meaning in English.
    #[must_use]
    pub const fn meaning_en(self) -> &'static str {
        match self {
            Self::Active => "active: the month of that date is paid; grace is shown apart",
            Self::Registered => "registered: any membership that has not ended, paid or not",
        }
    }
}

impl FromStr for StatusWord {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "active" => Ok(Self::Active),
            "registered" => Ok(Self::Registered),
            other => Err(format!("“{other}” is not a status word; write active or registered")),
        }
    }
}

impl db::Column for StatusWord {
    const KIND: db::Kind = db::Kind::Text;
    fn read(row: &db::Row<'_>, at: usize) -> Result<Self, String> {
        <String as db::Column>::read(row, at)?.parse()
    }
}

impl<'de> serde::Deserialize<'de> for StatusWord {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}
