/* What every page needs at once, as one file, since the security policy forbids inline scripts: the reader's choice of light
   or dark, the buttons of the header, and Material's own script when the reader first does something. The choice is kept
   in the reader's browser, below the website's own path. */
{
  const scope = new URL(document.currentScript.dataset.scope, location)
  window.__md_scope = scope
  window.__md_hash = text => [...text].reduce((hash, sign) => (hash << 5) - hash + sign.charCodeAt(0), 0)
  window.__md_get = (key, storage = localStorage, base = scope) => {
    try { return JSON.parse(storage.getItem(`${base.pathname}.${key}`)) } catch { return null }
  }
  window.__md_set = (key, value, storage = localStorage, base = scope) => {
    try { storage.setItem(`${base.pathname}.${key}`, JSON.stringify(value)) } catch { /* storage is off */ }
  }
  document.documentElement.classList.replace("no-js", "js")

  // Light or dark, before the first paint
  const dark = matchMedia("(prefers-color-scheme: dark)")
  const paint = () => {
    const scheme = window.__md_get("scheme") || (dark.matches ? "slate" : "default")
    document.body.setAttribute("data-md-color-scheme", scheme)
  }
  paint()
  dark.addEventListener("change", paint)

  // Buttons of the header; the menu and the search are opened by Material's hidden checkboxes
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button")
    if (!button) return
    if ("scheme" in button.dataset) {
      window.__md_set("scheme", document.body.dataset.mdColorScheme === "slate" ? "default" : "slate")
      paint()
    }
    if (button.dataset.press) press(button.dataset.press)
  })
  document.addEventListener("change", ({ target }) => {
    const button = document.querySelector(`[data-press="${target.id}"]`)
    if (button) button.setAttribute("aria-expanded", target.checked)
  })
  const field = () => document.querySelector(".md-search__input")
  const press = id => {
    const toggle = document.getElementById(id)
    toggle.click()
    if (id === "__search" && toggle.checked) field().focus()
  }

  // What Material's script says of a search; the page itself tells it where things are
  const translations = {
    "clipboard.copy": "คัดลอก",
    "clipboard.copied": "คัดลอกแล้ว",
    "search.result.placeholder": "พิมพ์คำที่ต้องการค้นหา",
    "search.result.none": "ไม่พบหน้าที่ตรงกับคำค้น",
    "search.result.one": "พบ 1 หน้า",
    "search.result.other": "พบ # หน้า",
    "search.result.more.one": "อีก 1 แห่งในหน้านี้",
    "search.result.more.other": "อีก # แห่งในหน้านี้",
    "search.result.term.missing": "ไม่พบคำว่า",
    "select.version": "เลือกรุ่น"
  }
  const tell = config => { config.textContent = JSON.stringify({ ...JSON.parse(config.textContent), translations }) }

  // Material's script, as soon as it can be of use; what was typed before it came is searched then
  const signs = ["pointerdown", "pointermove", "touchstart", "keydown", "focusin", "wheel", "scroll"]
  const begin = event => {
    for (const sign of signs) removeEventListener(sign, begin, true)
    tell(document.getElementById("__config"))
    for (const later of document.querySelectorAll("script[type='text/later']")) {
      const script = document.createElement("script")
      script.src = later.src || later.getAttribute("src")
      script.onload = () => field().dispatchEvent(new KeyboardEvent("keyup"))
      document.body.append(script)
    }
    if (event.key === "/" && !event.target.matches("input, select, textarea")) {
      event.preventDefault()
      press("__search")
    }
  }
  addEventListener("DOMContentLoaded", () => {
    for (const sign of signs) addEventListener(sign, begin, { capture: true })
  })

  // Material's search listens to keys alone; a pasted, spoken or composed word changes the field without one.
  document.addEventListener("input", ({ target }) => {
    if (target.matches(".md-search__input")) target.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }))
  })
}
