//! Words of the errors of values, cases, tables and ranges.
//!
//! In: problems. Out: words, once in each language.

use super::causes::Step;
use super::problem::{CheckProblem, Place};
use crate::diagnostic::Words;

fn may_be_missing_english(place: &Place, cause: &[Step]) -> Words {
    let (headline, help) = match place {
        Place::IfCondition => (
            "this condition may be missing",
            "answer it first: `x default …`, `x is missing or …`, or use `when` with a `missing -> …` row".to_string(),
        ),
        Place::Guard => ("a condition of this `when` may be missing", "add a row `missing -> …`, or answer it with `default`".to_string()),
        Place::Band => ("no row says what holds where this is missing", "add a row `missing -> …`".to_string()),
        Place::Linear => ("no row says what holds where this is missing", "add a row `missing -> …`".to_string()),
        Place::Points => ("points may be missing", "answer it with `default 0`, or with a `missing -> …` row".to_string()),
        Place::Grade => ("the grade may be missing", "add a row `missing -> …`, or answer the missing value before".to_string()),
        Place::WeightKey => ("weights are chosen by something that may be missing", "answer it with `default`".to_string()),
        Place::Argument => (
            "this argument may be missing, and the function does not allow it",
            "answer it with `default`, or let the parameter be missing with `?`".to_string(),
        ),
        Place::Promised { name, .. } => {
            ("this may be missing, but the declared type promises a value", format!("answer it with `default`, or declare `{name}` with `?`"))
        }
    };
    let words = Words::new(headline).label("may be missing");
    cause.iter().fold(words, |words, step| words.label(step.words.english.clone())).help(help)
}

fn may_be_missing_chinese(place: &Place, cause: &[Step]) -> Words {
    let (headline, help) = match place {
        Place::IfCondition => ("条件可能缺失", "请先作答：`x 缺省 …`、`x 为 缺失 或 …`，或改用带 `缺失 -> …` 行的「当」".to_string()),
        Place::Guard => ("「当」中的条件可能缺失", "请增加一行 `缺失 -> …`，或用「缺省」作答".to_string()),
        Place::Band => ("没有一行说明缺失时如何处理", "请增加一行 `缺失 -> …`".to_string()),
        Place::Linear => ("没有一行说明缺失时如何处理", "请增加一行 `缺失 -> …`".to_string()),
        Place::Points => ("得分可能缺失", "请用 `缺省 0` 作答，或增加 `缺失 -> …` 行".to_string()),
        Place::Grade => ("等级可能缺失", "请增加一行 `缺失 -> …`，或先对缺失值作答".to_string()),
        Place::WeightKey => ("选取权重所依据的值可能缺失", "请用「缺省」作答".to_string()),
        Place::Argument => ("实参可能缺失，而函数不允许缺失", "请用「缺省」作答，或在形参类型后加 `?`".to_string()),
        Place::Promised { name, .. } => ("此值可能缺失，而声明的类型承诺有值", format!("请用「缺省」作答，或在「{name}」的类型后加 `?`")),
    };
    let words = Words::new(headline).label("可能缺失");
    cause.iter().fold(words, |words, step| words.label(step.words.chinese.clone())).help(help)
}

/// A text with an example behind it, where there is one.
fn with_example(text: &str, joint: &str, example: &str) -> String {
    if example.is_empty() { text.to_string() } else { format!("{text}{joint}{example}") }
}

