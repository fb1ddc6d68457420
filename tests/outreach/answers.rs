//! What the office answers to each command of the field, and with which words.

use crate::ground::{Branch, VILLAGE, cash, code, deposit, enrolment, law_with, serial, somebody};
use contribution::enrol::Enrol;
use db::Uuid;
use proofs::{
    World,
    phone::{Draft, Phone, id_of},
};
use serde_json::{Value, json};
use sync::{Outcome, Reason, Verdict};

/// The law with a least age and a limit, as some office may have them: the built-in law knows neither.
async fn branch(mut world: World) -> Branch {
    let unknown = "status = \"unknown\"";
    world.law = law_with(&[
        ("agent/custody_limit.toml", "value = \"unknown\"", "value = 30_000"),
        ("agent/custody_limit.toml", unknown, "status = \"unconfirmed\""),
        ("eligibility/entry_age_min.toml", "value = \"unknown\"", "value = 15"),
        ("eligibility/entry_age_min.toml", unknown, "status = \"unconfirmed\""),
    ]);
    world.at("2026-11-20T18:00:00+07:00");
    let branch = Branch::open(world).await;
    branch.world.at("2026-11-20T22:00:00+07:00");
    branch
}

async fn sent(world: &World, phone: &mut Phone, draft: &Draft) -> (Uuid, Outcome) {
    let command = phone.finalise(draft);
    let id = command.header.id;
    let told = phone.push(world, &[command]).await;
    (id, told.into_iter().next().expect("an answer a command").outcome)
}

async fn answer(branch: &mut Branch, draft: &Draft) -> Outcome {
    sent(&branch.world, &mut branch.agent, draft).await.1
}

fn says(outcome: &Outcome) -> (Verdict, Reason) {
    (outcome.outcome, outcome.code)
}

fn person(n: u32) -> Value {
    somebody(n, &format!("Peserta Contoh {}", char::from_u32(64 + n).unwrap()))
}

/// An enrolment that is right but for what is changed in it.
fn but(n: u32, change: impl Fn(&mut Value)) -> Draft {
    let mut body = enrolment(person(n), &format!("19:{n:02}:00"), None);
    change(&mut body);
    Draft::new("worker.enrol", body)
}

fn born(body: &mut Value, nik: &str, date: &str) {
    body["enrol"]["person"]["nik"] = json!(nik);
    body["enrol"]["person"]["birth_date"] = json!(date);
}

async fn what_is_wrong_with_an_enrolment_is_named(world: World) {
    use Reason as R;
    let mut branch = branch(world).await;
    let of = |path: &str| path.to_owned();
    let cases: Vec<(Draft, R, String)> = vec![
        (
            but(1, |it| it["enrol"]["person"]["village"] = json!("33.02.15.9999")),
            R::UnknownVillage,
            of("enrol.person.village"),
        ),
        (
            but(2, |it| it["enrol"]["person"]["occupations"][0]["occupation"] = json!("astronot")),
            R::UnknownOccupation,
            of("enrol.person.occupations.occupation"),
        ),
        (but(3, |it| it["enrol"]["person"]["consents"] = json!([])), R::NoConsent, of("")),
        (but(4, |it| it["enrol"]["person"]["attestation"] = Value::Null), R::NoAttestation, of("")),
        (but(5, |it| born(it, "3302152011610005", "1961-11-20")), R::TooOld, of("")),
        (but(6, |it| born(it, "3302152111110006", "2011-11-21")), R::TooYoung, of("")),
        (but(7, |it| it["enrol"]["income"] = json!(0)), R::InvalidField, of("enrol.income")),
        (but(8, |it| it["months"] = json!(13)), R::InvalidField, of("months")),
        (but(9, |it| it["first_month"] = json!("2026-10")), R::InvalidField, of("first_month")),
        (
            but(10, |it| it["enrol"]["promise_read"] = json!(false)),
            R::InvalidField,
            of("enrol.promise_read"),
        ),
        (
            but(11, |it| it["enrol"]["programmes"] = json!(["jkk"])),
            R::InvalidField,
            of("enrol.programmes"),
        ),
        (but(12, |it| it["code"] = json!("123456789012345")), R::UnknownCode, of("code")),
        // The other phone's to give out.
        (but(13, |it| it["code"] = json!(code(1, 1))), R::UnknownCode, of("code")),
    ];
    for (draft, reason, field) in cases {
        let told = answer(&mut branch, &draft).await;
        assert_eq!(says(&told), (Verdict::Rejected, reason), "{told:?}");
        if !field.is_empty() {
            assert_eq!(told.fields, [field], "{told:?}");
        }
    }
    let too_old =
        answer(&mut branch, &but(5, |it| born(it, "3302152011610005", "1961-11-20"))).await;
    assert_eq!((&too_old.args["age"], &too_old.args["limit"]), (&json!(65), &json!(65)));
    let away = |it: &mut Value| it["enrol"]["person"]["village"] = json!("33.01.01.2001");
    let told = answer(&mut branch, &but(14, away)).await;
    assert_eq!(says(&told), (Verdict::NeedsReview, Reason::OutOfArea), "{told:?}");
    assert_eq!(branch.count("SELECT COUNT(*) FROM person").await, 0, "nobody was made of these");
    branch.prove().await;
}

