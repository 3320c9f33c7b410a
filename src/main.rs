//! The `rapporteur` command.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the process began with a closed stdout (`>&-`).
static STDOUT_IS_CLOSED: AtomicBool = AtomicBool::new(false);

/// Looks before the standard library does, which opens `/dev/null` in the place of what is closed.
#[cfg(target_os = "linux")]
extern "C" fn look() {
    let is_open = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_ok();
    STDOUT_IS_CLOSED.store(!is_open, Ordering::Relaxed);
}

/// The system runs what stands in this section before `main`.
#[cfg(target_os = "linux")]
#[used]
#[expect(unsafe_code, reason = "nothing else runs before the standard library")]
// SAFETY: the section holds pointers to functions without results, and this is one that uses a system call alone.
#[unsafe(link_section = ".init_array")]
static LOOK: extern "C" fn() = look;

fn main() -> ExitCode {
    rapporteur::cli::main(STDOUT_IS_CLOSED.load(Ordering::Relaxed))
}
