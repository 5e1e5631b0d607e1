//! `cargo xtask mutants`: breaks the sync on purpose, one thing after another, and shows that the
//! simulation catches each, or the tests of what is broken where it is too rare there. It works on a
//! copy of the last commit, in `target/`.

use std::path::Path;

use crate::shell::{self, Failed};

/// Where the broken copies lie and are built.
const COPY: &str = "target/mutants";

/// How many seeds must be enough to catch one.
const SEEDS: &str = "400";

/// One thing that is broken on purpose.
struct Mutant {
    breaks: &'static str,
    /// The package whose tests catch it.
    guard: &'static str,
    file: &'static str,
    right: &'static str,
    wrong: &'static str,
}

const MUTANTS: &[Mutant] = &[
    Mutant {
        breaks: "merging: a value that nobody had seen is written over in silence",
        guard: "sim",
        file: "domain/src/merge.rs",
        right: "let in_conflict = values.iter().any(|one| !same.same(&one.value, &shown.value));",
        wrong: "let in_conflict = values.is_empty() && same.same(&shown.value, &shown.value);",
    },
    Mutant {
        breaks: "merging: a choice settles what its author had not seen",
        guard: "sim",
        file: "domain/src/lineage.rs",
        right: "entry.position <= self.seen_up_to(base.epoch, base.position)\n            || entry",
        wrong: "true || entry.position <= self.seen_up_to(base.epoch, base.position)\n            || entry",
    },
    Mutant {
        breaks: "bases: between two pages all up to the cursor counts as seen",
        guard: "sim",
        file: "store/src/take.rs",
        right: "if !page.more {",
        wrong: "if page.from == page.from {",
    },
    Mutant {
        breaks: "bases: what lies under one's own word counts as seen",
        // In the simulation it takes a group that is held for one of its records alone: too rare.
        guard: "store",
        file: "store/src/save.rs",
        right: "own.position < seen.position",
        wrong: "own.position > Position(u64::MAX - 1)",
    },
    Mutant {
        breaks: "laying on: the server's word covers one's own",
        guard: "sim",
        file: "store/src/lay_on.rs",
        right: "lay_on(fields, &unanswered);",
        wrong: "lay_on(fields, &unanswered[..0]);",
    },
    Mutant {
        breaks: "laying on: what was answered is no longer laid on before it has come down",
        guard: "sim",
        file: "store/src/outbox.rs",
        right: "where state = 1 and epoch = ?1 and position <= ?2\")?",
        wrong: "where state = 1 and epoch = ?1 and position <= ?2 + 1000000\")?",
    },
    Mutant {
        breaks: "the cursor: a page that does not follow moves it",
        guard: "sim",
        file: "store/src/take.rs",
        right: "if page.from != meta::cursor(db)? {",
        wrong: "if page.from != meta::cursor(db)? {\n        meta::set_cursor(db, page.cursor)?;",
    },
    Mutant {
        breaks: "the cursor: it moves past what was not sent",
        guard: "sim",
        file: "server/src/ledger/pull.rs",
        right: "upto = Position(position.0 - 1).min(upto);",
        wrong: "upto = position.min(upto);",
    },
    Mutant {
        breaks: "the scope filter: what lies elsewhere is sent",
        guard: "sim",
        file: "server/src/ledger/pull.rs",
        right: "let Some(class) = scope.class(area, &key) else { continue };",
        wrong: "let class = scope.class(area, &key).unwrap_or(Class::Full);",
    },
    Mutant {
        breaks: "the scope filter: who may read figures reads names",
        guard: "sim",
        file: "server/src/ledger/pull.rs",
        right: "(RouteState::In, Class::Figures) => Some(Depth::Figures),",
        wrong: "(RouteState::In, Class::Figures) => Some(Depth::Full),",
    },
    Mutant {
        breaks: "the scope filter: a record that moved away stays",
        guard: "sim",
        file: "server/src/ledger/pull.rs",
        right: "(RouteState::Gone, _) | (_, Class::Organisation) => None,",
        wrong: "(_, Class::Organisation) => None,\n        (RouteState::Gone, _) => Some(Depth::Full),",
    },
    Mutant {
        breaks: "groups: half of one is taken",
        guard: "sim",
        file: "server/src/ledger/commit.rs",
        right: "rollback to unit; release unit",
        wrong: "release unit",
    },
    Mutant {
        breaks: "answers: a doubled request is taken twice",
        guard: "sim",
        file: "server/src/ledger/commit.rs",
        right: "(Verdict::Known(found.position), found.digest)",
        wrong: "return Ok(None)",
    },
    Mutant {
        breaks: "order: what comes early is taken",
        guard: "sim",
        file: "server/src/ledger/commit.rs",
        right: "if is_new && (has_gap || cut_off(unit)) {",
        wrong: "if is_new && cut_off(unit) {",
    },
    Mutant {
        breaks: "restores: what the server answered and has lost is not offered again",
        guard: "sim",
        file: "store/src/outbox.rs",
        right: "if heard_of.is_some_and(|heard_of| heard_of != lineage.present()) {",
        wrong: "if heard_of.is_none() {",
    },
    Mutant {
        breaks: "erasure: copies of what was answered keep the name",
        guard: "sim",
        file: "store/src/take.rs",
        right: "const KEPT_CHANGES: [&str; 3] = [\"outbox\", \"refused\", \"authored\"];",
        wrong: "const KEPT_CHANGES: [&str; 2] = [\"outbox\", \"refused\"];",
    },
    Mutant {
        breaks: "refusals: one that is refused is forgotten",
        guard: "sim",
        file: "store/src/outbox.rs",
        right: "?3, ?4, ?5, edits, called from outbox\n         where number = ?1",
        wrong: "?3, ?4, ?5, edits, called from outbox\n         where number = -?1",
    },
];

