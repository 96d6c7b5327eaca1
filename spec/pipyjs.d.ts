// PipyJS: what a classic script can touch. Made by tools/typings.mjs from the definitions; spec/typings.md says how editors find them.
/// <reference lib="es2023" />
/// <reference lib="es2024.promise" />
/// <reference lib="es2024.string" />

/** Bytes: a number, or a text such as `'64k'` (k, m, g, t of 1024). */
type Size = number | string;

/** Seconds: a number, or a text such as `'500ms'`, `'5s'`, `'1m'`, `'2h'`, `'1d'`. */
type Seconds = number | string;

/** What flows through a pipeline. */
type PipyEvent = Data | MessageStart | MessageEnd | StreamEnd;

/** What stands in the place of an event: one, a message, a list of those, or nothing. */
type PipyEvents = PipyEvent | Message | null | undefined | readonly (PipyEvent | Message | null | undefined)[];

/** Why a stream ended; `''` is an end in order. */
type StreamError = '' | 'UnknownError' | 'RuntimeError' | 'ReadError' | 'WriteError' | 'CannotResolve' | 'ConnectionCanceled' | 'ConnectionReset' | 'ConnectionRefused' | 'ConnectionTimeout' | 'ReadTimeout' | 'WriteTimeout' | 'Unauthorized' | 'BufferOverflow' | 'ProtocolError';

interface ListenOptions {
  /** Unlimited when negative. */
  readonly maxConnections?: number;
  /** Closes a connection that sends nothing for so long; 0 is off. */
  readonly readTimeout?: Seconds;
  /** Closes a connection that takes nothing for so long; 0 is off. */
  readonly writeTimeout?: Seconds;
}

/** What `pipy()` gives: a module, to which its calls add. */
interface Configuration {
  /**
   * Shares variables with other modules under a namespace.
   * @param namespace The namespace.
   * @param variables Names, each beginning with `__`, and their initial values.
   */
  export(namespace: string, variables: object): this;
  /**
   * Uses variables that other modules share.
   * @param variables Names, each beginning with `__`, and the namespaces they come from.
   */
  import(variables: object): this;
  /** Opens a port: `listen(8000)`, `listen('127.0.0.1:8000', { maxConnections, readTimeout, writeTimeout })`. */
  listen(target: number | string, options?: ListenOptions): PipelineConfiguration;
  /**
   * A pipeline that runs at start, at an interval or at a signal.
   * @param when Nothing for once, '5s' for an interval, or a signal's name.
   */
  task(when?: string): PipelineConfiguration;
  /**
   * A sub-pipeline that joint filters of this module can name.
   * @param name The name.
   */
  pipeline(name: string): PipelineConfiguration;
}

