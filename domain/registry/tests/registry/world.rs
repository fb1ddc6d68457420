//! A fresh database with the reference lists, and people to put into it.

use access::{CommandHeader, Grant, Keyring, Office, Outside, Role, carry_out};
use db::{Db, OpenOptions, Tx, Uuid};
use jiff::civil::date;
use registry::{
    Door, Gazetteer, NewPerson, OccupationForm, PersonForm, Registered, RegistryRefusal,
};
use regulation::Law;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use terms::{
    AreaCode,
    ids::{CommandId, PersonId, UserId},
};

pub(crate) const GUMELAR: &str = "33.02.15.2006";
pub(crate) const CILONGOK: &str = "33.02.17.2010";

/// A database that vanishes with the test.
pub(crate) struct World {
    pub(crate) db: Db,
    keys: Arc<Keyring>,
    pub(crate) folder: std::path::PathBuf,
    commands: AtomicU64,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl World {
    /// An empty SQLite file with the schema; PostgreSQL where `LINDUNG_TEST_POSTGRES` names an
    /// empty database.
    pub(crate) async fn empty(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("lindung-registry-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("register.db");
        let address = std::env::var("LINDUNG_TEST_POSTGRES")
            .map(|root| format!("{root}/{}", name.replace('-', "_")))
            .unwrap_or_else(|_| file.to_str().unwrap().to_owned());
        let options = OpenOptions { create: true, build_from_nothing: true, connections: 4 };
        let db = Db::open(&address, options).await.unwrap();
        db::migrate(&db, outside().now).await.unwrap();
        Self { db, keys: Arc::new(Keyring::for_tests()), folder, commands: AtomicU64::new(0) }
    }

    /// The same with areas, occupations and groups.
    pub(crate) async fn new(name: &str) -> Self {
        let world = Self::empty(name).await;
        let mut tx = world.db.write().await.unwrap();
        registry::load_reference(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        world
    }

    /// The office of the system itself.
    pub(crate) fn office(&self) -> Office {
        Office::of_the_system(self.db.clone(), outside(), self.keys.clone())
    }

    /// The office of someone with one role in one area.
    pub(crate) fn office_of(&self, role: Role, area: &str) -> Office {
        let grant = Grant { role, area: Some(area.parse().unwrap()) };
        let actor = UserId(Uuid::from_u128(7));
        Office::new(self.db.clone(), outside(), self.keys.clone(), actor, vec![grant])
    }

    /// A header of its own for each command.
    pub(crate) fn header(&self) -> CommandHeader {
        let n = self.commands.fetch_add(1, Ordering::Relaxed);
        CommandHeader::new(CommandId(Uuid::from_u128(0xc000 + u128::from(n))), b"")
    }

    /// Carries a command out for an office.
    pub(crate) async fn carry_out<C: access::Command>(
        &self,
        office: &Office,
        command: &C,
    ) -> Result<C::Answer, C::Refusal>
    where
        C::Refusal: std::fmt::Debug,
    {
        match carry_out(office, &self.header(), command).await {
            Ok(answer) => Ok(answer),
            Err(access::CommandError::Refused(refusal)) => Err(refusal),
            Err(other) => panic!("{other:?}"),
        }
    }

    /// Registers people in a commit of their own.
    pub(crate) async fn register(
        &self,
        people: Vec<NewPerson>,
    ) -> Result<Vec<Registered>, RegistryRefusal> {
        self.register_as(&self.office(), people).await
    }

    pub(crate) async fn register_as(
        &self,
        office: &Office,
        people: Vec<NewPerson>,
    ) -> Result<Vec<Registered>, RegistryRefusal> {
        let mut tx = self.db.write().await.unwrap();
        let seed = self.header().id.0;
        let registered = registry::register_many(&mut tx, office, seed, people).await?;
        tx.commit().await.unwrap();
        Ok(registered)
    }

    /// One person from a form, registered.
    pub(crate) async fn person(&self, form: PersonForm) -> PersonId {
        self.register(vec![read(form)]).await.unwrap()[0].person
    }

    pub(crate) async fn read(&self) -> Tx {
        self.db.read().await.unwrap()
    }

    pub(crate) async fn write(&self) -> Tx {
        self.db.write().await.unwrap()
    }
}

pub(crate) fn outside() -> Outside {
    let now = "2026-11-21T03:00:00Z".parse().unwrap();
    Outside::new(now, Arc::new(Law::built_in().clone()))
}

pub(crate) fn door() -> Door<'static> {
    Door::new(&outside(), Gazetteer::embedded())
}

pub(crate) fn read(form: PersonForm) -> NewPerson {
    form.read(&door()).unwrap()
}

pub(crate) fn area(code: &str) -> AreaCode {
    code.parse().unwrap()
}

/// A man of Gumelar born on 5 July 1979, the `n`-th of his day.
pub(crate) fn man(n: u16) -> PersonForm {
    PersonForm {
        nik: format!("330215050779{n:04}"),
        name: "Orang Contoh".into(),
        birth_date: Some(date(1979, 7, 5)),
        village: GUMELAR.into(),
        occupations: vec![OccupationForm {
            occupation: "petani-padi".into(),
            ..Default::default()
        }],
        ..Default::default()
    }
}
