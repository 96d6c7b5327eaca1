/** The kernels: each is one expression of the classic dialect in `kernels/`, and gives a checksum. */
import { readFileSync } from 'node:fs';

const folder = new URL('kernels/', import.meta.url);

/** What each kernel gives, by its name. */
export const checksums = JSON.parse(readFileSync(new URL('checksums.json', folder), 'utf8'));

export const kernelNames = Object.keys(checksums);

/** Those that proxies do all day: messages, headers, routes, logs. */
export const proxyKernels = ['balance', 'headers', 'log', 'rewrite', 'route', 'router', 'token'];

export const kernelText = (name) => readFileSync(new URL(`${name}.js`, folder), 'utf8').trim();
