//! Sets `graphiql` where `scripts/fetch_editor.py` has put the files of `GraphiQL`: the program then embeds them.

use std::path::Path;

const FOLDER: &str = "src/api/page/files/graphiql";
const FILES: [&str; 4] = [
    "graphiql.min.css",
    "graphiql.min.js",
    "react-dom.production.min.js",
    "react.production.min.js",
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={FOLDER}");
    println!("cargo::rustc-check-cfg=cfg(graphiql)");
    if FILES.iter().all(|name| Path::new(FOLDER).join(name).is_file()) {
        println!("cargo::rustc-cfg=graphiql");
    }
}
