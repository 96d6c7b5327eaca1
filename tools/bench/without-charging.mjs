/**
 * A copy of a build in which nothing is charged, so that the cost of metering can be measured: what `charging-forms.mjs` lists is cut
 * out of the built files. What remains: where calls and steps stand is noted for messages, and how deep they are.
 *
 *     node tools/bench/without-charging.mjs [--build FOLDER]     makes one, shows what was removed, and throws it away
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'acorn';
import MagicString from 'magic-string';
import { begin } from './engines/ours.mjs';
import { definitions, folders, forms, isSilent } from './charging-forms.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Gives the text without its charges, and how many of each form there were. */
export function removeCharges(text) {
  const edited = new MagicString(text);
  const removed = {};
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach(visit);
    const form = typeof node.type === 'string' ? Object.keys(forms).find((name) => forms[name](node)) : undefined;
    if (form === undefined) return Object.values(node).forEach(visit);
    removed[form] = (removed[form] ?? 0) + 1;
    if (/Statement$/.test(node.type)) edited.overwrite(node.start, node.end, ';');
    else if (node.arguments.every(isSilent)) edited.overwrite(node.start, node.end, '0');
    else edited.overwrite(node.start, node.end, `(${node.arguments.map(({ start, end }) => text.slice(start, end)).join(', ')}, 0)`);
  };
  visit(parse(text, { ecmaVersion: 'latest', sourceType: 'module' }));
  return { text: edited.toString(), removed };
}

/** What may stand only where charging is: a file that has it and loses nothing is one that we do not understand. */
const charging = /\b(charge|allocate|checkSingle)\(|\[(FUEL|BYTES|fuelAt|bytesAt)\] *-=/;

/**
 * Copies `build` into a new temporary folder without its charges; gives the folder and what was removed from each file. Fails when a
 * file that charges lost nothing, when a form occurs nowhere, and when scripts are still charged.
 */
export async function buildWithoutCharging(build) {
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-uncharged-'));
  try {
    cpSync(build, folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
    symlinkSync(realpathSync(join(root, 'node_modules')), join(folder, 'node_modules'), 'junction');
    const removed = {};
    const files = folders.flatMap((place) => readdirSync(join(folder, place), { recursive: true }).map((name) => `${place}/${name}`.replaceAll('\\', '/')));
    for (const file of files) {
      if (!file.endsWith('.js') || definitions.includes(file)) continue;
      const text = readFileSync(join(folder, file), 'utf8');
      const result = removeCharges(text);
      if (Object.keys(result.removed).length > 0) removed[file] = result.removed;
      else if (charging.test(text)) throw new Error(`${file} charges in a way that charging-forms.mjs does not know`);
      writeFileSync(join(folder, file), result.text);
    }
    for (const form of Object.keys(forms)) if (!Object.values(removed).some((counts) => form in counts)) throw new Error(`${form}: there is none of this form any more`);
    await checkThatNothingIsCharged(build, folder);
    return { folder, removed };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Does a little of everything in both builds: it must give the same, and use next to nothing of fuel and memory. */
async function checkThatNothingIsCharged(build, folder) {
  const text = `((i, n, list, text) => (
    i = 0, n = 0, list = [], text = '',
    repeat(() => (
      list.push({ i, ...{ a: [i, i + 1] } }),
      text += JSON.stringify(list[i]).split(',').map(part => part.length ? part.toUpperCase() : '').join(';'),
      i % 2 ? (n += 1) : i > 0 && (n += 2),
      (({ a, b: [c] }) => a + c)({ a: i, b: [i] }),
      i += 1,
      i < 1000
    )),
    list.sort((a, b) => b.i - a.i),
    text.length + list[0].a[1] + n
  ))()`;
  const [charged, uncharged] = [await use(build, text), await use(folder, text)];
  if (charged.value !== uncharged.value) throw new Error(`without charging a script gives ${uncharged.value}, not ${charged.value}`);
  for (const meter of ['fuel', 'allocated']) {
    if (uncharged[meter] > charged[meter] / 100) throw new Error(`scripts are still charged: ${meter} ${uncharged[meter]} of ${charged[meter]}; what charges is missing in charging-forms.mjs`);
  }
}

async function use(build, text) {
  const load = (file) => import(pathToFileURL(join(resolve(build), 'src', file)).href);
  await begin(load);
  const { compile, Tenant } = await load('host/embedding.js');
  const tenant = new Tenant();
  const value = tenant.evaluate(compile(text, { dialect: 'classic' }).program);
  const { fuel, allocated } = tenant.meters;
  return { value, fuel, allocated };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { build: { type: 'string', default: join(root, 'dist') } } });
  const { folder, removed } = await buildWithoutCharging(resolve(values.build));
  rmSync(folder, { recursive: true, force: true });
  console.log(JSON.stringify(removed, null, 1));
}
