//! Keys that stand more than once, in one file or in several.
//!
//! In: the keys of all records, one after the other or in runs, with their rows. Out: how many repeat an earlier one, and the first few.
//! While keys rise, a repeated one stands beside its like, and nothing is looked up. Where they do not, the first million records are
//! compared by digests, so that memory does not grow with the records; how many were compared is told.

use super::key_order::{Key, Order, Own, Repeat};
use super::warning::{DataWarning, RepeatedKey};
use crate::ir;
use crate::ir::record::{FieldKind, Record};
use crate::value::column::{Column, Lanes};

/// So many examples are kept for a warning.
pub(super) const EXAMPLES: usize = 5;
/// So many records are compared where keys do not rise.
const ROOM: usize = 1_000_000;

/// The keys seen so far, over one file or several.
#[derive(Debug, Clone)]
pub struct Keys {
    room: usize,
    kind: FieldKind,
    members: Vec<String>,
    order: Order,
    /// Digests and rows of the first records.
    digests: Vec<[u64; 2]>,
    rows: Vec<u64>,
    /// Where each digest stands, once keys have ceased to rise.
    places: Option<Places>,
    /// The files, and how many records were kept when each began.
    files: Vec<(String, usize)>,
    records: u64,
    repeated: u64,
    examples: Vec<RepeatedKey>,
}

/// The keys of some consecutive records of a file.
#[derive(Debug, Clone)]
pub enum KeyRun {
    /// Every key, to be compared with those of other runs.
    Every(KeyList),
    /// How they lie, for records beyond those that are compared.
    Ends(KeyEnds),
}

/// Keys with their rows.
#[derive(Debug, Clone, Default)]
pub struct KeyList {
    keys: Vec<Held>,
    text: String,
}

#[derive(Debug, Clone, Copy)]
struct Held {
    row: u64,
    what: What,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Number(i128),
    Text { start: usize, end: usize },
}

/// Whether keys rise, and which stand beside their like.
#[derive(Debug, Clone, Default)]
pub struct KeyEnds {
    order: Order,
    records: u64,
    repeated: u64,
    examples: Vec<Repeat>,
}

impl Default for Keys {
    fn default() -> Keys {
        Keys::with_room(ROOM)
    }
}

impl Keys {
    /// Keys of which so many are compared where they do not rise.
    #[must_use]
    pub fn with_room(room: usize) -> Keys {
        Keys {
            room,
            kind: FieldKind::Text,
            members: Vec::new(),
            order: Order::default(),
            digests: Vec::new(),
            rows: Vec::new(),
            places: None,
            files: Vec::new(),
            records: 0,
            repeated: 0,
            examples: Vec::new(),
        }
    }

    /// The keys of records of this kind.
    #[must_use]
    pub fn of(record: &Record, enums: &[ir::Enum]) -> Keys {
        let kind = record.key().map_or(FieldKind::Text, |key| record.field(key).kind.clone());
        let members = match kind {
            FieldKind::Enum(id) => enums.get(id.0 as usize).map(|list| list.members.iter().map(|member| member.name.clone()).collect()),
            FieldKind::Number { .. } | FieldKind::Bool | FieldKind::Date { .. } | FieldKind::Text => None,
        };
        Keys { kind, members: members.unwrap_or_default(), ..Keys::default() }
    }

    /// A further file begins, and the count of repeats anew.
    pub fn begin(&mut self, file: &str) {
        self.files.push((file.to_owned(), self.digests.len()));
        (self.repeated, self.examples) = (0, Vec::new());
        self.order.file += 1;
    }

    /// Notes a key of the present file.
    pub fn note(&mut self, key: &str, row: u64) {
        self.take(Key::Text(key), row);
    }

    /// Notes the keys of the records behind those noted so far.
    pub fn absorb(&mut self, run: &KeyRun) {
        match run {
            KeyRun::Every(list) => list.each(|key, row| self.take(key, row)),
            KeyRun::Ends(ends) => self.follow(ends),
        }
    }

