/**
 * What is typed or pasted, on its way from the terminal to the line editor.
 *
 * While something is evaluated, keys wait here, so that what is echoed never mixes with what is printed; only
 * Ctrl+C is heard at once. Long stretches reach the editor as one piece: key by key they would take it long.
 */
import { EventEmitter } from 'node:events';
import { StringDecoder } from 'node:string_decoder';

export interface Listener {
  /** Ctrl+C. */
  interrupt(): void;
  /** Ctrl+D; whether it is done with. */
  end(): boolean;
  /** A stretch of text for the line that is being edited. */
  text(text: string): void;
  /** What the terminal says was pasted. */
  paste(text: string): void;
}

const pasteBegins = '\x1b[200~';
const pasteEnds = '\x1b[201~';
/** A key that the terminal sends as several characters. */
 
const escape = /^\x1b(?:\[[0-9;?]*[@-~]|O.|[^[O])?/;
 
const printable = /^[^\x00-\x1f\x7f]+/;
/** Shorter stretches are keys. */
const minStretch = 8;

/** As much of a terminal's input as the line editor asks for. */
export class Keyboard extends EventEmitter {
  readonly isTTY = true;
  private readonly decoder = new StringDecoder('utf8');
  private waiting = '';
  private held = false;
  private readonly onData = (bytes: Buffer): void => {
    this.waiting += this.decoder.write(bytes);
    this.pump();
  };
  private readonly onEnd = (): void => void this.emit('end');

  constructor(
    private readonly source: NodeJS.ReadStream,
    private readonly listener: Listener,
  ) {
    super();
    source.on('data', this.onData);
    source.on('end', this.onEnd);
  }

  /** Keys wait from now on. */
  hold(): void {
    this.held = true;
  }

  release(): void {
    if (!this.held) return;
    this.held = false;
    this.pump();
  }

  close(): void {
    this.source.off('data', this.onData);
    this.source.off('end', this.onEnd);
    this.source.pause();
  }

  setRawMode(raw: boolean): this {
    this.source.setRawMode(raw);
    return this;
  }

  resume(): this {
    this.source.resume();
    return this;
  }

  /** The line editor pauses while it waits for completions: what is typed then may as well come. */
  pause(): this {
    return this;
  }

  private pump(): void {
    while (!this.held) {
      const key = this.next();
      if (key === '') return;
      this.waiting = this.waiting.slice(key.length);
      this.deliver(key);
    }
    // What was typed before Ctrl+C goes with what it stops.
    for (let stop = this.waiting.indexOf('\x03'); stop >= 0; stop = this.waiting.indexOf('\x03')) {
      this.waiting = this.waiting.slice(stop + 1);
      this.listener.interrupt();
    }
  }

  /** The next key, stretch of text or paste; '' when it has not come as a whole. */
  private next(): string {
    const { waiting } = this;
    if (waiting.length > 2 && pasteBegins.startsWith(waiting)) return '';
    if (waiting.startsWith(pasteBegins)) {
      const end = waiting.indexOf(pasteEnds);
      return end < 0 ? '' : waiting.slice(0, end + pasteEnds.length);
    }
    if (waiting.startsWith('\r\n')) return '\r\n';
    return (escape.exec(waiting) ?? printable.exec(waiting))?.[0] ?? waiting.slice(0, 1);
  }

  private deliver(key: string): void {
    if (key.startsWith(pasteBegins)) this.listener.paste(key.slice(pasteBegins.length, -pasteEnds.length));
    else if (key === '\x03') this.listener.interrupt();
    else if (key === '\x04' && this.listener.end()) return;
    else if (key === '\r\n') this.emit('data', '\r');
    // A tab before other text is text: only the last ones ask for completions.
    else if (key.length >= minStretch || (key === '\t' && !/^\t*$/.test(this.waiting))) this.listener.text(key);
    else this.emit('data', key);
  }
}
