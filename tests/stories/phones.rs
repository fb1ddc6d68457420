//! A phone and the office over HTTP: registered, heard, told; photos, files, review, and being stopped.

use crate::office::{Office, text};
use proofs::{
    World,
    client::{Answer, Call},
    phone::{Draft, Phone, id_of},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sync::Envelope;

const NAME: &str = "HP Cilongok 1";

pub(crate) async fn branch(world: World) -> Office {
    let office = Office::open(world, "2026-11-21").await;
    office.hire("agen", "agent", Some("33.02")).await;
    office.hire("cabang", "branch_staff", Some("33.02")).await;
    office.hire("cabang.lain", "branch_staff", Some("33.03")).await;
    office
}

pub(crate) async fn user(office: &Office, login: &str) -> String {
    let users = office.get("admin", "/api/v1/users").await.of(200);
    let all = users["items"].as_array().unwrap();
    let found = all.iter().find(|user| user["login"] == login).unwrap();
    text(found, "id").to_owned()
}

pub(crate) async fn register(office: &Office) -> Phone {
    let holder = user(office, "agen").await;
    let begun = office.post("cabang", "/api/v1/devices", json!({ "holder": holder })).await.of(201);
    assert!(text(&begun, "qr").ends_with(&format!("#daftar={}", text(&begun, "code"))));
    let form = json!({
        "code": begun["code"], "public_key": Phone::public_key(NAME), "label": NAME,
        "app_version": "1.0.0", "persisted": true,
    });
    let call = Call::new("POST", "/api/v1/devices/register").json(&form);
    let answer = office.send(call.clone()).await.of(201);
    assert_eq!(answer["holder"]["name"], "agen");
    // The answer was lost on the wire: asked again it is the same.
    let again = office.send(call).await.of(201);
    assert_eq!((&again["device"], &again["token"]), (&answer["device"], &answer["token"]));
    Phone::registered(NAME, &answer)
}

pub(crate) fn call(phone: &Phone, method: &'static str, path: &str) -> Call {
    Call::new(method, path).token(&phone.token)
}

pub(crate) async fn push(office: &Office, phone: &Phone, commands: &[Envelope]) -> Answer {
    let body = phone.push_body(office.world.now(), commands);
    office.send(call(phone, "POST", "/api/v1/sync/push").json(&body)).await
}

/// A kind from the future: whatever office it is, a person must look at it.
fn strange(n: u32) -> Draft {
    let photo = json!({
        "role": "ktp", "sha256": sync::hex(&[7; 32]), "size": 3, "mime": "image/jpeg",
    });
    Draft::new("worker.greet", json!({ "n": n, "att": [photo] }))
}

async fn a_phone_is_registered_heard_and_told(world: World) {
    let office = branch(world).await;
    let mut phone = register(&office).await;
    let command = phone.finalise(&strange(1));
    let answer = push(&office, &phone, std::slice::from_ref(&command)).await;
    let head = answer.head.to_lowercase();
    assert!(head.contains("x-api: 1") && head.contains("cache-control: no-store"), "{head}");
    let answer = answer.of(200);
    assert_eq!(answer["device"], json!({ "status": "active", "min_app": "0.1.0", "wipe": false }));
    let result = &answer["results"][0];
    assert_eq!((&result["captured"], &result["replayed"]), (&json!(true), &json!(false)));
    assert_eq!(
        (&result["outcome"], &result["code"]),
        (&json!("needs_review"), &json!("unknown_kind"))
    );
    assert_eq!(result["case"], json!(command.header.id));
    assert_eq!(result["attachments"][0]["received"], 0);
    let again = push(&office, &phone, std::slice::from_ref(&command)).await.of(200);
    assert_eq!(again["results"][0]["replayed"], true);
    assert_eq!(again["results"][0]["code"], result["code"]);
    let have =
        json!({ "store_epoch": phone.store_epoch, "ids": [command.header.id, id_of("other")] });
    let missing = office.send(call(&phone, "POST", "/api/v1/sync/have").json(&have)).await.of(200);
    assert_eq!(missing["missing"], json!([id_of("other")]));
    let pulled = office.send(call(&phone, "GET", "/api/v1/sync/pull?cursor=")).await.of(200);
    assert_eq!(pulled["items"][0]["key"], json!(command.header.id));
    assert_eq!(pulled["items"][0]["payload"]["code"], "unknown_kind");
    let package = office.send(call(&phone, "GET", "/api/v1/sync/package")).await.of(200);
    assert_eq!(
        package["areas"],
        json!([{ "code": "33.02", "name": "Kabupaten Banyumas", "level": "regency" }])
    );
    assert_eq!(
        (&package["entry_age"]["max"], &package["entry_age"]["min"]),
        (&json!(65), &Value::Null)
    );
    let board = office.get("cabang", "/api/v1/devices").await.of(200);
    assert_eq!(board["items"][0]["to_review"], 1);
    assert_eq!(board["items"][0]["safe_to_disable"], true);
    assert_eq!(office.get("cabang.lain", "/api/v1/devices").await.of(200)["items"], json!([]));
    // Without a token, or with a person's, nobody gets in here; a phone's opens no office.
    let call_of = |token: &str| Call::new("GET", "/api/v1/sync/pull?cursor=").token(token);
    assert_eq!(office.send(call_of("x")).await.status, 401);
    assert_eq!(office.send(call_of(&office.token("cabang").await)).await.status, 401);
    assert_eq!(office.send(call(&phone, "GET", "/api/v1/devices")).await.status, 401);
    office.close().await;
}

async fn bad_requests_of_phones_are_refused_in_words(world: World) {
    let office = branch(world).await;
    let mut phone = register(&office).await;
    let mut body = phone.push_body(office.world.now(), &[]);
    body["proto"] = json!(2);
    let ask = |body: &Value| call(&phone, "POST", "/api/v1/sync/push").json(body);
    assert_eq!(office.send(ask(&body)).await.code(422), "PROTOCOL");
    body["proto"] = json!(1);
    body["device"] = json!(id_of("another"));
    assert_eq!(office.send(ask(&body)).await.status, 403);
    let mut crowd = phone.push_body(office.world.now(), &[]);
    crowd["commands"] = json!(vec![json!({}); 201]);
    assert_eq!(office.send(ask(&crowd)).await.status, 413);
    let long = "x".repeat((1 << 20) + 1);
    let huge = call(&phone, "POST", "/api/v1/sync/push").body("application/json", long.into());
    assert_eq!(office.send(huge).await.status, 413);
    // What has no id has no result; its neighbour has one.
    let fine = phone.finalise(&strange(1));
    let mut mixed = phone.push_body(office.world.now(), &[fine]);
    mixed["commands"].as_array_mut().unwrap().insert(0, json!({ "kind": "x" }));
    let answer = office.send(call(&phone, "POST", "/api/v1/sync/push").json(&mixed)).await.of(200);
    assert_eq!(answer["results"].as_array().unwrap().len(), 1);
    let form = json!({
        "code": "0000-0000-0000", "public_key": Phone::public_key(NAME), "label": "", "app_version": "", "persisted": false,
    });
    let refused = office.send(Call::new("POST", "/api/v1/devices/register").json(&form)).await;
    assert!(refused.text.contains("15 menit"), "{}", refused.text);
    assert_eq!(refused.code(422), "DEVICE_CODE");
    office.close().await;
}

fn digest(bytes: &[u8]) -> String {
    sync::hex(&Sha256::digest(bytes))
}

fn offset_of(answer: &Answer) -> Option<u64> {
    let line =
        answer.head.lines().find(|line| line.to_lowercase().starts_with("upload-offset:"))?;
    line.split(':').nth(1)?.trim().parse().ok()
}

async fn photos_come_in_pieces_and_the_reviewer_sees_them(world: World) {
    let office = branch(world).await;
    let mut phone = register(&office).await;
    let command = id_of("the command");
    let picture = vec![0xd8; 3_000];
    let sealed = phone.sealed(format!("att1|{command}|ktp").as_bytes(), &picture);
    let path = format!("/api/v1/att/{}", digest(&sealed));
    let piece = |offset: usize, bytes: &[u8]| {
        call(&phone, "PATCH", &path)
            .header("Upload-Offset", offset.to_string())
            .header("Upload-Length", sealed.len().to_string())
            .body("application/offset+octet-stream", bytes.to_vec())
    };
    assert_eq!(office.send(call(&phone, "HEAD", &path)).await.status, 404);
    let first = office.send(piece(0, &sealed[..1_000])).await;
    assert_eq!((first.status, offset_of(&first)), (204, Some(1_000)));
    let repeated = office.send(piece(0, &sealed[..1_000])).await;
    assert_eq!((repeated.status, offset_of(&repeated)), (409, Some(1_000)));
    let head = office.send(call(&phone, "HEAD", &path)).await;
    assert_eq!((head.status, offset_of(&head)), (200, Some(1_000)));
    assert_eq!(office.send(piece(1_000, &[0; 9_000])).await.code(422), "UPLOAD_TOO_LONG");
    let last = office.send(piece(1_000, &sealed[1_000..])).await;
    assert_eq!((last.status, offset_of(&last)), (204, Some(sealed.len() as u64)));
    let no_headers = call(&phone, "PATCH", &path).body("application/offset+octet-stream", vec![0]);
    assert_eq!(office.send(no_headers).await.code(400), "UPLOAD_HEADERS");
    let photo = json!({ "role": "ktp", "sha256": digest(&sealed), "size": sealed.len(), "mime": "image/jpeg" });
    let draft = Draft::new("worker.greet", json!({ "att": [photo], "nik": "3302151203799001" }));
    let command = phone.seal(command, 1, &draft);
    let told = push(&office, &phone, std::slice::from_ref(&command)).await.of(200);
    assert_eq!(told["results"][0]["attachments"][0]["received"], sealed.len());
    let of = format!("/api/v1/captures/{}", command.header.id);
    let shown = office.get("cabang", &of).await.of(200);
    assert_eq!(shown["body"]["nik"], "3302151203799001");
    assert_eq!(shown["history"][0]["code"], "unknown_kind");
    let seen = office.get("cabang", &format!("{of}/photos/ktp")).await;
    assert!(seen.head.to_lowercase().contains("content-type: image/jpeg"), "{}", seen.head);
    assert_eq!(seen.status, 200);
    assert_eq!(office.get("cabang", &format!("{of}/photos/selfie")).await.status, 404);
    // Another branch sees neither, and both looks are on record.
    assert_eq!(office.get("cabang.lain", &of).await.status, 403);
    assert_eq!(office.get("agen", "/api/v1/captures").await.status, 403);
    let noted: Vec<(String,)> = proofs::raw_rows(
        &office.world.db(),
        "SELECT action FROM audit_entry WHERE action LIKE 'read %' ORDER BY action",
    )
    .await
    .unwrap();
    let noted: Vec<&str> = noted.iter().map(|(action,)| action.as_str()).collect();
    assert!(noted.contains(&"read capture") && noted.contains(&"read photo"), "{noted:?}");
    office.close().await;
}

async fn a_person_decides_and_the_phone_hears_it(world: World) {
    let office = branch(world).await;
    let mut phone = register(&office).await;
    let (one, two) = (phone.finalise(&strange(1)), phone.finalise(&strange(2)));
    let _ = push(&office, &phone, &[one.clone(), two.clone()]).await.of(200);
    let clash = phone.seal(one.header.id, 1, &strange(3));
    let told = push(&office, &phone, &[clash]).await.of(200);
    assert_eq!(told["results"][0]["code"], "id_reused");
    let listed =
        office.get("cabang", "/api/v1/captures?outcome=needs_review&limit=1").await.of(200);
    let after = text(&listed, "next");
    let next = format!("/api/v1/captures?outcome=needs_review&limit=1&after={after}");
    let both = [&listed["items"][0], &office.get("cabang", &next).await.of(200)["items"][0]]
        .map(|it| (text(it, "id").to_owned(), it["clashes"].clone()));
    assert!(both.contains(&(one.header.id.to_string(), json!(1))), "{both:?}");
    assert!(both.contains(&(two.header.id.to_string(), json!(0))), "{both:?}");
    assert_eq!(office.get("cabang", "/api/v1/captures?outcome=maybe").await.status, 400);
    let path = format!("/api/v1/captures/{}/decide", one.header.id);
    let decide = |decision: &str, reason: &str| json!({ "decision": decision, "reason": reason });
    assert_eq!(
        office.post("cabang", &path, decide("reject", " ")).await.code(422),
        "REASON_MISSING"
    );
    let refused = office.post("cabang", &path, decide("accept", "orangnya ada")).await.of(409);
    assert_eq!(
        (&refused["code"], &refused["reason"]),
        (&json!("NOT_APPLICABLE"), &json!("unknown_kind"))
    );
    assert_eq!(office.post("cabang.lain", &path, decide("reject", "bukan sini")).await.status, 403);
    let shown = office.get("cabang", &format!("/api/v1/captures/{}", one.header.id)).await.of(200);
    assert_eq!((&shown["body"]["n"], &shown["others"][0]["body"]["n"]), (&json!(1), &json!(3)));
    let done =
        office.post("cabang", &path, decide("reject", "aplikasi terlalu baru")).await.of(200);
    assert_eq!(
        (&done["outcome"], &done["code"]),
        (&json!("rejected"), &json!("decided_by_office"))
    );
    let twice = office.post("cabang", &path, decide("reject", "sekali lagi")).await;
    assert_eq!(twice.code(409), "DECIDED");
    let pulled = office.send(call(&phone, "GET", "/api/v1/sync/pull?cursor=")).await.of(200);
    let last = pulled["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["key"], &last["payload"]["outcome"]),
        (&json!(one.header.id), &json!("rejected"))
    );
    // A correction takes the refused one off the list of what needs fixing.
    let refused = "/api/v1/captures?outcome=rejected";
    assert_eq!(office.get("cabang", refused).await.of(200)["items"].as_array().unwrap().len(), 1);
    let mended = phone.finalise(&strange(4).instead_of(one.header.id));
    let _ = push(&office, &phone, &[mended]).await.of(200);
    assert_eq!(office.get("cabang", refused).await.of(200)["items"], json!([]));
    office.close().await;
}

async fn a_stopped_phone_hands_in_and_is_told_nothing(world: World) {
    let office = branch(world).await;
    let mut phone = register(&office).await;
    let command = phone.finalise(&strange(1));
    let path = |verb: &str| format!("/api/v1/devices/{}/{verb}", phone.device);
    let _ = office.post("cabang", &path("suspend"), json!({})).await.of(200);
    let refused = office.send(call(&phone, "GET", "/api/v1/sync/pull?cursor=")).await;
    assert_eq!(refused.code(403), "DEVICE_STOPPED");
    let _ = office.post("cabang", &path("resume"), json!({})).await.of(200);
    assert_eq!(office.send(call(&phone, "GET", "/api/v1/sync/package")).await.status, 200);
    assert_eq!(office.post("cabang.lain", &path("revoke"), json!({})).await.status, 403);
    let _ = office.post("cabang", &path("revoke"), json!({})).await.of(200);
    let told = push(&office, &phone, &[command]).await.of(200);
    assert_eq!(told["results"][0]["code"], "device_revoked");
    assert_eq!(told["device"], json!({ "status": "revoked", "min_app": "0.1.0", "wipe": true }));
    assert_eq!(office.post("cabang", &path("resume"), json!({})).await.code(409), "DEVICE_REVOKED");
    office.close().await;
}

async fn a_sealed_file_is_the_same_as_a_push(world: World) {
    let office = branch(world).await;
    let mut phone = register(&office).await;
    let commands: Vec<_> = (0..30).map(|n| phone.finalise(&strange(n))).collect();
    let _ = push(&office, &phone, &commands[..10]).await.of(200);
    let photo = vec![3; 700];
    let file = phone.export(&commands, std::slice::from_ref(&photo));
    let import = "/api/v1/sync/import";
    let first = office.post("cabang", import, file.clone()).await.of(200);
    assert_eq!((first["results"].as_array().unwrap().len(), &first["known"]), (30, &json!(10)));
    assert_eq!((&first["photos"], &first["photos_refused"]), (&json!(1), &json!(0)));
    let again = office.post("cabang", import, file.clone()).await.of(200);
    assert_eq!((&again["known"], &again["photos"]), (&json!(30), &json!(1)));
    let kept: Vec<(i64,)> =
        proofs::raw_rows(&office.world.db(), "SELECT COUNT(*) FROM capture").await.unwrap();
    assert_eq!(kept[0].0, 30);
    assert_eq!(office.post("agen", import, file.clone()).await.status, 403);
    let mut other = file;
    other["format"] = json!("something else");
    assert_eq!(office.post("cabang", import, other).await.code(422), "FORMAT");
    office.close().await;
}

async fn anybody_may_have_the_reference_files(world: World) {
    let office = branch(world).await;
    let manifest = office.send(Call::new("GET", "/api/v1/ref/manifest")).await.of(200);
    let files = manifest["files"].as_array().unwrap();
    for name in ["tariff", "regencies", "occupations", "groups", "villages-33.02"] {
        let entry = files.iter().find(|file| file["name"] == name).unwrap();
        let answer = office.send(Call::new("GET", text(entry, "address"))).await;
        assert_eq!(answer.status, 200, "{name}");
        assert!(answer.head.contains("immutable"), "{}", answer.head);
        assert_eq!(digest(answer.text.as_bytes()), text(entry, "sha256"), "{name}");
        assert_eq!(answer.text.len(), usize::try_from(entry["size"].as_u64().unwrap()).unwrap());
    }
    let old = office.send(Call::new("GET", "/ref/tariff.0000000000000000.json")).await;
    assert_eq!(old.status, 404);
    office.close().await;
}

proofs::on_both![
    a_phone_is_registered_heard_and_told,
    bad_requests_of_phones_are_refused_in_words,
    photos_come_in_pieces_and_the_reviewer_sees_them,
    a_person_decides_and_the_phone_hears_it,
    a_stopped_phone_hands_in_and_is_told_nothing,
    a_sealed_file_is_the_same_as_a_push,
    anybody_may_have_the_reference_files,
];
