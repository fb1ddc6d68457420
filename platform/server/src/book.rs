//! The OpenAPI document, written while routes are added: what is not in the book has no address.
//!
//! Schemas come from the wire types (utoipa), everything else from [`Route`]. Every body has an
//! example, and a test holds that each example fits its form.

use crate::{office::Server, problem::KINDS};
use axum::{
    Router,
    handler::Handler,
    routing::{MethodFilter, on},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, sync::Arc};
use utoipa::{PartialSchema, ToSchema};

/// Who may call a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum For {
    /// Anyone; how often is limited.
    Public,
    /// Signed in; in a demo anyone.
    Readers,
    /// Signed in, with the duty the route needs.
    Staff,
}

type FitsForm = fn(&[u8]) -> Result<(), String>;

/// A route with everything its reader must know.
pub(crate) struct Route {
    method: &'static str,
    path: &'static str,
    tag: &'static str,
    summary: &'static str,
    open_to: For,
    needs_key: bool,
    params: Vec<Value>,
    body: Option<Value>,
    answers: BTreeMap<String, Value>,
    schemas: Vec<(String, Value)>,
    fits: Option<FitsForm>,
}

impl Route {
    pub(crate) fn get(path: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new("get", path, tag, summary)
    }

    pub(crate) fn post(path: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new("post", path, tag, summary)
    }

    /// A command: it needs an `Idempotency-Key`.
    pub(crate) fn command(path: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self { needs_key: true, ..Self::new("post", path, tag, summary) }
    }

    pub(crate) fn head(path: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new("head", path, tag, summary)
    }

    pub(crate) fn patch(path: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new("patch", path, tag, summary)
    }

    pub(crate) fn delete(path: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new("delete", path, tag, summary)
    }

    fn new(
        method: &'static str,
        path: &'static str,
        tag: &'static str,
        summary: &'static str,
    ) -> Self {
        let mut params = Vec::new();
        for name in path.split('{').skip(1).filter_map(|part| part.split('}').next()) {
            let schema = match name {
                "id" | "entry" | "merge" => json!({ "type": "string", "format": "uuid" }),
                _ => json!({ "type": "string" }),
            };
            params.push(json!({ "name": name, "in": "path", "required": true, "schema": schema }));
        }
        Self {
            method,
            path,
            tag,
            summary,
            open_to: For::Staff,
            needs_key: false,
            params,
            body: None,
            answers: BTreeMap::new(),
            schemas: Vec::new(),
            fits: None,
        }
    }

    pub(crate) fn open_to(mut self, open_to: For) -> Self {
        self.open_to = open_to;
        self
    }

    /// The parameters after the `?`.
    pub(crate) fn params<P: ToSchema>(mut self) -> Self {
        let schema = json_of(&P::schema());
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let Some(properties) = schema["properties"].as_object() else { return self };
        for (name, property) in properties {
            let mut property = property.clone();
            let said = property.as_object_mut().and_then(|map| map.remove("description"));
            self.params.push(json!({
                "name": name, "in": "query", "required": required.contains(&json!(name)),
                "description": said.unwrap_or_default(), "schema": property,
            }));
        }
        self
    }

    /// The body, with its example.
    pub(crate) fn body<F: ToSchema + DeserializeOwned>(mut self, example: Value) -> Self {
        self.schemas.extend(schemas_of::<F>());
        self.fits = Some(|bytes| match crate::door::parse::<F>(bytes) {
            Ok(_) => Ok(()),
            Err(problem) => Err(problem.detail(crate::problem::Lang::En).to_owned()),
        });
        self.body = Some(json!({
            "required": true,
            "content": { "application/json": {
                "schema": { "$ref": format!("#/components/schemas/{}", F::name()) },
                "example": example,
            } },
        }));
        self
    }

