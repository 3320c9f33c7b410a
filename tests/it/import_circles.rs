//! Which source files import each other in a circle.
//!
//! A file imports another where it names something that stands there: in `use`, or by a path. That a file
//! declares a module is no import, nor that a `mod.rs` passes on what stands below it, or puts that together
//! by its path (`below::f()`). Whoever imports what is passed on imports the file where it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use crate::imports::{Binding, Imports, imports};
use crate::rust_tokens::{tokens, without_tests};

/// The name of a module below the crate's root, by its parts.
type Module = Vec<String>;

/// The files of a crate, by their paths below its root.
pub(crate) struct Files {
    files: Vec<File>,
    /// Which file each module is in; modules inside a file are in that.
    modules: BTreeMap<Module, usize>,
}

struct File {
    path: PathBuf,
    module: Module,
    imports: Imports,
}

/// Files of which each leads to all others.
pub(crate) struct Circle<'f> {
    pub(crate) files: Vec<&'f Path>,
    /// Which of them imports which.
    imports: Vec<(&'f Path, &'f Path)>,
}

impl fmt::Display for Circle<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} files import each other:", self.files.len())?;
        for (file, imported) in &self.imports {
            writeln!(f, "  {} imports {}", file.display(), imported.display())?;
        }
        Ok(())
    }
}

impl Files {
    /// Reads `sources`: the path of each below the crate's root, and its text.
    pub(crate) fn read(sources: &[(PathBuf, String)]) -> Self {
        let mut files = Vec::new();
        let mut tests = BTreeSet::new();
        for (path, text) in sources {
            let tokens = tokens(text);
            let (tokens, for_tests) = without_tests(&tokens);
            let module = module_of(path);
            tests.extend(for_tests.into_iter().map(|name| child(&module, name)));
            files.push(File { path: path.clone(), module, imports: imports(&tokens) });
        }
        files.retain(|file| !tests.iter().any(|tests| file.module.starts_with(tests)));
        let mut modules = BTreeMap::new();
        for (at, file) in files.iter().enumerate() {
            let inside = file.imports.modules.iter();
            modules.extend(inside.map(|name| ([file.module.as_slice(), name].concat(), at)));
            modules.insert(file.module.clone(), at);
        }
        let mut files = Self { files, modules };
        files.move_mounted();
        files
    }

    /// Gives files that are mounted by an attribute the names that they are mounted under; where there is one
    /// by that name already, that is the one that others import.
    fn move_mounted(&mut self) {
        for at in 0..self.files.len() {
            let (module, folder) = (self.files[at].module.clone(), self.files[at].path.parent());
            let folder = folder.unwrap_or(Path::new("")).to_owned();
            for (name, path) in self.files[at].imports.mounted.clone() {
                let path = folder.join(path);
                if let Some(mounted) = self.files.iter().position(|file| file.path == path) {
                    self.modules.remove(&self.files[mounted].module);
                    self.files[mounted].module = child(&module, &name);
                    self.modules.entry(child(&module, &name)).or_insert(mounted);
                }
            }
        }
    }

    /// The files that each file imports.
    fn graph(&self) -> Vec<BTreeSet<usize>> {
        let imported = |at: usize| {
            let file = &self.files[at];
            let passes_on = file.path.ends_with("mod.rs") || file.path == Path::new("lib.rs");
            let used = file.imports.bindings.iter().filter(move |it| !(passes_on && it.public));
            let used = used.map(|it| (&it.inside, &it.path));
            let leads_out = |path: &[String]| ["crate", "super"].contains(&path[0].as_str());
            let named = file.imports.paths.iter().map(|(inside, path)| (inside, path));
            let named = named.filter(move |(_, path)| !passes_on || leads_out(path));
            let found = used.chain(named).filter_map(|(inside, path)| {
                self.resolve(&[file.module.as_slice(), inside].concat(), path, 0)
            });
            found.filter(|&other| other != at).collect()
        };
        (0..self.files.len()).map(imported).collect()
    }