/** A module whose last pipeline takes filters. */
interface PipelineConfiguration extends Configuration {
  /**
   * Answers requests with what a function makes of them; once a CONNECT has been answered with a 2xx status, what follows goes through a sub-pipeline.
   * @param target The sub-pipeline that the tunnel leads to, with a clone of the context.
   * @param handler Takes a request as a Message and gives the answer as one. Its status says whether a tunnel opens.
   */
  acceptHTTPTunnel(target: string, handler: (request: Message) => Message | null | undefined | Promise<Message | null | undefined>): this;
  /**
   * Serves SOCKS 4, 4a and 5 without authentication: what a client sends once it is let through goes to a sub-pipeline, whose output goes back to the client.
   * @param target The sub-pipeline, in the same context.
   * @param handler Called with the host, the port and, from SOCKS 4, the user; returns whether to let the client through.
   * @param options Options.
   */
  acceptSOCKS(target: string, handler: (host: string, port: number, user: string | undefined) => unknown, options?: { /** Seconds that a client may take for the handshake, from the start of the stream on; 0 is off. Otherwise 10. */ readonly handshakeTimeout?: Seconds }): this;
  /**
   * The server of a TLS session: what the client sends is decrypted for a sub-pipeline, and what that gives goes back encrypted.
   * @param target The sub-pipeline for what is decrypted, in the same context.
   * @param options Options.
   */
  acceptTLS(target: string, options?: { /** Ours, as {cert, key}, each of crypto or a PEM; or a function that gives it, called with the name that the client asks for, or undefined at first. */ readonly certificate?: object | ((serverName: string | undefined) => object | Promise<object>); /** Certificates: the peer must show one that these have signed. With none, any peer will do. */ readonly trusted?: readonly unknown[]; /** Protocols that may be spoken within, best first, such as ['h2', 'http/1.1']. With none, nothing is agreed on. */ readonly alpn?: readonly unknown[]; /** Seconds that a client may take for the handshake, from the start of the stream on; 0 is off. Otherwise 10. */ readonly handshakeTimeout?: Seconds }): this;
  /**
   * Goes on in the sub-pipeline of the first condition that is true, asked with every event until one is; the events before are kept for it.
   * @param routes Pairs of a condition and a sub-pipeline; a last sub-pipeline by itself is taken in any case.
   */
  branch(condition: (() => unknown) | string, ...routes: (string | (() => unknown))[]): this;
  /**
   * Connects to a host with the first event, sends it the bytes it gets, and gives the bytes that come back.
   * @param target Where to: 'host:port' or '[IPv6 address]:port'.
   * @param options Options.
   */
  connect(target: string | (() => string | number | null | undefined | Promise<string | number | null | undefined>), options?: { /** Bytes that may wait to be sent: with more to come the connection is closed. 0: who sends is held instead. Otherwise 0. */ readonly bufferLimit?: Size; /** How many more times to try when connecting fails; -1 is for ever. Otherwise 0. */ readonly retryCount?: number; /** Time between attempts. Otherwise 0. */ readonly retryDelay?: Seconds; /** Limit for resolving and connecting; 0 is off. Otherwise 60. */ readonly connectTimeout?: Seconds; /** How long nothing may arrive; 0 is off. Otherwise 0. */ readonly readTimeout?: Seconds; /** How long nothing may be taken of what is to be sent; 0 is off. Otherwise 300. */ readonly writeTimeout?: Seconds; /** How long nothing may arrive or be sent; 0 is off. Otherwise 3600. */ readonly idleTimeout?: Seconds }): this;
  /**
   * Connects to a host through an HTTP proxy, which a sub-pipeline of messages leads to.
   * @param target The sub-pipeline that leads to the proxy, such as one with `muxHTTP`, with a clone of the context.
   * @param address The host to connect to: 'host:port' or '[IPv6 address]:port'.
   */
  connectHTTPTunnel(target: string, address: string | (() => string | number | null | undefined | Promise<string | number | null | undefined>)): this;
  /**
   * Connects to a host through a SOCKS 5 server, which a sub-pipeline leads to.
   * @param target The sub-pipeline that leads to the SOCKS server, in the same context.
   * @param address The host to connect to: 'host:port' or '[IPv6 address]:port'.
   * @param options Options.
   */
  connectSOCKS(target: string, address: string | (() => string | number | null | undefined | Promise<string | number | null | undefined>), options?: { /** Seconds that it may take until the handshake is done, connecting included; 0 is off. Otherwise 60. */ readonly handshakeTimeout?: Seconds }): this;
  /**
   * The client of a TLS session: what comes in goes encrypted to a sub-pipeline that leads to the server, and what that gives is decrypted.
   * @param target The sub-pipeline for what is encrypted, in the same context.
   * @param options Options.
   */
  connectTLS(target: string, options?: { /** Ours, as {cert, key}, each of crypto or a PEM; or a function that gives it, called with the name that the client asks for, or undefined at first. */ readonly certificate?: object | ((serverName: string | undefined) => object | Promise<object>); /** Certificates: the peer must show one that these have signed. With none, any peer will do. */ readonly trusted?: readonly unknown[]; /** Protocols that may be spoken within, best first, such as ['h2', 'http/1.1']. With none, nothing is agreed on. */ readonly alpn?: readonly unknown[]; /** Seconds that it may take until the handshake is done, connecting included; 0 is off. Otherwise 60. */ readonly handshakeTimeout?: Seconds; /** The name of the server to ask for, which its certificate must be for. */ readonly sni?: string | (() => string | number | null | undefined | Promise<string | number | null | undefined>) }): this;
  /** Decodes Dubbo messages: the head is {id, status, isRequest, isTwoWay, isEvent}, the body is as it came. What is malformed ends the stream with ProtocolError. */
  decodeDubbo(): this;
  /** Decodes HTTP requests into messages. What is no request ends the stream with ProtocolError. */
  decodeHTTPRequest(): this;
  /**
   * Decodes HTTP responses into messages. An error before a response becomes a response that tells it.
   * @param options Options.
   */
  decodeHTTPResponse(options?: { /** Whether the response answers a HEAD: asked at each. */ readonly bodiless?: boolean | (() => unknown) }): this;
  /**
   * Decodes MQTT packets of versions 3.1.1 and 5.0 into messages: the head has the fields of the packet, the body the payload of a PUBLISH. What is malformed ends the stream with ProtocolError.
   * @param options Options.
   */
  decodeMQTT(options?: { /** The version where no CONNECT or CONNACK is seen to tell it: 4 for 3.1.1, 5 for 5.0. */ readonly protocolLevel?: number | (() => number | Promise<number>) }): this;
  /**
   * Inflates the bodies of HTTP messages whose header 'content-encoding' is gzip. The header stays.
   * @param enable Gets the MessageStart; false leaves the message as it is.
   */
  decompressHTTP(enable?: (start: MessageStart) => unknown): this;
  /**
   * Inflates the bodies of messages.
   * @param algorithm 'inflate', which reads the gzip format; or a function that gets the MessageStart and gives that, or '' for a message to leave as it is.
   */
  decompressMessage(algorithm: string | ((start: MessageStart) => string | number | null | undefined | Promise<string | number | null | undefined>)): this;
  /**
   * Feeds each message to a sub-pipeline of its own with a clone of the context, and gives out one message of each in the order of the input.
   * @param target The sub-pipeline that gets one message.
   */
  demux(target: string): this;
  /**
   * Decodes HTTP requests, feeds each to a sub-pipeline of its own with a clone of the context, and encodes the answers in the order of the requests.
   * @param target The sub-pipeline that gets one request and gives its answer.
   * @param options Options.
   */
  demuxHTTP(target: string, options?: { /** An answer with a larger body goes out in chunks. Otherwise 4096. */ readonly bufferSize?: Size; /** Seconds that the head of a request may take from its first byte on: then 408. 0 is off. Otherwise 10. */ readonly headerTimeout?: Seconds; /** Seconds in which of a body that has not ended at least 250 bytes a second must come: else 408. 0 is off. Otherwise 30. */ readonly bodyTimeout?: Seconds; /** Seconds after which a connection that asks nothing is closed. 0 is off. Otherwise 75. */ readonly idleTimeout?: Seconds; /** Seconds after which a client that takes nothing of what is sent is given up, where `listen` has no `writeTimeout`. 0 is off. Otherwise 60. */ readonly sendTimeout?: Seconds }): this;
  /**
   * Tells a function once which protocol a stream begins with, before any of its bytes pass.
   * @param handler Called with 'TLS', or with '' for anything else.
   */
  detectProtocol(handler: (protocol: 'TLS' | '') => unknown): this;
  /** Swallows everything. */
  dummy(): this;
  /**
   * Writes every event to the log, the bytes of a Data in rows of sixteen, and passes it.
   * @param tag Stands before each event, to tell several dumps apart.
   */
  dump(tag?: string | (() => string | number | null | undefined | Promise<string | number | null | undefined>)): this;
  /**
   * Encodes messages for Dubbo. Where the head does not say otherwise, they are requests that want an answer, with the next id. A message that cannot be encoded is dropped, and the log says why.
   * @param head The head to encode, in place of the message's own: {id, status, isRequest, isTwoWay, isEvent}.
   */
  encodeDubbo(head?: object | (() => object | Promise<object>)): this;
  /**
   * Encodes messages as HTTP requests.
   * @param options Options.
   */
  encodeHTTPRequest(options?: { /** A request with a larger body is sent in chunks. Otherwise 4096. */ readonly bufferSize?: Size }): this;
  /**
   * Encodes messages as HTTP responses.
   * @param options Options.
   */
  encodeHTTPResponse(options?: { /** Whether the response is the last one of its connection: asked at each. */ readonly final?: boolean | (() => unknown); /** Whether the response answers a HEAD: asked at each. */ readonly bodiless?: boolean | (() => unknown); /** A response with a larger body goes out in chunks. Otherwise 4096. */ readonly bufferSize?: Size }): this;
  /**
   * Encodes messages as MQTT packets: the head has the fields of the packet, of which `type` is required. A message that cannot be a packet is dropped, and the log says why.
   * @param options Options.
   */
  encodeMQTT(options?: { /** The version where no head of a CONNECT or CONNACK tells it: 4 for 3.1.1, 5 for 5.0. */ readonly protocolLevel?: number | (() => number | Promise<number>) }): this;
  /**
   * Starts a process with the first event, writes the bytes it gets to its input, and gives the bytes of its output. The process is killed when the stream is over.
   * @param command The command and its arguments: an array, or text with blanks between them.
   */
  exec(command: unknown | (() => unknown)): this;
  /**
   * Copies all events to one or several sub-pipelines, whose output is thrown away, and passes them.
   * @param target The sub-pipeline.
   * @param initializers Makes a sub-pipeline for each element of an array, in a clone of the context where the fields of the element are variables. An object stands for an array of it; a function must return an array. Left out: one sub-pipeline in the same context.
   */
  fork(target: string, initializers?: unknown | (() => unknown)): this;
  /**
   * Calls a function with every Data that is not empty, before it passes.
   * @param handler Called with the Data.
   */
  handleData(handler: (data: Data) => unknown): this;
  /**
   * Calls a function with every whole message before its end passes; its events pass as they come. A stream that ends within a message ends the message too.
   * @param sizeLimit How many bytes of a body are kept, such as 1024 or '256k'; all when negative. Otherwise -1.
   * @param handler Called with the Message.
   */
  handleMessage(sizeLimit: Size | null | undefined, handler: (message: Message & { readonly body: Data }) => unknown): this;
  handleMessage(handler: (message: Message & { readonly body: Data }) => unknown): this;
  /**
   * Calls a function with the body of every whole message before its end passes; the events pass as they come.
   * @param sizeLimit How many bytes of a body are kept, such as 1024 or '256k'; all when negative. Otherwise -1.
   * @param handler Called with the body, a Data.
   */
  handleMessageBody(sizeLimit: Size | null | undefined, handler: (body: Data) => unknown): this;
  handleMessageBody(handler: (body: Data) => unknown): this;
  /**
   * Calls a function with every MessageEnd before it passes.
   * @param handler Called with the MessageEnd.
   */
  handleMessageEnd(handler: (end: MessageEnd) => unknown): this;
  /**
   * Calls a function with every MessageStart before it passes. What the function changes in the head is changed for all that follow.
   * @param handler Called with the MessageStart.
   */
  handleMessageStart(handler: (start: MessageStart) => unknown): this;
  /**
   * Calls a function with the StreamEnd before it passes.
   * @param handler Called with the StreamEnd.
   */
  handleStreamEnd(handler: (end: StreamEnd) => unknown): this;
  /**
   * Calls a function with the first event of a stream, whatever it is, before the event passes.
   * @param handler Called with the event.
   */
  handleStreamStart(handler: (event: PipyEvent) => unknown): this;
  /**
   * Calls a function with the names in a TLS client's first message, `{ serverNames, protocolNames }`, before letting it through as it is.
   * @param handler Gets the names, each list only if the client sends it. Not called when the stream is not TLS.
   */
  handleTLSClientHello(handler: (hello: { serverNames?: string[]; protocolNames?: string[] }) => unknown): this;
  /**
   * Goes on in the first sub-pipeline whose condition is true, asked with every event until one is; the events before are kept for it.
   * @param routes Pairs of a sub-pipeline and its condition; one without a condition is taken in any case, '' passes events through.
   */
  link(pipeline: string, ...routes: (string | (() => unknown))[]): this;
  /**
   * Copies messages into a sub-pipeline that all streams with the same key share; what comes out of it is thrown away, and the stream itself goes on.
   * @param target The sub-pipeline that is shared.
   * @param key Streams with the same key share a session.
   * @param options Options.
   */
  merge(target: string, key: unknown | (() => unknown), options?: { /** Seconds after which an unused session ends. Otherwise 10. */ readonly maxIdle?: number }): this;
  /**
   * Sends messages through a sub-pipeline that all streams with the same key share, and gives back one message for each, in order.
   * @param target The sub-pipeline that is shared.
   * @param key Streams with the same key share a session.
   * @param options Options.
   */
  mux(target: string, key: unknown | (() => unknown), options?: { /** Seconds after which an unused session ends. Otherwise 10. */ readonly maxIdle?: number }): this;
  /**
   * Sends requests through a sub-pipeline that all streams with the same key share, and gives back their answers.
   * @param target The sub-pipeline that carries the connection, usually ending in `connect`.
   * @param key Streams with the same key share a session.
   * @param options Options.
   */
  muxHTTP(target: string, key: unknown | (() => unknown), options?: { /** Seconds after which an unused session ends. Otherwise 10. */ readonly maxIdle?: number; /** Requests that a session may have without an answer: for more there are more sessions. 0 is as many as come. Otherwise 0. */ readonly maxQueue?: number; /** Requests after which a session is used no more. 0 is any number. Otherwise 0. */ readonly maxMessages?: number; /** Seconds after which a session is used for no more requests, so that names are resolved anew now and then. 0 is any time. Otherwise 0. */ readonly maxAge?: number; /** A request with a larger body is sent in chunks. Otherwise 4096. */ readonly bufferSize?: Size; /** Seconds that the head of an answer may take, and its body may pause, before whoever waits for it gets 504; 0 is off. Otherwise 60. */ readonly responseTimeout?: Seconds; /** The version of HTTP that the server is spoken to in: 1 or 2. Otherwise 1. */ readonly version?: number }): this;
  /**
   * Makes one message of several: the head of the first and the bodies of all. Events outside of messages pass.
   * @param batchSize How many messages make one. Otherwise 1.
   * @param options Options.
   */
  pack(batchSize?: number, options?: { /** An unfinished batch goes out when so long no message has come; 0 is never. Otherwise 0. */ readonly timeout?: Seconds; /** Bytes are copied together when a larger part than this of the memory that holds them is other bytes; from 0 to 1. Otherwise 0.5. */ readonly vacancy?: number }): this;
  pack(options?: { /** An unfinished batch goes out when so long no message has come; 0 is never. Otherwise 0. */ readonly timeout?: Seconds; /** Bytes are copied together when a larger part than this of the memory that holds them is other bytes; from 0 to 1. Otherwise 0.5. */ readonly vacancy?: number }): this;
  /** Writes the bytes of a stream to the output as lines of text, without control characters, and passes all events. */
  print(): this;
  /**
   * Replaces every Data that is not empty.
   * @param replacement An event, a Message or an array of those, or a function of the Data that returns such. Left out: nothing.
   */
  replaceData(replacement?: PipyEvents | ((data: Data) => PipyEvents | Promise<PipyEvents>)): this;
  /**
   * Replaces every whole message once it has ended. A stream that ends within a message ends the message too.
   * @param sizeLimit How many bytes of a body are kept, such as 1024 or '256k'; all when negative. Otherwise -1.
   * @param replacement An event, a Message or an array of those, or a function of the Message that returns such. Left out: nothing.
   */
  replaceMessage(sizeLimit?: Size, replacement?: PipyEvents | ((message: Message & { readonly body: Data }) => PipyEvents | Promise<PipyEvents>)): this;
  replaceMessage(replacement?: PipyEvents | ((message: Message & { readonly body: Data }) => PipyEvents | Promise<PipyEvents>)): this;
  /**
   * Replaces the body of every message once the message has ended; its start passes at once.
   * @param sizeLimit How many bytes of a body are kept, such as 1024 or '256k'; all when negative. Otherwise -1.
   * @param replacement An event, a Message or an array of those, or a function of the body, a Data, that returns such. Left out: nothing.
   */
  replaceMessageBody(sizeLimit?: Size, replacement?: PipyEvents | ((body: Data) => PipyEvents | Promise<PipyEvents>)): this;
  replaceMessageBody(replacement?: PipyEvents | ((body: Data) => PipyEvents | Promise<PipyEvents>)): this;
  /**
   * Replaces every MessageEnd.
   * @param replacement An event, a Message or an array of those, or a function of the MessageEnd that returns such. Left out: nothing.
   */
  replaceMessageEnd(replacement?: PipyEvents | ((end: MessageEnd) => PipyEvents | Promise<PipyEvents>)): this;
  /**
   * Replaces every MessageStart.
   * @param replacement An event, a Message or an array of those, or a function of the MessageStart that returns such. Left out: nothing.
   */
  replaceMessageStart(replacement?: PipyEvents | ((start: MessageStart) => PipyEvents | Promise<PipyEvents>)): this;
  /**
   * Replaces the StreamEnd. Without another one in its place the stream stays open.
   * @param replacement An event, a Message or an array of those, or a function of the StreamEnd that returns such. Left out: nothing.
   */
  replaceStreamEnd(replacement?: PipyEvents | ((end: StreamEnd) => PipyEvents | Promise<PipyEvents>)): this;
  /**
   * Replaces the first event of a stream, whatever it is.
   * @param replacement An event, a Message or an array of those, or a function of the event that returns such. Left out: nothing.
   */
  replaceStreamStart(replacement?: PipyEvents | ((event: PipyEvent) => PipyEvents | Promise<PipyEvents>)): this;
  /**
   * Answers HTTP requests with a Message, or with what a function makes of each request.
   * @param handler A Message, or a function that takes the request as a Message and gives the answer as one.
   * @param options Options.
   */
  serveHTTP(handler: Message | ((request: Message & { readonly body: Data }) => Message | null | undefined | Promise<Message | null | undefined>), options?: { /** Seconds that the head of a request may take from its first byte on: then 408. 0 is off. Otherwise 10. */ readonly headerTimeout?: Seconds; /** Seconds in which of a body that has not ended at least 250 bytes a second must come: else 408. 0 is off. Otherwise 30. */ readonly bodyTimeout?: Seconds; /** Seconds after which a connection that asks nothing is closed. 0 is off. Otherwise 75. */ readonly idleTimeout?: Seconds; /** Seconds after which a client that takes nothing of what is sent is given up, where `listen` has no `writeTimeout`. 0 is off. Otherwise 60. */ readonly sendTimeout?: Seconds }): this;
  /**
   * Asks a function about every byte and puts the events that it returns behind that byte. Events of messages that come in are dropped.
   * @param splitter Called with the byte, from 0 to 255; returns an event, a Message, an array of those, or nothing.
   */
  split(splitter: (byte: number) => PipyEvents | Promise<PipyEvents>): this;
  /**
   * Lets so many bytes pass a second; what is above that waits.
   * @param quota Bytes a second, a number or text such as '64k', or a function that is asked once for each stream.
   * @param account Streams with the same account share its quota; a value, or a function that is asked once for each stream.
   */
  throttleDataRate(quota: Size | (() => Size | Promise<Size>), account?: unknown | (() => unknown)): this;
  /**
   * Lets so many messages begin a second; what is above that waits.
   * @param quota Messages a second, a number or text such as '64k', or a function that is asked once for each stream.
   * @param account Streams with the same account share its quota; a value, or a function that is asked once for each stream.
   */
  throttleMessageRate(quota: Size | (() => Size | Promise<Size>), account?: unknown | (() => unknown)): this;
  /**
   * Runs a pipeline of one or several other modules, one after the other, and back through their response pipelines. Modules of an array that have no such pipelines are passed over.
   * @param modules The module's path from the root of the code base, or an array of paths.
   * @param pipeline The name of the pipelines to run.
   * @param responsePipeline The name of the pipelines to run on the way back, in reverse order.
   * @param turnDown Asked once before each module; returns whether to turn back there.
   */
  use(modules: string | readonly string[], pipeline: string, responsePipeline?: string, turnDown?: () => unknown): this;
  use(modules: string | readonly string[], pipeline: string, turnDown?: () => unknown): this;
  /**
   * Keeps all events until a condition is true, and lets everything pass from then on. The condition is asked with every event, and whenever a connection or a process that belongs to the same stream gives something.
   * @param condition Returns whether to go on.
   */
  wait(condition: () => unknown): this;
}

