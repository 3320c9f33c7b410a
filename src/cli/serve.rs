//! `rapporteur serve`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::signals::{StopSignal, hangups, interrupted, stop_signal};
use super::stored_index::Check;
use super::version::version;
use super::watch::follow;
use super::watch_certificate::CertificateWatch;
use super::watch_corpus::{CorpusWatch, Served};
use super::watch_keys::KeyWatch;
use super::{Outcome, compose, load, output, reload};
use crate::api::bots::BotSettings;
use crate::api::graphql::plain_query;
use crate::api::http::{self, Serving};
use crate::backends::{
    EditedFolder, FeedbackFile, RemoteModel, Snapshots, WebCourier, read_trusted_documents,
    read_warm_up,
};
use crate::config::{Config, LogFormat, VectorSearch};
use crate::corpus::CorpusFolder;
use crate::domain::FeedbackStore;
use crate::service::{FeedbackLimits, Phrasing, Ports, Service, WarmedUp};
use crate::telemetry;

pub(super) fn run(config: Config) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(serve(config));
    // A corpus that is still being embedded must not hold up the end of the process.
    runtime.shutdown_background();
    telemetry::end();
    result.map(|()| Outcome::Done)
}

/// Listens first and loads then, so that `/readyz` answers while the corpus loads.
async fn serve(config: Config) -> anyhow::Result<()> {
    CertificateWatch::check(&config)?;
    let address = config.listen;
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("listen on {address}; choose another address or port by --listen")
    })?;
    let address = listener.local_addr()?;
    let archive = Snapshots::in_folder(&config.data_dir).read_by(compose::own_reader());
    let archive = Arc::new(archive.mended_from(&config.corpus));
    let ports = Ports {
        archive: Some(archive),
        folder: changeable(&config),
        feedback: feedback(&config)?,
        phrasing: phrasing(&config)?,
    };
    let service = Service::with_ports(config.limits(), ports);
    service.log_questions(config.operation.log_questions.is_on());
    let hangups = hangups();
    let keys = KeyWatch::open(config.keys_file())?.told_by(hangups.clone(), service.clone());
    let certificate = CertificateWatch::open(&config, hangups.clone(), service.clone())?;
    let mut settings = config.http(keys.ring());
    if let Some(path) = &config.graphql.trusted_documents {
        settings.trusted_documents = read_trusted_documents(path)?;
    }
    settings.bots =
        BotSettings { courier: Some(Arc::new(WebCourier::new())), ..config.bots.settings()? };
    let bots = settings.bots.names();
    if !bots.is_empty() {
        tracing::info!(?bots, "chat bots are on");
        if settings.public_url.is_empty() {
            tracing::warn!("set --public-url, so that the links of chat bots lead here");
        }
    }
    let warm_up = config.warm_up.as_deref().map(read_warm_up).transpose()?.unwrap_or_default();
    let (router, adjustable) = http::adjustable_router(service.clone(), &settings)?;
    tracing::info!(%address, "listening");
    announce(&config, &keys);
    let serving = Serving {
        connections_max: config.access.max_connections as usize,
        per_client_max: config.access.connections_per_client as usize,
        trusted_proxies: config.access.trusted_proxies.clone(),
        tls: certificate.as_ref().map(CertificateWatch::tls),
    };
    tokio::spawn(follow(keys));
    if let Some(certificate) = certificate {
        tokio::spawn(follow(certificate));
    }
    let watch = CorpusWatch::open(&config.corpus, hangups.clone());
    tokio::spawn(follow(reload::Settings::open(hangups, service.clone(), adjustable)?));

    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async {
        // It makes no difference whether the sender sent or went away.
        let _ = stopped.await;
    };
    let drain = Duration::from_secs(config.operation.drain_secs.into());
    let mut server = tokio::spawn(http::serve(listener, router, serving, shutdown));
    let outcome = tokio::select! {
        outcome = load(config, address, service.clone(), warm_up, watch) => outcome,
        signal = stop_signal() => {
            service.drain();
            if signal == StopSignal::Terminate && !drain.is_zero() {
                tracing::info!("stopping in {drain:?}; /readyz answers 503");
                // Who presses Ctrl-C now does not want to wait.
                tokio::select! {
                    () = sleep(drain) => {}
                    () = interrupted() => {}
                }
            }
            tracing::info!("stopping");
            Ok(())
        }
        ended = &mut server => return ended?.with_context(|| format!("serve on {address}")),
    };
    drop(stop);
    server.await?.with_context(|| format!("serve on {address}"))?;
    outcome
}

