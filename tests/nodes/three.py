"""Three servers on one database and one data folder, with nginx in front as live/servers.md sets it up."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import meeting
from tests.nursery import Nursery
from tests.server import LOOPBACK, Process, Server

PAGE = Path(meeting.__file__).parent / "live" / "servers.md"
NODES = 3
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Three:
    """`front` is what tablets know: nginx. `nodes` are the servers behind it."""

    def __init__(self, nursery: Nursery, data: Path, database_url: str) -> None:
        given = {"database_url": database_url, "behind_proxy": LOOPBACK, "proxy_papers": "/papers-inside/"}
        self.nodes = [Server(data, nursery.fork, log_level="info", **given) for _ in range(NODES)]
        self.front = Server(data, self._begin_nginx, **given)
        self.folder = data.with_name("nginx")

    def start(self) -> Self:
        """Start all of them."""
        for node in self.nodes:
            node.start()
        self.front.start()
        return self

    def kill(self) -> None:
        """Kill all of them, as by a power cut."""
        for each in (self.front, *self.nodes):
            each.kill()

    def nginx_said(self) -> str:
        """Everything that nginx has written anywhere."""
        return "".join(path.read_text("utf-8", "replace") for path in self.folder.glob("*.log"))

    def _begin_nginx(self, environment: Mapping[str, str], log: Path) -> Process:
        self.folder.mkdir(exist_ok=True)
        file = self.folder / "nginx.conf"
        file.write_text(self._configuration())
        nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        assert nginx, "apt install nginx-light"
        with (self.folder / "said.log").open("ab") as said:
            words = [nginx, "-p", str(self.folder), "-c", str(file), "-g", "daemon off; master_process off;"]
            return subprocess.Popen(words, stdout=said, stderr=said)

    def _configuration(self) -> str:
        """The configuration of that page, word for word, except names, ports, the certificate, and where nginx may
        write here."""
        shown = re.findall(r"```nginx\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
        assert len(shown) == 1
        here = re.sub(r"    server \{\n        listen 80.*?\n    \}\n", "", shown[0], flags=re.DOTALL)
        here = re.sub(r" +ssl_.*\n", "", here)
        here = here.replace("user meeting;", "").replace("worker_rlimit_nofile 65536;", "")
        here = here.replace("listen 443 ssl default_server", f"listen {LOOPBACK}:{self.front.port} default_server")
        for node, address in zip(self.nodes, dict.fromkeys(re.findall(r"server (10[0-9.:]+)", here)), strict=True):
            here = here.replace(address, f"{LOOPBACK}:{node.port}")
        places = [f"{each}_temp_path {self.folder / each};" for each in TEMPORARY]
        here = here.replace("http {", "\n".join(["http {", *places]))
        here = here.replace("/srv/meeting/", f"{self.front.data}/").replace("/run/", f"{self.folder}/")
        return here.replace("/var/log/nginx/", f"{self.folder}/")
