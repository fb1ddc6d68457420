//! Users, roles and tokens, for administrators.
//!
//! A one-time password or token is shown in the answer that made it and kept nowhere. Asking again
//! with the same key therefore cannot show it again: it says so, and what to do.

use super::sessions::{GrantView, NothingForm};
use crate::{
    book::{Book, Route},
    door::{Asked, Door, Named, Params},
    office::Server,
    problem::Problem,
    wire::{PageParams, PageView},
};
use access::{
    Command, CommandError, CommandHeader, Office, Role, carry_out,
    factors::TakeFactorsAway,
    passwords::{self, PasswordHash},
    sessions::IssueToken,
    users::{
        CreateUser, DisableUser, EnableUser, GrantRole, ResetPassword, RevokeRole, User, list_users,
    },
};
use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use terms::{AreaCode, Date, OFFICE_TIME, Private, Timestamp, ids::UserId};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) fn write(book: Book) -> Book {
    let command = |path, summary| Route::command(path, "access", summary);
    let role = json!({ "role": "village_clerk", "area": "33.02.15.2006" });
    book.add(
        Route::get("/api/v1/users", "access", "Users with their roles")
            .params::<PageParams>()
            .answers_page::<UserView>("By login."),
        list,
    )
    .add(
        command("/api/v1/users", "Make a user; answers a one-time password")
            .body::<UserForm>(
                json!({ "login": "petugas.cilacap", "display_name": "Petugas Cilacap" }),
            )
            .answers::<NewUserView>(201, "The password is shown once."),
        create,
    )
    .add(
        command("/api/v1/users/{id}/grant", "Grant a role for an area (none: everywhere)")
            .body::<RoleForm>(role.clone())
            .answers_as(204, "", "Granted."),
        grant,
    )
    .add(
        command("/api/v1/users/{id}/revoke", "End a role; in force at once")
            .body::<RoleForm>(role)
            .answers_as(204, "", "Revoked."),
        revoke,
    )
    .add(
        command("/api/v1/users/{id}/disable", "Shut a user out, sessions and tokens too")
            .answers_as(204, "", "Disabled."),
        disable,
    )
    .add(
        command("/api/v1/users/{id}/enable", "Let a disabled user in again")
            .answers_as(204, "", "Enabled."),
        enable,
    )
    .add(
        command(
            "/api/v1/users/{id}/reset-password",
            "Give a one-time password; every session ends",
        )
        .answers::<NewUserView>(200, "The password is shown once."),
        reset_password,
    )
    .add(
        command(
            "/api/v1/users/{id}/remove-second-factors",
            "Take code app and passkeys away from a lost phone; every session ends",
        )
        .answers_as(204, "", "Taken away; the password is asked for alone."),
        remove_second_factors,
    )
    .add(
        command("/api/v1/tokens", "Give an integrator's machine a token")
            .body::<TokenForm>(json!({
                "user": "0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60",
                "label": "bank, server 1", "expires_on": "2027-06-30",
            }))
            .answers::<NewTokenView>(201, "The token is shown once."),
        issue_token,
    )
}

#[derive(Serialize, ToSchema)]
struct UserView {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    login: String,
    display_name: String,
    is_active: bool,
    must_change_password: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    grants: Vec<GrantView>,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self {
            id: user.id.0,
            login: user.login,
            display_name: user.display_name,
            is_active: user.is_active,
            must_change_password: user.must_change_password,
            created_at: user.created_at,
            grants: user.grants.iter().map(Into::into).collect(),
        }
    }
}

