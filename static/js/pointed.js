// On a chart, what somebody points at elsewhere on the page: times as lines down to the axis, levels as lines
// across, with their words.
export const acrossAndDown = (u, { times, levels }, ink) => {
  const px = devicePixelRatio, { left, top, width, height } = u.bbox;
  u.ctx.save();
  u.ctx.strokeStyle = u.ctx.fillStyle = ink;
  u.ctx.lineWidth = 1.5 * px;
  u.ctx.setLineDash([4 * px, 3 * px]);
  u.ctx.font = `${12 * px}px ${getComputedStyle(document.body).fontFamily}`;
  u.ctx.textBaseline = 'bottom';
  u.ctx.textAlign = 'left';
  for (const x of times.map((time) => u.valToPos(time, 'x', true))) {
    if (x >= left && x <= left + width) u.ctx.stroke(new Path2D(`M${x} ${top}V${top + height}`));
  }
  for (const { level, said } of levels) {
    const y = u.valToPos(level, 'y', true);
    u.ctx.stroke(new Path2D(`M${left} ${y}H${left + width}`));
    u.ctx.fillText(said, left + 4 * px, y - 2 * px);
  }
  u.ctx.restore();
};