/** The connection that a stream belongs to; undefined where it has none. */
declare const __inbound: {
  /** Counts the connections of this process. */
  readonly id: number;
  /** The client's IP address. */
  readonly remoteAddress: string;
  /** The client's port. */
  readonly remotePort: number;
  /** The IP address that the client connected to. */
  readonly localAddress: string;
  /** The port that the client connected to. */
  readonly localPort: number;
};
/** The path of this file in its code base. */
declare const __filename: string;
/** Which of several threads this is: 0. */
declare const __thread: number;

/** What `os.stat()` gives. */
interface FileStatus {
  /** The device that it is on. */
  readonly dev: number;
  /** Its number on that device. */
  readonly ino: number;
  /** Its kind and permissions, as bits. */
  readonly mode: number;
  /** How many names it has. */
  readonly nlink: number;
  /** The user that it belongs to. */
  readonly uid: number;
  /** The group that it belongs to. */
  readonly gid: number;
  /** The device that it stands for, if it does. */
  readonly rdev: number;
  /** How many bytes it has. */
  readonly size: number;
  /** How many bytes are best read or written at once. */
  readonly blksize: number;
  /** How many times 512 bytes it takes on its device. */
  readonly blocks: number;
  /** When it was read last, in seconds since 1970. */
  readonly atime: number;
  /** When it was written last, in seconds since 1970. */
  readonly mtime: number;
  /** When it, or what is known about it, was changed last, in seconds since 1970. */
  readonly ctime: number;
  /** Whether it is a file. */
  isFile(): boolean;
  /** Whether it is a directory. */
  isDirectory(): boolean;
  /** Whether it is a character device. */
  isCharacterDevice(): boolean;
  /** Whether it is a block device. */
  isBlockDevice(): boolean;
  /** Whether it is a pipe. */
  isFIFO(): boolean;
  /** Whether it is a symbolic link. */
  isSymbolicLink(): boolean;
  /** Whether it is a socket. */
  isSocket(): boolean;
}

