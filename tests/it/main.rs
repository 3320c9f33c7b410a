//! Integration tests: one binary, one module for each subject.

mod access;
mod app;
mod architecture;
mod ask;
mod attacks;
mod caching;
mod citations;
mod citing;
mod cli;
mod config;
mod corpus;
mod docs;
mod embedding;
mod eval;
mod graphql;
mod hardening;
mod http;
mod limits;
mod permalinks;
mod persisted;
mod reranking;
mod rest;
mod server;
mod streams;
mod tiny_reranker;
mod websocket;
