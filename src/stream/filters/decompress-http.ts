import type { MessageStart } from '../events/event.js';
import type { Callback } from '../runtime/callback.js';
import { DecompressFilter } from '../runtime/decompress-filter.js';
import { defineFilter } from '../runtime/filter.js';
import { callback, optional } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const decompressHTTP = defineFilter({
  name: 'decompressHTTP',
  since: '0.22',
  doc: "Inflates the bodies of HTTP messages whose header 'content-encoding' is gzip. The header stays.",
  parameters: {
    enable: optional(callback('boolean', 'Gets the MessageStart; false leaves the message as it is.')),
  },
  plan: ({ enable }) => ({
    create: (pipeline) => new DecompressHTTP(pipeline, enable),
  }),
});

class DecompressHTTP extends DecompressFilter {
  constructor(
    pipeline: Pipeline,
    private readonly enable: Callback<boolean> | undefined,
  ) {
    super(pipeline);
  }

  protected override decide(start: MessageStart, then: (inflate: boolean) => void): void {
    if (this.enable === undefined) then(this.isGzip(start));
    else this.ask(this.enable, (enabled) => then(enabled && this.isGzip(start)), start);
  }

  private isGzip({ head }: MessageStart): boolean {
    const { heads } = this.pipeline.runtime.ports;
    const headers = heads.asHead(head?.get('headers'));
    return heads.text(headers?.get('content-encoding'))?.toLowerCase() === 'gzip';
  }
}
