//! What is asked: bodies, parameters and path segments, parsed strictly, each fault with its place.

use super::{Door, read_within};
use crate::{
    office::Server,
    problem::{FieldProblem, Problem},
};
use access::CommandHeader;
use axum::{
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, Uri, header, request::Parts},
};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use terms::ids::CommandId;

/// A command: who asks, what, and under which id (`Idempotency-Key`).
#[derive(Debug)]
pub(crate) struct Asked<T> {
    pub(crate) door: Door,
    pub(crate) header: CommandHeader,
    pub(crate) form: T,
}

impl<T: DeserializeOwned + Send> FromRequest<Arc<Server>> for Asked<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, server: &Arc<Server>) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let door = Door::from_request_parts(&mut parts, server).await?;
        let id = key_of(&parts.headers)?.ok_or(Problem::plain("key-missing"))?;
        let limits = &server.options.limits;
        let bytes = read_within(body, limits.body_bytes, limits.body).await?;
        let form = if bytes.is_empty() { parse(b"{}") } else { read_json(&parts.headers, &bytes) }?;
        let mut content = format!("{} {}\n", parts.method, parts.uri.path()).into_bytes();
        content.extend_from_slice(&bytes);
        Ok(Self { door, header: CommandHeader::new(id, &content), form })
    }
}

/// What is told in a body, by whomever.
#[derive(Debug)]
pub(crate) struct Told<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequest<Arc<Server>> for Told<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, server: &Arc<Server>) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let limits = &server.options.limits;
        let bytes = read_within(body, limits.body_bytes, limits.body).await?;
        read_json(&parts.headers, &bytes).map(Self)
    }
}

/// The id of a command, if there is one.
pub(crate) fn key_of(headers: &HeaderMap) -> Result<Option<CommandId>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim().trim_matches('"');
    let id: CommandId = text.parse().map_err(|_| {
        Problem::new(
            "key-missing",
            "KEY_FORMAT",
            "Idempotency-Key harus berupa UUID, misalnya 0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60",
            "Idempotency-Key must be a UUID, for example 0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60",
        )
    })?;
    // The nil id is the system's own.
    if id.0.is_nil() { Err(Problem::plain("key-missing")) } else { Ok(Some(id)) }
}

pub(crate) fn read_json<T: DeserializeOwned>(
    headers: &HeaderMap,
    bytes: &[u8],
) -> Result<T, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let is_json = kind.eq_ignore_ascii_case("application/json")
        || (kind.starts_with("application/") && kind.ends_with("+json"));
    if is_json { parse(bytes) } else { Err(Problem::plain("unsupported-type")) }
}

/// JSON into a form. What cannot be parsed at all names line and column; what does not fit the form
/// names the field.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let form = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        match inner.is_data() {
            true if is_object(bytes) => misfit(&path, &inner.to_string()),
            true => not_an_object(),
            false => broken(&inner),
        }
    })?;
    reader.end().map_err(|error| broken(&error))?;
    if is_object(bytes) { Ok(form) } else { Err(not_an_object()) }
}

/// A list of values in the right order would fit a form too; nobody means that.
fn is_object(bytes: &[u8]) -> bool {
    bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

fn not_an_object() -> Problem {
    Problem::new(
        "invalid-fields",
        "NOT_AN_OBJECT",
        "isi permintaan harus objek JSON: {\"isian\": …}",
        "the body must be a JSON object: {\"field\": …}",
    )
}

fn broken(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    Problem::new(
        "bad-json",
        "BAD_JSON",
        format!("JSON tidak benar pada baris {line}, kolom {column}; perbaiki di tempat itu"),
        format!("the JSON is not valid at line {line}, column {column}; correct it there"),
    )
}

fn misfit(path: &str, said: &str) -> Problem {
    let said = said.rsplit_once(" at line ").map_or(said, |(said, _)| said);
    let (code, named, id) = in_indonesian(said);
    let field = match (path.trim_matches('.'), named) {
        ("" | "?", Some(named)) => named,
        (path, Some(named)) if !path.ends_with(&named) => format!("{path}.{named}"),
        (path, _) => path.to_owned(),
    };
    let (id, en) = (format!("{field}: {id}"), format!("{field}: {said}"));
    Problem::new("invalid-fields", code, id.clone(), en.clone())
        .field(field.clone())
        .error(FieldProblem { field, code: code.into(), id, en })
}

/// The code, the field if the sentence names one, and the sentence in Indonesian.
fn in_indonesian(said: &str) -> (&'static str, Option<String>, String) {
    let quoted = || said.split('`').nth(1).map(str::to_owned);
    if said.starts_with("unknown field") {
        let known: Vec<&str> = said.split('`').skip(3).step_by(2).collect();
        let known = if known.is_empty() { "tidak ada".to_owned() } else { known.join(", ") };
        let id = format!("isian ini tidak dikenal di sini; yang ada: {known}");
        return ("UNKNOWN_FIELD", quoted(), id);
    }
    if said.starts_with("missing field") {
        return ("MISSING", quoted(), "belum diisi; isian ini wajib".into());
    }
    if said.starts_with("duplicate field") {
        return ("DUPLICATE_FIELD", quoted(), "ditulis dua kali; tulis sekali saja".into());
    }
    if let Some((given, known)) = said.split_once("; known are: ") {
        let word = given.split('”').next().unwrap_or_default().trim_start_matches('“');
        return ("UNKNOWN_WORD", None, format!("“{word}” tidak dikenal; yang ada: {known}"));
    }
    if said.contains("is not a month") {
        return ("MONTH_FORMAT", None, "tulis bulan sebagai tahun-bulan, misalnya 2026-11".into());
    }
    if said.ends_with("invalid digit found in string") {
        return ("TYPE", None, "harus bilangan bulat tanpa koma".into());
    }
    if let Some((_, wanted)) = said.split_once("expected ") {
        let wanted = match wanted {
            "i64" | "u32" | "u64" | "i16" | "u8" | "usize" => {
                "bilangan bulat tanpa koma".to_owned()
            }
            "a string" => "teks".to_owned(),
            "a boolean" => "true atau false".to_owned(),
            "a sequence" => "daftar".to_owned(),
            other if other.starts_with("struct") => "objek JSON".to_owned(),
            other if other.contains("date") => "tanggal, misalnya 2026-11-21".to_owned(),
            other if other.contains("UUID") || other.contains("uuid") => "UUID".to_owned(),
            other => other.to_owned(),
        };
        return ("TYPE", None, format!("isinya tidak cocok; harus {wanted}"));
    }
    ("FORMAT", None, format!("bentuknya tidak cocok ({said})"))
}

/// Parameters after the `?`.
#[derive(Debug)]
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<Server>> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Server>) -> Result<Self, Problem> {
        let uri = without_lang(&parts.uri);
        Query::try_from_uri(&uri).map(|Query(params)| Self(params)).map_err(|error| {
            let cause = std::error::Error::source(&error);
            let said = cause.map_or_else(|| error.to_string(), ToString::to_string);
            let said = said.trim_start_matches("Failed to deserialize query string: ");
            let is_name = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            let (path, said) =
                said.split_once(": ").filter(|(path, _)| is_name(path)).unwrap_or(("", said));
            let (code, named, id) = in_indonesian(said);
            let field = named.unwrap_or_else(|| path.to_owned());
            let (id, en) = (format!("{field}: {id}"), format!("{field}: {said}"));
            Problem::new("bad-address", code, id, en).field(field)
        })
    }
}

