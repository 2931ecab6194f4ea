// The columns under the chips. A column is a picture one square wide, which the browser enlarges: a step of the tape
// shows or hides it, and draws nothing.
const BELOW = [0, 114, 178], ABOVE = [213, 94, 0]
const NOBODY = -1  // no unit was asked for
const MOVED = 12.7  // a tenth, as bytes have it
const clip = (text) => (text.length > 24 ? `${text.slice(0, 24)}…` : text)
const signed = (value) => `${value < 0 ? "−" : "+"}${(Math.abs(value) / 127).toFixed(1)}`

// One column a chip, {block, values}; the blocks of several networks stand one after the other.
function columnsOf(blocks) {
  const columns = []
  for (const block of blocks ?? []) {
    const numbers = Int8Array.from(atob(block.numbers), (letter) => letter.charCodeAt(0))
    const rows = block.units.length
    for (let at = 0; at < numbers.length; at += rows) columns.push({ block, values: numbers.subarray(at, at + rows) })
  }
  return columns
}

// What `unit` was in a column, -1..1; 0 where the column is another network's.
function valueOf(column, unit) {
  const row = column ? column.block.units.indexOf(unit) : -1
  return row < 0 ? 0 : column.values[row] / 127
}

// brighter by night, where faint squares would not be seen
const huesOf = (element) =>
  getComputedStyle(element).colorScheme === "dark" ? [[86, 180, 233], [235, 130, 40]] : [BELOW, ABOVE]

function drawColumn(canvas, { block, values }, unit, [below, above]) {
  const picture = new ImageData(1, values.length)
  values.forEach((value, row) => {
    const strength = (Math.abs(value) / 127) ** 0.7 * (unit === NOBODY || block.units[row] === unit ? 1 : 0.25)
    picture.data.set([...(value < 0 ? below : above), 255 * strength], 4 * row)
  })
  canvas.width = 1
  canvas.height = values.length
  canvas.style.setProperty("--rows", values.length)
  canvas.getContext("2d").putImageData(picture, 0, 0)
}

function rowAt(canvas, event) {
  const { top, height } = canvas.getBoundingClientRect()
  return Math.max(0, Math.min(canvas.height - 1, Math.floor(((event.clientY - top) / height) * canvas.height)))
}

// What the present step changed, in words.
function changeSentence(columns, items, step) {
  const now = columns[step - 1], before = columns[step - 2]
  if (!now || now.block !== before?.block) return ""
  const moved = now.values.filter((value, row) => Math.abs(value - before.values[row]) > MOVED).length
  return `“${clip(items[step - 1])}” moved ${moved} of the ${now.values.length} numbers below it by more than 0.1.`
}

// What the unit cares about, in words.
function unitSentence(columns, items, unit) {
  const its = columns.map((column, index) => [valueOf(column, unit), index])
  const own = its.filter((_, index) => columns[index].block.units.includes(unit))
  if (!own.length) return ""
  const [low, high] = [own.reduce((a, b) => (b[0] < a[0] ? b : a)), own.reduce((a, b) => (b[0] > a[0] ? b : a))]
  const said = ([value, index]) => `after “${clip(items[index])}” (${signed(127 * value)})`
  const name = unit - columns[own[0][1]].block.first
  return `The chips have the colours of unit ${name}: highest ${said(high)}, lowest ${said(low)}. `
    + "Click its row again to take them off."
}

function legend(columns) {
  if (!columns.length) return ""
  const { units, of } = columns[0].block
  return `Each square is one number it remembers after that chip, the ${units.length} liveliest of ${of}; `
    + "blue below zero, orange above. Click a row to see what that number cares about."
}
