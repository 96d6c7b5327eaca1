// Answers from the files of a service's folder. What is not there goes on to the next plug-in.
(config => pipy({
  _end: new RegExp('/$'),
  _folder: '',
  _path: '',
  _file: null,
})

.import({
  __answered: 'main',
  __service: 'router',
})

.pipeline('request')
  .handleMessageStart(
    request => (
      _folder = config.folders[__service],
      _path = request.head.path.split('?')[0],
      _file = (
        _folder &&
        (request.head.method === 'GET' || request.head.method === 'HEAD') &&
        !_path.split('/').includes('..')
      ) ? http.File.from(_folder + _path.replace(_end, '/index.html')) : null,
      _file && (__answered = true)
    )
  )
  .link(
    'answer', () => Boolean(_file),
    ''
  )

.pipeline('answer')
  .replaceMessage(
    request => _file.toMessage(request.head.headers['accept-encoding'])
  )

)(JSON.decode(pipy.load('config/files.json')))
