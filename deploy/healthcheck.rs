//! Succeeds when the service in this container can be asked. The image has no shell and no client of HTTP, so this is a
//! program of its own, which needs nothing but the standard library: `rustc deploy/healthcheck.rs`.

use std::env;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

/// How long each step may take; the image gives the whole three seconds.
const TIME_MAX: Duration = Duration::from_secs(1);

/// The port that the service listens on: what stands behind the last colon of the setting.
fn port(listen: &str) -> Option<u16> {
    listen.rsplit(':').next()?.parse().ok()
}

/// Asks whether the service is ready.
fn ask(port: u16) -> io::Result<bool> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, TIME_MAX)?;
    stream.set_read_timeout(Some(TIME_MAX))?;
    stream.set_write_timeout(Some(TIME_MAX))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut status = [0; 12];
    stream.read_exact(&mut status)?;
    Ok(&status == b"HTTP/1.1 200")
}

fn main() -> ExitCode {
    let listen = env::var("RAPPORTEUR_LISTEN").unwrap_or_default();
    let ready = ask(port(&listen).unwrap_or(8080)).unwrap_or(false);
    if ready { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
