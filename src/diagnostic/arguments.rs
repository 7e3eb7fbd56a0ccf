//! The facts of a problem by name, for programs.
//!
//! In: a variant of a problem enum, as serde sees it, and the places the diagnostic shows. Out: a JSON object of its named fields; a
//! place is the number of the span it is among those of the diagnostic, a place that is not shown is left out. Knows no problem.

use crate::source::Span;
use serde::Serialize;
use serde_json::{Map, Value};

/// Facts by name.
pub type Arguments = Map<String, Value>;

/// The named fields of a variant.
#[must_use]
pub fn of(problem: &impl Serialize, spans: &[Span]) -> Arguments {
    // A variant with named fields is `{ "Variant": { … } }`; plain data always converts.
    let whole = serde_json::to_value(problem).unwrap_or_default();
    let fields = whole.as_object().and_then(|variant| variant.values().next()).and_then(Value::as_object);
    fields.map(|fields| numbered(fields, spans)).unwrap_or_default()
}

fn numbered(fields: &Map<String, Value>, spans: &[Span]) -> Arguments {
    fields.iter().filter_map(|(name, value)| Some((name.clone(), with_numbers(value, spans)?))).collect()
}

fn with_numbers(value: &Value, spans: &[Span]) -> Option<Value> {
    match value {
        Value::Object(fields) => match place(fields) {
            Some(place) => {
                let shown = |span: &Span| [span.file.0, span.start, span.end] == place;
                spans.iter().position(shown).map(Value::from)
            }
            None => Some(Value::Object(numbered(fields, spans))),
        },
        Value::Array(items) => Some(Value::Array(items.iter().filter_map(|item| with_numbers(item, spans)).collect())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Some(value.clone()),
    }
}

/// File, start and end, where the object is a [`Span`].
fn place(fields: &Map<String, Value>) -> Option<[u32; 3]> {
    let number = |name: &str| u32::try_from(fields.get(name)?.as_u64()?).ok();
    (fields.len() == 3).then(|| Some([number("file")?, number("start")?, number("end")?]))?
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::source::{FileId, Span};
    use serde::Serialize;

    #[derive(Serialize)]
    enum Odd {
        Two { name: String, places: Vec<(Span, u8)>, span: Span, hidden: Span, nearest: Option<String> },
    }

    #[test]
    fn places_become_numbers_of_spans() {
        let span = |start| Span { file: FileId(1), start, end: 9 };
        let odd = Odd::Two { name: "甲".to_owned(), places: vec![(span(2), 5), (span(7), 6)], span: span(1), hidden: span(8), nearest: None };
        let found = serde_json::Value::Object(of(&odd, &[span(1), span(2)]));
        assert_eq!(found.to_string(), r#"{"name":"甲","places":[[1,5],[6]],"span":0,"nearest":null}"#);
    }
}
