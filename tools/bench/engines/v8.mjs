/** V8 itself, without any limit: what everything is held against. */
export const name = 'V8';
export const about = 'no limits';

/** Gives what runs a kernel, with a `repeat` that nobody else calls. */
export function kernel(text) {
  // Only texts of this folder come here.
  return new Function(`const repeat = (f) => { while (f()); }; return () => ${text}`)();
}

/** Gives what calls a handler with the nth message, made anew, and gives its answer. */
export function callback(text, { message }) {
  const handler = new Function(`return ${text}`)();
  return (n) => handler(message(n));
}

/** Makes the nth message only. */
export function messages(_, { message }) {
  return message;
}
