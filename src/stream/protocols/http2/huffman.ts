/**
 * The Huffman code of HPACK (RFC 7541 section 5.2 and appendix B).
 *
 * The code is canonical: the lengths tell it whole. Bytes are decoded by a table of states that takes four bits at a
 * time, which give one symbol at most, since the shortest code has five.
 */

/** The length of each symbol's code in bits; the last one is that of the end of the text. */
// prettier-ignore
const lengths = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
  15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
  20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
  22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
  26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
  20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
  30,
];
const endOfText = 256;

interface Tables {
  readonly codes: Uint32Array;
  /** By state and four bits: the next state. */
  readonly next: Uint16Array;
  /** By state and four bits: the symbol that is complete, or -1. */
  readonly symbols: Int16Array;
  /** By state: whether the bits since the last symbol can be padding. */
  readonly final: Uint8Array;
}

/** A state that nothing leads out of: the end of the text must not be coded. */
const broken = 0xffff;

let made: Tables | null = null;

function tables(): Tables {
  made ??= makeTables();
  return made;
}

function makeTables(): Tables {
  const codes = canonicalCodes();
  // A tree: two children a node; a leaf is the symbol, as a negative number.
  const children: number[] = [0, 0];
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    let node = 0;
    for (let bit = lengths[symbol] - 1; bit >= 0; bit--) {
      const slot = node * 2 + ((codes[symbol] >>> bit) & 1);
      if (bit === 0) {
        children[slot] = -symbol - 1;
      } else {
        if (children[slot] === 0) {
          children[slot] = children.length / 2;
          children.push(0, 0);
        }
        node = children[slot];
      }
    }
  }
  const states = children.length / 2;
  const next = new Uint16Array(states * 16);
  const symbols = new Int16Array(states * 16).fill(-1);
  for (let state = 0; state < states; state++) {
    for (let bits = 0; bits < 16; bits++) {
      const at = state * 16 + bits;
      let node = state;
      for (let bit = 3; bit >= 0 && node !== broken; bit--) {
        node = children[node * 2 + ((bits >> bit) & 1)];
        if (node < 0) {
          const symbol = -node - 1;
          if (symbol !== endOfText) symbols[at] = symbol;
          node = symbol === endOfText ? broken : 0;
        }
      }
      next[at] = node;
    }
  }
  // Padding is fewer than eight bits, all ones: the beginning of the end of the text.
  const final = new Uint8Array(states);
  for (let node = 0, depth = 0; depth < 8; depth++) {
    final[node] = 1;
    node = children[node * 2 + 1];
  }
  return { codes, next, symbols, final };
}

/** Codes in the order of their lengths, and of symbols among equal lengths. */
function canonicalCodes(): Uint32Array {
  const order = lengths.map((_, symbol) => symbol).sort((a, b) => lengths[a] - lengths[b] || a - b);
  const codes = new Uint32Array(lengths.length);
  let code = 0;
  let length = 0;
  for (const symbol of order) {
    code = (code << (lengths[symbol] - length)) >>> 0;
    length = lengths[symbol];
    codes[symbol] = code++;
  }
  return codes;
}

/** The text that `bytes` from `start` to before `end` stand for, one byte a character; null when they are no code. */
export function huffmanDecode(bytes: Buffer, start: number, end: number): string | null {
  const { next, symbols, final } = tables();
  // Five bits a symbol at least.
  const text = Buffer.allocUnsafe(Math.ceil(((end - start) * 8) / 5));
  let length = 0;
  let state = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    for (let at = state * 16 + (byte >> 4), half = 0; half < 2; half++) {
      if (symbols[at] >= 0) text[length++] = symbols[at];
      state = next[at];
      if (state === broken) return null;
      at = state * 16 + (byte & 15);
    }
  }
  return final[state] === 1 ? text.toString('latin1', 0, length) : null;
}

/** How many bytes `text` is coded in. */
export function huffmanLength(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) bits += lengths[text.charCodeAt(i) & 0xff];
  return (bits + 7) >> 3;
}

/** Writes the code of `text` at `at`; gives the place behind it. */
export function huffmanEncode(text: string, into: Buffer, at: number): number {
  const { codes } = tables();
  let bits = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const symbol = text.charCodeAt(i) & 0xff;
    let left = lengths[symbol];
    // At most seven bits wait, so that with three bytes more they fit into 31.
    while (left > 0) {
      const taken = Math.min(left, 24 - count);
      bits = (bits << taken) | ((codes[symbol] >>> (left - taken)) & ((1 << taken) - 1));
      count += taken;
      left -= taken;
      while (count >= 8) {
        count -= 8;
        into[at++] = (bits >>> count) & 0xff;
      }
      bits &= (1 << count) - 1;
    }
  }
  if (count > 0) into[at++] = ((bits << (8 - count)) | (0xff >> count)) & 0xff;
  return at;
}
