//! A line that is being written leaves the rest of the file as it was.

use crate::client::{Client, Manners, position};
use crate::project::{POLICY, Project};
use serde_json::{Value, json};

/// A client with the policy open, with a line added in its middle.
fn opened(project: &Project, line: &str) -> (Client, String, String) {
    let mut client = Client::start(project, Manners { pulls: true, ..Manners::default() });
    let uri = project.uri("小方案.ics");
    client.open(&uri, POLICY);
    // Something is known before the line is begun.
    client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    let text = POLICY.replace("indicator 占比", &format!("{line}\n\nindicator 占比"));
    client.replace(&uri, 2, &text);
    (client, uri, text)
}

fn names(symbols: &Value) -> Vec<&str> {
    symbols.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap()).collect()
}

#[test]
fn symbols_hover_and_completion_stay() {
    for line in [
        "let half",
        "let half =",
        "let half = tech +",
        "indicator half \"x\" out of 3 {",
        "let half = (tech",
        "grade g :",
        "record",
        "x",
        "test \"",
        "let half = \"open",
        "指标 半 {\n 取值 tech /\n",
    ] {
        let project = Project::new();
        let (mut client, uri, text) = opened(&project, line);
        let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
        let names = names(&symbols);
        for name in ["small", "enterprise", "minimum", "share", "excess", "expert", "total", "level", "fit", "base"] {
            assert!(names.contains(&name), "{line:?}: {name} is not among {names:?}");
        }
        let at = |needle: &str| position(&text, text.find(needle).unwrap(), false);
        let hover = client.request("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": at("excess \"超出") }));
        let told = hover["contents"]["value"].as_str().unwrap_or("").to_owned();
        // The type and range of what was checked before are still known.
        assert!(told.contains("Range: "), "{line:?}: {told}");
        let end = json!({ "textDocument": { "uri": uri }, "position": position(&text, text.find("]\n\n").unwrap() + 2, false) });
        let completion = client.request("textDocument/completion", end);
        assert!(!completion["items"].as_array().unwrap().is_empty(), "{line:?}");
        let colours = client.request("textDocument/semanticTokens/full", json!({ "textDocument": { "uri": uri } }));
        assert!(colours["data"].as_array().unwrap().len() > 500, "{line:?}");
        assert_eq!(client.leave(), Some(0));
    }
}
