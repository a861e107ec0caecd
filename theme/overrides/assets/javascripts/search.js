/* The worker behind Material's search box. It finds every place where all words of a query stand on one page: Thai is
   written without spaces, so a word is looked for as a piece of text, after both sides were folded alike.

   The index is fetched when somebody first searches: [[address, title, text, [[anchor, title, text], ...]], ...], its
   address stands in this script's own. A row has no title; it is called by how it begins. */
const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3
const SHOWN = 3 // sections of a page that are shown at once; Material folds the others away
const AROUND = 80 // signs of text before and after what was found
const OPENING = 70 // signs that a row is called by
const JOINED = /^(?:[\u0e40-\u0e44].|.[\u0300-\u036f\u0e30-\u0e3a\u0e45-\u0e4e\udc00-\udfff])$/s // may not be parted

const source = new URL(new URL(self.location).searchParams.get("index") || "", self.location)
let segmenter = null // made when first needed: a Thai dictionary is heavy
let index = null // a promise: who types while it is on its way waits for the same one

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
    else if (code === 0x0e32 && /\u0e4d[\u0e48-\u0e4b]?$/.test(folded)) {
      const nikhahit = folded.lastIndexOf("\u0e4d") // a tone mark may have been typed after it
      folded = folded.slice(0, nikhahit) + folded.slice(nikhahit + 1)
      places.splice(nikhahit, 1)
      sign = "\u0e33"
    }
    else if (code === 0x0e40 && folded.endsWith("\u0e40")) { folded = folded.slice(0, -1); places.pop(); sign = "\u0e41" }
    else if (/\s/.test(sign)) { if (folded.endsWith(" ")) continue; sign = " " }
    for (const each of sign) { folded += each; places.push(at) }
  }
  return { folded, places }
}

const folded = text => fold(text.normalize("NFC")).folded

/** The nearest place, backward (-1) or forward (1), where no cluster is cut. */
function border(text, at, step) {
  while (at > 0 && at < text.length && JOINED.test(text.slice(at - 1, at + 1))) at += step
  return Math.min(Math.max(at, 0), text.length)
}

function opening(text) {
  if (text.length <= OPENING) return text
  const space = text.lastIndexOf(" ", OPENING)
  return `${text.slice(0, space > 0 ? space : border(text, OPENING, 1))} …`
}

function prepare([address, title, text, sections]) {
  const parts = [["", title, text], ...sections].map(([anchor, title, text]) => {
    const inTitle = folded(title || opening(text).replace(/ …$/, ""))
    const location = anchor ? `${address}#${anchor}` : address
    return { location, title: title || opening(text), text, inTitle, all: `${inTitle}\n${folded(text)}` }
  })
  return { parts, all: parts.map(part => part.all).join("\n") }
}

async function load() {
  const answer = await fetch(source)
  if (!answer.ok) throw new Error(`${answer.status} ${source}`)
  return (await answer.json()).map(prepare)
}

/** The index; what could not be fetched is asked for again by the next query. */
function pages() {
  index ||= load().catch(error => { index = null; throw error })
  return index
}

/** The pieces of a query: words, and in quotes whole phrases. */
function terms(query) {
  const found = folded(query).match(/"[^"]+"?|[^\s"]+/g) || []
  return [...new Set(found.map(term => term.replace(/"/g, "").trim()).filter(Boolean))]
}

/** The words inside each piece, for a query that stands nowhere as it was typed; none if a piece is a word itself. */
function inner(pieces) {
  if (typeof Intl.Segmenter !== "function") return []
  segmenter ||= new Intl.Segmenter("th", { granularity: "word" })
  const found = pieces.flatMap(piece => [...segmenter.segment(piece)])
  const all = new Set(found.filter(part => part.isWordLike).map(part => part.segment))
  return all.size > pieces.length && [...all].every(word => word.length > 1) ? [...all] : []
}

function rank(part, pieces) {
  return pieces.reduce((sum, piece) => sum
    + (part.inTitle === piece || part.inTitle.startsWith(`${piece} `) ? 8 : 0)
    + (part.inTitle.includes(piece) ? 4 : 0) + (part.all.includes(piece) ? 1 : 0), 0)
}

/** Text with everything found marked; unless it is wanted whole, no more than the surroundings of the first find. */
function marked(text, pieces, whole) {
  const { folded: plain, places } = fold(text)
  const spans = []
  for (const piece of pieces) {
    for (let at = plain.indexOf(piece); at >= 0; at = plain.indexOf(piece, at + piece.length)) {
      spans.push([places[at], places[at + piece.length] ?? text.length])
    }
  }
  spans.sort((a, b) => a[0] - b[0])
  const [start, end] = spans[0] || [0, 0]
  const first = whole ? 0 : border(text, start - AROUND, -1)
  const last = whole ? text.length : border(text, Math.max(first + 2 * AROUND, end), 1)
  let html = first > 0 ? "… " : ""
  let at = first
  for (const [start, end] of spans) {
    if (end <= at || start >= last) continue
    const from = Math.max(start, at)
    html += `${escaped(text.slice(at, from))}<mark data-md-highlight>`
    at = border(text, Math.min(end, last), 1)
    html += `${escaped(text.slice(from, at))}</mark>`
  }
  return html + escaped(text.slice(at, last)) + (last < text.length ? " …" : "")
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
  const all = await pages()
  const exact = all.filter(page => asked.every(piece => page.all.includes(piece)))
  if (exact.length) return ranked(exact, asked, {})
  const parts = inner(asked)
  const near = parts.length ? all.filter(page => page.parts.some(part => parts.every(word => part.all.includes(word)))) : []
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
