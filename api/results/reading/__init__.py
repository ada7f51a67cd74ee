"""One file per topic: what a page shows and the API answers, from a reader."""
