/** Classes and results of Pipy's own API: what all objects have comes with them. */
import { describeClass } from '../language/builtins/define.js';
import { objectClass } from '../language/builtins/object.js';
import type { ClassDescriptor, MemberDefinition } from '../language/evaluate/class.js';

/** A class of the API; accessors named in `enumerable` are what `Object.keys`, spread and JSON see. */
export function describeApi(name: string, members: readonly MemberDefinition[], enumerable: readonly string[] = []): ClassDescriptor {
  return describeClass(name, members, { parent: objectClass, enumerable });
}
