//! "Did you mean": the nearest of some names, and whether it is certain that it was meant.
//!
//! In: a wrong name and the right ones. Out: the nearest, where one is near enough to be meant; a slip of the finger is told from a
//! name that is only similar, because `revenue_2022` may stand for anything but `revenue_2023`.

use unicode_normalization::UnicodeNormalization;

/// The least letters of a word in which a slip is told from another word.
const LEAST: usize = 4;

/// The candidate nearest to `name`, if it is near enough to be meant: the only one that `name` is a slip of, else the first by edit
/// distance, where at most a third of the letters differ (one letter in a Chinese name of two or three characters). Of two names
/// mistyped alike neither is suggested: what is suggested for a slip counts as certain.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let candidates: Vec<(&str, Letters)> = candidates.into_iter().map(|candidate| (candidate, Letters::of(candidate))).collect();
    choose(name, candidates.iter().map(|(candidate, letters)| (*candidate, letters)))
}

/// Names that are suggested again and again, so that finding none costs little.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    names: Vec<(String, Letters)>,
}

impl Candidates {
    /// Prepares names.
    pub fn new(names: impl IntoIterator<Item = String>) -> Candidates {
        let with_letters = |name: String| {
            let letters = Letters::of(&name);
            (name, letters)
        };
        Candidates { names: names.into_iter().map(with_letters).collect() }
    }

    /// The nearest to `name`, as [`nearest`].
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        choose(name, self.names.iter().map(|(candidate, letters)| (candidate.as_str(), letters)))
    }
}

/// A name as it is compared, and which letters it has.
#[derive(Debug, Clone)]
struct Letters {
    lower: Vec<char>,
    has: u64,
    /// The same without width, capitals and underscores.
    folded_has: u64,
}

impl Letters {
    fn of(name: &str) -> Letters {
        let lower: Vec<char> = name.to_lowercase().chars().collect();
        let has = marks(lower.iter().copied());
        Letters { has, lower, folded_has: marks(name.nfkc().flat_map(char::to_lowercase).filter(|letter| *letter != '_')) }
    }

    /// Whether so few edits could make one of the other: an edit adds one letter and takes one away at most.
    fn is_within(&self, other: &Letters, edits: usize) -> bool {
        let beyond = |one: u64, other: u64| (one & !other).count_ones() as usize <= edits;
        beyond(self.has, other.has) && beyond(other.has, self.has)
    }
}

/// A mark for each letter; different letters may share one.
fn marks(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0, |marks, letter| marks | 1 << (u32::from(letter) % 64))
}

fn choose<'a, 'b>(name: &str, candidates: impl Iterator<Item = (&'a str, &'b Letters)> + Clone) -> Option<&'a str> {
    let wanted = Letters::of(name);
    let others = candidates.filter(|(candidate, _)| *candidate != name);
    // A slip has the letters of what is meant.
    let alike = others.clone().filter(|(_, letters)| letters.folded_has == wanted.folded_has);
    let mut slips: Vec<&str> = alike.map(|(candidate, _)| candidate).filter(|candidate| is_slip(name, candidate)).collect();
    slips.sort_unstable();
    slips.dedup();
    match slips.as_slice() {
        [] => nearest_by_distance(&wanted, others),
        [only] => Some(only),
        _ => None,
    }
}

fn nearest_by_distance<'a, 'b>(wanted: &Letters, candidates: impl Iterator<Item = (&'a str, &'b Letters)>) -> Option<&'a str> {
    let allowed = (wanted.lower.len() / 3).max(1);
    let mut best: Option<(usize, usize, &str)> = None;
    for (candidate, letters) in candidates {
        let uneven = letters.lower.len().abs_diff(wanted.lower.len());
        if uneven > allowed || wanted.lower.len().max(letters.lower.len()) < 2 || !wanted.is_within(letters, allowed) {
            continue;
        }
        let distance = edit_distance(&wanted.lower, &letters.lower);
        let better = match best {
            None => true,
            Some(least) => (distance, uneven, candidate) < least,
        };
        if distance <= allowed && better {
            best = Some((distance, uneven, candidate));
        }
    }
    best.map(|(_, _, candidate)| candidate)
}

/// Whether `written` can only be `meant`, mistyped: they differ in capitals, full-width forms and underscores, or one word of
/// Latin letters has a letter twice that stands once, or two neighbours the wrong way round. Another digit, or another Chinese
/// character, makes another name.
#[must_use]
pub fn is_slip(written: &str, meant: &str) -> bool {
    let fold = |name: &str| name.nfkc().flat_map(char::to_lowercase).collect::<String>();
    let (written, meant) = (fold(written), fold(meant));
    let bare = |name: &str| name.replace('_', "");
    if bare(&written) == bare(&meant) {
        return true;
    }
    let (ours, theirs) = (words(&written), words(&meant));
    let mut differing = ours.iter().zip(&theirs).filter(|(one, other)| one != other);
    match (differing.next(), differing.next()) {
        (Some((one, other)), None) if ours.len() == theirs.len() => is_slip_of_word(one, other),
        _ => false,
    }
}

