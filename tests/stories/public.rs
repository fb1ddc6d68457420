//! What somebody from the street may ask, on a phone without scripts: covered or not, what it costs,
//! what a payment code says. Nobody is named, and who guesses learns nothing.

use crate::office::{Office, somebody, text};
use proofs::{
    World,
    client::{Answer, Call},
};
use serde_json::{Value, json};

const NIK: &str = "3302151203799001";
const BORN: &str = "12-03-1979";

fn farmer() -> Value {
    somebody(NIK, "Paimin Demo Wongsorejo", "1979-03-12", "petani padi", 900_000)
}

async fn village_office(world: World) -> Office {
    let office = Office::open(world, "2026-11-10").await;
    office.hire("desa", "village_clerk", Some("33.02.15.2006")).await;
    office.hire("bank", "integrator", None).await;
    office.hire("audit", "auditor", None).await;
    office
}

/// As a browser encodes a field.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b' ' => "+".to_owned(),
        b if b.is_ascii_alphanumeric() || b"-._".contains(&b) => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn ask_in(lang: &str, number: &str, born: &str) -> Call {
    let body = format!("number={}&born={}", encoded(number), encoded(born));
    Call::new("POST", &format!("/cek?lang={lang}"))
        .header("Accept", "text/html")
        .body("application/x-www-form-urlencoded", body.into_bytes())
}

async fn ask(office: &Office, number: &str, born: &str) -> Answer {
    office.send(ask_in("id", number, born)).await
}

async fn page(office: &Office, path: &str) -> Answer {
    office.send(Call::new("GET", path).header("Accept", "text/html")).await
}

/// A page that stands by itself: no script, nothing of a style in the markup, the strict policy.
#[track_caller]
fn is_plain(page: &Answer, what: &str) {
    let lower = page.text.to_lowercase();
    assert!(lower.starts_with("<!doctype html>"), "{what}: {}", page.text);
    for never in
        ["<script", "javascript:", " onclick", " style=", "<link rel=\"stylesheet\" href=\"http"]
    {
        assert!(!lower.contains(never), "{what}: {never}");
    }
    let head = page.head.to_lowercase();
    assert!(head.contains("content-security-policy: default-src 'none'"), "{what}: {head}");
    assert!(head.contains("form-action 'self'") && head.contains("nosniff"), "{what}: {head}");
    assert!(head.contains("cache-control: no-store"), "{what}: {head}");
}

/// Nothing that tells who it is.
#[track_caller]
fn names_nobody(page: &Answer) {
    for private in [NIK, "Paimin", "Wongsorejo", "Karanganyar", "081234567890", "9001"] {
        assert!(!page.text.contains(private), "{private} in {}", page.text);
    }
}

async fn the_answer_is_yes_or_no_until_when_and_what_next(world: World) {
    let office = village_office(world).await;
    let enrolled = office.enrol("desa", farmer()).await;
    let membership = text(&enrolled, "membership").to_owned();
    let unpaid = ask(&office, NIK, BORN).await;
    assert_eq!(unpaid.status, 200, "{}", unpaid.text);
    assert!(unpaid.text.contains("Belum terlindungi"), "{}", unpaid.text);
    let code = office.code("desa", &membership, 1).await;
    let _ = office.pay("bank", "T-1", &code["code"], 8_400, None).await.of(201);
    // However the two facts are written.
    let number = office.membership("desa", &membership).await;
    let number = text(&number, "number").to_lowercase().replace('-', " ");
    for (number, born) in [
        (NIK, BORN),
        ("3302 1512 0379 9001", "1979-03-12"),
        ("33.02.15.120379.9001", "12 Maret 1979"),
        (number.as_str(), "12/03/1979"),
    ] {
        let yes = ask(&office, number, born).await;
        assert_eq!(yes.status, 200, "{}", yes.text);
        is_plain(&yes, number);
        assert!(yes.text.contains("Ya, terlindungi."), "{number}: {}", yes.text);
        assert!(yes.text.contains("30 November 2026"), "paid until: {}", yes.text);
        assert!(yes.text.contains("28 Februari 2027"), "with grace: {}", yes.text);
        names_nobody(&yes);
    }
    let english = office.send(ask_in("en", NIK, BORN)).await;
    assert!(english.text.contains("Yes, covered.") && english.text.contains("lang=\"en\""));
    office.at("2027-01-05");
    let grace = ask(&office, NIK, BORN).await;
    assert!(grace.text.contains("masih terlindungi") && grace.text.contains("Bayar sekarang"));
    office.at("2027-03-01");
    let lapsed = ask(&office, NIK, BORN).await;
    assert!(lapsed.text.contains("Tidak terlindungi lagi"), "{}", lapsed.text);
    assert!(!lapsed.text.contains("Terlindungi sampai"), "{}", lapsed.text);
    names_nobody(&lapsed);
    // Each question is on record, about the person where there is one, and without the number.
    let person = text(&enrolled, "person");
    let about = format!("/api/v1/audit/entries?subject={person}");
    let entries = office.get("audit", &about).await.of(200);
    let asked = entries["items"].as_array().unwrap().iter();
    let asked: Vec<_> = asked.filter(|it| it["action"] == "public question of cover").collect();
    assert_eq!(asked.len(), 8, "{entries}");
    assert!(!entries.to_string().contains(NIK), "{entries}");
    office.close().await;
}

