//! The sessions one has: who one is in this one, leaving it, ending others.

use crate::{
    book::{Book, Route},
    door::{Asked, COOKIE_PLAIN, COOKIE_TLS, Door, Named},
    office::Server,
    problem::Problem,
    wire::PageView,
};
use access::{
    CommandHeader, Grant, carry_out,
    sessions::{EndSession, Session, list_sessions},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use terms::{Timestamp, ids::CommandId};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    book.add(
        Route::get("/api/v1/sessions", "access", "One's own sessions and tokens")
            .answers_page::<SessionView>("In force now."),
        list,
    )
    .add(
        Route::get("/api/v1/sessions/current", "access", "Who am I, and what may I do")
            .answers::<WhoView>(200, "The grants in force now."),
        current,
    )
    .add(
        Route::delete("/api/v1/sessions/current", "access", "Sign out").answers_as(
            204,
            "",
            "Signed out; the cookie is gone.",
        ),
        leave,
    )
    .add(
        Route::command("/api/v1/sessions/{id}/end", "access", "End a session or token")
            .answers_as(204, "", "Ended."),
        end,
    )
}

/// The session's cookie: scripts do not see it, other sites do not send it.
pub(super) fn cookie(server: &Server, token: &str, seconds: u32) -> HeaderMap {
    let (name, secure) =
        if server.options.tls { (COOKIE_TLS, "; Secure") } else { (COOKIE_PLAIN, "") };
    let text =
        format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    let value = HeaderValue::from_str(&text).ok();
    value.map(|value| (header::SET_COOKIE, value)).into_iter().collect()
}

#[derive(Serialize, ToSchema)]
struct SessionView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    /// `browser` or `api_token`.
    kind: String,
    label: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    seen_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// The one this request came with.
    is_current: bool,
}

impl SessionView {
    fn of(session: Session, current: Uuid) -> Self {
        Self {
            id: session.id,
            kind: session.kind,
            label: session.label,
            created_at: session.created_at,
            seen_at: session.seen_at,
            expires_at: session.expires_at,
            is_current: session.id == current,
        }
    }
}

async fn list(door: Door) -> Result<Json<PageView<SessionView>>, Problem> {
    let mut tx = door.office.db.read().await?;
    let sessions = list_sessions(&mut tx, &door.office, door.office.actor).await?;
    let views = sessions.into_iter().map(|session| SessionView::of(session, door.who.session));
    Ok(Json(PageView::whole(views.collect())))
}

#[derive(Serialize, ToSchema)]
struct WhoView {
    #[schema(value_type = String, format = Uuid)]
    user: Uuid,
    login: String,
    display_name: String,
    must_change_password: bool,
    /// Nothing but adding a second factor or a passkey is possible before one is there.
    must_add_second_factor: bool,
    grants: Vec<GrantView>,
}

/// A role for an area; without an area, everywhere.
#[derive(Serialize, ToSchema)]
pub(crate) struct GrantView {
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
}

impl From<&Grant> for GrantView {
    fn from(grant: &Grant) -> Self {
        Self { role: grant.role.word(), area: grant.area.as_ref().map(ToString::to_string) }
    }
}

async fn current(door: Door) -> Json<WhoView> {
    Json(WhoView {
        user: door.who.user.0,
        login: door.who.login.clone(),
        display_name: door.who.display_name.clone(),
        must_change_password: door.who.must_change_password,
        must_add_second_factor: door.who.must_add_second_factor,
        grants: door.who.grants.iter().map(Into::into).collect(),
    })
}

/// Signing out needs no key: ending the same session twice is nothing new.
async fn leave(
    door: Door,
    State(server): State<Arc<Server>>,
) -> Result<(StatusCode, HeaderMap), Problem> {
    let id = door.office.outside.id(door.who.session, "sign out", 0);
    let header = CommandHeader::new(CommandId(id), door.who.session.as_bytes());
    carry_out(&door.office, &header, &EndSession(door.who.session)).await?;
    Ok((StatusCode::NO_CONTENT, cookie(&server, "", 0)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NothingForm {}

async fn end(
    Named(session): Named<Uuid>,
    asked: Asked<NothingForm>,
) -> Result<StatusCode, Problem> {
    carry_out(&asked.door.office, &asked.header, &EndSession(session)).await?;
    Ok(StatusCode::NO_CONTENT)
}
