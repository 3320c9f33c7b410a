//! Whom what is open counts for.

use std::net::IpAddr;

/// Whose a stream is: what counts as one client.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Owner {
    /// The holder of the key with this id.
    Key(String),
    /// Everybody at this address or network.
    Address(IpAddr),
}
