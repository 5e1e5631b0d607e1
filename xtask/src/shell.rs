//! Running other programs, and saying what failed.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Why a command of ours stopped.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error("{0} cannot be started: {1}")]
    Start(String, std::io::Error),
    #[error("{0} failed")]
    Command(String),
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    #[error("{0}")]
    Rule(String),
}

/// Runs cargo with these words and environment, its output on ours.
pub fn cargo(words: &[&str], settings: &[(&str, &str)]) -> Result<(), Failed> {
    run_with(env!("CARGO"), words, settings)
}

/// Runs a program, its output on ours.
pub fn run(program: &str, words: &[&str]) -> Result<(), Failed> {
    run_with(program, words, &[])
}

/// Runs a program with settings in its environment; a changed PATH finds the program too.
pub fn run_with(program: &str, words: &[&str], settings: &[(&str, &str)]) -> Result<(), Failed> {
    let said = format!("{program} {}", words.join(" "));
    let status = Command::new(program)
        .args(words)
        .envs(settings.iter().copied())
        .status()
        .map_err(|error| Failed::Start(said.clone(), error))?;
    if status.success() { Ok(()) } else { Err(Failed::Command(said)) }
}

/// Whether a program does what it should; what it prints is not shown.
pub fn is_done(program: &str, words: &[&str], settings: &[(&str, &str)]) -> Result<bool, Failed> {
    let done = Command::new(program).args(words).envs(settings.iter().copied()).output();
    Ok(done.map_err(|error| Failed::Start(program.to_owned(), error))?.status.success())
}

/// What a command printed.
pub fn output(program: &str, words: &[&str]) -> Result<Vec<u8>, Failed> {
    let said = format!("{program} {}", words.join(" "));
    let output = Command::new(program)
        .args(words)
        .output()
        .map_err(|error| Failed::Start(said.clone(), error))?;
    if output.status.success() { Ok(output.stdout) } else { Err(Failed::Command(said)) }
}

/// A file's content.
pub fn read(path: &Path) -> Result<Vec<u8>, Failed> {
    std::fs::read(path).map_err(failed(path))
}

/// Says which file it was.
pub fn failed(path: &Path) -> impl Fn(std::io::Error) -> Failed {
    let path = path.to_owned();
    move |error| Failed::File(path.clone(), error)
}
