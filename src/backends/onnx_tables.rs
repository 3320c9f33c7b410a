//! The large constants of a graph, read from its file, so that all sessions share one copy.
//!
//! A session makes its own copy of every constant, unless ONNX Runtime is given it from outside.

use std::sync::Arc;

use bytes::Bytes;
use encoder::{Numbers, lookup_tables};
use ort::session::builder::SessionBuilder;
use ort::value::{DynValue, Tensor};

/// Tables by their names.
#[derive(Debug, Clone, Default)]
pub(super) struct SharedTables(Vec<(String, Arc<DynValue>)>);

impl SharedTables {
    /// Reads the tables of the graph `model`. Sessions load those themselves that cannot be read here.
    pub(super) fn read_from(model: &Bytes) -> Self {
        let tables = lookup_tables(model).filter_map(|table| {
            let tensor = match table.numbers {
                Numbers::Floats(numbers) => {
                    Tensor::from_array((table.shape, numbers)).ok()?.into_dyn()
                }
                Numbers::Bytes(numbers) => {
                    Tensor::from_array((table.shape, numbers)).ok()?.into_dyn()
                }
            };
            Some((table.name, Arc::new(tensor)))
        });
        Self(tables.collect())
    }

    /// Configures a session's `builder` to use these tables.
    ///
    /// # Errors
    /// When ONNX Runtime rejects them.
    pub(super) fn lend(&self, mut builder: SessionBuilder) -> Result<SessionBuilder, String> {
        for (name, table) in &self.0 {
            builder = builder
                .with_initializer(name, Arc::clone(table))
                .map_err(|error| error.to_string())?;
        }
        Ok(builder)
    }
}
