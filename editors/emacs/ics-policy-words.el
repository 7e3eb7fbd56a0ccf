;;; ics-policy-words.el --- Words of the ICS policy language  -*- lexical-binding: t; coding: utf-8 -*-

;;; Commentary:
;; Generated from grammar/ics.pest and the tables of the program: ICS_UPDATE=1 cargo test --test editors

;;; Code:

(defconst ics-policy-declarations
  '("policy" "政策" "unit" "单位" "enum" "枚举" "record" "记录" "param" "参数" "let" "设" "output" "输出"
    "function" "函数" "table" "表" "decision" "决策表" "indicator" "指标" "score" "评分" "grade" "等级"
    "eligibility" "资格" "example" "示例" "test" "测试" "ensure" "保证")
  "Keywords: declarations.")

(defconst ics-policy-constants
  '("missing" "缺失" "true" "是" "false" "否")
  "Keywords: constants.")

(defconst ics-policy-operators
  '("and" "且" "or" "或" "not" "非" "not in" "不属于" "in" "属于" "is not" "不为" "is" "为" "default"
    "缺省" "starts with" "开头为")
  "Keywords: operators.")

(defconst ics-policy-controls
  '("if" "若" "then" "则" "else" "否则" "when" "当" "otherwise" "其余" "band" "分档" "linear" "线性")
  "Keywords: controls.")

(defconst ics-policy-types
  '("bool" "是否" "text" "文本" "date" "日期" "number" "数值")
  "Keywords: types.")

(defconst ics-policy-clauses
  '("source" "依据" "note" "说明" "effective" "施行" "from" "自" "to" "至" "as of" "基准日" "allow" "允许"
    "warn" "提示" "deny" "禁止" "whole" "整数" "decimals" "小数位" "code" "代码" "check" "核对" "key" "主键"
    "column" "列名" "by" "按" "value" "取值" "points" "得分" "out of" "满分" "up to" "上限" "at least"
    "下限" "round" "保留" "bonus" "加分" "deduct" "扣分" "weights" "权重" "require" "要求" "veto" "否决"
    "direct" "直通" "any" "任一" "all" "全部" "with" "并改" "given" "给定" "expect" "期望" "rejected" "退回"
    "never" "绝不" "rises with" "递增于" "falls with" "递减于" "does not depend on" "无关于" "implies"
    "蕴含" "assume" "假定")
  "Keywords: clauses.")

(defconst ics-policy-functions
  '("min" "最小" "max" "最大" "clamp" "限定" "abs" "绝对值" "sum" "求和" "mean" "平均" "sum_present" "有值求和"
    "mean_present" "有值平均" "count" "计数" "round" "四舍五入" "round_half_even" "五成双" "floor" "向下取整"
    "ceil" "向上取整" "truncate" "截断" "sqrt" "平方根" "years_between" "整年数" "months_between" "整月数"
    "days_between" "天数" "add_years" "加年" "add_months" "加月" "add_days" "加天" "year" "年份" "month"
    "月份" "day" "日数" "age_years" "age_months" "age_days" "周年数" "周月数" "已过天数")
  "Functions that every policy has.")

(defconst ics-policy-units
  '("元" "CNY" "yuan" "千元" "万元" "亿元" "EUR" "million_EUR" "USD" "million_USD" "%" "‰" "thousand"
    "万" "million" "亿" "分" "倍" "人" "person" "件" "item" "项" "个" "家" "年" "year" "月" "month" "天"
    "day" "亩" "公顷" "吨" "吨标煤" "千瓦时" "kWh" "万千瓦时")
  "Units that every policy has.")

(defconst ics-policy-number-regexp "[0-9０-９]+\\(?:_[0-9０-９]+\\)*\\(?:[.．][0-9０-９]+\\(?:_[0-9０-９]+\\)*\\)?"
  "A number without its unit.")

(defconst ics-policy-date-regexp "[0-9０-９]\\{4\\}\\(?:-[0-9０-９]\\{2\\}-[0-9０-９]\\{2\\}\\|年[0-9０-９]\\{1,2\\}月[0-9０-９]\\{1,2\\}日\\)"
  "A date.")

(defconst ics-policy-arrow-regexp "\\(?:->\\|→\\|－＞\\|－>\\|-＞\\|=>\\)\\|\\(?:\\.\\.\\|．．\\|…\\)"
  "Arrows and open ends.")

(defconst ics-policy-sign-regexp "\\(?:≤\\|[<＜][=＝]\\)\\|\\(?:≥\\|[>＞][=＝]\\)\\|\\(?:≠\\|[!！][=＝]\\|[<＜][>＞]\\)\\|[<＜]\\|[>＞]\\|\\(?:==?\\|＝\\)\\|[+＋]\\|[－−-]\\|[*×＊]\\|[/÷／]"
  "Operators that are signs.")

(provide 'ics-policy-words)
;;; ics-policy-words.el ends here
