//! Worked examples of published rules, through the program: a CSV with Chinese headers in, exact columns out.
//!
//! Each expectation is worked out by hand from the rule; the comment beside it shows how.

use std::path::Path;
use std::process::Command;

/// Scores a CSV with a policy of the project; the columns asked for, a row per record.
fn scored(policy: &str, options: &[&str], columns: &str, csv: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("企业.csv");
    std::fs::write(&data, csv).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
    command.args(["score", "--lang", "zh", "--format", "csv", "--columns", columns]).args(options);
    let output = command.arg(root.join("policies").join(policy)).arg(&data).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{words}");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text.lines().map(str::to_owned);
    assert_eq!(lines.next().as_deref(), Some(columns));
    lines.collect()
}

/// A table written with bars as CSV.
fn csv(table: &str) -> String {
    let row = |line: &str| line.trim().trim_matches('|').split('|').map(str::trim).collect::<Vec<&str>>().join(",");
    table.trim().lines().map(row).collect::<Vec<String>>().join("\n")
}

/// 科技型中小企业评价办法, articles 6 and 7. T1 30 %, 6 %, one of class I: 20 + 50 + 30. T2 29.99 %: 16 + 50 + 30.
/// T3 10 %, 5.99 %, three of class II: 4 + 40 + 18. T4 9.99 %: 0 + 50 + 30, refused for the 0. T5 20 %, 4 %, three of class II:
/// 12 + 30 + 18 = 60, just enough. Hundredths of a per cent need a staff of 10,000, above the limit of 500: T2 passes by its score
/// and fails by its size, and T4 is shown once more with 49 of 500.
#[test]
fn technology_enterprises_2017() {
    let table = "
    | 统一社会信用代码 | 境内注册居民企业 | 职工总数 | 科技人员数 | 年销售收入 | 资产总额 | 研发费用总额 | 成本费用支出总额 | 研发投入口径 | Ⅰ类知识产权数 | Ⅱ类知识产权数 | 产品服务属禁止限制淘汰类 | 发生事故或违法失信行为 | 列入异常或严重违法失信名录 | 持有有效高新技术企业证书 | 五年内国家科技奖前三名 | 省部级以上研发机构 | 五年内主导制定标准 |
    | T1   | 是 | 500   | 150  | 10000 | 20000 | 600 |       | 占销售收入     | 1 | 0 | 否 | 否 | 否 | 否 | 否 | 否 | 否 |
    | T2   | 是 | 10000 | 2999 | 10000 | 20000 | 600 |       | 占销售收入     | 1 | 0 | 否 | 否 | 否 | 否 | 否 | 否 | 否 |
    | T3   | 是 | 500   | 50   | 10000 | 20000 | 599 |       | 占销售收入     | 0 | 3 | 否 | 否 | 否 | 否 | 否 | 否 | 否 |
    | T4   | 是 | 10000 | 999  | 10000 | 20000 | 600 |       | 占销售收入     | 1 | 0 | 否 | 否 | 否 | 否 | 否 | 否 | 否 |
    | T4小 | 是 | 500   | 49   | 10000 | 20000 | 600 |       | 占销售收入     | 1 | 0 | 否 | 否 | 否 | 否 | 否 | 否 | 否 |
    | T5   | 是 | 500   | 100  | 10000 | 20000 | 400 |       | 占销售收入     | 0 | 3 | 否 | 否 | 否 | 否 | 否 | 否 | 否 |
    | 口径 | 是 | 500   | 100  | 10000 | 20000 | 300 | 1000  | 占成本费用支出 | 0 | 4 | 否 | 否 | 否 | 否 | 否 | 否 | 否 |";
    let found = scored("tech_sme_2017.ics", &[], "id,staff_share,rd_input,total,tech_sme", &csv(table));
    let expected = [
        "T1,20,50,100,eligible",
        "T2,16,50,96,ineligible",
        "T3,4,40,62,eligible",
        "T4,0,50,80,ineligible",
        "T4小,0,50,80,ineligible",
        "T5,12,30,60,eligible",
        // 30 % of the cost: 50; four of class II: 24.
        "口径,12,50,86,eligible",
    ];
    assert_eq!(found, expected);
}