/** Bytes: `new Data()`, `new Data(text, encoding)`, `new Data(bytes)`, `new Data(data)`. An empty Data flushes. */
declare class Data {
  constructor(data?: Data | readonly number[]);
  constructor(text: string, encoding?: 'utf8' | 'hex' | 'base64' | 'base64url');
  /** Like `new Data`, but gives null for a text that is not in its encoding. */
  static from(value: Data): Data;
  static from(text: string, encoding?: 'utf8' | 'hex' | 'base64' | 'base64url'): Data | null;
  /** How many bytes there are. */
  readonly size: number;
  /** Appends a text or the bytes of another Data. */
  push(value: Data | string): this;
  /**
   * Removes the first bytes and gives them as a Data.
   * @param count How many bytes.
   */
  shift(count: number): Data;
  /**
   * Appends a 32-bit number, most significant byte first.
   * @param value The number.
   */
  pushUInt32BE(value: number): this;
  /** Removes four bytes and gives them as a number, most significant byte first. */
  shiftUInt32BE(): number;
  /**
   * The bytes as a text; undefined when they are none in that encoding.
   * @param encoding 'utf8', 'hex', 'base64' or 'base64url'.
   */
  toString(): string;
  toString(encoding: 'utf8' | 'hex' | 'base64' | 'base64url'): string;
}

