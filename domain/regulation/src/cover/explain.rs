//! The explanation of a cover: which payments counted, which did not, and what comes next.

use super::{CoverParameters, CoverState, EndReason, PaidMonth, Taken, fold::Fold};
use terms::{Because, Date, Status, written};

pub(super) fn cover(fold: &Fold<'_>, parameters: &CoverParameters) -> Because {
    let (standing, day) = (fold.standing(), fold.today());
    let (id, en) = sentence(standing.state, day, standing.covered_until, standing.protected_until);
    let mut because = Because::new("cover.state", Status::Confirmed, id, en)
        .input("as_of", day)
        .input("grace_months", parameters.grace_months)
        .input("spell", standing.spell);
    for (payment, taken) in fold.takings() {
        because = because.part(payment_step(payment, *taken));
    }
    if let Some(from) = standing.full_death_benefit_from.filter(|_| standing.state.is_protected()) {
        let [id, en] = written::day(from);
        because = because.part(
            Because::new(
                "cover.full_death_benefit",
                Status::Confirmed,
                format!("Manfaat kematian penuh mulai {id}, bila bulan sampai saat itu dibayar"),
                format!("The full death benefit from {en}, if the months until then are paid"),
            )
            .input("qualifying_months", parameters.qualifying_months),
        );
    }
    parameters.because.iter().cloned().fold(because, Because::part)
}

fn sentence(
    state: CoverState,
    day: Date,
    covered: Option<Date>,
    protected: Option<Date>,
) -> (String, String) {
    let until = |date: Option<Date>| date.map_or_else(|| ["-".into(), "-".into()], written::day);
    let [day_id, day_en] = written::day(day);
    let ([covered_id, covered_en], [protected_id, protected_en]) =
        (until(covered), until(protected));
    let (id, en) = match state {
        CoverState::RegisteredUnpaid => (
            "terdaftar, belum ada iuran yang berlaku".into(),
            "registered, no contribution in force yet".into(),
        ),
        CoverState::Active => (
            format!("aktif, dibayar sampai {covered_id}"),
            format!("active, paid until {covered_en}"),
        ),
        CoverState::Grace(n) => (
            format!(
                "masa tenggang, {n} bulan belum dibayar; masih terlindungi sampai {protected_id}"
            ),
            format!("grace, {n} months missed; still covered until {protected_en}"),
        ),
        CoverState::Lapsed => (
            format!(
                "gugur, terlindungi sampai {protected_id}; pembayaran berikutnya adalah pendaftaran baru"
            ),
            format!(
                "lapsed, was covered until {protected_en}; the next payment is a new enrolment"
            ),
        ),
        CoverState::SuspendedReview => ("sedang ditinjau".into(), "under review".into()),
        CoverState::Ended(reason) => {
            let [id, en] = reason_written(reason);
            (format!("berakhir ({id})"), format!("ended ({en})"))
        }
    };
    (format!("{day_id}: {id}"), format!("{day_en}: {en}"))
}

const fn reason_written(reason: EndReason) -> [&'static str; 2] {
    match reason {
        EndReason::Death => ["meninggal dunia", "death"],
        EndReason::Age => ["batas usia", "age"],
        EndReason::OtherSegment => ["menjadi peserta segmen lain", "member in another segment"],
        EndReason::Request => ["permintaan sendiri", "own request"],
    }
}

fn payment_step(payment: &PaidMonth, taken: Taken) -> Because {
    let PaidMonth { month, paid_on } = payment;
    let (rule, id, en) = match taken {
        Taken::Counted => ("cover.payment.counted", "dihitung", "counts"),
        Taken::Opens => ("cover.payment.opens", "membuka masa kepesertaan", "opens a spell"),
        Taken::Duplicate => (
            "cover.payment.duplicate",
            "tidak dihitung: bulan ini sudah dibayar",
            "does not count: this month was paid before",
        ),
        Taken::TooLate => (
            "cover.payment.too_late",
            "tidak dihitung: bulan sudah lewat dan perlindungan tidak berjalan; perlu pendaftaran baru",
            "does not count: the month is over and cover was not running; a new enrolment is needed",
        ),
        Taken::BeforeSpell => (
            "cover.payment.before_spell",
            "tidak dihitung: bulan sebelum masa kepesertaan ini; perlu pendaftaran baru untuk bulan berjalan",
            "does not count: a month before this spell; old months cannot be bought back",
        ),
        Taken::AfterEnd => (
            "cover.payment.after_end",
            "tidak dihitung: kepesertaan sudah berakhir",
            "does not count: cover had ended",
        ),
    };
    let ([month_id, month_en], [paid_id, paid_en]) =
        (written::month(*month), written::day(*paid_on));
    Because::new(
        rule,
        Status::Confirmed,
        format!("{month_id} dibayar {paid_id}: {id}"),
        format!("{month_en} paid on {paid_en}: {en}"),
    )
}
