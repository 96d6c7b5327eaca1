/** What `decompressHTTP` and `decompressMessage` share: bodies are inflated as they come, heads stay as they are. */
import type { Data } from '../bytes/data.js';
import { StreamEnd, type Event, type MessageStart } from '../events/event.js';
import { Filter } from './filter.js';
import type { Inflater } from './ports.js';

export abstract class DecompressFilter extends Filter {
  private open = false;
  private inflater: Inflater | null = null;
  /** A body could not be inflated: the stream has been ended. */
  private broken = false;

  /** Finds out whether the body of a message that begins is to be inflated. */
  protected abstract decide(start: MessageStart, then: (inflate: boolean) => void): void;

  protected override process(event: Event): void {
    if (this.broken) return;
    switch (event.kind) {
      case 'MessageStart':
        this.decide(event, (inflate) => this.begin(event, inflate));
        break;
      case 'Data':
        if (this.inflater !== null) this.inflate(this.inflater, event);
        else if (this.open) this.output(event);
        break;
      default:
        this.end();
        this.output(event);
    }
  }

  override close(): void {
    this.end();
  }

  private begin(start: MessageStart, inflate: boolean): void {
    this.end();
    this.open = true;
    if (inflate) this.inflater = this.pipeline.runtime.ports.compression.gunzip();
    this.output(start);
  }

  private inflate(inflater: Inflater, data: Data): void {
    const inflated = inflater.push(data);
    if (inflated === null) {
      this.log('error', '[decompress] decompression error');
      this.broken = true;
      this.end();
      this.output(new StreamEnd('ReadError'));
    } else if (inflated.size > 0) {
      this.output(inflated);
    }
  }

  private end(): void {
    this.open = false;
    this.inflater?.end();
    this.inflater = null;
  }
}
