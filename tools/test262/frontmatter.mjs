/** What a test says about itself, between `/*---` and `---*` + `/`: as much YAML as those lines use. */

/** Gives `{ flags, includes, features, negative }`; all empty where nothing is said. */
export function readFrontmatter(text) {
  const block = /\/\*---\r?\n?([^]*?)---\*\//.exec(text)?.[1] ?? '';
  const entries = entriesOf(block.split(/\r\n?|\n/));
  return {
    flags: listOf(entries.get('flags')),
    includes: listOf(entries.get('includes')),
    features: listOf(entries.get('features')),
    negative: entries.has('negative') ? mapOf(entries.get('negative')) : null,
  };
}

/** The lines of each key at the margin; its own line first, without the key. */
function entriesOf(lines) {
  const entries = new Map();
  let current = [];
  for (const line of lines) {
    const match = /^([\w$]+):(.*)$/.exec(line);
    if (match === null) current.push(line);
    else entries.set(match[1], (current = [match[2]]));
  }
  return entries;
}

/** `[a, b]`, on one line or several, or `- a` on lines of their own. */
function listOf(lines = []) {
  const whole = lines.map((line) => line.replace(/(^|\s)#.*/, '')).join('\n');
  const inline = /^\s*\[([^\]]*)\]/.exec(whole);
  const items = inline === null ? [...whole.matchAll(/^\s*-\s+(.+)$/gm)].map((match) => match[1]) : inline[1].split(',');
  return items.map((item) => item.trim().replace(/^(['"])(.*)\1$/, '$2')).filter((item) => item !== '');
}

/** `key: value` on lines of their own. */
function mapOf(lines) {
  return Object.fromEntries(lines.map((line) => /^\s*(\w+):\s*(\S+)\s*$/.exec(line)).flatMap((match) => (match === null ? [] : [[match[1], match[2]]])));
}
