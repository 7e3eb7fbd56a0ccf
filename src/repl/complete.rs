//! What a word that is being typed may become, and what is said about it.
//!
//! In: the words of a session, a line, the place in it. Out: candidates, and a hint. Knows no terminal.

use super::command::{Argument, TABLE};
use crate::builtins;
use crate::diagnostic::Lang;
use crate::ide::{self, Entry, Sort};
use crate::ir::Program;
use crate::syntax::keyword::KEYWORDS;

/// The words that a session knows.
#[derive(Debug, Default)]
pub struct Words {
    lang: Lang,
    entries: Vec<Entry>,
    examples: Vec<String>,
    tests: Vec<String>,
}

/// A word that may stand in the place of one that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is written.
    pub text: String,
    /// What it is, in a few words.
    pub about: String,
}

/// What completion offers at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// Words, and where the word begun starts.
    Words(usize, Vec<Candidate>),
    /// Files.
    Files,
}

/// What is shown behind the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What the word lacks.
    pub rest: String,
    /// What it is.
    pub about: String,
}

impl Words {
    /// The words of a policy.
    #[must_use]
    pub fn of(program: &Program, lang: Lang) -> Words {
        let mut entries = ide::vocabulary(program, lang);
        let other = if lang == Lang::En { Lang::Zh } else { Lang::En };
        entries.extend(ide::functions(lang));
        entries.extend(ide::functions(other));
        Words {
            lang,
            entries,
            examples: program.examples.iter().map(|example| example.name.clone()).collect(),
            tests: program.tests.iter().map(|test| test.name.clone()).collect(),
        }
    }

    /// What may stand at a place of a line.
    #[must_use]
    pub fn offer(&self, line: &str, at: usize) -> Offer {
        let before = line.get(..at).unwrap_or("");
        let Some(command) = before.trim_start().strip_prefix([':', '：']) else { return self.names(before, |_| true) };
        let start = at - command.len();
        let Some((word, argument)) = command.split_once(char::is_whitespace) else { return self.commands(command, start) };
        let Ok(row) = super::command::find(word.trim_end_matches(['!', '！'])) else { return Offer::Words(at, Vec::new()) };
        let of = |list: &[String]| Offer::Words(at - argument.len(), begun(argument, list.iter().map(|name| (name.as_str(), ""))));
        match row.argument {
            Argument::Nothing => Offer::Words(at, Vec::new()),
            Argument::Command => self.commands(argument, at - argument.len()),
            Argument::File => Offer::Files,
            Argument::Expression | Argument::Name => self.names(before, |_| true),
            Argument::Record => of(&self.examples),
            Argument::Test => of(&self.tests),
            Argument::Mode => {
                let words = match self.lang {
                    Lang::En => ["en", "zh", "exact", "rounded", "width", "date"],
                    Lang::Zh => ["en", "zh", "精确", "近似", "宽度", "基准日"],
                };
                Offer::Words(at - argument.len(), begun(argument, words.into_iter().map(|word| (word, ""))))
            }
            Argument::Assignment => {
                let piece = argument.rsplit([',', '，', '、', ';', '；']).next().unwrap_or("");
                if piece.contains(['=', '＝']) { self.names(before, |_| true) } else { self.names(before, |sort| sort == Sort::Field) }
            }
        }
    }

    /// What is said about the word before the cursor, where it stands at the end of a line.
    #[must_use]
    pub fn hint(&self, line: &str, at: usize) -> Option<Hint> {
        if at != line.len() || line.trim().is_empty() {
            return None;
        }
        let bare = line.trim_start();
        if bare.starts_with([':', '：']) && !bare.contains(char::is_whitespace) {
            let row = super::command::find(bare.trim_start_matches([':', '：'])).ok()?;
            let typed = bare.trim_start_matches([':', '：']);
            let name = [row.english, row.chinese].into_iter().find(|name| name.starts_with(typed))?;
            let usage = row.usage(self.lang).split_once(' ').map_or("", |(_, rest)| rest);
            return Some(Hint {
                rest: name.get(typed.len()..).unwrap_or("").to_owned(),
                about: format!("{usage}  {}", row.doc(self.lang)).trim().to_owned(),
            });
        }
        let word = word_before(line);
        if word.is_empty() {
            return shape_around(line).map(|about| Hint { rest: String::new(), about });
        }
        let Offer::Words(_, found) = self.offer(line, at) else { return None };
        let exact = found.iter().find(|candidate| candidate.text == word);
        let only = exact.or(match found.as_slice() {
            [only] => Some(only),
            _ => None,
        })?;
        let rest = only.text.strip_prefix(word)?;
        if only.about.is_empty() && rest.is_empty() {
            return None;
        }
        Some(Hint { rest: rest.to_owned(), about: only.about.clone() })
    }

