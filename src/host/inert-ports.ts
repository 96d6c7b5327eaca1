/** Ports that lead nowhere: for code bases that are loaded to be looked at, in which nothing ever runs. */
import { DeniedError } from '../language/evaluate/script-error.js';
import type { Ports } from '../stream/runtime/ports.js';
import { scriptCertificates } from './script-certificates.js';
import { scriptHeads } from './script-heads.js';

const deny = (capability: 'LISTEN' | 'NET' | 'EXEC' | 'CAP', what: string) => (): never => {
  throw new DeniedError(capability, `${what} is denied`);
};

export const inertPorts: Ports = {
  net: { listen: deny('LISTEN', 'listening'), dial: deny('NET', 'connecting') },
  clock: { now: () => 0, after: deny('CAP', 'waiting'), every: deny('CAP', 'waiting') },
  log: { write() {}, debugging: false },
  output: { write() {} },
  processes: { spawn: deny('EXEC', 'starting a process') },
  tls: { open: deny('CAP', 'TLS') },
  compression: { gunzip: deny('CAP', 'decompressing') },
  heads: scriptHeads,
  certificates: scriptCertificates,
};
