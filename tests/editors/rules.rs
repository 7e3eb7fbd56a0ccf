//! Token rules of the grammar file as regular expressions of the editors.
//!
//! In: `grammar/ics.pest`, the name of a rule, and a dialect. Out: a regular expression. Only what token rules are made of is read:
//! literals, ranges, sequences, choices, repetition, lookahead and other rules.

use std::collections::BTreeMap;

const GRAMMAR: &str = include_str!("../../grammar/ics.pest");

/// Whose regular expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Oniguruma, for TextMate grammars, and JavaScript with the flag `u`.
    Oniguruma,
    /// Vim, very magic.
    Vim,
    /// Emacs, which has no lookahead: there it is left out.
    Emacs,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Expr {
    Literal(String),
    Range(char, char),
    Rule(String),
    Sequence(Vec<Expr>),
    Choice(Vec<Expr>),
    Repeat { of: Box<Expr>, least: usize, most: Option<usize> },
    Ahead { of: Box<Expr>, wanted: bool },
}

/// The token rules, read from the grammar once.
pub struct Rules(BTreeMap<String, String>);

impl Rules {
    /// The bodies of all rules, by name.
    pub fn read() -> Rules {
        let mut bodies: BTreeMap<String, String> = BTreeMap::new();
        let mut name = String::new();
        for line in GRAMMAR.lines().filter(|line| !line.trim_start().starts_with("//")) {
            if let Some((before, after)) = line.split_once('=')
                && !line.starts_with(' ')
            {
                name = before.trim().to_string();
                bodies.insert(name.clone(), after.trim().trim_start_matches(['_', '@', '$', '!']).trim().to_string());
            } else if let Some(body) = bodies.get_mut(&name) {
                body.push(' ');
                body.push_str(line.trim());
            }
        }
        Rules(bodies)
    }

    fn expr(&self, rule: &str) -> Expr {
        let body = self.0.get(rule).unwrap_or_else(|| panic!("the grammar has no rule `{rule}`"));
        let inside = body.trim_start_matches('{').split(" //").next().unwrap_or("").trim_end();
        let inside = inside.strip_suffix('}').unwrap_or_else(|| panic!("rule `{rule}` does not end: {body}"));
        let mut reader = Reader { rest: inside.trim() };
        let expr = reader.choice();
        assert!(reader.rest.is_empty(), "rule `{rule}`: `{}` was not understood", reader.rest);
        expr
    }

    /// A rule as a regular expression that can stand beside others.
    pub fn regex(&self, rule: &str, dialect: Dialect) -> String {
        self.render(&self.expr(rule), dialect)
    }

    /// What a rule starts with, as a regular expression.
    pub fn first(&self, rule: &str, dialect: Dialect) -> String {
        match self.expr(rule) {
            Expr::Sequence(parts) => parts.first().map(|part| self.render(part, dialect)).unwrap_or_default(),
            whole => self.render(&whole, dialect),
        }
    }

    /// The texts of a rule that is a choice of texts.
    pub fn texts(&self, rule: &str) -> Vec<String> {
        let texts = |expr: &Expr| match expr {
            Expr::Literal(text) => text.clone(),
            other => panic!("rule `{rule}` is not a choice of texts: {other:?}"),
        };
        match self.expr(rule) {
            Expr::Choice(parts) => parts.iter().map(texts).collect(),
            one => vec![texts(&one)],
        }
    }

    fn render(&self, expr: &Expr, dialect: Dialect) -> String {
        let (open, or, close) = match dialect {
            Dialect::Oniguruma => ("(?:", "|", ")"),
            Dialect::Vim => ("%(", "|", ")"),
            Dialect::Emacs => ("\\(?:", "\\|", "\\)"),
        };
        match expr {
            Expr::Literal(text) => escaped(text, dialect),
            Expr::Range(from, to) => class(&[(*from, *to)], dialect),
            Expr::Rule(name) => self.named(name, dialect),
            Expr::Sequence(parts) => parts.iter().map(|part| self.render(part, dialect)).collect(),
            Expr::Choice(parts) => match letters(parts) {
                Some(letters) => class(&letters, dialect),
                None => format!("{open}{}{close}", parts.iter().map(|part| self.render(part, dialect)).collect::<Vec<_>>().join(or)),
            },
            Expr::Repeat { of, least, most } => {
                let inner = self.render(of, dialect);
                let inner = if is_one(&inner) { inner } else { format!("{open}{inner}{close}") };
                inner + &times(*least, *most, dialect)
            }
            Expr::Ahead { of, wanted } => {
                let inner = self.render(of, dialect);
                match (dialect, wanted) {
                    (Dialect::Oniguruma, true) => format!("(?={inner})"),
                    (Dialect::Oniguruma, false) => format!("(?!{inner})"),
                    (Dialect::Vim, true) => format!("%({inner})@="),
                    (Dialect::Vim, false) => format!("%({inner})@!"),
                    (Dialect::Emacs, _) => String::new(),
                }
            }
        }
    }

