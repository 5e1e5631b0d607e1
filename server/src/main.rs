//! `so-khuyen-hoc`: serves an organisation's ledger from a folder.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use domain::identity::Login;
use rusqlite::{Connection, OpenFlags};
use server::backup::{self, BackupError, BackupFolder};
use server::clock;
use server::desk::{DATABASE, Desk, DeskError, random};
use server::http::{Server, SetUpCode, router};
use server::ledger::{Start, invite_by_login};
use tracing_subscriber::EnvFilter;

/// Sổ Khuyến học: the ledger of a learning-promotion association.
#[derive(Parser)]
#[command(name = "so-khuyen-hoc", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the ledger and the app.
    Serve {
        /// The folder of the database, its journal and the organisation's key.
        #[arg(long, env = "SKH_DATA", default_value = "data")]
        data: PathBuf,
        /// The address to listen on.
        #[arg(long, env = "SKH_LISTEN", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// The folder of the built app.
        #[arg(long, env = "SKH_APP")]
        app: Option<PathBuf>,
        /// Fills an empty ledger with the demo district, and prints sign-ins for each role.
        #[arg(long)]
        demo: bool,
        /// The folder, on another disk, that copies of the ledger go into, and its journal with each
        /// line.
        #[arg(long, env = "SKH_BACKUPS")]
        backups: Option<PathBuf>,
        /// How many minutes lie between two copies.
        #[arg(long, env = "SKH_BACKUP_MINUTES", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
        backup_minutes: u64,
        /// How many copies are kept.
        #[arg(long, env = "SKH_BACKUPS_KEPT", default_value_t = 48)]
        backups_kept: usize,
    },
    /// Copies the database while it is being served, and reads the copy over.
    Backup {
        #[arg(long, env = "SKH_DATA", default_value = "data")]
        data: PathBuf,
        /// The file to write.
        #[arg(long)]
        to: PathBuf,
    },
    /// Makes a one-time invitation for an account, and prints the end of its address: for the last
    /// administrator who has lost his password. Whoever can read the folder may do this.
    Invite {
        #[arg(long, env = "SKH_DATA", default_value = "data")]
        data: PathBuf,
        /// What the account signs in by.
        #[arg(long)]
        login: String,
    },
    /// Puts a backup in the database's place and begins a new life: devices then offer again what
    /// the backup lacks. The server must be stopped; the former database is kept beside it.
    Restore {
        #[arg(long, env = "SKH_DATA", default_value = "data")]
        data: PathBuf,
        /// The backup: a file, or a folder of copies, of which the newest whole one is taken.
        #[arg(long)]
        from: PathBuf,
    },
}

