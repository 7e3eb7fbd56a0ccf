" Policies of ics: comments, brackets, words.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=#\ %s
setlocal comments=:#,:＃
setlocal formatoptions-=t formatoptions+=croql
setlocal expandtab shiftwidth=2 softtabstop=2
setlocal iskeyword=@,48-57,_,192-255
setlocal suffixesadd=.ics
" Half-open intervals pair brackets of two kinds, so only braces and full-width brackets are added.
setlocal matchpairs+=｛:｝,（:）,【:】,［:］
if executable('ics')
  setlocal makeprg=ics\ check\ %:S\ --format\ short
  setlocal errorformat=%f:%l:%c:\ %t%*[^:]:\ %m,%f:%l:%c:\ %m
endif

let b:undo_ftplugin = 'setlocal commentstring< comments< formatoptions< expandtab< shiftwidth< softtabstop< iskeyword< suffixesadd< matchpairs< makeprg< errorformat<'
