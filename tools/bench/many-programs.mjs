/** Programs that do equal work and differ in their constants and names: handlers of many tenants. */
import { site, world } from './engines/ours.mjs';

/** The text of the nth: routes a path, and picks a target by a hash of it. */
export function textOf(n) {
  return `((routes${n}, targets, hash, hits) => (
    routes${n} = { users: 'users-${n}', items: 'items-${n}', carts: 'carts-${n}' },
    targets = ['10.0.${n % 256}.1:80', '10.0.${n % 256}.2:80', '10.0.${n % 256}.3:80'],
    hits = { '${n}': 0, other: 0 },
    hash = (text, seed) => ((h, i) => (
      h = seed, i = 0,
      repeat(() => (h = (h * ${31 + (n % 7) * 2} + text.charCodeAt(i)) & 16777215, i += 1, i < 8)),
      h
    ))(),
    path => (
      ((service, target) => (
        service = routes${n}[path.split('/')[1]] || 'default-${n}',
        target = targets[hash(path, ${n + 5381}) % 3],
        service.startsWith('default') ? (hits.other += 1) : (hits['${n}'] += 1),
        (service + '@' + target).length
      ))()
    )
  ))()`;
}

/** Gives what makes callbacks of so many programs, `from` the first. */
export async function callbacksOf(from) {
  const { callbackOf } = await world();
  return (count) =>
    Array.from({ length: count }, (_, i) => {
      const { call, context } = callbackOf(textOf(from + i));
      return (path) => call(context, site, path);
    });
}
