//! Watching the certificate and its key: a renewed one is shown within seconds.

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use super::output::Rejected;
use super::signals::next;
use super::watch::Watched;
use super::watch_keys::{Stamp, stamp};
use crate::api::http::Tls;
use crate::backends::{CertificateError, read_certificate};
use crate::config::Config;
use crate::service::{ErrorCode, Reloaded, Service};

/// How often the files are looked at.
const PERIOD: Duration = Duration::from_secs(10);

/// The files of a certificate, kept up to date by [`follow`](super::watch::follow).
pub(super) struct CertificateWatch {
    certificate: PathBuf,
    key: PathBuf,
    tls: Tls,
    seen: [Option<Stamp>; 2],
    hangups: watch::Receiver<()>,
    is_told: bool,
    service: Service,
}

impl CertificateWatch {
    /// Refuses a certificate without its key, and a key without its certificate.
    pub(super) fn check(config: &Config) -> Result<(), Rejected> {
        let operation = &config.operation;
        let message = match (&operation.tls_cert, &operation.tls_key) {
            (Some(_), None) => "--tls-cert: has no key; name it by --tls-key",
            (None, Some(_)) => "--tls-key: has no certificate; name it by --tls-cert",
            _ => return Ok(()),
        };
        Err(Rejected::new(ErrorCode::BadUserInput, message.to_owned()))
    }

    /// Reads the certificate that `config` names for the first time; none where it names none.
    pub(super) fn open(
        config: &Config,
        hangups: watch::Receiver<()>,
        service: Service,
    ) -> Result<Option<Self>, CertificateError> {
        let operation = &config.operation;
        let (Some(certificate), Some(key)) = (&operation.tls_cert, &operation.tls_key) else {
            return Ok(None);
        };
        let (certificate, key) = (certificate.clone(), key.clone());
        let seen = [&certificate, &key].map(|path| stamp(path).unwrap_or_default());
        let tls = Tls::new(read_certificate(&certificate, &key)?);
        let is_told = false;
        Ok(Some(Self { certificate, key, tls, seen, hangups, is_told, service }))
    }

    /// What is shown to those who connect.
    pub(super) fn tls(&self) -> Tls {
        self.tls.clone()
    }
}

impl Watched for CertificateWatch {
    async fn changed(&mut self) {
        self.is_told = tokio::select! {
            () = sleep(PERIOD) => false,
            () = next(&mut self.hangups) => true,
        };
    }

    /// Shows a changed certificate to those who connect from now on. If it cannot be used, the earlier one stays.
    fn look(&mut self) {
        let seen = [&self.certificate, &self.key].map(|path| stamp(path).unwrap_or_default());
        if seen == self.seen && !self.is_told {
            return;
        }
        let read = read_certificate(&self.certificate, &self.key);
        self.service.count_reload(Reloaded::Certificate, read.is_ok());
        match read {
            Ok(config) => {
                self.tls.replace(config);
                tracing::info!("read the certificate again");
            }
            // Both files may not have been replaced yet.
            Err(error) => tracing::error!("failed to {error}; the earlier certificate stays"),
        }
        self.seen = seen;
    }
}
