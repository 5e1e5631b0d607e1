//! The programs of the browser: compiled, cut into what a first visit needs and what comes later,
//! joined to JavaScript, and made smaller.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::shell::{self, Failed, failed, read};
use crate::tools::AppTools;

/// The packages, each of one program.
const PROGRAMS: &[&str] = &["pages", "store-worker", "papers"];

/// Where the compiler puts them.
const COMPILED: &str = "target/wasm32-unknown-unknown/app";

/// Where they are cut and joined.
const JOINED: &str = "target/app";

/// Through this script a part that comes later finds the running program.
const RUNNING: &str = "/running.js";

/// What the oldest browsers that have the store understand of wasm, and what Rust's compiler uses.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// A program, ready to be served.
pub struct Program {
    pub name: &'static str,
    pub first: Vec<u8>,
    /// The parts that come later, as [`Program::loader`] names them.
    pub later: Vec<(String, Vec<u8>)>,
    /// The scripts that it names, by the names it uses.
    pub snippets: Vec<(String, Vec<u8>)>,
    /// Fetches the parts that come later.
    pub loader: (String, Vec<u8>),
    /// Starts it.
    pub script: Vec<u8>,
}

/// Compiles the programs and makes them ready.
pub fn build(tools: &AppTools) -> Result<Vec<Program>, Failed> {
    let mut words = vec!["build", "--profile", "app", "--target", "wasm32-unknown-unknown"];
    words.extend(PROGRAMS.iter().flat_map(|name| ["--package", name]));
    shell::cargo(&words, &[])?;
    PROGRAMS.iter().map(|name| joined(name, tools)).collect()
}

fn joined(name: &'static str, tools: &AppTools) -> Result<Program, Failed> {
    let folder = Path::new(JOINED).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(failed(&folder))?;
    }
    let (parts, bound) = (folder.join("parts"), folder.join("bound"));
    let loader = format!("./{name}-later.js");
    let first = folder.join("first.wasm");
    cut(&Path::new(COMPILED).join(format!("{name}.wasm")), &parts, &first, &loader)?;
    bind(name, &first, &bound, tools)?;
    let small = |path: &Path| smaller(&read(path)?, tools);
    let mut later = Vec::new();
    for part in files_below(&parts)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "wasm"))
    {
        let called = format!("./{}", part.file_name().unwrap_or_default().display());
        later.push((called, small(&part)?));
    }
    let mut snippets = Vec::new();
    for snippet in files_below(&bound.join("snippets"))? {
        let relative = snippet.strip_prefix(&bound).unwrap_or(&snippet);
        snippets.push((format!("./{}", relative.display()), read(&snippet)?));
    }
    Ok(Program {
        name,
        first: small(&bound.join(format!("{name}_bg.wasm")))?,
        later,
        snippets,
        script: read(&bound.join(format!("{name}.js")))?,
        loader: (loader.clone(), read(&parts.join(loader))?),
    })
}

/// Cuts a program along the functions that it marks with `wasm_split`.
fn cut(program: &Path, parts: &Path, first: &Path, loader: &str) -> Result<(), Failed> {
    let program = read(program)?;
    let mut options = wasm_split_cli_support::Options::new(&program);
    options.output_dir = parts;
    options.main_out_path = first;
    options.link_name = loader;
    options.main_module = RUNNING;
    wasm_split_cli_support::transform(options)
        .map_err(|error| Failed::Rule(format!("a program cannot be cut: {error:#}")))?;
    Ok(())
}

/// Joins a program to JavaScript.
fn bind(name: &str, first: &Path, bound: &Path, tools: &AppTools) -> Result<(), Failed> {
    let (first, bound) = (first.to_string_lossy(), bound.to_string_lossy());
    let wasm_bindgen = tools.wasm_bindgen.to_string_lossy();
    let words = [
        "--target",
        "web",
        "--no-typescript",
        "--remove-name-section",
        "--keep-lld-exports", // by these the later parts find the first
        "--out-name",
        name,
        "--out-dir",
        &bound,
        &first,
    ];
    shell::run(&wasm_bindgen, &words)
}

/// A part made smaller by wasm-opt; the result is kept under the name of what it was made from.
fn smaller(wasm: &[u8], tools: &AppTools) -> Result<Vec<u8>, Failed> {
    let kept = Path::new("target/wasm-opt");
    std::fs::create_dir_all(kept).map_err(failed(kept))?;
    let (from, to) = (kept.join("from.wasm"), kept.join(format!("{}.wasm", hash(wasm))));
    if !to.exists() {
        std::fs::write(&from, wasm).map_err(failed(&from))?;
        println!("wasm-opt: {} KB; some seconds", wasm.len() / 1024);
        let unfinished = kept.join("unfinished.wasm");
        let (from, unfinished_name) = (from.to_string_lossy(), unfinished.to_string_lossy());
        let wasm_opt = tools.wasm_opt.to_string_lossy();
        let mut words = vec![wasm_opt.as_ref(), "-Oz", &from, "-o", &unfinished_name];
        words.extend(FEATURES);
        shell::run("node", &words)?;
        std::fs::rename(&unfinished, &to).map_err(failed(&to))?;
    }
    read(&to)
}

/// What a content is called by.
pub fn hash(content: &[u8]) -> String {
    let hash = Sha256::digest(content);
    hash.iter().take(10).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop().filter(|folder| folder.exists()) {
        for entry in std::fs::read_dir(&folder).map_err(failed(&folder))? {
            let path = entry.map_err(failed(&folder))?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort_unstable();
    Ok(found)
}
