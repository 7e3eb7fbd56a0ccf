//! Places of an earlier text in a later one.
//!
//! In: two texts of one file. Out: offsets of one as offsets of the other: what stands before the first difference stays, what stands behind
//! the last one moves. So an answer about a text that is a keystroke old serves the present one.

use crate::source::Span;

/// What changed between two texts: one stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    start: u32,
    old_end: u32,
    new_end: u32,
}

impl Shift {
    /// What changed.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Shift {
        let (first, second) = (old.as_bytes(), new.as_bytes());
        let shorter = first.len().min(second.len());
        let mut start = first.iter().zip(second).take_while(|(one, other)| one == other).count();
        while !(old.is_char_boundary(start) && new.is_char_boundary(start)) {
            start -= 1;
        }
        let mut behind = first.iter().rev().zip(second.iter().rev()).take(shorter - start).take_while(|(one, other)| one == other).count();
        while !(old.is_char_boundary(old.len() - behind) && new.is_char_boundary(new.len() - behind)) {
            behind -= 1;
        }
        Shift { start: start as u32, old_end: (old.len() - behind) as u32, new_end: (new.len() - behind) as u32 }
    }

    /// The changed stretch: its start, its end in the old text, its end in the new one.
    #[must_use]
    pub fn stretch(self) -> (u32, u32, u32) {
        (self.start, self.old_end, self.new_end)
    }

    /// The offset in the old text of an offset in the new one; inside the changed stretch, its start.
    #[must_use]
    pub fn back(self, offset: u32) -> u32 {
        if offset <= self.start {
            offset
        } else if offset >= self.new_end {
            offset - self.new_end + self.old_end
        } else {
            self.start
        }
    }

    /// A span of the old text in the new one; `None` where some of it was changed.
    #[must_use]
    pub fn forward(self, span: Span) -> Option<Span> {
        let is_same = self.start == self.old_end && self.start == self.new_end;
        if span.end <= self.start || is_same {
            return Some(span);
        }
        let moved = |offset: u32| offset - self.old_end + self.new_end;
        if span.start >= self.old_end {
            return Some(Span { start: moved(span.start), end: moved(span.end), ..span });
        }
        // The change lies inside it.
        let around = span.start < self.start && span.end > self.old_end;
        around.then(|| Span { end: moved(span.end), ..span })
    }
}

#[cfg(test)]
mod tests {
    use super::Shift;
    use crate::source::{FileId, Span};
    use proptest::prelude::proptest;

    fn span(start: u32, end: u32) -> Span {
        Span { file: FileId(0), start, end }
    }

    #[test]
    fn what_is_behind_a_change_moves() {
        let shift = Shift::between("let a = 1\nlet b = 2\n", "let a = 10000\nlet b = 2\n");
        assert_eq!(shift.forward(span(14, 15)), Some(span(18, 19)));
        assert_eq!(shift.forward(span(4, 5)), Some(span(4, 5)));
        assert_eq!(shift.forward(span(0, 19)), Some(span(0, 23)));
        assert_eq!((shift.back(18), shift.back(4)), (14, 4));
        let same = Shift::between("研究", "研究");
        assert_eq!((same.forward(span(0, 6)), same.back(3)), (Some(span(0, 6)), 3));
        let start = Shift::between("研究", "研x究");
        assert_eq!((start.forward(span(0, 3)), start.forward(span(3, 6))), (Some(span(0, 3)), Some(span(4, 7))));
    }

    proptest! {
        #[test]
        fn what_did_not_change_is_found_again(before in "[a研𠮷\n]{0,8}", old in "[a研b]{0,4}", new in "[a研b]{0,4}", behind in "[a研𠮷\n]{0,8}") {
            let (first, second) = (format!("{before}{old}{behind}"), format!("{before}{new}{behind}"));
            let shift = Shift::between(&first, &second);
            for start in (0..=first.len()).filter(|place| first.is_char_boundary(*place)) {
                for end in (start..=first.len()).filter(|place| first.is_char_boundary(*place)) {
                    let Some(found) = shift.forward(span(start as u32, end as u32)) else { continue };
                    let text = second.get(found.start as usize..found.end as usize);
                    assert!(text.is_some());
                    let inside = (start as u32) < shift.start && (end as u32) > shift.old_end;
                    if !inside {
                        assert_eq!(text, first.get(start..end));
                    }
                }
            }
            for offset in 0..=second.len() {
                assert!(shift.back(offset as u32) as usize <= first.len());
            }
        }
    }
}
