//! Every address, and what is around them.

use crate::{
    api, assets,
    book::{Book, For, Route},
    edge::edge,
    office::Server,
    pages,
    problem::Problem,
};
use axum::{
    Extension, Json, Router,
    extract::{DefaultBodyLimit, State},
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};
use tower_http::compression::CompressionLayer;

/// The document, made once.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| write().close().1);

fn write() -> Book {
    let office = |path, summary| Route::get(path, "office", summary).open_to(For::Public);
    api::write(Book::new())
        .add(
            office("/health", "The process is alive").answers_as(200, "application/json", "It is; `web` says whether the app is `embedded`, read from a `dir`, or not built (`fallback`)."),
            health,
        )
        .add(
            office("/ready", "Database reachable, schema current, law loaded")
                .answers_as(200, "application/json", "Ready.")
                .answers_as(503, "application/json", "Not ready; which part is not is named."),
            ready,
        )
        .add(
            office("/metrics", "Counters for Prometheus").answers_as(
                200,
                "text/plain",
                "Route templates and numbers, no people.",
            ),
            metrics,
        )
        .add(
            office("/api/openapi.json", "This document").answers_as(
                200,
                "application/json",
                "OpenAPI 3.1.",
            ),
            document,
        )
}

/// The OpenAPI document, as it is served and kept in `docs/openapi.json`.
#[must_use]
pub fn openapi() -> &'static Value {
    &DOCUMENT
}

/// The whole office as a service; [`crate::serve()`] puts it behind a socket.
pub fn router(server: Arc<Server>) -> Router {
    let (api, _) = write().close();
    let read = Router::new()
        .route("/api/docs", get(pages::docs))
        .route("/problems", get(pages::problems))
        .route("/problems/{kind}", get(pages::problem_kind))
        .merge(pages::routes())
        .layer(CompressionLayer::new());
    Router::new()
        .merge(api)
        .merge(read)
        .route("/masuk", get(async || Redirect::to("/kantor")))
        .route("/kantor", get(assets::answer))
        .route("/kantor/{*rest}", get(assets::answer))
        .route("/lapangan", get(assets::answer))
        .route("/lapangan/{*rest}", get(assets::answer))
        .route("/assets/{*rest}", get(assets::answer))
        .fallback(assets::answer)
        .method_not_allowed_fallback(async || Problem::plain("wrong-method"))
        .layer(Extension(openapi()))
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(&server), edge))
        .with_state(server)
}

async fn health(State(server): State<Arc<Server>>) -> Json<Value> {
    let web = server.web.state();
    Json(json!({ "ok": true, "version": env!("CARGO_PKG_VERSION"), "web": web }))
}

async fn ready(State(server): State<Arc<Server>>) -> Response {
    let schema = db::migrate::is_current(&server.db).await;
    let law = server.law.parameters().next().is_some();
    let open = !server.is_closing();
    let parts = json!({
        "database": schema.is_ok(),
        "schema": matches!(schema, Ok(true)),
        "law": law,
        "open": open,
    });
    let ok = matches!(schema, Ok(true)) && law && open;
    let status = if ok { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "ok": ok, "parts": parts }))).into_response()
}

async fn metrics(State(server): State<Arc<Server>>) -> Response {
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], server.metrics.text()).into_response()
}

async fn document() -> Json<&'static Value> {
    Json(openapi())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_fits_its_form() {
        assert_eq!(write().misfits(), Vec::<String>::new());
    }

    /// Every `$ref` leads somewhere, every operation has its own id, every body an example.
    #[test]
    fn the_document_holds_together() {
        let text = openapi().to_string();
        for name in
            text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next())
        {
            assert!(openapi()["components"]["schemas"].get(name).is_some(), "{name}");
        }
        let mut ids = std::collections::BTreeSet::new();
        for (path, operations) in openapi()["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let id = operation["operationId"].as_str().unwrap().to_owned();
                assert!(ids.insert(id.clone()), "{id}");
                assert!(operation["responses"].as_object().unwrap().len() > 1, "{method} {path}");
                let content = &operation["requestBody"]["content"]["application/json"];
                assert!(content.is_null() || !content["example"].is_null(), "{method} {path}");
            }
        }
    }

    /// Where an example of an answer does not fit the form beside it.
    fn misfit(form: &Value, example: &Value, at: &str) -> Option<String> {
        let first = |parts: Vec<(String, Value, Value)>| {
            parts.into_iter().find_map(|(at, form, part)| misfit(&form, &part, &at))
        };
        if let Some(name) = form["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            return misfit(&openapi()["components"]["schemas"][name], example, at);
        }
        if let Some(forms) = form["oneOf"].as_array() {
            let fits = forms.iter().any(|form| misfit(form, example, at).is_none());
            return (!fits).then(|| format!("{at}: fits none of its forms"));
        }
        let kind = match example {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let kinds = match &form["type"] {
            Value::String(one) => vec![one.as_str()],
            several => several.as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
        };
        if !kinds.is_empty() && !kinds.contains(&kind) {
            return Some(format!("{at}: is {kind}, not {kinds:?}"));
        }
        match example {
            Value::Array(items) => {
                let item = |(n, item): (usize, &Value)| {
                    (format!("{at}[{n}]"), form["items"].clone(), item.clone())
                };
                first(items.iter().enumerate().map(item).collect())
            }
            Value::Object(members) if form["properties"].is_object() => {
                let known = &form["properties"];
                let required = form["required"].as_array().into_iter().flatten();
                let missing =
                    required.filter_map(Value::as_str).find(|it| !members.contains_key(*it));
                if let Some(name) = missing {
                    return Some(format!("{at}.{name}: is missing"));
                }
                if let Some(name) = members.keys().find(|name| known[name.as_str()].is_null()) {
                    return Some(format!("{at}.{name}: is not in the form"));
                }
                let member = |(name, part): (&String, &Value)| {
                    (format!("{at}.{name}"), known[name].clone(), part.clone())
                };
                first(members.iter().map(member).collect())
            }
            _ => None,
        }
    }

    #[test]
    fn every_answer_that_is_shown_fits_its_form() {
        let mut n = 0;
        for (path, operations) in openapi()["paths"].as_object().unwrap() {
            for answer in operations.as_object().unwrap().values() {
                let answers = answer["responses"].as_object().unwrap();
                for (kind, content) in
                    answers.values().flat_map(|it| it["content"].as_object()).flatten()
                {
                    let example = &content["example"];
                    // A problem may carry further members.
                    if example.is_null() || kind == "application/problem+json" {
                        continue;
                    }
                    n += 1;
                    assert_eq!(misfit(&content["schema"], example, path), None);
                }
            }
        }
        assert!(n > 10, "{n} answers are shown");
        let form = json!({ "type": "object", "required": ["a"], "properties": { "a": { "type": "string" } } });
        assert!(misfit(&form, &json!({}), "").is_some());
        assert!(misfit(&form, &json!({ "a": 1 }), "").is_some());
        assert!(misfit(&form, &json!({ "a": "", "b": 1 }), "").is_some());
    }

    /// `docs/openapi.json` is what is served. To renew it: `LINDUNG_RENEW=1 cargo test -p server`.
    #[test]
    fn the_kept_document_is_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
        let now = serde_json::to_string_pretty(openapi()).unwrap() + "\n";
        if std::env::var_os("LINDUNG_RENEW").is_some() {
            std::fs::write(path, &now).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            kept == now,
            "docs/openapi.json is old: LINDUNG_RENEW=1 cargo test -p server fresh"
        );
    }
}
