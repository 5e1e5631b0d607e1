//! A real server, real Chromium profiles, the line between them, and hands that use them. Waits are for
//! states, never for time.

mod line;
mod server;

pub use line::{Asked, Line, Mishap, Profile};
pub use server::{Folder, Server, Site, app_files, free_port, packed_size};

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

/// The narrowest phone, and a tablet held upright.
const PHONE_WIDTH: u32 = 360;
const TABLET_WIDTH: u32 = 820;

/// The neighbourhood of the demo's volunteer.
pub const HOME: &str = "Khu phố 2, Phường 4";

/// The longest that any state is waited for, and for whoever has patience.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);
const MUCH_PATIENCE: Duration = Duration::from_mins(30);

/// One Chromium with a profile of its own.
pub struct Browser {
    pub client: Client,
    pub profile: Folder,
    driver: Child,
    patience: Cell<Duration>,
}

/// Where files go that the page gives, in the profile's folder.
const DOWNLOADS: &str = "given";

impl Browser {
    /// Opens Chromium as a phone, with a new profile.
    pub async fn open(name: &str) -> Self {
        Self::open_profile(Folder::new(name)).await
    }

    /// Opens Chromium as a phone.
    pub async fn open_profile(profile: Folder) -> Self {
        Self::open_with(profile, &[]).await
    }

    /// Opens Chromium as a phone whose camera sees the picture, of grey points, row by row.
    pub async fn open_seeing(name: &str, width: usize, grey: &[u8]) -> Self {
        let profile = Folder::new(name);
        let film = profile.0.join("camera.y4m");
        std::fs::create_dir_all(&profile.0).expect("a folder can be made");
        std::fs::write(&film, still(width, grey)).expect("a film can be written");
        let film = format!("--use-file-for-fake-video-capture={}", film.display());
        let camera =
            ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", &film];
        Self::open_with(profile, &camera).await
    }

    async fn open_with(profile: Folder, more: &[&str]) -> Self {
        let port = server::free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let user_data = format!("--user-data-dir={}", profile.0.display());
        let mut arguments = vec![
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=360,740",
            &user_data,
        ];
        arguments.extend(more);
        let kept = json!({ "download.default_directory": profile.0.join(DOWNLOADS) });
        let options = json!({ "args": arguments, "prefs": kept });
        let capabilities = json!({ "goog:chromeOptions": options });
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
        Self { client, profile, driver, patience: Cell::new(PATIENCE) }
    }

    /// The bytes of a file that the page gave, once it is there.
    pub async fn is_given(&self, name: &str) -> Vec<u8> {
        let path = self.profile.0.join(DOWNLOADS).join(name);
        let given = self.comes(async || path.exists()).await;
        assert!(given, "{name} was not given; the page reads: {}", self.text("body").await);
        let bytes = std::fs::read(&path).expect("it can be read");
        std::fs::remove_file(&path).expect("the next of its name is looked for");
        bytes
    }

    /// Waits until something is there.
    pub async fn sees(&self, css: &str) -> fantoccini::elements::Element {
        let begun = Instant::now();
        loop {
            match self.client.find(Locator::Css(css)).await {
                Ok(element) => return element,
                Err(error) if begun.elapsed() > self.patience.get() => {
                    panic!("{css}: {error}; the page reads: {}", self.text("body").await)
                }
                // It is not there yet, or the page is being left.
                Err(_) => tokio::time::sleep(Duration::from_millis(30)).await,
            }
        }
    }

