import { Data } from '../bytes/data.js';
import { MessageEnd, MessageStart, type Event } from '../events/event.js';
import { MessageGatherer, type Message } from '../events/message.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { options, optional, value } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';
import type { Cancelable } from '../runtime/ports.js';

export const pack = defineFilter({
  name: 'pack',
  since: '0.22',
  doc: 'Makes one message of several: the head of the first and the bodies of all. Events outside of messages pass.',
  parameters: {
    batchSize: optional(value('number', 'How many messages make one.'), 1),
    options: options({
      timeout: optional(value('seconds', 'An unfinished batch goes out when so long no message has come; 0 is never.'), 0),
      vacancy: optional(value('number', 'Bytes are copied together when a larger part than this of the memory that holds them is other bytes; from 0 to 1.'), 0.5),
    }),
  },
  plan({ batchSize, options: { timeout, vacancy } }, site) {
    if (!(vacancy >= 0 && vacancy <= 1)) site.refuse('options.vacancy expects a number between 0 and 1');
    return { create: (pipeline) => new Pack(pipeline, batchSize, timeout * 1000, vacancy) };
  },
});

class Pack extends Filter {
  private readonly gatherer = new MessageGatherer();
  private batch: { readonly first: Message; readonly body: Data; count: number } | null = null;
  private lastEnd = 0;
  private timer: Cancelable | null = null;

  constructor(
    pipeline: Pipeline,
    private readonly batchSize: number,
    /** Milliseconds. */
    private readonly timeout: number,
    private readonly vacancy: number,
  ) {
    super(pipeline);
  }

  protected override process(event: Event): void {
    const inside = this.gatherer.open || event.kind === 'MessageStart';
    const message = this.gatherer.push(event);
    if (message !== null) this.add(message);
    if (event.kind === 'StreamEnd') {
      this.flush();
      this.output(event);
    } else if (!inside) {
      this.output(event);
    }
  }

  override close(): void {
    this.stopTimer();
  }

  private add(message: Message): void {
    const body = compact(message.body ?? new Data(), this.vacancy);
    if (this.batch === null) {
      this.batch = { first: message, body, count: 1 };
    } else {
      this.batch.body.push(body);
      this.batch.count++;
    }
    if (this.batch.count >= this.batchSize) this.flush();
    else if (this.timeout > 0) this.watch();
  }

  private watch(): void {
    const { runtime } = this.pipeline;
    const { clock } = runtime.ports;
    this.lastEnd = clock.now();
    this.timer ??= clock.every(Math.min(this.timeout, 1000), () => {
      if (clock.now() - this.lastEnd >= this.timeout) runtime.run(() => this.flush());
    });
  }

  private flush(): void {
    const { batch } = this;
    this.stopTimer();
    if (batch === null) return;
    this.batch = null;
    this.output(new MessageStart(batch.first.head));
    if (batch.body.size > 0) this.output(batch.body);
    this.output(new MessageEnd());
  }

  private stopTimer(): void {
    this.timer?.cancel();
    this.timer = null;
  }
}

/** A copy in memory of its own where too much of the memory that `data` keeps alive is not its own. */
function compact(data: Data, vacancy: number): Data {
  const memory = new Set<ArrayBufferLike>();
  data.each((chunk) => memory.add(chunk.buffer));
  let held = 0;
  for (const { byteLength } of memory) held += byteLength;
  if (data.size >= held * (1 - vacancy)) return data;
  const copy = Buffer.alloc(data.size);
  copy.set(data.toBuffer());
  return new Data(copy);
}
