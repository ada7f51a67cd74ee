// A town's villages appear and vanish on a click on its name.
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll(".hx button"), function (button) {
    button.addEventListener("click", function () {
      var open = button.closest("tbody").classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
    });
  });
})();
