//! By which words, initials, numbers and dates each document of a corpus can be told.

use std::collections::HashMap;

use super::dates::day_number;
use super::index_words::{Word, names_of_others, numbers_in, symbol_forms};
use crate::domain::{Corpus, Document};
use crate::language::analysis::{Analyzer, Token};
use crate::language::lexicon::english;

/// How much a word counts that stands in the opening of the text and not in the title.
pub(super) const OPENING: f32 = 0.7;
/// How much a word of the title counts that stands for a part of what it is about.
const INCLUDED: f32 = 0.5;
/// How many clauses of a document are its opening, and how many words of each.
const OPENING_CLAUSES: usize = 2;
const OPENING_WORDS: usize = 60;
/// How many words a title has that is a name without a noun for documents, and how many of weight.
pub(super) const TITLE_WORDS: std::ops::RangeInclusive<usize> = 2..=12;
const TITLE_WEIGHTY_MIN: usize = 2;
/// How many words may be behind initials.
const INITIALS: std::ops::RangeInclusive<usize> = 2..=5;
/// Of its words of weight, an acronym of a whole title stands for so many.
const COVERED_MIN: f32 = 0.55;

/// What tells the documents of a corpus.
#[derive(Debug, Default)]
pub(crate) struct LinkIndex {
    /// For each stem the documents that it tells, in order, and how surely.
    words: HashMap<Box<str>, Vec<(usize, f32)>>,
    /// For each stem in how many titles it stands.
    titled: HashMap<Box<str>, usize>,
    /// What initials stand for, in stems.
    initials: HashMap<Box<str>, Vec<Vec<Box<str>>>>,
    /// Titles that have no noun for documents, up to a colon or the like, in folded words, to their documents.
    titles: HashMap<String, Vec<usize>>,
    /// Symbols, in folded words without marks, to their documents.
    symbols: HashMap<String, Vec<usize>>,
    documents: Vec<Told>,
}

/// What tells one document.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Stems of the words of its title that carry weight, in order.
    pub(super) title: Vec<Box<str>>,
    /// Those of them that stand before the first preposition: what the document itself is.
    pub(super) head: Vec<Box<str>>,
    /// Whether its title says what kind of document it is: "EFTA - Turkey" does not.
    pub(super) tells_kind: bool,
    /// Which of a series it is, by its title.
    pub(super) numbers: Vec<u8>,
    /// The first letters of all words of its title, and whether each carries weight.
    letters: Vec<(char, bool)>,
    /// Its date.
    pub(super) day: Option<i32>,
}

#[derive(Default)]
struct Reader {
    analyzer: Analyzer,
    tokens: Vec<Token>,
}

impl Reader {
    fn words(&mut self, text: &str) -> Vec<Word> {
        self.analyzer.read(text, &mut self.tokens);
        let word = |token: &Token| {
            let typed = &text[token.bytes.clone()];
            let upper = typed.chars().filter(|c| c.is_uppercase()).count();
            Word {
                folded: self.analyzer.word(token.word).into(),
                stem: self.analyzer.stem(token.stem).into(),
                capital: token.is_capitalised(text),
                initials: upper >= 2 && typed.chars().all(|c| !c.is_lowercase()),
            }
        };
        self.tokens.iter().map(word).collect()
    }
}

impl LinkIndex {
    /// Learns what tells the documents of `corpus`.
    pub(crate) fn new(corpus: &Corpus) -> Self {
        let mut index = Self::default();
        let mut reader = Reader::default();
        for (at, document) in corpus.documents().iter().enumerate() {
            index.add(at, document, corpus, &mut reader);
        }
        index.spell_out_initials();
        index
    }

    fn add(&mut self, at: usize, document: &Document, corpus: &Corpus, reader: &mut Reader) {
        let date = document.date();
        let mut told = Told {
            day: date.map(|date| day_number(date.year(), date.month(), date.day())),
            ..Told::default()
        };
        let title = reader.words(&document.title);
        told.numbers = numbers_in(&title);
        let kinds = &english().documents.kinds.named;
        told.tells_kind = title.iter().any(|word| kinds.has(&word.folded));
        let lead_ins = &english().documents.lead_ins;
        let mut weight = 1.0;
        for word in &title {
            // "The Sea, including its Floor": what is included is no name of the whole.
            if lead_ins.including.has(&word.folded) {
                weight = INCLUDED;
            }
            if !word.carries_weight() {
                continue;
            }
            if !told.title.contains(&word.stem) {
                told.title.push(word.stem.clone());
                *self.titled.entry(word.stem.clone()).or_default() += 1;
            }
            self.tell(&word.stem, at, weight);
        }
        let prepositions = &lead_ins.prepositions;
        let head = title.iter().take_while(|word| !prepositions.has(&word.folded));
        told.head = head.map(|word| word.stem.clone()).collect();
        self.learn_title(at, &document.title, reader);
        self.learn_initials(&title);
        told.letters = title
            .iter()
            .filter_map(|word| Some((word.folded.chars().next()?, word.carries_weight())))
            .collect();
        let catalogue = &document.catalogue;
        let known = [&document.place, &document.occasion, &catalogue.issuer];
        let known = known.into_iter().flatten().chain(&catalogue.aliases);
        for text in known {
            for word in reader.words(text).iter().filter(|word| word.carries_weight()) {
                self.tell(&word.stem, at, 1.0);
            }
        }
        for name in catalogue.symbol.iter().chain(&catalogue.aliases) {
            let words = reader.words(name);
            for symbol in symbol_forms(&words) {
                push_once(self.symbols.entry(symbol).or_default(), at);
            }
        }
        let short_id = reader.words(&document.id);
        if let [word] = &short_id[..] {
            push_once(self.symbols.entry(word.folded.to_string()).or_default(), at);
        }
        for clause in corpus.clauses_of(document).iter().take(OPENING_CLAUSES) {
            let text = opening(corpus.text_of(clause));
            let words = reader.words(text);
            let others = names_of_others(&words);
            for (place, word) in words.iter().enumerate() {
                if word.capital && word.carries_weight() && !others[place] {
                    self.tell(&word.stem, at, OPENING);
                }
            }
        }
        self.documents.push(told);
    }

