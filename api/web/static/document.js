// The API's document, shown by Swagger UI; requests that are tried out carry the form token of this page.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("document");
  const token = document.querySelector('meta[name="csrf"]').content;
  SwaggerUIBundle({
    url: place.dataset.address,
    dom_id: "#document",
    validatorUrl: null,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    requestInterceptor: (request) => {
      request.headers["X-CSRF-Token"] = token;
      return request;
    },
  });
});
