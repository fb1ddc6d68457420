//! One's own account: who one is, the password, the code app, passkeys.
//!
//! Whatever changes how its owner signs in asks for the password again, so that a page left open is
//! not enough.

use super::{
    sessions::cookie,
    sign_in::{bytes, site},
    users::hand_out,
};
use crate::{
    book::{Book, Route},
    door::{Asked, Door, Named},
    office::Server,
    problem::Problem,
    wire::PageView,
};
use access::{
    Duty, Grant, carry_out,
    factors::{Factors, own_factors, prove},
    passkeys::{self, AddPasskey, Making, Passkey, RemovePasskey, RenamePasskey},
    second_factor::{ConfirmCodes, OfferCodes, RemoveCodes, RenewRecoveryCodes},
    sign_in::prepare_change,
    webauthn::ALGORITHMS,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use qrcode::{QrCode, render::svg};
use registry::Gazetteer;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use terms::{Private, Timestamp};
use utoipa::ToSchema;
use uuid::Uuid;

/// How apps and authenticators list this office.
const OFFICE: &str = "Lindung";

pub(crate) fn write(book: Book) -> Book {
    let command = |path, summary| Route::command(path, "access", summary);
    let password = json!({ "password": "empat kata yang mudah diingat" });
    let book = book
        .add(
            Route::get("/api/v1/users/me", "access", "One's own account")
                .answers::<OwnAccountView>(
                    200,
                    "Roles, areas by name, what there is beside the password.",
                ),
            account,
        )
        .add(
            command(
                "/api/v1/users/me/change-password",
                "Change one's own password; every session ends",
            )
            .body::<ChangePasswordForm>(json!({
                "old_password": "abcde-fghjk-mnpqr-stuvw-xyz23",
                "new_password": "empat kata yang mudah diingat",
            }))
            .answers_as(204, "", "Changed; sign in again."),
            change_password,
        )
        .add(
            command("/api/v1/users/me/second-factor", "Offer a fresh secret to a code app")
                .body::<PasswordForm>(password.clone())
                .answers::<OfferView>(201, "In force once a first code confirms it; shown once."),
            offer_codes,
        )
        .add(
            command(
                "/api/v1/users/me/second-factor/confirm",
                "Confirm the code app by its first code",
            )
            .body::<FirstCodeForm>(json!({ "code": "123456" }))
            .answers::<RecoveryCodesView>(200, "In force; ten recovery codes, shown once."),
            confirm_codes,
        )
        .add(
            command("/api/v1/users/me/second-factor/recovery-codes", "Make ten new recovery codes")
                .body::<PasswordForm>(password.clone())
                .answers::<RecoveryCodesView>(200, "Shown once; the old ones are worth nothing."),
            renew_recovery_codes,
        )
        .add(
            command("/api/v1/users/me/second-factor/remove", "Stop asking for codes")
                .body::<PasswordForm>(password.clone())
                .answers_as(204, "", "The password is asked for alone."),
            remove_codes,
        );
    write_passkeys(book, password)
}

fn write_passkeys(book: Book, password: serde_json::Value) -> Book {
    let command = |path, summary| Route::command(path, "access", summary);
    book.add(
        Route::get("/api/v1/users/me/passkeys", "access", "One's own passkeys")
            .answers_page::<PasskeyView>("The oldest first."),
        list_passkeys,
    )
    .add(
        command("/api/v1/users/me/passkeys/challenge", "Begin to register a passkey")
            .body::<PasswordForm>(password.clone())
            .answers::<CreationView>(
                200,
                "For `PublicKeyCredential.parseCreationOptionsFromJSON`.",
            ),
        passkey_challenge,
    )
    .add(
        command("/api/v1/users/me/passkeys", "Register the passkey the browser made")
            .body::<NewPasskeyForm>(json!({ "label": "Ponsel saya", "credential": {
                "id": "8x85HbTJsv3g6nAYnLo_tj9Xm6YSKzOtlP8-wzAIS-Q", "type": "public-key",
                "response": { "clientDataJSON": "eyJ0eXBlIjoi", "attestationObject": "o2NmbXRk" },
            } }))
            .answers::<NewPasskeyView>(201, "Registered."),
        add_passkey,
    )
    .add(
        command("/api/v1/users/me/passkeys/{id}/rename", "Call a passkey something else")
            .body::<LabelForm>(json!({ "label": "Ponsel lama" }))
            .answers_as(204, "", "Renamed."),
        rename_passkey,
    )
    .add(
        command("/api/v1/users/me/passkeys/{id}/remove", "Remove a passkey")
            .body::<PasswordForm>(password)
            .answers_as(204, "", "Removed."),
        remove_passkey,
    )
}

#[derive(Serialize, ToSchema)]
struct OwnAccountView {
    #[schema(value_type = String, format = Uuid)]
    user: Uuid,
    login: String,
    display_name: String,
    must_change_password: bool,
    /// A role of theirs needs more than a password, and the grants are empty until it is there.
    must_add_second_factor: bool,
    /// `password`, `password_code`, `passkey`, `issuer`, `token`.
    signed_in_with: &'static str,
    grants: Vec<NamedGrantView>,
    /// Since when a code is asked for after the password; absent: it is not.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    codes_since: Option<Timestamp>,
    recovery_codes_left: i64,
    passkeys: Vec<PasskeyView>,
}

/// A role for an area, by name, with its duties.
#[derive(Serialize, ToSchema)]
struct NamedGrantView {
    role: &'static str,
    /// Absent: the whole country.
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    /// From the smallest outwards: village, district, regency, province.
    #[serde(skip_serializing_if = "Option::is_none")]
    area_name: Option<String>,
    duties: Vec<&'static str>,
}

impl From<&Grant> for NamedGrantView {
    fn from(grant: &Grant) -> Self {
        let duties = Duty::ALL.iter().filter(|duty| grant.role.may(**duty));
        Self {
            role: grant.role.word(),
            area: grant.area.as_ref().map(ToString::to_string),
            area_name: grant.area.as_ref().map(|area| Gazetteer::embedded().described(area)),
            duties: duties.map(|duty| duty.word()).collect(),
        }
    }
}

#[derive(Serialize, ToSchema)]
struct PasskeyView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    label: String,
    /// The device's maker keeps a copy, so it may be on several devices.
    is_synced: bool,
    #[schema(value_type = String, format = DateTime)]
    added_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    used_at: Option<Timestamp>,
}

