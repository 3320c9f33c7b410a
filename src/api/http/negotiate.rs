//! Content negotiation by `Accept` (RFC 9110, section 12.5.1).

use axum::http::{HeaderMap, header};

/// The media types of GraphQL responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediaType {
    /// What the GraphQL over HTTP specification prefers.
    GraphqlResponse,
    /// For clients that ask for plain JSON.
    Json,
}

impl MediaType {
    /// Value of `Content-Type`.
    pub(super) const fn header(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// The type to answer a GraphQL request in; none where the client accepts none.
pub(super) fn graphql_response(headers: &HeaderMap) -> Option<MediaType> {
    let accept = accept(headers);
    let preferred = preference(&accept, "application", "graphql-response+json");
    let json = preference(&accept, "application", "json");
    match (preferred, json) {
        (None, None) => None,
        // Named beats matched by a wildcard: `application/json, */*` asks for JSON. Of two that are
        // accepted alike, the newer where it is named, for its errors have statuses of their own;
        // of two that a wildcard matches, the older: whoever knows the newer names it.
        (preferred, json) if json > preferred => Some(MediaType::Json),
        (Some((_, closeness)), json) if preferred > json || closeness == NAMED => {
            Some(MediaType::GraphqlResponse)
        }
        _ => Some(MediaType::Json),
    }
}

/// Which of `types` to answer in: the one that is accepted most, of several the first; none where
/// the client accepts none.
pub(super) fn best(headers: &HeaderMap, types: &[(&str, &str)]) -> Option<usize> {
    let accept = accept(headers);
    let ranked = types.iter().enumerate().filter_map(|(index, (kind, subtype))| {
        preference(&accept, kind, subtype).map(|preference| (preference, index))
    });
    ranked.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, index)| index)
}

/// Whether the client names event streams among what it accepts. A wildcard does not: whoever sends
/// one would hardly know what to do with them.
pub(super) fn names_events(headers: &HeaderMap) -> bool {
    accept(headers).iter().any(|range| range.is("text", "event-stream") && range.quality > 0)
}

/// Whether the client names `kind/subtype` and likes nothing that it names better.
pub(super) fn prefers(headers: &HeaderMap, kind: &str, subtype: &str) -> bool {
    let accept = accept(headers);
    let best = accept.iter().map(|range| range.quality).max();
    accept.iter().any(|range| range.is(kind, subtype) && Some(range.quality) == best)
}

/// How closely a type is accepted that is named in full.
const NAMED: u8 = 2;

struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    /// In thousandths, so that it can be compared.
    quality: u16,
}

impl Range<'_> {
    fn is(&self, kind: &str, subtype: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind) && self.subtype.eq_ignore_ascii_case(subtype)
    }
}

fn accept(headers: &HeaderMap) -> Vec<Range<'_>> {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let ranges: Vec<Range<'_>> =
        values.flat_map(|value| value.split(',')).filter_map(range).collect();
    if ranges.is_empty() {
        return vec![Range { kind: "*", subtype: "*", quality: 1_000 }];
    }
    ranges
}

fn range(text: &str) -> Option<Range<'_>> {
    let mut parts = text.split(';').map(str::trim);
    let (kind, subtype) = parts.next()?.split_once('/')?;
    let quality = parts
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
        .map_or(1.0, |(_, value)| value.trim().parse::<f32>().unwrap_or(1.0));
    Some(Range { kind, subtype, quality: (quality.clamp(0.0, 1.0) * 1_000.0) as u16 })
}

/// Quality of a type, then how specifically it was named; none if it is not accepted.
fn preference(accept: &[Range<'_>], kind: &str, subtype: &str) -> Option<(u16, u8)> {
    let closeness = |range: &Range<'_>| match (range.kind, range.subtype) {
        _ if range.is(kind, subtype) => Some(NAMED),
        ("*", "*") => Some(0),
        (k, "*") if k.eq_ignore_ascii_case(kind) => Some(1),
        _ => None,
    };
    let (close, quality) = accept
        .iter()
        .filter_map(|range| closeness(range).map(|close| (close, range.quality)))
        .max()?;
    (quality > 0).then_some((quality, close))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(accept: Option<&str>) -> HeaderMap {
        let value = accept.map(|accept| accept.parse().expect("a header value"));
        value.map(|value| (header::ACCEPT, value)).into_iter().collect()
    }

    #[test]
    fn the_best_accepted_type_answers() {
        use MediaType::{GraphqlResponse, Json};
        let cases = [
            (None, Some(Json)),
            (Some("*/*"), Some(Json)),
            (Some("application/*"), Some(Json)),
            (Some("application/json"), Some(Json)),
            (Some("application/json; charset=utf-8"), Some(Json)),
            (Some("application/json, text/plain, */*"), Some(Json)),
            (Some("application/graphql-response+json, application/json"), Some(GraphqlResponse)),
            (Some("application/graphql-response+json;q=0.5, application/json;q=0.9"), Some(Json)),
            (Some("APPLICATION/JSON"), Some(Json)),
            (Some("application/json;q=0, */*"), Some(GraphqlResponse)),
            (Some("application/graphql-response+json;q=0, */*"), Some(Json)),
            (Some("application/graphql-response+json, */*"), Some(GraphqlResponse)),
            (Some("text/html"), None),
            (Some("*/*;q=0"), None),
        ];
        for (accept, expected) in cases {
            assert_eq!(graphql_response(&headers(accept)), expected, "{accept:?}");
        }
    }

    #[test]
    fn events_come_to_those_who_name_them() {
        let cases = [
            (Some("text/event-stream"), true),
            (Some("text/event-stream, application/json"), true),
            (Some("text/event-stream;q=0"), false),
            (Some("text/*"), false),
            (Some("*/*"), false),
            (None, false),
        ];
        for (accept, expected) in cases {
            assert_eq!(names_events(&headers(accept)), expected, "{accept:?}");
        }
    }

    #[test]
    fn browsers_prefer_html_and_tools_do_not() {
        let cases = [
            (Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), true),
            (Some("application/json, text/html;q=0.5"), false),
            (Some("*/*"), false),
            (None, false),
        ];
        for (accept, expected) in cases {
            assert_eq!(prefers(&headers(accept), "text", "html"), expected, "{accept:?}");
        }
    }
}
