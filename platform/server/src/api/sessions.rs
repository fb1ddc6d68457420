//! Signing in and out, the sessions one has, changing one's password.

use crate::{
    book::{Book, For, Route},
    door::{Asked, COOKIE_PLAIN, COOKIE_TLS, Door, Named, Newcomer, Told},
    office::Server,
    problem::Problem,
    wire::PageView,
};
use access::{
    CommandHeader, Grant, carry_out,
    sessions::{EndSession, Session, list_sessions},
    sign_in::{prepare_change, sign_in},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use terms::{Private, Timestamp, ids::CommandId};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    book.add(
        Route::post("/api/v1/sessions", "access", "Sign in; sets a cookie and answers the token")
            .open_to(For::Public)
            .body::<SignInForm>(json!({ "login": "admin", "password": "kata-sandi-yang-panjang" }))
            .answers::<SignedInView>(201, "Signed in."),
        enter,
    )
    .add(
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
    .add(
        Route::command(
            "/api/v1/users/me/change-password",
            "access",
            "Change one's own password; every session ends",
        )
        .body::<ChangePasswordForm>(json!({
            "old_password": "abcde-fghjk-mnpqr-stuvw-xyz23",
            "new_password": "empat kata yang mudah diingat",
        }))
        .answers_as(204, "", "Changed; sign in again."),
        change_password,
    )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignInForm {
    login: String,
    password: String,
}

#[derive(Serialize, ToSchema)]
struct SignedInView {
    /// For `Authorization: Bearer`; shown once.
    token: String,
    #[schema(value_type = String, format = Uuid)]
    session: Uuid,
    #[schema(value_type = String, format = Uuid)]
    user: Uuid,
    /// Nothing but changing the password is possible before it is changed.
    must_change_password: bool,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

async fn enter(
    newcomer: Newcomer,
    State(server): State<Arc<Server>>,
    Told(form): Told<SignInForm>,
) -> Result<(StatusCode, HeaderMap, Json<SignedInView>), Problem> {
    let password = Private::new(form.password);
    let (outside, desk) = (server.outside(), &server.passwords);
    let signed_in =
        sign_in(&server.db, &outside, desk, &form.login, &password, &newcomer.program).await?;
    let cookie = cookie(&server, signed_in.token.reveal(), 12 * 3600);
    let view = SignedInView {
        token: signed_in.token.reveal().to_owned(),
        session: signed_in.session,
        user: signed_in.user.0,
        must_change_password: signed_in.must_change_password,
        expires_at: signed_in.expires_at,
    };
    Ok((StatusCode::CREATED, cookie, Json(view)))
}

fn cookie(server: &Server, token: &str, seconds: u32) -> HeaderMap {
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

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangePasswordForm {
    old_password: String,
    new_password: String,
}

async fn change_password(
    State(server): State<Arc<Server>>,
    Asked { door, header, form }: Asked<ChangePasswordForm>,
) -> Result<(StatusCode, HeaderMap), Problem> {
    let (old, new) = (Private::new(form.old_password), Private::new(form.new_password));
    let command = prepare_change(&door.office, &server.passwords, &old, &new).await?;
    carry_out(&door.office, &header, &command).await?;
    Ok((StatusCode::NO_CONTENT, cookie(&server, "", 0)))
}
