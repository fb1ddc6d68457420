//! The explanation of a cover: which payments counted, which did not, and what comes next.

use super::{CoverParameters, CoverState, PaidMonth, Taken, fold::Fold};
use terms::{Because, Date, Status};

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
        because = because.part(
            Because::new(
                "cover.full_death_benefit",
                Status::Confirmed,
                format!("Manfaat kematian penuh mulai {from}, bila bulan sampai saat itu dibayar"),
                format!("The full death benefit from {from}, if the months until then are paid"),
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
    let until = |date: Option<Date>| date.map_or_else(|| "-".to_owned(), |date| date.to_string());
    let (covered, protected) = (until(covered), until(protected));
    match state {
        CoverState::RegisteredUnpaid => (
            format!("{day}: terdaftar, belum ada iuran yang berlaku"),
            format!("{day}: registered, no contribution in force yet"),
        ),
        CoverState::Active => (
            format!("{day}: aktif, dibayar sampai {covered}"),
            format!("{day}: active, paid until {covered}"),
        ),
        CoverState::Grace(n) => (
            format!(
                "{day}: masa tenggang, {n} bulan belum dibayar; masih terlindungi sampai {protected}"
            ),
            format!("{day}: grace, {n} months missed; still covered until {protected}"),
        ),
        CoverState::Lapsed => (
            format!(
                "{day}: gugur, terlindungi sampai {protected}; pembayaran berikutnya adalah pendaftaran baru"
            ),
            format!(
                "{day}: lapsed, was covered until {protected}; the next payment is a new enrolment"
            ),
        ),
        CoverState::SuspendedReview => {
            (format!("{day}: sedang ditinjau"), format!("{day}: under review"))
        }
        CoverState::Ended(reason) => (
            format!("{day}: berakhir ({})", reason.word()),
            format!("{day}: ended ({})", reason.word()),
        ),
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
    Because::new(
        rule,
        Status::Confirmed,
        format!("{month} dibayar {paid_on}: {id}"),
        format!("{month} paid on {paid_on}: {en}"),
    )
}
