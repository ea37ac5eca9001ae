"""A slider with a label that screen readers say, moved by keys as any other of the browser's own."""

import param
from panel.custom import JSComponent

SCRIPT = """
export function render({ model, el }) {
  const label = document.createElement("label")
  const line = document.createElement("span")
  const name = document.createElement("span")
  const amount = document.createElement("span")
  const range = document.createElement("input")
  range.type = "range"
  range.min = 0
  range.max = model.most
  range.step = model.step
  range.value = model.value
  name.textContent = model.label
  const tell = () => {
    const value = Number(range.value)
    amount.textContent = value === 0 ? model.unset : "× " + value.toLocaleString(model.language)
    range.setAttribute("aria-valuetext", amount.textContent)
    label.classList.toggle("on", value > 0)
  }
  range.addEventListener("input", tell)
  range.addEventListener("change", () => { model.value = Number(range.value) })
  model.on("value", () => { range.value = model.value; tell() })
  line.append(name, amount)
  label.append(line, range)
  tell()
  return label
}
"""
LOOK = """
label { display: block; font: 14px Helvetica, Arial, "Liberation Sans", sans-serif; color: #1d1d1d; }
label > span { display: flex; justify-content: space-between; gap: 12px; line-height: 1.3; }
label > span > span + span { white-space: nowrap; color: #595959; }
label.on > span { font-weight: bold; }
label.on > span > span + span { color: #0b5a8a; }
input { width: 100%; margin: 6px 0 2px; accent-color: #0b5a8a; }
"""


class Slider(JSComponent):
    """From off to so many times what the catalogue has."""

    value = param.Number(default=0.0)
    label = param.String(default="", constant=False)
    unset = param.String(default="")
    language = param.String(default="en")
    most = param.Number(default=1.0)
    step = param.Number(default=0.1)

    _esm = SCRIPT
    _stylesheets = [LOOK]  # noqa: RUF012  # as Panel wants it