async fn whoever_guesses_learns_nothing(world: World) {
    let office = village_office(world).await;
    let enrolled = office.enrol("desa", farmer()).await;
    let membership = text(&enrolled, "membership").to_owned();
    let code = office.code("desa", &membership, 1).await;
    let _ = office.pay("bank", "T-1", &code["code"], 8_400, None).await.of(201);
    let member = office.membership("desa", &membership).await;
    // A wrong date, a number nobody has, a card with another's date: the same words to the letter.
    let wrong_date = ask(&office, NIK, "13-03-1979").await;
    let nobody = ask(&office, "3302151203799002", BORN).await;
    let card = ask(&office, text(&member, "number"), "13-03-1979").await;
    let no_card = ask(&office, "0000-0000-0000", BORN).await;
    assert_eq!(wrong_date.status, 200);
    assert!(wrong_date.text.contains("Tidak ada perlindungan yang cocok"), "{}", wrong_date.text);
    for other in [&nobody, &card, &no_card] {
        assert_eq!((other.status, &other.text), (200, &wrong_date.text));
    }
    names_nobody(&wrong_date);
    // Numbers of one birth date, one serial after the other: the seventh is told to wait, and it is
    // the same for a number that is on record.
    let mut last = nobody;
    for serial in 10..20 {
        last = ask(&office, &format!("330215120379{serial:04}"), BORN).await;
    }
    assert_eq!(last.status, 429, "{}", last.text);
    is_plain(&last, "429");
    assert!(last.text.contains("Tunggu") && last.text.contains("menit"), "{}", last.text);
    assert!(last.head.to_lowercase().contains("retry-after: "), "{}", last.head);
    let known = ask(&office, NIK, BORN).await;
    assert_eq!((known.status, &known.text), (429, &last.text));
    // Later it is answered again.
    office.at("2026-11-10T10:00:00+07:00");
    assert_eq!(ask(&office, NIK, BORN).await.status, 200);
    office.close().await;
}

async fn one_address_may_not_ask_without_end(world: World) {
    let office = village_office(world).await;
    let mut n = 0;
    let last = loop {
        // Another birth date each time.
        let day = 1 + n % 28;
        let answer = ask(&office, &format!("330215{day:02}03790001"), BORN).await;
        n += 1;
        if answer.status != 200 || n > 60 {
            break answer;
        }
    };
    assert_eq!((last.status, n), (429, 21), "{}", last.text);
    let english = office.send(ask_in("en", NIK, BORN)).await;
    assert!(
        english.text.contains("Wait 1 minutes") || english.text.contains("Wait"),
        "{}",
        english.text
    );
    // What is not asked about anybody is not counted there.
    assert_eq!(page(&office, "/biaya").await.status, 200);
    office.close().await;
}

const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' OR 1=1 --",
    "3302151203799001; DROP TABLE person",
    "\u{202e}\u{0}\u{feff}",
    "٣٣٠٢١٥١٢٠٣٧٩٩٠٠١",
];