/** Values in Hessian 2.0, without dates, binaries, references and typed lists. */
declare namespace Hessian {
  /**
   * The value in a Data, or an array where it holds several. An object of a class is a plain one. What is malformed is an error.
   * @param data The bytes.
   */
  function decode(data: unknown): any;
  /**
   * A value as a Data; of an array the values of its elements, one after the other.
   * @param value The value.
   */
  function encode(value: unknown): Data;
}

interface JSON {
  /** Reads the JSON in a Data; gives undefined where there is none or it is malformed. */
  decode(data: Data | null | undefined, reviver?: (key: string, value: any) => any): any;
  /** Writes a value as JSON into a Data. */
  encode(value: unknown, replacer?: ((key: string, value: any) => any) | null, space?: number | string): Data;
}

/** A whole message: `new Message(body)`, `new Message(head)`, `new Message(head, body)`. */
declare class Message {
  constructor(body?: Data | string | null);
  constructor(head: object | null, body?: Data | string | null);
  /** The head, or null. */
  readonly head: any;
  /** The body as a Data, or null when there is none. */
  readonly body: Data | null;
}

/** The event that ends a message. */
declare class MessageEnd {
  constructor();
  private readonly MessageEnd: never;
}

/** The event that begins a message. */
declare class MessageStart {
  constructor(head?: object | null);
  /** The head of the message that begins; changes to it travel on. */
  readonly head: any;
}

/** A block of IPv4 addresses: `new Netmask('10.1.0.0/16')`. */
declare class Netmask {
  constructor(block: string);
  /** The lowest address. */
  readonly base: string;
  /** The mask of the network, such as `255.255.0.0`. */
  readonly mask: string;
  /** How many bits are those of the network. */
  readonly bitmask: number;
  /** The opposite of the mask, such as `0.0.255.255`. */
  readonly hostmask: string;
  /** The highest address. */
  readonly broadcast: string;
  /** How many addresses there are. */
  readonly size: number;
  /** The lowest address that a host may have. */
  readonly first: string;
  /** The highest address that a host may have. */
  readonly last: string;
  /**
   * Whether an address is in the block.
   * @param address An IPv4 address.
   */
  contains(address: string): boolean;
  /** The next host's address, from the lowest on; '' when there are no more. */
  next(): string;
}

