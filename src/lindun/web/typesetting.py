"""Pages for paper and PDF, set by typst in memory with our own font, from data: nothing in a value is markup.

Typst is given no folder, so a document reads no file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import noto_cjk_sans_otc
import typst


def typeset(source: Path, given: Mapping[str, Any], **how: Any) -> bytes:
    """Return a PDF. source: a typst file of an app, which finds the data in `sys.inputs.given` as JSON.

    how: options of typst, e.g. pdf_standards. Raises TypeError where one source makes several files.
    """
    words = json.dumps(given, ensure_ascii=False)
    pages = typst.compile(
        source.read_bytes(), font_paths=_fonts(), sys_inputs={"given": words}, format="pdf", **how
    )
    if not isinstance(pages, bytes):
        raise TypeError("one document gives one file")
    return pages


@cache
def _fonts() -> typst.Fonts:
    folder = str(Path(noto_cjk_sans_otc.__file__).parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
