/** The engines that scripts are measured on, each in a file of `engines/`. */
import * as ours from './engines/ours.mjs';
import * as pipy from './engines/pipy.mjs';
import * as quickjs from './engines/quickjs.mjs';
import * as sval from './engines/sval.mjs';
import * as uncharged from './engines/uncharged.mjs';
import * as v8 from './engines/v8.mjs';

/** By the name of its file: its name for people, what limits it has, how many processes are worth their time, why it is absent. */
export const engineList = Object.fromEntries(
  Object.entries({ v8, ours, uncharged, quickjs, sval, pipy }).map(([id, { name, about, processes = Infinity, absent = null }]) => [id, { id, name, about, processes, absent }]),
);