    /// Waits for as long as it has patience; says whether it came.
    async fn comes(&self, so: impl AsyncFn() -> bool) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < self.patience.get() {
            if so().await {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        false
    }

    /// Waits until the page says this somewhere.
    pub async fn reads(&self, words: &str) {
        let read = self.comes(async || self.text("body").await.contains(words)).await;
        assert!(read, "{words:?} is not to be read in: {}", self.text("body").await);
    }

    pub async fn text(&self, css: &str) -> String {
        match self.client.find(Locator::Css(css)).await {
            Ok(element) => element.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Types over what stands in a field; one that was drawn anew while it was looked for counts.
    pub async fn types(&self, css: &str, words: &str) {
        let mut field = self.sees(css).await;
        while let Err(error) = field.clear().await {
            assert!(error.is_stale_element_reference(), "{css} cannot be emptied: {error}");
            field = self.sees(css).await;
        }
        field.send_keys(words).await.expect("the field takes words");
    }

    /// Presses what is there, or what a list that was drawn anew meanwhile has in its place.
    pub async fn presses(&self, css: &str) {
        // As a finger does: in the middle of the screen, not under a bar at its end.
        let script = format!(
            "document.querySelector({})?.scrollIntoView({{ block: 'center' }})",
            json!(css)
        );
        for _ in 0..20 {
            self.sees(css).await;
            self.client.execute(&script, vec![]).await.expect("it can be brought into sight");
            match self.sees(css).await.click().await {
                Ok(()) => return,
                Err(error) if error.is_stale_element_reference() => {}
                // What came meanwhile has moved it.
                Err(CmdError::Standard(why))
                    if why.error == ErrorStatus::ElementClickIntercepted => {}
                Err(error) => panic!("{css} cannot be pressed: {error}"),
            }
        }
        panic!("{css} is drawn anew again and again");
    }

    /// Chooses, once the choice is there.
    pub async fn chooses(&self, css: &str, label: &str) {
        self.reads_in(css, label).await;
        let field = self.sees(css).await;
        field.select_by_label(label).await.expect("the choice is there");
    }

    /// Opens the app where nobody is signed in, with all that it needs for that.
    pub async fn opens_cover(&self, site: &impl Site) {
        self.client.goto(&site.address()).await.expect("the page opens");
        self.sees("#ten").await;
        self.has_files(&app_files("FIRST")).await;
    }

    /// What it is asked may take minutes.
    pub async fn is_patient(&self) {
        self.patience.set(MUCH_PATIENCE);
        let minutes = Some(MUCH_PATIENCE);
        let patience = fantoccini::wd::TimeoutConfiguration::new(minutes, minutes, None);
        self.client.update_timeouts(patience).await.expect("the driver waits");
    }

    /// Signs in to the demo and waits for the ledger.
    pub async fn signs_in(&self, server: &impl Site, login: &str, pin: &str) {
        self.begins_to_sign_in(server, login, pin).await;
        self.has_sent_all().await;
    }

    /// Signs in to the demo: the ledger is on its way.
    pub async fn begins_to_sign_in(&self, server: &impl Site, login: &str, pin: &str) {
        self.client.goto(&server.address()).await.expect("the page opens");
        self.types("#ten", login).await;
        self.types("#mk", "khuyenhoc2022").await;
        self.types("#pin", pin).await;
        self.presses("button[type=submit]").await;
        self.sees(".status").await;
    }

    /// Sends what waits now, and sees all of it sent.
    pub async fn sends_all(&self, server: &impl Site) {
        self.opens(server, "/viec-gui").await;
        self.presses(".action .button--main").await;
        self.has_sent_all().await;
    }

    /// Finds so many people by a part of their name, as one types it.
    pub async fn finds_people(&self, server: &impl Site, name: &str, number: usize) {
        self.opens(server, &format!("/nguoi?tim={name}")).await;
        self.counts(".tools__count b", &number.to_string()).await;
    }

    /// Opens the page of the first person whom a part of a name finds.
    pub async fn opens_person(&self, server: &impl Site, name: &str) {
        self.opens(server, &format!("/nguoi?tim={name}")).await;
        self.presses(".people .row__link").await;
    }

    /// Waits until the server has answered everything, and refused nothing.
    pub async fn has_sent_all(&self) {
        let sent = async || self.text(".status__text").await.starts_with("Đã gửi hết · lần cuối");
        assert!(self.comes(sent).await, "not all is sent: {}", self.text(".status__text").await);
    }

    /// Opens a page of the app, whoever is signed in stays so.
    pub async fn opens(&self, server: &impl Site, path: &str) {
        let address = format!("{}{path}", server.address());
        self.client.goto(&address).await.expect("the page opens");
        self.sees(".status__text").await;
    }

    /// As a thumb that pulls the page down does: whatever is still under way is cut off.
    pub async fn reloads_without_waiting(&self) {
        // While a page is being left it takes no orders; the next one does.
        let _ = self.client.execute("setTimeout(() => location.reload())", vec![]).await;
    }

    /// Waits until the browser has the whole app for when there is no network.
    pub async fn has_the_app_for_offline(&self) {
        self.has_files(&[app_files("FIRST"), app_files("LATER")].concat()).await;
    }

    async fn has_files(&self, files: &[String]) {
        let script = "return Promise.all(FILES.map((file) => caches.match(file))).then((found) => \
                      Boolean(found.every(Boolean) && navigator.serviceWorker.controller))";
        let script = script.replace("FILES", &json!(files).to_string());
        self.script_says(&script, "the service worker has these files").await;
    }

    /// Waits until what is typed into a form lies in the ledger's file.
    pub async fn keeps_the_form(&self) {
        self.script_says("return location.search.includes('phieu=')", "the form has a number")
            .await;
        // What is typed is kept a moment after the last letter; the page says nothing of it.
        tokio::time::sleep(Duration::from_secs(1)).await;
    }

    async fn script_says(&self, script: &str, what: &str) {
        let says = async || {
            self.client.execute(script, vec![]).await.is_ok_and(|said| said == json!(true))
        };
        assert!(
            self.comes(says).await,
            "not so: {what}; the page reads: {}",
            self.text("body").await
        );
    }

    /// Waits until an element reads just this.
    pub async fn counts(&self, css: &str, number: &str) {
        assert!(
            self.comes(async || self.text(css).await == number).await,
            "{css} reads {}, not {number}",
            self.text(css).await
        );
    }

    /// Waits until so many are there.
    pub async fn counts_of(&self, css: &str, number: usize) {
        let script =
            format!("return document.querySelectorAll({}).length === {number}", json!(css));
        self.script_says(&script, &format!("there are {number} of {css}")).await;
    }

    /// Waits until a part of the page says this.
    pub async fn reads_in(&self, css: &str, words: &str) {
        let script = format!(
            "return document.querySelector({})?.textContent.includes({}) === true",
            json!(css),
            json!(words)
        );
        self.script_says(&script, &format!("{css} reads {words}")).await;
    }

    /// Waits until a field holds just this.
    pub async fn has_value(&self, css: &str, value: &str) {
        self.sees(css).await;
        let (css, value) = (json!(css), json!(value));
        let script = format!("return document.querySelector({css}).value === {value}");
        self.script_says(&script, &value.to_string()).await;
    }

    /// Presses a part of the element that reads these words.
    pub async fn presses_in(&self, css: &str, words: &str, part: &str) {
        self.reads(words).await;
        let (css, words, part) = (json!(css), json!(words), json!(part));
        let script = format!(
            "const it = [...document.querySelectorAll({css})].find((one) => one.textContent.includes({words})); it?.querySelector({part}).click(); return Boolean(it)"
        );
        self.script_says(&script, "it can be pressed").await;
    }

    /// Registers a family at the door; the first of its people is the head.
    pub async fn registers_family(&self, names: &[String], neighbourhood: &str, learning: bool) {
        self.chooses("#kp", neighbourhood).await;
        for (index, name) in names.iter().enumerate() {
            if index > 0 {
                self.presses("form > button.button:not(.button--quiet)").await;
            }
            self.types(&format!("#p{index}-name"), name).await;
            self.types(&format!("#p{index}-birth"), "1958").await;
        }
        if learning {
            self.presses("label.choice:has(#hoc-tap)").await;
        }
        self.presses("label.choice:has(#dong-y)").await;
        self.presses("button[form=ghi]").await;
        self.sees(".notice--ok").await;
    }

    /// Opens a page in a second tab of the same browser, and comes back.
    pub async fn in_a_second_tab(
        &self,
        server: &impl Site,
        path: &str,
        look: impl AsyncFnOnce(&Browser),
    ) {
        let first = self.client.window().await.expect("a tab");
        let second = self.client.new_window(true).await.expect("a second tab");
        self.client.switch_to_window(second.handle).await.expect("it is shown");
        self.opens(server, path).await;
        look(self).await;
        self.client.close_window().await.expect("it closes");
        self.client.switch_to_window(first).await.expect("the first is shown");
    }

    /// What the page comes to on paper.
    pub async fn prints(&self) -> Vec<u8> {
        let settings = fantoccini::wd::PrintConfigurationBuilder::default().build();
        let settings = settings.expect("a sheet of paper");
        self.client.print(settings).await.expect("the page prints")
    }

    /// Looks for what some people could not use, by axe-core, and for what does not fit: in the hand and
    /// on a tablet.
    pub async fn has_no_barriers(&self, page: &str) {
        let axe = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../.tools/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(axe).expect("axe-core lies with the tools");
        self.client.execute(&axe, vec![]).await.expect("axe runs under the page's policy");
        let (width, height) = self.client.get_window_size().await.expect("a window has a size");
        let look = "const done = arguments[arguments.length - 1];
            scrollTo(0, 0);
            const page = document.documentElement;
            const sideways = page.scrollWidth > page.clientWidth + 1 ? ['it is scrolled sideways'] : [];
            axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
              .then((found) => done(sideways.concat(found.violations
                // The whole line is the target; axe sees the part of it that the bottom bar leaves.
                .filter((one) => one.id !== 'target-size' || one.nodes.some((node) => !node.html.includes('row__link')))
                .map((one) => `${one.id}: ${one.nodes[0].html}`))));";
        let present = width as u32;
        let widths = std::collections::BTreeSet::from([PHONE_WIDTH, TABLET_WIDTH, present]);
        for other in widths {
            // As high as the page: what lies half under a bar at the moment is scrolled into sight.
            self.client.set_window_size(other, 4_000).await.expect("it can be made higher");
            let found = self.client.execute_async(look, vec![]).await.expect("axe answers");
            assert_eq!(found, json!([]), "{page}, {other} wide");
        }
        self.client.set_window_size(present, height as u32).await.expect("… and lower");
    }

    /// Whether something is on the page now.
    pub async fn shows(&self, css: &str) -> bool {
        self.client.find(Locator::Css(css)).await.is_ok()
    }

    /// Whether a box is ticked.
    pub async fn checked(&self, css: &str) -> bool {
        let script = format!("return document.querySelector({}).checked", json!(css));
        self.client.execute(&script, vec![]).await.is_ok_and(|checked| checked == json!(true))
    }

    /// Waits until the page says this, or something is there; says whether it was the words.
    pub async fn reads_either(&self, words: &str, css: &str) -> bool {
        let says = async || self.text("body").await.contains(words);
        let comes = self.comes(async || says().await || self.shows(css).await).await;
        assert!(comes, "neither {words:?} nor {css}: {}", self.text("body").await);
        says().await
    }

    /// Makes the page's processor so many times slower.
    pub async fn is_slowed(&self, times: u32) {
        let command =
            json!({ "cmd": "Emulation.setCPUThrottlingRate", "params": { "rate": times } });
        self.client.issue_cmd(DevTools(command)).await.expect("the browser's tools answer");
    }

    /// Freezes the page that is shown, as a phone does with a tab that nobody looks at, or thaws it.
    pub async fn freezes(&self, is_frozen: bool) {
        let state = if is_frozen { "frozen" } else { "active" };
        let command = json!({ "cmd": "Page.setWebLifecycleState", "params": { "state": state } });
        self.client.issue_cmd(DevTools(command)).await.expect("the browser's tools answer");
    }

    /// The page gets none of these files, not even by the service worker.
    pub async fn does_not_get(&self, files: &[String]) {
        let blocked: Vec<String> = files.iter().map(|file| format!("*{file}")).collect();
        let commands = [
            json!({ "cmd": "Network.enable", "params": {} }),
            json!({ "cmd": "Network.setBypassServiceWorker", "params": { "bypass": !files.is_empty() } }),
            json!({ "cmd": "Network.setBlockedURLs", "params": { "urls": blocked } }),
        ];
        for command in commands {
            self.client.issue_cmd(DevTools(command)).await.expect("the browser's tools answer");
        }
    }

    /// The browser loses what it kept of one kind.
    pub async fn loses(&self, site: &impl Site, kind: &str) {
        let origin = site.address();
        let command = json!({
            "cmd": "Storage.clearDataForOrigin",
            "params": { "origin": origin, "storageTypes": kind }
        });
        self.client.issue_cmd(DevTools(command)).await.expect("the browser's tools answer");
    }

    /// The megabytes of memory of its own that the page's process holds, its workers included.
    pub fn memory(&self) -> f64 {
        let own = |process: u32| {
            let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"));
            let line = rollup.unwrap_or_default();
            let private = line.lines().filter(|line| line.starts_with("Private_"));
            let words =
                private.filter_map(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
            words.sum::<f64>() / 1024.0
        };
        let renderers = descendants(self.driver.id()).into_iter().filter(|id| is_renderer(*id));
        let most = renderers.map(own).fold(0.0, f64::max);
        assert!(most > 0.0, "the system says how much a page holds");
        most
    }

    /// Gives the origin so many bytes of the disk; `None`: as many as it had.
    pub async fn has_room_for(&self, server: &impl Site, bytes: Option<u64>) {
        let mut parameters = json!({ "origin": server.address() });
        if let Some(bytes) = bytes {
            parameters["quotaSize"] = json!(bytes);
        }
        let command = json!({ "cmd": "Storage.overrideQuotaForOrigin", "params": parameters });
        self.client.issue_cmd(DevTools(command)).await.expect("the browser's tools answer");
    }

    /// Ends as a phone ends an app: without a word.
    pub fn is_killed(mut self) -> Folder {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let profile = std::mem::replace(&mut self.profile, Folder(PathBuf::new()));
        // The browser's processes are its profile's.
        let marker = format!("--user-data-dir={}", profile.0.display());
        let _ = Command::new("pkill").args(["-KILL", "-f", "--", &marker]).status();
        for lock in ["SingletonLock", "SingletonSocket", "SingletonCookie"] {
            let _ = std::fs::remove_file(profile.0.join(lock));
        }
        profile
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

/// The processes that a process began, and those that they began.
fn descendants(process: u32) -> Vec<u32> {
    let parents = std::fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(|entry| {
        let id: u32 = entry.file_name().to_str()?.parse().ok()?;
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        // After the name in brackets: the state, then the parent.
        let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
        Some((id, parent))
    });
    let parents: Vec<(u32, u32)> = parents.collect();
    let mut found = vec![process];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        found.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(id, _)| *id));
        next += 1;
    }
    found
}

fn is_renderer(process: u32) -> bool {
    let line = std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    memchr::memmem::find(&line, b"--type=renderer").is_some()
}

/// A command to the browser's own tools.
#[derive(Debug)]
struct DevTools(serde_json::Value);

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.0.to_string()))
    }
}

/// A film of one picture, as YUV4MPEG2.
fn still(width: usize, grey: &[u8]) -> Vec<u8> {
    let height = grey.len() / width;
    let mut film =
        format!("YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\nFRAME\n").into_bytes();
    film.extend_from_slice(grey);
    film.resize(film.len() + grey.len() / 2, 128); // no colour
    film
}

/// Every file below a folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let below = entries.map(|entry| entry.path());
    below.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// The first file below a folder that holds these bytes.
pub fn holds(folder: &Path, bytes: &[u8]) -> Option<PathBuf> {
    files_below(folder).into_iter().find(|path| {
        let content = std::fs::read(path).unwrap_or_default();
        memchr::memmem::find(&content, bytes).is_some()
    })
}
