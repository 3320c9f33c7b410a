"""What must hold of the files in deploy/, as functions over what was parsed. Each returns a list of problems.

scripts/check_deploy.py reads the files, calls these, and runs the tools that know the formats.
"""

import re

# What Prometheus adds to the names of counters and histograms.
SUFFIXES = ("_total", "_bucket", "_sum", "_count")
METRIC = re.compile(r"(?<![\w:])rapporteur_[a-z0-9_]+")
SETTING = re.compile(r"\bRAPPORTEUR_[A-Z0-9_]+\b")
# Arguments of scripts and of the image, which the program does not read.
OTHER_VARIABLES = {"RAPPORTEUR_COMMIT", "RAPPORTEUR_TEST_REQUIRE"}
PINNED = re.compile(r":v?\d+\.\d+(\.\d+)?(-[\w.-]+)?$")


# --- metrics --------------------------------------------------------------------------------


def family(name):
    """The name of a metric as the source has it: without the prefix and without what is added."""
    bare = name.removeprefix("rapporteur_")
    for suffix in SUFFIXES:
        if bare.endswith(suffix):
            return bare.removesuffix(suffix)
    return bare


def unknown_metrics(expressions, source):
    """Metrics that are used and that the source of /metrics does not name."""
    known = set(re.findall(r'"([a-z0-9_]+)"', source))
    used = sorted({name for expression in expressions for name in METRIC.findall(expression)})
    return [f"{name} is not a metric of the server" for name in used if family(name) not in known]


def not_exposed(expressions, exposition):
    """Metrics that are used and that a running server does not show."""
    shown = set(re.findall(r"^(rapporteur_\w+)", exposition, re.MULTILINE))
    used = sorted({name for expression in expressions for name in METRIC.findall(expression)})
    return [f"/metrics does not show {name}" for name in used if name not in shown]


def rule_expressions(rules):
    """The expressions of a file of rules."""
    return [rule["expr"] for group in rules["groups"] for rule in group["rules"]]


def dashboard_expressions(dashboard):
    """The expressions of a dashboard, with its variables filled in."""
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    expressions += [
        re.sub(r"label_values\((.*), \w+\)", r"\1", variable["definition"])
        for variable in dashboard["templating"]["list"]
        if "definition" in variable
    ]
    filled = []
    for expression in expressions:
        expression = expression.replace("$__rate_interval", "5m")
        filled.append(re.sub(r"\$(job|instance)\b", ".+", expression))
    return filled


def dashboard_problems(dashboard):
    """Panels without a query or a place of their own."""
    problems, taken, ids = [], {}, set()
    for panel in dashboard["panels"]:
        title = panel["title"]
        if panel["id"] in ids:
            problems.append(f"{title}: another panel has the id {panel['id']}")
        ids.add(panel["id"])
        if panel["type"] != "alertlist" and not panel.get("targets"):
            problems.append(f"{title}: has no query")
        place = panel["gridPos"]
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                other = taken.setdefault((x, y), title)
                if other != title:
                    problems.append(f"{title}: lies over {other}")
                    break
            else:
                continue
            break
        if place["x"] + place["w"] > 24:
            problems.append(f"{title}: is wider than the dashboard")
        for target in panel.get("targets", []):
            if target["datasource"].get("uid") != "${datasource}":
                problems.append(f"{title}: asks a data source of its own")
    return problems


# --- settings -------------------------------------------------------------------------------


def unknown_settings(text, example):
    """Variables that a file sets and that deploy/env.example does not list."""
    known = set(SETTING.findall(example)) | OTHER_VARIABLES
    return [f"{name} is not a setting" for name in sorted(set(SETTING.findall(text)) - known)]


# --- Kubernetes -----------------------------------------------------------------------------


def of_kind(objects, kind):
    """The objects of a kind."""
    return [item for item in objects if item["kind"] == kind]


def selects(selector, labels):
    """Whether a selector of labels, which is not empty, selects."""
    return bool(selector) and selector.items() <= labels.items()


def container_problems(container):
    """Rights, resources and images of one container."""
    name, problems = container["name"], []
    security = container.get("securityContext", {})
    if security.get("allowPrivilegeEscalation") is not False:
        problems.append(f"{name}: may gain privileges")
    if security.get("readOnlyRootFilesystem") is not True:
        problems.append(f"{name}: may write to its root file system")
    if security.get("capabilities", {}).get("drop") != ["ALL"]:
        problems.append(f"{name}: keeps capabilities")
    resources = container.get("resources", {})
    if "memory" not in resources.get("limits", {}):
        problems.append(f"{name}: has no limit of memory")
    if not {"cpu", "memory"} <= resources.get("requests", {}).keys():
        problems.append(f"{name}: does not say what it needs")
    # Overlays name the image of the program itself.
    if container["image"] != "rapporteur" and not PINNED.search(container["image"]):
        problems.append(f"{name}: the image {container['image']} has no fixed version")
    return problems


def pod_problems(template):
    """Rights of a pod, and whether what it mounts is there."""
    spec, problems = template["spec"], []
    security = spec.get("securityContext", {})
    if security.get("runAsNonRoot") is not True or not security.get("runAsUser"):
        problems.append("the pod may run as root")
    if security.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        problems.append("the pod has no seccomp profile")
    if spec.get("automountServiceAccountToken") is not False:
        problems.append("the pod gets a token of the cluster")
    containers = spec["containers"] + spec.get("initContainers", [])
    for container in containers:
        problems += container_problems(container)
    for container in spec["containers"]:
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            if probe not in container:
                problems.append(f"{container['name']}: has no {probe}")
    return problems


