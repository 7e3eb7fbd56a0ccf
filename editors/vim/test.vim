" Run from the root of the repository: the plugin recognises policies, indents them and colours the samples as the program
" reads them. Ends with "all is well", or with what is not.
set nocompatible encoding=utf-8 nomore
execute 'set runtimepath^=' . fnameescape(getcwd() . '/editors/vim')
filetype plugin indent on
" Other plugins take every file of the ending for a calendar.
augroup filetypedetect
  autocmd BufNewFile,BufRead *.ics setfiletype icalendar
augroup END
syntax on
let s:wrong = []

function! s:Say(line) abort
  call writefile([a:line], '/dev/stderr', 'a')
endfunction

let s:groups = {
      \ 'icsComment': 'c', 'icsText': 't', 'icsEscape': 't', 'icsNumber': 'n', 'icsDate': 'd', 'icsDeclaration': 'D',
      \ 'icsConstant': 'R', 'icsWordOperator': 'R', 'icsControl': 'R', 'icsType': 'C', 'icsClause': 'C' }

" The kinds of a line, as the maps beside the samples write them.
function! s:Kinds(number) abort
  let l:found = ''
  let l:line = getline(a:number)
  for l:at in range(strchars(l:line))
    let l:letter = strcharpart(l:line, l:at, 1)
    let l:group = synIDattr(synID(a:number, byteidx(l:line, l:at) + 1, 1), 'name')
    let l:found .= l:letter =~# '[[:space:]　]' ? ' ' : get(s:groups, l:group, l:group ==# 'icsFunction' ? 'f' : '-')
  endfor
  return substitute(l:found, ' *$', '', '')
endfunction

" Within `try`, an error of the script ends it; elsewhere Vim would go on, and all would seem well.
try
  let s:samples = { 'tech_sme_2017': 'policies', 'tech_sme_2017_zh': 'policies', 'words_en': 'editors/samples', 'words_zh': 'editors/samples' }
  for [s:name, s:folder] in items(s:samples)
    execute 'edit' s:folder . '/' . s:name . '.ics'
    if &filetype !=# 'icspolicy'
      call add(s:wrong, s:name . ' is taken for ' . &filetype)
    endif
    syntax sync fromstart
    let s:map = readfile('editors/samples/' . s:name . '.kinds')
    for s:number in range(1, line('$'))
      let s:expected = substitute(substitute(get(s:map, s:number - 1, ''), '[wsb?]', '-', 'g'), ' *$', '', '')
      let s:found = s:Kinds(s:number)
      " A function may be spelt as a clause is.
      if substitute(s:found, 'f', '-', 'g') !=# s:expected && substitute(s:found, 'f', 'C', 'g') !=# s:expected
        call extend(s:wrong, [s:name . ':' . s:number . ': ' . getline(s:number), '  expected ' . s:expected, '  found    ' . s:found])
      endif
    endfor
    " Continued lines are aligned by hand, so only what braces decide is compared.
    if s:folder ==# 'policies'
      for s:number in range(1, line('$'))
        if getline(s:number) =~# '^\s*[}｝]\|[{｛]$' && indent(s:number) != GetIcsPolicyIndent(s:number)
          call add(s:wrong, s:name . ':' . s:number . ': indented by ' . GetIcsPolicyIndent(s:number))
        endif
      endfor
    endif
  endfor

  " A buffer that is read again stays a policy.
  edit policies/tech_sme_2017.ics
  if &filetype !=# 'icspolicy'
    call add(s:wrong, 'read again, a policy is taken for ' . &filetype)
  endif
  edit tests/cases/faulty/calendar.ics
  if &filetype !=# 'icalendar'
    call add(s:wrong, 'a calendar is taken for ' . &filetype)
  endif
  edit policies/prelude.ics
  if &filetype !=# 'icspolicy' || &commentstring !=# '# %s'
    call add(s:wrong, 'prelude.ics is taken for ' . &filetype)
  endif
catch
  call add(s:wrong, v:exception . ' at ' . v:throwpoint)
endtry

for s:line in empty(s:wrong) ? ['all is well'] : s:wrong
  call s:Say(s:line)
endfor
if empty(s:wrong)
  qall!
endif
cquit
