//! J2: one evening at the pendopo, thirty people, no signal.

use crate::ground::{Branch, cash, code, deposit, enrolment, law_with, serial, somebody};
use access::carry_out;
use contribution::{enrol::Enrol, held::ApplyHeld};
use db::Uuid;
use outreach::{
    alert, custody,
    deposit::{ConfirmDeposit, RefuseDeposit},
    event::sheet,
    portfolio::portfolio,
};
use proofs::{World, phone::Draft, phone::id_of};
use serde_json::{Value, json};
use sync::{
    Envelope, Reason, Verdict,
    review::{Choice, Decide},
};
use terms::Rupiah;

const EVENT: &str = "KKBC Cilongok";

/// The terms of 2026 as some office may have agreed them: fifteen per cent, the rest as in 2018.
fn terms_of_fifteen_per_cent() -> std::sync::Arc<regulation::Law> {
    let unknown = "value = \"unknown\"";
    law_with(&[
        ("agent/fee_percent.toml", unknown, "value = \"15\""),
        ("agent/fee_percent.toml", "status = \"unknown\"", "status = \"reported\""),
        ("agent/bonus.toml", unknown, "value = 500_000"),
        ("agent/bonus.toml", "status = \"unknown\"", "status = \"reported\""),
        ("agent/bonus_members_min.toml", unknown, "value = 50"),
        ("agent/bonus_members_min.toml", "status = \"unknown\"", "status = \"reported\""),
        (
            "agent/split.toml",
            "agent = \"unknown\"\noffice = \"unknown\"",
            "agent = \"90\"\noffice = \"10\"",
        ),
        ("agent/split.toml", "status = \"unknown\"", "status = \"reported\""),
    ])
}

struct Evening {
    event: Uuid,
    commands: Vec<Envelope>,
    /// The enrolment whose number is on record with another name.
    mismatch: Uuid,
    receipts: Vec<Uuid>,
}

fn opening(event: Uuid) -> Draft {
    Draft::new(
        "event.open",
        json!({
            "made_at": "2026-11-20T19:00:00+07:00", "clock": { "last_server": null, "jump": false },
            "ref": {}, "event": event, "name": EVENT, "area": crate::ground::VILLAGE,
            "on": "2026-11-20", "venue": "pendopo", "campaign": null,
        }),
    )
}

fn closing(event: Uuid) -> Draft {
    Draft::new(
        "event.close",
        json!({
            "made_at": "2026-11-20T21:30:00+07:00", "clock": { "last_server": null, "jump": false },
            "ref": {}, "event": event, "not_recorded": ["attended"],
            "counts": { "attended": null, "enrolled": 26, "refused": 1 },
        }),
    )
}

/// Thirty people: 26 that look right on the phone and pay cash, three that do not, one over the age.
fn thirty(branch: &mut Branch, event: Uuid) -> Evening {
    let phone = &mut branch.agent;
    let mut commands = vec![phone.finalise(&opening(event))];
    let (mut mismatch, mut receipts) = (Uuid::nil(), Vec::new());
    let at_event = |mut body: Value| {
        body["event"] = json!(event);
        body
    };
    for n in 1..=26 {
        let letter = char::from_u32(64 + n).unwrap();
        let person = somebody(n, &format!("Peserta Contoh {letter}"));
        let given = code(0, u64::from(n));
        let body = at_event(enrolment(person, &format!("20:{n:02}:00"), Some(given.clone())));
        let enrolled = phone.finalise(&Draft::new("worker.enrol", body));
        let of = enrolled.header.id;
        if n == 26 {
            mismatch = of;
        }
        commands.push(enrolled);
        let made = format!("21:00:{n:02}");
        let mut paid = cash(of, &made, &given, &serial(0, u64::from(n)), 8_400);
        paid.body["event"] = json!(event);
        let paid = phone.finalise(&paid);
        receipts.push(paid.header.id);
        commands.push(paid);
    }
    // Two numbers that cannot be, one that says another birth date; each insisted on; one too old.
    let mut yellow = |change: &dyn Fn(&mut Value)| {
        let mut body = at_event(enrolment(somebody(90, "Kuning Contoh"), "20:40:00", None));
        body["nik_warned"] = json!(true);
        change(&mut body["enrol"]["person"]);
        commands.push(phone.finalise(&Draft::new("worker.enrol", body)));
    };
    yellow(&|person| person["nik"] = json!("330215320779009"));
    yellow(&|person| person["nik"] = json!("3302150507790000"));
    yellow(&|person| person["birth_date"] = json!("1979-07-06"));
    yellow(&|person| {
        person["nik"] = json!("3302152011610091");
        person["birth_date"] = json!("1961-11-20");
    });
    commands.push(phone.finalise(&closing(event)));
    Evening { event, commands, mismatch, receipts }
}

