//! What a plan says, in Indonesian and English: one sentence a visit, and what to know before signing.

use super::{
    answer::{Answer, Visit},
    facts::Facts,
    order::{Order, Promise},
    question::Asked,
};
use crate::{Said, solver::what_if::Blocked};
use terms::{Date, written};

/// Parts per million as whole per cent.
fn percent(ppm: i64) -> i64 {
    (ppm + 5_000).div_euclid(10_000)
}

fn id(n: i64) -> String {
    let [id, _] = written::number(n);
    id
}

fn en(n: i64) -> String {
    let [_, en] = written::number(n);
    en
}

/// Why this village, in one sentence.
pub(super) fn why(visit: &Visit) -> Said {
    let (it, e) = (&visit.reason, visit.enrolments);
    let (u, c) = (it.uncovered, it.conversion_ppm);
    let mut said = if u.low == u.high {
        Said::new(
            format!("{} pekerja belum terlindungi menurut desa", id(u.mean)),
            format!("{} workers not covered, as the village counts", en(u.mean)),
        )
    } else {
        Said::new(
            format!("sekitar {}–{} pekerja belum terlindungi", id(u.low), id(u.high)),
            format!("about {}–{} workers not covered", en(u.low), en(u.high)),
        )
    };
    let (like, low, mean, high) =
        (percent(it.type_ppm), percent(c.low), percent(c.mean), percent(c.high));
    if it.came > 0 {
        said.id += &format!(
            "; {} dari {} yang datang mendaftar di sini, desa sejenis rata-rata {like}%, diperkirakan {mean}% ({low}–{high}%)",
            id(it.enrolled),
            id(it.came)
        );
        said.en += &format!(
            "; {} of {} who came enrolled here, villages like this average {like}%, we expect {mean}% ({low}–{high}%)",
            en(it.enrolled),
            en(it.came)
        );
    } else {
        said.id += &format!(
            "; belum ada kunjungan tercatat, desa sejenis rata-rata {like}% dari yang datang ({low}–{high}%)"
        );
        said.en += &format!(
            "; no visit on record, villages like this average {like}% of those who come ({low}–{high}%)"
        );
    }
    said.id += &format!(
        "; diharapkan {} pendaftaran ({}–{}), {} bulan iuran setahun; menambah {} menit perjalanan, tanpa kunjungan ini rencana kehilangan {} bulan",
        e.mean,
        e.low,
        e.high,
        id(visit.paid_months),
        it.detour_minutes,
        id(it.lost_without)
    );
    said.en += &format!(
        "; {} enrolments expected ({}–{}), {} paid months in a year; it adds {} minutes of travel, without it the plan loses {} months",
        e.mean,
        e.low,
        e.high,
        en(visit.paid_months),
        it.detour_minutes,
        en(it.lost_without)
    );
    further(&mut said, visit);
    said.id.push('.');
    said.en.push('.');
    said
}

/// What a rule, a note or earlier visits add to the sentence.
fn further(said: &mut Said, visit: &Visit) {
    let it = &visit.reason;
    let mut add = |id: &str, en: &str| {
        said.id += &format!("; {id}");
        said.en += &format!("; {en}");
    };
    match it.rule.as_str() {
        "pin" => add("dijanjikan", "promised"),
        "floor" => add("diminta oleh batas pemerataan", "asked for by the floor"),
        _ => {}
    }
    if it.explored {
        add("dipilih juga agar desa ini dikenal", "chosen also to get to know this village");
    }
    if it.recent_visits > 0 {
        let n = it.recent_visits;
        add(
            &format!(
                "{n} acara lain di sini baru diadakan atau sudah direncanakan, hasilnya dianggap menurun"
            ),
            &format!("{n} other events here were held lately or are planned, so less is expected"),
        );
    }
    if it.in_grace + it.lapsed > 0 {
        let (grace, lapsed) = (it.in_grace, it.lapsed);
        add(
            &format!("{grace} peserta dalam masa tenggang dan {lapsed} gugur dapat diingatkan"),
            &format!("{grace} members in grace and {lapsed} lapsed can be reminded"),
        );
    }
    if !it.note.is_empty() {
        add(&format!("catatan: {}", it.note), &format!("note: {}", it.note));
    }
}

/// A day and team in a sentence.
type When = (String, Date);

