//! The closed lists of a campaign: activities, channels, partners, questions, tasks; each with its words.

/// A code with what people call it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    /// As it is stored and sent.
    pub code: &'static str,
    /// In Indonesian.
    pub id: &'static str,
    /// In English.
    pub en: &'static str,
}

const fn word(code: &'static str, id: &'static str, en: &'static str) -> Word {
    Word { code, id, en }
}

/// What happens at an event.
pub const ACTIVITIES: &[Word] = &[
    word("OUTREACH_TALK", "sosialisasi", "talk"),
    word("MASS_EXERCISE", "senam bersama", "mass exercise"),
    word("BENEFIT_HANDOVER", "penyerahan santunan", "hand-over of a benefit"),
    word("AGREEMENT_SIGNING", "penandatanganan kerja sama", "signing of an agreement"),
    word("THEATRE", "pentas tentang risiko kerja", "theatre about risks at work"),
    word("ENROLMENT_DESK", "loket pendaftaran", "enrolment desk"),
    word("HOME_VISIT", "kunjungan rumah", "home visits"),
];

/// How the people are reached.
pub const CHANNELS: &[Word] = &[
    word("HALL_EVENT", "acara di balai atau pendopo", "event at a hall"),
    word("OUTREACH_VISIT", "jemput bola", "pick-up outreach"),
];

/// Who stands beside the office, by role.
pub const PARTNERS: &[Word] = &[
    word("VILLAGE_OFFICIAL", "perangkat desa", "village officials"),
    word("ARMY_LIAISON", "Babinsa", "village army liaison (Babinsa)"),
    word("POLICE_LIAISON", "Bhabinkamtibmas", "village police liaison (Bhabinkamtibmas)"),
    word("AGENT", "agen Perisai", "enrolment agent (Perisai)"),
    word("FAMILY_WELFARE_GROUP", "PKK", "family welfare movement (PKK)"),
    word("VILLAGE_ENTERPRISE", "BUMDes", "village-owned enterprise (BUMDes)"),
    word("NEIGHBOURHOOD_HEAD", "ketua RT/RW", "neighbourhood heads (RT/RW)"),
    word("VILLAGE_COUNCIL", "BPD", "village council (BPD)"),
    word("RELIGIOUS_LEADER", "tokoh agama", "religious leader"),
    word("COMMUNITY_LEADER", "tokoh masyarakat", "community leader"),
    word("REGIONAL_OFFICE", "dinas daerah", "regional office"),
];

/// The two questions, asked before and after.
pub const QUESTIONS: &[Word] = &[
    word(
        "KNOWS_WORK_ACCIDENT",
        "Tahukah Anda bahwa biaya berobat karena kecelakaan kerja ditanggung?",
        "Do you know that treatment after an accident at work is paid for?",
    ),
    word(
        "KNOWS_HOW_TO_PAY",
        "Tahukah Anda berapa iurannya sebulan dan di mana membayarnya?",
        "Do you know what a month costs and where to pay it?",
    ),
];

/// What is left to do.
pub const TASKS: &[Word] = &[
    word("THANKS_24H", "ucapan terima kasih dan kode bayar", "thanks and payment code"),
    word("DAY_7", "kunjungan lanjutan hari ke-7", "follow-up on day 7"),
    word("DAY_30", "kunjungan lanjutan hari ke-30", "follow-up on day 30"),
    word("DAY_60", "kunjungan lanjutan hari ke-60", "follow-up on day 60"),
    word("INFORM", "memberi penjelasan", "inform"),
    word("VISIT", "mengunjungi", "visit"),
];

/// How far a village is with a group or an occupation.
pub const STANDINGS: &[Word] = &[
    word("OPEN", "belum dijadwalkan", "open"),
    word("PLANNED", "direncanakan", "planned"),
    word("ENROLLED", "sudah didaftarkan", "enrolled"),
    word("DROPPED", "tidak dilanjutkan", "dropped"),
];

/// What a close must say, or say that nobody wrote it down.
pub const STAGES: &[Word] = &[
    word("people", "orang yang hadir", "people who came"),
    word("leads", "calon peserta yang dicatat", "leads written down"),
    word("enrolled", "yang mendaftar", "enrolled"),
    word("cost", "biaya yang dipakai", "cost spent"),
    word("partners", "mitra yang hadir", "partners present"),
];

/// The word of a code in a list, in any case.
#[must_use]
pub fn find(list: &'static [Word], code: &str) -> Option<&'static Word> {
    list.iter().find(|word| word.code.eq_ignore_ascii_case(code.trim()))
}

/// The codes of a list, as a refusal names them.
#[must_use]
pub fn codes(list: &[Word]) -> String {
    list.iter().map(|word| word.code).collect::<Vec<_>>().join(", ")
}
