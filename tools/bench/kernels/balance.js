((hash, roundRobin, leastWork, ring, weighted, least, hashed, loads, i, n) => (
  hash = text => text.split('').reduce((h, _, k) => (h * 33 + text.charCodeAt(k)) & 16777215, 5381),
  roundRobin = targets => (
    ((list) => (
      list = targets.map(({ name, weight }) => ({ name, weight, current: 0 })),
      () => (
        ((total, best) => (
          total = 0, best = null,
          list.forEach(item => (
            item.current += item.weight,
            total += item.weight,
            (best === null || item.current > best.current) && (best = item)
          )),
          best.current -= total,
          best.name
        ))()
      )
    ))()
  ),
  leastWork = names => (
    ((work) => (
      work = Object.fromEntries(names.map(name => [name, 0])),
      cost => (
        ((name) => (
          name = names.reduce((a, b) => work[b] < work[a] ? b : a),
          work[name] += cost,
          name
        ))()
      )
    ))()
  ),
  ring = names => (
    ((points) => (
      points = names.flatMap(name => [0, 1, 2, 3].map(k => ({ at: hash(name + '#' + k), name }))),
      points.sort((a, b) => a.at - b.at),
      key => ((at) => (at = hash(key), (points.find(point => point.at >= at) || points[0]).name))()
    ))()
  ),
  weighted = roundRobin([{ name: '10.0.0.1:80', weight: 5 }, { name: '10.0.0.2:80', weight: 3 }, { name: '10.0.0.3:80', weight: 1 }]),
  least = leastWork(['10.0.1.1:80', '10.0.1.2:80', '10.0.1.3:80']),
  hashed = ring(['10.0.2.1:80', '10.0.2.2:80', '10.0.2.3:80']),
  loads = {}, i = 0,
  repeat(() => (
    [weighted(), least(i % 7 + 1), hashed('10.1.' + i % 13 + '.' + i % 251)].forEach(target => loads[target] = (loads[target] || 0) + 1),
    i += 1,
    i < 8000
  )),
  n = 0,
  Object.keys(loads).sort().forEach((target, k) => n += loads[target] * (k + 1)),
  n
))()
