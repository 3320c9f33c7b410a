#!/usr/bin/env python3
"""Builds the last stage of the image around a program that is there, and asks it without a network.

    sudo python3 scripts/check_image.py --rapporteur target/dist/rapporteur

Needs no registry: the base is made of Debian's packages, the same ones that the base of the Dockerfile is made of. So it
shows that the program needs nothing else, and that it runs read-only, without capabilities, network and root. It does not
build the other stages. Needs root, Debian 12, and its packages buildah, podman and runc; rustc; and `make model`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
# What gcr.io/distroless/cc-debian12 has of libraries.
PACKAGES = ["base-files", "libc6", "libgcc-s1", "libstdc++6"]
MODELS = ["all-MiniLM-L6-v2-int8", "onnxruntime"]
NAME = "rapporteur-image-check"
IMAGE = f"localhost/{NAME}"
ENGINE = ["podman", "--runtime", "runc", "--cgroup-manager", "cgroupfs"]
CONFINED = ["--network", "none", "--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges"]
CONFINED += ["--no-healthcheck", "--ulimit", "nofile=4096:4096", "--ulimit", "nproc=1000:1000", "--memory", "2g"]
QUESTION = "Which declaration mentions gangs?"
READY_SECONDS = 120


def run(*command, **options):
    """What a command prints; fails where it fails."""
    command = [str(part) for part in command]
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout.strip()


def base_folder(folder):
    """The files of Debian's packages."""
    root, packages = folder / "root", folder / "packages"
    packages.mkdir()
    run("apt-get", "download", "--quiet", *PACKAGES, cwd=packages)
    for package in packages.glob("*.deb"):
        run("dpkg", "--extract", package, root)
    return root


def build_folder(folder, program):
    """What the stage `build` leaves."""
    out = folder / "build"
    out.mkdir()
    shutil.copy(program, out / "rapporteur")
    run("strip", "--strip-debug", out / "rapporteur")
    health = ["rustc", "--edition", "2024", "-C", "opt-level=s", "-C", "panic=abort", "-C", "strip=symbols"]
    run(*health, "--out-dir", out, PROJECT / "deploy/healthcheck.rs")
    return out


def model_folder(folder):
    """What the stage `model` leaves."""
    out = folder / "model"
    for name in MODELS:
        shutil.copytree(PROJECT / "models" / name, out / "models" / name)
    (out / "state/rapporteur").mkdir(parents=True)
    (out / "state/rapporteur").chmod(0o750)
    return out


def image(folder, name, source, target):
    """An image that has nothing but a folder."""
    file = folder / f"{name}.dockerfile"
    file.write_text(f"FROM scratch\nCOPY {source.name} {target}\n", encoding="utf-8")
    run("buildah", "bud", "--quiet", "--file", file, "--tag", f"{IMAGE}-{name}", folder)


def last_stage(dockerfile):
    """The last stage by itself, over the images above."""
    stage = dockerfile[dockerfile.rindex("\nFROM ") + 1 :]
    for name in ("build", "model"):
        stage = stage.replace(f"--from={name}", f"--from={IMAGE}-{name}")
    return f"ARG RUNTIME_IMAGE={IMAGE}-base\n{stage}"


def build(folder, program):
    """Builds the image."""
    image(folder, "base", base_folder(folder), "/")
    image(folder, "build", build_folder(folder, program), "/out")
    image(folder, "model", model_folder(folder), "/out")
    file = folder / "last.dockerfile"
    file.write_text(last_stage((PROJECT / "deploy/Dockerfile").read_text(encoding="utf-8")), encoding="utf-8")
    run("buildah", "bud", "--quiet", "--format", "docker", "--file", file, "--tag", IMAGE, PROJECT)


def curl(pid, *arguments):
    """The command that asks the container of this process, which has no network."""
    return ["nsenter", "--target", pid, "--net", "curl", "--silent", "--show-error", "--fail", *arguments]


def await_health(pid):
    """Waits until the service is ready and the health check of the image succeeds; returns the seconds it took."""
    start = time.monotonic()
    ready = curl(pid, "http://127.0.0.1:8080/readyz")
    while subprocess.run(ready, check=False, capture_output=True).returncode != 0:
        if time.monotonic() > start + READY_SECONDS:
            raise AssertionError("the container is not ready: " + run(*ENGINE, "logs", NAME))
        time.sleep(0.02)
    took = time.monotonic() - start
    run(*ENGINE, "exec", NAME, "/usr/lib/rapporteur/healthcheck")
    return took


def memory(pid):
    """The resident memory of a process, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) * 1024


def ask():
    """Asks in the container, looks at its rights, and stops it; returns what was measured."""
    run(*ENGINE, "run", "--detach", "--name", NAME, *CONFINED, "--env", "RAPPORTEUR_ANONYMOUS_READ=on", IMAGE)
    try:
        pid = run(*ENGINE, "inspect", "--format", "{{.State.Pid}}", NAME)
        took = await_health(pid)
        resident = memory(pid)
        url = ["http://127.0.0.1:8080/v1/ask", "--get", "--data-urlencode", f"q={QUESTION}"]
        answer = json.loads(run(*curl(pid, *url)))
        assert answer["status"] == "ANSWERED", answer
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        for expected in ("Uid:\t10001\t", "CapEff:\t0000000000000000", "NoNewPrivs:\t1"):
            assert expected in status, f"no {expected!r} in {status}"
        created = run(*ENGINE, "exec", NAME, "/usr/bin/rapporteur", "keys", "create", "check")
        assert created.startswith("rptr_"), "no key was created"
        run(*ENGINE, "stop", "--time", "15", NAME)
        code = run(*ENGINE, "inspect", "--format", "{{.State.ExitCode}}", NAME)
        assert code == "0", f"it ended with {code}"
        size = int(run("podman", "image", "inspect", "--format", "{{.Size}}", IMAGE))
        return f"{size / 1e6:.0f} MB, ready {took:.1f} s after its first start, {resident / 1e6:.0f} MB resident"
    finally:
        subprocess.run([*ENGINE, "rm", "--force", NAME], check=False, capture_output=True)


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rapporteur", type=Path, required=True, help="the program")
    options = parser.parse_args(arguments)
    # No kernel module is needed for these, and no daemon.
    os.environ.setdefault("STORAGE_DRIVER", "vfs")
    os.environ.setdefault("BUILDAH_ISOLATION", "chroot")
    with tempfile.TemporaryDirectory() as folder:
        try:
            build(Path(folder), options.rapporteur.resolve())
            measured = ask()
        except subprocess.CalledProcessError as error:
            print(f"failed to {' '.join(error.cmd[:4])} ...: {error.stderr}", file=sys.stderr)
            return 1
        except AssertionError as error:
            print(f"failed to run the image: {error}", file=sys.stderr)
            return 1
        finally:
            images = [f"{IMAGE}{kind}" for kind in ("", "-base", "-build", "-model")]
            subprocess.run(["buildah", "rmi", "--force", *images], check=False, capture_output=True)
    print(f"image: answers without network, root, capabilities, and with a read-only file system; {measured}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
