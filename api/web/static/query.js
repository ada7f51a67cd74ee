// The chart of an answer: drawn from the page's own data by the installed Plotly. The table below says the same without it.
"use strict";
for (const place of document.querySelectorAll(".querychart[data-chart]")) {
  const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const colours = ["#1f4e79", "#f2a65a", "#8c8c8c", "#5b8c5a"];
  const parts = {
    met: { color: "#1f4e79" }, gap: { color: "#f2a65a" },
    unknown: { color: "#f4f4f4", line: { color: "#8c8c8c", width: 1 }, pattern: { shape: "/", fgcolor: "#8c8c8c", size: 6 } },
  };
  const traces = data.series.map((one, i) => ({
    name: one.name, x: data.labels.map((_, n) => n), y: one.values, customdata: data.labels,
    hovertemplate: "%{customdata}：%{y}<extra>" + one.name.replace(/</g, "‹") + "</extra>",
    type: data.kind === "line" ? "scatter" : "bar", mode: data.kind === "line" ? "lines+markers" : undefined,
    marker: parts[one.of] || { color: colours[i % colours.length] },
  }));
  const shown = data.labels.map((label) => (label.length > 12 ? label.slice(0, 11) + "…" : label));
  place.hidden = false;
  Plotly.newPlot(place, traces, {
    margin: { l: 60, r: 16, t: 16, b: 84 }, height: 318, bargap: 0.25, barmode: data.kind === "parts" ? "stack" : "group", showlegend: traces.length > 1, legend: { orientation: "h", y: 1.12 },
    font: { family: getComputedStyle(document.body).fontFamily, size: 12 },
    xaxis: { tickvals: data.labels.map((_, n) => n), ticktext: shown.map((label) => label.replace(/</g, "‹")), tickangle: "auto", title: { text: data.title.replace(/</g, "‹"), standoff: 8 }, automargin: true },
    yaxis: { rangemode: "tozero", separatethousands: true, title: { text: traces.length === 1 ? data.series[0].name.replace(/</g, "‹") : "" }, automargin: true },
  }, { responsive: true, displaylogo: false, displayModeBar: false });
}