async fn an_enrolment_is_answered_with_what_the_phone_may_know(world: World) {
    let mut branch = branch(world).await;
    let dear = but(1, |it| it["shown_total"] = json!(9_000));
    let told = answer(&mut branch, &dear).await;
    assert_eq!(says(&told), (Verdict::Accepted, Reason::EnrolledPriceDiffers));
    assert_eq!(told.args["total"], json!(8_400), "the office's price");
    let own = told.entities;
    assert!(own.number.is_some() && own.code.is_some() && own.membership.is_some());
    // Another agent with the same person hears that it is known, and not the number on the card.
    let again = enrolment(person(1), "20:30:00", None);
    let again = Draft::new("worker.enrol", again);
    let (_, told) = sent(&branch.world, &mut branch.other, &again).await;
    assert_eq!(says(&told), (Verdict::Already, Reason::SamePerson));
    assert_eq!((told.entities.membership, told.entities.number), (own.membership, None));
    // A code that is given out once is given out once.
    let first = but(2, |it| it["code"] = json!(code(0, 1)));
    assert_eq!(says(&answer(&mut branch, &first).await), (Verdict::Accepted, Reason::Enrolled));
    let second = but(3, |it| it["code"] = json!(code(0, 1)));
    let told = answer(&mut branch, &second).await;
    assert_eq!(says(&told), (Verdict::Rejected, Reason::UnknownCode));
    // Somebody whom the village pays for is a member already.
    let sponsored: Enrol = serde_json::from_value(json!({
        "person": person(4), "income": 1_000_000, "programmes": ["jkk", "jkm"],
        "payer": "apbdes", "promise_read": true,
    }))
    .unwrap();
    branch.world.carry_out(&branch.staff(), &sponsored).await.unwrap();
    let told = answer(&mut branch, &but(4, |_| {})).await;
    assert_eq!(says(&told), (Verdict::NeedsReview, Reason::AlreadyMember));
    assert_eq!(told.args["why"], json!("other_payer"));
    branch.prove().await;
}

fn event(name: &str, village: &str) -> Draft {
    Draft::new(
        "event.open",
        json!({
            "made_at": "2026-11-20T19:00:00+07:00", "clock": { "last_server": null, "jump": false },
            "ref": {}, "event": id_of("evening"), "name": name, "area": village,
            "on": "2026-11-20", "venue": null, "campaign": null,
        }),
    )
}

fn closing(counts: &Value, not_recorded: &Value) -> Draft {
    Draft::new(
        "event.close",
        json!({
            "made_at": "2026-11-20T21:30:00+07:00", "clock": { "last_server": null, "jump": false },
            "ref": {}, "event": id_of("evening"), "counts": counts, "not_recorded": not_recorded,
        }),
    )
}

async fn an_event_is_opened_once_and_closed_with_counts_or_without(world: World) {
    let mut branch = branch(world).await;
    let nowhere = answer(&mut branch, &event("KKBC", "33.02.15.9999")).await;
    assert_eq!(says(&nowhere), (Verdict::Rejected, Reason::UnknownVillage));
    assert_eq!(nowhere.fields, ["area"]);
    let unnamed = answer(&mut branch, &event(" ", VILLAGE)).await;
    assert_eq!(says(&unnamed), (Verdict::Rejected, Reason::InvalidField));
    let away = answer(&mut branch, &event("KKBC", "33.01.01.2001")).await;
    assert_eq!(says(&away), (Verdict::NeedsReview, Reason::OutOfArea));
    let opened = answer(&mut branch, &event("KKBC Cilongok", VILLAGE)).await;
    assert_eq!(says(&opened), (Verdict::Accepted, Reason::EventOpened));
    assert_eq!(opened.entities.event, Some(id_of("evening")));
    let again = answer(&mut branch, &event("KKBC Cilongok", VILLAGE)).await;
    assert_eq!(says(&again), (Verdict::Already, Reason::EventKnown));
    // A count is a number or is named as not recorded: never both, never neither.
    let both = json!({ "attended": 40, "enrolled": 26, "refused": 1 });
    let told = answer(&mut branch, &closing(&both, &json!(["attended"]))).await;
    assert_eq!(says(&told), (Verdict::Rejected, Reason::InvalidField));
    assert_eq!(told.fields, ["counts.attended"]);
    let neither = json!({ "attended": null, "enrolled": 26, "refused": 1 });
    let told = answer(&mut branch, &closing(&neither, &json!([]))).await;
    assert_eq!(told.fields, ["counts.attended"]);
    let told = answer(&mut branch, &closing(&neither, &json!(["attended"]))).await;
    assert_eq!(says(&told), (Verdict::Accepted, Reason::EventClosed));
    branch.prove().await;
}

