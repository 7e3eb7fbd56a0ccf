" Generated from grammar/ics.pest and the tables of the program: ICS_UPDATE=1 cargo test --test editors

let g:icspolicy#declarations = ['policy', '政策', 'unit', '单位', 'enum', '枚举', 'record', '记录', 'param', '参数', 'let', '设', 'output', '输出', 'function', '函数', 'table', '表', 'decision', '决策表', 'indicator', '指标', 'score', '评分', 'grade', '等级', 'eligibility', '资格', 'example', '示例', 'test', '测试', 'ensure', '保证']
let g:icspolicy#units = ['元', 'CNY', 'yuan', '千元', '万元', '亿元', 'EUR', 'million_EUR', 'USD', 'million_USD', '%', '‰', 'thousand', '万', 'million', '亿', '分', '倍', '人', 'person', '件', 'item', '项', '个', '家', '年', 'year', '月', 'month', '天', 'day', '亩', '公顷', '吨', '吨标煤', '千瓦时', 'kWh', '万千瓦时']

" Whether the lines of a buffer start as a policy does: a declaration, after blank lines and comments.
function! icspolicy#starts_here() abort
  for l:line in getline(1, 400)
    let l:text = substitute(l:line, '^\%uFEFF\|^[[:space:]　]\+', '', 'g')
    if l:text ==# '' || l:text =~# '^[#＃]'
      continue
    endif
    return l:text =~# '\v^%(' . join(g:icspolicy#declarations, '|') . ')[ \t　]+[^ \t　=:]'
  endfor
  return 0
endfunction
