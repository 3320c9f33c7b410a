"""Tests of the checks over deploy/, and of the archive, with the standard library alone."""

import contextlib
import copy
import io
import json
import os
import stat
import tarfile
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import check_deploy
import check_proxies
import deploy_checks
import package

PROJECT = Path(__file__).resolve().parent.parent

CONTAINER = {
    "name": "rapporteur",
    "image": "registry.example.org/rapporteur:0.1.0",
    "securityContext": {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    },
    "resources": {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"memory": "1Gi"}},
    "startupProbe": {},
    "readinessProbe": {},
    "livenessProbe": {},
    "volumeMounts": [{"name": "data", "mountPath": "/data"}],
}
LABELS = {"app": "rapporteur"}


def objects():
    """Objects that nothing is wrong with."""
    pod = {
        "securityContext": {"runAsNonRoot": True, "runAsUser": 1, "seccompProfile": {"type": "RuntimeDefault"}},
        "automountServiceAccountToken": False,
        "containers": [copy.deepcopy(CONTAINER)],
        "volumes": [{"name": "data"}],
    }
    workload = {
        "selector": {"matchLabels": dict(LABELS)},
        "serviceName": "pods",
        "template": {"metadata": {"labels": dict(LABELS)}, "spec": pod},
    }
    target = {"kind": "StatefulSet", "name": "rapporteur"}
    specs = [
        ("StatefulSet", "rapporteur", workload),
        ("Service", "pods", {"selector": dict(LABELS)}),
        ("PodDisruptionBudget", "rapporteur", {"selector": {"matchLabels": dict(LABELS)}}),
        ("NetworkPolicy", "rapporteur", {"podSelector": {"matchLabels": dict(LABELS)}, "policyTypes": ["Ingress", "Egress"]}),
        ("HorizontalPodAutoscaler", "rapporteur", {"scaleTargetRef": target}),
    ]
    return [{"kind": kind, "metadata": {"name": name}, "spec": spec} for kind, name, spec in specs]


class Metrics(unittest.TestCase):
    source = '"ready", "http_requests", "request_duration_seconds"'

    def test_names_are_those_of_the_source(self):
        right = ["rate(rapporteur_http_requests_total[5m])", "rapporteur_request_duration_seconds_bucket", "rapporteur_ready"]
        self.assertEqual(deploy_checks.unknown_metrics(right, self.source), [])
        wrong = ["rapporteur_http_request_total / rapporteur_request_seconds_sum", "rapporteur:errors:ratio5m"]
        self.assertEqual(
            deploy_checks.unknown_metrics(wrong, self.source),
            ["rapporteur_http_request_total is not a metric of the server", "rapporteur_request_seconds_sum is not a metric of the server"],
        )

    def test_rules_and_dashboard_use_metrics_of_the_server(self):
        dashboard = json.loads((check_deploy.MONITORING / "dashboard.json").read_text(encoding="utf-8"))
        panels = deploy_checks.dashboard_expressions(dashboard)
        self.assertGreater(len(panels), 15)
        # YAML is not in the standard library; names stand in the text as well.
        rules = (check_deploy.MONITORING / "rules.yml").read_text(encoding="utf-8")
        self.assertGreater(len(deploy_checks.METRIC.findall(rules)), 5)
        self.assertEqual(deploy_checks.unknown_metrics([*panels, rules], check_deploy.metrics_source()), [])
        self.assertEqual(deploy_checks.dashboard_problems(dashboard), [])

    def test_what_a_server_does_not_show_is_seen(self):
        shown = "# HELP rapporteur_ready Whether.\nrapporteur_ready 1\n"
        found = deploy_checks.not_exposed(["rapporteur_ready", "rapporteur_redy"], shown)
        self.assertEqual(found, ["/metrics does not show rapporteur_redy"])

    def test_panels_have_queries_and_places_of_their_own(self):
        place = {"x": 0, "y": 0, "w": 4, "h": 2}
        query = {"expr": "up", "datasource": {"uid": "${datasource}"}}
        panel = {"id": 1, "title": "A", "type": "stat", "gridPos": place, "targets": [query]}
        over = {**panel, "title": "B", "targets": [], "gridPos": {**place, "x": 22}}
        self.assertEqual(deploy_checks.dashboard_problems({"panels": [panel]}), [])
        found = deploy_checks.dashboard_problems({"panels": [panel, over, {**panel, "id": 3, "title": "C"}]})
        self.assertEqual(
            found,
            ["B: another panel has the id 1", "B: has no query", "B: is wider than the dashboard", "C: lies over A"],
        )


