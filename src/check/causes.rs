//! Why a value may be missing, in words.
//!
//! In: a cause from the IR. Out: the steps from the value back to the field or divisor, each with its place.

use super::context::Context;
use super::describe::Phrase;
use crate::ir::expr::Missing;
use crate::source::Span;
use serde::Serialize;

/// A step from a value back to why it may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Where.
    pub span: Span,
    /// What happens there.
    pub words: Phrase,
}

/// The steps of a cause.
pub fn explain(ctx: &Context<'_>, cause: &Missing) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut cause = cause;
    loop {
        match cause {
            Missing::Field(id) => {
                let field = ctx.record.field(*id);
                let words = Phrase::new(
                    format!("`{}` may be left blank: its type ends in `?`", field.name),
                    format!("「{}」可以留空：其类型以 `?` 结尾", field.name),
                );
                steps.push(Step { span: field.span, words });
            }
            Missing::Divisor { span } => {
                let text = ctx.text(*span);
                let words =
                    Phrase::new(format!("`{text}` may be zero, and then the ratio does not exist"), format!("「{text}」可能为零，此时比值不存在"));
                steps.push(Step { span: *span, words });
            }
            Missing::NegativeRoot { span } => {
                let text = ctx.text(*span);
                let words = Phrase::new(
                    format!("`{text}` may be negative, and then the root does not exist"),
                    format!("「{text}」可能为负，此时平方根不存在"),
                );
                steps.push(Step { span: *span, words });
            }
            Missing::Cell(id) => {
                if let Some(table) = ctx.tables.get(id.0 as usize) {
                    let words = Phrase::new(format!("`{}` has blank cells", table.name), format!("表「{}」有空单元格", table.name));
                    steps.push(Step { span: table.span, words });
                }
            }
            Missing::Literal { span } => {
                steps.push(Step { span: *span, words: Phrase::new("written as missing", "此处写为缺失") });
            }
            Missing::Declared { span } => {
                steps.push(Step { span: *span, words: Phrase::new("declared with `?`, so it may be missing", "声明时带 `?`，可以缺失") });
            }
            Missing::Through { name, span, cause: inner } => {
                if !matches!(inner.as_ref(), Missing::Through { .. }) || steps.len() < 4 {
                    let words = match (name.strip_suffix(".value"), name.split_once('#')) {
                        (Some(name), _) => Phrase::new(format!("the value of `{name}` may be missing"), format!("「{name}」的取值可能缺失")),
                        (None, Some((name, _))) => {
                            Phrase::new(format!("this condition of `{name}` may be undetermined"), format!("「{name}」的这一条件可能待定"))
                        }
                        (None, None) => Phrase::new(format!("`{name}` may be missing"), format!("「{name}」可能缺失")),
                    };
                    steps.push(Step { span: *span, words });
                }
                cause = inner;
                continue;
            }
        }
        return steps;
    }
}
