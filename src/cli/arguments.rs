//! The arguments of each command.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

use super::add::Add;
use super::calibrate::Calibrate;
use super::feedback::Feedback;
use super::filter_arguments::FilterArguments;
pub(super) use super::format::Format;
use super::snapshot::Snapshot;
use super::verify::Verify;
use super::version::version;
use crate::citing::{CitationStyle, ExportFormat};
use crate::config::Config;
use crate::domain::{AnswerStyle, Date, Scope};

/// Finds which declaration said what, and quotes the clause word for word
#[derive(Debug, Parser)]
#[command(name = "rapporteur", version = version(), about)]
#[command(
    after_help = "Exit status: 0 answered or all right, 1 not found or something wrong, 2 bad input, 3 failure."
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) config: Config,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Start the server: web pages, GraphQL, REST, tools for assistants, chat bots
    Serve,
    /// Check texts while they are written: a language server over stdin and stdout, for editors
    Lsp,
    /// Serve the Model Context Protocol over stdin and stdout, for assistants on this machine
    Mcp,
    /// Answer a question
    Ask(Ask),
    /// Rank clauses for a query
    Search(Search),
    /// Compare what documents say on a topic
    Compare(Compare),
    /// Cite a document or a clause
    Cite(Cite),
    /// Export a document or a clause for other programs
    Export(Export),
    /// Check what texts quote, name and claim of the documents
    Verify(Verify),
    /// Bring files of any format into the folder of the documents
    Add(Add),
    /// Embed new documents and store the index, so that the next start is quick; print counts
    Index(Index),
    /// Score labelled questions, or a retrieval benchmark
    Eval(Eval),
    /// Score the ranking without each of its components in turn
    Ablate(Ablate),
    /// Fit the models of relevance and confidence on labelled questions, and print their parameters
    Calibrate(Calibrate),
    /// Create, list and revoke API keys
    #[command(subcommand)]
    Keys(Keys),
    /// Print what readers said of answers, and the questions without an answer, as labelled questions
    #[command(subcommand)]
    Feedback(Feedback),
    /// Verify, repair or export what the data folder keeps
    #[command(subcommand)]
    Snapshot(Snapshot),
    /// Print the schema of an API
    Schema(Schema),
    /// Look at what a start needs, and say what to mend
    Doctor(Doctor),
    /// Print a script that completes commands and settings in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write manual pages, one for each command
    Man {
        /// The folder to write them to
        folder: PathBuf,
    },
    /// Print documentation of the settings
    #[command(hide = true)]
    Config {
        /// The document to print
        document: Document,
    },
}

/// Documentation that is made from the settings' definition.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Document {
    /// An environment file.
    EnvExample,
    /// A page in Markdown.
    Page,
}

#[derive(Debug, Args)]
pub(super) struct Ask {
    /// The question
    pub(super) question: String,
    /// An earlier question of the same conversation; repeat for several, oldest first
    #[arg(long, value_name = "QUESTION")]
    pub(super) history: Vec<String>,
    #[command(flatten)]
    pub(super) filter: FilterArguments,
    /// How much the answer tells
    #[arg(long, value_name = "STYLE", default_value = "memo", value_parser = answer_style())]
    pub(super) style: AnswerStyle,
    /// Also show this many clauses of the ranking
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=100))]
    pub(super) first: Option<u16>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct Search {
    /// What to search for
    pub(super) query: String,
    #[command(flatten)]
    pub(super) filter: FilterArguments,
    /// The number of clauses
    #[arg(
        long,
        value_name = "COUNT",
        default_value_t = 10,
        value_parser = clap::value_parser!(u16).range(1..=100)
    )]
    pub(super) first: u16,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct Compare {
    /// The topic
    pub(super) topic: String,
    /// Id of a document to compare; repeat for several. By default all adopted documents
    #[arg(long, value_name = "ID")]
    pub(super) document: Vec<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct Cite {
    /// Id of a document (`monaco-2014`) or a clause (`monaco-2014/P3C`)
    pub(super) id: String,
    /// Citation style
    #[arg(long, value_name = "STYLE", default_value = "chicago", value_parser = style())]
    pub(super) style: CitationStyle,
    /// Date of access (YYYY-MM-DD); shown if the address of the source is known
    #[arg(long, value_name = "DATE")]
    pub(super) accessed: Option<Date>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// Id of a document (`monaco-2014`) or a clause (`monaco-2014/P3C`)
    pub(super) id: String,
    /// Format of the file; akoma-ntoso is for documents only
    #[arg(long, value_name = "FORMAT", value_parser = export_format())]
    pub(super) format: ExportFormat,
}

fn answer_style() -> impl TypedValueParser<Value = AnswerStyle> {
    PossibleValuesParser::new(AnswerStyle::ALL.map(AnswerStyle::name)).map(|name| {
        let style = AnswerStyle::ALL.into_iter().find(|style| style.name() == name);
        style.expect("the parser admits no other")
    })
}

fn style() -> impl TypedValueParser<Value = CitationStyle> {
    PossibleValuesParser::new(CitationStyle::ALL.map(CitationStyle::name)).map(|name| {
        let named = CitationStyle::ALL.into_iter().find(|style| style.name() == name);
        named.expect("the parser admits names of styles only")
    })
}

fn export_format() -> impl TypedValueParser<Value = ExportFormat> {
    PossibleValuesParser::new(ExportFormat::ALL.map(ExportFormat::name)).map(|name| {
        let named = ExportFormat::ALL.into_iter().find(|format| format.name() == name);
        named.expect("the parser admits names of formats only")
    })
}

#[derive(Debug, Args)]
pub(super) struct Index {
    /// Read the documents only, and list what to look at
    #[arg(long)]
    pub(super) check: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("set").required(true)))]
