//! Charts and pages: what is drawn, letter by letter; and that words stay inside and do not touch, whatever is drawn.

mod drawn;

use drawn::Drawn;
use ics::chart::{Bar, Bars, Bin, Direction, Graph, Heat, HeatCell, HeatRow, Histogram, Mark, Node, NodeKind, Segment, Segments, Step, Waterfall};
use ics::diagnostic::Lang;
use ics::page::{Column, Format, Html, Page, Row, Sign, Table, badge, facts, figure, list, note, paragraph, section};

fn step(label: &str, amount: i128, most: Option<i128>, direction: Direction) -> Step {
    Step { label: label.to_owned(), amount, most, shown: amount.to_string(), direction }
}

fn mark(at: i128, label: &str) -> Mark {
    Mark { at, label: label.to_owned() }
}

fn waterfall() -> Waterfall {
    Waterfall {
        title: "综合评价得分".to_owned(),
        places: 0,
        steps: vec![
            step("科技人员指标", 12, Some(20), Direction::Adds),
            step("研发投入指标", 40, Some(50), Direction::Adds),
            step("行政处罚", 5, Some(10), Direction::Takes),
        ],
        total: ("合计".to_owned(), 47, "47".to_owned()),
        marks: vec![mark(60, "及格线 60")],
    }
}

fn bars(parts: &[&[i128]], legend: &[&str]) -> Bars {
    let bars = parts.iter().enumerate();
    let bar = |(place, parts): (usize, &&[i128])| Bar {
        label: format!("第 {} 组", place + 1),
        parts: parts.to_vec(),
        shown: parts.iter().fold(0, |sum: i128, part| sum.saturating_add(*part)).to_string(),
    };
    Bars { title: "分组".to_owned(), places: 1, legend: legend.iter().map(ToString::to_string).collect(), bars: bars.map(bar).collect() }
}

fn histogram(counts: &[u64], marks: Vec<Mark>) -> Histogram {
    let bin = |(count, place): (&u64, i128)| Bin {
        low: place * 10,
        high: place * 10 + 10,
        count: *count,
        shown: format!("[{}, {})", place * 10, place * 10 + 10),
    };
    Histogram {
        title: "得分分布".to_owned(),
        places: 0,
        bins: counts.iter().zip(0i128..).map(bin).collect(),
        marks,
        counted: "企业数".to_owned(),
        measured: "得分".to_owned(),
    }
}

fn heat(columns: &[&str], rows: &[(&str, &[Option<u32>])]) -> Heat {
    let cell = |share: &Option<u32>| share.map(|share| HeatCell { share, shown: format!("{}%", share / 10) });
    Heat {
        title: "缺失数据".to_owned(),
        columns: columns.iter().map(ToString::to_string).collect(),
        rows: rows.iter().map(|(label, cells)| HeatRow { label: (*label).to_owned(), cells: cells.iter().map(cell).collect() }).collect(),
    }
}

fn segments(value: Option<(usize, u32, &str)>) -> Segments {
    let segment = |(label, from): &(&str, &str)| Segment { label: (*label).to_owned(), from: (*from).to_owned() };
    Segments {
        title: "科技人员占比".to_owned(),
        segments: [("0", "0%"), ("4", "10%"), ("8", "15%"), ("12", "20%"), ("16", "25%"), ("20", "30%")].iter().map(segment).collect(),
        to: "100%".to_owned(),
        value: value.map(|(band, share, shown)| (band, share, shown.to_owned())),
    }
}

fn graph() -> Graph {
    let node = |label: &str, kind| Node { label: label.to_owned(), kind };
    Graph {
        title: "计算关系".to_owned(),
        nodes: vec![
            node("科技人员数", NodeKind::Given),
            node("职工总数", NodeKind::Given),
            node("科技人员指标", NodeKind::Between),
            node("综合评价得分", NodeKind::Result),
            node("科技型中小企业", NodeKind::Result),
        ],
        edges: vec![(0, 2), (1, 2), (2, 3), (3, 4), (1, 4), (2, 4)],
    }
}

#[test]
fn what_is_drawn() {
    insta::assert_snapshot!("waterfall", waterfall().to_svg());
    insta::assert_snapshot!("bars", bars(&[&[120, 30], &[-45, 10], &[0, 0]], &["基本分", "加分"]).to_svg());
    insta::assert_snapshot!("histogram", histogram(&[0, 3, 12, 40, 7], vec![mark(30, "合格 30"), mark(45, "优秀 45")]).to_svg());
    insta::assert_snapshot!("heat", heat(&["东部", "中部"], &[("研发费用", &[Some(0), Some(1000)]), ("专利", &[Some(120), None])]).to_svg());
    insta::assert_snapshot!("segments", segments(Some((3, 500, "22.5%"))).to_svg());
    insta::assert_snapshot!("graph", graph().to_svg());
}

#[test]
fn a_page() {
    let table = Table {
        caption: "得分".to_owned(),
        columns: vec![Column::words("指标"), Column::wide("计算"), Column::figures("得分")],
        rows: vec![
            Row::group(vec![Html::text("技术创新"), Html::default(), Html::text("12")]),
            Row::plain(vec![Html::text("科技人员"), Html::lines("24 ÷ 120\n= 20%"), Html::text("12")]),
            Row::total(vec![Html::text("合计"), Html::default(), Html::text("12")]),
        ],
    };
    let mut body = facts(&[("基准日", Html::text("2024-08-13"))]);
    body.push(&section("结果", &paragraph(badge(Sign::Met, "符合"))));
    body.push(&table.to_html());
    body.push(&figure(&waterfall().to_svg(), "各项得分"));
    body.push(&list(&[Html::text("一"), Html::strong("二")]));
    body.push(&note(&paragraph(Html::small("说明"))));
    let page =
        Page { lang: Lang::Zh, format: Format::Letter, kind: "评价说明", title: "示例办法", body, footer: paragraph(Html::text("完")) };
    let text = page.to_html();
    // The style stands in its own file.
    let (before, rest) = text.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    insta::assert_snapshot!("page", format!("{before}{after}"));
}

