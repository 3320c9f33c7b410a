//! The program in operation: signals, certificates, its log, its data folder.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;

use rustix::process::Signal;
use serde_json::{Value, json};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::program::{Place, QUESTION, Running};

#[test]
fn a_hangup_has_files_and_settings_read_again() {
    let place = Place::new();
    place.write("rapporteur.toml", "log = 'info'\n");
    let server = place.serve(&[]);
    let ask = json!({ "q": "Who speaks of human trafficking?" }).to_string();
    server.send("POST /v1/ask", &ask);
    let line = server.wait_for("answered");
    assert!(!line.contains("human trafficking"), "questions stay out of the log: {line}");
    place.write("rapporteur.toml", "log = 'debug'\nlog-questions = 'on'\nbatch-max = 5\n");
    assert_eq!(place.run(&["keys", "create", "bot"]).0, Some(0));
    server.signal(Signal::HUP);
    // All are read again, in whichever order.
    let mut said = vec![server.wait_for("again")];
    while !["keys=1", "settings", "documents again"]
        .iter()
        .all(|what| said.iter().any(|line| line.contains(what)))
    {
        said.push(server.wait_for("again"));
    }
    let settings = "took over log, log-questions; batch-max changed, and need a restart";
    assert!(said.iter().any(|line| line.contains(settings)), "{said:?}");
    server.send("POST /v1/ask", &ask);
    let line = server.wait_for("answered");
    assert!(line.contains("Who speaks of human trafficking?"), "{line}");
    server.get("/livez");
    assert!(server.wait_for("answered").contains("DEBUG"), "the filter lets more through");
    let (_, metrics) = server.get("/metrics");
    assert!(metrics.contains("rapporteur_reloads_total{what=\"settings\"} 1"), "{metrics}");
    assert!(!metrics.contains("rapporteur_reloads_total{what=\"keys\"} 0"), "{metrics}");
    // What cannot be used changes nothing.
    place.write("rapporteur.toml", "log = 'info'\nnonsense = 1\n");
    server.signal(Signal::HUP);
    assert!(server.wait_for("stay").contains("unknown key 'nonsense'"));
    assert_eq!(server.get("/readyz").0, 200);
}

#[test]
fn rates_origins_and_the_deadline_change_without_a_restart() {
    let place = Place::new();
    place.write("rapporteur.toml", "key-rate-limit = 50\n");
    let (_, key, _) = place.run(&["keys", "create", "bot"]);
    let server = place.serve(&[]);
    let headers = format!("authorization: Bearer {}\r\norigin: https://a.example\r\n", key.trim());
    let mut asked = 0;
    let mut ask = |server: &Running| {
        // Nothing of it is kept from before.
        asked += 1;
        let question = format!("Which declaration of {} speaks of the police?", 1990 + asked);
        server.send_with("POST /v1/ask", &headers, &json!({ "q": question }).to_string())
    };
    let allowed = "access-control-allow-origin: https://a.example";
    let (status, response) = ask(&server);
    assert!(status == 200 && response.contains("ratelimit-limit: 50"), "{response}");
    assert!(!response.contains(allowed), "{response}");
    let again = |content: &str, words: &str| {
        place.write("rapporteur.toml", content);
        server.signal(Signal::HUP);
        server.wait_for(words)
    };
    let origins = "cors-origins = ['https://a.example']\n";
    let said = again(&format!("key-rate-limit = 70\n{origins}deadline-ms = 1\n"), "settings again");
    let taken = ["took over", "cors-origins", "deadline-ms", "key-rate-limit"];
    assert!(taken.iter().all(|name| said.contains(name)), "{said}");
    let (status, response) = ask(&server);
    assert_eq!(status, 504, "{response}");
    assert!(response.contains("longer than 1 ms"), "{response}");
    assert!(response.contains("ratelimit-limit: 70") && response.contains(allowed), "{response}");
    // What cannot be used changes nothing, and nothing beside it.
    let said = again("key-rate-limit = 90\ncors-origins = ['nonsense']\n", "settings stay");
    assert!(said.contains("parse the origin 'nonsense'"), "{said}");
    assert!(ask(&server).1.contains("ratelimit-limit: 70"));
    again("", "settings again");
    let (status, response) = ask(&server);
    assert!(status == 200 && response.contains("ratelimit-limit: 6000"), "{response}");
    assert!(!response.contains(allowed), "{response}");
}

