//! Which language to speak.
//!
//! In: the arguments, before they are parsed (help itself is in one of the languages), and the environment. Out: a
//! [`Lang`]. Knows nothing of commands.

use crate::diagnostic::Lang;
use std::ffi::OsString;

/// The language of `--lang`, else of `ICS_LANG`, else of the locale. An unknown `--lang` is left for the parser to refuse.
#[must_use]
pub fn choose(arguments: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Lang {
    if let Some(lang) = asked(arguments) {
        return lang;
    }
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    if let Some(lang) = set("ICS_LANG").and_then(|value| of_locale(&value)) {
        return lang;
    }
    ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).and_then(|value| of_locale(&value)).unwrap_or_default()
}

/// The one of two texts in `lang`.
#[must_use]
pub fn pick<'a>(lang: Lang, en: &'a str, zh: &'a str) -> &'a str {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

fn asked(arguments: &[OsString]) -> Option<Lang> {
    let texts = arguments.iter().map(|argument| argument.to_str().unwrap_or(""));
    let mut before = "";
    let mut found = None;
    for text in texts {
        if text == "--" {
            break;
        }
        let value = text.strip_prefix("--lang=").or((before == "--lang").then_some(text));
        found = value.and_then(of_locale).or(found);
        before = text;
    }
    found
}

fn of_locale(value: &str) -> Option<Lang> {
    let language = value.split(['_', '-', '.', '@']).next().unwrap_or("").to_ascii_lowercase();
    match language.as_str() {
        "zh" | "chinese" => Some(Lang::Zh),
        "" => None,
        _ => Some(Lang::En),
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang, choose};
    use std::ffi::OsString;

    fn chosen(arguments: &[&str], variables: &[(&str, &str)]) -> Lang {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        choose(&arguments, |name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_option_wins_over_the_variable_and_the_variable_over_the_locale() {
        assert_eq!(chosen(&["ics", "--lang", "en"], &[("ICS_LANG", "zh")]), Lang::En);
        assert_eq!(chosen(&["ics", "check", "--lang=zh"], &[("LANG", "en_GB.UTF-8")]), Lang::Zh);
        assert_eq!(chosen(&["ics"], &[("ICS_LANG", "zh"), ("LC_ALL", "C")]), Lang::Zh);
        assert_eq!(chosen(&["ics"], &[("LC_ALL", ""), ("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        assert_eq!(chosen(&["ics"], &[("LC_ALL", "C.UTF-8"), ("LANG", "zh_CN.UTF-8")]), Lang::En);
        assert_eq!(chosen(&["ics", "--", "--lang", "zh"], &[]), Lang::En);
        assert_eq!(chosen(&["ics"], &[]), Lang::En);
    }
}