/// Plays every mutant, or those whose words name one.
pub fn play(words: &[&str]) -> Result<(), Failed> {
    let copy = Path::new(COPY);
    if copy.exists() {
        shell::run("git", &["worktree", "remove", "--force", COPY])?;
    }
    shell::run("git", &["worktree", "add", "--detach", "--quiet", COPY, "HEAD"])?;
    let named = |mutant: &&Mutant| words.iter().all(|word| mutant.breaks.contains(word));
    let chosen: Vec<&Mutant> = MUTANTS.iter().filter(named).collect();
    if chosen.is_empty() {
        return Err(Failed::Rule(format!("no mutant is called {words:?}")));
    }
    for guard in ["sim", "store"] {
        if chosen.iter().any(|mutant| mutant.guard == guard) && !is_sound(guard)? {
            return Err(Failed::Rule(format!("the tests of {guard} fail on the code as it is")));
        }
    }
    let mut missed = Vec::new();
    for mutant in chosen {
        let is_caught = mutant.is_caught()?;
        println!("{} {}", if is_caught { "caught" } else { "MISSED" }, mutant.breaks);
        if !is_caught {
            missed.push(mutant.breaks);
        }
    }
    shell::run("git", &["worktree", "remove", "--force", COPY])?;
    if missed.is_empty() { Ok(()) } else { Err(Failed::Rule(format!("missed: {missed:?}"))) }
}

/// Whether each mutant still finds what it breaks.
pub fn check() -> Result<(), Failed> {
    MUTANTS.iter().try_for_each(|mutant| mutant.sound(Path::new(".")).map(|_| ()))
}

impl Mutant {
    /// The sound code of its file, below this folder.
    fn sound(&self, folder: &Path) -> Result<String, Failed> {
        let path = folder.join(self.file);
        let sound = std::fs::read_to_string(&path).map_err(|error| Failed::File(path, error))?;
        if sound.matches(self.right).count() != 1 {
            return Err(Failed::Rule(format!("{} no longer says once: {}", self.file, self.right)));
        }
        Ok(sound)
    }

    /// Whether its guard fails where this is broken.
    fn is_caught(&self) -> Result<bool, Failed> {
        let path = Path::new(COPY).join(self.file);
        let failed = |error| Failed::File(path.clone(), error);
        let sound = self.sound(Path::new(COPY))?;
        std::fs::write(&path, sound.replace(self.right, self.wrong)).map_err(failed)?;
        let sound_still = is_sound(self.guard);
        std::fs::write(&path, sound).map_err(failed)?;
        Ok(!sound_still?)
    }
}

/// Whether the copy as it now is passes the tests of a package; an error: it cannot even be built.
fn is_sound(guard: &str) -> Result<bool, Failed> {
    let manifest = format!("{COPY}/Cargo.toml");
    let test = ["test", "--quiet", "--package", guard, "--manifest-path", &manifest];
    let settings = [("CARGO_TARGET_DIR", "target/mutants-built"), ("RUSTFLAGS", "-Awarnings")];
    shell::run_with(env!("CARGO"), &[&test[..], &["--no-run"]].concat(), &settings)?;
    let settings = [&settings[..], &[("SIM_SEEDS", SEEDS)]].concat();
    shell::is_done(env!("CARGO"), &test, &settings)
}