/** The event that ends a stream. */
declare class StreamEnd {
  constructor();
  /** Why the stream ended, or '' for an end in order. */
  readonly error: StreamError;
}

/** A URL: `new URL('http://host/path?query')`, `new URL('folder/file', base)`. Never fails; nothing is normalised. */
declare class URL {
  constructor(url: string);
  /** The whole URL. */
  readonly href: string;
  /** The protocol with its colon: `http:`. */
  readonly protocol: string;
  /** User and password as written: `user:password`. */
  readonly auth: string;
  /** The user. */
  readonly username: string;
  /** The password. */
  readonly password: string;
  /** Host and, where it is written, port. */
  readonly host: string;
  /** The host. */
  readonly hostname: string;
  /** The port, or the protocol's own, as a string. */
  readonly port: string;
  /** Protocol and host. */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  /** The path. */
  readonly pathname: string;
  /** The query with its `?`. */
  readonly search: string;
  /** The query without its `?`. */
  readonly query: string;
  /** The fragment with its `#`. */
  readonly hash: string;
  /** The parameters in the query. */
  readonly searchParams: URLSearchParams;
  /** The whole URL. */
  toString(): string;
}

/** Parameters of a URL: `new URLSearchParams('a=1&b=2')`, `new URLSearchParams({ a: 1, b: [2, 3] })`. */
declare class URLSearchParams {
  constructor(parameters?: string | Readonly<Record<string, string | readonly string[]>>);
  /**
   * The first value of a name, or null.
   * @param name The name.
   */
  get(name: string): string | null;
  /**
   * All values of a name.
   * @param name The name.
   */
  getAll(name: string): string[];
  /**
   * Replaces the values of a name.
   * @param name The name.
   * @param value A value, an array of values, or null for none.
   */
  set(name: string, value: unknown): void;
  /** An object of all names; those that have several values have an array. */
  toObject(): Record<string, string | string[]>;
  /** The query, without `?`. */
  toString(): string;
}

/** Texts and Data in XML, and trees of nodes. */
declare namespace XML {
  /** An element: `new XML.Node(name, attributes, children)`. With the name `''` a document, whose only child is its root. */
  class Node {
    constructor(name: string, attributes?: Readonly<Record<string, unknown>> | null, children?: readonly (Node | string)[] | null);
    /** The element's name; '' of a document. */
    readonly name: string;
    /** The attributes as an object; null where there are none. */
    readonly attributes: Record<string, string> | null;
    /** Nodes and texts, in an array. Line breaks, and characters that were written as entities, are texts of their own. */
    readonly children: (Node | string)[];
  }
  /**
   * The document in a text; null where it is malformed.
   * @param text The text.
   */
  function parse(text: string): XML.Node | null;
  /**
   * The document in a Data; null where it is malformed.
   * @param data The bytes.
   */
  function decode(data: unknown): XML.Node | null;
  /**
   * A document as a text; '' where it has no root.
   * @param document A document.
   * @param space How many blanks a level is set in by, up to 10; 0, or nothing: all in one line.
   */
  function stringify(document: unknown, space?: number): string;
  /**
   * A document as a Data; null for null.
   * @param document A document.
   * @param space How many blanks a level is set in by, up to 10; 0, or nothing: all in one line.
   */
  function encode(document: unknown, space?: number): Data | null;
}

/** Caches, routers, balancers, pools and the like. */
declare namespace algo {
  /** Leads a key to the same target each time: `new algo.HashingLoadBalancer(targets, unhealthy)`. */
  class HashingLoadBalancer {
    constructor(targets: readonly string[], unhealthy?: Cache);
    /**
     * Adds a target.
     * @param target The target.
     */
    add(target: string): void;
    /**
     * The target that belongs to a key; undefined where that is not well.
     * @param key The key.
     */
    select(key: unknown): string | undefined;
    /**
     * The work that a target was selected for is done.
     * @param target A target that was selected.
     */
    deselect(target?: unknown): void;
  }
  /** Takes the target with the least work in progress: `new algo.LeastWorkLoadBalancer(targets, unhealthy)`. */
  class LeastWorkLoadBalancer {
    constructor(targets: readonly string[] | Readonly<Record<string, number>>, unhealthy?: Cache);
    /**
     * Adds a target, or gives it another weight.
     * @param target The target.
     * @param weight How much of the whole it takes, a whole number; 0 for nothing.
     */
    set(target: string, weight: number): void;
    /** The target that comes next; undefined where none is well. */
    select(): string | undefined;
    /**
     * The work that a target was selected for is done.
     * @param target A target that was selected.
     */
    deselect(target?: unknown): void;
  }
  /** Takes each target in turn, by weight: `new algo.RoundRobinLoadBalancer({ a: 2, b: 1 }, unhealthy)`. */
  class RoundRobinLoadBalancer {
    constructor(targets: readonly string[] | Readonly<Record<string, number>>, unhealthy?: Cache);
    /**
     * Adds a target, or gives it another weight.
     * @param target The target.
     * @param weight How much of the whole it takes, a whole number; 0 for nothing.
     */
    set(target: string, weight: number): void;
    /** The target that comes next; undefined where none is well. */
    select(): string | undefined;
    /**
     * The work that a target was selected for is done.
     * @param target A target that was selected.
     */
    deselect(target?: unknown): void;
  }
  /** A cache: `new algo.Cache(limit, allocate, free)`, each of which may be left out. */
  class Cache {
    constructor(allocate?: ((key: any) => unknown) | null, free?: ((key: any, value: any) => unknown) | null);
    constructor(limit: number, allocate?: ((key: any) => unknown) | null, free?: ((key: any, value: any) => unknown) | null);
    /**
     * The value of a key; made by `allocate` where there is none.
     * @param key The key: a text or number by what it says, an object by which it is.
     */
    get(key: unknown): any;
    /**
     * Sets the value of a key; where there are too many, the one that was not used for the longest time goes.
     * @param key The key: a text or number by what it says, an object by which it is.
     * @param value The value.
     */
    set(key: unknown, value: unknown): void;
    /**
     * Removes a key; true if there was one.
     * @param key The key: a text or number by what it says, an object by which it is.
     */
    remove(key: unknown): boolean;
    /** Removes all keys. */
    clear(): void;
  }
  /** Counts samples in buckets: `new algo.Percentile([10, 100, 1000])`. */
  class Percentile {
    constructor(buckets: readonly number[]);
    /**
     * Counts a sample.
     * @param sample The sample.
     */
    observe(sample: number): void;
    /**
     * The bucket that so many percent of the samples lie in or below.
     * @param percentage From 0 to 100.
     */
    calculate(percentage: number): number;
    /** Forgets all samples. */
    reset(): void;
  }
  /** Pools of resources: `new algo.ResourcePool((pool, tenant) => resource)`. */
  class ResourcePool {
    constructor(allocate: (pool: any, tenant: any) => unknown);
    /**
     * A resource that is free, or a new one.
     * @param pool Which of the pools.
     * @param tenant Whoever keeps getting the same one.
     */
    allocate(pool?: unknown, tenant?: unknown): any;
    /**
     * Takes a resource back.
     * @param resource The resource.
     */
    free(resource: unknown): void;
    /**
     * Takes all resources of a tenant back.
     * @param tenant Whoever has them.
     */
    freeTenant(tenant: unknown): void;
  }
  /** A table of URL patterns: `new algo.URLRouter({ '/api/*': 'api', 'example.com/*': 'example' })`. */
  class URLRouter {
    constructor(patterns?: Readonly<Record<string, unknown>>);
    /**
     * Adds a pattern.
     * @param pattern Such as `/`, `/api/*`, `example.com/*`, `*.example.com/*`.
     * @param value What it leads to.
     */
    add(pattern: string, value: unknown): void;
    /** What the most precise pattern for a URL leads to. The arguments are its parts: `find(host, path)`. */
    find(...parts: string[]): any;
  }
  /**
   * A whole number that stands for a value.
   * @param value The value.
   */
  function hash(value: unknown): number;
}

