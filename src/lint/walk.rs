//! Walking the tree of a policy.
//!
//! In: declarations. Out: a visit to each expression, band and type in them, outermost first.

use crate::syntax::ast;

/// What is told of a tree; whoever needs less leaves the rest out.
pub trait Visit<'t> {
    /// An expression.
    fn expr(&mut self, _expr: &'t ast::Expr) {}
    /// A band, or the band of a grade.
    fn band(&mut self, _band: &'t ast::Band) {}
    /// A type.
    fn kind(&mut self, _kind: &'t ast::Kind) {}
}

/// Visits all of a declaration.
pub fn item<'t>(item: &'t ast::Item, visit: &mut impl Visit<'t>) {
    match item {
        ast::Item::Policy(_) | ast::Item::Unit(_) | ast::Item::Enum(_) | ast::Item::Broken(_) => {}
        ast::Item::Record(record) => {
            for field in &record.fields {
                visit.kind(&field.kind);
                field.range.iter().for_each(|range| interval(range, visit));
            }
            record.checks.iter().for_each(|check| expr(&check.condition, visit));
        }
        ast::Item::Param(tree) => param(tree, visit),
        ast::Item::Definition(definition) => {
            definition.kind.iter().for_each(|kind| visit.kind(kind));
            expr(&definition.value, visit);
        }
        ast::Item::Function(function) => {
            for parameter in &function.parameters {
                visit.kind(&parameter.kind);
                parameter.range.iter().for_each(|range| interval(range, visit));
            }
            function.kind.iter().for_each(|kind| visit.kind(kind));
            expr(&function.body, visit);
        }
        ast::Item::Table(table) => {
            table.keys.iter().chain(table.header.iter().filter_map(|cell| cell.kind.as_ref())).for_each(|kind| visit.kind(kind));
            cells(&table.rows, visit);
        }
        ast::Item::Decision(decision) => {
            decision.kind.iter().for_each(|kind| visit.kind(kind));
            for (input, kind) in &decision.inputs {
                expr(input, visit);
                kind.iter().for_each(|kind| visit.kind(kind));
            }
            cells(&decision.rows, visit);
        }
        ast::Item::Indicator(indicator) => {
            for (value, kind) in &indicator.values {
                expr(value, visit);
                kind.iter().for_each(|kind| visit.kind(kind));
            }
            indicator.points.iter().for_each(|points| expr(points, visit));
        }
        ast::Item::Score(score) => score.weights.iter().filter_map(|weights| weights.by.as_ref()).for_each(|by| expr(by, visit)),
        ast::Item::Grade(grade) => band(&grade.band, visit),
        ast::Item::Eligibility(eligibility) => {
            for clause in &eligibility.clauses {
                let (ast::Clause::Require(met) | ast::Clause::Veto(met) | ast::Clause::Direct(met)) = clause;
                condition(met, visit);
            }
        }
        ast::Item::Example(example) => example.values.iter().for_each(|given| expr(&given.value, visit)),
        ast::Item::Test(test) => {
            test.values.iter().for_each(|given| expr(&given.value, visit));
            if let ast::Expect::All(list) = &test.expect {
                list.iter().for_each(|expected| expr(expected, visit));
            }
        }
        ast::Item::Ensure(ensure) => match &ensure.claim {
            ast::Claim::Always(only) | ast::Claim::Never(only) => expr(only, visit),
            ast::Claim::Implies(first, second)
            | ast::Claim::Rises(first, second)
            | ast::Claim::Falls(first, second)
            | ast::Claim::Independent(first, second) => {
                expr(first, visit);
                expr(second, visit);
            }
        },
    }
}

fn param<'t>(tree: &'t ast::Param, visit: &mut impl Visit<'t>) {
    tree.key.iter().chain(&tree.kind).for_each(|kind| visit.kind(kind));
    match &tree.body {
        ast::ParamBody::Single(value) => expr(value, visit),
        ast::ParamBody::Rows(rows) => {
            for row in rows {
                if let ast::ParamSelector::Pattern(written) = &row.selector {
                    pattern(written, visit);
                }
                expr(&row.value, visit);
            }
        }
    }
}

