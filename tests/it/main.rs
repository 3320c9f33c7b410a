//! Integration tests: one binary, one module for each subject.

mod access;
mod app;
mod architecture;
mod ask;
mod attacks;
mod caching;
mod citations;
mod citing;
mod clause_vectors;
mod cli;
mod compare;
mod config;
mod corpus;
mod docs;
mod embedding;
mod eval;
mod graphql;
mod hardening;
mod http;
mod limits;
mod memos;
mod metrics;
mod permalinks;
mod persisted;
mod quotes;
mod reranking;
mod rest;
mod server;
mod stored_index;
mod streams;
mod texts;
mod tiny_reranker;
#[path = "../vectors/mod.rs"]
mod vectors;
mod warm_up;
mod websocket;
