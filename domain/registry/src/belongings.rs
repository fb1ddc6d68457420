//! Adding to a person's record and ending what is on it: work, heirs, consents, attestations.

use crate::{
    NewAttestation, NewConsent, NewHeir, NewOccupation, RegistryRefusal, change,
    person::{occupations_max, too_many_occupations},
    register::{
        ATTESTATIONS, CONSENTS, HEIRS, OCCUPATIONS, attestation_row, consent_row, heir_row,
        occupation_row,
    },
    sql,
};
use access::{Command, CommandHeader, Duty, Office};
use db::{Tx, Uuid};
use serde::{Deserialize, Serialize};
use terms::{Date, ids::PersonId};

/// The entry that was made or ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EntryId {
    /// Its id on the person's record.
    pub entry: Uuid,
}

macro_rules! command {
    ($(#[$doc:meta])* $name:ident = $word:literal of $field_word:literal {
        $($(#[$fdoc:meta])* $field:ident: $type:ty),+ $(,)?
    }
     |$this:ident, $office:ident, $tx:ident, $head:ident, $id:ident| $body:block) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            /// Whose record.
            pub person: PersonId,
            $($(#[$fdoc])* pub $field: $type),+
        }

        impl Command for $name {
            const NAME: &'static str = $word;
            type Answer = EntryId;
            type Refusal = RegistryRefusal;

            async fn apply(
                &self,
                header: &CommandHeader,
                $office: &Office,
                $tx: &mut Tx,
            ) -> Result<EntryId, RegistryRefusal> {
                let $this = self;
                let $head = change::person_for($tx, $office, Duty::Enrol, self.person).await?;
                let $id = $office.outside.id(header.id.0, $word, 0);
                let entry: Uuid = $body;
                change::remember($tx, $office, &$head, $field_word, true).await?;
                $office.note($word, "person", Some(self.person.0), entry.to_string());
                Ok(EntryId { entry })
            }
        }
    };
}

command! {
    /// Adds work to a record; the law limits how many kinds at once.
    AddOccupation = "add_occupation" of "occupations" {
        /// The work.
        work: NewOccupation,
        /// From which day.
        from: Date,
    }
    |this, office, tx, head, id| {
        let (n,): (i64,) = tx
            .one(&sql::COUNT_OCCUPATIONS, (head.bucket(), this.person, this.from))
            .await?;
        let max = occupations_max(&office.outside);
        if usize::try_from(n).is_ok_and(|n| n >= max) {
            return Err(too_many_occupations(max).into());
        }
        tx.insert_many(&OCCUPATIONS, vec![occupation_row(this.person, id, &this.work, this.from)])
            .await?;
        id
    }
}

command! {
    /// Ends work on a record; the day is the first without it.
    EndOccupation = "end_occupation" of "occupations" {
        /// Which entry.
        entry: Uuid,
        /// The first day without it.
        on: Date,
    }
    |this, office, tx, head, _id| {
        let began: Option<(Date,)> = tx
            .first(&sql::OPEN_OCCUPATION, (head.bucket(), this.person, this.entry))
            .await?;
        let (from,) = began.ok_or(RegistryRefusal::NoSuchEntry)?;
        if this.on < from {
            return Err(RegistryRefusal::EndsBeforeItBegins(from));
        }
        tx.run(&sql::END_OCCUPATION, (this.on, head.bucket(), this.person, this.entry)).await?;
        this.entry
    }
}

command! {
    /// Adds an heir or contact.
    AddHeir = "add_heir" of "heirs" {
        /// Who.
        heir: NewHeir,
    }
    |this, office, tx, head, id| {
        tx.insert_many(&HEIRS, vec![heir_row(office, this.person, id, &this.heir)]).await?;
        id
    }
}

command! {
    /// Takes an heir or contact off the record; the entry stays, marked.
    RemoveHeir = "remove_heir" of "heirs" {
        /// Which entry.
        entry: Uuid,
    }
    |this, office, tx, head, _id| {
        let binds = (office.outside.now, head.bucket(), this.person, this.entry);
        ended(tx.run(&sql::REMOVE_HEIR, binds).await?, this.entry)?
    }
}

command! {
    /// Records what a person agreed to.
    GiveConsent = "give_consent" of "consents" {
        /// What, and how it was given.
        consent: NewConsent,
    }
    |this, office, tx, head, id| {
        tx.insert_many(&CONSENTS, vec![consent_row(office, this.person, id, &this.consent)])
            .await?;
        id
    }
}

command! {
    /// Records that a person no longer agrees; the entry stays, marked.
    WithdrawConsent = "withdraw_consent" of "consents" {
        /// Which entry.
        entry: Uuid,
    }
    |this, office, tx, head, _id| {
        let binds = (office.outside.now, head.bucket(), this.person, this.entry);
        ended(tx.run(&sql::WITHDRAW_CONSENT, binds).await?, this.entry)?
    }
}

command! {
    /// Records who saw the person working: final, a better one is added beside it.
    Attest = "attest" of "attestations" {
        /// Who saw what.
        attestation: NewAttestation,
    }
    |this, office, tx, head, id| {
        let row = attestation_row(office, this.person, id, &this.attestation);
        tx.insert_many(&ATTESTATIONS, vec![row]).await?;
        id
    }
}

fn ended(rows: u64, entry: Uuid) -> Result<Uuid, RegistryRefusal> {
    if rows == 0 { Err(RegistryRefusal::NoSuchEntry) } else { Ok(entry) }
}
