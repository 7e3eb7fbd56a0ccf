//! Fenced blocks of `ics` in a page.

/// A block.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// What stands in it.
    pub text: String,
    /// The line of its fence, from 1.
    pub line: usize,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The header and record of the fragments.
    Standard,
    /// A whole policy.
    Policy,
    /// Declarations behind the standard header and record.
    Fragment,
    /// A text in which exactly this code is found.
    Finds(String),
    /// Expressions with their values.
    Expressions,
    /// Something else.
    Unknown(String),
}

/// All blocks of a page whose language is `ics`.
pub fn of(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((position, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let text: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
        let words: Vec<&str> = info.split_whitespace().collect();
        let kind = match words.as_slice() {
            ["ics"] => Kind::Policy,
            ["ics", "standard"] => Kind::Standard,
            ["ics", "fragment"] => Kind::Fragment,
            ["ics", "error" | "warning", code] => Kind::Finds((*code).to_string()),
            ["ics", "expression"] => Kind::Expressions,
            ["ics", ..] => Kind::Unknown(info.to_string()),
            _ => continue,
        };
        found.push(Block { kind, text: text.join("\n") + "\n", line: position + 1 });
    }
    found
}
