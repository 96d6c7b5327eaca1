/** What an Accept-Encoding says (RFC 9110 12.5.3): how much each way to encode is wanted. */

/** From 0, not at all, to 1, for each of these; `identity` is plain. */
export interface AcceptedEncodings {
  readonly br: number;
  readonly gzip: number;
  readonly identity: number;
}

/** What is not named may be given, but all that is named is wanted more. */
const least = Number.MIN_VALUE;

export function acceptedEncodings(header: string): AcceptedEncodings {
  const named = new Map<string, number>();
  for (const item of header.split(',')) {
    const [name, ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    if (name !== '') named.set(name === 'x-gzip' ? 'gzip' : name, weightIn(parameters));
  }
  const others = named.get('*');
  const of = (name: string, otherwise: number): number => named.get(name) ?? others ?? otherwise;
  return { br: of('br', 0), gzip: of('gzip', 0), identity: named.get('identity') ?? (others === 0 ? 0 : least) };
}

/** What is no weight counts as none: then it is not wanted. */
function weightIn(parameters: readonly string[]): number {
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  if (weight === undefined) return 1;
  const number = Number(weight.slice(2));
  return number >= 0 && number <= 1 ? number : 0;
}
