"""The computed guide: claims, charts, maps, text, HTML/PDF/Markdown."""
