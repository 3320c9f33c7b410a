//! The platforms as the tests play them: they sign requests, and take what is sent to them later.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use rapporteur::api::bots::{
    BotSettings, DiscordBot, GithubBot, MattermostBot, SlackBot, TeamsBot, TelegramBot,
};
use rapporteur::api::http::Settings;
use rapporteur::domain::{
    Courier, Delivered, Delivery, DeliveryError, FeedbackEntry, FeedbackError, FeedbackKind,
    FeedbackStore,
};
use rapporteur::retrieval::Embedder;
use rapporteur::service::{Limits, Ports, Service};
use ring::hmac;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

use crate::app::{Reply, TestApp, engine};

/// The secret of every platform that has one.
pub(crate) const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

/// Takes what is sent later.
#[derive(Debug)]
struct Taking {
    sent: UnboundedSender<Delivery>,
    /// What the platform answers to it.
    answer: &'static str,
}

impl Courier for Taking {
    fn deliver(&self, delivery: &Delivery) -> Result<Delivered, DeliveryError> {
        self.sent.send(delivery.clone()).expect("the test waits");
        let body = if delivery.body.is_empty() { self.answer } else { "{\"ok\":true}" };
        Ok(Delivered { status: 200, body: body.as_bytes().to_vec() })
    }
}

/// Passes on what people say of answers.
#[derive(Debug)]
struct Kept(UnboundedSender<FeedbackEntry>);

impl FeedbackStore for Kept {
    fn keep(&self, entry: &FeedbackEntry) -> Result<(), FeedbackError> {
        // Questions without an answer are kept, too.
        if entry.kind != FeedbackKind::Missed {
            self.0.send(entry.clone()).expect("the test waits");
        }
        Ok(())
    }

    fn count(&self) -> u64 {
        0
    }
}

/// The service with all bots, and the platforms around it.
pub(crate) struct Platforms {
    pub(crate) app: TestApp,
    said: tokio::sync::Mutex<UnboundedReceiver<FeedbackEntry>>,
    sent: tokio::sync::Mutex<UnboundedReceiver<Delivery>>,
}

impl Platforms {
    /// Ready to answer, and to keep what people say of answers.
    pub(crate) fn new() -> Self {
        let (sender, said) = unbounded_channel();
        let made = Self::with(0, |settings| {
            let ports = Ports { feedback: Some(Arc::new(Kept(sender))), ..Ports::default() };
            let app = TestApp::around(Service::with_ports(Limits::default(), ports), settings);
            let embedder = Arc::clone(&app.embedder) as Arc<dyn Embedder>;
            app.service.install(engine(1, &app.embedder), embedder);
            app
        });
        Self { said: tokio::sync::Mutex::new(said), ..made }
    }

    /// What somebody says of an answer next.
    pub(crate) async fn said(&self) -> FeedbackEntry {
        let mut said = self.said.lock().await;
        let next = timeout(Duration::from_mins(1), said.recv()).await;
        next.expect("something is said").expect("the bots are there")
    }

    /// Whether nobody has said anything since.
    pub(crate) async fn nobody_says_more(&self) -> bool {
        self.said.lock().await.try_recv().is_err()
    }

    /// With at most `rate` messages a minute, around the service that `app` makes.
    pub(crate) fn with(rate: u32, app: impl FnOnce(&Settings) -> TestApp) -> Self {
        Self::answering("[]", rate, app)
    }

    /// The same; what is read of a platform is `answer`.
    pub(crate) fn answering(
        answer: &'static str,
        rate: u32,
        app: impl FnOnce(&Settings) -> TestApp,
    ) -> Self {
        let (sender, sent) = unbounded_channel();
        let bots = BotSettings {
            rate_per_minute: rate,
            courier: Some(Arc::new(Taking { sent: sender, answer })),
            ..all()
        };
        let public_url = "https://r.example".to_owned();
        let app = app(&Settings { bots, public_url, ..Settings::default() });
        let (_, said) = unbounded_channel();
        Self { app, said: tokio::sync::Mutex::new(said), sent: tokio::sync::Mutex::new(sent) }
    }

    /// What is sent next.
    pub(crate) async fn sent(&self) -> Delivery {
        let mut sent = self.sent.lock().await;
        let next = timeout(Duration::from_mins(1), sent.recv()).await;
        next.expect("something is sent").expect("the bots are there")
    }

    /// Whether nothing has been sent so far.
    pub(crate) async fn is_quiet(&self) -> bool {
        self.sent.lock().await.try_recv().is_err()
    }