/// The twenty-sixth number is on record at the counter, with another name.
async fn somebody_is_on_record(branch: &Branch) {
    let mut person = somebody(26, "Orang Lain Sekali");
    person.as_object_mut().unwrap().remove("attestation");
    let enrol: Enrol = serde_json::from_value(json!({
        "person": person, "income": 1_000_000, "programmes": ["jkk", "jkm"], "payer": "self",
        "promise_read": true,
    }))
    .unwrap();
    branch.world.carry_out(&branch.staff(), &enrol).await.unwrap();
}

fn tally(outcomes: &[(Verdict, Reason)], reason: Reason) -> usize {
    outcomes.iter().filter(|(_, code)| *code == reason).count()
}

async fn thirty_people_without_signal(mut world: World) {
    world.law = terms_of_fifteen_per_cent();
    world.at("2026-11-20T17:00:00+07:00");
    let mut branch = Branch::open(world).await;
    somebody_is_on_record(&branch).await;
    let evening = thirty(&mut branch, id_of(EVENT));
    // 6 Back in coverage; the phone sends everything three times and hears the same each time.
    branch.world.at("2026-11-20T22:00:00+07:00");
    let first = branch.push(&evening.commands).await;
    for _ in 0..2 {
        assert_eq!(branch.push(&evening.commands).await, first);
    }
    assert_eq!(tally(&first, Reason::Enrolled), 25, "{first:?}");
    assert_eq!(tally(&first, Reason::NikNameMismatch), 1);
    assert_eq!(
        (tally(&first, Reason::NikImpossible), tally(&first, Reason::NikBirthMismatch)),
        (2, 1)
    );
    assert_eq!(tally(&first, Reason::TooOld), 1);
    assert_eq!(tally(&first, Reason::CashReceived), 26);
    assert_eq!(branch.count("SELECT COUNT(*) FROM membership").await, 26, "not 78");
    assert_eq!(branch.count("SELECT COUNT(*) FROM custody_receipt").await, 26);
    the_event_is_told(&branch, &evening).await;
    money_is_held(&branch).await;
    the_money_is_brought(&mut branch, &evening).await;
    the_parked_money_finds_its_person(&branch, &evening).await;
    those_who_stay(&branch).await;
    branch.prove().await;
}

async fn the_event_is_told(branch: &Branch, evening: &Evening) {
    let mut tx = branch.world.db().read().await.unwrap();
    let told = sheet(&mut tx, &branch.staff(), evening.event).await.unwrap();
    assert_eq!((told.event.name.as_str(), told.n_enrolled, told.n_contradicting), (EVENT, 25, 1));
    assert_eq!((told.cash, told.n_receipts), (Rupiah::new(218_400), 26));
    let closed = told.closed.unwrap();
    assert_eq!((closed.enrolled, closed.refused), (Some(26), Some(1)));
    assert_eq!((closed.attended, closed.not_recorded.as_str()), (None, "attended"));
}

