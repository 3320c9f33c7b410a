//! The seed corpus, as it is read.

use std::collections::BTreeSet;

use rapporteur::corpus::{assemble, parse};
use rapporteur::domain::{Clause, Corpus, Part, Span};
use sha2::{Digest as _, Sha256};

/// The files of the seed corpus, with the SHA-256 of the text below their front matter.
const FILES: [(&str, &[u8], &str); 5] = [
    (
        "corpus/event-2014.md",
        include_bytes!("../../corpus/event-2014.md"),
        "dd492e56ca869d0fd11b63a35c3c681e3957d097aec3ab7685a245f8addba73c",
    ),
    (
        "corpus/monaco-2014.md",
        include_bytes!("../../corpus/monaco-2014.md"),
        "6837fde1a5894b4ae2c6f998db2bcae4b45fff03e3be797a910adedb089cc113",
    ),
    (
        "corpus/news-2014.md",
        include_bytes!("../../corpus/news-2014.md"),
        "ffb50e96fbb88c6fc4aaecc60c119735332f474969dbc86bf3f3d0d9f38d2602",
    ),
    (
        "corpus/rome-2012.md",
        include_bytes!("../../corpus/rome-2012.md"),
        "1f0b4fe3b6dfec2cf06851aeff562f1d14e1ca76387e3bc73abae6826d517adb",
    ),
    (
        "corpus/singapore-2009.md",
        include_bytes!("../../corpus/singapore-2009.md"),
        "eab3c14cd91a60b4296e881aae345b1909d99a8e3af0c7097a405874a65e6bfe",
    ),
];

/// The seed corpus.
pub(crate) fn seed_corpus() -> Corpus {
    let parsed = FILES.map(|(path, bytes, _)| {
        (path.to_owned(), parse(path, bytes).expect("the seed files are sound"))
    });
    assemble(parsed.into())
}

fn clauses_of<'c>(corpus: &'c Corpus, id: &str) -> &'c [Clause] {
    corpus.clauses_of(corpus.document(id).expect("the document is in the corpus"))
}

#[test]
fn the_texts_are_the_sources_byte_for_byte() {
    for (path, bytes, digest) in FILES {
        let fence = b"\n---\n";
        let end = bytes.windows(fence.len()).position(|window| window == fence);
        let body = &bytes[end.expect("the front matter is closed") + fence.len()..];
        let found = rapporteur::domain::Digest(Sha256::digest(body).into()).to_string();
        assert_eq!(found, digest, "{path}");
    }
}

