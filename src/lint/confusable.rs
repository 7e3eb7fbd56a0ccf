//! Names that a reader cannot tell apart.
//!
//! In: the tree. Out: W0818 for two names that differ only in capital letters or width, or look alike: `l` and `1`, 己 and 已. What
//! looks alike is told by Unicode's table of confusables, and by a short one of ours for Chinese characters.

use super::problem::{Likeness, LintProblem};
use super::{Ground, Report};
use crate::source::Span;
use crate::syntax::ast;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// Chinese characters that are easily taken for each other; each stands for the first of its row.
const ALIKE: [&str; 14] = ["一ー", "未末", "己已巳", "土士", "日曰", "人入", "干千", "戊戌戍", "刀刁", "天夭", "免兔", "大太犬", "〇○", "口囗"];

/// Looks at every declared name.
pub(super) fn confusable(ground: &Ground<'_>, report: &mut Report<'_>) {
    let mut forms: HashMap<String, (&str, Span)> = HashMap::new();
    let mut looks: HashMap<String, (&str, Span)> = HashMap::new();
    for name in ground.tree.items.iter().flat_map(names) {
        let mut clash = |(other, first): (&str, Span), likeness| {
            let problem = LintProblem::ConfusableNames { name: name.text.clone(), span: name.span, other: other.to_owned(), first, likeness };
            report.push(problem);
        };
        let form = form(&name.text);
        let look = look(&name.text);
        let same_form = forms.get(&form).copied().filter(|(other, _)| *other != name.text);
        let same_look = looks.get(&look).copied().filter(|(other, _)| *other != name.text);
        match (same_form, same_look) {
            (Some(other), _) => clash(other, Likeness::Form),
            (None, Some(other)) => clash(other, Likeness::Look),
            (None, None) => {}
        }
        forms.entry(form).or_insert((&name.text, name.span));
        looks.entry(look).or_insert((&name.text, name.span));
    }
}

/// The name without capitals and full width.
fn form(name: &str) -> String {
    if name.is_ascii() { name.to_ascii_lowercase() } else { name.nfkc().collect::<String>().to_lowercase() }
}

/// What the name looks like.
fn look(name: &str) -> String {
    let alike = |letter: char| ALIKE.iter().find(|row| row.contains(letter)).and_then(|row| row.chars().next()).unwrap_or(letter);
    if name.is_ascii() {
        return ascii_look(name);
    }
    let plain: String = name.nfkc().map(alike).collect();
    skeleton(&plain).collect()
}

/// The rows of Unicode's table that stay within ASCII, for speed.
fn ascii_look(name: &str) -> String {
    let mut look = String::with_capacity(2 * name.len());
    for letter in name.chars() {
        match letter {
            'm' => look.push_str("rn"),
            '0' => look.push('O'),
            '1' | 'I' => look.push('l'),
            other => look.push(other),
        }
    }
    look
}

/// The names an item declares.
fn names(item: &ast::Item) -> Vec<&ast::Name> {
    match item {
        ast::Item::Unit(unit) => vec![&unit.name],
        ast::Item::Enum(tree) => std::iter::once(&tree.name).chain(tree.members.iter().map(|member| &member.name)).collect(),
        ast::Item::Record(record) => record.fields.iter().map(|field| &field.name).collect(),
        ast::Item::Param(param) => vec![&param.name],
        ast::Item::Definition(definition) => vec![&definition.name],
        ast::Item::Function(function) => vec![&function.name],
        ast::Item::Table(table) => vec![&table.name],
        ast::Item::Decision(decision) => vec![&decision.name],
        ast::Item::Indicator(indicator) => vec![&indicator.name],
        ast::Item::Score(score) => score.groups.iter().map(|group| &group.name).chain([&score.name]).collect(),
        ast::Item::Grade(grade) => vec![&grade.name],
        ast::Item::Eligibility(eligibility) => vec![&eligibility.name],
        ast::Item::Policy(_) | ast::Item::Example(_) | ast::Item::Test(_) | ast::Item::Ensure(_) | ast::Item::Broken(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{form, look, skeleton};

    #[test]
    fn ascii_takes_the_short_way_to_the_same_skeleton() {
        for name in ["rd1", "rdl", "rdI", "O0", "sum_2024", "corn", "com", "Ab_9"] {
            assert_eq!(look(name), skeleton(name).collect::<String>(), "{name}");
        }
        let every: String = (b'!'..=b'~').map(char::from).filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect();
        assert_eq!(look(&every), skeleton(&every).collect::<String>());
    }

    #[test]
    fn chinese_lookalikes_and_widths() {
        for (one, other) in [("期末", "期未"), ("已缴", "己缴"), ("一类", "ー类"), ("〇号", "O号"), ("收入A", "收入Ａ"), ("pаy", "pay")]
        {
            assert_eq!(look(one), look(other), "{one} {other}");
        }
        for (one, other) in [("研发费用", "研发费用2"), ("甲", "乙"), ("rising", "falling")] {
            assert_ne!(look(one), look(other));
        }
        assert_eq!((form("RD"), form("ｒｄ")), ("rd".to_owned(), "rd".to_owned()));
    }
}
