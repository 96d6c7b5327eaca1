// Lets clients use a service by the networks that they come from.
(config => pipy({
  _lists: Object.fromEntries(
    Object.entries(config.services).map(
      ([service, lists]) => [
        service,
        {
          allow: lists.allow?.map?.(network => new Netmask(network)),
          deny: lists.deny?.map?.(network => new Netmask(network)),
        }
      ]
    )
  ),

  _client: '',
  _banned: false,
})

.import({
  __answered: 'main',
  __service: 'router',
})

.pipeline('session')
  .handleStreamStart(
    () => _client = __inbound.remoteAddress
  )

.pipeline('request')
  .handleMessageStart(
    () => (
      (lists => lists && (
        _banned = Boolean(
          (lists.allow && !lists.allow.some(network => network.contains(_client))) ||
          (lists.deny && lists.deny.some(network => network.contains(_client)))
        )
      ))(_lists[__service]),
      _banned && (__answered = true)
    )
  )
  .link(
    'deny', () => _banned,
    ''
  )

.pipeline('deny')
  .replaceMessage(new Message({ status: 403 }, 'Not from there\n'))

)(JSON.decode(pipy.load('config/ban.json')))
