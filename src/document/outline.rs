//! The order of the document, and what every part of it needs.
//!
//! In: a policy, its texts, a language. Out: the [`Document`]. Each section is made by a sibling; a section with nothing in it is
//! left out.

use super::{Block, Document};
use crate::diagnostic::Lang;
use crate::explain::explanation::Bilingual;
use crate::explain::{in_labels, typeset};
use crate::ir::expr::Expr;
use crate::ir::{Program, Slot, SlotId};
use crate::source::{FileId, Sources};
use crate::syntax::{self, ast};

/// What every section needs.
pub(super) struct Desk<'a> {
    pub program: &'a Program,
    pub sources: &'a Sources,
    pub lang: Lang,
    /// The declarations of the policy as written: what a checked policy no longer knows of.
    pub items: &'a [ast::Item],
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
        typeset(words.get(self.lang))
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

/// The document of a policy. `policy` is its file among the sources.
#[must_use]
pub fn document(program: &Program, sources: &Sources, policy: FileId, lang: Lang) -> Document {
    let (tree, _) = syntax::parse(sources, policy);
    let desk = Desk { program, sources, lang, items: &tree.items };
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
