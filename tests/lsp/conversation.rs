//! Each request with its answer, as golden JSON; the same in bytes and in UTF-16 units, and with line ends of Windows.

use crate::client::{Client, Manners, position, slice};
use crate::project::{POLICY, Project, TESTS};
use serde_json::{Value, json};

/// A conversation about the project with both files open.
struct Talk {
    project: Project,
    client: Client,
    policy: String,
    tests: String,
    text: String,
}

impl Talk {
    fn new(manners: Manners) -> Talk {
        Talk::with(manners, POLICY)
    }

    fn with(manners: Manners, text: &str) -> Talk {
        let project = Project::new();
        let mut client = Client::start(&project, manners);
        let (policy, tests) = (project.uri("小方案.ics"), project.uri("小方案_test.ics"));
        client.open(&policy, text);
        client.open(&tests, TESTS);
        Talk { project, client, policy, tests, text: text.to_owned() }
    }

    /// The place of a mark in the policy: `name¦` or `¦name`, the first time what is around it stands there.
    fn place(&self, marked: &str) -> Value {
        place(&self.text, marked, self.client.utf8)
    }

    fn at(&mut self, method: &str, marked: &str) -> Value {
        let params = json!({ "textDocument": { "uri": self.policy }, "position": self.place(marked) });
        self.client.request(method, params)
    }

    fn whole(&mut self, method: &str) -> Value {
        self.client.request(method, json!({ "textDocument": { "uri": self.policy } }))
    }

    fn golden(&self, name: &str, value: &Value) {
        let text = serde_json::to_string_pretty(value).unwrap();
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "golden" }, {
            insta::assert_snapshot!(name.to_owned(), self.project.plain(&text));
        });
    }
}

fn place(text: &str, marked: &str, utf8: bool) -> Value {
    let mark = marked.find('¦').unwrap();
    let start = text.find(&marked.replace('¦', "")).unwrap_or_else(|| panic!("{marked}"));
    position(text, start + mark, utf8)
}

#[test]
fn greeting() {
    let project = Project::new();
    let mut client = Client::bare(&project);
    let early = client.answer("textDocument/hover", json!({}));
    assert_eq!(early["error"]["code"], -32002);
    let params = json!({ "capabilities": { "general": { "positionEncodings": ["utf-8"] }, "textDocument": { "diagnostic": {} } } });
    let greeting = client.request("initialize", params);
    let text = serde_json::to_string_pretty(&greeting).unwrap();
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "golden" }, {
        insta::assert_snapshot!("initialize", project.plain(&text));
    });
    assert_eq!(client.answer("initialize", json!({ "capabilities": {} }))["error"]["code"], -32600);
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn hover() {
    let mut talk = Talk::new(Manners::default());
    let mut told = serde_json::Map::new();
    let marks = [
        "𠮷st¦aff   \"",
        "¦占比 \"科技",
        "excess¦ > 0",
        "¦round(",
        "人 [1, ..)   n¦ote",
        "mat¦ure  \"",
        "level_ki¦nd \"",
        "minim¦um[",
        "sha¦re(tech",
        "¦人 [0, ..), wh",
    ];
    for mark in marks {
        told.insert(mark.to_owned(), talk.at("textDocument/hover", mark));
    }
    talk.golden("hover", &Value::Object(told));
    let nothing = talk.at("textDocument/hover", "\n¦\nenum stage");
    assert_eq!(nothing, Value::Null);
}

#[test]
fn hover_in_chinese_tells_of_an_error_what_its_page_says() {
    let manners = Manners { chinese: true, ..Manners::default() };
    let mut talk = Talk::with(manners, &POLICY.replace("- minimum[stage]", "- minimum[id]"));
    let told = talk.at("textDocument/hover", "minimum[¦id]");
    talk.golden("hover_chinese_error", &told);
}