    /// The file in which what is called `path` in `module` stands; `None` for what is none of the crate's.
    fn resolve(&self, module: &[String], path: &[String], depth: usize) -> Option<usize> {
        /// Names that lead to names that lead to names.
        const DEPTH_MAX: usize = 20;
        if depth > DEPTH_MAX {
            return None;
        }
        let (first, mut rest) = path.split_first()?;
        let mut at: Module = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.to_vec(),
            "super" => module.split_last()?.1.to_vec(),
            name if self.modules.contains_key(&child(module, name)) => child(module, name),
            name => return self.bound(module, name, rest, depth),
        };
        while let Some((name, others)) = rest.split_first() {
            let below = child(&at, name);
            if name == "super" {
                at.pop()?;
            } else if self.modules.contains_key(&below) {
                at = below;
            } else if let Some(found) = self.bound(&at, name, others, depth) {
                return Some(found);
            } else {
                break;
            }
            rest = others;
        }
        self.modules.get(&at).copied()
    }

    /// Where what is imported into `module` as `name`, and `rest` of it, stands.
    fn bound(&self, module: &[String], name: &str, rest: &[String], depth: usize) -> Option<usize> {
        let file = &self.files[*self.modules.get(module)?];
        let inside = module.get(file.module.len()..)?;
        let bound = |it: &&Binding| it.name == name && it.inside == inside;
        let Binding { path, .. } = file.imports.bindings.iter().find(bound)?;
        let path = [path.as_slice(), rest].concat();
        // A name that is its own, such as `use a` of a crate, leads nowhere else.
        let is_own = path.first().is_some_and(|first| first == name);
        if is_own && !self.modules.contains_key(&child(module, name)) {
            return None;
        }
        self.resolve(module, &path, depth + 1)
    }

    /// The paths of all files but those for tests alone.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|file| file.path.as_path())
    }

    /// The circles, in order of their files.
    pub(crate) fn circles(&self) -> Vec<Circle<'_>> {
        let graph = self.graph();
        let circle = |mut files: Vec<usize>| {
            let path = |at: usize| self.files[at].path.as_path();
            files.sort_by_key(|&at| path(at));
            let imports = files.iter().flat_map(|&file| {
                let within = graph[file].iter().filter(|other| files.contains(other));
                within.map(move |&other| (path(file), path(other)))
            });
            Circle { imports: imports.collect(), files: files.iter().map(|&at| path(at)).collect() }
        };
        let mut circles: Vec<Circle<'_>> = components(&graph).into_iter().map(circle).collect();
        circles.sort_by(|a, b| a.files.cmp(&b.files));
        circles
    }
}

/// The module of the file at `path`.
fn module_of(path: &Path) -> Module {
    let parts = path.with_extension("");
    let mut parts: Module =
        parts.iter().map(|part| part.to_str().expect("UTF-8").to_owned()).collect();
    if parts.last().is_some_and(|last| ["mod", "lib"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

fn child(module: &[String], name: &str) -> Module {
    [module, &[name.to_owned()]].concat()
}

/// The sets of more than one node that all lead to each other (Tarjan 1972).
fn components(graph: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
    struct Search<'g> {
        graph: &'g [BTreeSet<usize>],
        /// When each node was come to, and the earliest on the stack that it leads to.
        found: Vec<Option<(usize, usize)>>,
        stack: Vec<usize>,
        components: Vec<Vec<usize>>,
    }

    impl Search<'_> {
        fn visit(&mut self, node: usize, count: &mut usize) -> usize {
            let number = *count;
            *count += 1;
            self.found[node] = Some((number, number));
            self.stack.push(node);
            let mut low = number;
            for &next in &self.graph[node] {
                match self.found[next] {
                    None => low = low.min(self.visit(next, count)),
                    Some((at, _)) if self.stack.contains(&next) => low = low.min(at),
                    Some(_) => {}
                }
            }
            if low == number {
                let first = self.stack.iter().rposition(|&other| other == node);
                let component = self.stack.split_off(first.expect("it is on the stack"));
                if component.len() > 1 {
                    self.components.push(component);
                }
            }
            low
        }
    }

    let found = vec![None; graph.len()];
    let mut search = Search { graph, found, stack: Vec::new(), components: Vec::new() };
    let mut count = 0;
    for node in 0..graph.len() {
        if search.found[node].is_none() {
            search.visit(node, &mut count);
        }
    }
    search.components
}

#[test]
fn sets_that_lead_to_each_other_are_found() {
    let graph = [&[1][..], &[2, 3], &[0], &[4], &[5], &[4, 6], &[]];
    let graph: Vec<BTreeSet<usize>> = graph.iter().map(|to| to.iter().copied().collect()).collect();
    let mut found = components(&graph);
    for component in &mut found {
        component.sort_unstable();
    }
    found.sort();
    assert_eq!(found, [vec![0, 1, 2], vec![4, 5]]);
}

/// The circles among files of these names and texts, each as its names with blanks between.
#[cfg(test)]
fn circles(sources: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<(PathBuf, String)> =
        sources.iter().map(|&(path, text)| (path.into(), text.to_owned())).collect();
    let files = Files::read(&sources);
    let shown = |circle: Circle<'_>| {
        let names = circle.files.iter().map(|path| path.display().to_string());
        names.collect::<Vec<_>>().join(" ")
    };
    files.circles().into_iter().map(shown).collect()
}

