#!/usr/bin/env python3
"""Installs the Debian package in a clean root, asks there, and removes it.

    sudo python3 scripts/check_deb.py target/debian/rapporteur_0.1.0-1_amd64.deb

The root is made by debootstrap, of the packages that every Debian 12 has, from the mirror that apt is configured for. So it
shows that the package depends on all that it needs. No system runs there: what systemd does with the unit is shown by
scripts/check_deploy.py. Needs root, Debian's package debootstrap, and the mirror.
"""

import argparse
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from check_proxies import CheckError, await_port, answers_readyz, expect, free_port, start

SUITE = "bookworm"
QUESTION = "Which declaration mentions gangs?"
EXPECTED = "territorial gangs"
PLACES = ["usr/bin/rapporteur", "usr/share/rapporteur", "usr/share/man/man1/rapporteur.1.gz", "lib/systemd/system/rapporteur.service"]
# Nobody: the program may not need any right.
USER = 65534


def run(*command, **options):
    """What a command prints; fails where it fails, with what it says."""
    command = [str(part) for part in command]
    result = subprocess.run(command, check=False, capture_output=True, text=True, **options)
    if result.returncode != 0:
        said = (result.stderr.strip() or result.stdout.strip())[-1500:]
        raise CheckError(f"`{' '.join(command)}` ended with {result.returncode}: {said}")
    return result.stdout


def mirror():
    """The address of the packages of Debian that apt is configured for."""
    listed = run("apt-get", "indextargets", "--format", "$(CODENAME) $(SITE)", "Created-By: Packages", "Origin: Debian")
    sites = [line.split()[1] for line in listed.splitlines() if line.split()[0] == SUITE]
    expect(sites, f"apt has no packages of Debian {SUITE}: {listed}")
    return sites[0]


def make_root(folder):
    """A root with the packages that every system has."""
    site = mirror()
    run("debootstrap", "--variant=minbase", SUITE, folder, site)
    # Packages may not start services there.
    policy = folder / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
    policy.chmod(0o755)
    return site


def inside(root, *command, user=0, **options):
    """What a command prints in the root, with nothing of this environment but the proxy."""
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/home/nobody", "DEBIAN_FRONTEND": "noninteractive"}
    environment |= {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    return run("chroot", f"--userspec={user}:{user}", root, *command, env=environment, **options)


def install(root, package):
    """Installs the package with what it depends on; returns what came with it."""
    shutil.copy(package, root / "tmp/rapporteur.deb")
    (root / "tmp/rapporteur.deb").chmod(0o644)
    before = installed(root)
    inside(root, "apt-get", "install", "--yes", "--no-install-recommends", "/tmp/rapporteur.deb")
    for place in PLACES:
        expect((root / place).exists(), f"the package has no /{place}")
    settings = root / "etc/rapporteur/rapporteur.env"
    expect(settings.stat().st_mode & 0o777 == 0o600, f"{settings} may be read by others")
    return installed(root) - before


def installed(root):
    """The names of the installed packages."""
    return set(inside(root, "dpkg-query", "--show", "--showformat", "${Package}\n").split())


def ask(root):
    """Asks as a user without rights, by the command and by the server; returns what was measured."""
    home = root / "home/nobody"
    home.mkdir(parents=True)
    os.chown(home, USER, USER)
    folders = ["--corpus", "/usr/share/rapporteur/corpus", "--data-dir", "/home/nobody/data"]
    answer = inside(root, "rapporteur", "ask", QUESTION, *folders, user=USER)
    expect(EXPECTED in answer, f"the program answers {answer!r}")
    inside(root, "rapporteur", "doctor", *folders, user=USER)
    shutil.rmtree(root / "home/nobody/data")
    port, log = free_port(), root / "tmp/server.log"
    command = ["chroot", f"--userspec={USER}:{USER}", root, "/usr/bin/rapporteur", "serve", "--listen", f"127.0.0.1:{port}"]
    command += folders
    begun = time.monotonic()
    server = start(command, log, env={"PATH": "/usr/sbin:/usr/bin"})
    try:
        await_port(server, port, log, answers_readyz)
        took = time.monotonic() - begun
        status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
        resident = int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1e3
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/v1/ask?q=" + QUESTION.replace(" ", "+"))
        found = json.loads(connection.getresponse().read())
        expect(found["status"] == "ANSWERED", f"the server answers {found}")
        expect(f"Uid:\t{USER}\t" in status, "the server does not run as nobody")
    finally:
        server.terminate()
        server.wait(20)
    return f"ready {took:.1f} s after its first start, {resident:.0f} MB resident"


def remove(root):
    """Removes the package; nothing of it may be left."""
    inside(root, "apt-get", "purge", "--yes", "rapporteur")
    left = [place for place in [*PLACES, "etc/rapporteur"] if (root / place).exists()]
    expect(not left, f"after the package was removed there is still {left}")


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("package", type=Path, help="the package")
    options = parser.parse_args(arguments)
    if os.getuid() != 0 or shutil.which("debootstrap") is None:
        print("failed to install the package: needs root, and Debian's package debootstrap", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "root")
        try:
            site = make_root(root)
            with_it = install(root, options.package.resolve())
            size = int(inside(root, "dpkg-query", "--show", "--showformat", "${Installed-Size}", "rapporteur")) / 1e3
            measured = ask(root)
            remove(root)
        except CheckError as error:
            print(f"failed to install the package: {error}", file=sys.stderr)
            return 1
    packed = options.package.stat().st_size / 1e6
    print(f"deb: installed in a clean {SUITE} from {site} with {', '.join(sorted(with_it))}")
    print(f"deb: {packed:.0f} MB, {size:.0f} MB installed; {measured}; nothing left after it was purged")
    return 0


if __name__ == "__main__":
    sys.exit(main())
