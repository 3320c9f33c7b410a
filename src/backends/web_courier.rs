//! Requests to web services: chat platforms and code forges.

use std::time::Duration;

use secrecy::ExposeSecret;
use ureq::Agent;
use ureq::http::{Request, header};

use crate::domain::{Courier, Delivered, Delivery, DeliveryError};

/// How long one request may take.
const TIME_MAX: Duration = Duration::from_secs(10);
/// How long a server may take to accept a connection.
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// The largest answer that is read, in bytes.
const ANSWER_BYTES_MAX: u64 = 2 << 20;

/// Sends requests over HTTPS, or HTTP where an address says so. It follows no redirects.
#[derive(Debug)]
pub struct WebCourier {
    agent: Agent,
}

impl WebCourier {
    /// A courier with connections of its own.
    pub fn new() -> Self {
        Self::within(TIME_MAX)
    }

    fn within(time: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(time))
            .timeout_connect(Some(CONNECT_MAX))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("rapporteur/", env!("CARGO_PKG_VERSION")));
        Self { agent: config.build().new_agent() }
    }

    fn send(&self, delivery: &Delivery) -> Result<Delivered, ureq::Error> {
        let mut request = Request::builder()
            .method(delivery.method.name())
            .uri(&delivery.url)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json; charset=utf-8");
        if let Some(token) = &delivery.bearer {
            request =
                request.header(header::AUTHORIZATION, format!("Bearer {}", token.expose_secret()));
        }
        let mut response = if delivery.body.is_empty() {
            self.agent.run(request.body(())?)?
        } else {
            self.agent.run(request.body(delivery.body.as_slice())?)?
        };
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec()?;
        Ok(Delivered { status, body })
    }
}

impl Default for WebCourier {
    fn default() -> Self {
        Self::new()
    }
}

impl Courier for WebCourier {
    fn deliver(&self, delivery: &Delivery) -> Result<Delivered, DeliveryError> {
        self.send(delivery).map_err(|error| {
            // Other messages may have the address in them, and it the token of a bot.
            DeliveryError(match error {
                ureq::Error::Timeout(_) => "no answer in time".to_owned(),
                ureq::Error::HostNotFound => "no such host".to_owned(),
                ureq::Error::ConnectionFailed => "the connection failed".to_owned(),
                ureq::Error::BodyExceedsLimit(_) => "the answer is too long".to_owned(),
                ureq::Error::Io(error) => format!("the connection failed: {}", error.kind()),
                _ => "the request failed".to_owned(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread;

    use super::*;
    use crate::domain::DeliveryMethod;

    /// What a server received that answers a request with `answer`, and what came of it.
    fn delivered(answer: &'static str) -> (String, Result<Delivered, DeliveryError>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}/secret/x", listener.local_addr().expect("an address"));
        let server = thread::spawn(move || {
            let (mut client, _) = listener.accept().expect("a client");
            let mut received = String::new();
            let mut piece = [0; 4096];
            while !received.ends_with("{\"a\":1}") {
                let length = client.read(&mut piece).expect("a request");
                received.push_str(std::str::from_utf8(&piece[..length]).expect("UTF-8"));
            }
            client.write_all(answer.as_bytes()).expect("a client that waits");
            received
        });
        let delivery = Delivery {
            what: "a test",
            method: DeliveryMethod::Patch,
            url,
            bearer: Some("token-1".into()),
            body: br#"{"a":1}"#.to_vec(),
        };
        let outcome = WebCourier::within(Duration::from_millis(700)).deliver(&delivery);
        (server.join().expect("a server that answered"), outcome)
    }

    #[test]
    fn a_request_is_sent_once_with_its_token() {
        let (received, outcome) =
            delivered("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno");
        assert!(received.starts_with("PATCH /secret/x HTTP/1.1\r\n"), "{received}");
        assert!(received.to_lowercase().contains("authorization: bearer token-1\r\n"));
        assert_eq!(outcome, Ok(Delivered { status: 404, body: b"no".to_vec() }));
    }

    #[test]
    fn redirects_are_not_followed_and_failures_name_no_address() {
        let moved =
            "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(delivered(moved).1.expect("an answer").status, 302);
        for broken in ["", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nshort", "nonsense\r\n\r\n"]
        {
            let error = delivered(broken).1.expect_err("no whole answer").to_string();
            assert!(!error.contains("secret") && !error.contains("127.0.0.1"), "{error}");
        }
    }
}
