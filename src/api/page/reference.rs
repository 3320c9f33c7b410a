//! The description of the REST interface, as a page.

use maud::{Markup, html};
use serde_json::{Map, Value};

/// The page of `openapi`, as the server describes itself.
pub(in crate::api) fn reference(openapi: &Value) -> Markup {
    let none = Map::new();
    let paths = openapi["paths"].as_object().unwrap_or(&none);
    let schemas = openapi["components"]["schemas"].as_object().unwrap_or(&none);
    html! {
        div.sheet {
            article.column.reference {
                h1 { "REST interface" }
                p.lede { (text(&openapi["info"]["description"])) }
                p {
                    "Version " (text(&openapi["info"]["version"])) ". For programs: "
                    a href="/v1/openapi.json" { "openapi.json" } ". GraphQL: "
                    a href="/graphql" { "editor" } ", " a href="/schema.graphql" { "schema" } "."
                }
                @for (path, methods) in paths {
                    @for (method, operation) in methods.as_object().unwrap_or(&none) {
                        (self::operation(path, method, operation))
                    }
                }
                h2 { "Types" }
                @for (name, schema) in schemas { (self::schema(name, schema)) }
            }
            aside.side {
                nav.outline aria-labelledby="outline" {
                    h2 id="outline" { "Outline" }
                    ol {
                        @for (path, methods) in paths {
                            @for (method, _) in methods.as_object().unwrap_or(&none) {
                                li { a href={ "#" (operation_anchor(path, method)) } { (method.to_uppercase()) " " (path) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn operation_anchor(path: &str, method: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("{method}{}", path.chars().map(plain).collect::<String>())
}

fn operation(path: &str, method: &str, operation: &Value) -> Markup {
    let none = Map::new();
    let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    let responses = operation["responses"].as_object().unwrap_or(&none);
    html! {
        section.operation {
            h2 id=(operation_anchor(path, method)) {
                span.method { (method.to_uppercase()) } " " code { (path) }
            }
            p { (coded(text(&operation["summary"]))) }
            @if let Some(more) = operation["description"].as_str() { p { (coded(more)) } }
            @if !parameters.is_empty() {
                table {
                    thead { tr { th scope="col" { "Parameter" } th scope="col" { "Type" } th scope="col" { "What it is" } } }
                    tbody {
                        @for parameter in parameters {
                            tr {
                                td {
                                    code { (text(&parameter["name"])) }
                                    @if parameter["required"] == true { " " span.meta { "required" } }
                                }
                                td { (kind(&parameter["schema"])) }
                                td { (coded(text(&parameter["description"]))) }
                            }
                        }
                    }
                }
            }
            @if !operation["requestBody"].is_null() {
                p { "Body: " (contents(&operation["requestBody"])) }
            }
            details.more {
                summary { "Responses" }
                dl.facts {
                    @for (status, response) in responses {
                        dt { (status) }
                        dd { (coded(text(&response["description"]))) " " (contents(response)) }
                    }
                }
            }
        }
    }
}

/// The media types of a body, each with its type.
fn contents(body: &Value) -> Markup {
    let none = Map::new();
    let contents = body["content"].as_object().unwrap_or(&none);
    html! {
        @for (media_type, content) in contents {
            span.meta { code { (media_type) } " " (kind(&content["schema"])) } " "
        }
    }
}

/// What a schema says of the type of a value.
fn kind(schema: &Value) -> Markup {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        return html! { a href={ "#type-" (name) } { (name) } };
    }
    if schema["type"] == "array" {
        return html! { "list of " (kind(&schema["items"])) };
    }
    if let Some(one_of) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
        return html! {
            @for (at, one) in one_of.iter().enumerate() {
                @if at > 0 { " or " }
                (kind(one))
            }
        };
    }
    let values = schema["enum"].as_array().map_or(&[][..], Vec::as_slice);
    let names = match &schema["type"] {
        Value::Array(names) => names.iter().map(text).collect::<Vec<_>>().join(" or "),
        name => text(name).to_owned(),
    };
    html! {
        (names)
        @if !values.is_empty() {
            ": "
            @for (at, value) in values.iter().enumerate() {
                @if at > 0 { ", " }
                code { (text(value)) }
            }
        }
    }
}

fn schema(name: &str, schema: &Value) -> Markup {
    let none = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    html! {
        section.type {
            h3 id={ "type-" (name) } { (name) }
            @if let Some(description) = schema["description"].as_str() { p { (coded(description)) } }
            @if properties.is_empty() {
                p { (kind(schema)) }
            } @else {
                table {
                    thead { tr { th scope="col" { "Field" } th scope="col" { "Type" } th scope="col" { "What it is" } } }
                    tbody {
                        @for (field, property) in properties {
                            tr {
                                td { code { (field) } }
                                td { (kind(property)) }
                                td { (coded(text(&property["description"]))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Words between backticks as code.
fn coded(words: &str) -> Markup {
    html! {
        @for (at, piece) in words.split('`').enumerate() {
            @if at % 2 == 1 { code { (piece) } } @else { (piece) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_between_backticks_are_code() {
        assert_eq!(coded("a `b` <c>").into_string(), "a <code>b</code> &lt;c&gt;");
    }

    #[test]
    fn nothing_is_made_of_an_empty_description() {
        let page = reference(&Value::Null).into_string();
        assert!(page.contains("REST interface"));
    }
}
