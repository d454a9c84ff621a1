"""Damaging a file on purpose: as bytes, as a table of fields, and inside the parts of a workbook.

Every mutation is drawn from one `random.Random`, so that a case is named by its seed and comes back at will.
"""

from __future__ import annotations

import io
import random
import zipfile

EVIL = (
    *(
        "",
        " ",
        "-",
        "--",
        "*",
        "#",
        "NaN",
        "nan",
        "inf",
        "-inf",
        "Infinity",
        "1e400",
        "-1e400",
        "1e308",
        "-1",
    ),
    *(
        "0",
        "-0",
        "00",
        "1,234",
        "1.234,56",
        "１２３",
        "٣٤",
        "9" * 25,
        "9" * 400,
        "0x1F",
        "1_000",
        "1e5",
        "+5",
    ),
    *(
        "true",
        "NULL",
        "None",
        "n/a",
        "é",
        "\u200b",
        "\ufeff",
        "\u202e",
        "😀",
        "ñandú",
        "A" * 5000,
        "B" * 140_000,
        "\x00",
    ),
    *("\x1f", "'", '"', '""', "=1+1", "@SUM(A1)", "\\", "\\N", "%s", "{}", "; DROP TABLE cell", "2025-13-45"),
)
_BYTES = (
    b"\x00",
    b"\xff",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\r",
    b"\n",
    b"\t",
    b",",
    b'"',
    b"\xc3",
    b"\x1a",
    b"\x80",
)


def mutate_bytes(content: bytes, chance: random.Random) -> bytes:
    """A few bit flips, cuts, doubled, dropped or foreign stretches."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        if not data:
            return bytes(chance.choice(_BYTES))
        at = chance.randrange(len(data))
        length = min(chance.choice((1, 2, 5, 20, 200)), len(data) - at)
        match chance.randrange(8):
            case 0:
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                del data[at:]
            case 2:
                del data[at : at + length]
            case 3:
                data[at:at] = data[at : at + length]
            case 4:
                data[at:at] = chance.choice(_BYTES)
            case 5:
                data[at : at + length] = chance.randbytes(length)
            case 6:
                other = chance.randrange(len(data))
                data[at:at] = data[other : other + length]
            case _:
                data[at : at + 1] = chance.choice(EVIL).encode("utf-8")
    return bytes(data)


def mutate_table(content: bytes, chance: random.Random, delimiter: str = ",") -> bytes:
    """Fields, columns, rows, line ends or the encoding changed, so that the file is still a table."""
    rows = [line.split(delimiter) for line in content.decode("utf-8", errors="replace").splitlines()]
    for _ in range(chance.choice((1, 1, 2, 4))):
        if not rows:
            break
        row = chance.choice(rows) if chance.random() < 0.7 else rows[0]
        column = chance.randrange(len(row)) if row else 0
        match chance.randrange(9):
            case 0 | 1 | 2:
                if row:
                    row[column] = chance.choice(EVIL)
            case 3:
                for each in rows:
                    del each[column : column + 1]
            case 4:
                for each in rows:
                    each[column:column] = each[column : column + 1]
            case 5:
                rows.insert(chance.randrange(len(rows) + 1), list(row))
            case 6:
                del rows[chance.randrange(len(rows))]
            case 7:
                chance.shuffle(row)
            case _:
                row.append(chance.choice(EVIL))
    text = chance.choice(("\n", "\n", "\n", "\r\n", "\r", "\n\n")).join(delimiter.join(row) for row in rows)
    text = chance.choice(("", "", "", "\ufeff")) + text + chance.choice(("\n", "\n", ""))
    encoding = chance.choice(("utf-8",) * 6 + ("utf-16", "cp1252", "latin-1"))
    return text.encode(encoding, errors="replace")


def mutate_zip(content: bytes, chance: random.Random) -> bytes:
    """One part of a workbook (or member of a ZIP) damaged, lost or renamed, in an otherwise whole file."""
    if chance.random() < 0.25:
        return mutate_bytes(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = [(item.filename, old.read(item)) for item in old.infolist()]
    at = chance.randrange(len(parts))
    if chance.random() < 0.6:  # most of what matters stands in the sheets and their texts
        likely = [
            i for i, (name, _) in enumerate(parts) if "sheet" in name or "shared" in name or "csv" in name
        ]
        at = chance.choice(likely or [at])
    name, part = parts[at]
    match chance.randrange(5):
        case 0:
            del parts[at]
        case 1:
            parts[at] = (chance.choice(("../" + name, name + "x", "")), part)
        case 2:
            parts[at] = (name, _swap_value(part, chance))
        case 3:
            parts[at] = (name, mutate_bytes(_swap_value(part, chance), chance))
        case _:
            parts[at] = (name, mutate_bytes(part, chance))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for part_name, data in parts:
            new.writestr(part_name or "none", data)
    return buffer.getvalue()


def _swap_value(part: bytes, chance: random.Random) -> bytes:
    """One value between two XML tags (or between commas) replaced by an evil one; the XML stays whole."""
    evil = chance.choice(EVIL).encode("utf-8").replace(b"&", b"&amp;").replace(b"<", b"&lt;")
    ends = [i for i in range(len(part)) if part[i : i + 1] == (b"<" if part[:1] == b"<" else b",")]
    if len(ends) < 2:
        return evil
    for _ in range(20):
        end = chance.choice(ends)
        start = part.rfind(b">" if part[:1] == b"<" else b",", 0, end) + 1
        if 0 < start < end:
            return part[:start] + evil + part[end:]
    return part
