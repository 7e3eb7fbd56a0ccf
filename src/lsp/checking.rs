//! Diagnostics for the client.
//!
//! In: a project. Out: its errors and warnings, file by file, in one language; told when the typist pauses, or asked for.

use super::documents::Documents;
use super::project::{self, Project};
use super::server::{Client, Refused, result};
use super::state::{Freshness, State};
use super::uri;
use super::view::View;
use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::ide::lines::Encoding;
use crate::source::FileId;
use gen_lsp_types as lsp;
use serde_json::{Value, json};

/// Tells the client what is wrong in the files of a policy.
pub fn publish(state: &mut State, client: &Client, policy: &str) {
    let State { documents, projects, encoding, lang, pulls, .. } = state;
    let Some(project) = projects.get_mut(policy) else { return };
    project.unpublished = None;
    // What was only looked into stays silent.
    let is_open = documents.all().any(|(plain, _)| project::policy_of(plain, documents) == policy);
    if *pulls || !is_open || State::is_standard(policy) {
        return;
    }
    if project.is_stale() {
        project.refresh(policy, documents);
    }
    let told = told(project, documents, *encoding, *lang);
    let gone: Vec<String> = project.published.iter().filter(|old| !told.iter().any(|(plain, ..)| plain == *old)).cloned().collect();
    project.published = told.iter().map(|(plain, ..)| plain.clone()).collect();
    for (_, uri, version, diagnostics) in told {
        let mut params = json!({ "uri": uri, "diagnostics": diagnostics });
        if let (Some(version), Some(fields)) = (version, params.as_object_mut()) {
            fields.insert("version".to_owned(), Value::from(version));
        }
        client.notify("textDocument/publishDiagnostics", params);
    }
    gone.iter().for_each(|address| clear(client, address));
}

/// Tells the client that nothing is wrong in a file.
pub fn clear(client: &Client, address: &str) {
    client.notify("textDocument/publishDiagnostics", json!({ "uri": address, "diagnostics": [] }));
}

/// Every file of a project: its plain address, its address, the number of its text, its diagnostics.
fn told(project: &Project, documents: &Documents, encoding: Encoding, lang: Lang) -> Vec<(String, String, Option<i32>, Vec<lsp::Diagnostic>)> {
    let one = |member: &project::Member| {
        let view = View::new(project, &member.plain, documents, encoding)?;
        let (uri, version) = view.address(member.file)?;
        Some((member.plain.clone(), uri.to_owned(), version, of_file(&view, member.file, lang)))
    };
    project.members.iter().filter_map(one).collect()
}

/// The diagnostics of one file.
#[must_use]
pub fn of_file(view: &View, file: FileId, lang: Lang) -> Vec<lsp::Diagnostic> {
    let of_this = view.analysis.diagnostics.iter().filter(|found| found.primary().is_some_and(|place| place.file == file));
    of_this.filter_map(|found| converted(view, found, lang)).collect()
}

/// A diagnostic as the protocol has it; `None` where its place was changed.
#[must_use]
pub fn converted(view: &View, found: &Diagnostic, lang: Lang) -> Option<lsp::Diagnostic> {
    let words = found.words(lang);
    let mut message = words.headline.clone();
    if let Some(label) = words.labels.first().filter(|label| !label.is_empty()) {
        message.push_str(match lang {
            Lang::En => ": ",
            Lang::Zh => "：",
        });
        message.push_str(label);
    }
    if let Some(help) = &words.help {
        message.push('\n');
        message.push_str(help);
    }
    let others = found.spans.iter().zip(&words.labels).skip(1);
    let related = others.filter_map(|(span, label)| {
        let message = if label.is_empty() { words.headline.clone() } else { label.clone() };
        Some(lsp::DiagnosticRelatedInformation { location: view.location(*span)?, message })
    });
    let related: Vec<lsp::DiagnosticRelatedInformation> = related.collect();
    // What nothing reads is shown pale.
    let is_unused = matches!(found.code, "W0808" | "W0809" | "W0810" | "W0811" | "W0812" | "W0813" | "W0814" | "W0815");
    Some(lsp::Diagnostic {
        range: view.range(found.primary()?)?,
        severity: Some(match found.severity {
            Severity::Error => lsp::DiagnosticSeverity::Error,
            Severity::Warning => lsp::DiagnosticSeverity::Warning,
        }),
        code: Some(lsp::Code::String(found.code.to_owned())),
        code_description: None,
        source: Some("ics".to_owned()),
        message: lsp::Message::String(message),
        tags: is_unused.then(|| vec![lsp::DiagnosticTag::Unnecessary]),
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    })
}

/// The diagnostics of a file that the client asks for.
///
/// # Errors
/// A file that is not known.
pub fn pulled(state: &mut State, params: &lsp::DocumentDiagnosticParams) -> Result<Value, Refused> {
    let address = &params.text_document.uri.0;
    if State::is_standard(&uri::plain(address)) {
        return result(json!({ "kind": "full", "items": [] }));
    }
    let lang = state.lang;
    let view = state.view(address, Freshness::Present).ok_or_else(|| Refused::parameters(format!("{address} is not open")))?;
    result(json!({ "kind": "full", "items": of_file(&view, view.file, lang) }))
}
