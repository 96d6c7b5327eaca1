/**
 * A picture of the kernels' results: for each engine a bar from V8's time to the geometric mean, on a scale where each step is a factor, and a dot for
 * each kernel. Its colours are readable on white and on black; it has no background.
 */
import { digits, geometricMean } from './figures.mjs';

const width = 760;
const left = 132;
const right = 704;
const row = 46;
const top = 40;
const text = '#7a828c';
const line = '#9aa2ab';
const [own, others] = ['#d9622b', '#7b8ea3'];

/** `results` as `kernels.mjs` gives them. Engines come from fast to slow; what is measured for comparison with ourselves only is left out. */
export function picture(results) {
  const engines = [...new Set(results.map(({ engine }) => engine))]
    .filter((engine) => !engine.includes('not charged'))
    .map((engine) => {
      const ratios = results.filter((result) => result.engine === engine && result.ms !== undefined).map(({ timesV8 }) => timesV8);
      return { engine, ratios, mean: geometricMean(ratios) };
    })
    .sort((a, b) => a.mean - b.mean);
  const all = engines.flatMap(({ ratios }) => ratios);
  const [least, greatest] = [Math.min(1, ...all), Math.max(...all)].map(Math.log10);
  const ends = [Math.floor(least * 2) / 2, Math.ceil(greatest * 4) / 4];
  const x = (ratio) => (left + ((right - left) * (Math.log10(ratio) - ends[0])) / (ends[1] - ends[0])).toFixed(1);
  const bottom = top + engines.length * row;
  const height = bottom + 30;

  const marks = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000].filter((mark) => Math.log10(mark) >= ends[0] && Math.log10(mark) <= ends[1]);
  const grid = marks.map(
    (mark) =>
      `<line x1="${x(mark)}" y1="${top - 8}" x2="${x(mark)}" y2="${bottom}" stroke="${line}" stroke-opacity="${mark === 1 ? 0.9 : 0.35}" stroke-width="1"/>` +
      `<text x="${x(mark)}" y="${bottom + 18}" text-anchor="middle" font-size="12" fill="${text}">${mark.toLocaleString('en')}</text>`,
  );
  const rows = engines.map(({ engine, ratios, mean }, i) => {
    const middle = top + i * row + row / 2 - 4;
    const colour = engine === 'PipyJS' ? own : others;
    const weight = engine === 'PipyJS' ? ' font-weight="600"' : '';
    const [from, to] = [Number(x(1)), Number(x(mean))];
    const bar = mean === 1 ? `<circle cx="${from}" cy="${middle}" r="5" fill="${colour}"/>` : `<rect x="${from}" y="${middle - 10}" width="${(to - from).toFixed(1)}" height="20" rx="2" fill="${colour}"/>`;
    // Below the bar, so that neither hides the other.
    const dots = mean === 1 ? '' : ratios.map((ratio) => `<circle cx="${x(ratio)}" cy="${middle + 17}" r="2.5" fill="${colour}" fill-opacity="0.75"/>`).join('');
    const value = `<text x="${to + 9}" y="${middle + 5}" font-size="14" fill="${text}"${weight}>${digits(mean).replace(/\.?0+$/, '')}</text>`;
    return `<text x="${left - 14}" y="${middle + 5}" text-anchor="end" font-size="14" fill="${text}"${weight}>${engine}</text>${bar}${dots}${value}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif" role="img" aria-label="${engines
    .map(({ engine, mean }) => `${engine} ${digits(mean)}`)
    .join(', ')}">
<title>Script kernels: time as a multiple of V8’s</title>
<text x="20" y="18" font-size="13" fill="${text}">Time, as a multiple of V8’s (logarithmic). Bars: geometric mean of ${engines[0].ratios.length} kernels. Dots: each of them.</text>
${grid.join('\n')}
${rows.join('\n')}
</svg>
`;
}
