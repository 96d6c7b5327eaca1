/** PipyJS from a build without charging, which `PIPYJS_BUILD` names: see `without-charging.mjs`. */
export { kernel } from './ours.mjs';

export const name = 'PipyJS, not charged';
export const about = 'nothing counted';
