"""Each suite of others: how it is run against a site, and what of its findings is explained."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import msgspec

ROOT = Path(__file__).parents[2]
_AUDIT = ROOT / ".venv" / "audit" / "bin"
_SECONDS = 3600

FIGURE = "left-pakistan-april-2025"


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What is audited."""

    address: str
    """Of Tally itself."""
    proxy: str
    """Of nginx in front of it."""
    folder: Path
    """For what suites write."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What a suite found."""

    found: int | None
    """How many findings nothing explains; ``None`` where it could not be run."""
    summary: str
    said: str = ""


def _run(site: Site, *command: str | Path, seconds: int = _SECONDS) -> tuple[int, str]:
    """The exit code of a command and all it printed; it finds its files in the site's folder."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=os.environ | {"HOME": str(site.folder), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=seconds,
        check=False,
    )
    return done.returncode, done.stdout


def owasp(site: Site) -> Result:
    """Spectral with the OWASP rules of 2023; what is switched off stands in its ruleset."""
    code, said = _run(site, "npm", "run", "--silent", "--prefix", "tools/npm", "owasp")
    return Result(found=code, summary=said.strip().splitlines()[-1], said=said)


def httplint(site: Site) -> Result:
    """httplint on every kind of answer."""
    linting = ROOT / "tools" / "audit" / "linting.py"
    code, said = _run(site, _AUDIT / "python", linting, site.address)
    return Result(found=code, summary=said.strip().splitlines()[-1], said=said)


def known_weaknesses(site: Site) -> Result:
    """pip-audit on what is locked; it asks a database of weaknesses over the network."""
    lock = ROOT / "locks" / "runtime.txt"
    command = [
        "--requirement",
        str(lock),
        "--disable-pip",
        "--progress-spinner=off",
        "--timeout=20",
    ]
    code, said = _run(site, _AUDIT / "pip-audit", *command)
    unknown = said.count("could not be audited")
    if unknown or "Traceback" in said:
        # it takes what it could not look up for no weakness, and says so with code 0
        summary = f"no database of weaknesses is reached: {unknown} packages not looked up"
        return Result(found=None, summary=summary)
    return Result(found=code, summary=said.strip().splitlines()[0], said=said)


_WAPITI_MODULES = (
    "backup,cookieflags,crlf,csp,exec,file,htaccess,http_headers,ldap,methods,permanentxss,redirect,"
    "shellshock,sql,timesql,upload,xss"
)
"""All but those that need a host outside to call back, or try passwords where there are none."""
_EXPLAINED = {
    # 501 is what oEmbed demands for a format that there is not (section 2.3.4)
    ("Internal Server Error", "/oembed", "format"),
}


def wapiti(site: Site) -> Result:
    """Wapiti, from the front page and some addresses with parameters."""
    report = site.folder / "wapiti.json"
    starts = [
        "/v1/figures?claimant=united-nations&q=a&limit=1",
        f"/figures/{FIGURE}?lang=ur",
        f"/embed/figures/{FIGURE}?theme=dark",
        f"/oembed?url={site.address}/figures/{FIGURE}&format=json",
    ]
    command: list[str | Path] = [_AUDIT / "wapiti", "-u", f"{site.address}/", "-f", "json"]
    command += [part for start in starts for part in ("-s", site.address + start)]
    command += ["-o", report, "-m", _WAPITI_MODULES, "--scope", "folder", "-d", "2"]
    command += ["--max-links-per-page", "10", "--max-files-per-dir", "8", "--max-parameters", "12"]
    command += ["--max-scan-time", "400", "--max-attack-time", "60", "--flush-session"]
    _, said = _run(site, *command, "--no-bugreport")
    if not report.exists():
        return Result(found=1, summary="it did not end", said=said[-2000:])
    read = json.loads(report.read_text())
    found, explained = [], 0
    for part in ("vulnerabilities", "anomalies"):
        for name, ones in read[part].items():
            for one in ones:
                if (name, one["path"], one["parameter"]) in _EXPLAINED:
                    explained += 1
                else:
                    found.append(f"{name}: {one['method']} {one['path']} {one['info']}")
    pages = read["infos"]["crawled_pages_nbr"]
    summary = f"{pages} pages, {len(found)} findings, {explained} explained (501 of oEmbed)"
    return Result(found=len(found), summary=summary, said="\n".join(found))


_TARGETS = (
    "/v1/figures?q=a&claimant=united-nations&country=PAK&sort=-reported&limit=2&as_of_release=1",
    "/v1/departures?origin=PAK&period_from=2025-04-01&certainly_at_least=10&include=total",
    "/v1/departures/series.csv?origin=PAK",
    f"/v1/figures/{FIGURE}*",
    "/v1/changes?since_release=0*",
    "/?q=a&country=PAK",
    f"/embed/figures/{FIGURE}.svg?lang=ur&release=1",
    "/oembed?url=http://127.0.0.1/figures/x&format=json&maxwidth=400",
)


def sqlmap(site: Site) -> Result:
    """sqlmap at level 2, risk 2, on every sort of parameter."""
    targets = site.folder / "targets.txt"
    targets.write_text("".join(f"{site.address}{target}\n" for target in _TARGETS))
    command: list[str | Path] = [
        _AUDIT / "sqlmap",
        "-m",
        targets,
        "--batch",
        "--level=2",
        "--risk=2",
    ]
    command += ["--flush-session", "--disable-coloring"]
    command += ["--ignore-code=*", "--threads=2"]
    _, said = _run(site, *command, f"--output-dir={site.folder / 'sqlmap'}")
    tested = re.findall(r"(\w+ parameter '[^']+') does not seem to be injectable", said)
    found = re.findall(r"(\w+ parameter '[^']+') is (?:vulnerable|'.*' injectable)", said)
    summary = (
        f"{len(tested)} parameters of {len(_TARGETS)} addresses tested, {len(found)} injectable"
    )
    # to have tested nothing is a finding too
    return Result(found=len(found) + (not tested), summary=summary, said="\n".join(found))


_ATTACKS = {"-H": "slow headers", "-B": "slow bodies", "-X": "slow reading", "-R": "many ranges"}
_CONNECTIONS = 90  # what one address may have open is 100: past that nginx refuses, as it should


def slow_clients(site: Site) -> Result:
    """slowhttptest against nginx, in each of its ways; its own probe must always be answered."""
    if shutil.which("slowhttptest") is None:
        return Result(found=None, summary="install slowhttptest (Debian)")
    found, said = 0, ""
    for attack, name in _ATTACKS.items():
        command = [
            "slowhttptest",
            attack,
            "-c",
            str(_CONNECTIONS),
            "-r",
            "30",
            "-i",
            "5",
            "-l",
            "20",
        ]
        _, told = _run(site, *command, "-p", "3", "-u", f"{site.proxy}/v1/figures?limit=100")
        told = re.sub(r"\x1b\[[0-9;]*m", "", told)
        up = re.findall(r"service available:\s+(\w+)", told)
        ok = bool(up) and set(up) == {"YES"} and httpx.get(f"{site.proxy}/health/live").is_success
        found += not ok
        said += f"{name}: service available {'/'.join(sorted(set(up)))} in {len(up)} reports\n"
    summary = f"{len(_ATTACKS)} attacks of {_CONNECTIONS} connections, {found} felt"
    return Result(found=found, summary=summary, said=said)


def schemathesis(site: Site) -> Result:
    """schemathesis with every check and phase, EXAMPLES (500) for each operation."""
    st = ROOT / ".venv" / "bin" / "st"
    examples = os.environ.get("EXAMPLES", "500")
    command: list[str | Path] = [
        st,
        f"--config-file={ROOT / 'schemathesis.toml'}",
        "run",
        "--no-color",
    ]
    arguments = [f"{site.address}/openapi.json", "--checks=all", f"--max-examples={examples}"]
    code, said = _run(site, *command, *arguments, seconds=3 * _SECONDS)
    cases = re.findall(r"\d+ generated.*|No issues found in [\d.]+ ?s", said)
    return Result(found=code, summary="; ".join(cases) or f"exit code {code}", said=said[-3000:])
