//! Pages for people: what the service says, as HTML.
//!
//! Each file makes a part of a page out of values of the domain. Nothing is asked, ranked or decided here;
//! `api/http/browse` says which request is shown which page. Every text is escaped by the templates.

mod address;
mod answer;
mod assets;
mod changes;
mod check;
mod cite;
mod clause;
mod compare;
mod coverage;
mod document;
mod documents;
mod editor;
mod facets;
mod facts;
mod failure;
mod form;
mod frame;
mod home;
mod marked;
mod more;
mod names;
mod outline;
mod reference;
mod search;
mod sources;
mod timeline;
mod verdict;

pub(super) use address::Choices;
pub(super) use answer::{Asked, answer, thanks};
pub(super) use assets::{asset, fingerprint};
pub(super) use check::{check, checked};
pub(super) use clause::clause;
pub(super) use compare::{Compared, compare, comparison};
pub(super) use document::document;
pub(super) use documents::documents;
pub(super) use editor::{editor, graphiql};
pub(super) use failure::{Dead, failure};
pub(super) use frame::{Frame, Place};
pub(super) use home::home;
pub(super) use reference::reference;
pub(super) use search::{Found, search};
