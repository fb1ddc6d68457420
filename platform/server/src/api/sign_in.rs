//! Ways in: a password and its code, a passkey; and which roles need more than a password.

use super::{sessions::cookie, users::role_named};
use crate::{
    book::{Book, For, Route},
    door::{Asked, Door, Newcomer, Told, Visitor},
    office::Server,
    problem::Problem,
};
use access::{
    Duty, RequireSecondFactor, carry_out, passkeys, required_roles,
    sign_in::{Entered, SignedIn, sign_in, sign_in_with_code},
    webauthn::{Assertion, RelyingParty},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use terms::{Private, Timestamp};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    let public = |path, summary| Route::post(path, "access", summary).open_to(For::Public);
    book.add(
        Route::get("/api/v1/sign-in", "access", "Which ways in there are")
            .open_to(For::Public)
            .answers::<WaysView>(200, "The password always; the others where they are possible."),
        ways,
    )
    .add(
        public("/api/v1/sessions", "Sign in; sets a cookie and answers the token")
            .body::<SignInForm>(json!({ "login": "admin", "password": "kata-sandi-yang-panjang" }))
            .answers::<SignedInView>(201, "Signed in.")
            .answers::<CodeNeededView>(202, "The password is right; a code is asked for."),
        enter,
    )
    .add(
        public("/api/v1/sessions/second-factor", "Show the code the password asked for")
            .body::<ShownCodeForm>(json!({ "ticket": "5f1c…", "code": "123 456" }))
            .answers::<SignedInView>(201, "Signed in."),
        enter_with_code,
    )
    .add(
        public("/api/v1/sessions/passkey-challenge", "Begin to sign in with a passkey")
            .answers::<RequestView>(200, "For `PublicKeyCredential.parseRequestOptionsFromJSON`."),
        passkey_challenge,
    )
    .add(
        public("/api/v1/sessions/passkey", "Sign in with what the passkey signed")
            .body::<PasskeyForm>(json!({ "credential": {
                "id": "8x85HbTJsv3g6nAYnLo_tj9Xm6YSKzOtlP8-wzAIS-Q", "type": "public-key",
                "response": {
                    "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0", "authenticatorData": "v6vDdA",
                    "signature": "MEYCIQ", "userHandle": "AZDzonweeyqaVQ88HS5LYA",
                },
            } }))
            .answers::<SignedInView>(201, "Signed in."),
        enter_with_passkey,
    )
    .add(
        Route::get("/api/v1/sign-in/requirements", "access", "Which roles need more than a password")
            .answers::<RolesView>(200, "None of them: off."),
        requirements,
    )
    .add(
        Route::command(
            "/api/v1/sign-in/requirements",
            "access",
            "Say which roles need more than a password; in force at their next request",
        )
        .body::<RolesForm>(json!({ "roles": ["finance", "auditor"] }))
        .answers::<RolesView>(200, "In force."),
        require,
    )
}

#[derive(Serialize, ToSchema)]
struct WaysView {
    password: bool,
    /// Absent where browsers have none: an address that is a number, or one without TLS.
    #[serde(skip_serializing_if = "Option::is_none")]
    passkeys: Option<SiteView>,
    /// Absent unless the office uses another issuer.
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<IssuerView>,
}

/// Another place to sign in.
#[derive(Serialize, ToSchema)]
struct IssuerView {
    name: String,
    /// Where to send the browser.
    href: &'static str,
}

/// Whose passkeys are taken.
#[derive(Serialize, ToSchema)]
struct SiteView {
    /// The domain they are bound to.
    rp_id: String,
    /// The address people must have opened.
    origin: String,
}

