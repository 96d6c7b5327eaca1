import type { Data } from '../bytes/data.js';
import type { Event } from '../events/event.js';
import { defineFilter, Filter } from '../runtime/filter.js';

/** A line that is longer goes out in pieces. */
const longestLine = 100;

export const print = defineFilter({
  name: 'print',
  since: '0.22',
  doc: 'Writes the bytes of a stream to the output as lines of text, without control characters, and passes all events.',
  parameters: {},
  plan: () => ({ create: (pipeline) => new Print(pipeline) }),
});

class Print extends Filter {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private line = '';
  private length = 0;

  protected override process(event: Event): void {
    if (event.kind === 'Data') this.take(event);
    else if (event.kind !== 'MessageStart') this.finish();
    this.output(event);
  }

  private take(data: Data): void {
    data.each((chunk) => this.write(this.decoder.decode(chunk, { stream: true })));
  }

  private write(text: string): void {
    for (const char of text) {
      if (char === '\n') {
        this.flush();
      } else if (!isControl(char)) {
        this.line += char;
        if (++this.length === longestLine) this.flush();
      }
    }
  }

  /** A message or the stream ends: what there is of a line goes out. */
  private finish(): void {
    this.write(this.decoder.decode());
    if (this.length > 0) this.flush();
  }

  private flush(): void {
    this.pipeline.runtime.ports.output.write(`${this.line}\n`);
    this.line = '';
    this.length = 0;
  }
}

/** C0, DEL and C1: what a terminal would obey instead of showing it. */
function isControl(char: string): boolean {
  return char < ' ' || (char >= '\x7f' && char <= '\x9f');
}