/// Whether exactly one letter is wrong, lacking, too much or in the place of its neighbour.
#[must_use]
pub fn is_one_letter_off(written: &str, meant: &str) -> bool {
    let letters = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
    edit_distance(&letters(written), &letters(meant)) == 1
}

fn is_slip_of_word(one: &[char], other: &[char]) -> bool {
    let is_word = |word: &[char]| word.len() >= LEAST && word.iter().all(char::is_ascii_alphabetic);
    let once = |word: &[char]| {
        let mut letters = word.to_vec();
        letters.dedup();
        letters
    };
    let sorted = |word: &[char]| {
        let mut letters = word.to_vec();
        letters.sort_unstable();
        letters
    };
    is_word(one) && is_word(other) && edit_distance(one, other) == 1 && (once(one) == once(other) || sorted(one) == sorted(other))
}

/// Runs of Latin letters, and runs of anything else.
fn words(name: &str) -> Vec<Vec<char>> {
    let letters: Vec<char> = name.chars().collect();
    letters.chunk_by(|a, b| a.is_ascii_alphabetic() == b.is_ascii_alphabetic()).map(<[char]>::to_vec).collect()
}

/// Levenshtein distance with adjacent transpositions counted as one (optimal string alignment).
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Candidates, is_one_letter_off, is_slip, nearest, nearest_by_distance};

    #[test]
    fn finds_typing_slips_and_nothing_far() {
        assert_eq!(nearest("stafff", ["sales", "staff"]), Some("staff"));
        assert_eq!(nearest("研发费月", ["研发费用", "营业收入"]), Some("研发费用"));
        assert_eq!(nearest("setls", ["sales", "staff"]), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("baes", ["base"]), Some("base"));
        assert_eq!(nearest("万圆", ["万", "万元"]), Some("万元"));
    }

    #[test]
    fn a_slip_is_told_from_another_name() {
        for (written, meant) in
            [("rd_stafff", "rd_staff"), ("rd_staf", "rd_staff"), ("baes_rate", "base_rate"), ("RDStaff", "rd_staff"), ("ｓａｌｅｓ", "sales")]
        {
            assert!(is_slip(written, meant), "{written}");
            assert_eq!(nearest(written, [meant, "else"]), Some(meant));
        }
        for (written, meant) in [
            ("revenue_2022", "revenue_2023"),
            ("revenue_20223", "revenue_2023"),
            ("rate_a", "rate_b"),
            ("rate_aa", "rate_a"),
            ("class_ab", "class_ba"),
            ("甲类", "乙类"),
            ("万亩", "万元"),
            ("sale", "sales"),
        ] {
            assert!(!is_slip(written, meant), "{written}");
        }
        assert!(is_one_letter_off("outpt", "output") && is_one_letter_off("指表", "指标") && !is_one_letter_off("rate", "rate"));
    }

    #[test]
    fn of_two_names_mistyped_alike_neither_is_suggested() {
        assert_eq!(nearest("SALES", ["Sales", "sales"]), None);
        assert_eq!(nearest("rd_stafff", ["rd_staff", "rd_stuff"]), Some("rd_staff"));
    }

    /// What is passed over because of its letters would not have been chosen.
    #[test]
    fn nothing_near_is_passed_over() {
        let names = [
            "rd_staff",
            "staff",
            "sales",
            "RD_Staff",
            "base",
            "bases",
            "a",
            "ab",
            "研发费用",
            "研发人员",
            "ｓｔａｆｆ",
            "rate_a",
            "rate_b",
            "tariff",
        ];
        let written = [
            "stafff",
            "saf",
            "staf",
            "STAFF",
            "asles",
            "bas",
            "b",
            "ba",
            "研费用发",
            "研发费",
            "rate_c",
            "rdstaff",
            "ratea",
            "traiff",
            "",
            "_",
            "staff",
        ];
        let prepared = Candidates::new(names.map(str::to_owned));
        for name in written {
            let slips: Vec<&str> = names.into_iter().filter(|other| *other != name && is_slip(name, other)).collect();
            let letters = super::Letters::of(name);
            let all: Vec<(&str, super::Letters)> =
                names.into_iter().filter(|other| *other != name).map(|other| (other, super::Letters::of(other))).collect();
            let far = |letters: &super::Letters| super::Letters { has: u64::MAX, ..letters.clone() };
            let everything: Vec<(&str, super::Letters)> = all.iter().map(|(other, letters)| (*other, far(letters))).collect();
            let by_distance = nearest_by_distance(&far(&letters), everything.iter().map(|(other, letters)| (*other, letters)));
            let expected = match slips.as_slice() {
                [] => by_distance,
                [only] => Some(*only),
                _ => None,
            };
            assert_eq!(nearest(name, names), expected, "{name}");
            assert_eq!(prepared.nearest(name), expected, "{name}");
        }
    }
}
