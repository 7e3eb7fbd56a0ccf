//! The names that a text can use, with what people are told about them.
//!
//! In: a checked program. Out: its fields, values, members, units and functions as plain data. Knows neither places nor terminals.

use crate::builtins;
use crate::diagnostic::Lang;
use crate::ir::expr::Expr;
use crate::ir::{Program, SlotKind};
use crate::value::ty::Type;
use std::collections::BTreeSet;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// A field of the record.
    Field,
    /// A named value of the policy, in its widest sense.
    Value,
    /// A table or a keyed param.
    Table,
    /// A member of an enum.
    Member,
    /// A unit.
    Unit,
    /// A function.
    Function,
}

/// A name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// What it stands for.
    pub sort: Sort,
    /// What kind of value it is, in a few words: its unit, `condition`, its enum; the shape of a function.
    pub detail: String,
    /// Its label, or what it does; the name where nothing was written.
    pub label: String,
}

/// The names of a policy: fields, values, tables, members of enums, and units, each once, in the order of the policy.
#[must_use]
pub fn vocabulary(program: &Program, lang: Lang) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    for field in &program.record.fields {
        let detail = in_words(&field.kind.value_type(), field.optional, program, lang);
        found.push(Entry { name: field.name.clone(), sort: Sort::Field, detail, label: field.label.clone() });
    }
    for slot in program.slots.iter().filter(|slot| is_name(&slot.name, slot.kind)) {
        let Expr { ty, missing, .. } = &slot.expr;
        let detail = in_words(ty, missing.is_some(), program, lang);
        found.push(Entry { name: slot.name.clone(), sort: Sort::Value, detail, label: slot.label.clone() });
    }
    for table in &program.tables {
        let keys: Vec<&str> = table.keys.iter().map(|key| key.name.as_str()).collect();
        found.push(Entry { name: table.name.clone(), sort: Sort::Table, detail: format!("[{}]", keys.join(", ")), label: table.label.clone() });
    }
    for enumeration in &program.enums {
        let member = |member: &crate::ir::Member| Entry {
            name: member.name.clone(),
            sort: Sort::Member,
            detail: enumeration.name.clone(),
            label: member.label.clone(),
        };
        found.extend(enumeration.members.iter().map(member));
    }
    found.extend(units(program));
    let mut known = BTreeSet::new();
    found.retain(|entry| known.insert((entry.sort, entry.name.clone())));
    found
}

/// The built-in functions, in the spelling of a language; the detail is the shape.
#[must_use]
pub fn functions(lang: Lang) -> Vec<Entry> {
    let entry = |row: &builtins::Row| {
        let (name, label) = match lang {
            Lang::En => (row.english, row.doc),
            Lang::Zh => (row.chinese, row.doc_zh),
        };
        Entry { name: name.to_owned(), sort: Sort::Function, detail: builtins::shape_as(row, name), label: label.to_owned() }
    };
    builtins::TABLE.iter().map(entry).collect()
}

/// A type in a few words: `万元`, `condition?`.
fn in_words(ty: &Type, optional: bool, program: &Program, lang: Lang) -> String {
    let pick = |en: &str, zh: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    let words = match ty {
        Type::Number(number) if number.unit.name.is_empty() => pick("number", "数"),
        Type::Number(number) => number.unit.name.clone(),
        Type::Bool => pick("condition", "条件"),
        Type::Date(_) => pick("date", "日期"),
        Type::Text => pick("text", "文本"),
        Type::Enum(id) => program.enums.get(id.0 as usize).map_or_else(String::new, |found| found.name.clone()),
        Type::Nothing | Type::Unknown => String::new(),
    };
    if optional { format!("{words}?") } else { words }
}

/// Whether people can write the name of a slot: parts of a score are reached through it, conditions not at all.
fn is_name(name: &str, kind: SlotKind) -> bool {
    let is_word = name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    match kind {
        SlotKind::Weight | SlotKind::Contribution | SlotKind::Condition => false,
        SlotKind::IndicatorValue => true,
        SlotKind::Param
        | SlotKind::Let
        | SlotKind::Output
        | SlotKind::Decision
        | SlotKind::IndicatorPoints
        | SlotKind::Group
        | SlotKind::Score
        | SlotKind::Grade
        | SlotKind::Eligibility => is_word,
    }
}

/// The units that figures of the policy are written in.
fn units(program: &Program) -> Vec<Entry> {
    let fields = program.record.fields.iter().map(|field| field.kind.value_type());
    let types = fields.chain(program.slots.iter().map(|slot| slot.expr.ty.clone()));
    let names = types.filter_map(|ty| ty.number().map(|number| number.unit.name.clone()));
    let entry = |name: String| Entry { name: name.clone(), sort: Sort::Unit, detail: String::new(), label: name };
    names.filter(|name| !name.is_empty()).map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::{Lang, Sort, functions, vocabulary};

    #[test]
    fn every_name_stands_once_with_its_kind_and_label() {
        let text = "policy p \"试\" { source \"无\" }\nenum size \"规模\" { small \"小\", large \"大\" }\n\
            record firm { key id : text\n staff \"职工\" : 人? [0, 100] }\noutput many \"人多\" = staff default 0 人 > 50 人\n\
            indicator i \"指标\" out of 10 { value staff default 0 人 : 人 points 10 }\nscore total \"总分\" out of 10 { i }\n";
        let policy = crate::Policy::from_text("p.ics", text).unwrap();
        let found = vocabulary(policy.program(), Lang::En);
        let shown: Vec<(&str, Sort, &str, &str)> =
            found.iter().map(|entry| (entry.name.as_str(), entry.sort, entry.detail.as_str(), entry.label.as_str())).collect();
        for wanted in [
            ("staff", Sort::Field, "人?", "职工"),
            ("many", Sort::Value, "condition", "人多"),
            ("i", Sort::Value, "number", "指标"),
            ("i.value", Sort::Value, "人", "指标"),
            ("total", Sort::Value, "number", "总分"),
            ("large", Sort::Member, "size", "大"),
            ("人", Sort::Unit, "", "人"),
        ] {
            assert_eq!(shown.iter().filter(|entry| **entry == wanted).count(), 1, "{wanted:?} in {shown:?}");
        }
        assert!(shown.iter().all(|(name, ..)| *name != "total.i"), "{shown:?}");
    }

    #[test]
    fn functions_are_named_in_the_language() {
        let shape = |lang, name: &str| functions(lang).into_iter().find(|entry| entry.name == name).map(|entry| entry.detail);
        assert_eq!(shape(Lang::En, "min").as_deref(), Some("min(x, y, …)"));
        assert_eq!(shape(Lang::Zh, "最小").as_deref(), Some("最小(x, y, …)"));
    }
}
