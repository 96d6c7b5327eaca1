((letters, decode, check, tokens, i, n) => (
  letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  letters = Object.fromEntries(letters.split('').map((letter, k) => [letter, k])),
  decode = text => (
    ((k, bits, held, out) => (
      k = 0, bits = 0, held = 0, out = [],
      repeat(() => (
        held = (held << 6 | letters[text.charAt(k)]) & 16383,
        bits += 6,
        bits >= 8 && (bits -= 8, out.push(String.fromCharCode(held >> bits & 255))),
        k += 1,
        k < text.length
      )),
      out.join('')
    ))()
  ),
  check = (header, now) => (
    ((parts, head, claims) => (
      parts = header.startsWith('Bearer ') ? header.substring(7).split('.') : [],
      parts.length !== 3 ? 401 : (
        head = JSON.parse(decode(parts[0])),
        claims = JSON.parse(decode(parts[1])),
        head.alg === 'none' ? 401 : claims.exp < now ? 403 : claims.scope.split(' ').includes('read') ? claims.sub : 403
      )
    ))()
  ),
  tokens = [
    'Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsInNjb3BlIjoicmVhZCB3cml0ZSIsImV4cCI6MTgwMDAwMDAwMH0.c2lnbmF0dXJl',
    'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJtYWxsb3J5Iiwic2NvcGUiOiJyZWFkIiwiZXhwIjoxODAwMDAwMDAwfQ.',
    'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IiLCJzY29wZSI6InJlYWQiLCJleHAiOjE1MDAwMDAwMDB9.c2ln',
    'Basic YWxpY2U6c2VjcmV0'
  ],
  i = 0, n = 0,
  repeat(() => (
    ((subject) => (
      subject = check(tokens[i % 4], 1700000000 + i),
      n += typeof subject === 'number' ? subject : subject.length * 1000
    ))(),
    i += 1,
    i < 2000
  )),
  n
))()