async fn ways(_: Visitor, State(server): State<Arc<Server>>) -> Json<WaysView> {
    let site = |site: &RelyingParty| SiteView {
        rp_id: site.id().to_owned(),
        origin: site.origin().to_owned(),
    };
    let issuer = server
        .issuer
        .as_ref()
        .map(|issuer| IssuerView { name: issuer.settings.name.clone(), href: "/masuk/penerbit" });
    Json(WaysView { password: true, passkeys: server.site.as_ref().map(site), issuer })
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

/// A right password that a code must follow.
#[derive(Serialize, ToSchema)]
struct CodeNeededView {
    /// Always true.
    second_factor_required: bool,
    /// To be sent with the code.
    ticket: String,
    /// Until when the code is taken.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

type Entrance = (StatusCode, HeaderMap, Json<SignedInView>);

fn entrance(server: &Server, signed_in: &SignedIn) -> Entrance {
    let token = signed_in.token.reveal();
    let view = SignedInView {
        token: token.to_owned(),
        session: signed_in.session,
        user: signed_in.user.0,
        must_change_password: signed_in.must_change_password,
        expires_at: signed_in.expires_at,
    };
    (StatusCode::CREATED, cookie(server, token, 12 * 3600), Json(view))
}

async fn enter(
    newcomer: Newcomer,
    State(server): State<Arc<Server>>,
    Told(form): Told<SignInForm>,
) -> Result<Response, Problem> {
    let password = Private::new(form.password);
    let (outside, desk) = (server.outside(), &server.passwords);
    let entered =
        sign_in(&server.db, &outside, desk, &form.login, &password, &newcomer.program).await?;
    Ok(match entered {
        Entered::Done(signed_in) => entrance(&server, &signed_in).into_response(),
        Entered::CodeNeeded(needed) => {
            let view = CodeNeededView {
                second_factor_required: true,
                ticket: needed.ticket.reveal().to_owned(),
                expires_at: needed.expires_at,
            };
            (StatusCode::ACCEPTED, Json(view)).into_response()
        }
    })
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShownCodeForm {
    ticket: String,
    /// Six digits of the app, or a recovery code.
    code: String,
}

async fn enter_with_code(
    newcomer: Newcomer,
    State(server): State<Arc<Server>>,
    Told(form): Told<ShownCodeForm>,
) -> Result<Entrance, Problem> {
    let (outside, code) = (server.outside(), Private::new(form.code));
    let signed_in = sign_in_with_code(
        &server.db,
        &outside,
        &server.keys,
        &form.ticket,
        &code,
        &newcomer.program,
    )
    .await?;
    Ok(entrance(&server, &signed_in))
}

/// Passkeys where there are none.
pub(super) fn site(server: &Server) -> Result<&RelyingParty, Problem> {
    server.site.as_ref().ok_or_else(|| {
        Problem::new(
            "conflict",
            "NO_PASSKEYS_HERE",
            "Kunci sandi memerlukan alamat https dengan nama; masuk dengan kata sandi, dan beri tahu administrator bila ini alamat resmi",
            "passkeys need an address with https and a name; sign in with the password, and tell the administrator if this is the office's own address",
        )
    })
}

/// Bytes as browsers write them.
pub(super) fn bytes(text: &str, field: &'static str) -> Result<Vec<u8>, Problem> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| {
        Problem::new(
            "invalid-fields",
            "BASE64URL",
            format!("{field}: harus base64url seperti yang dibuat peramban"),
            format!("{field}: must be base64url as browsers make it"),
        )
        .field(field)
    })
}

/// Options as browsers read them (`PublicKeyCredentialRequestOptionsJSON`).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RequestOptions {
    challenge: String,
    /// Milliseconds.
    timeout: u32,
    rp_id: String,
    /// Empty: whichever passkey somebody has for this office.
    allow_credentials: Vec<String>,
    user_verification: &'static str,
}

#[derive(Serialize, ToSchema)]
struct RequestView {
    public_key: RequestOptions,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

async fn passkey_challenge(
    _: Newcomer,
    State(server): State<Arc<Server>>,
) -> Result<Json<RequestView>, Problem> {
    let site = site(&server)?;
    let challenge = passkeys::challenge_to_sign_in(&server.db, &server.outside()).await?;
    let public_key = RequestOptions {
        challenge: URL_SAFE_NO_PAD.encode(&challenge.bytes),
        timeout: 300_000,
        rp_id: site.id().to_owned(),
        allow_credentials: Vec::new(),
        user_verification: "required",
    };
    Ok(Json(RequestView { public_key, expires_at: challenge.expires_at }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasskeyForm {
    /// What `credential.toJSON()` makes.
    credential: AssertionForm,
}

/// Made by the browser: members that later browsers add are no concern of ours.
#[derive(Deserialize, ToSchema)]
struct AssertionForm {
    id: String,
    response: AssertionResponse,
}

#[derive(Deserialize, ToSchema)]
struct AssertionResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    #[serde(rename = "authenticatorData")]
    authenticator_data: String,
    signature: String,
    #[serde(rename = "userHandle")]
    user_handle: Option<String>,
}

async fn enter_with_passkey(
    newcomer: Newcomer,
    State(server): State<Arc<Server>>,
    Told(form): Told<PasskeyForm>,
) -> Result<Entrance, Problem> {
    let site = site(&server)?;
    let response = form.credential.response;
    let assertion = Assertion {
        credential: bytes(&form.credential.id, "id")?,
        client_data: bytes(&response.client_data, "clientDataJSON")?,
        authenticator_data: bytes(&response.authenticator_data, "authenticatorData")?,
        signature: bytes(&response.signature, "signature")?,
        user_handle: bytes(&response.user_handle.unwrap_or_default(), "userHandle")?,
    };
    let (outside, label) = (server.outside(), &newcomer.program);
    let signed_in =
        passkeys::sign_in_with_passkey(&server.db, &outside, site, &assertion, label).await?;
    Ok(entrance(&server, &signed_in))
}

#[derive(Serialize, ToSchema)]
struct RolesView {
    roles: Vec<String>,
}

async fn requirements(door: Door) -> Result<Json<RolesView>, Problem> {
    door.office.allow_everywhere(Duty::ManageUsers)?;
    let mut tx = door.office.db.read().await?;
    let roles = required_roles(&mut tx).await?;
    Ok(Json(RolesView { roles: roles.iter().map(|role| role.word().to_owned()).collect() }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RolesForm {
    roles: Vec<String>,
}

async fn require(
    Asked { door, header, form }: Asked<RolesForm>,
) -> Result<Json<RolesView>, Problem> {
    let roles = form.roles.iter().map(|word| role_named(word, "roles"));
    let command = RequireSecondFactor { roles: roles.collect::<Result<_, _>>()? };
    let required = carry_out(&door.office, &header, &command).await?;
    Ok(Json(RolesView { roles: required.roles }))
}
