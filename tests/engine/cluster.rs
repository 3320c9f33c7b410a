//! Servers of Qdrant on this machine.

use std::fs::File;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use qdrant_client::Qdrant;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How long servers may take to come up, or to find each other.
const PATIENCE: Duration = Duration::from_mins(2);

/// Nodes that know each other. They end with it.
pub(crate) struct Cluster {
    folder: TempDir,
    nodes: Vec<Node>,
    runtime: Runtime,
}

struct Node {
    ports: Ports,
    process: Option<Child>,
}

#[derive(Clone, Copy)]
struct Ports {
    http: u16,
    grpc: u16,
    peers: u16,
}

impl Cluster {
    /// So many nodes, ready.
    pub(crate) fn start(count: usize) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let runtime = Runtime::new().expect("a runtime");
        let nodes = (0..count).map(|_| Node { ports: Ports::free(), process: None }).collect();
        let mut this = Self { folder, nodes, runtime };
        for at in 0..count {
            this.start_node(at);
        }
        this
    }

    /// Addresses of all nodes, for gRPC.
    pub(crate) fn urls(&self) -> Vec<String> {
        (0..self.nodes.len()).map(|at| self.url(at)).collect()
    }

    fn url(&self, at: usize) -> String {
        format!("http://127.0.0.1:{}", self.nodes[at].ports.grpc)
    }

    /// Starts a node, again if need be, and waits until it answers.
    pub(crate) fn start_node(&mut self, at: usize) {
        let program = env::var_os("QDRANT").map(PathBuf::from);
        let program = program.expect(
            "QDRANT names the program of the server; run `make test-engine QDRANT=path`, or with \
             QDRANT_URL for the tests that take servers as they are",
        );
        let ports = self.nodes[at].ports;
        let folder = self.folder.path().join(at.to_string());
        std::fs::create_dir_all(&folder).expect("a folder");
        let log = || File::options().create(true).append(true).open(folder.join("log"));
        let uri = format!("http://127.0.0.1:{}", ports.peers);
        let mut command = Command::new(program);
        command
            .current_dir(&folder)
            .args(["--uri", &uri])
            .env("QDRANT__CLUSTER__ENABLED", "true")
            .env("QDRANT__CLUSTER__P2P__PORT", ports.peers.to_string())
            .env("QDRANT__SERVICE__HOST", "127.0.0.1")
            .env("QDRANT__SERVICE__HTTP_PORT", ports.http.to_string())
            .env("QDRANT__SERVICE__GRPC_PORT", ports.grpc.to_string())
            .env("QDRANT__TELEMETRY_DISABLED", "true")
            .stdin(Stdio::null())
            .stdout(log().expect("a file"))
            .stderr(log().expect("a file"));
        if at > 0 {
            let first = format!("http://127.0.0.1:{}", self.nodes[0].ports.peers);
            command.args(["--bootstrap", &first]);
        }
        self.nodes[at].process = Some(command.spawn().expect("QDRANT can be run"));
        let url = self.url(at);
        let up = async || {
            let client = Qdrant::from_url(&url).skip_compatibility_check().build().ok()?;
            client.list_collections().await.ok()
        };
        wait_until("a node answers", || self.runtime.block_on(up()).is_some());
    }

    /// Kills a node as a failing machine would.
    pub(crate) fn kill(&mut self, at: usize) {
        if let Some(mut process) = self.nodes[at].process.take() {
            process.kill().expect("it runs");
            process.wait().expect("it ended");
        }
    }

    /// How many points of `collection` each node says there are; none where it does not say.
    pub(crate) fn counts(&self, collection: &str) -> Vec<Option<u64>> {
        use qdrant_client::qdrant::CountPointsBuilder;
        let count = |at: usize| {
            self.runtime.block_on(async {
                let client =
                    Qdrant::from_url(&self.url(at)).skip_compatibility_check().build().ok()?;
                let request = CountPointsBuilder::new(collection).exact(true);
                client.count(request).await.ok()?.result.map(|result| result.count)
            })
        };
        (0..self.nodes.len()).map(count).collect()
    }
}

/// Waits for something that the nodes come to by themselves.
pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        thread::sleep(Duration::from_millis(100));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for at in 0..self.nodes.len() {
            self.kill(at);
        }
    }
}

impl Ports {
    /// Three that nobody listens at.
    fn free() -> Self {
        let listeners: Vec<TcpListener> =
            (0..3).map(|_| TcpListener::bind("127.0.0.1:0").expect("a free port")).collect();
        let port = |at: usize| listeners[at].local_addr().expect("an address").port();
        Self { http: port(0), grpc: port(1), peers: port(2) }
    }
}
