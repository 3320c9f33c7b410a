//! Integration tests, one module for each floor.

mod corpus;
