//! A planned event held by two phones: whatever arrives first, and however often, the counts are the same.

use crate::ground::{Branch, VILLAGE, code, enrolment, somebody};
use access::Role;
use db::Uuid;
use outreach::campaign::{
    definition::NewCampaign,
    plan::{EventForm, PlanEvent},
    presence::{people, polled},
    season::NewSeason,
    session::sessions_of,
};
use proofs::{World, phone::Draft, phone::Phone, phone::id_of};
use serde_json::{Value, json};
use sync::Envelope;

/// Plans the evening of 20 November in the village; its id.
async fn plan(branch: &Branch) -> Uuid {
    let office = branch.world.office(Role::BranchStaff, None);
    let campaign = NewCampaign {
        code: "KKBC".into(),
        name: "Kerja Keras Bebas Cemas".into(),
        aliases: Vec::new(),
        goal: "cakupan desa".into(),
        national: true,
        area: None,
        launched_on: None,
        source: None,
    };
    let campaign = branch.world.carry_out(&office, &campaign).await.unwrap();
    let season = NewSeason {
        campaign: Some(campaign),
        campaign_said: None,
        name: "Banyumas 2026".into(),
        area: "33.02".into(),
        tagged: Vec::new(),
        from_on: "2026-11-01".parse().unwrap(),
        to_on: "2026-12-31".parse().unwrap(),
        goal: "peserta baru".into(),
        goal_members: None,
        source: None,
    };
    let (season, _) = branch.world.carry_out(&office, &season).await.unwrap();
    let form = EventForm {
        name: "KKBC".into(),
        area: VILLAGE.into(),
        on: Some("2026-11-20".into()),
        venue: "pendopo".into(),
        ..EventForm::default()
    };
    branch.world.carry_out(&office, &PlanEvent { season, form }).await.unwrap()
}

fn said(kind: &'static str, event: Uuid, made: &str, more: Value) -> Draft {
    let mut body = json!({
        "made_at": format!("2026-11-20T{made}:00+07:00"),
        "clock": { "last_server": null, "jump": false }, "ref": {}, "event": event,
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Draft::new(kind, body)
}

/// What a phone writes at an event: opened, tallied twice, asked, one enrolled, closed and closed again.
fn written(phone: &mut Phone, event: Uuid, n: i64, person: Value, given: String) -> Vec<Envelope> {
    let open = json!({ "name": "KKBC", "area": VILLAGE, "on": "2026-11-20", "venue": "pendopo", "campaign": null });
    let ask = |yes: i64, no: i64| json!({ "answers": [{ "phase": "after", "question": "KNOWS_HOW_TO_PAY", "yes": yes, "no": no }] });
    let close = |attended: i64| {
        json!({
            "counts": { "attended": attended, "enrolled": 1, "refused": 0 }, "not_recorded": [],
        })
    };
    let mut body = enrolment(person, "20:15:00", Some(given));
    body["event"] = json!(event);
    let drafts = [
        said("event.open", event, "19:00", open),
        said("event.tally", event, "19:30", json!({ "n": 3 })),
        said("event.tally", event, "20:30", json!({ "n": n })),
        said("event.poll", event, "20:40", ask(1, 9)),
        said("event.poll", event, "20:45", ask(6, 4)),
        Draft::new("worker.enrol", body),
        said("event.close", event, "21:00", close(99)),
        said("event.close", event, "21:05", close(n)),
    ];
    drafts.iter().map(|draft| phone.finalise(draft)).collect()
}

/// The evening arrives: the phones in this order, each forwards or backwards, after or before the plan.
async fn arrives(world: World, first: usize, backwards: bool) {
    world.at("2026-11-20T17:00:00+07:00");
    let mut branch = Branch::open(world).await;
    let planned = plan(&branch).await;
    let own = id_of("what the second phone opened");
    let (man, woman) = (somebody(1, "Peserta Contoh"), somebody(2, "Kedua Contoh"));
    let mut sent = [
        written(&mut branch.agent, planned, 30, man, code(0, 1)),
        written(&mut branch.other, own, 12, woman, code(1, 1)),
    ];
    if backwards {
        sent.iter_mut().for_each(|commands| commands.reverse());
    }
    branch.world.at("2026-11-20T22:00:00+07:00");
    for _ in 0..2 {
        for at in [first, 1 - first] {
            let phone = if at == 0 { &branch.agent } else { &branch.other };
            let told = phone.push(&branch.world, &sent[at]).await;
            let wrong: Vec<_> = told
                .iter()
                .filter(|told| told.outcome.outcome != sync::Verdict::Accepted)
                .collect();
            assert!(wrong.is_empty(), "{wrong:?}");
        }
    }
    let mut tx = branch.world.db().read().await.unwrap();
    let mut sessions: Vec<Uuid> =
        sessions_of(&mut tx, planned).await.unwrap().into_iter().map(|(event, _)| event).collect();
    sessions.sort_unstable();
    let mut expected = [planned, own];
    expected.sort_unstable();
    assert_eq!(sessions, expected);
    let came = people(&mut tx, planned).await.unwrap();
    assert_eq!((came.tallied, came.closed, came.total()), (Some(42), Some(42), Some(42)));
    let asked = polled(&mut tx, planned).await.unwrap();
    assert_eq!(
        (asked[0].yes_after, asked[0].of_after, asked[0].of_before),
        (Some(12), Some(20), None)
    );
    drop(tx);
    assert_eq!(branch.count("SELECT COUNT(*) FROM membership").await, 2);
    branch.prove().await;
}

async fn in_the_order_it_was_written(world: World) {
    arrives(world, 0, false).await;
}

async fn the_second_phone_first_and_backwards(world: World) {
    arrives(world, 1, true).await;
}

proofs::on_both![in_the_order_it_was_written, the_second_phone_first_and_backwards];
