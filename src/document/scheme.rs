//! Indicators, scores, grades, eligibilities, claims: the scheme itself.
//!
//! In: the structure of a policy. Out: blocks of the document, as annexes of notices set them.

use super::outline::Desk;
use super::values::rule_cells;
use super::{Block, Rank, Sheet, Side};
use crate::explain::{pattern_in_words, rules, show_decimal};
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::scheme::{Claim, ClaimKind, Clause, Condition, Eligibility, Indicator, Item, Parts, Role, Score};
use crate::value::Value;
use crate::value::decimal::Decimal;

/// Every indicator: how its value is computed, and a row for each standard.
pub(super) fn indicators(desk: &Desk<'_>) -> Vec<Block> {
    let mut sheet = Sheet::new(&[
        (desk.pick("No.", "序号"), Side::Right),
        (desk.pick("Indicator", "指标"), Side::Left),
        (desk.pick("Computed as; standard", "计算方法和标准"), Side::Wide),
        (desk.pick("Points", "得分"), Side::Right),
        (desk.pick("Out of", "满分"), Side::Right),
    ]);
    for (indicator, number) in desk.program.indicators.iter().zip(1usize..) {
        of_indicator(desk, indicator, number, &mut sheet);
    }
    if sheet.rows.is_empty() { Vec::new() } else { vec![Block::Table(sheet)] }
}

fn of_indicator(desk: &Desk<'_>, indicator: &Indicator, number: usize, sheet: &mut Sheet) {
    let value = indicator.value.and_then(|id| desk.slot(id)).map(|slot| rules(desk.program, desk.sources, &slot.expr)).unwrap_or_default();
    let single = match value.as_slice() {
        [rule] => Some(format!("{}{}", desk.pick("value = ", "取值 = "), desk.words(&rule.then))),
        [] | [_, ..] => None,
    };
    let most = indicator.out_of.map(show_decimal).unwrap_or_default();
    sheet.head(vec![number.to_string(), indicator.label.clone(), single.clone().unwrap_or_default(), String::new(), most]);
    let mut row = |when: String, then: String| sheet.plain(vec![String::new(), String::new(), when, then, String::new()]);
    if single.is_none() && !value.is_empty() {
        row(desk.say("value:", "取值："), String::new());
        for rule in &value {
            let [when, then] = rule_cells(desk, rule);
            row(format!("\u{2003}{}", joined(desk, &when, &then)), String::new());
        }
    }
    if let Some(points) = desk.slot(indicator.points) {
        for rule in rules(desk.program, desk.sources, &points.expr) {
            let [when, then] = rule_cells(desk, &rule);
            // A formula is too long for the column of points.
            let short = then.chars().count() <= 8;
            if short && !when.trim().is_empty() { row(when, then) } else { row(joined(desk, &when, &then), String::new()) }
        }
    }
    for source in &indicator.sources {
        row(format!("{}{}{source}", desk.pick("source", "依据"), desk.colon()), String::new());
    }
    for note in &indicator.notes {
        row(format!("{}{}{note}", desk.pick("note", "说明"), desk.colon()), String::new());
    }
}

fn joined(desk: &Desk<'_>, when: &str, then: &str) -> String {
    match (when.trim().is_empty(), then.is_empty()) {
        (true, _) => format!("{when}{}{then}", desk.pick("points = ", "得分 = ")),
        (false, true) => when.to_owned(),
        (false, false) => format!("{when}{}{then}", desk.colon()),
    }
}

/// Scores: parts, weights with their totals, caps and rounding.
pub(super) fn scores(desk: &Desk<'_>) -> Vec<Block> {
    desk.program.scores.iter().flat_map(|score| of_score(desk, score)).collect()
}

