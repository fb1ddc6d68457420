//! Taking rows: each chunk registers, enrols, counts and records in one commit.

use super::{
    ImportOrder, ImportRefusal, ListRow, Progress,
    commit::{Commit, commit},
    enrolling::Enrolling,
    judge::{Judged, Ready},
    list::Standing,
    reader::ReadRow,
    said::{ACTIVE_AS_BPU, DUP_IN_FILE, OK, Said},
};
use crate::{number::spoken, sql};
use access::{Office, Outside, audit, place};
use db::{Bulk, Kind, Tx, Uuid, Value};
use jiff::SignedDuration;
use sheets::{Row, SkippedRow};
use std::collections::HashMap;
use terms::ids::{MembershipId, PersonId};

/// What became of a row.
#[derive(Clone, Debug)]
pub(super) struct Became {
    pub(super) said: Said,
    pub(super) person: Option<PersonId>,
    pub(super) membership: Option<MembershipId>,
}

impl Became {
    pub(super) fn refused(said: Said) -> Self {
        Self { said, person: None, membership: None }
    }

    pub(super) fn is_accepted(&self) -> bool {
        self.said.code == OK
    }

    /// Kept to be mended: everything but members.
    fn is_kept(&self) -> bool {
        ![OK, ACTIVE_AS_BPU].contains(&&*self.said.code)
    }

    /// As it is told: members with the number on their card.
    fn told(self) -> Said {
        let Some(membership) = self.membership else { return self.said };
        let number = spoken("member", membership.0);
        let id = format!("{}; nomor peserta {number}", self.said.id);
        let en = format!("{}; member number {number}", self.said.en);
        Said { id, en, ..self.said }
    }

    fn again(row: ListRow) -> Self {
        let said = Said {
            code: row.outcome.into(),
            about: row.field.map(Into::into),
            id: row.sentence_id,
            en: row.sentence_en,
        };
        Self { said, person: row.person, membership: row.membership }
    }
}

static ROWS: Bulk = Bulk {
    table: "list_row",
    columns: &[
        ("list", Kind::Uuid),
        ("row_number", Kind::Int),
        ("outcome", Kind::Text),
        ("field", Kind::Text),
        ("sentence_id", Kind::Text),
        ("sentence_en", Kind::Text),
        ("person", Kind::Uuid),
        ("membership", Kind::Uuid),
        ("content_sealed", Kind::Bytes),
    ],
    conflict: "",
};

/// Rows counted so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Counts {
    n_rows: i64,
    n_accepted: i64,
    n_refused: i64,
}

/// A row of the sheet and what is told beside it.
pub(super) type Told = (Row, Result<Said, SkippedRow>);

/// A list being taken.
pub(super) struct Importer<'a> {
    office: &'a Office,
    order: &'a ImportOrder,
    /// Where each number first stood.
    seen: HashMap<u64, u32>,
    counts: Counts,
    /// Rows up to here were taken by earlier commits.
    taken_through: i64,
    /// Commits of this run.
    n_commits: i64,
}

impl<'a> Importer<'a> {
    /// Goes on after the last commit; of a list that is done everything is only told again.
    pub(super) async fn begin(
        office: &'a Office,
        order: &'a ImportOrder,
        done: bool,
    ) -> Result<Self, ImportRefusal> {
        let standing: Standing =
            office.db.read().await?.one(&sql::LIST_STANDING, (order.list,)).await?;
        Ok(Self {
            office,
            order,
            seen: HashMap::new(),
            counts: Counts {
                n_rows: standing.n_rows,
                n_accepted: standing.n_accepted,
                n_refused: standing.n_refused,
            },
            n_commits: 0,
            taken_through: if done { i64::MAX } else { standing.last_row.unwrap_or(0) },
        })
    }

    pub(super) fn progress(&self, n_total: u64) -> Progress {
        Progress {
            n_rows: self.counts.n_rows.unsigned_abs(),
            n_total,
            n_accepted: self.counts.n_accepted.unsigned_abs(),
            n_refused: self.counts.n_refused.unsigned_abs(),
        }
    }