def manifest_problems(objects):
    """What is wrong with a set of objects that are applied together."""
    problems = [f"Secret {item['metadata']['name']}: secrets stay out of the repository" for item in of_kind(objects, "Secret")]
    workloads = of_kind(objects, "StatefulSet") + of_kind(objects, "Deployment")
    if len(workloads) != 1:
        return problems + [f"{len(workloads)} workloads, expected one"]
    workload = workloads[0]
    template, name = workload["spec"]["template"], workload["metadata"]["name"]
    labels = template["metadata"]["labels"]
    problems += pod_problems(template)
    declared = {volume["name"] for volume in template["spec"].get("volumes", [])}
    declared |= {claim["metadata"]["name"] for claim in workload["spec"].get("volumeClaimTemplates", [])}
    for container in template["spec"]["containers"] + template["spec"].get("initContainers", []):
        mounted = {mount["name"] for mount in container.get("volumeMounts", [])}
        problems += [f"{container['name']}: mounts {volume}, which is not there" for volume in sorted(mounted - declared)]
    if not selects(workload["spec"]["selector"].get("matchLabels"), labels):
        problems.append(f"{name}: does not select its own pods")
    services = of_kind(objects, "Service")
    for service in services:
        if not selects(service["spec"].get("selector"), labels):
            problems.append(f"Service {service['metadata']['name']}: selects no pods")
    if workload["spec"].get("serviceName") not in {item["metadata"]["name"] for item in services}:
        problems.append(f"{name}: its service is not there")
    for kind, path in (("PodDisruptionBudget", "selector"), ("NetworkPolicy", "podSelector")):
        found = of_kind(objects, kind)
        if not any(selects(item["spec"][path].get("matchLabels"), labels) for item in found):
            problems.append(f"no {kind} is about the pods")
    for policy in of_kind(objects, "NetworkPolicy"):
        if sorted(policy["spec"].get("policyTypes", [])) != ["Egress", "Ingress"]:
            problems.append("the network policy leaves a direction open")
    for scaler in of_kind(objects, "HorizontalPodAutoscaler"):
        target = scaler["spec"]["scaleTargetRef"]
        if (target["kind"], target["name"]) != (workload["kind"], name):
            problems.append("the autoscaler scales something else")
        if "replicas" in workload["spec"]:
            problems.append("replicas are set beside the autoscaler")
    return problems


# --- Compose --------------------------------------------------------------------------------


def compose_problems(compose):
    """Rights, limits, ports and images of the services of a Compose file."""
    problems = []
    for name, service in compose["services"].items():
        if service.get("read_only") is not True:
            problems.append(f"{name}: may write to its root file system")
        if service.get("cap_drop") != ["ALL"]:
            problems.append(f"{name}: keeps capabilities")
        if "no-new-privileges:true" not in service.get("security_opt", []):
            problems.append(f"{name}: may gain privileges")
        if "mem_limit" not in service:
            problems.append(f"{name}: has no limit of memory")
        for port in service.get("ports", []):
            if not port.startswith("127.0.0.1:"):
                problems.append(f"{name}: publishes the port {port} beyond loopback")
        if "build" not in service and not PINNED.search(service["image"]):
            problems.append(f"{name}: the image {service['image']} has no fixed version")
    return problems


# --- the image ------------------------------------------------------------------------------


def copies(dockerfile):
    """The files that each stage copies from the context: (stage, source), and the stages that it copies from."""
    stage, sources, stages, wanted = None, [], set(), []
    for line in dockerfile.replace("\\\n", " ").splitlines():
        words = line.split()
        if words[:1] == ["FROM"]:
            stage = words[3] if words[2:3] == ["AS"] else None
            stages.add(stage)
        elif words[:1] == ["COPY"]:
            origin = [word.removeprefix("--from=") for word in words if word.startswith("--from=")]
            paths = [word for word in words[1:-1] if not word.startswith("--")]
            if origin:
                wanted += origin
            else:
                sources += [(stage, path) for path in paths]
    return sources, stages, wanted


def dockerfile_problems(dockerfile, ignored, project):
    """Stages that are not there, files that the builder is not sent, and packages that Cargo would miss."""
    sources, stages, wanted = copies(dockerfile)
    problems = [f"there is no stage {name}" for name in wanted if name not in stages]
    sent = [line[1:] for line in ignored.splitlines() if line.startswith("!")]
    for _, path in sources:
        if path == ".":
            continue
        if not (project / path).exists():
            problems.append(f"{path} does not exist")
        if not any(path == one or path.startswith(f"{one}/") for one in sent):
            problems.append(f"{path} is in .dockerignore")
    manifest = (project / "Cargo.toml").read_text(encoding="utf-8")
    members = re.findall(r'"([^"]+)"', re.search(r"^members = \[(.*)\]", manifest, re.MULTILINE)[1])
    first = {path for stage, path in sources if stage == "manifests"}
    problems += [f"the package {member} is not sent to Cargo" for member in members if member.split("/")[0] not in first]
    return problems


# --- the Debian package ---------------------------------------------------------------------


def asset_problems(assets, project):
    """Sources that are not there, unless they are built, and files that go to the same place."""
    problems, taken = [], set()
    for source, target, mode in assets:
        # models/ is there once it is built; the rest is in the repository.
        if not source.startswith(("target/", "models/")) and not list(project.glob(source)):
            problems.append(f"{source} is not there")
        if target.startswith("/") or not re.fullmatch("[0-7]{3}", mode):
            problems.append(f"{source}: '{target}' or '{mode}' is not as cargo-deb wants it")
        place = target + source.rsplit("/", 1)[-1] if target.endswith("/") else target
        if place in taken:
            problems.append(f"two files go to {place}")
        taken.add(place)
    return problems