class Kubernetes(unittest.TestCase):
    def test_nothing_is_found_where_nothing_is_wrong(self):
        self.assertEqual(deploy_checks.manifest_problems(objects()), [])

    def test_each_fault_is_found(self):
        def workload(items):
            return items[0]["spec"]

        def container(items):
            return workload(items)["template"]["spec"]["containers"][0]

        cases = [
            (lambda it: container(it)["securityContext"].pop("readOnlyRootFilesystem"), "may write to its root file system"),
            (lambda it: container(it)["securityContext"].pop("capabilities"), "keeps capabilities"),
            (lambda it: container(it)["securityContext"].update(allowPrivilegeEscalation=True), "may gain privileges"),
            (lambda it: container(it)["resources"].pop("limits"), "no limit of memory"),
            (lambda it: container(it)["resources"].pop("requests"), "does not say what it needs"),
            (lambda it: container(it).update(image="rapporteur:latest"), "no fixed version"),
            (lambda it: container(it).pop("livenessProbe"), "has no livenessProbe"),
            (lambda it: container(it)["volumeMounts"].append({"name": "keys"}), "mounts keys, which is not there"),
            (lambda it: workload(it)["template"]["spec"]["securityContext"].pop("runAsNonRoot"), "may run as root"),
            (lambda it: workload(it)["template"]["spec"]["securityContext"].pop("seccompProfile"), "no seccomp profile"),
            (lambda it: workload(it)["template"]["spec"].pop("automountServiceAccountToken"), "a token of the cluster"),
            (lambda it: workload(it)["selector"]["matchLabels"].update(tier="x"), "does not select its own pods"),
            (lambda it: workload(it).update(serviceName="other"), "its service is not there"),
            (lambda it: workload(it).update(replicas=2), "beside the autoscaler"),
            (lambda it: it[1]["spec"].pop("selector"), "Service pods: selects no pods"),
            (lambda it: it[2]["spec"]["selector"]["matchLabels"].update(app="x"), "no PodDisruptionBudget is about"),
            (lambda it: it[3]["spec"].update(policyTypes=["Ingress"]), "leaves a direction open"),
            (lambda it: it[4]["spec"]["scaleTargetRef"].update(kind="Deployment"), "scales something else"),
            (lambda it: it.append({"kind": "Secret", "metadata": {"name": "k"}}), "Secret k: secrets stay out"),
        ]
        for damage, expected in cases:
            items = objects()
            damage(items)
            found = deploy_checks.manifest_problems(items)
            self.assertEqual(len(found), 1, (expected, found))
            self.assertIn(expected, found[0])

    def test_the_rule_of_the_operator_has_the_rules(self):
        made = check_deploy.rule_object()
        self.assertEqual(check_deploy.RULE.read_text(encoding="utf-8"), made)
        self.assertIn("\n        - alert: RapporteurDown\n", made)


class Files(unittest.TestCase):
    def test_settings_are_those_of_the_program(self):
        example = "#RAPPORTEUR_LISTEN=127.0.0.1:8080\n"
        self.assertEqual(deploy_checks.unknown_settings("RAPPORTEUR_LISTEN=x RAPPORTEUR_COMMIT=y", example), [])
        self.assertEqual(
            deploy_checks.unknown_settings("RAPPORTEUR_LISTENS: x", example), ["RAPPORTEUR_LISTENS is not a setting"]
        )

    def test_every_file_sets_settings_of_the_program(self):
        options = mock.Mock()
        self.assertRegex(check_deploy.check_settings(options), r"^\d{2,} files$")

    def test_compose_services_are_confined(self):
        service = {
            "image": "a:1.2", "read_only": True, "cap_drop": ["ALL"], "mem_limit": "1g",
            "security_opt": ["no-new-privileges:true"], "ports": ["127.0.0.1:1:1"],
        }
        self.assertEqual(deploy_checks.compose_problems({"services": {"a": service}}), [])
        open_service = {"image": "a", "ports": ["80:80"]}
        self.assertEqual(len(deploy_checks.compose_problems({"services": {"a": open_service}})), 6)

    def test_the_image_is_sent_what_it_needs(self):
        dockerfile = (check_deploy.DEPLOY / "Dockerfile").read_text(encoding="utf-8")
        ignored = (PROJECT / ".dockerignore").read_text(encoding="utf-8")
        self.assertEqual(deploy_checks.dockerfile_problems(dockerfile, ignored, PROJECT), [])
        found = deploy_checks.dockerfile_problems(dockerfile.replace("COPY fuzz fuzz\n", ""), ignored, PROJECT)
        self.assertEqual(found, ["the package fuzz is not sent to Cargo"])
        found = deploy_checks.dockerfile_problems(dockerfile, ignored.replace("!corpus\n", ""), PROJECT)
        self.assertEqual(found, ["corpus is in .dockerignore"])
        found = deploy_checks.dockerfile_problems(dockerfile.replace(" AS model", " AS models"), ignored, PROJECT)
        self.assertEqual(set(found), {"there is no stage model"})

    def test_assets_are_there_and_go_to_places_of_their_own(self):
        right = [["LICENSE", "usr/share/doc/a/", "644"], ["target/release/a", "usr/bin/", "755"]]
        self.assertEqual(deploy_checks.asset_problems(right, PROJECT), [])
        wrong = [["LICENCE", "usr/share/doc/a/", "644"], ["LICENSE", "/usr/a", "644"], ["README.md", "/usr/a", "6444"]]
        self.assertEqual(len(deploy_checks.asset_problems(wrong, PROJECT)), 4)

    def test_a_part_that_fails_is_named_and_the_others_go_on(self):
        def fails(_):
            raise check_deploy.CheckError("no")

        parts = {"one": fails, "two": lambda _: "fine"}
        out, err = io.StringIO(), io.StringIO()
        with mock.patch.object(check_deploy, "PARTS", parts), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = check_deploy.main([])
        self.assertEqual((code, out.getvalue(), err.getvalue()), (1, "two: fine\n", "one: failed\nno\n"))

    def test_a_missing_tool_is_named(self):
        with self.assertRaisesRegex(check_deploy.CheckError, "no-such-tool is not installed"):
            check_deploy.run("no-such-tool")


