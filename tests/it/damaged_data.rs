//! Commands and the server over a data folder that was damaged, as they are run in a shell.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

const QUESTION: &str = "Which declarations mention human trafficking?";

/// A document that is embedded in a moment.
const DOCUMENT: &str = "---\nid: quito-2031\ntitle: Declaration\nkind: declaration\n---\n\
    P1: Condemn human trafficking;\nP2: Support the police of all countries;\n\
    P3: Encourage trade.\n";

/// A folder of documents and one of data.
struct Data(tempfile::TempDir);

impl Data {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(root.path().join("corpus")).expect("a folder");
        fs::write(root.path().join("corpus/quito.md"), DOCUMENT).expect("a document");
        Self(root)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.args(arguments).current_dir(self.0.path()).env_clear();
        command.arg("--model-dir").arg(models).args(["--log", "warn,rapporteur=info"]);
        command
    }

    /// What a command prints and how it ends, and its warnings.
    fn run(&self, arguments: &[&str]) -> ((Option<i32>, String), Vec<String>) {
        let output = self.command(arguments).output().expect("the command starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let said = text(output.stderr);
        let warnings = said.lines().filter(|line| line.contains(" WARN "));
        let warnings = warnings.map(str::to_owned).collect();
        ((output.status.code(), text(output.stdout)), warnings)
    }

    /// Flips a bit so far, in hundredths, into the one file of `folder` that holds something.
    fn flip(&self, folder: &str, hundredths: usize) {
        let files = fs::read_dir(self.0.path().join("data").join(folder)).expect("a folder");
        let mut paths = files.map(|file| file.expect("a file").path());
        let filled = |path: &PathBuf| fs::metadata(path).is_ok_and(|file| file.len() > 0);
        let path = paths.find(filled).expect("a file");
        let mut bytes = fs::read(&path).expect("a file");
        let at = bytes.len() * hundredths / 100;
        bytes[at] ^= 1 << (hundredths % 8);
        // By another name, as whoever has mapped the file wants it.
        let fresh = path.with_extension("fresh");
        fs::write(&fresh, bytes).expect("a file");
        fs::rename(fresh, path).expect("a file");
    }
}

#[test]
fn commands_say_what_they_said_before_the_damage() {
    let data = Data::new();
    let memo = data.0.path().join("memo.md");
    fs::write(&memo, "They said “Support the police of all countries”.\n").expect("a file");
    let memo = memo.to_str().expect("UTF-8").to_owned();
    let commands: [&[&str]; 4] = [
        &["ask", QUESTION, "--format", "json"],
        &["search", "police of the countries", "--format", "json"],
        &["compare", "human trafficking"],
        &["verify", &memo],
    ];
    let expected = commands.map(|command| data.run(command).0);
    assert_eq!(expected[0].0, Some(0), "{}", expected[0].1);
    for (command, (expected, hundredths)) in
        commands.iter().zip(expected.iter().zip([33, 56, 72, 98]))
    {
        // Between sections lie bytes that nothing is made of: damage there is nothing to tell of.
        let noticed = (hundredths..hundredths + 5).find_map(|hundredths| {
            data.flip("index", hundredths.min(99));
            let (said, warnings) = data.run(command);
            assert!(said == *expected, "{command:?}: {said:?}");
            (!warnings.is_empty()).then_some(warnings)
        });
        let warnings = noticed.expect("damage is noticed");
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].contains("built again from the documents"), "{warnings:?}");
        let (said, warnings) = data.run(command);
        assert!(said == *expected && warnings.is_empty(), "{command:?}: {warnings:?}");
    }
    data.flip("vectors", 60);
    let (said, warnings) = data.run(commands[0]);
    assert!(said == expected[0], "{said:?}");
    assert!(
        warnings.iter().any(|line| line.contains("stored vectors are damaged")),
        "{warnings:?}"
    );
    data.flip("index", 41);
    data.flip("vectors", 42);
    let ((status, said), _) = data.run(&["index"]);
    assert!(status == Some(0) && said.contains("\n1 passages embedded"), "{said}");
    let (said, warnings) = data.run(commands[0]);
    assert!(said == expected[0] && warnings.is_empty(), "{warnings:?}");
}

/// A server that is ended with the test.
struct Served {
    child: Child,
    address: String,
    warnings: Vec<String>,
}

impl Served {
    /// Starts it, and waits until it says that it is ready.
    fn over(data: &Data) -> Self {
        let mut command = data.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the server starts");
        let stderr = child.stderr.take().expect("it is piped");
        let (mut address, mut warnings) = (None, Vec::new());
        for line in BufReader::new(stderr).lines() {
            let line = line.expect("UTF-8");
            if let Some((_, own)) = line.split_once("listening address=") {
                address = Some(own.trim().to_owned());
            }
            if line.contains(" WARN ") {
                warnings.push(line.clone());
            }
            if line.contains(" ready ") {
                break;
            }
        }
        Self { child, address: address.expect("it listens"), warnings }
    }

    fn ask(&self, question: &str) -> Value {
        let query =
            "query($q: String!) { ask(question: $q) { text confidence citations { quote } } }";
        let body = json!({ "query": query, "variables": { "q": question } }).to_string();
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        let head = "POST /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
            content-type: application/json\r\naccept: application/json\r\n";
        write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len()).expect("sent");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("UTF-8");
        let (_, body) = response.split_once("\r\n\r\n").expect("a body");
        let body: Value = serde_json::from_str(body).unwrap_or_else(|_| panic!("{response}"));
        body["data"]["ask"].clone()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_server_is_ready_once_the_damage_is_mended() {
    let data = Data::new();
    let served = Served::over(&data);
    let expected = served.ask(QUESTION);
    assert!(expected["citations"].as_array().is_some_and(|all| !all.is_empty()), "{expected}");
    assert!(served.warnings.is_empty(), "{:?}", served.warnings);
    for (folder, hundredths) in [("index", 36), ("index", 87), ("vectors", 20)] {
        data.flip(folder, hundredths);
        let served = Served::over(&data);
        assert_eq!(served.ask(QUESTION), expected, "{folder} {hundredths}");
        assert!(
            served
                .warnings
                .iter()
                .any(|line| { line.contains("built again") || line.contains("made again") }),
            "{folder}"
        );
    }
    let served = Served::over(&data);
    assert!(served.warnings.is_empty(), "{:?}", served.warnings);
}
