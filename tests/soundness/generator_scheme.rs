//! The second half of a random policy: indicators, scores, grades, eligibilities, outputs.

use crate::generator::{Generator, Money, Named, Plain, Stage, Truth};

impl Generator {
    /// Indicators and what is made of them.
    pub fn scheme(&mut self) {
        let maxima: Vec<usize> = (0..2 + self.up_to(2)).map(|_| 5 + self.up_to(45)).collect();
        let names: Vec<String> = maxima.iter().map(|most| self.indicator(*most)).collect();
        let total = if self.chance(2) { self.weighted(&names) } else { self.plain(&names, &maxima) };
        let pieces = self.pieces(Plain);
        let rows: Vec<String> = pieces.iter().map(|piece| format!("{piece} -> {}", self.pick(&["good", "fair", "poor"]))).collect();
        self.text.push_str(&format!("grade rank : verdict by {total} {{ {} }}\n", rows.join(", ")));
        self.eligibility();
        let (kind, name) = (self.pick(&[Money, Plain]), self.fresh("o"));
        let value = self.answered(kind, 2);
        self.text.push_str(&format!("output {name} : {} = {value}\n", if kind == Money { "万元" } else { "number" }));
    }

    fn indicator(&mut self, most: usize) -> String {
        let name = self.fresh("i");
        let mut inner = String::new();
        let known = self.named.len();
        if self.chance(2) {
            let value = self.expr(Plain, 2);
            inner.push_str(&format!("  value {}\n", value.text));
            self.named.push(Named { name: "value".to_owned(), kind: Plain, missing: value.missing });
        }
        let points = self.answered(Plain, 3);
        self.named.truncate(known);
        let points = match self.up_to(2) {
            0 => format!("clamp({points}, 0, {most})"),
            1 => format!("max(0, min({most}, {points}))"),
            _ => format!("round(clamp({points}, 0, {most}), 1)"),
        };
        self.text.push_str(&format!("indicator {name} out of {most} {{\n{inner}  points {points}\n}}\n"));
        self.named.push(Named { name: name.clone(), kind: Plain, missing: false });
        name
    }

    fn plain(&mut self, names: &[String], maxima: &[usize]) -> String {
        let (score, bonus) = (self.fresh("s"), self.fresh("b"));
        let base: usize = maxima.iter().skip(1).sum();
        let role = self.pick(&["bonus", "deduct"]);
        let traits = self.pick(&["", " round 2", " at least 0", " up to 60 round 0", " at least -3 round 1"]);
        let cap = self.pick(&["", " up to 3", " round 1", " at least 1"]);
        let listed = names[1..].join(", ");
        self.text.push_str(&format!("score {score} out of {base}{traits} {{ {listed}\n  {role} {bonus}{cap} {{ {} }} }}\n", names[0]));
        self.named.push(Named { name: bonus, kind: Plain, missing: false });
        self.named.push(Named { name: score.clone(), kind: Plain, missing: false });
        score
    }

    fn weighted(&mut self, names: &[String]) -> String {
        let (score, group) = (self.fresh("s"), self.fresh("k"));
        let traits = self.pick(&["", " round 2", " up to 90", " round 0"]);
        let cap = self.pick(&["", " up to 30", " round 0", " round 2", " at least 20", " at least 5 round 1"]);
        let blocks = if self.chance(3) { vec![" from 1995-01-01", " from 2010-06-30"] } else { vec![""] };
        let mut weights = String::new();
        for from in blocks {
            let keyed = self.chance(2);
            let columns = if keyed { 3 } else { 1 };
            let by = if keyed { format!(" by {}", self.answered(Stage, 1)) } else { String::new() };
            let head = if keyed { "| | startup | growth | mature |" } else { "| | w |" };
            let tenths: Vec<Vec<usize>> = (0..columns).map(|_| self.shares(names.len())).collect();
            weights.push_str(&format!("  weights{by}{from} {{\n  {head}\n"));
            for (position, name) in names.iter().enumerate() {
                let cells: String = tenths.iter().map(|column| format!(" {}.{} |", column[position] / 10, column[position] % 10)).collect();
                weights.push_str(&format!("  | {name} |{cells}\n"));
            }
            weights.push_str("  }\n");
        }
        let (first, rest) = names.split_at(1);
        self.text.push_str(&format!("score {score} out of 100{traits} {{ {}\n  {group}{cap} {{ {} }}\n{weights}}}\n", first[0], rest.join(", ")));
        self.named.push(Named { name: group, kind: Plain, missing: false });
        self.named.push(Named { name: score.clone(), kind: Plain, missing: false });
        score
    }

    /// Tenths that total 100.
    fn shares(&mut self, many: usize) -> Vec<usize> {
        let mut left = 1_000;
        let mut shares = Vec::new();
        for _ in 1..many {
            let share = self.up_to(left / 2);
            left -= share;
            shares.push(share);
        }
        shares.push(left);
        shares
    }

    fn eligibility(&mut self) {
        let name = self.fresh("e");
        let (a, b, c, d) = (self.expr(Truth, 2).text, self.expr(Truth, 2).text, self.expr(Truth, 1).text, self.expr(Truth, 1).text);
        let mut clauses = vec![format!("require {a} \"一\"")];
        if self.chance(2) {
            clauses.push(format!("veto {b} \"二\""));
        }
        if self.chance(2) {
            clauses.push(format!("require any \"三\" {{ {b} \"甲\"\n all \"乙\" {{ {c} \"丙\"\n {d} \"丁\" }} }}"));
        }
        if self.chance(2) {
            clauses.push(format!("direct \"四\" {{ {d} \"戊\"\n {c} \"己\" }}"));
        }
        self.text.push_str(&format!("eligibility {name} {{\n  {}\n}}\n", clauses.join("\n  ")));
        self.named.push(Named { name, kind: Truth, missing: true });
        let test = self.answered(Truth, 1);
        let shown = self.fresh("o");
        self.text.push_str(&format!("output {shown} = {test}\n"));
    }
}
