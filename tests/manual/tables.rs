//! The tables of the manual, from the tables of the program.

use ics::builtins::TABLE;
use ics::compile::{PRELUDE, PRELUDE_NAME};
use ics::diagnostic;
use ics::lint::registry::LINTS;
use ics::source::Sources;
use ics::syntax::ast;
use ics::syntax::keyword::{Class, KEYWORDS};

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    En,
    Zh,
}

/// The page with its tables as they should be.
pub fn renewed(page: &str, lang: Lang) -> String {
    let mut text = page.to_string();
    for (name, table) in [("keywords", keywords(lang)), ("functions", functions(lang)), ("units", units(lang)), ("lints", lints(lang))] {
        let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        if let Some((before, rest)) = text.split_once(&start)
            && let Some((_, after)) = rest.split_once(&end)
        {
            text = format!("{before}{start}\n{table}\n{end}{after}");
        }
    }
    text
}

/// The lines in which two pages differ.
pub fn difference(before: &str, after: &str) -> String {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let gone = old.iter().filter(|line| !new.contains(line)).map(|line| format!("- {line}"));
    let come = new.iter().filter(|line| !old.contains(line)).map(|line| format!("+ {line}"));
    gone.chain(come).collect::<Vec<_>>().join("\n")
}

/// Text in a cell: bars would end it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn code(text: &str) -> String {
    format!("`{}`", cell(text))
}

fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_string()).collect();
    let rule = vec!["---".to_string(); head.len()];
    line(&head) + &line(&rule) + &rows.map(|cells| line(&cells)).collect::<String>()
}

fn keywords(lang: Lang) -> String {
    let head: &[&str] = match lang {
        Lang::En => &["English", "Chinese", "what it is"],
        Lang::Zh => &["中文", "英文", "类别"],
    };
    let rows = KEYWORDS.iter().map(|keyword| {
        let class = match (keyword.class, lang) {
            (Class::Item, Lang::En) => "starts a declaration",
            (Class::Item, Lang::Zh) => "声明",
            (Class::Reserved, Lang::En) => "reserved",
            (Class::Reserved, Lang::Zh) => "保留字",
            (Class::Contextual, Lang::En) => "",
            (Class::Contextual, Lang::Zh) => "",
        };
        match lang {
            Lang::En => vec![code(keyword.english), code(keyword.chinese), class.to_string()],
            Lang::Zh => vec![code(keyword.chinese), code(keyword.english), class.to_string()],
        }
    });
    table(head, rows)
}

fn functions(lang: Lang) -> String {
    let head: &[&str] = match lang {
        Lang::En => &["function", "Chinese", "what it gives", "example"],
        Lang::Zh => &["函数", "英文写法", "含义", "例"],
    };
    let rows = TABLE.iter().map(|row| {
        let example = format!("{} = {}", code(row.example.0), cell(row.example.1));
        match lang {
            Lang::En => vec![code(row.shape), code(row.chinese), cell(row.doc), example],
            Lang::Zh => vec![code(row.chinese), code(row.shape), cell(row.doc_zh), example],
        }
    });
    table(head, rows)
}

fn lints(lang: Lang) -> String {
    let head: &[&str] = match lang {
        Lang::En => &["code", "name", "Chinese", "said of", "level"],
        Lang::Zh => &["代码", "名称", "英文写法", "针对", "级别"],
    };
    let rows = LINTS.iter().map(|lint| match lang {
        Lang::En => {
            vec![lint.code.to_string(), code(lint.name), code(lint.chinese), cell(lint.doc), code(lint.level.word(diagnostic::Lang::En))]
        }
        Lang::Zh => {
            vec![lint.code.to_string(), code(lint.chinese), code(lint.name), cell(lint.doc_zh), code(lint.level.word(diagnostic::Lang::Zh))]
        }
    });
    table(head, rows)
}

fn units(lang: Lang) -> String {
    let head: &[&str] = match lang {
        Lang::En => &["unit", "label", "is", "a figure keeps"],
        Lang::Zh => &["单位", "名称", "等于", "保留小数位"],
    };
    let mut sources = Sources::default();
    let file = sources.add(PRELUDE_NAME, PRELUDE);
    let (tree, _) = ics::syntax::parse(&sources, file);
    let units = tree.items.iter().filter_map(|item| if let ast::Item::Unit(unit) = item { Some(unit) } else { None });
    table(head, units.map(|unit| unit_row(unit, lang)))
}

fn unit_row(unit: &ast::Unit, lang: Lang) -> Vec<String> {
    let base = match &unit.base {
        None => match lang {
            Lang::En => "a base unit".to_string(),
            Lang::Zh => "基本单位".to_string(),
        },
        Some((factor, base)) => {
            let factor = factor.amount.map(|amount| amount.to_string()).unwrap_or_default();
            base.as_ref().map_or(factor.clone(), |base| format!("{factor} {}", base.first.text))
        }
    };
    let kept = match (unit.whole, unit.decimals.and_then(|figure| figure.amount), lang) {
        (true, _, Lang::En) => "whole numbers".to_string(),
        (true, _, Lang::Zh) => "整数".to_string(),
        (false, Some(places), Lang::En) => format!("{places} places"),
        (false, Some(places), Lang::Zh) => format!("{places} 位"),
        (false, None, Lang::En) => "6 places".to_string(),
        (false, None, Lang::Zh) => "6 位".to_string(),
    };
    let label = unit.label.as_ref().map(|label| label.text.clone()).unwrap_or_default();
    vec![code(&unit.name.text), cell(&label), base, kept]
}
