/** How dates are written (ECMA-262 21.4.1.32 and 21.4.4.41.1 to .4): always of UTC, and in English. */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

export const invalidDate = 'Invalid Date';

/** `1970-01-01T00:00:00.000Z`. Takes valid dates only. */
export function isoText(date: Date): string {
  const year = date.getUTCFullYear();
  const sign = year < 0 ? '-' : year > 9999 ? '+' : '';
  const written = sign + pad(Math.abs(year), sign === '' ? 4 : 6);
  return `${written}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}T${clockText(date)}.${pad(date.getUTCMilliseconds(), 3)}Z`;
}

/** `Thu, 01 Jan 1970 00:00:00 GMT`, as in the heads of HTTP. */
export function utcText(date: Date): string {
  return `${days[date.getUTCDay()]}, ${pad(date.getUTCDate(), 2)} ${months[date.getUTCMonth()]} ${yearText(date)} ${clockText(date)} GMT`;
}

/** `Thu Jan 01 1970`. */
export function dayText(date: Date): string {
  return `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${pad(date.getUTCDate(), 2)} ${yearText(date)}`;
}

/** `00:00:00 GMT+0000 (Coordinated Universal Time)`. */
export function timeText(date: Date): string {
  return `${clockText(date)} GMT+0000 (Coordinated Universal Time)`;
}

/** `Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)`. */
export function dateText(date: Date): string {
  return `${dayText(date)} ${timeText(date)}`;
}

/** `1/1/1970`. */
export function localDayText(date: Date): string {
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
}

/** `12:00:00 AM`. */
export function localTimeText(date: Date): string {
  const hour = date.getUTCHours();
  return `${hour % 12 || 12}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)} ${hour < 12 ? 'AM' : 'PM'}`;
}

function clockText(date: Date): string {
  return `${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}`;
}

function yearText(date: Date): string {
  const year = date.getUTCFullYear();
  return (year < 0 ? '-' : '') + pad(Math.abs(year), 4);
}

function pad(number: number, length: number): string {
  return String(number).padStart(length, '0');
}
