"""Writing a chart as a file: .svg or .png, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from paychart.errors import BadInput
from paychart.show.output import write_whole


def write_chart(spec: dict[str, Any], target: Path) -> None:
    """Write a Vega-Lite specification as the picture that the name of `target` asks for."""
    convert = _converter()
    kind = _kind(target)
    text = json.dumps(spec)
    write_whole(
        convert.vegalite_to_svg(text) if kind == ".svg" else convert.vegalite_to_png(text, scale=2), target
    )


def write_svg(svg: str, target: Path) -> None:
    """Write a finished SVG drawing, or the same as pixels where `target` is a .png."""
    kind = _kind(target)
    write_whole(svg if kind == ".svg" else _converter().svg_to_png(svg, scale=2), target)


def _kind(target: Path) -> str:
    kind = target.suffix.casefold()
    if kind not in (".svg", ".png"):
        raise BadInput(f"{target.name} is neither .svg nor .png.", nearest=(".svg", ".png"))
    return kind


def _converter() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        raise BadInput("Pictures need the guide extra.", hint='pip install "paychart[guide]"') from error
    return vl_convert
