/** What permissions are about, by the names that flags and files have for it. */

export const capabilities = ['listen', 'connect', 'read', 'write', 'env', 'exec', 'filter'] as const;

export type Capability = (typeof capabilities)[number];

/** A flag's rules, each for one or two capabilities. */
export interface PolicyFlag {
  readonly name: string;
  readonly capabilities: readonly Capability[];
  /** How its rules are written. */
  readonly rules: string;
  readonly doc: string;
}

export const policyFlags: readonly PolicyFlag[] = [
  { name: 'listen', capabilities: ['listen'], rules: '[IP:]PORT[-PORT],…', doc: 'open ports' },
  { name: 'connect', capabilities: ['connect'], rules: 'HOST|CIDR[:PORT[-PORT]],…', doc: 'connect' },
  { name: 'net', capabilities: ['listen', 'connect'], rules: 'what both take,…', doc: 'listen and connect' },
  { name: 'read', capabilities: ['read'], rules: 'PATH,…', doc: 'read files outside of the code base' },
  { name: 'write', capabilities: ['write'], rules: 'PATH,…', doc: 'write files' },
  { name: 'env', capabilities: ['env'], rules: 'NAME,…', doc: 'see variables of the environment' },
  { name: 'exec', capabilities: ['exec'], rules: 'NAME,…', doc: 'start programs' },
  { name: 'filter', capabilities: ['filter'], rules: 'NAME,…', doc: 'use these filters and no others' },
];
