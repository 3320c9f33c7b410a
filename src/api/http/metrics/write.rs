//! Writing metrics down, by a library.

use std::fmt;

use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

use crate::service::Latency;

/// Writes one metric without labels.
pub(super) fn single(
    out: &mut DescriptorEncoder,
    name: &str,
    help: &str,
    metric: &impl EncodeMetric,
) -> fmt::Result {
    metric.encode(out.encode_descriptor(name, help, None, metric.metric_type())?)
}

/// Writes metrics that differ by the value of one label. The library adds what the names of counters
/// end in.
pub(super) fn family<M: EncodeMetric>(
    out: &mut DescriptorEncoder,
    name: &str,
    help: &str,
    label: &str,
    metrics: impl IntoIterator<Item = (impl AsRef<str>, M)>,
) -> fmt::Result {
    let mut metrics = metrics.into_iter().peekable();
    let Some((_, first)) = metrics.peek() else { return Ok(()) };
    let mut encoder = out.encode_descriptor(name, help, None, first.metric_type())?;
    for (value, metric) in metrics {
        metric.encode(encoder.encode_family(&[(label, value.as_ref())])?)?;
    }
    Ok(())
}

pub(super) fn counter(count: u64) -> ConstCounter<u64> {
    ConstCounter::new(count)
}

pub(super) fn gauge(value: u64) -> ConstGauge<u64> {
    ConstGauge::new(value)
}

/// A histogram. The library's own takes a lock for each value.
pub(super) struct Histogram(pub(super) Latency);

impl EncodeMetric for Histogram {
    fn encode(&self, mut encoder: MetricEncoder) -> fmt::Result {
        let Latency { buckets, seconds } = &self.0;
        encoder.encode_histogram::<NoLabelSet>(*seconds, self.0.count(), buckets, None)
    }

    fn metric_type(&self) -> MetricType {
        MetricType::Histogram
    }
}
