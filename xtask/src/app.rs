//! The app as it is served: its programs, scripts and sheets under the names of their content, and
//! packed. What did not change between two builds keeps its name, and is not fetched again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::programs::{self, Program, hash};
use crate::shell::{Failed, failed, read};
use crate::tools;

/// Where the page, its scripts and pictures are written.
const SOURCE: &str = "app";

/// What the server serves.
const SERVED: &str = "dist";

/// The largest piece of a program, before packing: a line that is cut has that much to fetch again.
const PIECE: usize = 1024 * 1024;

/// Scripts of ours in the order in which they name each other.
const SCRIPTS: &[&str] = &["load.js", "worker.js", "papers-worker.js", "boot.js"];

/// A program that a first visit does not need, and the script that starts it.
const LATER: &[&str] = &["papers", "papers-worker.js"];

/// Files that keep their names, for whoever asks by them; offline they come out of the build.
const BY_NAME: &[&str] =
    &["icons.svg", "icons/icon-192.png", "icons/icon-512.png", "app.webmanifest"];

/// Builds the app into `dist`.
pub fn build() -> Result<(), Failed> {
    let programs = programs::build(&tools::for_app()?)?;
    let fresh = Path::new("target/app-served");
    if fresh.exists() {
        std::fs::remove_dir_all(fresh).map_err(failed(fresh))?;
    }
    Served::new(fresh)?.serve(&programs)?;
    let served = Path::new(SERVED);
    if served.exists() {
        std::fs::remove_dir_all(served).map_err(failed(served))?;
    }
    std::fs::rename(fresh, served).map_err(failed(served))
}

/// The folder that is served, as it comes about.
struct Served {
    folder: PathBuf,
    /// How a file is named in the sources, and the names of its content.
    names: BTreeMap<String, Vec<String>>,
    /// What a first visit does not need.
    later: Vec<String>,
}

impl Served {
    fn new(folder: &Path) -> Result<Self, Failed> {
        std::fs::create_dir_all(folder.join("build")).map_err(failed(folder))?;
        Ok(Self { folder: folder.to_owned(), names: BTreeMap::new(), later: Vec::new() })
    }

    fn serve(mut self, programs: &[Program]) -> Result<(), Failed> {
        self.script(&source("js/running.js")?, "/running.js")?;
        for program in programs {
            self.program(program)?;
        }
        for script in SCRIPTS {
            self.script(&source(&format!("js/{script}"))?, &format!("/{script}"))?;
        }
        for name in BY_NAME {
            let content = source(name)?;
            let name = last(name, '/');
            let named = self.name(&content, last(name, '.'))?;
            self.write(Path::new(name), &content)?;
            self.names.insert(format!("/{name}"), vec![named]);
        }
        let page = self.page()?;
        self.write(Path::new("index.html"), page.as_bytes())?;
        let named = self.name(page.as_bytes(), "html")?;
        self.names.insert("/".into(), vec![named]);
        self.service_worker()
    }

    /// A program's first part in pieces, so that a line that is cut has less to fetch again.
    fn program(&mut self, program: &Program) -> Result<(), Failed> {
        let pieces = program.first.chunks(PIECE).map(|piece| self.name(piece, "wasm"));
        let pieces = pieces.collect::<Result<Vec<_>, _>>()?;
        if LATER.contains(&program.name) {
            self.later.extend(pieces.iter().cloned());
        }
        self.names.insert(format!("/{}_bg.wasm", program.name), pieces);
        for (name, part) in &program.later {
            let named = self.name(part, "wasm")?;
            self.later.push(named.clone());
            self.names.insert(name.clone(), vec![named]);
        }
        for (name, snippet) in program.snippets.iter().chain([&program.loader]) {
            self.script(snippet, name)?;
        }
        self.script(&program.script, &format!("/{}.js", program.name))
    }

    /// The page, with its style sheets as one and its scripts by their content's names.
    fn page(&mut self) -> Result<String, Failed> {
        let page = text(source("index.html")?)?;
        let is_sheet = |line: &&str| line.contains("rel=\"stylesheet\"");
        let mut sheets = Vec::new();
        for line in page.lines().filter(is_sheet) {
            let name = between(line, "href=\"", "\"")
                .ok_or_else(|| Failed::Rule(format!("a style sheet without a name: {line}")))?;
            sheets.extend(source(name)?);
        }
        let sheet = self.name(&sheets, "css")?;
        self.names.insert("/app.css".into(), vec![sheet.clone()]);
        let mut lines: Vec<String> = Vec::new();
        for line in page.lines() {
            if !is_sheet(&line) {
                lines.push(self.with_names(line));
            } else if !lines.iter().any(|line| line.contains(&sheet)) {
                lines.push(format!("  <link rel=\"stylesheet\" href=\"{sheet}\">"));
            }
        }
        Ok(lines.join("\n"))
    }

