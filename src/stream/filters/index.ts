/** All filters, in alphabetical order: one import and one line each. */
import type { FilterDefinition } from '../runtime/filter.js';
import { acceptHTTPTunnel } from './accept-http-tunnel.js';
import { acceptSOCKS } from './accept-socks.js';
import { acceptTLS } from './accept-tls.js';
import { branch } from './branch.js';
import { connect } from './connect.js';
import { connectHTTPTunnel } from './connect-http-tunnel.js';
import { connectSOCKS } from './connect-socks.js';
import { connectTLS } from './connect-tls.js';
import { decodeDubbo } from './decode-dubbo.js';
import { decodeHTTPRequest } from './decode-http-request.js';
import { decodeHTTPResponse } from './decode-http-response.js';
import { decodeMQTT } from './decode-mqtt.js';
import { decompressHTTP } from './decompress-http.js';
import { decompressMessage } from './decompress-message.js';
import { demux } from './demux.js';
import { demuxHTTP } from './demux-http.js';
import { detectProtocol } from './detect-protocol.js';
import { dummy } from './dummy.js';
import { dump } from './dump.js';
import { encodeDubbo } from './encode-dubbo.js';
import { encodeHTTPRequest } from './encode-http-request.js';
import { encodeHTTPResponse } from './encode-http-response.js';
import { encodeMQTT } from './encode-mqtt.js';
import { exec } from './exec.js';
import { fork } from './fork.js';
import { handleData } from './handle-data.js';
import { handleMessage } from './handle-message.js';
import { handleMessageBody } from './handle-message-body.js';
import { handleMessageEnd } from './handle-message-end.js';
import { handleMessageStart } from './handle-message-start.js';
import { handleStreamEnd } from './handle-stream-end.js';
import { handleStreamStart } from './handle-stream-start.js';
import { handleTLSClientHello } from './handle-tls-client-hello.js';
import { link } from './link.js';
import { merge } from './merge.js';
import { mux } from './mux.js';
import { muxHTTP } from './mux-http.js';
import { pack } from './pack.js';
import { print } from './print.js';
import { replaceData } from './replace-data.js';
import { replaceMessage } from './replace-message.js';
import { replaceMessageBody } from './replace-message-body.js';
import { replaceMessageEnd } from './replace-message-end.js';
import { replaceMessageStart } from './replace-message-start.js';
import { replaceStreamEnd } from './replace-stream-end.js';
import { replaceStreamStart } from './replace-stream-start.js';
import { serveHTTP } from './serve-http.js';
import { split } from './split.js';
import { throttleDataRate } from './throttle-data-rate.js';
import { throttleMessageRate } from './throttle-message-rate.js';
import { use } from './use.js';
import { wait } from './wait.js';

export const filters: readonly FilterDefinition[] = [
  acceptHTTPTunnel,
  acceptSOCKS,
  acceptTLS,
  branch,
  connect,
  connectHTTPTunnel,
  connectSOCKS,
  connectTLS,
  decodeDubbo,
  decodeHTTPRequest,
  decodeHTTPResponse,
  decodeMQTT,
  decompressHTTP,
  decompressMessage,
  demux,
  demuxHTTP,
  detectProtocol,
  dummy,
  dump,
  encodeDubbo,
  encodeHTTPRequest,
  encodeHTTPResponse,
  encodeMQTT,
  exec,
  fork,
  handleData,
  handleMessage,
  handleMessageBody,
  handleMessageEnd,
  handleMessageStart,
  handleStreamEnd,
  handleStreamStart,
  handleTLSClientHello,
  link,
  merge,
  mux,
  muxHTTP,
  pack,
  print,
  replaceData,
  replaceMessage,
  replaceMessageBody,
  replaceMessageEnd,
  replaceMessageStart,
  replaceStreamEnd,
  replaceStreamStart,
  serveHTTP,
  split,
  throttleDataRate,
  throttleMessageRate,
  use,
  wait,
];
