//! Phones: the office registers, watches, suspends and revokes them; a phone trades its code for a token.

use crate::{
    book::{Book, For, Route},
    door::{Asked, Door, Named, Newcomer, Params, Told},
    office::Server,
    problem::Problem,
    wire::{PageParams, PageView, after},
};
use access::carry_out;
use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use sync::{
    Ground, base64,
    device::{self, Applicant, Begin, OnBoard, SetStatus, Status, code_of},
    unbase64,
};
use terms::{Private, Timestamp, ids::UserId};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    let command = |path, summary| Route::command(path, "field", summary);
    book.add(
        command("/api/v1/devices", "Begin the registration of a phone: a one-time code for its QR")
            .body::<BeginDeviceForm>(json!({ "holder": "0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60" }))
            .answers::<BegunDeviceView>(201, "The code lives 15 minutes and works once."),
        begin,
    )
    .add(
        Route::get("/api/v1/devices", "field", "The board of devices")
            .params::<PageParams>()
            .answers_page::<DeviceView>("In the order of their registration."),
        board,
    )
    .add(
        Route::get("/api/v1/devices/holders", "field", "Who may hold a phone")
            .params::<HoldersParams>()
            .answers_page::<MayHoldView>("Who may enrol in the areas of whoever asks, by name."),
        holders,
    )
    .add(
        command("/api/v1/devices/{id}/suspend", "Stop a device for now; what it sends is kept")
            .answers::<DeviceStatusView>(200, "Suspended."),
        suspend,
    )
    .add(
        command("/api/v1/devices/{id}/resume", "Let a suspended device work again")
            .answers::<DeviceStatusView>(200, "Active."),
        resume,
    )
    .add(
        command("/api/v1/devices/{id}/revoke", "Stop a device for good: it is drained, then wiped")
            .answers::<DeviceStatusView>(200, "Revoked."),
        revoke,
    )
    .add(
        Route::post("/api/v1/devices/register", "field", "A phone trades its code for a token")
            .open_to(For::Public)
            .body::<RegisterDeviceForm>(json!({
                "code": "7K2M-9QXA-4TBD", "public_key": "BA==", "label": "HP Cilongok 1",
                "app_version": "1.0.0", "persisted": true,
            }))
            .answers::<RegisteredDeviceView>(
                201,
                "The same code with the same key answers the same.",
            ),
        register,
    )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BeginDeviceForm {
    /// The user who will hold the phone.
    #[schema(value_type = String, format = Uuid)]
    holder: UserId,
}

#[derive(Serialize, ToSchema)]
struct BegunDeviceView {
    #[schema(value_type = String, format = Uuid)]
    device: Uuid,
    /// To be read out or typed in.
    code: String,
    /// What the QR says: where the app is, and the code behind the `#`, which no server sees.
    qr: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

async fn begin(
    State(server): State<Arc<Server>>,
    asked: Asked<BeginDeviceForm>,
) -> Result<(StatusCode, Json<BegunDeviceView>), Problem> {
    let office = &asked.door.office;
    let begun = carry_out(office, &asked.header, &Begin { holder: asked.form.holder }).await?;
    let code = code_of(&office.keys, asked.header.id.0).into_revealed();
    let home = server.options.public_url.clone().unwrap_or_default();
    let qr = format!("{}/lapangan/#daftar={code}", home.trim_end_matches('/'));
    let (device, expires_at) = (begun.device, begun.expires_at);
    Ok((StatusCode::CREATED, Json(BegunDeviceView { device, code, qr, expires_at })))
}

/// A phone on the board; what it says of itself is as of `seen_at`.
#[derive(Serialize, ToSchema)]
struct DeviceView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    #[schema(value_type = String, format = Uuid)]
    holder: UserId,
    holder_name: String,
    holder_is_active: bool,
    /// Where it is used; absent is everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    label: String,
    /// `active`, `suspended`, `revoked`.
    status: String,
    #[schema(value_type = String, format = DateTime)]
    registered_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    seen_at: Timestamp,
    app_version: String,
    /// Its browser promised to keep its data.
    persisted: bool,
    /// Commands it had not sent.
    pending: i64,
    /// Photos it had not sent.
    attachments_pending: i64,
    /// Since when the oldest of them waits.
    #[schema(value_type = Option<String>, format = DateTime)]
    oldest_made_at: Option<Timestamp>,
    /// How far our clock was ahead of its clock.
    clock_offset_ms: Option<i64>,
    free_bytes: Option<i64>,
    /// Commands of it that a person must look at.
    to_review: i64,
    /// Nothing is known to be on it that is not here.
    safe_to_disable: bool,
}

impl From<OnBoard> for DeviceView {
    fn from(device: OnBoard) -> Self {
        Self {
            safe_to_disable: device.is_safe_to_disable(),
            id: device.id,
            holder: device.holder,
            holder_name: device.holder_name,
            holder_is_active: device.holder_status == "active",
            area: Some(device.area).filter(|area| !area.is_empty()),
            label: device.label,
            status: device.status,
            registered_at: device.registered_at,
            seen_at: device.seen_at,
            app_version: device.app_version,
            persisted: device.persisted != 0,
            pending: device.pending,
            attachments_pending: device.attachments_pending,
            oldest_made_at: device.oldest_made_at,
            clock_offset_ms: device.clock_offset_ms,
            free_bytes: device.free_bytes,
            to_review: device.to_review,
        }
    }
}

