// Colours are those of the language: letter by letter as the program reads the samples, every keyword in its scope.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { grammar, tokenised } = require('../tools/engine.js');
const { keywords, functions, units } = require('../src/words.json');

const root = path.join(__dirname, '..', '..', '..');
const samples = {
  'tech_sme_2017': 'policies/tech_sme_2017.ics',
  'tech_sme_2017_zh': 'policies/tech_sme_2017_zh.ics',
  'words_en': 'editors/samples/words_en.ics',
  'words_zh': 'editors/samples/words_zh.ics',
};

/** The kind of a token, as the maps beside the samples write it, from its scopes. */
function kind(scopes) {
  const starts = (...names) => names.some((name) => scopes.some((scope) => scope.startsWith(name)));
  if (starts('support.function')) return 'f';
  if (starts('comment')) return 'c';
  if (starts('string')) return 't';
  if (starts('constant.numeric.date')) return 'd';
  if (starts('constant.numeric')) return 'n';
  if (starts('keyword.declaration')) return 'D';
  if (starts('keyword.control', 'constant.language', 'keyword.operator.word')) return 'R';
  if (starts('keyword.other.clause', 'support.type.primitive')) return 'C';
  return '-';
}

/** What a map says, where names, signs and brackets are all one: their scopes are told apart below. */
const plain = (letter) => ('wsb?'.includes(letter) ? '-' : letter);

for (const [name, file] of Object.entries(samples)) {
  test(`${file} is coloured as the program reads it`, async () => {
    const language = await grammar();
    const text = fs.readFileSync(path.join(root, file), 'utf8');
    const map = fs.readFileSync(path.join(root, 'editors', 'samples', `${name}.kinds`), 'utf8').split('\n');
    const wrong = [];
    tokenised(language, text).forEach(({ line, tokens }, at) => {
      const expected = Array.from(map[at], plain).join('');
      const letters = tokens.flatMap((token) => Array.from(token.text, (letter) => (/\s/.test(letter) ? ' ' : kind(token.scopes))));
      // A function may be spelt as a clause is: the program tells them apart by the bracket, its tokens do not.
      const found = letters.map((letter, column) => (letter !== 'f' ? letter : expected[column] === 'C' ? 'C' : '-')).join('');
      if (found.trimEnd() !== expected.trimEnd()) wrong.push(`${at + 1}: ${line}\n  expected ${expected}\n  found    ${found}`);
    });
    assert.equal(wrong.length, 0, wrong.join('\n'));
  });
}

/** The scopes of the first token with a text in a line. */
async function scopesOf(line, text) {
  const language = await grammar();
  const tokens = tokenised(language, line).flatMap((part) => part.tokens);
  const found = tokens.find((token) => token.text.trim() === text);
  assert.ok(found, `no token \`${text}\` in ${JSON.stringify(tokens.map((token) => token.text))}`);
  return found.scopes.join(' ');
}

test('every keyword of both languages has the scope of its role', async () => {
  const scopes = {
    declaration: /keyword\.declaration/,
    constant: /constant\.language/,
    operator: /keyword\.operator\.word/,
    control: /keyword\.control/,
    type: /support\.type\.primitive/,
    clause: /keyword\.other\.clause/,
  };
  assert.ok(keywords.length > 60);
  for (const { english, chinese, role } of keywords) {
    for (const word of [english, chinese]) {
      assert.match(await scopesOf(`${word} name`, word), scopes[role], word);
      const longer = await scopesOf(`${word}x`, `${word}x`.split(' ').at(-1));
      assert.doesNotMatch(longer, /keyword|constant\.language/, `${word}x`);
    }
  }
});

test('functions and units of every policy are known', async () => {
  for (const name of functions) assert.match(await scopesOf(`${name}(1)`, name), /support\.function/, name);
  for (const unit of units) assert.match(await scopesOf(`let a = 5 ${unit}`, unit), /keyword\.other\.unit/, unit);
});

test('what a scope says beyond the kind of a token', async () => {
  const cases = [
    ['indicator a "b" out of 5 {', 'a', /entity\.name\.function\.result/],
    ['记录 企业 “企业” ｛ 职工总数 “职工” ：人 ｝', '企业', /entity\.name\.type\.record/],
    ['记录 企业 “企业” ｛ 职工总数 “职工” ：人 ｝', '职工总数', /variable\.other\.property/],
    ['记录 企业 “企业” ｛ 职工总数 “职工” ：人 ｝', '人', /entity\.name\.type/],
    ['enum a { b "c" code "1", d }', 'd', /variable\.other\.enummember/],
    ['let a : 万元/人? = 1', '万元/人', /entity\.name\.type/],
    ['let a = 45万元/人 * 2', '万元/人', /keyword\.other\.unit/],
    ['let a = b.points', 'points', /keyword\.other\.clause/],
    ['let a = b.other', 'other', /variable\.other\.property/],
    ['let a = "b\\"c"', '\\"', /constant\.character\.escape/],
    ['let a = b － 1', '－', /keyword\.operator\.arithmetic/],
    ['let a = b ≥ 1', '≥', /keyword\.operator\.comparison/],
    ['x －＞ 1', '－＞', /keyword\.operator\.arrow/],
    ['[0, ..)', '..', /keyword\.operator\.range/],
    ['table t by k {\n  | a | b |\n  | c | 1 |\n}', 'b', /variable\.parameter\.column/],
    ['table t by k {\n  | a | b |\n  | c | 1 |\n}', 'c', /^meta\.table variable\.other$/],
    ['table t by k {\n  | a | b |\n}', '|', /punctuation\.separator\.table/],
    ['record r {\n  value "V" : number\n}', 'value', /variable\.other\.property/],
  ];
  for (const [line, text, expected] of cases) assert.match(await scopesOf(line, text), expected, line);
});

test('what is not finished does not colour the declarations behind it', async () => {
  for (const open of ['enum a { b "c', 'record r {\n  a "x" : ', 'table t by k {\n  | a', 'score s { weights by x {', 'test "x" { given { a = (']) {
    assert.match(await scopesOf(`${open}\nindicator late out of 5 {`, 'late'), /^entity\.name\.function\.result$/, open);
  }
});

test('policies within Markdown', async () => {
  const language = await grammar('markdown.ics-policy.codeblock');
  const lines = tokenised(language, 'Text\n```ics fragment\nlet a = 5万元\n```\nlet b');
  assert.ok(lines[2].tokens.some((token) => token.text === 'let' && token.scopes.join(' ').includes('keyword.declaration')));
  assert.ok(!lines[4].tokens.some((token) => token.scopes.join(' ').includes('keyword')));
});
