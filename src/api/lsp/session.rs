//! One editor: its open texts, checked again whenever they change.

use std::collections::BTreeMap;
use std::sync::Arc;

use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, Exit, Notification as _,
    PublishDiagnostics,
};
use lsp_types::request::{CodeActionRequest, HoverRequest, Request as _};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProviderCapability, Diagnostic,
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    HoverParams, HoverProviderCapability, PositionEncodingKind, PublishDiagnosticsParams,
    ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, Uri,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::corrections::{Target, corrections};
use super::findings::{diagnostics, whole};
use super::hover::hover;
use crate::api::graphql::Links;
use crate::domain::{TEXT_CHARS_MAX, TextVerdict};
use crate::service::ServiceError;

/// The most texts that are held at once; further ones are not checked.
const OPEN_MAX: usize = 256;
/// The longest text that is held, in bytes: what is longer cannot be checked anyway.
const TEXT_BYTES_MAX: usize = TEXT_CHARS_MAX * 4;

/// What editors may ask of the server.
pub fn capabilities() -> ServerCapabilities {
    let kinds = vec![CodeActionKind::QUICKFIX, CodeActionKind::SOURCE_FIX_ALL];
    ServerCapabilities {
        position_encoding: Some(PositionEncodingKind::UTF16),
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(kinds),
            ..CodeActionOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}

/// Answers the editor at the other end of `connection` until it ends; `check` checks a text.
///
/// # Errors
/// When the editor leaves without a word.
pub fn serve(
    connection: &Connection,
    links: &Links,
    check: &dyn Fn(String) -> Result<Arc<TextVerdict>, ServiceError>,
) -> Result<(), ProtocolError> {
    let mut session = Session { connection, links, check, open: BTreeMap::new() };
    while let Ok(message) = connection.receiver.recv() {
        let mut next = Some(message);
        // Whoever types sends texts faster than they are checked: only the last counts.
        while let Some(message) = next {
            match message {
                Message::Request(request) if connection.handle_shutdown(&request)? => return Ok(()),
                Message::Request(request) => session.answer(request),
                Message::Notification(told) if told.method == Exit::METHOD => return Ok(()),
                Message::Notification(told) => session.take(told),
                Message::Response(_) => {}
            }
            next = connection.receiver.try_recv().ok();
        }
        session.check_changed();
    }
    Ok(())
}

/// A text that is open in the editor.
struct Open {
    uri: Uri,
    version: i32,
    /// The text that is to be checked; none once it has been.
    changed: Option<String>,
    verdict: Option<Arc<TextVerdict>>,
    diagnostics: Vec<Diagnostic>,
}

struct Session<'a> {
    connection: &'a Connection,
    links: &'a Links,
    check: &'a dyn Fn(String) -> Result<Arc<TextVerdict>, ServiceError>,
    open: BTreeMap<String, Open>,
}

impl Session<'_> {
    /// Takes over what the editor tells.
    fn take(&mut self, told: Notification) {
        match told.method.as_str() {
            DidOpenTextDocument::METHOD => {
                if let Some(DidOpenTextDocumentParams { text_document: own }) = read(told.params) {
                    self.set(own.uri, own.version, own.text);
                }
            }
            DidChangeTextDocument::METHOD => {
                let Some(params) = read::<DidChangeTextDocumentParams>(told.params) else { return };
                // Each change is the whole text.
                if let Some(last) = params.content_changes.into_iter().next_back() {
                    let own = params.text_document;
                    self.set(own.uri, own.version, last.text);
                }
            }
            DidCloseTextDocument::METHOD => {
                let Some(params) = read::<DidCloseTextDocumentParams>(told.params) else { return };
                if let Some(own) = self.open.remove(params.text_document.uri.as_str()) {
                    self.publish(own.uri, Vec::new(), None);
                }
            }
            _ => {}
        }
    }

    fn set(&mut self, uri: Uri, version: i32, text: String) {
        let known = self.open.contains_key(uri.as_str());
        if !known && self.open.len() >= OPEN_MAX {
            let message =
                format!("more than {OPEN_MAX} texts are open; close some to have this checked");
            self.publish(uri, vec![whole(message)], Some(version));
            return;
        }
        // Lines end with one character, so that columns are those of the editor.
        let changed = if text.len() > TEXT_BYTES_MAX { text } else { text.replace("\r\n", "\n") };
        let own = Open {
            uri: uri.clone(),
            version,
            changed: Some(changed),
            verdict: None,
            diagnostics: Vec::new(),
        };
        self.open.insert(uri.as_str().to_owned(), own);
    }

    /// Checks what has changed, and tells the editor what is wrong.
    fn check_changed(&mut self) {
        let mut told = Vec::new();
        for own in self.open.values_mut() {
            let Some(text) = own.changed.take() else { continue };
            // A text without words is right whatever the documents say.
            if text.chars().any(char::is_alphanumeric) {
                match (self.check)(text) {
                    Ok(verdict) => {
                        own.diagnostics = diagnostics(&verdict, self.links);
                        own.verdict = Some(verdict);
                    }
                    Err(error) => own.diagnostics = vec![whole(error.to_string())],
                }
            }
            told.push((own.uri.clone(), own.diagnostics.clone(), own.version));
        }
        for (uri, diagnostics, version) in told {
            self.publish(uri, diagnostics, Some(version));
        }
    }

    fn publish(&self, uri: Uri, diagnostics: Vec<Diagnostic>, version: Option<i32>) {
        let params = PublishDiagnosticsParams { uri, diagnostics, version };
        let told = Notification::new(PublishDiagnostics::METHOD.to_owned(), params);
        self.send(Message::Notification(told));
    }

    fn answer(&mut self, request: Request) {
        // What is asked of a text is asked of its last state.
        self.check_changed();
        let Request { id, method, params } = request;
        let result = match method.as_str() {
            CodeActionRequest::METHOD => read(params).map(|params| self.corrections(&params)),
            HoverRequest::METHOD => read(params).map(|params| self.hover(&params)),
            _ => {
                let message = format!("the server does not know '{method}'");
                let code = ErrorCode::MethodNotFound as i32;
                return self.send(Message::Response(Response::new_err(id, code, message)));
            }
        };
        let response = result.map_or_else(
            || {
                let message = format!("the parameters of '{method}' cannot be read");
                Response::new_err(id.clone(), ErrorCode::InvalidParams as i32, message)
            },
            |result| Response::new_ok(id.clone(), result),
        );
        self.send(Message::Response(response));
    }

    fn corrections(&self, params: &CodeActionParams) -> Value {
        let own = self.open.get(params.text_document.uri.as_str());
        let found = own.and_then(|own| {
            let target = Target { uri: &own.uri, version: own.version };
            let wanted = params.context.only.as_deref();
            let verdict = own.verdict.as_ref()?;
            Some(corrections(&target, verdict, &own.diagnostics, &params.range, wanted))
        });
        serde_json::to_value(found.unwrap_or_default()).unwrap_or_default()
    }

    fn hover(&self, params: &HoverParams) -> Value {
        let at = &params.text_document_position_params;
        let own = self.open.get(at.text_document.uri.as_str());
        let verdict = own.and_then(|own| own.verdict.as_ref());
        let found = verdict.and_then(|verdict| hover(verdict, at.position, self.links));
        serde_json::to_value(found).unwrap_or_default()
    }

    /// An editor that has gone reads nothing more.
    fn send(&self, message: Message) {
        let _ = self.connection.sender.send(message);
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}
