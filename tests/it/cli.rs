//! The command as it is run in a shell.

use std::net::TcpListener;
use std::process::{Command, Output};

fn rapporteur(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .args(arguments)
        .env_clear()
        .current_dir(std::env::temp_dir())
        .output()
        .expect("the command starts")
}

fn check(arguments: &[&str], status: i32, expected: &str) {
    let output = rapporteur(arguments);
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {stderr}");
    assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
    assert!(output.stdout.is_empty(), "{arguments:?}: errors go to stderr alone");
}

#[test]
fn usage_errors_are_bad_input() {
    let cases: [(&[&str], &str); 12] = [
        (&[], "Usage:"),
        (&["answer"], "unrecognized subcommand"),
        (&["ask"], "<QUESTION>"),
        (&["ask", "x", "--part", "preamble"], "preambular"),
        (&["ask", "x", "--first", "0"], "--first"),
        (&["ask", "x", "--format", "xml"], "json"),
        (&["serve", "--deadline-ms", "0"], "--deadline-ms"),
        (&["serve", "--listen", "nowhere"], "--listen"),
        (&["serve", "--public-url", "javascript:alert(1)"], "--public-url"),
        (&["serve", "--trusted-proxies", "0.0.0.0/0"], "everybody"),
        (&["serve", "--trusted-proxies", "10.0.0.1,::/0"], "everybody"),
        (&["serve", "--tls-cert", "x"], "--tls-key"),
    ];
    for (arguments, expected) in cases {
        check(arguments, 2, expected);
    }
}

#[test]
fn what_is_missing_is_named_in_one_line() {
    for command in
        [&["ask", "x"][..], &["search", "x"], &["index"], &["serve", "--listen=127.0.0.1:0"]]
    {
        let arguments = [command, &["--corpus", "/no/such/folder", "--log=warn"]].concat();
        check(
            &arguments,
            3,
            "rapporteur: failed to read the corpus: /no/such/folder is not a folder",
        );
        let stderr = String::from_utf8(rapporteur(&arguments).stderr).expect("UTF-8");
        assert_eq!(stderr.lines().count(), 1, "{command:?}: {stderr}");
    }
}

#[test]
fn a_file_of_questions_that_is_not_there_ends_the_start() {
    let arguments = ["serve", "--listen=127.0.0.1:0", "--log=warn", "--warm-up=/no/such/file"];
    check(&arguments, 3, "rapporteur: failed to read /no/such/file: ");
}

#[test]
fn files_that_cannot_be_checked_are_bad_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let spoiled = folder.path().join("spoiled.md");
    std::fs::write(&spoiled, [b'a', 0xFF]).expect("a file");
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).expect("a folder");
    let cases = [
        ("/no/such/file.md".into(), "failed to read /no/such/file.md"),
        (spoiled.display().to_string(), "it is not UTF-8; convert it first"),
        (empty.display().to_string(), "it has no file that ends with .md or .txt"),
    ];
    for (path, expected) in cases {
        check(&["verify", &path], 2, expected);
    }
    check(&["verify"], 2, "<FILE>");
}

#[test]
fn a_taken_port_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    let expected = format!("rapporteur: failed to listen on {address}; choose another");
    check(&["serve", "--listen", &address], 3, &expected);
}

#[test]
fn a_bad_configuration_file_is_bad_input() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("r.toml");
    std::fs::write(&path, "listn = '127.0.0.1:1'\n").expect("a file");
    let path = path.to_str().expect("UTF-8");
    check(&["serve", "--config", path], 2, "unknown key 'listn'; did you mean 'listen'?");
    check(&["serve", "--config", "/no/such.toml"], 2, "read configuration file '/no/such.toml'");
}

#[test]
fn flags_come_before_the_environment_and_that_before_the_file() {
    let taken = [0, 1].map(|_| TcpListener::bind("127.0.0.1:0").expect("a free port"));
    let [a, b] = taken.each_ref().map(|port| port.local_addr().expect("an address").to_string());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let with_file = |address: &str| {
        let path = folder.path().join("rapporteur.toml");
        std::fs::write(path, format!("listen = '{address}'\n")).expect("a file");
    };
    let listens_at = |arguments: &[&str], variable: Option<&str>| {
        let output = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
            .args(arguments)
            .env_clear()
            .envs(variable.map(|address| ("RAPPORTEUR_LISTEN", address)))
            .current_dir(folder.path())
            .output()
            .expect("the command starts");
        assert_eq!(output.status.code(), Some(3));
        let line = String::from_utf8(output.stderr).expect("UTF-8");
        line.split("failed to listen on ")
            .nth(1)
            .and_then(|rest| rest.split(';').next().map(str::to_owned))
    };
    with_file(&b);
    assert_eq!(listens_at(&["serve"], None), Some(b.clone()), "the file");
    assert_eq!(listens_at(&["serve"], Some(&a)), Some(a.clone()), "the environment");
    with_file(&a);
    assert_eq!(listens_at(&["serve", "--listen", &b], Some(&a)), Some(b.clone()), "a flag after");
    assert_eq!(listens_at(&["--listen", &b, "serve"], Some(&a)), Some(b), "a flag before");
}