fn of_score(desk: &Desk<'_>, score: &Score) -> Vec<Block> {
    let Some(slot) = desk.slot(score.slot) else { return Vec::new() };
    let most = score.out_of.map(show_decimal).map_or_else(String::new, |most| desk.say(format!(" (out of {most})"), format!("（满分 {most}）")));
    let mut blocks = vec![Block::Part(format!("{}{most}", slot.label))];
    let heads = score.all_items().next().map(|item| weights(desk, item)).unwrap_or_default();
    let weighted = !heads.is_empty();
    let mut columns = vec![(desk.pick("Part", "组成").to_owned(), Side::Wide), (desk.pick("Out of", "满分").to_owned(), Side::Right)];
    columns.extend(heads.iter().map(|(head, _)| (head.clone(), Side::Right)));
    let mut sheet = Sheet { columns, rows: Vec::new() };
    let mut sums = vec![Some(Decimal::ZERO); heads.len()];
    for group in &score.groups {
        let label = desk.slot(group.slot).map_or("", |slot| slot.label.as_str());
        let role = match group.role {
            Role::Base => "",
            Role::Bonus => desk.pick("bonus: ", "加分："),
            Role::Deduction => desk.pick("deduction: ", "扣分："),
        };
        let most = group.out_of.or(group.up_to).map(show_decimal).unwrap_or_default();
        let mut cells = vec![format!("{role}{label}"), most];
        cells.extend(heads.iter().map(|_| String::new()));
        sheet.head(cells);
        group.items.iter().for_each(|item| of_item(desk, item, group.role, &mut sheet, &mut sums));
        blocks.extend(group.up_to.map(|cap| {
            Block::Text(
                desk.say(format!("{label} counts for at most {}.", show_decimal(cap)), format!("{label}合计最多计 {} 分。", show_decimal(cap))),
            )
        }));
        blocks.extend(group.round.map(|places| Block::Text(rounding(desk, label, places))));
    }
    score.items.iter().for_each(|item| of_item(desk, item, Role::Base, &mut sheet, &mut sums));
    if weighted {
        let apart = score.groups.iter().any(|group| group.role != Role::Base);
        let label =
            if apart { desk.say("Total without bonus and deduction", "合计（不含加分和扣分）") } else { desk.say("Total", "合计") };
        let sums = sums.into_iter().map(|sum| sum.map_or_else(|| "—".to_owned(), show_decimal));
        sheet.rows.push((Rank::Total, [label, String::new()].into_iter().chain(sums).collect()));
    }
    blocks.push(Block::Table(sheet));
    blocks.push(Block::Text(sentence(desk, score, &slot.label, weighted)));
    blocks.extend(score.sources.iter().map(|source| Block::Note(format!("{}{}{source}", desk.pick("Source", "依据"), desk.colon()))));
    blocks.extend(score.notes.iter().map(|note| Block::Note(note.clone())));
    blocks
}

fn of_item(desk: &Desk<'_>, item: &Item, role: Role, sheet: &mut Sheet, sums: &mut [Option<Decimal>]) {
    let Some(indicator) = desk.program.indicators.get(item.indicator as usize) else { return };
    let weights = weights(desk, item);
    let mut cells = vec![format!("\u{2003}{}", indicator.label), indicator.out_of.map(show_decimal).unwrap_or_default()];
    for (sum, (_, weight)) in sums.iter_mut().zip(&weights) {
        cells.push(weight.map_or_else(|| "—".to_owned(), show_decimal));
        if role == Role::Base {
            *sum = sum.and_then(|sum| sum.add((*weight)?));
        }
    }
    sheet.plain(cells);
}

/// The weights of an indicator: each column by its head.
fn weights(desk: &Desk<'_>, item: &Item) -> Vec<(String, Option<Decimal>)> {
    let mut columns = Vec::new();
    if let Some(slot) = item.weight.and_then(|id| desk.slot(id)) {
        weight_columns(desk, &slot.expr, "", &mut columns);
    }
    columns
}

fn weight_columns(desk: &Desk<'_>, expr: &Expr, before: &str, into: &mut Vec<(String, Option<Decimal>)>) {
    let decimal = |value: &Value, scale: u8| value.mantissa().map(|mantissa| Decimal::new(mantissa, scale));
    match &expr.kind {
        ExprKind::Rescale(inner) => weight_columns(desk, inner, before, into),
        ExprKind::Dated(rows) => {
            for row in rows {
                let from = desk.say(format!("from {} ", row.from), format!("自 {} 起", row.from));
                weight_columns(desk, &row.value, &from, into);
            }
        }
        ExprKind::Lookup(lookup) => {
            let Some(table) = desk.program.tables.get(lookup.table.0 as usize) else { return };
            let Some(column) = table.columns.get(lookup.column as usize) else { return };
            for row in &table.rows {
                let keys = row
                    .keys
                    .iter()
                    .zip(&table.keys)
                    .map(|(pattern, key)| desk.words(&pattern_in_words(desk.program, desk.sources, pattern, &key.ty)));
                let value = row.cells.get(lookup.column as usize).and_then(|cell| decimal(cell, column.ty.scale()));
                into.push((format!("{before}{}", keys.collect::<Vec<String>>().join(desk.comma())), value));
            }
        }
        ExprKind::Constant(value) => into.push((format!("{before}{}", desk.pick("weight", "权重")), decimal(value, expr.ty.scale()))),
        _ => into.push((format!("{before}{}", desk.formula(expr)), None)),
    }
}