async fn hostile_words_are_only_words(world: World) {
    let office = village_office(world).await;
    for hostile in HOSTILE {
        for (number, born) in [(hostile, BORN), (NIK, hostile)] {
            let answer = ask(&office, number, born).await;
            assert!([200, 422, 429].contains(&answer.status), "{hostile}: {}", answer.text);
            is_plain(&answer, hostile);
            assert!(!answer.text.contains("<img"), "{}", answer.text);
        }
        let word = encoded(hostile);
        for path in [
            format!("/biaya?income={word}"),
            format!(
                "/biaya?sector={word}&months={word}&payer={word}&children={word}&programmes={word}"
            ),
            format!("/bayar?kode={word}"),
            format!("/bayar/{}", word.replace('+', "%20")),
            format!("/bayar/{}/tanda-terima", word.replace('+', "%20")),
            format!("/verify?c={word}"),
        ] {
            let answer = page(&office, &path).await;
            assert!([200, 400, 404, 422].contains(&answer.status), "{path}: {}", answer.status);
            is_plain(&answer, &path);
            assert!(!answer.text.contains("<img"), "{path}: {}", answer.text);
        }
    }
    office.at("2026-11-11");
    let form = "application/x-www-form-urlencoded";
    let send = async |kind: &str, body: Vec<u8>| {
        office.send(Call::new("POST", "/cek").header("Accept", "text/html").body(kind, body)).await
    };
    for (kind, body, status) in [
        (form, vec![b'n'; 20_000], 413),
        (form, b"number=1&number=2".to_vec(), 400),
        (form, b"number=1&nama=x".to_vec(), 400),
        (form, b"\xff\xfe".to_vec(), 400),
        (form, Vec::new(), 422),
        ("application/json", b"{}".to_vec(), 415),
        ("", Vec::new(), 415),
    ] {
        let what = format!("{kind} {:.30}", String::from_utf8_lossy(&body));
        let answer = send(kind, body).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text);
        is_plain(&answer, &what);
    }
    // What was typed wrongly stands in the field again; what is missing is said at the field.
    let again = ask(&office, "3302", "12-03-79").await;
    assert_eq!(again.status, 422);
    assert!(again.text.contains("value=\"3302\"") && again.text.contains("value=\"12-03-79\""));
    assert!(again.text.contains("bukan NIK") && again.text.contains("dua angka"), "{}", again.text);
    office.close().await;
}

async fn the_price_stands_before_anyone_signs_in_and_conditions_before_sums(world: World) {
    let office = village_office(world).await;
    let three = "/biaya?income=1.000.000&months=3&sector=other&payer=self&lang=id";
    let answer = page(&office, three).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    is_plain(&answer, three);
    for said in ["Rp33.600", "8.400", "November 2026", "Mengapa sebesar itu?", "PP 50/2025"] {
        assert!(answer.text.contains(said), "{said}: {}", answer.text);
    }
    let at = |what: &str| answer.text.find(what).unwrap_or_else(|| panic!("no {what}"));
    assert!(at("Syaratnya lebih dulu") < at("Rp42.000.000"), "conditions before sums");
    assert!(at("setelah 3 bulan dibayar berturut-turut") < at("Rp42.000.000"));
    assert!(at("setelah 36 bulan iuran") < at("Rp174.000.000"), "the scholarship's months too");
    assert!(answer.text.contains("pasal belum ditemukan") && answer.text.contains("Rp10.000.000"));
    // The same as the API says.
    let api = "/api/v1/calculator/price?months=2026-11..2027-01&income=1000000";
    assert_eq!(office.send(Call::new("GET", api)).await.of(200)["total"], 33_600);
    let savings = page(&office, "/biaya?programmes=jkk,jkm,jht&months=12&lang=en").await;
    for said in [
        "Old-age savings",
        "The conditions first",
        "age of 56",
        "Rp240.000",
        "before the age of 65",
    ] {
        assert!(savings.text.contains(said), "{said}: {}", savings.text);
    }
    assert!(savings.text.contains("lang=\"en\""));
    for (wrong, sentence) in
        [("income=banyak", "bukan jumlah uang"), ("income=-5", ""), ("income=0", "lebih dari nol")]
    {
        let answer = page(&office, &format!("/biaya?{wrong}&lang=id")).await;
        assert_eq!(answer.status, 422, "{wrong}: {}", answer.text);
        assert!(answer.text.contains(sentence), "{wrong}: {}", answer.text);
        assert!(!answer.text.contains("Rp42.000.000"), "no sums beside a fault: {wrong}");
    }
    office.close().await;
}