const LONG: &str = "企业近三年科技人员占当年职工总数的平均比例（含累计实际工作时间在183天以上的兼聘人员）";
const LONG_ENGLISH: &str = "Share of technical staff who worked for at least 183 days in the year of the declaration among all employees";

#[test]
fn words_stay_inside_and_do_not_touch() {
    let far = [i128::MAX, 1, 0, i128::MIN];
    let every = |label: &str| -> Vec<Step> {
        [Direction::Adds, Direction::Takes].into_iter().flat_map(|way| far.map(|amount| step(label, amount, Some(amount), way))).collect()
    };
    let empty = Waterfall { steps: Vec::new(), total: ("合计".to_owned(), 0, "0".to_owned()), marks: Vec::new(), ..waterfall() };
    let zeros = vec![step("一", 0, Some(0), Direction::Adds), step("二", 0, None, Direction::Takes)];
    let marks: Vec<Mark> = (58..64).map(|at| mark(at, &format!("{LONG_ENGLISH} {at}"))).collect();
    let long_names = [LONG; 14];
    let shares: Vec<Option<u32>> = (0..14).map(|place| Some(place * 77)).collect();
    let chain: Vec<Node> = (0..12).map(|place| Node { label: format!("{LONG}{place}"), kind: NodeKind::Between }).collect();
    let drawings = [
        ("waterfall", waterfall().to_svg()),
        ("nothing adds up", empty.to_svg()),
        ("all zero", Waterfall { steps: zeros, ..empty.clone() }.to_svg()),
        ("far apart", Waterfall { steps: every(LONG), marks: marks.clone(), ..waterfall() }.to_svg()),
        ("long words", Waterfall { steps: every(LONG_ENGLISH), places: 6, ..waterfall() }.to_svg()),
        ("no bars", bars(&[], &[]).to_svg()),
        ("one bar", bars(&[&[7]], &[]).to_svg()),
        ("below zero", bars(&[&[-7], &[-1, -2], &[3, -4]], &[LONG, LONG_ENGLISH]).to_svg()),
        ("bars far apart", bars(&[&far, &[1]], &["一", "二", "三", "四"]).to_svg()),
        ("no bins", histogram(&[], Vec::new()).to_svg()),
        ("empty bins", histogram(&[0, 0], Vec::new()).to_svg()),
        ("one bin", histogram(&[1], vec![mark(5, LONG)]).to_svg()),
        ("many bins", histogram(&[u64::MAX; 300], marks).to_svg()),
        ("no cells", heat(&[], &[]).to_svg()),
        ("long names", heat(&long_names, &[(LONG, &shares), (LONG_ENGLISH, &[None; 14])]).to_svg()),
        ("many columns", heat(&["省"; 31], &[("数据", &[Some(500); 31])]).to_svg()),
        ("bands", segments(Some((5, 1000, LONG_ENGLISH))).to_svg()),
        ("bands without a value", segments(None).to_svg()),
        ("a graph", graph().to_svg()),
        ("a long chain", Graph { title: String::new(), nodes: chain, edges: (0..11).map(|place| (place, place + 1)).collect() }.to_svg()),
    ];
    for (name, svg) in &drawings {
        let drawn = Drawn::read(svg.as_str());
        assert_eq!(drawn.outside(), Vec::<String>::new(), "{name}: outside");
        assert_eq!(drawn.touching(), Vec::<String>::new(), "{name}: touching");
    }
}

#[test]
fn nothing_to_draw_is_nothing() {
    let none = Segments { title: String::new(), segments: Vec::new(), to: String::new(), value: None };
    assert!(none.to_svg().is_empty());
    assert!(Graph { title: String::new(), nodes: Vec::new(), edges: vec![(0, 1)] }.to_svg().is_empty());
}

/// A graph with a circle is drawn without the edge that closes it.
#[test]
fn circles_are_cut() {
    let whole = graph();
    let round = Graph { edges: whole.edges.iter().copied().chain([(4, 0), (3, 3), (9, 1), (0, 2)]).collect(), ..whole.clone() };
    assert_eq!(round.to_svg(), whole.to_svg());
}

/// What stands in a bar is read aloud, and so is the whole.
#[test]
fn drawings_are_told() {
    let svg = waterfall().to_svg().as_str().to_owned();
    assert!(svg.contains("<title>综合评价得分</title>\n<desc>科技人员指标 12; 研发投入指标 40; 行政处罚 -5; 合计 47; 及格线 60</desc>"), "{svg}");
    assert!(svg.contains("><title>研发投入指标 40</title></rect>"), "{svg}");
}

/// Longer amounts are longer bars, from where the one before ended.
#[test]
fn bars_follow_one_another() {
    let drawn = Drawn::read(waterfall().to_svg().as_str());
    let bars: Vec<(i64, i64)> = drawn.areas.iter().filter(|area| !area.says.is_empty()).map(|area| (area.x, area.x + area.width)).collect();
    let [first, second, third, total] = bars.as_slice() else { panic!("{bars:?}") };
    assert_eq!((first.1, second.1), (second.0, third.1));
    assert_eq!((total.0, total.1), (first.0, third.0));
    let (twelve, forty, five) = (first.1 - first.0, second.1 - second.0, third.1 - third.0);
    assert!(twelve * 40 / 12 - forty <= 10 && (five * 12 - twelve * 5).abs() <= 100, "{bars:?}");
}
