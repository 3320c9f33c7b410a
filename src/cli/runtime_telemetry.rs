//! Turning off the telemetry of ONNX Runtime.
//!
//! The published library collects usage data as soon as it is loaded, unless an environment variable is set. A
//! process with threads cannot change its environment safely. Therefore the program executes itself again, in the
//! same process, with the variable set.

#[cfg(unix)]
use std::env;

/// The environment variable that the library reads.
const OPT_OUT: &str = "ORT_DISABLE_TELEMETRY";

/// The environment variable that tells the program, once it executes itself, that it began without an output: by then
/// the output is `/dev/null`.
const CLOSED: &str = "RAPPORTEUR_OUTPUT_IS_CLOSED";

/// Executes the program again without telemetry, unless the variable is set already. Returns whether the output is
/// closed, as it was seen now or before.
#[cfg(unix)]
pub(super) fn opt_out(stdout_is_closed: bool) -> bool {
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    let is_closed = stdout_is_closed || env::var_os(CLOSED).is_some();
    if env::var_os(OPT_OUT).is_some() {
        return is_closed;
    }
    let Ok(program) = env::current_exe() else { return is_closed };
    let mut arguments = env::args_os();
    let name = arguments.next().unwrap_or_else(|| program.clone().into_os_string());
    // Returns only where it fails; then the program goes on as it is.
    let mut again = Command::new(program);
    again.arg0(name).args(arguments).env(OPT_OUT, "1");
    if is_closed {
        again.env(CLOSED, "1");
    }
    let _ = again.exec();
    is_closed
}

/// On other systems the library is not known to collect data.
#[cfg(not(unix))]
pub(super) fn opt_out(stdout_is_closed: bool) -> bool {
    stdout_is_closed
}
