/* The filter of a list. A row carries `data-row` and, for each choice of the form, the words by which it is found
   (`data-status="in-progress late"`). The choice stands in the address, so that it can be sent and gone back to. */
const form = document.querySelector("form.px-filter")
const output = form.querySelector("output")
const reset = form.querySelector("[type=reset]")
const rows = [...document.querySelectorAll("[data-row]")]
const texts = new Map() // of everything that speaks of one measure: its row and its details
for (const row of rows) texts.set(row.dataset.row, `${texts.get(row.dataset.row) || ""} ${fold(row.textContent)}`)
const groups = [...document.querySelectorAll("[data-group]")]
const everything = output.textContent

function fold(text) {
  return text.normalize("NFC").toLowerCase()
    .replace(/[\u200b-\u200d\u00ad\ufeff]/g, "")
    .replace(/[๐-๙]/g, digit => digit.charCodeAt(0) - 0x0e50)
    .replace(/ํา/g, "ำ").replace(/เเ/g, "แ")
    .replace(/\s+/g, " ")
}

function chosen() {
  const values = new FormData(form)
  return [...values.entries()].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value)
}

function apply() {
  const wanted = chosen()
  const shown = new Set()
  for (const row of rows) {
    const fits = wanted.every(([name, value]) => name === "q"
      ? fold(value).split(" ").every(word => texts.get(row.dataset.row).includes(word))
      : (row.dataset[name] || "").split(" ").includes(value))
    row.hidden = !fits
    if (fits) shown.add(row.dataset.row)
  }
  for (const group of groups) group.hidden = !group.querySelector("[data-row]:not([hidden])")
  output.textContent = wanted.length
    ? output.dataset.one.replace("{shown}", shown.size).replace("{count}", texts.size).replace("{noun}", output.dataset.noun)
    : everything
  reset.hidden = !wanted.length
}

function address() {
  const query = new URLSearchParams(chosen()).toString()
  return location.pathname + (query ? `?${query}` : "") + location.hash
}

function read() {
  const asked = new URLSearchParams(location.search)
  for (const field of form.elements) {
    if (!field.name) continue
    field.value = asked.get(field.name) || ""
    if (field.selectedIndex === -1) field.selectedIndex = 0
  }
  apply()
}

form.addEventListener("submit", event => event.preventDefault())
form.addEventListener("change", event => {
  if (event.target.name !== "q") history.pushState(null, "", address())
  apply()
})
form.addEventListener("input", event => {
  if (event.target.name === "q") history.replaceState(null, "", address())
  apply()
})
form.addEventListener("reset", () => setTimeout(() => {
  history.pushState(null, "", address())
  apply()
}))
addEventListener("popstate", read)
addEventListener("pageshow", read)
read()
