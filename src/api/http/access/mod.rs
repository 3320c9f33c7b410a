//! Who is let in: API keys, scopes and rates, checked before any handler runs.
//!
//! Every path needs the scope `read` unless it is listed here, so that a route that is added later
//! is closed before anybody thinks of it.

mod basic;
mod bearer;
mod client;
mod owner;
mod rate;
mod settings;
mod visitor;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use moka::sync::Cache;
use secrecy::SecretString;

use super::caching::Audience;
use super::failure::Failure;
use super::surface::Surface;
use super::{editor, negotiate, upgrade};
use crate::domain::{ApiKey, Scope};
use crate::service::{self, ErrorCode, KeyRefused, KeyRing};
pub(super) use bearer::among as key_among;
use client::Client;
pub(super) use owner::Owner;
pub(super) use rate::network;
use rate::{Allowance, Rates};
pub use settings::{AccessSettings, ProxyHeader};
pub(super) use visitor::Visitor;

/// Paths that probes and monitors ask: open to all and as often as they like.
const PROBES: [&str; 3] = ["/livez", "/readyz", "/metrics"];
/// Paths that say how to ask, and nothing of the documents.
const OPEN: [&str; 4] = ["/", "/v1/openapi.json", "/docs", "/schema.graphql"];
/// What paths begin with of files that pages load.
const FILES: &str = "/assets/";
/// Paths for operators.
const ADMIN: [&str; 1] = ["/v1/status"];
/// What paths begin with that only operators may change.
const CHANGED: &str = "/v1/documents";
/// How many addresses are remembered that send what no platform has signed, and for how long.
const UNSIGNED_MAX: u64 = 10_000;
const UNSIGNED_FOR: Duration = Duration::from_mins(1);

/// Whether probes and monitors ask at `path`.
pub(super) fn is_probe(path: &str) -> bool {
    PROBES.contains(&path)
}

/// The settings of access, and the counters for rates.
pub(super) struct Access {
    settings: AccessSettings,
    rates: RwLock<Rates>,
    /// Addresses that sent too much that no platform has signed.
    unsigned: Cache<IpAddr, ()>,
}

impl Access {
    pub(super) fn new(settings: &AccessSettings) -> Self {
        let rates = RwLock::new(Rates::new(settings));
        let unsigned = Cache::builder().max_capacity(UNSIGNED_MAX).time_to_live(UNSIGNED_FOR);
        Self { settings: settings.clone(), rates, unsigned: unsigned.build() }
    }

    /// Counts by the rates of `settings` from now on.
    pub(super) fn set_rates(&self, settings: &AccessSettings) {
        let mut rates = self.rates.write().unwrap_or_else(PoisonError::into_inner);
        if !rates.are_of(settings) {
            *rates = Rates::new(settings);
        }
    }

    /// For whom caches may keep the response to a request with these headers.
    pub(super) fn audience(&self, headers: &HeaderMap) -> Audience {
        let keyed = headers.contains_key(header::AUTHORIZATION);
        if self.settings.anonymous_read && !keyed { Audience::All } else { Audience::Asker }
    }

    /// How many keys count.
    pub(super) fn keys(&self) -> usize {
        self.settings.keys.len()
    }

    /// The key that was presented, if one was, as far as it counts just now.
    fn authenticate(&self, key: Option<&SecretString>) -> Result<Option<Arc<ApiKey>>, KeyRefused> {
        key.map(|key| self.settings.keys.authenticate(key, Timestamp::now())).transpose()
    }

    /// Counts a request by its key, or by the address that it comes from.
    fn count(&self, key: Option<&ApiKey>, client: &Client) -> Result<Option<Allowance>, Allowance> {
        let rates = || self.rates.read().unwrap_or_else(PoisonError::into_inner);
        match key {
            Some(key) => rates().count_key(&key.id),
            // Whoever asks from this machine can stop the service altogether.
            None if client.is_local => Ok(None),
            None => rates().count_address(client.address),
        }
    }

    /// Whether the one with `key`, or with none, may do what `needed` stands for.
    fn authorize(&self, key: Option<&ApiKey>, needed: Scope) -> Result<(), Refusal> {
        match key {
            Some(key) if key.allows(needed) => Ok(()),
            Some(_) => Err(Refusal::Scope(needed)),
            None if needed == Scope::Read && self.settings.anonymous_read => Ok(()),
            None => Err(Refusal::NoKey),
        }
    }
}

/// Why somebody is not let in.
enum Refusal {
    /// A key is needed.
    NoKey,
    /// The key does not count.
    Key(KeyRefused),
    /// The key lacks this scope.
    Scope(Scope),
}