#[test]
fn documents_say_what_is_known_about_them() {
    let corpus = seed_corpus();
    let known: Vec<String> = corpus
        .documents()
        .iter()
        .map(|d| {
            let date = |date: Option<rapporteur::domain::Date>| {
                date.map_or("-".to_owned(), |date| date.to_string())
            };
            let place = d.place.as_deref().unwrap_or("-");
            let occasion = d.occasion.as_deref().unwrap_or("-");
            let (adopted, published) = (date(d.adopted_on), date(d.published_on));
            format!("{} | {} | {adopted} | {published} | {place} | {occasion}", d.id, d.kind.name())
        })
        .collect();
    insta::assert_snapshot!(known.join("\n"), @"
    singapore-2009 | declaration | 2009-10-12 | 2009-10-21 | Singapore | Ministerial Meeting during the INTERPOL General Assembly
    rome-2012 | declaration | 2012-11-05 | - | Rome | 81st INTERPOL General Assembly
    monaco-2014 | declaration | 2014-11-04 | - | Monaco | 83rd INTERPOL General Assembly
    news-2014 | page | - | 2014-11-04 | Monaco | INTERPOL General Assembly
    event-2014 | page | - | 2014-11-05 | Monaco | 83rd INTERPOL General Assembly
    ");
}

#[test]
fn every_labelled_clause_is_there_with_its_part_and_lead_in() {
    let corpus = seed_corpus();
    let letters = |stem: &str, last: char| ('A'..=last).map(|l| format!("{stem}{l}")).collect();
    let group = |stem: &str, last: char| -> Vec<String> { letters(stem, last) };
    // A lead-in, the last letter of its group, and the group's part.
    let cases = [
        ("monaco-2014", vec![("P2", 'K', Part::Preambular), ("P3", 'J', Part::Operative)], 25),
        ("rome-2012", vec![("P2", 'H', Part::Preambular), ("P3", 'H', Part::Operative)], 20),
        (
            "singapore-2009",
            vec![
                ("P2", 'F', Part::Preambular),
                ("P3", 'C', Part::Preambular),
                ("P4", 'C', Part::Operative),
            ],
            17,
        ),
    ];
    for (id, groups, count) in cases {
        let clauses = clauses_of(&corpus, id);
        let mut expected = vec!["INTRO".to_owned(), "P1".to_owned()];
        for (stem, last, part) in groups {
            expected.push(stem.to_owned());
            expected.extend(group(stem, last));
            for label in group(stem, last) {
                let clause = corpus.clause(&format!("{id}/{label}")).expect("the clause is there");
                assert_eq!(clause.part, part, "{}", corpus.id_of(clause));
                let parent = corpus.parent_of(clause).expect("the clause has a lead-in");
                assert_eq!(corpus.id_of(parent), format!("{id}/{stem}"));
            }
        }
        let labels: Vec<&str> = clauses.iter().map(|clause| &*clause.label).collect();
        assert_eq!(labels, expected, "{id}");
        assert_eq!(labels.len(), count, "{id}");
        let frames = clauses.iter().filter(|clause| clause.part == Part::Frame);
        assert!(frames.clone().all(
            |clause| !clause.label.ends_with(char::is_alphabetic) || *clause.label == *"INTRO"
        ));
        assert!(frames.clone().all(|clause| clause.parent.is_none()));
    }
}

#[test]
fn clauses_are_the_words_after_the_label() {
    let corpus = seed_corpus();
    let cases = [
        ("monaco-2014/P3", "Agree to,"),
        ("rome-2012/P2", "We, the Ministers,"),
        (
            "rome-2012/P1",
            "At the conclusion of the Ministerial Meeting on the “Challenges for Police Facing \
             Contemporary Criminal Violence,” the following Declaration was adopted by the \
             Ministers present:",
        ),
        (
            "singapore-2009/P3",
            "On the partnership between the United Nations Department of Peacekeeping Operations \
             and INTERPOL in building sustainable security, we the participating Ministers",
        ),
    ];
    for (id, expected) in cases {
        assert_eq!(corpus.text_of(corpus.clause(id).expect("the clause is there")), expected);
    }
    for document in corpus.documents() {
        assert!(!document.text.as_str().contains('*'), "{}", document.id);
        assert!(!document.text.as_str().contains("\n\n\n"), "{}", document.id);
    }
    let singapore = corpus.document("singapore-2009").expect("the document is there");
    let heading = "The INTERPOL–United Nations Ministerial Meeting: Outcome Declaration\n\n\
                   21 October 2009\n\nINTRO: On 12 October 2009,";
    assert!(singapore.text.as_str().starts_with(heading));
}

#[test]
fn lead_in_verbs_do_not_depend_on_emphasis() {
    let marked = FILES.iter().filter(|(_, bytes, _)| bytes.contains(&b'*')).count();
    assert!(marked >= 2, "{marked} files have emphasis");
    for (path, bytes, _) in FILES {
        let bare: Vec<u8> = bytes.iter().copied().filter(|&byte| byte != b'*').collect();
        let verbs = |bytes: &[u8]| {
            let parsed = parse(path, bytes).expect("the seed files are sound");
            let clauses = parsed.into_iter().flat_map(|one| one.clauses);
            clauses.map(|clause| clause.verbs).collect::<Vec<_>>()
        };
        assert_eq!(verbs(bytes), verbs(&bare), "{path}");
    }
}

#[test]
fn lead_in_verbs_of_the_declarations() {
    let corpus = seed_corpus();
    let labelled = ["singapore-2009", "rome-2012", "monaco-2014"];
    let rows: Vec<String> = labelled
        .iter()
        .flat_map(|id| clauses_of(&corpus, id))
        .filter(|clause| !clause.verbs.is_empty())
        .map(|clause| {
            let verbs = clause
                .verbs
                .iter()
                .map(|verb| format!("{} [{} {}]", verb.wording, verb.strength.name(), verb.lemma));
            format!("{}: {}", corpus.id_of(clause), verbs.collect::<Vec<_>>().join(", "))
        })
        .collect();
    insta::assert_snapshot!(rows.join("\n"), @"
    singapore-2009/P2A: Recognize [recognize recognize], further recognize [recognize recognize]
    singapore-2009/P2B: Acknowledge [recognize acknowledge], further acknowledge [recognize acknowledge]
    singapore-2009/P2C: Recall [note recall], further recall [note recall]
    singapore-2009/P2D: Recognize [recognize recognize], further emphasize [recognize emphasize]
    singapore-2009/P2E: commending [encourage commend], acknowledge [recognize acknowledge], further acknowledge [recognize acknowledge]
    singapore-2009/P2F: encouraging [encourage encourage], commend [encourage commend], noting [note note], highlight [recognize highlight]
    singapore-2009/P3A: Acknowledge [recognize acknowledge]
    singapore-2009/P3B: Recognize [recognize recognize]
    singapore-2009/P3C: Recall [note recall], welcome [encourage welcome]
    singapore-2009/P4: decide [decide decide]
    singapore-2009/P4A: Underscore [recognize underscore]
    singapore-2009/P4B: Work towards [commit work towards]
    singapore-2009/P4C: Actively support [encourage support]
    rome-2012/P2A: Condemning [recognize condemn]
    rome-2012/P2B: Acknowledging [recognize acknowledge], expressing serious concern [recognize express concern]
    rome-2012/P2C: upholding [recognize uphold], denouncing specifically [recognize denounce]
    rome-2012/P2D: Emphasizing [recognize emphasize]
    rome-2012/P2E: Acknowledging further [recognize acknowledge], deploring [recognize deplore]
    rome-2012/P2F: Condemning in particular [recognize condemn], observing [note observe]
    rome-2012/P2G: Considering [note consider]
    rome-2012/P2H: Considering further [note consider]
    rome-2012/P3A: Endeavour [commit endeavor]
    rome-2012/P3B: Further endeavour [commit endeavor]
    rome-2012/P3C: Strive [commit strive], consider [note consider]
    rome-2012/P3D: Affirm [commit affirm]
    rome-2012/P3E: Call upon [urge call upon]
    rome-2012/P3F: Strongly encourage [encourage encourage]
    rome-2012/P3G: Urge [urge urge]
    rome-2012/P3H: Fully support [encourage support]
    monaco-2014/P2A: Appreciating [recognize appreciate]
    monaco-2014/P2B: Recognizing [recognize recognize], recognizing [recognize recognize]
    monaco-2014/P2C: Further recognizing [recognize recognize]
    monaco-2014/P2D: Acknowledging [recognize acknowledge]
    monaco-2014/P2E: Highlighting [recognize highlight]
    monaco-2014/P2F: Recognizing [recognize recognize]
    monaco-2014/P2G: Emphasizing [recognize emphasize]
    monaco-2014/P2H: Expressing concern [recognize express concern], highlighting [recognize highlight]
    monaco-2014/P2I: Expressing particular concern [recognize express concern], highlighting [recognize highlight]
    monaco-2014/P2J: Recognizing as well [recognize recognize]
    monaco-2014/P2K: Asserting [recognize assert]
    monaco-2014/P3: Agree [commit agree]
    monaco-2014/P3A: Endeavor [commit endeavor]
    monaco-2014/P3B: Support [encourage support]
    monaco-2014/P3C: Strive [commit strive]
    monaco-2014/P3D: Acknowledging [recognize acknowledge], endeavor specifically [commit endeavor]
    monaco-2014/P3E: Call upon [urge call upon]
    monaco-2014/P3F: Strongly urge [urge urge]
    monaco-2014/P3G: Recalling [note recall], strive [commit strive], support [encourage support]
    monaco-2014/P3H: Encourage [encourage encourage]
    monaco-2014/P3I: Urge [urge urge]
    monaco-2014/P3J: Applaud [encourage applaud], continue to support [encourage support], upholding [recognize uphold]
    ");
}

#[test]
fn pages_are_read_as_their_paragraphs() {
    let corpus = seed_corpus();
    let paragraphs = |id: &str| {
        let clauses = clauses_of(&corpus, id).iter();
        let rows = clauses.map(|clause| {
            assert_eq!(clause.part, Part::Body);
            assert!(clause.verbs.is_empty() && clause.parent.is_none());
            format!("{} {}", clause.label, corpus.text_of(clause).replace('\n', "/"))
        });
        rows.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(paragraphs("news-2014"), @"
    1 MONTE CARLO, Monaco –  Justice, Security and Home Affairs Ministers from around the world have endorsed a joint declaration identifying the strategic opportunities to more effectively combat evolving crime threats.
    2 “I hope that together we can make the tools and services of INTERPOL known and used throughout the world,” Secretary General Ronald K. Noble told delegates from INTERPOL’s member countries.
    3 HSH Prince Albert II of Monaco with INTERPOL President Mireille Ballestrazzi
    4 Ministers for Justice, Home Affairs and Security from some 100 countries attended a Ministerial meeting at INTERPOL’s General Assembly.
    5 The theme for the General Assembly this year is Turn Back Crime: 100 years of international police cooperation.
    6 The Ministerial discussions took place during four panels:  the evolution of police cooperation, empowering police cooperation, a century of combatting crime and building stronger institutions.
    7 INTERPOL President Mireille Ballestrazzi with representatives from the host country Monaco.
    8 This historic Assembly marks 100 years since the idea of international police cooperation was born with the first International Criminal Police Congress in Monaco in 1914.
    9 HSH Prince Albert II of Monaco delivered a welcoming address to ministers and delegates of the General Assembly.
    10 Argentine Ambassador H.E. Eugenio Maria Curia, moderator of the Ministerial Meeting.
    11 More than 1,000 delegates from 166 countries attended the Ministerial Meeting.
    12 A Ministerial declaration encouraged all member countries to strengthen international police cooperation, including developing new police technologies and eliminating legal barriers.
    13 Guests of honour from the host country Monaco.
    14 The ministers addressed critical questions for the future of international policing , including expanding partnerships beyond the law enforcement realm.
    15 Germany’s Interior Minister Thomas de Maizière, with Jürgen Stock, the candidate to be the next Secretary General of INTERPOL.
    16 Secretary General candidate Jürgen Stock (left), INTERPOL President Mireille Ballestrazzi and HSH Prince Albert II of Monaco.
    17 The declaration was the outcome of a Ministerial meeting which highlighted that, with crime and terrorism in the 21st century posing unprecedented challenges to law enforcement, the implementation of new technologies and scientific methods would boost police performance by enhancing their ability to cooperate both nationally and internationally.
    18 The declaration also urges authorities to liaise more closely, particularly in preventing and combating cybercrime and the specific challenge of preventing terrorists from using communication technologies to radicalize, recruit and incite others to commit acts of terrorism. Other areas identified for action included encouraging countries to eliminate legal barriers through the adoption of international treaties and conventions, and  to strengthen national law enforcement capacity.
    19 INTERPOL Secretary General Ronald K. Noble said the Ministerial declaration provided a forward-looking  strategy for advancing law enforcement cooperation.
    20 “Our world is a vastly different place now than back in 2000 when I was first elected Secretary General, as are the crime threats we face today,” said Mr Noble.
    21 “Since then, in order to help our member countries face these challenges, INTERPOL has been constantly adapting and improving its support to ensure that police have the tools they need, when and where they need them.
    22 “This Ministerial declaration, combined with the work of the General Assembly, will build upon the strong foundations laid by INTERPOL, and ensure that the next 100 years of international police cooperation are as effective,” concluded the Head of INTERPOL.
    23 The Ministerial meeting marked  the beginning of the five-day (3 – 7 November) INTERPOL General Assembly in Monaco with the theme ‘Turn Back Crime: 100 years of international police cooperation’ which brings together more than 1,000 delegates from 166 countries.
    24 Among the key crime issues to be discussed by police chiefs and other senior law enforcement officials during the remainder of the meeting are  foreign fighters, cybercrime, border security and environmental security.
    ");
    insta::assert_snapshot!(paragraphs("event-2014"), @"
    1 The 83rd session of the INTERPOL General Assembly opened with a Ministerial meeting bringing together justice, security and home affairs ministers from some 100 countries.
    2 Discussions focused on the theme ‘Turn Back Crime: 100 years of international police cooperation’.
    3 A joint Ministerial declaration was issued at the conclusion of the meeting, encouraging all member countries to take the necessary steps to strengthen international police cooperation against all forms of transnational crime, with an emphasis on terrorism.
    4 “I hope that together we can make the tools and services of INTERPOL known and used throughout the world,” Secretary General Ronald K. Noble told delegates from INTERPOL’s member countries.
    5 HSH Prince Albert II of Monaco with INTERPOL President Mireille Ballestrazzi
    6 Ministers for Justice, Home Affairs and Security from some 100 countries attended a Ministerial meeting at INTERPOL’s General Assembly.
    7 The theme for the General Assembly this year is Turn Back Crime: 100 years of international police cooperation.
    8 The Ministerial discussions took place during four panels:  the evolution of police cooperation, empowering police cooperation, a century of combatting crime and building stronger institutions.
    9 INTERPOL President Mireille Ballestrazzi with representatives from the host country Monaco.
    10 This historic Assembly marks 100 years since the idea of international police cooperation was born with the first International Criminal Police Congress in Monaco in 1914.
    11 HSH Prince Albert II of Monaco delivered a welcoming address to ministers and delegates of the General Assembly.
    12 Argentine Ambassador H.E. Eugenio Maria Curia, moderator of the Ministerial Meeting.
    13 More than 1,000 delegates from 166 countries attended the Ministerial Meeting.
    14 A Ministerial declaration encouraged all member countries to strengthen international police cooperation, including developing new police technologies and eliminating legal barriers.
    15 Guests of honour from the host country Monaco.
    16 The ministers addressed critical questions for the future of international policing , including expanding partnerships beyond the law enforcement realm.
    17 Germany’s Interior Minister Thomas de Maizière, with Jürgen Stock, the candidate to be the next Secretary General of INTERPOL.
    18 Secretary General candidate Jürgen Stock (left), INTERPOL President Mireille Ballestrazzi and HSH Prince Albert II of Monaco.
    19 Speeches - Panel 1//The Evolution and Expansion of Organized Police Cooperation
    20 Speeches - Panel 2//Empowering Police Cooperation through Laws, Policies, Technologies, and Techniques
    21 Speeches - Panel 3//A Century of Collectively Combatting Transnational Crime
    22 Speeches - Panel 4//Building Stronger Institutions for National and International Police Cooperation
    23 Speeches - Panel 5//Contemporary Criminal Threats and New Challenges to Police Cooperation
    24 Speeches - Panel 6//Cooperation with the Public and Private Sectors – New Partnerships  for a Safer World
    ");
}

#[test]
fn what_no_clause_of_a_page_says_is_furniture() {
    let corpus = seed_corpus();
    for (id, expected) in [
        ("news-2014", vec!["1 /", "19"]),
        (
            "event-2014",
            vec![
                "INTERPOL Ministerial Meeting",
                "5 November 2014",
                "/",
                "Ministerial Session",
                "/",
                "Related documents",
                "See also",
            ],
        ),
    ] {
        let document = corpus.document(id).expect("the document is there");
        let said: BTreeSet<&str> = clauses_of(&corpus, id)
            .iter()
            .flat_map(|clause| corpus.text_of(clause).lines())
            .collect();
        let unsaid: Vec<&str> = document
            .text
            .as_str()
            .lines()
            .map(str::trim)
            .filter(|line| {
                let run_together = line.contains("internationally.The");
                !line.is_empty() && !run_together && !said.contains(line)
            })
            .collect();
        assert_eq!(unsaid, expected, "{id}");
    }
}

#[test]
fn segments_of_long_clauses_make_sense_alone() {
    let corpus = seed_corpus();
    let segments = |id: &str| {
        let clause = corpus.clause(id).expect("the clause is there");
        let text = &corpus.document_of(clause).text;
        let rows = clause.segments.iter().map(|span| text.slice(*span).replace('\n', "/"));
        rows.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(segments("monaco-2014/P3E"), @"
    Call upon police authorities in developed countries as well as international organizations such as INTERPOL and the relevant agencies of the United Nations to collaborate, where possible and appropriate, with concerned national authorities in developing countries
    in order to reinforce the capacities of the latter to combat crime and terrorism and cooperate more effectively through, for example, the provision of recommendations for institutional reforms, technical resources and training, and investigative assistance and sharing best practices,
    as well as through supporting the participation of police authorities in developing countries in crucial international events and processes that aim to develop common strategies for preventing and repressing crime and terrorism;
    ");
    insta::assert_snapshot!(segments("monaco-2014/P3G"), @"
    Recalling United Nations Security Council Resolution 2178 (2014) condemning violent extremism,
    strive to uphold the measures outlined in this Resolution particularly by engaging in multilateral action to address the underlying factors contributing to today's terrorist threat
    and support, where possible and appropriate, the work of INTERPOL in its efforts to promote international police cooperation to counter terrorism, in particular, through its pioneering programme focused on identifying, tracking, and disrupting the travel of foreign terrorist fighters;
    ");
    insta::assert_snapshot!(segments("singapore-2009/P2F"), @"
    While encouraging increased international cooperation and coordination in the delivery of training,
    commend the contribution of the police contributing countries (PCCs) in United Nations peacekeeping operations, and in particular, their efforts along with the United Nations Department of Peacekeeping Operations to address issues related to sexual and gender-based violence in post-conflict environments,
    and noting the significant contributions to date, highlight the continuing need for increased participation of female officers in United Nations peacekeeping operations.
    ");
    insta::assert_snapshot!(segments("rome-2012/P3F"), @"
    Strongly encourage research and analysis to be conducted by competent experts and institutions with the aim of better comprehending the conditions conducive to the escalation and occurrence of criminal violence,
    in particular, by identifying, where possible, relevant indicators, trends, and root causes as well as examining effective policies on the use of police force in their efforts to prevent, suppress, and counter contemporary forms of criminal violence,
    ");
    insta::assert_snapshot!(segments("event-2014/19"), @"
    Speeches - Panel 1
    The Evolution and Expansion of Organized Police Cooperation
    ");
}

#[test]
fn segments_are_neither_long_nor_many() {
    let corpus = seed_corpus();
    let words = |clause: &Clause, span: Span| {
        corpus.document_of(clause).text.slice(span).split_whitespace().count()
    };
    let mut lengths = Vec::new();
    for clause in corpus.clauses() {
        for span in &clause.segments {
            lengths.push(words(clause, *span));
        }
        if words(clause, clause.span) <= 40 && clause.part != Part::Body {
            assert!(clause.segments.len() <= 3, "{}", corpus.id_of(clause));
        }
    }
    assert!(lengths.len() > 100 && lengths.iter().all(|&length| length <= 50), "{lengths:?}");
    let good = lengths.iter().filter(|&&length| (8..=42).contains(&length)).count();
    assert!(good * 100 >= lengths.len() * 85, "{good} of {}", lengths.len());
}

#[test]
fn the_digest_depends_on_every_file_and_on_no_order() {
    let digest = |change: Option<usize>, reverse: bool| {
        let mut parsed: Vec<_> = FILES
            .iter()
            .enumerate()
            .map(|(index, (path, bytes, _))| {
                let mut bytes = bytes.to_vec();
                if change == Some(index) {
                    bytes.push(b'\n');
                }
                ((*path).to_owned(), parse(path, &bytes).expect("the seed files are sound"))
            })
            .collect();
        if reverse {
            parsed.reverse();
        }
        assemble(parsed).digest()
    };
    let usual = digest(None, false);
    assert_eq!(digest(None, true), usual);
    for index in 0..FILES.len() {
        assert_ne!(digest(Some(index), false), usual);
    }
}
