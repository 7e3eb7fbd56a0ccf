" A file of the ending .ics is a policy if it starts as one; a calendar keeps the type it has.
autocmd BufNewFile,BufRead,BufWritePost *.ics call s:Recognise()

function! s:Recognise() abort
  if &filetype !=# 'icspolicy' && icspolicy#starts_here()
    set filetype=icspolicy
  endif
endfunction
