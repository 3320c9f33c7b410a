//! Integration tests: the service as its users meet it.

mod app;
mod architecture;
mod ask;
mod cli;
mod config;
mod graphql;
mod http;