/// `?lang=` goes with every address and is read elsewhere.
fn without_lang(uri: &Uri) -> Uri {
    let Some(query) = uri.query().filter(|query| query.contains("lang=")) else {
        return uri.clone();
    };
    let kept: Vec<&str> = query.split('&').filter(|part| !part.starts_with("lang=")).collect();
    format!("/?{}", kept.join("&")).parse().unwrap_or_else(|_| uri.clone())
}

/// What a segment of the path names: an id, a code, a month.
#[derive(Debug)]
pub(crate) struct Named<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<Server>> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        match Path::from_request_parts(parts, server).await {
            Ok(Path(named)) => Ok(Self(named)),
            Err(_) => Err(Problem::plain("bad-address")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Lang;
    use serde::Deserialize;
    use terms::{Month, Rupiah, Sector};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read by the parser only")]
    struct Form {
        amount: Rupiah,
        sector: Option<Sector>,
        months: Option<Vec<Month>>,
    }

    fn check(body: &str, status: u16, code: &str, field: &str) {
        let problem = parse::<Form>(body.as_bytes()).expect_err(body);
        let document = problem.document(Lang::Id);
        assert_eq!(problem.status(), status, "{body}: {document}");
        assert_eq!(problem.code(), code, "{body}: {document}");
        assert_eq!(document["field"].as_str().unwrap_or(""), field, "{body}: {document}");
    }

    #[test]
    fn what_does_not_fit_names_its_field() {
        check(r#"{"amount":1.5}"#, 422, "TYPE", "amount");
        check(r#"{"amount":"1"}"#, 422, "TYPE", "amount");
        check(r#"{"amount":1e2}"#, 422, "TYPE", "amount");
        check(r#"{"amount":9223372036854775808}"#, 422, "TYPE", "amount");
        check(r#"{"amount":1,"kolom":2}"#, 422, "UNKNOWN_FIELD", "kolom");
        check(r#"{"amount":1,"__proto__":{}}"#, 422, "UNKNOWN_FIELD", "__proto__");
        check(r#"{"amount":1,"amount":2}"#, 422, "DUPLICATE_FIELD", "amount");
        check(r#"{}"#, 422, "MISSING", "amount");
        check(r#"{"amount":1,"sector":"taxi"}"#, 422, "UNKNOWN_WORD", "sector");
        check(r#"{"amount":1,"months":["2026-11","x"]}"#, 422, "MONTH_FORMAT", "months[1]");
        check("[]", 422, "NOT_AN_OBJECT", "");
        check("[1, null, null]", 422, "NOT_AN_OBJECT", "");
        check("1", 422, "NOT_AN_OBJECT", "");
    }

    #[test]
    fn what_is_no_json_names_line_and_column() {
        for body in
            ["", "{", "{\"amount\":1}x", "{\"amount\":1e400}", "\u{0}", "{\"amount\":\"\\ud800\"}"]
        {
            check(body, 400, "BAD_JSON", "");
        }
        let deep = "[".repeat(100_000);
        let problem = parse::<serde_json::Value>(deep.as_bytes()).unwrap_err();
        assert_eq!(problem.status(), 400);
        let said = parse::<Form>(b"{\n  \"amount\": ,\n}").unwrap_err();
        assert!(said.detail(Lang::Id).contains("baris 2, kolom 13"), "{}", said.detail(Lang::Id));
    }

    #[test]
    fn a_key_is_a_uuid() {
        let with = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("idempotency-key", value.parse().unwrap());
            key_of(&headers)
        };
        assert!(matches!(with("0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60"), Ok(Some(_))));
        assert!(with("00000000-0000-0000-0000-000000000000").is_err());
        assert!(with("1").is_err());
        assert_eq!(key_of(&HeaderMap::new()), Ok(None));
    }
}
