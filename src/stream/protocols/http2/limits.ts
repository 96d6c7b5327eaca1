/** What one connection may take. More is refused, never cut. */
export const http2Limits = {
  /** The payload of a frame, in either direction: the smallest that peers may be told, which is the default. */
  frame: 16 * 1024,
  /** A header list, by the standard's way to count it (RFC 9113 section 6.5.2): as much as a head of HTTP/1. */
  headerList: 64 * 1024,
  /** Fields of a header list. */
  fields: 256,
  /** The bytes that a header list is compressed to, in all its frames. */
  headerBlock: 64 * 1024,
  /** CONTINUATION frames of one header list. */
  continuations: 128,
  /** The table that our decoder keeps for its peer, and the largest that our encoder keeps. */
  headerTable: 4096,
  /** Streams that the peer may have open. */
  streams: 100,
  /** Streams that we have open with a server, whatever it allows. */
  streamsAsked: 1000,
  /** The same before it has said how many it allows: what servers usually do (RFC 9113 section 6.5.2). */
  streamsUnsettled: 100,
  /** Bytes of a body that may be on their way to a stream. */
  streamWindow: 128 * 1024,
  /** Bytes of bodies that may be on their way to all streams. */
  connectionWindow: 1024 * 1024,
  /** Streams that we have reset and the peer may still write to without blame. */
  remembered: 256,
  /** Streams that the peer has us give up: at once, and again in each second. */
  resets: { burst: 1000, rate: 33 },
  /** A part of a body that the peer's window cuts smaller than this costs more than it brings. */
  worthwhile: 1024,
  /** As how many streams one counts that is given up for a header list that is too large: such a list is dear to decode, and cheap to send. */
  oversizeResets: 50,
  /** Frames that bring nothing forward: at once, and again in each second. */
  idleFrames: { burst: 1000, rate: 100 },
} as const;
