//! Files that are read in a process of their own: formats whose libraries may loop, run out of
//! memory or end the program that uses them.

use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::corpus::{self, Blocks, CorpusError, Records};

/// The argument by which the program reads one file and ends.
pub const READ_FILE: &str = "__read-file";

/// How long one file may take.
const TIME_MAX: Duration = Duration::from_mins(1);
/// Seconds of processor time that one file may take.
const CPU_SECONDS_MAX: u64 = 60;
/// Bytes of memory that reading one file may take.
const MEMORY_BYTES_MAX: u64 = 2 << 30;
/// The most bytes that may come back.
const BLOCKS_BYTES_MAX: u64 = 512 << 20;

/// Where files are read.
#[derive(Debug, Clone, Default)]
pub enum FileReader {
    /// In this process, whatever their format.
    #[default]
    Here,
    /// PDF and Word files in a process of their own, by this program; others here.
    OwnProcess(PathBuf),
}

impl FileReader {
    /// The documents of the file `name`.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(super) fn read(
        &self,
        name: &str,
        bytes: &[u8],
    ) -> Result<Vec<corpus::ParsedFile>, CorpusError> {
        match self {
            Self::OwnProcess(program) if corpus::needs_own_process(bytes) => {
                let blocks = blocks_of(program, name, bytes).unwrap_or_else(Blocks::failed);
                corpus::parse_blocks(name, bytes, blocks)
            }
            _ => corpus::parse(name, bytes),
        }
    }

    /// The text of a file that is no document of a corpus, paragraph by paragraph, notes at its end.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn text(&self, name: &str, bytes: &[u8]) -> Result<String, CorpusError> {
        let blocks = match self {
            Self::OwnProcess(program) if corpus::needs_own_process(bytes) => {
                blocks_of(program, name, bytes).unwrap_or_else(Blocks::failed)
            }
            _ => corpus::blocks(name, bytes),
        };
        corpus::text_of_blocks(name, blocks)
    }

    /// The documents of a file of the corpus: none where it holds records of how documents were
    /// adopted.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(super) fn read_documents(
        &self,
        name: &str,
        bytes: &[u8],
    ) -> Result<Vec<corpus::ParsedFile>, CorpusError> {
        if corpus::is_records(bytes) {
            return Records::default().add(name, bytes).map(|()| Vec::new());
        }
        self.read(name, bytes)
    }
}

/// What the process that reads the file says, or why it says nothing.
fn blocks_of(program: &PathBuf, name: &str, bytes: &[u8]) -> Result<Blocks, String> {
    let failed = |error: io::Error| {
        format!("no process can be started to read it: {error}; start the program again")
    };
    let mut command = Command::new(program);
    command.arg(READ_FILE).arg(name);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).env_clear();
    let mut child = command.spawn().map_err(failed)?;
    let said = conversation(&mut child, bytes);
    // Whatever it is doing now, nobody waits for it.
    let _ = child.kill();
    let status = child.wait().map_err(failed)?;
    match said {
        Ok(said) if !said.is_empty() => serde_json::from_slice(&said)
            .map_err(|_| "its structure is too large; split the file".to_owned()),
        Err(RecvTimeoutError::Timeout) => Err(format!(
            "it takes longer than {} seconds to read; save it again, or as .txt",
            TIME_MAX.as_secs()
        )),
        _ => Err(format!(
            "it needs more than {} seconds or {} MB of memory, or is damaged ({status}); save it again, or as .txt",
            CPU_SECONDS_MAX,
            MEMORY_BYTES_MAX >> 20
        )),
    }
}

/// Gives the child the file, and takes what it says in time.
fn conversation(child: &mut Child, bytes: &[u8]) -> Result<Vec<u8>, RecvTimeoutError> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (sender, receiver) = channel();
    let file = bytes.to_vec();
    thread::spawn(move || {
        if let Some(mut stdin) = stdin {
            // A child that ends early says why by its status.
            let _ = stdin.write_all(&file);
        }
    });
    thread::spawn(move || {
        let mut said = Vec::new();
        if let Some(stdout) = stdout {
            let _ = stdout.take(BLOCKS_BYTES_MAX).read_to_end(&mut said);
        }
        // Whoever no longer waits has killed the child.
        let _ = sender.send(said);
    });
    receiver.recv_timeout(TIME_MAX)
}

/// The other side: reads a file from standard input, within limits, and writes its blocks.
///
/// # Errors
/// What the system reports.
pub fn read_file(name: &str) -> io::Result<()> {
    limit()?;
    let mut bytes = Vec::new();
    io::stdin().take(corpus::FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    let blocks = corpus::blocks(name, &bytes);
    let mut said = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut said, &blocks)?;
    said.flush()
}

/// Bounds what this process may take from the machine.
#[cfg(unix)]
fn limit() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(Resource::Cpu, most(CPU_SECONDS_MAX))?;
    setrlimit(Resource::Core, most(0))?;
    // Not every system can bound memory by addresses.
    let _ = setrlimit(Resource::As, most(MEMORY_BYTES_MAX));
    Ok(())
}

#[cfg(not(unix))]
fn limit() -> io::Result<()> {
    Ok(())
}