/// How the parts make the score.
fn sentence(desk: &Desk<'_>, score: &Score, label: &str, weighted: bool) -> String {
    let mut said = vec![if weighted {
        desk.say("An indicator counts for weight × points ÷ out of; the parts are added.", "各指标按「权重 × 得分 ÷ 满分」计入，各项相加。")
    } else {
        desk.say("The points of the parts are added.", "各项得分相加。")
    }];
    if score.groups.iter().any(|group| group.role == Role::Deduction) {
        said.push(desk.say("Deductions are taken away.", "扣分项从中减去。"));
    }
    if let Some(cap) = score.up_to.map(show_decimal) {
        said.push(desk.say(format!("{label} is at most {cap}."), format!("{label}最高为 {cap} 分。")));
    }
    if let Some(floor) = score.at_least.map(show_decimal) {
        said.push(desk.say(format!("{label} is at least {floor}."), format!("{label}最低为 {floor} 分。")));
    }
    said.extend(score.round.map(|places| rounding(desk, label, places)));
    said.join(desk.pick(" ", ""))
}

fn rounding(desk: &Desk<'_>, label: &str, places: u8) -> String {
    match places {
        0 => desk.say(format!("{label} is rounded to a whole number."), format!("{label}四舍五入取整数。")),
        places => desk.say(format!("{label} is rounded to {places} decimal places."), format!("{label}四舍五入保留 {places} 位小数。")),
    }
}

/// Grades, a row each.
pub(super) fn grades(desk: &Desk<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for grade in &desk.program.grades {
        let Some(slot) = desk.slot(grade.slot) else { continue };
        let mut sheet = Sheet::new(&[(desk.pick("Where", "情形"), Side::Wide), (desk.pick("Grade", "等级"), Side::Left)]);
        for rule in rules(desk.program, desk.sources, &slot.expr) {
            sheet.plain(rule_cells(desk, &rule).to_vec());
        }
        blocks.extend([Block::Part(slot.label.clone()), Block::Table(sheet)]);
        blocks.extend(grade.sources.iter().map(|source| Block::Note(format!("{}{}{source}", desk.pick("Source", "依据"), desk.colon()))));
    }
    blocks
}

/// Eligibilities: what is required, numbered, with parts below.
pub(super) fn eligibilities(desk: &Desk<'_>) -> Vec<Block> {
    desk.program.eligibilities.iter().flat_map(|one| of_eligibility(desk, one)).collect()
}

fn of_eligibility(desk: &Desk<'_>, one: &Eligibility) -> Vec<Block> {
    let Some(slot) = desk.slot(one.slot) else { return Vec::new() };
    let mut sheet = Sheet::new(&[
        (desk.pick("No.", "序号"), Side::Left),
        (desk.pick("Condition", "条件"), Side::Wide),
        (desk.pick("Decided by", "判断依据"), Side::Wide),
    ]);
    for (clause, number) in one.clauses.iter().zip(1usize..) {
        let (before, condition) = match clause {
            Clause::Require(condition) => ("", condition),
            Clause::Veto(condition) => (desk.pick("veto: ", "否决情形："), condition),
            Clause::Direct(condition) => (desk.pick("direct route: ", "直接认定："), condition),
        };
        of_condition(desk, condition, before, &number.to_string(), &mut sheet);
    }
    let mut blocks = vec![Block::Part(slot.label.clone()), Block::Text(meaning(desk, one, &slot.label)), Block::Table(sheet)];
    blocks.extend(one.sources.iter().map(|source| Block::Note(format!("{}{}{source}", desk.pick("Source", "依据"), desk.colon()))));
    blocks.extend(one.notes.iter().map(|note| Block::Note(note.clone())));
    blocks
}

