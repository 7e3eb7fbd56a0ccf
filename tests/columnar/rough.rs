//! The same table, written in another way that columns allow: all lanes marked as present, anything in lanes without a value,
//! texts in a dictionary with doubles and entries that nothing uses.

use crate::random::Random;
use ics::data::table::Table;
use ics::value::column::{Column, Lanes, Texts};
use std::sync::Arc;

/// The table in another guise.
pub fn roughened(table: &Table, random: &mut Random) -> Table {
    Table { columns: table.columns.iter().map(|column| other(column, random)).collect(), numbers: table.numbers.clone() }
}

fn other(column: &Column, random: &mut Random) -> Column {
    let rows = column.len();
    let mut lanes = match &column.lanes {
        Lanes::Text(texts) if random.next().is_multiple_of(2) => Lanes::Text(dictionary(texts, random)),
        lanes => lanes.clone(),
    };
    for row in (0..rows).filter(|row| !column.is_present(*row)) {
        let high = random.next().is_multiple_of(2);
        match &mut lanes {
            Lanes::Number(lanes) => lanes[row] = if high { i64::MAX } else { i64::MIN },
            Lanes::Wide(lanes) => lanes[row] = if high { i128::MAX } else { i128::MIN },
            Lanes::Bool(lanes) => lanes[row] = high,
            Lanes::Day(lanes) => lanes[row] = if high { i32::MAX } else { i32::MIN },
            Lanes::Member(lanes) => lanes[row] = if high { u32::MAX } else { 0 },
            Lanes::Text(Texts::Dictionary { codes, .. }) => codes[row] = if high { u32::MAX } else { 0 },
            Lanes::Text(Texts::Plain { .. }) => {}
        }
    }
    let present = match &column.present {
        None if random.next().is_multiple_of(2) => Some(vec![true; rows]),
        present => present.clone(),
    };
    Column { lanes, present }
}

/// The texts in a list that starts with one that nothing uses, and may hold a text twice.
fn dictionary(texts: &Texts, random: &mut Random) -> Texts {
    let mut entries: Vec<Arc<str>> = vec![Arc::from("没有人用")];
    let mut codes = Vec::new();
    for row in 0..texts.len() {
        let text = texts.get(row);
        let known = entries.iter().rposition(|entry| &**entry == text).filter(|_| !random.next().is_multiple_of(8));
        let code = known.unwrap_or_else(|| {
            entries.push(Arc::from(text));
            entries.len() - 1
        });
        codes.push(code as u32);
    }
    Texts::Dictionary { codes, entries: Arc::from(entries) }
}

#[test]
fn another_guise_has_the_same_values() {
    use ics::value::Value;
    use ics::value::column::LaneKind;
    let text = |text: &str| Value::Text(Arc::from(text));
    let values = [
        (LaneKind::Text, vec![text("甲"), Value::Missing, text(""), text("甲"), text("甲")]),
        (LaneKind::Number, vec![Value::Number(3), Value::Missing, Value::Number(-3), Value::Missing, Value::Number(0)]),
        (LaneKind::Member, vec![Value::Member(1), Value::Member(0), Value::Member(2), Value::Member(1), Value::Member(1)]),
    ];
    let mut table = Table { columns: Vec::new(), numbers: (0..5).collect() };
    for (kind, values) in &values {
        let mut column = Column::new(*kind);
        values.iter().for_each(|value| column.push(value));
        table.columns.push(column);
    }
    let mut random = Random(7);
    let mut differ = 0;
    for _ in 0..20 {
        let other = roughened(&table, &mut random);
        differ += usize::from(other != table);
        assert!((0..5).all(|row| other.record(row) == table.record(row)));
    }
    assert!(differ > 10);
}
