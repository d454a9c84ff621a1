"""PDF pages: a Typst template reads plain data and drawings, so that no text of a reader can become markup.

Typst installs from one wheel with its fonts inside and needs nothing of the system; its PDFs are tagged, so that
screen readers find headings, tables and the words of each picture.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from paychart.errors import SourceUnavailable
from paychart.guide.drawing import printable
from paychart.show.output import workspace


def typeset(template: str, data: Mapping[str, Any], drawings: Mapping[str, str]) -> bytes:
    """The PDF of `templates/<template>`, which reads `data.json` and each drawing as `<name>.pdf`.

    `data` holds plain JSON values; `drawings` are SVG texts, whose CSS variables take their light colors.
    Same input, same bytes. Raises SourceUnavailable where the packages of `paychart[guide]` are missing.
    """
    try:
        import typst
        import vl_convert
    except ImportError as error:
        raise SourceUnavailable(
            "A PDF needs packages that are not installed.",
            hint='Install them with: pip install "paychart[guide]"',
        ) from error
    source = resources.files("paychart.guide").joinpath("templates", template).read_text(encoding="utf-8")
    with workspace() as root:
        (root / "main.typ").write_text(source, encoding="utf-8")
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for name, svg in drawings.items():
            (root / f"{name}.pdf").write_bytes(vl_convert.svg_to_pdf(printable(svg)))
        pdf: bytes = typst.compile(
            str(root / "main.typ"), root=str(root), format="pdf", ignore_system_fonts=True, timestamp=0
        )
    return pdf
