//! What a source file imports, by `use` and by paths.

use crate::rust_tokens::Token;

/// What is imported by a file, without any code of tests.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Imports {
    pub(crate) bindings: Vec<Binding>,
    /// Paths of more than one part that the code names, with the module of the file that they stand in.
    pub(crate) paths: Vec<(Vec<String>, Vec<String>)>,
    /// Modules inside the file, by their parts.
    pub(crate) modules: Vec<Vec<String>>,
    /// Modules that an attribute gives another file, and that.
    pub(crate) mounted: Vec<(String, String)>,
}

/// A name that `use` binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Binding {
    /// The module of the file that it is bound in, by its parts below the file's own.
    pub(crate) inside: Vec<String>,
    /// `*` for all names.
    pub(crate) name: String,
    pub(crate) path: Vec<String>,
    /// Whether others may import it from here.
    pub(crate) public: bool,
}

/// What `tokens` import.
pub(crate) fn imports(tokens: &[Token<'_>]) -> Imports {
    let mut imports = Imports::default();
    // Modules that are open, each with the depth of its block.
    let mut open: Vec<(String, usize)> = Vec::new();
    let (mut depth, mut at) = (0, 0);
    let mut mounted = None;
    while at < tokens.len() {
        let inside: Vec<String> = open.iter().map(|(name, _)| name.clone()).collect();
        match tokens[at..] {
            [Token::Mark('{'), ..] => depth += 1,
            [Token::Mark('}'), ..] => {
                depth -= 1;
                open.retain(|&(_, block)| block <= depth);
            }
            [Token::Word("path"), Token::Mark('='), Token::Text(path), ..] => mounted = Some(path),
            [Token::Word("mod"), Token::Word(name), Token::Mark('{'), ..] => {
                open.push((name.to_owned(), depth + 1));
                imports.modules.push(open.iter().map(|(name, _)| name.clone()).collect());
                (depth, at) = (depth + 1, at + 2);
            }
            [Token::Word("mod"), Token::Word(name), Token::Mark(';'), ..] => {
                let path = mounted.take();
                imports.mounted.extend(path.map(|path| (name.to_owned(), path.to_owned())));
            }
            [Token::Word("use"), ..] => {
                let public =
                    at > 0 && [Token::Word("pub"), Token::Mark(')')].contains(&tokens[at - 1]);
                let bind = |path: Vec<String>, name: String| Binding {
                    inside: inside.clone(),
                    name,
                    path,
                    public,
                };
                at += 1;
                at += tree(&tokens[at..], &[], &mut |path, name| {
                    imports.bindings.push(bind(path, name));
                });
                continue;
            }
            [Token::Word(_), Token::Path, ..] => {
                let (path, length) = path(&tokens[at..]);
                imports.paths.push((inside, path));
                at += length;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    imports
}

/// The parts of the path that `tokens` begin with, and its length.
fn path(tokens: &[Token<'_>]) -> (Vec<String>, usize) {
    let (mut parts, mut at) = (Vec::new(), 0);
    while let [Token::Word(part), ref rest @ ..] = tokens[at..] {
        parts.push(part.to_owned());
        at += 1;
        if !matches!(rest, [Token::Path, Token::Word(_), ..]) {
            break;
        }
        at += 1;
    }
    (parts, at)
}

/// Reads the tree of names that `tokens` begin with, below `above`, and binds each; its length.
fn tree(
    tokens: &[Token<'_>],
    above: &[String],
    bind: &mut dyn FnMut(Vec<String>, String),
) -> usize {
    let (parts, mut at) = path(tokens);
    let mut own = [above, &parts].concat();
    match tokens[at..] {
        [Token::Path, Token::Mark('{'), ..] | [Token::Mark('{'), ..] => {
            at += if tokens[at] == Token::Path { 2 } else { 1 };
            while tokens[at] != Token::Mark('}') {
                at += tree(&tokens[at..], &own, bind);
                at += usize::from(tokens[at] == Token::Mark(','));
            }
            return at + 1;
        }
        [Token::Path, Token::Mark('*'), ..] | [Token::Mark('*'), ..] => {
            at += if tokens[at] == Token::Path { 2 } else { 1 };
            bind(own, "*".to_owned());
            return at;
        }
        _ => {}
    }
    // `a::{self}` is `a`.
    if own.len() > 1 && own.last().is_some_and(|last| last == "self") {
        own.pop();
    }
    let mut name = own.last().cloned().unwrap_or_default();
    if let [Token::Word("as"), Token::Word(alias), ..] = tokens[at..] {
        alias.clone_into(&mut name);
        at += 2;
    }
    bind(own, name);
    at
}

#[test]
fn names_are_bound_to_their_paths() {
    let cases: [(&str, &[(&str, &str)]); 8] = [
        ("use crate::domain::Part;", &[("Part", "crate domain Part")]),
        (
            "use crate::{domain::{Part, Span}, retrieval};",
            &[
                ("Part", "crate domain Part"),
                ("Span", "crate domain Span"),
                ("retrieval", "crate retrieval"),
            ],
        ),
        ("use a::{self, b as c,};", &[("a", "a"), ("c", "a b")]),
        ("use super::*; use a::{*};", &[("*", "super"), ("*", "a")]),
        ("use {a::b, c};", &[("b", "a b"), ("c", "c")]),
        ("pub(crate) use self::a::B as _;", &[("_", "self a B")]),
        ("fn f() { use Kind::A; A }", &[("A", "Kind A")]),
        ("used::a()", &[]),
    ];
    for (source, expected) in cases {
        let tokens = crate::rust_tokens::tokens(source);
        let found = imports(&tokens).bindings.into_iter();
        let found: Vec<(String, String)> =
            found.map(|binding| (binding.name, binding.path.join(" "))).collect();
        let found: Vec<(&str, &str)> =
            found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected, "{source}");
    }
}

#[test]
fn paths_modules_and_files_are_found_where_they_stand() {
    let tokens = crate::rust_tokens::tokens(
        "fn f() { crate::a::b::<T>(); c::D { e: 1 }; x } mod g { mod h { fn i() { super::j() } } \
         fn k() { l::m!() } } #[cfg_attr(n, path = \"o.rs\")] mod p; mod q; pub use r::s; use t::u;",
    );
    let found = imports(&tokens);
    let paths: Vec<String> = found
        .paths
        .iter()
        .map(|(inside, path)| format!("{} in {}", path.join(" "), inside.join(" ")))
        .collect();
    assert_eq!(paths, ["crate a b in ", "c D in ", "super j in g h", "l m in g"]);
    assert_eq!(found.modules, [vec!["g"], vec!["g", "h"]]);
    assert_eq!(found.mounted, [("p".to_owned(), "o.rs".to_owned())]);
    assert_eq!(found.bindings.iter().map(|one| one.public).collect::<Vec<_>>(), [true, false]);
}
