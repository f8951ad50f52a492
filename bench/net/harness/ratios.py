"""Medians, and ratios of runs of the same round with a 95 % interval: Student's t on the logarithms
of the ratios, which treats twice as fast and half as fast alike."""
import math
import statistics

# Two-sided 95 % points of Student's t for 1 to 30 degrees of freedom; beyond, the normal's serves.
_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
      2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
      2.052, 2.048, 2.045, 2.042)


def median(values):
    """The median of what is there, or None."""
    present = [value for value in values if value is not None]
    return statistics.median(present) if present else None


def ratio(ours, theirs):
    """Median and interval of ours/theirs, round by round; None when no round has both."""
    logs = [math.log(a / b) for a, b in zip(ours, theirs, strict=True) if a and b]
    if not logs:
        return None
    middle = math.exp(statistics.median(logs))
    if len(logs) == 1:
        return {"median": middle, "low": None, "high": None, "rounds": 1}
    mean = statistics.fmean(logs)
    t = _T[len(logs) - 2] if len(logs) - 2 < len(_T) else 1.960
    half = t * statistics.stdev(logs) / math.sqrt(len(logs))
    return {"median": middle, "low": math.exp(mean - half), "high": math.exp(mean + half),
            "rounds": len(logs)}
