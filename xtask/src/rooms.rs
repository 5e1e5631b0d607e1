//! Every file says on its first line what it is; the longest ones are named.

use std::path::{Path, PathBuf};

use crate::shell::Failed;

const ROOMS: &[&str] = &["domain", "store", "server", "app", "tests", "xtask"];

/// Past this a file is two.
const LONGEST: usize = 600;

pub fn check() -> Result<(), Failed> {
    let mut files = Vec::new();
    for room in ROOMS.iter().map(Path::new).filter(|room| room.exists()) {
        rust_files(room, &mut files)?;
    }
    let mut lengths = Vec::new();
    for path in files {
        let text =
            std::fs::read_to_string(&path).map_err(|error| Failed::File(path.clone(), error))?;
        if !text.starts_with("//!") {
            return Err(Failed::Rule(format!(
                "{}: name its subject on the first line",
                path.display()
            )));
        }
        lengths.push((text.lines().count(), path));
    }
    lengths.sort_unstable_by(|one, other| other.cmp(one));
    println!("the longest rooms:");
    for (lines, path) in lengths.iter().take(10) {
        println!("  {lines:>4} {}", path.display());
    }
    match lengths.first() {
        Some((lines, path)) if *lines > LONGEST => {
            Err(Failed::Rule(format!("{} has {lines} lines: it is two rooms", path.display())))
        }
        _ => Ok(()),
    }
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failed> {
    let failed = |error| Failed::File(folder.to_owned(), error);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let hidden = path.file_name().is_some_and(|name| name == "target" || name == "dist");
        if path.is_dir() && !hidden {
            rust_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}
