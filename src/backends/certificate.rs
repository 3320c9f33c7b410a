//! The certificate of encrypted connections, and its key.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::bounded_file::read_at_most;

/// The longest file of a certificate or a key, in bytes.
const FILE_BYTES_MAX: u64 = 1 << 20;
/// The protocols that clients may choose from, the best first.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// A certificate or a key that cannot be used. Its message completes "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file cannot be read.
    #[error("read {}: {source}; check --tls-cert and --tls-key", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file has not what it should have.
    #[error("use {}: {reason}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and the remedy.
        reason: String,
    },
}

/// What is shown to those who connect: the certificates in the PEM file `certificate`, the server's own first, whose key
/// is in `key`.
///
/// # Errors
/// When a file cannot be read, or the key is not that of the certificate.
pub fn read_certificate(
    certificate: &Path,
    key: &Path,
) -> Result<Arc<ServerConfig>, CertificateError> {
    let bytes = read(certificate)?;
    let chain = CertificateDer::pem_slice_iter(&bytes).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|error| malformed(certificate, &format!("it is no PEM: {error}")))?;
    if chain.is_empty() {
        return Err(malformed(certificate, "it has no certificate; name a file in PEM"));
    }
    let private = PrivateKeyDer::from_pem_slice(&read(key)?)
        .map_err(|error| malformed(key, &format!("it has no private key in PEM: {error}")))?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain, private));
    let mut config = config.map_err(|error| {
        let reason = format!("{error}; name the certificate and its own key");
        malformed(certificate, &reason)
    })?;
    config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
    Ok(Arc::new(config))
}

fn read(path: &Path) -> Result<Vec<u8>, CertificateError> {
    read_at_most(path, FILE_BYTES_MAX)
        .map_err(|source| CertificateError::Read { path: path.to_owned(), source })
}

fn malformed(path: &Path, reason: &str) -> CertificateError {
    CertificateError::Malformed { path: path.to_owned(), reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_certificate_is_used_with_its_own_key_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["a", "b"] {
            let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]);
            let made = made.expect("a certificate");
            fs::write(at(&format!("{name}.crt")), made.cert.pem()).expect("a file");
            fs::write(at(&format!("{name}.key")), made.signing_key.serialize_pem())
                .expect("a file");
        }
        fs::write(at("none"), "").expect("a file");
        let config = read_certificate(&at("a.crt"), &at("a.key")).expect("they fit");
        assert_eq!(config.alpn_protocols, [&b"h2"[..], b"http/1.1"]);
        for (certificate, key, expected) in [
            ("a.crt", "b.key", "its own key"),
            ("none", "a.key", "it has no certificate"),
            ("a.key", "a.key", "it has no certificate"),
            ("a.crt", "a.crt", "no private key"),
            ("a.crt", "gone", "--tls-key"),
        ] {
            let error = read_certificate(&at(certificate), &at(key)).expect_err(key).to_string();
            assert!(error.contains(expected), "{certificate} {key}: {error}");
        }
    }
}
