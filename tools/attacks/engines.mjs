/**
 * The engines that are attacked, each as its own documentation advises for code that is not trusted, with all limits
 * that it has: 100 ms, 64 MB. A probe is given one function of the host, `leak`, in each.
 */
export const engines = {
  'quickjs-emscripten': {
    settings: 'memory limit 64 MB, stack 512 KB, interrupt handler with a deadline of 100 ms, pending jobs by the host, 1,000 at most',
    async prepare() {
      const { getQuickJS, shouldInterruptAfterDeadline } = await import('quickjs-emscripten');
      const quickJS = await getQuickJS();
      return (source, leak) => {
        const runtime = quickJS.newRuntime();
        runtime.setMemoryLimit(64 << 20);
        runtime.setMaxStackSize(512 << 10);
        runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + 100));
        const context = runtime.newContext();
        const fn = context.newFunction('leak', (handle) => void leak(context.dump(handle)));
        context.setProp(context.global, 'leak', fn);
        fn.dispose();
        const result = context.evalCode(source);
        const value = context.dump(result.error ?? result.value);
        runtime.executePendingJobs(1000);
        // What is thrown there is a copy: none of it is an object of the host.
        return { value: result.error === undefined ? value : undefined, error: result.error === undefined ? undefined : { text: `${value?.name}: ${value?.message}` } };
      };
    },
  },
  ses: {
    settings: '`lockdown()`, a `Compartment` with a hardened `leak`; it has no limits of time or memory, and promises none',
    async prepare() {
      await import('ses');
      globalThis.lockdown({ errorTaming: 'safe', consoleTaming: 'safe', overrideTaming: 'moderate' });
      return (source, leak) => caught(() => new Compartment({ globals: { leak: harden((value) => leak(value)) }, __options__: true }).evaluate(source));
    },
  },
  'node:vm': {
    settings: 'a context without prototype, no code from texts, `timeout: 100`, its own queue of microtasks; by its own manual no mechanism of security',
    async prepare() {
      const vm = await import('node:vm');
      return (source, leak) => {
        const context = vm.createContext(Object.assign(Object.create(null), { leak: (value) => leak(value) }), { codeGeneration: { strings: false, wasm: false }, microtaskMode: 'afterEvaluate' });
        return caught(() => vm.runInContext(source, context, { timeout: 100 }));
      };
    },
  },
  sval: {
    settings: '`sandBox: true`, the newest ECMAScript; it has no limits',
    async prepare() {
      const { default: Sval } = await import('sval');
      return (source, leak) => {
        const interpreter = new Sval({ ecmaVer: 'latest', sandBox: true });
        interpreter.import({ leak });
        return caught(() => {
          interpreter.run(`exports.value = (${expressionOf(source)})`);
          return interpreter.exports.value;
        });
      };
    },
  },
  PipyJS: {
    settings: "`tenantLimits`: 1,000,000 units of fuel, 64 MB, 100 calls, 100 ms; the row's own scripts",
    own: true,
    async prepare() {
      const load = (path) => import(new URL(`../../.build/src/host/${path}.js`, import.meta.url).href);
      const [{ compile, Tenant }, { EvaluationError }] = await Promise.all([load('embedding'), load('evaluation-error')]);
      return (source, leak, dialect) => {
        const tenant = new Tenant({ globals: { given: { n: 5, list: [1], call: (value) => (leak(value), value), bytes: new Uint8Array([1, 2]) } }, print: leak });
        const { program, diagnostics } = compile(source, { dialect, globals: ['given'] });
        if (program === null) return { error: { text: diagnostics[0].message } };
        try {
          return { value: tenant.evaluate(program) };
        } catch (error) {
          return { error: error instanceof EvaluationError ? { text: error.report } : { text: String(error), host: true } };
        }
      };
    },
  },
};

/** What a work gives or throws; `host` where it is the host's own error for a stack that is used up. */
function caught(work) {
  try {
    return { value: work() };
  } catch (error) {
    const host = error instanceof RangeError && /call stack/.test(error.message);
    return { error: { text: text(error), host } };
  }
}

function text(error) {
  try {
    return String(error);
  } catch {
    return 'an error without a text';
  }
}

/** sval gives what is exported: a probe that is statements becomes a function's body. */
function expressionOf(source) {
  return /^(?:for|while|do|try|with|switch|var|Error\.|Object\.|Date\.|JSON\.|new Promise|.*;\s*\S)/.test(source) ? `(() => { ${source} })()` : source;
}
