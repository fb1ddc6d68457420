//! Lists as they are kept: their standing, what became of their rows, the refused rows to be mended.

use super::{
    ImportOrder, ImportRefusal, Imported,
    commit::{Commit, commit},
    said::{ACTIVE_AS_BPU, OK, Said},
    sheet::ResultSheet,
};
use crate::sql;
use access::{Duty, Office, audit, place};
use db::{DbError, Tx, row};
use serde::Serialize;
use sheets::{Columns, Row, SheetRefusal};
use terms::{
    AreaCode, Payer, Timestamp,
    ids::{ListId, MembershipId, PersonId, UserId},
};

row! {
    /// A list that was handed in.
    #[derive(Serialize)]
    pub struct List {
        /// Its id.
        pub id: ListId,
        /// The file's name when it was first handed in.
        pub name: String,
        /// The area it is for.
        pub area: AreaCode,
        /// Who pays where a row does not say.
        pub payer: Payer,
        pub(super) ordered: String,
        pub(super) headers: String,
        /// Rows read.
        pub n_rows: i64,
        /// Rows enrolled.
        pub n_accepted: i64,
        /// Rows kept with their reasons.
        pub n_refused: i64,
        /// `reading`, `done`, `refused`.
        pub state: String,
        /// Why it was refused as a whole.
        pub reason: Option<String>,
        /// When it came.
        pub received_at: Timestamp,
        /// Who handed it in.
        pub received_by: UserId,
        /// When it was read to its end.
        pub finished_at: Option<Timestamp>,
    }
}

row! {
    /// How far a list has been read.
    pub(crate) struct Standing {
        pub(super) state: String,
        pub(super) n_rows: i64,
        pub(super) n_accepted: i64,
        pub(super) n_refused: i64,
        pub(super) last_row: Option<i64>,
    }
}

row! {
    /// What became of a row.
    #[derive(Serialize)]
    pub struct ListRow {
        /// Its number in the sheet.
        pub row_number: i64,
        /// Stable code.
        pub outcome: String,
        /// The column, or the fact the code is about.
        pub field: Option<String>,
        /// In Indonesian.
        pub sentence_id: String,
        /// In English.
        pub sentence_en: String,
        /// The person, if registered.
        pub person: Option<PersonId>,
        /// The membership, opened now or before.
        pub membership: Option<MembershipId>,
    }
}

row! {
    /// A row that was kept.
    pub(crate) struct RefusedRow {
        row_number: i64,
        outcome: String,
        field: Option<String>,
        sentence_id: String,
        sentence_en: String,
        content_sealed: Vec<u8>,
    }
}

impl List {
    /// Refuses when the same content was ordered otherwise.
    pub(super) fn was_ordered_as(&self, order: &ImportOrder) -> Result<(), ImportRefusal> {
        if self.ordered == order.kept() {
            return Ok(());
        }
        Err(ImportRefusal::OtherOrder { list: self.id, area: self.area.clone(), payer: self.payer })
    }
}

/// A list to be opened, or to be kept with why it is refused.
struct Open<'a> {
    order: &'a ImportOrder,
    sha256: String,
    headers: String,
    refusal: Option<&'a SheetRefusal>,
}

/// Opens a list, or keeps why it is refused; answers the id it has from now on.
pub(super) async fn open(
    office: &Office,
    order: &ImportOrder,
    sha256: String,
    headers: &[String],
    refusal: Option<&SheetRefusal>,
) -> Result<ListId, ImportRefusal> {
    let headers = serde_json::to_string(headers).unwrap_or_default();
    match commit(office, order.list.0, &Open { order, sha256, headers, refusal }).await {
        // Two handed the same file in at the same moment; the other one reads it.
        Err(ImportRefusal::Db(DbError::Unique(_))) => Err(ImportRefusal::UnderWay),
        opened => opened,
    }
}

impl Commit for Open<'_> {
    type Done = ListId;

    async fn apply(&self, office: &Office, tx: &mut Tx) -> Result<ListId, ImportRefusal> {
        let (now, order, actor) = (office.outside.now, self.order, office.actor);
        let before: Option<List> = tx.first(&sql::LIST_BY_CONTENT, (self.sha256.clone(),)).await?;
        let (name, area): (String, _) =
            (order.file_name.chars().take(200).collect(), order.area.clone());
        let (payer, kept, headers) = (order.payer.word(), order.kept(), self.headers.clone());
        let state = if self.refusal.is_some() { "refused" } else { "reading" };
        let reason = self.refusal.map(ToString::to_string);
        let list = match before {
            Some(list) if list.state != "refused" => return Err(ImportRefusal::UnderWay),
            Some(list) => {
                let id = list.id;
                let row = (id, name, area, payer, kept, headers, state, reason, now, actor);
                tx.run(&sql::OPEN_LIST_AGAIN, row).await?;
                id
            }
            None => {
                let (id, sha256) = (order.list, self.sha256.clone());
                let row = (id, sha256, name, area, payer, kept, headers, state, reason, now, actor);
                tx.run(&sql::ADD_LIST, row).await?;
                id
            }
        };
        let action = if self.refusal.is_some() { "refuse list" } else { "open list" };
        let detail = self.refusal.map_or("", SheetRefusal::code);
        office.note(action, "list", Some(list.0), detail);
        audit::append(tx, audit::chain_of(list.0), now, &office.take_notes()).await?;
        Ok(list)
    }
}

