//! Laying out a file and a part of it, as an editor does on saving.

use super::client::{Client, Manners, offset};
use super::project::Project;
use serde_json::{Value, json};

const UNTIDY: &str = "policy  p \"𠮷\" {source \"x\"}\r\nrecord r \"企业\"{\r\n  key id : text # 号\r\n staff \"职工\" : person [1,..)\r\n}\r\nlet  a=staff*2 # 😀\r\nlet  b=a+1\r\n";

fn applied(text: &str, edits: &Value, utf8: bool) -> String {
    let mut text = text.to_owned();
    for edit in edits.as_array().unwrap().iter().rev() {
        let place = |end: &str| offset(&text, &edit["range"][end], utf8);
        let (start, end) = (place("start"), place("end"));
        text.replace_range(start..end, edit["newText"].as_str().unwrap());
    }
    text
}

fn asked(method: &str, params: impl Fn(&str) -> Value, utf8: bool) -> Value {
    let project = Project::new();
    let mut client = Client::start(&project, Manners { utf8, ..Manners::default() });
    let uri = project.uri("p.ics");
    client.open(&uri, UNTIDY);
    client.request(method, params(&uri))
}

#[test]
fn a_file_is_laid_out_as_the_command_does() {
    let laid_out = ics::format::format(UNTIDY, &ics::format::Options::default()).unwrap();
    assert_ne!(laid_out, UNTIDY);
    for utf8 in [false, true] {
        let options = json!({ "tabSize": 4, "insertSpaces": true });
        let edits = asked("textDocument/formatting", |uri| json!({ "textDocument": { "uri": uri }, "options": options }), utf8);
        assert_eq!(applied(UNTIDY, &edits, utf8), laid_out);
    }
}

#[test]
fn a_part_is_laid_out_and_the_rest_left_alone() {
    for utf8 in [false, true] {
        let line = |line: u32, character: u32| json!({ "line": line, "character": character });
        let params = |uri: &str| json!({ "textDocument": { "uri": uri }, "range": { "start": line(5, 2), "end": line(5, 6) }, "options": { "tabSize": 2, "insertSpaces": true } });
        let edits = asked("textDocument/rangeFormatting", params, utf8);
        assert_eq!(applied(UNTIDY, &edits, utf8), UNTIDY.replace("let  a=staff*2 #", "let a = staff * 2  #"));
    }
}

#[test]
fn a_file_that_does_not_parse_is_left_alone() {
    let project = Project::new();
    let mut client = Client::start(&project, Manners::default());
    let uri = project.uri("p.ics");
    client.open(&uri, &UNTIDY.replace("a=staff", "a=("));
    let edits =
        client.request("textDocument/formatting", json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } }));
    assert_eq!(edits, Value::Null);
}
