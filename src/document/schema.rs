//! What a record holds: fields, rules between them, kinds, units.
//!
//! In: the record and the enums of a policy. Out: blocks of the document.

use super::outline::Desk;
use super::{Block, Sheet, Side};
use crate::explain::show;
use crate::ir::Enum;
use crate::ir::record::{Field, FieldKind};
use crate::syntax::ast;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::decimal::power_of_ten;

/// How many members of a kind stand in its row; the others stand in the annex.
const SHOWN: usize = 12;
/// Bounds of more digits than this, in base units, are defaults that nobody wrote.
const FAR_DIGITS: u32 = 12;

/// Fields and the rules between them.
pub(super) fn fields(desk: &Desk<'_>) -> Vec<Block> {
    let record = &desk.program.record;
    let mut blocks =
        vec![Block::Text(desk.say(format!("A record is one {}.", record.label), format!("以「{}」为单位，每个单位填报一条记录。", record.label)))];
    let mut sheet = Sheet::new(&[
        (desk.pick("No.", "序号"), Side::Right),
        (desk.pick("Item", "项目"), Side::Left),
        (desk.pick("Name in data", "数据列名"), Side::Left),
        (desk.pick("What to fill in", "填写内容"), Side::Wide),
        (desk.pick("Required", "是否必填"), Side::Left),
    ]);
    for (field, number) in record.fields.iter().zip(1usize..) {
        let required = match (field.key, field.optional) {
            (true, _) => desk.pick("key", "主键"),
            (false, true) => desk.pick("may be blank", "可不填"),
            (false, false) => desk.pick("yes", "必填"),
        };
        let mut holds = vec![holds(desk, field)];
        holds.extend(field.notes.iter().cloned());
        sheet.plain(vec![number.to_string(), field.label.clone(), field.name.clone(), holds.join("\n"), required.to_owned()]);
    }
    blocks.push(Block::Table(sheet));
    if !record.checks.is_empty() {
        blocks.push(Block::Text(desk.say("A record that breaks one of these is turned away:", "不符合下列要求之一的记录，予以退回：")));
        let mut sheet = Sheet::new(&[
            (desk.pick("No.", "序号"), Side::Right),
            (desk.pick("Rule", "核对要求"), Side::Left),
            (desk.pick("Written as", "算式"), Side::Wide),
        ]);
        for (check, number) in record.checks.iter().zip(1usize..) {
            sheet.plain(vec![number.to_string(), check.words.clone(), desk.formula(&check.condition)]);
        }
        blocks.push(Block::Table(sheet));
    }
    blocks
}

fn holds(desk: &Desk<'_>, field: &Field) -> String {
    match &field.kind {
        FieldKind::Number { range, scale, unit, decimals } => {
            let ty = field.kind.value_type();
            let shown = |mantissa: i128| show(&Value::Number(mantissa), &ty, desk.program, desk.lang);
            let far = power_of_ten(FAR_DIGITS + u32::from(*scale)).unwrap_or(i128::MAX);
            let mut parts = Vec::new();
            parts.push(if unit.name.is_empty() {
                desk.say("a number", "数值")
            } else {
                desk.say(format!("in {}", unit.name), format!("单位：{}", unit.name))
            });
            if range.low > -far {
                parts.push(desk.say(format!("at least {}", shown(range.low)), format!("不小于 {}", shown(range.low))));
            }
            if range.high < far {
                parts.push(desk.say(format!("at most {}", shown(range.high)), format!("不大于 {}", shown(range.high))));
            }
            if *decimals == 0 {
                parts.push(desk.say("whole", "整数"));
            }
            parts.join(desk.pick("; ", "；"))
        }
        FieldKind::Bool => desk.say("yes or no", "是或否"),
        FieldKind::Date { range } => {
            let day = |day: i128| i32::try_from(day).map_or_else(|_| String::new(), |day| Day(day).to_string());
            desk.say(format!("a date from {} to {}", day(range.low), day(range.high)), format!("日期，{} 至 {}", day(range.low), day(range.high)))
        }
        FieldKind::Text => desk.say("text", "文字"),
        FieldKind::Enum(id) => match desk.program.enums.get(id.0 as usize) {
            Some(known) => desk.say(format!("one of: {}", known.label), format!("从「{}」中选填", known.label)),
            None => String::new(),
        },
    }
}

/// Kinds, those with many members in short.
pub(super) fn enums(desk: &Desk<'_>) -> Vec<Block> {
    if desk.program.enums.is_empty() {
        return Vec::new();
    }
    let mut sheet = Sheet::new(&[(desk.pick("Kind", "分类"), Side::Left), (desk.pick("Alternatives", "包括"), Side::Wide)]);
    for known in &desk.program.enums {
        let count = known.members.len();
        let shown: Vec<&str> = known.members.iter().take(if count > SHOWN { SHOWN / 2 } else { SHOWN }).map(|member| member.label.as_str()).collect();
        let mut text = shown.join(desk.comma());
        if count > SHOWN {
            text.push_str(&desk.say(format!(" and others: {count} in all, see the annex"), format!("等，共 {count} 项，见附")));
        }
        sheet.plain(vec![known.label.clone(), text]);
    }
    vec![Block::Table(sheet)]
}

/// Kinds with many members, in full.
pub(super) fn annex(desk: &Desk<'_>) -> Vec<Block> {
    desk.program.enums.iter().filter(|known| known.members.len() > SHOWN).flat_map(|known| members(desk, known)).collect()
}

fn members(desk: &Desk<'_>, known: &Enum) -> [Block; 2] {
    let columns = [
        (desk.pick("No.", "序号"), Side::Right),
        (desk.pick("Alternative", "内容"), Side::Left),
        (desk.pick("Name in data", "数据名称"), Side::Left),
        (desk.pick("Codes", "代码"), Side::Left),
    ];
    let mut sheet = Sheet::new(&columns);
    for (member, number) in known.members.iter().zip(1usize..) {
        sheet.plain(vec![number.to_string(), member.label.clone(), member.name.clone(), member.codes.join(desk.comma())]);
    }
    [Block::Part(known.label.clone()), Block::Table(sheet)]
}

/// Units that the policy declares itself.
pub(super) fn units(desk: &Desk<'_>) -> Vec<Block> {
    let mut sheet = Sheet::new(&[(desk.pick("Unit", "单位"), Side::Left), (desk.pick("Is", "说明"), Side::Wide)]);
    for item in desk.items {
        let ast::Item::Unit(unit) = item else { continue };
        let mut said: Vec<String> = unit.label.iter().map(|label| label.text.clone()).collect();
        said.push(match &unit.base {
            Some((figure, of)) => {
                let of = of.as_ref().map_or("", |of| desk.sources.slice(of.span));
                format!("1 {} = {} {of}", unit.name.text, desk.sources.slice(figure.span)).trim_end().to_owned()
            }
            None => desk.say("a unit of its own", "基本单位"),
        });
        sheet.plain(vec![unit.name.text.clone(), said.join(desk.pick("; ", "；"))]);
    }
    if sheet.rows.is_empty() { Vec::new() } else { vec![Block::Table(sheet)] }
}