pub(super) fn left_out(
    name: &str,
    over: Option<&(When, i64)>,
    instead: Option<&(String, i64)>,
) -> Said {
    let mut said = match over {
        Some(((team, on), minutes)) if *minutes > 0 => {
            let [day_id, day_en] = written::day(*on);
            Said::new(
                format!(
                    "{name}: kurang {minutes} menit pada hari yang paling longgar ({team}, {day_id})"
                ),
                format!(
                    "{name}: {minutes} minutes are missing on the day with most room ({team}, {day_en})"
                ),
            )
        }
        Some(_) => Said::new(
            format!("{name}: masih muat, tetapi nilainya tidak menambah"),
            format!("{name}: it would fit, but adds nothing"),
        ),
        None => Said::new(
            format!("{name}: tidak ada hari yang memungkinkan di antara kunjungan lain"),
            format!("{name}: no day allows it between the other visits"),
        ),
    };
    match instead {
        Some((other, 0)) => {
            said.id += &format!("; sebanding dengan {other}");
            said.en += &format!("; on a par with {other}");
        }
        Some((other, months)) => {
            said.id += &format!(
                "; atau harus menghasilkan {months} bulan iuran lebih banyak untuk menggantikan {other}"
            );
            said.en += &format!(
                "; or it must bring {months} more paid months to take the place of {other}"
            );
        }
        None => {}
    }
    said.id.push('.');
    said.en.push('.');
    said
}

pub(super) fn blocked(name: &str, why: Blocked) -> Said {
    match why {
        Blocked::Banned => Said::new(
            format!("{name}: dikecualikan pada semua hari rencana ini."),
            format!("{name}: left out on every day of this plan."),
        ),
        Blocked::Skill => Said::new(
            format!(
                "{name}: tidak ada tim dengan kecakapan yang diperlukan; tambahkan kecakapan pada satu tim."
            ),
            format!("{name}: no team has the skill it needs; give it to a team."),
        ),
        Blocked::NoWay => Said::new(
            format!(
                "{name}: terpisah laut dan tidak ada penyeberangan dalam rencana; tambahkan penyeberangan dengan menitnya."
            ),
            format!(
                "{name}: the sea lies between and the plan has no crossing; add a crossing with its minutes."
            ),
        ),
        Blocked::TooLong => Said::new(
            format!(
                "{name}: pulang pergi dengan satu sesi melebihi jam kerja, atau jamnya tidak cocok; mulai dari tempat yang lebih dekat atau perpanjang harinya."
            ),
            format!(
                "{name}: there and back with one session is longer than any day, or its hours do not fit; start nearer or lengthen the day."
            ),
        ),
    }
}

pub(super) fn unknown(name: &str) -> Said {
    Said::new(
        format!("{name}: letak atau jumlah penduduknya tidak ada dalam data; tidak ditebak."),
        format!("{name}: its place or population is not in the data; it is not guessed."),
    )
}

/// What is in the way of a promise.
pub(super) struct Unkept<'a> {
    pub(super) blocked: Option<Blocked>,
    pub(super) minutes: Option<i64>,
    pub(super) others: Vec<&'a str>,
    pub(super) near: bool,
}

pub(super) fn unkept(name: &str, wanted: &Promise, why: &Unkept<'_>) -> Said {
    let [day_id, day_en] = written::day(wanted.on);
    let team = wanted.team.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
    let head = Said::new(
        format!("{name} tidak dapat dijamin untuk {day_id}{team}"),
        format!("{name} cannot be promised for {day_en}{team}"),
    );
    let (because_id, because_en) = match (why.blocked, why.minutes) {
        (Some(blocked_by), _) => {
            let said = blocked(name, blocked_by);
            (said.id.trim_end_matches('.').to_owned(), said.en.trim_end_matches('.').to_owned())
        }
        _ if why.near => (
            "janji lain untuk desa yang sama terlalu dekat; pilih salah satu atau kecilkan jaraknya".into(),
            "another promise to the same village is too near; choose one, or lower the gap".into(),
        ),
        (None, Some(minutes)) if minutes > 0 => {
            let others = why.others.join(", ");
            (
                format!("bersama {others} hari itu kelebihan {minutes} menit; lepaskan salah satu, pindahkan harinya, tambah tim, atau perpanjang jam kerja {minutes} menit"),
                format!("with {others} that day is {minutes} minutes too long; let one go, move it to another day, add a team, or lengthen the day by {minutes} minutes"),
            )
        }
        _ => {
            let others = why.others.join(", ");
            (
                format!("jam dan istirahat hari itu tidak memuatnya bersama {others}; lepaskan salah satu atau pindahkan harinya"),
                format!("the hours and rests of that day do not hold it together with {others}; let one go, or move it to another day"),
            )
        }
    };
    Said::new(format!("{}: {because_id}", head.id), format!("{}: {because_en}", head.en))
}

