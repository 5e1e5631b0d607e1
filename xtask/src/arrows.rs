//! The arrows between the rooms point one way: app, server → store → domain.

use serde_json::Value;

use crate::shell::{Failed, output};

/// Which of our crates each may depend on. Tests may on all, and nothing on them.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("store", &["domain"]),
    ("server", &["store", "domain"]),
    ("letters", &["domain"]),
    ("pages", &["letters", "domain"]),
    ("store-worker", &["letters", "store", "domain"]),
    ("papers", &["letters", "domain"]),
    ("xtask", &[]),
];

/// What must never be among a room's dependencies: I/O, a clock, SQL, the screen.
const NEVER: &[(&str, &[&str])] = &[
    ("domain", &["rusqlite", "tokio", "axum", "leptos", "getrandom", "web-sys", "rand"]),
    ("letters", &["rusqlite", "leptos", "web-sys"]),
    ("pages", &["rusqlite", "ed25519-dalek"]),
    ("store-worker", &["leptos"]),
    ("papers", &["rusqlite", "ed25519-dalek", "leptos"]),
    ("store", &["tokio", "axum", "leptos", "reqwest", "web-sys"]),
];

pub fn check() -> Result<(), Failed> {
    let metadata = output(env!("CARGO"), &["metadata", "--format-version", "1", "--no-deps"])?;
    let metadata: Value =
        serde_json::from_slice(&metadata).map_err(|error| Failed::Rule(error.to_string()))?;
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    let ours: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    for package in &packages {
        let name = package["name"].as_str().unwrap_or_default();
        let needs: Vec<&str> = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|dependency| dependency["kind"].is_null())
            .filter_map(|dependency| dependency["name"].as_str())
            .collect();
        if let Some((_, allowed)) = ARROWS.iter().find(|(room, _)| *room == name) {
            let wrong = needs.iter().find(|need| ours.contains(need) && !allowed.contains(need));
            if let Some(wrong) = wrong {
                return Err(Failed::Rule(format!("{name} depends on {wrong}: a wrong arrow")));
            }
        }
        if let Some((_, never)) = NEVER.iter().find(|(room, _)| *room == name)
            && let Some(wrong) = needs.iter().find(|need| never.contains(need))
        {
            return Err(Failed::Rule(format!(
                "{name} depends on {wrong}: that is not its business"
            )));
        }
    }
    Ok(())
}
