//! `ics error`: the page about an error code.
//!
//! In: a code. Out: its page from `docs/errors/`, in one language. A page is Markdown, an English part and a Chinese part with a
//! line `---zh---` between them; adding one means adding its code to the list below.

use super::Outcome;
use super::language::pick;
use super::problem::{CliProblem, Failure};
use super::screen::Screen;
use crate::diagnostic::{Lang, suggest};
use clap::ArgMatches;

/// The line between the English and the Chinese part of a page.
const DIVIDER: &str = "---zh---";

macro_rules! pages {
    ($($code:ident)*) => {
        &[$((stringify!($code), include_str!(concat!("../../docs/errors/", stringify!($code), ".md")))),*]
    };
}

/// Every page with its code, by code.
const PAGES: &[(&str, &str)] = pages![
    E0560
    E0701 E0702 E0703 E0704 E0705 E0706 E0707 E0708 E0709 E0710 E0711 E0712 E0713 E0714 E0715 E0716 E0717 E0718 E0719 E0720 E0721
    E0799
    W0701 W0702
];

/// Prints a page, or the list of codes.
///
/// # Errors
/// An unknown code.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    if options.get_flag("list") {
        let lines: Vec<String> = PAGES.iter().map(|(code, page)| format!("{code}  {}\n", title(part(page, screen.lang)))).collect();
        screen.out(&lines.concat())?;
        return Ok(Outcome::Fine);
    }
    let asked = options.get_one::<String>("code").map(|code| code.trim().to_ascii_uppercase()).unwrap_or_default();
    let Some((_, page)) = PAGES.iter().find(|(code, _)| *code == asked) else {
        let near = suggest::nearest(&asked, PAGES.iter().map(|(code, _)| *code)).map(str::to_owned);
        return Err(CliProblem::UnknownCode { code: asked, near }.into());
    };
    screen.out(&format!("{}\n", part(page, screen.lang).trim()))?;
    Ok(Outcome::Fine)
}

fn part(page: &'static str, lang: Lang) -> &'static str {
    match page.split_once(DIVIDER) {
        Some((en, zh)) => pick(lang, en, zh),
        None => page,
    }
}

/// The first heading, without its code.
fn title(page: &str) -> &str {
    let line = page.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or("");
    line.split_once([':', '：']).map_or(line, |(_, title)| title.trim())
}

#[cfg(test)]
mod tests {
    use super::{Lang, PAGES, part, title};
    use std::collections::BTreeSet;

    #[test]
    fn lists_every_page_of_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let there: BTreeSet<String> = names.filter_map(|name| name.strip_suffix(".md").map(str::to_owned)).collect();
        let listed: BTreeSet<String> = PAGES.iter().map(|(code, _)| (*code).to_owned()).collect();
        assert_eq!(there, listed);
        assert!(PAGES.is_sorted());
    }

    #[test]
    fn every_page_has_a_heading_with_its_code_in_both_languages() {
        for (code, page) in PAGES {
            let (en, zh) = (part(page, Lang::En), part(page, Lang::Zh));
            assert_ne!(en, zh, "{code}");
            for text in [en, zh] {
                assert!(text.trim().starts_with(&format!("# {code}")), "{code}");
                assert!(!title(text).is_empty(), "{code}");
            }
        }
    }
}
