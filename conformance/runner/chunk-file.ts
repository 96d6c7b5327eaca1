/**
 * Chunks (`*.program.pjs`, `*.load.pjs`, `*.check.pjs`, `*.stream.pjs`): whole texts, cut by `//---`.
 *
 *   //# spec     ECMA-262 14.7.4
 *   //# dialect  modern
 *   //---
 *   //# title    A loop counts
 *   for (var i = 0; i < 2; i++) console.log(i)
 *   i
 *   //> 0
 *   //> 1
 *   //= 2
 *
 * What stands before the first cut holds for all chunks; a comment before a text is no part of it. Directives are lines of their own, but for `//!`,
 * which stands at the end of the line that it is about; they are no part of the text.
 */
import { caseFileName, CaseFileError, type Case, type Fail } from './case.js';
import type { Finding, Outcome } from './compare.js';
import { readEvent, type StreamEvent } from './events.js';
import { readFinding, readMark, readOutcomes } from './marks.js';
import { noMetadata, readKeyLine, sinceOf, slug, withKey, type Metadata } from './metadata.js';
import { readObservation, type Observation } from './observed.js';
import type { Op, Request } from './protocol.js';

export const mainPath = '/main.js';

const marksAtEnd = /\s*\/\/!\s*((?:parse|check|resolve|evaluate|load|any|limit|denied|error|warning)\b[^/]*)$/;

/** The cases of a file whose chunks are put to `op`. */
export function readChunks(file: string, text: string, op: Op): Case[] {
  const cases: Case[] = [];
  let line = 1;
  let common: Metadata = noMetadata;
  for (const [index, part] of text.split(/^\/\/---.*\n/m).entries()) {
    const chunk = new Chunk(file, line, common, op);
    for (const each of part.split('\n')) chunk.read(each);
    line += part.split('\n').length;
    if (index === 0) common = chunk.asCommon();
    else cases.push(chunk.asCase());
  }
  return cases;
}

class Chunk {
  private metadata: Metadata;
  private readonly files = new Map<string, string[]>([[mainPath, []]]);
  private path = mainPath;
  private readonly outcomes: Outcome[] = [];
  private readonly findings: Finding[] = [];
  private readonly printed: string[] = [];
  private readonly observed: Observation[] = [];
  /** Of a stream: what goes in, and what comes out. */
  private readonly in: StreamEvent[] = [];
  private readonly out: StreamEvent[] = [];
  private line: number;

  constructor(
    private readonly file: string,
    private readonly start: number,
    common: Metadata,
    private readonly op: Op,
  ) {
    this.metadata = common;
    this.line = start - 1;
  }

  private readonly fail: Fail = (message) => {
    throw new CaseFileError(this.file, this.line, message);
  };

  read(line: string): void {
    this.line++;
    const keyLine = readKeyLine(line);
    if (keyLine !== null) this.metadata = withKey(this.metadata, keyLine.key, keyLine.value, this.fail);
    else if (line.startsWith('//@')) this.beginFile(line);
    else if (this.op === 'stream' && line.startsWith('//<')) this.in.push(readEvent(line.slice(3), this.fail));
    else if (this.op === 'stream' && line.startsWith('//=')) this.readOutput(line.slice(3));
    else if (line.startsWith('//=~')) this.outcomes.push(...readOutcomes(line.slice(4), true, this.fail));
    else if (line.startsWith('//=')) this.outcomes.push(...readOutcomes(line.slice(3), false, this.fail));
    else if (line.startsWith('//>')) this.printed.push(line.slice(3).replace(/^ /, ''));
    else if (line.startsWith('//~')) this.observed.push(...readObservation(line, this.fail));
    else if (!this.isRemark(line)) this.readSource(line);
  }

  private readOutput(line: string): void {
    const event = readEvent(line, this.fail);
    if (event.t === 'wait') this.fail('time passes among what goes in');
    this.out.push(event);
  }

  /** What holds for the chunks that follow. */
  asCommon(): Metadata {
    if (this.text(mainPath) !== '' || this.metadata.title !== '') this.fail('a text or a title before the first //---');
    return this.metadata;
  }

