//! The server under test, in a folder of its own.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Where a browser finds the app: at the server, or at the end of a bad line to it.
pub trait Site {
    fn address(&self) -> String;
}

/// A folder of this test's own, gone when it ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        static FOLDERS: AtomicU32 = AtomicU32::new(0);
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let name = format!("skh-browser-{name}-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// A server, at one address for all its lives.
pub struct Server {
    folder: Folder,
    port: u16,
    process: Option<Child>,
    /// What it printed when it started.
    said: String,
}

/// The demo district, filled once; each server begins with a copy.
static DEMO: LazyLock<Folder> = LazyLock::new(|| {
    let mut server = Server {
        folder: Folder::new("demo"),
        port: free_port(),
        process: None,
        said: String::new(),
    };
    server.run(&["--demo"]);
    server.kill();
    std::mem::replace(&mut server.folder, Folder(PathBuf::new()))
});

impl Server {
    /// A server with the demo district.
    pub fn start() -> Self {
        let server = Self::new();
        for entry in std::fs::read_dir(&DEMO.0).expect("the demo was filled").flatten() {
            let to = server.folder.0.join(entry.file_name());
            std::fs::copy(entry.path(), to).expect("it can be copied");
        }
        server.started()
    }

    /// A server of which nobody has heard yet.
    pub fn start_empty() -> Self {
        Self::new().started()
    }

    fn new() -> Self {
        Self {
            folder: Folder::new("server"),
            port: free_port(),
            process: None,
            said: String::new(),
        }
    }

    fn started(mut self) -> Self {
        self.start_again();
        self
    }

    /// The address at which an empty server is set up.
    pub fn set_up_address(&self) -> String {
        let address = self.said.lines().find_map(|line| line.split_once(" at ")).map(|(_, it)| it);
        address.expect("it says where it is set up").to_owned()
    }

    pub fn start_again(&mut self) {
        self.run(&[]);
    }

    fn run(&mut self, words: &[&str]) {
        // Beside this program, or a folder above, lies the server's: one build makes both.
        let this = std::env::current_exe().expect("this program has a path");
        let mut beside = this.ancestors().map(|folder| folder.join("so-khuyen-hoc"));
        let program = beside.find(|program| program.exists()).expect("it was built");
        let mut process = Command::new(program)
            .args(["serve", "--listen", &format!("127.0.0.1:{}", self.port)])
            .args(words)
            .env("MALLOC_ARENA_MAX", "2") // as the README's unit has it
            .arg("--data")
            .arg(&self.folder.0)
            .arg("--app")
            .arg(app_folder())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        self.process = Some(process);
        self.said.clear();
        for line in lines.map_while(Result::ok) {
            self.said.push_str(&line);
            self.said.push('\n');
            if line.starts_with("Sổ Khuyến học: ") {
                return;
            }
        }
        panic!("the server does not say where it is: {}", self.said);
    }

    /// The folder of its ledger.
    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    /// The number of its process; 0: it does not run.
    pub fn process_id(&self) -> u32 {
        self.process.as_ref().map_or(0, Child::id)
    }

    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().expect("it can be killed");
            process.wait().expect("it ends");
        }
    }
}

impl Site for Server {
    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Where the app lies that the server serves.
fn app_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist")
}

/// The files of the app that a visit needs `FIRST`, or `LATER`, by their addresses.
pub fn app_files(when: &str) -> Vec<String> {
    let script = std::fs::read_to_string(app_folder().join("sw.js")).expect("the app is built");
    let named = format!("const {when} = ");
    let mut lists = script.lines().filter_map(|line| line.strip_prefix(&named));
    let list = lists.next().expect("the service worker names its files").trim_end_matches(';');
    serde_json::from_str(list).expect("a list of names")
}

/// The bytes of a file of the app as they go over the line.
pub fn packed_size(file: &str) -> u64 {
    let path = app_folder().join(format!("{}.br", file.trim_start_matches('/')));
    std::fs::metadata(path).expect("every file is packed").len()
}
