" Generated from grammar/ics.pest and the tables of the program: ICS_UPDATE=1 cargo test --test editors

if exists('b:current_syntax')
  finish
endif

syntax case match
syntax iskeyword @,48-57,_,192-255

syntax match icsOperator /\v%(≤|[<＜][=＝])|%(≥|[>＞][=＝])|%(≠|[!！][=＝]|[<＜][>＞])|[<＜]|[>＞]|%(\=\=?|＝)|[+＋]|[\-－−]|[*×＊]|[/÷／]/
syntax match icsArrow /\v%(\-\>|→|－＞|－\>|\-＞|\=\>)|%(\.\.|．．|…)/
syntax match icsBar /\v[|｜]/
syntax match icsBracket /\v[{｛]|[}｝]|[(（]|[)）]|[\[［【]|[\]］】]/
syntax match icsUnit /[%％‰]/
syntax match icsUnitName /\v%(%(does[ \t　]+not[ \t　]+depend[ \t　]+on|eligibility|starts[ \t　]+with|falls[ \t　]+with|rises[ \t　]+with|effective|indicator|otherwise|at[ \t　]+least|decimals|decision|function|rejected|default|example|implies|missing|require|weights|assume|column|deduct|direct|ensure|expect|is[ \t　]+not|linear|not[ \t　]+in|number|out[ \t　]+of|output|points|policy|record|source|allow|as[ \t　]+of|bonus|check|false|given|grade|never|param|round|score|table|up[ \t　]+to|value|whole|band|bool|code|date|deny|else|enum|from|note|test|text|then|true|unit|veto|warn|when|with|all|and|any|key|let|not|不属于|决策表|基准日|小数位|开头为|无关于|递减于|递增于|by|if|in|is|or|to|上限|下限|不为|主键|代码|任一|依据|保留|保证|假定|允许|全部|其余|函数|分档|列名|加分|单位|参数|取值|否决|否则|属于|并改|得分|扣分|指标|提示|政策|数值|整数|文本|施行|日期|是否|期望|权重|枚举|核对|测试|满分|直通|示例|禁止|等级|线性|给定|绝不|缺失|缺省|蕴含|要求|记录|评分|说明|资格|输出|退回|且|为|则|否|当|或|按|是|自|至|若|表|设|非)\k@!)@!\K\k*/ contained
syntax match icsNumber /\v\k@1<![0-9０-９]+%(_[0-9０-９]+)*%([.．][0-9０-９]+%(_[0-9０-９]+)*)?/ nextgroup=icsUnit,icsUnitName skipwhite
syntax match icsDate /\v\k@1<![0-9０-９]{4}%(\-[0-9０-９]{2}\-[0-9０-９]{2}%([0-9０-９])@!|年[0-9０-９]{1,2}月[0-9０-９]{1,2}日)/
syntax match icsFunction /\v\k@1<!%(round_half_even|months_between|years_between|days_between|mean_present|sum_present|add_months|age_months|add_years|age_years|add_days|age_days|truncate|clamp|count|floor|month|round|ceil|mean|sqrt|year|向上取整|向下取整|四舍五入|已过天数|有值平均|有值求和|abs|day|max|min|sum|五成双|周年数|周月数|平方根|整年数|整月数|绝对值|加天|加年|加月|天数|平均|年份|截断|日数|最大|最小|月份|求和|计数|限定)\ze[(（]/
syntax match icsComment /\v[#＃].*$/ contains=@Spell
syntax match icsEscape /\\./ contained
syntax region icsText start=/\v["“”＂]/ skip=/\\./ end=/\v["”“＂]|$/ contains=icsEscape,@Spell

syntax keyword icsDeclaration policy 政策 unit 单位 enum 枚举 record 记录 param 参数 let 设 output 输出 function 函数 table 表 decision 决策表 indicator 指标 score 评分 grade 等级 eligibility 资格 example 示例 test 测试 ensure 保证
syntax keyword icsConstant missing 缺失 true 是 false 否
syntax keyword icsWordOperator and 且 or 或 not 非 不属于 in 属于 不为 is 为 default 缺省 开头为
syntax match icsWordOperator /\v\k@1<!%(starts[ \t　]+with|is[ \t　]+not|not[ \t　]+in)\k@!/
syntax keyword icsControl if 若 then 则 else 否则 when 当 otherwise 其余 band 分档 linear 线性
syntax keyword icsType bool 是否 text 文本 date 日期 number 数值
syntax keyword icsClause source 依据 note 说明 effective 施行 from 自 to 至 基准日 allow 允许 warn 提示 deny 禁止 whole 整数 decimals 小数位 code 代码 check 核对 key 主键 column 列名 by 按 value 取值 points 得分 满分 上限 下限 round 保留 bonus 加分 deduct 扣分 weights 权重 require 要求 veto 否决 direct 直通 any 任一 all 全部 with 并改 given 给定 expect 期望 rejected 退回 never 绝不 递增于 递减于 无关于 implies 蕴含 assume 假定
syntax match icsClause /\v\k@1<!%(does[ \t　]+not[ \t　]+depend[ \t　]+on|falls[ \t　]+with|rises[ \t　]+with|at[ \t　]+least|out[ \t　]+of|as[ \t　]+of|up[ \t　]+to)\k@!/

highlight default link icsDeclaration Structure
highlight default link icsConstant Boolean
highlight default link icsWordOperator Operator
highlight default link icsControl Conditional
highlight default link icsType Type
highlight default link icsClause Keyword
highlight default link icsOperator Operator
highlight default link icsArrow Special
highlight default link icsBar Delimiter
highlight default link icsBracket Delimiter
highlight default link icsUnit Type
highlight default link icsUnitName Type
highlight default link icsNumber Number
highlight default link icsDate Constant
highlight default link icsFunction Function
highlight default link icsComment Comment
highlight default link icsEscape SpecialChar
highlight default link icsText String

let b:current_syntax = 'icspolicy'
