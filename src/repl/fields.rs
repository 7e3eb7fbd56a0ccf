//! `:fields`, and the current record.
//!
//! In: a session. Out: the fields with their labels and kinds, and what the current record states.

use super::answer::shown;
use super::records::Current;
use super::session::Session;
use super::table::aligned;
use crate::diagnostic::Lang;
use crate::explain;
use crate::ir::record::{Field, FieldId, FieldKind};
use crate::value::Value;
use crate::value::decimal::Decimal;
use crate::value::range::Range;
use crate::value::ty::Type;

/// Limits at least this far out, in base units, are those of a field that states none.
const FAR: Decimal = Decimal { mantissa: 1_000_000_000_000, scale: 0 };

/// The fields as a table.
#[must_use]
pub fn fields(session: &Session) -> String {
    let program = &session.program;
    if program.record.fields.is_empty() {
        return format!("{}\n", session.pick("the record has no fields; `:load FILE` takes a policy", "记录没有字段；用 `:载入 文件` 载入政策"));
    }
    let current = session.records.current.as_ref();
    let row = |(position, field): (usize, &Field)| {
        let mut cells = vec![field.name.clone(), field.label.clone(), kind(session, field)];
        if let Some(current) = current {
            let value = current.value(FieldId(position as u32));
            cells.push(if value.is_missing() { "—".to_owned() } else { shown(session, value, &field.kind.value_type(), program) });
        }
        cells
    };
    let rows: Vec<Vec<String>> = program.record.fields.iter().enumerate().map(row).collect();
    aligned(&rows, 0, session.screen.width)
}

/// The current record in a line, for whoever has just chosen it.
#[must_use]
pub fn headline(session: &Session) -> String {
    let Some(current) = &session.records.current else {
        return format!("{}\n", session.pick("no record is chosen", "没有选定记录"));
    };
    let name = if current.name.is_empty() { session.pick("new record", "新记录") } else { &current.name };
    let mut line = match (current.row, session.screen.lang) {
        (Some(row), Lang::En) => format!("{name} (row {row})"),
        (Some(row), Lang::Zh) => format!("{name}（第 {row} 行）"),
        (None, _) => name.to_owned(),
    };
    let lacking: Vec<String> = current.lacking(&session.program).iter().map(|id| session.program.record.field(*id).label.clone()).collect();
    if !lacking.is_empty() {
        line.push_str(&format!("{}{}", session.pick("; it lacks ", "；还缺"), lacking.join(session.pick(", ", "、"))));
    }
    format!("{line}\n")
}

/// What another record states otherwise than the current one.
#[must_use]
pub fn changes(session: &Session, other: &Current) -> String {
    let program = &session.program;
    let rows = program.record.fields.iter().enumerate().filter_map(|(position, field)| {
        let id = FieldId(position as u32);
        let before = session.records.current.as_ref().map_or(&Value::Missing, |current| current.value(id));
        let after = other.value(id);
        let figure = |value: &Value| if value.is_missing() { "—".to_owned() } else { shown(session, value, &field.kind.value_type(), program) };
        let arrow = if session.screen.unicode { "→" } else { "->" };
        (before != after).then(|| vec![field.label.clone(), format!("{} {arrow} {}", figure(before), figure(after))])
    });
    aligned(&rows.collect::<Vec<Vec<String>>>(), 2, session.screen.width)
}

/// The range of a field without its unit; limits that nobody wrote are left open.
fn interval(session: &Session, ty: &Type, range: Range) -> String {
    let bound = |mantissa: i128| {
        let far = Decimal::new(mantissa.abs(), ty.scale()).compare(FAR).is_ge();
        (!far).then(|| explain::exact(&Value::Number(mantissa), ty, &session.program))
    };
    let low = bound(range.low).map_or_else(|| "(..".to_owned(), |low| format!("[{low}"));
    let high = bound(range.high).map_or_else(|| "..)".to_owned(), |high| format!("{high}]"));
    format!("{low}, {high}")
}

/// What a field holds, in a few words.
fn kind(session: &Session, field: &Field) -> String {
    let ty = field.kind.value_type();
    let mut text = match &field.kind {
        FieldKind::Number { unit, .. } if unit.name.is_empty() => session.pick("number", "数").to_owned(),
        FieldKind::Number { unit, .. } => unit.name.clone(),
        FieldKind::Bool => session.pick("yes or no", "是或否").to_owned(),
        FieldKind::Date { .. } => session.pick("date", "日期").to_owned(),
        FieldKind::Text => session.pick("text", "文本").to_owned(),
        FieldKind::Enum(id) => {
            let members: Vec<&str> = session.program.enumeration(*id).members.iter().map(|member| member.name.as_str()).collect();
            if members.len() > 6 { session.program.enumeration(*id).name.clone() } else { members.join(" | ") }
        }
    };
    match &field.kind {
        FieldKind::Number { range, .. } => text.push_str(&format!(" {}", interval(session, &ty, *range))),
        FieldKind::Bool | FieldKind::Date { .. } | FieldKind::Text | FieldKind::Enum(_) => {}
    }
    if field.optional {
        text.push_str(session.pick(", may be blank", "，可空"));
    }
    if field.key {
        text.push_str(session.pick(", key", "，主键"));
    }
    text
}
