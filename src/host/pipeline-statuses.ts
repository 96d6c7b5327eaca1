/** What is counted of pipelines, by module and name: of the code that serves, and of old code what it still has open. */
import type { PipelineLayout } from '../stream/runtime/layout.js';
import type { PipelineStatus } from './service-report.js';
import type { Worker } from './worker.js';

export function pipelineStatuses(serving: Worker | null, draining: readonly Worker[]): PipelineStatus[] {
  const statuses = new Map<string, PipelineStatus>();
  const add = (layout: PipelineLayout, isOld: boolean): void => {
    const { module, name, begun, gone, failed, filters } = layout;
    const known = statuses.get(`${module}\n${name}`);
    const connects = filters.some(({ definition }) => definition.name === 'connect');
    statuses.set(`${module}\n${name}`, {
      module,
      name,
      begun: (known?.begun ?? 0) + (isOld ? 0 : begun),
      failed: (known?.failed ?? 0) + (isOld ? 0 : failed),
      active: (known?.active ?? 0) + begun - gone,
      outbound: connects ? (known?.outbound ?? 0) + layout.outbound : (known?.outbound ?? null),
    });
  };
  for (const layout of serving?.layouts ?? []) add(layout, false);
  for (const { layouts } of draining) for (const layout of layouts) add(layout, true);
  return [...statuses.values()];
}
