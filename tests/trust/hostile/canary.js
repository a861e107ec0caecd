/* What a page became after it was read: every element with its attributes, and what no text may ever make of it. */
() => {
  const RUNS = /^\s*(?!(https?|mailto|tel|blob):)[a-z][a-z0-9+.-]*:/i
  const ADDRESSES = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "background", "ping", "cite"]
  const pairs = new Set(), faults = [], ids = new Map()
  const roots = [document, ...[...document.querySelectorAll("template")].map(each => each.content)]
  const elements = roots.flatMap(root => [...root.querySelectorAll("*")])
  for (const element of elements) {
    const tag = element.localName
    pairs.add(tag)
    for (const { name, value } of element.attributes) {
      if (name === "class") for (const each of element.classList) pairs.add(`.${each}`)
      else pairs.add(`${tag}[${name}]`)
      if (/^on/i.test(name)) faults.push(`handler ${tag}[${name}]`)
      if (ADDRESSES.includes(name) && RUNS.test(value) && !(tag === "img" && /^data:image\/(png|svg)/.test(value))) faults.push(`address ${tag}[${name}=${value.slice(0, 60)}]`)
      if (name === "style" && /url|expression|import/i.test(value)) faults.push(`style ${value.slice(0, 60)}`)
    }
    if (element.id) ids.set(element.id, (ids.get(element.id) || 0) + 1)
    if (tag === "script") pairs.add(`script ${element.type || "classic"} ${(element.getAttribute("src") || "").replace(/^.*\//, "")}`)
  }
  for (const [id, count] of ids) if (count > 1) faults.push(`id twice: ${id}`)
  for (const id of ids.keys()) if (!/^[\w.-]+$/.test(id)) faults.push(`id ${id}`)
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT)
    while (walker.nextNode()) faults.push(`comment ${walker.currentNode.data.slice(0, 60)}`)
  }
  for (const name of ["application/ld+json", "application/json"])
    for (const script of document.querySelectorAll(`script[type="${name}"]`)) {
      try { JSON.parse(script.textContent) } catch (error) { faults.push(`${name}: ${error}`) }
    }
  if (document.scripts.length && typeof document.currentScript === "object" && document.currentScript !== null) faults.push("currentScript")
  return { pairs: [...pairs], faults }
}
