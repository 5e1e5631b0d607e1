//! The line between a browser and the server, as bad as a test wants it: slow, cut, doubled, answered by
//! a proxy's error page or a captive portal. Each request goes over a connection of its own.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use domain::file::FilePiece;
use domain::wire::{self, Request};

use crate::PATIENCE;
use crate::server::{Server, Site};

/// How fast a line is.
#[derive(Clone, Copy, Debug)]
pub struct Profile {
    /// Bytes a second.
    pub up: u32,
    pub down: u32,
    /// From a question to the first byte of its answer.
    pub delay: Duration,
}

impl Profile {
    /// As fast as this machine.
    pub const LOOPBACK: Self = Self { up: u32::MAX, down: u32::MAX, delay: Duration::ZERO };
    /// A phone with 3G: 1.6 Mbit/s down, 768 kbit/s up, 300 ms.
    pub const G3: Self = Self { up: 96_000, down: 200_000, delay: Duration::from_millis(300) };
    /// A phone with 2G (EDGE) in a bad place: 50 kbit/s down, 20 kbit/s up, 800 ms.
    pub const G2: Self = Self { up: 2_500, down: 6_250, delay: Duration::from_millis(800) };
}

/// What befalls one request of the sync, or one piece of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// It arrives; its answer does not.
    AnswerLost,
    /// It breaks in the middle.
    CutUp,
    /// Its answer breaks in the middle.
    CutDown,
    /// It arrives twice.
    Twice,
    /// The one before it arrives once more, after it.
    FormerAgain,
    /// A proxy answers that it cannot reach the server.
    BadGateway,
    /// A captive portal answers with a page of its own.
    Portal,
    /// A captive portal sends it elsewhere.
    Redirect,
    /// Its answer comes drop by drop.
    Drip,
}

impl Mishap {
    pub const ALL: [Self; 9] = [
        Self::AnswerLost,
        Self::CutUp,
        Self::CutDown,
        Self::Twice,
        Self::FormerAgain,
        Self::BadGateway,
        Self::Portal,
        Self::Redirect,
        Self::Drip,
    ];
}

/// What a device asked over the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Work goes up.
    Push,
    /// Is there more?
    Pull,
    /// The image from this byte on.
    Image(u64),
    /// A photo goes up, from this byte on.
    File(u64),
}

/// A line to a server.
pub struct Line {
    port: u16,
    state: Arc<Mutex<State>>,
}

struct State {
    server: String,
    profile: Profile,
    /// Nothing goes through.
    is_down: bool,
    /// Everything is answered by a captive portal.
    is_captive: bool,
    planned: VecDeque<Mishap>,
    fired: Vec<Mishap>,
    asked: Vec<Asked>,
    former: Option<Vec<u8>>,
}

