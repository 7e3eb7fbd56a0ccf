//! The order of the document, and what every part of it needs.
//!
//! In: a policy, its texts, a language. Out: the [`Document`]. Each section is made by a sibling; a section with nothing in it is
//! left out.

use super::{Block, Document};
use crate::diagnostic::Lang;
use crate::explain::explanation::Bilingual;
use crate::explain::{in_labels, typeset};
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::{Program, Slot, SlotId, walk};
use crate::source::{FileId, Sources};
use crate::syntax::{self, ast};

/// What every section needs.
pub(super) struct Desk<'a> {
    pub program: &'a Program,
    pub sources: &'a Sources,
    pub lang: Lang,
    /// The declarations of the policy as written: what a checked policy no longer knows of.
    pub items: &'a [ast::Item],
    /// The functions of the policy, and those of the standard ones that it uses.
    pub functions: Vec<Function>,
}

/// A function, which a checked policy only knows where it is called.
pub(super) struct Function {
    pub name: String,
    pub label: String,
    pub parameters: Vec<String>,
    pub body: String,
}

/// The functions declared in a file.
fn functions(sources: &Sources, items: &[ast::Item]) -> Vec<Function> {
    let of = |item: &ast::Item| match item {
        ast::Item::Function(function) => Some(Function {
            name: function.name.text.clone(),
            label: function.label.as_ref().map_or_else(|| function.name.text.clone(), |label| label.text.clone()),
            parameters: function.parameters.iter().map(|parameter| parameter.name.text.clone()).collect(),
            body: sources.slice(function.body.span).split_whitespace().collect::<Vec<&str>>().join(" "),
        }),
        _ => None,
    };
    items.iter().filter_map(of).collect()
}

/// The names of the functions that a policy calls, each with the file it stands in.
fn called(program: &Program) -> Vec<(&str, FileId)> {
    let mut found = Vec::new();
    for slot in &program.slots {
        walk::each(&slot.expr, &mut |expr| {
            if let ExprKind::Call(call) = &expr.kind
                && !found.iter().any(|(name, _)| *name == call.function)
            {
                found.push((call.function.as_str(), call.body.span.file));
            }
        });
    }
    found
}

/// The functions of the policy, and those it calls that stand in another file.
fn functions_of(program: &Program, sources: &Sources, policy: FileId, items: &[ast::Item]) -> Vec<Function> {
    let mut all = functions(sources, items);
    let mut seen = vec![policy];
    let called = called(program);
    for (_, file) in &called {
        if !seen.contains(file) {
            seen.push(*file);
            let (tree, _) = syntax::parse(sources, *file);
            let there = functions(sources, &tree.items).into_iter();
            all.extend(there.filter(|function| called.contains(&(function.name.as_str(), *file))));
        }
    }
    all
}

impl<'a> Desk<'a> {
    pub fn say(&self, en: impl Into<String>, zh: impl Into<String>) -> String {
        match self.lang {
            Lang::En => en.into(),
            Lang::Zh => zh.into(),
        }
    }

    pub fn pick(&self, en: &'static str, zh: &'static str) -> &'static str {
        match self.lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    pub fn words(&self, words: &Bilingual) -> String {
        let mut text = typeset(words.get(self.lang));
        for function in self.functions.iter().filter(|function| function.label != function.name) {
            text = renamed(&text, &function.name, &function.label);
        }
        text
    }

    pub fn formula(&self, expr: &Expr) -> String {
        self.words(&in_labels(self.program, self.sources, expr))
    }

    pub fn slot(&self, id: SlotId) -> Option<&'a Slot> {
        self.program.slots.get(id.0 as usize)
    }

    pub fn comma(&self) -> &'static str {
        self.pick(", ", "、")
    }

    pub fn colon(&self) -> &'static str {
        self.pick(": ", "：")
    }
}

/// A text with calls of a function under its label.
fn renamed(text: &str, name: &str, label: &str) -> String {
    let call = format!("{name}(");
    let mut pieces = text.split(call.as_str());
    let mut renamed = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        // The end of a longer name is another function.
        let apart = !renamed.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
        renamed.push_str(if apart { label } else { name });
        renamed.push('(');
        renamed.push_str(piece);
    }
    renamed
}

/// The document of a policy. `policy` is its file among the sources.
#[must_use]
pub fn document(program: &Program, sources: &Sources, policy: FileId, lang: Lang) -> Document {
    let (tree, _) = syntax::parse(sources, policy);
    let functions = functions_of(program, sources, policy, &tree.items);
    let desk = Desk { program, sources, lang, items: &tree.items, functions };
    let sections: [(&str, &str, Vec<Block>); 13] = [
        ("Basis", "依据和适用", basis(&desk)),
        ("What is filed", "填报数据", super::schema::fields(&desk)),
        ("Kinds", "分类", super::schema::enums(&desk)),
        ("Units", "计量单位", super::schema::units(&desk)),
        ("Parameters", "参数", super::values::params(&desk)),
        ("Tables", "标准表", super::values::tables(&desk)),
        ("Indicators", "指标和评分标准", super::scheme::indicators(&desk)),
        ("Scores", "得分的汇总", super::scheme::scores(&desk)),
        ("Grades", "等级", super::scheme::grades(&desk)),
        ("Eligibility", "资格条件", super::scheme::eligibilities(&desk)),
        ("Other values", "其他计算", super::values::others(&desk)),
        ("What always holds, and tests", "恒成立的结论和测试", super::scheme::claims(&desk)),
        ("What is computed from what", "计算关系", super::picture::picture(&desk)),
    ];
    let mut blocks = Vec::new();
    for (en, zh, content) in sections {
        if !content.is_empty() {
            blocks.push(Block::Section(desk.say(en, zh)));
            blocks.extend(content);
        }
    }
    let annex = super::schema::annex(&desk);
    if !annex.is_empty() {
        blocks.push(Block::Section(desk.say("Annex: long kinds in full", "附：较长分类的全部内容")));
        blocks.extend(annex);
    }
    let title = if program.policy.title.is_empty() { program.policy.name.clone() } else { program.policy.title.clone() };
    Document { lang, title, name: program.policy.name.clone(), blocks }
}

fn basis(desk: &Desk<'_>) -> Vec<Block> {
    let policy = &desk.program.policy;
    let mut blocks: Vec<Block> =
        policy.sources.iter().map(|source| Block::Text(format!("{}{}{source}", desk.pick("Source", "依据"), desk.colon()))).collect();
    let force = match (policy.effective_from, policy.effective_to) {
        (Some(from), Some(to)) => desk.say(format!("In force from {from} to {to}."), format!("自 {from} 起施行，至 {to} 止。")),
        (Some(from), None) => desk.say(format!("In force from {from}."), format!("自 {from} 起施行。")),
        (None, Some(to)) => desk.say(format!("In force to {to}."), format!("施行至 {to} 止。")),
        (None, None) => String::new(),
    };
    let day = match (policy.as_of, policy.needs_as_of) {
        (Some(day), _) => desk.say(format!("Reference date where no other is named: {day}."), format!("未另行指定时，基准日为 {day}。")),
        (None, true) => desk.say("Some values depend on the reference date.", "部分数值与基准日有关。"),
        (None, false) => String::new(),
    };
    blocks.extend([force, day].into_iter().filter(|text| !text.is_empty()).map(Block::Text));
    blocks.extend(policy.notes.iter().map(|note| Block::Note(note.clone())));
    blocks
}
