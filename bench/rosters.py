"""An invented owner roster of any length, as a CSV of the plain kind offices export from a fee system.

    python -m bench.rosters 100000 > roster.csv

The same count and seed give the same file. Values are made up as in `lindun.cli.synthetic`.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterator
from typing import TextIO

from lindun.cli import synthetic

HEADER = ("序号", "楼栋", "单元", "房号", "业主姓名", "联系电话", "身份证号", "车牌号", "入住日期", "备注")
UNITS, FLOORS, DOORS = 4, 30, 4  # of a building: 480 homes, as in large new districts


def rows(count: int, *, seed: int = 7) -> Iterator[tuple[str, ...]]:
    """`count` rows below the header: one owner a home; seven of ten have no remark."""
    chance = random.Random(seed)
    for index in range(count):
        building, rest = divmod(index, UNITS * FLOORS * DOORS)
        unit, flat = divmod(rest, FLOORS * DOORS)
        floor, door = divmod(flat, DOORS)
        yield (
            str(index + 1),
            f"{building + 1}栋",
            f"{unit + 1}单元",
            f"{floor + 1}{door + 1:02d}",
            synthetic.name(chance),
            "/".join(synthetic.mobile(chance) for _ in range(chance.choice((1, 1, 1, 2)))),
            synthetic.id_number(chance),
            synthetic.plate(chance) if chance.random() < 0.5 else "",
            f"{chance.randint(2012, 2025)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
            chance.choice(("",) * 7 + ("常年不住", "有狗", "快递放门口")),
        )


def write(count: int, target: TextIO, *, seed: int = 7) -> None:
    """Write header and rows as UTF-8 CSV."""
    writer = csv.writer(target)
    writer.writerow(HEADER)
    writer.writerows(rows(count, seed=seed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    write(arguments.count, sys.stdout, seed=arguments.seed)


if __name__ == "__main__":
    main()