/// 7, 8 What the agent holds until when, and the fee on it: 15 % of 218,400 is 32,760.
async fn money_is_held(branch: &Branch) {
    let agent = branch.agent.holder;
    let mut tx = branch.world.db().read().await.unwrap();
    let office = branch.as_agent();
    let standing = custody::standing(&mut tx, &office, agent).await.unwrap();
    assert_eq!((standing.held.held, standing.held.n_held), (Rupiah::new(218_400), 26));
    assert_eq!(standing.due_at.unwrap().to_string(), "2026-11-21T14:00:01Z", "21:00 tomorrow");
    assert!(!standing.is_overdue && !standing.is_over_limit);
    let found = portfolio(&mut tx, &office, agent).await.unwrap();
    assert_eq!((found.members.members, found.members.unpaid), (25, 25));
    assert_eq!(found.forecast.pending, Rupiah::new(218_400));
    let fee = found.forecast.fee.as_ref().unwrap();
    assert_eq!((fee.amount().total, fee.amount().bonus), (Rupiah::new(32_760), Rupiah::ZERO));
    assert!(!fee.because().parts.is_empty());
    drop(tx);
    // Nobody is told before a day is over; then branch and members are, once.
    branch.world.at("2026-11-21T20:59:00+07:00");
    assert_eq!(alert::raise_due(&branch.world.system()).await.unwrap(), 0);
    branch.world.at("2026-11-21T21:30:00+07:00");
    assert_eq!(alert::raise_due(&branch.world.system()).await.unwrap(), 26);
    assert_eq!(alert::raise_due(&branch.world.system()).await.unwrap(), 0);
    let told = "SELECT COUNT(*) FROM notice WHERE kind = 'cash_held'";
    assert_eq!(branch.count(told).await, 25, "each member on record");
    let mut tx = branch.world.db().read().await.unwrap();
    let board = custody::board(&mut tx, &branch.staff(), None, 100).await.unwrap();
    let seen = board.iter().find(|it| it.held.agent == agent).unwrap();
    assert!(seen.is_overdue);
    assert_eq!((seen.held.n_alerted, seen.held.held), (26, Rupiah::new(218_400)));
}

async fn the_money_is_brought(branch: &mut Branch, evening: &Evening) {
    let serials: Vec<String> = (1..=26).map(|n| serial(0, n)).collect();
    // Not before 24 of 26: who is missing is named, and stays with the agent (J6).
    branch.world.at("2026-11-21T22:10:00+07:00");
    let brought = branch.agent.finalise(&deposit(&serials, 218_400, &evening.receipts));
    let id = brought.header.id;
    assert_eq!(branch.push(&[brought]).await, [(Verdict::Accepted, Reason::CashDeposited)]);
    assert_eq!(branch.states().await, [("registered_unpaid".to_owned(), 26)]);
    let counted = |amount: i64, serials: &[String]| ConfirmDeposit {
        deposit: id,
        counted: Rupiah::new(amount),
        serials: serials.to_vec(),
    };
    let finance = branch.finance();
    let short = branch.world.carry_out(&finance, &counted(201_600, &[])).await.unwrap_err();
    assert!(short.to_string().contains("218.400"), "{short}");
    let by_agent = branch.world.carry_out(&branch.as_agent(), &counted(218_400, &[])).await;
    assert!(by_agent.is_err(), "the agent is not of finance");
    let done = branch.world.carry_out(&finance, &counted(201_600, &serials[2..])).await.unwrap();
    assert_eq!((done.receipts.len(), done.kept.as_slice()), (24, &serials[..2]));
    let posted: Vec<_> = done.receipts.iter().filter(|it| it.state == "posted").collect();
    assert_eq!(posted.len(), 23, "the parked one is held");
    assert!(posted.iter().all(|it| it.covered_until.unwrap().to_string() == "2026-11-30"));
    branch.prove().await;
    let mut tx = branch.world.db().read().await.unwrap();
    let left = custody::open_receipts(&mut tx, &finance, branch.agent.holder, None, 100).await;
    let left: Vec<String> = left.unwrap().into_iter().map(|it| it.serial).collect();
    assert_eq!(left, serials[..2]);
    drop(tx);
    // The two are brought after all: refused once, then counted.
    let rest = deposit(&serials[..2], 16_800, &evening.receipts[..2]);
    let rest = branch.agent.finalise(&rest);
    branch.push(std::slice::from_ref(&rest)).await;
    let refuse = RefuseDeposit { deposit: rest.header.id, reason: "uang belum ada".into() };
    branch.world.carry_out(&finance, &refuse).await.unwrap();
    let again = branch.agent.finalise(&deposit(&serials[..2], 16_800, &evening.receipts[..2]));
    branch.push(std::slice::from_ref(&again)).await;
    let confirm = ConfirmDeposit {
        deposit: again.header.id,
        counted: Rupiah::new(16_800),
        serials: Vec::new(),
    };
    branch.world.carry_out(&finance, &confirm).await.unwrap();
    let mut states = branch.states().await;
    states.sort();
    assert_eq!(states, [("active".to_owned(), 25), ("registered_unpaid".to_owned(), 1)]);
    // Cover counts from the evening, not from the day of the deposit.
    let from = "SELECT COUNT(*) FROM membership WHERE spell_from = '2026-11-20'";
    assert_eq!(branch.count(from).await, 25);
}

