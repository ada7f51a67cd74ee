// Progress without reload: the server tells of a task until it is over; then the page is loaded once more.
"use strict";
(function () {
  var live = document.getElementById("live");
  if (!live) {
    var list = document.querySelector("table.tasks[data-live]");
    if (list && list.dataset.live !== "0") setTimeout(function () { location.reload(); }, 4000);
    return;
  }
  var state = document.getElementById("state"), stage = document.getElementById("stage"), bar = document.getElementById("bar");
  var source = new EventSource(live.dataset.events);
  source.addEventListener("task", function (event) {
    var task = JSON.parse(event.data);
    if (["done", "failed", "cancelled", "interrupted"].indexOf(task.state) >= 0) {
      source.close();
      location.reload();
      return;
    }
    state.textContent = task.shown_state;
    state.className = "status " + task.state;
    if (task.state === "waiting") return;
    stage.textContent = (task.stage || "准备") + (task.total ? "：" + task.done.toLocaleString() + " / " + task.total.toLocaleString() : "");
    if (task.total) bar.value = task.percent; else bar.removeAttribute("value");
  });
  window.addEventListener("pagehide", function () { source.close(); });
})();