    /// Sends what was signed.
    pub(crate) async fn post(&self, sent: &Signed) -> Reply {
        let request = Request::post(sent.path).header("host", "r.example");
        let request = sent
            .headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, value.as_str()));
        self.app.send(request.body(Body::from(sent.body.clone())).expect("a request")).await
    }
}

/// All bots.
fn all() -> BotSettings {
    let secret = || SECRET.into();
    let nowhere = || "https://api.example".to_owned();
    BotSettings {
        slack: Some(SlackBot {
            signing_secret: secret(),
            bot_token: Some("xoxb-1".into()),
            api_url: nowhere(),
            hooks_url: "https://hooks.example".to_owned(),
        }),
        discord: Some(DiscordBot { public_key: public_key(), api_url: nowhere() }),
        telegram: Some(TelegramBot { secret: secret(), name: Some("rapporteur_bot".to_owned()) }),
        teams: TeamsBot::new(&BASE64_STANDARD.encode(SECRET).into()),
        mattermost: Some(MattermostBot { token: secret() }),
        github: Some(GithubBot { secret: secret(), token: "ghp_1".into(), api_url: nowhere() }),
        ..BotSettings::default()
    }
}

/// A request, as a platform signed it.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    pub(crate) path: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

pub(crate) fn now() -> i64 {
    Timestamp::now().as_second()
}

fn key_pair() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a seed")
}

fn public_key() -> [u8; 32] {
    key_pair().public_key().as_ref().try_into().expect("32 bytes")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn hmac(secret: &str, message: &str) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::sign(&key, message.as_bytes()).as_ref().to_vec()
}

/// The platforms, to be gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Platform {
    Slack,
    Discord,
    Telegram,
    Teams,
    Mattermost,
    Github,
}

impl Platform {
    pub(crate) const ALL: [Self; 6] =
        [Self::Slack, Self::Discord, Self::Telegram, Self::Teams, Self::Mattermost, Self::Github];

    /// Signs `body` with `secret`, which Discord has another form of, as if it were `at`.
    pub(crate) fn sign(self, secret: &str, at: i64, body: &str) -> Signed {
        let body = body.to_owned();
        let json = ("content-type", "application/json".to_owned());
        match self {
            Self::Slack => {
                let signature = hex(&hmac(secret, &format!("v0:{at}:{body}")));
                let headers = vec![
                    ("x-slack-request-timestamp", at.to_string()),
                    ("x-slack-signature", format!("v0={signature}")),
                ];
                Signed { path: "/bots/slack", headers, body }
            }
            Self::Discord => {
                let seed = if secret == SECRET { [7; 32] } else { [8; 32] };
                let pair = Ed25519KeyPair::from_seed_unchecked(&seed).expect("a seed");
                let signature = pair.sign(format!("{at}{body}").as_bytes());
                let headers = vec![
                    json,
                    ("x-signature-timestamp", at.to_string()),
                    ("x-signature-ed25519", hex(signature.as_ref())),
                ];
                Signed { path: "/bots/discord", headers, body }
            }
            Self::Telegram => {
                let token = ("x-telegram-bot-api-secret-token", secret.to_owned());
                Signed { path: "/bots/telegram", headers: vec![json, token], body }
            }
            Self::Teams => {
                let signature = BASE64_STANDARD.encode(hmac(secret, &body));
                let headers = vec![json, ("authorization", format!("HMAC {signature}"))];
                Signed { path: "/bots/teams", headers, body }
            }
            Self::Mattermost => {
                let headers = vec![("authorization", format!("Token {secret}"))];
                Signed { path: "/bots/mattermost", headers, body }
            }
            Self::Github => {
                let signature = hex(&hmac(secret, &body));
                let headers = vec![
                    json,
                    ("x-hub-signature-256", format!("sha256={signature}")),
                    ("x-github-event", "pull_request".to_owned()),
                    ("x-github-delivery", format!("delivery-{}", &signature[..8])),
                ];
                Signed { path: "/bots/github", headers, body }
            }
        }
    }

    /// Signs `body` as the platform does just now.
    pub(crate) fn signed(self, body: &str) -> Signed {
        self.sign(SECRET, now(), body)
    }
}

/// The fields of a form.
pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// All texts in a JSON value: of keys called `text`, `content` and `description`.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(value, &mut found);
    found
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text)
                        if ["text", "content", "description"].contains(&&**name) =>
                    {
                        found.push(text.clone());
                    }
                    value => collect(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}
