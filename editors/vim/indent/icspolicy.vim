" A line is indented by the braces that are open before it.
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=GetIcsPolicyIndent(v:lnum)
setlocal indentkeys=0},0｝,!^F,o,O
setlocal autoindent
let b:undo_indent = 'setlocal indentexpr< indentkeys< autoindent<'

runtime autoload/icspolicy.vim
if exists('*GetIcsPolicyIndent')
  finish
endif

" Whether the cursor stands in a text or a comment; where nothing is coloured, it is not known.
function! s:IsHidden() abort
  return synIDattr(synID(line('.'), col('.'), 1), 'name') =~# '^ics\%(Text\|Escape\|Comment\)$'
endfunction

function! GetIcsPolicyIndent(number) abort
  call cursor(a:number, 1)
  " No brace reaches over the start of a declaration.
  let l:top = search('\v^%(' . join(g:icspolicy#declarations, '|') . ')\k@!', 'bnW')
  let l:open = searchpair('[{｛]', '', '[}｝]', 'bnW', 's:IsHidden()', max([1, l:top]))
  if l:open <= 0
    return 0
  endif
  let l:closes = getline(a:number) =~# '^[[:space:]　]*[}｝]'
  return indent(l:open) + (l:closes ? 0 : shiftwidth())
endfunction
