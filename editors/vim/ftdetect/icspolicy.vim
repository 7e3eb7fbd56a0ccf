" A file of the ending .ics is a policy if it starts as one; a calendar keeps the type it has.
autocmd BufNewFile,BufRead *.ics call s:Recognise()
autocmd BufWritePost *.ics if &filetype !=# 'icspolicy' | call s:Recognise() | endif

" Said also where the type is right already: another plugin may set its own behind this one, unless a type was set.
function! s:Recognise() abort
  if icspolicy#starts_here()
    set filetype=icspolicy
  endif
endfunction