#[test]
fn definition_and_references() {
    let mut talk = Talk::new(Manners::default());
    let field = talk.at("textDocument/definition", "part / whole\n\nlet excess \"超出部分\" = share(tech, 𠮷¦staff");
    assert_eq!(slice(POLICY, &field["range"], false), "𠮷staff");
    let member = talk.at("textDocument/definition", ">= 60 -> go¦od");
    assert_eq!(slice(POLICY, &member["range"], false), "good");
    let parameter = talk.at("textDocument/definition", "par¦t / whole");
    assert_eq!(slice(POLICY, &parameter["range"], false), "part");
    let column = talk.at("textDocument/definition", "| 指标   | star¦tup");
    assert_eq!(slice(POLICY, &column["range"], false), "startup");
    let value = talk.at("textDocument/definition", "points band val¦ue");
    assert_eq!(slice(POLICY, &value["range"], false), "tech / 𠮷staff");
    let unit = talk.at("textDocument/definition", "\"专家评分\" : ¦分");
    let standard = talk.project.path(&format!("cache/ics/{}/prelude.ics", env!("CARGO_PKG_VERSION")));
    assert_eq!(unit["uri"], ics::lsp::uri::of_path(&standard));
    let prelude = std::fs::read_to_string(&standard).unwrap();
    assert_eq!(prelude, ics::compile::PRELUDE);
    assert_eq!(slice(&prelude, &unit["range"], false), "分");
    assert!(std::fs::metadata(&standard).unwrap().permissions().readonly());

    let params = |declared: bool| json!({ "textDocument": { "uri": talk.policy }, "position": talk.place("indicator ¦占比"), "context": { "includeDeclaration": declared } });
    let (all, uses) = (params(true), params(false));
    let all = talk.client.request("textDocument/references", all);
    let uses = talk.client.request("textDocument/references", uses);
    assert_eq!(all.as_array().unwrap().len(), uses.as_array().unwrap().len() + 1);
    for place in all.as_array().unwrap() {
        let text = if place["uri"] == talk.tests { TESTS } else { POLICY };
        assert_eq!(slice(text, &place["range"], false), "占比");
    }
    talk.golden("references", &all);
    let highlights = talk.at("textDocument/documentHighlight", "¦tech      \"");
    talk.golden("highlight", &highlights);
}

#[test]
fn renaming() {
    let mut talk = Talk::new(Manners::default());
    let prepared = talk.at("textDocument/prepareRename", "𠮷sta¦ff   \"");
    talk.golden("prepare_rename", &prepared);
    let params = |mark: &str, name: &str| json!({ "textDocument": { "uri": talk.policy }, "position": talk.place(mark), "newName": name });
    let good = params("indicator ¦占比", "科技占比");
    let refused = [
        ("indicator ¦占比", "expert"),
        ("indicator ¦占比", "1a"),
        ("indicator ¦占比", "and"),
        ("indicator ¦占比", "a b"),
        ("indicator ¦占比", ""),
        ("indicator ¦占比", "good"),
        ("¦round(", "x"),
        ("¦人 [1", "x"),
        ("sha¦re(", "max"),
        ("# 𠮷 ¦示例", "x"),
    ];
    let refused: Vec<Value> = refused.iter().map(|(mark, name)| params(mark, name)).collect();
    let edit = talk.client.request("textDocument/rename", good);
    talk.golden("rename", &edit);
    let mut why = Vec::new();
    for params in refused {
        let answer = talk.client.answer("textDocument/rename", params);
        why.push(answer["error"].clone());
    }
    talk.golden("rename_refused", &json!(why));
    // What was renamed is as good as before.
    let changes = edit["documentChanges"].as_array().unwrap();
    let apply = |uri: &str, text: &str| {
        let mut text = text.to_owned();
        let edits = changes.iter().find(|change| change["textDocument"]["uri"] == uri).unwrap()["edits"].as_array().unwrap();
        for edit in edits.iter().rev() {
            let range = &edit["range"];
            let (start, end) = (crate::client::offset(&text, &range["start"], false), crate::client::offset(&text, &range["end"], false));
            text.replace_range(start..end, edit["newText"].as_str().unwrap());
        }
        text
    };
    let (policy, tests) = (apply(&talk.policy, POLICY), apply(&talk.tests, TESTS));
    assert!(policy.contains("indicator 科技占比 \"科技人员占比\"") && tests.contains("科技占比.value = 20%"));
    let mut sources = ics::source::Sources::default();
    let (policy, tests) = (sources.add("a.ics", policy), sources.add("a_test.ics", tests));
    let compiled = ics::compile::compile(sources, policy, &[tests]);
    assert!(compiled.program.is_some(), "{:?}", compiled.diagnostics);
}

