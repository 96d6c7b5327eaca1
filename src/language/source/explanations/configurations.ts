/** PJS5xx: configurations and modules. */
import type { Group } from './explanation.js';

const listening = (rest: string): string => `pipy()\n  .listen(8000)\n  ${rest}`;
const twoModules = (main: string, plugin: string) => ({
  '/main.js': `pipy()\n  ${main}\n  .listen(8000)\n  .use('/plugin.js', 'request')`,
  '/plugin.js': `pipy()\n  ${plugin}\n  .pipeline('request')`,
});
const started = 'it is found when the script is started, not when it is loaded';

export const configurations = {
  PJS501: { means: 'The function needs more arguments.', wrong: 'new URL()', right: "new URL('http://localhost/')" },
  PJS502: { means: 'An argument is of the wrong kind.', dialect: 'classic', wrong: listening('.connect(true)'), right: listening(".connect('localhost:80')") },
  PJS503: { means: 'The function takes fewer arguments.', wrong: 'new Message({}, {}, {})', right: 'new Message({}, null)' },
  PJS504: { means: 'A field of the options is of the wrong kind.', dialect: 'classic', wrong: listening(".connect('localhost:80', { bufferLimit: {} })"), right: listening(".connect('localhost:80', { bufferLimit: '1m' })") },
  PJS505: { means: 'Bytes and texts could not be turned into each other; the message says why.', wrong: "new Data('a', 'utf9')", right: "new Data('a', 'utf8')" },
  PJS510: { means: 'A filter is a part of a pipeline, and none was begun.', dialect: 'classic', wrong: "pipy().connect('localhost:80')", right: listening(".connect('localhost:80')") },
  PJS511: { means: 'Pipelines are found by their names.', dialect: 'classic', wrong: "pipy().pipeline('')", right: "pipy().pipeline('request')" },
  PJS512: { means: 'The address is none that one can listen at.', dialect: 'classic', wrong: "pipy().listen('here')", right: "pipy().listen('127.0.0.1:8000')" },
  PJS513: { means: 'An IP address was needed.', dialect: 'classic', wrong: "pipy().listen('256.0.0.1:8000')", right: "pipy().listen('127.0.0.1:8000')" },
  PJS514: { means: 'The interval of a task is too short or too long.', dialect: 'classic', wrong: "pipy().task('2d')", right: "pipy().task('1h')" },
  PJS515: { means: 'A task runs again and again, or on a signal.', dialect: 'classic', wrong: "pipy().task('often')", right: "pipy().task('5s')" },
  PJS516: { means: 'Variables are shared under a name.', dialect: 'classic', wrong: "pipy().export('', { __a: 1 })", right: "pipy().export('shared', { __a: 1 })" },
  PJS517: { means: 'What variables there are is said by an object.', dialect: 'classic', wrong: "pipy().export('shared', ['__a'])", right: "pipy().export('shared', { __a: 1 })" },
  PJS518: { means: 'Variables have names.', dialect: 'classic', wrong: "pipy().export('shared', { '': 1 })", right: "pipy().export('shared', { __a: 1 })" },
  PJS519: { means: '`import` says for each variable the namespace that it is from.', dialect: 'classic', wrong: 'pipy().import({ __a: 1 })', right: twoModules(".export('shared', { __a: 1 })", ".import({ __a: 'shared' })") },
  PJS520: { means: 'The code base has no such file. Paths begin at the folder of the main script.', dialect: 'classic', wrong: listening(".use('/plugin.js', 'request')"), right: twoModules('', '') },
  PJS521: { means: 'The file is loaded as a proxy, and its value is none.', dialect: 'classic', wrong: '({ listen: 8000 })', right: 'pipy().listen(8000)' },
  PJS523: { means: 'A module that is being loaded is used by one that it uses.', dialect: 'classic', wrong: listening(".use('/main.js', 'request')"), right: twoModules('', '') },
  PJS524: { means: 'One sees by the name that a variable is shared.', dialect: 'classic', wrong: "pipy().export('shared', { a: 1 })", right: "pipy().export('shared', { __a: 1 })" },
  PJS525: { means: 'A module has one variable of a name.', dialect: 'classic', wrong: "pipy({ __a: 1 }).export('shared', { __a: 1 })", right: "pipy({ _a: 1 }).export('shared', { __a: 1 })" },
  PJS526: { means: 'Two modules give one name in one namespace.', dialect: 'classic', wrong: twoModules(".export('shared', { __a: 1 })", ".export('shared', { __a: 2 })"), right: twoModules(".export('shared', { __a: 1 })", ".export('shared', { __b: 2 })") },
  PJS527: { means: 'No module exports anything under that name.', dialect: 'classic', wrong: "pipy().import({ __a: 'shared' })", right: twoModules(".export('shared', { __a: 1 })", ".import({ __a: 'shared' })") },
  PJS528: { means: 'The namespace is there, the variable is not.', dialect: 'classic', wrong: twoModules(".export('shared', { __a: 1 })", ".import({ __b: 'shared' })"), right: twoModules(".export('shared', { __a: 1 })", ".import({ __a: 'shared' })") },
  PJS529: { means: 'Every context has it already.', dialect: 'classic', wrong: 'pipy({ __inbound: null })', right: 'pipy({ _inbound: null })' },
  PJS530: { means: 'The module has no pipeline of that name.', dialect: 'classic', wrong: listening(".link('forward')"), right: `${listening(".link('forward')")}\n  .pipeline('forward')` },
  PJS531: { means: 'A pipeline would be a part of itself.', dialect: 'classic', wrong: "pipy().pipeline('a').link('a')", right: "pipy().pipeline('a').link('b').pipeline('b')" },
  PJS532: { means: 'The other module has no pipeline of that name.', dialect: 'classic', wrong: { ...twoModules('', ''), '/plugin.js': "pipy()\n  .pipeline('response')" }, right: twoModules('', '') },
  PJS533: { means: 'A warning: from here on the name means the variable, and the global cannot be reached.', dialect: 'classic', wrong: 'pipy({ os: 1 })', right: 'pipy({ _os: 1 })' },
  PJS535: { means: 'Pipelines lie in each other deeper than the runtime follows.', noExample: 'it would be too long to read' },
  PJS536: { means: 'A configuration is made while its module is loaded, never later.', noExample: 'it is found in a callback, or in a text that is evaluated without a module' },
  PJS537: { means: 'A filter cannot be made so; the message says why.', noExample: 'each filter has reasons of its own' },
  PJS539: { means: 'A pipeline has more filters than the runtime takes.', noExample: 'it would be too long to read' },
  PJS540: { means: 'A block of addresses is written as an address, a slash and how many bits count.', wrong: "new Netmask('10.0.0.0/33')", right: "new Netmask('10.0.0.0/8')" },
  PJS541: { means: 'A route is a domain and a path.', wrong: "new algo.URLRouter({ 'example.com:80/': 1 })", right: "new algo.URLRouter({ 'example.com/*': 1 })" },
  PJS542: { means: 'Buckets go from small to large.', wrong: 'new algo.Percentile([5, 1])', right: 'new algo.Percentile([1, 5])' },
  PJS543: { means: 'The function that `pipy` was given is to give its variables.', wrong: 'pipy(() => 1)', right: 'pipy(() => ({ _a: 1 }))' },
  PJS544: { means: 'A function that the embedding program has given failed.', noExample: 'it takes a program that embeds PipyJS' },
  PJS546: { means: 'The system does not let the script listen there.', noExample: started },
  PJS547: { means: 'A warning: what was read is JSON up to that place only.', wrong: "JSON.decode(new Data('[1, 2'))", right: "JSON.decode(new Data('[1, 2]'))" },
  PJS550: { means: 'A port is a whole number from 0 to 65535.', dialect: 'classic', wrong: 'pipy().listen(80000)', right: 'pipy().listen(8000)' },
  PJS701: { means: 'The file that was named on the command line is not there.', noExample: 'it is told of files, not of what is in them' },
  PJS702: { means: 'What was named on the command line is a folder, or something else that cannot be read as a file.', noExample: 'it is told of files, not of what is in them' },
} satisfies Group;
