//! Name and telephone of people who are no members: sealed, opened only for whoever may, and noted.

use super::{
    refusal::{CampaignRefusal, field},
    sql,
};
use access::Office;
use db::{DbError, Tx, Uuid};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Where a contact is sealed: `outreach_contact.content_sealed`, row = its id.
const PLACE: &str = access::place::OUTREACH_CONTACT;

/// A name and a telephone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The name.
    pub name: String,
    /// The telephone, if there is one.
    #[serde(default)]
    pub phone: Option<String>,
}

/// A telephone as the register writes it, so that it is found there.
pub(crate) fn phone(said: Option<&str>) -> Result<Option<String>, CampaignRefusal> {
    let Some(said) = said.map(str::trim).filter(|said| !said.is_empty()) else { return Ok(None) };
    match registry::Phone::read("phone", said) {
        Ok(phone) => Ok(Some(phone.as_str().to_owned())),
        Err(fault) => Err(field(fault.code, fault.field, fault.id, fault.en)),
    }
}

/// Keeps a contact under the id of what it belongs to.
pub(crate) async fn keep(
    tx: &mut Tx,
    office: &Office,
    id: Uuid,
    contact: &Contact,
) -> Result<(), DbError> {
    let plain = serde_json::to_vec(contact).map_err(|error| DbError::Broken {
        statement: "outreach_contact",
        reason: error.to_string(),
    })?;
    tx.run(&sql::KEEP_CONTACT, (id, office.keys.seal(PLACE, id, &plain))).await?;
    Ok(())
}

/// Opens contacts; that they were read is noted, each.
pub(crate) async fn open(
    tx: &mut Tx,
    office: &Office,
    kind: &'static str,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Contact>, CampaignRefusal> {
    let rows = tx.all(&sql::CONTACTS, (ids,)).await?;
    let mut open = HashMap::with_capacity(rows.len());
    for (id, sealed) in rows {
        let plain = office.keys.open_bytes(PLACE, id, &sealed)?;
        if let Ok(contact) = serde_json::from_slice(plain.reveal()) {
            office.note("read contact", kind, Some(id), "");
            open.insert(id, contact);
        }
    }
    Ok(open)
}
