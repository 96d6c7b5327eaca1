/**
 * All bad peers, by the file that they stand in. Each has a `name` and what it does:
 *
 * - `speak(socket)`: as a client, on each of its connections, `many` at a time (20), to the port that `to` names (`http`). One that ends is followed by
 *   another, unless `again` is false. Those that do not `read` take nothing. One that `lasts` asks
 *   for nothing that it may not have, and may go on for as long as it likes.
 * - `origin(socket)`: as the origin behind `/bad`. Where it does not speak itself, clients ask for `target`, with a `body` where it has one, and go.
 */
import { readdirSync } from 'node:fs';

const folder = new URL('.', import.meta.url);

async function kindsOf(side) {
  const files = readdirSync(new URL(side, folder)).sort();
  return Promise.all(files.map(async (file) => ({ kind: `${side}: ${file.replace('.mjs', '')}`, peers: (await import(new URL(`${side}/${file}`, folder))).default })));
}

const kinds = [...(await kindsOf('clients')), ...(await kindsOf('origins'))];

export const peers = kinds.flatMap(({ kind, peers: list }) => list.map((peer) => ({ kind, to: 'http', many: 20, again: true, reads: true, lasts: false, ...peer })));
