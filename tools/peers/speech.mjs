/** How bad peers talk. All go on until the connection is gone. */

/** A piece every so many milliseconds; `pieces` gives the next, or null for no more. */
export function dribble(socket, pieces, milliseconds) {
  const timer = setInterval(() => {
    const piece = pieces();
    if (piece !== null && socket.writable) socket.write(piece);
    else clearInterval(timer);
  }, milliseconds);
  socket.on('close', () => clearInterval(timer));
}

/** The bytes of a text, one at a time, and then the last one again and again. */
export function byteByByte(text) {
  let at = 0;
  return () => text[Math.min(at++, text.length - 1)];
}

/** The same as fast as it is taken. */
export function pour(socket, block) {
  const bytes = Buffer.from(block, 'latin1');
  const write = () => {
    while (socket.writable) if (!socket.write(bytes)) return;
  };
  socket.on('drain', write);
  write();
}

/** Bytes in packets of one each. */
export function apart(socket, text) {
  const bytes = Buffer.from(text, 'latin1');
  const next = (at) => at < bytes.length && socket.writable && socket.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
  next(0);
}

export const get = (target = '/good/x', fields = '') => `GET ${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;
export const post = (target, fields, body = '') => `POST ${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n${body}`;
export const chunked = 'Transfer-Encoding: chunked\r\n';
