//! The record of a policy as JSON Schema (2020-12).
//!
//! In: a program. Out: a schema of one record as `score` reads it from JSON: fields by name, figures in the unit of the field,
//! members of enums by name. Rules between fields cannot be said in JSON Schema; their words stand in a comment.

use crate::ir::Program;
use crate::ir::record::{Field, FieldKind};
use crate::value::calendar::Day;
use crate::value::decimal::Decimal;
use crate::value::range::Range;
use crate::value::unit::Unit;
use serde_json::{Map, Value, json};

/// The schema.
#[must_use]
pub fn schema(program: &Program) -> Value {
    let record = &program.record;
    let properties: Map<String, Value> = record.fields.iter().map(|field| (field.name.clone(), property(program, field))).collect();
    let required: Vec<&str> = record.fields.iter().filter(|field| !field.optional).map(|field| field.name.as_str()).collect();
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!(record.label));
    schema.insert("description".to_owned(), json!(program.policy.title));
    let checks: Vec<&str> = record.checks.iter().map(|check| check.words.as_str()).collect();
    if !checks.is_empty() {
        schema.insert("$comment".to_owned(), json!(checks.join("; ")));
    }
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema.insert("required".to_owned(), json!(required));
    Value::Object(schema)
}

fn property(program: &Program, field: &Field) -> Value {
    let mut entry = Map::new();
    entry.insert("title".to_owned(), json!(field.label));
    let unit = match &field.kind {
        FieldKind::Number { unit, .. } => unit.name.as_str(),
        FieldKind::Bool | FieldKind::Date { .. } | FieldKind::Text | FieldKind::Enum(_) => "",
    };
    let notes: Vec<&str> = Some(unit).into_iter().filter(|unit| !unit.is_empty()).chain(field.notes.iter().map(String::as_str)).collect();
    if !notes.is_empty() {
        entry.insert("description".to_owned(), json!(notes.join("; ")));
    }
    let name = match &field.kind {
        FieldKind::Number { unit, scale, range, .. } => {
            bounds(&mut entry, unit, *scale, *range);
            if unit.whole { "integer" } else { "number" }
        }
        FieldKind::Bool => "boolean",
        FieldKind::Date { range } => {
            entry.insert("format".to_owned(), json!("date"));
            let days: Vec<String> =
                [range.low, range.high].iter().filter_map(|day| i32::try_from(*day).ok()).map(|day| Day(day).to_string()).collect();
            entry.insert("$comment".to_owned(), json!(days.join("..")));
            "string"
        }
        FieldKind::Text => "string",
        FieldKind::Enum(id) => {
            let members = program.enumeration(*id).members.iter();
            let mut names: Vec<Value> = members.map(|member| json!(member.name)).collect();
            let labels = program.enumeration(*id).members.iter().filter(|member| member.label != member.name);
            let labels: Vec<String> = labels.map(|member| format!("{} = {}", member.name, member.label)).collect();
            if field.optional {
                names.push(Value::Null);
            }
            entry.insert("enum".to_owned(), Value::Array(names));
            if !labels.is_empty() && labels.len() <= 50 {
                entry.insert("$comment".to_owned(), json!(labels.join(", ")));
            }
            "string"
        }
    };
    let ty = if field.optional { json!([name, "null"]) } else { json!(name) };
    entry.insert("type".to_owned(), ty);
    Value::Object(entry)
}

fn bounds(entry: &mut Map<String, Value>, unit: &Unit, scale: u8, range: Range) {
    for (key, mantissa) in [("minimum", range.low), ("maximum", range.high)] {
        let figure = unit.from_base(Decimal::new(mantissa, scale)).map(|figure| figure.normalized().to_string());
        // Every digit is kept: numbers of this JSON are texts of digits.
        if let Some(number) = figure.and_then(|text| serde_json::from_str::<serde_json::Number>(&text).ok()) {
            entry.insert(key.to_owned(), Value::Number(number));
        }
    }
}
