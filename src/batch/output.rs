//! From lanes to columns of results.
//!
//! In: the lanes of a block. Out: a column that grows block by block.

use super::graph::NodeId;
use super::plan::{NO_VALUE, Output, Plan};
use super::run::{Block, Numbers, Scratch};
use super::texts;
use crate::value::column::{Column, LaneKind, Lanes, Texts};

impl Output {
    /// What its lanes are.
    pub(super) fn kind(&self) -> LaneKind {
        match self {
            Output::Numbers { kind, .. } | Output::Codes { kind, .. } => *kind,
            Output::Dictionary { .. } | Output::Texts(_) => LaneKind::Text,
        }
    }
}

impl Plan {
    /// Adds a block to a column.
    pub(super) fn append(&self, scratch: &Scratch, block: Block<'_>, output: &Output, column: &mut Column) {
        let before = column.len();
        match output {
            Output::Numbers { numbers, .. } => {
                append_numbers(self.numbers(scratch, block, numbers.x), block.rows, &mut column.lanes);
                self.append_marks(scratch, block, numbers.present, before, column);
            }
            Output::Codes { code, .. } => {
                let codes = self.codes(scratch, *code, block.rows);
                match &mut column.lanes {
                    Lanes::Bool(lanes) => lanes.extend(codes.iter().map(|code| *code == 1)),
                    Lanes::Member(lanes) => lanes.extend(codes.iter().map(|code| u32::from(*code))),
                    Lanes::Number(_) | Lanes::Wide(_) | Lanes::Day(_) | Lanes::Text(_) => {}
                }
                append_present(codes.iter().map(|code| *code != NO_VALUE), before, column);
            }
            Output::Dictionary { code, entries } => {
                let numbers = self.codes(scratch, *code, block.rows);
                if let Lanes::Text(Texts::Dictionary { codes, .. }) = &mut column.lanes {
                    codes.extend(numbers.iter().map(|code| u32::from(*code)));
                } else {
                    let codes = numbers.iter().map(|code| u32::from(*code)).collect();
                    column.lanes = Lanes::Text(Texts::Dictionary { codes, entries: entries.clone() });
                }
                append_present(numbers.iter().map(|code| *code != NO_VALUE), before, column);
            }
            Output::Texts(wanted) => {
                for handle in self.handles(scratch, wanted.text, block.rows) {
                    if let Lanes::Text(lanes) = &mut column.lanes {
                        lanes.push(texts::resolve(&self.pool, block.fields, *handle));
                    }
                }
                self.append_marks(scratch, block, wanted.present, before, column);
            }
        }
    }

    fn append_marks(&self, scratch: &Scratch, block: Block<'_>, mark: Option<NodeId>, before: usize, column: &mut Column) {
        match mark {
            Some(mark) => append_present(self.codes(scratch, mark, block.rows).iter().map(|mark| *mark == 1), before, column),
            None => {
                if let Some(present) = &mut column.present {
                    present.resize(present.len() + block.rows, true);
                }
            }
        }
    }
}

/// Adds whether there are values; nothing is held as long as there all are.
fn append_present(marks: impl Iterator<Item = bool> + Clone, before: usize, column: &mut Column) {
    match &mut column.present {
        Some(present) => present.extend(marks),
        None if marks.clone().all(|there| there) => {}
        None => {
            let mut present = vec![true; before];
            present.extend(marks);
            column.present = Some(present);
        }
    }
}

fn append_numbers(numbers: Numbers<'_>, rows: usize, lanes: &mut Lanes) {
    match (lanes, numbers) {
        (Lanes::Number(lanes), Numbers::Narrow(numbers)) => lanes.extend_from_slice(numbers),
        (Lanes::Number(lanes), Numbers::Wide(numbers)) => lanes.extend(numbers.iter().map(|number| *number as i64)),
        (Lanes::Wide(lanes), Numbers::Narrow(numbers)) => lanes.extend(numbers.iter().map(|number| i128::from(*number))),
        (Lanes::Wide(lanes), Numbers::Wide(numbers)) => lanes.extend_from_slice(numbers),
        (Lanes::Day(lanes), numbers) => lanes.extend((0..rows).map(|row| numbers.get(row) as i32)),
        (Lanes::Member(lanes), numbers) => lanes.extend((0..rows).map(|row| numbers.get(row) as u32)),
        (Lanes::Bool(lanes), _) => lanes.resize(lanes.len() + rows, false),
        (Lanes::Text(_), _) => {}
    }
}
