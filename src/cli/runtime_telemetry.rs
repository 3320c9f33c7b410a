//! Keeping ONNX Runtime from reporting home.
//!
//! Its published library collects usage data as soon as it is loaded, before it can be told not
//! to, unless an environment variable says so. A process cannot safely change its environment
//! once it has threads, and this crate does nothing of that kind: the program therefore starts itself
//! anew, in the same process, with the variable set.

/// The variable that the library reads.
const OPT_OUT: &str = "ORT_DISABLE_TELEMETRY";

/// Starts the program anew without telemetry, unless the environment says already what to do.
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

/// Other systems' libraries are not known to report.
#[cfg(not(unix))]
pub(super) fn opt_out() {}
