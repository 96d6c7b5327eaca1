// assertRelativeDateMs: a date's number, counted in local time.

function assertRelativeDateMs(date, expected) {
  if (date.valueOf() - date.getTimezoneOffset() * 60000 !== expected) throw new Test262Error('Expected ' + date + ' to be ' + expected + ' milliseconds from the epoch');
}

({ assertRelativeDateMs: assertRelativeDateMs });
