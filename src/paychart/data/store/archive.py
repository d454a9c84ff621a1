"""A release that arrives puts the outgoing one into history, so that what was said of it can still be checked."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from paychart.data.releases import soc_version
from paychart.data.sources import oews_bundled
from paychart.data.sources.national_history import WAGES

_PAID = ", ".join(f"coalesce({w}, {w.replace('annual', 'hourly')} * 2080)" for w in WAGES)
_ALL = "c.industry = '000000'"


def archive_outgoing(connection: duckdb.DuckDBPyConnection) -> int:
    """Add the release that installs with paychart to `national_history` and `place_history` where a newer one is held.

    Returns the rows added: none where the store holds that release itself or an older one.
    """
    ((loaded,),) = connection.execute("SELECT year FROM release").fetchall()
    outgoing = oews_bundled.release_year()
    if outgoing >= loaded:
        return 0
    with tempfile.TemporaryDirectory(prefix="paychart-") as folder:
        path = Path(folder) / "outgoing.duckdb"
        with duckdb.connect(str(path), config={"memory_limit": "1GB"}) as other:
            oews_bundled.load(other)
        connection.execute(f"ATTACH '{path}' AS outgoing (READ_ONLY)")
        try:
            connection.execute(
                "INSERT INTO national_history SELECT c.occupation, r.year, o.title, o.level, ?, c.employment, "
                f"c.employment_rse, c.mean_rse, {_PAID}, c.pay_basis = 'hourly_only' FROM outgoing.cell c "
                "JOIN outgoing.release r ON r.code = c.release JOIN outgoing.occupation o ON o.code = c.occupation "
                f"WHERE c.area = '0000000' AND {_ALL} AND o.level IN ('total', 'major', 'detailed') "
                "ORDER BY c.occupation",
                [soc_version(outgoing)],
            )
            connection.execute(
                "INSERT INTO place_history SELECT c.occupation, c.area, r.year, c.employment, c.annual_mean, "
                "c.annual_p10, c.annual_p50, c.annual_p90, NULL, c.wage_status FROM outgoing.cell c "
                f"JOIN outgoing.release r ON r.code = c.release WHERE c.area <> '0000000' AND {_ALL} "
                "ORDER BY c.occupation, c.area"
            )
            added = connection.execute(
                "SELECT (SELECT count(*) FROM national_history WHERE year = ?) + "
                "(SELECT count(*) FROM place_history WHERE year = ?)",
                [outgoing, outgoing],
            ).fetchall()
        finally:
            connection.execute("DETACH outgoing")
    return int(added[0][0])