    /// Whether further keys need not be handed over one by one.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.digests.len() >= self.room
    }

    fn take(&mut self, key: Key<'_>, row: u64) {
        self.records += 1;
        let repeat = if self.order.falls { None } else { self.order.note(key, row) };
        let kept = self.digests.len();
        if kept < self.room {
            self.digests.push(key.digest());
            self.rows.push(row);
        }
        if let Some(repeat) = repeat {
            self.repeats(1, [repeat]);
        }
        if !self.order.falls || kept >= self.room {
            return;
        }
        // From here on a key may be like any of those before.
        let places = self.places.get_or_insert_with(|| Places::of(self.digests.get(..kept).unwrap_or(&[])));
        if let Some(first) = places.find(&self.digests, kept) {
            let file = self.file_of(first);
            let first = self.rows.get(first).copied().unwrap_or(0);
            self.repeats(1, [Repeat { key: Own::of(key), row, first, file }]);
        }
    }

    fn follow(&mut self, ends: &KeyEnds) {
        self.records += ends.records;
        if self.order.falls {
            return;
        }
        let like_last = self.order.follow(&ends.order);
        if self.order.falls {
            return;
        }
        let file = self.order.file;
        let here = ends.examples.iter().map(|repeat| Repeat { file, ..repeat.clone() });
        let between = like_last.iter().cloned();
        self.repeats(ends.repeated + u64::from(like_last.is_some()), between.chain(here));
    }

    fn repeats(&mut self, count: u64, examples: impl IntoIterator<Item = Repeat>) {
        self.repeated += count;
        for repeat in examples.into_iter().take(EXAMPLES.saturating_sub(self.examples.len())) {
            // In one and the same file the rows say enough.
            let (file, first_file) = if repeat.file == self.order.file { (None, None) } else { (self.file(self.order.file), self.file(repeat.file)) };
            let key = repeat.key.key().shown(&self.kind, &self.members);
            self.examples.push(RepeatedKey { key, row: repeat.row, file, first: repeat.first, first_file });
        }
    }

    /// The number of the file of a kept record, from 1.
    fn file_of(&self, kept: usize) -> usize {
        self.files.partition_point(|(_, start)| *start <= kept)
    }

    /// The name of a file, where there are several.
    fn file(&self, number: usize) -> Option<String> {
        let name = number.checked_sub(1).and_then(|position| self.files.get(position));
        name.filter(|_| self.files.len() > 1).map(|(name, _)| name.clone())
    }

    /// What is odd about the keys of the present file.
    #[must_use]
    pub fn warning(&self) -> Option<DataWarning> {
        (self.repeated > 0).then(|| DataWarning::RepeatedKeys { count: self.repeated, examples: self.examples.clone() })
    }

    /// How many records were compared, where there were more.
    #[must_use]
    pub fn compared(&self) -> Option<u64> {
        (self.order.falls && self.records > self.digests.len() as u64).then_some(self.digests.len() as u64)
    }
}

impl KeyRun {
    /// No keys yet: to be kept one by one or not, as [`Keys::is_full`] says.
    #[must_use]
    pub fn new(kept: Kept) -> KeyRun {
        match kept {
            Kept::Every => KeyRun::Every(KeyList::default()),
            Kept::Ends => KeyRun::Ends(KeyEnds::default()),
        }
    }

    /// Adds the keys of a column behind the others.
    pub fn column(&mut self, keys: &Column, rows: &[u64]) {
        if let (KeyRun::Ends(ends), Lanes::Number(lanes), None) = (&mut *self, &keys.lanes, &keys.present)
            && let ([first, .., last], [first_row, .., last_row]) = (lanes.as_slice(), rows)
            && lanes.windows(2).all(|pair| matches!(pair, [before, after] if before < after))
        {
            ends.note(Key::Number(i128::from(*first)), *first_row);
            ends.note(Key::Number(i128::from(*last)), *last_row);
            ends.records += lanes.len() as u64 - 2;
            return;
        }
        for (position, row) in rows.iter().enumerate() {
            if let Some(key) = Key::of_lane(keys, position) {
                self.note(key, *row);
            }
        }
    }

    /// Adds a key behind the others.
    pub fn note(&mut self, key: Key<'_>, row: u64) {
        match self {
            KeyRun::Every(list) => list.push(key, row),
            KeyRun::Ends(ends) => ends.note(key, row),
        }
    }
}

/// How much of a run is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Every key.
    Every,
    /// How they lie.
    Ends,
}

impl KeyList {
    fn push(&mut self, key: Key<'_>, row: u64) {
        let what = match key {
            Key::Number(number) => What::Number(number),
            Key::Text(text) => {
                let start = self.text.len();
                self.text.push_str(text);
                What::Text { start, end: self.text.len() }
            }
        };
        self.keys.push(Held { row, what });
    }

    fn each(&self, mut take: impl FnMut(Key<'_>, u64)) {
        for Held { row, what } in &self.keys {
            match what {
                What::Number(number) => take(Key::Number(*number), *row),
                What::Text { start, end } => take(Key::Text(self.text.get(*start..*end).unwrap_or("")), *row),
            }
        }
    }
}

impl KeyEnds {
    fn note(&mut self, key: Key<'_>, row: u64) {
        self.records += 1;
        if self.order.falls {
            return;
        }
        if let Some(repeat) = self.order.note(key, row) {
            self.repeated += 1;
            if self.examples.len() < EXAMPLES {
                self.examples.push(repeat);
            }
        }
    }
}

/// Where digests stand in a list: open addressing, four bytes a place.
#[derive(Debug, Clone)]
struct Places {
    /// One more than the position in the list; nought where nothing stands.
    slots: Vec<u32>,
    taken: usize,
}

impl Places {
    fn of(digests: &[[u64; 2]]) -> Places {
        let mut places = Places { slots: vec![0; (digests.len() * 2 + 2).next_power_of_two()], taken: 0 };
        (0..digests.len()).for_each(|position| {
            places.find(digests, position);
        });
        places
    }

