//! A deterministic simulation: N devices, the server and a hostile network, drawn from one seed.
//!
//! It runs the real `store` and the real `server::ledger`, bytes between them. First faults, then
//! they are healed, and everything must converge; [`oracle`] says to what. A failing seed is
//! printed, and `cargo xtask sim --seed N` plays it again.

pub mod deeds;
pub mod device;
pub mod faults;
pub mod network;
pub mod oracle;
pub mod screens;
pub mod server_side;
pub mod waiting;
pub mod world;

pub use faults::{Fault, Faults};
pub use world::World;

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub faults: Faults,
    pub saved: u64,
    pub accepted: u64,
    pub refused: u64,
    pub held: u64,
    pub disputed: u64,
    pub erased: u64,
}

/// A run that broke a promise: which, and what happened last.
#[derive(Debug)]
pub struct Failure {
    pub seed: u64,
    pub broken: String,
    pub last_events: Vec<String>,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        writeln!(f, "{}", self.broken)?;
        for event in &self.last_events {
            writeln!(f, "  {event}")?;
        }
        write!(f, "play it again: cargo xtask sim --seed {}", self.seed)
    }
}

/// Runs one seed.
pub fn run(seed: u64) -> Result<Report, Failure> {
    let mut world = World::draw(seed);
    for _ in 0..world.plan.ticks {
        world.tick().map_err(|broken| world.failure(broken))?;
        oracle::nothing_saved_is_missing(&world)
            .and_then(|()| screens::own_work_is_on_the_screen(&world))
            .map_err(|broken| world.failure(broken))?;
    }
    world.heal().map_err(|broken| world.failure(broken))?;
    world.run_until_quiet().map_err(|broken| world.failure(broken))?;
    oracle::nothing_saved_is_missing(&world)
        .and_then(|()| oracle::everything_is_answered(&world))
        .and_then(|()| oracle::what_was_acknowledged_is_in_the_log(&world))
        .and_then(|()| oracle::replicas_equal_the_server_in_their_scope(&world))
        .and_then(|()| screens::every_unseen_value_is_in_a_conflict(&world))
        .and_then(|()| oracle::nothing_of_an_erased_person_is_left(&world))
        .map_err(|broken| world.failure(broken))?;
    Ok(world.report())
}
