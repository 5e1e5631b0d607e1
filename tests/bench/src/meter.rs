//! A line that counts what goes over it.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use browser::Site;

/// A line to a server, of any protocol over TCP.
pub struct Meter {
    port: u16,
    count: Arc<Count>,
}

#[derive(Default)]
struct Count {
    is_down: AtomicBool,
    up: AtomicU64,
    down: AtomicU64,
    /// When something went over it first and last since it was reset.
    span: Mutex<Option<(Instant, Instant)>>,
}

/// What went over the line.
pub struct Reading {
    /// Bytes.
    pub up: u64,
    pub down: u64,
    /// From the first byte to the last.
    pub took: Duration,
}

impl Site for Meter {
    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Meter {
    /// A line to the server at this address, `127.0.0.1:8080`.
    pub fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let count = Arc::new(Count::default());
        let counted = Arc::clone(&count);
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                if counted.is_down.load(Ordering::Relaxed) {
                    continue; // it is closed at once
                }
                let Ok(far) = TcpStream::connect(&server) else { continue };
                join(&near, &far, &counted);
            }
        });
        Self { port, count }
    }

    /// Whether nothing goes through. What is open stays open until somebody closes it.
    pub fn is_down(&self, is_down: bool) {
        self.count.is_down.store(is_down, Ordering::Relaxed);
    }

    /// What went over it since the last reading.
    pub fn reads(&self) -> Reading {
        let span = self.count.span.lock().unwrap_or_else(PoisonError::into_inner).take();
        Reading {
            up: self.count.up.swap(0, Ordering::Relaxed),
            down: self.count.down.swap(0, Ordering::Relaxed),
            took: span.map_or(Duration::ZERO, |(first, last)| last - first),
        }
    }

    /// Waits until nothing has gone over it for a second, and reads it.
    pub async fn settles(&self) -> Reading {
        loop {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let span = *self.count.span.lock().unwrap_or_else(PoisonError::into_inner);
            if span.is_some_and(|(_, last)| last.elapsed() > Duration::from_secs(1)) {
                return self.reads();
            }
        }
    }
}

/// Carries both ways between two ends, until one closes.
fn join(near: &TcpStream, far: &TcpStream, count: &Arc<Count>) {
    for is_up in [true, false] {
        let (Ok(near), Ok(far)) = (near.try_clone(), far.try_clone()) else { return };
        let count = Arc::clone(count);
        std::thread::spawn(move || {
            let (from, to) = if is_up { (near, far) } else { (far, near) };
            carry(from, to, &count, is_up);
        });
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, count: &Count, is_up: bool) {
    let mut piece = vec![0; 64 * 1024];
    while let Ok(length) = from.read(&mut piece) {
        if length == 0 || count.is_down.load(Ordering::Relaxed) {
            break;
        }
        let counter = if is_up { &count.up } else { &count.down };
        counter.fetch_add(length as u64, Ordering::Relaxed);
        let now = Instant::now();
        let mut span = count.span.lock().unwrap_or_else(PoisonError::into_inner);
        *span = Some((span.map_or(now, |(first, _)| first), now));
        drop(span);
        if to.write_all(&piece[..length]).is_err() {
            break;
        }
    }
    // The other end may have gone before.
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
