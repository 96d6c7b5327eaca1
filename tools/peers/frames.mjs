/** Frames of HTTP/2 by hand, right or wrong. */

export const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
export const types = { data: 0, headers: 1, priority: 2, reset: 3, settings: 4, ping: 6, goaway: 7, windowUpdate: 8, continuation: 9 };
export const endStream = 1;
export const ack = 1;
export const endHeaders = 4;

export function frame(type, flags, stream, payload = Buffer.alloc(0)) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = types[type];
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A field that no table knows. */
export function literal(name, value) {
  return Buffer.concat([Buffer.of(0, name.length), Buffer.from(name), Buffer.of(value.length), Buffer.from(value)]);
}

export const fields = (method, target) => Buffer.concat([literal(':method', method), literal(':scheme', 'http'), literal(':authority', 'a'), literal(':path', target)]);

export const number = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

export const setting = (id, value) => Buffer.concat([Buffer.of(0, id), number(value)]);

export const settings = (...pairs) => frame('settings', 0, 0, Buffer.concat(pairs.map(([id, value]) => setting(id, value))));

export const headers = (stream, method, target, end = true) => frame('headers', endHeaders | (end ? endStream : 0), stream, fields(method, target));

/** What a client begins with. */
export const opening = (...pairs) => Buffer.concat([Buffer.from(preface), settings(...pairs)]);
