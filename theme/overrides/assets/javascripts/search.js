/* The worker behind Material's search box. It finds every place where all words of a query stand on one page: Thai is
   written without spaces, so a word is looked for as a piece of text, after both sides were folded alike.

   Messages (Material's): 0 setup, 1 ready, 2 query, 3 result. The index is fetched when somebody first searches:
   [[address, title, text, [[anchor, title, text], ...]], ...], its address stands in this script's own. */
const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3
const SHOWN = 3 // sections of a page that are shown at once; Material folds the others away
const AROUND = 80 // signs of text before and after what was found

const source = new URL(new URL(self.location).searchParams.get("index") || "", self.location)
const clusters = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("th", { granularity: "grapheme" }) : null
const words = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("th", { granularity: "word" }) : null
let index = null

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
const escaped = text => text.replace(/[&<>"]/g, sign => escapes[sign])

/** Text as it is compared, and for each of its signs the place in the text as it was written. */
function fold(text) {
  let folded = ""
  const places = []
  for (let at = 0; at < text.length; at++) {
    let sign = text[at].toLowerCase()
    const code = text.charCodeAt(at)
    if (code === 0xad || code === 0xfeff || (code >= 0x200b && code <= 0x200d)) continue
    if (code >= 0x0e50 && code <= 0x0e59) sign = String(code - 0x0e50)
    else if (code === 0x0e32 && folded.endsWith("\u0e4d")) { folded = folded.slice(0, -1); places.pop(); sign = "\u0e33" }
    else if (code === 0x0e40 && folded.endsWith("\u0e40")) { folded = folded.slice(0, -1); places.pop(); sign = "\u0e41" }
    else if (/\s/.test(sign)) { if (folded.endsWith(" ")) continue; sign = " " }
    for (const each of sign) { folded += each; places.push(at) }
  }
  return { folded, places }
}

const folded = text => fold(text.normalize("NFC")).folded

function prepare(pages) {
  return pages.map(([address, title, text, sections]) => {
    const parts = [{ location: address, title, text }, ...sections.map(
      ([anchor, title, text]) => ({ location: `${address}#${anchor}`, title, text }))]
    for (const part of parts) {
      part.inTitle = folded(part.title)
      part.inText = folded(part.text)
    }
    return { parts, all: parts.map(part => `${part.inTitle}\n${part.inText}`).join("\n") }
  })
}

async function load() {
  const answer = await fetch(source)
  if (!answer.ok) throw new Error(`${answer.status} ${source}`)
  return prepare(await answer.json())
}

/** The pieces of a query: words, and in quotes whole phrases. */
function terms(query) {
  const found = folded(query).match(/"[^"]+"?|[^\s"]+/g) || []
  return [...new Set(found.map(term => term.replace(/"/g, "").trim()).filter(Boolean))]
}

/** The words inside each piece, for a query that stands nowhere as it was typed; none if a piece is a word itself. */
function inner(pieces) {
  if (!words) return []
  const found = pieces.map(piece => [...words.segment(piece)].filter(part => part.isWordLike).map(part => part.segment))
  const all = new Set(found.flat())
  return all.size > pieces.length && [...all].every(word => word.length > 1) ? [...all] : []
}

function rank(part, pieces) {
  return pieces.reduce((sum, piece) => sum
    + (part.inTitle === piece || part.inTitle.startsWith(`${piece} `) ? 8 : 0)
    + (part.inTitle.includes(piece) ? 4 : 0) + (part.inText.includes(piece) ? 1 : 0), 0)
}

/** Text with everything found marked; a long one is cut to the surroundings of the first find, never inside a cluster. */
function marked(text, pieces, whole) {
  const { folded: plain, places } = fold(text)
  const spans = []
  for (const piece of pieces) {
    for (let at = plain.indexOf(piece); at >= 0; at = plain.indexOf(piece, at + piece.length)) {
      spans.push([places[at], (places[at + piece.length] ?? text.length)])
    }
  }
  spans.sort((a, b) => a[0] - b[0])
  const middle = spans.length ? spans[0][0] : 0
  const first = whole ? 0 : border(text, middle - AROUND)
  const last = whole ? text.length : border(text, Math.max(middle, first) + 2 * AROUND)
  let html = first > 0 ? "… " : ""
  let at = first
  for (const [start, end] of spans) {
    if (start < at || end > last) continue
    html += `${escaped(text.slice(at, start))}<mark data-md-highlight>${escaped(text.slice(start, end))}</mark>`
    at = end
  }
  return html + escaped(text.slice(at, last)) + (last < text.length ? " …" : "")
}

/** The nearest place at or before `at` where a cluster begins. */
function border(text, at) {
  if (at <= 0) return 0
  if (at >= text.length) return text.length
  const start = Math.max(0, at - 16)
  if (!clusters) return at
  let place = start
  for (const { index } of clusters.segment(text.slice(start, at + 16))) {
    if (start + index > at) break
    place = start + index
  }
  return place
}

function found(page, pieces, missing) {
  const [head, ...sections] = page.parts
  const scored = sections.map(part => ({ part, score: rank(part, pieces) })).filter(each => each.score > 0)
  scored.sort((a, b) => b.score - a.score)
  const entry = (part, score) => ({
    location: part.location, title: marked(part.title, pieces, true), text: marked(part.text, pieces, false), score,
    terms: missing
  })
  const own = rank(head, pieces)
  const best = Math.max(2 * own, ...scored.map(each => each.score))
  return { best, group: [entry(head, 1), ...scored.map(({ part }, place) => entry(part, place < SHOWN ? 1 : 0))] }
}

/** Pages with all pieces; else those where one section has the words inside them, which then are told as not found. */
async function search(query) {
  const asked = terms(query)
  if (!asked.length) return []
  index = index || await load()
  const exact = index.filter(page => asked.every(piece => page.all.includes(piece)))
  if (exact.length) return ranked(exact, asked, {})
  const parts = inner(asked)
  const near = parts.length ? index.filter(page => page.parts.some(part => parts.every(
    word => part.inTitle.includes(word) || part.inText.includes(word)))) : []
  return ranked(near, parts, Object.fromEntries(asked.map(piece => [piece, false])))
}

function ranked(pages, pieces, missing) {
  return pages.map(page => found(page, pieces, missing)).sort((a, b) => b.best - a.best).map(({ group }) => group)
}

addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) postMessage({ type: READY })
  if (type !== QUERY) return
  try {
    postMessage({ type: RESULT, data: { items: await search(data) } })
  } catch (error) {
    console.warn(error)
    postMessage({ type: RESULT, data: { items: [] } })
  }
})
