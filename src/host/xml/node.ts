/** An element of XML, or a document, which has no name. What it is made of are values of the script. */
import type { ArrayObject } from '../../language/evaluate/array.js';
import type { ScriptObject } from '../../language/evaluate/object.js';

export class XmlNode {
  constructor(
    readonly name: string,
    readonly attributes: ScriptObject | null,
    readonly children: ArrayObject,
  ) {}
}
