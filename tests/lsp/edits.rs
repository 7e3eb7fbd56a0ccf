//! A thousand random edits: nothing breaks, and the diagnostics are those of a fresh check.

use crate::client::position;
use crate::project::{POLICY, TESTS};
use ics::diagnostic::Lang;
use ics::lsp::server::{Ending, serve};
use ics::lsp::transport::Incoming;
use ics::lsp::{Chosen, Options};
use ics::source::Sources;
use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// A server in this process.
struct Server {
    to: Sender<Incoming>,
    from: Receiver<Message>,
    last_id: i32,
}

impl Server {
    fn notify(&self, method: &str, params: Value) {
        let notification = Notification { method: method.to_owned(), params };
        self.to.send(Incoming::Message(Message::Notification(notification))).unwrap();
    }

    fn answer(&mut self, method: &str, params: Value) -> Result<Value, (i32, String)> {
        self.last_id += 1;
        let id = RequestId::from(self.last_id);
        let request = Request { id: id.clone(), method: method.to_owned(), params };
        self.to.send(Incoming::Message(Message::Request(request))).unwrap();
        loop {
            match self.from.recv().unwrap() {
                Message::Response(response) if response.id == id => {
                    return response.response_result.map_err(|error| (error.code, error.message));
                }
                Message::Notification(notification) => assert_ne!(notification.method, "window/logMessage", "{}", notification.params),
                Message::Response(_) | Message::Request(_) => {}
            }
        }
    }
}

/// What a fresh check finds in the policy, as the protocol would say it.
fn fresh(policy: &str) -> Vec<(Value, Value, String)> {
    let mut sources = Sources::default();
    let (file, tests) = (sources.add("policy", policy), sources.add("tests", TESTS));
    let compiled = ics::compile::compile(sources, file, &[tests]);
    let own = compiled.diagnostics.iter().filter(|found| found.spans[0].file == file);
    let told = own.map(|found| {
        let place = |offset: u32| position(policy, offset as usize, false);
        (place(found.spans[0].start), place(found.spans[0].end), format!("{} {}", found.code, found.en.headline))
    });
    told.collect()
}

const PIECES: [&str; 30] = [
    "\n",
    " ",
    "}",
    "{",
    "(",
    ")",
    "\"",
    "#",
    ",",
    "|",
    "->",
    " = ",
    "let x = tech\n",
    "indicator",
    "占比",
    "𠮷",
    "😀",
    "e\u{301}",
    "[1, ..)",
    "5%",
    " and ",
    "：",
    "\nlet y = 𠮷staff / 2 人\n",
    "\nexample e \"e\" {\n}\n",
    "“",
    "minimum[stage]",
    "value",
    "score",
    "\t",
    "0",
];
const METHODS: [&str; 12] = [
    "hover",
    "definition",
    "completion",
    "documentHighlight",
    "documentSymbol",
    "foldingRange",
    "semanticTokens/full",
    "codeLens",
    "selectionRange",
    "inlayHint",
    "codeAction",
    "references",
];

#[test]
fn a_thousand_edits() {
    let folder = tempfile::TempDir::new().unwrap();
    let (policy, tests) = (folder.path().join("p.ics"), folder.path().join("p_test.ics"));
    std::fs::write(&tests, TESTS).unwrap();
    let uri = ics::lsp::uri::of_path(&policy);
    let (to, incoming) = channel();
    let (outgoing, from) = channel();
    let work = move || serve(&incoming, &outgoing, Options { lang: Lang::En, chosen: Chosen::Outright });
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(work).unwrap();
    let mut server = Server { to, from, last_id: 0 };
    server.answer("initialize", json!({ "capabilities": { "textDocument": { "diagnostic": {} } } })).unwrap();
    server.notify("textDocument/didOpen", json!({ "textDocument": { "uri": uri, "languageId": "ics", "version": 0, "text": POLICY } }));
    let mut dice = Dice(20_240_813);
    let mut text = POLICY.to_owned();
    let mut faulty = 0;
    for version in 1..=1_000 {
        // Now and then the text is whole again, so that there is something to break.
        if version % 13 == 0 {
            text = POLICY.to_owned();
            server.notify(
                "textDocument/didChange",
                json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "text": text }] }),
            );
        } else {
            let ends: Vec<usize> = (0..=text.len()).filter(|place| text.is_char_boundary(*place)).collect();
            let start = dice.below(ends.len());
            let length = if dice.below(3) == 0 { dice.below(30) } else { 0 };
            let (start, end) = (ends[start], ends[(start + length).min(ends.len() - 1)]);
            let piece = if dice.below(5) == 0 { "" } else { PIECES[dice.below(PIECES.len())] };
            let range = json!({ "start": position(&text, start, false), "end": position(&text, end, false) });
            text.replace_range(start..end, piece);
            let change = json!({ "range": range, "text": piece });
            server.notify("textDocument/didChange", json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [change] }));
        }
        let at = json!({ "line": dice.below(90), "character": dice.below(60) });
        let params = json!({
            "textDocument": { "uri": uri }, "position": at, "positions": [at], "range": { "start": at, "end": at },
            "context": { "diagnostics": [], "includeDeclaration": true, "triggerKind": 1 },
        });
        let method = format!("textDocument/{}", METHODS[dice.below(METHODS.len())]);
        server.answer(&method, params).unwrap_or_else(|error| panic!("{method} after edit {version}: {error:?}\n{text}"));
        if version % 4 != 0 {
            continue;
        }
        let report = server.answer("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).unwrap();
        let told = report["items"].as_array().unwrap().iter().map(|item| {
            let headline = item["message"].as_str().unwrap();
            (item["range"]["start"].clone(), item["range"]["end"].clone(), format!("{} {headline}", item["code"].as_str().unwrap()))
        });
        let told: Vec<(Value, Value, String)> = told.collect();
        let fresh = fresh(&text);
        assert_eq!(told.len(), fresh.len(), "after edit {version}:\n{text}");
        for ((start, end, words), expected) in told.iter().zip(&fresh) {
            assert_eq!((start, end), (&expected.0, &expected.1), "after edit {version}: {words}\n{text}");
            assert!(words.starts_with(&expected.2), "after edit {version}: {words}, not {}", expected.2);
        }
        faulty += usize::from(!fresh.is_empty());
    }
    assert!(faulty > 120, "the edits broke the policy only {faulty} times");
    server.answer("shutdown", Value::Null).unwrap();
    server.notify("exit", Value::Null);
    assert_eq!(thread.join().unwrap(), Ending::Orderly);
}