#[test]
fn the_schema_is_printed_without_a_corpus() {
    let output = rapporteur(&["schema"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).expect("UTF-8"), rapporteur::api::graphql::sdl());
    let output = rapporteur(&["schema", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["data"]["__schema"]["queryType"]["name"], "Query");
}

#[test]
fn keys_are_shown_once_listed_and_revoked() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = format!("--data-dir={}", folder.path().display());
    let keys = |arguments: &[&str]| {
        let output = rapporteur(&[&["keys"], arguments, &[&data]].concat());
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (status, list, _) = keys(&["list"]);
    assert_eq!((status, list.contains("keys create NAME")), (Some(0), true), "{list}");

    let (status, key, said) = keys(&["create", "my bot", "--expires-days", "30"]);
    assert_eq!(status, Some(0), "{said}");
    let key = key.trim_end();
    let (prefix, secret) = key.rsplit_once('_').expect("three parts");
    assert!(prefix.len() == 13 && prefix.starts_with("rptr_") && secret.len() == 64, "{prefix}");
    assert!(said.contains("shown only now") && !said.contains(secret), "{said}");
    let (_, json, _) = keys(&["create", "admin", "--scope", "admin", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["scopes"], serde_json::json!(["admin"]));
    assert_eq!(json["expiresAt"], serde_json::Value::Null);
    assert!(json["key"].as_str().is_some_and(|other| other != key));

    let file = std::fs::read_to_string(folder.path().join("keys.toml")).expect("a file");
    assert!(!file.contains(secret), "the secret is not kept");
    let id = &prefix["rptr_".len()..];
    let (_, list, _) = keys(&["list"]);
    let row = list.lines().find(|line| line.starts_with(id)).expect("a row").to_owned();
    assert!(row.ends_with("my bot") && row.contains("valid") && !row.contains(secret), "{row}");
    let (status, said, _) = keys(&["revoke", id]);
    assert_eq!(status, Some(0), "{said}");
    let (_, list, _) = keys(&["list", "--format", "json"]);
    assert!(!list.contains(id) && list.contains("admin"), "{list}");

    let revoke = ["keys", "revoke", id, &data];
    check(&revoke, 3, "has no key with this id; list the keys by `rapporteur keys list`");
    check(&["keys", "create", " ", &data], 2, "its name is empty; say what the key is for");
    check(&["keys", "create", "", &data], 2, "its name is empty; say what the key is for");
    check(&["keys", "create", "x", "--scope", "write", &data], 2, "read, admin");
}

#[test]
fn help_and_version_are_no_errors() {
    for arguments in [["--help"], ["--version"]] {
        let output = rapporteur(&arguments);
        assert_eq!(output.status.code(), Some(0));
        assert!(!output.stdout.is_empty());
    }
}

/// What a shell makes of `line`, in which `$R` is the program.
#[cfg(target_os = "linux")]
fn shell(folder: &std::path::Path, line: &str) -> (Option<i32>, String) {
    let output = Command::new("sh")
        .args(["-c", line])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("R", env!("CARGO_BIN_EXE_rapporteur"))
        .current_dir(folder)
        .output()
        .expect("a shell");
    (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_closed_is_a_failure_and_one_that_is_thrown_away_is_not() {
    let folder = std::env::temp_dir();
    for (line, status) in [
        ("$R schema >&-", 3),
        ("$R config page >&- 2>/dev/null", 3),
        ("$R schema >/dev/null", 0),
        ("$R schema 1<>/dev/null", 0),
        ("$R schema <&- >/dev/null", 0),
    ] {
        let (code, said) = shell(&folder, line);
        assert_eq!(code, Some(status), "{line}: {said}");
    }
    assert!(
        shell(&folder, "$R schema >&-").1.contains("failed to write the output: stdout is closed")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn pipes_in_the_place_of_files_are_refused_at_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pipe = "mkdir data corpus; echo 'A text.' >corpus/a.md; mkfifo pipe.md";
    assert_eq!(shell(folder.path(), pipe).0, Some(0));
    for (line, status) in [
        ("$R verify pipe.md", 2),
        ("$R keys list --keys-file pipe.md", 3),
        ("$R serve --listen 127.0.0.1:0 --keys-file pipe.md", 3),
        ("$R serve --listen 127.0.0.1:0 --warm-up pipe.md", 3),
    ] {
        let (code, said) = shell(folder.path(), line);
        assert!(said.contains("no regular file"), "{line}: {said}");
        assert_eq!(code, Some(status), "{line}: {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_of_files_cannot_command_a_terminal() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("corpus")).expect("a folder");
    let name = "a\u{1b}[31m\u{7}b.md";
    std::fs::write(folder.path().join(name), "---\nbroken\n").expect("a file");
    let broken = folder.path().join("corpus").join(name).with_extension("json");
    std::fs::write(broken, "{").expect("a file");
    std::fs::write(folder.path().join("corpus/good.md"), "A text.\n").expect("a file");
    for arguments in
        [&["add", "--dry-run", name][..], &["index", "--check"], &["verify", "\u{1b}[2Jgone"]]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
            .args(arguments)
            .env_clear()
            .current_dir(folder.path())
            .output()
            .expect("the command starts");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("UTF-8");
        assert!(!said.contains(['\u{1b}', '\u{7}']), "{arguments:?}: {said:?}");
        assert!(said.contains("\\u{1b}["), "{arguments:?}: {said:?}");
    }
}
