"""Reads the traces that takt wrote with programs that nobody of Takt wrote:
pm4py (OCEL 2.0 as JSON and SQLite, XES) and DuckDB (Parquet, CSV), and holds
what they find against the lines of `takt trace --json` of the same run.

usage: trace_check.py FOLDER   (FOLDER has NAME.jsonl and NAME.csv, .json, …)
"""

import collections
import datetime
import json
import pathlib
import sqlite3
import sys
import warnings

warnings.filterwarnings("ignore")  # pandas has much to say about pm4py

import duckdb
import pm4py
from pm4py.objects.ocel.validation import ocel20_rel_validation

failures = []


def same(what, got, want):
    if got != want:
        failures.append(f"{what}: {got}, want {want}")


def check(folder, name):
    lines = [json.loads(line) for line in open(folder / f"{name}.jsonl", encoding="utf-8")]
    kinds = collections.Counter(line["event"] for line in lines)
    happened = collections.Counter({k: n for k, n in kinds.items() if k not in ("state", "there")})
    parts = {line["part"] for line in lines if "part" in line}
    cases = {line["part"] for line in lines if "part" in line and "since_ns" in line}

    for ending, read in (("json", pm4py.read_ocel2_json), ("sqlite", pm4py.read_ocel2_sqlite)):
        log = read(str(folder / f"{name}.{ending}"))
        what = f"{name}.{ending}"
        same(f"{what} events", collections.Counter(log.events["ocel:activity"]), happened)
        same(f"{what} parts", set(log.objects[log.objects["ocel:type"] == "part"]["ocel:oid"]), parts)
        of_parts = log.relations[log.relations["ocel:qualifier"] == "part"]
        same(f"{what} relations to parts", len(of_parts), sum(1 for line in lines if line["event"] in happened and "part" in line))
        same(f"{what} first instant", log.events["ocel:timestamp"].min().isoformat()[:26], first(lines, happened))
        same(f"{what} components", int((log.o2o["ocel:qualifier"] == "component").sum()), kinds["built-in"])
        states = log.object_changes[log.object_changes["ocel:field"] == "state"]
        told = changes(lines)
        # In JSON the first value of a body is an attribute of the object itself.
        same(f"{what} changes of state", len(states), sum(told.values()) - (len(told) if ending == "json" else 0))
        # A log is of use when something can be found in it.
        net = pm4py.discover_ocdfg(log)
        if not net["edges"]:
            failures.append(f"{what}: nothing follows anything")

    satisfied, broken = ocel20_rel_validation.apply(str(folder / f"{name}.sqlite"))
    same(f"{name}.sqlite constraints", (len(satisfied), broken), (24, []))
    with sqlite3.connect(folder / f"{name}.sqlite") as db:
        same(f"{name}.sqlite foreign keys", db.execute("PRAGMA foreign_key_check").fetchall(), [])

    log = pm4py.read_xes(str(folder / f"{name}.xes"), return_legacy_log_object=True, variant="iterparse", parameters={"show_progress_bar": False})
    same(f"{name}.xes cases", {t.attributes["concept:name"] for t in log}, cases)
    seen = collections.Counter((e["lifecycle:transition"], e["concept:name"]) for t in log for e in t)
    same(f"{name}.xes starts", sum(n for (how, _), n in seen.items() if how == "start"), kinds["begun"])
    same(f"{name}.xes parts that leave", seen["complete", "leave"], kinds["done"])
    same(f"{name}.xes moves", seen["complete", "move"], kinds["moved"])

    for ending, table in (("parquet", "read_parquet"), ("csv", "read_csv")):
        where = f"{table}('{folder / name}.{ending}')"
        got = collections.Counter(dict(duckdb.sql(f"SELECT event, count(*) FROM {where} GROUP BY event").fetchall()))
        same(f"{name}.{ending} events", got, kinds)
        lead = duckdb.sql(f"SELECT sum(time_ns - since_ns)::HUGEINT FROM {where} WHERE event = 'done'").fetchone()[0]
        same(f"{name}.{ending} lead times", lead, sum(x["time_ns"] - x["since_ns"] for x in lines if x["event"] == "done"))
    return sum(kinds.values())


def first(lines, happened):
    """The first instant at which something happens, in UTC, to the microsecond."""
    line = next(line for line in lines if line["event"] in happened)
    start = datetime.datetime.fromisoformat(lines[0]["time"].replace("Z", "+00:00"))
    at = start + datetime.timedelta(microseconds=line["time_ns"] // 1000)
    return at.astimezone(datetime.timezone.utc).isoformat()[:26]


def changes(lines):
    """How many states each machine body is in, one after the other; those that last no time left out."""
    stays = collections.defaultdict(list)
    for line in lines:
        if line["event"] == "state":
            stay = stays[line["place"], line["body"]]
            if stay and stay[-1][0] == line["time_ns"]:
                stay.pop()
            if not stay or stay[-1][1] != line["what"]:
                stay.append((line["time_ns"], line["what"]))
    return {body: len(stay) for body, stay in stays.items()}


def main():
    folder = pathlib.Path(sys.argv[1])
    names = sorted(p.stem for p in folder.glob("*.jsonl"))
    total = sum(check(folder, name) for name in names)
    for text in failures:
        print(text)
    print(f"pm4py {pm4py.__version__} and DuckDB {duckdb.__version__} read {len(names)} runs, {total} events: {'ok' if not failures else 'FAILED'}")
    sys.exit(1 if failures or not names else 0)


main()