/// 高新技术企业认定: growth is the mean of two years' growth. 1000, 1300, 1700 makes 79/260 = 30.3846153846… %, 7 to 8 points;
/// 2000, 2100, 2300 makes 61/840 = 7.2619047619… %, 3 to 4; 400, 540, 729 makes 35 %, 9 to 10. The share of research needed
/// goes by the sales of the last year: up to 5000 5 %, up to 20000 4 %, above 3 %. 70 points fail, 71 pass:
/// 30 + 8 + 20 + 12 and 30 + 9 + 20 + 12.
#[test]
fn high_technology_enterprises_2016() {
    let head = "统一社会信用代码,注册成立日期,实际经营会计年度数,主要产品拥有核心知识产权,属国家重点支持的高新领域,前一年事故或严重违法,\
        当年职工总数,科技人员数,第一年销售收入,第二年销售收入,第三年销售收入,第一年末净资产,第二年末净资产,第三年末净资产,\
        第一年内部研究开发费用,第二年内部研究开发费用,第三年内部研究开发费用,第一年委托外部研发实际额,第二年委托外部研发实际额,第三年委托外部研发实际额,\
        境内研究开发费用合计,最近一年高新产品收入,最近一年收入总额,最近一年不征税收入,Ⅰ类知识产权数,Ⅱ类知识产权数,知识产权获得方式,参与编制标准,科技成果转化总数,\
        技术先进程度评分,核心支持作用评分,知识产权数量评分,获得方式评分,编制标准加分,科技成果转化评分,管理制度评分,研发机构与产学研评分,转化激励与平台评分,人才培养评价评分,\
        净资产增长率评分,销售收入增长率评分";
    let three_years = |id: &str, assets: &str, conversion: &str, growth: &str| {
        format!(
            "{id},2020-01-01,3,是,是,否,100,10,2000,2100,2300,{assets},120,120,120,0,0,0,360,2000,2300,0,1,0,有自主研发,否,6,8,8,8,6,0,{conversion},6,6,4,4,{growth}"
        )
    };
    let one_year = |id: &str, sales: &str| {
        format!("{id},2020-01-01,1,是,是,否,100,10,,,{sales},,,500,,,2000,,,0,2000,{sales},{sales},0,1,0,有自主研发,否,2,8,8,8,6,0,8,6,6,4,4,0,0")
    };
    let rows = [
        head.to_owned(),
        three_years("七十", "1000,1300,1700", "8", "8,4"),
        three_years("七一", "1000,1300,1700", "9", "8,4"),
        three_years("三五", "400,540,729", "8", "9,3"),
        one_year("5000", "5000"),
        one_year("5000.01", "5000.01"),
        one_year("20000", "20000"),
        one_year("20000.01", "20000.01"),
    ];
    let columns = "id,net_asset_growth,asset_points_low,asset_points_high,sales_growth,sales_points_low,sales_points_high,rd_needed,total,hnte";
    let found = scored("hnte_2016.ics", &["--as-of", "2024-06-30"], columns, &rows.join("\n"));
    let expected = [
        "七十,30.3846153846,7,8,7.2619047619,3,4,5,70,ineligible",
        "七一,30.3846153846,7,8,7.2619047619,3,4,5,71,eligible",
        "三五,35,9,10,7.2619047619,3,4,5,70,ineligible",
        "5000,,0,0,,0,0,5,58,ineligible",
        "5000.01,,0,0,,0,0,4,58,ineligible",
        "20000,,0,0,,0,0,4,58,ineligible",
        "20000.01,,0,0,,0,0,3,58,ineligible",
    ];
    assert_eq!(found, expected);
}

/// 创新型中小企业: A, 3 %, 15 %, 55 %, strategic, 70 % makes 35 + 30 + 30; D, 5 %, 5 %, 75 %, other, 55 % makes 25 + 15 + 15.
/// 345 of 11500 is 3 %, 7000 to 8050 15 %, 8050 of 11500 70 %; 525 of 10500 is 5 %, 5500 to 5775 5 %, 5775 of 10500 55 %.
#[test]
fn innovative_enterprises_2022() {
    let table = "
    | 统一社会信用代码 | Ⅰ类高价值知识产权数 | 自主研发的Ⅰ类知识产权数 | Ⅰ类知识产权数 | Ⅱ类知识产权数 | 上年度研发费用总额 | 上年度营业收入总额 | 上年度主营业务收入 | 上上年度主营业务收入 | 上年末负债总额 | 上年末资产总额 | 主导产品属战略性新兴产业 | 近三年国家或省级科技奖励 | 有效高企或示范优势称号 | 省级以上研发机构 | 近三年新增股权融资实缴额 |
    | 甲 | 1 | 0 | 1 | 0 | 345 | 11500 | 8050 | 7000 | 55 | 100 | 是 | 否 | 否 | 否 | 0 |
    | 乙 | 0 | 0 | 0 | 1 | 525 | 10500 | 5775 | 5500 | 75 | 100 | 否 | 否 | 否 | 否 | 499.999999 |
    | 丙 | 0 | 0 | 0 | 1 | 525 | 10500 | 5775 | 5500 | 75 | 100 | 否 | 否 | 否 | 否 | 500 |";
    let found = scored("innovative_sme_2022.ics", &[], "id,innovation,growth,specialisation,total,innovative_sme", &csv(table));
    assert_eq!(found, ["甲,35,30,30,95,eligible", "乙,25,15,15,55,ineligible", "丙,25,15,15,55,eligible"]);
}

