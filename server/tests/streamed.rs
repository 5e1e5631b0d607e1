//! The ledger streamed to S3-compatible storage by Litestream: the real program, moto as the storage.
//! What streams it stands in `docs/litestream.yml`, and nowhere else.

mod support;

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use domain::access::Role;
use support::{TestServer, a_person, a_ward};

const BUCKET: &str = "so-khuyen-hoc";

/// A program beside the server, that ends with the test.
struct Beside(Child);

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// A store that speaks S3, with an empty bucket; gives its address.
fn storage() -> (Beside, String) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let python = at(".tools/python");
    let store = Command::new("python3")
        .arg(python.join("bin/moto_server"))
        .args(["--host", "127.0.0.1", "--port", &port.to_string()])
        .env("PYTHONPATH", python)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("`cargo xtask test` sets moto up");
    let (store, address) = (Beside(store), format!("http://127.0.0.1:{port}"));
    wait_until("the storage takes a bucket", || {
        ureq::put(format!("{address}/{BUCKET}")).send_empty().is_ok()
    });
    (store, address)
}

fn litestream(server: &TestServer, storage: &str, words: &[&str]) -> Command {
    let mut litestream = Command::new(at(".tools/python/bin/litestream"));
    litestream
        .args(words)
        .env("SKH_DATA", server.folder())
        .env("SKH_S3_ENDPOINT", storage)
        .env("SKH_S3_BUCKET", BUCKET)
        .env("SKH_S3_KEY", "key")
        .env("SKH_S3_SECRET", "secret")
        .env_remove("AWS_CA_BUNDLE") // of the machine; the storage here speaks plain HTTP
        .env("NO_PROXY", "127.0.0.1")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    litestream
}

fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_mins(1), "not in a minute: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_lost_disk_is_put_back_from_where_it_was_streamed_to() {
    let (_storage, address) = storage();
    let (mut server, mut administrator, [first, _]) = a_ward();
    let config = at("docs/litestream.yml");
    let config = config.to_str().unwrap();
    let streaming = litestream(&server, &address, &["replicate", "-config", config]).spawn();
    let streaming = Beside(streaming.expect("`cargo xtask test` sets Litestream up"));
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    for number in 0..50 {
        let drafts = a_person(&mut collector, &format!("Người {number}"), first);
        collector.save(drafts);
    }
    collector.sync(&server);

    let ledger = server.folder().join("ledger.sqlite");
    let copy = server.folder().with_extension("streamed");
    let _ = std::fs::remove_file(&copy);
    let restore =
        ["restore", "-config", config, "-o", copy.to_str().unwrap(), ledger.to_str().unwrap()];
    wait_until("all fifty are in the storage", || {
        let _ = std::fs::remove_file(&copy);
        let there = litestream(&server, &address, &restore).status().unwrap().success();
        there && people_in(&copy) == 50
    });
    // What comes after the last that was streamed is offered again.
    drop(streaming);
    let last = a_person(&mut collector, "Người cuối", first);
    collector.save(last);
    collector.sync(&server);
    server.kill();
    let key = server.folder().join("organisation.key");
    let safe = server.folder().with_extension("safe");
    std::fs::rename(&key, &safe).unwrap();
    std::fs::remove_dir_all(server.folder()).unwrap();

    std::fs::create_dir(server.folder()).unwrap();
    std::fs::rename(&safe, &key).unwrap();
    assert!(server.command(&["restore", "--from", copy.to_str().unwrap()]));
    std::fs::remove_file(&copy).unwrap();
    server.start_again();
    collector.sync(&server);
    assert_eq!(collector.replica.unsent().unwrap().changes, 0);
    assert_eq!(collector.count("person"), 51);
}

fn people_in(copy: &Path) -> i64 {
    let db = rusqlite::Connection::open(copy).unwrap();
    db.query_row("select count(*) from person", [], |row| row.get(0)).unwrap_or(0)
}
