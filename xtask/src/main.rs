//! `cargo xtask …`: what a newcomer, a developer and CI run. Each command does its own set-up.

mod app;
mod arrows;
mod mutants;
mod programs;
mod rooms;
mod shell;
mod tools;

use std::process::ExitCode;

use shell::{Failed, cargo};

const HELP: &str = "cargo xtask COMMAND

  run [--demo]     serve the product at a printed address; --demo fills the demo district
  build            the app into dist/, and the server, for use
  test             every test: units, properties, simulation, the server, the app in Chromium
  check            formatting, lints, the arrows between the rooms, every file's first line
  bench [PART…]    the budgets, measured; --peers: PouchDB and TinyBase beside ours; lines: 2G and
                   3G; growth, province: larger ledgers
  sim [N]          the simulation: 2000 seeds, or so many
  sim --seed N     one seed, with what happens in it
  mutants [WORD…]  breaks the sync on purpose, and shows that the simulation catches it
";

/// How many seeds a full test run simulates.
const SEEDS: &str = "2000";

/// In how many days the slices of a full test run come round: 20,000 seeds.
const SLICES: u64 = 10;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["run", rest @ ..] => run(rest),
        ["build"] => {
            app::build().and_then(|()| cargo(&["build", "--release", "--package", "server"], &[]))
        }
        ["test"] => test(),
        ["bench", parts @ ..] => bench(parts),
        ["check"] => check(),
        ["sim"] => sim(&[("SIM_SEEDS", SEEDS)]),
        ["sim", seeds] => sim(&[("SIM_SEEDS", seeds)]),
        ["mutants", words @ ..] => mutants::play(words),
        ["sim", "--seed", seed] => {
            sim(&[("SIM_FIRST", seed), ("SIM_SEEDS", "1"), ("SIM_TRACE", "1")])
        }
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("xtask: {failed}");
            ExitCode::FAILURE
        }
    }
}

fn run(rest: &[&str]) -> Result<(), Failed> {
    app::build()?;
    let demo = rest.contains(&"--demo");
    let data = if demo { "data/demo" } else { "data/ledger" };
    let mut words = vec![
        "run",
        "--release",
        "--package",
        "server",
        "--",
        "serve",
        "--app",
        "dist",
        "--data",
        data,
    ];
    words.extend(demo.then_some("--demo"));
    cargo(&words, &[])
}

fn test() -> Result<(), Failed> {
    app::build()?;
    tools::for_browser()?;
    tools::for_copies()?;
    cargo(
        &["test", "--workspace", "--exclude", "pages", "--exclude", "store-worker"],
        &[("SIM_SEEDS", SEEDS), ("SIM_FIRST", &first_of_today())],
    )
}

/// The first seed of today's slice: in [`SLICES`] days the tests have played them all.
fn first_of_today() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let day = now.map_or(0, |since| since.as_secs() / 86_400);
    let seeds: u64 = SEEDS.parse().expect("a number of seeds");
    (day % SLICES * seeds + 1).to_string()
}

/// Measures in the release profile, with the server that lies beside the bench's own program.
fn bench(parts: &[&str]) -> Result<(), Failed> {
    app::build()?;
    tools::for_browser()?;
    tools::for_peers()?;
    cargo(&["build", "--release", "--package", "server", "--package", "bench"], &[])?;
    shell::run("target/release/bench", parts)
}

fn check() -> Result<(), Failed> {
    cargo(&["fmt", "--all", "--check"], &[])?;
    let deny = ["--", "--deny", "warnings"];
    let native = [
        "clippy",
        "--workspace",
        "--exclude",
        "pages",
        "--exclude",
        "store-worker",
        "--all-targets",
    ];
    cargo(&[&native[..], &deny].concat(), &[])?;
    tools::for_app()?;
    let wasm = [
        "clippy",
        "--package",
        "pages",
        "--package",
        "store-worker",
        "--target",
        "wasm32-unknown-unknown",
    ];
    cargo(&[&wasm[..], &deny].concat(), &[])?;
    arrows::check()?;
    rooms::check()?;
    mutants::check()
}

fn sim(settings: &[(&str, &str)]) -> Result<(), Failed> {
    cargo(&["test", "--package", "sim", "--", "--nocapture"], settings)
}
