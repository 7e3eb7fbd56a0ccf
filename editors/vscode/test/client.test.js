// The extension in a stand-in for VS Code: what it starts, what it says, and which documents it takes.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const { document, open } = require('../tools/editor.js');

const CALENDAR = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n';
const POLICY = '# a scheme\npolicy a "b" {\n}\n';

/** Runs the extension in an editor, and waits until a condition holds. */
async function run(settings, documents, act) {
  const editor = open(settings, documents);
  const file = require.resolve('../src/extension.js');
  delete require.cache[file];
  for (const name of Object.keys(require.cache)) if (name.includes('vscode-languageclient')) delete require.cache[name];
  const extension = require(file);
  const context = { subscriptions: [] };
  const until = async (holds, what) => {
    for (let round = 0; round < 500; round += 1) {
      if (holds()) return;
      await new Promise((done) => setTimeout(done, 20));
    }
    assert.fail(`${what}; said: ${JSON.stringify(editor.shown)}`);
  };
  try {
    extension.activate(context);
    await act({ ...editor, until });
  } finally {
    await extension.deactivate();
    editor.close();
  }
}

test('the server is started as `ics lsp`, with the language of the setting, and again when asked', async () => {
  const record = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ics-')), 'record.json');
  process.env.ICS_RECORD = record;
  const program = path.join(__dirname, '..', 'tools', 'server.js');
  await run({ path: program }, [], async ({ shown, until }) => {
    await until(() => fs.existsSync(record), 'the server was not started');
    await until(() => fs.readFileSync(record, 'utf8') !== '', 'nothing was asked');
    assert.deepEqual(JSON.parse(fs.readFileSync(record, 'utf8')), { args: ['lsp'], lang: 'zh', initializationOptions: { lang: 'zh' } });
    fs.rmSync(record);
    await shown.commands.get('ics.restart')();
    assert.ok(fs.existsSync(record), 'the server was not started again');
    assert.deepEqual(shown.errors, []);
  });
});

test('a program that is not there is named, with what to do', async () => {
  await run({ path: '/no/such/ics' }, [], async ({ shown, until }) => {
    await until(() => shown.errors.length > 0, 'nothing was said');
    assert.equal(shown.errors[0].text, 'cannot find the program /no/such/ics: install ics, or set ics.path to where it is');
    assert.deepEqual(shown.errors[0].choices, ['Open setting', 'How to install', 'Try again']);
  });
});

test('another program is not taken for ics', async () => {
  await run({ path: process.execPath }, [], async ({ shown, until }) => {
    await until(() => shown.errors.length > 0, 'nothing was said');
    assert.match(shown.errors[0].text, /does not answer as ics does \(v\d+/);
  });
});

test('nothing is started in a folder that is not trusted', async () => {
  await run({ path: '/no/such/ics', trusted: false }, [], async ({ shown, emit, until, vscode }) => {
    await shown.commands.get('ics.restart')();
    assert.deepEqual(shown.errors, []);
    vscode.workspace.isTrusted = true;
    emit('trust');
    await until(() => shown.errors.length > 0, 'nothing was started once it is trusted');
    assert.equal(shown.errors.length, 1);
  });
});

test('calendars and policies get their languages, and a choice by hand stays', async () => {
  const calendar = document('/a/meeting.ics', 'ics-policy', CALENDAR);
  const taken = document('/a/scheme.ics', 'icalendar', POLICY);
  const other = document('/a/scheme.txt', 'plaintext', POLICY);
  await run({ trusted: false, calendars: ['icalendar'] }, [calendar, taken, other], async ({ shown, emit, until }) => {
    await until(() => shown.languages.length >= 2, 'languages were not set');
    assert.deepEqual([...shown.languages].sort(), [['/a/meeting.ics', 'icalendar'], ['/a/scheme.ics', 'ics-policy']]);
    taken.languageId = 'plaintext';
    emit('close', taken);
    emit('open', taken);
    await new Promise(setImmediate);
    assert.equal(taken.languageId, 'plaintext');
    assert.equal(other.languageId, 'plaintext');
  });
  const alone = document('/a/other.ics', 'ics-policy', CALENDAR);
  await run({ trusted: false }, [alone], async ({ until }) => {
    await until(() => alone.languageId === 'plaintext', 'a calendar without an extension for it is plain text');
  });
});
