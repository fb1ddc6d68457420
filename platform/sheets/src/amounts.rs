//! Amounts of money as clerks write them, in whole rupiah and without floats.

use terms::Rupiah;

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// No amount can be read in it.
    #[error("it is not an amount; write rupiah in digits, for example 1500000")]
    NotAnAmount,
    /// Part of a rupiah, or below zero.
    #[error("it is not a whole amount of rupiah; write it in digits, for example 1500000")]
    NotWhole,
    /// It can be read in two ways.
    #[error("it can be read in two ways; write it in digits, for example 1500000")]
    Ambiguous,
}

impl AmountError {
    /// The sentence in Indonesian.
    #[must_use]
    pub const fn indonesian(self) -> &'static str {
        match self {
            Self::NotAnAmount => "bukan jumlah uang; tulis rupiah dengan angka, misalnya 1500000",
            Self::NotWhole => "bukan rupiah bulat; tulis dengan angka, misalnya 1500000",
            Self::Ambiguous => "dapat dibaca dua cara; tulis dengan angka, misalnya 1500000",
        }
    }
}

/// Reads an amount: `Rp 1.500.000`, `1,5 juta`, `900rb`, `1500000.00`, `1.500.000,-`.
pub fn parse_rupiah(text: &str) -> Result<Rupiah, AmountError> {
    let lower = text.trim().to_ascii_lowercase();
    let mut rest = lower.as_str();
    for lead in ["rp.", "rp", "idr"] {
        rest = rest.strip_prefix(lead).unwrap_or(rest).trim_start();
    }
    for end in ["per bulan", "perbulan", "sebulan", "/bulan", "/ bulan", "/bln", "rupiah"] {
        rest = rest.strip_suffix(end).unwrap_or(rest).trim_end();
    }
    rest = rest.trim_end_matches(['-', '=', '–']).trim_end_matches([',', ' ']);
    if rest.starts_with('-') {
        return Err(AmountError::NotWhole);
    }
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | ' '));
    let (number, unit) = rest.split_at(end.unwrap_or(rest.len()));
    let power = match unit.trim().trim_end_matches('.') {
        "" => 0,
        "rb" | "ribu" | "k" => 3,
        "jt" | "juta" => 6,
        _ => return Err(AmountError::NotAnAmount),
    };
    let (whole, fraction) = split_number(number.trim(), power > 0)?;
    in_rupiah(&whole, fraction, power)
}

/// Whole digits and the digits behind the decimal sign. Groups of three are thousands.
fn split_number(number: &str, with_unit: bool) -> Result<(String, &str), AmountError> {
    let Some(last) = number.rfind(['.', ',', ' ']) else { return Ok((number.to_owned(), "")) };
    let (before, after) = number.split_at(last);
    let sign = after.chars().next().unwrap_or('.');
    let after = after.get(1..).unwrap_or_default();
    let grouped = before.contains(['.', ',', ' ']);
    let thousands = after.len() == 3 && (!grouped || before.contains(sign));
    if with_unit && thousands {
        return Err(AmountError::Ambiguous);
    }
    let (whole, fraction) = if thousands { (number, "") } else { (before, after) };
    let mut groups = whole.split(['.', ',', ' ']);
    let first = groups.next().unwrap_or_default();
    let signs: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    let even = signs.windows(2).all(|pair| pair.first() == pair.last());
    let groups_are_threes = groups.all(|group| group.len() == 3);
    if !groups_are_threes || !even || first.is_empty() || (!signs.is_empty() && first.len() > 3) {
        return Err(AmountError::NotAnAmount);
    }
    Ok((whole.chars().filter(char::is_ascii_digit).collect(), fraction))
}

fn in_rupiah(whole: &str, fraction: &str, power: usize) -> Result<Rupiah, AmountError> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return Err(AmountError::NotAnAmount);
    }
    let (shifted, beyond) = fraction.split_at(fraction.len().min(power));
    if beyond.bytes().any(|b| b != b'0') {
        return Err(AmountError::NotWhole);
    }
    let rupiah =
        format!("{whole}{shifted:0<power$}").parse().map_err(|_| AmountError::NotAnAmount)?;
    Ok(Rupiah::new(rupiah))
}

/// The whole number that a numeric cell holds, in plain digits: `1.5E7` is `15000000`.
pub(crate) fn plain_integer(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let (mantissa, exponent) = raw.split_once(['e', 'E']).unwrap_or((raw, "0"));
    let power: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || power > 18 {
        return None;
    }
    let (shifted, beyond) = fraction.split_at(fraction.len().min(power));
    if beyond.bytes().any(|b| b != b'0') {
        return None;
    }
    let all = format!("{whole}{shifted:0<power$}");
    let all = all.trim_start_matches('0');
    Some(if all.is_empty() { "0".to_owned() } else { all.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_amount_in_many_writings() {
        for text in [
            "1500000",
            "Rp 1.500.000",
            "Rp1.500.000,00",
            "Rp. 1.500.000,-",
            "1,500,000",
            "1,500,000.00",
            "1500000.00",
            "1,5 juta",
            "1.5jt",
            "1500 rb",
            "1500 ribu",
            "1 500 000",
            "1.500.000/bulan",
            "IDR 1500000",
            "1.500.000 rupiah",
        ] {
            assert_eq!(parse_rupiah(text), Ok(Rupiah::new(1_500_000)), "{text}");
        }
        assert_eq!(parse_rupiah("900rb"), Ok(Rupiah::new(900_000)));
        assert_eq!(parse_rupiah("1.500"), Ok(Rupiah::new(1_500)));
        assert_eq!(parse_rupiah("0"), Ok(Rupiah::ZERO));
    }

    #[test]
    fn what_is_not_sure_is_not_guessed() {
        assert_eq!(parse_rupiah("1.500 juta"), Err(AmountError::Ambiguous));
        assert_eq!(parse_rupiah("1500000.5"), Err(AmountError::NotWhole));
        assert_eq!(parse_rupiah("-5000"), Err(AmountError::NotWhole));
        for text in ["", "Rp", "1-2 juta", "banyak", "1.50.000", "1,500.000,5.0", "1e6", "=1+1"] {
            assert!(parse_rupiah(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_numeric_cell_is_read_exactly() {
        assert_eq!(plain_integer("1.5E7").as_deref(), Some("15000000"));
        assert_eq!(plain_integer("33059.0").as_deref(), Some("33059"));
        assert_eq!(plain_integer("0").as_deref(), Some("0"));
        assert_eq!(plain_integer("1.5"), None);
        assert_eq!(plain_integer("1e999"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}|[rpjtb0-9 .,-]{0,30}") {
            let _ = (parse_rupiah(&text), plain_integer(&text));
        }

        #[test]
        fn what_is_printed_is_read_back(n in 0i64..9_000_000_000_000) {
            proptest::prop_assert_eq!(parse_rupiah(&Rupiah::new(n).to_string()), Ok(Rupiah::new(n)));
        }
    }
}
