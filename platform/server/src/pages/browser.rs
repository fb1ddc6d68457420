//! The API browser: the OpenAPI document as one page, readable without any script.

use super::layout::page;
use crate::{book::TAGS, problem::Lang};
use axum::Extension;
use maud::{Markup, html};
use serde_json::Value;

/// `/api/docs`.
pub(crate) async fn docs(lang: Lang, Extension(document): Extension<&'static Value>) -> Markup {
    let operations = operations(document);
    let content = html! {
        h1 { "API" }
        p.lead { (document["info"]["description"].as_str().unwrap_or_default()) }
        p { a href="/api/openapi.json" { "openapi.json" } " · OpenAPI " (text(&document["openapi"])) " · " a href="/problems" { "problems" } }
        h2 #contents { "Contents" }
        @for (tag, says) in TAGS {
            h3 { a href={ "#" (tag) } { (tag) } }
            p.small { (says) }
            ul { @for operation in operations.iter().filter(|operation| operation.tag == tag) {
                li { a href={ "#" (operation.id) } { code { (operation.verb) " " (operation.path) } } " " (operation.summary) }
            } }
        }
        @for (tag, _) in TAGS {
            h2 id=(tag) { (tag) }
            @for operation in operations.iter().filter(|operation| operation.tag == tag) {
                (described(document, operation))
            }
        }
    };
    page(lang, "/api/docs", "API", content)
}

struct Operation<'a> {
    verb: String,
    path: &'a str,
    id: &'a str,
    tag: &'a str,
    summary: &'a str,
    it: &'a Value,
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut found = Vec::new();
    for (path, verbs) in document["paths"].as_object().into_iter().flatten() {
        for (verb, it) in verbs.as_object().into_iter().flatten() {
            found.push(Operation {
                verb: verb.to_uppercase(),
                path,
                id: text(&it["operationId"]),
                tag: text(&it["tags"][0]),
                summary: text(&it["summary"]),
                it,
            });
        }
    }
    found
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn described(document: &Value, operation: &Operation<'_>) -> Markup {
    let it = operation.it;
    let body = &it["requestBody"]["content"];
    html! {
        details id=(operation.id) open {
            summary { span.verb { (operation.verb) } code { (operation.path) } " — " (operation.summary) }
            div {
                p.small { (who(&it["security"])) }
                @if let Some(params) = it["parameters"].as_array() {
                    h3 { "Parameters" }
                    div.scroll { table { tbody { @for param in params { tr {
                        th { code { (text(&param["name"])) } }
                        td { (text(&param["in"])) @if param["required"] == true { ", required" } }
                        td { (kind(&param["schema"])) }
                        td { (text(&param["description"])) @if let Some(example) = param["schema"].get("example").or(param.get("example")) { " e.g. " code { (plain(example)) } } }
                    } } } } }
                }
                @for (kind, content) in body.as_object().into_iter().flatten() {
                    h3 { "Body " code { (kind) } }
                    @if let Some(example) = content.get("example") { pre { (pretty(example)) } }
                    (fields(document, &content["schema"]))
                }
                @for (status, answer) in it["responses"].as_object().into_iter().flatten().filter(|(status, _)| *status != "default") {
                    h3 { "Answer " (status) }
                    p { (text(&answer["description"])) }
                    @for (_, content) in answer["content"].as_object().into_iter().flatten() {
                        (fields(document, &content["schema"]))
                    }
                }
                p.small { "Otherwise a " a href="/problems" { "problem" } ". " a href="#contents" { "Contents" } }
            }
        }
    }
}

fn who(security: &Value) -> &'static str {
    match security.as_array().map(Vec::as_slice) {
        Some([]) => "Open to anyone, with a limit on how often.",
        Some([first, ..]) if first.as_object().is_some_and(serde_json::Map::is_empty) => {
            "Signed in; in a demo anyone."
        }
        _ => "Signed in, with the duty it needs.",
    }
}

/// The fields of an object, one level; deeper types are named.
fn fields(document: &Value, schema: &Value) -> Markup {
    let schema = resolved(document, schema);
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let Some(properties) = schema["properties"].as_object() else { return html! {} };
    html! { div.scroll { table { tbody { @for (name, property) in properties { tr {
        th { code { (name) } @if required.contains(&Value::from(name.as_str())) { "*" } }
        td { (kind(property)) }
        td { (text(&property["description"])) }
    } } } } } }
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|place| place.rsplit('/').next()) {
        Some(name) => &document["components"]["schemas"][name],
        None => schema,
    }
}

/// The type in words: `string (date)`, `array of MonthView`, `integer or null`.
fn kind(schema: &Value) -> String {
    if let Some(place) = schema["$ref"].as_str() {
        return place.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        return choices.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    let format = schema["format"].as_str().map(|format| format!(" ({format})")).unwrap_or_default();
    match &schema["type"] {
        Value::String(word) if word == "array" => format!("array of {}", kind(&schema["items"])),
        Value::String(word) => format!("{word}{format}"),
        Value::Array(words) => {
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            format!("{}{format}", words.join(" or "))
        }
        _ => "any".into(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
