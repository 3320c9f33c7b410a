//! Code actions: the words of the source in place of a changed quotation, one by one or all at once.

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, Diagnostic, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::places::{Places, touch};
use crate::domain::TextVerdict;

/// The text that is corrected, as the editor knows it.
pub(super) struct Target<'a> {
    pub(super) uri: &'a Uri,
    pub(super) version: i32,
}

/// The corrections that are to be had within `range`; `wanted` are the kinds that the editor asks for.
pub(super) fn corrections(
    target: &Target<'_>,
    verdict: &TextVerdict,
    diagnostics: &[Diagnostic],
    range: &Range,
    wanted: Option<&[CodeActionKind]>,
) -> Vec<CodeActionOrCommand> {
    let edits = edits(verdict);
    let mut actions = Vec::new();
    if asks_for(wanted, &CodeActionKind::QUICKFIX) {
        for (edit, place) in edits.iter().filter(|(edit, _)| touch(&edit.range, range)) {
            let own = diagnostics.iter().filter(|one| one.range == edit.range).cloned();
            actions.push(CodeAction {
                title: format!("Put in the words of {place}"),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(own.collect()),
                edit: Some(change(target, vec![edit.clone()])),
                is_preferred: Some(true),
                ..CodeAction::default()
            });
        }
    }
    if !edits.is_empty() && asks_for(wanted, &CodeActionKind::SOURCE_FIX_ALL) {
        actions.push(CodeAction {
            title: "Put in the words of the sources in all changed quotations".to_owned(),
            kind: Some(CodeActionKind::SOURCE_FIX_ALL),
            edit: Some(change(target, edits.into_iter().map(|(edit, _)| edit).collect())),
            ..CodeAction::default()
        });
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Kinds are a tree: who asks for `source` takes `source.fixAll`.
fn asks_for(wanted: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    let is_within = |one: &CodeActionKind| {
        let rest = kind.as_str().strip_prefix(one.as_str());
        rest.is_some_and(|rest| one.as_str().is_empty() || rest.is_empty() || rest.starts_with('.'))
    };
    wanted.is_none_or(|wanted| wanted.iter().any(is_within))
}

/// The edit of each quotation that can be corrected, none within another, with the id of its source.
fn edits(verdict: &TextVerdict) -> Vec<(TextEdit, String)> {
    let places = Places::new(&verdict.text);
    let (mut found, mut from) = (Vec::new(), 0);
    for item in &verdict.items {
        let Some(words) = item.replacement().filter(|_| item.span.start >= from) else { continue };
        let Some((clause, _)) = item.source() else { continue };
        from = item.span.end;
        let place = verdict.corpus.id_of(&verdict.corpus.clauses()[clause]);
        found.push((TextEdit { range: places.range(item.span), new_text: words }, place));
    }
    found
}

/// An edit of this version of the text alone.
fn change(target: &Target<'_>, edits: Vec<TextEdit>) -> WorkspaceEdit {
    let edit = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            uri: target.uri.clone(),
            version: Some(target.version),
        },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    };
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(vec![edit])),
        ..WorkspaceEdit::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_asked_for_by_what_they_begin_with() {
        let fix_all = CodeActionKind::SOURCE_FIX_ALL;
        assert!(asks_for(None, &fix_all));
        for (wanted, expected) in [
            (CodeActionKind::SOURCE, true),
            (CodeActionKind::SOURCE_FIX_ALL, true),
            (CodeActionKind::EMPTY, true),
            (CodeActionKind::QUICKFIX, false),
            (CodeActionKind::new("sour"), false),
        ] {
            assert_eq!(
                asks_for(Some(std::slice::from_ref(&wanted)), &fix_all),
                expected,
                "{wanted:?}"
            );
        }
    }
}
