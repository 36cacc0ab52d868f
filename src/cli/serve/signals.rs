//! SIGINT and SIGTERM: the first ends in order, the second at once.

use crate::cli::failure::Failure;
use std::io;
use tokio::runtime::Runtime;

/// Hears signals from when it is made.
pub(super) struct Signals {
    runtime: Runtime,
    heard: Heard,
}

impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let heard = {
            let _context = runtime.enter();
            Heard::new()?
        };
        Ok(Self { runtime, heard })
    }

    /// Waits for a signal, then for `end`. Another signal meanwhile ends the process on the spot: what was answered is
    /// in the file, and what a lost write leaves is set aside by whoever opens it next.
    pub(super) fn wait(mut self, end: impl FnOnce() + Send + 'static) -> Result<(), Failure> {
        self.runtime.block_on(async {
            self.heard.next().await;
            let ended = tokio::task::spawn_blocking(end);
            tokio::select! {
                ended = ended => ended.map_err(|_| Failure::Refused("It did not end in order: see above.".into())),
                number = self.heard.next() => std::process::exit(128 + number),
            }
        })
    }
}

#[cfg(unix)]
struct Heard {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Heard {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// The number of the next one.
    async fn next(&mut self) -> i32 {
        tokio::select! {
            _ = self.interrupt.recv() => 2,
            _ = self.terminate.recv() => 15,
        }
    }
}

#[cfg(not(unix))]
struct Heard;

#[cfg(not(unix))]
impl Heard {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    /// Ctrl-C, which is all there is.
    async fn next(&mut self) -> i32 {
        // Where it cannot be heard, the system ends the process as it ever did.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        2
    }
}