    /// The position of an equal digest, or none, and then the position is noted.
    fn find(&mut self, digests: &[[u64; 2]], position: usize) -> Option<usize> {
        if (self.taken + 1) * 2 > self.slots.len() {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![0; old.len() * 2];
            for slot in old.into_iter().filter(|slot| *slot > 0) {
                let free = self.slot(digests, slot as usize - 1).0;
                self.set(free, slot);
            }
        }
        let (slot, earlier) = self.slot(digests, position);
        if earlier.is_none() {
            self.set(slot, position as u32 + 1);
            self.taken += 1;
        }
        earlier
    }

    /// The slot of a digest, and the position of an equal one in it.
    fn slot(&self, digests: &[[u64; 2]], position: usize) -> (usize, Option<usize>) {
        let mask = self.slots.len() - 1;
        let wanted = digests.get(position).copied().unwrap_or_default();
        let mut slot = wanted[0] as usize & mask;
        while let Some(earlier) = self.slots.get(slot).and_then(|found| (*found as usize).checked_sub(1)) {
            if digests.get(earlier) == Some(&wanted) {
                return (slot, Some(earlier));
            }
            slot = (slot + 1) & mask;
        }
        (slot, None)
    }

    fn set(&mut self, slot: usize, value: u32) {
        if let Some(place) = self.slots.get_mut(slot) {
            *place = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, Key, KeyRun, Keys};
    use crate::data::warning::DataWarning;
    use std::collections::HashMap;

    /// Repeats by the plainest way there is: row, first row.
    fn plain(keys: &[u64]) -> Vec<(u64, u64)> {
        let mut seen = HashMap::new();
        let rows = keys.iter().zip(1..).filter_map(|(key, row)| match seen.get(key) {
            Some(first) => Some((row, *first)),
            None => {
                seen.insert(*key, row);
                None
            }
        });
        rows.collect()
    }

    fn found(keys: &Keys) -> (u64, Vec<(u64, u64)>) {
        match keys.warning() {
            Some(DataWarning::RepeatedKeys { count, examples }) => (count, examples.iter().map(|example| (example.row, example.first)).collect()),
            Some(other) => panic!("{other:?}"),
            None => (0, Vec::new()),
        }
    }

    /// The keys in runs of a length; runs are kept whole while there is room.
    fn in_runs(list: &[u64], room: usize, length: usize, as_text: fn(&u64) -> Option<String>) -> Keys {
        let mut keys = Keys::with_room(room);
        keys.begin("a");
        for (position, piece) in list.chunks(length).enumerate() {
            let mut run = KeyRun::new(if keys.is_full() { Kept::Ends } else { Kept::Every });
            for (key, row) in piece.iter().zip((position * length + 1) as u64..) {
                match as_text(key) {
                    Some(text) => run.note(Key::Text(&text), row),
                    None => run.note(Key::Number(i128::from(*key)), row),
                }
            }
            keys.absorb(&run);
        }
        keys
    }

    #[test]
    fn finds_what_a_plain_search_finds_whatever_the_order_and_the_runs() {
        let mut state = 1u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for round in 0..200u64 {
            let length = random(60);
            let mut list: Vec<u64> = (0..length).map(|_| random(1 + round)).collect();
            if round % 3 > 0 {
                list.sort_unstable();
            }
            if round % 3 == 2 && list.len() > 3 {
                list.swap(1, 2);
            }
            let plain = plain(&list);
            for run in [1, 7, 100] {
                for as_text in [|_: &u64| None, |key: &u64| Some(format!("{key:09}"))] {
                    let keys = in_runs(&list, 1000, run, as_text);
                    assert_eq!(found(&keys), (plain.len() as u64, plain.iter().copied().take(5).collect()), "{list:?}");
                    assert_eq!(keys.compared(), None);
                }
            }
        }
    }

    #[test]
    fn rising_keys_are_all_compared_beyond_the_room_and_others_are_not() {
        let mut list: Vec<u64> = (0..100).collect();
        list[90] = 89;
        for run in [1, 8, 200] {
            let keys = in_runs(&list, 10, run, |_| None);
            assert_eq!((found(&keys), keys.compared()), ((1, vec![(91, 90)]), None));
        }
        list[95] = 3;
        list[5] = 4;
        for run in [1, 8] {
            let keys = in_runs(&list, 10, run, |_| None);
            assert_eq!((found(&keys).1[0], keys.compared()), ((6, 5), Some(10)));
        }
    }

    #[test]
    fn an_earlier_file_is_named() {
        let mut keys = Keys::default();
        for (file, names) in [("a", ["x", "y"]), ("b", ["x", "x"])] {
            keys.begin(file);
            names.iter().zip(2..).for_each(|(name, row)| keys.note(name, row));
        }
        let Some(DataWarning::RepeatedKeys { count: 2, examples }) = keys.warning() else { panic!("{:?}", keys.warning()) };
        assert_eq!(examples[1].first_file.as_deref(), Some("a"));
        assert_eq!((examples[1].row, examples[1].first), (3, 2));
    }
}
