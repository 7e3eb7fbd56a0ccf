// The TextMate engine of VS Code, with our grammar. In: a text. Out: for each line its tokens with their scopes.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const oniguruma = require('vscode-oniguruma');
const { INITIAL, Registry, parseRawGrammar } = require('vscode-textmate');

const syntaxes = path.join(__dirname, '..', 'syntaxes');
const files = { 'source.ics-policy': 'ics-policy.tmLanguage.json', 'markdown.ics-policy.codeblock': 'markdown.tmLanguage.json' };

async function grammar(scope = 'source.ics-policy') {
  const wasm = fs.readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(new Uint8Array(wasm).buffer);
  const onigLib = {
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  };
  const loadGrammar = async (name) => {
    const file = files[name] && path.join(syntaxes, files[name]);
    return file ? parseRawGrammar(fs.readFileSync(file, 'utf8'), file) : null;
  };
  return new Registry({ onigLib: Promise.resolve(onigLib), loadGrammar }).loadGrammar(scope);
}

/** `[{ line, tokens: [{ start, text, scopes }] }]`. */
function tokenised(language, text) {
  let state = INITIAL;
  return text.split(/\r?\n/).map((line) => {
    const found = language.tokenizeLine(line, state);
    state = found.ruleStack;
    const tokens = found.tokens.map(({ startIndex, endIndex, scopes }) => ({
      start: startIndex,
      text: line.slice(startIndex, endIndex),
      scopes: scopes.slice(1).map((scope) => scope.replace(/\.ics-policy$/, '')),
    }));
    return { line, tokens };
  });
}

module.exports = { grammar, tokenised };