/// Why the program stopped.
#[derive(Debug, thiserror::Error)]
enum Stop {
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    #[error("there is no ledger in {0}: {1}")]
    NoLedger(PathBuf, rusqlite::Error),
    #[error("nobody signs in by {0}")]
    NoAccount(String),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error("the server failed: {0}")]
    Serve(std::io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("SKH_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(Arguments::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("so-khuyen-hoc: {stop}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), Stop> {
    match command {
        Command::Serve { data, listen, app, demo, backups, backup_minutes, backups_kept } => {
            let backups = backups.map(|path| BackupFolder { path, kept: backups_kept });
            let every = Duration::from_mins(backup_minutes);
            serve(data, listen, app, demo, backups.map(|folder| (folder, every))).await
        }
        Command::Backup { data, to } => Ok(backup::copy(&data, &to)?),
        Command::Invite { data, login } => invite(&data, &login),
        Command::Restore { data, from } => {
            let kept = backup::restore(&data, &from, clock::now())?;
            println!("The former database is kept in {}.", kept.display());
            println!("Restored. Start the server; devices will offer again what the backup lacks.");
            Ok(())
        }
    }
}

async fn serve(
    data: PathBuf,
    listen: SocketAddr,
    app: Option<PathBuf>,
    demo: bool,
    backups: Option<(BackupFolder, Duration)>,
) -> Result<(), Stop> {
    let copies = backups.as_ref().map(|(folder, _)| folder.path.as_path());
    let desk = Desk::open(&data, Start::AsLeft, copies)?;
    let empty = desk.write(|ledger| ledger.is_empty()).await?;
    let code = hex::encode(random::<8>());
    let listener =
        tokio::net::TcpListener::bind(listen).await.map_err(|error| Stop::Listen(listen, error))?;
    let address = listener.local_addr().map_err(|error| Stop::Listen(listen, error))?;
    if empty && demo {
        println!("Filling the demo district; this takes a while …");
        let sign_ins = desk.write(server::demo::fill).await?;
        println!("{sign_ins}");
    } else if empty {
        println!("No organisation yet. Set it up at http://{address}/thiet-lap#{code}");
    }
    println!("Sổ Khuyến học: http://{address}");
    tokio::spawn(tidy_daily(desk.clone()));
    tokio::spawn(keep_images_ready(desk.clone()));
    if let Some((folder, every)) = backups {
        tokio::spawn(copy_regularly(data, folder, every));
    }
    let service = router(Server::new(desk, SetUpCode(code), app));
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let served = axum::serve(listener, service).with_graceful_shutdown(async {
        asked_to_stop().await;
        let _ = stop.send(()); // the server may have failed meanwhile
    });
    tokio::select! {
        done = served.into_future() => done.map_err(Stop::Serve),
        // What was answered is on disk; streams that devices listen to would never end.
        () = async {
            let _ = stopped.await;
            tokio::time::sleep(LAST_ANSWERS).await;
        } => Ok(()),
    }
}

/// How long answers that are under way have when the server is asked to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// What need not be kept any longer goes, once a day.
async fn tidy_daily(desk: Desk) {
    let mut days = tokio::time::interval(Duration::from_hours(24));
    loop {
        days.tick().await;
        if let Err(error) = desk.write(|ledger| ledger.tidy(clock::now())).await {
            tracing::error!(%error, "tidying failed");
        }
        if let Err(error) = desk.tidy_files().await {
            tracing::error!(%error, "tidying the files failed");
        }
    }
}

/// How often it is looked whether the image that takes longest is still good.
const IMAGES_LOOKED_AT: Duration = Duration::from_mins(10);

/// Whoever comes with a new device finds his image built.
async fn keep_images_ready(desk: Desk) {
    let mut turns = tokio::time::interval(IMAGES_LOOKED_AT);
    loop {
        turns.tick().await;
        if let Err(error) = desk.prepare_images().await {
            tracing::error!(%error, "an image was not built ahead");
        }
    }
}

/// A copy at the start, and then as often as was asked for. One that fails is told, and the next is
/// made in its turn.
async fn copy_regularly(data: PathBuf, folder: BackupFolder, every: Duration) {
    let mut turns = tokio::time::interval(every);
    loop {
        turns.tick().await;
        let (data, folder) = (data.clone(), folder.clone());
        let made = tokio::task::spawn_blocking(move || folder.copy(&data, clock::now())).await;
        match made {
            Ok(Ok(copy)) => tracing::info!(copy = %copy.display(), "the ledger was copied"),
            Ok(Err(error)) => tracing::error!(%error, "the ledger was not copied"),
            Err(error) => tracing::error!(%error, "the ledger was not copied"),
        }
    }
}

/// Ctrl-C, or the service manager.
async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
            }
            Err(_) => {
                let _ = interrupted.await;
            }
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}

fn invite(data: &Path, login: &str) -> Result<(), Stop> {
    let path = data.join(DATABASE);
    let db = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .map_err(|error| Stop::NoLedger(path, error))?;
    let code = hex::encode(random::<16>());
    let known = Login::parse(login)
        .map(|login| invite_by_login(&db, &login, &code, clock::now()))
        .transpose()
        .map_err(DeskError::from)?;
    if known != Some(true) {
        return Err(Stop::NoAccount(login.to_owned()));
    }
    println!("/moi#{code}");
    Ok(())
}
