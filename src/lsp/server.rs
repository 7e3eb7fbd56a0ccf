//! The loop: one message after the other.
//!
//! In: what the client sends. Out: answers, and diagnostics when the typist pauses. Requests that were cancelled while they waited are not
//! worked on. A fault in one answer is the answer to that request, and the next message is read.

use super::state::State;
use super::transport::Incoming;
use super::{Chosen, Options, capabilities, checking, names, reading, running, uri, writing};
use crate::diagnostic::Lang;
use crate::ide::lines::Encoding;
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// How a client went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// After it had said so.
    Orderly,
    /// Without a word.
    Abrupt,
}

/// How far the conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Greeting,
    Talking,
    Parting,
}

/// Why a request has no result.
#[derive(Debug)]
pub struct Refused {
    /// What kind of fault.
    pub code: ErrorCode,
    /// What is wrong.
    pub message: String,
}

impl Refused {
    /// Parameters that do not fit the method.
    pub fn parameters(why: impl std::fmt::Display) -> Refused {
        Refused { code: ErrorCode::InvalidParams, message: why.to_string() }
    }

    /// A request that fits, and cannot be done.
    pub fn failed(why: impl Into<String>) -> Refused {
        Refused { code: ErrorCode::RequestFailed, message: why.into() }
    }
}

/// The parameters of a method.
///
/// # Errors
/// Parameters of another shape.
pub fn parameters<P: DeserializeOwned>(value: Value) -> Result<P, Refused> {
    serde_json::from_value(value).map_err(Refused::parameters)
}

/// A result as the protocol writes it.
///
/// # Errors
/// A result that is no JSON, which would be a fault of the server.
pub fn result(value: impl serde::Serialize) -> Result<Value, Refused> {
    serde_json::to_value(value).map_err(|error| Refused { code: ErrorCode::InternalError, message: error.to_string() })
}

/// Everything that goes to the client.
#[derive(Debug, Clone)]
pub struct Client {
    sender: Sender<Message>,
}

impl Client {
    fn send(&self, message: impl Into<Message>) {
        // A client that is gone reads nothing; the end of its input follows.
        let _ = self.sender.send(message.into());
    }

    /// Tells the client something.
    pub fn notify(&self, method: &str, params: Value) {
        self.send(Notification { method: method.to_owned(), params });
    }

    /// Asks the client something; its answer is not waited for.
    pub fn ask(&self, id: &str, method: &str, params: Value) {
        self.send(Request { id: RequestId::from(id.to_owned()), method: method.to_owned(), params });
    }

    fn log(&self, message: &str) {
        self.notify("window/logMessage", json!({ "type": 2, "message": message }));
    }
}

/// Answers a client until it goes.
pub fn serve(incoming: &Receiver<Incoming>, outgoing: &Sender<Message>, options: Options) -> Ending {
    let mut server = Server { state: State::new(options), client: Client { sender: outgoing.clone() }, phase: Phase::Greeting, options };
    let mut waiting: VecDeque<Incoming> = VecDeque::new();
    loop {
        if waiting.is_empty() {
            match server.wait(incoming) {
                Ok(first) => waiting.push_back(first),
                Err(RecvTimeoutError::Timeout) => server.guarded(Server::publish),
                Err(RecvTimeoutError::Disconnected) => return if server.phase == Phase::Parting { Ending::Orderly } else { Ending::Abrupt },
            }
        }
        waiting.extend(incoming.try_iter());
        match waiting.pop_front() {
            None => {}
            Some(Incoming::Broken { id, code, why }) => match id {
                Some(id) => server.client.send(Response::new_err(id, code as i32, why)),
                None => server.client.log(&format!("ics: a message could not be read: {why}")),
            },
            Some(Incoming::Message(Message::Notification(notification))) if notification.method == "exit" => {
                return if server.phase == Phase::Parting { Ending::Orderly } else { Ending::Abrupt };
            }
            Some(Incoming::Message(Message::Notification(notification))) => server.guarded(|server| server.notified(notification)),
            Some(Incoming::Message(Message::Request(request))) => {
                if is_cancelled(&request.id, &waiting) {
                    server.client.send(Response::new_err(request.id, ErrorCode::RequestCanceled as i32, "cancelled".to_owned()));
                } else {
                    server.requested(request);
                }
            }
            // What the client answers is not needed.
            Some(Incoming::Message(Message::Response(_))) => {}
        }
    }
}