async fn board(
    door: Door,
    Params(page): Params<PageParams>,
) -> Result<Json<PageView<DeviceView>>, Problem> {
    let from = after::<Uuid>(page.after.as_deref())?;
    let mut tx = door.office.db.read().await?;
    let devices = device::board(&mut tx, &door.office, from, page.limit()).await?;
    let views = devices.into_iter().map(DeviceView::from).collect();
    Ok(Json(PageView::of(views, page.limit(), |view| view.id.to_string())))
}

#[derive(Serialize, ToSchema)]
struct DeviceStatusView {
    #[schema(value_type = String, format = Uuid)]
    device: Uuid,
    status: &'static str,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NothingOfDevice {}

async fn set(
    asked: Asked<NothingOfDevice>,
    device: Uuid,
    status: Status,
) -> Result<Json<DeviceStatusView>, Problem> {
    let order = SetStatus { device, status };
    let done = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok(Json(DeviceStatusView { device: done.device, status: done.status.word() }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HoldersParams {
    /// A part of their name or login.
    q: Option<String>,
    /// At most so many, 1 to 100.
    limit: Option<u32>,
}

/// Somebody a phone can be registered for.
#[derive(Serialize, ToSchema)]
struct MayHoldView {
    #[schema(value_type = String, format = Uuid)]
    id: UserId,
    display_name: String,
    login: String,
    /// Where they enrol; absent is everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    /// Phones they hold now.
    n_devices: i64,
}

async fn holders(
    door: Door,
    Params(params): Params<HoldersParams>,
) -> Result<Json<PageView<MayHoldView>>, Problem> {
    let limit = params.limit.unwrap_or(20).clamp(1, 100);
    let part = params.q.unwrap_or_default();
    let mut tx = door.office.db.read().await?;
    let found = device::may_hold(&mut tx, &door.office, &part, limit).await?;
    let views = found.into_iter().map(|it| MayHoldView {
        id: it.id,
        display_name: it.display_name,
        login: it.login,
        area: Some(it.area).filter(|area| !area.is_empty()),
        n_devices: it.n_devices,
    });
    Ok(Json(PageView { items: views.collect(), next: None }))
}

async fn suspend(
    Named(id): Named<Uuid>,
    asked: Asked<NothingOfDevice>,
) -> Result<Json<DeviceStatusView>, Problem> {
    set(asked, id, Status::Suspended).await
}

async fn resume(
    Named(id): Named<Uuid>,
    asked: Asked<NothingOfDevice>,
) -> Result<Json<DeviceStatusView>, Problem> {
    set(asked, id, Status::Active).await
}

async fn revoke(
    Named(id): Named<Uuid>,
    asked: Asked<NothingOfDevice>,
) -> Result<Json<DeviceStatusView>, Problem> {
    set(asked, id, Status::Revoked).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RegisterDeviceForm {
    code: String,
    /// Base64 of an uncompressed P-256 point.
    public_key: String,
    label: String,
    app_version: String,
    persisted: bool,
}

#[derive(Serialize, ToSchema)]
struct RegisteredDeviceView {
    #[schema(value_type = String, format = Uuid)]
    device: Uuid,
    /// `Authorization: Bearer …` from now on.
    token: String,
    holder: DeviceHolderView,
    server_key: ServerKeyView,
    #[schema(value_type = String, format = Uuid)]
    dataset_epoch: Uuid,
    #[schema(value_type = String, format = DateTime)]
    server_now: Timestamp,
}

#[derive(Serialize, ToSchema)]
struct DeviceHolderView {
    #[schema(value_type = String, format = Uuid)]
    id: UserId,
    name: String,
}

/// What a phone seals to.
#[derive(Serialize, ToSchema)]
struct ServerKeyView {
    id: u16,
    /// Base64 of an uncompressed P-256 point.
    public_key: String,
}

async fn register(
    State(server): State<Arc<Server>>,
    _: Newcomer,
    Told(form): Told<RegisterDeviceForm>,
) -> Result<(StatusCode, Json<RegisteredDeviceView>), Problem> {
    let ground = ground(&server);
    let applicant = Applicant {
        code: Private::new(form.code),
        public_key: unbase64(&form.public_key).unwrap_or_default(),
        label: form.label,
        app_version: form.app_version,
        persisted: form.persisted,
    };
    let done = device::register(&ground, &applicant).await?;
    let view = RegisteredDeviceView {
        device: done.device,
        token: done.token.into_revealed(),
        holder: DeviceHolderView { id: done.holder, name: done.holder_name },
        server_key: ServerKeyView { id: done.server_key.0, public_key: base64(&done.server_key.1) },
        dataset_epoch: done.dataset_epoch,
        server_now: ground.outside.now,
    };
    Ok((StatusCode::CREATED, Json(view)))
}

/// What the work for phones stands on.
pub(crate) fn ground(server: &Server) -> Ground {
    Ground { db: server.db.clone(), outside: server.outside(), keys: Arc::clone(&server.keys) }
}
