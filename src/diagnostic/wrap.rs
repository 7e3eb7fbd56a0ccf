//! Breaking text into lines of a display width.
//!
//! In: text in any script. Out: lines. Breaks at spaces and between Chinese characters, never before closing or after opening
//! punctuation, and not within a quotation that fits a line. Indented lines are text to paste and stay whole. Knows no colours.

use unicode_width::UnicodeWidthChar;

/// The columns a character takes.
pub(super) fn width_of(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// The columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

/// The lines of a text, none wider than `limit` unless a single word is.
pub(super) fn wrap(text: &str, limit: usize) -> Vec<String> {
    text.lines().flat_map(|line| if line.starts_with("  ") { vec![line.to_owned()] } else { wrap_line(line, limit) }).collect()
}

fn wrap_line(line: &str, limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut start, mut used, mut last_break, mut before) = (0, 0, None, None);
    let mut quoted_to = 0;
    for (index, character) in line.char_indices() {
        if index >= quoted_to && before.is_some_and(|before| may_break(before, character)) {
            last_break = Some(index);
        }
        if index >= quoted_to
            && let Some(quoted) = quoted(line.get(index..).unwrap_or(""))
            && width(quoted) <= limit
        {
            quoted_to = index + quoted.len();
        }
        if used + width_of(character) > limit
            && character != ' '
            && let Some(end) = last_break.take()
        {
            lines.push(line.get(start..end).unwrap_or("").trim_end().to_owned());
            start = end;
            used = width(line.get(start..index).unwrap_or(""));
        }
        used += width_of(character);
        before = Some(character);
    }
    lines.push(line.get(start..).unwrap_or("").trim_end().to_owned());
    lines
}

/// The quoted text that `rest` starts with, quotes included.
fn quoted(rest: &str) -> Option<&str> {
    let closing = match rest.chars().next()? {
        '`' => '`',
        '「' => '」',
        _ => return None,
    };
    let (open, _) = rest.char_indices().nth(1)?;
    let length = rest.get(open..)?.find(closing)?;
    rest.get(..open + length + closing.len_utf8())
}

/// Whether a line may end between two characters.
fn may_break(before: char, after: char) -> bool {
    const OPENING: &str = "（「『《【〈“‘";
    const CLOSING: &str = "）」』》】〉”’，。、；：？！％";
    if before == ' ' {
        return after != ' ';
    }
    let is_wide = width_of(before) == 2 || width_of(after) == 2;
    is_wide && after != ' ' && !OPENING.contains(before) && !CLOSING.contains(after) && !",.;:?!%)]}".contains(after)
}

#[cfg(test)]
mod tests {
    use super::{width, wrap};

    #[test]
    fn english_breaks_at_spaces() {
        assert_eq!(wrap("declare a range on `rd_expense`", 14), ["declare a", "range on", "`rd_expense`"]);
        assert_eq!(wrap("a_very_long_name_indeed is whole", 10), ["a_very_long_name_indeed", "is whole"]);
        assert_eq!(wrap("", 10), [""; 0]);
        assert_eq!(wrap("write `a < 1` or `b`", 10), ["write", "`a < 1` or", "`b`"]);
        assert_eq!(wrap("an odd ` and `a very long quotation`", 12), ["an odd", "` and `a", "very long", "quotation`"]);
    }

    #[test]
    fn chinese_breaks_between_characters_but_not_before_a_stop() {
        let lines = wrap("请为字段「研发费用总额」声明取值范围，例如 [0, 10亿元]。", 20);
        assert_eq!(lines, ["请为字段", "「研发费用总额」声明", "取值范围，例如 [0,", "10亿元]。"]);
        assert!(lines.iter().all(|line| width(line) <= 20));
        assert_eq!(wrap("一二三四五，六", 10), ["一二三四", "五，六"]);
        assert_eq!(wrap("一二三四（五六", 10), ["一二三四", "（五六"]);
    }

    #[test]
    fn lines_stay_apart_and_code_stays_whole() {
        assert_eq!(wrap("write:\n  missing -> 0 CNY, and so on", 12), ["write:", "  missing -> 0 CNY, and so on"]);
    }
}
