/** QuickJS in WebAssembly, with a limit of memory and an interrupt handler that looks at the clock. */
import { getQuickJS, shouldInterruptAfterDeadline } from 'quickjs-emscripten';

export const name = 'QuickJS';
export const about = 'quickjs-emscripten, 64 MB, interrupt handler with a deadline';
/** Processes that are worth their time. */
export const processes = 3;

async function newContext() {
  const runtime = (await getQuickJS()).newRuntime();
  runtime.setMemoryLimit(64 << 20);
  runtime.setMaxStackSize(512 << 10);
  runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + 600_000));
  return runtime.newContext();
}

const dump = (context, handle) => {
  const value = context.dump(handle);
  handle.dispose();
  return value;
};

export async function kernel(text) {
  const context = await newContext();
  context.unwrapResult(context.evalCode('var repeat = function (f) { while (f()); }')).dispose();
  const run = context.unwrapResult(context.evalCode(`(() => ${text})`));
  return () => dump(context, context.unwrapResult(context.callFunction(run, context.undefined)));
}

/** The way of its documentation: a handle for each value. */
export async function callback(text, { parts }) {
  const context = await newContext();
  const handler = context.unwrapResult(context.evalCode(`(${text})`));
  const set = (object, key, handle) => {
    context.setProp(object, key, handle);
    handle.dispose();
  };
  const make = ({ method, path, headers, bodyText }) => {
    const fields = context.newObject();
    for (const [field, value] of headers) set(fields, field, context.newString(value));
    const head = context.newObject();
    set(head, 'protocol', context.newString('HTTP/1.1'));
    set(head, 'method', context.newString(method));
    set(head, 'path', context.newString(path));
    set(head, 'headers', fields);
    const message = context.newObject();
    set(message, 'head', head);
    set(message, 'body', context.newString(bodyText));
    return message;
  };
  return calling(context, handler, (n) => make(parts(n)));
}

/** The other way: the message as one text of JSON, read within. */
export async function callbackByJson(text, { message }) {
  const context = await newContext();
  const handler = context.unwrapResult(context.evalCode(`(handler => text => handler(JSON.parse(text)))(${text})`));
  return calling(context, handler, (n) => context.newString(JSON.stringify(message(n))));
}

function calling(context, handler, make) {
  return (n) => {
    const message = make(n);
    const value = dump(context, context.unwrapResult(context.callFunction(handler, context.undefined, message)));
    message.dispose();
    return value;
  };
}
