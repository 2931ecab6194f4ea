"""What nginx is told, checked by nginx; what containers are told, checked by the schemas of those who read it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kubernetes_validate import validate
from ruamel.yaml import YAML

from seqdemo.serving import __main__ as serving
from seqdemo.serving.nginx import Front, configuration, headers, policy

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent


def front(folder: Path, **more) -> Front:
    return Front(port=18500, replicas=(40001, 40002, 40003), folder=folder, static=folder, **more)


@pytest.fixture
def certificate(tmp_path):
    key, pem = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost".split()
    subprocess.run([*command, "-keyout", key, "-out", pem], check=True, capture_output=True)
    return pem, key


def test_nginx_takes_the_configuration_with_and_without_a_certificate(tmp_path, certificate):
    if serving.nginx() is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("nginx is not installed (nginx-light).")
    pem, key = certificate
    for number, more in enumerate(({}, {"certificate": pem, "key": key, "frame_ancestors": "https://school.example"})):
        path = tmp_path / f"{number}.conf"
        path.write_text(configuration(front(tmp_path, **more)), encoding="utf-8")
        command = [serving.nginx(), "-t", "-p", tmp_path, "-c", path, "-e", tmp_path / "error.log"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_every_replica_has_the_others_behind_it_and_the_cookie_names_who_answered(tmp_path):
    text = configuration(front(tmp_path))
    second = next(line for line in text.splitlines() if "upstream replica_2" in line)
    assert "40002 max_fails" in second and second.count("backup") == 2
    assert "~:40003$ 3;" in text and "add_header Set-Cookie" in text
    assert "; Secure" not in text and "; Secure" in configuration(front(tmp_path, certificate=tmp_path, key=tmp_path))


def test_no_log_has_what_was_typed(tmp_path):
    text = configuration(front(tmp_path))
    (logged,) = [line for line in text.splitlines() if "log_format" in line]
    known = set(logged.split("'")[1].split())
    assert known == {"$time_iso8601", "$status", "$request_method", "$uri", "$request_time", "$upstream_addr"}
    assert "error_log" in text and text.split("error_log", 1)[1].split(";")[0].endswith(" crit")


def test_who_may_frame_the_app_can_be_said_and_nothing_comes_from_elsewhere(tmp_path):
    assert policy("'self' https://school.example").endswith("frame-ancestors 'self' https://school.example")
    assert "http" not in policy("'self'") and "*" not in policy("'self'")
    assert headers(front(tmp_path))["Referrer-Policy"] == "no-referrer"


def test_without_nginx_the_command_says_what_to_do(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(serving, "nginx", lambda: None)
    assert serving.main(["--folder", str(tmp_path)]) == 1
    assert "nginx-light" in capsys.readouterr().err


@pytest.mark.parametrize("path", sorted((DEPLOY / "kubernetes").glob("*.yaml")), ids=lambda path: path.name)
def test_kubernetes_knows_what_is_meant(path):
    found = list(YAML(typ="safe").load_all(path))
    assert found
    for resource in found:
        validate(resource, "1.30", strict=True)
        assert resource["metadata"]["name"] == "seqdemo"


def test_the_pods_are_not_root_cannot_write_and_are_asked_how_they_are():
    resource = YAML(typ="safe").load(DEPLOY / "kubernetes" / "deployment.yaml")
    pod = resource["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] and container["securityContext"]["readOnlyRootFilesystem"]
    assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(container)
    assert f"useradd --uid {pod['securityContext']['runAsUser']}" in (DEPLOY / "Dockerfile").read_text()


def test_docker_and_compose_know_what_is_meant():
    for command in (
        [BIN / "hadolint", DEPLOY / "Dockerfile"],
        [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml"],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_all_that_the_image_copies_is_there_and_is_let_in():
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    copied = [line.split()[1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    let_in = (ROOT / ".dockerignore").read_text().splitlines()
    assert len(copied) >= 5
    for path in copied:
        assert (ROOT / path).exists() and f"!{path}" in let_in, path
    words = json.loads(next(line for line in lines if line.startswith("CMD"))[4:])
    assert words[:3] == ["streamlit", "run", "app.py"]
