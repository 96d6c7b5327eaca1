/**
 * Compiles the sources into `.build/` before tests run, so that they can start the command line as a
 * process. Only what has changed since is compiled; types are not checked here.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, '.build');
const folders = ['src', 'grammar', 'conformance'];

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** JavaScript of a file; one that is not TypeScript says so when it is run, and other tests run without it. */
function compile(file) {
  try {
    return transformFileSync(file, {
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022', transform: { useDefineForClassFields: false } },
      module: { type: 'es6' },
    }).code;
  } catch (error) {
    return `throw new Error(${JSON.stringify(String(error))});\n`;
  }
}

export default function build() {
  const wanted = new Set();
  mkdirSync(target, { recursive: true });
  for (const folder of folders) {
    if (!existsSync(join(root, folder))) continue;
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      const output = join(target, relative(root, file)).replace(/\.ts$/, '.js');
      wanted.add(output);
      if (modified(output) > modified(file)) continue;
      mkdirSync(dirname(output), { recursive: true });
      writeFileSync(output, compile(file));
    }
  }
  for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !wanted.has(file)) rmSync(file);
  }
}