pub(super) fn per_minute() -> Said {
    Said::new(
        "desa dengan hasil terbesar per menit lebih dahulu",
        "the village that brings most for each minute first",
    )
}

pub(super) fn by_size() -> Said {
    Said::new(
        "desa dengan hasil terbesar lebih dahulu, sejauh apa pun",
        "the village that brings most first, however far",
    )
}

pub(super) fn district_floor(visits: u32, price: i64) -> Said {
    Said::new(
        format!(
            "tiap kecamatan paling sedikit {visits} kunjungan; harganya {} bulan iuran",
            id(price)
        ),
        format!(
            "at least {visits} visits for each district; its price is {} paid months",
            en(price)
        ),
    )
}

pub(super) fn lowest_fifth(percent: u32, price: i64) -> Said {
    Said::new(
        format!(
            "paling sedikit {percent}% kunjungan untuk seperlima desa dengan cakupan terendah; harganya {} bulan iuran",
            id(price)
        ),
        format!(
            "at least {percent}% of visits for the fifth of villages with the lowest coverage; its price is {} paid months",
            en(price)
        ),
    )
}

/// What to know before signing.
pub(super) fn warnings(order: &Order, facts: &Facts, asked: &Asked, answer: &Answer) -> Vec<Said> {
    let mut all = Vec::new();
    if facts.outcomes.is_empty() {
        all.push(Said::new(
            "Belum ada kunjungan dengan hitungan di wilayah ini: bagian yang mendaftar adalah dugaan awal; catat yang datang dan yang membayar pada tiap kunjungan.",
            "There is no visit with counts in this area yet: the share that enrols is a first guess; record who came and who paid at every visit.",
        ));
    }
    if facts.n_not_recorded > 0 {
        let n = facts.n_not_recorded;
        all.push(Said::new(
            format!("{n} kunjungan terdahulu tanpa hitungan: tidak dapat dipelajari."),
            format!("{n} earlier visits without counts: nothing can be learned from them."),
        ));
    }
    let rough = facts.villages.iter().filter(|it| it.place.method > 'B').count();
    if rough > 0 {
        all.push(Said::new(
            format!("Penduduk {rough} desa diperkirakan dari peta (cara C atau D): bisa jauh meleset; masukkan hitungan desa bila ada."),
            format!("The population of {rough} villages is estimated from maps (method C or D) and may be far off; enter the village's own count where there is one."),
        ));
    }
    let apart = answer.unreachable.iter().filter(|it| it.why == "no_way").count();
    if apart > 0 {
        all.push(Said::new(
            format!("{apart} desa terpisah laut tanpa penyeberangan dan tidak direncanakan."),
            format!("{apart} villages lie across the sea without a crossing and are not planned."),
        ));
    }
    let missed: i64 = answer.floors.iter().map(|it| it.short).sum();
    if missed > 0 {
        all.push(Said::new(
            format!("Batas pemerataan tidak dapat dipenuhi: kurang {missed} kunjungan; tambah hari atau tim."),
            format!("The floors cannot be reached: {missed} visits are missing; add days or teams."),
        ));
    }
    if order.teams.iter().any(|it| it.start.is_none())
        && let Some(start) = asked.starts.first()
    {
        let place = registry::Gazetteer::embedded().described(start);
        all.push(Said::new(
            format!(
                "Tempat mulai tidak disebut: dianggap {place}, yang terdekat dari semua penduduk."
            ),
            format!("No start was given: taken as {place}, the nearest to where people live."),
        ));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        assert_eq!((id(1_234_567), en(-1_234)), ("1.234.567".into(), "-1,234".into()));
        assert_eq!((id(999), percent(114_999)), ("999".into(), 11));
    }
}