#[test]
fn symbols() {
    let mut talk = Talk::new(Manners::default());
    let all = talk.whole("textDocument/documentSymbol");
    talk.golden("document_symbols", &all);
    let found = talk.client.request("workspace/symbol", json!({ "query": "占比" }));
    talk.golden("workspace_symbols", &found);
    let tests = talk.client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": talk.tests } }));
    let names: Vec<&Value> = tests.as_array().unwrap().iter().map(|symbol| &symbol["name"]).collect();
    assert_eq!(names, ["达标 😀", "占比偏低"]);
}

#[test]
fn folds_and_selections() {
    let mut talk = Talk::new(Manners::default());
    let folds = talk.whole("textDocument/foldingRange");
    talk.golden("folding", &folds);
    let params = json!({ "textDocument": { "uri": talk.policy }, "positions": [talk.place("[3¦0%, ..)"), talk.place("¦grade")] });
    let selected = talk.client.request("textDocument/selectionRange", params);
    let mut chain = Vec::new();
    let mut next = &selected[0];
    while !next["range"].is_null() {
        chain.push(slice(POLICY, &next["range"], false));
        next = &next["parent"];
    }
    assert_eq!(chain[..2], ["30", "30%, .."]);
    assert!(chain[2] == "[30%, ..)" && chain.last().unwrap().len() == POLICY.len() && chain.len() > 5, "{chain:?}");
    assert!(chain.windows(2).all(|pair| pair[1].contains(pair[0])));
}

/// The colours of the policy as lines of text: the word, what it is, its modifiers.
fn coloured(talk: &mut Talk) -> String {
    let answer = talk.whole("textDocument/semanticTokens/full");
    in_words(talk, &answer)
}

/// The colours of an answer, a line each.
fn in_words(talk: &Talk, answer: &Value) -> String {
    const TYPES: [&str; 14] = [
        "keyword",
        "comment",
        "string",
        "number",
        "operator",
        "namespace",
        "type",
        "enum",
        "enumMember",
        "class",
        "property",
        "variable",
        "parameter",
        "function",
    ];
    let data: Vec<u64> = answer["data"].as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect();
    let (mut line, mut column) = (0, 0);
    let mut told = String::new();
    for five in data.chunks(5) {
        column = if five[0] > 0 { five[1] } else { column + five[1] };
        line += five[0];
        let range = json!({ "start": { "line": line, "character": column }, "end": { "line": line, "character": column + five[2] } });
        let word = slice(&talk.text, &range, talk.client.utf8).to_owned();
        let modifiers: Vec<&str> = ["declaration", "readonly", "defaultLibrary"]
            .into_iter()
            .enumerate()
            .filter(|(bit, _)| five[4] >> bit & 1 == 1)
            .map(|(_, name)| name)
            .collect();
        told.push_str(&format!("{line}: {word} | {} {}\n", TYPES[five[3] as usize], modifiers.join(" ")).replace(" \n", "\n"));
    }
    told
}

