// On paper everything is open where that is not hundreds of pages; afterwards it is as it was.
(function () {
  "use strict";
  if (!document.body.classList.contains("whole")) return;
  var closed = [];
  addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (d) { d.open = true; });
  });
  addEventListener("afterprint", function () { closed.forEach(function (d) { d.open = false; }); });
})();
