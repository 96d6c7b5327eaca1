/** The messages that callbacks are called with, and the handlers: plain functions that any engine can call. */

const paths = ['/hi/there', '/echo', '/ip/1.2.3.4', '/users/42/cart', '/none'];
const bodyText = '{"item":"socks"}';
const body = Buffer.from(bodyText);

/** What the nth message is made of; strings are given, as a decoder has made them. */
export function parts(n) {
  return { method: n % 4 === 0 ? 'POST' : 'GET', path: paths[n % 5], headers: headersOf[n % 2], body, bodyText };
}

const common = [
  ['accept', '*/*'],
  ['user-agent', 'curl/7.88'],
  ['x-forwarded-for', '10.0.0.1'],
  ['cookie', 'a=1; b=2'],
  ['content-type', 'application/json'],
];
const headersOf = [[['host', 'a.example.com'], ...common], [['host', 'b.example.com'], ...common]];

/** The nth message as plain objects. */
export function message(n) {
  const { method, path, headers: [[, host], [, accept], [, agent], [, forwarded], [, cookie], [, type]] } = parts(n);
  const headers = { host, accept, 'user-agent': agent, 'x-forwarded-for': forwarded, cookie, 'content-type': type };
  return { head: { protocol: 'HTTP/1.1', method, path, headers }, body: bodyText };
}

/**
 * Each gives a number. `values` names what it makes besides numbers and texts: see `messages` of `engines/ours.mjs`.
 */
export const handlers = {
  small: { text: `msg => msg.head.path.length + (msg.head.method === 'GET' ? 1 : 2)`, values: 'none' },
  router: {
    text: `((routes, hits, pick) => (
      routes = { hi: 'service-hi', echo: 'service-echo', ip: 'service-tell-ip', users: 'service-users' },
      hits = {},
      pick = ({ path, headers }) => routes[path.split('/')[1]] || (headers.host === 'a.example.com' ? 'a' : 'default'),
      ({ head }) => (
        ((id) => (
          id = pick(head),
          hits[id] = (hits[id] || 0) + 1,
          id.length + hits[id] % 2
        ))()
      )
    ))()`,
    values: 'segments',
  },
};
