//! A real server, real Chromium profiles, and hands that use them. Waits are for states, never for
//! time.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

/// The longest that any state is waited for.
const PATIENCE: Duration = Duration::from_secs(90);

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

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// The server with the demo district, at one address for all its lives.
pub struct Server {
    folder: Folder,
    port: u16,
    process: Option<Child>,
}

impl Server {
    pub fn start() -> Self {
        let mut server = Self { folder: Folder::new("server"), port: free_port(), process: None };
        server.start_again();
        server
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn start_again(&mut self) {
        // Beside this test's own program lies the server's: one `cargo test` builds both.
        let program = std::env::current_exe().expect("this program has a path");
        let program = program.ancestors().nth(2).expect("a target folder").join("so-khuyen-hoc");
        let app = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist");
        let mut process = Command::new(program)
            .args(["serve", "--demo", "--listen", &format!("127.0.0.1:{}", self.port)])
            .arg("--data")
            .arg(&self.folder.0)
            .arg("--app")
            .arg(app)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let ready = lines.map_while(Result::ok).any(|line| line.starts_with("Sổ Khuyến học: "));
        assert!(ready, "the server says where it is");
        self.process = Some(process);
    }

    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().expect("it can be killed");
            process.wait().expect("it ends");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// One Chromium with a profile of its own.
pub struct Browser {
    pub client: Client,
    pub profile: Folder,
    driver: Child,
}

impl Browser {
    /// Opens Chromium as a phone.
    pub async fn open(name: &str) -> Self {
        let profile = Folder::new(name);
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=360,740",
            &format!("--user-data-dir={}", profile.0.display()),
        ];
        let capabilities = json!({ "goog:chromeOptions": { "args": arguments } });
        let serde_json::Value::Object(capabilities) = capabilities else {
            unreachable!("an object was written")
        };
        let mut tries = 0;
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            let connected = builder
                .capabilities(capabilities.clone())
                .connect(&format!("http://127.0.0.1:{port}"))
                .await;
            match connected {
                Ok(client) => break client,
                Err(error) if tries > 100 => panic!("no browser: {error}"),
                Err(_) => tries += 1,
            }
            tokio::time::sleep(Duration::from_millis(50)).await; // until the driver listens
        };
        Self { client, profile, driver }
    }

    /// Waits until something is there.
    pub async fn sees(&self, css: &str) -> fantoccini::elements::Element {
        let waited = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        match waited {
            Ok(element) => element,
            Err(error) => panic!("{css}: {error}; the page reads: {}", self.text("body").await),
        }
    }

    /// Waits until the page says this somewhere.
    pub async fn reads(&self, words: &str) {
        for _ in 0..900 {
            if self.text("body").await.contains(words) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{words:?} is not to be read in: {}", self.text("body").await);
    }

    pub async fn text(&self, css: &str) -> String {
        match self.client.find(Locator::Css(css)).await {
            Ok(element) => element.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    pub async fn types(&self, css: &str, words: &str) {
        let field = self.sees(css).await;
        field.clear().await.expect("the field can be emptied");
        field.send_keys(words).await.expect("the field takes words");
    }

    pub async fn presses(&self, css: &str) {
        self.sees(css).await.click().await.expect("it can be pressed");
    }

    pub async fn chooses(&self, css: &str, label: &str) {
        let field = self.sees(css).await;
        field.select_by_label(label).await.expect("the choice is there");
    }

    /// Signs in to the demo and waits for the ledger.
    pub async fn signs_in(&self, server: &Server, login: &str, pin: &str) {
        self.client.goto(&server.address()).await.expect("the page opens");
        self.types("#ten", login).await;
        self.types("#mk", "khuyenhoc2022").await;
        self.types("#pin", pin).await;
        self.presses("button[type=submit]").await;
        self.sees(".status").await;
        self.reads("Đã gửi hết · lần cuối").await;
    }

    /// Registers one person at the door.
    pub async fn registers(&self, name: &str, neighbourhood: &str) {
        self.types("#ten", name).await;
        self.types("#sinh", "1958").await;
        self.chooses("#kp", neighbourhood).await;
        self.presses("label.choice").await;
        self.presses("button[form=ghi]").await;
        self.sees(".notice--ok").await;
    }

    pub async fn close(mut self) -> Folder {
        let _ = self.client.clone().close().await;
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        std::mem::replace(&mut self.profile, Folder(PathBuf::new()))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
    }
}

/// Whether any file below holds these bytes.
pub fn holds(folder: &Path, bytes: &[u8]) -> Option<PathBuf> {
    for entry in std::fs::read_dir(folder).ok()?.flatten() {
        let path = entry.path();
        let found = if path.is_dir() {
            holds(&path, bytes)
        } else {
            let content = std::fs::read(&path).unwrap_or_default();
            content.windows(bytes.len()).any(|window| window == bytes).then_some(path)
        };
        if found.is_some() {
            return found;
        }
    }
    None
}
