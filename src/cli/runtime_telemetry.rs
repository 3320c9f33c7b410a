//! Turning off the telemetry of ONNX Runtime.
//!
//! The published library collects usage data as soon as it is loaded, unless an environment variable is set. A
//! process with threads cannot change its environment safely. Therefore the program executes itself again, in the
//! same process, with the variable set.

/// The environment variable that the library reads.
const OPT_OUT: &str = "ORT_DISABLE_TELEMETRY";

/// Executes the program again without telemetry, unless the variable is set already.
#[cfg(unix)]
pub(super) fn opt_out() {
    use std::env;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    if env::var_os(OPT_OUT).is_some() {
        return;
    }
    let Ok(program) = env::current_exe() else { return };
    let mut arguments = env::args_os();
    let name = arguments.next().unwrap_or_else(|| program.clone().into_os_string());
    // Returns only where it fails; then the program goes on as it is.
    let _ = Command::new(program).arg0(name).args(arguments).env(OPT_OUT, "1").exec();
}

/// On other systems the library is not known to collect data.
#[cfg(not(unix))]
pub(super) fn opt_out() {}