/** The log. */
declare namespace console {
  /** Logs values, with blanks between them; objects with their JSON. */
  function log(...values: unknown[]): void;
}

/** Cryptography, of the OpenSSL of this process. */
declare namespace crypto {
  /** A public key: `new crypto.PublicKey(pem)`. */
  class PublicKey {
    constructor(pem: string | Data);
    private readonly PublicKey: never;
  }
  /** A private key: `new crypto.PrivateKey(pem)`. It can sign, and be given to filters; nothing gives its bytes back. */
  class PrivateKey {
    constructor(pem: string | Data);
    private readonly PrivateKey: never;
  }
  /** A certificate, the first in a PEM: `new crypto.Certificate(pem)`. */
  class Certificate {
    constructor(pem: string | Data);
    private readonly Certificate: never;
  }
  /** All certificates in a PEM: `new crypto.CertificateChain(pem)`. */
  class CertificateChain {
    constructor(pem: string | Data);
    private readonly CertificateChain: never;
  }
  /** Encrypts: `new crypto.Cipher('sm4-cbc', { key, iv })`. Also `sm4-ecb`, which takes no `iv`, `sm4-cfb`, `sm4-ofb` and `sm4-ctr`. */
  class Cipher {
    constructor(algorithm: string, options: { readonly key: string | Data; readonly iv?: string | Data });
    /**
     * Takes more bytes and gives those that are ready, as a Data.
     * @param content A text or a Data.
     */
    update(content: unknown): Data;
    /** The last bytes, as a Data. */
    final(): Data;
  }
  /** Decrypts: `new crypto.Decipher('sm4-cbc', { key, iv })`. */
  class Decipher {
    constructor(algorithm: string, options: { readonly key: string | Data; readonly iv?: string | Data });
    /**
     * Takes more bytes and gives those that are ready, as a Data.
     * @param content A text or a Data.
     */
    update(content: unknown): Data;
    /** The last bytes, as a Data. */
    final(): Data;
  }
  /** A digest: `new crypto.Hash('sha256')`. */
  class Hash {
    constructor(algorithm: string);
    /**
     * Takes more bytes.
     * @param content A text or a Data.
     * @param encoding How a text stands for bytes, otherwise UTF-8.
     */
    update(content: unknown, encoding?: unknown): void;
    /**
     * The digest of all bytes, as a Data, or as a text where an encoding is given. Can be asked for once.
     * @param encoding 'utf8', 'hex', 'base64' or 'base64url'.
     */
    digest(): Data;
    digest(encoding: 'utf8' | 'hex' | 'base64' | 'base64url'): string;
  }
  /** A digest that takes a key to make: `new crypto.Hmac('sha256', key)`. */
  class Hmac {
    constructor(algorithm: string, key: string | Data);
    /**
     * Takes more bytes.
     * @param content A text or a Data.
     * @param encoding How a text stands for bytes, otherwise UTF-8.
     */
    update(content: unknown, encoding?: unknown): void;
    /**
     * The digest of all bytes, as a Data, or as a text where an encoding is given. Can be asked for once.
     * @param encoding 'utf8', 'hex', 'base64' or 'base64url'.
     */
    digest(): Data;
    digest(encoding: 'utf8' | 'hex' | 'base64' | 'base64url'): string;
  }
  /** Signs bytes: `new crypto.Sign('sha256')`. RSA by PKCS #1 v1.5, EC and SM2 with a signature in ASN.1. */
  class Sign {
    constructor(algorithm: string);
    /**
     * Takes more bytes.
     * @param content A text or a Data.
     * @param encoding How a text stands for bytes, otherwise UTF-8.
     */
    update(content: unknown, encoding?: unknown): void;
    /** The signature of a private key, as a Data, or as a text where an encoding is given: `sign(key, encoding, { id })`. Can be asked for once. */
    sign(key: PrivateKey, encoding?: null, options?: { readonly id?: Data }): Data;
    sign(key: PrivateKey, encoding: 'utf8' | 'hex' | 'base64' | 'base64url', options?: { readonly id?: Data }): string;
  }
  /** Verifies a signature over bytes: `new crypto.Verify('sha256')`. */
  class Verify {
    constructor(algorithm: string);
    /**
     * Takes more bytes.
     * @param content A text or a Data.
     * @param encoding How a text stands for bytes, otherwise UTF-8.
     */
    update(content: unknown, encoding?: unknown): void;
    /** Whether a signature, a Data or a text in an encoding, is that of a public key: `verify(key, signature, encoding, { id })`. Can be asked for once. */
    verify(key: PublicKey, signature: Data | string, encoding?: 'utf8' | 'hex' | 'base64' | 'base64url' | null, options?: { readonly id?: Data }): boolean;
  }
  /** A public key as a JSON Web Key: `new crypto.JWK({ kty, … })`. */
  class JWK {
    constructor(key: Readonly<Record<string, unknown>>);
    /** Whether its numbers make a key. */
    readonly isValid: boolean;
  }
  /** A JSON Web Token: `new crypto.JWT(token)`. Never fails; a text that is no token is not valid. */
  class JWT {
    constructor(token: string);
    /** Whether it is a token, with an algorithm that is known. Not: whether its signature is right. */
    readonly isValid: boolean;
    /** The header, or undefined where there is none. */
    readonly header: any;
    /** The payload, or undefined where there is none. Times in it are not looked at. */
    readonly payload: any;
    /**
     * Whether the signature is that of the key.
     * @param key A secret, as a text or a Data, for HS256, HS384 and HS512; for the others a PEM, a PublicKey, a PrivateKey or a JWK.
     */
    verify(key: unknown): boolean;
  }
}