    /// Takes a chunk of rows, in their order.
    pub(super) async fn take(&mut self, rows: Vec<ReadRow>) -> Result<Vec<Told>, ImportRefusal> {
        let (before, mut fresh): (Vec<ReadRow>, Vec<ReadRow>) =
            rows.into_iter().partition(|row| row.number() <= self.taken_through);
        let mut told = self.tell_again(before).await?;
        self.find_repetitions(&mut fresh);
        let is_row = |row: &&ReadRow| !matches!(row.judged, Judged::Skipped(_));
        let rows: Vec<&ReadRow> = fresh.iter().filter(is_row).collect();
        let became = if rows.is_empty() { Vec::new() } else { self.commit(&rows).await? };
        drop(rows);
        let mut became = became.into_iter();
        for row in fresh {
            let said = match row.judged {
                Judged::Skipped(why) => Err(why),
                _ => Ok(became.next().map_or_else(lost, Became::told)),
            };
            told.push((row.row, said));
        }
        Ok(told)
    }

    /// Rows of earlier commits, with what was said of them.
    async fn tell_again(&mut self, rows: Vec<ReadRow>) -> Result<Vec<Told>, ImportRefusal> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
        let asked = (self.order.list, first.number(), last.number());
        let kept = self.office.db.read().await?.all(&sql::LIST_ROWS_BETWEEN, asked).await?;
        let mut kept: HashMap<i64, ListRow> =
            kept.into_iter().map(|row: ListRow| (row.row_number, row)).collect();
        let mut told = Vec::with_capacity(rows.len());
        for row in rows {
            let said =
                match (row.judged, kept.remove(&i64::try_from(row.row.number()).unwrap_or(0))) {
                    (Judged::Skipped(why), _) => Err(why),
                    (_, None) => Ok(lost()),
                    (judged, Some(kept)) => {
                        if let (Judged::Ready(ready), true) = (judged, kept.is_member()) {
                            self.seen.entry(ready.nik).or_insert(row_number(&row.row));
                        }
                        Ok(Became::again(kept).told())
                    }
                };
            told.push((row.row, said));
        }
        Ok(told)
    }

    /// A number that stood in an earlier row is a repetition; the first row is the one that counts.
    fn find_repetitions(&mut self, rows: &mut [ReadRow]) {
        for row in rows {
            let Judged::Ready(ready) = &row.judged else { continue };
            let number = row_number(&row.row);
            let first = *self.seen.entry(ready.nik).or_insert(number);
            if first != number {
                row.judged = Judged::Refused(vec![Said::new(
                    DUP_IN_FILE,
                    first.to_string(),
                    format!("NIK ini sudah ada di baris {first}; hapus salah satu baris"),
                    format!("this NIK stands in row {first} already; delete one of the rows"),
                )]);
            }
        }
    }

    async fn commit(&mut self, rows: &[&ReadRow]) -> Result<Vec<Became>, ImportRefusal> {
        let number = rows.first().map_or(0, |row| row.row.number());
        let seed = self.office.outside.id(self.order.list.0, "chunk", number);
        let chunk = Chunk { order: self.order, counts: self.counts, seed, rows };
        self.n_commits += 1;
        let (became, counts) = commit(&self.a_moment_later(), seed, &chunk).await?;
        self.counts = counts;
        Ok(became)
    }

    /// The office a millisecond after the commit before: ids begin with the time, so those of a
    /// commit follow those before in every index, and its pages are not all the pages there are.
    fn a_moment_later(&self) -> Office {
        let office = self.office;
        let later = SignedDuration::from_millis(self.n_commits);
        let now = office.outside.now.saturating_add(later).unwrap_or(office.outside.now);
        let outside = Outside::new(now, office.outside.law.clone());
        let grants = office.grants().to_vec();
        Office::new(office.db.clone(), outside, office.keys.clone(), office.actor, grants)
    }
}

/// Rows that are taken in one commit.
struct Chunk<'a> {
    order: &'a ImportOrder,
    /// Before these rows.
    counts: Counts,
    seed: Uuid,
    rows: &'a [&'a ReadRow],
}

impl Commit for Chunk<'_> {
    type Done = (Vec<Became>, Counts);

    async fn apply(&self, office: &Office, tx: &mut Tx) -> Result<Self::Done, ImportRefusal> {
        if let Some(done) = self.was_committed(tx).await? {
            return Ok(done);
        }
        let ready: Vec<&Ready> = self.rows.iter().filter_map(|row| row.ready()).collect();
        let enrolling = Enrolling { office, order: self.order, seed: self.seed };
        let mut enrolled = enrolling.enrol(tx, &ready).await?.into_iter();
        let became = self.rows.iter().map(|row| {
            let said = match &row.judged {
                Judged::Ready(_) => return enrolled.next(),
                Judged::Refused(faults) => Said::together(faults.clone()),
                Judged::Skipped(_) => None,
            };
            said.map(Became::refused)
        });
        let became: Vec<Became> =
            became.map(|row| row.unwrap_or_else(|| Became::refused(lost()))).collect();
        let counts = self.record(office, tx, &became).await?;
        Ok((became, counts))
    }
}

