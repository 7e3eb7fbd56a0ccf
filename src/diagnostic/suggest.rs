//! "Did you mean": the nearest of some names.
//!
//! In: a wrong name and the right ones. Out: the nearest, where one is near enough to be meant.

/// The candidate nearest to `name` by edit distance, if it is near enough to be meant: at most a third of the letters
/// differ (one letter in a Chinese name of two or three characters).
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = name.to_lowercase().chars().collect();
    let allowed = (wanted.len() / 3).max(1);
    let mut best: Option<(usize, usize, &str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.to_lowercase().chars().collect();
        if letters.len().abs_diff(wanted.len()) > allowed || wanted.len().max(letters.len()) < 2 {
            continue;
        }
        let distance = edit_distance(&wanted, &letters);
        let better = match best {
            None => true,
            Some((least, uneven, text)) => (distance, letters.len().abs_diff(wanted.len()), candidate) < (least, uneven, text),
        };
        if distance <= allowed && better && candidate != name {
            best = Some((distance, letters.len().abs_diff(wanted.len()), candidate));
        }
    }
    best.map(|(_, _, candidate)| candidate)
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
    use super::nearest;

    #[test]
    fn finds_typing_slips_and_nothing_far() {
        assert_eq!(nearest("stafff", ["sales", "staff"]), Some("staff"));
        assert_eq!(nearest("研发费月", ["研发费用", "营业收入"]), Some("研发费用"));
        assert_eq!(nearest("setls", ["sales", "staff"]), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("baes", ["base"]), Some("base"));
        assert_eq!(nearest("万圆", ["万", "万元"]), Some("万元"));
    }
}
