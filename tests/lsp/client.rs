//! An editor, as far as the protocol sees one: it starts the server, sends messages and reads answers.

use crate::project::Project;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    last_id: i32,
    /// What the server said unasked, in order.
    pub notices: Vec<Value>,
    pub utf8: bool,
}

/// What an editor says of itself.
#[derive(Clone, Copy, Default)]
pub struct Manners {
    pub utf8: bool,
    pub pulls: bool,
    pub chinese: bool,
}

impl Client {
    /// A server that was not greeted yet.
    pub fn bare(project: &Project) -> Client {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
        command.arg("lsp").current_dir(project.root()).env_clear().env("XDG_CACHE_HOME", project.path("cache")).env("HOME", project.root());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        Client { child, input, output, last_id: 0, notices: Vec::new(), utf8: false }
    }

    pub fn start(project: &Project, manners: Manners) -> Client {
        let mut client = Client::bare(project);
        client.utf8 = manners.utf8;
        let encodings = if manners.utf8 { json!(["utf-32", "utf-8", "utf-16"]) } else { json!(["utf-16"]) };
        let mut text = json!({});
        if manners.pulls {
            text["diagnostic"] = json!({});
        }
        let params = json!({
            "processId": null,
            "rootUri": ics::lsp::uri::of_path(&project.root()),
            "locale": if manners.chinese { "zh-cn" } else { "en" },
            "capabilities": { "general": { "positionEncodings": encodings }, "textDocument": text },
        });
        let answer = client.request("initialize", params);
        assert!(answer.get("capabilities").is_some(), "{answer}");
        client.notify("initialized", json!({}));
        client
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub fn body(&mut self, body: &str) {
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.body(&json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string());
    }

    /// The whole answer to a request.
    pub fn answer(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.body(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string());
        self.answer_to(&json!(id))
    }

    pub fn answer_to(&mut self, id: &Value) -> Value {
        loop {
            let message = self.read().expect("the server is there");
            if message.get("id") == Some(id) && message.get("method").is_none() {
                return message;
            }
            self.notices.push(message);
        }
    }

    /// The result of a request that succeeds.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The next thing of a kind that the server says unasked.
    pub fn wait(&mut self, method: &str) -> Value {
        loop {
            if let Some(place) = self.notices.iter().position(|notice| notice["method"] == method) {
                return self.notices.remove(place)["params"].clone();
            }
            let message = self.read().expect("the server is there");
            self.notices.push(message);
        }
    }

    pub fn read(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if line == "\r\n" {
                break;
            }
            length = line.trim().strip_prefix("Content-Length: ").unwrap().parse().unwrap();
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        let message: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(message["jsonrpc"], "2.0");
        Some(message)
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        self.notify("textDocument/didOpen", json!({ "textDocument": { "uri": uri, "languageId": "ics", "version": 1, "text": text } }));
    }

    /// Gives a text another content as a whole.
    pub fn replace(&mut self, uri: &str, version: i32, text: &str) {
        self.notify("textDocument/didChange", json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "text": text }] }));
    }

    /// Says goodbye; the status of the server.
    pub fn leave(mut self) -> Option<i32> {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.input = None;
        self.child.wait().unwrap().code()
    }

    /// Goes without a word; the status of the server.
    pub fn vanish(mut self) -> Option<i32> {
        self.input = None;
        self.child.wait().unwrap().code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The position of a byte, counted from the start of the text.
pub fn position(text: &str, offset: usize, utf8: bool) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or("");
    let width = if utf8 { column.len() } else { column.encode_utf16().count() };
    json!({ "line": line, "character": width })
}

/// The byte of a position.
pub fn offset(text: &str, position: &Value, utf8: bool) -> usize {
    let line = position["line"].as_u64().unwrap() as usize;
    let column = position["character"].as_u64().unwrap() as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut width = 0;
    let mut end = start;
    for letter in text[start..].chars().take_while(|letter| *letter != '\n') {
        if width >= column {
            break;
        }
        width += if utf8 { letter.len_utf8() } else { letter.len_utf16() };
        end += letter.len_utf8();
    }
    assert!(width >= column || column == 0, "a column behind the end of its line: {position}");
    end
}

/// The text in a range.
pub fn slice<'t>(text: &'t str, range: &Value, utf8: bool) -> &'t str {
    &text[offset(text, &range["start"], utf8)..offset(text, &range["end"], utf8)]
}
