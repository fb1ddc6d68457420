//! Phones and the office: push, have, pull, the package, photos, and the sealed file.

mod photos;
pub(crate) mod views;

use super::devices::ground;
use crate::{
    book::{Book, Route},
    door::{Door, Params, Told, bearer, read_json, read_within},
    office::Server,
    problem::Problem,
};
use access::{Duty, Office};
use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Request, State},
    http::request::Parts,
};
use serde_json::{Value, json};
use std::sync::Arc;
use sync::{
    AllReaders, Batch, Envelope, Ground, Told as ToldOf, Transport, attachment, changes,
    device::{self, Device, Report},
    epoch, package, receive,
};
use uuid::Uuid;
use views::{
    ChangeView, HaveForm, ImportFile, ImportedView, MissingView, PullParams, PullView, PushForm,
    PushView, ResultView, StandingView,
};
pub(crate) use views::{OutcomeView, PhotoStateView};

/// The oldest app whose new captures are welcome; what older ones made is always taken.
const MIN_APP: &str = "0.1.0";
const COMMANDS_MAX: usize = 200;
const IDS_MAX: usize = 5_000;

pub(crate) fn write(book: Book) -> Book {
    let post = |path, summary| Route::post(path, "field", summary);
    let get = |path, summary| Route::get(path, "field", summary);
    let book = book
        .add(
            post("/api/v1/sync/push", "Commands of a phone: kept first, judged second")
                .body::<PushForm>(views::push_example())
                .answers::<PushView>(200, "One result a command; what has none was not kept."),
            push,
        )
        .add(
            post("/api/v1/sync/have", "Which of these commands are not here")
                .body::<HaveForm>(json!({
                    "store_epoch": "0198f0c3-7c3e-7b21-9a44-5d0c3a9e11f2",
                    "ids": ["0198f0d1-7c3e-7b21-9a44-5d0c3a9e11f2"],
                }))
                .answers::<MissingView>(200, "To be sent again."),
            have,
        )
        .add(
            get("/api/v1/sync/pull", "What changed for this phone and its holder")
                .params::<PullParams>()
                .answers::<PullView>(200, "Give `cursor` the next time."),
            pull,
        )
        .add(
            get("/api/v1/sync/package", "The work package").answers_as(
                200,
                "application/json",
                "Section 8 of docs/sync.md.",
            ),
            the_package,
        )
        .add(
            post("/api/v1/sync/import", "A sealed file of a phone without signal")
                .body::<ImportFile>(views::import_example())
                .answers::<ImportedView>(200, "Reading it again changes nothing."),
            import,
        );
    photos::write(book)
}

/// A phone that was recognised.
pub(crate) struct Phone {
    pub(crate) ground: Ground,
    pub(crate) device: Device,
}

impl FromRequestParts<Arc<Server>> for Phone {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        let token = bearer(&parts.headers).ok_or(Problem::plain("not-signed-in"))?;
        let ground = ground(server);
        let device = device::recognise(&ground, &token).await?;
        let device = device.ok_or(Problem::plain("not-signed-in"))?;
        Ok(Self { ground, device })
    }
}

impl Phone {
    /// A phone that is stopped, or whose holder is disabled, may hand in and is told nothing.
    fn may_pull(&self) -> Result<(), Problem> {
        if self.device.may_pull() {
            return Ok(());
        }
        Err(Problem::new(
            "forbidden",
            "DEVICE_STOPPED",
            "Perangkat ini sedang dihentikan; kiriman tetap diterima, tanyakan kepada kantor",
            "this device is stopped; what it sends is still taken, ask the office",
        ))
    }
}

/// Commands of one sender, read one by one: what is wrong with one does not stop the others.
fn envelopes(
    commands: &[Value],
    device: Uuid,
    store_epoch: Uuid,
) -> Result<Vec<Envelope>, Problem> {
    if commands.len() > COMMANDS_MAX {
        return Err(Problem::plain("too-large"));
    }
    Ok(commands.iter().filter_map(|it| Envelope::read(it, device, store_epoch)).collect())
}

