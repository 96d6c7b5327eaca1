/** Lists of cases that are known to fail. */

/** Lines of an id, a tab and a reason; `# ` begins a comment. Gives reasons by id. */
export function readKnown(text: string): Map<string, string> {
  const known = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('# ')) continue;
    const [id = '', reason = ''] = line.split('\t');
    known.set(id, reason.trim());
  }
  return known;
}
