/** What is made of many measurements, and how it is written. */

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const geometricMean = (values) => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** Three digits that mean something. */
export const digits = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

export const percent = (ratio) => `${(100 * (ratio - 1)).toFixed(1)} %`;

/** A table in Markdown: the first column is names, the others are numbers. */
export function tableOf(titles, rows) {
  return [titles, titles.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** All single numbers in what a bench gives, by names: an entry of a list is called by its texts, and by the numbers in `keys`. */
export function numbersIn(results, keys = ['n', 'count']) {
  const numbers = new Map();
  const visit = (value, path) => {
    if (typeof value === 'number') numbers.set(path.join(' '), value);
    else if (Array.isArray(value)) {
      for (const item of value) {
        if (typeof item !== 'object' || item === null) continue;
        const names = Object.entries(item).filter(([key, field]) => typeof field === 'string' || keys.includes(key));
        visit(Object.fromEntries(Object.entries(item).filter(([key]) => !names.some(([name]) => name === key))), [...path, ...names.map(([, name]) => name)]);
      }
    } else if (typeof value === 'object' && value !== null) for (const [key, field] of Object.entries(value)) visit(field, [...path, key]);
  };
  visit(results, []);
  return numbers;
}
