"""The computed guide and its editor: statements, charts, maps, text; HTML, PDF, Markdown, Word.

`scope` says for whom and where. Facts from the store become `Statement`s (`statement`: kind, figures, sources);
`phrase` alone has words, and `sections/` says which statements, chart and table answer which question. `drawing`
makes SVG, `charts` and `maps` say what of; charts are Vega-Lite specifications whose colors become CSS variables.
`page` (HTML), `pdf` (Typst), `markdown` and `word` only lay out. `standings` has the query behind every superlative;
`update` edits an author's guide by what `claims` found in it, and `annotate` marks it.
"""