    fn named(&self, name: &str, dialect: Dialect) -> String {
        match (name, dialect) {
            ("XID_START", Dialect::Oniguruma) => "\\p{XID_Start}".to_string(),
            ("XID_CONTINUE", Dialect::Oniguruma) => "\\p{XID_Continue}".to_string(),
            ("XID_START" | "XID_CONTINUE", Dialect::Vim) => "\\k".to_string(),
            ("XID_START", Dialect::Emacs) => "[[:alpha:]]".to_string(),
            ("XID_CONTINUE", Dialect::Emacs) => "[[:alnum:]_]".to_string(),
            ("ANY", _) => ".".to_string(),
            _ => {
                let inner = self.regex(name, dialect);
                match self.expr(name) {
                    Expr::Sequence(_) if dialect == Dialect::Oniguruma => format!("(?:{inner})"),
                    _ => inner,
                }
            }
        }
    }
}

/// Whether a repetition behind it takes the whole of a regular expression.
fn is_one(regex: &str) -> bool {
    let starts = ["[", "(?:", "%(", "\\(?:"].iter().any(|start| regex.starts_with(start));
    let closers = regex.matches([')', ']']).count();
    let length = regex.chars().count();
    length == 1 || (length == 2 && regex.starts_with('\\')) || regex.starts_with("\\p{") || (starts && closers == 1)
}

fn times(least: usize, most: Option<usize>, dialect: Dialect) -> String {
    let (open, close) = match dialect {
        Dialect::Oniguruma => ("{", "}"),
        Dialect::Vim => ("{", "}"),
        Dialect::Emacs => ("\\{", "\\}"),
    };
    match (least, most) {
        (0, None) => "*".to_string(),
        (1, None) => "+".to_string(),
        (0, Some(1)) => "?".to_string(),
        (least, Some(most)) if least == most => format!("{open}{least}{close}"),
        (least, most) => format!("{open}{least},{}{close}", most.map(|most| most.to_string()).unwrap_or_default()),
    }
}

/// The letters of a choice in which every part is one.
fn letters(parts: &[Expr]) -> Option<Vec<(char, char)>> {
    let letter = |part: &Expr| match part {
        Expr::Literal(text) => {
            let mut letters = text.chars();
            letters.next().filter(|_| letters.next().is_none()).map(|letter| (letter, letter))
        }
        Expr::Range(from, to) => Some((*from, *to)),
        _ => None,
    };
    parts.iter().map(letter).collect()
}

/// A set of letters.
fn class(letters: &[(char, char)], dialect: Dialect) -> String {
    let one = |letter: char| match (letter, dialect) {
        ('\t', _) => "\\t".to_string(),
        ('\\' | ']' | '[' | '^' | '-', Dialect::Oniguruma | Dialect::Vim) => format!("\\{letter}"),
        _ => letter.to_string(),
    };
    let part = |(from, to): &(char, char)| if from == to { one(*from) } else { format!("{}-{}", one(*from), one(*to)) };
    let mut ordered = letters.to_vec();
    if dialect == Dialect::Emacs {
        // No escapes within a set: `]` stands first, `^` and `-` last.
        ordered.sort_by_key(|(from, _)| match from {
            ']' => 0,
            '^' => 2,
            '-' => 3,
            _ => 1,
        });
    }
    format!("[{}]", ordered.iter().map(part).collect::<String>())
}

