//! Certain fixes: in words, chosen so that they do not collide, and applied to a text.
//!
//! In: diagnostics with fixes, the texts they point into. Out: a sentence for people, the diagnostics that can be mended together,
//! the mended text. Reads and writes no file, and does not know whether the result is better: that takes a compiler.

use super::{Diagnostic, Fix, Lang, quote};
use crate::source::{FileId, Sources};

/// The most characters of a text that are shown.
const SHOWN: usize = 40;

/// What the fixes of a diagnostic would write, in one sentence; `None` where it has none.
#[must_use]
pub fn words(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> Option<String> {
    let joint = match lang {
        Lang::En => ", ",
        Lang::Zh => "，",
    };
    let sentences: Vec<String> = diagnostic.fixes.iter().map(|fix| sentence(fix, sources, lang)).collect();
    (!sentences.is_empty()).then(|| sentences.join(joint))
}

fn sentence(fix: &Fix, sources: &Sources, lang: Lang) -> String {
    let (old, new) = (shown(sources.slice(fix.span)), shown(&fix.replacement));
    let (old, new) = (old.as_deref().map(|text| quote(lang, text)), new.as_deref().map(|text| quote(lang, text)));
    match (old, new, lang) {
        (Some(old), Some(new), Lang::En) => format!("replace {old} with {new}"),
        (Some(old), Some(new), Lang::Zh) => format!("把{old}改为{new}"),
        (Some(old), None, Lang::En) => format!("remove {old}"),
        (Some(old), None, Lang::Zh) => format!("删去{old}"),
        (None, Some(new), Lang::En) => format!("insert {new}"),
        (None, Some(new), Lang::Zh) => format!("插入{new}"),
        (None, None, Lang::En) => "remove blanks".to_owned(),
        (None, None, Lang::Zh) => "删去空白".to_owned(),
    }
}

/// The text on one line and not too long; nothing where it has only blanks.
fn shown(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        _ if line.is_empty() => None,
        Some((end, _)) => Some(format!("{}…", line.get(..end).unwrap_or(""))),
        None => Some(line),
    }
}

/// The diagnostics whose fixes touch only files that may be changed and do not collide with those of an earlier one.
#[must_use]
pub fn choose(diagnostics: &[Diagnostic], may_change: impl Fn(FileId) -> bool) -> Vec<&Diagnostic> {
    let mut taken: Vec<&Fix> = Vec::new();
    let mut chosen = Vec::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| !diagnostic.fixes.is_empty()) {
        let is_free = |fix: &Fix| may_change(fix.span.file) && !taken.iter().any(|other| collide(fix, other));
        if diagnostic.fixes.iter().all(is_free) {
            taken.extend(&diagnostic.fixes);
            chosen.push(diagnostic);
        }
    }
    chosen
}

fn collide(one: &Fix, other: &Fix) -> bool {
    let (a, b) = (one.span, other.span);
    a.file == b.file && (a.start == b.start || (a.start < b.end && b.start < a.end))
}

/// The text of a file with the fixes of the diagnostics that [`choose`] gave; from the end backwards, so that places stay right. New lines
/// end as those of the text do.
#[must_use]
pub fn apply(text: &str, file: FileId, chosen: &[&Diagnostic]) -> String {
    let mut fixes: Vec<&Fix> = chosen.iter().flat_map(|diagnostic| &diagnostic.fixes).filter(|fix| fix.span.file == file).collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse((fix.span.start, fix.span.end)));
    let of_windows = text.contains("\r\n");
    let mut mended = text.to_owned();
    for fix in fixes {
        let range = fix.span.start as usize..fix.span.end as usize;
        if mended.get(range.clone()).is_some() {
            let plain = fix.replacement.replace("\r\n", "\n");
            mended.replace_range(range, &if of_windows { plain.replace('\n', "\r\n") } else { plain });
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::super::arguments::Arguments;
    use super::super::{Diagnostic, Fix, Lang, Severity, Words};
    use super::{apply, choose, words};
    use crate::source::{FileId, Sources, Span};

    fn found(file: FileId, fixes: &[(u32, u32, &str)]) -> Diagnostic {
        let fix = |(start, end, text): &(u32, u32, &str)| Fix { span: Span { file, start: *start, end: *end }, replacement: (*text).to_owned() };
        let fixes: Vec<Fix> = fixes.iter().map(fix).collect();
        let spans = fixes.iter().map(|fix| fix.span).collect();
        Diagnostic { code: "E0107", severity: Severity::Error, spans, en: Words::new("x"), zh: Words::new("错"), fixes, arguments: Arguments::new() }
    }

    #[test]
    fn is_applied_from_the_end_and_never_twice_in_one_place() {
        let (file, other) = (FileId(0), FileId(1));
        let all = [
            found(file, &[(0, 1, "一"), (4, 5, "")]),
            found(file, &[(4, 6, "?")]),
            found(file, &[(2, 2, "+")]),
            found(file, &[(2, 3, "!")]),
            found(other, &[(0, 1, "?")]),
        ];
        let chosen = choose(&all, |id| id == file);
        assert_eq!(chosen.len(), 2);
        assert_eq!(apply("abcdef", file, &chosen), "一b+cdf");
        assert_eq!(apply("abcdef", other, &chosen), "abcdef");
        let line = [found(file, &[(1, 1, "\n")])];
        assert_eq!(apply("ab\r\n", file, &choose(&line, |_| true)), "a\r\nb\r\n");
    }

    #[test]
    fn says_what_it_would_write() {
        let mut sources = Sources::default();
        let file = sources.add("a.ics", "a && b  c");
        let all = |fixes| [Lang::En, Lang::Zh].map(|lang| words(&found(file, fixes), &sources, lang).unwrap_or_default());
        assert_eq!(all(&[(2, 4, "and")]), ["replace `&&` with `and`", "把「&&」改为「and」"]);
        assert_eq!(all(&[(2, 4, ""), (0, 0, "not ")]), ["remove `&&`, insert `not`", "删去「&&」，插入「not」"]);
        assert_eq!(all(&[(6, 8, "")]), ["remove blanks", "删去空白"]);
        assert_eq!(all(&[]), ["", ""]);
    }
}