/// Whether a request was cancelled while it waited.
fn is_cancelled(id: &RequestId, waiting: &VecDeque<Incoming>) -> bool {
    waiting.iter().any(|incoming| match incoming {
        Incoming::Message(Message::Notification(notification)) if notification.method == "$/cancelRequest" => {
            let cancelled = notification.params.get("id").cloned().and_then(|id| serde_json::from_value::<RequestId>(id).ok());
            cancelled.as_ref() == Some(id)
        }
        Incoming::Message(_) | Incoming::Broken { .. } => false,
    })
}

struct Server {
    state: State,
    client: Client,
    phase: Phase,
    options: Options,
}

impl Server {
    fn wait(&self, incoming: &Receiver<Incoming>) -> Result<Incoming, RecvTimeoutError> {
        match self.state.due() {
            Some(due) => incoming.recv_timeout(due.saturating_duration_since(Instant::now())),
            None => incoming.recv_timeout(Duration::from_secs(3600)),
        }
    }

    /// Does something of which a fault may not end the conversation: texts and projects are whole between any two statements that change them.
    fn guarded(&mut self, act: impl FnOnce(&mut Server)) {
        if catch_unwind(AssertUnwindSafe(|| act(self))).is_err() {
            self.client.log("ics: the server hit a fault of its own; please report it with the policy");
            // What could not be worked out once would not be the next time.
            self.state.projects.values_mut().for_each(|project| project.unpublished = None);
        }
    }

    fn publish(&mut self) {
        for policy in self.state.overdue(Instant::now()) {
            checking::publish(&mut self.state, &self.client, &policy);
        }
    }

    fn requested(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let answer = match (self.phase, method.as_str()) {
            (Phase::Greeting, "initialize") => self.initialize(params),
            (Phase::Greeting, _) => Err(Refused { code: ErrorCode::ServerNotInitialized, message: "`initialize` comes first".to_owned() }),
            (Phase::Talking, "shutdown") => {
                self.phase = Phase::Parting;
                Ok(Value::Null)
            }
            (Phase::Parting, _) => Err(Refused { code: ErrorCode::InvalidRequest, message: "the server was shut down".to_owned() }),
            (Phase::Talking, "initialize") => Err(Refused { code: ErrorCode::InvalidRequest, message: "the server is initialized".to_owned() }),
            (Phase::Talking, method) => {
                let attempt = catch_unwind(AssertUnwindSafe(|| answer(&mut self.state, &self.client, method, params)));
                attempt.unwrap_or_else(|_| Err(Refused { code: ErrorCode::InternalError, message: "the server hit a fault of its own".to_owned() }))
            }
        };
        self.client.send(match answer {
            Ok(value) => Response { id, response_result: Ok(value) },
            Err(refused) => Response::new_err(id, refused.code as i32, refused.message),
        });
    }

