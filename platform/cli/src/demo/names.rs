//! Names of nobody: put together from common parts, so that they look right and belong to no one.

use super::dice::Dice;
use terms::Sex;

const MEN: [&str; 56] = [
    "Adi", "Agus", "Ahmad", "Ali", "Andi", "Anton", "Ari", "Arif", "Asep", "Bagus", "Bambang",
    "Bayu", "Budi", "Cahyo", "Dani", "Dedi", "Didik", "Dwi", "Edi", "Eko", "Fajar", "Feri",
    "Gunawan", "Hadi", "Hasan", "Hendra", "Heri", "Imam", "Indra", "Irfan", "Joko", "Karno",
    "Kurnia", "Lukman", "Mulyo", "Nur", "Pardi", "Purwo", "Rahmat", "Ratno", "Rian", "Rudi",
    "Sarno", "Slamet", "Sugeng", "Sunar", "Suparman", "Tarno", "Teguh", "Tono", "Tri", "Udin",
    "Wahyu", "Warno", "Yanto", "Yusuf",
];

const WOMEN: [&str; 56] = [
    "Aminah", "Ani", "Anisa", "Ayu", "Dewi", "Dian", "Dwi", "Eka", "Endah", "Endang", "Erna",
    "Fatimah", "Fitri", "Hartini", "Ida", "Ika", "Indah", "Intan", "Kartini", "Khadijah", "Lastri",
    "Lestari", "Lilis", "Maryam", "Maya", "Mega", "Mirah", "Murni", "Nani", "Novi", "Nunung",
    "Nur", "Nurul", "Partini", "Puji", "Putri", "Rahayu", "Ratih", "Ratna", "Retno", "Rina",
    "Rini", "Rohmah", "Sari", "Siti", "Sri", "Sulastri", "Sumarni", "Suryani", "Titin", "Tri",
    "Wahyuni", "Warsini", "Wati", "Yanti", "Yuni",
];

const LAST_OF_MEN: [&str; 40] = [
    "Cahyono",
    "Firmansyah",
    "Gunadi",
    "Handoko",
    "Haryanto",
    "Hermawan",
    "Hidayat",
    "Iskandar",
    "Kurniawan",
    "Kusnadi",
    "Maulana",
    "Mulyadi",
    "Nugroho",
    "Pambudi",
    "Prasetyo",
    "Pratama",
    "Priyanto",
    "Purnomo",
    "Raharjo",
    "Ramadhan",
    "Riyadi",
    "Saputra",
    "Santoso",
    "Setiadi",
    "Setiawan",
    "Subagyo",
    "Sudarso",
    "Sugianto",
    "Suhendar",
    "Sulaiman",
    "Supriyadi",
    "Suryana",
    "Susanto",
    "Sutrisno",
    "Triyono",
    "Utomo",
    "Wibowo",
    "Wardoyo",
    "Winarno",
    "Yulianto",
];

const LAST_OF_WOMEN: [&str; 40] = [
    "Agustina",
    "Amalia",
    "Andriani",
    "Anggraini",
    "Apriani",
    "Astuti",
    "Fadilah",
    "Farida",
    "Handayani",
    "Haryati",
    "Hasanah",
    "Hidayati",
    "Kurniasih",
    "Kusuma",
    "Latifah",
    "Maharani",
    "Marlina",
    "Maryati",
    "Mulyani",
    "Ningsih",
    "Nuraini",
    "Oktaviani",
    "Palupi",
    "Permatasari",
    "Prihatin",
    "Puspita",
    "Rahmawati",
    "Rohmah",
    "Rukmini",
    "Safitri",
    "Setyowati",
    "Sugiarti",
    "Sulistyowati",
    "Susanti",
    "Utami",
    "Wahyuningsih",
    "Widyastuti",
    "Wijayanti",
    "Wulandari",
    "Yuliana",
];

/// A name for somebody who does not exist.
pub(super) fn name(dice: &mut Dice, sex: Sex) -> String {
    let (first, last) = match sex {
        Sex::Male => (&MEN, &LAST_OF_MEN),
        Sex::Female => (&WOMEN, &LAST_OF_WOMEN),
    };
    let given = dice.pick(first);
    match dice.below(4) {
        // Some have three words, as people do.
        0 => format!("{given} {} {}", dice.pick(first), dice.pick(last)),
        _ => format!("{given} {}", dice.pick(last)),
    }
}
