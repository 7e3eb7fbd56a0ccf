#!/usr/bin/env node
// Answers as `ics` does where the extension asks: its version, and a conversation of which the beginning is written down.
'use strict';

const fs = require('node:fs');

if (process.argv.includes('--version')) {
  console.log('ics 0.1.0');
  process.exit(0);
}

let waiting = Buffer.alloc(0);
process.stdin.on('data', (part) => {
  waiting = Buffer.concat([waiting, part]);
  for (;;) {
    const end = waiting.indexOf('\r\n\r\n');
    const length = end < 0 ? NaN : Number(/Content-Length: (\d+)/i.exec(waiting.subarray(0, end).toString())[1]);
    if (!(waiting.length >= end + 4 + length)) return;
    const message = JSON.parse(waiting.subarray(end + 4, end + 4 + length).toString());
    waiting = waiting.subarray(end + 4 + length);
    answer(message);
  }
});

function answer({ id, method, params }) {
  if (method === 'initialize') {
    const { initializationOptions } = params;
    fs.writeFileSync(process.env.ICS_RECORD, JSON.stringify({ args: process.argv.slice(2), lang: process.env.ICS_LANG, initializationOptions }));
  }
  if (method === 'exit') process.exit(0);
  if (id === undefined) return;
  const body = JSON.stringify({ jsonrpc: '2.0', id, result: method === 'initialize' ? { capabilities: {} } : null });
  process.stdout.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