async fn cash_is_counted_whatever_is_odd_about_it(world: World) {
    let mut branch = branch(world).await;
    let enrolled = branch.agent.finalise(&but(1, |it| it["code"] = json!(code(0, 1))));
    let of = enrolled.header.id;
    branch.push(&[enrolled]).await;
    let paid = |serial: &str, amount| cash(of, "19:30:00", &code(0, 1), serial, amount);
    let receipt = answer(&mut branch, &paid(&serial(0, 1), 8_400)).await;
    assert_eq!(says(&receipt), (Verdict::Accepted, Reason::CashReceived));
    assert_eq!(receipt.entities.receipt, Some(serial(0, 1)));
    let again = answer(&mut branch, &paid(&serial(0, 1), 8_400)).await;
    assert_eq!(says(&again), (Verdict::Already, Reason::SerialKnown));
    let other = answer(&mut branch, &paid(&serial(0, 1), 9_000)).await;
    assert_eq!(says(&other), (Verdict::NeedsReview, Reason::AmountDiffers));
    let nothing = answer(&mut branch, &paid(&serial(0, 2), 0)).await;
    assert_eq!((says(&nothing).1, nothing.fields), (Reason::InvalidField, vec!["amount".into()]));
    let unreadable = answer(&mut branch, &paid("K 1; --", 8_400)).await;
    assert_eq!(unreadable.fields, ["serial"]);
    // 8,400 and 9,000 are held; with 16,800 more it is above the 30,000 of this office's rule.
    let more = answer(&mut branch, &paid(&serial(0, 2), 16_800)).await;
    assert_eq!(says(&more).1, Reason::AmountDiffers, "two months were not what was shown");
    let over = answer(&mut branch, &paid(&serial(0, 3), 8_400)).await;
    assert_eq!(says(&over), (Verdict::NeedsReview, Reason::OverCustodyLimit));
    let held = "SELECT CAST(SUM(amount) AS bigint) FROM custody_entry";
    assert_eq!(branch.count(held).await, 8_400 + 9_000 + 16_800 + 8_400, "somebody has it");
    branch.prove().await;
}

async fn a_deposit_waits_for_its_receipts_and_names_what_is_not_there(world: World) {
    let mut branch = branch(world).await;
    let enrolled = branch.agent.finalise(&but(1, |it| it["code"] = json!(code(0, 1))));
    let given = cash(enrolled.header.id, "19:30:00", &code(0, 1), &serial(0, 1), 8_400);
    let given = branch.agent.finalise(&given);
    let unknown = deposit(&[serial(0, 7)], 8_400, &[]);
    let told = answer(&mut branch, &unknown).await;
    assert_eq!(says(&told), (Verdict::Rejected, Reason::UnknownSerial));
    assert_eq!(told.args["serials"], json!([serial(0, 7)]));
    // The receipt is on its way: the deposit waits for it, and follows it.
    let early = branch.agent.finalise(&deposit(&[serial(0, 1)], 8_400, &[given.header.id]));
    let told = branch.agent.push(&branch.world, std::slice::from_ref(&early)).await;
    assert_eq!(says(&told[0].outcome), (Verdict::Held, Reason::WaitsFor));
    assert_eq!(told[0].outcome.args["ids"], json!([given.header.id]));
    branch.push(&[enrolled, given.clone()]).await;
    let again = branch.push(&[early]).await;
    assert_eq!(again, [(Verdict::Accepted, Reason::CashDeposited)]);
    // Brought twice, or another sum than the receipts say: a person looks.
    let twice = deposit(&[serial(0, 1)], 8_400, &[given.header.id]);
    let told = answer(&mut branch, &twice).await;
    assert_eq!(says(&told), (Verdict::NeedsReview, Reason::AmountDiffers));
    assert_eq!(told.args["about"], json!("handed_in_before"));
    let second = cash(given.header.id, "19:40:00", &code(0, 2), &serial(0, 2), 8_400);
    let second = branch.agent.finalise(&second);
    branch.push(std::slice::from_ref(&second)).await;
    let short = deposit(&[serial(0, 2)], 8_000, &[second.header.id]);
    let told = answer(&mut branch, &short).await;
    assert_eq!(says(&told), (Verdict::NeedsReview, Reason::AmountDiffers));
    assert_eq!(
        (&told.args["about"], &told.args["receipts"]),
        (&json!("sum_of_receipts"), &json!(8_400))
    );
    let nameless = Draft::new("cash.deposit", {
        let mut body = deposit(&[serial(0, 2)], 8_400, &[]).body;
        body["reference"] = json!(" ");
        body
    });
    assert_eq!(answer(&mut branch, &nameless).await.fields, ["reference"]);
    branch.prove().await;
}

proofs::on_both![
    what_is_wrong_with_an_enrolment_is_named,
    an_enrolment_is_answered_with_what_the_phone_may_know,
    an_event_is_opened_once_and_closed_with_counts_or_without,
    cash_is_counted_whatever_is_odd_about_it,
    a_deposit_waits_for_its_receipts_and_names_what_is_not_there,
];
