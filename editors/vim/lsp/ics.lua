-- The language server in Neovim 0.11 and later: `vim.lsp.enable('ics')`.
return {
  cmd = { 'ics', 'lsp' },
  filetypes = { 'icspolicy' },
  root_markers = { 'ics.toml', '.git' },
  get_language_id = function()
    return 'ics-policy'
  end,
}
