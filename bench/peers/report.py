"""What passes say: that engines agree, percentiles, and the table."""

import statistics
import sys

KINDS = ["relevance", "price", "sales", "browse", "facets", "filter", "group"]
MIX = KINDS[:5]  # in equal shares


def compare(reference, other, names, queries):
    """Every total, order and facet count of two passes is the same, or this ends the run."""
    for query, mine, theirs in zip(queries, reference, other, strict=True):
        if theirs[0] < 0 or mine[1:] == theirs[1:]:
            continue
        what = "totals" if mine[1] != theirs[1] else "order" if mine[2] != theirs[2] else "facets"
        sys.exit(f"{names[0]} and {names[1]} differ in {what}: totals {mine[1]} and {theirs[1]} for"
                 f" the query\n{query}")


def percentile(ordered, share):
    return ordered[int(share * (len(ordered) - 1))]


def summary(records, kinds):
    """p50, p99 (µs) and queries/s of each kind, and queries/s of the mix."""
    result, seconds, count = {}, 0, 0
    for kind in KINDS:
        times = sorted(r[0] for r, k in zip(records, kinds, strict=True) if k == kind)
        if times[0] < 0:
            continue
        total = sum(times) / 1e9
        result[kind + ".p50_us"] = percentile(times, 0.5) / 1e3
        result[kind + ".p99_us"] = percentile(times, 0.99) / 1e3
        result[kind + ".qps"] = len(times) / total
        if kind in MIX:
            seconds += total
            count += len(times)
    result["mix.qps"] = count / seconds
    return result


def steady(passes, kinds):
    """The p99 (µs) of each kind's queries by their median time of all passes, each a list of times:
    what is slow is the query, not the machine that interrupted it."""
    medians = [statistics.median(times) for times in zip(*passes)]
    result = {}
    for kind in KINDS:
        times = sorted(time for time, k in zip(medians, kinds, strict=True) if k == kind)
        if times[0] >= 0:
            result[kind + ".steady_p99_us"] = percentile(times, 0.99) / 1e3
    return result


def median(summaries):
    return {key: statistics.median(s[key] for s in summaries) for key in summaries[0]}


def rows():
    """The table's rows: heading, key, unit's divisor, whether more is better."""
    for pass_name, title in [("docids", "ranked docids"), ("json", "with the JSON written"),
                             ("cold", "first pass, cold")]:
        yield f"mix, queries/s, {title}", f"{pass_name}.mix.qps", 1, True
        for kind in KINDS:
            shares = ["p50", "p99"] if pass_name == "cold" else ["p50", "p99", "steady_p99"]
            for share in shares:
                yield f"  {kind} {share}, µs", f"{pass_name}.{kind}.{share}_us", 1, False
    yield "build, s", "build_s", 1, False
    yield "build, peak MB", "build_peak_bytes", 1e6, False
    yield "index, MB", "index_bytes", 1e6, False
    yield "resident after all, MB", "resident_bytes", 1e6, False
    yield "  of which anonymous, MB", "anonymous_bytes", 1e6, False


def print_table(figures):
    """Ratios are to the first engine, above 1 where the first one is better."""
    names = list(figures)
    print(f"{'':<40}" + "".join(f"{name:>20}" for name in names))
    for heading, key, unit, more_is_better in rows():
        line = f"{heading:<40}"
        own = figures[names[0]].get(key)
        for name in names:
            value = figures[name].get(key)
            if value is None:
                line += f"{'–':>20}"
                continue
            cell = f"{value / unit:,.1f}"
            if name != names[0] and own and value:
                ratio = own / value if more_is_better else value / own
                cell += f" {f'({ratio:.2f}×)':>9}"
            line += f"{cell:>20}"
        print(line)