pub(super) struct Eval {
    /// Labelled questions on the corpus, one JSON object on each line
    #[arg(long, value_name = "FILE", group = "set")]
    pub(super) questions: Option<PathBuf>,
    /// Of a file of questions over several collections, ask those of this one
    #[arg(long, value_name = "NAME", requires = "questions")]
    pub(super) collection: Option<String>,
    /// Folder of a benchmark: corpus.jsonl, queries.jsonl, and qrels.tsv or qrels/
    #[arg(long, value_name = "DIR", group = "set")]
    pub(super) beir: Option<PathBuf>,
    /// Folder of a benchmark that measures abstention: `metadata.answerable` of its queries says whether they
    /// have an answer
    #[arg(long, value_name = "DIR", group = "set")]
    pub(super) abstention: Option<PathBuf>,
    /// Check generated quotations from the corpus and from these other documents: a folder of Markdown files, or a
    /// file of clauses, one JSON object with `_id` ("document|clause") and `text` on each line; repeat for several
    #[arg(long, value_name = "PATH", group = "set")]
    pub(super) quotes: Vec<PathBuf>,
    /// Check the memos of this folder: NAME.md, and beside each NAME.tsv, with verdict, kind and words of what
    /// is to be found in it
    #[arg(long, value_name = "DIR", group = "set")]
    pub(super) memos: Option<PathBuf>,
    /// Cite and export this many clauses, evenly spread, in every style and format, and check what comes of it as
    /// a text
    #[arg(long, value_name = "COUNT", group = "set", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) citations: Option<u16>,
    /// Read the documents of this folder, of any format, and look for clauses that cannot be quoted as they
    /// stand: with markup, marks of lists, numbers that stand twice
    #[arg(long, value_name = "DIR", group = "set")]
    pub(super) documents: Option<PathBuf>,
    /// The clauses that those documents have: one JSON object with `_id` ("document|label") on each line
    #[arg(long, value_name = "FILE", requires = "documents")]
    pub(super) expected: Option<PathBuf>,
    /// Ask only every N-th question
    #[arg(
        long,
        value_name = "COUNT",
        requires = "abstention",
        default_value_t = 1,
        value_parser = clap::value_parser!(u16).range(1..)
    )]
    pub(super) every: u16,
    /// Write a plot of risk by coverage to this file, as SVG
    #[arg(long, value_name = "FILE", requires = "abstention")]
    pub(super) plot: Option<PathBuf>,
    /// Show each question with its ranking and its answer, each wrong verdict on a quotation or a memo, or each
    /// clause at fault
    #[arg(long)]
    pub(super) each: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct Ablate {
    /// Labelled questions on the corpus; repeat for several files
    #[arg(long, value_name = "FILE", required_unless_present = "beir")]
    pub(super) questions: Vec<PathBuf>,
    /// Labelled questions to fit relevance and confidence again without each component; by default the shipped
    /// parameters are used
    #[arg(long, value_name = "FILE", requires = "questions")]
    pub(super) fit: Vec<PathBuf>,
    /// Folder of a benchmark; repeat for several
    #[arg(long, value_name = "DIR")]
    pub(super) beir: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

/// An API with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Api {
    /// GraphQL.
    Graphql,
    /// The look-ups under `/v1`.
    Openapi,
}

#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Ask the running service at this address instead, such as `https://declarations.example.org`
    #[arg(long, value_name = "URL")]
    pub(super) url: Option<String>,
    /// File with an API key of that service, if it needs one
    #[arg(long, value_name = "FILE", requires = "url")]
    pub(super) key_file: Option<PathBuf>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The API: `graphql`, or `openapi` for the look-ups under /v1 (always JSON)
    #[arg(long, value_name = "API", default_value = "graphql")]
    pub(super) api: Api,
    /// The schema language of GraphQL (text), or the result of an introspection (json)
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

#[derive(Debug, Subcommand)]
pub(super) enum Keys {
    /// Create a key and print it; it cannot be shown again
    Create(CreateKey),
    /// List keys, without their secrets
    List(ListKeys),
    /// Revoke a key
    Revoke(RevokeKey),
}

#[derive(Debug, Args)]
pub(super) struct CreateKey {
    /// A name that says what the key is for
    pub(super) name: String,
    /// Scope: `read`, or `admin`, which includes `read`; repeat for both
    #[arg(long, value_name = "SCOPE", default_value = "read", value_parser = scope())]
    pub(super) scope: Vec<Scope>,
    /// Days until the key expires; by default it never does
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=36_500))]
    pub(super) expires_days: Option<u16>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct ListKeys {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct RevokeKey {
    /// Id of the key: the eight hexadecimal digits after `rptr_`
    pub(super) id: String,
}

fn scope() -> impl TypedValueParser<Value = Scope> {
    PossibleValuesParser::new(Scope::ALL.map(Scope::name))
        .map(|name| Scope::from_name(&name).expect("the parser admits names of scopes only"))
}
