/** How full the heap of this process is. */
import { getHeapStatistics } from 'node:v8';

/** Past this part of its limit V8 does little but collect garbage, and soon ends the process. */
const fullPart = 0.8;

export function heapIsFull(): boolean {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used > limit * fullPart;
}
