/** Programs that do not speak the protocol, by the name of what drives them. */
import type { PeerOptions } from '../peer.js';
import type { Testee } from '../protocol.js';
import { pipyClassic } from './pipy-classic.js';
import { pipyModern } from './pipy-modern.js';

type Adapter = (path: string, options: PeerOptions) => Testee;

export const adapters: Readonly<Record<string, Adapter>> = { 'pipy-classic': pipyClassic, 'pipy-modern': pipyModern };
