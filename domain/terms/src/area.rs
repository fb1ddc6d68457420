//! The code of an administrative area (*kode wilayah Kemendagri*), `33.02.15.2006`.

use std::{fmt, str::FromStr};

/// How far down an area lies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AreaLevel {
    /// *Provinsi*.
    Province,
    /// *Kabupaten* or *kota*.
    Regency,
    /// *Kecamatan*.
    District,
    /// *Desa* or *kelurahan*.
    Village,
}

/// An area code in dotted form. The hierarchy is its prefix. Well formed does not mean in force:
/// codes change by decree, and people keep identities with old ones.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode(String);

/// Not an area code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not an area code; write 33, 33.02, 33.02.15 or 33.02.15.2006, as text and not as a number"
)]
pub struct AreaCodeError(pub String);

impl AreaCode {
    /// The dotted text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How far down it lies.
    #[must_use]
    pub fn level(&self) -> AreaLevel {
        match self.0.len() {
            2 => AreaLevel::Province,
            5 => AreaLevel::Regency,
            8 => AreaLevel::District,
            _ => AreaLevel::Village,
        }
    }

    /// The area one level up; provinces have none.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('.').map(|(parent, _)| Self(parent.to_owned()))
    }

    /// Whether `other` is this area or lies in it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
            && matches!(other.0.as_bytes().get(self.0.len()), None | Some(b'.'))
    }

    /// This area and all above it, from the top down.
    pub fn path(&self) -> impl Iterator<Item = &str> {
        [2, 5, 8, 13].into_iter().filter_map(|end| self.0.get(..end))
    }
}

impl FromStr for AreaCode {
    type Err = AreaCodeError;

    fn from_str(text: &str) -> Result<Self, AreaCodeError> {
        let refuse = || AreaCodeError(text.chars().take(40).collect());
        let text = text.trim();
        let digits: String = if text.contains('.') {
            let parts: Vec<&str> = text.split('.').collect();
            let widths = [2, 2, 2, 4];
            if parts.len() > 4 || parts.iter().zip(widths).any(|(part, width)| part.len() != width)
            {
                return Err(refuse());
            }
            parts.concat()
        } else {
            text.to_owned()
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 2 | 4 | 6 | 10) {
            return Err(refuse());
        }
        let cut = |from: usize, to: usize| {
            digits.get(from..to.min(digits.len())).filter(|part| !part.is_empty())
        };
        let parts: Vec<&str> =
            [cut(0, 2), cut(2, 4), cut(4, 6), cut(6, 10)].into_iter().flatten().collect();
        Ok(Self(parts.join(".")))
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for AreaCode {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for AreaCode {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_and_undotted_are_one_code() {
        let gumelar: AreaCode = "3302152006".parse().unwrap();
        assert_eq!(gumelar.to_string(), "33.02.15.2006");
        assert_eq!(
            gumelar.path().collect::<Vec<_>>(),
            ["33", "33.02", "33.02.15", "33.02.15.2006"]
        );
        assert!("33.02".parse::<AreaCode>().unwrap().contains(&gumelar));
        assert!("33.0".parse::<AreaCode>().is_err());
    }

    #[test]
    fn a_code_a_spreadsheet_damaged_is_refused() {
        assert!("11.1".parse::<AreaCode>().is_err());
        assert!("".parse::<AreaCode>().is_err());
    }
}
