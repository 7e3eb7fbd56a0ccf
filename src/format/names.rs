//! Names that the language itself gives a meaning, in two spellings: functions, `value`, `as_of` and the like.
//!
//! In: the tree of tokens. Out: where such names stand. A name that the file declares is the writer's, in either spelling, and
//! stays as it is; so does everything that is not used as the language means it.

use super::spelling;
use crate::builtins;
use crate::diagnostic::Lang;
use crate::syntax::concrete::{Item, Kind, Node, Order, Token};
use std::collections::BTreeSet;

/// Where names of the language start.
pub fn known(text: &str, tree: &Node) -> BTreeSet<usize> {
    let mut declared = BTreeSet::new();
    declarations(text, tree, &mut declared);
    let mut found = BTreeSet::new();
    let mut walk = Walk { text, declared, found: &mut found };
    tree.children.iter().for_each(|item| walk.node(item, Around { points: item.kind == Kind::Item(Item::Indicator), ..Around::default() }));
    found
}

/// What a node stands in.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    /// An indicator.
    points: bool,
    /// The arguments of a function.
    arguments: bool,
    /// What a test expects.
    expectation: bool,
}

struct Walk<'t, 'f> {
    text: &'t str,
    declared: BTreeSet<&'t str>,
    found: &'f mut BTreeSet<usize>,
}

impl Walk<'_, '_> {
    fn node(&mut self, node: &Node, around: Around) {
        let inner = match node.kind {
            Kind::Arguments => Around { arguments: true, ..around },
            Kind::Expectation => Around { expectation: true, ..around },
            _ => around,
        };
        if node.kind == Kind::Reference {
            self.reference(node, around);
        }
        let mut compared = false;
        for child in &node.children {
            let sign = child.first();
            if child.kind == Kind::Operator {
                let written = self.text.get(sign.start..sign.end).unwrap_or("");
                compared = sign.token().is_some_and(|token| Order::of(token, written) == Order::Comparison);
            }
            // What a test expects of an eligibility stands on the right: on the left the eligibility itself may be called so.
            let expectation = inner.expectation && (node.kind == Kind::Expectation || compared);
            self.node(child, Around { expectation, ..inner });
        }
    }

    fn reference(&mut self, node: &Node, around: Around) {
        let Some(name) = node.children.first() else { return };
        let written = self.text.get(name.start..name.end).unwrap_or("");
        let english = spelling::name(written, Lang::En);
        let chinese = spelling::name(written, Lang::Zh);
        if english == chinese || self.declared.contains(&*english) || self.declared.contains(&*chinese) {
            return;
        }
        let is_call = node.children.get(1).is_some_and(|next| next.kind == Kind::Arguments);
        let is_plain = node.children.len() == 1;
        let is_known = match &*english {
            "value" => is_plain && around.points,
            "as_of" => is_plain,
            "last_day" => is_plain && around.arguments,
            "eligible" | "ineligible" | "undetermined" => is_plain && around.expectation,
            function => is_call && builtins::TABLE.iter().any(|row| row.english == function),
        };
        if is_known {
            self.found.insert(name.start);
        }
    }
}

/// The names that a file declares: of declarations, fields, members, parameters and groups.
fn declarations<'t>(text: &'t str, node: &Node, found: &mut BTreeSet<&'t str>) {
    let declares = match node.kind {
        Kind::Item(Item::Ensure | Item::Test) => false,
        Kind::Item(_) | Kind::Field | Kind::Member | Kind::Parameter | Kind::Group => true,
        _ => false,
    };
    if declares {
        let name = node.children.iter().find(|child| child.is(Token::Name));
        found.extend(name.and_then(|name| text.get(name.start..name.end)));
    }
    if matches!(node.kind, Kind::File | Kind::Item(_)) {
        node.children.iter().for_each(|child| declarations(text, child, found));
    }
}
