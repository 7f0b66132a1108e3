"""The tile says who and when, and stays one valid image whatever a name contains."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from lindun.core.marking import mark_lines, mark_tile_svg

SVG = "{http://www.w3.org/2000/svg}"


def _texts(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter(f"{SVG}text")]


def test_tile_names_viewer_number_and_time() -> None:
    texts = _texts(mark_tile_svg("陈静", "A0312", "2026-11-21 10:42"))
    assert texts.count("陈静 A0312") == 2
    assert texts.count("2026-11-21 10:42") == 2


def test_tile_is_faint_and_turned() -> None:
    root = ET.fromstring(mark_tile_svg("陈静", "A0312", "10:42"))
    opacities = [float(node.get("fill-opacity", "1")) for node in root.iter(f"{SVG}text")]
    assert min(opacities) >= 0.05
    assert max(opacities) <= 0.2
    group = root.find(f"{SVG}g")
    assert group is not None
    assert (group.get("transform") or "").startswith("rotate(")


def test_longer_name_makes_a_wider_tile() -> None:
    widths = [
        int(ET.fromstring(mark_tile_svg(name, "A0312", "10:42")).get("width", "0"))
        for name in ("陈静", "陈" * 50)
    ]
    assert widths[0] < widths[1]


@given(st.text(), st.text(), st.text())
def test_any_text_gives_one_valid_image_without_foreign_elements(viewer: str, number: str, at: str) -> None:
    svg = mark_tile_svg(viewer, number, at)
    tags = {node.tag for node in ET.fromstring(svg).iter()}
    assert tags == {f"{SVG}svg", f"{SVG}g", f"{SVG}text"}


def test_markup_in_a_name_stays_text() -> None:
    svg = mark_tile_svg("<script>alert(1)</script>", '"&', "10:42")
    assert "<script" not in svg
    assert _texts(svg)[0] == '<script>alert(1)</script> "&'


def test_same_input_gives_the_same_image() -> None:
    assert mark_tile_svg("a", "b", "c") == mark_tile_svg("a", "b", "c")
    assert mark_lines("a", "b", "c") == ("a b", "c")