impl Site for Line {
    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Line {
    /// A good line to a server, at an address of its own.
    pub fn to(server: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(Mutex::new(State {
            server: server.address().trim_start_matches("http://").to_owned(),
            profile: Profile::LOOPBACK,
            is_down: false,
            is_captive: false,
            planned: VecDeque::new(),
            fired: vec![],
            asked: vec![],
            former: None,
        }));
        let shared = state.clone();
        // It ends with the test's program.
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let shared = shared.clone();
                // A browser that hangs up ends its request, and nothing else.
                thread::spawn(move || serve(connection, &shared).unwrap_or(()));
            }
        });
        Self { port, state }
    }

    pub fn has(&self, profile: Profile) {
        lock(&self.state).profile = profile;
    }

    pub fn is_down(&self, down: bool) {
        lock(&self.state).is_down = down;
    }

    pub fn is_captive(&self, captive: bool) {
        lock(&self.state).is_captive = captive;
    }

    /// What is to befall the next requests of the sync, one after another.
    pub fn plans(&self, mishaps: &[Mishap]) {
        lock(&self.state).planned.extend(mishaps);
    }

    /// What has befallen them.
    pub fn fired(&self) -> Vec<Mishap> {
        lock(&self.state).fired.clone()
    }

    /// Waits until so many mishaps have happened.
    pub async fn has_fired(&self, number: usize) {
        let waited = async {
            while self.fired().len() < number {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, waited).await;
        assert!(waited.is_ok(), "{number} mishaps were planned, {:?} happened", self.fired());
    }

    /// What was asked of the sync since the last time, in order.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut lock(&self.state).asked)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

const PORTAL: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<!doctype html><title>Wi-Fi</title><p>Please log in to use this network.";
const REDIRECT: &[u8] =
    b"HTTP/1.1 302 Found\r\nlocation: /portal\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const BAD_GATEWAY: &[u8] = b"HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html><h1>502 Bad Gateway</h1><hr>nginx</html>";

fn serve(mut browser: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let Some((head, body)) = request(&mut browser, state)? else { return Ok(()) };
    let is_sync = ["POST /v1/sync ", "POST /v1/file "].iter().any(|line| head.starts_with(line));
    let (mishap, profile, server) = {
        let mut state = lock(state);
        if state.is_down {
            return browser.shutdown(Shutdown::Both);
        }
        if state.is_captive {
            drop(state);
            return browser.write_all(PORTAL);
        }
        let mishap = if is_sync { state.planned.pop_front() } else { None };
        state.fired.extend(mishap);
        if is_sync {
            state.asked.push(asked(&head, &body));
        }
        (mishap, state.profile, state.server.clone())
    };
    let whole = [head.as_bytes(), &body].concat();
    let reaches = || -> std::io::Result<TcpStream> {
        let mut upstream = TcpStream::connect(&server)?;
        upstream.write_all(&whole)?;
        Ok(upstream)
    };
    thread::sleep(profile.delay);
    let former = if is_sync { lock(state).former.replace(whole.clone()) } else { None };
    match mishap {
        Some(Mishap::AnswerLost) => {
            std::io::copy(&mut reaches()?, &mut std::io::sink())?;
        }
        Some(Mishap::CutUp) => {
            let mut upstream = TcpStream::connect(&server)?;
            upstream.write_all(&whole[..whole.len() - body.len() / 2 - 1])?;
        }
        Some(Mishap::CutDown) => {
            let mut answer = Vec::new();
            reaches()?.read_to_end(&mut answer)?;
            browser.write_all(&answer[..answer.len() - answer.len() / 4 - 1])?;
        }
        Some(Mishap::Twice) => {
            std::io::copy(&mut reaches()?, &mut std::io::sink())?;
            hand_down(&mut reaches()?, &mut browser, profile)?;
        }
        Some(Mishap::FormerAgain) => {
            hand_down(&mut reaches()?, &mut browser, profile)?;
            if let Some(former) = former {
                let mut upstream = TcpStream::connect(&server)?;
                upstream.write_all(&former)?;
                std::io::copy(&mut upstream, &mut std::io::sink())?;
            }
        }
        Some(Mishap::BadGateway) => browser.write_all(BAD_GATEWAY)?,
        Some(Mishap::Portal) => browser.write_all(PORTAL)?,
        Some(Mishap::Redirect) => browser.write_all(REDIRECT)?,
        Some(Mishap::Drip) => {
            let drops = Profile { down: 2_000, ..profile };
            hand_down(&mut reaches()?, &mut browser, drops)?;
        }
        None => hand_down(&mut reaches()?, &mut browser, profile)?,
    }
    browser.shutdown(Shutdown::Both)
}

/// Reads a request as slowly as the line is; `None`: the browser opened a connection and left.
fn request(
    browser: &mut TcpStream,
    state: &Mutex<State>,
) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut read = Vec::new();
    let mut buffer = [0; 1024];
    let end = loop {
        if let Some(end) = memchr::memmem::find(&read, b"\r\n\r\n") {
            break end + 4;
        }
        match browser.read(&mut buffer)? {
            0 => return Ok(None),
            count => read.extend_from_slice(&buffer[..count]),
        }
    };
    let mut body = read.split_off(end);
    let head = String::from_utf8_lossy(&read).into_owned();
    let length = header(&head, "content-length").and_then(|length| length.parse().ok());
    while body.len() < length.unwrap_or(0) {
        let up = lock(state).profile.up;
        match browser.read(&mut buffer)? {
            0 => return Ok(None),
            count => {
                body.extend_from_slice(&buffer[..count]);
                thread::sleep(time_for(count, up));
            }
        }
    }
    let is_kept = |line: &&str| !line.to_ascii_lowercase().starts_with("connection:");
    let mut lines: Vec<&str> = head.trim_end().split("\r\n").filter(is_kept).collect();
    lines.push("connection: close");
    Ok(Some((lines.join("\r\n") + "\r\n\r\n", body)))
}

/// Hands an answer down as slowly as the line is.
fn hand_down(
    upstream: &mut TcpStream,
    browser: &mut TcpStream,
    profile: Profile,
) -> std::io::Result<()> {
    let mut buffer = [0; 512];
    loop {
        match upstream.read(&mut buffer)? {
            0 => return Ok(()),
            count => {
                thread::sleep(time_for(count, profile.down));
                browser.write_all(&buffer[..count])?;
            }
        }
    }
}

fn time_for(bytes: usize, a_second: u32) -> Duration {
    Duration::from_secs(bytes as u64) / a_second
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// What a request of the sync asks. Only work is long enough to be packed.
fn asked(head: &str, body: &[u8]) -> Asked {
    if header(head, "content-encoding").is_some() {
        return Asked::Push;
    }
    if let Ok(FilePiece { from, .. }) = wire::read(body) {
        return Asked::File(from);
    }
    match wire::read(body) {
        Ok(Request::Push(_)) => Asked::Push,
        Ok(Request::Image { from, .. }) => Asked::Image(from),
        Ok(Request::Pull(_)) | Err(_) => Asked::Pull,
    }
}
