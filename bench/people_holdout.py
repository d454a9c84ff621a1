"""Held-out states: conditional quantiles for a person against the wages that people really reported.

States fall into five folds. In each, everything is learned from the other folds. All methods get the same outcome
(log hourly pay less the level of the person's area, an area-level constant that says nothing of who the person is)
and the same features: occupation, education, potential experience, employer type, hours.

    python bench/people_holdout.py PUMS_DIR OUT.json [--no-boosting] [--folds 3]

With --folds only the first so many of the five are held out (each still learns from all the others).

Peers: the occupation's own quantiles; a Mincer regression (occupation means, schooling, experience and its square,
normal errors by SOC minor group); LightGBM quantile regression, one model a quantile.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb
import numpy as np
from scipy.special import ndtr, ndtri

from paychart_lab.people_fit.fit import PeopleFit, fit_people
from paychart_lab.people_fit.latent import area_effects, design, mid_ranks
from paychart_lab.people_fit.pums import load_persons
from paychart_lab.people_fit.records import Records, read_records
from paychart_lab.people_fit.run import census_occupations

QUANTILES = np.array([0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95])
FOLDS = 5
SCHOOLING = np.array([10, 12, 13, 14, 16, 18, 20])


def weighted_quantile(values, weight, q):
    order = np.argsort(values)
    v, w = values[order], weight[order]
    return np.interp(q, (np.cumsum(w) - w / 2) / w.sum(), v)


def latent(fit: PeopleFit, train: Records, test: Records):
    """Q_c(F_mix(mu + tau z)) per test person; c is the training occupation, the mixture its own records."""
    out = np.full((len(test), len(QUANTILES)), np.nan)
    x = design(test)
    for key, occupation in fit.occupations.items():
        rows = np.flatnonzero(test.occupation == occupation.code)
        if not len(rows):
            continue
        part = train.take(occupation.rows)
        mean, tau = fit.nodes[key].mean, occupation.tau
        index = design(part) @ mean
        grid = np.linspace(-6, 6, 241)
        centers, mass = binned(index, part.weight)
        mixture = ndtr((grid[:, None] - centers) / tau) @ mass
        score = (x[rows] @ mean)[:, None] + tau * ndtri(QUANTILES)
        u = np.interp(score, grid, mixture)
        order = np.argsort(occupation.pay)
        ranks = mid_ranks(occupation.pay, part.weight)
        out[rows] = np.interp(u, ranks[order], occupation.pay[order])
    return out


def binned(index, weight, bins=60):
    edges = np.linspace(index.min() - 1e-9, index.max() + 1e-9, bins + 1)
    where = np.digitize(index, edges[1:-1])
    mass = np.bincount(where, weight, minlength=bins)
    center = np.bincount(where, weight * index, minlength=bins) / np.maximum(mass, 1e-12)
    return center[mass > 0], mass[mass > 0] / mass.sum()


def occupation_only(train, pay, test):
    out = np.full((len(test), len(QUANTILES)), np.nan)
    for code in np.unique(test.occupation):
        rows, own = test.occupation == code, train.occupation == code
        if own.sum() >= 10:
            out[rows] = weighted_quantile(pay[own], train.weight[own], QUANTILES)
    return out


def mincer(train, pay, test, group_of):
    """Per SOC minor group: occupation dummies, schooling, experience, experience squared; normal
    residuals."""
    out = np.full((len(test), len(QUANTILES)), np.nan)
    tr_group = np.array([group_of.get(c, "") for c in train.occupation.tolist()])
    te_group = np.array([group_of.get(c, "") for c in test.occupation.tolist()])
    for group in np.unique(te_group):
        a, b = tr_group == group, te_group == group
        codes = np.unique(train.occupation[a])

        def matrix(r, chosen, codes=codes):
            e = r.experience[chosen]
            s = SCHOOLING[r.education[chosen]]
            return np.column_stack([r.occupation[chosen][:, None] == codes, s, e, e**2]).astype(float)

        x, w = matrix(train, a), train.weight[a]
        g = (x * w[:, None]).T @ x + np.eye(x.shape[1]) * 1e-6
        beta = np.linalg.solve(g, x.T @ (w * pay[a]))
        sd = np.sqrt(np.average((pay[a] - x @ beta) ** 2, weights=w))
        out[b] = (matrix(test, b) @ beta)[:, None] + sd * ndtri(QUANTILES)
    return out


def boosting(train, pay, test):
    import lightgbm

    def frame(r):
        return np.column_stack([r.occupation, r.education, r.experience, r.employer, r.hours]).astype(float)

    columns = []
    for q in QUANTILES:
        data = lightgbm.Dataset(
            frame(train), pay, weight=train.weight, categorical_feature=[0, 3], free_raw_data=True
        )
        settings = {
            "objective": "quantile", "alpha": float(q), "num_leaves": 31, "learning_rate": 0.08,
            "min_data_in_leaf": 60, "num_threads": 2, "verbosity": -1, "seed": 1, "cat_smooth": 20,
        }  # fmt: skip
        columns.append(lightgbm.train(settings, data, 150).predict(frame(test)))
    return np.sort(np.column_stack(columns), axis=1)


def pinball(actual, predicted, weight):
    gap = actual[:, None] - predicted
    return float(np.average(np.maximum(QUANTILES * gap, (QUANTILES - 1) * gap).mean(axis=1), weights=weight))


def coverage(actual, predicted, weight, low, high):
    return float(np.average((actual >= predicted[:, low]) & (actual <= predicted[:, high]), weights=weight))


def table_of(kept, group_of):
    """Losses and coverages by group, of the folds done so far."""
    all_of = {name: np.concatenate(parts) for name, parts in kept.items()}
    group = np.array([group_of[c] for c in all_of["occ"].tolist()])
    table = {}
    major = np.array([code if code == "11-9111" else code[:2] + "-0000" for code in group.tolist()])
    for name in ["all", *np.unique([*major, *group]), "29-2072"]:
        rows = np.ones(len(group), bool) if name == "all" else (
            all_of["occ"] == 3515 if name == "29-2072" else (group == name) | (major == name))  # fmt: skip
        a, w = all_of["actual"][rows], all_of["weight"][rows]
        table[name] = {"n": int(rows.sum())} | {
            method: {
                "pinball": round(pinball(a, all_of[method][rows], w), 5),
                "cover80": round(coverage(a, all_of[method][rows], w, 1, 5), 4),
                "cover90": round(coverage(a, all_of[method][rows], w, 0, 6), 4),
            }
            for method in ("latent", "occupation", "mincer", "boosting")
            if method in all_of
        }
    return table


def main(source: str, out: str, with_boosting: bool, folds: int) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET memory_limit = '2GB'")
        load_persons(connection, Path(source))
        records = read_records(connection)
    pattern, _ = census_occupations()
    group_of = {code: soc[:4] + "000" for code, soc in pattern.items()}
    group_of[350] = "11-9111"
    health = {c for c, s in pattern.items() if s[:2] in ("29", "31") or c == 350}
    fold_of = {
        s: i % FOLDS for i, s in enumerate(np.random.default_rng(7).permutation(np.unique(records.state)))
    }
    fold = np.array([fold_of[s] for s in records.state])
    areas = area_effects(records)
    pay = records.log_wage - np.array([areas[a] for a in records.area])
    kept: dict[str, list] = {}
    for k in range(folds):
        train, test = (
            records.take(fold != k),
            records.take((fold == k) & np.isin(records.occupation, list(health))),
        )
        actual = pay[(fold == k) & np.isin(records.occupation, list(health))]
        train_pay = pay[fold != k]
        fit = fit_people(train, pattern)
        near = np.isin(train.occupation, list(health))
        predictions = {
            "latent": latent(fit, train, test),
            "occupation": occupation_only(train, train_pay, test),
            "mincer": mincer(train.take(near), train_pay[near], test, group_of),
        }
        if with_boosting:
            predictions["boosting"] = boosting(train.take(near), train_pay[near], test)
        ok = np.all([np.isfinite(p).all(axis=1) for p in predictions.values()], axis=0)
        for name, p in predictions.items():
            kept.setdefault(name, []).append(p[ok])
        for name, v in (
            ("actual", actual),
            ("weight", test.weight),
            ("occ", test.occupation),
            ("edu", test.education),
        ):
            kept.setdefault(name, []).append(v[ok])
        print("fold", k, ok.sum(), file=sys.stderr)
        Path(out).write_text(json.dumps(table_of(kept, group_of), indent=1) + "\n", encoding="utf-8")
    print(Path(out).read_text(encoding="utf-8"))


if __name__ == "__main__":
    held_out = int(sys.argv[sys.argv.index("--folds") + 1]) if "--folds" in sys.argv else FOLDS
    main(sys.argv[1], sys.argv[2], "--no-boosting" not in sys.argv, held_out)