/// The number was typed right and the name at the counter was wrong: the office accepts, finance gives
/// the money its person.
async fn the_parked_money_finds_its_person(branch: &Branch, evening: &Evening) {
    let held = branch.payment_of(&serial(0, 26)).await;
    assert_eq!((held.state.as_str(), held.owner.as_deref()), ("held", Some("finance")));
    let decide = Decide {
        capture: evening.mismatch,
        choice: Choice::Accept,
        reason: "KTP dilihat: orang yang sama".into(),
    };
    let agent = branch.world.office_of(
        branch.agent.holder,
        vec![access::Grant { role: access::Role::BranchStaff, area: None }],
    );
    let own = branch.world.carry_out(&agent, &decide).await.unwrap_err();
    assert!(own.to_string().contains("colleague"), "{own}");
    let staff = branch.staff();
    let decided = carry_out(&staff, &branch.world.header("decide"), &decide).await.unwrap();
    assert_eq!((decided.outcome, decided.code), (Verdict::Already, Reason::SamePerson));
    let membership = terms::ids::MembershipId(decided.entities.membership.unwrap());
    let apply = ApplyHeld { payment: held.id, membership, n_months: 1 };
    branch.world.carry_out(&branch.finance(), &apply).await.unwrap();
    assert_eq!(branch.states().await, [("active".to_owned(), 26)]);
}

async fn those_who_stay(branch: &Branch) {
    let at = async |day: &str| {
        branch.world.at(day);
        let mut tx = branch.world.db().read().await.unwrap();
        portfolio(&mut tx, &branch.as_agent(), branch.agent.holder).await.unwrap()
    };
    let now = at("2026-11-25").await;
    assert_eq!((now.members.members, now.members.active), (25, 25));
    assert_eq!(
        (now.forecast.collected, now.forecast.pending),
        (Rupiah::new(210_000), Rupiah::ZERO)
    );
    let later = at("2027-02-05").await;
    assert_eq!((later.members.grace, later.persistency[0].of), (25, 25));
    assert_eq!(later.persistency[0].stayed, 0, "nobody has paid February");
    assert_eq!(at("2027-03-05").await.members.lapsed, 25);
    // Another agent has no such portfolio, and may not look at this one.
    let office = branch.world.office(access::Role::Agent, Some("33.01"));
    let mut tx = branch.world.db().read().await.unwrap();
    assert!(portfolio(&mut tx, &office, branch.agent.holder).await.is_err());
}

/// The example of 2018, as the department computes it.
#[test]
fn the_fee_of_2018_comes_out() {
    let law = regulation::Law::built_in();
    let fee = law.agent_fee("2018-06".parse().unwrap(), Rupiah::new(38_902_000), 50).unwrap();
    let fee = fee.amount();
    assert_eq!((fee.of_contributions, fee.bonus), (Rupiah::new(2_917_650), Rupiah::new(500_000)));
}

proofs::on_both![thirty_people_without_signal];