/// What the clauses mean together.
fn meaning(desk: &Desk<'_>, one: &Eligibility, label: &str) -> String {
    let has = |wanted: fn(&Clause) -> bool| one.clauses.iter().any(wanted);
    let (require, veto, direct) = (
        has(|clause| matches!(clause, Clause::Require(_))),
        has(|clause| matches!(clause, Clause::Veto(_))),
        has(|clause| matches!(clause, Clause::Direct(_))),
    );
    let mut said = Vec::new();
    if require {
        said.push(desk.say(format!("{label}: eligible where every condition below is met."), format!("下列条件全部满足的，「{label}」为符合。")));
    }
    if direct {
        said.push(desk.say("A direct route makes up for all of them.", "满足直接认定条件之一的，不再要求其他条件。"));
    }
    if veto {
        said.push(desk.say("None of the vetoes may apply.", "存在否决情形之一的，为不符合。"));
    }
    said.join(desk.pick(" ", ""))
}

fn of_condition(desk: &Desk<'_>, condition: &Condition, before: &str, number: &str, sheet: &mut Sheet) {
    let (how, parts): (&str, &[Condition]) = match &condition.parts {
        Parts::Single => ("", &[]),
        Parts::Any(parts) => (desk.pick("any of", "满足其一"), parts),
        Parts::All(parts) => (desk.pick("all of", "全部满足"), parts),
    };
    let formula = desk.slot(condition.slot).filter(|_| parts.is_empty());
    let written = formula.map_or("", |slot| desk.sources.slice(slot.expr.span));
    let said = formula.map(|slot| desk.formula(&slot.expr)).unwrap_or_default();
    // A condition without words of its own has its text for words: its labels say it better.
    let own = !condition.words.is_empty() && !same_text(&condition.words, written);
    let text = match (own, how.is_empty()) {
        (true, true) => condition.words.clone(),
        (true, false) => desk.say(format!("{} ({how})", condition.words), format!("{}（{how}）", condition.words)),
        (false, true) => said.clone(),
        (false, false) => how.to_owned(),
    };
    sheet.plain(vec![number.to_owned(), format!("{before}{text}"), if own { said } else { String::new() }]);
    for (part, place) in parts.iter().zip(1usize..) {
        of_condition(desk, part, "", &format!("{number}.{place}"), sheet);
    }
}

/// Whether two texts are the same but for white space.
fn same_text(left: &str, right: &str) -> bool {
    left.split_whitespace().eq(right.split_whitespace())
}

/// Claims about every record, and how much is tested.
pub(super) fn claims(desk: &Desk<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !desk.program.claims.is_empty() {
        blocks.push(Block::Text(desk.say(
            "These hold for every record; the checker proves each that is not marked as assumed.",
            "下列结论对所有合格的记录都成立；除注明假定的以外，检查时逐条证明。",
        )));
        let mut sheet = Sheet::new(&[
            (desk.pick("No.", "序号"), Side::Right),
            (desk.pick("Conclusion", "结论"), Side::Left),
            (desk.pick("Written as", "表述"), Side::Wide),
        ]);
        for (claim, number) in desk.program.claims.iter().zip(1usize..) {
            sheet.plain(vec![number.to_string(), claim.words.clone(), of_claim(desk, claim)]);
        }
        blocks.push(Block::Table(sheet));
    }
    let count = desk.program.tests.len();
    if count > 0 {
        let en = if count == 1 { "1 test stands beside the policy.".to_owned() } else { format!("{count} tests stand beside the policy.") };
        blocks.push(Block::Text(desk.say(en, format!("政策附有 {count} 个测试。"))));
    }
    blocks
}

fn of_claim(desk: &Desk<'_>, claim: &Claim) -> String {
    let of = |expr: &Expr| desk.formula(expr);
    let said = match &claim.kind {
        ClaimKind::Always(condition) => of(condition),
        ClaimKind::Never(condition) => desk.say(format!("never: {}", of(condition)), format!("不会出现：{}", of(condition))),
        ClaimKind::Implies(from, to) => desk.say(format!("where {}: {}", of(from), of(to)), format!("若 {}，则 {}", of(from), of(to))),
        ClaimKind::Rises(result, field) => {
            desk.say(format!("{} never falls when {} rises", of(result), of(field)), format!("{}增加时，{}不减少", of(field), of(result)))
        }
        ClaimKind::Falls(result, field) => {
            desk.say(format!("{} never rises when {} rises", of(result), of(field)), format!("{}增加时，{}不增加", of(field), of(result)))
        }
        ClaimKind::Independent(result, field) => {
            desk.say(format!("{} does not depend on {}", of(result), of(field)), format!("{}与{}无关", of(result), of(field)))
        }
    };
    match &claim.assumed {
        Some(why) => format!("{said}{}", desk.say(format!(" (assumed: {why})"), format!("（假定：{why}）"))),
        None => said,
    }
}
