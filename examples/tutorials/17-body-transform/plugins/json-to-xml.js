// Makes XML of the JSON that is sent to services which take only that.
(config => pipy({
  _notInNames: new RegExp('^[^A-Za-z_]|[^A-Za-z0-9_.-]', 'g'),

  // A list is as many elements of the same name.
  _elements: (name, value) => (
    value instanceof Array ? value.flatMap(item => _elements(name, item)) :
    [
      new XML.Node(
        name.replace(_notInNames, '_'),
        {},
        value === null ? [] :
        value instanceof Object ? Object.entries(value).flatMap(([key, item]) => _elements(key, item)) :
        [`${value}`]
      )
    ]
  ),

  _rule: null,
})

.import({
  __service: 'router',
})

.pipeline('request')
  .handleMessageStart(
    request => (
      _rule = config.services[__service],
      request.head.headers['content-type'] === 'application/json' || (_rule = null)
    )
  )
  .link(
    'transform', () => Boolean(_rule),
    ''
  )

.pipeline('transform')
  .replaceMessage(
    request => (
      value => value instanceof Object && !(value instanceof Array) ? new Message(
        {
          ...request.head,
          headers: { ...request.head.headers, 'content-type': 'application/xml' },
        },
        XML.encode(new XML.Node('', {}, _elements(_rule.root, value)), 2)
      ) : request
    )(JSON.decode(request.body))
  )

)(JSON.decode(pipy.load('config/json-to-xml.json')))
