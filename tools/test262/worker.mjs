/** Classifies the files that its parent names, one at a time. */
import { classify } from './classify.mjs';

const [checkout] = process.argv.slice(2);

process.on('message', (path) => {
  let record;
  try {
    record = classify(checkout, path, (form) => process.send({ path, admitted: form }));
  } catch (error) {
    record = { path, kind: null, status: 'broken', reason: error.stack ?? String(error) };
  }
  process.send({ path, record });
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
