// A tenant that says hello.
pipy()

.listen(8001)
  .serveHTTP(({ head }) => new Message(`Hello from ${head.path}\n`))