async fn list(
    door: Door,
    Params(page): Params<PageParams>,
) -> Result<Json<PageView<UserView>>, Problem> {
    let mut tx = door.office.db.read().await?;
    let users = list_users(&mut tx, &door.office, page.after.as_deref(), page.limit()).await?;
    let views = users.into_iter().map(UserView::from).collect();
    Ok(Json(PageView::of(views, page.limit(), |user| user.login.clone())))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UserForm {
    /// 3 to 64 small letters, digits, `.`, `_`, `-`, `@`.
    login: String,
    display_name: String,
}

#[derive(Serialize, ToSchema)]
struct NewUserView {
    #[schema(value_type = String, format = Uuid)]
    user: Uuid,
    /// Good for one sign-in; then it must be changed.
    one_time_password: String,
}

/// Carries out a command that hands out a secret. The secret is part of the content, so that asking
/// again is found out instead of answered with another secret that is not in force.
pub(super) async fn hand_out<C: Command>(
    office: &Office,
    header: &CommandHeader,
    secret: &str,
    command: &C,
) -> Result<C::Answer, Problem>
where
    Problem: From<C::Refusal>,
{
    let digest =
        Sha256::new().chain_update(&header.digest).chain_update(secret).finalize().to_vec();
    let header = CommandHeader { id: header.id, digest };
    carry_out(office, &header, command).await.map_err(|error| match error {
        CommandError::OtherContent => Problem::new(
            "other-content",
            "SECRET_SHOWN_ONCE",
            "Permintaan dengan kunci ini sudah dikerjakan, dan rahasianya hanya ditampilkan sekali; bila tidak sampai, buat kata sandi atau token baru dengan kunci baru",
            "a request with this key was carried out, and its secret is shown only once; if it did not reach you, make a new password or token with a new key",
        ),
        error => error.into(),
    })
}

async fn one_time(
    server: &Server,
    login: &str,
) -> Result<(Private<String>, PasswordHash), Problem> {
    let password = passwords::one_time()?;
    let hash = server.passwords.hash(login, &password).await?;
    Ok((password, hash))
}

async fn create(
    State(server): State<Arc<Server>>,
    Asked { door, header, form }: Asked<UserForm>,
) -> Result<(StatusCode, Json<NewUserView>), Problem> {
    door.office.allow_everywhere(access::Duty::ManageUsers)?;
    let (password, one_time) = one_time(&server, &form.login).await?;
    let command = CreateUser { login: form.login, display_name: form.display_name, one_time };
    let made = hand_out(&door.office, &header, password.reveal(), &command).await?;
    let view = NewUserView { user: made.user.0, one_time_password: password.into_revealed() };
    Ok((StatusCode::CREATED, Json(view)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RoleForm {
    /// `agent`, `village_clerk`, `regency_official`, `branch_staff`, `adjudicator`,
    /// `second_officer`, `finance`, `analyst`, `auditor`, `administrator`, `integrator`.
    role: String,
    /// `33`, `33.02`, `33.02.15`, `33.02.15.2006`; absent is everywhere.
    #[schema(value_type = Option<String>)]
    area: Option<AreaCode>,
}

/// A role by its word; `field` is where it was written.
pub(super) fn role_named(word: &str, field: &'static str) -> Result<Role, Problem> {
    Role::from_word(word).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        let (given, known) = (word.chars().take(40).collect::<String>(), known.join(", "));
        Problem::new(
            "invalid-fields",
            "UNKNOWN_WORD",
            format!("“{given}” bukan peran; yang ada: {known}"),
            format!("“{given}” is not a role; known are: {known}"),
        )
        .field(field)
    })
}

async fn grant(
    Named(user): Named<UserId>,
    Asked { door, header, form }: Asked<RoleForm>,
) -> Result<StatusCode, Problem> {
    let command = GrantRole { user, role: role_named(&form.role, "role")?, area: form.area };
    carry_out(&door.office, &header, &command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn revoke(
    Named(user): Named<UserId>,
    Asked { door, header, form }: Asked<RoleForm>,
) -> Result<StatusCode, Problem> {
    let command = RevokeRole { user, role: role_named(&form.role, "role")?, area: form.area };
    carry_out(&door.office, &header, &command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn disable(
    Named(user): Named<UserId>,
    asked: Asked<NothingForm>,
) -> Result<StatusCode, Problem> {
    carry_out(&asked.door.office, &asked.header, &DisableUser(user)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn enable(
    Named(user): Named<UserId>,
    asked: Asked<NothingForm>,
) -> Result<StatusCode, Problem> {
    carry_out(&asked.door.office, &asked.header, &EnableUser(user)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove_second_factors(
    Named(user): Named<UserId>,
    asked: Asked<NothingForm>,
) -> Result<StatusCode, Problem> {
    carry_out(&asked.door.office, &asked.header, &TakeFactorsAway(user)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn reset_password(
    State(server): State<Arc<Server>>,
    Named(user): Named<UserId>,
    asked: Asked<NothingForm>,
) -> Result<Json<NewUserView>, Problem> {
    asked.door.office.allow_everywhere(access::Duty::ManageUsers)?;
    let (password, one_time) = one_time(&server, "").await?;
    let command = ResetPassword { user, one_time };
    hand_out(&asked.door.office, &asked.header, password.reveal(), &command).await?;
    Ok(Json(NewUserView { user: user.0, one_time_password: password.into_revealed() }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TokenForm {
    /// A user whose only role is `integrator`.
    #[schema(value_type = String, format = Uuid)]
    user: UserId,
    /// Where it is used.
    label: String,
    /// Its last day, within a year.
    #[schema(value_type = String, format = Date)]
    expires_on: Date,
}

#[derive(Serialize, ToSchema)]
struct NewTokenView {
    /// For ending it.
    #[schema(value_type = String, format = Uuid)]
    session: Uuid,
    /// For `Authorization: Bearer`; shown once.
    token: String,
}

async fn issue_token(
    Asked { door, header, form }: Asked<TokenForm>,
) -> Result<(StatusCode, Json<NewTokenView>), Problem> {
    let end = form.expires_on.tomorrow().and_then(|day| day.to_zoned(OFFICE_TIME));
    let end = end.map_err(|_| access::sessions::SessionRefusal::Expiry)?.timestamp();
    let (command, token) = IssueToken::prepare(form.user, &form.label, end)?;
    let made = hand_out(&door.office, &header, token.reveal(), &command).await?;
    let view = NewTokenView { session: made.session, token: token.reveal().to_owned() };
    Ok((StatusCode::CREATED, Json(view)))
}
