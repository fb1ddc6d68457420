//! Signing in with another issuer: the way there and back, and who is whom there.

use super::sessions::{NothingForm, cookie};
use crate::{
    book::{Book, For, Route},
    door::{Asked, Door, Named, Newcomer, Params, Returning, STATE_PLAIN, STATE_TLS},
    issuer::Issuer,
    office::Server,
    problem::Problem,
    wire::PageView,
};
use access::{
    carry_out,
    issuer::{
        Identity, LinkIdentity, UnlinkIdentities, arrive, depart, identities_of, sign_in_vouched,
    },
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use terms::{Timestamp, ids::UserId};
use utoipa::ToSchema;

/// Where people are when they have signed in.
const AFTERWARDS: &str = "/kantor";

pub(crate) fn write(book: Book) -> Book {
    book.add(
        Route::get("/masuk/penerbit", "access", "Go and sign in with another issuer")
            .open_to(For::Public)
            .answers_as(303, "", "To the issuer, with state, nonce and PKCE."),
        go,
    )
    .add(
        Route::get("/masuk/penerbit/kembali", "access", "Come back from the issuer")
            .open_to(For::Public)
            .params::<ReturnParams>()
            .answers_as(303, "", "Signed in; to the office."),
        come_back,
    )
    .add(
        Route::get("/api/v1/users/{id}/identities", "access", "Whom issuers mean by this user")
            .answers_page::<IdentityView>("By issuer."),
        list,
    )
    .add(
        Route::command(
            "/api/v1/users/{id}/link",
            "access",
            "Link a subject of the issuer to a user",
        )
        .body::<SubjectForm>(json!({ "subject": "24400320" }))
        .answers_as(204, "", "Linked; no role comes with it."),
        link,
    )
    .add(
        Route::command(
            "/api/v1/users/{id}/unlink",
            "access",
            "End a user's links to issuers; every session ends",
        )
        .answers_as(204, "", "Ended."),
        unlink,
    )
}

fn issuer(server: &Server) -> Result<&Issuer, Problem> {
    server.issuer.as_ref().ok_or_else(|| {
        Problem::new(
            "not-found",
            "NO_ISSUER",
            "Kantor ini tidak memakai tempat masuk lain; masuk dengan kata sandi atau kunci sandi",
            "this office uses no other place to sign in; sign in with a password or a passkey",
        )
    })
}

/// Browsers show it also when the issuer's page sends them back, and no script sees it.
fn state_cookie(server: &Server, state: &str, seconds: u32) -> Option<HeaderValue> {
    let (name, secure) =
        if server.options.tls { (STATE_TLS, "; Secure") } else { (STATE_PLAIN, "") };
    let text = format!("{name}={state}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).ok()
}

async fn go(
    _: Newcomer,
    State(server): State<Arc<Server>>,
) -> Result<(StatusCode, HeaderMap), Problem> {
    let issuer = issuer(&server)?;
    let outside = server.outside();
    let departure = depart(&server.db, &outside, &server.keys).await?;
    let address = issuer.address(&departure, outside.now).await?;
    let mut headers = HeaderMap::new();
    headers.insert(header::LOCATION, HeaderValue::from_str(&address).map_err(Problem::fault)?);
    headers.extend(state_cookie(&server, &departure.state, 300).map(|it| (header::SET_COOKIE, it)));
    Ok((StatusCode::SEE_OTHER, headers))
}

/// What issuers add beside this is no concern of ours.
#[derive(Deserialize, ToSchema)]
struct ReturnParams {
    code: Option<String>,
    state: Option<String>,
    /// Why the issuer says no.
    error: Option<String>,
    /// Who says it (RFC 9207).
    iss: Option<String>,
}

async fn come_back(
    returning: Returning,
    State(server): State<Arc<Server>>,
    Params(said): Params<ReturnParams>,
) -> Result<(StatusCode, HeaderMap), Problem> {
    let issuer = issuer(&server)?;
    let outside = server.outside();
    let state = said.state.filter(|state| returning.state.as_ref() == Some(state));
    let state = state.ok_or(access::sign_in::SignInRefusal::Ended)?;
    let arrival = arrive(&server.db, &outside, &server.keys, &state).await?;
    let is_other = said.iss.is_some_and(|iss| iss != issuer.settings.issuer);
    let code = said.code.filter(|_| said.error.is_none() && !is_other);
    let code = code.ok_or_else(|| {
        Problem::new(
            "sign-in-failed",
            "ISSUER_REFUSED",
            "Tempat masuk itu tidak mengizinkan; coba lagi, atau masuk dengan kata sandi",
            "that place to sign in did not allow it; try again, or sign in with the password",
        )
    })?;
    let vouched = issuer.vouched(&code, &arrival, outside.now).await?;
    let (name, by_email) = (&issuer.settings.issuer, issuer.settings.login_is_email);
    let label = &returning.program;
    let signed_in = sign_in_vouched(&server.db, &outside, name, &vouched, by_email, label).await?;
    let mut headers = cookie(&server, signed_in.token.reveal(), 12 * 3600);
    if let Some(gone) = state_cookie(&server, "", 0) {
        headers.append(header::SET_COOKIE, gone);
    }
    headers.insert(header::LOCATION, HeaderValue::from_static(AFTERWARDS));
    Ok((StatusCode::SEE_OTHER, headers))
}

#[derive(Serialize, ToSchema)]
struct IdentityView {
    issuer: String,
    subject: String,
    #[schema(value_type = String, format = DateTime)]
    linked_at: Timestamp,
}

impl From<Identity> for IdentityView {
    fn from(identity: Identity) -> Self {
        let Identity { issuer, subject, linked_at } = identity;
        Self { issuer, subject, linked_at }
    }
}

async fn list(
    door: Door,
    Named(user): Named<UserId>,
) -> Result<Json<PageView<IdentityView>>, Problem> {
    let mut tx = door.office.db.read().await?;
    let identities = identities_of(&mut tx, &door.office, user).await?;
    Ok(Json(PageView::whole(identities.into_iter().map(Into::into).collect())))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SubjectForm {
    /// As the issuer calls them; shown to whoever signs in there and is not linked.
    subject: String,
}

async fn link(
    State(server): State<Arc<Server>>,
    Named(user): Named<UserId>,
    Asked { door, header, form }: Asked<SubjectForm>,
) -> Result<StatusCode, Problem> {
    let issuer = issuer(&server)?.settings.issuer.clone();
    let subject = form.subject.trim().to_owned();
    carry_out(&door.office, &header, &LinkIdentity { user, issuer, subject }).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn unlink(
    Named(user): Named<UserId>,
    asked: Asked<NothingForm>,
) -> Result<StatusCode, Problem> {
    carry_out(&asked.door.office, &asked.header, &UnlinkIdentities(user)).await?;
    Ok(StatusCode::NO_CONTENT)
}
