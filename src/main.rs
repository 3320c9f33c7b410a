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

/// As many arenas of glibc's allocator as there are cores, within bounds, unless the environment says
/// otherwise. Each keeps what was freed in it, and by default there are eight for each core.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the standard library cannot say so")]
fn bound_arenas() {
    if std::env::var_os("MALLOC_ARENA_MAX").is_some() {
        return;
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let arenas = i32::try_from(cores.clamp(2, 8)).unwrap_or(2);
    // SAFETY: it sets a number of the allocator, before there are other threads.
    unsafe { libc::mallopt(libc::M_ARENA_MAX, arenas) };
}

fn main() -> ExitCode {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    bound_arenas();
    rapporteur::cli::main(STDOUT_IS_CLOSED.load(Ordering::Relaxed))
}
