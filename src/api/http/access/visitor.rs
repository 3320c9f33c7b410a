//! The client of an admitted request. Each of its operations is admitted separately.

use std::sync::Arc;

use axum::http::Extensions;
use secrecy::SecretString;

use super::client::Client;
use super::owner::Owner;
use super::{Access, Refusal, network};
use crate::api::graphql::Caller;
use crate::api::http::failure::Failure;
use crate::domain::Scope;
use crate::service::{self, ErrorCode, ServiceError};

/// A client that a connection or a body with several operations comes from.
#[derive(Clone)]
pub(in crate::api::http) struct Visitor {
    access: Arc<Access>,
    client: Arc<Client>,
    /// As it was presented. It may be revoked, or expire, while a connection is open.
    key: Option<SecretString>,
}

impl Visitor {
    pub(super) fn new(access: Arc<Access>, client: Client, key: Option<SecretString>) -> Self {
        Self { access, client: Arc::new(client), key }
    }

    /// Whoever sent the request with these `extensions`.
    pub(in crate::api::http) fn from_extensions(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().expect("handlers run for those who were let in")
    }

    /// From now on `key` counts for it.
    pub(in crate::api::http) fn present(&mut self, key: SecretString) {
        self.key = Some(key);
    }

    /// Whether it may still read.
    ///
    /// # Errors
    /// When a key is needed, or the one that it has does not count any more.
    pub(in crate::api::http) fn may_read(&self) -> Result<(), Failure> {
        let key = self.access.authenticate(self.key.as_ref()).map_err(Refusal::Key);
        let allowed = key.and_then(|key| self.access.authorize(key.as_deref(), Scope::Read));
        allowed.map_err(|refusal| refusal.response().0)
    }

    /// Whether it may change documents.
    ///
    /// # Errors
    /// When a key with the scope `admin` is needed, or the one that it has does not count any more.
    pub(in crate::api::http) fn may_administer(&self) -> Result<(), Failure> {
        let key = self.access.authenticate(self.key.as_ref()).map_err(Refusal::Key);
        let allowed = key.and_then(|key| self.access.authorize(key.as_deref(), Scope::Admin));
        allowed.map_err(|refusal| refusal.response().0)
    }

    /// The same for the operations of a request.
    pub(in crate::api::http) fn caller(&self) -> Caller {
        Caller(self.may_administer().map_err(|refused| match refused.code {
            ErrorCode::Forbidden => ServiceError::Forbidden(refused.message),
            _ => ServiceError::Unauthenticated(refused.message),
        }))
    }

    /// What its streams count for: the key, if it counts, or else the address.
    pub(in crate::api::http) fn owner(&self) -> Owner {
        match self.access.authenticate(self.key.as_ref()).ok().flatten() {
            Some(key) => Owner::Key(key.id.clone()),
            None => Owner::Address(network(self.client.address)),
        }
    }

    /// Whose share of the computing its requests count for; nobody's without a key on this machine, as for rates.
    pub(in crate::api::http) fn share(&self) -> Option<service::Client> {
        match self.owner() {
            Owner::Address(_) if self.client.is_local => None,
            owner => Some(service::Client::new(&owner)),
        }
    }

    /// Counts an operation beside the request that it came with.
    ///
    /// # Errors
    /// When it has asked too often.
    pub(in crate::api::http) fn count(&self) -> Result<(), Failure> {
        // The other check reports a key that is no longer valid.
        let key = self.access.authenticate(self.key.as_ref()).ok().flatten();
        let counted = self.access.count(key.as_deref(), &self.client);
        counted.map(drop).map_err(|spent| spent.refusal())
    }
}
