//! The words by which questions are asked. All are folded: lower case, without accents.

/// What documents are called.
pub(crate) const DOCUMENT_NOUNS: &[&str] = &[
    "declaration", "declarations", "document", "documents", "text", "texts", "resolution",
    "resolutions", "communique", "communiques", "treaty", "treaties", "outcome",
];

/// Those of them that name what was adopted.
pub(crate) const ADOPTED_NOUNS: &[&str] = &[
    "declaration", "declarations", "resolution", "resolutions", "communique", "communiques",
    "treaty", "treaties",
];

/// What reports about documents are called: a first word and a second, since each alone is common
/// in topics.
pub(crate) const REPORT_FIRST: &[&str] =
    &["news", "press", "media", "web", "event", "newspaper", "meeting", "interpol"];
/// The second words.
pub(crate) const REPORT_SECOND: &[&str] = &[
    "report", "reports", "article", "articles", "item", "items", "story", "stories", "release",
    "coverage", "page", "pages", "piece", "site",
];
/// The same in one word, behind an article or alone.
pub(crate) const REPORT_PHRASES: &[&str] = &[
    "the article", "the news", "the report", "the page", "the pages", "website", "webpage",
    "webpages", "in the press", "the press said", "the press say", "the press reported",
];

/// Those who speak in declarations.
pub(crate) const SPEAKER_NOUNS: &[&str] = &["minister", "ministers", "signatories", "drafters"];

/// Words of saying, which frame a question.
pub(crate) const SAYING: &[&str] = &[
    "say", "says", "said", "saying", "mention", "mentions", "mentioned", "mentioning", "talk",
    "talks", "talked", "talking", "speak", "speaks", "spoke", "discuss", "discusses", "discussed",
    "deal", "deals", "dealt", "dealing", "refer", "refers", "referred", "referring", "cite",
    "cites", "cited", "address", "addresses", "addressed", "cover", "covers", "covered", "contain",
    "contains", "tell", "tells", "told", "write", "writes", "wrote", "written", "describe",
    "describes", "described", "stated", "think", "regarding", "concerning", "touch", "touches",
    "passage", "passages", "clause", "clauses", "paragraph", "paragraphs", "provision",
    "provisions", "statement", "statements", "wording", "quote", "quotes", "quotation", "source",
    "find", "show", "give", "gives", "given", "explain", "want", "wants", "wanted",
];

/// What tells the first of all by date,
pub(crate) const FIRST_OF_ALL: &[&str] = &["first", "earliest", "oldest"];

/// and the last.
pub(crate) const LAST_OF_ALL: &[&str] = &["last", "latest", "newest", "recent"];

/// Words of comparing.
pub(crate) const COMPARING: &[&str] = &[
    "compare", "compares", "compared", "comparing", "comparison", "differ", "differs", "differed",
    "different", "differently", "difference", "differences", "versus", "vs", "contrast",
    "contrasts", "changed", "change", "changes", "evolve", "evolved",
];

/// Greetings and fillers.
pub(crate) const FILLERS: &[&str] = &[
    "hey", "hi", "hello", "please", "pls", "plz", "thanks", "thank", "really", "actually", "quick",
    "exactly", "anything", "something", "everything", "wich", "whats", "ok", "okay", "tell",
    "looking", "need", "know", "wonder", "wondering", "true", "itself", "themselves",
];

/// Words that stand for what an earlier question named.
pub(crate) const PRONOUNS: &[&str] = &[
    "it", "its", "they", "them", "their", "that", "this", "those", "these", "there", "one", "ones",
    "same", "latter", "former", "he", "she", "his", "her", "him",
];

/// What excludes the documents named behind it.
pub(crate) const EXCLUDING: &[&str] =
    &["except", "excepting", "excluding", "besides", "without", "beyond", "bar"];

/// Phrases that do the same.
pub(crate) const EXCLUDING_PHRASES: &[&str] =
    &["other than", "apart from", "aside from", "rather than", "not in", "not the", "and not"];

