/** Texts inside of XML and HTML. */

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };

/** A text as it stands in markup. Characters that XML cannot hold are shown by their numbers. */
export function markup(text: string): string {
  return text
    .replace(/[\0-\x08\x0b-\x1f\x7f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    })
    .replace(/[&<>"\n]/g, (character) => entities[character]);
}
