//! The large tables of a graph, read out of its file, so that all sessions share one copy of each.
//!
//! A session makes its own copy of every constant, unless ONNX Runtime is given it from outside.

use std::sync::Arc;

use bytes::Bytes;
use encoder::lookup_tables;
use ort::session::builder::SessionBuilder;
use ort::value::{DynValue, Tensor};

/// Tables by their names.
#[derive(Debug, Clone, Default)]
pub(super) struct SharedTables(Vec<(String, Arc<DynValue>)>);

impl SharedTables {
    /// The tables of the graph in the file `model`. What cannot be read is left to the sessions.
    pub(super) fn of(model: &Bytes) -> Self {
        let tables = lookup_tables(model).filter_map(|table| {
            let tensor = Tensor::from_array((table.shape, table.numbers)).ok()?;
            Some((table.name, Arc::new(tensor.into_dyn())))
        });
        Self(tables.collect())
    }

    /// `builder` of a session that takes the tables from here.
    ///
    /// # Errors
    /// What ONNX Runtime says of them.
    pub(super) fn lend(&self, mut builder: SessionBuilder) -> Result<SessionBuilder, String> {
        for (name, table) in &self.0 {
            builder = builder
                .with_initializer(name, Arc::clone(table))
                .map_err(|error| error.to_string())?;
        }
        Ok(builder)
    }
}