    /// The service worker knows every file of the build; another build is another worker.
    fn service_worker(&self) -> Result<(), Failed> {
        let script = text(source("js/sw.js")?)?;
        let mut by_name: BTreeMap<&str, &str> = BTreeMap::new();
        for name in BY_NAME.iter().map(|name| format!("/{name}")).chain(["/".to_owned()]) {
            if let Some((name, named)) = self.names.get_key_value(&name) {
                by_name.insert(name, &named[0]);
            }
        }
        let mut files: Vec<&String> = self.names.values().flatten().collect();
        files.sort_unstable();
        files.dedup();
        let (later, first): (Vec<&String>, Vec<&String>) =
            files.iter().partition(|file| self.later.contains(file));
        let build = hash(format!("{files:?}").as_bytes());
        let script = script
            .replace("\"THE BUILD\"", &json(&build))
            .replace("[\"THE FIRST\"]", &json(&first))
            .replace("[\"THE LATER\"]", &json(&later))
            .replace("{ THE: \"NAMES\" }", &json(&by_name));
        self.write(Path::new("sw.js"), script.as_bytes())
    }

    fn script(&mut self, content: &[u8], name: &str) -> Result<(), Failed> {
        let content = self.with_names(&text(content.to_vec())?);
        // A function that C or another library lacks would be asked of a module that nobody has.
        let imports = content.lines().filter(|line| line.starts_with("import "));
        if let Some(import) = imports
            .filter_map(|line| between(line, "from \"", "\""))
            .find(|from| !from.starts_with("/build/"))
        {
            return Err(Failed::Rule(format!("{name} imports {import}, which nobody has")));
        }
        let named = self.name(content.as_bytes(), "js")?;
        let is_later = |later: &&str| name == format!("/{later}") || name == format!("/{later}.js");
        if LATER.iter().any(is_later) {
            self.later.push(named.clone());
        }
        self.names.insert(name.to_owned(), vec![named]);
        Ok(())
    }

    /// The text with every file that it names under the names of its content.
    fn with_names(&self, content: &str) -> String {
        let mut content = content.to_owned();
        for (name, named) in &self.names {
            for quote in ['"', '\''] {
                let list = format!("[{quote}{name}{quote}]");
                content = content.replace(&list, &json(named));
                if let [named] = named.as_slice() {
                    // A snippet's name is also the key under which its wasm asks for it.
                    let before = if is_snippet(name) { "from " } else { "" };
                    let one = format!("{before}{quote}{name}{quote}");
                    content = content.replace(&one, &format!("{before}{}", json(named)));
                }
            }
        }
        content
    }

    /// Writes a file under the name of its content.
    fn name(&self, content: &[u8], ending: &str) -> Result<String, Failed> {
        let name = format!("build/{}.{ending}", hash(content));
        self.write(Path::new(&name), content)?;
        Ok(format!("/{name}"))
    }

    /// Writes a file, and the packed one beside it.
    fn write(&self, name: &Path, content: &[u8]) -> Result<(), Failed> {
        let path = self.folder.join(name);
        std::fs::write(&path, content).map_err(failed(&path))?;
        let packed_name = format!("{}.br", name.display());
        let packed = packed(content, &Path::new(SERVED).join(&packed_name))?;
        let path = self.folder.join(packed_name);
        std::fs::write(&path, packed).map_err(failed(&path))
    }
}

/// The packed content: what is already packed under its content's name is taken as it is.
fn packed(content: &[u8], before: &Path) -> Result<Vec<u8>, Failed> {
    if before.starts_with("dist/build") && before.exists() {
        return read(before);
    }
    let mut packed = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        ..brotli::enc::BrotliEncoderParams::default()
    };
    brotli::BrotliCompress(&mut &content[..], &mut packed, &settings).map_err(failed(before))?;
    Ok(packed)
}

fn source(name: &str) -> Result<Vec<u8>, Failed> {
    read(&Path::new(SOURCE).join(name))
}

fn is_snippet(name: &str) -> bool {
    name.starts_with("./") && last(name, '.') == "js"
}

fn last(name: &str, after: char) -> &str {
    name.rsplit_once(after).map_or(name, |(_, last)| last)
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("names can be written")
}

fn between<'a>(line: &'a str, before: &str, after: &str) -> Option<&'a str> {
    line.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

fn text(bytes: Vec<u8>) -> Result<String, Failed> {
    String::from_utf8(bytes).map_err(|error| Failed::Rule(error.to_string()))
}