#[test]
fn colours_of_the_lines_that_are_seen_are_those_of_the_whole() {
    let mut talk = Talk::new(Manners::default());
    let whole = coloured(&mut talk);
    let seen = json!({ "start": { "line": 9, "character": 3 }, "end": { "line": 4, "character": 0 } });
    let params = json!({ "textDocument": { "uri": talk.policy }, "range": seen });
    let answer = talk.client.request("textDocument/semanticTokens/range", params);
    let told = in_words(&talk, &answer);
    let line = |row: &&str| row.split(':').next().and_then(|number| number.parse::<u64>().ok());
    let expected: Vec<&str> = whole.lines().filter(|row| line(row).is_some_and(|line| (4..=9).contains(&line))).collect();
    assert!(!expected.is_empty());
    assert_eq!(told.lines().collect::<Vec<&str>>(), expected);
}

#[test]
fn colours() {
    let mut talk = Talk::new(Manners::default());
    let told = coloured(&mut talk);
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "golden" }, {
        insta::assert_snapshot!("colours", told);
    });
    // A field whose name is a keyword elsewhere is a field.
    assert!(told.contains(": score | property declaration\n") && told.contains(": score | property\n") && told.contains(": score | keyword\n"));
    assert_eq!(told, coloured(&mut Talk::new(Manners { utf8: true, ..Manners::default() })));
}

#[test]
fn hints() {
    let mut talk = Talk::new(Manners::default());
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 999, "character": 0 } });
    let params = json!({ "textDocument": { "uri": talk.policy }, "range": whole });
    let hints = talk.client.request("textDocument/inlayHint", params);
    talk.golden("hints", &hints);
}

#[test]
fn lenses_run_tests() {
    let mut talk = Talk::new(Manners::default());
    let lenses = talk.client.request("textDocument/codeLens", json!({ "textDocument": { "uri": talk.tests } }));
    talk.golden("lenses", &lenses);
    let over_policy = talk.whole("textDocument/codeLens");
    assert_eq!(over_policy[0]["command"]["title"], "1 of 2 tests pass");
    let mut ended = Vec::new();
    for lens in lenses.as_array().unwrap().iter().chain(over_policy.as_array().unwrap()) {
        let command = &lens["command"];
        let result = talk.client.request("workspace/executeCommand", json!({ "command": command["command"], "arguments": command["arguments"] }));
        ended.push(json!({ "result": result, "message": talk.client.wait("window/showMessage") }));
    }
    talk.golden("tests_run", &json!(ended));
    let unknown = talk.client.answer("workspace/executeCommand", json!({ "command": "ics.other" }));
    assert_eq!(unknown["error"]["code"], -32602);
}

