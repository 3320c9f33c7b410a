//! Integration tests: one binary, one module for each subject.

mod corpus;
mod docs;
mod embedding;