    /// What an answer looks like, as JSON text; a test holds that it fits its form.
    pub(crate) fn shown(mut self, status: u16, example: &str) -> Self {
        let example: Value = serde_json::from_str(example).unwrap_or_default();
        let content =
            self.answers.get_mut(&status.to_string()).and_then(|it| it.get_mut("content"));
        for kind in content.and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
            kind["example"] = example.clone();
        }
        self
    }

    /// May name the version of the record that was looked at.
    pub(crate) fn accepts_if_match(mut self) -> Self {
        self.params.push(json!({
            "name": "If-Match", "in": "header", "required": false,
            "description": "The version of the record that was looked at (its `ETag`). When it is old: \
                412 `changed-meanwhile` with `changes`, a list of `{field, version, at, by, now}`.",
            "schema": { "type": "string" }, "example": "\"3\"",
        }));
        self.answers.insert(
            "412".into(),
            json!({
                "description": "Changed by someone else since: what, by whom, when, and what stands there now.",
                "content": { "application/problem+json": {
                    "schema": { "$ref": "#/components/schemas/Problem" },
                } },
            }),
        );
        self.shown(412, include_str!("api/examples/changed_meanwhile.json"))
    }

    /// A body that is a file.
    pub(crate) fn file(mut self, kinds: &[&str]) -> Self {
        let content: Map<String, Value> =
            kinds.iter().map(|kind| ((*kind).to_owned(), json!({ "schema": {} }))).collect();
        self.body = Some(json!({ "required": true, "content": content }));
        self
    }

    /// An answer.
    pub(crate) fn answers<V: ToSchema>(mut self, status: u16, says: &str) -> Self {
        self.schemas.extend(schemas_of::<V>());
        let schema = json!({ "$ref": format!("#/components/schemas/{}", V::name()) });
        let answer = json!({
            "description": says,
            "content": { "application/json": { "schema": schema } },
        });
        self.answers.insert(status.to_string(), answer);
        self
    }

    /// A page of a list: `{items, next}`.
    pub(crate) fn answers_page<V: ToSchema>(mut self, says: &str) -> Self {
        self.schemas.extend(schemas_of::<V>());
        let schema = json!({
            "type": "object", "required": ["items"],
            "properties": {
                "items": { "type": "array", "items": { "$ref": format!("#/components/schemas/{}", V::name()) } },
                "next": { "type": ["string", "null"], "description": "Give it as `after` for the next page; absent at the end." },
            },
        });
        let answer =
            json!({ "description": says, "content": { "application/json": { "schema": schema } } });
        self.answers.insert("200".into(), answer);
        self
    }

    /// An answer that is no JSON.
    pub(crate) fn answers_as(mut self, status: u16, kind: &str, says: &str) -> Self {
        let mut answer = json!({ "description": says });
        if !kind.is_empty() {
            answer["content"] = json!({ kind: { "schema": { "type": "string" } } });
        }
        self.answers.insert(status.to_string(), answer);
        self
    }

    fn operation(&self) -> Value {
        let mut params = self.params.clone();
        if self.needs_key {
            params.push(json!({
                "name": "Idempotency-Key", "in": "header", "required": true,
                "description": "Made by the sender; the same key with the same body answers the same, once done.",
                "schema": { "type": "string", "format": "uuid" },
                "example": "0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60",
            }));
        }
        let mut answers = self.answers.clone();
        let problem = json!({
            "description": "A problem (RFC 9457), in Indonesian or English.",
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        });
        answers.insert("default".into(), problem);
        let mut operation = json!({
            "tags": [self.tag],
            "summary": self.summary,
            "operationId": operation_id(self.method, self.path),
            "responses": answers,
        });
        if !params.is_empty() {
            operation["parameters"] = json!(params);
        }
        if let Some(body) = &self.body {
            operation["requestBody"] = body.clone();
        }
        operation["security"] = match self.open_to {
            For::Public => json!([]),
            For::Readers => json!([{}, { "token": [] }, { "cookie": [] }]),
            For::Staff => json!([{ "token": [] }, { "cookie": [] }]),
        };
        operation
    }
}

fn operation_id(method: &str, path: &str) -> String {
    let path = path.trim_start_matches("/api/v1/").trim_start_matches('/');
    let words = path.split(['/', '{', '}', '-', '.', '_']).filter(|word| !word.is_empty());
    words.fold(method.to_owned(), |mut id, word| {
        id.push('_');
        id.push_str(word);
        id
    })
}

fn json_of(schema: &utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>) -> Value {
    serde_json::to_value(schema).unwrap_or_default()
}

fn schemas_of<T: ToSchema>() -> Vec<(String, Value)> {
    let mut found = vec![(T::name().into_owned(), <T as PartialSchema>::schema())];
    T::schemas(&mut found);
    found.into_iter().map(|(name, schema)| (name, json_of(&schema))).collect()
}

/// The routes and their document, growing together.
pub(crate) struct Book {
    router: Router<Arc<Server>>,
    paths: BTreeMap<String, Map<String, Value>>,
    schemas: BTreeMap<String, Value>,
    namesakes: Vec<String>,
    examples: Vec<(String, Vec<u8>, FitsForm)>,
}

impl Book {
    pub(crate) fn new() -> Self {
        Self {
            router: Router::new(),
            paths: BTreeMap::new(),
            schemas: BTreeMap::new(),
            namesakes: Vec::new(),
            examples: Vec::new(),
        }
    }

