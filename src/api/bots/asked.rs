//! What a text from a chat asks for.

/// Somebody asks for something somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api) struct Asked {
    /// Who asks: the platform, the workspace and the person. Rates are counted by it.
    pub(super) who: String,
    /// Where: the platform, the chat and the thread. Earlier questions are found by it.
    pub(super) place: String,
    /// What for.
    pub(super) wants: Wants,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wants {
    /// The answer to a question, of this document alone if one is named.
    Answer { question: String, document: Option<String> },
    /// The verdicts on a text.
    Check(String),
    /// What each document says on a topic.
    Comparison(String),
    /// How this works.
    Help,
}

impl Wants {
    /// What `text` asks for, without any mention of the bot: a command and what it is about, or a question.
    pub(super) fn read(text: &str) -> Self {
        let text = text.trim();
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim();
        let command = first.trim_start_matches('/').trim_end_matches(':').to_lowercase();
        match command.as_str() {
            "" | "help" | "start" | "verify" | "compare" if rest.is_empty() => Self::Help,
            // In Telegram, a link can give a word along.
            "start" if first.starts_with('/') => Self::Help,
            "verify" => Self::Check(rest.to_owned()),
            "compare" => Self::Comparison(rest.to_owned()),
            "ask" if !rest.is_empty() => Self::question(rest),
            _ => Self::question(text),
        }
    }

    /// The answer to `question`.
    pub(super) fn question(question: &str) -> Self {
        Self::Answer { question: without_names(question), document: None }
    }
}

/// `question` without words that address somebody: `@everyone`. An address of mail stays.
pub(in crate::api::bots) fn without_names(question: &str) -> String {
    let names = |word: &str| {
        let name = word.strip_prefix('@');
        name.is_some_and(|name| name.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    if !question.split_whitespace().any(names) {
        return question.trim().to_owned();
    }
    question.split_whitespace().filter(|word| !names(word)).collect::<Vec<_>>().join(" ")
}

/// `text` as it is said in a line: white space is one blank.
pub(super) fn in_a_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_told_from_questions() {
        let check = |text: &str| Wants::Check(text.to_owned());
        let comparison = |topic: &str| Wants::Comparison(topic.to_owned());
        let cases = [
            ("", Wants::Help),
            (" /help ", Wants::Help),
            ("Help", Wants::Help),
            ("/start", Wants::Help),
            ("/start abc", Wants::Help),
            ("help for victims", Wants::question("help for victims")),
            ("verify", Wants::Help),
            ("verify \u{201c}so be it\u{201d}", check("\u{201c}so be it\u{201d}")),
            ("/Verify: so\nbe it", check("so\nbe it")),
            ("compare gangs", comparison("gangs")),
            ("/compare", Wants::Help),
            ("comparison of gangs", Wants::question("comparison of gangs")),
            ("/ask Who?", Wants::question("Who?")),
            ("ask", Wants::question("ask")),
            ("Which ones mention drugs?", Wants::question("Which ones mention drugs?")),
            (
                "@everyone @here, which ones mention drugs?",
                Wants::question("which ones mention drugs?"),
            ),
            ("who is a@b.int @ 5?", Wants::question("who is a@b.int @ 5?")),
            ("verify so be it @all", check("so be it @all")),
        ];
        for (text, expected) in cases {
            assert_eq!(Wants::read(text), expected, "{text}");
        }
    }
}