/// What asks about the meeting or the adoption itself.
pub(crate) const EVENT_WORDS: &[&str] = &[
    "held", "hold", "adopted", "adopt", "adoption", "signed", "issued", "published", "endorsed",
    "happen", "happened", "take", "took", "place", "meet", "met", "meeting", "opened", "concluded",
    "agreed", "date", "dated", "convened", "gathered", "day", "year", "ministerial", "summit",
    "conference",
];

/// What may stand beside these in a question about the meeting itself.
pub(crate) const MEETING_WORDS: &[&str] = &[
    "ministerial", "conference", "session", "assembly", "general", "interpol", "called", "name",
    "title", "city", "country", "venue", "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december", "exactly",
];

/// What asks for a number.
pub(crate) const NUMBER_PHRASES: &[&str] = &[
    "how many", "how much", "what number of", "what percentage", "which percentage",
    "what percent", "what proportion", "what share", "what amount", "what sum",
];

/// What is counted in questions about documents, not in them.
pub(crate) const ABOUT_DOCUMENTS: &[&str] =
    &["clauses", "paragraphs", "passages", "times", "pages", "recitals", "of"];

/// What asks for a date.
pub(crate) const DATE_PHRASES: &[&str] = &[
    "what date", "which date", "what day", "which day", "what month", "which month", "what year",
    "which year",
];

/// What asks for a date or a length of time.
pub(crate) const TIME_PHRASES: &[&str] = &[
    "date by which", "since when", "by when", "until when", "how long", "how soon",
    "what deadline", "which deadline", "time limit", "time limits", "deadline for", "deadline to",
];

/// What asks how a document is built.
pub(crate) const STRUCTURE_WORDS: &[&str] = &[
    "structure", "structured", "divided", "subdivided", "arranged", "section", "sections",
    "heading", "headings", "chapters", "themes",
];

/// What goes on with an earlier question, in a short one.
pub(crate) const CONTINUING: &[&str] =
    &["exactly", "else", "more", "why", "too", "instead", "again", "further", "kind", "sort"];

/// What asks how strongly a text binds.
pub(crate) const BINDING_WORDS: &[&str] = &[
    "binding", "obliged", "obligation", "obligatory", "mandatory", "firm", "firmly", "merely",
    "commitment", "commit", "compulsory", "voluntary", "required", "optional", "nonbinding",
];

/// What stands beside these in questions of how strongly a text binds.
pub(crate) const BINDING_FRAME: &[&str] = &[
    "line", "stance", "wish", "hope", "aspiration", "just", "only", "nice", "soft", "strong",
    "strongly", "strength", "weak", "language", "intention", "legally",
];

/// What asks for a definition.
pub(crate) const DEFINITION_WORDS: &[&str] =
    &["defined", "define", "defines", "definition", "definitions", "defining"];
/// The same in several words.
pub(crate) const DEFINITION_PHRASES: &[&str] =
    &["meant by", "what counts as", "meaning of", "understood by", "count as"];

/// What asks for commitments and calls.
pub(crate) const OPERATIVE_WORDS: &[&str] = &[
    "agree", "agreed", "agrees", "decide", "decided", "decides", "commit", "committed", "commits",
    "commitment", "commitments", "promise", "promised", "pledge", "pledged", "undertake",
    "undertook", "resolve", "resolved", "obliged", "operative", "action", "actions",
];

/// What asks for recitals.
pub(crate) const PREAMBULAR_WORDS: &[&str] = &[
    "recognise", "recognised", "recognises", "recognize", "recognized", "recognizes",
    "acknowledge", "acknowledged", "acknowledges", "preamble", "preambular", "recital", "recitals",
    "recall", "recalled", "recalls", "note", "noted", "notes", "condemn", "condemned", "condemns",
    "worried", "worry", "concerned", "concern", "concerns",
];

/// All the lists of single words.
pub(crate) const ALL: &[&[&str]] = &[
    DOCUMENT_NOUNS, SPEAKER_NOUNS, SAYING, COMPARING, FILLERS, PRONOUNS, EXCLUDING, EVENT_WORDS,
    BINDING_WORDS, OPERATIVE_WORDS, PREAMBULAR_WORDS,
];
