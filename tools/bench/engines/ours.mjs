/** PipyJS, with all limits on: a tenant's memory, depth and clock, and fuel and time that the work does not use up. */
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const name = 'PipyJS';
export const about = 'all limits on: fuel, 64 MB, 100 calls, time';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** The folder of a build; `dist` by default. */
export const build = resolve(process.env.PIPYJS_BUILD ?? join(root, 'dist'));
export const load = (file) => import(pathToFileURL(join(build, 'src', file)).href);

/** Limits that hold but are not reached: a kernel takes more than a tenant may. */
const limits = { fuel: 1e12, time: 600_000 };

/** Tells the evaluator what it runs on, as the main modules do: what is measured are the modules of the build, whatever they are bundled into. */
export async function begin(from = load) {
  const [{ useEngine }, { engine }] = await Promise.all(['host/engine.js', 'net/engine.js'].map(from));
  useEngine(engine);
}

export async function kernel(text) {
  await begin();
  const { compile, Tenant } = await load('host/embedding.js');
  const { program, diagnostics } = compile(text, { dialect: 'classic' });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const tenant = new Tenant({ limits });
  return () => tenant.evaluate(program);
}

/** Handlers as `handleMessage` calls them: heads are made by what the HTTP decoder makes them with, and each call is an activation of its own. */
export async function world() {
  await begin();
  const [heads, message, data, callbacks, activation, program, language, source, account, tenant, loader, ports, runtime, events] = await Promise.all(
    ['host/script-heads.js', 'stream/events/message.js', 'stream/bytes/data.js', 'host/callbacks.js', 'language/evaluate/activation.js', 'language/evaluate/program.js', 'host/language-choice.js', 'language/source/source-file.js', 'language/evaluate/account.js', 'host/tenant.js', 'host/loader.js', 'host/inert-ports.js', 'stream/runtime/runtime.js', 'host/events.js'].map(load),
  );
  const { tenantLimits } = await load('language/evaluate/limits.js');
  const { scriptHeads } = heads;
  const { Message } = message;
  const { Data } = data;
  const owner = new tenant.Tenant({ account: new account.Account(tenantLimits, () => performance.now()), print: () => {}, codebase: { read: () => Buffer.from('pipy()') } });
  const { codebase, faults } = new loader.Loader(owner, new runtime.Runtime(ports.inertPorts), language.automatic).load('/main.js');
  if (codebase === null) throw new Error(String(faults));
  return {
    account: owner.account,
    /** A message as the decoder and the gatherer of `handleMessage` leave it. */
    make({ method, path, headers, body }) {
      const fields = scriptHeads.create();
      for (let i = 0; i < headers.length; i++) fields.set(headers[i][0], headers[i][1]);
      return new Message(scriptHeads.request('HTTP/1.1', method, path, fields), new Data().pushBytes(body));
    },
    toValue: events.eventToValue,
    callbackOf(text) {
      const context = { slots: [[]] };
      const { program: planned, diagnostics } = program.compile(new source.SourceFile('/handler.js', text), (dialect) => language.globalsFor(language.automatic, dialect), { dialect: 'classic', setting: 'callback' });
      if (planned === null) throw new Error(diagnostics.map(({ message: what }) => what).join('\n'));
      const instance = new program.ModuleInstance(planned);
      instance.link(planned.contextNames.map(() => null));
      const outer = activation.enter(owner.account, context);
      try {
        return { context, call: callbacks.makeCallback(instance.evaluate(), 'any') };
      } finally {
        activation.leave(outer);
      }
    },
  };
}

/** Where calls come from. */
export const site = { describe: () => '[bench]' };

export async function callback(text, { parts }) {
  const { make, callbackOf } = await world();
  const { call, context } = callbackOf(text);
  return (n) => call(context, site, make(parts(n)));
}

/** What is between slashes. V8 remembers what its own `split` gave last, and so makes nothing. */
function pieces(path) {
  const list = [];
  let from = 0;
  for (let to = path.indexOf('/'); to >= 0; to = path.indexOf('/', from)) {
    list.push(path.slice(from, to));
    from = to + 1;
  }
  list.push(path.slice(from));
  return list;
}

/** Makes the nth message and its value for the script; `values` names what the handler makes itself, to be made by the host. */
export async function messages(values, { parts }) {
  const { make, toValue } = await world();
  const { ArrayObject } = await load('language/evaluate/array.js');
  const makers = { none: () => null, segments: (path) => new ArrayObject(pieces(path)) };
  const also = makers[values];
  return (n) => {
    const given = parts(n);
    return [toValue(make(given)), also(given.path)];
  };
}
