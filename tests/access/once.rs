//! A command is done once, by someone who may, and every change of its record is found.

use super::faults;
use access::{
    Command, CommandError, CommandHeader, Duty, Forbidden, Office, Role, audit, carry_out,
};
use db::{DbError, Dialect, Tx, Uuid};
use jiff::SignedDuration;
use proofs::{World, on_both, raw, raw_rows};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

on_both![
    one_changed_byte_names_its_block,
    a_removed_entry_names_its_block,
    a_removed_block_is_missed,
    a_cut_end_does_not_agree_with_the_head,
    a_command_sent_again_is_done_once_and_answers_the_same,
    a_command_sent_many_times_at_once_is_done_once,
    a_command_that_never_asks_is_taken_back,
    a_refusal_leaves_nothing_behind,
];

/// A command that notes what it is told, and asks or forgets to ask.
struct Note {
    detail: &'static str,
    asks: bool,
    applied: AtomicU32,
}

impl Note {
    fn new(detail: &'static str) -> Self {
        Self { detail, asks: true, applied: AtomicU32::new(0) }
    }
}

/// Why a note is refused.
#[derive(Debug)]
enum NoteRefusal {
    Forbidden(Forbidden),
    Db,
}

impl From<Forbidden> for NoteRefusal {
    fn from(error: Forbidden) -> Self {
        Self::Forbidden(error)
    }
}

impl From<DbError> for NoteRefusal {
    fn from(_: DbError) -> Self {
        Self::Db
    }
}

static SET: db::Statement<(&'static str,), ()> = db::Statement::new(
    "set",
    "INSERT INTO setting (name, value) VALUES ($1, 'x') ON CONFLICT (name) DO NOTHING",
);

