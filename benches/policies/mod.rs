//! Policies as large as wanted, for measuring.
//!
//! In: how large. Out: the text of a policy that is accepted without a remark. Nothing is random: the same size gives the same
//! text.

use std::fmt::Write;

/// How many lines a chapter of [`realistic`] has, its fields and its part of the example among them.
const CHAPTER: usize = 103;

/// Lines that belong to no chapter.
const FRAME: usize = 30;

/// A policy as offices write them, of so many lines: fields with labels and limits, params, a table, indicators with bands, a
/// score weighted by stage, an eligibility, a test for each chapter.
pub fn realistic(lines: usize) -> String {
    let chapters = lines.saturating_sub(FRAME) / CHAPTER;
    let mut text = String::from(
        "# 大型政策：只为度量\n\npolicy large \"大型政策\" {\n  source \"度量用\"\n}\n
enum stage_kind \"成长阶段\" {\n  startup \"初创期\"\n  growth  \"成长期\"\n  mature  \"稳定期\"\n}
enum industry \"行业\" {\n  farming  \"农业\"\n  industry_other \"工业\"\n  software \"软件业\"\n  services \"其他服务业\"\n}\n
record enterprise \"企业\" {\n  key id \"统一社会信用代码\" : text\n  stage \"成长阶段\" : stage_kind\n  sector \"行业\" : industry\n",
    );
    (0..chapters).for_each(|i| fields(&mut text, i));
    text.push_str("}\n\n");
    (0..chapters).for_each(|i| chapter(&mut text, i));
    text.push_str("example firm \"普通企业\" {\n  id = \"E1\"\n  stage = growth\n  sector = software\n");
    (0..chapters).for_each(|i| example(&mut text, i));
    text.push_str("}\n");
    let written = text.lines().count();
    (written..lines).for_each(|_| text.push_str("# 补足行数\n"));
    text
}

fn fields(text: &mut String, i: usize) {
    let _ = write!(
        text,
        "  staff_{i}    \"职工总数{i}\"     : 人 [1, 1000000]
  techs_{i}    \"科技人员数{i}\"   : 人 [0, 1000000]
  revenue_{i}  \"营业收入{i}\"     : 万元 [0, 100000000]
  before_{i}   \"上年营业收入{i}\" : 万元? [0, 100000000]
  expense_{i}  \"研发费用{i}\"     : 万元 [0, 100000000]
  patents_{i}  \"发明专利{i}\"     : 件 [0, 100000]
  founded_{i}  \"成立日期{i}\"     : date
  listed_{i}   \"是否上市{i}\"     : bool
  check techs_{i} <= staff_{i} \"科技人员数不能超过职工总数\"
"
    );
}

fn example(text: &mut String, i: usize) {
    let _ = write!(
        text,
        "  staff_{i}   = 100 人\n  techs_{i}   = 30 人\n  revenue_{i} = 5000万元\n  before_{i}  = 4000万元\n  expense_{i} = 400万元
  patents_{i} = 3 件\n  founded_{i} = 2015-03-01\n  listed_{i}  = false\n"
    );
}

fn chapter(text: &mut String, i: usize) {
    let _ = write!(
        text,
        "# ── 第{i}章 ──────────────────────────────────────────
param full_{i}  \"研发费用满分线{i}\" : 万元 = 1000万元  source \"附件{i}\"
param least_{i} \"最低职工人数{i}\"   : 人 = 10 人
param bonus_{i} \"阶段加分{i}\" by stage_kind : number {{
  startup -> 3
  growth  -> 2
  mature  -> 1
}}

table limits_{i} \"划型标准{i}\" by industry {{
  | industry       | staff \"人数\" : 人 | revenue \"收入\" : 万元 |
  | farming        |                50 |                 500 |
  | industry_other |              1000 |               40000 |
  | software       |               300 |               10000 |
  | services       |               300 |               20000 |
}}

let small_{i} \"属于中小企业\" = staff_{i} < limits_{i}[sector].staff or revenue_{i} < limits_{i}[sector].revenue

indicator people_{i} \"科技人员占职工总数的比例\" out of 20 {{
  value  techs_{i} / staff_{i} : %
  points band value {{
    [30%, ..)  -> 20
    [20%, 30%) -> 15
    [10%, 20%) -> 10
    (.., 10%)  -> 0
  }}
}}

indicator intensity_{i} \"研发费用占营业收入的比例\" out of 50 {{
  value  expense_{i} / revenue_{i} : %
  points band value {{
    [6%, ..) -> 50
    [4%, 6%) -> 35   # 以上含本数
    [2%, 4%) -> 20
    (.., 2%) -> 0
    missing  -> 0
  }}
  source \"第{i}条\"
}}

indicator growth_{i} \"营业收入增长率\" out of 20 {{
  value  (revenue_{i} - before_{i}) / before_{i} : %
  points linear value {{
    0%      -> 0
    30%     -> 20
    missing -> 0
  }}
}}