impl From<Passkey> for PasskeyView {
    fn from(passkey: Passkey) -> Self {
        let Passkey { id, label, is_synced, added_at, used_at, .. } = passkey;
        Self { id, label, is_synced: is_synced != 0, added_at, used_at }
    }
}

async fn factors_of(door: &Door) -> Result<Factors, Problem> {
    Ok(own_factors(&mut door.office.db.read().await?, &door.office).await?)
}

async fn account(door: Door) -> Result<Json<OwnAccountView>, Problem> {
    let factors = factors_of(&door).await?;
    let who = &door.who;
    Ok(Json(OwnAccountView {
        user: who.user.0,
        login: who.login.clone(),
        display_name: who.display_name.clone(),
        must_change_password: who.must_change_password,
        must_add_second_factor: who.must_add_second_factor,
        signed_in_with: who.proof.word(),
        grants: who.grants.iter().map(Into::into).collect(),
        codes_since: factors.codes_since,
        recovery_codes_left: factors.recovery_codes_left,
        passkeys: factors.passkeys.into_iter().map(Into::into).collect(),
    }))
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

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordForm {
    /// One's own, again.
    password: String,
}

impl PasswordForm {
    async fn prove(self, server: &Server, door: &Door) -> Result<access::factors::Proved, Problem> {
        let password = Private::new(self.password);
        Ok(prove(&door.office, &server.passwords, &password).await?)
    }
}

#[derive(Serialize, ToSchema)]
struct OfferView {
    /// To be typed where no QR can be read.
    secret: String,
    /// `otpauth://…`
    uri: String,
    /// The same as a drawing.
    qr_svg: String,
}

async fn offer_codes(
    State(server): State<Arc<Server>>,
    Asked { door, header, form }: Asked<PasswordForm>,
) -> Result<(StatusCode, Json<OfferView>), Problem> {
    let proved = form.prove(&server, &door).await?;
    let (command, offer) = OfferCodes::prepare(proved, &server.keys, OFFICE)?;
    hand_out(&door.office, &header, offer.secret.reveal(), &command).await?;
    let code = QrCode::new(offer.uri.reveal().as_bytes()).map_err(Problem::fault)?;
    let drawing = code.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
    let drawing = drawing.trim_start_matches("<?xml version=\"1.0\" standalone=\"yes\"?>");
    let view = OfferView {
        qr_svg: drawing.to_owned(),
        secret: offer.secret.into_revealed(),
        uri: offer.uri.into_revealed(),
    };
    Ok((StatusCode::CREATED, Json(view)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FirstCodeForm {
    /// Six digits.
    code: String,
}

#[derive(Serialize, ToSchema)]
struct RecoveryCodesView {
    /// Each good for one sign-in; print them or write them down.
    recovery_codes: Vec<String>,
}

async fn confirm_codes(
    Asked { door, header, form }: Asked<FirstCodeForm>,
) -> Result<Json<RecoveryCodesView>, Problem> {
    let code = Private::new(form.code);
    let (command, codes) = ConfirmCodes::prepare(door.who.user, door.who.session, code)?;
    hand_out(&door.office, &header, &codes.reveal().concat(), &command).await?;
    Ok(Json(RecoveryCodesView { recovery_codes: codes.into_revealed() }))
}

async fn renew_recovery_codes(
    State(server): State<Arc<Server>>,
    Asked { door, header, form }: Asked<PasswordForm>,
) -> Result<Json<RecoveryCodesView>, Problem> {
    let proved = form.prove(&server, &door).await?;
    let (command, codes) = RenewRecoveryCodes::prepare(proved)?;
    hand_out(&door.office, &header, &codes.reveal().concat(), &command).await?;
    Ok(Json(RecoveryCodesView { recovery_codes: codes.into_revealed() }))
}

async fn remove_codes(
    State(server): State<Arc<Server>>,
    Asked { door, header, form }: Asked<PasswordForm>,
) -> Result<StatusCode, Problem> {
    let proved = form.prove(&server, &door).await?;
    carry_out(&door.office, &header, &RemoveCodes(proved)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn list_passkeys(door: Door) -> Result<Json<PageView<PasskeyView>>, Problem> {
    let factors = factors_of(&door).await?;
    Ok(Json(PageView::whole(factors.passkeys.into_iter().map(Into::into).collect())))
}

/// Options as browsers read them (`PublicKeyCredentialCreationOptionsJSON`).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreationOptions {
    #[schema(value_type = Object)]
    rp: serde_json::Value,
    #[schema(value_type = Object)]
    user: serde_json::Value,
    challenge: String,
    #[schema(value_type = Vec<Object>)]
    pub_key_cred_params: Vec<serde_json::Value>,
    /// Milliseconds.
    timeout: u32,
    #[schema(value_type = Vec<Object>)]
    exclude_credentials: Vec<serde_json::Value>,
    #[schema(value_type = Object)]
    authenticator_selection: serde_json::Value,
    attestation: &'static str,
}

#[derive(Serialize, ToSchema)]
struct CreationView {
    public_key: CreationOptions,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// It hands out a fresh challenge each time, so asking again with the same key is no harm.
async fn passkey_challenge(
    State(server): State<Arc<Server>>,
    Asked { door, form, .. }: Asked<PasswordForm>,
) -> Result<Json<CreationView>, Problem> {
    let site = site(&server)?;
    let proved = form.prove(&server, &door).await?;
    let making = passkeys::challenge_to_add(&door.office, proved).await?;
    let Making { challenge, user, login, display_name, known } = making;
    let id = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let public_key = CreationOptions {
        rp: json!({ "id": site.id(), "name": OFFICE }),
        user: json!({ "id": id(user.0.as_bytes()), "name": login, "displayName": display_name }),
        challenge: id(&challenge.bytes),
        pub_key_cred_params: ALGORITHMS
            .iter()
            .map(|algorithm| json!({ "type": "public-key", "alg": algorithm }))
            .collect(),
        timeout: 300_000,
        exclude_credentials: known
            .iter()
            .map(|credential| json!({ "type": "public-key", "id": id(credential) }))
            .collect(),
        authenticator_selection: json!({
            "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
        }),
        attestation: "none",
    };
    Ok(Json(CreationView { public_key, expires_at: challenge.expires_at }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPasskeyForm {
    /// What its owner calls it.
    label: String,
    /// What `credential.toJSON()` makes.
    credential: AttestationForm,
}

/// Made by the browser: members that later browsers add are no concern of ours.
#[derive(Deserialize, ToSchema)]
struct AttestationForm {
    response: AttestationResponse,
}

#[derive(Deserialize, ToSchema)]
struct AttestationResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    #[serde(rename = "attestationObject")]
    attestation_object: String,
}

#[derive(Serialize, ToSchema)]
struct NewPasskeyView {
    #[schema(value_type = String, format = Uuid)]
    passkey: Uuid,
}

async fn add_passkey(
    State(server): State<Arc<Server>>,
    Asked { door, header, form }: Asked<NewPasskeyForm>,
) -> Result<(StatusCode, Json<NewPasskeyView>), Problem> {
    let response = form.credential.response;
    let command = AddPasskey {
        site: site(&server)?.clone(),
        label: form.label,
        client_data: bytes(&response.client_data, "clientDataJSON")?,
        attestation_object: bytes(&response.attestation_object, "attestationObject")?,
        session: door.who.session,
    };
    let added = carry_out(&door.office, &header, &command).await?;
    Ok((StatusCode::CREATED, Json(NewPasskeyView { passkey: added.passkey })))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LabelForm {
    label: String,
}

async fn rename_passkey(
    Named(passkey): Named<Uuid>,
    Asked { door, header, form }: Asked<LabelForm>,
) -> Result<StatusCode, Problem> {
    let command = RenamePasskey { passkey, label: form.label };
    carry_out(&door.office, &header, &command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove_passkey(
    State(server): State<Arc<Server>>,
    Named(passkey): Named<Uuid>,
    Asked { door, header, form }: Asked<PasswordForm>,
) -> Result<StatusCode, Problem> {
    let proved = form.prove(&server, &door).await?;
    carry_out(&door.office, &header, &RemovePasskey { passkey, proved }).await?;
    Ok(StatusCode::NO_CONTENT)
}
