//! A sample of changes: so many of each kind as there is room for.
//!
//! In: all changes and how many may be tried. Out: some of them, in their order. The same every time.

use super::change::Change;
use super::kind::Kind;

/// At most `most` of the changes: the kinds take turns, and each gives from its whole length.
#[must_use]
pub fn sample(changes: Vec<Change>, most: usize) -> Vec<Change> {
    if changes.len() <= most {
        return changes;
    }
    let counts: Vec<usize> = Kind::ALL.iter().map(|kind| changes.iter().filter(|change| change.kind == *kind).count()).collect();
    let shares = shares(&counts, most);
    let mut seen = vec![0; counts.len()];
    changes
        .into_iter()
        .filter(|change| {
            let kind = Kind::ALL.iter().position(|kind| *kind == change.kind).unwrap_or(0);
            let (Some(seen), Some(share), Some(count)) = (seen.get_mut(kind), shares.get(kind), counts.get(kind)) else { return false };
            let place = *seen;
            *seen += 1;
            // Evenly spaced: one is taken where the count of those that should have been taken grows.
            (place + 1) * share / count > place * share / count
        })
        .collect()
}

/// How many of each kind: one each in turn while there are any.
fn shares(counts: &[usize], most: usize) -> Vec<usize> {
    let mut shares = vec![0; counts.len()];
    let mut left = most;
    while left > 0 && shares.iter().zip(counts).any(|(share, count)| share < count) {
        for (share, count) in shares.iter_mut().zip(counts) {
            if *share < *count && left > 0 {
                *share += 1;
                left -= 1;
            }
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn kinds_take_turns() {
        assert_eq!(shares(&[10, 1, 0, 4], 7), [3, 1, 0, 3]);
        assert_eq!(shares(&[2, 1], 9), [2, 1]);
        assert_eq!(shares(&[5, 5], 1), [1, 0]);
    }
}
