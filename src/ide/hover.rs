//! What is told about a name where the pointer rests on it.
//!
//! In: an analysis and a place. Out: Markdown: the declaration in short, label, type, range, formula, source of law, remarks. Of a keyword,
//! both spellings.

use super::Analysis;
use super::facts;
use super::symbol::{Symbol, SymbolId, SymbolKind, Target};
use crate::builtins::{self, Row};
use crate::diagnostic::Lang;
use crate::lint::registry;
use crate::source::{FileId, Span};
use crate::syntax::keyword::KEYWORDS;
use crate::syntax::{ast, lexicon};

/// The most lines of a formula that are shown.
const FORMULA_LINES: usize = 14;

/// What is told, and of which stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// Of what.
    pub span: Span,
    /// In Markdown.
    pub markdown: String,
}

/// What is told about a place.
#[must_use]
pub fn hover(analysis: &Analysis, file: FileId, offset: u32, lang: Lang) -> Option<Hover> {
    if let Some(found) = analysis.index.at(file, offset) {
        let markdown = match found.target {
            Target::Symbol(id) => of_symbol(analysis, id, lang)?,
            Target::Builtin(row) => of_builtin(builtins::TABLE.get(row as usize)?, analysis.sources.slice(found.span), lang),
        };
        return Some(Hover { span: found.span, markdown });
    }
    of_lint(analysis, file, offset, lang).or_else(|| of_keyword(analysis, file, offset))
}

fn pick(lang: Lang, en: &'static str, zh: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

/// What is told about a symbol.
#[must_use]
pub fn of_symbol(analysis: &Analysis, id: SymbolId, lang: Lang) -> Option<String> {
    let symbol = analysis.index.symbol(id)?;
    let mut parts = vec![format!("```ics\n{}\n```", signature(analysis, id, symbol, lang))];
    let word = facts::kind_word(symbol.kind, lang);
    parts.push(match symbol.label.as_deref().filter(|label| !label.is_empty()) {
        Some(label) => format!("**{}** · {word}", escaped(label)),
        None => word.to_owned(),
    });
    let formula = symbol.formula.filter(|_| symbol.kind != SymbolKind::Unit);
    if let Some(formula) = formula {
        parts.push(format!("```ics\n{}\n```", shortened(analysis.sources.slice(formula))));
    }
    if symbol.kind == SymbolKind::Enum {
        parts.push(members(analysis, id));
    }
    let mut lines = Vec::new();
    if let Some(range) = facts::range_of(analysis, id) {
        lines.push(format!("- {}{range}", pick(lang, "Range: ", "取值范围：")));
    }
    lines.extend(symbol.sources.iter().map(|text| format!("- {}{}", pick(lang, "Source: ", "依据："), escaped(text))));
    lines.extend(symbol.notes.iter().map(|text| format!("- {}{}", pick(lang, "Note: ", "说明："), escaped(text))));
    if !lines.is_empty() {
        parts.push(lines.join("\n"));
    }
    Some(parts.join("\n\n"))
}

/// The declaration in one line.
fn signature(analysis: &Analysis, id: SymbolId, symbol: &Symbol, lang: Lang) -> String {
    let text = |span: Span| analysis.sources.slice(span).split_whitespace().collect::<Vec<&str>>().join(" ");
    let name = match symbol.kind {
        SymbolKind::Value => format!("{}.{}", symbol.name, pick(lang, "value", "取值")),
        SymbolKind::Member => match symbol.owner.and_then(|owner| analysis.index.symbol(owner)) {
            Some(owner) => format!("{} : {}", symbol.name, owner.name),
            None => symbol.name.clone(),
        },
        SymbolKind::Function => {
            let parameters: Vec<String> = analysis.index.parts_of(id).map(|(_, part)| text(part.span)).collect();
            format!("{}({})", symbol.name, parameters.join(", "))
        }
        SymbolKind::Unit => return text(symbol.span),
        _ => symbol.name.clone(),
    };
    let ty = facts::type_of(analysis, id, lang);
    if ty.is_empty() { name } else { format!("{name} : {ty}") }
}

fn members(analysis: &Analysis, id: SymbolId) -> String {
    let line = |member: &Symbol| match &member.label {
        Some(label) => format!("- `{}` {}", member.name, escaped(label)),
        None => format!("- `{}`", member.name),
    };
    analysis.index.parts_of(id).take(FORMULA_LINES).map(|(_, member)| line(member)).collect::<Vec<String>>().join("\n")
}

/// What is told about a built-in function, under the name used for it.
#[must_use]
pub fn of_builtin(row: &Row, name: &str, lang: Lang) -> String {
    let (example, value) = row.example;
    let shape = builtins::shape_as(row, name);
    let doc = pick(lang, row.doc, row.doc_zh);
    format!("```ics\n{shape}\n```\n\n{doc}\n\n```ics\n{example} # = {value}\n```")
}

/// The name of a warning in the header.
fn of_lint(analysis: &Analysis, file: FileId, offset: u32, lang: Lang) -> Option<Hover> {
    let levels = analysis.tree(file)?.items.iter().find_map(|item| match item {
        ast::Item::Policy(policy) => Some(&policy.lints),
        _ => None,
    })?;
    let found = levels.iter().map(|level| &level.lint).find(|lint| lint.span.start <= offset && offset <= lint.span.end)?;
    let Some(registry::Target::One(lint)) = registry::find(&found.text) else { return None };
    let markdown = format!("**{}** `{}` · {}", lint.code, pick(lang, lint.name, lint.chinese), pick(lang, lint.doc, lint.doc_zh));
    Some(Hover { span: found.span, markdown })
}

fn of_keyword(analysis: &Analysis, file: FileId, offset: u32) -> Option<Hover> {
    let text = analysis.text(file);
    // A line is enough: no keyword spans two.
    let start = text.get(..offset as usize)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..)?.lines().next()?;
    let at = offset as usize - start;
    let token = lexicon::tokens(line)
        .into_iter()
        .find(|token| token.start <= at && at <= token.end && matches!(token.kind, lexicon::TokenKind::Keyword(_)))?;
    let written = line.get(token.start..token.end)?.split_whitespace().collect::<Vec<&str>>().join(" ");
    let keyword = KEYWORDS.iter().find(|keyword| keyword.english == written || keyword.chinese == written)?;
    let span = Span { file, start: (start + token.start) as u32, end: (start + token.end) as u32 };
    Some(Hover { span, markdown: format!("`{}` · `{}`", keyword.english, keyword.chinese) })
}

/// A formula that is not too long, its indentation as in its first line.
fn shortened(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let margin = lines.iter().skip(1).filter(|line| !line.is_empty()).map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
    let is_longer = lines.len() > FORMULA_LINES;
    lines.truncate(FORMULA_LINES);
    let cut = |(place, line): (usize, &&str)| if place == 0 { (*line).to_owned() } else { line.get(margin..).unwrap_or("").to_owned() };
    let mut kept: Vec<String> = lines.iter().enumerate().map(cut).collect();
    if is_longer {
        kept.push("…".to_owned());
    }
    kept.join("\n")
}

/// Text of people, as Markdown that shows it as it is.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
            out.push('\\');
        }
        out.push(if letter == '\n' { ' ' } else { letter });
    }
    out
}
