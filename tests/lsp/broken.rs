//! Messages that are none, and requests that make no sense: an answer with an error or a log entry, and the server goes on.

use crate::client::{Client, Manners};
use crate::project::{POLICY, Project};
use serde_json::{Value, json};

/// Whether the server still does its work.
fn is_well(client: &mut Client, uri: &str) -> bool {
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    symbols.as_array().is_some_and(|symbols| symbols.len() > 10)
}

fn started(project: &Project) -> (Client, String) {
    let mut client = Client::start(project, Manners::default());
    let uri = project.uri("小方案.ics");
    client.open(&uri, POLICY);
    (client, uri)
}

#[test]
fn messages_that_are_none() {
    let project = Project::new();
    let (mut client, uri) = started(&project);
    for body in [
        "",
        "{",
        "null",
        "[]",
        "[{}]",
        "3",
        "\"x\"",
        "{}",
        "{\"jsonrpc\":\"2.0\"}",
        "{\"id\":1}",
        "{\"method\":5}",
        "{\"id\":null,\"method\":\"shutdown\"}",
        "\u{0}",
        "{\"method\":\"textDocument/didOpen\"}",
    ] {
        client.body(body);
        assert!(is_well(&mut client, &uri), "{body}");
    }
    client.raw(b"Content-Length: 3\r\n\r\n\xff\xfe\xfd");
    client.raw(b"nonsense\r\n\r\nContent-Length: minus\r\n\r\n");
    assert!(is_well(&mut client, &uri));
    // A request of which only the number can be read is answered.
    client.body(r#"{"jsonrpc":"2.0","id":"a","method":["x"]}"#);
    let answer = client.answer_to(&json!("a"));
    assert_eq!(answer["error"]["code"], -32600);
    assert!(client.notices.iter().any(|notice| notice["method"] == "window/logMessage"));
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn requests_that_make_no_sense() {
    let project = Project::new();
    let (mut client, uri) = started(&project);
    let document = json!({ "uri": uri });
    let refused = [
        ("textDocument/unheardOf", json!({}), -32601),
        ("", json!(null), -32601),
        ("textDocument/hover", json!(null), -32602),
        ("textDocument/hover", json!([1, 2]), -32602),
        ("textDocument/hover", json!({ "textDocument": document, "position": { "line": -1, "character": 0 } }), -32602),
        ("textDocument/hover", json!({ "textDocument": document, "position": { "line": 99999999999u64, "character": 0 } }), -32602),
        ("textDocument/rename", json!({ "textDocument": document, "position": { "line": 0, "character": 0 } }), -32602),
        ("textDocument/diagnostic", json!({ "textDocument": { "uri": "file:///nowhere/at/all.ics" } }), -32602),
        ("workspace/executeCommand", json!({ "command": "ics.runTest", "arguments": [3] }), -32602),
        ("workspace/executeCommand", json!({ "command": "ics.runTest", "arguments": [uri, "no such test"] }), -32803),
    ];
    for (method, params, code) in refused {
        let answer = client.answer(method, params);
        assert_eq!(answer["error"]["code"], code, "{method}: {answer}");
    }
    // Places out of the text, ranges upside down, files that are not there.
    let far = json!({ "line": 4_000_000_000u32, "character": 4_000_000_000u32 });
    let upside_down = json!({ "start": far, "end": { "line": 0, "character": 3 } });
    for method in ["hover", "definition", "references", "documentHighlight", "prepareRename", "completion"] {
        for uri in [uri.as_str(), "file:///nowhere/at/all.ics", "untitled:1", "", "file:///%zz"] {
            let params = json!({ "textDocument": { "uri": uri }, "position": far, "context": { "includeDeclaration": true } });
            client.answer(&format!("textDocument/{method}"), params);
        }
    }
    let context = json!({ "diagnostics": [] });
    for method in ["codeAction", "inlayHint", "rangeFormatting"] {
        let params = json!({ "textDocument": document, "range": upside_down, "context": context, "options": { "tabSize": 2, "insertSpaces": true } });
        client.request(&format!("textDocument/{method}"), params);
    }
    client.request("textDocument/selectionRange", json!({ "textDocument": document, "positions": [far] }));
    assert!(is_well(&mut client, &uri));
    // Changes that fit no text.
    for range in [upside_down.clone(), json!({ "start": far, "end": far })] {
        client.notify(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "range": range, "text": "" }] }),
        );
    }
    client.notify("textDocument/didChange", json!({ "textDocument": { "uri": "file:///not/open.ics", "version": 2 }, "contentChanges": [] }));
    client.notify("textDocument/didChange", json!({ "textDocument": { "uri": uri, "version": "two" }, "contentChanges": 5 }));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": "file:///not/open.ics" } }));
    client.notify("no/such/thing", json!({}));
    client.notify("$/setTrace", json!({}));
    client.replace(&uri, 3, POLICY);
    assert!(is_well(&mut client, &uri));
    assert_eq!(client.answer("shutdown", Value::Null)["result"], Value::Null);
    assert_eq!(client.answer("textDocument/hover", json!({}))["error"]["code"], -32600);
    client.notify("exit", Value::Null);
}

#[test]
fn a_cancelled_request_is_answered_as_such_or_not_at_all_worked_on() {
    let project = Project::new();
    let (mut client, uri) = started(&project);
    let hover = json!({ "jsonrpc": "2.0", "id": "slow", "method": "textDocument/documentSymbol", "params": { "textDocument": { "uri": uri } } });
    let cancel = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": "slow" } });
    let framed = |value: &Value| format!("Content-Length: {}\r\n\r\n{value}", value.to_string().len());
    client.raw(format!("{}{}", framed(&hover), framed(&cancel)).as_bytes());
    let answer = client.answer_to(&json!("slow"));
    assert!(answer["error"]["code"] == -32800 || answer["result"].is_array(), "{answer}");
    assert!(is_well(&mut client, &uri));
}
