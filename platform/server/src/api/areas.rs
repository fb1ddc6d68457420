//! Areas, groups and occupations: what forms choose from.

use crate::{
    assets::{is_known, takes},
    book::{Book, For, Route},
    door::{Named, Params, Visitor},
    office::Server,
    problem::Problem,
    shapes::map_of,
    wire::PageView,
};
use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use registry::{AREA_DECREE, Area, AreaHit, AreaQuery, Gazetteer, Group, Occupation, search_areas};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use terms::{AreaCode, AreaLevel};
use utoipa::ToSchema;

pub(crate) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "areas", summary).open_to(For::Public);
    book.add(
        get("/api/v1/areas", "Find areas by name, alias or code")
            .params::<AreaParams>()
            .answers_page::<AreaHitView>("Best match first."),
        search,
    )
    .add(
        get("/api/v1/areas/{code}", "One area with what it lies in")
            .answers::<AreaView>(200, "In force now."),
        one,
    )
    .add(
        get("/api/v1/areas/{code}/children", "The areas one level below; code `id` is the country")
            .answers_page::<AreaView>("By code."),
        children,
    )
    .add(
        get(
            "/api/v1/areas/{code}/shapes",
            "Outlines of the areas one level below, on a small grid",
        )
        .params::<ShapeParams>()
        .answers::<MapView>(200, "x to the right, y down; may be kept, ask again with its ETag."),
        shapes,
    )
    .add(
        get("/api/v1/groups", "Groups that cover is counted for")
            .answers_page::<GroupView>("By code."),
        groups,
    )
    .add(
        get("/api/v1/occupations", "Occupations, with the sector that decides relief")
            .params::<OccupationParams>()
            .answers_page::<OccupationView>("Best match first when searched."),
        occupations,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AreaParams {
    /// A name, the beginning of one, an alias such as “Serang Raya”, or a code.
    #[schema(example = "Serang Raya")]
    q: Option<String>,
    /// `province`, `regency`, `district`, `village`.
    level: Option<String>,
    /// Only inside this area.
    #[schema(value_type = Option<String>)]
    within: Option<AreaCode>,
    /// `next` of the page before.
    after: Option<u32>,
    /// 1 to 100.
    limit: Option<u32>,
}

const LEVELS: [(&str, AreaLevel); 4] = [
    ("province", AreaLevel::Province),
    ("regency", AreaLevel::Regency),
    ("district", AreaLevel::District),
    ("village", AreaLevel::Village),
];

fn level_word(level: AreaLevel) -> &'static str {
    LEVELS.iter().find(|(_, known)| *known == level).map_or("", |(word, _)| word)
}

#[derive(Debug, Serialize, ToSchema)]
struct AreaHitView {
    code: String,
    level: &'static str,
    kind: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    district: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    regency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    province: Option<String>,
    /// The other name it was found by.
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<String>,
}

impl From<AreaHit> for AreaHitView {
    fn from(hit: AreaHit) -> Self {
        Self {
            level: level_word(hit.code.level()),
            code: hit.code.to_string(),
            kind: hit.kind,
            name: hit.name,
            district: hit.district,
            regency: hit.regency,
            province: hit.province,
            alias: hit.alias,
        }
    }
}

async fn search(
    _: Visitor,
    State(server): State<Arc<Server>>,
    Params(params): Params<AreaParams>,
) -> Result<Json<PageView<AreaHitView>>, Problem> {
    let level = match params.level.as_deref() {
        None => None,
        Some(word) => {
            let known = LEVELS.iter().find(|(known, _)| *known == word);
            let unknown = || {
                Problem::new(
                    "bad-address",
                    "UNKNOWN_WORD",
                    "level: province, regency, district, atau village",
                    "level: province, regency, district or village",
                )
                .field("level")
            };
            Some(known.ok_or_else(unknown)?.1)
        }
    };
    let limit = params.limit.unwrap_or(20).clamp(1, 100);
    let offset = params.after.unwrap_or(0);
    let text = params.q.unwrap_or_default();
    let query = AreaQuery { text, level, within: params.within, offset, limit };
    let mut tx = server.db.read().await?;
    let hits = search_areas(&mut tx, &query).await?;
    let views: Vec<AreaHitView> = hits.into_iter().map(Into::into).collect();
    Ok(Json(PageView::of(views, limit, |_| offset.saturating_add(limit).to_string())))
}

#[derive(Debug, Serialize, ToSchema)]
struct AreaView {
    code: String,
    level: &'static str,
    kind: String,
    name: String,
    /// With what it lies in, as it is read out.
    described: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// The decree the list of areas is from.
    source: &'static str,
}

impl AreaView {
    fn of(area: &Area, areas: &Gazetteer) -> Self {
        Self {
            code: area.code.to_string(),
            level: level_word(area.code.level()),
            kind: area.kind.to_string(),
            name: area.name.to_string(),
            described: areas.described(&area.code),
            parent: area.code.parent().map(|code| code.to_string()),
            source: AREA_DECREE,
        }
    }
}

