// The extension: starts `ics lsp`, and keeps calendars from being taken for policies.
// What is said of a policy, and what a code lens does, comes from the language server alone.
'use strict';

const vscode = require('vscode');
const { LanguageClient, RevealOutputChannelOn, State } = require('vscode-languageclient/node');
const { kindOf } = require('./recognise.js');
const { language, probe, resolved } = require('./program.js');

const LANGUAGE = 'ics-policy';
/** The page of this extension, which says how to install `ics`. */
const PAGE = 'ics-policy.ics-policy';

/** @type {LanguageClient | undefined} */
let client;
/** @type {vscode.OutputChannel} */
let output;
/** @type {vscode.FileSystemWatcher} */
let watcher;
/** Starts and stops follow one another, never at once. */
let turn = Promise.resolve();

/** Runs an act when those before it are over. */
function inTurn(act) {
  turn = turn.then(act, act);
  return turn;
}

async function start() {
  if (!vscode.workspace.isTrusted || client) return;
  const settings = vscode.workspace.getConfiguration('ics');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const program = resolved(settings.get('path', 'ics'), folder);
  const found = await probe(program);
  if (!found.ok) {
    // Not waited for: the next start must not hang on a message that nobody answers.
    void complain(program, found);
    return;
  }
  const lang = language(settings.get('lang', 'auto'), vscode.env.language);
  const server = { command: program, args: ['lsp'], options: { env: { ...process.env, ICS_LANG: lang } } };
  const started = new LanguageClient('ics', 'ICS', server, {
    documentSelector: [
      { language: LANGUAGE, scheme: 'file' },
      { language: LANGUAGE, scheme: 'untitled' },
    ],
    synchronize: { fileEvents: watcher },
    initializationOptions: { lang },
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  });
  client = started;
  try {
    await started.start();
  } catch (error) {
    // The client library has shown it.
    client = undefined;
    output.appendLine(vscode.l10n.t('the language server did not start: {0}', error instanceof Error ? error.message : String(error)));
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (!running) return;
  try {
    if (running.state === State.Running) await running.stop(2000);
  } finally {
    await running.dispose().catch(() => {});
  }
}

function restart() {
  return inTurn(async () => {
    await stop().catch(() => {});
    await start();
  });
}

/** Says that the program is not there, and what to do. */
async function complain(program, found) {
  const text = found.missing
    ? vscode.l10n.t('cannot find the program {0}: install ics, or set ics.path to where it is', program)
    : vscode.l10n.t('{0} does not answer as ics does ({1}): set ics.path to the program ics', program, found.said);
  output.appendLine(text);
  const [open, install, again] = [vscode.l10n.t('Open setting'), vscode.l10n.t('How to install'), vscode.l10n.t('Try again')];
  const chosen = await vscode.window.showErrorMessage(text, open, install, again);
  if (chosen === open) await vscode.commands.executeCommand('workbench.action.openSettings', 'ics.path');
  if (chosen === install) await vscode.commands.executeCommand('extension.open', PAGE);
  if (chosen === again) await restart();
}

/** The language for calendars: that of another extension if there is one. */
async function calendarLanguage() {
  const known = await vscode.languages.getLanguages();
  return known.find((id) => /^(i-?cal(endar)?|ics|vcalendar)$/i.test(id)) ?? 'plaintext';
}

/** Documents that were judged: a language chosen by hand afterwards stays. */
const judged = new Set();

/** The ending `.ics` is shared with calendars: the first lines decide. */
async function judge(document) {
  const key = document.uri.toString();
  const isOurs = document.languageId === LANGUAGE;
  if (judged.has(key) || !(isOurs || document.fileName.toLowerCase().endsWith('.ics'))) return;
  judged.add(key);
  const kind = kindOf(document.getText(new vscode.Range(0, 0, 400, 0)));
  if (isOurs && kind === 'calendar') await vscode.languages.setTextDocumentLanguage(document, await calendarLanguage());
  if (!isOurs && kind === 'policy') await vscode.languages.setTextDocumentLanguage(document, LANGUAGE);
}

/** A document that was closed is judged again when it is opened; a change of its language closes it too, for a moment. */
function forget(document) {
  const key = document.uri.toString();
  setTimeout(() => {
    if (!vscode.workspace.textDocuments.some((open) => open.uri.toString() === key)) judged.delete(key);
  }, 100);
}

function activate(context) {
  output = vscode.window.createOutputChannel('ICS');
  watcher = vscode.workspace.createFileSystemWatcher('**/{*.ics,ics.toml}');
  context.subscriptions.push(
    output,
    watcher,
    vscode.commands.registerCommand('ics.restart', restart),
    vscode.commands.registerCommand('ics.showOutput', () => output.show()),
    vscode.workspace.onDidOpenTextDocument((document) => void judge(document)),
    vscode.workspace.onDidCloseTextDocument(forget),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void restart()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('ics.path') || event.affectsConfiguration('ics.lang')) void restart();
    }),
  );
  for (const document of vscode.workspace.textDocuments) void judge(document);
  void inTurn(start);
}

function deactivate() {
  return inTurn(stop);
}

module.exports = { activate, deactivate };
