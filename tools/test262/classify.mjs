/** One test file: whether it concerns PipyJS, whether the dialect takes it, and what comes of it. */
import { readFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codes, run } from './engine.mjs';
import { readFrontmatter } from './frontmatter.mjs';
import { newerFeatures } from './features.mjs';
import { needsOf } from './left-out.mjs';
import { translate } from './translate.mjs';

const harnessFolder = fileURLToPath(new URL('harness/', import.meta.url));

/**
 * Gives `{ path, kind, status, form?, group?, reason?, findings?, translations? }`:
 *  - kind: `positive`, `negative`, or null where it was skipped;
 *  - status: `passed`, `failed`, `refused` (positive files only) or `skipped`;
 *  - form: `as is` or `translated`;
 *  - group: the first thing that keeps it from being run, or why it was skipped;
 *  - findings: all of those things, each once.
 */
export function classify(checkout, path, onAdmitted = () => {}) {
  const text = readFileSync(join(checkout, path), 'utf8');
  const about = readFrontmatter(text);
  const group = reasonToSkip(path, about);
  if (group !== null) return { path, kind: null, status: 'skipped', group };
  return about.negative === null ? positive(checkout, path, text, about, onAdmitted) : negative(checkout, path, text, about);
}

function reasonToSkip(path, { flags, features }) {
  if (/^test\/(staging\/)?intl402\//.test(path)) return 'folder: ECMA-402 is another standard';
  if (path.startsWith('test/annexB/')) return 'folder: Annex B is for web browsers';
  if (flags.includes('noStrict')) return 'flag noStrict: PipyJS is strict';
  const newer = features.find((feature) => newerFeatures.has(feature));
  return newer === undefined ? null : `feature after ECMAScript 2024: ${newer}`;
}

function harnessOf({ flags, includes }) {
  if (flags.includes('raw')) return [];
  const files = ['assert.js', 'sta.js', ...(flags.includes('async') ? ['doneprintHandle.js'] : []), ...includes];
  return files.filter((file) => existsSync(join(harnessFolder, file)));
}

/** A test, and the files beside it that it imports, as they are or all of them translated. */
function attempt(checkout, path, text, about, translations, onCompiled) {
  const sourceType = about.flags.includes('module') ? 'module' : 'script';
  const turn = (content, type) => {
    if (translations === null) return content;
    const result = translate(type === 'script' ? `'use strict';${content}` : content, type);
    for (const name of result?.used ?? []) translations.add(name);
    return result === null ? content : type === 'script' ? result.text.slice("'use strict';".length) : result.text;
  };
  const read = (name) => {
    const file = join(checkout, name);
    return dirname(file).startsWith(checkout) && existsSync(file) ? turn(readFileSync(file, 'utf8'), 'module') : null;
  };
  return run({ path: `/${path}`, text: turn(text, sourceType), harness: harnessOf(about), read, onCompiled });
}

function positive(checkout, path, text, about, onAdmitted) {
  if (about.flags.includes('raw') && !/^\s*(['"])use strict\1/m.test(text)) return { path, kind: null, status: 'skipped', group: 'flag raw: run outside of strict mode only' };
  let form = 'as is';
  const admit = () => {
    const findings = needsOf(text, about.flags.includes('module') ? 'module' : 'script', [...about.features, ...about.includes]);
    if (findings.length > 0) return { status: 'refused', findings };
    onAdmitted(form);
    return null;
  };
  const first = attempt(checkout, path, text, about, null, admit);
  const translations = new Set();
  let answer = first;
  if (first.status === 'refused' && !first.findings[0].startsWith?.('needs')) {
    form = 'translated';
    try {
      answer = attempt(checkout, path, text, about, translations, admit);
    } catch (error) {
      // What acorn cannot read stays as it is.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  if (answer.status === 'refused') {
    const findings = [...new Set(answer.findings.map(labelOf))];
    return { path, kind: 'positive', status: 'refused', group: findings[0], findings };
  }
  const reason = whyFailed(answer, about);
  const record = { path, kind: 'positive', form, ...(form === 'translated' && { translations: [...translations].sort() }) };
  return reason === null ? { ...record, status: 'passed' } : { ...record, status: 'failed', reason };
}

/** A finding by its code and wording, without the places that acorn's wording has in it; what is needed says so itself. */
function labelOf(finding) {
  if (typeof finding === 'string') return finding;
  const { code, message } = finding;
  return `${code} ${message.replace(/ \(\d+:\d+\)$/, '')}`;
}

function whyFailed(answer, { flags }) {
  if (answer.status === 'thrown') return answer.message;
  if (!flags.includes('async')) return null;
  const [line] = answer.printed.filter((text) => text.startsWith('Test262:Async'));
  if (line === undefined) return '$DONE was not called';
  return line === 'Test262:AsyncTestComplete' ? null : line;
}

/** Negative files are never translated. True: refused for the mistake itself, not for a construct that the dialect lacks. */
function negative(checkout, path, text, about) {
  const { phase, type } = about.negative;
  const answer = attempt(checkout, path, text, about, null, () => null);
  const record = { path, kind: 'negative', phase };
  if (phase === 'runtime') {
    if (answer.status === 'refused') {
      const findings = [...new Set(answer.findings.map(labelOf))];
      return { ...record, status: 'refused', group: findings[0], findings };
    }
    const isTrue = answer.status === 'thrown' && answer.name === type;
    return isTrue ? { ...record, status: 'passed', true: true } : { ...record, status: 'failed', reason: answer.status === 'thrown' ? answer.message : `no ${type} was thrown` };
  }
  if (answer.status !== 'refused') return { ...record, status: 'failed', reason: 'it was not refused' };
  const isTrue = answer.findings.some(({ code }) => isMistake(code, phase));
  return { ...record, status: 'passed', true: isTrue, group: labelOf(answer.findings[0]) };
}

/** Mistakes by ECMA-262, not what PipyJS lacks. */
function isMistake(code, phase) {
  const row = codes[code];
  if (row.limit !== undefined) return false;
  if (phase === 'resolution') return ['PJS311', 'PJS312', 'PJS313'].includes(code) || row.phase === 'parse';
  return row.phase === 'parse' || ['PJS304', 'PJS305'].includes(code);
}