impl Refusal {
    /// The failure for the client, and the error of the challenge.
    fn response(self) -> (Failure, String) {
        let (code, message, fault) = match self {
            Self::NoKey => {
                let message = "send an API key: 'Authorization: Bearer rptr_...'; the operator creates them by `rapporteur keys create`";
                (ErrorCode::Unauthenticated, message.to_owned(), String::new())
            }
            Self::Key(refused) => {
                let fault = ", error=\"invalid_token\"".to_owned();
                (ErrorCode::Unauthenticated, refused.to_string(), fault)
            }
            Self::Scope(scope) => {
                let scope = scope.name();
                let message = format!("the API key lacks the scope '{scope}'; use one that has it");
                let fault = format!(", error=\"insufficient_scope\", scope=\"{scope}\"");
                (ErrorCode::Forbidden, message, fault)
            }
        };
        (Failure::new(code, message), fault)
    }
}

/// With the challenge of RFC 6750, section 3.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (failure, fault) = self.response();
        let mut response = failure.into_response();
        let challenge = HeaderValue::from_str(&format!("Bearer realm=\"rapporteur\"{fault}"));
        let challenge = challenge.expect("scopes have visible names");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        response
    }
}

/// Lets a request pass to its handler, or answers it. `editor` says whether browsers get the editor.
pub(super) async fn admit(
    access: &Arc<Access>,
    editor: bool,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    if is_probe(path) {
        return next.run(request).await;
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    // Without a peer nothing is known of the client: then it is nobody to be trusted.
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let client = Client::identify(peer, request.headers(), &access.settings);
    let surface = Surface::from_uri(request.uri());
    if surface == Surface::Bots {
        return admit_signed(access, &client, request, next).await;
    }
    let openai = surface == Surface::Openai;
    // Programs that speak OpenAI's API send some key always: one of another form counts as none.
    let own = |key: &SecretString| !openai || KeyRing::is_meant(key);
    let presented = bearer::token(request.headers()).filter(own);
    let presented = presented.or_else(|| basic::token(&request).map(Into::into));
    let key = access.authenticate(presented.as_ref());
    let known = key.as_ref().ok().and_then(Option::as_ref);
    tracing::debug!(client = %client.address, key = known.map(|key| key.id.as_str()), "admit");

    let allowance = match access.count(known.map(Arc::as_ref), &client) {
        Ok(allowance) => allowance,
        Err(spent) => return too_often(&spent),
    };
    let needed = needed(request.method(), path);
    // Pages cannot send headers with a WebSocket: its client shows a key once it is open.
    let free = is_open(&request)
        || editor && editor::is_asked_for(&request)
        || upgrade::is_asked_for(&request);
    let authorized = match &key {
        Err(refused) => Err(Refusal::Key(*refused)),
        Ok(_) if free => Ok(()),
        Ok(key) => access.authorize(key.as_deref(), needed),
    };
    let mut response = match authorized {
        Ok(()) => {
            let visitor = Visitor::new(Arc::clone(access), client, presented);
            let share = visitor.share();
            let extensions = request.extensions_mut();
            extensions.insert(visitor);
            extensions.insert(share);
            service::Client::serve(share, next.run(request)).await
        }
        Err(refusal) => refusal.into_response(),
    };
    if let Some(allowance) = allowance {
        allowance.write(response.headers_mut());
    }
    response
}

/// Lets a request pass that its handler admits by a platform's signature: keys do not count, and people are counted
/// behind it. An address that sends many without one is refused for a while.
async fn admit_signed(access: &Access, client: &Client, request: Request, next: Next) -> Response {
    if access.unsigned.contains_key(&client.address) {
        let message = "too many requests without a valid signature; wait a minute";
        return Failure::new(ErrorCode::RateLimited, message).into_response();
    }
    let response = next.run(request).await;
    let refused = response.status() == StatusCode::UNAUTHORIZED;
    if refused && access.count(None, client).is_err() {
        access.unsigned.insert(client.address, ());
    }
    response
}

/// Whether the request is for what says nothing of the documents. For browsers, the start page does.
fn is_open(request: &Request) -> bool {
    let path = request.uri().path();
    let is_page = path == "/" && negotiate::prefers(request.headers(), "text", "html");
    path.starts_with(FILES) || OPEN.contains(&path) && !is_page
}

/// What has to be allowed.
fn needed(method: &Method, path: &str) -> Scope {
    let is_change = path.starts_with(CHANGED) && !method.is_safe();
    if ADMIN.contains(&path) || is_change { Scope::Admin } else { Scope::Read }
}

fn too_often(spent: &Allowance) -> Response {
    let mut response = spent.refusal().into_response();
    spent.write(response.headers_mut());
    response.headers_mut().insert(header::RETRY_AFTER, spent.retry_after_secs.into());
    response
}
