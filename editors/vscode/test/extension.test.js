// Recognition, the search for the program, and what the manifest promises.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const { kindOf } = require('../src/recognise.js');
const { language, probe, resolved } = require('../src/program.js');

const home = path.join(__dirname, '..');
const root = path.join(home, '..', '..');
const read = (...parts) => fs.readFileSync(path.join(home, ...parts), 'utf8');
const manifest = JSON.parse(read('package.json'));

test('every policy and test file is recognised, and no calendar is', () => {
  for (const folder of ['policies', 'editors/samples']) {
    const files = fs.readdirSync(path.join(root, folder)).filter((file) => file.endsWith('.ics'));
    assert.ok(files.length > 1, folder);
    for (const file of files) assert.equal(kindOf(fs.readFileSync(path.join(root, folder, file), 'utf8')), 'policy', file);
  }
  assert.equal(kindOf(fs.readFileSync(path.join(root, 'tests/cases/faulty/calendar.ics'), 'utf8')), 'calendar');
  assert.equal(kindOf('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'), 'calendar');
  assert.equal(kindOf('\uFEFF\r\n＃ 注释\r\n　政策　名称　“标题”　｛'), 'policy');
  for (const text of ['', '# only a comment', 'policy: strict', 'policies are', 'test = 1', 'Dear all,']) assert.equal(kindOf(text), undefined, text);
});

test('the first line is recognised by what VS Code reads it with', () => {
  const line = new RegExp(manifest.contributes.languages[0].firstLine);
  for (const text of ['policy a "b" {', '\uFEFF政策 a {', '测试 “一” {', '# -*- mode: ics-policy -*-']) assert.match(text, line);
  for (const text of ['BEGIN:VCALENDAR', '# a comment', 'test -f x', 'policy = {', '#!/bin/sh', 'let x = 1']) assert.doesNotMatch(text, line);
});

test('the program is looked for where the setting says', async () => {
  assert.equal(resolved('', undefined), 'ics');
  assert.equal(resolved(' ics ', undefined), 'ics');
  assert.equal(resolved('~/bin/ics', undefined), path.join(os.homedir(), 'bin/ics'));
  assert.equal(resolved('${workspaceFolder}/target/debug/ics', '/a b'), '/a b/target/debug/ics');
  const absent = await probe(path.join(home, 'no-such-program'));
  assert.deepEqual([absent.ok, absent.missing], [false, true]);
  const other = await probe(process.execPath);
  assert.deepEqual([other.ok, other.missing], [false, false]);
  assert.match(other.said, /^v\d+/);
});

test('messages are in the language of the setting, else of the editor', () => {
  assert.equal(language('zh', 'en'), 'zh');
  assert.equal(language('en', 'zh-cn'), 'en');
  assert.equal(language('auto', 'zh-cn'), 'zh');
  assert.equal(language('auto', 'de'), 'en');
});

test('all words of the manifest and of the messages are there in both languages', () => {
  const [english, chinese] = ['package.nls.json', 'package.nls.zh-cn.json'].map((file) => JSON.parse(read(file)));
  const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]);
  assert.ok(used.length > 5);
  for (const key of used) assert.ok(english[key] && chinese[key], key);
  assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
  const said = [...read('src', 'extension.js').matchAll(/l10n\.t\('([^']+)'/g)].map((match) => match[1]);
  const bundle = JSON.parse(read('l10n', 'bundle.l10n.zh-cn.json'));
  assert.deepEqual(Object.keys(bundle).sort(), [...new Set(said)].sort());
});

test('indentation follows braces, of both widths, outside texts and comments', () => {
  const { indentationRules, wordPattern } = JSON.parse(read('language-configuration.json'));
  const more = new RegExp(indentationRules.increaseIndentPattern);
  for (const line of ['record a {', '记录 企业 “企业” ｛', 'points when {  # why {', 'a "}" {', '} else {']) assert.match(line, more);
  for (const line of ['a { b }', '# a {', 'source "a {"', '[0, ..) -> 1', '说明 “｛”']) assert.doesNotMatch(line, more);
  assert.match('  ｝', new RegExp(indentationRules.decreaseIndentPattern));
  const words = 'tech_staff ÷ 职工总数，≥ 500人'.match(new RegExp(wordPattern.pattern, `g${wordPattern.flags}`));
  assert.deepEqual(words, ['tech_staff', '职工总数', '500', '人']);
});

test('the files that the manifest names are there', () => {
  const { languages, grammars, snippets } = manifest.contributes;
  const named = [languages[0].configuration, languages[0].icon.light, ...grammars.map((g) => g.path), snippets[0].path, manifest.icon];
  for (const file of named) assert.ok(fs.existsSync(path.join(home, file)), file);
});

test('packages come from the public registry, or from the one that npm is set to', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  assert.ok(Object.keys(packages).length > 5);
  for (const [name, { resolved: from }] of Object.entries(packages)) {
    assert.ok(from === undefined || from.startsWith('https://registry.npmjs.org/'), `${name}: ${from}`);
  }
});
