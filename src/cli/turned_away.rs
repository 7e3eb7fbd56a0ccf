//! What is said of rejected records: where they are written, or why the first few were rejected.
//!
//! In: counts and reasons. Out: lines for people.

use crate::bulk::rejected::Rejected;
use crate::data::rejects::RowReject;
use crate::diagnostic::Lang;
use std::path::Path;

/// What was rejected: where it is written, or the first reasons.
#[must_use]
pub fn lines(rejected: &Rejected, path: Option<&Path>, lang: Lang) -> Vec<String> {
    if let Some(path) = path {
        // Where they stand among the results they need no announcement.
        if path.as_os_str() == "-" {
            return Vec::new();
        }
        return vec![match (lang, rejected.rows) {
            (Lang::En, 1) => format!("1 rejected record written to {}", path.display()),
            (Lang::En, rows) => format!("{rows} rejected records written to {}", path.display()),
            (Lang::Zh, rows) => format!("已将 {rows} 条退回的记录写入 {}", path.display()),
        }];
    }
    let mut lines: Vec<String> = rejected.first.iter().map(|reason| line(reason, lang)).collect();
    let more = rejected.reasons - rejected.first.len() as u64;
    lines.push(match (lang, more) {
        (Lang::En, 0) => "`--rejects FILE` writes rejected records to a file".to_owned(),
        (Lang::En, 1) => "… and 1 more reason; `--rejects FILE` writes rejected records to a file".to_owned(),
        (Lang::En, _) => format!("… and {more} more reasons; `--rejects FILE` writes rejected records to a file"),
        (Lang::Zh, 0) => "用 `--rejects 文件` 可把退回的记录写入文件".to_owned(),
        (Lang::Zh, _) => format!("……另有 {more} 条原因；用 `--rejects 文件` 可把退回的记录写入文件"),
    });
    lines
}

/// Where the row stands, then what is wrong and what to do.
fn line(reason: &RowReject, lang: Lang) -> String {
    let RowReject { file, row, key, code, .. } = reason;
    let sentence = reason.sentence(lang);
    let key = key.as_deref().unwrap_or("");
    match lang {
        Lang::En => {
            let file = file.as_ref().map_or_else(String::new, |file| format!("{file}, "));
            let key = if key.is_empty() { String::new() } else { format!(", {key}") };
            format!("{file}row {row}{key}: [{code}] {sentence}")
        }
        Lang::Zh => {
            let file = file.as_ref().map_or_else(String::new, |file| format!("{file} "));
            let key = if key.is_empty() { String::new() } else { format!(" {key}") };
            format!("{file}第 {row} 行{key}：[{code}] {sentence}")
        }
    }
}