#[test]
fn sigterm_is_told_to_balancers_before_the_end() {
    let place = Place::new();
    let server = place.serve(&["--drain-secs=600"]);
    assert_eq!(server.get("/readyz").0, 200);
    server.signal(Signal::TERM);
    server.wait_for("/readyz answers 503");
    let (status, body) = server.get("/readyz");
    assert!(status == 503 && body.contains("about to stop"), "{body}");
    assert_eq!(server.get("/livez").0, 200);
    assert_eq!(server.get("/v1/ask?q=police").0, 200, "who comes all the same is answered");
    server.signal(Signal::INT);
    assert_eq!(server.end(), Some(0));
}

#[test]
fn each_request_is_a_line_of_the_log() {
    let place = Place::new();
    let server = place.serve(&["--log-format=json"]);
    let line = |server: &Running| {
        let line = server.wait_for("\"answered\"");
        serde_json::from_str::<Value>(&line).unwrap_or_else(|_| panic!("{line}"))
    };
    for cached in [false, true] {
        server.get("/v1/ask?q=Who+speaks+of+human+trafficking%3F");
        let line = line(&server);
        let (fields, span) = (&line["fields"], &line["span"]);
        assert_eq!(
            (&fields["status"], &fields["surface"]),
            (&json!(200), &json!("rest")),
            "{line}"
        );
        assert!(fields["elapsed_us"].as_u64().is_some_and(|took| took > 0), "{line}");
        assert_eq!((&span["path"], &span["cached"]), (&json!("/v1/ask"), &json!(cached)), "{line}");
        assert_eq!(span["answer"], "ANSWERED", "{line}");
        assert_eq!(span.get("question"), None, "{line}");
        assert_eq!(span["rank_us"].is_u64(), !cached, "{line}");
        assert_eq!(span["answer_us"].is_u64(), !cached, "{line}");
    }
    server.get("/v1/ask?q=quantum+chromodynamics");
    assert_eq!(line(&server)["span"]["refused"], "term_nowhere");
    let body =
        json!({ "query": "query Count { corpus { documentCount } }", "operationName": "Count" });
    server.send("POST /graphql", &body.to_string());
    let line = line(&server);
    assert_eq!(
        (&line["span"]["operation"], &line["fields"]["surface"]),
        (&json!("Count"), &json!("graphql"))
    );
}

/// A certificate for `localhost` with its key, in files of `place`.
fn certificate(place: &Place) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]);
    let made = made.expect("a certificate");
    place.write("tls.crt", &made.cert.pem());
    place.write("tls.key", &made.signing_key.serialize_pem());
    CertificateDer::from_pem_slice(made.cert.pem().as_bytes()).expect("PEM")
}

/// What a client that trusts `certificate` alone gets at `/livez`, and the protocol that was agreed on.
fn ask_by_tls(
    server: &Running,
    certificate: &CertificateDer<'static>,
    protocols: &[&[u8]],
) -> std::io::Result<(String, Option<Vec<u8>>)> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).expect("a certificate");
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has them");
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    let name = ServerName::try_from("localhost").expect("a name");
    let client = ClientConnection::new(Arc::new(config), name).expect("a client");
    let mut stream = StreamOwned::new(client, TcpStream::connect(&server.address)?);
    stream.write_all(b"GET /livez HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut response = Vec::new();
    // Servers of HTTP/2 take this for no request at all.
    let _ = stream.read_to_end(&mut response);
    let protocol = stream.conn.alpn_protocol().map(<[u8]>::to_vec);
    Ok((String::from_utf8_lossy(&response).into_owned(), protocol))
}

