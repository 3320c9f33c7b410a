//! Pages for people: which request is shown which page of `api/page`.
//!
//! The same service, limits, keys and rates as for programs; nothing here answers by itself.

mod ask;
mod check;
mod choices;
mod compare;
mod documents;
mod editor;
mod failure;
mod feedback;
mod files;
mod read;
mod reference;
mod search;
mod shown;

use axum::Router;
use axum::routing::{get, post};

use super::app::App;

pub(super) use ask::ask;
pub(super) use editor::editor;
pub(super) use failure::{as_page, is_browser};
pub(super) use read::clause;

/// The pages beside the start page and permanent links, and the files that they load.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/search", get(search::search))
        .route("/compare", get(compare::compare))
        .route("/check", get(check::form).post(check::check))
        .route("/feedback", post(feedback::give))
        .route("/documents", get(documents::list))
        .route("/d/{document}", get(read::document))
        .route("/docs", get(reference::docs))
        .route("/schema.graphql", get(reference::schema))
        .route("/assets/{name}", get(files::file))
}