async fn a_code_shows_its_amount_and_then_its_receipt(world: World) {
    let office = village_office(world).await;
    let enrolled = office.enrol("desa", farmer()).await;
    let membership = text(&enrolled, "membership").to_owned();
    let opened = office.code("desa", &membership, 3).await;
    let code = text(&opened, "code");
    let path = format!("/bayar/{code}");
    let open = page(&office, &path).await;
    assert_eq!(open.status, 200, "{}", open.text);
    is_plain(&open, &path);
    for said in [
        "Belum dibayar",
        "Rp33.600",
        "November 2026 – Januari 2027",
        "10 Desember 2026",
        "P*** D*** W***",
        "<svg",
    ] {
        assert!(open.text.contains(said), "{said}: {}", open.text);
    }
    names_nobody(&open);
    let member = office.membership("desa", &membership).await;
    assert!(!open.text.contains(text(&member, "number")), "the card's number is a fact for /cek");
    // Typed with spaces, it leads there; with a wrong digit it leads nowhere.
    let typed = page(&office, &format!("/bayar?kode={}+{}", &code[..5], &code[5..])).await;
    assert_eq!(typed.status, 303, "{}", typed.text);
    assert!(typed.head.contains(&path), "{}", typed.head);
    let last = if code.ends_with('0') { '1' } else { '0' };
    let other = format!("{}{last}", &code[..14]);
    assert_eq!(page(&office, &format!("/bayar?kode={other}")).await.status, 200);
    for lost in [other.as_str(), "111111111111111", "1", "%F0%9F%92%A9"] {
        assert_eq!(page(&office, &format!("/bayar/{lost}")).await.status, 404, "{lost}");
    }
    assert_eq!(page(&office, &format!("{path}/tanda-terima")).await.status, 404);
    let paid = office.pay("bank", "T-1", &opened["code"], 33_600, None).await.of(201);
    let after = page(&office, &path).await;
    for said in ["Sudah dibayar", text(&paid, "receipt"), "/tanda-terima"] {
        assert!(after.text.contains(said), "{said}: {}", after.text);
    }
    assert!(!after.text.contains("<svg"), "nothing to scan any more");
    let slip = page(&office, &format!("{path}/tanda-terima")).await;
    assert_eq!(slip.status, 200, "{}", slip.text);
    for said in [text(&paid, "receipt"), "Rp33.600", "Januari 2027", "P*** D*** W***"] {
        assert!(slip.text.contains(said), "{said}: {}", slip.text);
    }
    names_nobody(&slip);
    // Expired: it says so, and not to pay.
    let opened = office.code("desa", &membership, 1).await;
    office.at("2026-12-20");
    let expired = page(&office, &format!("/bayar/{}", text(&opened, "code"))).await;
    assert!(
        expired.text.contains("Lewat masa berlakunya") && expired.text.contains("Jangan dibayar")
    );
    office.close().await;
}

async fn the_start_page_asks_first_and_every_page_speaks_both_languages(world: World) {
    let office = village_office(world).await;
    for (path, id, en) in [
        ("/", "Apakah saya terlindungi?", "Am I covered?"),
        ("/cek", "Tanggal lahir", "Date of birth"),
        ("/biaya", "Syaratnya lebih dulu", "The conditions first"),
        ("/bayar", "Kode iuran", "Payment code"),
        ("/verify", "Periksa kartu", "Check a card"),
    ] {
        for (lang, said) in [("id", id), ("en", en)] {
            let answer = page(&office, &format!("{path}?lang={lang}")).await;
            assert_eq!(answer.status, 200, "{path}");
            is_plain(&answer, path);
            assert!(answer.text.contains(said), "{path} {lang}: {}", answer.text);
            assert!(answer.text.contains(&format!("<html lang=\"{lang}\"")), "{path} {lang}");
            assert!(answer.text.contains("name=\"viewport\""), "{path}");
        }
    }
    let start = page(&office, "/?lang=id").await.text;
    let at = |what: &str| start.find(what).unwrap_or_else(|| panic!("no {what}"));
    assert!(at("Apakah saya terlindungi?") < at("Masuk ke kantor"));
    assert!(start.contains("method=\"post\" action=\"/cek"), "facts never go into an address");
    assert!(start.contains("href=\"/kantor\"") && start.contains("href=\"/lapangan\""));
    office.close().await;
}

proofs::on_both![
    the_answer_is_yes_or_no_until_when_and_what_next,
    whoever_guesses_learns_nothing,
    one_address_may_not_ask_without_end,
    hostile_words_are_only_words,
    the_price_stands_before_anyone_signs_in_and_conditions_before_sums,
    a_code_shows_its_amount_and_then_its_receipt,
    the_start_page_asks_first_and_every_page_speaks_both_languages,
];

/// The form of a membership that is counted: used by the map's story too.
pub(crate) fn counted(nik: &str, village: &str) -> Value {
    let mut form = somebody(nik, "Siti Demo", "1990-07-15", "pedagang-pasar", 1_000_000);
    form["person"]["village"] = json!(village);
    form
}
