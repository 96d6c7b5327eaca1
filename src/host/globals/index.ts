/** All globals: the built-ins of the language and Pipy's own. */
import type { ApiLevel } from '../../definition/definition.js';
import type { GlobalDefinition } from '../../language/builtins/define.js';
import { builtins } from '../../language/builtins/index.js';
import type { Globals } from '../../language/evaluate/plan.js';
import { algo } from './algo.js';
import { consoleGlobal } from './console.js';
import { cryptoGlobal } from './crypto.js';
import { dataGlobal } from './data.js';
import { hessian } from './hessian.js';
import { http } from './http.js';
import { json } from './json.js';
import { messageGlobal } from './message.js';
import { netmask } from './netmask.js';
import { os } from './os.js';
import { pipy } from './pipy.js';
import { stats } from './stats.js';
import { streamEvents } from './stream-events.js';
import { url } from './url.js';
import { urlSearchParams } from './url-search-params.js';
import { xml } from './xml.js';

export const globals: readonly GlobalDefinition[] = [
  // Here JSON also reads and writes bytes.
  ...builtins.filter(({ name }) => name !== 'JSON'),
  algo,
  consoleGlobal,
  cryptoGlobal,
  dataGlobal,
  hessian,
  http,
  ...json,
  messageGlobal,
  netmask,
  os,
  pipy,
  stats,
  ...streamEvents,
  url,
  urlSearchParams,
  xml,
];

/** What programs of a level are planned with. The values are frozen and belong to nobody: one set serves all tenants. */
export function globalsOf(level: ApiLevel): Globals {
  return sets[level];
}

const setOf = (level: ApiLevel): Globals =>
  new Map(globals.filter((global) => (global.level ?? level) === level).map(({ name, value }) => [name, value]));

const sets: Readonly<Record<ApiLevel, Globals>> = { '0.22': setOf('0.22'), '1.5': setOf('1.5') };
