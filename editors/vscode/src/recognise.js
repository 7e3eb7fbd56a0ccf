// Tells policies from calendars by their first lines. In: a text, or its beginning. Out: "policy", "calendar" or undefined.
'use strict';

const { declarations } = require('./words.json');

const CALENDAR = /^BEGIN:VCALENDAR\b/i;
const DECLARATION = new RegExp(`^(?:${declarations.join('|')})[ \\t\\u3000]+[^\\s=:]`);

/** What a text is: the first line that is neither blank nor a comment decides. */
function kindOf(text) {
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const bare = line.trim();
    if (bare === '' || bare.startsWith('#') || bare.startsWith('＃')) continue;
    if (CALENDAR.test(bare)) return 'calendar';
    return DECLARATION.test(bare) ? 'policy' : undefined;
  }
  return undefined;
}

module.exports = { kindOf };
