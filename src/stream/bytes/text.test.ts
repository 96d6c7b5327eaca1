import { bytesToText, isEncoding, textToBytes, type Encoding } from './text.js';

test.each<[Encoding, string, string]>([
  ['utf8', 'grün 😀 \ufeff', '6772c3bc6e20f09f988020efbbbf'],
  ['utf8', '', ''],
  ['hex', '00ff0a', '00ff0a'],
  ['base64', '', ''],
  ['base64', 'AP8=', '00ff'],
  ['base64', '+/+/', 'fbffbf'],
  ['base64', 'YQ==', '61'],
  ['base64url', 'AP8', '00ff'],
  ['base64url', '-_-_', 'fbffbf'],
])('%s %j and %s are the same bytes', (encoding, text, hex) => {
  expect((textToBytes(text, encoding) as Buffer).toString('hex')).toBe(hex);
  expect(bytesToText(Buffer.from(hex, 'hex'), encoding)).toBe(text);
});

test.each<[Encoding, string, string]>([
  ['hex', 'abc', 'incomplete hex string'],
  ['hex', '0g', 'invalid hex encoding'],
  ['hex', 'ab–1', 'invalid hex encoding'],
  ['base64', 'AP8', 'incomplete Base64 string'],
  ['base64', 'A===', 'invalid Base64 encoding'],
  ['base64', '=AP8', 'invalid Base64 encoding'],
  ['base64', '-_-_', 'invalid Base64 encoding'],
  ['base64', 'AP\n=', 'invalid Base64 encoding'],
  ['base64url', '+/+/', 'invalid Base64 encoding'],
  ['base64url', 'AP8=', 'invalid Base64 encoding'],
  ['base64url', 'AP8AA', 'incomplete Base64 encoding'],
])('%s %j: %s', (encoding, text, complaint) => {
  expect(textToBytes(text, encoding)).toBe(complaint);
});

test('capital digits are hex too', () => {
  expect(textToBytes('FF', 'hex')).toEqual(Buffer.from([255]));
});

test.each(['ff', 'c3', 'e282', 'c080', 'eda080', 'f4908080'])('the bytes %s are no UTF-8', (hex) => {
  expect(bytesToText(Buffer.from(hex, 'hex'), 'utf8')).toBeUndefined();
});

test('only these are encodings', () => {
  expect(['utf8', 'hex', 'base64', 'base64url', 'latin1', 'UTF8', ''].filter(isEncoding)).toEqual(['utf8', 'hex', 'base64', 'base64url']);
});