#[test]
fn connections_are_encrypted_and_certificates_renewed() {
    let place = Place::new();
    let old = certificate(&place);
    let server = place.serve(&["--tls-cert=tls.crt", "--tls-key=tls.key"]);
    let (response, protocol) = ask_by_tls(&server, &old, &[b"http/1.1"]).expect("it is trusted");
    assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
    assert_eq!(protocol.as_deref(), Some(&b"http/1.1"[..]));
    let (_, protocol) = ask_by_tls(&server, &old, &[b"h2", b"http/1.1"]).expect("it is trusted");
    assert_eq!(protocol.as_deref(), Some(&b"h2"[..]));
    let mut plain = TcpStream::connect(&server.address).expect("the server listens");
    plain.write_all(b"GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n").expect("it is sent");
    let mut response = Vec::new();
    let _ = plain.read_to_end(&mut response);
    assert!(!response.starts_with(b"HTTP"), "nothing is said in the clear");

    let new = certificate(&place);
    server.signal(Signal::HUP);
    server.wait_for("read the certificate again");
    assert!(ask_by_tls(&server, &old, &[]).is_err());
    let (response, _) = ask_by_tls(&server, &new, &[]).expect("it is trusted");
    assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
    place.write("tls.key", "no key");
    server.signal(Signal::HUP);
    server.wait_for("the earlier certificate stays");
    ask_by_tls(&server, &new, &[]).expect("it is trusted still");
}

#[test]
fn a_certificate_that_cannot_be_used_ends_the_start() {
    let place = Place::new();
    certificate(&place);
    for (arguments, status, expected) in [
        (&["--tls-cert=tls.crt", "--tls-key=gone"][..], 3, "read gone"),
        (&["--tls-cert=tls.key", "--tls-key=tls.key"][..], 3, "it has no certificate"),
        (&["--tls-cert=tls.crt"][..], 2, "--tls-key"),
    ] {
        let arguments = [&["serve", "--listen=127.0.0.1:0"], arguments].concat();
        let (code, _, said) = place.run(&arguments);
        assert!(code == Some(status) && said.contains(expected), "{arguments:?}: {code:?} {said}");
    }
}

/// The one file below `folder` that `fits`.
fn find(folder: &std::path::Path, fits: &dyn Fn(&str) -> bool) -> std::path::PathBuf {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if fits(&path.to_string_lossy()) {
                return path;
            }
        }
    }
    panic!("no such file in {}", folder.display());
}

fn flip(path: &std::path::Path) {
    let mut bytes = fs::read(path).expect("a file");
    // Of an index, a byte of its table: between its sections lie bytes that mean nothing.
    let is_index = path.extension().is_some_and(|ending| ending == "idx");
    let at = if is_index { 40 } else { bytes.len() * 2 / 3 };
    bytes[at] ^= 2;
    let fresh = path.with_extension("fresh");
    fs::write(&fresh, bytes).expect("a file");
    fs::rename(fresh, path).expect("a file");
}

#[test]
fn damage_in_the_data_folder_is_named_and_repaired() {
    let place = Place::new();
    assert_eq!(place.run(&["index"]).0, Some(0));
    let (code, said, _) = place.run(&["snapshot", "verify"]);
    assert!(code == Some(0) && said.ends_with("4 files verified, 0 damaged\n"), "{said}");
    let data = place.at("data");
    // A path of each ends so, or has it within.
    let parts = [
        ("snapshots", "/states/"),
        ("snapshots", "/files/"),
        ("index", ".idx"),
        ("vectors", ".vec"),
    ];
    for (part, own) in parts {
        let path =
            find(&data, &|path| path.ends_with(own) || own.starts_with('/') && path.contains(own));
        flip(&path);
        let (code, said, _) = place.run(&["snapshot", "verify"]);
        assert_eq!(code, Some(1), "{said}");
        let (line, rest) = said.split_once('\n').expect("a line");
        assert!(line.starts_with("damaged") && line.contains(part), "{said}");
        assert!(
            line.contains(path.file_name().expect("a name").to_str().expect("UTF-8")),
            "{said}"
        );
        assert_eq!(rest, "4 files verified, 1 damaged\n");
        let (code, said, warned) = place.run(&["snapshot", "repair"]);
        assert!(code == Some(0) && said.contains(" 0 damaged"), "{part}: {said}{warned}");
        let (code, said, _) = place.run(&["snapshot", "verify"]);
        assert_eq!(code, Some(0), "{said}");
    }
}