/// The language model that may phrase answers, if there is one.
fn phrasing(config: &Config) -> anyhow::Result<Option<Phrasing>> {
    let own = &config.phrasing;
    let Some(url) = &own.phrasing_url else { return Ok(None) };
    anyhow::ensure!(
        url.starts_with("http://") || url.starts_with("https://"),
        "read --phrasing-url '{url}'; write it like http://127.0.0.1:11434/v1"
    );
    let deadline = Duration::from_millis(own.phrasing_deadline_ms);
    let model = RemoteModel::new(url, &own.phrasing_model, own.phrasing_key.clone(), deadline);
    Ok(Some(Phrasing { model: Arc::new(model), deadline, per_minute: own.phrasing_per_minute }))
}

/// The folder of the corpus, if what changes in it is served.
fn changeable(config: &Config) -> Option<Arc<dyn CorpusFolder>> {
    let (folder, bytes_max) = (config.corpus.clone(), config.upload_bytes_max as usize);
    let watched = config.vectors.vector_search == VectorSearch::Flat;
    watched.then(|| -> Arc<dyn CorpusFolder> {
        Arc::new(EditedFolder::new(folder, compose::own_reader(), bytes_max))
    })
}

/// Where feedback is kept, if it is.
fn feedback(config: &Config) -> anyhow::Result<Option<Arc<dyn FeedbackStore>>> {
    if !config.operation.feedback.is_on() {
        return Ok(None);
    }
    let FeedbackLimits { age_max, entries_max } = config.operation.feedback_limits();
    let file = FeedbackFile::open(&config.data_dir, age_max, entries_max as u64)?;
    Ok(Some(Arc::new(file)))
}

/// Warns if everybody, or nobody, may read.
fn announce(config: &Config, keys: &KeyWatch) {
    let everybody = config.anonymous_read();
    if everybody && !config.listens_on_loopback() {
        tracing::warn!(
            "everybody who can reach {} may read all documents, because of --anonymous-read on",
            config.listen
        );
    }
    if !everybody && keys.ring().is_empty() {
        tracing::warn!(
            "nobody may read: there is no API key in {}; run `rapporteur keys create NAME` with \
             the same settings, or let everybody read by --anonymous-read on",
            config.keys_file().display()
        );
    }
}

/// Loads the corpus into `service`, and asks it the `warm_up` questions. Returns only on failure.
async fn load(
    config: Config,
    address: SocketAddr,
    service: Service,
    warm_up: Vec<String>,
    watch: CorpusWatch,
) -> anyhow::Result<()> {
    let config = Arc::new(config);
    let loading = Arc::clone(&config);
    let loaded = spawn_blocking(move || load::load(&loading)).await??;
    let corpus = loaded.engine.corpus();
    let (documents, clauses) = (corpus.documents().len(), corpus.clauses().len());
    let (digest, corpus) = (corpus.digest().short(), Arc::clone(corpus));
    let embedder = Arc::clone(&loaded.embedder);
    service.install(loaded.engine, loaded.embedder);
    tracing::info!(documents, clauses, corpus = digest, "ready");
    if config.log_format == LogFormat::Text {
        output::announce(&banner(&config, address, documents, clauses));
    }
    if !warm_up.is_empty() {
        let start = Instant::now();
        let WarmedUp { answered, failed } =
            service.warm_up(warm_up.into_iter().map(plain_query).collect()).await;
        tracing::info!(answered, failed, elapsed = ?start.elapsed(), "warmed up");
    }
    let seen = loaded.files.as_ref().map(|files| files.digest);
    if let Some(files) = loaded.files {
        // Links lead into this state of the corpus when another is served: nobody waits for it yet.
        let (config, corpus) = (Arc::clone(&config), Arc::clone(&corpus));
        let keep = move || compose::keep_state(&config, &corpus, &files, Check::Everything);
        spawn_blocking(keep).await?;
    }
    if config.vectors.vector_search == VectorSearch::Flat {
        follow(Served { watch, config, service, embedder, corpus, files: seen }).await;
    }
    std::future::pending().await
}

/// Where to go from here.
fn banner(config: &Config, address: SocketAddr, documents: usize, clauses: usize) -> String {
    let scheme = if config.operation.tls_cert.is_some() { "https" } else { "http" };
    let url = config.public_url.clone().unwrap_or_else(|| format!("{scheme}://{address}"));
    let access = match (config.anonymous_read(), config.listens_on_loopback()) {
        (true, true) => "everybody on this machine may read",
        (true, false) => "everybody who reaches it may read",
        (false, _) => "readers need an API key",
    };
    let telemetry = config.operation.otlp_endpoint.as_deref();
    let telemetry = telemetry.map_or("none".to_owned(), |url| format!("traces to {url}"));
    format!(
        "rapporteur {}\n  ask       {url}/\n  GraphQL   {url}/graphql\n  REST      {url}/docs\n  MCP       {url}/mcp\n  \
         corpus    {}: {documents} documents, {clauses} clauses\n  access    {access}\n  telemetry {telemetry}",
        version(),
        config.corpus.display(),
    )
}
