// Finds the program `ics`. In: the settings. Out: a path, and whether what stands there answers as `ics` does.
'use strict';

const { execFile } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');

/** The path that a setting means. */
function resolved(setting, folder) {
  const filled = setting.trim().replaceAll('${workspaceFolder}', folder ?? '.');
  if (filled === '~' || filled.startsWith('~/') || filled.startsWith('~\\')) return path.join(os.homedir(), filled.slice(1));
  return filled === '' ? 'ics' : filled;
}

/** Asks a program for its version: `{ ok }`, or `{ ok: false, missing, said }`. */
function probe(program) {
  return new Promise((done) => {
    execFile(program, ['--version'], { timeout: 10_000, windowsHide: true }, (error, stdout, stderr) => {
      if (!error && /^ics \d/.test(stdout)) return done({ ok: true });
      const missing = error?.code === 'ENOENT';
      const said = (stderr || stdout || error?.message || '').trim().split('\n')[0].slice(0, 200);
      return done({ ok: false, missing, said });
    });
  });
}

/** The language of messages: that of the setting, else that of the editor. */
function language(setting, editor) {
  if (setting === 'en' || setting === 'zh') return setting;
  return editor.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

module.exports = { language, probe, resolved };
