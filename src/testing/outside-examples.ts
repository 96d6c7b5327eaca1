/** Examples of the reference that a case cannot run, since they reach for the world outside. Tests run each as a program. */

export const ofFilters: Readonly<Record<string, string>> = {
  acceptTLS: `pipy()
.listen(8443)
  .acceptTLS('inside', {
    certificate: name => (
      (file => ({
        cert: new crypto.Certificate(pipy.load(file + '.crt') || ''),
        key: new crypto.PrivateKey(pipy.load(file + '.key') || ''),
      }))(name || 'example.com')
    ),
  })
.pipeline('inside')
  .serveHTTP(new Message('Hello over TLS'))`,
  connect: `pipy()
.listen(8080)
  .connect('127.0.0.1:8081', { retryCount: 2, retryDelay: 1, connectTimeout: 5 })`,
  connectTLS: `pipy()
.listen(8080)
  .connectTLS('to server', { sni: 'example.com' })
.pipeline('to server')
  .connect('example.com:443')`,
  exec: `pipy()
.listen(8080)
  .exec('wc -c')`,
};

/** Of globals, and of what scripts are given. What is logged stands behind `//>`. */
export const ofGlobals: Readonly<Record<string, { readonly title: string; readonly script: string }>> = {
  os: {
    title: 'Writes a file, reads it and ends',
    script: `pipy()
.task()
  .handleStreamStart(
    () => (
      os.writeFile('note.txt', 'hello'),
      console.log(os.readFile('note.txt')?.toString(), os.stat('none.txt'), os.env.LANGUAGE),
      pipy.exit()
    )
  )
//> hello null en`,
  },
  FileStatus: {
    title: 'Tells what is known about a file',
    script: `pipy()
.task()
  .handleStreamStart(
    () => (
      os.writeFile('note.txt', 'hello'),
      (file => file && (
        console.log(file.size, file.isFile(), file.isDirectory(), file.isSymbolicLink()),
        console.log(file.isBlockDevice(), file.isCharacterDevice(), file.isFIFO(), file.isSocket()),
        console.log([file.atime, file.mtime, file.ctime].every(seconds => seconds > 1600000000)),
        console.log([file.dev, file.ino, file.mode, file.nlink, file.uid, file.gid, file.rdev, file.blksize, file.blocks].every(n => n >= 0))
      ))(os.stat('note.txt')),
      pipy.exit()
    )
  )
//> 5 true false false
//> false false false false
//> true
//> true`,
  },
  pipy: {
    title: 'Loads the code base once more, and ends the second time',
    script: `pipy()
.task()
  .handleStreamStart(
    () => os.stat('seen.txt') === null
      ? (os.writeFile('seen.txt', ''), console.log('the first time'), pipy.restart())
      : (console.log('once more'), pipy.exit(3))
  )
//> the first time
//> once more`,
  },
  __inbound: {
    title: 'Tells a client where it comes from, and where it came to',
    script: `pipy()
.listen(8080)
  .serveHTTP(
    () => new Message(
      'connection ' + __inbound.id +
      ' from ' + __inbound.remoteAddress + ' port ' + __inbound.remotePort +
      ' to ' + __inbound.localAddress + ' port ' + __inbound.localPort
    )
  )`,
  },
};