async fn push(
    phone: Phone,
    State(_): State<Arc<Server>>,
    Told(form): Told<PushForm>,
) -> Result<Json<PushView>, Problem> {
    let Phone { ground, device } = phone;
    if form.proto != 1 {
        return Err(Problem::new(
            "invalid-fields",
            "PROTOCOL",
            "Versi pengiriman ini tidak dikenal; perbarui kantor atau aplikasinya",
            "this version of sending is not known; update the office or the app",
        )
        .field("proto"));
    }
    if form.device != device.id {
        return Err(Problem::plain("forbidden").field("device"));
    }
    let (of, store_epoch, transport) = match form.carried_for {
        None => (form.device, form.store_epoch, Transport::Push),
        Some(it) => (it.device, it.store_epoch, Transport::Carried),
    };
    let commands = envelopes(&form.commands, of, store_epoch)?;
    let batch = Batch { device: of, store_epoch, commands, transport, brought_by: device.id };
    let report = Report {
        device: device.id,
        store_epoch: form.store_epoch,
        client_now: form.client_now,
        app_version: form.app.version,
        pending: form.queue.pending,
        oldest_made_at: form.queue.oldest_made_at,
        attachments_pending: form.queue.attachments_pending,
        persisted: form.storage.persisted,
        free_bytes: form.storage.free_bytes,
    };
    let told = receive(&ground, &AllReaders, &batch, Some(&report)).await?;
    let dataset_epoch = epoch::dataset_epoch(&ground).await?;
    let mut tx = ground.db.read().await?;
    let (status, wipe) = device::standing(&mut tx, device.id).await?;
    Ok(Json(PushView {
        server_now: ground.outside.now,
        dataset_epoch,
        device: StandingView { status: status.word(), min_app: MIN_APP, wipe },
        results: told.into_iter().map(ResultView::from).collect(),
    }))
}

async fn have(phone: Phone, Told(form): Told<HaveForm>) -> Result<Json<MissingView>, Problem> {
    if form.ids.len() > IDS_MAX {
        return Err(Problem::plain("too-large"));
    }
    let dataset_epoch = epoch::dataset_epoch(&phone.ground).await?;
    let mut tx = phone.ground.db.read().await?;
    let missing = changes::missing(&mut tx, &form.ids).await?;
    Ok(Json(MissingView { dataset_epoch, missing }))
}

async fn pull(phone: Phone, Params(params): Params<PullParams>) -> Result<Json<PullView>, Problem> {
    phone.may_pull()?;
    let cursor = params.cursor.unwrap_or_default();
    let page = changes::pull(&phone.ground, &phone.device, &cursor).await?;
    Ok(Json(PullView {
        items: page.items.into_iter().map(ChangeView::from).collect(),
        cursor: page.cursor,
        has_more: page.has_more,
        dataset_epoch: page.dataset_epoch,
        server_now: phone.ground.outside.now,
    }))
}

async fn the_package(
    phone: Phone,
    State(server): State<Arc<Server>>,
) -> Result<Json<package::Package>, Problem> {
    phone.may_pull()?;
    let references = super::reference::references(&server);
    Ok(Json(package::package(&phone.ground, &phone.device, references).await?))
}

/// A sealed file: larger than an ordinary body, smaller than a list.
struct Brought {
    office: Office,
    file: ImportFile,
}

impl FromRequest<Arc<Server>> for Brought {
    type Rejection = Problem;

    async fn from_request(request: Request, server: &Arc<Server>) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let door = Door::from_request_parts(&mut parts, server).await?;
        // Everybody who hands in lists may hand in a file: what is in it decides by itself.
        if door.office.areas_for(Duty::ImportList).is_some_and(|areas| areas.is_empty()) {
            door.office.allow_everywhere(Duty::ImportList)?;
        }
        let limits = &server.options.limits;
        let bytes = read_within(body, limits.list_bytes, limits.long_request).await?;
        Ok(Self { office: door.office, file: read_json(&parts.headers, &bytes)? })
    }
}

async fn import(brought: Brought) -> Result<Json<ImportedView>, Problem> {
    let Brought { office, file } = brought;
    if file.format != "lindung-sealed-1" {
        return Err(Problem::new(
            "invalid-fields",
            "FORMAT",
            "Ini bukan berkas tersegel dari HP; pilih berkas lindung-….json",
            "this is not a sealed file of a phone; choose a file lindung-….json",
        )
        .field("format"));
    }
    let ground = Ground::of(&office);
    let mut told: Vec<ToldOf> = Vec::new();
    for commands in file.commands.chunks(COMMANDS_MAX) {
        let batch = Batch {
            device: file.device,
            store_epoch: file.store_epoch,
            commands: envelopes(commands, file.device, file.store_epoch)?,
            transport: Transport::Import,
            brought_by: office.actor.0,
        };
        told.extend(receive(&ground, &AllReaders, &batch, None).await?);
    }
    let (mut photos, mut refused) = (0, 0);
    for photo in &file.attachments {
        let (hash, bytes) = (sync::unhex(&photo.sha256), sync::unbase64(&photo.data));
        let (Some(hash), Some(bytes)) = (hash.filter(|hash| hash.len() == 32), bytes) else {
            refused += 1;
            continue;
        };
        match attachment::take_whole(&ground, &hash, &bytes).await {
            Ok(()) => photos += 1,
            Err(attachment::AttachmentRefusal::Db(error)) => return Err(error.into()),
            Err(_) => refused += 1,
        }
    }
    office.note(
        "import sealed file",
        "device",
        Some(file.device),
        format!("{} commands", told.len()),
    );
    office.record_reads().await?;
    let known = told.iter().filter(|it| it.replayed).count();
    let results = told.into_iter().map(ResultView::from).collect();
    Ok(Json(ImportedView { results, known, photos, photos_refused: refused }))
}