fn condition<'t>(tree: &'t ast::Condition, visit: &mut impl Visit<'t>) {
    match &tree.kind {
        ast::ConditionKind::Single(single) => expr(single, visit),
        ast::ConditionKind::Any(parts) | ast::ConditionKind::All(parts) => parts.iter().for_each(|part| condition(part, visit)),
    }
}

fn cells<'t>(rows: &'t [ast::GridRow], visit: &mut impl Visit<'t>) {
    for cell in rows.iter().flat_map(|row| &row.cells) {
        match &cell.content {
            ast::CellContent::Blank | ast::CellContent::Star | ast::CellContent::Missing => {}
            ast::CellContent::Interval(written) => interval(written, visit),
            ast::CellContent::Shortcut(_, bound) => expr(bound, visit),
            ast::CellContent::Values(values) => values.iter().for_each(|value| expr(value, visit)),
        }
    }
}

fn interval<'t>(tree: &'t ast::Interval, visit: &mut impl Visit<'t>) {
    tree.low.iter().chain(&tree.high).for_each(|bound| expr(bound, visit));
}

fn pattern<'t>(tree: &'t ast::Pattern, visit: &mut impl Visit<'t>) {
    match &tree.kind {
        ast::PatternKind::Otherwise | ast::PatternKind::Missing => {}
        ast::PatternKind::Interval(written) => interval(written, visit),
        ast::PatternKind::Shortcut(_, bound) => expr(bound, visit),
        ast::PatternKind::Values(values) => values.iter().for_each(|value| expr(value, visit)),
    }
}

fn band<'t>(tree: &'t ast::Band, visit: &mut impl Visit<'t>) {
    visit.band(tree);
    expr(&tree.subject, visit);
    for row in &tree.rows {
        pattern(&row.pattern, visit);
        expr(&row.value, visit);
    }
}

/// Visits all of an expression.
pub fn expr<'t>(tree: &'t ast::Expr, visit: &mut impl Visit<'t>) {
    use ast::ExprKind as Kind;
    visit.expr(tree);
    match &tree.kind {
        Kind::Quantity(..) | Kind::Date(_) | Kind::Text(_) | Kind::Truth(_) | Kind::Missing | Kind::Reference(..) => {}
        Kind::Call(_, arguments) => arguments.iter().for_each(|argument| expr(argument, visit)),
        Kind::Lookup(_, keys, _) => keys.iter().for_each(|key| expr(key, visit)),
        Kind::Paren(inner) | Kind::Negate(inner) | Kind::Not(inner) | Kind::MissingTest(inner, _) => expr(inner, visit),
        Kind::Binary(binary) => {
            expr(&binary.left, visit);
            expr(&binary.right, visit);
        }
        Kind::Chain(chain) => {
            expr(&chain.first, visit);
            chain.rest.iter().for_each(|(_, _, operand)| expr(operand, visit));
        }
        Kind::Membership(membership) => {
            expr(&membership.subject, visit);
            match &membership.set {
                ast::Set::Interval(written) => interval(written, visit),
                ast::Set::Members(members) => members.iter().for_each(|member| expr(member, visit)),
            }
        }
        Kind::StartsWith(subject, prefixes) => {
            expr(subject, visit);
            prefixes.iter().for_each(|prefix| expr(prefix, visit));
        }
        Kind::If(choice) => {
            expr(&choice.condition, visit);
            expr(&choice.then, visit);
            expr(&choice.otherwise, visit);
        }
        Kind::When(when) => {
            for row in &when.rows {
                if let ast::Guard::Condition(guard) = &row.guard {
                    expr(guard, visit);
                }
                expr(&row.value, visit);
            }
        }
        Kind::Band(tree) => band(tree, visit),
        Kind::Linear(linear) => {
            expr(&linear.subject, visit);
            for (x, y) in &linear.knots {
                expr(x, visit);
                expr(y, visit);
            }
            linear.missing.iter().for_each(|missing| expr(missing, visit));
        }
    }
}