indicator rights_{i} \"发明专利与阶段\" out of 13 {{
  points when {{
    patents_{i} >= 5 件 and small_{i} -> 10 + bonus_{i}[stage]
    patents_{i} >= 1 件                -> min(10, patents_{i} / 1 件 * 2)
    otherwise                          -> if listed_{i} then 1 else 0
  }}
}}

score total_{i} \"第{i}章得分\" out of 100 round 2 {{
  base_{i} \"基础\" {{ people_{i}, intensity_{i} }}
  more_{i} \"其他\" {{ growth_{i}, rights_{i} }}
  weights by stage {{
    |                | startup | growth | mature |
    | people_{i}     |      25 |     20 |     15 |
    | intensity_{i}  |      35 |     40 |     45 |
    | growth_{i}     |      30 |     20 |     20 |
    | rights_{i}     |      10 |     20 |     20 |
  }}
}}

eligibility eligible_{i} \"第{i}章资格\" {{
  require staff_{i} >= least_{i} \"职工人数达到最低要求\"
  require any \"有研发投入或专利\" {{
    expense_{i} > 0 万元
    patents_{i} > 0 件
  }}
  veto founded_{i} > 2024-01-01 \"成立不满一年\"
}}

output passed_{i} : bool = eligible_{i} and total_{i} >= 60

test \"第{i}章：普通企业\" {{
  given  firm with {{ patents_{i} = 6 件 }}
  expect {{ people_{i} = 20, eligible_{i}, growth_{i} > 10 }}
}}

"
    );
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// So many indicators, each on one line, over as many fields.
pub fn one_line_indicators(count: usize) -> String {
    let mut text = String::from("policy p \"p\" { source \"s\" }\nrecord r {\n  key id : text\n");
    (0..count).for_each(|i| line(&mut text, &format!("  f{i} \"字段{i}\" : 万元 [0, 1000000]")));
    text.push_str("}\n");
    for i in 0..count {
        let _ = writeln!(
            text,
            "indicator i{i} \"指标{i}\" out of 10 {{ value f{i} points band value {{ >= 100万元 -> 10, [1万元, 100万元) -> 5, < 1万元 -> 0 }} }}"
        );
    }
    text
}

const FIELDS_OF_DECISIONS: &str = "policy p \"p\" { source \"s\" }\nenum two { yes, no }\nrecord r {\n  key id : text\n";

/// A decision table of 500 rows and six columns, without gap or overlap: 5 × 5 × 5 × 4 cases of four columns, the other two open.
pub fn wide_decision() -> String {
    let mut text = String::from(FIELDS_OF_DECISIONS);
    ["a", "b", "c", "d"].iter().for_each(|name| line(&mut text, &format!("  {name} : number [0, 100]")));
    text.push_str("  e : two\n  f : two\n}\ndecision out : number {\n  | a | b | c | d | e | f | -> |\n");
    let fifth = |i: usize| if i == 4 { "[80, ..)".to_string() } else { format!("[{}, {})", i * 20, i * 20 + 20) };
    for case in 0..500 {
        let (a, b, c, d) = (case % 5, case / 5 % 5, case / 25 % 5, case / 125);
        let quarter = if d == 3 { "[75, ..)".to_string() } else { format!("[{}, {})", d * 25, d * 25 + 25) };
        let _ = writeln!(text, "  | {} | {} | {} | {quarter} | * | * | {} |", fifth(a), fifth(b), fifth(c), case % 10);
    }
    text.push_str("}\noutput result : number = out\n");
    text
}

/// A decision table whose last column alone tells its rows apart: the search has to take the columns in another order.
pub fn reordered_decision() -> String {
    const COLUMNS: usize = 20;
    let mut text = String::from(FIELDS_OF_DECISIONS);
    (0..COLUMNS).for_each(|i| line(&mut text, &format!("  c{i} : two")));
    let heads: String = (0..COLUMNS).map(|i| format!(" c{i} |")).collect();
    let _ = write!(text, "  last : number [0, {}] decimals 0\n}}\ndecision out : number {{\n  |{heads} last | -> |\n", COLUMNS - 1);
    for column in 0..COLUMNS {
        for member in ["yes", "no"] {
            let cells: String = (0..COLUMNS).map(|i| if i == column { format!(" {member} |") } else { " * |".to_string() }).collect();
            let _ = writeln!(text, "  |{cells} {column} | {column} |");
        }
    }
    text.push_str("}\noutput result : number = out\n");
    text
}

/// A lookup by an enum of so many members.
pub fn lookup(members: usize) -> String {
    let mut text = String::from("policy p \"p\" { source \"s\" }\nenum city \"城市\" {\n");
    (0..members).for_each(|i| line(&mut text, &format!("  c{i} \"城市{i}\" code \"{i:06}\"")));
    text.push_str("}\nrecord r { key id : text, at : city }\nparam bonus \"加分\" by city : number {\n");
    (0..members).for_each(|i| line(&mut text, &format!("  c{i} -> {}", i % 10)));
    text.push_str("}\noutput points : number = bonus[at]\n");
    text
}
