// A server that can tell how often it was asked.
pipy({
  _count: { requests: 0 },
})

.listen(8083)
  .serveHTTP(
    () => new Message(`request ${++_count.requests}\n`)
  )