/// A count with its noun.
fn many(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// English words.
pub fn english_case(problem: &CheckProblem) -> Words {
    match problem {
        CheckProblem::MayBeMissing { place, cause, .. } => may_be_missing_english(place, cause),
        CheckProblem::Gap { case, line, example, .. } => {
            let words = Words::new(format!("no row covers {}", case.english));
            let words = if line.is_empty() {
                words
            } else {
                words.label(format!("can {} {}", if case.english.starts_with(['[', '(']) { "lie in" } else { "be" }, case.english))
            };
            let words = words.label(with_example("no row takes it", ", for example ", example));
            words.help(if line.is_empty() {
                "add a row for it, or an `otherwise` row".to_string()
            } else {
                format!("the rows on a line, the gap between question marks:\n  {line}")
            })
        }
        CheckProblem::Overlap { case, example, .. } => Words::new(format!("two rows take {}", case.english))
            .label(with_example("takes it again", ", for example ", example))
            .label("takes it first")
            .help("change one of the two, so that every case has one row; their order decides nothing"),
        CheckProblem::BranchUnreachable { because, .. } => Words::new("this branch is never taken")
            .label(because.english.clone())
            .help("remove the `if`, or mend its condition or the declared range of the field"),
        CheckProblem::RowUnreachable { because, .. } => Words::new("this row is never taken")
            .label(because.english.clone())
            .help("remove the row, or mend its bounds or the declared range of the field"),
        CheckProblem::TableGap { table, case, .. } => {
            Words::new(format!("`{table}` has no row for {}", case.english)).label("every key needs a row").help("add a row for it")
        }
        CheckProblem::NoRowForKey { table, case, .. } => Words::new(format!("`{table}` has no row for {}", case.english))
            .label("this may be looked up")
            .label("the rows stand here")
            .help("add a row, or narrow the range of the field"),
        CheckProblem::NoOtherwise { .. } => {
            Words::new("this `when` does not say what holds otherwise").label("no `otherwise` row").help("add a last row `otherwise -> …`")
        }
        CheckProblem::RowAfterOtherwise { .. } => Words::new("this row stands after `otherwise` and is never reached")
            .label("never reached")
            .label("takes everything else")
            .help("move it above"),
        CheckProblem::RowTwice { english, .. } => {
            Words::new(format!("`{english}` stands twice")).label("the second one").label("the first one").help("keep one of them")
        }
        CheckProblem::NoRows { .. } => {
            Words::new("there are no rows").label("at least one is needed").help("write for example `{ [10, ..) -> 5, (.., 10) -> 0 }`")
        }
        CheckProblem::EmptyInterval { .. } => {
            Words::new("this interval holds nothing").label("the lower bound is not below the upper one").help("write the smaller bound first")
        }
        CheckProblem::NotConstant { .. } => Words::new("expected a constant")
            .label("depends on the record or the reference date")
            .help("write a figure, or the name of a `param` with one value"),
        CheckProblem::NoMembers { .. } => Words::new("the list is empty").label("at least one member is needed").help("list the members: `{ a, b }`"),
        CheckProblem::Overflow { operands, .. } => {
            let words = Words::new("this may need more than 38 digits").label("the result may be too long");
            let words = operands.iter().fold(words, |words, (_, range)| words.label(format!("lies in {range}")));
            words.help("declare narrower ranges on the fields used, such as `[0, 1000亿元]` or `[0%, 1000%]`, or use `clamp`")
        }
        CheckProblem::DivisionByZero { .. } => Words::new("this divides by zero").label("always zero").help("divide by something that is not zero"),
        CheckProblem::LiteralTooFine { .. } => {
            Words::new("this figure has more than 18 decimal places in base units").label("too fine").help("leave out the last decimal places")
        }
        CheckProblem::KnotOrder { .. } => {
            Words::new("the knots of `linear` must rise").label("not above the one before").help("sort the rows by their left side")
        }
        CheckProblem::TooFewKnots { .. } => {
            Words::new("`linear` needs two knots at least").label("fewer than two").help("write for example `linear x { 0% -> 0, 30% -> 100 }`")
        }
        CheckProblem::TableWithoutKeys { table, keys, .. } => {
            Words::new(format!("`{table}` is a table and needs keys")).label("no keys").help(format!("write `{table}[{}]`", keys.join(", ")))
        }
        CheckProblem::KeyCount { table, keys, found, .. } => Words::new(format!("`{table}` has {}, not {found}", many(keys.len(), "key")))
            .label(format!("{found} given"))
            .help(format!("write `{table}[{}]`", keys.join(", "))),
        CheckProblem::ColumnNeeded { table, columns, .. } => Words::new(format!("`{table}` has several columns")).label("which one?").help(format!(
            "add the column after a dot: {}",
            columns.iter().map(|column| format!("`{table}[…].{column}`")).collect::<Vec<String>>().join(", ")
        )),
        CheckProblem::KeyTooFine { scale, .. } => Words::new(format!("this key has more decimal places than the table looks at ({scale})"))
            .label("too fine")
            .help(format!("round it: `round(x, {scale})`")),
        CheckProblem::KeyNeeded { param, .. } => Words::new(format!("`{param}` has rows but does not say by what"))
            .label("rows by what?")
            .help(format!("write `param {param} by stage : % {{ … }}`, or rows `from 2024-01-01 -> …`")),
        CheckProblem::KeyOfSingle { .. } => {
            Words::new("a param with one value has no key").label("not used").help("remove `by …`, or write rows in braces")
        }
        CheckProblem::MixedRows { .. } => Words::new("rows by date and rows by key are mixed")
            .label("one kind only")
            .help("keep rows `from …` only, without `by`; or rows by key only"),
        CheckProblem::DateOrder { .. } => {
            Words::new("dates must rise from row to row").label("not after the one before").help("sort the rows by date")
        }
        CheckProblem::NoValueColumn { keys, .. } => {
            Words::new(format!("this table has no column after its {keys} key columns")).label("no values").help("add a column of values")
        }
        CheckProblem::RowWidth { found, expected, .. } => Words::new(format!("this row has {}, the header {expected}", many(*found, "cell")))
            .label(many(*found, "cell"))
            .label(many(*expected, "cell"))
            .help("fill the row up, or remove what is too much; a cell without a figure is written `-`"),
        CheckProblem::BlankCell { column, kind, .. } => Words::new(format!("a blank cell in `{column}`"))
            .label("no value")
            .label("the column promises one in every row")
            .help(format!("fill it, or let the column have blanks with `?`: `{column} : {kind}`")),
        CheckProblem::NotOneValue { .. } => {
            Words::new("expected one value").label("one value per cell here").help("only key columns may hold intervals and lists")
        }
        CheckProblem::ArgumentCount { function, shape, found, .. } => Words::new(format!("`{function}` does not take {}", many(*found, "argument")))
            .label(format!("{found} given"))
            .help(format!("write `{shape}`")),
        CheckProblem::ArgumentRange { range, allowed, .. } => Words::new(format!("this argument may lie outside {allowed}"))
            .label(format!("lies in {range}"))
            .label(format!("allows {allowed}"))
            .help("declare a narrower range on the field, or use `clamp`"),
        CheckProblem::ClampOrder { .. } => Words::new("the lower bound of `clamp` may exceed the upper one")
            .label("bounds may cross")
            .help("write `clamp(x, low, high)` with low never above high"),
        CheckProblem::AlwaysNegative { .. } => Words::new("the square root of a negative number does not exist")
            .label("always negative")
            .help("take the root of something that can be positive"),
        CheckProblem::DateOutOfReach { range, .. } => Words::new("the date may leave 1800-01-01 to 2299-12-31")
            .label(format!("lies in {range}"))
            .help("declare a narrower range on the field, such as `[0, 100]`"),
        CheckProblem::MonthEndRule { .. } => Words::new("expected the rule for the end of the month")
            .label("`last_day` or `next_day`")
            .help("one month after 01-31 is 02-28 with `last_day`, and 03-01 with `next_day`"),
        CheckProblem::Places { most, .. } => {
            Words::new(format!("expected a number of decimal places from 0 to {most}")).label(format!("a whole number, at most {most}"))
        }
        CheckProblem::UnitFactor { .. } => Words::new("a unit is a positive number of its base unit").label("not positive"),
        CheckProblem::InexactUnit { name, .. } => Words::new(format!("`{name}` is not an exact number of base units"))
            .label("its factor does not come out even")
            .help("write the type in base units, and convert where it is used"),
        CheckProblem::SpellingTwice { spelling, .. } => Words::new(format!("data that says `{spelling}` would mean two members"))
            .label("again here")
            .label("first here")
            .help("give each member labels and codes of its own"),
        CheckProblem::TwoKeys { .. } => {
            Words::new("a record has one key").label("a second key").label("the first key").help("keep `key` on one field")
        }
        CheckProblem::OptionalKey { .. } => Words::new("a key is never missing").label("`?` on a key").help("remove the `?`"),
        CheckProblem::DecimalsOfNone { .. } => Words::new("only quantities have decimal places").label("not a quantity").help("remove `decimals`"),
        CheckProblem::Unchecked { .. } => {
            Words::new("the type of this value cannot be found").label("no type").help("give it a type, for example `let x : number = …`")
        }
        CheckProblem::BarePercent { number, percent, .. } => Words::new(format!("`{number}` is `{percent}` here"))
            .label("compared with percentages, but written without `%`")
            .help(format!("write `{number}%`, or `{percent}` if that is meant")),
        CheckProblem::RangeBeyond { assumed, end, .. } => Words::new("this range has no second end, and starts beyond the one that is assumed")
            .label(format!("an open end is taken as {assumed}"))
            .help(format!("write both ends; figures beyond {end} are probably in another unit")),
        CheckProblem::TooManyCases { .. } => Words::new("too many combinations of columns to prove that every case is covered once")
            .label("cannot be proved")
            .help("split the table: name the result of some columns with a `decision` of its own and use it as a column here"),
        CheckProblem::TooLarge { .. } => Words::new("the policy grows too large when its functions are written out")
            .label("more than 1,000,000 expressions, or nested too deep")
            .help("let functions call each other less, and name shared parts with `let`"),
    }
}

/// Chinese words.
pub fn chinese_case(problem: &CheckProblem) -> Words {
    match problem {
        CheckProblem::MayBeMissing { place, cause, .. } => may_be_missing_chinese(place, cause),
        CheckProblem::Gap { case, line, example, .. } => {
            let words = Words::new(format!("没有一行涵盖 {}", case.chinese));
            let words = if line.is_empty() {
                words
            } else {
                words.label(format!("可能{} {}", if case.chinese.starts_with(['[', '(']) { "落在" } else { "为" }, case.chinese))
            };
            let words = words.label(with_example("没有一行与之对应", "，例如 ", example));
            words.help(if line.is_empty() {
                "请补上一行，或加「其余」行".to_string()
            } else {
                format!("各行排列如下，问号之间为缺口：\n  {line}")
            })
        }
        CheckProblem::Overlap { case, example, .. } => Words::new(format!("{} 同时落入两行", case.chinese))
            .label(with_example("再次包含", "，例如 ", example))
            .label("先已包含")
            .help("各行不分先后；请修改其中一行，使每种情况只落入一行"),
        CheckProblem::BranchUnreachable { because, .. } => {
            Words::new("这一支永远不会用到").label(because.chinese.clone()).help("删去这个「若」，或改正其条件或字段声明的范围")
        }
        CheckProblem::RowUnreachable { because, .. } => {
            Words::new("这一行永远不会用到").label(because.chinese.clone()).help("请删去此行，或修改其界限或字段声明的范围")
        }
        CheckProblem::TableGap { table, case, .. } => {
            Words::new(format!("表「{table}」缺少 {} 的行", case.chinese)).label("每个键都要有一行").help("请补上这一行")
        }
        CheckProblem::NoRowForKey { table, case, .. } => Words::new(format!("表「{table}」没有对应 {} 的行", case.chinese))
            .label("此处可能查到该值")
            .label("表的各行在此")
            .help("请补上一行，或收窄字段的范围"),
        CheckProblem::NoOtherwise { .. } => Words::new("「当」没有说明其余情况").label("缺少「其余」行").help("请在最后补一行 `其余 -> …`"),
        CheckProblem::RowAfterOtherwise { .. } => {
            Words::new("「其余」之后的行不会用到").label("不会用到").label("已包含其余所有情况").help("请把它移到前面")
        }
        CheckProblem::RowTwice { chinese, .. } => Words::new(format!("「{chinese}」行重复")).label("第二处").label("第一处").help("只保留一行"),
        CheckProblem::NoRows { .. } => Words::new("没有任何行").label("至少要有一行").help("例如 `{ [10, ..) -> 5, (.., 10) -> 0 }`"),
        CheckProblem::EmptyInterval { .. } => Words::new("区间为空").label("下界不小于上界").help("请把较小的界限写在前面"),
        CheckProblem::NotConstant { .. } => Words::new("应为常数").label("取决于记录或基准日").help("请写数字，或只有一个值的「参数」的名称"),
        CheckProblem::NoMembers { .. } => Words::new("列表为空").label("至少要有一个成员").help("请列出成员：`{ a, b }`"),
        CheckProblem::Overflow { operands, .. } => {
            let words = Words::new("结果可能超过 38 位").label("结果可能过长");
            let words = operands.iter().fold(words, |words, (_, range)| words.label(format!("在 {range} 之内")));
            words.help("请为所用字段声明更窄的范围，如 `[0, 1000亿元]`、`[0%, 1000%]`，或使用「限定」")
        }
        CheckProblem::DivisionByZero { .. } => Words::new("除数为零").label("恒为零").help("请改用不为零的除数"),
        CheckProblem::LiteralTooFine { .. } => Words::new("此数以基本单位计超过 18 位小数").label("过于精细").help("请减少小数位"),
        CheckProblem::KnotOrder { .. } => Words::new("「线性」的节点须递增").label("不大于前一个节点").help("请按左侧的值从小到大排列"),
        CheckProblem::TooFewKnots { .. } => Words::new("「线性」至少要有两个节点").label("不足两个").help("例如 `线性 x { 0% -> 0, 30% -> 100 }`"),
        CheckProblem::TableWithoutKeys { table, keys, .. } => {
            Words::new(format!("「{table}」是表，需要给出键")).label("没有给出键").help(format!("请写 `{table}[{}]`", keys.join(", ")))
        }
        CheckProblem::KeyCount { table, keys, found, .. } => Words::new(format!("表「{table}」有 {} 个键，不是 {found} 个", keys.len()))
            .label(format!("给出了 {found} 个"))
            .help(format!("请写 `{table}[{}]`", keys.join(", "))),
        CheckProblem::ColumnNeeded { table, columns, .. } => Words::new(format!("表「{table}」有多列"))
            .label("是哪一列？")
            .help(format!("请在点号后写列名：{}", columns.iter().map(|column| format!("`{table}[…].{column}`")).collect::<Vec<String>>().join("、"))),
        CheckProblem::KeyTooFine { scale, .. } => {
            Words::new(format!("键的小数位多于表所用的 {scale} 位")).label("过于精细").help(format!("请先四舍五入：`四舍五入(x, {scale})`"))
        }
        CheckProblem::KeyNeeded { param, .. } => Words::new(format!("参数「{param}」有多行，但没有说明按什么取值"))
            .label("按什么取值？")
            .help(format!("请写 `参数 {param} 按 阶段 : % {{ … }}`，或用 `自 2024-01-01 -> …` 的行")),
        CheckProblem::KeyOfSingle { .. } => Words::new("只有一个值的参数没有键").label("未使用").help("请删去「按 …」，或在花括号中写各行"),
        CheckProblem::MixedRows { .. } => {
            Words::new("按日期的行与按键的行混用").label("只能用一种").help("请只保留 `自 …` 的行（不写「按」），或只保留按键的行")
        }
        CheckProblem::DateOrder { .. } => Words::new("各行日期须依次递增").label("不晚于前一行").help("请按日期先后排列"),
        CheckProblem::NoValueColumn { keys, .. } => Words::new(format!("表在 {keys} 个键列之后没有数值列")).label("没有取值").help("请增加数值列"),
        CheckProblem::RowWidth { found, expected, .. } => Words::new(format!("本行有 {found} 格，表头有 {expected} 格"))
            .label(format!("{found} 格"))
            .label(format!("{expected} 格"))
            .help("请补齐或删去多余的格；没有数的格写 `-`"),
        CheckProblem::BlankCell { column, kind, .. } => Words::new(format!("「{column}」列中有空单元格"))
            .label("没有值")
            .label("此列承诺每行都有值")
            .help(format!("请填写，或在列类型后加 `?` 允许留空：`{column} : {kind}`")),
        CheckProblem::NotOneValue { .. } => Words::new("应为一个值").label("此处每格一个值").help("只有键列的格中可以写区间或多个值"),
        CheckProblem::ArgumentCount { function, shape, found, .. } => {
            Words::new(format!("函数「{function}」的参数个数不对")).label(format!("给出了 {found} 个")).help(format!("请写 `{shape}`"))
        }
        CheckProblem::ArgumentRange { range, allowed, .. } => Words::new(format!("参数可能超出 {allowed}"))
            .label(format!("取值范围为 {range}"))
            .label(format!("允许 {allowed}"))
            .help("请为字段声明更窄的范围，或使用「限定」"),
        CheckProblem::ClampOrder { .. } => {
            Words::new("「限定」的下界可能大于上界").label("上下界可能交叉").help("请写 `限定(x, 下界, 上界)`，下界不得大于上界")
        }
        CheckProblem::AlwaysNegative { .. } => Words::new("负数没有平方根").label("恒为负").help("请对非负的值开平方"),
        CheckProblem::DateOutOfReach { range, .. } => {
            Words::new("日期可能超出 1800-01-01 至 2299-12-31").label(format!("在 {range} 之内")).help("请为字段声明更窄的范围，如 `[0, 100]`")
        }
        CheckProblem::MonthEndRule { .. } => {
            Words::new("应写明月末规则").label("「月末」或「次日」").help("月末：1 月 31 日加一个月为 2 月 28 日；次日：为 3 月 1 日")
        }
        CheckProblem::Places { most, .. } => Words::new(format!("小数位数应在 0 至 {most} 之间")).label(format!("应为整数，最多 {most}")),
        CheckProblem::UnitFactor { .. } => Words::new("单位须是其基本单位的正数倍").label("不是正数"),
        CheckProblem::InexactUnit { name, .. } => {
            Words::new(format!("「{name}」不是基本单位的精确倍数")).label("换算系数除不尽").help("请用基本单位书写类型，使用时再换算")
        }
        CheckProblem::SpellingTwice { spelling, .. } => {
            Words::new(format!("数据中的「{spelling}」会对应两个成员")).label("此处重复").label("首次出现").help("请使每个成员的标签和代码各不相同")
        }
        CheckProblem::TwoKeys { .. } => Words::new("一个记录只能有一个主键").label("第二个主键").label("第一个主键").help("只在一个字段上写「主键」"),
        CheckProblem::OptionalKey { .. } => Words::new("主键不能缺失").label("主键带有 `?`").help("请删去 `?`"),
        CheckProblem::DecimalsOfNone { .. } => Words::new("只有数量才有小数位").label("不是数量").help("请删去「小数位」"),
        CheckProblem::Unchecked { .. } => Words::new("无法确定此值的类型").label("没有类型").help("请写明类型，例如 `设 x : 数值 = …`"),
        CheckProblem::BarePercent { number, percent, .. } => Words::new(format!("此处的「{number}」就是「{percent}」"))
            .label("与百分数比较，却没有写 `%`")
            .help(format!("请写「{number}%」；确实是指「{percent}」时请照写")),
        CheckProblem::RangeBeyond { assumed, end, .. } => Words::new("范围的一端未写明，而另一端已超出默认范围")
            .label(format!("未写明的一端按 {assumed} 处理"))
            .help(format!("请写明两端；数字超过 {end} 时，往往是单位写错")),
        CheckProblem::TooManyCases { .. } => Words::new("各列的组合过多，无法证明每种情况恰好有一行")
            .label("无法证明")
            .help("请拆分此表：先用另一个「决策表」得出其中几列的结果，再以该结果作为这里的一列"),
        CheckProblem::TooLarge { .. } => {
            Words::new("展开函数后政策过大").label("超过 1,000,000 个表达式，或嵌套过深").help("请减少函数之间的层层调用，用「设」为共用部分命名")
        }
    }
}
