/** What one message may take before its body, in bytes. More is refused, never cut. */
export const httpLimits = {
  /** A method. */
  method: 32,
  /** A request line: more is 414. */
  startLine: 16 * 1024,
  /** Start line and header section together: more is 431. */
  head: 64 * 1024,
  /** Header fields: more is 431. */
  fields: 256,
  /** A chunk's size line, with its extensions. */
  chunkLine: 1024,
  /** The trailer section of a chunked body. */
  trailers: 16 * 1024,
  /** Interim responses before a response: they are passed over, and nothing else would hold back a server that has no end of them. */
  interim: 100,
  /** Empty lines before a request line (RFC 9112 section 2.2). */
  blankLines: 4,
} as const;
