// Lets only those with a token use a service that asks for one.
(config => pipy({
  _keys: Object.fromEntries(
    Object.entries(config.keys).map(
      ([name, file]) => [name, new crypto.PublicKey(pipy.load(file) || '')]
    )
  ),
  _names: Object.keys(config.keys),

  _allowed: null,
  _token: null,
  _user: '',
  _denial: '',
})

.import({
  __answered: 'main',
  __service: 'router',
})

.pipeline('request')
  .handleMessageStart(
    request => (
      _allowed = config.services[__service],
      _allowed && (
        _token = new crypto.JWT(
          (request.head.headers.authorization || '').replace('Bearer ', '')
        ),
        _user = _token.isValid ? _token.header.kid : '',
        _denial = (
          !_token.isValid ? 'A token is needed' :
          !_names.includes(_user) ? 'The key is not known' :
          !_token.verify(_keys[_user]) ? 'The signature is wrong' :
          !_allowed.includes(_user) ? 'Not for you' :
          ''
        ),
        _denial && (__answered = true)
      )
    )
  )
  .link(
    'deny', () => Boolean(_denial),
    ''
  )

.pipeline('deny')
  .replaceMessage(
    () => new Message(
      { status: _denial === 'Not for you' ? 403 : 401 },
      _denial + '\n'
    )
  )

)(JSON.decode(pipy.load('config/jwt.json')))