impl Chunk<'_> {
    /// After a commit of which nobody knows whether it holds, the next attempt finds it, or not.
    /// A list that others read on meanwhile is theirs.
    async fn was_committed(
        &self,
        tx: &mut Tx,
    ) -> Result<Option<(Vec<Became>, Counts)>, ImportRefusal> {
        let rows = self.rows;
        let now: Standing = tx.one(&sql::LIST_STANDING, (self.order.list,)).await?;
        if now.state == "reading" && now.n_rows == self.counts.n_rows {
            return Ok(None);
        }
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(None) };
        let n = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        if now.n_rows != self.counts.n_rows + n || now.last_row != Some(last.number()) {
            return Err(ImportRefusal::UnderWay);
        }
        let asked = (self.order.list, first.number(), last.number());
        let kept: Vec<ListRow> = tx.all(&sql::LIST_ROWS_BETWEEN, asked).await?;
        let counts =
            Counts { n_rows: now.n_rows, n_accepted: now.n_accepted, n_refused: now.n_refused };
        Ok(Some((kept.into_iter().map(Became::again).collect(), counts)))
    }

    /// Writes the rows, counts them, and notes the commit in the audit.
    async fn record(
        &self,
        office: &Office,
        tx: &mut Tx,
        became: &[Became],
    ) -> Result<Counts, ImportRefusal> {
        let list = self.order.list;
        let mut counts = self.counts;
        let mut kept = Vec::with_capacity(self.rows.len());
        for (row, became) in self.rows.iter().zip(became) {
            counts.n_rows += 1;
            counts.n_accepted += i64::from(became.is_accepted());
            counts.n_refused += i64::from(became.is_kept());
            kept.push(self.kept(office, row, became));
        }
        tx.insert_many(&ROWS, kept).await?;
        let (n, n_accepted) = (counts.n_rows - self.counts.n_rows, counts.n_accepted);
        let advanced = (list, self.counts.n_rows, counts.n_rows, n_accepted, counts.n_refused);
        if tx.run(&sql::ADVANCE_LIST, advanced).await? != 1 {
            return Err(ImportRefusal::UnderWay);
        }
        let enrolled = n_accepted - self.counts.n_accepted;
        let detail = format!("{n} rows, {enrolled} enrolled");
        office.note("import", "list", Some(list.0), detail);
        let notes = office.take_notes();
        audit::append(tx, audit::chain_of(list.0), office.outside.now, &notes).await?;
        Ok(counts)
    }

    fn kept(&self, office: &Office, row: &ReadRow, became: &Became) -> Vec<Value> {
        let (list, number) = (self.order.list.0, row.number());
        let (id, en) = became.said.stored();
        let content = became.is_kept().then(|| {
            let cells: Vec<&str> = row.row.iter().map(sheets::Cell::text).collect();
            let content = serde_json::to_vec(&cells).unwrap_or_default();
            let place_of_row = place::list_row(list, number);
            office.keys.seal(place::LIST_ROW_CONTENT, place_of_row, &content)
        });
        vec![
            Value::Uuid(Some(list)),
            Value::Int(Some(number)),
            Value::Text(Some(became.said.code.to_string())),
            Value::Text(became.said.about.as_ref().map(ToString::to_string)),
            Value::Text(Some(id)),
            Value::Text(Some(en)),
            Value::Uuid(became.person.map(|person| person.0)),
            Value::Uuid(became.membership.map(|membership| membership.0)),
            Value::Bytes(content),
        ]
    }
}

fn row_number(row: &Row) -> u32 {
    u32::try_from(row.number()).unwrap_or(u32::MAX)
}

/// A row of which nothing is known: the database and the file disagree, which a test would show.
pub(super) fn lost() -> Said {
    Said {
        code: "ROW_LOST".into(),
        about: None,
        id: "Baris ini tidak tercatat; kirim daftar lagi".into(),
        en: "this row is not on record; send the list again".into(),
    }
}