#[test]
fn a_damaged_document_of_the_present_state_is_stored_again() {
    let place = Place::new();
    assert_eq!(place.run(&["index"]).0, Some(0));
    flip(&find(&place.at("data"), &|path| path.contains("/files/")));
    assert_eq!(place.run(&["snapshot", "verify"]).0, Some(1));
    let server = place.serve(&[]);
    let line = server.wait_for("an archived document is damaged");
    assert!(line.contains(" WARN ") && line.contains("written again"), "{line}");
    // The line comes before the bytes.
    let is_whole = || place.run(&["snapshot", "verify"]).0 == Some(0);
    assert!((0..100).any(|_| is_whole()), "it is still damaged");
}

#[test]
fn what_only_a_backup_has_is_said() {
    let place = Place::new();
    assert_eq!(place.run(&["index"]).0, Some(0));
    let changed = fs::read_to_string(place.at("corpus/quito.md")).expect("a file");
    place.write("corpus/quito.md", &changed.replace("trade", "peace"));
    assert_eq!(place.run(&["index"]).0, Some(0));
    let earlier = |path: &str| {
        path.contains("/files/")
            && fs::read_to_string(path).is_ok_and(|text| text.contains("trade"))
    };
    flip(&find(&place.at("data"), &earlier));
    let (code, said, warned) = place.run(&["snapshot", "repair"]);
    assert!(code == Some(1) && said.contains("1 damaged"), "{said}");
    assert!(warned.contains("restore the other files from a backup"), "{warned}");
}

#[test]
fn another_server_starts_from_what_was_exported() {
    let place = Place::new();
    let (code, said, warned) = place.run(&["snapshot", "export", "copy"]);
    assert!(code == Some(0) && said.contains("--data-dir copy/data"), "{said}{warned}");
    let (code, _, said) = place.run(&["snapshot", "export", "copy"]);
    assert!(code == Some(3) && said.contains("name a new folder"), "{said}");
    let expected = place.run(&["ask", QUESTION, "--format=json"]).1;
    let moved = ["--corpus=copy/corpus", "--data-dir=copy/data"];
    let (code, said, _) = place.run(&[&["snapshot", "verify"], &moved[1..]].concat());
    assert!(code == Some(0) && said.contains("4 files verified"), "{said}");
    let (code, said, _) = place.run(&[&["index"], &moved[..]].concat());
    assert!(code == Some(0) && said.contains("\n0 passages embedded"), "{said}");
    assert_eq!(place.run(&[&["ask", QUESTION, "--format=json"], &moved[..]].concat()).1, expected);
}

#[test]
fn a_running_service_is_examined() {
    let place = Place::new();
    let server = place.serve(&["--anonymous-read=off"]);
    let url = format!("--url=http://{}", server.address);
    let (code, said, _) = place.run(&["doctor", &url]);
    assert!(code == Some(1) && said.contains("--key-file"), "{said}");
    let (_, key, _) = place.run(&["keys", "create", "doctor"]);
    place.write("key", &key);
    server.signal(Signal::HUP);
    server.wait_for("keys=1");
    let (code, said, _) = place.run(&["doctor", &url, "--key-file=key", "--format=json"]);
    let said: Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!((code, &said["ok"]), (Some(0), &json!(true)), "{said}");
    let names: Vec<_> =
        said["checks"].as_array().expect("a list").iter().map(|row| &row["name"]).collect();
    assert_eq!(names, ["live", "ready", "version", "question"]);
    drop(server);
    let (code, said, _) = place.run(&["doctor", &url]);
    assert!(code == Some(1) && said.contains("that the service runs"), "{said}");
}