    fn initialize(&mut self, params: Value) -> Result<Value, Refused> {
        let params: lsp::InitializeParams = parameters(params)?;
        let general = params.capabilities.general.as_ref();
        let encodings = general.and_then(|general| general.position_encodings.clone()).unwrap_or_default();
        self.state.encoding = if encodings.contains(&lsp::PositionEncodingKind::UTF8) { Encoding::Utf8 } else { Encoding::Utf16 };
        let text = params.capabilities.text_document.as_ref();
        self.state.pulls = text.is_some_and(|text| text.diagnostic.is_some());
        let watched = params.capabilities.workspace.as_ref().and_then(|workspace| workspace.did_change_watched_files.as_ref());
        self.state.can_watch = watched.is_some_and(|watched| watched.dynamic_registration == Some(true));
        if let (Chosen::ByDefault, Some(locale)) = (self.options.chosen, &params.locale) {
            self.state.lang = if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En };
        }
        #[expect(deprecated, reason = "older editors name one folder")]
        let root = params.root_uri.iter().map(|uri| uri.0.clone()).collect::<Vec<String>>();
        let folders = match params.workspace_folders_initialize_params.workspace_folders {
            Some(lsp::WorkspaceFolders::WorkspaceFolderList(folders)) => folders.into_iter().map(|folder| folder.uri.0).collect(),
            Some(lsp::WorkspaceFolders::Null) | None => root,
        };
        self.state.folders = folders.iter().filter_map(|folder| uri::to_path(folder)).collect();
        self.phase = Phase::Talking;
        result(capabilities::initialized(&self.state))
    }

    fn notified(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        if self.phase != Phase::Talking {
            return;
        }
        let done = match method.as_str() {
            "initialized" => {
                self.watch();
                Ok(())
            }
            "textDocument/didOpen" => parameters(params).map(|params| self.opened(params)),
            "textDocument/didChange" => parameters(params).and_then(|params| self.changed(params)),
            "textDocument/didClose" => parameters(params).map(|params| self.closed(&params)),
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.state.touch_all();
                Ok(())
            }
            // Taken notice of where it stands in the queue, or of no use.
            method if method.starts_with("$/") || method == "workspace/didChangeConfiguration" => Ok(()),
            _ => Err(Refused { code: ErrorCode::MethodNotFound, message: "unknown".to_owned() }),
        };
        if let Err(refused) = done {
            self.client.log(&format!("ics: `{method}`: {}", refused.message));
        }
    }

    /// Asks to be told of files that change outside the editor.
    fn watch(&self) {
        if !self.state.can_watch {
            return;
        }
        let watchers = json!([{ "globPattern": "**/*.ics" }, { "globPattern": "**/ics.toml" }]);
        let registration = json!({ "id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": { "watchers": watchers } });
        self.client.ask("watch", "client/registerCapability", json!({ "registrations": [registration] }));
    }

    fn opened(&mut self, params: lsp::DidOpenTextDocumentParams) {
        let lsp::TextDocumentItem { uri, version, text, .. } = params.text_document;
        let plain = self.state.documents.open(&uri.0, version, text);
        self.state.touch(&plain);
    }

    fn changed(&mut self, params: lsp::DidChangeTextDocumentParams) -> Result<(), Refused> {
        let plain = uri::plain(&params.text_document.text_document_identifier.uri.0);
        let encoding = self.state.encoding;
        if !self.state.documents.change(&plain, params.text_document.version, params.content_changes, encoding) {
            return Err(Refused::parameters(format!("{plain} is not open")));
        }
        self.state.touch(&plain);
        Ok(())
    }

    fn closed(&mut self, params: &lsp::DidCloseTextDocumentParams) {
        let plain = uri::plain(&params.text_document.uri.0);
        self.state.documents.close(&plain);
        // The file counts again.
        self.state.touch(&plain);
        for address in self.state.forget() {
            checking::clear(&self.client, &address);
        }
    }
}

/// The answer to a request.
fn answer(state: &mut State, client: &Client, method: &str, params: Value) -> Result<Value, Refused> {
    match method {
        "textDocument/hover" => names::hover(state, parameters(params)?),
        "textDocument/definition" | "textDocument/declaration" => names::definition(state, parameters(params)?),
        "textDocument/references" => names::references(state, parameters(params)?),
        "textDocument/documentHighlight" => names::highlights(state, parameters(params)?),
        "textDocument/prepareRename" => names::prepare_rename(state, parameters(params)?),
        "textDocument/rename" => names::rename(state, parameters(params)?),
        "workspace/symbol" => names::workspace_symbols(state, &parameters(params)?),
        "textDocument/documentSymbol" => reading::symbols(state, &parameters(params)?),
        "textDocument/foldingRange" => reading::folds(state, &parameters(params)?),
        "textDocument/selectionRange" => reading::selections(state, &parameters(params)?),
        "textDocument/semanticTokens/full" => reading::colours(state, &parameters(params)?),
        "textDocument/semanticTokens/range" => reading::colours_seen(state, &parameters(params)?),
        "textDocument/inlayHint" => reading::hints(state, &parameters(params)?),
        "textDocument/codeLens" => running::lenses(state, &parameters(params)?),
        "textDocument/completion" => writing::completion(state, &parameters(params)?),
        "textDocument/codeAction" => writing::actions(state, &parameters(params)?),
        "textDocument/formatting" => writing::whole(state, &parameters(params)?),
        "textDocument/rangeFormatting" => writing::part(state, &parameters(params)?),
        "textDocument/diagnostic" => checking::pulled(state, &parameters(params)?),
        "workspace/executeCommand" => running::execute(state, client, parameters(params)?),
        _ => Err(Refused { code: ErrorCode::MethodNotFound, message: format!("`{method}` is not a method of this server") }),
    }
}