async fn one(_: Visitor, Named(code): Named<AreaCode>) -> Result<Json<AreaView>, Problem> {
    let areas = Gazetteer::embedded();
    let area = areas.area(&code).ok_or(Problem::plain("not-found"))?;
    Ok(Json(AreaView::of(area, areas)))
}

async fn children(
    _: Visitor,
    Named(code): Named<String>,
) -> Result<Json<PageView<AreaView>>, Problem> {
    let areas = Gazetteer::embedded();
    let parent = parent_of(&code)?;
    let below = areas.children(parent.as_ref()).map(|area| AreaView::of(area, areas));
    Ok(Json(PageView::whole(below.collect())))
}

/// The area of a code, `id` being the country. A code that is not in the list may be an old one:
/// areas are split, and every decree gives some of them new codes.
fn parent_of(code: &str) -> Result<Option<AreaCode>, Problem> {
    if code == "id" {
        return Ok(None);
    }
    let code: AreaCode = code.parse().map_err(|_| Problem::plain("bad-address").field("code"))?;
    let old = || {
        Problem::new(
            "not-found",
            "AREA_UNKNOWN",
            format!("{code} tidak ada dalam {AREA_DECREE}; mungkin kode lama sebelum pemekaran, cari namanya di /api/v1/areas?q=…"),
            format!("{code} is not in {AREA_DECREE}; it may be the code of an area before it was split, look for its name at /api/v1/areas?q=…"),
        )
        .field("code")
    };
    Ok(Some(Gazetteer::embedded().area(&code).ok_or_else(old)?.code.clone()))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShapeParams {
    /// The version a page was told; with it the answer never changes.
    v: Option<String>,
}

/// The document of a map; it is sent as it was drawn.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the schema of what `shapes` writes")]
struct MapView {
    /// Empty is the country.
    area: String,
    /// West, south, east, north in degrees; null without any outline.
    bbox: Option<Vec<f64>>,
    width: i32,
    height: i32,
    shapes: Vec<ShapeView>,
    /// Areas without an outline: in the table, not on the map.
    missing: Vec<String>,
    attribution_id: String,
    attribution_en: String,
}

/// One area.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the schema of what `shapes` writes")]
struct ShapeView {
    code: String,
    name: String,
    /// Each ring is x, y, x, y …; holes are rings too (fill by the even-odd rule).
    rings: Vec<Vec<i32>>,
}

async fn shapes(
    _: Visitor,
    Named(code): Named<String>,
    Params(params): Params<ShapeParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let parent = parent_of(&code)?;
    let drawn = tokio::task::spawn_blocking(move || map_of(parent.as_ref())).await;
    let map = drawn.map_err(Problem::fault)?.map_err(Problem::fault)?;
    let said = |name| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let zipped = takes(said(header::ACCEPT_ENCODING), "gzip");
    let tag = format!("{}{}", map.tag, if zipped { "-gzip" } else { "" });
    let mut response = if is_known(said(header::IF_NONE_MATCH), &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(if zipped { map.zipped.clone() } else { map.text.clone() }).into_response()
    };
    let headers = response.headers_mut();
    let keep = if params.v.as_deref() == Some(map.tag.as_str()) {
        "public, max-age=31536000, immutable"
    } else {
        "public, no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if zipped {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    headers.insert(
        header::ETAG,
        HeaderValue::from_str(&format!("\"{tag}\"")).map_err(Problem::fault)?,
    );
    Ok(response)
}

#[derive(Debug, Serialize, ToSchema)]
struct GroupView {
    code: &'static str,
    name_id: &'static str,
    name_en: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<&'static str>,
    /// What a figure of this group adds up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<&'static str>,
}

impl From<&'static Group> for GroupView {
    fn from(group: &'static Group) -> Self {
        Self {
            code: group.code,
            name_id: group.name_id,
            name_en: group.name_en,
            parent: group.parent,
            parts: group.parts.clone(),
        }
    }
}

async fn groups(_: Visitor) -> Json<PageView<GroupView>> {
    Json(PageView::whole(registry::groups().iter().map(Into::into).collect()))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OccupationParams {
    /// As somebody says it: “tukang ojek”.
    q: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct OccupationView {
    id: &'static str,
    label: &'static str,
    trade: &'static str,
    /// `transport` or `other`.
    sector: &'static str,
    /// How sure we are of the sector.
    sector_status: &'static str,
}

impl From<&'static Occupation> for OccupationView {
    fn from(occupation: &'static Occupation) -> Self {
        Self {
            id: &occupation.id,
            label: &occupation.label,
            trade: &occupation.trade,
            sector: occupation.sector.word(),
            sector_status: occupation.sector_status.word(),
        }
    }
}

async fn occupations(
    _: Visitor,
    Params(params): Params<OccupationParams>,
) -> Json<PageView<OccupationView>> {
    let found = match params.q.as_deref().map(str::trim) {
        None | Some("") => registry::occupations().iter().collect(),
        Some(text) => registry::match_occupation(text),
    };
    Json(PageView::whole(found.into_iter().map(Into::into).collect()))
}