    fn commands(&self, word: &str, start: usize) -> Offer {
        let both = |row: &'static super::command::Row| match self.lang {
            Lang::En => [(row.english, row.doc_en), (row.chinese, row.doc_zh)],
            Lang::Zh => [(row.chinese, row.doc_zh), (row.english, row.doc_en)],
        };
        let own = TABLE.iter().filter_map(|row| both(row).into_iter().next());
        if word.is_empty() {
            return Offer::Words(start, begun(word, own));
        }
        Offer::Words(start, begun(word, TABLE.iter().flat_map(both)))
    }

    /// Names of the policy, functions, and keywords that stand inside expressions; a name is found by its label too.
    fn names(&self, before: &str, wanted: impl Fn(Sort) -> bool) -> Offer {
        let word = word_before(before);
        let start = before.len() - word.len();
        let fields_only = word.is_empty() || !wanted(Sort::Value);
        let entries = self.entries.iter().filter(|entry| if fields_only { entry.sort == Sort::Field } else { wanted(entry.sort) });
        let about = |entry: &Entry| {
            let label = if entry.label == entry.name { "" } else { entry.label.as_str() };
            [label, entry.detail.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<&str>>().join(" · ")
        };
        let mut found: Vec<Candidate> = Vec::new();
        let by_name = entries.clone().filter(|entry| entry.name.starts_with(word));
        let by_label = entries.filter(|entry| !entry.name.starts_with(word) && entry.sort != Sort::Function && entry.label.starts_with(word));
        for entry in by_name.chain(by_label) {
            if !found.iter().any(|known| known.text == entry.name) {
                found.push(Candidate { text: entry.name.clone(), about: about(entry) });
            }
        }
        if !fields_only {
            let spellings = KEYWORDS.iter().flat_map(|keyword| [keyword.english, keyword.chinese]);
            let more: Vec<Candidate> = begun(word, spellings.map(|spelling| (spelling, "")));
            found.extend(more.into_iter().filter(|keyword| self.entries.iter().all(|entry| entry.name != keyword.text)));
        }
        Offer::Words(start, found)
    }
}

/// The words that begin with another.
fn begun<'a>(word: &str, all: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Candidate> {
    let found = all.filter(|(text, _)| text.starts_with(word));
    found.map(|(text, about)| Candidate { text: text.to_owned(), about: about.to_owned() }).collect()
}

/// The word before the end of a text; the unit behind a figure is a word of its own.
fn word_before(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|(_, letter)| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '%')).last();
    let word = start.and_then(|(start, _)| text.get(start..)).unwrap_or("");
    word.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.')
}

/// The shape of the function in whose bracket the end of a text stands.
fn shape_around(text: &str) -> Option<String> {
    let mut depth = 0;
    for (at, letter) in text.char_indices().rev() {
        match letter {
            ')' | '）' => depth += 1,
            '(' | '（' if depth == 0 => {
                let name = word_before(text.get(..at)?);
                return builtins::find(name).map(|row| builtins::shape_as(row, name));
            }
            '(' | '（' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Lang, Offer, Words};

    const POLICY: &str = "policy p \"试\" { source \"无\" }\nenum stage_kind \"阶段\" { seed \"种子\", grown \"成熟\" }\n\
        record firm { key id : text\n staff \"职工\" : 人 [0, 100]\n stage \"阶段\" : stage_kind }\noutput share = staff / 2\nexample small { id = \"a\", staff = 1 人, stage = seed }\n";

    fn words() -> Words {
        let policy = crate::Policy::from_text("p.ics", POLICY).unwrap();
        Words::of(policy.program(), Lang::En)
    }

    fn offered(line: &str) -> Vec<String> {
        match words().offer(line, line.len()) {
            Offer::Words(_, found) => found.into_iter().map(|candidate| candidate.text).collect(),
            Offer::Files => vec!["(files)".to_owned()],
        }
    }

    #[test]
    fn names_functions_and_keywords_complete_a_word() {
        assert_eq!(offered("1 + sta"), ["staff", "stage", "starts with"]);
        assert_eq!(offered("years_b"), ["years_between"]);
        assert_eq!(offered("职"), ["staff"]);
        assert_eq!(offered("share + 3人"), ["人"]);
        assert_eq!(offered("oth"), ["otherwise"]);
    }

    #[test]
    fn commands_and_their_arguments_complete() {
        assert_eq!(offered(":re"), ["record", "reload"]);
        assert_eq!(offered("：记"), ["记录"]);
        assert_eq!(offered(":set s"), ["staff", "stage"]);
        assert_eq!(offered(":set stage = se"), ["seed"]);
        assert_eq!(offered(":set staff = 3, "), ["id", "staff", "stage"]);
        assert_eq!(offered(":load d"), ["(files)"]);
        assert_eq!(offered(":record s"), ["small"]);
        assert_eq!(offered(":help wh"), ["what-if"]);
        assert_eq!(offered(":mode ex"), ["exact"]);
        assert_eq!(offered(":quit x"), [""; 0]);
    }

    #[test]
    fn a_hint_tells_the_label_and_the_shape() {
        let hint = |line: &str| words().hint(line, line.len()).map(|hint| (hint.rest, hint.about));
        assert_eq!(hint("staf"), Some(("f".to_owned(), "职工 · 人".to_owned())));
        assert_eq!(hint("sta"), None);
        assert_eq!(hint("min("), Some((String::new(), "min(x, y, …)".to_owned())));
        assert!(hint(":fi").is_none_or(|(rest, _)| rest == "elds" || rest == "nd"));
        assert_eq!(hint(""), None);
    }
}
