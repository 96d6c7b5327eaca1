/** A file of a code base that is served: as it is, and as it was compressed beforehand. */
import { allocate, charge, sizes } from '../language/evaluate/meter.js';
import { Data } from '../stream/bytes/data.js';
import { acceptedEncodings } from './accepted-encodings.js';
import { computation } from './computation.js';
import { normalizePath, type Codebase } from './codebase.js';

const types: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html'],
  ['css', 'text/css'],
  ['xml', 'text/xml'],
  ['txt', 'text/plain'],
  ['gif', 'image/gif'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['svg', 'image/svg+xml'],
  ['woff', 'font/woff'],
  ['woff2', 'font/woff2'],
  ['ico', 'image/x-icon'],
  ['js', 'application/javascript'],
  ['json', 'application/json'],
]);

/** What is served of a file; null where the client takes none of what there is. */
export interface Served {
  readonly encoding: 'br' | 'gzip' | null;
  readonly data: Data;
}

export class StaticFile {
  readonly type: string;

  /** `path` tells the type. */
  constructor(
    path: string,
    /** As it is; found out when it is first asked for where there is only the compressed one. */
    private plain: Data | null,
    private readonly gzip: Data | null,
    private readonly br: Data | null,
  ) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const point = name.lastIndexOf('.');
    this.type = types.get(point < 0 ? '' : name.slice(point + 1).toLowerCase()) ?? 'application/octet-stream';
  }

  /** The file at a path; one that ends with `/` is a folder, whose `index.html` is meant. Null where there is none. */
  static at(codebase: Codebase, path: string): StaticFile | null {
    const isFolder = path === '' || path.endsWith('/');
    const file = normalizePath(isFolder ? `${path}/index.html` : path);
    const [plain, gzip, br] = ['', '.gz', '.br'].map((end) => readFile(codebase, file + end));
    return plain === null && gzip === null && br === null ? null : new StaticFile(file, plain, gzip, br);
  }

  /** What suits an Accept-Encoding: what is wanted most, of what is wanted alike the smallest. */
  serve(accepted: string): Served | null {
    const wanted = acceptedEncodings(accepted);
    const { br, gzip } = this;
    const best = Math.max(br === null ? 0 : wanted.br, gzip === null ? 0 : wanted.gzip);
    if (best > 0 && best >= wanted.identity) return br !== null && wanted.br === best ? { encoding: 'br', data: br } : { encoding: 'gzip', data: gzip! };
    // What is plain is given even to who says that they do not take it: there is nothing else.
    this.plain ??= gzip === null ? null : inflate(gzip);
    return this.plain === null ? null : { encoding: null, data: this.plain };
  }
}

/** What the system takes to look for a file. */
const perLookup = 200;

function readFile(codebase: Codebase, path: string): Data | null {
  charge(perLookup);
  const bytes = codebase.read(path);
  if (bytes === null) return null;
  charge(bytes.length >> 4);
  allocate(sizes.object + bytes.length);
  return new Data(bytes);
}

/** Bytes that are inflated at once. */
const pieceSize = 4096;

/** Null where it is no gzip, or grows out of all bounds. */
function inflate(data: Data): Data | null {
  charge(data.size >> 2);
  const inflater = computation().compression.gunzip();
  const inflated = new Data();
  const rest = data.clone();
  try {
    while (rest.size > 0) {
      const piece = inflater.push(rest.shift(pieceSize));
      if (piece === null) return null;
      charge(piece.size >> 4);
      allocate(sizes.object + piece.size);
      inflated.push(piece);
    }
    return inflated;
  } finally {
    inflater.end();
  }
}
