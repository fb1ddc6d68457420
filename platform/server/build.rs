//! Puts the web app into the program: the built one of `web/dist`, or a page that says how to build it.
//!
//! What is found is copied to `OUT_DIR` and listed in `web.rs` as a table of paths and bytes, so a
//! plain `cargo build` needs no npm, and a later build of the web app is picked up by the next one.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// Both have to be there for the app to be called built: the office, and the field.
const ENTRIES: [&str; 2] = ["kantor.html", "lapangan.html"];

fn main() -> Done {
    let web = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../web");
    let (dist, fallback) = (web.join("dist"), web.join("fallback"));
    println!("cargo:rerun-if-env-changed=LINDUNG_BUILD_WEB");
    println!("cargo:rerun-if-changed={}", fallback.display());
    if env::var("LINDUNG_BUILD_WEB").is_ok_and(|wish| wish == "1") {
        npm(&web, &["ci"])?;
        npm(&web, &["run", "build"])?;
    }
    // A path that does not exist would make cargo run this at every build; an empty folder is watched
    // like any other. Where the sources cannot be written to, it only runs more often.
    drop(fs::create_dir_all(&dist));
    println!("cargo:rerun-if-changed={}", dist.display());
    let is_built = ENTRIES.iter().all(|entry| dist.join(entry).is_file());
    if !is_built {
        println!("cargo:warning=the web app is not built; the program will say so at /kantor");
    }
    let (from, state) = if is_built { (dist, "embedded") } else { (fallback, "fallback") };
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let copy = out.join("web");
    match fs::remove_dir_all(&copy) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut paths = Vec::new();
    copy_all(&from, &copy, "", &mut paths)?;
    paths.sort();
    fs::write(out.join("web.rs"), table(state, &copy, &paths)?)?;
    Ok(())
}

fn npm(web: &Path, words: &[&str]) -> Done {
    let status = Command::new("npm").arg("--prefix").arg(web).args(words).status();
    let status = status.map_err(|error| format!("npm could not be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("npm {}: {status}", words.join(" ")).into()) }
}

/// Copies a folder with everything in it; `paths` are relative, with `/`.
fn copy_all(from: &Path, to: &Path, under: &str, paths: &mut Vec<String>) -> Done {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| format!("{name:?}"))?;
        let path = if under.is_empty() { name.clone() } else { format!("{under}/{name}") };
        if entry.file_type()?.is_dir() {
            copy_all(&entry.path(), &to.join(&name), &path, paths)?;
        } else {
            fs::copy(entry.path(), to.join(&name))?;
            paths.push(path);
        }
    }
    Ok(())
}

fn table(state: &str, folder: &Path, paths: &[String]) -> Done<String> {
    let mut text = format!("Files {{ state: {state:?}, all: &[\n");
    for path in paths {
        let file = folder.join(path);
        writeln!(text, "    ({path:?}, include_bytes!({:?})),", file.display().to_string())?;
    }
    text.push_str("] }\n");
    Ok(text)
}
