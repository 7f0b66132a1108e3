"""The visible mark on every page: who looked and when, faint, repeated, readable in a photo (USE-13).

The tile is an SVG image for a repeating background. It is served from our own address as an image, so a
strict content security policy holds and no script can take it apart.
"""

from xml.sax.saxutils import escape

MAX_TEXT = 60
_ANGLE = -24
_FONT = 15
_LINE = 26
_FAMILY = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"


def mark_lines(viewer: str, number: str, at: str) -> tuple[str, str]:
    """Return the two lines of the mark: who (name and staff number), and when as given by the caller."""
    return _clean(f"{viewer} {number}"), _clean(at)


def mark_tile_svg(viewer: str, number: str, at: str) -> str:
    """Return one tile of the watermark as SVG text.

    viewer: the name of who looks; number: staff number; at: the time as it should read (no clock here).
    Each line is drawn twice, in dark and in light, so that it stays readable on any background.
    """
    who, when = mark_lines(viewer, number, at)
    width, height = _tile_size(who, when)
    lines = "".join(
        _line(text, width / 2, height / 2 + offset) for text, offset in ((who, -4), (when, _LINE - 4))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">'
        f'<g transform="rotate({_ANGLE} {width // 2} {height // 2})" font-family="{_FAMILY}" '
        f'font-size="{_FONT}" text-anchor="middle">{lines}</g></svg>'
    )


def _line(text: str, x: float, y: float) -> str:
    safe = escape(text)
    return (
        f'<text x="{x + 1:g}" y="{y + 1:g}" fill="#ffffff" fill-opacity="0.18">{safe}</text>'
        f'<text x="{x:g}" y="{y:g}" fill="#000000" fill-opacity="0.13">{safe}</text>'
    )


def _tile_size(who: str, when: str) -> tuple[int, int]:
    """Wide enough for the longer line after turning, so that neighbouring tiles do not cut it."""
    widest = max(
        sum(_FONT if ord(letter) > 0x2E7F else _FONT * 0.62 for letter in text) for text in (who, when)
    )
    width = max(240, int(widest * 0.95) + 60)
    return width, max(150, int(widest * 0.42) + 80)


def _clean(text: str) -> str:
    """Drop what XML 1.0 cannot carry and cut to MAX_TEXT, so that a hostile name cannot break the tile."""
    kept = "".join(letter for letter in text if letter.isprintable())
    return kept[:MAX_TEXT].strip()