impl Command for Note {
    const NAME: &'static str = "note";
    type Answer = u32;
    type Refusal = NoteRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<u32, NoteRefusal> {
        if self.asks {
            office.allow_everywhere(Duty::RunJobs)?;
        }
        tx.run(&SET, (self.detail,)).await?;
        office.note("note", "setting", None, self.detail);
        Ok(self.applied.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

async fn settings(world: &World) -> Vec<String> {
    let rows: Vec<(String,)> =
        raw_rows(&world.db(), "SELECT name FROM setting ORDER BY name").await.unwrap();
    rows.into_iter().map(|(name,)| name).collect()
}

/// Three commands of one chain: their ids end in the same byte.
async fn three_blocks(world: &World) -> u8 {
    for (n, detail) in [(1u128, "one"), (2, "two"), (3, "three")] {
        let id = Uuid::from_u128((n << 64) | 1);
        carry_out(
            &world.system(),
            &CommandHeader::new(terms::ids::CommandId(id), b""),
            &Note::new(detail),
        )
        .await
        .unwrap();
    }
    audit::chain_of(Uuid::from_u128(1))
}

/// Takes the guard of the database itself away, as somebody with its password could.
async fn unguard(world: &World) {
    for table in ["audit_entry", "audit_block"] {
        let changes = match world.db().dialect() {
            Dialect::Sqlite => vec![
                format!("DROP TRIGGER {table}_is_final"),
                format!("DROP TRIGGER {table}_stays"),
            ],
            Dialect::Postgres => vec![format!("ALTER TABLE {table} DISABLE TRIGGER USER")],
        };
        for change in changes {
            raw(&world.db(), &change).await.unwrap();
        }
    }
}

async fn one_changed_byte_names_its_block(world: World) {
    let chain = three_blocks(&world).await;
    assert_eq!(faults(&world).await, Vec::<String>::new());
    unguard(&world).await;
    let n = raw(&world.db(), "UPDATE audit_entry SET detail = 'twO' WHERE detail = 'two'")
        .await
        .unwrap();
    assert_eq!(n, 1);
    assert_eq!(
        faults(&world).await,
        [format!("audit chain {chain}, block 2: an entry or the hash was changed")]
    );
}

async fn a_removed_entry_names_its_block(world: World) {
    let chain = three_blocks(&world).await;
    unguard(&world).await;
    assert_eq!(raw(&world.db(), "DELETE FROM audit_entry WHERE detail = 'two'").await.unwrap(), 1);
    assert_eq!(
        faults(&world).await,
        [format!("audit chain {chain}, block 2: an entry is missing or was added")]
    );
}

async fn a_removed_block_is_missed(world: World) {
    let chain = three_blocks(&world).await;
    unguard(&world).await;
    raw(&world.db(), "DELETE FROM audit_entry WHERE seq = 2").await.unwrap();
    raw(&world.db(), "DELETE FROM audit_block WHERE seq = 2").await.unwrap();
    assert_eq!(
        faults(&world).await,
        [format!("audit chain {chain}, block 2: the block is missing")]
    );
}

async fn a_cut_end_does_not_agree_with_the_head(world: World) {
    let chain = three_blocks(&world).await;
    unguard(&world).await;
    raw(&world.db(), "DELETE FROM audit_entry WHERE seq = 3").await.unwrap();
    raw(&world.db(), "DELETE FROM audit_block WHERE seq = 3").await.unwrap();
    let found = faults(&world).await;
    assert!(
        found.contains(&format!(
            "audit chain {chain}, block 3: a block is missing, or the head was changed"
        )),
        "{found:?}"
    );
}

async fn a_command_sent_again_is_done_once_and_answers_the_same(world: World) {
    let (command, header) = (Note::new("once"), world.header("once"));
    assert_eq!(carry_out(&world.system(), &header, &command).await.unwrap(), 1);
    world.wait(SignedDuration::from_hours(24));
    assert_eq!(carry_out(&world.system(), &header, &command).await.unwrap(), 1);
    assert_eq!(command.applied.load(Ordering::Relaxed), 1);
    let other = CommandHeader::new(header.id, b"other");
    assert!(matches!(
        carry_out(&world.system(), &other, &command).await,
        Err(CommandError::OtherContent)
    ));
    let someone = world.office(Role::Administrator, None);
    assert!(
        matches!(carry_out(&someone, &header, &command).await, Err(CommandError::OtherContent)),
        "another's command"
    );
}

async fn a_command_sent_many_times_at_once_is_done_once(world: World) {
    let (world, header) = (Arc::new(world), Arc::new(Note::new("once")));
    let id = world.header("once");
    let sent: Vec<_> = (0..8)
        .map(|_| {
            let (world, command, id) = (Arc::clone(&world), Arc::clone(&header), id.clone());
            tokio::spawn(async move {
                carry_out(&world.system(), &id, &*command).await.map_err(|e| format!("{e:?}"))
            })
        })
        .collect();
    let mut answers = Vec::new();
    for one in sent {
        answers.push(one.await.unwrap().unwrap());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let kept: Vec<(i64,)> = raw_rows(&world.db(), "SELECT COUNT(*) FROM command").await.unwrap();
    assert_eq!(kept, [(1,)]);
    assert_eq!(faults(&world).await, Vec::<String>::new());
}

async fn a_command_that_never_asks_is_taken_back(world: World) {
    let command = Note { asks: false, ..Note::new("unasked") };
    let office = world.system();
    let said = carry_out(&office, &world.header(""), &command).await.unwrap_err();
    assert!(matches!(said, CommandError::NeverAsked("note")), "{said:?}");
    // An office that asked for something earlier has not asked for this.
    office.allow_everywhere(Duty::RunJobs).unwrap();
    let said = carry_out(&office, &world.header(""), &command).await.unwrap_err();
    assert!(matches!(said, CommandError::NeverAsked("note")), "{said:?}");
    assert_eq!(settings(&world).await, Vec::<String>::new());
}

async fn a_refusal_leaves_nothing_behind(world: World) {
    let said = world
        .carry_out(&world.office(Role::Auditor, None), &Note::new("forbidden"))
        .await
        .unwrap_err();
    let CommandError::Refused(NoteRefusal::Forbidden(forbidden)) = said else { panic!("{said:?}") };
    assert!(
        forbidden.to_string().contains("ask an administrator")
            && forbidden.indonesian().contains("administrator")
    );
    assert_eq!(settings(&world).await, Vec::<String>::new());
    let entries: Vec<(i64,)> =
        raw_rows(&world.db(), "SELECT COUNT(*) FROM audit_entry").await.unwrap();
    assert_eq!(entries, [(0,)]);
}