/// A text as it stands.
pub fn escaped(text: &str, dialect: Dialect) -> String {
    let special = |letter: char| match dialect {
        Dialect::Oniguruma => "\\.+*?()|[]{}^$/-".contains(letter),
        Dialect::Vim => letter.is_ascii_punctuation() && letter != '_',
        Dialect::Emacs => "\\.+*?[]^$".contains(letter),
    };
    text.chars().flat_map(|letter| special(letter).then_some('\\').into_iter().chain([letter])).collect()
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn take(&mut self, sign: &str) -> bool {
        let found = self.rest.strip_prefix(sign);
        self.rest = found.unwrap_or(self.rest).trim_start();
        found.is_some()
    }

    fn choice(&mut self) -> Expr {
        let mut parts = vec![self.sequence()];
        while self.take("|") {
            parts.push(self.sequence());
        }
        if parts.len() == 1 { parts.remove(0) } else { Expr::Choice(parts) }
    }

    fn sequence(&mut self) -> Expr {
        let mut parts = vec![self.repeated()];
        while self.take("~") {
            parts.push(self.repeated());
        }
        if parts.len() == 1 { parts.remove(0) } else { Expr::Sequence(parts) }
    }

    fn repeated(&mut self) -> Expr {
        for (sign, wanted) in [("!", false), ("&", true)] {
            if self.take(sign) {
                return Expr::Ahead { of: Box::new(self.repeated()), wanted };
            }
        }
        let of = self.single();
        let (least, most) = if self.take("*") {
            (0, None)
        } else if self.take("+") {
            (1, None)
        } else if self.take("?") {
            (0, Some(1))
        } else if self.take("{") {
            let (inside, after) = self.rest.split_once('}').expect("a repetition ends");
            self.rest = after.trim_start();
            let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
            (least.trim().parse().expect("a figure"), most.trim().parse().ok())
        } else {
            return of;
        };
        Expr::Repeat { of: Box::new(of), least, most }
    }

    fn single(&mut self) -> Expr {
        if self.take("(") {
            let inner = self.choice();
            assert!(self.take(")"), "a bracket is open before `{}`", self.rest);
            return inner;
        }
        if self.rest.starts_with('\'') {
            let from = self.letter();
            assert!(self.take(".."), "a range at `{}`", self.rest);
            return Expr::Range(from, self.letter());
        }
        if self.rest.starts_with('"') {
            return Expr::Literal(self.quoted('"'));
        }
        let end = self.rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(self.rest.len());
        assert!(end > 0, "`{}` was not understood", self.rest);
        let (name, after) = self.rest.split_at(end);
        self.rest = after.trim_start();
        Expr::Rule(name.to_string())
    }

    fn letter(&mut self) -> char {
        self.quoted('\'').chars().next().expect("a letter")
    }

    /// A text between two marks, with the escapes of the grammar undone.
    fn quoted(&mut self, mark: char) -> String {
        let mut text = String::new();
        let mut letters = self.rest.chars();
        letters.next();
        while let Some(letter) = letters.next().filter(|letter| *letter != mark) {
            let escape = if letter == '\\' { letters.next() } else { None };
            text.push(match escape {
                None => letter,
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('u') => {
                    let code: String = letters.by_ref().skip(1).take_while(|letter| *letter != '}').collect();
                    u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).expect("a code point")
                }
                Some(other) => other,
            });
        }
        self.rest = letters.as_str().trim_start();
        text
    }
}

#[test]
fn rules_become_regular_expressions() {
    let rules = Rules::read();
    assert_eq!(rules.regex("arrow", Dialect::Oniguruma), "(?:\\->|→|－＞|－>|\\-＞|=>)");
    assert_eq!(rules.regex("lbracket", Dialect::Oniguruma), "[\\[［【]");
    assert_eq!(rules.regex("rbracket", Dialect::Emacs), "[]］】]");
    assert_eq!(rules.first("comment", Dialect::Vim), "[#＃]");
    assert_eq!(rules.regex("op_eq", Dialect::Vim), "%(\\=\\=?|＝)");
    assert_eq!(rules.regex("digits", Dialect::Emacs), "[0-9０-９]+\\(?:_[0-9０-９]+\\)*");
    assert_eq!(rules.regex("op_ne", Dialect::Oniguruma), "(?:≠|[!！][=＝]|[<＜][>＞])");
    assert!(rules.regex("date", Dialect::Oniguruma).starts_with("[0-9０-９]{4}(?:\\-[0-9０-９]{2}\\-"));
    assert_eq!(rules.texts("quote"), ["\"", "“", "”", "＂"]);
}
