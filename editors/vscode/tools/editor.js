// As much of VS Code as the extension and the client library ask for. In: settings. Out: a module in the place of `vscode`, and a
// record of what was shown. What is not spelt out here is a stand-in that can be called, constructed and asked for anything.
'use strict';

const Module = require('node:module');
const { EventEmitter } = require('node:events');

/** Something of which everything can be asked. */
function anything(name) {
  const target = class {};
  return new Proxy(target, {
    get(of, key) {
      if (key in of || typeof key === 'symbol') return of[key];
      if (key === 'then') return undefined;
      return (of[key] = anything(`${name}.${String(key)}`));
    },
    apply: () => anything(`${name}()`),
  });
}

/** Events by name: `on` subscribes, `fire` tells. */
function event(emitter, name) {
  return (listener) => {
    emitter.on(name, listener);
    return { dispose: () => emitter.off(name, listener) };
  };
}

/** Puts a stand-in in the place of `vscode`. `settings` are those of `ics`. */
function open(settings, documents = []) {
  const emitter = new EventEmitter();
  const shown = { errors: [], output: [], languages: [], commands: new Map() };
  const vscode = anything('vscode');
  Object.assign(vscode, {
    version: '1.100.0',
    Disposable: class {
      constructor(act) {
        this.dispose = act ?? (() => {});
      }
      static from = (...parts) => ({ dispose: () => parts.forEach((part) => part.dispose()) });
    },
    EventEmitter: class {
      #emitter = new EventEmitter();
      event = event(this.#emitter, 'event');
      fire = (value) => this.#emitter.emit('event', value);
      dispose() {}
    },
    Range: class {
      constructor(...places) {
        this.places = places;
      }
    },
    env: { language: 'zh-cn', appName: 'test', machineId: '', uriScheme: 'test' },
    l10n: { t: (text, ...facts) => facts.reduce((said, fact, at) => said.replaceAll(`{${at}}`, fact), text) },
    commands: { registerCommand: (name, act) => (shown.commands.set(name, act), { dispose: () => shown.commands.delete(name) }) },
    languages: Object.assign(anything('languages'), {
      getLanguages: async () => ['plaintext', 'ics-policy', ...(settings.calendars ?? [])],
      setTextDocumentLanguage: async (document, language) => {
        shown.languages.push([document.fileName, language]);
        // As VS Code does: the document closes and opens.
        emitter.emit('close', document);
        document.languageId = language;
        emitter.emit('open', document);
      },
      match: (selector, document) => (document.languageId === 'ics-policy' ? 10 : 0),
    }),
    window: Object.assign(anything('window'), {
      createOutputChannel: () => ({ append: (text) => shown.output.push(text), appendLine: (text) => shown.output.push(text), show() {}, dispose() {} }),
      showErrorMessage: async (text, ...choices) => (shown.errors.push({ text, choices }), undefined),
      visibleTextEditors: [],
      tabGroups: { all: [], onDidChangeTabs: event(emitter, 'tabs'), onDidChangeTabGroups: event(emitter, 'groups') },
    }),
    workspace: Object.assign(anything('workspace'), {
      isTrusted: settings.trusted ?? true,
      workspaceFolders: undefined,
      textDocuments: documents,
      notebookDocuments: [],
      getConfiguration: () => ({ get: (key, otherwise) => settings[key] ?? otherwise }),
      onDidOpenTextDocument: event(emitter, 'open'),
      onDidCloseTextDocument: event(emitter, 'close'),
      onDidChangeConfiguration: event(emitter, 'settings'),
      onDidGrantWorkspaceTrust: event(emitter, 'trust'),
    }),
  });
  const load = Module._load;
  Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
  const emit = (name, value) => emitter.emit(name, value);
  return { vscode, shown, emit, close: () => (Module._load = load) };
}

/** A document. */
function document(fileName, languageId, text) {
  const uri = { fsPath: fileName, scheme: 'file', toString: () => `file://${fileName}` };
  return { uri, fileName, languageId, version: 1, isClosed: false, getText: () => text };
}

module.exports = { document, open };