#[test]
fn imports_by_any_path_close_a_circle() {
    let root = ("lib.rs", "mod a; mod b;");
    let mod_a = ("a/mod.rs", "mod x; mod y; pub use x::X; pub(crate) use y::{Y, f};");
    let x = "pub struct X; ";
    let y = "use super::X; pub struct Y(X); pub fn f() {}";
    let circle = vec!["a/x.rs a/y.rs".to_owned()];
    let cases: [(&str, Vec<String>); 13] = [
        ("", vec![]),
        ("use super::y::Y;", circle.clone()),
        ("use super::Y;", circle.clone()),
        ("use crate::a::Y as Z;", circle.clone()),
        ("use crate::{a::{self}, b}; fn g() { a::f() }", circle.clone()),
        ("use super::{y::{self, Y as Other}};", circle.clone()),
        ("fn g() { super::y::f() }", circle.clone()),
        ("fn g() -> crate::a::Y { loop {} }", circle.clone()),
        ("mod inner { fn g() { super::super::f() } }", circle.clone()),
        ("macro_rules! m { () => { $crate::a::f() } }", circle),
        ("/// See [`super::Y`].\nconst A: &str = \"super::y::Y\";", vec![]),
        ("#[cfg(test)] mod tests { use super::super::y::Y; }", vec![]),
        ("use std::fmt; fn g() { y::f(); fmt::f() }", vec![]),
    ];
    for (text, expected) in cases {
        let x = format!("{x}{text}");
        let sources = [root, mod_a, ("a/x.rs", x.as_str()), ("a/y.rs", y), ("b.rs", "")];
        assert_eq!(circles(&sources), expected, "{text}");
    }
}

#[test]
fn a_module_that_uses_what_stands_below_it_is_in_a_circle_with_what_uses_it() {
    let below = ("a/x.rs", "use super::A; pub struct X(A);");
    let in_circle = vec!["a/mod.rs a/x.rs".to_owned()];
    let cases = [
        ("mod x; pub use x::X; pub struct A;", vec![]),
        ("mod x; pub(super) use self::x::X; pub struct A;", vec![]),
        ("mod x; use x::X; pub struct A(X);", in_circle.clone()),
        ("mod x; pub struct A(super::a::x::X);", in_circle),
        ("mod x; pub struct A; fn f() { x::f() }", vec![]),
        // What is imported here to be found below stands elsewhere.
        ("mod x; use crate::b::A; pub use x::X;", vec![]),
    ];
    for (text, expected) in cases {
        let sources = [("lib.rs", "mod a; mod b;"), ("a/mod.rs", text), below, ("b.rs", "")];
        assert_eq!(circles(&sources), expected, "{text}");
    }
}

#[test]
fn files_are_known_by_where_they_are_mounted() {
    let cases = [
        // For tests alone.
        ("#[cfg(test)] mod x; mod y;", "use crate::a::y::Y;", "use super::x::X;", vec![]),
        ("mod x; mod y;", "use super::y::Y;", "use super::x::X;", vec!["a/x.rs a/y.rs".to_owned()]),
    ];
    for (module, x, y, expected) in cases {
        let sources = [("lib.rs", "mod a;"), ("a/mod.rs", module), ("a/x.rs", x), ("a/y.rs", y)];
        assert_eq!(circles(&sources), expected, "{module}");
    }
    let mounted = [
        ("lib.rs", "mod a; #[cfg_attr(not(b), path = \"a/other.rs\")] mod c;"),
        ("a/mod.rs", ""),
        ("c.rs", "use super::d::D;"),
        ("d.rs", "use super::c::C;"),
        ("a/other.rs", "use super::d::D;"),
    ];
    assert_eq!(circles(&mounted), ["c.rs d.rs"]);
}