  asCase(): Case {
    const { file, metadata } = this;
    const { title, spec, canary, cut, class: class_, why } = metadata;
    if (title === '' || spec === '') this.fail('a chunk without a title or a spec');
    return {
      id: `${file.replace(caseFileName, '')}#${slug(title)}`,
      file,
      line: this.start,
      spec,
      since: sinceOf(metadata),
      request: this.request(),
      expected: { outcomes: this.allOutcomes(), printed: this.op === 'check' ? null : this.printed },
      canary,
      ...(cut === 'no' && { uncut: true }),
      ...(this.observed.length > 0 && { observed: this.observed }),
      ...(class_ !== '' && { difference: { class: class_, why } }),
    };
  }

  /** A comment before the text belongs to the suite, and not to the text. */
  private isRemark(line: string): boolean {
    return line.startsWith('//') && this.path === mainPath && this.text(mainPath) === '';
  }

  private beginFile(line: string): void {
    const [, name = ''] = /^\/\/@\s+file\s+\/?(\S+)\s*$/.exec(line) ?? this.fail('write //@ file NAME');
    this.path = `/${name}`;
    if (this.files.has(this.path) && (this.path !== mainPath || this.text(mainPath) !== '')) this.fail(`the file ${name} begins twice`);
    this.files.set(this.path, []);
  }

  private readSource(given: string): void {
    const lines = this.files.get(this.path)!;
    let line = given;
    for (let match = marksAtEnd.exec(line); match !== null; match = marksAtEnd.exec(line)) {
      line = line.slice(0, match.index);
      this.readMarkAt(match[1], lines.length + 1);
    }
    if (line.trim() !== '' || lines.length > 0) lines.push(line);
  }

  private readMarkAt(text: string, line: number): void {
    if (this.op === 'stream') this.fail('a stream tells of errors by how it ends');
    if (this.op !== 'evaluate') {
      this.findings.push(readFinding(text, this.path, line, this.fail));
      return;
    }
    const outcome = readMark(text, this.fail, line);
    this.outcomes.push(outcome.kind === 'error' ? { ...outcome, file: this.path } : outcome);
  }

  private text(path: string): string {
    return this.files.get(path)!.join('\n').trimEnd();
  }

  private request(): Request {
    const { dialect, context, limits, source = this.text(mainPath) } = this.metadata;
    const others = [...this.files.keys()].filter((path) => path !== mainPath).map((path) => [path, this.text(path)] as const);
    const more: Partial<Request> & { in?: readonly StreamEvent[] } = { ...(context !== undefined && { context }), ...(limits !== undefined && { limits }) };
    if (this.op === 'load') return { op: 'load', dialect, files: Object.fromEntries([[mainPath, source], ...others]), main: mainPath, ...more };
    if (this.op === 'stream') more.in = this.in;
    return { op: this.op, dialect, source, ...(others.length > 0 && { files: Object.fromEntries(others) }), ...more };
  }

  private allOutcomes(): readonly Outcome[] {
    const { outcomes, findings, op } = this;
    if (op === 'stream') return [{ kind: 'events', out: this.out, flushes: this.metadata.flush === 'exact' }];
    if (op === 'evaluate') {
      if (outcomes.length > 0) return outcomes;
      if (this.printed.length === 0) this.fail('a chunk that expects nothing');
      return [{ kind: 'value', value: { t: 'any' }, ordered: false }];
    }
    const values = outcomes.map((outcome) => (outcome.kind === 'value' ? outcome.value : this.fail('a value is expected here')));
    if (values.length > 1 || (values.length === 0 && findings.length === 0)) this.fail('a chunk that expects nothing, or too much');
    if (op === 'check') {
      if (values.length > 0 && !(values[0].t === 'array' && values[0].v.length + findings.length === 0)) this.fail('a check gives findings, or []');
      return [{ kind: 'checked', findings }];
    }
    const refused = findings.some(({ severity }) => severity === 'error');
    if (refused === values.length > 0) this.fail('a code base is loaded, with a value, or refused, with an error');
    return [refused ? { kind: 'refused', findings } : { kind: 'loaded', value: values[0], findings }];
  }
}