    /// Adds a route and writes it down.
    pub(crate) fn add<H, T>(mut self, route: Route, handler: H) -> Self
    where
        H: Handler<T, Arc<Server>>,
        T: 'static,
    {
        let filter = match route.method {
            "post" => MethodFilter::POST,
            "delete" => MethodFilter::DELETE,
            "head" => MethodFilter::HEAD,
            "patch" => MethodFilter::PATCH,
            _ => MethodFilter::GET,
        };
        if let (Some(body), Some(fits)) = (&route.body, route.fits) {
            let example = body["content"]["application/json"]["example"].to_string();
            self.examples.push((route.path.to_owned(), example.into_bytes(), fits));
        }
        let entry = self.paths.entry(route.path.to_owned()).or_default();
        entry.insert(route.method.to_owned(), route.operation());
        for (name, schema) in route.schemas {
            if self.schemas.get(&name).is_some_and(|known| *known != schema) {
                self.namesakes.push(name.clone());
            }
            self.schemas.insert(name, schema);
        }
        self.router = self.router.route(route.path, on(filter, handler));
        self
    }

    /// Examples that do not fit their form, with why; and forms of one name that are not alike.
    #[cfg(test)]
    pub(crate) fn misfits(&self) -> Vec<String> {
        let said = |(path, example, fits): &(String, Vec<u8>, FitsForm)| {
            fits(example).err().map(|why| format!("{path}: {why}"))
        };
        let twice = self.namesakes.iter().map(|name| format!("{name}: two forms of this name"));
        self.examples.iter().filter_map(said).chain(twice).collect()
    }

    /// The routes, and the document that describes them.
    pub(crate) fn close(mut self) -> (Router<Arc<Server>>, Value) {
        self.schemas.insert("Problem".into(), problem_schema());
        let document = json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Lindung",
                "version": env!("CARGO_PKG_VERSION"),
                "description": DESCRIPTION,
                "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
            },
            "servers": [{ "url": "/" }],
            "tags": TAGS.iter().map(|(name, says)| json!({ "name": name, "description": says })).collect::<Vec<_>>(),
            "paths": self.paths,
            "components": {
                "schemas": self.schemas,
                "securitySchemes": {
                    "token": { "type": "http", "scheme": "bearer", "description": "A session's or an integrator's token." },
                    "cookie": { "type": "apiKey", "in": "cookie", "name": "lindung", "description": "A browser's session; over https its name is `__Host-lindung`." },
                },
            },
        });
        (self.router, document)
    }
}

const DESCRIPTION: &str = "The open social-security office for informal workers: law, price, people, \
memberships, payments, books, figures. Money is whole rupiah. Months are written 2026-11, days 2026-11-21, \
instants with a zone. Every command carries an Idempotency-Key: asking again with the same key and body \
answers the same and does nothing twice. A payment's key is its channel and reference. Lists answer \
`{items, next}`; give `next` as `after`. Problems follow RFC 9457, in Indonesian unless \
`Accept-Language: en` asks for English; their kinds are listed at /problems.";

/// The sections, in reading order.
pub(crate) const TAGS: [(&str, &str); 15] = [
    ("law", "What the law says on a date, with its sources"),
    ("calculator", "What it costs, whether one is covered, what a NIK says"),
    ("areas", "Provinces, regencies, districts, villages; groups and occupations"),
    ("people", "The register: find, read, correct, merge"),
    ("memberships", "Enrol, price, cover, codes, cards"),
    ("payments", "Payments of every channel, and those that are held"),
    ("lists", "Lists of people as files"),
    ("planning", "Where next: plans of visits with their reasons, and what a change costs"),
    ("field", "Phones: registered, heard, told; what they sent and a person must look at"),
    (
        "campaigns",
        "Campaigns into the village: seasons, events, who came, leads, what is left to do",
    ),
    ("ledger", "The books"),
    ("coverage", "Figures with numerator, denominator, definition and source"),
    ("audit", "Proofs: invariants, the chained record"),
    ("access", "Sessions, users, tokens"),
    ("office", "Health, readiness, counters"),
];

fn problem_schema() -> Value {
    let kinds: Vec<String> = KINDS.iter().map(|kind| format!("/problems/{}", kind.word)).collect();
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": { "type": "string", "enum": kinds, "description": "Stable; each has a page." },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string", "description": "What is wrong and what to do, for a person." },
            "code": { "type": "string", "description": "Stable code of the rule." },
            "field": { "type": "string" },
            "errors": { "type": "array", "items": {
                "type": "object",
                "properties": { "field": { "type": "string" }, "code": { "type": "string" }, "detail": { "type": "string" } },
            } },
            "citations": { "type": "array", "description": "The law, when it is the reason.", "items": { "type": "object" } },
            "case": { "type": "string", "description": "Number of a fault of ours, for the administrator." },
        },
        "example": {
            "type": "/problems/invalid-fields", "title": "Ada isian yang perlu diperbaiki", "status": 422,
            "detail": "nik: NIK harus 16 angka", "code": "NIK_LENGTH", "field": "nik",
        },
    })
}
