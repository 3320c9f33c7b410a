//! Integration tests: one binary, one module for each subject.

mod access;
mod app;
mod architecture;
mod ask;
mod citations;
mod cli;
mod config;
mod corpus;
mod docs;
mod embedding;
mod eval;
mod graphql;
mod hardening;
mod http;
mod reranking;
mod rest;
mod tiny_reranker;
