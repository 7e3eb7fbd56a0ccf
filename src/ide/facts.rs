//! What is known of a symbol's values: type, unit, range.
//!
//! In: an analysis and a symbol. Out: the type from the program, the present one or the last one without errors, found by name; and its
//! words. What was never checked has the type it declares, as written.

use super::Analysis;
use super::symbol::{Symbol, SymbolId, SymbolKind};
use crate::check::describe;
use crate::diagnostic::Lang;
use crate::ir::Program;
use crate::value::ty::Type;

/// What is known of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its type.
    pub ty: Type,
    /// Whether it may be missing.
    pub optional: bool,
}

/// What is known of a symbol's values.
#[must_use]
pub fn known(analysis: &Analysis, symbol: &Symbol) -> Option<Known> {
    let program = analysis.known.as_deref()?;
    match symbol.kind {
        SymbolKind::Field => {
            let field = program.record.fields.iter().find(|field| field.name == symbol.name)?;
            Some(Known { ty: field.kind.value_type(), optional: field.optional })
        }
        SymbolKind::Value => of_slot(program, &format!("{}.value", symbol.name)),
        SymbolKind::Param => of_slot(program, &symbol.name).or_else(|| of_column(program, &symbol.name, &symbol.name)),
        SymbolKind::Let
        | SymbolKind::Output
        | SymbolKind::Decision
        | SymbolKind::Indicator
        | SymbolKind::Group
        | SymbolKind::Score
        | SymbolKind::Grade
        | SymbolKind::Eligibility => of_slot(program, &symbol.name),
        SymbolKind::Column => {
            let table = analysis.index.symbol(symbol.owner?)?;
            of_column(program, &table.name, &symbol.name)
        }
        SymbolKind::Policy
        | SymbolKind::Unit
        | SymbolKind::Enum
        | SymbolKind::Member
        | SymbolKind::Record
        | SymbolKind::Function
        | SymbolKind::Parameter
        | SymbolKind::Table
        | SymbolKind::Example
        | SymbolKind::Test
        | SymbolKind::Claim
        | SymbolKind::Broken => None,
    }
}

fn of_slot(program: &Program, name: &str) -> Option<Known> {
    let slot = program.slot(program.find(name)?);
    Some(Known { ty: slot.expr.ty.clone(), optional: slot.expr.missing.is_some() })
}

fn of_column(program: &Program, table: &str, column: &str) -> Option<Known> {
    let table = program.tables.iter().find(|known| known.name == table)?;
    if let Some(found) = table.columns.iter().find(|known| known.name == column) {
        return Some(Known { ty: found.ty.clone(), optional: found.optional });
    }
    let key = table.keys.iter().find(|known| known.name == column)?;
    Some(Known { ty: key.ty.clone(), optional: false })
}

/// A type as a policy writes it.
#[must_use]
pub fn type_text(program: Option<&Program>, known: &Known, lang: Lang) -> String {
    let pick = |en: &str, zh: &str| match lang {
        Lang::En => en.to_owned(),
        Lang::Zh => zh.to_owned(),
    };
    let text = match &known.ty {
        Type::Unknown | Type::Nothing => return String::new(),
        Type::Number(number) if number.unit.name.is_empty() => pick("number", "数值"),
        Type::Number(number) => number.unit.name.clone(),
        Type::Bool => pick("bool", "是否"),
        Type::Date(_) => pick("date", "日期"),
        Type::Text => pick("text", "文本"),
        Type::Enum(id) => program.and_then(|program| program.enums.get(id.0 as usize)).map(|found| found.name.clone()).unwrap_or_default(),
    };
    if known.optional { format!("{text}?") } else { text }
}

/// The type of a symbol as a policy writes it: as declared, else as found; empty where it has none.
#[must_use]
pub fn type_of(analysis: &Analysis, id: SymbolId, lang: Lang) -> String {
    let Some(symbol) = analysis.index.symbol(id) else { return String::new() };
    match (symbol.written, known(analysis, symbol)) {
        (Some(written), _) => analysis.sources.slice(written).to_owned(),
        (None, _) if symbol.kind == SymbolKind::Eligibility => String::new(),
        (None, Some(known)) => type_text(analysis.known.as_deref(), &known, lang),
        (None, None) => String::new(),
    }
}

/// The range of a symbol's values, where it is a figure or a date.
#[must_use]
pub fn range_of(analysis: &Analysis, id: SymbolId) -> Option<String> {
    let known = known(analysis, analysis.index.symbol(id)?)?;
    let text = describe::range_text(&known.ty);
    (!text.is_empty()).then_some(text)
}

/// What a symbol is, in words.
#[must_use]
pub fn kind_word(kind: SymbolKind, lang: Lang) -> &'static str {
    let (en, zh) = match kind {
        SymbolKind::Policy => ("policy", "政策"),
        SymbolKind::Unit => ("unit", "单位"),
        SymbolKind::Enum => ("enum", "枚举"),
        SymbolKind::Member => ("member of an enum", "枚举成员"),
        SymbolKind::Record => ("record", "记录"),
        SymbolKind::Field => ("field", "字段"),
        SymbolKind::Param => ("param", "参数"),
        SymbolKind::Let => ("named value", "中间值"),
        SymbolKind::Output => ("output", "输出"),
        SymbolKind::Function => ("function", "函数"),
        SymbolKind::Parameter => ("parameter of a function", "函数的参数"),
        SymbolKind::Table => ("table", "表"),
        SymbolKind::Column => ("column", "列"),
        SymbolKind::Decision => ("decision table", "决策表"),
        SymbolKind::Indicator => ("indicator", "指标"),
        SymbolKind::Value => ("value of an indicator", "指标的取值"),
        SymbolKind::Group => ("group of a score", "评分的分组"),
        SymbolKind::Score => ("score", "评分"),
        SymbolKind::Grade => ("grade", "等级"),
        SymbolKind::Eligibility => ("eligibility", "资格"),
        SymbolKind::Example => ("example", "示例"),
        SymbolKind::Test => ("test", "测试"),
        SymbolKind::Claim => ("claim", "保证"),
        SymbolKind::Broken => ("cannot be read yet", "尚无法读取"),
    };
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}
