//! The kinds of change that mutation testing makes, and how to catch what got through.
//!
//! In: nothing. Out: plain data, with its words in both languages.

use crate::diagnostic::{Lang, quote};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $id:literal $en:literal $zh:literal;)*) => {
        /// What a change does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $kind),* }

        impl Kind {
            /// All kinds, in the order in which a sample goes round.
            pub const ALL: &[Kind] = &[$(Kind::$kind),*];

            /// The name in JSON.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Kind::$kind => $id),* }
            }

            /// In words.
            #[must_use]
            pub fn words(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Kind::$kind, Lang::En) => $en, (Kind::$kind, Lang::Zh) => $zh),* }
            }
        }
    };
}

kinds! {
    /// The edge of a comparison, or one that two rows share.
    Edge "edge" "an edge moved" "界限移动";
    /// An edge belongs to the other side.
    Bound "bound" "an edge included or left out" "界限含与不含互换";
    /// A comparison turned round.
    Comparison "comparison" "a comparison turned round" "比较反向";
    /// The value of a row.
    RowValue "row_value" "the value of a row changed" "某行的值改变";
    /// The values of two neighbouring rows.
    RowsSwapped "rows_swapped" "the values of two rows swapped" "两行的值互换";
    /// Two weights.
    WeightsSwapped "weights_swapped" "two weights swapped" "两项权重互换";
    /// A clause of an eligibility.
    Clause "clause" "a clause left out" "删去一项条件";
    /// A check of the record.
    RecordCheck "record_check" "a check of the record left out" "删去一项核对";
    /// `and` and `or`, `any` and `all`.
    Junction "junction" "`and` and `or` exchanged" "「且」与「或」互换";
    /// `not`.
    Negation "negation" "a condition turned round" "条件取反";
    /// A unit.
    Unit "unit" "a unit changed or left out" "单位改变或删去";
    /// The value of a param.
    Param "param" "a param changed" "参数的值改变";
    /// Any other figure.
    Figure "figure" "a figure changed" "数字改变";
    /// A date.
    Date "date" "a date moved by a day" "日期移动一天";
    /// A field.
    Field "field" "another field taken" "换成另一个字段";
    /// A member of an enum.
    Member "member" "another alternative taken" "换成另一个枚举值";
    /// A `missing` row.
    MissingRow "missing_row" "the row for blanks left out or changed" "「缺失」行删去或改变";
    /// The value after `default`.
    DefaultValue "default_value" "the value for blanks changed" "缺省值改变";
    /// An arithmetic operator.
    Arithmetic "arithmetic" "an operator exchanged" "运算符互换";
    /// The order of arguments.
    Arguments "arguments" "two arguments swapped" "两个参数互换";
    /// `up to`, `at least`.
    Cap "cap" "a cap or floor changed or left out" "上限或下限改变或删去";
    /// `round`, and functions that round.
    Rounding "rounding" "rounding changed" "舍入方式改变";
    /// A truth value.
    Truth "truth" "a truth value turned round" "真假互换";
    /// A member of a set.
    SetMember "set_member" "a member of a set left out" "集合中删去一项";
    /// One of two rows that share an edge.
    LoneEdge "lone_edge" "the edge of one row alone moved" "只移动一行的界限";
    /// One of two rows that share an edge.
    LoneBound "lone_bound" "an edge of one row alone included or left out" "只有一行的界限含与不含互换";
    /// A row.
    RowDropped "row_dropped" "a row left out" "删去一行";
    /// A row.
    RowDoubled "row_doubled" "a row doubled" "重复一行";
    /// A weight.
    Weight "weight" "a weight changed by one" "权重加减一";
    /// `out of`.
    OutOf "out_of" "`out of` changed by one" "满分加减一";
}

/// Which test would catch a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// One at an edge: the subject, and the figure it should have.
    At {
        /// What is compared, as written.
        subject: String,
        /// The figure, as written.
        figure: String,
    },
    /// One that leaves something blank.
    Blank {
        /// What, as written.
        subject: String,
    },
    /// One that fails one condition alone.
    Alone {
        /// The words of the condition, or the condition.
        clause: String,
    },
    /// One whose record breaks one check alone.
    Rejected {
        /// The words of the check.
        check: String,
    },
    /// One that gives two things different values.
    Apart {
        /// The one, as written.
        first: String,
        /// The other, as written.
        second: String,
    },
    /// One that reaches a row and expects its value.
    Reach {
        /// The row, as written.
        row: String,
    },
    /// One that expects what a declaration computes.
    Expect {
        /// The name of the declaration.
        name: String,
    },
}

impl Hint {
    /// In words.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let q = |text: &str| quote(lang, text);
        match (self, lang) {
            (Hint::At { subject, figure }, Lang::En) => format!("test {} at {}, just below it and just above it", q(subject), q(figure)),
            (Hint::At { subject, figure }, Lang::Zh) => format!("可测试{}恰为{}及略低、略高的情形", q(subject), q(figure)),
            (Hint::Blank { subject }, Lang::En) => format!("test a record in which {} is missing", q(subject)),
            (Hint::Blank { subject }, Lang::Zh) => format!("可测试{}缺失的情形", q(subject)),
            (Hint::Alone { clause }, Lang::En) => format!("test a record in which {} alone decides", q(clause)),
            (Hint::Alone { clause }, Lang::Zh) => format!("可测试只由{}一项决定结果的情形", q(clause)),
            (Hint::Rejected { check }, Lang::En) => format!("test a record that breaks the check {} alone, and expect `rejected`", q(check)),
            (Hint::Rejected { check }, Lang::Zh) => format!("可测试只违反核对{}的情形，期望退回", q(check)),
            (Hint::Apart { first, second }, Lang::En) => format!("test a record in which {} and {} differ", q(first), q(second)),
            (Hint::Apart { first, second }, Lang::Zh) => format!("可测试{}与{}不相同的情形", q(first), q(second)),
            (Hint::Reach { row }, Lang::En) => format!("test a record that comes to {}, and expect what it gives", q(row)),
            (Hint::Reach { row }, Lang::Zh) => format!("可测试落在{}的情形，并核对其结果", q(row)),
            (Hint::Expect { name }, Lang::En) => format!("test what {} is in a record where this matters", q(name)),
            (Hint::Expect { name }, Lang::Zh) => format!("可在此处起作用的情形下核对{}", q(name)),
        }
    }
}
