//! The files of the repository, for proofs about the house itself.

use std::path::{Path, PathBuf};

/// A text file with its path from the root of the repository.
#[derive(Clone, Debug)]
pub struct File {
    /// For example `platform/db/src/lib.rs`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the repository").to_owned()
}

/// Every file below these folders whose name ends so, sorted by path. Hidden folders, built files and
/// installed packages are not ours and are left out.
///
/// # Panics
/// When a file is not text.
#[must_use]
pub fn files(below: &[&str], ending: &str) -> Vec<File> {
    let root = root();
    let mut found = Vec::new();
    for folder in below {
        walk(&root, &root.join(folder), ending, &mut found);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(root: &Path, folder: &Path, ending: &str, found: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            if !name.starts_with('.')
                && !["target", "node_modules", "dist"].contains(&name.as_str())
            {
                walk(root, &path, ending, found);
            }
        } else if name.ends_with(ending) {
            let text = std::fs::read_to_string(&path)
                .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            found.push(File { path, text });
        }
    }
}
