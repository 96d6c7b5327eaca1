/** What every HTML report has alike: its looks, and the few lines that filter. */

export const style = `
:root { color-scheme: light dark; --back: #fff; --text: #1d2229; --soft: #68717d; --line: #dfe3e8; --band: #f3f5f7; --pass: #17743b; --fail: #b3261e; --fail-back: #fdeceb; }
@media (prefers-color-scheme: dark) {
  :root { --back: #14171b; --text: #dfe3e8; --soft: #929ca8; --line: #2c323a; --band: #1d2229; --pass: #6cc88d; --fail: #ff8a80; --fail-back: #3a1d1d; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 14px/1.45 system-ui, sans-serif; }
header { padding: 16px 20px 8px; }
h1 { margin: 0 0 4px; font-size: 20px; }
p { margin: 0 0 10px; color: var(--soft); }
form { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; }
form[hidden] { display: none; }
input, select { font: inherit; padding: 3px 6px; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: 4px; }
output { color: var(--soft); }
main { padding: 0 20px 40px; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { padding: 4px 8px; text-align: left; vertical-align: top; font-weight: normal; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { position: sticky; top: 0; background: var(--back); font-weight: 600; overflow-wrap: normal; }
thead th:first-child { width: 26%; }
small { display: block; color: var(--soft); font-size: 12px; font-weight: normal; }
code { font: 12.5px/1.45 ui-monospace, monospace; white-space: pre-wrap; }
.file th, .file td { background: var(--band); font-weight: 600; }
td.pass b, .file td.pass { color: var(--pass); }
td.fail b, .file td.fail { color: var(--fail); }
td.fail { background: var(--fail-back); }
td.skip, td.pass span { color: var(--soft); }
td span { font: 12.5px/1.45 ui-monospace, monospace; white-space: pre-wrap; }
[hidden] { display: none; }
`;

export const filterScript = `
const form = document.getElementById('filter');
const groups = [...document.querySelectorAll('tbody')].map((body) => ({ body, rows: [...body.querySelectorAll('tr[data-is]')] }));
for (const { rows } of groups) for (const row of rows) row.words = row.textContent.toLowerCase() + ' ' + row.cells[0].title.toLowerCase();
function filter() {
  const text = form.text.value.toLowerCase();
  const show = form.show.value;
  const part = form.part.value;
  let shown = 0;
  for (const { body, rows } of groups) {
    let some = 0;
    for (const row of rows) {
      row.hidden = !((part === '' || body.dataset.part === part) && (show === '' || row.dataset.is.split(' ').includes(show)) && row.words.includes(text));
      if (!row.hidden) some++;
    }
    body.hidden = some === 0;
    shown += some;
  }
  form.count.value = shown + ' shown';
}
form.hidden = false;
form.addEventListener('input', filter);
form.addEventListener('submit', (event) => event.preventDefault());
filter();
`;
