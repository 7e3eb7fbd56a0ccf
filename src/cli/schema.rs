//! `ics schema`: what data a policy needs.
//!
//! In: a policy. Out: its fields as a list for people, as JSON Schema, or as an empty form to fill in.

use super::problem::Failure;
use super::screen::Screen;
use super::{Outcome, arguments, json_schema};
use crate::data::atomic::Target;
use crate::data::sink::OutFormat;
use crate::data::template;
use crate::diagnostic::Lang;
use crate::explain;
use crate::ir::Program;
use crate::ir::record::{Field, FieldKind};
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::decimal::power_of_ten;
use clap::ArgMatches;
use std::path::PathBuf;
use unicode_width::UnicodeWidthStr;

/// How many members of an enum are listed.
const MEMBERS_SHOWN: usize = 6;
/// Bounds of more digits than this, in base units, are defaults that nobody wrote: they are not shown.
const FAR_DIGITS: u32 = 12;

/// Shows the schema.
///
/// # Errors
/// Faulty policies, a form that cannot be written.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let program = arguments::policy(screen, options)?;
    if let Some(path) = options.get_one::<PathBuf>("template") {
        let format = OutFormat::of_path(path).unwrap_or(OutFormat::Csv);
        let target = Target::from_argument(Some(&path.display().to_string()));
        template::write(target, &program.record, &program.enums, format, screen.lang)?;
        screen.say(&match screen.lang {
            Lang::En => format!("form with {} columns written to {}", program.record.fields.len(), path.display()),
            Lang::Zh => format!("已写出填报表 {}，共 {} 列", path.display(), program.record.fields.len()),
        });
    } else if options.get_flag("json-schema") {
        screen.out(&format!("{:#}\n", json_schema::schema(&program)))?;
    } else {
        screen.out(&listing(&program, screen.lang))?;
    }
    Ok(Outcome::Fine)
}

fn listing(program: &Program, lang: Lang) -> String {
    let pick = |en: &'static str, zh: &'static str| super::language::pick(lang, en, zh).to_owned();
    let mut rows = vec![[pick("name", "名称"), pick("label", "标签"), pick("holds", "内容"), pick("required", "必填"), pick("note", "说明")]];
    for field in &program.record.fields {
        let required = match (field.key, field.optional) {
            (true, _) => pick("key", "主键"),
            (false, true) => pick("no", "否"),
            (false, false) => pick("yes", "是"),
        };
        rows.push([field.name.clone(), field.label.clone(), holds(program, field, lang), required, field.notes.join("; ")]);
    }
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width()))).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    for check in &program.record.checks {
        text.push_str(&format!("{}{}\n", super::language::pick(lang, "rule: ", "核对："), check.words));
    }
    text
}

fn holds(program: &Program, field: &Field, lang: Lang) -> String {
    let pick = |en: &'static str, zh: &'static str| super::language::pick(lang, en, zh).to_owned();
    match &field.kind {
        FieldKind::Number { range, scale, unit, .. } => {
            let show = |mantissa: i128| explain::show(&Value::Number(mantissa), &field.kind.value_type(), program, lang);
            let far = power_of_ten(FAR_DIGITS + u32::from(*scale)).unwrap_or(i128::MAX);
            let (low, high) = ((range.low > -far).then(|| show(range.low)), (range.high < far).then(|| show(range.high)));
            match (low, high) {
                (Some(low), Some(high)) => format!("{low} .. {high}"),
                (Some(low), None) => format!(">= {low}"),
                (None, Some(high)) => format!("<= {high}"),
                (None, None) if unit.name.is_empty() => pick("a number", "数值"),
                (None, None) => unit.name.clone(),
            }
        }
        FieldKind::Bool => pick("yes or no", "是/否"),
        FieldKind::Date { range } => {
            let show = |day: i128| i32::try_from(day).map_or(String::new(), |day| Day(day).to_string());
            format!("{} .. {}", show(range.low), show(range.high))
        }
        FieldKind::Text => pick("text", "文本"),
        FieldKind::Enum(id) => {
            let members = &program.enumeration(*id).members;
            let mut names: Vec<String> = members.iter().take(MEMBERS_SHOWN).map(|member| member.label.clone()).collect();
            if members.len() > MEMBERS_SHOWN {
                names.push(match lang {
                    Lang::En => format!("… {} in all", members.len()),
                    Lang::Zh => format!("……共 {} 项", members.len()),
                });
            }
            names.join(" / ")
        }
    }
}