/** What a server of HTTP needs. */
declare namespace http {
  /** A file of the code base, with those beside it that end with `.gz` and `.br`: `new http.File(path)`. */
  class File {
    constructor(path: string);
    /**
     * The file at a path, or null where there is none.
     * @param path The path, from the root of the code base on. One that ends with `/` means the `index.html` of a folder.
     */
    static from(path: string): File | null;
    /**
     * An answer with the file, compressed where the client takes it and there is such a file beside it.
     * @param acceptEncoding What the client takes, as its `accept-encoding` says.
     */
    toMessage(acceptEncoding?: string): Message;
  }
}

/** The operating system. */
declare namespace os {
  /** The environment variables. */
  const env: Readonly<Record<string, string | undefined>>;
  /**
   * The bytes of a file, or null.
   * @param name The name, from the folder of the code base on.
   */
  function readFile(name: string): Data | null;
  /**
   * Makes a file of a text or a Data.
   * @param name The name, from the folder of the code base on.
   * @param content A text or a Data.
   */
  function writeFile(name: string, content: unknown): void;
  /**
   * What is known about a file, or null.
   * @param name The name, from the folder of the code base on.
   */
  function stat(name: string): FileStatus | null;
}

/** Begins a script: `pipy({ name: value })` or `pipy(() => ({ name: value }))` gives the configuration that its calls fill. */
declare function pipy(variables?: object | (() => object)): Configuration;
/** Begins a script: `pipy({ name: value })` or `pipy(() => ({ name: value }))` gives the configuration that its calls fill. */
declare namespace pipy {
  /**
   * The bytes of a file of the code base, or null.
   * @param path The path, from the root of the code base on.
   */
  function load(path: string): Data | null;
  /** Loads the code base again. */
  function restart(): void;
  /**
   * Ends the process when what is in progress is done.
   * @param code The exit code, otherwise 0.
   */
  function exit(code?: number): void;
}

/** Calls a function with 0, 1, 2, … until it gives something falsy, at most `count` times where a count comes first; gives what it gave last. */
declare function repeat(callback: (index: number) => unknown): void;
declare function repeat(count: number, callback: (index: number) => unknown): void;

/** What a script counts. Each tenant has metrics of its own. */
declare namespace stats {
  /** A number that grows: `new stats.Counter(name, labels)`. */
  class Counter {
    constructor(name: string, labels?: readonly string[]);
    /** The name of the metric. */
    readonly name: string;
    /** The same metric for values of its labels, the first ones first; null where it has no labels left. */
    withLabels(...values: unknown[]): Counter;
    /** Forgets its value, and those of all labels below it. */
    clear(): void;
    /** Sets it to 0. */
    zero(): void;
    /**
     * Makes it larger.
     * @param count By how much, otherwise by 1.
     */
    increase(count?: number): void;
  }
  /** A number that goes up and down: `new stats.Gauge(name, labels)`. */
  class Gauge {
    constructor(name: string, labels?: readonly string[]);
    /** The name of the metric. */
    readonly name: string;
    /** The same metric for values of its labels, the first ones first; null where it has no labels left. */
    withLabels(...values: unknown[]): Gauge;
    /** Forgets its value, and those of all labels below it. */
    clear(): void;
    /** Sets it to 0. */
    zero(): void;
    /**
     * Sets its value.
     * @param value The value.
     */
    set(value: number): void;
    /**
     * Makes it larger.
     * @param count By how much, otherwise by 1.
     */
    increase(count?: number): void;
    /**
     * Makes it smaller.
     * @param count By how much, otherwise by 1.
     */
    decrease(count?: number): void;
  }
  /** Samples, counted in buckets: `new stats.Histogram(name, buckets, labels)`. */
  class Histogram {
    constructor(name: string, buckets: readonly number[], labels?: readonly string[]);
    /** The name of the metric. */
    readonly name: string;
    /** The same metric for values of its labels, the first ones first; null where it has no labels left. */
    withLabels(...values: unknown[]): Histogram;
    /** Forgets its value, and those of all labels below it. */
    clear(): void;
    /** Forgets all samples, and counts from 0. */
    zero(): void;
    /**
     * Counts a sample.
     * @param sample The sample.
     */
    observe(sample: number): void;
  }
}
