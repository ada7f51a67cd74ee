// Draws the treemap of the chosen check from the JSON beside it. Everything it shows stands in the tables too.
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("picture-data").textContent);
  var box = document.getElementById("picture-box"), plot = document.getElementById("picture-plot"), choice = document.getElementById("picture-check");
  if (!window.Plotly || !data.checks.length || !data.names.length) return;
  box.hidden = false;
  // Light to dark in lightness as well as hue: the order survives grey print.
  var ramp = [[0, 253, 226, 196], [0.5, 143, 172, 200], [1, 31, 78, 121]];

  function colour(share) {
    var i = share < 0.5 ? 0 : 1, a = ramp[i], b = ramp[i + 1], t = (share - a[0]) / (b[0] - a[0]);
    return "rgb(" + [1, 2, 3].map(function (k) { return Math.round(a[k] + (b[k] - a[k]) * t); }).join(",") + ")";
  }
  // Plotly reads some tags in its texts; names are shown as they are.
  function plain(text) { return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"); }
  function percent(part, whole) { return (100 * part / whole).toFixed(1) + "%"; }

  // County and towns are frames around others: they show one line, and only their label.
  var depth = [];
  data.parents.forEach(function (p, i) { depth[i] = p < 0 ? 0 : depth[p] + 1; });

  function draw() {
    var check = data.checks[+choice.value], trace = {
      type: "treemap", branchvalues: "total", maxdepth: 3, sort: false, ids: [], labels: [], parents: [], values: [], text: [], hovertext: [],
      hoverinfo: "text", texttemplate: [], pathbar: { thickness: 26, textfont: { size: 14 } }, tiling: { pad: 2 },
      marker: { colors: [], line: { color: "#fff", width: 1 }, pattern: { shape: [], bgcolor: "#e4e4e4", fgcolor: "#777", size: 8, solidity: 0.12 } },
      textfont: { size: 14, color: [] }
    };
    check.figures.forEach(function (f, i) {
      var met = f[0], gap = f[1], unknown = f[2], of = met + gap + unknown;
      if (!of) return;
      var mostly = unknown * 2 > of, share = met / of;
      trace.ids.push("u" + i);
      trace.parents.push(data.parents[i] < 0 ? "" : "u" + data.parents[i]);
      trace.values.push(of);
      var frame = depth[i] < 2, apart = frame ? "　" : "<br>", counted = met + "/" + of + (unknown ? apart + "待核实 " + unknown : "");
      trace.labels.push(plain(data.names[i]) + (frame ? apart + counted : ""));
      trace.texttemplate.push(frame ? "%{label}" : "%{label}<br>%{text}");
      trace.text.push(counted);
      trace.hovertext.push("<b>" + plain(data.names[i]) + "</b><br>应覆盖 " + of + " " + plain(check.counts) + "<br>覆盖 " + met + "（" + percent(met, of) + "）<br>缺口 " + gap +
        "<br>待核实 " + unknown + "（" + percent(unknown, of) + "）");
      trace.marker.colors.push(mostly ? "#e4e4e4" : colour(share));
      trace.marker.pattern.shape.push(mostly ? "/" : "");
      trace.textfont.color.push(!mostly && share > 0.75 ? "#fff" : "#111");
    });
    Plotly.react(plot, [trace], {
      margin: { l: 0, r: 0, t: 28, b: 0 }, height: 560, paper_bgcolor: "rgba(0,0,0,0)",
      font: { family: getComputedStyle(document.body).fontFamily }, hoverlabel: { align: "left", font: { size: 14 } }
    }, { displaylogo: false, responsive: true, displayModeBar: false });
  }
  choice.addEventListener("change", draw);
  draw();
})();
