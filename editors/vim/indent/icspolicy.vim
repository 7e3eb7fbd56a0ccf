" A line is indented by the braces that are open before it.
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=GetIcsPolicyIndent(v:lnum)
setlocal indentkeys=0},0｝,!^F,o,O
setlocal autoindent
let b:undo_indent = 'setlocal indentexpr< indentkeys< autoindent<'

if exists('*GetIcsPolicyIndent')
  finish
endif

" A line without its texts and its comment.
function! s:Bare(line) abort
  let l:bare = substitute(a:line, '["“”＂]\%([^"“”＂\\]\|\\.\)*["“”＂]', '', 'g')
  return substitute(l:bare, '[#＃].*$', '', '')
endfunction

function! GetIcsPolicyIndent(number) abort
  let l:before = prevnonblank(a:number - 1)
  if l:before == 0
    return 0
  endif
  let l:bare = s:Bare(getline(l:before))
  " What closes at the start of a line has moved the line itself.
  let l:rest = substitute(l:bare, '^[[:space:]　]*[}｝]\+', '', '')
  let l:open = strchars(substitute(l:rest, '[^{｛]', '', 'g')) - strchars(substitute(l:rest, '[^}｝]', '', 'g'))
  let l:closes = getline(a:number) =~# '^[[:space:]　]*[}｝]'
  return max([0, indent(l:before) + (l:open - l:closes) * shiftwidth()])
endfunction
