/* What Material writes into each page as inline scripts, as one file: its storage functions, and the reader's choice of
   light or dark, which all bodies of a website share. Keys are kept below the website's own path; nothing leaves it. */
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

  const chosen = window.__md_get("__palette")
  if (chosen && chosen.color) {
    for (const [key, value] of Object.entries(chosen.color)) document.body.setAttribute(`data-md-color-${key}`, value)
  } else if (matchMedia("(prefers-color-scheme: dark)").matches) {
    document.body.setAttribute("data-md-color-scheme", "slate")
  }

  // Material's search listens to keys alone; a pasted, spoken or composed word changes the field without one.
  document.addEventListener("input", ({ target }) => {
    if (target.matches(".md-search__input")) target.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }))
  })

  // A button of the header presses the checkbox by which Material opens the menu or the search, and says which it is.
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-press]")
    if (button) document.getElementById(button.dataset.press).click()
  })
  document.addEventListener("change", ({ target }) => {
    const button = document.querySelector(`[data-press="${target.id}"]`)
    if (button) button.setAttribute("aria-expanded", target.checked)
  })
}
