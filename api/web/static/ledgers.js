"use strict";
// Uploading with progress; without this script the form works as any form does.
(function () {
  const form = document.getElementById("upload");
  if (!form || !window.XMLHttpRequest || !window.FormData) return;
  const line = form.querySelector(".uploading");
  const bar = line.querySelector("progress");
  const words = line.querySelector("span");
  const button = form.querySelector("button");

  function say(text) { line.hidden = false; words.textContent = text; }
  function megabytes(bytes) { return Math.floor(bytes / 1048576).toLocaleString("zh-CN"); }

  function tooMuch() {
    const files = Array.from(form.querySelectorAll("input[type=file]")).flatMap((one) => Array.from(one.files));
    if (!files.length) return "请先选择文件。";
    if (files.length > Number(form.dataset.files)) return "一次最多 " + form.dataset.files + " 个文件，选了 " + files.length + " 个。请分几次上传，或打成 .zip。";
    const total = files.reduce((sum, one) => sum + one.size, 0);
    if (total > Number(form.dataset.batch)) return "合计 " + megabytes(total) + " MB，超过 " + megabytes(form.dataset.batch) + " MB。请分几次上传。";
    const large = files.find((one) => one.size > Number(form.dataset.file));
    if (large) return "“" + large.name + "”超过 " + megabytes(form.dataset.file) + " MB。请拆成几个文件。";
    return "";
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const why = tooMuch();
    bar.hidden = Boolean(why);
    if (why) { say(why); return; }
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (now) => {
      if (!now.lengthComputable) return;
      bar.value = (100 * now.loaded) / now.total;
      say("已上传 " + megabytes(now.loaded) + " / " + megabytes(now.total) + " MB");
    });
    request.upload.addEventListener("load", () => { bar.removeAttribute("value"); say("已传完，正在检查文件……"); });
    request.addEventListener("load", () => {
      if (request.status < 400) { window.location.assign(request.responseURL); return; }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
      if (answer) { document.querySelector("main").replaceWith(document.adoptNode(answer)); window.scrollTo(0, 0); } else { say("上传没有完成（" + request.status + "）。请重试。"); button.disabled = false; }
    });
    const broken = () => { bar.hidden = true; say("上传中断。请检查网络后重试；文件太大时也会这样。"); button.disabled = false; };
    request.addEventListener("error", broken);
    request.addEventListener("abort", broken);
    button.disabled = true;
    bar.hidden = false;
    say("正在上传……");
    request.send(new FormData(form));
  });
})();
