// buildString, testPropertyEscapes, testPropertyOfStrings, testExtendedCharacterClass, matchValidator
import { assert } from './assert.js';

function buildString(args) {
  var parts = [];
  args.loneCodePoints.forEach(function (point) { parts.push(String.fromCodePoint(point)); });
  args.ranges.forEach(function (range) {
    for (var point = range[0]; point <= range[1]; point++) parts.push(String.fromCodePoint(point));
  });
  return parts.join('');
}

function name(text) {
  return text.split('').map(function (symbol) {
    return 'U+' + symbol.codePointAt(0).toString(16).toUpperCase().padStart(6, '0');
  }).join(' ');
}

function testPropertyEscapes(regExp, string, expression) {
  if (regExp.test(string)) return;
  for (var i = 0; i < string.length; i++) assert(regExp.test(string[i]), '`' + expression + '` should match ' + name(string[i]));
}

function testPropertyOfStrings(args) {
  if (!args.regExp.test(args.matchStrings.join(''))) {
    args.matchStrings.forEach(function (string) { assert(args.regExp.test(string), '`' + args.expression + '` should match ' + name(string)); });
  }
  if (!args.nonMatchStrings || !args.regExp.test(args.nonMatchStrings.join(''))) return;
  args.nonMatchStrings.forEach(function (string) { assert(!args.regExp.test(string), '`' + args.expression + '` should not match ' + name(string)); });
}

function matchValidator(entries, index, input) {
  return function (match) {
    assert.compareArray(match, entries, 'Match entries');
    assert.sameValue(match.index, index, 'Match index');
    assert.sameValue(match.input, input, 'Match input');
  };
}

({
  buildString: buildString,
  testPropertyEscapes: testPropertyEscapes,
  testPropertyOfStrings: testPropertyOfStrings,
  testExtendedCharacterClass: testPropertyOfStrings,
  matchValidator: matchValidator,
});
