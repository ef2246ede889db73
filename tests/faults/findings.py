"""What was demanded of a fault, what was found, and whether that is what was demanded?"""

from collections.abc import Iterable

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One demand, and what came of it.

    ``timed`` ones are of a clock on the wall: they are measured and told, and no test rests on
    them, since a machine may be busy with something else.
    """

    fault: str
    demanded: str
    found: str
    met: bool
    timed: bool = False


def unmet(findings: Iterable[Finding]) -> list[Finding]:
    """Those that a test may not leave unmet."""
    return [finding for finding in findings if not finding.met and not finding.timed]


def table(findings: Iterable[Finding]) -> str:
    """All of them as a table of Markdown, a row each."""
    return "\n".join([*_HEAD, *(_row(finding) for finding in findings)])


def renewed(page: str, name: str, findings: Iterable[Finding], when: str) -> str:
    """A page with the rows of one fault, between its two marks, written anew."""
    begins, ends = f"<!-- fault: {name} -->\n", f"<!-- end of {name} -->\n"
    before, begun, rest = page.partition(begins)
    _, ended, after = rest.partition(ends)
    if not (begun and ended):
        raise ValueError(f"the page has no marks for {name}")
    return f"{before}{begins}{when}\n\n{table(findings)}\n\n{ends}{after}"


_HEAD = ("| fault | demanded | found | |", "|---|---|---|---|")


def _row(finding: Finding) -> str:
    met = "met" if finding.met else "**missed**"
    return f"| {finding.fault} | {finding.demanded} | {finding.found} | {met} |"