/// A list and where it stands; one outside the actor's area is as good as none.
pub async fn list_status(
    tx: &mut Tx,
    office: &Office,
    list: ListId,
) -> Result<List, ImportRefusal> {
    let found: Option<List> = tx.first(&sql::LIST_BY_ID, (list,)).await?;
    let allowed = |list: &List| office.allow(Duty::ImportList, &list.area).is_ok();
    found.filter(allowed).ok_or(ImportRefusal::NoSuchList)
}

/// The newest lists for an area and what lies in it.
pub async fn lists(
    tx: &mut Tx,
    office: &Office,
    area: &AreaCode,
    limit: u32,
) -> Result<Vec<List>, ImportRefusal> {
    office.allow(Duty::ImportList, area)?;
    // Below an area are the codes that go on with a point; the next character after it ends them.
    let (from, to) = (area.to_string(), format!("{area}/"));
    Ok(tx.all(&sql::LISTS, (from, to, limit.min(200))).await?)
}

/// A page of what became of the rows after a row, all or those of one outcome. The sentences may
/// quote what the list says of people: the reading is noted.
pub async fn list_rows(
    tx: &mut Tx,
    office: &Office,
    list: ListId,
    outcome: Option<&str>,
    after_row: i64,
    limit: u32,
) -> Result<Vec<ListRow>, ImportRefusal> {
    list_status(tx, office, list).await?;
    let limit = limit.min(2_000);
    office.note("read list rows", "list", Some(list.0), "");
    Ok(match outcome {
        None => tx.all(&sql::LIST_ROWS, (list, after_row, limit)).await?,
        Some(outcome) => {
            let asked = (list, outcome.to_owned(), after_row, limit);
            tx.all(&sql::LIST_ROWS_OF_OUTCOME, asked).await?
        }
    })
}

/// What came of a list, from what was kept.
pub async fn outcomes(
    office: &Office,
    list: ListId,
    was_known: bool,
) -> Result<Imported, ImportRefusal> {
    let mut tx = office.db.read().await?;
    let standing = list_status(&mut tx, office, list).await?;
    let rows: Vec<(String, i64)> = tx.all(&sql::LIST_OUTCOMES, (list,)).await?;
    let by_outcome: std::collections::BTreeMap<String, u64> =
        rows.into_iter().map(|(outcome, n)| (outcome, n.unsigned_abs())).collect();
    Ok(Imported {
        list,
        was_known,
        n_rows: standing.n_rows.unsigned_abs(),
        n_accepted: standing.n_accepted.unsigned_abs(),
        n_refused: standing.n_refused.unsigned_abs(),
        n_already: by_outcome.get(ACTIVE_AS_BPU).copied().unwrap_or_default(),
        by_outcome,
    })
}

/// Rows opened at once.
const PAGE: u32 = 2_000;

/// Writes a sheet of the refused rows alone, with their reasons, to be mended and sent; answers how
/// many there are. It opens personal data and is noted before the sheet is begun.
pub async fn failed_rows(
    office: &Office,
    list: ListId,
    sheet: &mut ResultSheet,
) -> Result<u64, ImportRefusal> {
    let kept = list_status(&mut office.db.read().await?, office, list).await?;
    office.note("open refused rows", "list", Some(list.0), "");
    office.record_reads().await?;
    let headers: Vec<String> = serde_json::from_str(&kept.headers).unwrap_or_default();
    let header = Row::from_texts(1, headers.iter().map(String::as_str));
    if kept.state == "refused" {
        return Ok(0);
    }
    sheet.begin(&Columns::of_row(&header)?).map_err(ImportRefusal::Result)?;
    let (mut after, mut n) = (0, 0);
    loop {
        let mut tx = office.db.read().await?;
        let page: Vec<RefusedRow> = tx.all(&sql::REFUSED_ROWS, (list, after, PAGE)).await?;
        drop(tx);
        let Some(last) = page.last() else { break };
        after = last.row_number;
        for row in page {
            let place_of_row = place::list_row(list.0, row.row_number);
            let content = office.keys.open_text(
                place::LIST_ROW_CONTENT,
                place_of_row,
                &row.content_sealed,
            )?;
            let cells: Vec<String> = serde_json::from_str(content.reveal()).unwrap_or_default();
            let number = row.row_number.unsigned_abs();
            let said = row.said();
            sheet
                .row(&Row::from_texts(number, cells.iter().map(String::as_str)), &said.result())
                .map_err(ImportRefusal::Result)?;
            n += 1;
        }
    }
    sheet.finish().map_err(ImportRefusal::Result)?;
    Ok(n)
}

impl RefusedRow {
    fn said(self) -> Said {
        Said {
            code: self.outcome.into(),
            about: self.field.map(Into::into),
            id: self.sentence_id,
            en: self.sentence_en,
        }
    }
}

impl ListRow {
    /// Whether the row's person is a member by it or was one already: a later row of the same
    /// number is then a repetition.
    pub(super) fn is_member(&self) -> bool {
        [OK, ACTIVE_AS_BPU].contains(&self.outcome.as_str())
    }
}
