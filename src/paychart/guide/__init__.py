"""The computed guide: claims, charts, maps, text, HTML/PDF/Markdown.

`scope` says for whom and where. Facts from the store become `Statement`s (`statement`: kind, figures, sources);
`phrase` alone has words, and `sections/` says which statements, chart and table answer which question. `drawing`
makes SVG, `charts` and `maps` say what of; charts are Vega-Lite specifications whose colors become CSS variables.
`page` (HTML), `pdf` (Typst) and `markdown` only lay out. `check/` reads other people's guides.
"""
