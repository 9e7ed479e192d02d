"""Real servers on this machine alone, each started for the tests that need it and stopped afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "dba"
"""The password that a fresh Virtuoso gives to its user `dba`; it listens on loopback only and is thrown away."""

VIRTUOSO = shutil.which("virtuoso-t")
OXIGRAPH = shutil.which("oxigraph") or shutil.which("oxigraph", path=sysconfig.get_path("scripts"))

_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
POSTGRESQL = shutil.which("initdb", path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, reversed(_DEBIAN))]))
"""The program that makes a PostgreSQL cluster; the others lie beside it."""

_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
"""


def free_port() -> int:
    """A port of the loopback that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """`oxigraph serve` on a folder; gives the address of its queries."""
    assert OXIGRAPH is not None
    port = free_port()
    command = [OXIGRAPH, "serve", "--location", str(folder / "served"), "--bind", f"127.0.0.1:{port}"]
    with _running(command, port, folder):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path, *, rows: int = 1000) -> Iterator[str]:
    """A Virtuoso with its own database; gives its address, user and password included.

    `rows` is the size at which it silently cuts an answer off; it is small, so that the tests meet that limit.
    """
    assert VIRTUOSO is not None
    port = free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_INI.format(folder=folder, port=port, sql_port=free_port(), rows=rows))
    with _running([VIRTUOSO, "+foreground", "+configfile", str(ini)], port, folder):
        yield f"http://dba:{PASSWORD}@127.0.0.1:{port}/sparql"


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL with a cluster of its own that listens on a socket in its folder; gives that folder.

    It refuses to be run by root, so that there it is run by a user without rights.
    """
    assert POSTGRESQL is not None
    programs = Path(POSTGRESQL).resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # the path of a socket must be short
    user = None
    if os.geteuid() == 0:
        user = "nobody"
        os.chown(folder, *pwd.getpwnam(user)[2:4])

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(folder / "data"), *arguments]
        with (folder.parent / f"{folder.name}.log").open("ab") as log:
            done = subprocess.run(command, cwd="/", user=user, stdout=log, stderr=log, check=False)
        if done.returncode:
            told = (folder.parent / f"{folder.name}.log").read_text(errors="replace")
            raise RuntimeError(f"{program} failed: {told[-2000:]}")

    try:
        run("initdb", "--auth=trust", "--username=signpost", "--encoding=UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=50"
        run("pg_ctl", "-w", "-l", str(folder / "server.log"), "-o", options, "start")
        try:
            yield str(folder)
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        (folder.parent / f"{folder.name}.log").unlink(missing_ok=True)


@contextmanager
def _running(command: Sequence[str], port: int, folder: Path) -> Iterator[None]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            _await(process, port, folder)
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(
                f"the server ended at once: {(folder / 'server.log').read_text(errors='replace')[-2000:]}"
            )
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not listen within a minute")
