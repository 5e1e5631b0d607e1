//! The app as it is served: built by Trunk, made smaller, cut into pieces under the names of their
//! content, and packed. What did not change between two builds keeps its name, and is not fetched
//! again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::shell::{self, Failed};
use crate::tools::{self, AppTools};

/// What Trunk makes.
const BUILT: &str = "target/app";

/// What the server serves.
const SERVED: &str = "dist";

/// The largest piece of a program, before packing: about 128 KB on the wire.
const PIECE: usize = 320 * 1024;

/// The programs of the browser, as Trunk names them.
const PROGRAMS: &[&str] = &["pages", "store-worker"];

/// Scripts of ours in the order in which they name each other.
const SCRIPTS: &[&str] = &["load.js", "worker.js", "boot.js"];

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

/// Files that keep their names, for whoever asks by them; offline they come out of the build.
const BY_NAME: &[&str] = &["icons.svg", "icon-192.png", "icon-512.png", "app.webmanifest"];

/// Builds the app into `dist`.
pub fn build() -> Result<(), Failed> {
    let tools = tools::for_app()?;
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", tools.bin.display());
    shell::run_with("trunk", &["build", "--dist", BUILT], &[("PATH", &path)])?;
    let fresh = Path::new("target/app-served");
    if fresh.exists() {
        std::fs::remove_dir_all(fresh).map_err(failed(fresh))?;
    }
    Served::new(fresh)?.serve(&tools)?;
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
}

impl Served {
    fn new(folder: &Path) -> Result<Self, Failed> {
        std::fs::create_dir_all(folder.join("build")).map_err(failed(folder))?;
        Ok(Self { folder: folder.to_owned(), names: BTreeMap::new() })
    }

    fn serve(mut self, tools: &AppTools) -> Result<(), Failed> {
        for program in PROGRAMS {
            let wasm = read(&built(&format!("{program}_bg.wasm")))?;
            let small = smaller(&wasm, tools)?;
            let pieces = small.chunks(PIECE).map(|piece| self.name(piece, "wasm"));
            let pieces = pieces.collect::<Result<Vec<_>, _>>()?;
            self.names.insert(format!("/{program}_bg.wasm"), pieces);
        }
        for snippet in files_below(&built("snippets"))? {
            let relative = snippet.strip_prefix(BUILT).unwrap_or(&snippet);
            self.script(&read(&snippet)?, &format!("./{}", relative.display()))?;
        }
        for program in PROGRAMS {
            self.script(&read(&built(&format!("{program}.js")))?, &format!("/{program}.js"))?;
        }
        for script in SCRIPTS {
            self.script(&read(&built(script))?, &format!("/{script}"))?;
        }
        for name in BY_NAME {
            let content = read(&built(name))?;
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            let named = self.name(&content, ending)?;
            self.write(Path::new(name), &content)?;
            self.names.insert(format!("/{name}"), vec![named]);
        }
        let page = self.page()?;
        self.write(Path::new("index.html"), page.as_bytes())?;
        let named = self.name(page.as_bytes(), "html")?;
        self.names.insert("/".into(), vec![named]);
        self.service_worker()
    }

    /// The page, with its style sheets as one and its scripts by their content's names.
    fn page(&mut self) -> Result<String, Failed> {
        let page = text(read(&built("index.html"))?)?;
        let is_sheet = |line: &&str| line.contains("rel=\"stylesheet\"");
        let mut sheets = Vec::new();
        for line in page.lines().filter(is_sheet) {
            let name = between(line, "href=\"", "\"")
                .ok_or_else(|| Failed::Rule(format!("a style sheet without a name: {line}")))?;
            sheets.extend(read(&built(name.trim_start_matches('/')))?);
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
        let script = text(read(&built("sw.js"))?)?;
        let mut by_name: BTreeMap<&str, &str> = BTreeMap::new();
        for name in BY_NAME.iter().map(|name| format!("/{name}")).chain(["/".to_owned()]) {
            if let Some((name, named)) = self.names.get_key_value(&name) {
                by_name.insert(name, &named[0]);
            }
        }
        let mut files: Vec<&String> = self.names.values().flatten().collect();
        files.sort_unstable();
        files.dedup();
        let build = hash(format!("{files:?}").as_bytes());
        let script = script
            .replace("\"THE BUILD\"", &json(&build))
            .replace("[\"THE FILES\"]", &json(&files))
            .replace("{ THE: \"NAMES\" }", &json(&by_name));
        self.write(Path::new("sw.js"), script.as_bytes())
    }

    fn script(&mut self, content: &[u8], name: &str) -> Result<(), Failed> {
        let content = self.with_names(&text(content.to_vec())?);
        let named = self.name(content.as_bytes(), "js")?;
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
                    let before = if name.starts_with("./") { "from " } else { "" };
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

/// A program made smaller by wasm-opt; the result is kept under the name of what it was made from.
fn smaller(wasm: &[u8], tools: &AppTools) -> Result<Vec<u8>, Failed> {
    let kept = Path::new("target/wasm-opt");
    std::fs::create_dir_all(kept).map_err(failed(kept))?;
    let (from, to) = (kept.join("from.wasm"), kept.join(format!("{}.wasm", hash(wasm))));
    if !to.exists() {
        std::fs::write(&from, wasm).map_err(failed(&from))?;
        println!("wasm-opt: {} KB; half a minute", wasm.len() / 1024);
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

fn built(name: &str) -> PathBuf {
    Path::new(BUILT).join(name)
}

fn hash(content: &[u8]) -> String {
    let hash = Sha256::digest(content);
    hash.iter().take(10).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
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

fn read(path: &Path) -> Result<Vec<u8>, Failed> {
    std::fs::read(path).map_err(failed(path))
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Failed {
    let path = path.to_owned();
    move |error| Failed::File(path.clone(), error)
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
