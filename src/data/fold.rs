//! Texts made comparable: full and half width, blanks, letter case.
//!
//! In: what people type, often with a Chinese input method. Out: the same text in one spelling. Knows no field.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Whether a character takes no ink: white space, no-break spaces, zero-width marks.
#[must_use]
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}')
}

/// The text without blanks around it.
#[must_use]
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Full-width ASCII, blanks and minus signs as their half-width equals; everything else as it was.
#[must_use]
pub fn narrow(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(narrow_char).collect())
}

fn narrow_char(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{2212}' => '-',
        '\u{ffe5}' => '¥',
        '\u{2019}' => '\'',
        _ if is_blank(c) => ' ',
        _ => c,
    }
}

/// A header in its comparable spelling: width and letter case folded, all blanks, `*` marks and closing colons left out.
#[must_use]
pub fn header(text: &str) -> String {
    let folded: String = text.nfkc().filter(|c| !is_blank(*c) && *c != '*').map(|c| c.to_ascii_lowercase()).collect();
    folded.trim_end_matches(':').to_owned()
}

/// The name of an enum member in its comparable spelling: width folded, blanks around it left out.
#[must_use]
pub fn member(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(trim(&text.nfkc().collect::<String>()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{header, member, narrow, trim};

    #[test]
    fn folds_width_blanks_and_case() {
        assert_eq!(narrow("－１２．５％"), "-12.5%");
        assert_eq!(header(" *研发费用\n（万元） ："), "研发费用(万元)");
        assert_eq!(header("Ⅰ类知识产权"), header("I类知识产权"));
        assert_eq!(header("Net Sales"), "netsales");
        assert_eq!(member("　Ａ类 "), "A类");
        assert_eq!(trim("\u{feff} a\u{3000}"), "a");
    }
}
