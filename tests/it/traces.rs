//! Traces, as a collector gets them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value::Value};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;
use rustix::process::Signal;
use serde_json::json;

use crate::program::Place;

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

/// What is sent to a collector: the head and the body of each request.
struct Collector {
    address: String,
    requests: Receiver<(String, Vec<u8>)>,
}

impl Collector {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let (sender, requests) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut reader = BufReader::new(stream.expect("a connection"));
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") {
                    reader.read_line(&mut head).expect("text");
                }
                let head = head.to_lowercase();
                let (_, length) = head.split_once("content-length: ").expect("a length");
                let length = length.lines().next().and_then(|length| length.parse().ok());
                let mut body = vec![0; length.expect("a number")];
                reader.read_exact(&mut body).expect("a body");
                let reply = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
                reader.get_mut().write_all(reply).expect("it listens");
                if sender.send((head, body)).is_err() {
                    return;
                }
            }
        });
        Self { address, requests }
    }
}

fn text<'a>(attributes: &'a [KeyValue], name: &str) -> &'a str {
    let found = attributes.iter().find(|attribute| attribute.key == name);
    match found.and_then(|found| found.value.as_ref()?.value.as_ref()) {
        Some(Value::StringValue(text)) => text,
        other => panic!("{name}: {other:?} in {attributes:?}"),
    }
}

fn number(attributes: &[KeyValue], name: &str) -> Option<i64> {
    let found = attributes.iter().find(|attribute| attribute.key == name)?;
    match found.value.as_ref()?.value.as_ref()? {
        Value::IntValue(number) => Some(*number),
        _ => None,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[test]
fn a_collector_gets_requests_with_their_stages_and_no_question() {
    let (place, collector) = (Place::new(), Collector::new());
    // What is logged does not matter.
    let server = place.serve(&[
        "--log=warn,rapporteur=info",
        "--otlp-endpoint",
        &format!("http://{}", collector.address),
    ]);
    let traced = format!("traceparent: 00-{TRACE}-{PARENT}-01\r\n");
    let body = json!({ "q": "Who speaks of human trafficking?" }).to_string();
    assert_eq!(server.send_with("POST /v1/ask", &traced, &body).0, 200);
    let line = server.wait_for("answered");
    assert!(line.contains("rank_us"), "the line of a request has its stages as before: {line}");
    let unsampled = format!("traceparent: 00-{}-{PARENT}-00\r\n", TRACE.replace('0', "1"));
    assert_eq!(server.send_with("GET /v1/documents", &unsampled, "").0, 200);
    server.signal(Signal::TERM);
    assert_eq!(server.end(), Some(0));
    let (mut spans, mut bytes): (Vec<Span>, _) = (Vec::new(), Vec::new());
    while let Ok((head, body)) = collector.requests.try_recv() {
        assert!(head.starts_with("post /v1/traces http/1.1"), "{head}");
        assert!(head.contains("content-type: application/x-protobuf"), "{head}");
        let request = ExportTraceServiceRequest::decode(&body[..]).expect("a message");
        for resource in request.resource_spans {
            let own = resource.resource.expect("a resource").attributes;
            assert_eq!(text(&own, "service.name"), "rapporteur");
            assert_eq!(text(&own, "service.version"), env!("CARGO_PKG_VERSION"));
            spans.extend(resource.scope_spans.into_iter().flat_map(|scope| scope.spans));
        }
        bytes.extend(body);
    }
    let of_trace: Vec<&Span> = spans.iter().filter(|span| hex(&span.trace_id) == TRACE).collect();
    let request = of_trace.iter().find(|span| span.name == "request").expect("the request");
    assert_eq!((hex(&request.parent_span_id).as_str(), request.kind), (PARENT, 2), "{request:?}");
    assert_eq!(text(&request.attributes, "path"), "/v1/ask");
    assert_eq!(text(&request.attributes, "rapporteur.surface"), "rest");
    assert_eq!(number(&request.attributes, "http.response.status_code"), Some(200));
    for name in ["embed", "rank", "answer"] {
        let stage = of_trace.iter().find(|span| span.name == name);
        let stage = stage.unwrap_or_else(|| panic!("{name}: {of_trace:?}"));
        assert_eq!(stage.parent_span_id, request.span_id, "{name}");
        assert!(stage.start_time_unix_nano <= stage.end_time_unix_nano, "{name}");
        assert!(stage.end_time_unix_nano <= request.end_time_unix_nano, "{name}");
    }
    let paths: Vec<&str> = spans
        .iter()
        .filter(|span| span.name == "request")
        .map(|span| text(&span.attributes, "path"))
        .collect();
    assert_eq!(paths, ["/v1/ask"], "the caller decides whether a request is traced");
    assert!(!String::from_utf8_lossy(&bytes).contains("trafficking"), "questions stay here");
}

#[test]
fn a_collector_that_is_gone_is_told_of_once_and_holds_up_nothing() {
    let gone = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = gone.local_addr().expect("an address");
    drop(gone);
    let place = Place::new();
    let server = place.serve(&[&format!("--otlp-endpoint=http://{address}")]);
    for _ in 0..3 {
        assert_eq!(server.get("/v1/documents").0, 200);
    }
    server.signal(Signal::TERM);
    let line = server.wait_for("failed to send traces");
    assert!(line.contains(" WARN "), "{line}");
    assert_eq!(server.end(), Some(0));
}
