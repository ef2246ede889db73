"""The files of ``deploy/`` fit each other and the program."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml  # type: ignore[import-untyped]

from api.cli import COMMANDS, cli
from api.settings import Settings
from tests.deploy.hosts import DEPLOY


def compose() -> dict[str, Any]:
    """The services of the compose file."""
    read = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert isinstance(read, dict)
    return read


def test_nginx_takes_its_files(tmp_path: Path) -> None:
    """nginx finds nothing wrong with the configuration as it is mounted."""
    if shutil.which("nginx") is None:
        assert "CI" not in os.environ, "nginx is missing"
        pytest.skip("install nginx (Debian: nginx-light)")
    shutil.copytree(DEPLOY / "nginx", tmp_path / "nginx")
    main = tmp_path / "nginx" / "nginx.conf"
    text = main.read_text()
    # no such names, paths and rights here
    for ours, here in (("app1", "127.0.0.1"), ("app2", "127.0.0.2"), ("/var/cache", str(tmp_path))):
        assert ours in text
        text = text.replace(ours, here)
    main.write_text(text.replace("/tmp/nginx.pid", str(tmp_path / "pid")))
    (tmp_path / "nginx" / "tally").mkdir()
    done = subprocess.run(["nginx", "-t", "-c", str(main)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert b"[warn]" not in done.stderr


def test_compose_fits() -> None:
    """Every file it mounts is there, and every host that nginx names; only nginx is out."""
    services = compose()["services"]
    for service in services.values():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            if source.startswith("."):
                assert (DEPLOY / source).exists()
    upstream = (DEPLOY / "nginx" / "nginx.conf").read_text()
    assert set(re.findall(r"server (\w+):8000", upstream)) == {"app1", "app2"} <= services.keys()
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert compose()["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize("name", ["schema", "seed", "app1", "app2"])
def test_settings_and_commands(name: str) -> None:
    """What a service is given are settings that there are; what it runs, commands."""
    service = compose()["services"][name]
    known = {f"TALLY_{field.upper()}" for field in Settings.__struct_fields__}
    assert service["environment"].keys() <= known
    user = "tally" if name in ("schema", "seed") else "tally_reader"
    assert f"//{user}:" in service["environment"]["TALLY_DATABASE_URL"]
    if "command" in service:  # else that of the image, which has no shell to read one
        program, command, *_ = service["command"]
        assert program == "tally"
        assert command in COMMANDS


def test_unit() -> None:
    """The unit runs a command with options that it has, and systemd understands every line."""
    unit = (DEPLOY / "systemd" / "tally.service").read_text()
    (started,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    program, command, *options = shlex.split(started)
    assert program.endswith("/tally")
    with click.Context(cli) as context:
        found = cli.get_command(context, command)
        assert found is not None
        found.make_context(command, list(options))
    if (analyze := shutil.which("systemd-analyze")) is None:
        return
    done = subprocess.run(
        [analyze, "verify", "--man=no", str(DEPLOY / "systemd" / "tally.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert complaints == []
    # 1.0 of 10 by its reckoning, where 0 is best: it has to have a network
    rate = [analyze, "security", "--offline=true", "--threshold=11", "--no-pager"]
    rated = subprocess.run(
        [*rate, str(DEPLOY / "systemd" / "tally.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout[-300:] + rated.stderr


def test_containers_are_closed() -> None:
    """What is Tally's or nginx's writes nothing, has no rights and gets none."""
    services = compose()["services"]
    for name in ("schema", "seed", "app1", "app2", "nginx"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in services[name]["security_opt"]
