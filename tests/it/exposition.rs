//! The text format of Prometheus, read strictly.

use std::collections::{BTreeMap, BTreeSet};

type Label = (String, String);
type Labels = Vec<Label>;

/// Samples by name and labels.
pub(crate) struct Samples(BTreeMap<(String, Labels), f64>);

impl Samples {
    /// The samples of `text`: each stands behind the help and the type of its family, once; names and
    /// types go together; and histograms add up.
    pub(crate) fn parse(text: &str) -> Self {
        assert!(text.ends_with('\n'));
        let (mut samples, mut kinds) = (BTreeMap::new(), BTreeMap::new());
        let (mut helped, mut family) = ("", "");
        for line in text.lines() {
            if let Some(help) = line.strip_prefix("# HELP ") {
                let (name, words) = help.split_once(' ').expect("a name and its help");
                assert!(words.ends_with('.'), "{line}");
                helped = name;
            } else if let Some(kind) = line.strip_prefix("# TYPE ") {
                let (name, kind) = kind.split_once(' ').expect("a name and its type");
                assert_eq!(name, helped, "help comes before the type");
                assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
                assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
                assert!(kind != "histogram" || name.ends_with("_seconds"), "{line}");
                assert_eq!(kinds.insert(name, kind), None, "{line}");
                family = name;
            } else {
                let (name, labels, value) = sample(line);
                let suffix = name.strip_prefix(family).expect(line);
                let suffixes: &[&str] = match kinds[family] {
                    "histogram" => &["_bucket", "_sum", "_count"],
                    _ => &[""],
                };
                assert!(suffixes.contains(&suffix), "{line}");
                assert_eq!(samples.insert((name, labels), value), None, "{line}");
            }
        }
        let samples = Self(samples);
        for (name, _) in kinds.into_iter().filter(|(_, kind)| *kind == "histogram") {
            samples.check_histogram(name);
        }
        samples
    }

    /// Buckets hold what those before them hold, and the last holds all.
    fn check_histogram(&self, name: &str) {
        let mut buckets = BTreeMap::<&[Label], Vec<(f64, f64)>>::new();
        for ((_, labels), count) in
            self.0.iter().filter(|((it, _), _)| *it == format!("{name}_bucket"))
        {
            let ((key, bound), others) = labels.split_last().expect("a bound");
            assert_eq!(key, "le");
            buckets.entry(others).or_default().push((bound.parse().expect("a number"), *count));
        }
        assert!(!buckets.is_empty(), "{name}");
        for (labels, mut buckets) in buckets {
            buckets.sort_by(|a, b| a.0.total_cmp(&b.0));
            assert!(buckets.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1), "{name}: {buckets:?}");
            let of = |suffix| self.0[&(format!("{name}{suffix}"), labels.to_vec())];
            assert_eq!(buckets.last(), Some(&(f64::INFINITY, of("_count"))), "{name}");
            assert_eq!(of("_sum") > 0.0, of("_count") > 0.0, "{name}: what is counted takes time");
        }
    }

    /// The sample of this name without labels.
    pub(crate) fn only(&self, name: &str) -> u64 {
        self.0[&(name.to_owned(), Vec::new())] as u64
    }

    /// The sample of this name and label.
    pub(crate) fn value(&self, name: &str, label: &str, value: &str) -> u64 {
        self.0[&(name.to_owned(), vec![(label.to_owned(), value.to_owned())])] as u64
    }

    /// How much the histogram of this name and label counts.
    pub(crate) fn count(&self, name: &str, label: &str, value: &str) -> u64 {
        self.value(&format!("{name}_count"), label, value)
    }

    /// Names and labels of all samples.
    pub(crate) fn series(&self) -> Vec<&(String, Labels)> {
        self.0.keys().collect()
    }

    /// Labels with their values, without the bounds of buckets.
    pub(crate) fn label_values(&self) -> BTreeSet<(&str, &str)> {
        let labels = self.0.keys().flat_map(|(_, labels)| labels);
        labels.map(|(key, value)| (&**key, &**value)).filter(|(key, _)| *key != "le").collect()
    }
}

/// Name, labels and value of a line.
fn sample(line: &str) -> (String, Labels, f64) {
    let (series, value) = line.rsplit_once(' ').expect("a sample and its value");
    let value = value.parse().expect("a number");
    let Some((name, labels)) = series.split_once('{') else {
        return (series.to_owned(), Vec::new(), value);
    };
    let labels = labels.strip_suffix('}').expect("an end of the labels").split(',').map(|label| {
        let (key, value) = label.split_once('=').expect("a label and its value");
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let value = value.expect("a quoted value");
        assert!(!value.is_empty() && !value.contains(['"', '\\']), "{line}");
        (key.to_owned(), value.to_owned())
    });
    (name.to_owned(), labels.collect(), value)
}
