//! Puts every file of `law/` into the program, so that the binary carries the law it was built with.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

fn main() -> std::io::Result<()> {
    let law = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets the manifest folder"))
        .join("../../law")
        .canonicalize()?;
    println!("cargo::rerun-if-changed={}", law.display());
    let mut files = Vec::new();
    collect(&law, &mut files)?;
    files.sort();
    let rows: String = files
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&law).expect("found below the folder");
            let name = name.to_string_lossy().replace('\\', "/");
            format!("    ({name:?}, include_str!({:?})),\n", path.display().to_string())
        })
        .collect();
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets the output folder"));
    fs::write(
        out.join("law_files.rs"),
        format!("pub(crate) static LAW_FILES: &[(&str, &str)] = &[\n{rows}];\n"),
    )
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "toml") {
            files.push(path);
        }
    }
    Ok(())
}