#[test]
fn completion() {
    let mut talk = Talk::new(Manners::default());
    let version = &mut 1;
    let mut told = serde_json::Map::new();
    let lines = [
        "¦",
        "ind¦",
        "let x = te¦",
        "let x = stage = ¦",
        "let x = minimum[stage] + 5 ¦",
        "let x = 占比.¦",
        "let x = total.¦",
        "let x : ¦",
        "# comm¦",
        "let x \"la¦",
        "grade g : ¦",
        "grade level2 \"二\" : level_kind by total {\n  >= 60 -> ¦",
        "score s \"s\" {\n  ¦",
        "example e = ¦",
        "test \"t\" {\n  given {\n    ¦",
        "test \"t\" {\n  given base\n  expect { fit = ¦",
        "indicator i \"i\" out of 10 {\n  ¦",
        "eligibility e \"e\" {\n  ¦",
        "指¦",
    ];
    for line in lines {
        *version += 1;
        let marked = format!("{POLICY}\n{line}");
        let text = marked.replace('¦', "");
        talk.client.replace(&talk.policy, *version, &text);
        let at = position(&text, marked.find('¦').unwrap(), false);
        let answer = talk.client.request("textDocument/completion", json!({ "textDocument": { "uri": talk.policy }, "position": at }));
        let names: Vec<String> = answer["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect();
        let many = names.len();
        told.insert(line.to_owned(), json!(if many > 12 { format!("{} … ({many})", names[..12].join(" ")) } else { names.join(" ") }));
        if line == "let x = te¦" {
            talk.golden("completion_items", &answer);
        }
    }
    talk.golden("completion", &Value::Object(told));
}

#[test]
fn fixes() {
    let text = POLICY.replace("require total >= 60 and", "require total >= 60 &&");
    let mut talk = Talk::with(Manners { pulls: true, ..Manners::default() }, &text);
    let range = json!({ "start": talk.place("¦&& excess"), "end": talk.place("¦&& excess") });
    let params = json!({ "textDocument": { "uri": talk.policy }, "range": range, "context": { "diagnostics": [] } });
    let actions = talk.client.request("textDocument/codeAction", params.clone());
    talk.golden("code_actions", &actions);
    let mut only = params;
    only["context"]["only"] = json!(["source"]);
    let all = talk.client.request("textDocument/codeAction", only);
    assert_eq!(all.as_array().unwrap().len(), 1);
    let diagnostics = talk.whole("textDocument/diagnostic");
    talk.golden("diagnostics_pulled", &diagnostics);
}

#[test]
fn diagnostics_are_published_for_the_policy_and_its_tests() {
    let mut talk = Talk::new(Manners::default());
    talk.client.replace(&talk.policy, 2, &POLICY.replace("example base", "example basis"));
    let mut told = Vec::new();
    // The texts may have been checked before the change as well.
    while told.len() < 2 {
        let params = talk.client.wait("textDocument/publishDiagnostics");
        if params["uri"] == talk.policy && params["version"] == 2 || !told.is_empty() {
            told.push(params);
        }
    }
    talk.golden("diagnostics_published", &json!(told));
    let Talk { client, .. } = talk;
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let windows = POLICY.replace('\n', "\r\n");
    let mut unix = Talk::new(Manners::default());
    let mut other = Talk::with(Manners::default(), &windows);
    for method in ["textDocument/documentSymbol", "textDocument/foldingRange", "textDocument/semanticTokens/full", "textDocument/codeLens"] {
        let (one, two) = (unix.whole(method), other.whole(method));
        assert_eq!(unix.project.plain(&one.to_string()), other.project.plain(&two.to_string()), "{method}");
    }
    for mark in ["𠮷st¦aff   \"", "¦占比 \"科技", "excess¦ > 0"] {
        for method in ["textDocument/definition", "textDocument/documentHighlight"] {
            let (one, two) = (unix.at(method, mark), other.at(method, mark));
            assert_eq!(unix.project.plain(&one.to_string()), other.project.plain(&two.to_string()), "{method} {mark}");
        }
    }
}

#[test]
fn columns_in_bytes_name_the_same_stretches() {
    let mut units = Talk::new(Manners::default());
    let mut bytes = Talk::new(Manners { utf8: true, ..Manners::default() });
    for mark in ["𠮷st¦aff   \"", "¦tech      \"", "sha¦re(tech", "| 指标   | star¦tup"] {
        let (one, two) = (units.at("textDocument/documentHighlight", mark), bytes.at("textDocument/documentHighlight", mark));
        let words = |found: &Value, utf8: bool| -> Vec<(u64, String)> {
            let each = found.as_array().unwrap().iter().map(|one| &one["range"]);
            each.map(|range| (range["start"]["line"].as_u64().unwrap(), slice(POLICY, range, utf8).to_owned())).collect()
        };
        assert_eq!(words(&one, false), words(&two, true));
        assert!(!words(&one, false).is_empty());
        assert!(words(&one, false).windows(2).all(|pair| pair[0].1 == pair[1].1), "{mark}");
    }
}

#[test]
fn a_file_of_tests_alone_finds_its_policy() {
    let project = Project::new();
    let mut client = Client::start(&project, Manners { pulls: true, ..Manners::default() });
    let uri = project.uri("小方案_test.ics");
    client.open(&uri, TESTS);
    let at = position(TESTS, TESTS.find("base").unwrap(), false);
    let found = client.request("textDocument/definition", json!({ "textDocument": { "uri": uri }, "position": at }));
    assert_eq!(found["uri"], project.uri("小方案.ics"));
    assert_eq!(slice(POLICY, &found["range"], false), "base");
    let diagnostics = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(diagnostics["items"], json!([]));
    // A file on the disk counts once the editor says that it changed.
    std::fs::write(project.path("小方案.ics"), POLICY.replace("example base", "example basis")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": project.uri("小方案.ics"), "type": 2 }] }));
    let diagnostics = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    assert!(diagnostics["items"].as_array().unwrap().iter().any(|item| item["code"].as_str().unwrap().starts_with("E02")), "{diagnostics}");
    assert_eq!(client.vanish(), Some(1));
}

#[test]
fn levels_come_from_the_settings_file_and_what_is_wrong_in_it_is_told() {
    let project = Project::new();
    std::fs::write(project.path("ics.toml"), "[lints]\nunused_field = \"deny\"\nno_such_lint = \"warn\"\n").unwrap();
    let mut client = Client::start(&project, Manners::default());
    let uri = project.uri("小方案.ics");
    client.open(&uri, &POLICY.replace("  violation \"违法\"", "  surplus   \"多余\"     : 人?\n  violation \"违法\""));
    let mut told = Vec::new();
    while told.len() < 3 {
        told.push(client.wait("textDocument/publishDiagnostics"));
    }
    let of = |name: &str| told.iter().find(|params| params["uri"] == project.uri(name)).unwrap()["diagnostics"].as_array().unwrap();
    let unused = of("小方案.ics").iter().find(|found| found["code"] == "W0808").unwrap();
    assert_eq!((&unused["severity"], &unused["tags"]), (&json!(1), &json!([1])));
    assert_eq!(of("ics.toml").len(), 1);
    assert_eq!(of("ics.toml")[0]["range"]["start"]["line"], 2);
}

#[test]
fn a_large_policy_is_answered_for_by_its_last_analysis_at_the_right_places() {
    let value = |number: usize| format!("let v{number} \"值😀{number}\" = share(tech, 𠮷staff) + {number}%\n");
    let more: String = (0..1_200).map(value).collect();
    let text = POLICY.replace("indicator 占比", &format!("{more}\noutput out \"出\" = v700 + v701\n\nindicator 占比"));
    assert!(text.len() > 60_000);
    let mut talk = Talk::with(Manners { pulls: true, ..Manners::default() }, &text);
    talk.whole("textDocument/diagnostic");
    // Text comes before what is asked about, and a line of it is not finished.
    let added = "let 新𠮷 = \n";
    talk.text = text.replacen("let v100 ", &format!("{added}let v100 "), 1);
    let at = position(&text, text.find("let v100 ").unwrap(), false);
    let change = json!({ "range": { "start": at, "end": at }, "text": added });
    talk.client.notify("textDocument/didChange", json!({ "textDocument": { "uri": talk.policy, "version": 2 }, "contentChanges": [change] }));
    let found = talk.at("textDocument/definition", "= v7¦00 + v701");
    assert_eq!(slice(&talk.text, &found["range"], false), "v700");
    assert_eq!(found["range"]["start"]["line"], talk.text[..talk.text.find("let v700 ").unwrap()].matches('\n').count());
    let names = |symbols: &Value| -> Vec<(String, String)> {
        let each = symbols.as_array().unwrap().iter();
        each.map(|symbol| (symbol["name"].as_str().unwrap().to_owned(), slice(&talk.text, &symbol["selectionRange"], false).to_owned())).collect()
    };
    let symbols = talk.client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": talk.policy } }));
    let names = names(&symbols);
    assert!(names.len() > 1_200);
    assert!(names.iter().all(|(name, place)| name == place), "a name and what stands in its place differ");
    let before = coloured(&mut talk);
    let report = talk.whole("textDocument/diagnostic");
    assert!(!report["items"].as_array().unwrap().is_empty());
    let after = coloured(&mut talk);
    let without_added = |told: &str| told.lines().filter(|line| !line.contains("新𠮷")).map(str::to_owned).collect::<Vec<String>>();
    assert_eq!(without_added(&before), without_added(&after));
}
