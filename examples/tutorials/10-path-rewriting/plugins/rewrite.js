// Changes the paths of requests by the rules of their service.
(config => pipy({
  _rules: Object.fromEntries(
    Object.entries(config.rules).map(
      ([service, rules]) => [
        service,
        rules.map(rule => ({ ...rule, from: new RegExp(rule.from) }))
      ]
    )
  ),
})

.import({
  __service: 'router',
})

.pipeline('request')
  .handleMessageStart(
    request => _rules[__service] && (
      request.head.path = _rules[__service].reduce(
        (path, rule) => path.replace(rule.from, rule.to),
        request.head.path
      )
    )
  )

)(JSON.decode(pipy.load('config/rewrite.json')))
