/** Features, as test262 names them, that came after ECMAScript 2024: the dialect is read as that edition. */
export const newerFeatures = new Set(
  `
  Array.fromAsync Atomics.pause Error.isError Float16Array Intl-enumeration Intl.DurationFormat Intl.Era-monthcode Intl.Locale-info
  Intl.NumberFormat-v3 IsHTMLDDA Iterator.prototype.join Math.sumPrecise RegExp.escape ShadowRealm Temporal await-dictionary canonical-tz
  decorators error-stack-accessor explicit-resource-management export-defer immutable-arraybuffer import-attributes import-bytes
  import-defer import-text iterator-chunking iterator-helpers iterator-includes iterator-sequencing joint-iteration json-modules
  json-parse-with-source legacy-regexp nonextensible-applies-to-private promise-try regexp-duplicate-named-groups regexp-modifiers
  set-methods source-phase-imports source-phase-imports-module-source uint8array-base64 upsert
  `
    .trim()
    .split(/\s+/),
);
