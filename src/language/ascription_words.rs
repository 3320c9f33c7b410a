//! The words by which texts ascribe things to documents. All are folded.

/// Those who speak in declarations.
pub(crate) const SPEAKERS: &[&str] = &["ministers", "signatories"];

/// What stands for a document that was named before.
pub(crate) const PRONOUNS: &[&str] = &["it", "they"];

/// Nouns that stand for a document behind "the", "this" or "the same".
pub(crate) const MEANT_NOUNS: &[&str] = &["declaration", "text", "document", "communique"];

/// Words that may stand between a subject and its verb.
pub(crate) const BETWEEN: &[&str] = &[
    "again", "all", "also", "by", "contrast", "even", "further", "had", "has", "have", "here",
    "however", "in", "likewise", "moreover", "only", "rightly", "still", "that", "then", "there",
    "therefore", "too", "turn", "which", "who", "would", "did", "does", "do", "thus", "present",
];

/// Words that deny.
pub(crate) const DENYING: &[&str] =
    &["not", "never", "nowhere", "doesnt", "didnt", "dont", "hardly", "no", "neither"];

/// Ways to say that a document is silent, behind its name.
pub(crate) const SILENCES: &[&str] = &[
    "is silent on",
    "is silent about",
    "was silent on",
    "are silent on",
    "says nothing about",
    "says nothing on",
    "say nothing about",
    "say nothing on",
    "said nothing about",
    "said nothing on",
    "makes no mention of",
    "make no mention of",
    "made no mention of",
    "makes no reference to",
    "contains no reference to",
    "contains nothing on",
    "contains nothing about",
    "contains no mention of",
    "has nothing on",
    "omits",
    "leaves out",
    "passes over",
    "stays silent on",
    "remains silent on",
];

/// Verbs by which something is ascribed and that tell nothing of its strength; by their stems.
pub(crate) const SAYING: &[&str] = &[
    "abolish", "address", "admit", "allow", "announc", "argu", "attack", "back", "ban", "blame",
    "claim", "concern", "condon", "consid", "contain", "cover", "creat", "deal", "defin", "demand",
    "deni", "describ", "discuss", "explain", "expect", "focus", "forbid", "forbad", "grant",
    "guarante", "identifi", "impos", "includ", "introduc", "launch", "link", "list", "make",
    "made", "mandat", "mention", "name", "object", "oblig", "offer", "oppos", "order", "outlaw",
    "plan", "permit", "place", "predict", "prohibit", "promot", "propos", "protect", "provid",
    "punish", "put", "quot", "recal", "report", "requir", "restrict", "said", "say", "see", "seek",
    "set", "show", "sought", "spoke", "speak", "state", "talk", "tell", "tie", "told", "treat",
    "trace", "want", "warn", "wish", "write", "wrote", "find", "found", "threaten", "refer",
    "declar", "establish", "proclaim", "limit", "fund", "alloc", "contend", "maintain", "insist",
    "ask", "look", "charg", "task", "appoint", "set", "call",
];

/// Verbs that report so loosely that their own strength proves nothing.
pub(crate) const LOOSE_VERBS: &[&str] = &["ask", "call for", "hope", "suggest", "express hope"];

/// Verbs by which persons speak.
pub(crate) const SPEECH: &[&str] = &[
    "added", "adds", "argued", "argues", "claimed", "claims", "commented", "concluded", "joked",
    "puts", "put", "quipped", "remarked", "remembers", "replied", "said", "says", "tells", "told",
    "thinks", "writes", "wrote",
];

/// Verbs by which reports introduce what a person says.
pub(crate) const REPORTED_SPEECH: &[&str] =
    &["said", "says", "told", "stated", "added", "concluded", "declared", "stressed", "noted"];

/// Texts of others, where they are written with a capital.
pub(crate) const INSTRUMENTS: &[&str] = &[
    "charter", "convention", "covenant", "constitution", "treaty", "protocol", "bible", "council",
    "act", "koran", "statute", "magna", "proverb",
];

/// Words that say nothing of a topic.
pub(crate) const GENERIC: &[&str] = &[
    "anything", "concept", "existence", "fact", "idea", "issue", "issues", "kind", "matter",
    "more", "other", "question", "questions", "role", "same", "subject", "term", "topic", "word",
    "words",
];
