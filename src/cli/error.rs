//! `ics error`: the page about an error code.
//!
//! In: a code, or the name of a warning. Out: its page from `docs/errors/`, in one language. A page is Markdown, an English part and a Chinese part with a
//! line `---zh---` between them; adding one means adding its code to the list below.

use super::Outcome;
use super::language::pick;
use super::problem::{CliProblem, Failure};
use super::screen::Screen;
use crate::diagnostic::{Lang, Severity};
use crate::lint::registry::{self, Target};
use clap::ArgMatches;
use unicode_width::UnicodeWidthStr;

/// The line between the English and the Chinese part of a page.
const DIVIDER: &str = "---zh---";

macro_rules! pages {
    ($($code:ident)*) => {
        &[$((stringify!($code), include_str!(concat!("../../docs/errors/", stringify!($code), ".md")))),*]
    };
}

/// Every page with its code, by code.
const PAGES: &[(&str, &str)] = pages![
    E0101 E0102 E0103 E0104 E0105 E0106 E0107 E0108 E0109 E0110 E0111 E0112 E0113 E0114 E0115 E0116 E0117 E0118 E0119 E0120 E0121 E0122 E0123
    E0201 E0202 E0203 E0204 E0205 E0206 E0207 E0208 E0209 E0210 E0211 E0212 E0213
    E0301 E0302 E0303 E0304 E0305 E0306 E0307 E0308 E0309 E0310 E0311 E0312 E0313 E0314 E0315 E0316 E0317
    E0401 E0402 E0403 E0404 E0405 E0406 E0407 E0408 E0409 E0410 E0411 E0412 E0413 E0414 E0415 E0416 E0417 E0418 E0419 E0420 E0421 E0422
    E0423 E0424 E0425 E0426 E0427 E0428 E0429 E0430 E0431 E0432 E0433 E0434 E0435 E0436 E0437 E0438 E0439 E0440 E0441 E0442 E0443 E0444
    E0445 E0446 E0451 E0452 E0453 E0454 E0455 E0456 E0457 E0458 E0459 E0460 E0461 E0462 E0463 E0464 E0465 E0466 E0467 E0468
    E0501 E0502 E0503 E0504 E0505 E0506 E0507 E0508 E0509 E0510 E0511 E0512 E0513 E0514 E0515 E0520 E0521 E0530 E0531 E0532 E0533 E0534 E0535 E0536
    E0537 E0538 E0539 E0540 E0541 E0542 E0543 E0544 E0545 E0546 E0547 E0548 E0549 E0560
    E0601 E0602 E0603 E0604 E0605 E0606 E0607 E0608 E0609
    E0701 E0702 E0703 E0704 E0705 E0706 E0707 E0708 E0709 E0710 E0711 E0712 E0713 E0714 E0715 E0716 E0717 E0718 E0719 E0720 E0721 E0722 E0723 E0724
    E0725 E0726 E0727 E0729 E0730
    E0731 E0732 E0741
    E0750 E0751 E0752 E0753 E0754 E0755 E0756 E0757
    E0799
    E0801
    W0301 W0302 W0303
    W0401 W0402 W0451 W0452 W0453
    W0501 W0502 W0503 W0504 W0505 W0506
    W0602
    W0701 W0702
    W0801 W0802 W0803 W0804 W0805 W0806 W0807 W0808 W0809 W0810 W0811 W0812 W0813 W0814 W0815 W0816 W0817 W0818 W0819
];

/// Prints a page, or the list of codes.
///
/// # Errors
/// An unknown code.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    if options.get_flag("list") {
        let severity = |code: &str| if code.starts_with('W') { Severity::Warning } else { Severity::Error }.word(screen.lang);
        let widest = PAGES.iter().map(|(code, _)| severity(code).width()).max().unwrap_or(0);
        let line = |(code, page): &(&'static str, &'static str)| {
            let word = severity(code);
            let blanks = " ".repeat(widest - word.width());
            format!("{code}  {word}{blanks}  {}\n", title(part(page, screen.lang)))
        };
        screen.out(&PAGES.iter().map(line).collect::<String>())?;
        return Ok(Outcome::Fine);
    }
    let asked = options.get_one::<String>("code").map(|code| code_of(code.trim())).unwrap_or_default();
    let Some((_, page)) = PAGES.iter().find(|(code, _)| *code == asked) else {
        let written = options.get_one::<String>("code").cloned().unwrap_or_default();
        let near = registry::nearest(&written).map_or_else(|| near(&asked), |name| vec![name.to_owned()]);
        return Err(CliProblem::UnknownCode { code: written, near }.into());
    };
    screen.out(&format!("{}\n", part(page, screen.lang).trim()))?;
    Ok(Outcome::Fine)
}

/// The title and the text of the page about a code.
#[must_use]
pub fn page(code: &str, lang: Lang) -> Option<(&'static str, &'static str)> {
    let text = PAGES.iter().find(|(known, _)| *known == code).map(|(_, page)| part(page, lang).trim())?;
    Some((title(text), text))
}

/// The codes that were perhaps meant: those with the same digits, else the nearest of the same phase.
fn near(asked: &str) -> Vec<String> {
    const MOST: usize = 3;
    let digits = |code: &str| code.chars().filter(char::is_ascii_digit).collect::<String>();
    let wanted = digits(asked);
    let Ok(number) = wanted.parse::<u32>() else { return Vec::new() };
    let wanted = format!("{number:04}");
    let is_warning = asked.starts_with('W');
    let far = |code: &str| {
        let digits = digits(code);
        let away = digits.parse::<u32>().map_or(u32::MAX, |known| known.abs_diff(number));
        (away != 0, code.starts_with('W') != is_warning, away)
    };
    let mut codes: Vec<&str> = PAGES.iter().map(|(code, _)| *code).filter(|code| digits(code).get(..2) == wanted.get(..2)).collect();
    codes.sort_by_key(|code| far(code));
    let same = codes.iter().take_while(|code| digits(code) == wanted).count();
    codes.truncate(if same > 0 { same } else { MOST });
    codes.into_iter().map(str::to_owned).collect()
}

/// The code that a code or a name stands for.
fn code_of(asked: &str) -> String {
    match registry::find(asked) {
        Some(Target::One(lint)) => lint.code.to_owned(),
        Some(Target::All) | None => asked.to_ascii_uppercase(),
    }
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
    use super::{Lang, PAGES, near, part, title};
    use std::collections::BTreeSet;

    #[test]
    fn lists_every_page_of_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let pages = names.filter_map(|name| name.strip_suffix(".md").map(str::to_owned));
        let there: BTreeSet<String> = pages.filter(|name| name != "README").collect();
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

    #[test]
    fn an_unknown_code_brings_up_near_ones() {
        assert_eq!(near("W0204"), ["E0204"]);
        assert_eq!(near("204"), ["E0204"]);
        assert_eq!(near("E0125"), ["E0123", "E0122", "E0121"]);
        assert_eq!(near("W0309"), ["E0309"]);
        assert_eq!(near("E9901"), Vec::<String>::new());
        assert_eq!(near("XYZ"), Vec::<String>::new());
    }
}
