//! Many seeds, each a world of its own.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use sim::{Failure, Report};

/// Runs seeds on all cores; the first failure of each kind is printed with how to play it again.
fn run_many(first: u64, count: u64) -> Report {
    let next = Arc::new(AtomicU64::new(first));
    let total = Arc::new(Mutex::new(Report::default()));
    let failures: Arc<Mutex<Vec<Failure>>> = Arc::default();
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            let (next, total, failures) = (next.clone(), total.clone(), failures.clone());
            scope.spawn(move || {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + count {
                        return;
                    }
                    match sim::run(seed) {
                        Ok(report) => {
                            let mut total = total.lock().unwrap();
                            total.faults.add(&report.faults);
                            total.saved += report.saved;
                            total.accepted += report.accepted;
                            total.refused += report.refused;
                            total.held += report.held;
                            total.disputed += report.disputed;
                            total.erased += report.erased;
                        }
                        Err(failure) => failures.lock().unwrap().push(failure),
                    }
                }
            });
        }
    });
    let failures = failures.lock().unwrap();
    for failure in failures.iter().take(3) {
        eprintln!("seed {}: {failure}\n", failure.seed);
    }
    assert!(failures.is_empty(), "{} of {count} seeds failed", failures.len());
    total.lock().unwrap().clone()
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn nothing_is_lost_and_everything_converges_under_faults() {
    let (first, count) = (number("SIM_FIRST", 1), number("SIM_SEEDS", 40));
    let report = run_many(first, count);
    println!("{count} seeds from {first}: {report:#?}");
    if count >= 500 {
        assert_eq!(report.faults.0.len(), 21, "a fault never fired: {:?}", report.faults);
        assert!(report.disputed > 0 && report.held > 0 && report.refused > 0 && report.erased > 0);
    }
}