/// 中小企业划型标准: every measure at its bound, or one class lower. (1200, 1000) in industry is small: 1000 is below 2000.
#[test]
fn sizes_2011() {
    let table = "
    | 统一社会信用代码 | 所属行业 | 从业人员 | 营业收入 | 资产总额 |
    | 甲 | 工业   | 1000 | 40000    |        |
    | 乙 | 工业   | 999  | 40000    |        |
    | 丙 | 工业   | 1000 | 39999    |        |
    | 丁 | 工业   | 1200 | 1000     |        |
    | 戊 | 工业   | 19   | 40000    |        |
    | 己 | 建筑业 |      | 80000    | 80000  |
    | 庚 | 建筑业 |      | 80000    | 299.99 |
    | 辛 | 农林牧渔业 |  | 499.9999 |        |";
    let found = scored("sme_size_2011.ics", &[], "id,size", &csv(table));
    assert_eq!(found, ["甲,large", "乙,medium", "丙,medium", "丁,small", "戊,micro", "己,large", "庚,micro", "辛,small"]);
}

/// 黄岩区亩均论英雄: value ÷ benchmark × weight, worked out apart from this project with quotients of base units to 12 places.
/// Firm 甲 in 2022: 24.097 万元/亩 is the benchmark (30), so is 136.16 (20); 1361.6 ÷ 500 = 2.7232 ÷ 2.694 = 1.010838901262 (× 20);
/// 1361.6 ÷ 0.3 = 4538.67 ÷ 4929.81 = 0.920657523650 (× 10); 1361.6 ÷ 80 = 17.02 ÷ 18.14 = 0.938257993385 (× 10);
/// 3 % ÷ 0.0302 = 0.993377483444 (× 10). Firm 乙 has no emission figure: the mean of all, given as 7.5, stands in for it.
/// Firm 丙 is below scale: 11.5932 ÷ 11.5932 (× 50), 0.231864 ÷ 0.2352 = 0.985816326531 (× 50).
#[test]
fn huangyan_in_two_years() {
    let table = "
    | 统一社会信用代码 | 规模以上企业 | 用地面积 | 实缴税收 | 工业增加值 | 综合能耗 | 主要污染物排放量 | 规上企业排放项平均得分 | 年平均职工人数 | 研发经费 | 主营业务收入 | 用电量 |
    | 甲 | 是 | 10 | 240.97  | 1361.6 | 500 | 0.3 | 7.5 | 80 | 30 | 1000 |         |
    | 乙 | 是 | 10 | 240.97  | 1361.6 | 500 |     | 7.5 | 80 | 30 | 1000 |         |
    | 丙 | 否 | 10 | 115.932 |        |     |     | 0   |    |    |      | 5000000 |";
    let columns = "id,output_per_energy,output_per_emission,labour_productivity,total";
    let found = scored("huangyan/huangyan_2022.ics", &[], columns, &csv(table));
    let expected = [
        "甲,20.21677802524,9.2065752365,9.38257993385,98.73970803003",
        "乙,20.21677802524,7.5,9.38257993385,97.03313279353",
        "丙,0,0,0,99.29081632655",
    ];
    assert_eq!(found, expected);
    let lines: Vec<String> = csv(table).lines().filter(|line| !line.starts_with('乙')).map(str::to_owned).collect();
    let found = scored("huangyan/huangyan_2021.ics", &[], columns, &lines.join("\n"));
    assert_eq!(found, ["甲,21.44251968504,9.33674546946,9.75358166189,98.75064415776", "丙,0,0,0,83.9234558318"]);
}
