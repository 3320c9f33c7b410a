//! The program as it is run in a shell, over a small folder of documents.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use rustix::process::{Pid, Signal, kill_process};

pub(crate) const QUESTION: &str = "Which declarations mention human trafficking?";

/// A document that is embedded in a moment.
const DOCUMENT: &str = "---\nid: quito-2031\ntitle: Declaration\nkind: declaration\n---\n\
    P1: Condemn human trafficking;\nP2: Support the police of all countries;\n\
    P3: Encourage trade.\n";

/// A folder with documents and data.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(root.path().join("corpus")).expect("a folder");
        fs::write(root.path().join("corpus/quito.md"), DOCUMENT).expect("a document");
        Self(root)
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: &str) {
        fs::write(self.at(name), content).expect("a file");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.args(arguments).current_dir(self.0.path()).env_clear();
        command.env("RAPPORTEUR_MODEL_DIR", models);
        command
    }

    /// How a command ends, and what it says on stdout and stderr.
    pub(crate) fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let output = self.command(arguments).output().expect("the command starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    /// A server that is ready.
    pub(crate) fn serve(&self, arguments: &[&str]) -> Running {
        let arguments = [&["serve", "--listen=127.0.0.1:0"], arguments].concat();
        let mut child =
            self.command(&arguments).stderr(Stdio::piped()).spawn().expect("the server starts");
        let stderr = BufReader::new(child.stderr.take().expect("it is piped"));
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                // Whoever waited may be gone.
                let _ = sender.send(line);
            }
        });
        let mut running = Running { child, address: String::new(), lines };
        let line = running.wait_for("listening");
        let (_, rest) = line.split_once("127.0.0.1:").expect("an address");
        let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
        running.address = format!("127.0.0.1:{port}");
        running.wait_for("ready");
        running
    }
}

/// A server, which is ended with the test.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: String,
    lines: Receiver<String>,
}

impl Running {
    /// The next line of its log that has `words`.
    pub(crate) fn wait_for(&self, words: &str) -> String {
        loop {
            let line = self.lines.recv().unwrap_or_else(|_| panic!("it ended before '{words}'"));
            if line.contains(words) {
                return line;
            }
        }
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        kill_process(id.expect("it runs"), signal).expect("it is ours");
    }

    /// How it ends.
    pub(crate) fn end(mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }

    /// Status and response to a request.
    pub(crate) fn send(&self, head: &str, body: &str) -> (u16, String) {
        self.send_with(head, "", body)
    }

    /// The same with further lines of headers.
    pub(crate) fn send_with(&self, head: &str, headers: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        let length = body.len();
        write!(
            stream,
            "{head} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-type: application/json\r\n{headers}content-length: {length}\r\n\r\n{body}"
        )
        .expect("sent");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("UTF-8");
        let status = response.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.unwrap_or_else(|| panic!("{response}")), response)
    }

    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        self.send(&format!("GET {path}"), "")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
