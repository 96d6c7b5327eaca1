/** Why a message was refused: the status that says so, and the reason for the log. */
export class HttpFault {
  constructor(
    readonly status: 400 | 408 | 413 | 414 | 431 | 501 | 505,
    readonly reason: string,
  ) {}
}

export function badMessage(reason: string): HttpFault {
  return new HttpFault(400, reason);
}