class Proxies(unittest.TestCase):
    def test_examples_have_what_is_replaced(self):
        with tempfile.TemporaryDirectory() as name:
            for make in (check_proxies.nginx, check_proxies.caddy):
                make(Path(name), 4433, 8081)
            self.assertIn("server 127.0.0.1:8081;", Path(name, "site.conf").read_text(encoding="utf-8"))
            self.assertIn("reverse_proxy 127.0.0.1:8081 {", Path(name, "Caddyfile").read_text(encoding="utf-8"))
        with self.assertRaisesRegex(check_proxies.CheckError, "does not have 'b'"):
            check_proxies.replaced("a", [("b", "c")])


# Stands for the program: prints what package.py asks for.
PROGRAM = """#!/bin/sh
case "$1" in
  --version) echo "rapporteur 9.8.7 (abc)" ;;
  man) echo page > "$2/rapporteur.1" ;;
  completions) echo "complete $2" ;;
  ask) mkdir -p "$RAPPORTEUR_DATA_DIR"; [ -f "$RAPPORTEUR_CORPUS/rome-2012.md" ] && echo "ANSWER" ;;
esac
"""


class Archive(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = Path(folder.name, "out")
        self.program = Path(folder.name, "program")
        models = Path(folder.name, "models")
        for name in package.MODELS:
            (models / name).mkdir(parents=True)
            (models / name / "file").write_text(name, encoding="utf-8")
        self.models = models

    def make(self, answer):
        """Runs the command with a program that answers so."""
        self.program.write_text(PROGRAM.replace("ANSWER", answer), encoding="utf-8")
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR)
        contents = package.contents

        def with_models(*arguments):
            return {**contents(*arguments), **{f"models/{name}": self.models / name for name in package.MODELS}}

        out, err = io.StringIO(), io.StringIO()
        with mock.patch.object(package, "contents", with_models), mock.patch.dict(
            os.environ, SOURCE_DATE_EPOCH="1000000000"
        ), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = package.main(["--rapporteur", str(self.program), "--out", str(self.out)])
        return code, err.getvalue()

    def test_the_same_files_give_the_same_archive(self):
        digests = set()
        for _ in range(2):
            code, err = self.make("territorial gangs")
            self.assertEqual(code, 0, err)
            digests.update(path.read_text(encoding="utf-8") for path in self.out.glob("*.sha256"))
        self.assertEqual(len(digests), 1)
        (path,) = self.out.glob("rapporteur-9.8.7-*.tar.gz")
        with tarfile.open(path) as archive:
            entries = {entry.name.split("/", 1)[1]: entry for entry in archive}
        for name in ("LICENSE", "usr/bin/rapporteur", "corpus/rome-2012.md", "models/onnxruntime/file", "share/man/rapporteur.1"):
            self.assertIn(name, entries)
        self.assertEqual({(entry.mtime, entry.uid, entry.uname) for entry in entries.values()}, {(1000000000, 0, "")})
        self.assertEqual({name for name, entry in entries.items() if entry.mode & 0o111}, {"rapporteur", "usr/bin/rapporteur"})

    def test_a_program_that_does_not_answer_is_not_shipped(self):
        code, err = self.make("something else")
        self.assertEqual(code, 1)
        self.assertIn("the program of the archive answers", err)
        self.assertEqual(list(self.out.glob("*.sha256")), [])


if __name__ == "__main__":
    unittest.main()
