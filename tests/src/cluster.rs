//! A private PostgreSQL server for this test process, started when first needed.
//!
//! A small supervisor (`sh`) starts it and waits on a pipe that only the test process holds: however
//! that process ends, even killed, the pipe closes, the server stops and its folder is removed. It
//! listens on a Unix socket in that folder and on nothing else, so there is no port to collide on.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{ChildStdin, Command, Stdio},
    sync::OnceLock,
};

/// Set to `1`, PostgreSQL is left out, loudly.
///
/// `LINDUNG_POSTGRES_OPTIONS` is handed to the server: benchmarks give it the memory of a real one.
pub const WITHOUT: &str = "LINDUNG_WITHOUT_POSTGRES";

/// The server of this process.
#[derive(Debug)]
pub struct Cluster {
    bin: PathBuf,
    folder: PathBuf,
    /// Held for its end: see the supervisor.
    _alive: ChildStdin,
}

static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();

/// The server; none only where `LINDUNG_WITHOUT_POSTGRES=1` says so.
///
/// # Panics
/// When PostgreSQL is not installed or does not start: a proof is never skipped silently.
#[must_use]
pub fn cluster() -> Option<&'static Cluster> {
    CLUSTER
        .get_or_init(|| {
            if std::env::var(WITHOUT).is_ok_and(|value| value == "1") {
                eprintln!("\n*** {WITHOUT}=1: NOTHING IS PROVED ON POSTGRESQL IN THIS RUN ***\n");
                return None;
            }
            let bin = binaries().unwrap_or_else(|| {
                panic!(
                    "PostgreSQL is not installed, and half of the proofs need it. Install it: \
                     `sudo apt-get install postgresql` (no running service is needed), or set \
                     {WITHOUT}=1 to leave that half out."
                )
            });
            Some(
                Cluster::start(bin).unwrap_or_else(|why| panic!("PostgreSQL did not start: {why}")),
            )
        })
        .as_ref()
}

/// Where `initdb` and `postgres` are: named by `pg_config`, or the newest of Debian's places.
fn binaries() -> Option<PathBuf> {
    let named = Command::new("pg_config").arg("--bindir").output().ok();
    let named =
        named.map(|out| PathBuf::from(String::from_utf8_lossy(&out.stdout).trim().to_owned()));
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut installed: Vec<(u32, PathBuf)> = installed
        .map(|entry| {
            (entry.file_name().to_string_lossy().parse().unwrap_or(0), entry.path().join("bin"))
        })
        .collect();
    installed.sort();
    let newest_first = installed.into_iter().rev().map(|(_, bin)| bin);
    named
        .into_iter()
        .chain(newest_first)
        .find(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
}

const SUPERVISOR: &str = r#"
trap '' INT TERM HUP
umask 077
folder=$(mktemp -d "${TMPDIR:-/tmp}/lindung-proofs.XXXXXX") || { echo "failed no temporary folder"; exit 1; }
cd "$folder"
if ! "$BIN/initdb" -D data -U lindung -A trust -E UTF8 --locale=C --no-sync >log 2>&1; then
    echo "failed $(tail -n 3 log | tr '\n' ' ')"; cd /; rm -rf "$folder"; exit 1
fi
"$BIN/postgres" -D data -k "$folder" -c listen_addresses= -c fsync=on -c synchronous_commit=on \
    -c shared_buffers=64MB -c max_connections=180 -c wal_level=minimal -c max_wal_senders=0 \
    -c max_wal_size=256MB -c jit=off -c timezone=UTC $LINDUNG_POSTGRES_OPTIONS \
    </dev/null >>log 2>&1 &
server=$!
tries=0
until "$BIN/pg_isready" -q -h "$folder" -U lindung -d postgres; do
    tries=$((tries + 1))
    if [ $tries -gt 600 ] || ! kill -0 $server 2>/dev/null; then
        echo "failed $(tail -n 3 log | tr '\n' ' ')"; kill -QUIT $server 2>/dev/null; wait; cd /; rm -rf "$folder"; exit 1
    fi
    sleep 0.05
done
echo "ready $folder"
cat >/dev/null
kill -QUIT $server
wait $server
cd /
rm -rf "$folder"
"#;

impl Cluster {
    fn start(bin: PathBuf) -> Result<Self, String> {
        let mut supervisor = as_an_ordinary_user()?;
        supervisor.arg("sh").arg("-c").arg(SUPERVISOR);
        supervisor.env("BIN", &bin).current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped());
        // A group of its own: Ctrl-C in a terminal must reach it only through the pipe.
        std::os::unix::process::CommandExt::process_group(&mut supervisor, 0);
        let mut child = supervisor.spawn().map_err(|e| format!("the supervisor: {e}"))?;
        let (Some(alive), Some(said)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("the supervisor has no pipes".into());
        };
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line).map_err(|e| e.to_string())?;
        match line.trim().split_once(' ') {
            Some(("ready", folder)) => Ok(Self { bin, folder: folder.into(), _alive: alive }),
            Some((_, why)) => Err(why.to_owned()),
            None => Err("the supervisor ended without a word".into()),
        }
    }

    /// The address of one of its databases.
    #[must_use]
    pub fn address(&self, database: &str) -> String {
        format!("postgres://lindung@localhost/{database}?host={}", self.folder.display())
    }

    /// Makes a database, a copy of `template`.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn create_database(&self, name: &str, template: &str) {
        let mut createdb = Command::new(self.bin.join("createdb"));
        createdb.arg("-h").arg(&self.folder).args(["-U", "lindung", "-T", template, name]);
        let out = createdb.output().expect("createdb is beside initdb");
        assert!(out.status.success(), "createdb: {}", String::from_utf8_lossy(&out.stderr));
    }

    /// Where its files are, for proofs about what is on the disk.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// PostgreSQL refuses to run as root: then it runs as its own user, or as nobody.
fn as_an_ordinary_user() -> Result<Command, String> {
    let output = |program: &str, arguments: &[&str]| {
        let out =
            Command::new(program).args(arguments).output().ok().filter(|out| out.status.success());
        out.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned())
    };
    if output("id", &["-u"]).as_deref() != Some("0") {
        return Ok(Command::new("env"));
    }
    let user =
        ["postgres", "nobody"].into_iter().find(|user| output("id", &["-u", user]).is_some());
    let user =
        user.ok_or("this is root, and there is no user `postgres` or `nobody` to run it as")?;
    let group = output("id", &["-g", user]).unwrap_or_default();
    let mut command = Command::new("setpriv");
    command.arg(format!("--reuid={user}")).arg(format!("--regid={group}")).arg("--clear-groups");
    Ok(command)
}
