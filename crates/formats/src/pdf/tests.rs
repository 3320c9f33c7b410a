//! Files that the tests write themselves.
