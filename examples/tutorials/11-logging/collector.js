// Where logs go: prints each line that it is sent.
pipy()

.listen(8123)
  .serveHTTP(
    request => (
      request.body.toString().trim().split('\n').forEach(
        line => console.log(line)
      ),
      new Message({ status: 204 })
    )
  )
