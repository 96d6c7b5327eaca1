import { defineFilter, Filter } from '../runtime/filter.js';

export const dummy = defineFilter({
  name: 'dummy',
  since: '0.22',
  doc: 'Swallows everything.',
  parameters: {},
  plan: () => ({ create: (pipeline) => new Dummy(pipeline) }),
});

class Dummy extends Filter {
  protected override process(): void {}
}