    fn tell(&mut self, stem: &str, document: usize, weight: f32) {
        match self.words.get_mut(stem) {
            Some(told) => match told.last_mut() {
                Some((last, known)) if *last == document => *known = known.max(weight),
                _ => told.push((document, weight)),
            },
            None => {
                self.words.insert(stem.into(), vec![(document, weight)]);
            }
        }
    }

    /// "The Spirit of Camp David: Joint Statement ..." as "spirit of camp david".
    fn learn_title(&mut self, at: usize, title: &str, reader: &mut Reader) {
        let end = title.find([':', '(']).unwrap_or(title.len());
        let words = reader.words(&title[..end]);
        let articles = &english().documents.articles;
        let first = usize::from(words.first().is_some_and(|word| articles.has(&word.folded)));
        let own = &words[first..];
        let heads = &english().documents.kinds.named;
        let weighty = own.iter().filter(|word| word.carries_weight()).count();
        if TITLE_WORDS.contains(&own.len())
            && weighty >= TITLE_WEIGHTY_MIN
            && !own.iter().any(|word| heads.has(&word.folded))
        {
            let name = own.iter().map(|word| &*word.folded).collect::<Vec<_>>().join(" ");
            push_once(self.titles.entry(name).or_default(), at);
        }
    }

    /// "European Union" as "eu", "Republic of Korea" as "rk" and "rok", in names of several words with
    /// capitals.
    fn learn_initials(&mut self, title: &[Word]) {
        for from in 0..title.len() {
            // Without the small words between, and with them.
            let mut initials = [String::new(), String::new()];
            let mut stems: Vec<Box<str>> = Vec::new();
            for word in &title[from..] {
                let letter = word.folded.chars().next();
                if !word.carries_weight() && !stems.is_empty() {
                    initials[1].extend(letter);
                    continue;
                }
                if !word.capital || word.initials {
                    break;
                }
                for initials in &mut initials {
                    initials.extend(letter);
                }
                stems.push(word.stem.clone());
                if stems.len() > *INITIALS.end() {
                    break;
                }
                if INITIALS.contains(&stems.len()) {
                    for initials in &initials {
                        self.learn(initials, &stems);
                    }
                }
            }
        }
    }

    fn learn(&mut self, initials: &str, stems: &[Box<str>]) {
        let known = self.initials.entry(initials.into()).or_default();
        if !known.iter().any(|known| known == stems) {
            known.push(stems.to_vec());
        }
    }

    /// Lets "ROK" in a title stand for "Republic of Korea", and the other way round, where the two
    /// stand in titles.
    fn spell_out_initials(&mut self) {
        let mut added: Vec<(Box<str>, usize)> = Vec::new();
        for (name, meanings) in &self.initials {
            let Some(own) = self.words.get(name) else { continue };
            for stems in meanings {
                for &(document, _) in own {
                    added.extend(stems.iter().map(|stem| (stem.clone(), document)));
                }
                for document in self.told_by_all(stems) {
                    added.push((name.clone(), document));
                }
            }
        }
        for (stem, document) in added {
            let told = self.words.entry(stem).or_default();
            if let Err(at) = told.binary_search_by_key(&document, |&(known, _)| known) {
                told.insert(at, (document, 1.0));
            }
        }
    }

    pub(crate) fn told_by_all(&self, stems: &[Box<str>]) -> Vec<usize> {
        let lists: Vec<_> = stems.iter().filter_map(|stem| self.words.get(stem)).collect();
        let Some(first) = lists.first().filter(|_| lists.len() == stems.len()) else {
            return Vec::new();
        };
        let holds = |list: &&Vec<(usize, f32)>, document| {
            list.binary_search_by_key(&document, |&(known, _)| known).is_ok()
        };
        let all = first.iter().map(|&(document, _)| document);
        all.filter(|&document| lists[1..].iter().all(|list| holds(list, document))).collect()
    }

