//! The demonstration policy, as the checker would build it.

use super::kit::{Kit, number, points, unit};
use ics::explain::{Explanation, explanation, trace};
use ics::ir::SlotKind;
use ics::ir::expr::ExprKind;
use ics::ir::record::FieldKind;
use ics::ir::scheme::{Clause, Eligibility, Score};
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::comparison::Comparison;
use ics::value::decimal::Decimal;
use ics::value::range::Range;
use ics::value::ty::Type;

pub const TEXT: &str = include_str!("policy.ics");
const TOP: i128 = 10i128.pow(20);

/// A record of the demonstration policy; money in 万元.
#[derive(Clone, Copy)]
pub struct Case {
    pub staff: i128,
    pub tech_staff: i128,
    pub sales: i128,
    pub rd_expense: i128,
    pub class1_ip: i128,
    pub class2_ip: i128,
    pub violation: Option<bool>,
    pub hnte: Option<bool>,
}

pub fn kit() -> Kit {
    let mut kit = Kit::new(TEXT, "科技型中小企业评价");
    let person = unit("人", "人", Decimal::ONE, Some(0));
    let money = unit("万元", "元", Decimal::new(10_000, 0), Some(6));
    let item = unit("件", "件", Decimal::ONE, Some(0));
    let percent = unit("%", "", Decimal::PERCENT, Some(4));
    let people = |low| FieldKind::Number { unit: person.clone(), decimals: 0, scale: 0, range: Range::new(low, 1_000_000).unwrap() };
    let sum = || FieldKind::Number { unit: money.clone(), decimals: 6, scale: 2, range: Range::new(0, TOP).unwrap() };
    let count = || FieldKind::Number { unit: item.clone(), decimals: 0, scale: 0, range: Range::new(0, 1_000_000).unwrap() };
    let of = kit.enumeration("rd_basis", &[("by_sales", "占销售收入"), ("by_cost", "占成本费用支出")]);

    kit.from("record enterprise");
    kit.field("id", "统一社会信用代码", FieldKind::Text, false);
    let staff = kit.field("staff", "职工总数", people(1), false);
    let tech = kit.field("tech_staff", "科技人员数", people(0), false);
    let sales = kit.field("sales", "年销售收入", sum(), false);
    let rd = kit.field("rd_expense", "研发费用总额", sum(), false);
    let basis = kit.field("basis", "研发投入口径", FieldKind::Enum(of), false);
    let class1 = kit.field("class1_ip", "Ⅰ类知识产权数", count(), false);
    let class2 = kit.field("class2_ip", "Ⅱ类知识产权数", count(), false);
    let violation = kit.field("violation", "发生事故或违法失信行为", FieldKind::Bool, true);
    let hnte = kit.field("hnte", "持有有效高新技术企业证书", FieldKind::Bool, true);
    kit.from("check");
    let (left, right) = (kit.read(tech, "tech_staff"), kit.read(staff, "staff \""));
    let condition = kit.compare(Comparison::AtMost, left, right);
    kit.check(condition, "科技人员数不能超过职工总数", vec![tech, staff]);

    kit.from("indicator staff_share");
    kit.from("tech_staff / staff");
    let (above, below) = (kit.read(tech, "tech_staff"), kit.read(staff, "staff :"));
    let below = ics::ir::expr::Expr { span: kit.span("staff"), ..below };
    let mut share = kit.divide(above, below, &percent);
    share.span = kit.span("tech_staff / staff");
    if let ExprKind::Divide(_, below) = &mut share.kind {
        below.span = ics::source::Span { start: share.span.end - 5, ..share.span };
    }
    let share_rows = |kit: &mut Kit, value: Option<ics::ir::SlotId>| {
        kit.from("points band value");
        let subject = kit.named(value.unwrap(), "value");
        let at = |percent: i128| percent * 10i128.pow(10);
        let rows = [
            ("[30%, ..)", Some((at(30), TOP)), 20),
            ("[25%, 30%)", Some((at(25), at(30) - 1)), 16),
            ("[20%, 25%)", Some((at(20), at(25) - 1)), 12),
            ("(.., 20%)", Some((0, at(20) - 1)), 0),
        ];
        let span = kit.across("band value", "}");
        kit.band(span, subject, &rows)
    };
    let staff_share = kit.indicator("staff_share", "科技人员指标", Some(share), share_rows, 20);

    let rd_rows = |kit: &mut Kit, _| {
        kit.from("basis = by_sales");
        let (left, right) = (kit.read(basis, "basis"), kit.member("by_sales", of, 0));
        let guard = kit.compare(Comparison::Equal, left, right);
        let (above, below) = (kit.read(rd, "rd_expense"), kit.read(sales, "sales {"));
        let below = ics::ir::expr::Expr { span: ics::source::Span { end: below.span.start + 5, ..below.span }, ..below };
        let ratio = kit.divide(above, below, &percent);
        let at = |percent: i128| percent * 10i128.pow(10);
        let rows = [
            ("[6%, ..)", Some((at(6), TOP)), 50),
            ("[5%, 6%)", Some((at(5), at(6) - 1)), 40),
            ("(.., 5%)", Some((0, at(5) - 1)), 0),
            ("missing", None, 0),
        ];
        let span = kit.across("band rd_expense", "}");
        let band = kit.band(span, ratio, &rows);
        kit.from("otherwise -> 0");
        let none = kit.constant("0", points(0), 0);
        kit.from("indicator rd_input");
        let span = kit.across("when {", "\n  }");
        kit.when(span, vec![(guard, band)], none)
    };
    let rd_input = kit.indicator("rd_input", "研发投入指标", None, rd_rows, 50);

    let ip_rows = |kit: &mut Kit, _| {
        kit.from("class1_ip >= 1");
        let (left, right) = (kit.read(class1, "class1_ip"), kit.constant("1 件", number(&item, 0), 1));
        let guard = kit.compare(Comparison::AtLeast, left, right);
        let full = kit.constant("30", points(0), 30);
        let subject = kit.read(class2, "class2_ip");
        let span = kit.across("band class2_ip", "}");
        kit.from("band class2_ip");
        let band = kit.band(span, subject, &[("[4 件, ..)", Some((4, 1_000_000)), 24), ("1 件", Some((1, 3)), 6), ("0 件", Some((0, 0)), 0)]);
        kit.from("indicator ip");
        let span = kit.across("when {", "\n  }");
        kit.when(span, vec![(guard, full)], band)
    };
    let ip = kit.indicator("ip", "科技成果指标", None, ip_rows, 30);

    kit.from("score total");
    let items: Vec<_> = [staff_share, rd_input, ip].into_iter().map(|indicator| kit.item(indicator)).collect();
    let span = kit.span("total");
    let parts: Vec<_> = items.iter().map(|item| kit.expr(span, points(0), ExprKind::Slot(item.contribution))).collect();
    let sum = parts.into_iter().reduce(|left, right| kit.expr(span, points(0), ExprKind::Add(Box::new(left), Box::new(right)))).unwrap();
    let total = kit.slot("total", "综合评价得分", SlotKind::Score, sum);
    kit.program.scores.push(Score {
        slot: total,
        out_of: Some(Decimal::new(100, 0)),
        up_to: None,
        at_least: None,
        round: None,
        groups: vec![],
        items,
        sources: vec!["第七条".into()],
        notes: vec![],
    });

    kit.from("eligibility tech_sme");
    let (left, right) = (kit.read(staff, "staff"), kit.constant("500 人", number(&person, 0), 500));
    let few = kit.compare(Comparison::AtMost, left, right);
    let few = kit.single(few, "第六条（二）：职工总数不超过500人");
    let (span, inner) = (kit.span("not violation"), kit.read(violation, "violation"));
    let clean = kit.expr(span, Type::Bool, ExprKind::Not(Box::new(inner)));
    let clean = kit.single(clean, "第六条（四）：填报上一年及当年内未发生重大安全、重大质量事故和严重环境违法、科研严重失信行为");
    let (left, right) = (kit.named(total, "total"), kit.constant("60", points(0), 60));
    let enough = kit.compare(Comparison::AtLeast, left, right);
    let enough = kit.single(enough, "综合评价得分不低于60分");
    kit.from("staff_share > 0");
    let share_points = kit.program.indicators[staff_share as usize].points;
    let (left, right) = (kit.named(share_points, "staff_share"), kit.constant("0 ", points(0), 0));
    let some = kit.compare(Comparison::Greater, left, right);
    let some = kit.single(some, "科技人员指标得分不为0分");
    let scored = kit.combined(vec![enough, some], "第六条（五）：按评分", false);
    let holder = kit.read(hnte, "hnte");
    let holder = kit.single(holder, "第八条（一）：拥有有效期内高新技术企业资格证书");
    let route = kit.combined(vec![scored, holder], "第六条（五）或第八条", true);
    let span = few.span;
    let all = [few.slot, clean.slot, route.slot].map(|slot| kit.expr(span, Type::Bool, ExprKind::Slot(slot)));
    let whole = kit.expr(span, Type::Bool, ExprKind::And(all.to_vec()));
    let slot = kit.slot("tech_sme", "科技型中小企业", SlotKind::Eligibility, whole);
    let clauses = vec![Clause::Require(few), Clause::Require(clean), Clause::Require(route)];
    kit.program.eligibilities.push(Eligibility { slot, clauses, sources: vec!["第六条、第八条".into()], notes: vec![] });
    kit
}

pub fn explain(case: Case) -> Explanation {
    let kit = kit();
    let bool = |truth: Option<bool>| truth.map_or(Value::Missing, Value::Bool);
    let record = [
        Value::Text("91110000T4".into()),
        Value::Number(case.staff),
        Value::Number(case.tech_staff),
        Value::Number(case.sales * 1_000_000),
        Value::Number(case.rd_expense * 1_000_000),
        Value::Member(0),
        Value::Number(case.class1_ip),
        Value::Number(case.class2_ip),
        bool(case.violation),
        bool(case.hnte),
    ];
    let day = Day::from_civil(2024, 8, 13).unwrap();
    let trace = trace(&kit.program, &record, day).unwrap();
    explanation(&kit.program, &kit.sources, &trace, &record, day)
}
