/** What is said of a denial: a fault while a code base is loaded, a line of the log while it serves. */
import type { Site } from '../../language/evaluate/calls.js';
import { DeniedError, type LimitError } from '../../language/evaluate/script-error.js';
import { harmless } from '../../language/source/code-frame.js';
import { parseAddress } from './address.js';
import type { Capability } from './capabilities.js';
import { isOdd } from './host-name.js';
import type { Policy } from './policy.js';

export function listenDenial({ listen }: Policy, host: string, port: number): DeniedError {
  return new DeniedError('LISTEN', `listening on ${withPort(host, port)} is denied`, allowing('listen', withPort(host, port), listen.denies(host, port)));
}

/** `address` is what the host was found to be, where that is what is denied. */
export function connectDenial({ connect }: Policy, host: string, port: number, address?: string): DeniedError {
  const found = address === undefined || address === host ? '' : ` (${host})`;
  const target = withPort(address ?? host, port);
  const hint = isOdd(host) ? 'write an address as 10.1.2.3:80 or [fd00::1]:80' : allowing('connect', target, connect.denies(host, address ?? host, port));
  return new DeniedError('NET', `connecting to ${target}${found} is denied`, hint);
}

export function execDenial({ exec }: Policy, program: string): DeniedError {
  return new DeniedError('EXEC', `starting ${program} is denied`, allowing('exec', program, exec.denies(program)));
}

export function filterDenial({ filter }: Policy, name: string): DeniedError {
  return new DeniedError('CAP', `the filter ${name} is denied`, allowing('filter', name, filter.denies(name)));
}

/** A script that waits for a signal keeps it from whoever sends it to stop the process. */
export function signalDenial(name: string): DeniedError {
  return new DeniedError('CAP', `waiting for ${name} is denied`, '"control": true in a policy file');
}

/** `reason` tells why no rule could allow it. */
export function fileDenial(policy: Policy, access: 'read' | 'write', name: string, path: string, reason?: string): DeniedError {
  const what = access === 'read' ? 'reading' : 'writing';
  return reason === undefined
    ? new DeniedError('FS', `${what} ${name} is denied`, allowing(access, path, policy[access].denies(path)))
    : new DeniedError('FS', `${what} ${name} is denied: ${reason}`);
}

/** What would allow it; what a rule denies nothing allows. */
function allowing(flag: Capability, rule: string, denied: boolean): string {
  return denied ? `--deny-${flag}, or "deny" in a policy file, names it` : `--allow-${flag}=${rule}`;
}

function withPort(host: string, port: number): string {
  return parseAddress(host)?.kind() === 'ipv6' || host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The fault with the place that it is about. */
export function placedAt<Fault extends DeniedError | LimitError>(fault: Fault, site: Site | null): Fault {
  if (site !== null) fault.trace = [site];
  return fault;
}

/** One line: code, place, what was denied, what would allow it. */
export function faultLine(fault: DeniedError | LimitError): string {
  const [site] = fault.trace;
  const code = fault instanceof DeniedError ? fault.capability : fault.limit;
  const place = site === undefined ? '' : `${site.source.name}:${Object.values(site.source.position(site.span.start)).join(':')}: `;
  const help = fault instanceof DeniedError && fault.hint !== undefined ? `; help: ${fault.hint}` : '';
  return harmless(`error[${code}]: ${place}${fault.message}${help}`);
}