    /// Documents of the days that `admits`.
    pub(crate) fn of_days(&self, admits: impl Fn(i32) -> bool) -> Vec<usize> {
        let day = |document: &usize| self.documents[*document].day.is_some_and(&admits);
        (0..self.documents.len()).filter(day).collect()
    }

    /// How many documents there are.
    pub(super) fn len(&self) -> usize {
        self.documents.len()
    }

    /// What tells `document`.
    pub(super) fn told(&self, document: usize) -> &Told {
        &self.documents[document]
    }

    /// The documents that `stem` tells.
    pub(super) fn telling(&self, stem: &str) -> &[(usize, f32)] {
        self.words.get(stem).map_or(&[], Vec::as_slice)
    }

    /// Whether `stem` stands in some title.
    pub(super) fn in_title(&self, stem: &str) -> bool {
        self.titles_with(stem) > 0
    }

    /// In how many titles `stem` stands.
    pub(super) fn titles_with(&self, stem: &str) -> usize {
        self.titled.get(stem).copied().unwrap_or_default()
    }

    /// What the initials `word` stand for.
    pub(super) fn meanings(&self, word: &str) -> &[Vec<Box<str>>] {
        self.initials.get(word).map_or(&[], Vec::as_slice)
    }

    /// The documents whose title, up to a colon or the like, is `name`, in folded words with spaces.
    pub(super) fn titled(&self, name: &str) -> &[usize] {
        self.titles.get(name).map_or(&[], Vec::as_slice)
    }

    /// The documents whose symbol, acronym or id is `name`, in folded words with spaces.
    pub(super) fn called(&self, name: &str) -> &[usize] {
        self.symbols.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether documents are called by a number alone.
    pub(super) fn goes_by_numbers(&self) -> bool {
        self.symbols.keys().any(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// The documents whose whole title has the acronym `name`, words passed over included: "CERD" of
    /// "International Convention on the Elimination of All Forms of Racial Discrimination".
    pub(super) fn with_acronym(&self, name: &str) -> Vec<usize> {
        let name: Vec<char> = name.chars().collect();
        let covered: Vec<f32> =
            self.documents.iter().map(|told| covered(&told.letters, &name)).collect();
        let best = covered.iter().copied().fold(0.0, f32::max);
        if best < COVERED_MIN {
            return Vec::new();
        }
        (0..covered.len()).filter(|&document| covered[document] >= best).collect()
    }

    /// How rare `stem` is: in nearly all titles 0, in none most.
    #[expect(clippy::cast_precision_loss, reason = "counts of documents")]
    pub(super) fn rarity(&self, stem: &str) -> f32 {
        const LEAST: f32 = 0.05;
        let titled = self.titles_with(stem);
        let told = if titled == 0 { self.telling(stem).len() } else { titled };
        ((self.len() as f32 + 1.0) / (told as f32 + 0.5)).ln().max(LEAST)
    }

    /// How rare is what stands in no title.
    #[expect(clippy::cast_precision_loss, reason = "counts of documents")]
    pub(super) fn rarest(&self) -> f32 {
        (2.0 * (self.len() as f32 + 1.0)).ln()
    }

    /// All stems that tell documents.
    pub(super) fn stems(&self) -> impl Iterator<Item = &str> {
        self.titled.keys().map(AsRef::as_ref)
    }
}

/// Which share of the words of weight of a title with these first `letters` the acronym `name`
/// stands for; 0 where it is none. It begins with one of the first two words and ends with the last.
#[expect(clippy::cast_precision_loss, reason = "a few words")]
fn covered(letters: &[(char, bool)], name: &[char]) -> f32 {
    const LETTERS: std::ops::RangeInclusive<usize> = 3..=8;
    const TITLE_MAX: usize = 24;
    fn most(letters: &[(char, bool)], name: &[char]) -> Option<usize> {
        let Some((&first, rest)) = name.split_first() else {
            return letters.is_empty().then_some(0);
        };
        let from = letters.len().checked_sub(name.len())?;
        let found = (0..=from).filter(|&at| letters[at].0 == first);
        found
            .filter_map(|at| Some(usize::from(letters[at].1) + most(&letters[at + 1..], rest)?))
            .max()
    }
    let weighty = letters.iter().filter(|(_, weighty)| *weighty).count();
    if !LETTERS.contains(&name.len()) || letters.len() > TITLE_MAX || letters.len() < name.len() {
        return 0.0;
    }
    let starts = (0..2).filter(|&at| letters[at].0 == name[0]);
    let best = starts.filter_map(|at| most(&letters[at..], name)).max();
    best.map_or(0.0, |count| count as f32 / weighty as f32)
}

/// The first words of a text.
fn opening(text: &str) -> &str {
    let end = text.match_indices(' ').nth(OPENING_WORDS).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn push_once(documents: &mut Vec<usize>, document: usize) {
    if documents.last() != Some(&document) {
        documents.push(document);
    }
}
