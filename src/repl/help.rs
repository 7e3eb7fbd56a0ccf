//! `:help`.
//!
//! In: nothing, or what somebody asks about. Out: the commands, one command, or a function.

use super::command::{self, TABLE};
use super::problem::Refusal;
use super::session::Session;
use super::table::aligned;
use crate::builtins;

/// The answer to `:help`.
///
/// # Errors
/// A topic that is no command and no function.
pub fn help(session: &Session, topic: &str) -> Result<String, Refusal> {
    let (lang, width) = (session.screen.lang, session.screen.width);
    let bare = topic.trim_start_matches([':', '：']);
    if bare.is_empty() {
        let rows: Vec<Vec<String>> = TABLE.iter().map(|row| vec![format!(":{}", row.name(lang)), row.doc(lang).to_owned()]).collect();
        let intro = session.pick(
            "An expression is answered with its value, unit, type and range; `_` is the last value.\nA declaration is added to the policy, in the place of the one that has its name.\n",
            "输入算式，得到它的值、单位、类型和范围；`_` 是上一个值。\n输入声明，它就加入政策，同名的由它取代。\n",
        );
        return Ok(format!("{intro}\n{}", aligned(&rows, 2, width)));
    }
    if let Some(row) = builtins::find(bare).filter(|_| !topic.starts_with([':', '：'])) {
        let doc = session.pick(row.doc, row.doc_zh);
        let (example, value) = row.example;
        return Ok(format!("{}\n  {doc}\n  {example} = {value}\n", builtins::shape_as(row, bare)));
    }
    let row = command::find(bare)?;
    let mut text = format!("{}\n  {}\n", row.usage(lang), row.doc(lang));
    let other = if lang == crate::diagnostic::Lang::En { row.chinese } else { row.english };
    text.push_str(&format!("  {}:{other}\n", session.pick("also ", "也可写 ")));
    Ok(text)
}
