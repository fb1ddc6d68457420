//! The sentences of what is wrong or odd with a row of a list.

use super::said::Said;
use registry::Gazetteer;
use sheets::Field;
use terms::{AreaCode, Month, Rupiah};

pub(super) fn out_of_area(areas: &Gazetteer, area: &AreaCode, village: &AreaCode) -> Said {
    let (here, there) = (areas.described(area), areas.described(village));
    let there = if there.is_empty() { village.to_string() } else { format!("{there} ({village})") };
    Said::of(
        Field::VillageCode,
        "OUT_OF_AREA",
        format!("{there} di luar {here} ({area}), wilayah daftar ini; kirim ke kantor wilayahnya"),
        format!(
            "{there} lies outside {here} ({area}), the area of this list; send it to the office of that area"
        ),
    )
}

pub(super) fn no_payer(fund: &str) -> Said {
    let letters: String =
        fund.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    if letters.contains("danadesa") || letters == "dd" {
        return Said::of(
            Field::Fund,
            "FUND_EXCLUDED",
            "Dana Desa adalah transfer pusat, bukan uang desa sendiri, dan tidak dipakai untuk iuran ini; tulis APBDes bila dibayar dari pendapatan desa di luar Dana Desa, atau sumber lain".into(),
            "Dana Desa is a central transfer, not the village's own money, and is not used for this contribution; write APBDes if it is paid from village revenue outside Dana Desa, or another source".into(),
        );
    }
    let shown: String = fund.chars().take(40).collect();
    Said::of(
        Field::Fund,
        "FUND_UNKNOWN",
        format!("Sumber dana “{shown}” tidak dikenal; tulis mandiri, APBN, APBD, APBDes, atau CSR"),
        format!(
            "The source of funds “{shown}” is not known; write mandiri, APBN, APBD, APBDes or CSR"
        ),
    )
}

pub(super) fn start_too_far(start: Month, last: Month) -> Said {
    Said::of(
        Field::StartMonth,
        "START_TOO_FAR",
        format!("Bulan mulai {start} terlalu jauh; paling lambat {last}"),
        format!("The first month {start} lies too far ahead; {last} at the latest"),
    )
}

pub(super) fn start_has_passed(start: Month, now: Month) -> Said {
    Said::of(
        Field::StartMonth,
        "START_HAS_PASSED",
        format!(
            "Bulan mulai {start} sudah lewat; bulan pertama menjadi {now}, karena perlindungan tidak berlaku surut"
        ),
        format!(
            "The first month {start} has passed; the first month is {now}, for cover does not reach back"
        ),
    )
}

pub(super) fn income_not_above_zero() -> Said {
    Said::of(
        Field::Income,
        "INCOME_NOT_POSITIVE",
        "Penghasilan harus lebih dari nol; tanyakan penghasilan di bulan biasa".into(),
        "The income must be above zero; ask what the work brings in a usual month".into(),
    )
}

pub(super) fn income_assumed(lowest: Rupiah) -> Said {
    Said::of(
        Field::Income,
        "INCOME_ASSUMED",
        format!("Penghasilan tidak disebut; dipakai lapisan terendah {lowest}"),
        format!("No income was said; the lowest tier {lowest} was taken"),
    )
}

pub(super) fn contact_not_read() -> Said {
    Said::of(
        Field::FamilyContact,
        "CONTACT_NOT_READ",
        "Kontak keluarga tidak terbaca dan belum dicatat; tulis nama dan satu nomor telepon".into(),
        "The family contact could not be read and was not recorded; write a name and one telephone number".into(),
    )
}
