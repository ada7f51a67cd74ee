// Pictures of figures that stand in a table on the same page; without this script the tables say the same.
(() => {
  "use strict";
  const MET = "#1f4e79", GAP = "#f2a65a", UNKNOWN = "#bdbdbd";
  const FONT = { family: '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif', size: 12 };
  const CONFIG = { displaylogo: false, responsive: true, displayModeBar: false };

  const text = (value) => String(value).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const share = (part, whole) => (whole ? `${(100 * part / whole).toFixed(1)}%` : "—");
  const told = (r) => `${text(r.name)}<br>应覆盖 ${r.of.toLocaleString()}<br>覆盖 ${r.met.toLocaleString()}（${share(r.met, r.of)}）`
    + `<br>缺口 ${r.gap.toLocaleString()}<br>待核实 ${r.unknown.toLocaleString()}（${share(r.unknown, r.of)}）`;

  function tiles(place, data) {
    const least = 10 * Math.floor(Math.min(90, ...data.rows.map((r) => 100 * r.met / r.of)) / 10);
    const there = new Set(data.rows.map((r) => r.unit));
    const trace = {
      type: "treemap", branchvalues: "remainder", maxdepth: 3, sort: false,
      ids: data.rows.map((r) => String(r.unit)), labels: data.rows.map((r) => text(r.name)),
      parents: data.rows.map((r) => (there.has(r.parent) ? String(r.parent) : "")),
      values: leaves(data.rows), customdata: data.rows.map(told), hovertemplate: "%{customdata}<extra></extra>",
      text: data.rows.map((r) => `${share(r.met, r.of)}${r.unknown ? ` 待 ${share(r.unknown, r.of)}` : ""}`), texttemplate: "%{label}<br>%{text}",
      marker: { colors: data.rows.map((r) => 100 * r.met / r.of), cmin: least, cmax: 100, colorscale: [[0, "#fde2c4"], [0.5, "#8facc8"], [1, MET]],
        colorbar: { title: { text: "覆盖率 %" }, thickness: 12 }, line: { width: 1, color: "#fff" } },
    };
    Plotly.newPlot(place, [trace], { margin: { l: 4, r: 4, t: 30, b: 4 }, font: FONT, title: { text: text(data.title), font: { size: 14 } } }, CONFIG);
  }

  // The rest of a unit that no unit below it shows, so that areas add up.
  function leaves(rows) {
    const below = new Map();
    rows.forEach((r) => below.set(r.parent, (below.get(r.parent) || 0) + r.of));
    return rows.map((r) => Math.max(0, r.of - (below.get(r.unit) || 0)));
  }

  function bars(place, data) {
    const rows = data.rows.filter((r) => r.of).slice().reverse();
    if (!rows.length) return false;
    const names = rows.map((r, i) => i), trace = (word, key, color, pattern) => ({
      type: "bar", orientation: "h", name: word, y: names, x: rows.map((r) => r[key]), customdata: rows.map(told), hovertemplate: "%{customdata}<extra></extra>",
      marker: { color, line: { color: "#555", width: 0.5 }, pattern: pattern ? { shape: "/", fgcolor: "#555", bgcolor: "#f4f4f4", size: 6 } : {} },
    });
    place.style.height = `${110 + 22 * rows.length}px`;
    Plotly.newPlot(place, [trace("覆盖", "met", MET), trace("缺口", "gap", GAP), trace("待核实", "unknown", UNKNOWN, true)], {
      barmode: "stack", margin: { l: 140, r: 20, t: 40, b: 40 }, font: FONT, title: { text: text(data.title), font: { size: 14 } },
      yaxis: { tickvals: names, ticktext: rows.map((r) => text(r.name)), automargin: true }, legend: { orientation: "h", y: 1.04, yanchor: "bottom", x: 1, xanchor: "right", traceorder: "normal" },
    }, CONFIG);
    return true;
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (typeof Plotly === "undefined") return;
    document.querySelectorAll("[data-figures]").forEach((place) => {
      const data = JSON.parse(document.getElementById(place.dataset.figures).textContent);
      place.hidden = false;
      if ((data.kind === "tiles" ? tiles : bars)(place, data) === false) place.hidden = true;
    });
  });
})();
